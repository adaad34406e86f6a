"""Lines of about one length: a single character is never left alone on the last one."""

from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

_TALL = 10_000.0


def balanced(metrics: QFontMetricsF, text: str, width: float) -> int:
    """The least width, in px, at which the text takes no more lines than at `width`."""
    lines = _height(metrics, text, width)
    least, most = ceil(width / 2), ceil(width)
    while least < most:
        middle = (least + most) // 2
        if _height(metrics, text, middle) > lines or _wider(metrics, text, middle):
            least = middle + 1
        else:
            most = middle
    return most


def _box(metrics: QFontMetricsF, text: str, width: float) -> QRectF:
    return metrics.boundingRect(QRectF(0, 0, width, _TALL), int(Qt.TextFlag.TextWordWrap), text)


def _height(metrics: QFontMetricsF, text: str, width: float) -> float:
    return _box(metrics, text, width).height()


def _wider(metrics: QFontMetricsF, text: str, width: float) -> bool:
    """A word that cannot be broken stands out."""
    return _box(metrics, text, width).width() > width
