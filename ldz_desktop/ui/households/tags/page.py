"""Care tags of a place: lists by kind, and who is due for a visit."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.domain.tags import Rhythm
from ldz_desktop.services.households_records import CommunityNode
from ldz_desktop.ui.households.lists.output import TakeAwayDialog, show_table
from ldz_desktop.ui.households.lists.place_chooser import PlaceChooser
from ldz_desktop.ui.households.tags.due_view import DueView
from ldz_desktop.ui.households.tags.kind_view import KindView
from ldz_desktop.ui.households.tags.list_dialog import VisitListDialog
from ldz_desktop.ui.households.tags.rhythm_dialog import RhythmDialog
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.pieces import button, card, column, label, row

if TYPE_CHECKING:
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.services.tables import Table


class TagsPage(QWidget):
    """begin() shows it for a place; refresh() tells it what a write changed; leave goes back."""

    def __init__(self, bench: Bench, leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._bench = bench
        self._leave = leave
        self.place = PlaceChooser()
        self.place.changed.connect(self._show_place)
        self.kinds = KindView(bench)
        self.due = DueView(bench)
        for view in (self.kinds, self.due):
            view.opened.connect(self._open)
        self._views = QStackedWidget()
        self._views.addWidget(self.kinds)
        self._views.addWidget(self.due)
        self.by_kind = button("按标签(&K)", lambda: self.turn(self.kinds))
        self.by_visit = button("待走访(&D)", lambda: self.turn(self.due))
        for one in (self.by_kind, self.by_visit):
            one.setCheckable(True)
        self.rhythm_button = button("走访周期(&R) …", self._rhythm)
        self.export_button = button("导出(&E) …", self._export)
        self.print_button = button("打印(&P)", self._print)
        head = row(
            button("返回(&Q)", leave, icon="back", tip="回到户档（Esc）"),
            label("关怀标签", "title"),
            self.place,
            self.by_kind,
            self.by_visit,
            None,
            self.rhythm_button,
            self.export_button,
            self.print_button,
        )
        layout = column(card(head), self._views, spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.turn(self.kinds)

    # -- the protocol of a page ------------------------------------------------------------------

    def begin(self, place: PlaceRef) -> None:
        office = self._bench.office

        def begun(tree: tuple[CommunityNode, ...]) -> None:
            self.place.offer(tree)
            if self.place.place == place:
                self._show_place()
            self.place.set_value(place)

        self._bench.tasks.run(
            lambda progress: office.households.tree(), begun, owner=self, key="tags.tree"
        )
        self.kinds.kinds.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, change: Change | None) -> None:
        if change is None or change.topics & {"households", "places"}:
            self.kinds.reload()
            self.due.reload()

    def turn(self, view: QWidget) -> None:
        """Show the lists by kind, or the visits that are due."""
        self._views.setCurrentWidget(view)
        self.by_kind.setChecked(view is self.kinds)
        self.by_visit.setChecked(view is self.due)
        self.rhythm_button.setVisible(view is self.due)
        self.print_button.setText("打印走访名单(&P) …" if view is self.due else "打印(&P)")

    def _show_place(self) -> None:
        self.kinds.show_place(self.place.place)
        self.due.show_place(self.place.place)

    def _open(self, resident_id: int) -> None:
        self._leave()
        self._bench.show(Target("resident", resident_id))

    def _rhythm(self) -> None:
        office = self._bench.office

        def ask(rhythm: Rhythm) -> None:
            RhythmDialog(self._bench, rhythm, self).open()

        self._bench.tasks.run(lambda progress: office.tags.rhythm(), ask, owner=self)

    # -- what leaves -----------------------------------------------------------------------------

    def title(self) -> str:
        """福锦苑1栋残疾人员名单."""
        where = self.place.title
        if self._views.currentWidget() is self.due:
            return f"{where}待走访名单"
        return f"{where}{self.kinds.kind}人员名单"

    def _print(self) -> None:
        """The people of a tag; of visits the sheet that is taken along."""
        if self._views.currentWidget() is self.due:
            VisitListDialog(self._bench, self.place.place, self.place.title, self).open()
            return
        title, make = self.title(), self._table()
        masked = False
        show_table(self._bench, self, title, lambda progress: make("", masked, progress))

    def _export(self) -> None:
        title = self.title()
        due = self._views.currentWidget() is self.due
        about = f"{len(self.due.rows()):,} 户。" if due else f"{len(self.kinds.ids()):,} 人。"
        TakeAwayDialog(self._bench, title, about, self._table(), self).open()

    def _table(self) -> "Callable[[str, bool, Progress], Table]":
        """What makes the table of the view. Without a purpose it is for paper: as shown."""
        tags, title, place = self._bench.office.tags, self.title(), self.place.place
        kind, due = self.kinds.kind, self._views.currentWidget() is self.due
        revealed = self.kinds.revealed

        def make(purpose: str, full: bool, progress: "Progress") -> "Table":
            del progress
            if due:
                return tags.due_table(place, title, purpose=purpose, full=full)
            return tags.kind_table(
                kind, place, title, purpose=purpose, full=full, revealed=revealed
            )

        return make

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
