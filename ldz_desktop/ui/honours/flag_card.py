"""One place on the wall: a pennant, and whose it is."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from ldz_desktop.services.honours import FlagHolder
from ldz_desktop.ui.honours.pennant import Pennant
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import column, label, row
from ldz_desktop.ui.kit.portrait import SHAPE, paint_portrait

PENNANT, FACE = 92, 56


class FlagCard(QWidget):
    """A building that holds the flag. face: the leader's portrait, None without one."""

    def __init__(
        self, holder: FlagHolder, face: QImage | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"流动红旗 {holder.building} {holder.leader}")
        both = QWidget()
        pair = row(Pennant(PENNANT), spacing=10)
        if holder.leader:
            pair.addWidget(_Face(face, holder.leader), 0, Qt.AlignmentFlag.AlignVCenter)
        both.setLayout(pair)
        self.setLayout(
            _hang(
                both,
                (holder.building, "title"),
                (f"{holder.leader or '楼栋长空缺'} · {holder.score} 分", ""),
                (held_text(holder), "muted"),
                (came_text(holder), "muted"),
            )
        )


class _Face(QWidget):
    """A portrait beside the pennant."""

    def __init__(self, image: QImage | None, name: str) -> None:
        super().__init__()
        self._image, self._name = image, name
        self.setFixedSize(theme.px(FACE), round(theme.px(FACE) / SHAPE))
        self.setAccessibleName(f"{name}的照片" if image is not None else name)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_portrait(painter, QRectF(self.rect()), self._image, self._name)
        painter.end()


class UndecidedCard(QWidget):
    """A flag that nobody holds yet: who is tied for it."""

    def __init__(self, titles: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = "、".join(titles)
        self.setAccessibleName(f"红旗待定 {names}")
        self.setLayout(
            _hang(
                _EmptyPennant(PENNANT),
                ("红旗待定", "title"),
                (names, ""),
                ("名次并列，归属待研究决定", "note"),
            )
        )


class _EmptyPennant(QWidget):
    """A dashed outline where the flag will hang."""

    def __init__(self, height: int) -> None:
        super().__init__()
        tall = theme.px(height)
        self.setFixedSize(round(tall * 96 / 168), tall)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / 96, self.height() / 168)
        painter.setPen(QPen(theme.color("edge"), 4, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(6, 13), QPointF(90, 13))
        painter.setPen(QPen(theme.color("edge"), 1.6, Qt.PenStyle.DashLine))
        corners = ((14, 16), (82, 16), (82, 136), (48, 155), (14, 136))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        painter.end()


def held_text(holder: FlagHolder) -> str:
    """累计持旗 5 个月 · 连续 2 个月."""
    row = f" · 连续 {holder.months_in_row} 个月" if holder.months_in_row > 1 else ""
    return f"累计持旗 {holder.months_held} 个月{row}"


def came_text(holder: FlagHolder) -> str:
    """Where the flag hung the month before; that people decided, where they did."""
    words = _came_from(holder)
    return f"并列，经研究决定 · {words}" if holder.decided else words


def _came_from(holder: FlagHolder) -> str:
    if holder.months_in_row > 1:
        return "红旗留在本楼"
    if holder.handed_from:
        return f"接自 {'、'.join(holder.handed_from)}"
    return "新评得红旗"


def _hang(picture: QWidget, *lines: tuple[str, str]) -> QVBoxLayout:
    layout = column(spacing=4)
    layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addSpacing(theme.px(4))
    for text, role in lines:
        words = label(text, role, wrap=True)  # type: ignore[arg-type]
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        layout.addWidget(words)
    layout.addStretch(1)
    return layout
