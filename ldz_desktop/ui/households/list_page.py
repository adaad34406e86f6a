"""The middle: the households of a place as a list or as a picture of their building."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStackedWidget, QVBoxLayout
from typing_extensions import override

from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.errors import KnownError
from ldz_desktop.record import record
from ldz_desktop.ui.households.columns import household_columns
from ldz_desktop.ui.households.narrowing import MAYBE, PILLS, TIPS, narrowed_ids, pill_counts
from ldz_desktop.ui.households.pills import PillRow
from ldz_desktop.ui.households.toolbar import ListBar, Verb, View
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import EmptyState
from ldz_desktop.ui.kit.record_table import RecordTable, Words
from ldz_desktop.ui.kit.records import LazyRecordModel

if TYPE_CHECKING:
    from ldz_desktop.domain.households import HouseholdRow
    from ldz_desktop.services.pictures import Picture
    from ldz_desktop.ui.households.picture.view import PictureView
    from ldz_desktop.ui.households.tree import PlaceNode
    from ldz_desktop.ui.kit.record_table import Verbs

_LEAST_ADDRESS = 150
_GIVING_WAY = ("file_no", "checked", "phone")
"""Columns that are hidden where there is no room, in this order."""


@record
class ListState:
    """What is shown: of which place, narrowed to what, in which order; view: the list, or where
    the place is a building its picture."""

    place: PlaceRef = ALL
    pill: str = "all"
    sort: str = "address"
    descending: bool = False
    view: View = "list"

    @property
    def pictured(self) -> bool:
        return self.view == "picture" and self.place.kind == "building"


@record
class _Shown:
    """What was read for the middle."""

    ids: list[int]
    picture: "Picture | None"


class ListPage(QFrame):
    """current_changed(household id): the cursor stands on another household, 0 for none;
    remove_wanted(household id): Del on its row or room."""

    current_changed = Signal(object)
    opened = Signal(object)
    remove_wanted = Signal(object)

    def __init__(
        self,
        bench: Bench,
        actions: "dict[str, Callable[[], object]]",
        tools: Sequence[Verb] = (),
    ) -> None:
        """actions: what the buttons do: new, import, export, print; tools: the menu 工具."""
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
        self.table = RecordTable(self._model, "户档列表", multiple=True)
        self.table.choose_columns(bench.preferences, "households")
        self.table.words = Words(open="看户卡", remove="删除户档 …")
        self.table.offered = self._row_verbs
        self.bar = ListBar(actions, tools)
        self.pills = PillRow(PILLS, "筛选户档", tips=TIPS, maybe=MAYBE)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        layout = QVBoxLayout(self)
        margin = theme.px(16)
        layout.setContentsMargins(margin, theme.px(12), margin, theme.px(8))
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.bar)
        layout.addWidget(self.pills)
        layout.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self._model.sort_wanted.connect(self._sort)
        self.table.current_changed.connect(self._table_moved)
        self.table.opened.connect(self.opened)
        self.table.delete_wanted.connect(self._remove)
        self.pills.chosen.connect(self._narrow)
        self.bar.view_chosen.connect(self.show_view)

    # -- pages that are built when they are first needed -----------------------------------------

    @cached_property
    def picture(self) -> "PictureView":
        """The picture of a building."""
        from ldz_desktop.ui.households.picture.view import PictureView

        view = PictureView()
        view.current_changed.connect(self._picture_moved)
        view.opened.connect(self.opened)
        self._stack.addWidget(view)
        return view

    @cached_property
    def _nothing(self) -> EmptyState:
        state = EmptyState("没有这样的户档", "换一个筛选条件，或者选左边别的楼栋。", icon="search")
        self._stack.addWidget(state)
        return state

    # -- what it shows ---------------------------------------------------------------------------

    @property
    def state(self) -> ListState:
        return self._state

    @property
    def title(self) -> str:
        """The place in words: 福锦苑 1栋."""
        return self._title

    @property
    def heading(self) -> str:
        """The place and what the list is narrowed to, for paper: 福锦苑 1栋（高龄）."""
        pill = {key: words for key, words, _ in PILLS}[self._state.pill]
        return self._title if self._state.pill == "all" else f"{self._title}（{pill}）"

    def ids(self) -> list[int]:
        """Every household of the list, in the order shown."""
        return self._model.ids()

    def show_view(self, view: View) -> None:
        """List or picture; the picture comes back whenever a building is selected."""
        self.bar.choose(view)
        self._state = replace(self._state, view=view)
        self._load()

    def take_focus(self) -> None:
        """Put the cursor into what is shown."""
        self._stack.currentWidget().setFocus(Qt.FocusReason.TabFocusReason)

    def show_place(self, node: "PlaceNode") -> None:
        """Show the households of another place, with the same pill where it makes sense."""
        self.bar.offer_picture(offered=node.place.kind == "building")
        self._say_title(node)
        if node.place != self._state.place or not self._asked:
            self._wanted = 0 if self._asked else self._wanted
            self._state = replace(self._state, place=node.place)
            self._load()

    def begin(self, node: "PlaceNode", ids: list[int], rows: "Sequence[HouseholdRow]") -> None:
        """Show the first place; its households have been read already."""
        self.bar.offer_picture(offered=node.place.kind == "building")
        self._say_title(node)
        self._state = replace(self._state, place=node.place)
        self._asked = True
        self._count()
        self._model.deliver(rows)
        self._show(_Shown(ids, None))

    def show_household(self, household_id: int) -> None:
        """Put the cursor on a household once it is listed."""
        self._wanted = household_id
        if self._loading:
            return
        if self._model.row_of(household_id) >= 0:
            self._pick(household_id)
        elif self._state.pill != "all":
            self._narrow("all")
        else:
            self.keep(household_id)

    def keep(self, household_id: int) -> None:
        """The card is on that household, listed or not (a closed file): the cursor follows without
        telling anybody and does not wander off when the list is read again."""
        with QSignalBlocker(self.table):
            listed = self.table.select_id(household_id)
        self._wanted = 0 if listed else household_id

    def reload(self, changed: Sequence[int] = ()) -> None:
        """Records changed (none named: any of them may have)."""
        self._model.forget(changed)
        self._load()

    def _say_title(self, node: "PlaceNode") -> None:
        path = node.path
        self._title = " ".join(path[1:] if len(path) > 1 else path) or "全部户档"
        counts = f"{node.households:,} 户 · {node.residents:,} 人"
        self.bar.say(self._title, " ".join(path) or "全部户档", counts)

    # -- reading ---------------------------------------------------------------------------------

    def _load(self) -> None:
        """The households first; the counts of the pills follow."""
        self._asked = self._loading = True
        office, state = self._bench.office, self._state
        self._bench.tasks.run(
            lambda progress: _Shown(
                narrowed_ids(office, state.place, state.pill, (state.sort, state.descending)),
                office.pictures.building(state.place.id) if state.pictured else None,
            ),
            self._show,
            owner=self,
            key="households.list",
            failed=self._not_loaded,
        )
        self._count()

    def _count(self) -> None:
        office, state = self._bench.office, self._state
        self._bench.tasks.run_later(
            lambda progress: pill_counts(office, state.place),
            self.pills.set_counts,
            owner=self,
            key="households.counts",
        )

    def _not_loaded(self, error: KnownError) -> None:
        self._loading = False
        self._bench.notices.error(error)

    def _show(self, shown: "_Shown") -> None:
        self._loading = False
        ids = shown.ids
        before = self.table.current_id()
        if shown.picture is not None:
            self.picture.show_picture(shown.picture)
            self.picture.light(None if self._state.pill == "all" else ids)
        with QSignalBlocker(self.table):  # the cursor is spoken of once it stands where it stays
            self._model.set_ids(ids)
        here = self.table if shown.picture is None else self.picture
        filled = ids if shown.picture is None else shown.picture.households
        self._stack.setCurrentWidget(here if filled else self._nothing)
        if self._wanted and self._model.row_of(self._wanted) < 0:
            self._seek()
        elif not self._pick(self._wanted):
            self._pick_or_first(before)
        if self._state.pictured:
            self.picture.select_id(self.table.current_id())

    def _seek(self) -> None:
        """Somebody went to a household that is not listed: without the pill it may be."""
        if self._state.pill != "all":
            self._narrow("all")
        else:
            self.keep(self._wanted)

    def _table_moved(self, household_id: int) -> None:
        if household_id:
            self._wanted = 0
        if self._state.pictured:
            self.picture.select_id(household_id)
        self.current_changed.emit(household_id)

    def _picture_moved(self, household_id: int) -> None:
        """A room the pill leaves out is shown on the card all the same."""
        if self._model.row_of(household_id) >= 0:
            self.table.select_id(household_id)
        else:
            self.current_changed.emit(household_id)

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
            model.failed()
            self._bench.notices.error(error)

        self._bench.tasks.run(
            lambda progress: office.households.rows(ids), model.deliver, owner=model, failed=failed
        )

    # -- rows ------------------------------------------------------------------------------------

    def _row_verbs(self) -> "Verbs":
        from ldz_desktop.ui.households.several import several_verbs

        return several_verbs(self._bench, self, self.table.selected_ids())

    def _remove(self, household_id: object) -> None:
        if len(self.table.selected_ids()) > 1:
            self._bench.notices.info("一次只能删除一户，请只选那一户")
        else:
            self.remove_wanted.emit(household_id)

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
        """Columns there is no room for give way one after the other."""
        room = self.width() - theme.px(32)
        columns = self._model.columns
        needed = sum(theme.px(c.width or _LEAST_ADDRESS) for c in columns) + theme.px(16)
        for key in _GIVING_WAY:
            section = self._model.section(key)
            self.table.setColumnHidden(section, needed > room)
            needed -= theme.px(columns[section].width) if needed > room else 0

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
