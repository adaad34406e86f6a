"""The views of a section: one of them is shown, the others are a click away."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from ldz_desktop.ui.kit.pieces import button, row


class ViewSwitch(QWidget):
    """chosen(key): another view is wanted. Each view carries a switch of its own in its head, so
    show() is told to all of them."""

    chosen = Signal(str)

    def __init__(self, views: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """views: key and title."""
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        line = row(spacing=4)
        for key, title in views:
            one = button(title, partial(self.chosen.emit, key), role="quiet")
            one.setCheckable(True)
            self._group.addButton(one)
            self.buttons[key] = one
            line.addWidget(one)
        self.setLayout(line)

    def mark(self, key: str) -> None:
        """That view is the one shown."""
        self.buttons[key].setChecked(True)
