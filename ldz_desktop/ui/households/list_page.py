"""The list in the middle: the households of a place, narrowed, sorted, printed, exported."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QFrame, QStackedWidget, QVBoxLayout
from typing_extensions import override

from ldz_desktop.domain.households import EVERYTHING, HouseholdFilter, HouseholdRow
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.errors import KnownError
from ldz_desktop.ui.households.columns import AGED, DEFINITION, household_columns, tenure_tone
from ldz_desktop.ui.households.heading import GivingLabel
from ldz_desktop.ui.households.pills import PillRow
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import EmptyState, Tone, button, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import LazyRecordModel

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office
    from ldz_desktop.ui.households.tree import PlaceNode

TENURES = ("自有", "租赁", "群租", "借住", "空置")
_LEAST_ADDRESS = 150
_GIVING_WAY = ("file_no", "checked", "phone")
"""Columns that are hidden where there is no room, in this order."""


@dataclass(frozen=True)
class ListState:
    """What the list shows: of which place, narrowed to what, in which order."""

    place: PlaceRef = ALL
    pill: str = "all"
    sort: str = "address"
    descending: bool = False


def _pills() -> list[tuple[str, str, Tone]]:
    return [
        ("all", "全部", "grey"),
        *((tenure, tenure, tenure_tone(tenure)) for tenure in TENURES),
        ("aged", "高龄", "amber"),
        ("alone", "独居", "red"),
        ("unchecked", "未核对", "amber"),
    ]


class ListPage(QFrame):
    """current_changed(household id): the cursor stands on another household, 0 for none."""

    current_changed = Signal(object)
    opened = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, bench: Bench, actions: "dict[str, Callable[[], object]]") -> None:
        """actions: what the buttons do: new, import, export, print."""
        super().__init__()
        self.setProperty("role", "card")
        self._bench = bench
        self._state = ListState()
        self._title = ""
        self._wanted = 0
        self._asked = self._loading = False
        columns = household_columns(lambda: self._state.place.kind, bench.office.today())
        self._model: LazyRecordModel[HouseholdRow] = LazyRecordModel(
            columns, self._fetch, parent=self
        )
        self._model.sort_wanted.connect(self._sort)
        self.table = RecordTable(self._model, "户档列表")
        self.table.current_changed.connect(self.current_changed)
        self.table.opened.connect(self.opened)
        self.table.delete_wanted.connect(self.remove_wanted)
        self._heading = GivingLabel("title")
        self._counts = GivingLabel("muted")
        self.pills = PillRow(_pills(), "筛选户档")
        self.pills.chosen.connect(self._narrow)
        self._stack = QStackedWidget()
        self._nothing = EmptyState(
            "没有这样的户档", "换一个筛选条件，或者选左边别的楼栋。", icon="search"
        )
        self.new_button = button("新建户档(&N)", actions["new"], role="primary", tip="Ctrl+N")
        self.import_button = button("导入(&I)", actions["import"], tip="导入花名册、台账等表格")
        self.export_button = button("导出(&E)", actions["export"], tip="把这个列表存成表格")
        self.print_button = button("打印(&P)", actions["print"], tip="打印这个列表")
        layout = QVBoxLayout(self)
        margin = theme.px(16)
        layout.setContentsMargins(margin, theme.px(12), margin, theme.px(8))
        layout.setSpacing(theme.px(8))
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(theme.px(8))
        self._buttons = (
            self.import_button, self.export_button, self.print_button, self.new_button
        )  # fmt: skip
        self._head.addLayout(row(self._heading, self._counts, None))
        self._head.addLayout(row(*self._buttons, None))
        layout.addLayout(self._head)
        layout.addWidget(self.pills)
        layout.addWidget(self._stack, 1)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)

    # -- what it shows ---------------------------------------------------------------------------

    @property
    def state(self) -> ListState:
        return self._state

    @property
    def title(self) -> str:
        """The place in words: 福锦苑 1栋."""
        return self._title

    def ids(self) -> list[int]:
        """Every household of the list, in the order shown."""
        return self._model.ids()

    def show_place(self, node: "PlaceNode") -> None:
        """Show the households of another place, with the same pill where it makes sense."""
        self._say_title(node)
        if node.place != self._state.place or not self._asked:
            self._state = replace(self._state, place=node.place)
            self._load()

    def show_household(self, household_id: int) -> None:
        """Put the cursor on a household once it is listed."""
        self._wanted = household_id
        if self._loading:
            return
        if self._model.row_of(household_id) >= 0:
            self._pick(household_id)
        elif self._state.pill != "all":
            self._narrow("all")

    def reload(self, changed: Sequence[int] = ()) -> None:
        """Records changed (none named: any of them may have)."""
        self._model.forget(changed)
        self._load()

    def _say_title(self, node: "PlaceNode") -> None:
        path = node.path
        self._title = " ".join(path[1:] if len(path) > 1 else path) or "全部户档"
        self._heading.say(self._title, " ".join(path) or "全部户档")
        text = f"{node.households:,} 户 · {node.residents:,} 人"
        self._counts.say(text, f"{text}\n{DEFINITION}")
        self._fit()

    # -- reading ---------------------------------------------------------------------------------

    def _load(self) -> None:
        """The households first; the counts of the pills follow."""
        self._asked = self._loading = True
        office, state, tasks = self._bench.office, self._state, self._bench.tasks
        tasks.run(
            lambda progress: office.households.ids(
                state.place,
                state.sort,
                descending=state.descending,
                narrow=narrowing(office, state.pill),
            ),
            self._show,
            owner=self,
            key="households.list",
            failed=self._not_loaded,
        )
        tasks.run_later(
            lambda progress: pill_counts(office, state.place),
            self.pills.set_counts,
            owner=self,
            key="households.counts",
        )

    def _not_loaded(self, error: KnownError) -> None:
        self._loading = False
        self._bench.notices.error(error)

    def _show(self, ids: list[int]) -> None:
        self._loading = False
        before = self.table.current_id()
        self._model.set_ids(ids)
        self._stack.setCurrentWidget(self.table if ids else self._nothing)
        hidden = self._wanted and self._model.row_of(self._wanted) < 0
        if hidden and self._state.pill != "all":
            self._narrow("all")
        elif not self._pick(self._wanted):
            self._pick_or_first(before)

    def _pick(self, wanted: int) -> bool:
        """Put the cursor on a household somebody went to; False where it is not listed."""
        self._wanted = 0
        if not wanted or not self.table.select_id(wanted):
            return False
        self._bring_to_view()
        return True

    def _pick_or_first(self, wanted: int) -> None:
        """The cursor stays where it was; where that household is gone it goes to the first."""
        if wanted and self.table.select_id(wanted):
            return
        first = self._model.id_at(0)
        if first:
            self.table.select_id(first)
        else:
            self.current_changed.emit(0)

    def _bring_to_view(self) -> None:
        """A household somebody went to stands among its neighbours, not at the edge."""
        index = self.table.currentIndex()
        self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _fetch(self, ids: list[int]) -> None:
        office, model = self._bench.office, self._model

        def failed(error: KnownError) -> None:
            model.deliver(())
            self._bench.notices.error(error)

        self._bench.tasks.run(
            lambda progress: office.households.rows(ids), model.deliver, owner=model, failed=failed
        )

    # -- narrowing and sorting -------------------------------------------------------------------

    def _narrow(self, pill: str) -> None:
        self.pills.choose(pill)
        self._state = replace(self._state, pill=pill)
        self._load()

    def _sort(self, key: str, descending: bool) -> None:
        self._state = replace(self._state, sort=key, descending=descending)
        self._load()

    # -- room ------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """What there is no room for gives way: columns one after the other, and the buttons go
        below the title."""
        room = self.width() - theme.px(32)
        columns = self._model.columns
        needed = sum(theme.px(c.width or _LEAST_ADDRESS) for c in columns) + theme.px(16)
        for key in _GIVING_WAY:
            section = self._model.section(key)
            self.table.setColumnHidden(section, needed > room)
            needed -= theme.px(columns[section].width) if needed > room else 0
        words = self._heading.sizeHint().width() + self._counts.sizeHint().width()
        buttons = sum(b.sizeHint().width() + theme.px(8) for b in self._buttons)
        narrow = words + buttons + theme.px(16) > room
        way = QBoxLayout.Direction
        self._head.setDirection(way.TopToBottom if narrow else way.LeftToRight)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def pill_counts(office: "Office", place: PlaceRef) -> dict[str, int]:
    """How many households each pill would show, by its key (on the worker)."""
    service = office.households
    summary = service.summary(place)
    counts = {tenure: summary.by_tenure.get(tenure, 0) for tenure in TENURES}
    counts["unchecked"] = summary.unchecked
    for pill in ("aged", "alone"):
        counts[pill] = len(service.ids(place, narrow=narrowing(office, pill)))
    return counts


def narrowing(office: "Office", pill: str) -> HouseholdFilter:
    """A pill as the service understands it."""
    if pill == "aged":
        return HouseholdFilter(born_by=years_before(office.today(), AGED))
    if pill == "alone":
        return HouseholdFilter(alone=True)
    if pill == "unchecked":
        return HouseholdFilter(unchecked_since=office.households.check_due())
    return EVERYTHING if pill == "all" else HouseholdFilter(tenure=pill)


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; 29 February becomes 28 where it does not exist."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
