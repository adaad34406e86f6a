"""A field for a number that stays masked until somebody writes another one."""

from collections.abc import Callable

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.ui.kit.editors import CodeEditor


class SecretEditor(CodeEditor):
    """Shows the mask of what set_value put in; value() is the original while it is untouched.

    Entering the field selects everything, so that typing replaces the number as a whole.
    """

    def __init__(
        self, mask: Callable[[str], str], hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(hint, longest=40, parent=parent)
        self._mask = mask
        self._original: str | None = None

    @override
    def value(self) -> str | None:
        text = super().value()
        return self._original if self._untouched(text) else text

    @override
    def set_value(self, value: str | None) -> None:
        self._original = value
        self.setText(self._mask(value) if value else "")

    def problem(self) -> str:
        """Half a mask is no number."""
        text = super().value()
        if text is None or self._untouched(text) or "*" not in text:
            return ""
        return "请写完整的号码，不能带星号"

    def _untouched(self, text: str | None) -> bool:
        return self._original is not None and text == self._mask(self._original)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._untouched(super().value()):
            self.selectAll()
