"""The number pad, also while Num Lock is off: whoever keys figures blindly means figures."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_FIGURES = {
    Qt.Key.Key_Insert: "0", Qt.Key.Key_End: "1", Qt.Key.Key_Down: "2", Qt.Key.Key_PageDown: "3",
    Qt.Key.Key_Left: "4", Qt.Key.Key_Clear: "5", Qt.Key.Key_Right: "6", Qt.Key.Key_Home: "7",
    Qt.Key.Key_Up: "8", Qt.Key.Key_PageUp: "9", Qt.Key.Key_Delete: ".",
}  # fmt: skip


def figure_of(event: QKeyEvent) -> str:
    """0 to 9 of the number pad, or its point where it is Del just now; "" for every other key."""
    if event.modifiers() != Qt.KeyboardModifier.KeypadModifier:
        return ""
    key = Qt.Key(event.key())
    return chr(key) if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 else _FIGURES.get(key, "")
