"""One number of the monthly sheet: typed, and left with Enter or an arrow."""

from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.domain.duties import MOST_TIMES
from ldz_desktop.domain.typed import figures
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.line_editor import LineEditor
from ldz_desktop.ui.kit.pieces import restyle

Way = Literal["next", "before", "left", "right", "page_down", "page_up"]
_KEYS: dict[Qt.Key, Way] = {
    Qt.Key.Key_Return: "next", Qt.Key.Key_Enter: "next", Qt.Key.Key_Down: "next",
    Qt.Key.Key_Up: "before", Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right",
    Qt.Key.Key_PageDown: "page_down", Qt.Key.Key_PageUp: "page_up",
}  # fmt: skip
_WIDTH, _HEIGHT = 42, 29


class CountEditor(LineEditor):
    """committed(times): another number stands there; refused(text): what was typed is no number
    (the field shows the old one again when it is left); moved(way): the person goes on."""

    committed = Signal(int)
    refused = Signal()
    moved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(longest=5, keys_only=True, parent=parent)
        self._stored = 0
        self.setFixedSize(theme.px(_WIDTH), theme.px(_HEIGHT))
        self.setStyleSheet("QLineEdit { padding: 2px 5px; min-height: 0; }")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textEdited.connect(lambda _: restyle(self, "state", ""))

    def show_stored(self, times: int) -> None:
        """What is written down; what is being typed at the moment stays."""
        typing = self.hasFocus() and self.isModified()
        self._stored = times
        if not typing:
            self._write()

    def times(self) -> int | None:
        """The number typed; 0 for nothing; None for what is none."""
        plain = figures(self.text()) or "0"
        if not plain.isascii() or not plain.isdigit():
            return None
        return int(plain) if int(plain) <= MOST_TIMES else None

    def commit(self) -> bool:
        """Hand the number over where it is another one. False where it is none."""
        if not self.isModified():
            return True
        times = self.times()
        if times is None:
            restyle(self, "state", "refused")
            self.refused.emit()
            return False
        self.setModified(False)
        if times != self._stored:
            self._stored = times
            self.committed.emit(times)
        self._write()
        return True

    def _write(self) -> None:
        self.setText(str(self._stored) if self._stored else "")
        self.setModified(False)
        restyle(self, "state", "")
        if self.hasFocus():
            self.selectAll()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _KEYS.get(Qt.Key(event.key()))
        if way is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif self.commit():
            self.moved.emit(way)
        else:
            self.selectAll()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.commit():
            self._write()

    @override
    def event(self, event: QEvent) -> bool:
        """Ctrl+Z takes back the last number saved, unless one is being typed."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.isModified()
        ):
            event.ignore()
            return False
        return super().event(event)
