"""A line of text that gives way: shortened with … where there is no room, whole in its tip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import LabelRole


class GivingLabel(QLabel):
    """As wide as its text where there is room."""

    def __init__(self, role: LabelRole = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def say(self, text: str, tip: str = "") -> None:
        self.setText(text)
        self.setToolTip(tip or text)
        self.updateGeometry()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(32), super().minimumSizeHint().height())

    @override
    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 2
        return QSize(width, super().sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = QFontMetrics(self.font()).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.contentsRect(), middle, shown)
