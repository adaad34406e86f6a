"""Painting for a screen across a hall: everything measured on 1920 × 1080 and scaled from there."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from ldz_desktop.paths import resource_path
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.portrait import paint_portrait
from ldz_desktop.ui.kit.wrapping import balanced

WIDE, HIGH = 1920, 1080
PAPER = QColor("#FBFAF8")
_SMALLEST = 0.6  # of the size asked for: smaller text cannot be read across a hall
_PENNANT = 96 / 168

Align = Literal["left", "center", "right"]
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


@dataclass(frozen=True, slots=True)
class Look:
    """size in pixels; color: a token of the theme."""

    size: int
    color: str = "ink"
    bold: bool = False


class Canvas:
    """A page being painted; lengths are pixels of 1920 × 1080. words: every text on it."""

    def __init__(self, painter: QPainter, width: int, height: int) -> None:
        self._painter = painter
        self.words: list[str] = []
        scale = min(width / WIDE, height / HIGH)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(0, 0, width, height, PAPER)
        painter.translate((width - WIDE * scale) / 2, (height - HIGH * scale) / 2)
        painter.scale(scale, scale)

    def text(
        self,
        box: QRectF,
        text: str,
        look: Look,
        *,
        align: Align = "left",
        wrap: bool = False,
    ) -> None:
        """From the top of the box; smaller where it would not fit into it, down to a limit, and
        then cut with an ellipsis."""
        if not text:
            return
        self.words.append(text)
        flags = _ALIGN[align] | Qt.AlignmentFlag.AlignTop
        if wrap:
            flags |= Qt.TextFlag.TextWordWrap
        font = self._painter.font()
        font.setBold(look.bold)
        fits = False
        now = float(look.size)
        while not fits and now >= look.size * _SMALLEST:
            font.setPixelSize(round(now))
            metrics = QFontMetricsF(font)
            needed = metrics.boundingRect(box, int(flags), text)
            fits = needed.width() <= box.width() + 1 and needed.height() <= box.height() + 1
            now -= max(1.0, look.size * 0.04)
        if not fits and not wrap:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        if wrap:
            box = _lines_alike(box, metrics, text, align)
        self._painter.setFont(font)
        self._painter.setPen(theme.color(look.color))
        self._painter.drawText(box, int(flags), text)

    def bar(self, box: QRectF, color: str) -> None:
        self._painter.fillRect(box, theme.color(color))

    def card(self, box: QRectF) -> None:
        """A quiet white panel."""
        self._painter.setPen(theme.color("line"))
        self._painter.setBrush(theme.color("paper"))
        self._painter.drawRoundedRect(box, 10, 10)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)

    def face(self, box: QRectF, image: QImage | None, name: str) -> None:
        """A portrait, or the surname in its place."""
        self._painter.save()
        paint_portrait(self._painter, box, image, name)
        self._painter.restore()

    def pennant(self, left: float, top: float, high: float) -> None:
        """The red flag as offices hang it."""
        box = QRectF(left, top, high * _PENNANT, high)
        _renderer().render(self._painter, box)

    def picture(self, box: QRectF, image: QImage) -> None:
        """The whole picture, in the middle of the box."""
        size = image.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(box.center())
        self._painter.drawImage(target, image)

    def dots(self, center: QPointF, count: int, current: int) -> None:
        """How many pages there are, and which is shown."""
        step = 22.0
        left = center.x() - step * (count - 1) / 2
        self._painter.setPen(Qt.PenStyle.NoPen)
        for number in range(count):
            self._painter.setBrush(theme.color("muted" if number == current else "line"))
            self._painter.drawEllipse(QPointF(left + number * step, center.y()), 5, 5)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)


def _lines_alike(box: QRectF, metrics: QFontMetricsF, text: str, align: str) -> QRectF:
    """The part of the box that the text fills with lines of about one length."""
    width = balanced(metrics, text, box.width())
    spare = box.width() - width
    left = {"left": 0.0, "center": spare / 2, "right": spare}[align]
    return QRectF(box.left() + left, box.top(), width, box.height())


def pennant_width(high: float) -> float:
    return high * _PENNANT


_known: list[QSvgRenderer] = []


def _renderer() -> QSvgRenderer:
    """Read once; a renderer is made on the window's thread when the first page is painted."""
    if not _known:
        _known.append(QSvgRenderer(str(resource_path("icons", "pennant.svg"))))
    return _known[0]
