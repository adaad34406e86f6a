"""The sheet in hand, large: its questions, five grades, and the keys that fill it."""

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

from ldz_desktop.domain.evaluation import BLANK, GRADES
from ldz_desktop.ui.evaluation.entry import BACK, DELETE, FINISH, GRADE_KEYS, SheetEntry
from ldz_desktop.ui.kit import theme

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
_MOST = 12  # questions that get a comfortable row; more of them stand closer


def key_of(event: QKeyEvent) -> str:
    """What a key press means to the entry; "" for keys that are none of its business."""
    meant = _KEYS.get(Qt.Key(event.key()))
    if meant is not None:
        return meant
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == Qt.KeyboardModifier.NoModifier and event.text() in tuple(GRADE_KEYS):
        return event.text()
    return ""


class SheetPad(QWidget):
    """pressed(key): a key of the entry's alphabet. It changes nothing by itself: show_entry."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry = SheetEntry()
        self._which = self._hint = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_entry(self._entry)

    def show_entry(self, entry: SheetEntry, which: str = "", hint: str = "") -> None:
        """which: what the sheet in hand is called; hint: what the last key did."""
        self._entry = entry
        self._which, self._hint = which, hint
        self.setMinimumSize(theme.px(480), theme.px(_HEAD + min(entry.questions, _MOST) * 26))
        place = self.question()
        answered = len(entry.current)
        if place is None:
            text = "这张表已满，回车收下，退格改最后一题"
        else:
            text = f"第 {place + 1} 题，{entry.scheme.questions[place]}"
        self.setAccessibleName(f"录表，{which}，已答 {answered} 题，{text}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        self.update()

    def question(self) -> int | None:
        """The question the next grade answers, from 0; None on a whole sheet taken back."""
        answered = len(self._entry.current)
        return answered if answered < self._entry.questions else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = key_of(event)
        if not key:
            super().keyPressEvent(event)
            return
        event.accept()
        # A key held down must not make up answers, and must stop at the start of the sheet.
        if event.isAutoRepeat() and not (key == BACK and len(self._entry.current) > 1):
            return
        self.pressed.emit(key)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = self.question()
        if place is None:
            return
        for grade in _COLUMNS:
            if self._cell(place, grade).contains(event.position().toPoint()):
                self.pressed.emit(str(grade))
        if self._cell(place, 0).contains(event.position().toPoint()):
            self.pressed.emit(BLANK)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(720), theme.px(_HEAD + min(self._entry.questions, _MOST) * 52))

    # Painting. Grade 0 stands for 未答, at the right of the five.

    def _row_height(self) -> int:
        room = self.height() - theme.px(_HEAD)
        return min(theme.px(58), room // self._entry.questions)

    def _cell(self, row: int, grade: int) -> QRect:
        least, most = map(theme.px, _CELLS)
        width = max(least, min(most, (self.width() - theme.px(_QUESTIONS)) // 6))
        order = (*_COLUMNS, 0)
        left = self.width() - width * (len(order) - order.index(grade))
        height = self._row_height()
        return QRect(left, theme.px(_HEAD) + row * height, width, height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        for row in range(self._entry.questions):
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
        painter.drawText(QRect(0, theme.px(2), room, theme.px(28)), left, self._which)
        font = self._font(12)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        hint = QFontMetrics(font).elidedText(self._hint, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(0, theme.px(28), room, theme.px(22)), left, hint)

    def _question_size(self, room: int) -> int:
        """The type size at which the longest question fits."""
        longest = max(self._entry.scheme.questions, key=len)
        for size in (17, 16, 15, 14):
            width = QFontMetrics(self._font(size, bold=True)).horizontalAdvance(f"88  {longest}")
            if width <= room:
                return size
        return 13

    def _paint_row(self, painter: QPainter, row: int) -> None:
        answers = self._entry.current
        now = row == self.question()
        whole = QRect(0, self._cell(row, 5).top(), self.width(), self._row_height())
        if now:
            painter.fillRect(whole, theme.color("red-wash"))
            painter.fillRect(QRect(0, whole.top(), theme.px(4), whole.height()), theme.color("red"))
        painter.setPen(theme.color("row-line"))
        painter.drawLine(whole.bottomLeft(), whole.bottomRight())
        text = QRect(
            theme.px(16), whole.top(), self._cell(row, 5).left() - theme.px(20), whole.height()
        )
        font = self._font(self._question_size(text.width()), bold=now)
        painter.setFont(font)
        painter.setPen(theme.color("ink" if now or row < len(answers) else "muted"))
        words = f"{row + 1}  {self._entry.scheme.questions[row]}"
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        for grade in (*_COLUMNS, 0):
            chosen = row < len(answers) and answers[row] == (str(grade) if grade else BLANK)
            self._paint_cell(painter, self._cell(row, grade), grade, chosen=chosen)

    def _paint_cell(self, painter: QPainter, cell: QRect, grade: int, *, chosen: bool) -> None:
        side = min(theme.px(38), cell.height() - theme.px(6))
        box = QRect(0, 0, side, side)
        box.moveCenter(cell.center())
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("ink" if grade else "faint"))
            painter.drawRoundedRect(box, theme.px(6), theme.px(6))
            painter.setFont(self._font(20 if side >= theme.px(30) else 16, bold=True))
            painter.setPen(theme.color("paper"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(grade) if grade else BLANK)
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
