"""Answers below a search field: keyboard from the field, never taking the focus from it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ldz_desktop.record import record
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import label
from ldz_desktop.ui.kit.records import Index
from ldz_desktop.ui.kit.search_field import SearchField

_ROW_PX = 40
_SHOWN = 9


@record
class Answer:
    """One line of the popup. value: what chosen() hands over."""

    icon: str
    title: str
    detail: str
    value: object


class _Answers(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._answers: tuple[Answer, ...] = ()

    def set_answers(self, answers: Sequence[Answer]) -> None:
        self.beginResetModel()
        self._answers = tuple(answers)
        self.endResetModel()

    def answer(self, row: int) -> Answer | None:
        return self._answers[row] if 0 <= row < len(self._answers) else None

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._answers)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        answer = self.answer(index.row())
        if answer is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{answer.title}  {answer.detail}"
        return None


class _AnswerDelegate(QStyledItemDelegate):
    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model: Any = index.model()
        answer: Answer | None = model.answer(index.row())
        if answer is None:
            return
        drawn: Any = option
        rect: QRect = drawn.rect
        painter.save()
        selected = bool(drawn.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, theme.color("select" if selected else "paper"))
        side = theme.px(18)
        left = rect.left() + theme.px(12)
        picture = theme.icon(answer.icon, "red" if selected else "faint")
        picture.paint(painter, left, rect.center().y() - side // 2 + 1, side, side)
        left += side + theme.px(10)
        font = QFont(drawn.font)
        font.setWeight(QFont.Weight.DemiBold)
        wide = min(QFontMetrics(font).horizontalAdvance(answer.title), rect.width() * 6 // 10)
        self._write(painter, QRect(left, rect.top(), wide + 2, rect.height()), font, answer.title)
        left += wide + theme.px(12)
        small = QFont(drawn.font)
        small.setPixelSize(theme.px(13))
        painter.setPen(theme.color("muted"))
        rest = QRect(left, rect.top(), rect.right() - left - theme.px(12), rect.height())
        self._write(painter, rest, small, answer.detail)
        painter.restore()

    def _write(self, painter: QPainter, rect: QRect, font: QFont, text: str) -> None:
        painter.setFont(font)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(200), theme.px(_ROW_PX))


class HitPopup(QFrame):
    """Hangs below a SearchField, inside the same window.

    chosen(value): Enter or a click on an answer. While it is open, the field's arrow keys, Enter
    and Esc work on it; Enter before the answers are there opens the best one when they come.
    """

    chosen = Signal(object)

    def __init__(self, field: SearchField, window: QWidget, name: str = "查找结果") -> None:
        super().__init__(window)
        self.setObjectName("popup")
        self._field = field
        self._window = window
        self._answered = ""
        self._open_first = False
        self._model = _Answers(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_AnswerDelegate(self._list))
        self._list.setAccessibleName(name)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.clicked.connect(lambda index: self._choose(index.row()))
        self._none = label("", "muted", wrap=True)
        self._none.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(6))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, theme.px(6), 1, theme.px(6))
        layout.setSpacing(0)
        layout.addWidget(self._list)
        layout.addWidget(self._none)
        field.installEventFilter(self)
        window.installEventFilter(self)
        self.hide()

    def show_answers(self, text: str, answers: Sequence[Answer]) -> None:
        """The answers to `text`; the first one is marked."""
        self._answered = text
        self._model.set_answers(answers)
        self._list.setVisible(bool(answers))
        self._none.setVisible(not answers)
        self._none.setText(f"没有找到“{text}”。可以试姓名、拼音首字母、号码后四位或房号。")
        self._field.setAccessibleDescription(f"找到 {len(answers)} 条" if answers else "没有找到")
        if answers:
            self._list.setCurrentIndex(self._model.index(0, 0))
            self._list.scrollToTop()
        if self._open_first and answers:
            self._choose(0)
            return
        self._open_first = False
        if self._field.hasFocus():
            self._place()
            self.show()
            self.raise_()

    def dismiss(self) -> None:
        """Close without choosing."""
        self._open_first = False
        self._field.setAccessibleDescription("")
        self.hide()

    def answers(self) -> list[Answer]:
        """What is listed."""
        found = (self._model.answer(row) for row in range(self._model.rowCount()))
        return [a for a in found if a is not None]

    def current(self) -> Answer | None:
        """The marked one."""
        return self._model.answer(self._list.currentIndex().row())

    def _choose(self, row: int) -> None:
        answer = self._model.answer(row)
        self.dismiss()
        if answer is not None:
            self.chosen.emit(answer.value)

    def _place(self) -> None:
        rows = min(_SHOWN, self._model.rowCount())
        self._list.setFixedHeight(rows * theme.px(_ROW_PX))
        width = max(self._field.width(), theme.px(420))
        corner = self._field.mapTo(self._window, QPoint(0, self._field.height() + theme.px(4)))
        left = corner.x() + self._field.width() - width  # flush right with the field
        inner = rows * theme.px(_ROW_PX) if rows else self._none.heightForWidth(width - 2)
        height = inner + theme.px(12)
        top = corner.y()
        if top + height > self._window.height():  # no room below: it hangs above
            top = max(0, top - self._field.height() - theme.px(8) - height)
        self.setGeometry(max(theme.px(8), left), top, width, height)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
            return False
        if event.type() == QEvent.Type.FocusOut:
            self.dismiss()
        elif event.type() == QEvent.Type.FocusIn and self._answered == self._field.wanted() != "":
            self.show_answers(self._answered, self.answers())
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return not self._field.composing() and self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            return True
        if not self.isVisible():
            return False
        if key == Qt.Key.Key_Escape:
            self.dismiss()
            return True
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _SHOWN,
            Qt.Key.Key_PageUp: -_SHOWN,
        }
        if key not in steps or not self._model.rowCount():
            return False
        row = self._list.currentIndex().row() + steps[Qt.Key(key)]
        row = max(0, min(self._model.rowCount() - 1, row))
        self._list.setCurrentIndex(self._model.index(row, 0))
        return True

    def _enter(self) -> None:
        if not self._field.wanted():
            return
        if self.isVisible() and self._answered == self._field.wanted():
            self._choose(self._list.currentIndex().row())
            return
        self._open_first = True
        self._field.search_now()
        if self._answered == self._field.wanted():
            self.show_answers(self._answered, self.answers())
