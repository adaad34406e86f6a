"""The sheet in hand, large: its questions, five grades, and the keys that fill it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ldz_desktop.domain.evaluation import BLANK, GRADES, SCHEME_1
from ldz_desktop.ui.evaluation.entry import BACK, DELETE, FINISH, GRADE_KEYS
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.number_pad import figure_of

_KEYS = {
    Qt.Key.Key_0: BLANK,
    Qt.Key.Key_Minus: BLANK,
    Qt.Key.Key_Space: BLANK,
    Qt.Key.Key_Backspace: BACK,
    Qt.Key.Key_Return: FINISH,
    Qt.Key.Key_Enter: FINISH,
    Qt.Key.Key_Delete: DELETE,
}
_COLUMNS = tuple(reversed(range(1, 6)))  # as the paper has it: 非常满意 first
_CELLS = (52, 76)  # least and most
_QUESTIONS = 236  # what the questions need at least
_HEAD = 56
_LEAST_ROW, _MOST_ROW = 26, 58
_FEWEST = 8  # questions in view at least; the others pass by with the one that is asked


def key_of(event: QKeyEvent) -> str:
    """What a key press means to the entry; "" for keys that are none of its business."""
    figure = figure_of(event)
    if figure:
        return BLANK if figure == "0" else figure if figure in GRADE_KEYS else ""
    meant = _KEYS.get(Qt.Key(event.key()))
    if meant is not None:
        return meant
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == Qt.KeyboardModifier.NoModifier and event.text() in tuple(GRADE_KEYS):
        return event.text()
    return ""


Marks = Mapping[str, tuple[str, str]]
"""Of one question: answer (1…5 or '-') → what stands in its box, and the tone of the box."""


@dataclass(frozen=True, slots=True)
class PadView:
    """What the pad shows of a sheet. marks: of the first questions; now: the question that the
    next grade answers, from 0; long: erasing may be held down; spoken: for a screen reader."""

    title: str = ""
    hint: str = ""
    questions: tuple[str, ...] = SCHEME_1.questions
    marks: tuple[Marks, ...] = field(default=())
    now: int | None = 0
    long: bool = False
    spoken: str = ""


class SheetPad(QWidget):
    """pressed(key): a key of the entry's alphabet. It changes nothing by itself: show_view."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PadView()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_view(self.view)

    def show_view(self, view: PadView) -> None:
        """Another sheet, or another answer on it."""
        self.view = view
        rows = min(len(view.questions), _FEWEST)
        self.setMinimumSize(theme.px(480), theme.px(_HEAD + rows * _LEAST_ROW))
        self.setAccessibleName(view.spoken)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        self.update()

    def undo_here(self) -> str:
        """Ctrl+Z (ui.kit.history.window_undo) must not reach past the keying."""
        return "这里用退格键一题一题往回退"

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = key_of(event)
        if not key and figure_of(event):
            return  # a wrong figure is no way to another building
        if not key:
            super().keyPressEvent(event)
            return
        event.accept()
        # A key held down must not make up answers, and must stop at the start of the sheet.
        if event.isAutoRepeat() and not (key == BACK and self.view.long):
            return
        self.pressed.emit(key)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = self.view.now
        if place is None:
            return
        for grade in (*_COLUMNS, 0):
            if self._cell(place, grade).contains(event.position().toPoint()):
                self.pressed.emit(str(grade) if grade else BLANK)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(720), theme.px(_HEAD + len(self.view.questions) * 52))

    # Painting. Grade 0 stands for 未答, at the right of the five.

    def _room(self) -> int:
        return self.height() - theme.px(_HEAD)

    def in_view(self) -> range:
        """The questions shown, from 0: all of them where there is room, or where none is asked."""
        every, fit = len(self.view.questions), max(1, self._room() // theme.px(_LEAST_ROW))
        if self.view.now is None or every <= fit:
            return range(every)
        first = min(max(0, self.view.now - fit // 2), every - fit)
        return range(first, first + fit)

    def _row_height(self) -> int:
        return min(theme.px(_MOST_ROW), self._room() // len(self.in_view()))

    def _cell(self, row: int, grade: int) -> QRect:
        least, most = map(theme.px, _CELLS)
        width = max(least, min(most, (self.width() - theme.px(_QUESTIONS)) // 6))
        order = (*_COLUMNS, 0)
        left = self.width() - width * (len(order) - order.index(grade))
        height = self._row_height()
        top = theme.px(_HEAD) + (row - self.in_view().start) * height
        return QRect(left, top, width, height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        for row in self.in_view():
            self._paint_row(painter, row)
        if not self.hasFocus():
            painter.fillRect(self.rect(), _veil())
        painter.end()

    def _font(self, size: int, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(theme.px(size))
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def _paint_head(self, painter: QPainter) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        self._paint_title(painter)
        for grade in (*_COLUMNS, 0):
            cell = self._cell(0, grade)
            top = QRect(cell.left(), theme.px(2), cell.width(), theme.px(28))
            below = QRect(cell.left(), theme.px(28), cell.width(), theme.px(22))
            painter.setPen(theme.color("ink"))
            painter.setFont(self._font(18, bold=True))
            painter.drawText(top, centre | Qt.AlignmentFlag.AlignVCenter, str(grade))
            painter.setPen(theme.color("muted"))
            painter.setFont(self._font(12 if cell.width() >= theme.px(64) else 10))
            painter.drawText(
                below,
                centre | Qt.AlignmentFlag.AlignVCenter,
                GRADES[grade - 1] if grade else "未答",
            )

    def _paint_title(self, painter: QPainter) -> None:
        """Which sheet this is, and what the last key did."""
        room = self._cell(0, 5).left() - theme.px(8)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._font(18, bold=True))
        painter.setPen(theme.color("ink"))
        painter.drawText(QRect(0, theme.px(2), room, theme.px(28)), left, self.view.title)
        font = self._font(12)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        hint = QFontMetrics(font).elidedText(self.view.hint, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(0, theme.px(28), room, theme.px(22)), left, hint)

    def _question_size(self, room: int) -> int:
        """The type size at which the longest question fits."""
        longest = max(self.view.questions, key=len)
        for size in (17, 16, 15, 14):
            width = QFontMetrics(self._font(size, bold=True)).horizontalAdvance(f"88  {longest}")
            if width <= room:
                return size
        return 13

    def _paint_row(self, painter: QPainter, row: int) -> None:
        view = self.view
        marks = view.marks[row] if row < len(view.marks) else {}
        now = row == view.now
        whole = QRect(0, self._cell(row, 5).top(), self.width(), self._row_height())
        if now:
            painter.fillRect(whole, theme.color("select"))
            painter.fillRect(
                QRect(0, whole.top(), theme.px(4), whole.height()), theme.color("focus")
            )
        painter.setPen(theme.color("row-line"))
        painter.drawLine(whole.bottomLeft(), whole.bottomRight())
        text = QRect(
            theme.px(16), whole.top(), self._cell(row, 5).left() - theme.px(20), whole.height()
        )
        font = self._font(self._question_size(text.width()), bold=now)
        font.setPixelSize(min(font.pixelSize(), whole.height() * 3 // 4))
        painter.setFont(font)
        painter.setPen(theme.color("ink" if now or marks else "muted"))
        words = f"{row + 1}  {view.questions[row]}"
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        for grade in (*_COLUMNS, 0):
            mark = marks.get(str(grade) if grade else BLANK)
            self._paint_cell(painter, self._cell(row, grade), mark)

    def _paint_cell(self, painter: QPainter, cell: QRect, mark: tuple[str, str] | None) -> None:
        side = min(theme.px(38), cell.height() - min(theme.px(6), cell.height() // 5))
        box = QRect(0, 0, side, side)
        box.moveCenter(cell.center())
        if mark is not None:
            text, tone = mark
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(tone))
            painter.drawRoundedRect(box, theme.px(6), theme.px(6))
            digits = self._font(20 if side >= theme.px(30) else 16, bold=True)
            digits.setPixelSize(min(digits.pixelSize(), side * 4 // 5))
            painter.setFont(digits)
            painter.setPen(theme.color("paper"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("edge"), 1))
        inset = max(0, (side - theme.px(18)) // 2)
        painter.drawRoundedRect(
            box.adjusted(inset, inset, -inset, -inset), theme.px(4), theme.px(4)
        )

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def _veil() -> QColor:
    color = QColor(theme.color("paper"))
    color.setAlpha(120)
    return color
