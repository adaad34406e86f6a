"""Fields whose value stays hidden until 显示 is pressed, which is logged (domain.md §2)."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from ldz_desktop.ui.households.wording import HIDDEN
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import ChoiceEditor, CodeEditor, Codes


class VeiledText(CodeEditor):
    """A number that may be hidden: left alone it keeps its value, typed over it takes the
    new one. The eye asks for the value: reveal_wanted."""

    reveal_wanted = Signal()

    def __init__(self, hint: str = "", *, longest: int = 40, parent: QWidget | None = None) -> None:
        super().__init__(hint, longest=longest, parent=parent)
        self._hint = hint
        self._kept: str | None = None
        self._veiled = False
        self._eye = QAction(theme.icon("eye", "muted"), "显示", self)
        self._eye.setToolTip("显示（会记入日志）")
        self._eye.triggered.connect(self.reveal_wanted.emit)

    @property
    def veiled(self) -> bool:
        return self._veiled

    def veil(self, mask: str) -> None:
        """Hide what set_value put in, and show `mask` in its place."""
        kept = super().value()
        if kept is None:
            return
        self._kept, self._veiled = kept, True
        with QSignalBlocker(self):
            self.setText("")
        self.setPlaceholderText(mask)
        self.setToolTip("直接输入可替换；点右边的眼睛可显示，会记入日志")
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)

    def unveil(self) -> None:
        """Show the value again."""
        if not self._veiled:
            return
        kept, typed = self._kept, self.text()
        self._lift()
        self.setText(typed or kept or "")

    @override
    def value(self) -> str | None:
        typed = super().value()
        return self._kept if self._veiled and typed is None else typed

    @override
    def set_value(self, value: str | None) -> None:
        self._lift()
        super().set_value(value)

    def _lift(self) -> None:
        self._kept, self._veiled = None, False
        self.setPlaceholderText(self._hint)
        self.setToolTip("")
        self.removeAction(self._eye)


class VeiledChoice(ChoiceEditor):
    """A choice that may be hidden: left alone it keeps its value."""

    def __init__(self, codes: Codes, *, parent: QWidget | None = None) -> None:
        super().__init__(codes, parent=parent)
        self._kept: str | None = None
        self._veiled = False
        self._plain = self.itemText(0)
        self.activated.connect(self._chosen)

    @property
    def veiled(self) -> bool:
        return self._veiled

    def veil(self) -> None:
        """Hide what set_value put in."""
        kept = super().value()
        if kept is None:
            return
        self._kept, self._veiled = kept, True
        with QSignalBlocker(self):
            self.setCurrentIndex(0)
            self.setItemText(0, f"{HIDDEN}，选一项可替换")

    def unveil(self) -> None:
        if self._veiled:
            self.set_value(self._kept)

    @override
    def value(self) -> str | None:
        chosen = super().value()
        return self._kept if self._veiled and chosen is None else chosen

    @override
    def set_value(self, value: Any) -> None:
        self._veiled, self._kept = False, None
        self.setItemText(0, self._plain)
        super().set_value(value)

    def _chosen(self, index: int) -> None:
        if self._veiled and index > 0:
            self._veiled, self._kept = False, None
            self.setItemText(0, self._plain)
