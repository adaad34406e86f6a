"""Two panels side by side; below each other where there is no room for both."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from ldz_desktop.ui.kit import theme

_SHARES = (58, 42)
_BOTH = 1200
_HEIGHT = 232


class Pair(QWidget):
    """The wider panel at the left or on top."""

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panels = (first, second)
        self._beside: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(12))
        for panel in self._panels:
            panel.setMinimumHeight(theme.px(_HEIGHT))
        self._arrange(beside=True)

    @property
    def beside(self) -> bool:
        """Whether they stand side by side."""
        return bool(self._beside)

    @override
    def sizeHint(self) -> QSize:
        """The least: what is more is the page's to give."""
        return self.minimumSizeHint()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(beside=event.size().width() >= theme.px(_BOTH))

    def _arrange(self, *, beside: bool) -> None:
        if beside == self._beside:
            return
        self._beside = beside
        for number, (panel, share) in enumerate(zip(self._panels, _SHARES, strict=True)):
            self._grid.removeWidget(panel)
            self._grid.addWidget(panel, 0 if beside else number, number if beside else 0)
            self._grid.setColumnStretch(number, share if beside or number == 0 else 0)
