"""A field to search or filter with: waits 150 ms, and never while an input method composes."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from ldz_desktop.domain.typed import narrow
from ldz_desktop.ui.kit import theme

DEBOUNCE_MS = 150


class SearchField(QLineEdit):
    """searched: the text has settled (read it with wanted()). It is not emitted while Pinyin or
    Wubi letters are being composed; it comes when the composition has ended. Esc empties it."""

    searched = Signal()

    def __init__(self, hint: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False
        self._last = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._settle)
        self.setPlaceholderText(hint)
        self.setAccessibleName(name or hint)
        self.setClearButtonEnabled(False)
        self.addAction(theme.icon("search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        self.textChanged.connect(self._later)

    def wanted(self) -> str:
        """What is searched for, without blanks around it; letters and figures half-width."""
        return narrow(self.text()).strip()

    def composing(self) -> bool:
        return self._composing

    def search_now(self) -> None:
        """Do not wait (Enter was pressed)."""
        if not self._composing:
            self._timer.stop()
            self._settle()

    def _later(self) -> None:
        if not self._composing:
            self._timer.start()

    def _settle(self) -> None:
        if self._composing or self.wanted() == self._last:
            return
        self._last = self.wanted()
        self.searched.emit()

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        if self._composing:
            self._timer.stop()
        super().inputMethodEvent(event)
        if not self._composing:
            self._timer.start()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() and not self._composing:
            self.clear()
            self.search_now()
            event.accept()
            return
        super().keyPressEvent(event)
