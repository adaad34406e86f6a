"""查重 over the whole archive: a scan, the pairs it found, and what the clerk says to each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.errors import KnownError
from ldz_desktop.services.duplicates_records import Pair, Scan
from ldz_desktop.services.progress import Progress
from ldz_desktop.services.undoable import Done
from ldz_desktop.ui.households.duplicates.columns import PairRow
from ldz_desktop.ui.households.duplicates.compare import Answers, ComparePanel
from ldz_desktop.ui.households.duplicates.pairs import PairList
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.doing import say_done
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office

_WIDTHS = (820, 500)
_LEAST = (480, 420)
_FEW = 200  # pairs that are compared again one by one


@dataclass(frozen=True)
class _Kept:
    """Where somebody left the page to look at a record, and what had been skipped."""

    skipped: frozenset[tuple[int, int]]
    key: tuple[int, int]


_KEPT: "WeakKeyDictionary[Office, _Kept]" = WeakKeyDictionary()
"""The tab drops a page that is left; whoever comes back from a record goes on there."""


class DuplicatesPage(QWidget):
    """begin() shows it; refresh() tells it what a write changed; leave goes back."""

    def __init__(self, bench: Bench, leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._bench = bench
        self._leave = leave
        self._scanned = False
        self._own: Change | None = None
        self._residents = 0
        self._skipped: set[tuple[int, int]] = set()
        self.list = PairList()
        self.compare = ComparePanel(bench, Answers(self.merge, self.say_distinct, self.skip))
        self._said = label("", "muted")
        self._stale = label("", "note")
        self.again_button = button("重新查重(&R)", self.scan, icon="refresh", tip="F5")
        self._nothing = EmptyState(
            "没有发现重复的档案",
            "号码、姓名和出生日期、电话、住址都比对过了。录入时遇到相近的人，也会当场提示。",
            icon="tick",
        )
        self._stopped = EmptyState(
            "还没有比对",
            "比对全部居民的号码、姓名、出生日期、电话和住址，找出可能登记了两次的人。"
            "只是查找，不会改动档案。",
            button("开始查重(&B)", self.scan, role="primary"),
            icon="people",
        )
        self._stack = QStackedWidget()
        self._blank = QWidget()
        self._split = self._columns()
        for page in (self._blank, self._split, self._nothing, self._stopped):
            self._stack.addWidget(page)
        self._lay_out()
        self.list.picked.connect(self._picked)
        self.list.opened.connect(
            lambda: self.compare.merge_button.setFocus(Qt.FocusReason.TabFocusReason)
        )
        self.compare.gone.connect(self._gone)
        self.compare.leaving.connect(self._keep)

    def _columns(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(theme.px(12))
        split.setChildrenCollapsible(False)
        for at, widget in enumerate((self.list, self.compare)):
            widget.setMinimumWidth(theme.px(_LEAST[at]))
            split.addWidget(widget)
            split.setStretchFactor(at, 1 - at)
        split.setSizes([theme.px(width) for width in _WIDTHS])
        return split

    def _lay_out(self) -> None:
        head = row(
            button("返回(&Q)", self._leave, icon="back", tip="回到户档（Esc）"),
            label("查重", "title"),
            self._said,
            self._stale,
            None,
            button("不是同一人的记录(&L) …", self._show_distinct),
            self.again_button,
        )
        layout = column(card(head), self._stack, spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    # -- the protocol of a page ------------------------------------------------------------------

    def begin(self, place: PlaceRef) -> None:
        """The whole archive whatever the place: people move. What was found stays until it is
        looked for again."""
        del place
        if not self._scanned:
            self.scan()
        self._take_focus()

    def refresh(self, change: Change | None) -> None:
        """Somebody changed households: their pairs are compared again."""
        if change is None or change is self._own or not self._scanned:
            return
        if "households" not in change.topics:
            return
        touched = [
            one
            for one in self.list.rows()
            if {one.pair.first.household_id, one.pair.second.household_id} & set(change.ids)
        ]
        if not change.ids or len(touched) > _FEW:
            self._stale.setText("档案有改动，可以重新查重")
        elif touched:
            self._compare_again(touched)

    # -- looking ---------------------------------------------------------------------------------

    def scan(self) -> None:
        """Look through everything; can be cancelled."""
        office = self._bench.office
        self._said.setText("正在比对 …")
        self._stale.setText("")
        self.again_button.setEnabled(False)

        def work(progress: Progress) -> Scan:
            return office.duplicates.scan(progress)

        self._bench.tasks.run(
            work, self._found, owner=self, title="正在查重", key="duplicates.scan",
            failed=self._failed,
        )  # fmt: skip

    def _found(self, scan: Scan) -> None:
        self._scanned = True
        self.again_button.setEnabled(True)
        self._residents = scan.residents
        kept = _KEPT.pop(self._bench.office, None)
        self._skipped = set(kept.skipped) if kept else set()
        self.list.show_pairs(p for p in scan.pairs if p.key not in self._skipped)
        if kept is not None:
            self.list.go_to(kept.key)
        self._show_state()
        self._take_focus()

    def _failed(self, error: KnownError) -> None:
        self.again_button.setEnabled(True)
        self._said.setText("")
        if not self._scanned:
            self._stack.setCurrentWidget(self._stopped)
        else:
            self._show_state()
        self._bench.notices.error(error)

    def _show_state(self) -> None:
        pairs = len(self.list.rows())
        self._stack.setCurrentWidget(self._split if pairs else self._nothing)
        found = f"还有 {pairs:,} 对待处理" if pairs else "没有待处理的"
        self._said.setText(f"比对了 {self._residents:,} 份档案 · {found}")

    def _take_focus(self) -> None:
        if self._stack.currentWidget() is self._split:
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _picked(self) -> None:
        current = self.list.current()
        shown = self.compare.pair
        if current is None or shown is None or current.pair != shown:
            self.compare.show_pair(current.pair if current else None)

    def _gone(self) -> None:
        current = self.list.current()
        if current is not None:
            self._settle([current])

    def _compare_again(self, rows: Sequence[PairRow]) -> None:
        office = self._bench.office

        def work(progress: Progress) -> list[tuple[PairRow, Pair | None]]:
            found = []
            for number, one in enumerate(rows):
                progress.report(number, len(rows))
                found.append((one, office.duplicates.pair(*one.pair.key)))
            return found

        self._bench.tasks.run(work, self._compared_again, owner=self, key="duplicates.again")

    def _compared_again(self, found: Sequence[tuple[PairRow, Pair | None]]) -> None:
        for one, pair in found:
            if pair != one.pair:
                self.list.replace(one, pair)
        self._picked()
        self._show_state()

    # -- answering -------------------------------------------------------------------------------

    def merge(self) -> None:
        """Say what would happen, then do it."""
        from ldz_desktop.ui.households.duplicates.merge_dialog import MergeDialog

        current, preview = self.list.current(), self.compare.preview
        if current is None or preview is None:
            return
        choices = self.compare.grid.choices()
        office, ids = self._bench.office, (preview.keep.id, preview.drop.id)

        def go(reason: str) -> None:
            self._bench.tasks.run(
                lambda progress: office.duplicates.merge(*ids, choices, reason),
                lambda done: self._merged(done, ids[1]),
                owner=self,
            )

        MergeDialog(preview, choices, go, self).open()

    def _merged(self, done: Done, dropped: int) -> None:
        gone = [one for one in self.list.rows() if dropped in one.pair.key]
        self._settle(gone)
        say_done(self._bench, self, done, lambda: self._restore(gone))
        self._publish(done.change)
        touched = [
            one
            for one in self.list.rows()
            if {one.pair.first.household_id, one.pair.second.household_id} & set(done.change.ids)
        ]
        self._compare_again(touched[:_FEW])

    def say_distinct(self) -> None:
        """Remember that these are two people; the toast takes it back."""
        current = self.list.current()
        if current is None:
            return
        office, ids = self._bench.office, current.pair.key

        def said(change: Change) -> None:
            self._settle([current])
            self._bench.notices.info(change.what, undo=take_back)
            self._publish(change)

        def take_back() -> None:
            self._bench.tasks.run(
                lambda progress: office.duplicates.undistinct(*ids), undone, owner=self
            )

        def undone(change: Change) -> None:
            self._publish(change)
            self._restore([current])

        self._bench.tasks.run(
            lambda progress: office.duplicates.say_distinct(*ids), said, owner=self
        )

    def skip(self) -> None:
        """Not now: out of the list until the next scan."""
        current = self.list.current()
        if current is not None:
            self._skipped.add(current.pair.key)
            self._settle([current])

    def _keep(self) -> None:
        current = self.list.current()
        if current is not None:
            _KEPT[self._bench.office] = _Kept(frozenset(self._skipped), current.pair.key)

    def _settle(self, rows: Sequence[PairRow]) -> None:
        self.list.remove(rows)
        self._show_state()
        self._take_focus()

    def _restore(self, rows: Sequence[PairRow]) -> None:
        self.list.put_back(rows)
        self._show_state()
        self._picked()
        self._take_focus()

    def _publish(self, change: Change) -> None:
        self._own = change
        self._bench.publish(change)

    def _show_distinct(self) -> None:
        from ldz_desktop.ui.households.duplicates.distinct_dialog import DistinctDialog

        DistinctDialog(self._bench, self).open()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() == Qt.Key.Key_F5 and self.again_button.isEnabled():
            self.scan()
        else:
            super().keyPressEvent(event)
