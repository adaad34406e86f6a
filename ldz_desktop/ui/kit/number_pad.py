"""The number pad while Num Lock is off: whoever keys figures blindly means figures all the same."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_FIGURES = {
    Qt.Key.Key_Insert: "0", Qt.Key.Key_End: "1", Qt.Key.Key_Down: "2", Qt.Key.Key_PageDown: "3",
    Qt.Key.Key_Left: "4", Qt.Key.Key_Clear: "5", Qt.Key.Key_Right: "6", Qt.Key.Key_Home: "7",
    Qt.Key.Key_Up: "8", Qt.Key.Key_PageUp: "9", Qt.Key.Key_Delete: ".",
}  # fmt: skip


def figure_of(event: QKeyEvent) -> str:
    """0 to 9 or the point, for a key of the number pad that Num Lock has made an arrow or Del;
    "" for every other key."""
    if event.modifiers() != Qt.KeyboardModifier.KeypadModifier:
        return ""
    return _FIGURES.get(Qt.Key(event.key()), "")
