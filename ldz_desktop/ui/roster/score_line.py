"""A leader's scores as a small line: twelve months, the flag months red, last places amber."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ldz_desktop.domain.evaluation import previous_month
from ldz_desktop.ui.kit import theme

MONTHS = 12
_HEIGHT = 92
_AXIS = 20
"""Room below the line for the months' names."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One month of the line. score None: no result; rank None: not known, or not ranked, and then
    why says why."""

    month: str
    score: Decimal | None = None
    rank: int | None = None
    flag: bool = False
    last: bool = False
    why: str = ""


def spot_text(spot: Spot) -> str:
    """2026年10月 · 96.42 分 · 第 1 名 · 红旗."""
    words = [month_text(spot.month)]
    if spot.score is None:
        words.append("没有得分")
    else:
        words.append(f"{spot.score} 分")
    if spot.rank is not None:
        words.append(f"第 {spot.rank} 名")
    elif spot.why:
        words.append(f"不排名（{spot.why}）")
    if spot.flag:
        words.append("红旗")
    if spot.last:
        words.append("末位")
    return " · ".join(words)


def month_text(month: str) -> str:
    """2026年10月."""
    return f"{int(month[:4])}年{int(month[5:7])}月"


def last_months(spots: tuple[Spot, ...], count: int = MONTHS) -> tuple[Spot, ...]:
    """The last `count` calendar months up to the newest spot, oldest first, gaps filled in."""
    if not spots:
        return ()
    known = {spot.month: spot for spot in spots}
    month = max(known)
    found: list[Spot] = []
    for _ in range(count):
        found.append(known.get(month, Spot(month)))
        month = previous_month(month)
    return tuple(reversed(found))


class ScoreLine(QWidget):
    """The line. The pointer, or ← and →, choose a month; its words stand above the line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spots: tuple[Spot, ...] = ()
        self._chosen = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("近十二个月得分")

    def set_spots(self, spots: tuple[Spot, ...]) -> None:
        """Show the last twelve months of these."""
        self._spots = last_months(spots)
        self._chosen = self._newest()
        self.setAccessibleDescription("；".join(spot_text(s) for s in self._spots))
        self.update()

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The months shown, oldest first."""
        return self._spots

    @property
    def chosen(self) -> Spot | None:
        """The month whose words are shown."""
        return self._spots[self._chosen] if 0 <= self._chosen < len(self._spots) else None

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(260), theme.px(_HEIGHT))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._spots:
            return
        near = min(range(len(self._spots)), key=lambda i: abs(self._x(i) - event.position().x()))
        self._choose(near)

    @override
    def leaveEvent(self, event: object) -> None:
        self._choose(self._newest())

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._choose(self._newest())
        super().focusOutEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._spots:
            super().keyPressEvent(event)
            return
        self._choose(max(0, min(len(self._spots) - 1, self._chosen + step)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._spots:
            self._paint_words(painter)
            self._paint_axis(painter)
            self._paint_line(painter)
        painter.end()

    def _newest(self) -> int:
        scored = [i for i, spot in enumerate(self._spots) if spot.score is not None]
        return scored[-1] if scored else len(self._spots) - 1

    def _choose(self, index: int) -> None:
        if index != self._chosen:
            self._chosen = index
            self.update()

    def _field(self) -> QRectF:
        top, side = theme.px(28), theme.px(8)
        height = self.height() - top - theme.px(_AXIS + 4)
        return QRectF(side, top, self.width() - 2 * side, height)

    def _x(self, index: int) -> float:
        field = self._field()
        return field.left() + field.width() * index / max(1, len(self._spots) - 1)

    def _point(self, index: int) -> QPointF | None:
        score = self._spots[index].score
        if score is None:
            return None
        known = [float(s.score) for s in self._spots if s.score is not None]
        low, high = min(known), max(known)
        if high - low < 4:  # a quiet year is drawn quietly
            middle = (low + high) / 2
            low, high = middle - 2, middle + 2
        field = self._field()
        share = (float(score) - low) / (high - low)
        return QPointF(self._x(index), field.bottom() - field.height() * share)

    def _paint_words(self, painter: QPainter) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        painter.setPen(theme.color("ink" if self.hasFocus() else "muted"))
        painter.setFont(_small(self))
        box = QRectF(0, 0, self.width(), theme.px(20))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, spot_text(chosen))

    def _paint_axis(self, painter: QPainter) -> None:
        field = self._field()
        bottom = field.bottom() + theme.px(7)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QPointF(0, bottom), QPointF(self.width(), bottom))
        if self._chosen >= 0:
            x = self._x(self._chosen)
            painter.drawLine(QPointF(x, field.top()), QPointF(x, bottom))
        painter.setPen(theme.color("muted"))
        painter.setFont(_small(self))
        box = QRectF(0, self.height() - theme.px(_AXIS), self.width(), theme.px(_AXIS))
        first, newest = self._spots[0].month, self._spots[-1].month
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, month_text(first))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, month_text(newest))

    def _paint_line(self, painter: QPainter) -> None:
        points = [self._point(i) for i in range(len(self._spots))]
        painter.setPen(QPen(theme.color("faint"), 1.5))
        for start, end in pairwise(points):
            if start is not None and end is not None:
                painter.drawLine(start, end)
        for index, point in enumerate(points):
            if point is not None:
                self._paint_dot(painter, point, index)

    def _paint_dot(self, painter: QPainter, point: QPointF, index: int) -> None:
        spot = self._spots[index]
        radius = 4.5 if index == self._chosen else 3.5 if spot.flag or spot.last else 2.5
        radius *= theme.scale()
        color = _dot_color(spot)
        painter.setPen(QPen(color, 1.5))
        painter.setBrush(theme.color("paper") if spot.why else color)
        painter.drawEllipse(point, radius, radius)


def _dot_color(spot: Spot) -> QColor:
    if spot.flag:
        return theme.color("red")
    return theme.color("amber" if spot.last else "muted")


def _small(widget: QWidget) -> QFont:
    font = widget.font()
    font.setPixelSize(theme.px(12))
    return font
