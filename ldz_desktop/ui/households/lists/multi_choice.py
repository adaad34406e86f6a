"""Several of a few things: a button that says what is chosen, and a menu to tick in."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from ldz_desktop.ui.kit.pieces import Button


class MultiChoice(Button):
    """changed: something was ticked. Nothing ticked means everything."""

    changed = Signal()

    def __init__(
        self, caption: str, pairs: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        """pairs: (value, text)."""
        super().__init__(parent)
        self._caption = caption
        self._menu = QMenu(self)
        self._menu.installEventFilter(self)
        self._actions: dict[str, QAction] = {}
        for value, text in pairs:
            action = self._menu.addAction(text)
            action.setCheckable(True)
            action.toggled.connect(self._toggled)
            self._actions[value] = action
        self._menu.addSeparator()
        self._menu.addAction("不限").triggered.connect(self._cleared)
        self._quiet = False
        self.setAutoDefault(False)
        self.clicked.connect(self._open)
        self._say()

    def value(self) -> tuple[str, ...]:
        return tuple(value for value, action in self._actions.items() if action.isChecked())

    def set_value(self, values: Sequence[str]) -> None:
        """Tick these and no others; values that are not offered are added, so that no rule is
        lost without a word."""
        for value in values:
            if value not in self._actions:
                action = QAction(value, self._menu)
                action.setCheckable(True)
                action.toggled.connect(self._toggled)
                self._menu.insertAction(self._menu.actions()[-2], action)
                self._actions[value] = action
        self._quiet = True
        for value, action in self._actions.items():
            action.setChecked(value in values)
        self._quiet = False
        self._say()

    def action(self, value: str) -> QAction:
        """The line of the menu for a value."""
        return self._actions[value]

    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _cleared(self) -> None:
        before = self.value()
        self.set_value(())
        if before:
            self.changed.emit()

    def _toggled(self, on: bool) -> None:
        del on
        if not self._quiet:
            self._say()
            self.changed.emit()

    def _say(self) -> None:
        chosen = [a.text() for a in self._actions.values() if a.isChecked()]
        words = "不限" if not chosen else chosen[0] if len(chosen) == 1 else f"{len(chosen)} 项"
        self.setText(f"{self._caption} {words}  ▾")
        self.setToolTip("、".join(chosen))
        self.setAccessibleName(f"{self._caption} {'、'.join(chosen) or '不限'}")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on a line ticks it and leaves the menu open for the next."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            action = self._menu.actionAt(event.position().toPoint())
            if action in self._actions.values():
                action.toggle()
                return True
        return False
