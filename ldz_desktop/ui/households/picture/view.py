"""The picture as a widget: painted where it is looked at, walked through with the arrows."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget
from typing_extensions import override

from ldz_desktop.services.pictures import DUE, UNCHECKED, VACANT, Picture, Room
from ldz_desktop.ui.households.picture.places import Line, Measures, Places, Spot
from ldz_desktop.ui.households.picture.tones import STRIPS, TOKENS
from ldz_desktop.ui.kit import theme

_NARROWEST, _WIDEST = 44, 92
_ROW, _GAP, _UNIT_GAP, _LABEL = 30, 4, 12, 56
_HEAD, _TALL = 40, 38
_DIMMED = 0.28
_PAGE = 8
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_PageUp: (-_PAGE, 0),
    Qt.Key.Key_PageDown: (_PAGE, 0),
}


class PictureView(QAbstractScrollArea):
    """current_changed(household id): the cursor stands on another room; opened(household id): Enter
    or double click. The heads of units and floors stay in view."""

    current_changed = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._places: Places | None = None
        self._lit: frozenset[int] | None = None
        self._current = 0
        self.setAccessibleName("楼栋图")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setObjectName("plain")
        self.horizontalScrollBar().setSingleStep(theme.px(24))
        self.verticalScrollBar().setSingleStep(theme.px(_ROW + _GAP))

    # -- what it shows ---------------------------------------------------------------------------

    @property
    def picture(self) -> Picture | None:
        return self._picture

    def show_picture(self, picture: Picture | None) -> None:
        """Another building, or the same one with news; the cursor stays where it can."""
        self._picture = picture
        self._lay_out()
        if self._places is not None and self._places.spot(self._current) is None:
            self._current = 0
        self.viewport().update()

    def light(self, household_ids: Iterable[int] | None) -> None:
        """Show only these brightly; None: all."""
        self._lit = None if household_ids is None else frozenset(household_ids)
        self.viewport().update()

    def current_id(self) -> int:
        """The household the cursor stands on; 0 for none."""
        return self._current

    def select_id(self, household_id: int) -> bool:
        """Put the cursor there without telling anybody; False where that room is not shown."""
        spot = self._places.spot(household_id) if self._places is not None else None
        if spot is None:
            return False
        self._current = household_id
        self._tell_reader(spot.room)
        self._bring_to_view(spot)
        self.viewport().update()
        return True

    def rect_of(self, household_id: int) -> QRect:
        """Where a room is painted, in the viewport; empty where it is not shown."""
        spot = self._places.spot(household_id) if self._places is not None else None
        return QRect() if spot is None else spot.rect.translated(-self._offset())

    # -- geometry --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        if self._picture is None:
            self._places = None
            return
        units = self._picture.units
        doors = sum(len(unit.doors) for unit in units)
        label, gap, between = theme.px(_LABEL), theme.px(_GAP), theme.px(_UNIT_GAP)
        room = self.viewport().width() - label - between * max(0, len(units) - 1)
        fitting = room // max(1, doors or 10) - gap
        cell = max(theme.px(_NARROWEST), min(theme.px(_WIDEST), fitting))
        measures = Measures(
            label, cell, theme.px(_ROW), gap, between, theme.px(_HEAD), theme.px(_TALL)
        )
        self._places = Places(self._picture, measures)
        view = self.viewport().size()
        for bar, whole, page in (
            (self.horizontalScrollBar(), self._places.width, view.width()),
            (self.verticalScrollBar(), self._places.height, view.height()),
        ):
            bar.setPageStep(page)
            bar.setRange(0, max(0, whole - page))

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _bring_to_view(self, spot: Spot) -> None:
        assert self._places is not None
        m, view, rect = self._places.measures, self.viewport().size(), spot.rect
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        for bar, low, high, head, page in (
            (across, rect.left(), rect.right(), m.label, view.width()),
            (down, rect.top(), rect.bottom(), m.head, view.height()),
        ):
            if low - head - m.gap < bar.value():
                bar.setValue(low - head - m.gap)
            elif high + m.gap > bar.value() + page:
                bar.setValue(high + m.gap - page)

    # -- painting --------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.color("paper"))
        if self._places is None:
            return
        m, offset = self._places.measures, self._offset()
        area = event.rect().translated(offset)
        lines = self._places.between(area.top(), area.bottom())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-offset)
        for line in lines:
            for spot in line.spots:
                if spot.rect.right() >= offset.x() and spot.rect.left() <= area.right():
                    self._paint_room(painter, spot)
        painter.resetTransform()
        self._paint_floors(painter, lines, offset)
        self._paint_units(painter, offset)
        corner = QRect(0, 0, m.label - m.gap, m.head - m.gap)
        painter.fillRect(corner, theme.color("paper"))

    def _paint_room(self, painter: QPainter, spot: Spot) -> None:
        room, rect = spot.room, spot.rect
        ground, ink = TOKENS[room.state]
        dim = self._lit is not None and room.household_id not in self._lit
        painter.setOpacity(_DIMMED if dim else 1.0)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), theme.px(3), theme.px(3))
        self._paint_marks(painter, room, rect)
        inner = rect.adjusted(theme.px(4), 0, -theme.px(2), 0)
        if spot.named:
            top = QRect(inner.left(), inner.top() + 1, inner.width(), theme.px(12))
            _write(painter, top, room.room, 10, "muted")
            inner.setTop(top.bottom())
        _write(painter, inner, words(room), 12, ink)
        painter.setOpacity(1.0)
        if room.household_id == self._current:
            edge = "focus" if self.hasFocus() else "muted"
            painter.setPen(QPen(theme.color(edge), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), theme.px(3), theme.px(3))

    def _paint_marks(self, painter: QPainter, room: Room, rect: QRect) -> None:
        """The tenure at the left edge where something else colours the room; a dot for what else
        it wants."""
        painter.setPen(Qt.PenStyle.NoPen)
        strip = STRIPS.get(room.tenure)
        if strip and room.state != room.tenure:
            painter.setBrush(theme.color(strip))
            width = theme.px(3)
            painter.drawRoundedRect(rect.adjusted(1, 3, width - rect.width(), -4), 1, 1)
        hidden = [s for s in (UNCHECKED, DUE) if s in room.states and s != room.state]
        for number, state in enumerate(hidden):
            painter.setBrush(theme.color("amber" if state == DUE else "faint"))
            x = rect.right() - theme.px(5) - number * theme.px(7)
            painter.drawEllipse(QPointF(x, rect.top() + theme.px(6)), theme.px(2), theme.px(2))

    def _paint_floors(self, painter: QPainter, lines: Iterable[Line], offset: QPoint) -> None:
        assert self._places is not None
        m = self._places.measures
        strip = QRect(0, m.head - m.gap, m.label - m.gap, self.viewport().height())
        painter.fillRect(strip, theme.color("paper"))
        painter.setFont(_font(13))
        painter.setPen(theme.color("muted"))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for line in lines:
            height = line.spots[0].rect.height() if line.spots else m.row
            place = QRect(0, line.top - offset.y(), m.label - m.gap - theme.px(6), height)
            painter.drawText(place, right, line.title)

    def _paint_units(self, painter: QPainter, offset: QPoint) -> None:
        assert self._places is not None
        m = self._places.measures
        painter.fillRect(QRect(0, 0, self.viewport().width(), m.head - m.gap), theme.color("paper"))
        painter.save()
        painter.setClipRect(QRect(m.label - m.gap, 0, self.viewport().width(), m.head))
        for texts, size, ink in (
            (self._places.units, 13, "muted"),
            (self._places.doors, 11, "faint"),
        ):
            for text, rect in texts:
                _write(painter, rect.translated(-offset.x(), 0), text, size, ink)
        painter.restore()

    # -- keys and pointer ------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        key = Qt.Key(event.key())
        if self._places is None:
            super().keyPressEvent(event)
        elif key in _MOVES:
            down, across = _MOVES[key]
            self._go(
                self._places.above(self._current, down)
                if down
                else self._places.beside(self._current, across)
            )
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(self._places.end(self._current, last=key == Qt.Key.Key_End))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current:
            self.opened.emit(self._current)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        self._go(self._under(event.position().toPoint()))

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent, /) -> None:
        spot = self._under(event.position().toPoint())
        if spot is not None:
            self.opened.emit(spot.room.household_id)

    @override
    def viewportEvent(self, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self._under(event.pos())
            text = description(spot.room) if spot is not None else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def _under(self, point: QPoint) -> Spot | None:
        if self._places is None:
            return None
        m = self._places.measures
        if point.x() < m.label - m.gap or point.y() < m.head - m.gap:
            return None
        here = point + self._offset()
        return self._places.at(here.x(), here.y())

    def _go(self, spot: Spot | None) -> None:
        if spot is not None and spot.room.household_id != self._current:
            self.select_id(spot.room.household_id)
            self.current_changed.emit(self._current)

    def _tell_reader(self, room: Room) -> None:
        self.setAccessibleDescription(description(room).replace("\n", "，"))

    @override
    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        if not self._current and self._places is not None:
            self._go(self._places.first())
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def scrollContentsBy(self, dx: int, dy: int, /) -> None:
        self.viewport().update()


def _font(size: int) -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(theme.px(size))
    return font


def _write(painter: QPainter, rect: QRect, text: str, size: int, ink: str) -> None:
    painter.setFont(_font(size))
    painter.setPen(theme.color(ink))
    metrics = QFontMetrics(painter.font())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)


def words(room: Room) -> str:
    """What stands in a cell."""
    if room.tenure == VACANT:
        return VACANT
    return room.head or "无户主"


def description(room: Room) -> str:
    """A room in words, for its tip and for screen readers."""
    lines = [f"{room.unit} {room.room}".strip()]
    lines.append(f"{words(room)} · {room.members} 人")
    lines.append(" · ".join(room.states))
    return "\n".join(lines)
