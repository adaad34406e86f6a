"""The honour wall: flags of a month on top, leaders and the trend below."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.errors import InputError
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.honours.annual_report import report_button
from ldz_desktop.ui.honours.leaders import LeaderWall
from ldz_desktop.ui.honours.pair import Pair
from ldz_desktop.ui.honours.public import PublicWall
from ldz_desktop.ui.honours.reading import WallData, read_wall, wall_table
from ldz_desktop.ui.honours.trend import TrendPanel
from ldz_desktop.ui.honours.wall import Wall
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.sections import Home, Section, Sections

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress

_TOPICS = frozenset({"evaluation", "households", "leaders", "settings", "honours"})
SECTIONS = (
    Section("flags", "流动红旗", "FlagsPage"),
    Section("awards", "年度表彰", "AwardsPage"),
)
"""Beside the wall itself. A section is one folder and one line here."""


class HonoursTab:
    """Reads closed months only, so that the wall and the published notices always agree."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._data = WallData()
        self.month = PickEditor()
        self.month.setAccessibleName("月份")
        self.month.changed.connect(self._read)
        self._counts = label("", "muted")
        self.print_button = button("打印(&P)", self.print)
        self.public = PublicWall(bench, self._chosen)
        self.wall = Wall()
        self.leaders = LeaderWall()
        self.trend = TrendPanel(bench)
        self._stack = QStackedWidget()
        self._stack.setObjectName("page")
        self._build()
        home = Home("wall", "荣誉墙", self._stack)
        self.sections = Sections(bench, "ldz_desktop.ui.honours", home, SECTIONS)
        self._page = QWidget()
        self._page.setObjectName("page")
        self._page.setFocusProxy(self.sections)
        whole = column(self.sections)
        margin = theme.px(16)
        whole.setContentsMargins(margin, theme.px(10), margin, margin)
        self._page.setLayout(whole)

    @property
    def widget(self) -> QWidget:
        return self._page

    def refresh(self, change: Change | None) -> None:
        self.sections.refresh(change)
        if change is None or change.topics & _TOPICS:
            self._read()

    def open(self, target: Target) -> bool:
        return self.sections.open(target)

    def take_focus(self) -> None:
        self.sections.take_focus()

    def may_close(self) -> bool:
        return self.sections.may_leave()

    def print(self) -> None:
        """Lay the wall out as a list and show it as it will be printed."""
        office, data = self._bench.office, self._data
        if not data.month:
            return

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports import table_paper

            progress.report(0, 0, "排版荣誉榜")
            profile = office.settings.profile()
            table = wall_table(data, profile.unit or profile.office)
            return table_paper.render(table, today=office.today(), landscape=True)

        self._bench.tasks.run(
            work,
            self._show_paper,
            owner=self._stack,
            title="正在排版荣誉榜",
            key="honours-paper",
        )

    def _show_paper(self, paper: "Paper") -> None:
        from ldz_desktop.reports.fonts import missing_sentence
        from ldz_desktop.ui.kit.paper_view import PaperDialog

        notices = self._bench.notices
        name = f"{self._data.month}荣誉榜.pdf"
        PaperDialog(paper.pdf, "荣誉榜", name, notices, self._stack).open()
        if paper.missing_glyphs:
            sentence = missing_sentence(paper.missing_glyphs)
            notices.error(InputError("有的字印不出来", sentence))

    def _chosen(self) -> str:
        return self._data.month

    def _read(self) -> None:
        office, month = self._bench.office, str(self.month.value() or "")
        self._bench.tasks.run(
            lambda _: read_wall(office, month), self._show, owner=self._stack, key="honours"
        )

    def _show(self, data: WallData) -> None:
        self._data = data
        self._stack.setCurrentIndex(1 if data.months else 0)
        if not data.months:
            return
        with QSignalBlocker(self.month):
            self.month.set_pairs([(m, month_text(m)) for m in data.months])
            self.month.set_value(data.month)
        self._counts.setText(f"{len(data.holders)} 面流动红旗 · 已封存 {len(data.months)} 个月")
        self.wall.show_flags(data.holders, data.undecided or {}, data.faces)
        self.leaders.show_leaders(data.leaders, _span(data.months))
        self.trend.show_trends(data.trends or {})

    def _build(self) -> None:
        empty = EmptyState(
            "还没有封存的月份",
            "荣誉墙展示流动红旗和楼栋长的成绩，都取自封存的测评。"
            "先在“测评”里录入一个月的调查表和星级评分，封月之后，这里就会挂上红旗。",
            button("去测评(&G)", lambda: self._bench.show(Target("month")), role="primary"),
            report_button(self._bench, self._stack),
            icon="flag",
        )
        blank = column(card(column(empty)))
        first = QWidget()
        first.setLayout(blank)
        head = row(
            label("荣誉墙", "heading"), self.month, self._counts, None, self.public.screen_button,
            self.public.poster_button, report_button(self._bench, self._stack),
            self.print_button,
        )  # fmt: skip
        whole = column(head, self.wall, Pair(self.leaders, self.trend))
        whole.setStretch(2, 1)
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(whole)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        self._stack.addWidget(first)
        self._stack.addWidget(scroll)
        self._stack.setFocusProxy(self.month)


def _span(months: tuple[str, ...]) -> str:
    newest, oldest = months[0], months[-1]
    if newest == oldest:
        return month_text(newest)
    return f"{month_text(oldest)}至{month_text(newest)}"
