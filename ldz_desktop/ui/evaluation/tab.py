"""The evaluation tab: which of its pages is shown, and what the buttons set in motion."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.services.evaluation_records import Explanation
from ldz_desktop.services.months import month_text
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.evaluation.batches import Batches
from ldz_desktop.ui.evaluation.entry_page import EntryPage
from ldz_desktop.ui.evaluation.giving_page import GivingPage
from ldz_desktop.ui.evaluation.month_data import MonthData, load
from ldz_desktop.ui.evaluation.month_page import PROGRESS, RANKING, MonthPage
from ldz_desktop.ui.evaluation.month_verbs import MonthVerbs
from ldz_desktop.ui.evaluation.notice_page import NoticePage
from ldz_desktop.ui.evaluation.output import EvaluationOutput
from ldz_desktop.ui.evaluation.scheme_page import SchemePage
from ldz_desktop.ui.evaluation.stars_page import StarsPage
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.keys import focus_into, has_cursor
from ldz_desktop.ui.kit.pieces import EmptyState, Pages, button

if TYPE_CHECKING:
    from ldz_desktop.domain.places import ScopeName

_TOPICS = frozenset({"evaluation", "leaders", "places", "households"})


@dataclass(frozen=True, slots=True)
class _Read:
    data: MonthData
    held: dict[int, int]


class _Pages(Pages):
    """The pages. Texts that wrap must not make the tab ask for more height than it needs: what
    does not fit scrolls inside its own card."""

    @override
    def hasHeightForWidth(self) -> bool:
        return False


class EvaluationTab:
    """Implements ui.kit.feature.Tab."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._data: MonthData | None = None
        self._month = ""
        self._asked = 0  # the building whose score is to be explained
        self._scope: ScopeName | None = None
        self._stack = _Pages()
        self._whole = QWidget()
        self._whole.setObjectName("page")
        layout = QVBoxLayout(self._whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.month_page = MonthPage(bench)
        self.entry_page = EntryPage(bench)
        self.stars_page = StarsPage(bench)
        self.notice_page = NoticePage(bench)
        self.scheme_page = SchemePage(bench)
        self.giving_page = GivingPage(bench)
        self._blank = QWidget()
        self._empty: QWidget | None = None
        for page in (
            self._blank, self.month_page, self.entry_page, self.stars_page, self.notice_page,
            self.scheme_page, self.giving_page,
        ):  # fmt: skip
            self._stack.addWidget(page)
        self.verbs = MonthVerbs(bench, self._stack)
        self.batches = Batches(bench, self._stack)
        self.output = EvaluationOutput(bench, self._stack)
        self._connect()

    def _connect_strip(self) -> None:
        strip = self.month_page.strip
        strip.month_chosen.connect(self.show_month)
        strip.new_month.connect(self.new_month)
        strip.scheme_wanted.connect(self.show_scheme)
        strip.step_chosen.connect(self._step)
        strip.primary.connect(self._primary)
        strip.more.giving.connect(self.give_out)
        strip.more.close.connect(self.close_month)
        strip.more.verify.connect(self.verify)
        strip.more.appeal.connect(self.appeal)
        strip.more.reopen.connect(self.reopen_month)
        strip.more.correction.connect(self.show_notice)

    def _connect(self) -> None:
        self._connect_strip()
        page = self.month_page
        page.bar.reopen_wanted.connect(self.reopen_month)
        page.explain.appeal_wanted.connect(self.appeal)
        page.explain_wanted.connect(self._explain)
        page.explain.print_wanted.connect(self._print_explanation)
        page.progress.opened.connect(self.enter)
        page.progress.enter_wanted.connect(lambda: self.enter(0))
        page.progress.stars_wanted.connect(lambda: self.enter_stars(0))
        page.progress.import_wanted.connect(self._import)
        page.progress.print_wanted.connect(self._print_progress)
        page.progress.export_wanted.connect(self._export_progress)
        page.building.enter_wanted.connect(lambda: self.enter(page.building_id()))
        page.building.stars_wanted.connect(lambda: self.enter_stars(page.building_id()))
        page.building.recall_wanted.connect(self._recall)
        page.charts.group_changed.connect(self._chart_group)
        page.ranking.scope_changed.connect(self._scope_changed)
        page.ranking.print_wanted.connect(self.show_notice)
        page.ranking.export_wanted.connect(self._export)
        self.entry_page.left.connect(self._back)
        self.stars_page.left.connect(self._back)
        self.notice_page.left.connect(self._back)
        self.scheme_page.left.connect(self._back)
        self.giving_page.left.connect(self._back)
        self.notice_page.publish_wanted.connect(self.publish)
        self.notice_page.verify_wanted.connect(self.verify)
        self.verbs.go_wanted.connect(self._go)
        self.verbs.opened.connect(self._opened)
        self.verbs.closed.connect(self._closed)
        self.verbs.published.connect(self._published)
        self.verbs.reopened.connect(lambda: self._go(0))

    # -- the protocol of a tab -------------------------------------------------------------------

    @property
    def widget(self) -> QWidget:
        return self._whole

    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self._stack.currentWidget()

    def refresh(self, change: Change | None) -> None:
        """Read again what the change touches; None: first time shown."""
        if change is None or change.topics & _TOPICS:
            self._read()

    def open(self, target: Target) -> bool:
        """Go to a month (an empty one: the newest); with an id to why that building's score is
        what it is."""
        if target.kind != "month":
            return False
        self._month, self._asked = target.month, target.id
        self.giving_page.keep()
        if self._stack.currentWidget() in (
            self.entry_page, self.stars_page, self.notice_page, self.giving_page,
        ):  # fmt: skip
            self._stack.setCurrentWidget(self.month_page)
        self._read()
        return True

    def take_focus(self) -> None:
        page = self._stack.currentWidget()
        if page is self.month_page:
            self.month_page.focus_list()
        else:
            focus_into(page)

    def may_close(self) -> bool:
        """Everything keyed is stored already; wait for the very last write. A scheme that was
        edited is asked about."""
        if self._stack.currentWidget() is self.scheme_page and not self.scheme_page.may_leave():
            return False
        self.giving_page.keep()
        waited = [
            page.saver().wait() for page in (self.entry_page, self.stars_page, self.giving_page)
        ]
        return all(waited)

    # -- reading ---------------------------------------------------------------------------------

    def show_month(self, month: str) -> None:
        """Another month of the chooser."""
        self._month = month
        self._read()

    def month(self) -> str:
        """The month shown; empty before there is one."""
        overview = self._data.overview if self._data is not None else None
        return overview.info.month if overview is not None else ""

    def _read(self) -> None:
        office, month, scope = self._bench.office, self._month, self._scope

        def work(progress: Progress) -> _Read:
            del progress
            data = load(office, month, scope)
            info = data.overview.info if data.overview is not None else None
            if info is None or info.state == "open":
                return _Read(data, {})
            holders = office.honours.flag_holders(info.month)
            return _Read(data, {one.building_id: one.months_in_row for one in holders})

        self._bench.tasks.run(work, self._show, owner=self._stack, key="evaluation-month")

    def _show(self, found: _Read) -> None:
        data = found.data
        self._data = data
        overview = data.overview
        if overview is None or not data.progress:
            self._show_empty(data)
            return
        self._month = overview.info.month
        self.month_page.show_data(data, found.held)
        self.entry_page.show_progress(data)
        self.stars_page.show_progress(data)
        self.giving_page.show_progress(data)
        if self._stack.currentWidget() in (self._blank, self._empty):
            free = self._has_or_lacks_cursor()
            self._stack.setCurrentWidget(self.month_page)
            if free:
                self.month_page.focus_list()
        if self._asked:
            self.month_page.show_view(RANKING)
            self.month_page.ranking.show_building(self._asked)
            self.month_page.focus_list()
            self._asked = 0

    def _has_or_lacks_cursor(self) -> bool:
        """Whether the cursor may be put somewhere: it is in this tab, or nowhere."""
        return QApplication.focusWidget() is None or has_cursor(self._whole)

    def _show_empty(self, data: MonthData) -> None:
        """What to do first: leaders, then a month."""
        free = self._has_or_lacks_cursor()
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        if not data.leaders and not data.progress:
            first = button("导入楼栋长花名册(&I)", self._import, role="primary", icon="import")
            actions = [first]
            if data.overview is None:
                actions.append(button("先开始一个月(&M)", self.new_month))
            self._empty = EmptyState(
                "还没有楼栋长",
                "测评按楼栋长进行。先导入楼栋长花名册，再开始一个月的测评。",
                *actions,
                icon="people",
            )
        elif data.overview is None:
            begin = f"开始 {month_text(data.proposal)} 测评(&M)"
            first = button(begin, lambda: self.verbs.open_month(data.proposal), role="primary")
            self._empty = EmptyState(
                "还没有测评月份",
                "开始一个月后，录入或导入满意度调查表和星级评分册，核对，封月，再打印公示。",
                first,
                button("开始别的月份 …", self.new_month),
                icon="calendar",
            )
        else:
            first = button("录入楼栋长(&I)", self._import, role="primary")
            self._empty = EmptyState(
                f"{month_text(data.overview.info.month)}没有可测评的楼栋",
                "这个月没有在任的楼栋长，也没有导入的表。先在楼栋长页登记任职，或导入花名册。",
                first,
                icon="people",
            )
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)
        if free:
            first.setFocus()

    def _explain(self, building_id: object) -> None:
        assert isinstance(building_id, int)
        office, month = self._bench.office, self.month()
        if not month:
            return

        def work(progress: Progress) -> Explanation:
            del progress
            found = office.evaluation.explain(month, building_id)
            interval = office.rank_intervals.of_month(month).get(building_id)
            return replace(found, interval=interval)

        self._bench.tasks.run(
            work,
            self.month_page.show_explanation,
            owner=self.month_page,
            key="evaluation-explain",
            failed=lambda _: self.month_page.explain.show_nothing(),
        )

    # -- pages -----------------------------------------------------------------------------------

    def enter(self, building_id: object) -> None:
        """Key sheets; 0: the first building that has none."""
        assert isinstance(building_id, int)
        data = self._data
        if data is None or data.overview is None or data.ranking is None:
            return
        if data.overview.info.state != "open":
            self.month_page.show_view(RANKING)
            self.month_page.ranking.show_building(building_id)
            return
        self._stack.setCurrentWidget(self.entry_page)
        self.entry_page.open(data, data.ranking.scheme, building_id)

    def enter_stars(self, building_id: int) -> None:
        """Key star booklets; 0: the first building that has none."""
        data = self._data
        if data is None or data.overview is None or data.overview.info.state != "open":
            return
        self._stack.setCurrentWidget(self.stars_page)
        self.stars_page.open(data, building_id)

    def give_out(self) -> None:
        """How many envelopes each building gets, and the papers to be printed for them."""
        if self._data is not None and self._data.overview is not None:
            self._stack.setCurrentWidget(self.giving_page)
            self.giving_page.open(self._data)

    def show_notice(self) -> None:
        """The preview of the paper, for the group that the ranking shows."""
        if self._data is None or self._data.ranking is None:
            return
        self._stack.setCurrentWidget(self.notice_page)
        ranking = self.month_page.ranking
        self.notice_page.open(self.month(), self._data.ranking.scope, ranking.group())

    def show_scheme(self) -> None:
        """The scheme's versions and their editor."""
        self._stack.setCurrentWidget(self.scheme_page)
        self.scheme_page.open()

    def _back(self) -> None:
        page = self._stack.currentWidget()
        building = 0
        if page is self.entry_page:
            building = self.entry_page.building_id()
        elif page is self.stars_page:
            building = self.stars_page.building_id()
        elif page is self.giving_page:
            building = self.giving_page.building_id()
        self._stack.setCurrentWidget(self.month_page)
        if building:
            self.month_page.show_view(PROGRESS)
            self.month_page.progress.show_building(building)
            self._read()
        self.month_page.focus_list()

    # -- verbs -----------------------------------------------------------------------------------

    def new_month(self) -> None:
        """Ask which month to begin."""
        if self._data is not None:
            self.verbs.ask_month(self._data.months, self._data.proposal)

    def close_month(self) -> None:
        """Show what will be frozen, then close."""
        if self._data is not None:
            self.verbs.ask_close(self._data)

    def reopen_month(self) -> None:
        """Ask why and with whom, then open the closed month again."""
        if self._data is not None and self._data.overview is not None:
            self.verbs.ask_reopen(self._data.overview.info)

    def appeal(self) -> None:
        """Somebody says the result of the building under the cursor is wrong."""
        ranking = self._data.ranking if self._data is not None else None
        if ranking is not None:
            here = self.month_page.ranking.table.current_id()
            every = sorted(ranking.standings, key=lambda s: s.score.building_id != here)
            self.verbs.ask_appeal(self.month(), [s.score.title for s in every])

    def publish(self) -> None:
        """Ask for the day of posting, then register the notice."""
        if self._data is not None:
            self.verbs.ask_publish(self._data)

    def verify(self) -> None:
        """Recompute the closed month that is shown."""
        if self.month():
            self.verbs.verify(self.month())

    def _primary(self, kind: str) -> None:
        actions = {
            "give": self.give_out,
            "enter": lambda: self.enter(0),
            "check": lambda: self._step(2),
            "close": self.close_month,
            "publish": self.show_notice,
            "notice": self.show_notice,
        }
        actions[kind]()

    def _step(self, place: int) -> None:
        """A click on the strip goes to where that step is worked on."""
        data = self._data
        if data is None or data.overview is None:
            return
        state = data.overview.info.state
        if place == 0:
            self.give_out()
        elif place <= 2:
            self.month_page.show_view(PROGRESS)
            if place == 2:
                self.month_page.progress.show_unfinished()
            self.month_page.focus_list()
        elif place == 3:
            (self.close_month if state == "open" else self.verify)()
        else:
            self.show_notice()

    def _go(self, building_id: object) -> None:
        """去处理: to the building's entry, or to the list of what is missing."""
        if building_id:
            self.enter(building_id)
        else:
            self.month_page.show_view(PROGRESS)
            self.month_page.focus_list()

    def _opened(self, month: str) -> None:
        self._month = month

    def _closed(self) -> None:
        self.month_page.show_view(RANKING)
        self.month_page.ranking.to_top()
        self.month_page.focus_list()

    def _published(self) -> None:
        self.notice_page.refresh(self.month())

    def _recall(self) -> None:
        one = self.month_page.progress.current()
        if one is not None:
            self.batches.recall(self.month(), one)

    def _scope_changed(self) -> None:
        self._scope = self.month_page.ranking.wanted_scope()
        self._read()

    def _chart_group(self) -> None:
        """The list and its card follow the charts."""
        self.month_page.ranking.show_group(self.month_page.charts.group())

    def _import(self) -> None:
        self._bench.show(Target("import", month=self.month()))

    def _export(self) -> None:
        view = self.month_page.ranking
        lines = len(view.standings())
        self.output.export_ranking(self.month(), view.wanted_scope(), view.group(), lines)

    def _print_progress(self) -> None:
        self.output.print_progress(self.month(), self.month_page.progress.model.records())

    def _export_progress(self) -> None:
        self.output.export_progress(self.month(), self.month_page.progress.model.records())

    def _print_explanation(self) -> None:
        explanation = self.month_page.explain.explanation
        if explanation is not None:
            self.output.print_explanation(explanation)
