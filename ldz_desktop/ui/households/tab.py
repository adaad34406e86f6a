"""The 户档 tab: the tree, the list and the card, and how they follow each other."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.errors import KnownError
from ldz_desktop.ui.households.card import HouseholdCard
from ldz_desktop.ui.households.first_look import PLACE_KEY, TREE_TASK, First, FirstLook
from ldz_desktop.ui.households.list_page import ListPage
from ldz_desktop.ui.households.tools import ToolPages
from ldz_desktop.ui.households.tree import PlaceTree
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.doing import say_done
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.keys import focus_into, has_cursor, page_keys
from ldz_desktop.ui.kit.panels import Panel, Panels
from ldz_desktop.ui.kit.pieces import column, label

if TYPE_CHECKING:
    from ldz_desktop.domain.households import Household
    from ldz_desktop.services.households_records import CommunityNode
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.households.empty_page import EmptyPage

_REMEMBER_MS = 1500


class HouseholdsTab(QWidget):
    """Implements ui.kit.feature.Tab."""

    def __init__(self, bench: Bench, first: FirstLook | None = None) -> None:
        super().__init__()
        self.setObjectName("page")
        self._bench = bench
        self._loaded = self._anybody = False
        self._heading_for = 0
        self._follow(first or FirstLook(bench))  # the worker reads while the screen is built
        actions: dict[str, Callable[[], object]] = {
            "new": self.new_household,
            "import": self.open_import,
            "export": self.open_export,
            "print": self.print_list,
        }
        self.tree = PlaceTree()
        self.tools = ToolPages(bench, self)
        self.list = ListPage(bench, actions, self.tools.verbs())
        self.card = HouseholdCard(bench)
        self._stack = QStackedWidget()
        self._split = self._columns()
        self._blank = QWidget()
        for page in (self._blank, self._split):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        margin = theme.px(16)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.addWidget(self._stack)
        self._connect()
        self._shortcuts()

    @cached_property
    def empty(self) -> "EmptyPage":
        """What an office without households sees."""
        from ldz_desktop.ui.households.empty_page import EmptyPage

        page = EmptyPage(self.open_import, self.new_household)
        page_keys(page, {"Ctrl+N": self.new_household})
        self._stack.addWidget(page)
        return page

    def _columns(self) -> Panels:
        left = QFrame()
        left.setProperty("role", "card")
        left.setLayout(column(label("社区与楼栋", "title"), self.tree, spacing=8))
        inside = left.layout()
        assert inside is not None
        margin = theme.px(16)
        inside.setContentsMargins(margin, theme.px(12), theme.px(8), theme.px(8))
        panels = (
            Panel(left, 236, least=160),
            Panel(self.list, 702, share=2, least=420),
            Panel(self.card, 372, share=1, least=350),
        )
        return Panels("households", panels, self._bench.preferences)

    def _connect(self) -> None:
        self.tree.place_changed.connect(self._place_changed)
        self.tree.entered.connect(self.list.take_focus)
        self.list.current_changed.connect(self._household_changed)
        self.list.opened.connect(
            lambda _: self.card.members.table.setFocus(Qt.FocusReason.TabFocusReason)
        )
        self.list.remove_wanted.connect(self._remove)
        self._remember = QTimer(self)
        self._remember.setSingleShot(True)
        self._remember.setInterval(_REMEMBER_MS)
        self._remember.timeout.connect(self._remember_place)

    def _shortcuts(self) -> None:
        """Of the archive: a tool that takes the whole area has its own."""
        page_keys(
            self._split,
            {
                "Ctrl+N": self.new_household,
                "F2": self.card.edit_member,
                "Ctrl+P": self.print_list,
            },
        )

    # -- the protocol of a tab -------------------------------------------------------------------

    @property
    def widget(self) -> QWidget:
        return self

    def refresh(self, change: Change | None) -> None:
        """Read again what the change touches; the first reading began with the tab."""
        self.tools.refresh(change)
        if change is None or not change.topics & {"places", "households"}:
            return
        self._read_places()
        if "households" in change.topics:
            self.list.reload(change.ids)
            household = self.card.household
            if household is not None and (not change.ids or household.id in change.ids):
                self.card.reload()

    def open(self, target: Target) -> bool:
        """Go to a resident, a household or a place, or begin a merge."""
        if not self.tools.close():
            return True
        office = self._bench.office
        if target.kind == "visit_pack":
            self.tools.merge_pack(target.path)
        elif target.kind in ("building", "place"):
            place = PlaceRef("building", target.id) if target.place is None else target.place
            if self.card.may_leave():
                self._after_places(lambda: self.tree.select_place(place))
        elif target.kind == "household":
            self._find(lambda: office.households.get(target.id), 0)
        elif target.kind == "resident":
            self._find(
                lambda: office.households.get(office.households.resident(target.id).household_id),
                target.id,
            )
        else:
            return False
        return True

    def take_focus(self) -> None:
        """In the list, unless a tool or a form is at work; where nothing is read yet the tab has
        the cursor until the list is there."""
        shown = self._stack.currentWidget()
        if shown is self._blank:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif shown is not self._split:
            focus_into(shown)
        elif not self.card.editing:
            self.list.take_focus()
        elif not has_cursor(self.card):
            focus_into(self.card)

    def may_close(self) -> bool:
        return self.tools.may_leave() and self.card.may_leave()

    # -- places ----------------------------------------------------------------------------------

    def _read_places(self) -> None:
        office = self._bench.office
        if self._loaded:
            self._bench.tasks.run(
                lambda progress: office.households.tree(),
                self._show_places,
                owner=self,
                key=TREE_TASK,
            )
        else:
            self._follow(FirstLook(self._bench))

    def _follow(self, first: FirstLook) -> None:
        first.setParent(self)
        first.show = self._show_first

    def _show_first(self, first: First) -> None:
        self._show_tree(first.communities, first.place)
        self._loaded = True
        node = self.tree.node(first.place)
        assert node is not None
        self.list.begin(node, first.ids, first.rows)

    def _show_places(self, communities: "tuple[CommunityNode, ...]") -> None:
        self._show_tree(communities)
        node = self.tree.node(self.tree.place)
        if node is not None:
            self.list.show_place(node)

    def _show_tree(
        self, communities: "tuple[CommunityNode, ...]", wanted: PlaceRef | None = None
    ) -> None:
        self.tree.show_places(communities, wanted)
        self._anybody = any(c.households for c in communities)
        if self.tools.page is None:
            self.show_archive()

    def show_archive(self) -> None:
        """Tree, list and card, or how to begin where there is nothing yet."""
        waited = self.hasFocus()
        self._stack.setCurrentWidget(self._split if self._anybody else self.empty)
        if waited:
            self.take_focus()

    def show_page(self, page: QWidget) -> None:
        """A tool takes the whole area."""
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def put_away(self, page: QWidget) -> None:
        """A tool that another one was opened from: what it needs of room counts for nothing until
        show_page()."""
        self._stack.removeWidget(page)
        page.hide()

    def drop_page(self, page: QWidget) -> None:
        """The tool is done with."""
        self._stack.removeWidget(page)
        page.deleteLater()
        self.show_archive()

    def _place_changed(self, place: PlaceRef) -> None:
        node = self.tree.node(place)
        if node is not None and self._loaded:
            self.list.show_place(node)
            self._remember.start()

    def _remember_place(self) -> None:
        office, place = self._bench.office, self.tree.place
        self._bench.tasks.run(
            lambda progress: office.settings.set_value(PLACE_KEY, f"{place.kind}:{place.id}"),
            lambda _: None,
            owner=self,
        )

    def _after_places(self, verb: Callable[[], object]) -> None:
        """Call once the tree is there (work is done in the order it was asked for)."""

        def arrived(_: int) -> None:
            verb()

        self._bench.tasks.run(lambda progress: 0, arrived, owner=self)

    # -- households ------------------------------------------------------------------------------

    def _household_changed(self, household_id: int) -> None:
        """The cursor of the list moved: the card follows, unless something would be lost."""
        shown = self.card.household
        here = shown.id if shown is not None else 0
        if household_id in (here, self._heading_for):
            return
        if self.card.may_leave():
            self._heading_for = 0
            self.card.show_household(household_id)
        elif here:
            self.list.keep(here)

    def _find(self, get: "Callable[[], Household]", resident_id: int) -> None:
        if not self.card.may_leave():
            return
        self._bench.tasks.run(
            lambda progress: get(),
            lambda household: self.go(household, resident_id),
            owner=self,
            failed=self._lost,
        )

    def _lost(self, error: KnownError) -> None:
        self._bench.notices.info(error.message)

    def go(
        self, household: "Household", resident_id: int = 0, then: Callable[[], None] | None = None
    ) -> None:
        """Show a household in its building, at one of its members."""
        self._heading_for = household.id

        def arrived() -> None:
            self._heading_for = 0
            if then is not None:
                then()

        self.tree.select_place(PlaceRef("building", household.building_id))
        self.list.show_household(household.id)
        self.card.show_household(household.id, resident_id, arrived)

    def _remove(self, household_id: int) -> None:
        """Del on a row: that household, also while the card is still on its way there."""
        shown = self.card.household
        if shown is not None and shown.id == household_id:
            self.card.remove_household()
        elif self.card.may_leave():
            self.card.show_household(household_id, then=self.card.remove_household)

    # -- what the buttons do ---------------------------------------------------------------------

    def new_household(self) -> None:
        """Ask where, then open the new file with its first member to fill in."""
        if not self.card.may_leave():
            return
        from ldz_desktop.ui.households.new_household import NewHouseholdDialog

        dialog = NewHouseholdDialog(self._bench, self.tree.path(), self)
        dialog.created.connect(self._created)
        dialog.open()

    def _created(self, made: "Done") -> None:
        office, household_id = self._bench.office, made.change.ids[0]
        self._bench.publish(made.change)
        say_done(self._bench, self, made)
        self._bench.tasks.run(
            lambda progress: office.households.get(household_id),
            lambda household: self.go(household, then=self.card.add_member),
            owner=self,
        )

    def open_import(self) -> None:
        """The import dialog."""
        self._bench.show(Target("import"))

    def open_export(self) -> None:
        from ldz_desktop.ui.households.export_dialog import ExportDialog

        ExportDialog(self._bench, self.list.heading, self.list.ids(), self).open()

    def print_list(self) -> None:
        """What is shown, on paper."""
        from ldz_desktop.ui.households.printing import print_shown

        print_shown(self._bench, self, self.list)
