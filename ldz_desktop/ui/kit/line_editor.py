"""One line to type in, with or without an input method."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override


class LineEditor(QLineEdit):
    """changed: another text stands there. Never while Pinyin or Wubi letters are being composed,
    when what was selected is gone already and its successor not there yet; it comes afterwards."""

    changed = Signal()

    def __init__(
        self,
        hint: str = "",
        *,
        longest: int = 100,
        keys_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """keys_only: only figures are wanted; the input method is left out, so that they come as
        they are typed whatever it is set to."""
        super().__init__(parent)
        self._composing = self._late = False
        self.setPlaceholderText(hint)
        self.setMaxLength(longest)
        self._keys_only = keys_only
        if keys_only:
            self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.textChanged.connect(lambda _: self._tell())

    def _tell(self) -> None:
        self._late = self._composing
        if not self._composing:
            self.changed.emit()

    @override
    def inputMethodQuery(self, query: Qt.InputMethodQuery, *more: object) -> Any:
        """Nor for what is hidden: it would show while it is composed. Qt goes by this answer; a
        line without WA_InputMethodEnabled has an input method all the same."""
        hidden = self.echoMode() != QLineEdit.EchoMode.Normal
        if query == Qt.InputMethodQuery.ImEnabled and (self._keys_only or hidden):
            return False
        return super().inputMethodQuery(query, *more)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if self._late and not self._composing:
            self._tell()
