"""合并带回的: which file, what it would do, and what it did."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.errors import Cancelled, KnownError, PasswordError
from ldz_desktop.ui.households.import_choose import DropArea, TroublePanel
from ldz_desktop.ui.households.visits.merge_panels import DonePanel, PasswordPanel, PreviewPanel
from ldz_desktop.ui.kit.carrying import PACKS
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import column

if TYPE_CHECKING:
    from ldz_desktop.services.restoring import Unlock
    from ldz_desktop.services.visits_records import Merged


class MergeView(QWidget):
    """merged: something was written, or taken back. decide_wanted: somebody wants to decide."""

    merged = Signal()
    decide_wanted = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._path: Path | None = None
        self._unlock: Unlock | None = None
        self._batch = 0
        self.busy = False
        self.drop = DropArea(
            "把带回的走访包拖到这里",
            "先看里面改了什么，再合并；看的时候不改动数据",
            title="选择带回的走访包",
            filters=PACKS,
        )
        self.drop.chosen.connect(self.look_at)
        self.trouble = TroublePanel()
        self.ask = PasswordPanel(self._unlocked)
        self.preview = PreviewPanel(self.merge, self.drop.ask)
        self.done = DonePanel(self.undo, self.decide_wanted.emit, self._begin_anew)
        self._choose = QWidget()
        layout = column(self.ask, self.drop, spacing=12)
        layout.setStretch(1, 1)
        self._choose.setLayout(layout)
        self._stack = QStackedWidget()
        for page in (self._choose, self.preview, self.done):
            self._stack.addWidget(page)
        layout = column(self.trouble, self._stack, spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def begin(self) -> None:
        """Ask for a file, unless one is being looked at."""
        if self._stack.currentWidget() is self.done:
            self._begin_anew()
        self.take_focus()

    def take_focus(self) -> None:
        shown = self._stack.currentWidget()
        if shown is self._choose:
            first: QWidget = self.drop.button if self.ask.isHidden() else self.ask.password
        elif shown is self.preview:
            first = self.preview.go
        else:
            first = self.done.more if self.done.decide.isHidden() else self.done.decide
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin_anew(self) -> None:
        self._path, self._unlock = None, None
        self._show_page(self._choose)
        self.ask.hide()
        self.take_focus()

    def _show_page(self, page: QWidget) -> None:
        self.trouble.tell(None)
        self._stack.setCurrentWidget(page)

    # -- looking ---------------------------------------------------------------------------------

    def look_at(self, path: Path) -> None:
        """What that file would do; changes nothing."""
        if self.busy:
            return
        self._path, self._unlock = path, None
        self.ask.hide()
        self._read()

    def _unlocked(self, password: str) -> None:
        from ldz_desktop.services.restoring import by_password

        self._unlock = by_password("", password)
        self._read()

    def _read(self) -> None:
        office, path, unlock = self._bench.office, self._path, self._unlock
        assert path is not None
        self.trouble.tell(None)
        self._set_busy(busy=True)
        self._bench.tasks.run(
            lambda progress: office.visits.preview(path, unlock, progress),
            self._show,
            owner=self,
            title="正在查看走访包",
            failed=self._not_shown,
        )

    def _show(self, merged: "Merged") -> None:
        assert self._path is not None
        self._set_busy(busy=False)
        self.preview.tell(self._path.name, merged)
        self._show_page(self.preview)
        self.take_focus()

    def _not_shown(self, error: KnownError) -> None:
        self._set_busy(busy=False)
        self._show_page(self._choose)
        if isinstance(error, PasswordError):
            self.ask.tell(error, wrong=self._unlock is not None)
        else:
            self.ask.hide()
            self._tell(error)
            self.take_focus()

    # -- merging ---------------------------------------------------------------------------------

    def merge(self) -> None:
        office, path, unlock = self._bench.office, self._path, self._unlock
        if path is None or self.busy:
            return
        self.trouble.tell(None)
        self._set_busy(busy=True)
        self._bench.tasks.run(
            lambda progress: office.visits.merge(path, unlock, progress),
            self._merged,
            owner=self,
            title="正在合并走访包",
            failed=self._not_merged,
        )

    def _merged(self, merged: "Merged") -> None:
        self._set_busy(busy=False)
        self._batch = merged.batch_id
        self.done.tell(merged)
        self._show_page(self.done)
        self.take_focus()
        what = f"已合并走访包，{merged.applied:,} 处改动"
        self._bench.publish(Change.of("places", "households", what=what))
        self.merged.emit()

    def _not_merged(self, error: KnownError) -> None:
        self._set_busy(busy=False)
        self._tell(error)
        self.take_focus()

    def undo(self) -> None:
        """Take the merge back."""
        office, batch = self._bench.office, self._batch
        self._set_busy(busy=True)
        self._bench.tasks.run(
            lambda progress: office.history.undo(batch, progress),
            self._undone,
            owner=self,
            title="正在撤销合并",
            failed=self._not_merged,
        )

    def _undone(self, change: Change) -> None:
        self._set_busy(busy=False)
        self.done.tell_undone()
        self.take_focus()
        self._bench.publish(change)
        self.merged.emit()

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self._stack.setEnabled(not busy)

    def _tell(self, error: KnownError) -> None:
        if isinstance(error, Cancelled):
            self._bench.notices.info(error.message)
        else:
            self.trouble.tell(error)
