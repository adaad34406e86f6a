"""The mobile red flag (流动红旗) as offices hang it: a pennant with a gold fringe."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ldz_desktop.paths import resource_path
from ldz_desktop.ui.kit import theme

_WIDTH, _HEIGHT = 96, 168
"""The size of the drawing; a widget shows it at any height."""


class Pennant(QWidget):
    """Draws resources/icons/pennant.svg, sharp at every device ratio."""

    def __init__(self, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._renderer = QSvgRenderer(str(resource_path("icons", "pennant.svg")), self)
        tall = theme.px(height)
        self.setFixedSize(round(tall * _WIDTH / _HEIGHT), tall)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("流动红旗")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._renderer.render(painter, QRectF(self.rect()))
        painter.end()
