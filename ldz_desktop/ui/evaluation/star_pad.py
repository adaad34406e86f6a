"""The star booklets of a building, large: booklets × duty classes, keyed like a spreadsheet."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ldz_desktop.domain.evaluation import BLANK, DUTY_CLASSES
from ldz_desktop.ui.evaluation import marks
from ldz_desktop.ui.evaluation.marks import StarGrid
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.number_pad import figure_of

_KEYS = {
    Qt.Key.Key_Up: marks.UP,
    Qt.Key.Key_Down: marks.DOWN,
    Qt.Key.Key_Left: marks.LEFT,
    Qt.Key.Key_Right: marks.RIGHT,
    Qt.Key.Key_Backspace: marks.BACK,
    Qt.Key.Key_Delete: marks.CLEAR,
    Qt.Key.Key_0: marks.CLEAR,
}
_HEAD = 44
_ROW = 52


class StarPad(QWidget):
    """edited(grid): a mark or the cursor changed; finished: Enter; paste_wanted: Ctrl+V;
    remove_wanted: Ctrl+Del."""

    edited = Signal(object)
    finished = Signal()
    paste_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = StarGrid()
        self._classes = DUTY_CLASSES
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.show_grid(self._grid)

    def set_classes(self, classes: tuple[str, ...]) -> None:
        """What the month's scheme calls the three classes of duties."""
        self._classes = classes
        self.show_grid(self._grid)

    def show_grid(self, grid: StarGrid) -> None:
        self._grid = grid
        if grid.numbers:
            mark = grid.lines[grid.row][grid.column]
            text = f"第{grid.numbers[grid.row]}册，{self._classes[grid.column]}，" + (
                "未评" if mark == BLANK else f"{mark} 星"
            )
        else:
            text = "还没有评分册"
        self.setAccessibleName(text)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def undo_here(self) -> str:
        """Ctrl+Z (ui.kit.history.window_undo) must not reach past the keying."""
        return "这里用退格键清掉打错的星级"

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        figure = figure_of(event)
        if figure:
            key = marks.CLEAR if figure == "0" else figure
        else:
            key = _KEYS.get(Qt.Key(event.key()), event.text())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif control and event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
        elif not control and key and (key in "12345" or key in _KEYS.values()):
            if not (event.isAutoRepeat() and key in "12345"):
                self._press(key)
        elif not figure:  # a wrong one is no way to another building
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next_one: bool) -> bool:
        """Tab walks through the cells and leaves only at the ends."""
        moved = self._grid.press(marks.NEXT if next_one else marks.PREVIOUS)
        if moved == self._grid:
            return super().focusNextPrevChild(next_one)
        self._take(moved)
        return True

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        for row in range(len(self._grid.numbers)):
            for column in range(marks.CLASSES):
                if self._cell(row, column).contains(event.position().toPoint()):
                    self._take(self._grid.at(row, column))

    @override
    def sizeHint(self) -> QSize:
        return QSize(
            theme.px(600), theme.px(_HEAD) + theme.px(_ROW) * max(1, len(self._grid.numbers))
        )

    def _press(self, key: str) -> None:
        self._take(self._grid.press(key))

    def _take(self, grid: StarGrid) -> None:
        if grid != self._grid:
            self.show_grid(grid)
            self.edited.emit(grid)

    # Painting.

    def _cell(self, row: int, column: int) -> QRect:
        width = min(theme.px(220), (self.width() - theme.px(160)) // marks.CLASSES)
        left = theme.px(160) + column * width
        height = theme.px(_ROW)
        return QRect(left, theme.px(_HEAD) + row * height, width, height)

    def _font(self, size: int, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(theme.px(size))
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font(13))
        painter.setPen(theme.color("muted"))
        head = theme.px(_HEAD)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(theme.px(12), 0, theme.px(140), head), left, "评分册")
        for column, title in enumerate(self._classes):
            cell = self._cell(0, column)
            painter.drawText(
                QRect(cell.left(), 0, cell.width(), head), Qt.AlignmentFlag.AlignCenter, title
            )
        painter.setPen(theme.color("line"))
        painter.drawLine(0, head - 1, self.width(), head - 1)
        for row in range(len(self._grid.numbers)):
            self._paint_row(painter, row)
        painter.end()

    def _paint_row(self, painter: QPainter, row: int) -> None:
        top, height = self._cell(row, 0).top(), theme.px(_ROW)
        now = row == self._grid.row and self.hasFocus()
        if now:
            painter.fillRect(QRect(0, top, self.width(), height), theme.color("select"))
        painter.setPen(theme.color("row-line"))
        painter.drawLine(0, top + height - 1, self.width(), top + height - 1)
        font = self._font(16, bold=now)
        room = QRect(theme.px(12), top, theme.px(140), height)
        name = f"第 {self._grid.numbers[row]} 册"
        painter.setFont(font)
        painter.setPen(theme.color("ink"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        for column, mark in enumerate(self._grid.lines[row]):
            self._paint_mark(painter, row, column, mark)

    def _paint_mark(self, painter: QPainter, row: int, column: int, mark: str) -> None:
        cell = self._cell(row, column)
        here = (row, column) == (self._grid.row, self._grid.column) and self.hasFocus()
        box = cell.adjusted(theme.px(10), theme.px(7), -theme.px(10), -theme.px(7))
        painter.setBrush(theme.color("paper"))
        painter.setPen(QPen(theme.color("focus" if here else "edge"), 2 if here else 1))
        painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        if mark == BLANK:
            return
        digit = QRect(box.left() + theme.px(10), box.top(), theme.px(20), box.height())
        painter.setFont(self._font(18, bold=True))
        painter.setPen(theme.color("ink"))
        painter.drawText(digit, Qt.AlignmentFlag.AlignCenter, mark)
        stars = QRect(digit.right(), box.top(), box.right() - digit.right(), box.height())
        painter.setFont(self._font(14))
        painter.setPen(theme.color("amber"))
        painter.drawText(stars, Qt.AlignmentFlag.AlignCenter, "★" * int(mark))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
