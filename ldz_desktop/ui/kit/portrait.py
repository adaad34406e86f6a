"""A portrait as it is painted: cut to its shape; without one, the surname in a quiet frame."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from ldz_desktop.ui.kit import theme

SHAPE = 3 / 4
"""Width to height, as passport photos have it."""


def initial(name: str) -> str:
    """What stands for somebody without a photo: the first character of the name."""
    return name[:1]


def paint_portrait(
    painter: QPainter, box: QRectF, picture: QPixmap | QImage | None, name: str
) -> None:
    """The picture, cut to the box's shape, or the placeholder."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    path = QPainterPath()
    radius = min(theme.px(4), box.width() / 6)
    path.addRoundedRect(box, radius, radius)
    painter.setClipPath(path)
    if picture is None or picture.isNull():
        painter.fillRect(box, theme.color("grey-wash"))
        font = painter.font()
        font.setPixelSize(max(8, round(box.width() * 0.5)))
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initial(name))
    else:
        source = cut_to(picture.size(), box.size().toSize())
        if isinstance(picture, QImage):
            painter.drawImage(box, picture, source)
        else:
            painter.drawPixmap(box, picture, source)
    painter.restore()


def cut_to(size: QSize, shape: QSize) -> QRectF:
    """The largest part of a picture that has that shape: the middle, and of a tall picture rather
    the upper half."""
    proportion = shape.width() / shape.height()
    if size.width() > size.height() * proportion:
        wide = size.height() * proportion
        return QRectF((size.width() - wide) / 2, 0, wide, size.height())
    high = size.width() / proportion
    return QRectF(0, (size.height() - high) / 4, size.width(), high)
