"""Ctrl+Z and Ctrl+Y of a whole window: over everything that the person did today."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from ldz_desktop.errors import Cancelled, KnownError
from ldz_desktop.record import record

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.services.history import HistoryEvent
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.ui.kit.feature import Bench

_UNASKED = 200
"""An action of more changes (an import) is shown before it is taken back."""

_FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)


@record
class _Refused:
    step: "HistoryEvent"
    error: KnownError
    before: "HistoryEvent | None"


class WindowUndo(QObject):
    """What the focus is in comes first: a field that has something of its own to undo, then the
    nearest parent with undo_here() ("" where it undid something itself, a sentence why nothing is
    undone there, None where it has nothing to do with undo). A toast that offers 撤销 is asked
    before such a sentence is said; then comes the journal."""

    def __init__(self, bench: "Bench", window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._window = window
        self._passed: set[int] = set()
        self._watched: QWidget | None = None
        for key, verb in (
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
        ):
            QShortcut(QKeySequence(key), window, verb)
        bench.notices.leave_undo_key_to(window)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._watch)

    def undo(self) -> None:
        """Take back the last thing that stands."""
        said = self._by_focus(redo=False)
        if said == "" or self._bench.notices.take_back():
            return
        if said is not None:
            self._bench.notices.info(said)
        else:
            self._go(redo=False)

    def redo(self) -> None:
        """Do again what was taken back last."""
        said = self._by_focus(redo=True)
        if said is None:
            self._go(redo=True)
        elif said:
            self._bench.notices.info(said)

    # -- what has the focus ----------------------------------------------------------------------

    def _by_focus(self, *, redo: bool) -> str | None:
        """As undo_here()."""
        widget: QWidget | None = QApplication.focusWidget()
        text = _text_of(widget)
        if text is not None and _has_own(text, redo=redo):
            text.redo() if redo else text.undo()
            return ""
        while widget is not None:
            own = getattr(widget, "undo_here", None)
            said: str | None = own() if own is not None else None
            if said is not None:
                return said
            widget = widget.parentWidget()
        return None

    def _watch(self, _: QWidget | None, now: QWidget | None) -> None:
        """Fields keep the keys to themselves, also where they have nothing to undo: asked before
        they are."""
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if isinstance(now, _FIELDS) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        undo = event.matches(QKeySequence.StandardKey.Undo)
        if not undo and not event.matches(QKeySequence.StandardKey.Redo):
            return False
        text = _text_of(watched)
        if text is not None and _has_own(text, redo=not undo):
            return False
        event.ignore()
        return True

    # -- the journal -----------------------------------------------------------------------------

    def _go(self, *, redo: bool) -> None:
        history, passed = self._bench.office.history, frozenset(self._passed)
        find = history.next_redo if redo else history.next_undo

        def work(progress: "Progress") -> "Change | HistoryEvent | _Refused | None":
            step = find(passed)
            if step is None or step.entries > _UNASKED:
                return step
            try:
                return history.undo(step.batch_id, progress)
            except Cancelled:
                raise
            except KnownError as error:
                return _Refused(step, error, find({*passed, step.batch_id}))

        self._bench.tasks.run(
            work,
            lambda found: self._done(found, redo=redo),
            owner=self._window,
            title="正在重做" if redo else "正在撤销",
        )

    def _done(self, found: "Change | HistoryEvent | _Refused | None", *, redo: bool) -> None:
        from ldz_desktop.domain.changes import Change
        from ldz_desktop.ui.kit.history.undoing import Undoing

        bench, verb = self._bench, "重做" if redo else "撤销"
        if found is None:
            bench.notices.info(f"今天没有可以{verb}的操作")
        elif isinstance(found, Change):
            bench.publish(found)
            bench.notices.info(found.what if redo else f"{found.what}　Ctrl+Y 重做")
        elif isinstance(found, _Refused):
            self._passed.add(found.step.batch_id)
            keys = "Ctrl+Y" if redo else "Ctrl+Z"
            more = f"再按 {keys}，{verb}它前面的“{found.before.label}”。" if found.before else ""
            error = found.error
            bench.notices.error(KnownError(error.title, error.message, f"{error.hint}{more}"))
        else:
            Undoing(bench, self._window).ask(found.batch_id)


def _text_of(widget: QObject | None) -> QLineEdit | QPlainTextEdit | None:
    """Where one types, of a field."""
    if isinstance(widget, (QComboBox, QAbstractSpinBox)):
        return widget.lineEdit()
    return widget if isinstance(widget, (QLineEdit, QPlainTextEdit)) else None


def _has_own(text: QLineEdit | QPlainTextEdit, *, redo: bool) -> bool:
    if text.isReadOnly():
        return False
    if isinstance(text, QPlainTextEdit):
        document = text.document()
        return document.isRedoAvailable() if redo else document.isUndoAvailable()
    return text.isRedoAvailable() if redo else text.isUndoAvailable()
