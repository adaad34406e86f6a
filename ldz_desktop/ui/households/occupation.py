"""Occupation: the words of the standard to choose from, and any other words as they are."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from ldz_desktop.domain.codes import EMPLOYMENT
from ldz_desktop.ui.kit.line_editor import LineEditor


class OccupationEditor(QComboBox):
    """Text; a stored code of EMPLOYMENT is shown by its label. Nothing completes by itself: that
    gets in the way of input methods."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: str | None = None
        line = LineEditor("选择或填写", longest=50)
        self.setEditable(True)
        self.setLineEdit(line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]  # Qt takes it away so
        self.setMaxVisibleItems(16)
        self.addItems([entry.label for entry in EMPLOYMENT.entries])
        self.setCurrentIndex(-1)
        line.changed.connect(self.changed)

    def value(self) -> str | None:
        """What was put in stays as it was stored, as long as its words stand there."""
        text = self.currentText().strip()
        if not text:
            return None
        return self._kept if text == EMPLOYMENT.label(self._kept) else text

    def set_value(self, value: str | None) -> None:
        self._kept = value
        text = EMPLOYMENT.label(value)
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findText(text) if text else -1)
            self.setEditText(text)
        self.changed.emit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
