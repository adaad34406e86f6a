"""The number of envelopes of one building, typed and stored while going down the list."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from ldz_desktop.services.blank_papers import Lot
from ldz_desktop.services.evaluation_batches import MOST_ENVELOPES
from ldz_desktop.ui.evaluation.panels import card_width
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import NumberEditor
from ldz_desktop.ui.kit.pieces import button, column, label, restyle, row

_ENTER = "回车存下，到下一栋。"
_CLOSED = "本月已封，不能改；表还可以印。"
_STEPS = {Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class EnvelopeCard(QFrame):
    """stepped(±1): Enter, Down or Up in the field; fill_wanted: the button."""

    stepped = Signal(int)
    fill_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._hinted = ""
        self._name = label("", "title")
        self.field = NumberEditor(0, MOST_ENVELOPES)
        self.field.setFixedWidth(theme.px(80))
        self.field.setAccessibleName("发出")
        self.field.setToolTip(_ENTER)
        self.field.installEventFilter(self)
        caption = label("发出(&N)")
        caption.setBuddy(self.field)
        self._hint = label("", "muted", wrap=True)
        self.fill = button(
            "没登记的按在住户数(&H)", self.fill_wanted.emit, tip="列出的楼栋，一户一个信封"
        )
        line = row(caption, self.field, label("个信封"), None)
        layout = column(self._name, line, self._hint, self.fill)
        side = theme.px(16)
        layout.setContentsMargins(side, theme.px(12), side, theme.px(12))
        self.setLayout(layout)
        self.setFixedWidth(card_width())

    def set_open(self, *, is_open: bool) -> None:
        """Whether the month still takes numbers."""
        self.field.setEnabled(is_open)
        self.fill.setEnabled(is_open)
        # Large type has no room for what the tool tip says too.
        self._hinted = ("" if theme.is_large() else _ENTER) if is_open else _CLOSED

    def show_lot(self, lot: Lot | None) -> None:
        """The building under the cursor."""
        self.field.set_value(lot.given if lot is not None else None)
        self.field.setModified(False)
        self._name.setText(lot.building if lot is not None else "")
        self._say("")

    def good(self) -> bool:
        """Whether a number, or nothing, stands in the field; says so where not."""
        problem = self.field.problem()
        self._say(problem)
        return not problem

    def hint(self) -> str:
        """What is said below the field."""
        return self._hint.text()

    def begin(self, digit: str = "") -> None:
        """Put the cursor into the field; digit: the first of a new number."""
        if not self.field.isEnabled():
            return
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()
        if digit:
            self.field.insert(digit)
            self.field.setModified(True)

    def _say(self, problem: str) -> None:
        self._hint.setText(problem or self._hinted)
        self._hint.setVisible(bool(problem or self._hinted))
        restyle(self._hint, "role", "error" if problem else "muted")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step:
            self.stepped.emit(step)
        return bool(step)
