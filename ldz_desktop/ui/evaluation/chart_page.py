"""Charts of evaluation: the month that is shown, and how buildings went over the closed months."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ldz_desktop.services.months import month_text
from ldz_desktop.ui.evaluation.chart_kinds import (
    KINDS,
    NEEDS_BUILDING,
    OF_MONTH,
    TAKES_BUILDING,
    Kind,
    Offer,
    Wanted,
    read,
)
from ldz_desktop.ui.evaluation.chart_month import MonthCharts
from ldz_desktop.ui.evaluation.panels import scrolled
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.chart_view import ChartView
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.pieces import EmptyState, button, column, label, row

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.evaluation_records import Ranking
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.ui.kit.feature import Bench

PICTURES = "PNG 图片 (*.png);;SVG 矢量图 (*.svg);;PDF 文件 (*.pdf)"
_SPANS = ((6, "近 6 个月"), (12, "近 12 个月"), (24, "近 24 个月"), (120, "全部月份"))
_SHARP = 2.0
_INCH, _HEAD = 96, 40  # pixels of the 14 px design; the line over the chart
_MONTH, _COURSE, _NOTHING = range(3)


class ChartPage(QWidget):
    """One kind of chart at a time. group_changed: the charts of the month show another group."""

    group_changed = Signal()

    def __init__(self, bench: "Bench", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._offer = Offer(Wanted("month"))
        self.month = MonthCharts(bench.tasks)
        self.month.groups.changed.connect(self.group_changed)
        self.chart = ChartView("得分走势", bench.tasks)
        self._note = label("", "muted", wrap=True)
        self._build_choosers()
        scroll = scrolled(column(self.chart, self._note, None, spacing=6))
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        empty = EmptyState(
            "还没有封存的月份",
            "走势、名次变化和各题满意度取自封存的测评。封月之后，这里就有图。",
            icon="chart",
        )
        self._stack = QStackedWidget()
        for page in (self.month, scroll, empty):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._show_choosers()

    def _build_choosers(self) -> None:
        self.kinds = PickEditor(KINDS)
        self.places = PickEditor()
        self.buildings = PickEditor()
        self.spans = PickEditor(_SPANS)
        self.spans.set_value(12)
        self.months = PickEditor()
        for chooser, name in (
            (self.kinds, "看什么图"), (self.places, "哪个社区或小区"), (self.buildings, "哪栋楼"),
            (self.spans, "看几个月"), (self.months, "哪个月"),
        ):  # fmt: skip
            chooser.setAccessibleName(name)
            chooser.setSizeAdjustPolicy(PickEditor.SizeAdjustPolicy.AdjustToContents)
        self.kinds.changed.connect(self._kind_chosen)
        for chooser in (self.places, self.buildings, self.spans, self.months):
            chooser.changed.connect(self._read)
        self.save_button = button("存图(&G)", self.save, tip="存为 PNG、SVG 或 PDF")
        self.print_button = button("打印(&P)", self.print)
        self.tools = QWidget()
        self.tools.setLayout(
            row(
                self.kinds, self.month.tools, self.places, self.buildings, self.spans, self.months,
                None, self.save_button, self.print_button, spacing=6,
            )
        )  # fmt: skip

    # -- what the page of the month calls --------------------------------------------------------

    def show_ranking(self, ranking: "Ranking", group: str) -> None:
        """Another ranking; group: what the list shows (empty: all of it)."""
        self.month.show_ranking(ranking, group)
        if self.kind() != "month":
            self._read()

    def group(self) -> str:
        """The group of the month's charts."""
        return self.month.group()

    def kind(self) -> Kind:
        for kind, _ in KINDS:
            if kind == self.kinds.value():
                return kind
        return "month"

    # -- choosing --------------------------------------------------------------------------------

    def _kind_chosen(self) -> None:
        self._show_choosers()
        if self.kind() == "month":
            self._stack.setCurrentIndex(_MONTH)
        else:
            self._read()

    def _show_choosers(self) -> None:
        kind = self.kind()
        course = kind != "month"
        self.month.tools.setVisible(not course)
        self.places.setVisible(course)
        self.buildings.setVisible(kind in TAKES_BUILDING)
        self.spans.setVisible(course and kind not in OF_MONTH)
        self.months.setVisible(kind in OF_MONTH)
        self.save_button.setVisible(course)
        self.print_button.setVisible(course)

    def _wanted(self) -> Wanted:
        place: Any = self.places.value() or ("", "")
        building: Any = self.buildings.value() or 0
        span: Any = self.spans.value()
        month = str(self.months.value() or "")
        return Wanted(self.kind(), place[0], place[1], building, span, month)

    def _read(self) -> None:
        office, wanted = self._bench.office, self._wanted()
        self._bench.tasks.run(
            lambda progress: read(office, wanted), self._show, owner=self, key="evaluation-chart"
        )

    def _show(self, offer: Offer) -> None:
        if offer.wanted.kind != self.kind():
            return
        self._offer = offer
        picture = offer.picture
        self._stack.setCurrentIndex(_COURSE if picture is not None else _NOTHING)
        self.save_button.setEnabled(picture is not None)
        self.print_button.setEnabled(picture is not None)
        self._fill(offer)
        if picture is None:
            return
        self.chart.set_title(picture.title)
        self._note.setText(picture.note)
        self.chart.setFixedHeight(theme.px(round(picture.inches * _INCH) + _HEAD))
        self.chart.set_chart(picture.make, picture.heads, picture.rows)

    def _fill(self, offer: Offer) -> None:
        """What can be chosen now, at what was chosen."""
        wanted = offer.wanted
        every = [] if wanted.kind in NEEDS_BUILDING else [(0, "全部楼栋")]
        places = [((c, k), f"　{k}" if k else c) for c, k in offer.places]
        for chooser, pairs, value in (
            (self.places, places, (wanted.community, wanted.compound)),
            (self.buildings, [*every, *offer.buildings], wanted.building),
            (self.months, [(m, month_text(m)) for m in offer.months], wanted.month),
        ):
            with QSignalBlocker(chooser):
                chooser.set_pairs(pairs)
                chooser.set_value(value)

    # -- taking away -----------------------------------------------------------------------------

    def save(self) -> None:
        """The chart as a file, in the kind its name asks for."""
        picture = self._offer.picture
        if picture is None:
            return
        path = files.ask_save(self, "存图", PICTURES, f"{picture.title}.png")
        if path is None:
            return

        def work(progress: "Progress") -> "Path":
            from ldz_desktop.reports import chart_style
            from ldz_desktop.services.files import write_whole

            progress.report(0, 0, "画图")
            figure, kind = picture.make(), path.suffix.lower()
            if kind == ".svg":
                content = chart_style.to_svg(figure)
            elif kind == ".pdf":
                content = chart_style.to_pdf(figure)
            else:
                content = chart_style.to_png(figure, _SHARP)
            write_whole(path, content)
            return path

        self._bench.tasks.run(
            work,
            lambda written: self._bench.notices.written(f"已存为 {written.name}", written),
            owner=self,
            title="正在存图",
        )

    def print(self) -> None:
        """The chart over its numbers, as it will be printed."""
        from ldz_desktop.ui.kit.papers import show_paper

        office, picture = self._bench.office, self._offer.picture
        if picture is None:
            return

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports.chart_paper import ChartSheet, render

            progress.report(0, 0, "画图")
            profile = office.settings.profile()
            sheet = ChartSheet(
                picture.title, picture.note, profile.unit or profile.office, office.today(),
                picture.heads, picture.rows,
            )  # fmt: skip
            return render(sheet, picture.make)

        show_paper(self._bench, self, work, picture.title)
