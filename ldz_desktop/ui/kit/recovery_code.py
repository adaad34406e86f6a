"""The recovery code on the screen: shown once, printed, and typed back group by group.

Eight groups of six digits, each sixteen bits times eleven (reliability.md §3.8): a group that is
not divisible by eleven was mistyped, and can be named as soon as it is complete.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QWidget
from typing_extensions import override

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.line_editor import LineEditor
from ldz_desktop.ui.kit.pieces import column, label, restyle

GROUPS = 8
DIGITS = 6
_CHECK = 11


def group_fits(text: str) -> bool:
    """Whether six digits can be a group of a recovery code."""
    if len(text) != DIGITS or not text.isascii() or not text.isdigit():
        return False
    return int(text) % _CHECK == 0 and int(text) // _CHECK <= 0xFFFF


def digits_of(text: str) -> str:
    """The digits of what was typed or pasted, full-width ones too."""
    return "".join(str(int(c)) for c in text if c.isdecimal())


class GroupField(LineEditor):
    """One group. Takes digits only; leaves to the next one when it is complete and fits."""

    completed = Signal()
    pasted = Signal(str)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(f"第 {number} 组", keys_only=True, parent=parent)
        self.number = number
        self.setAccessibleName(f"恢复码第 {number} 组")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumWidth(theme.px(96))
        self.textEdited.connect(self._typed)

    def fits(self) -> bool:
        return group_fits(self.text())

    def wrong(self) -> bool:
        """Complete and mistyped."""
        return len(self.text()) == DIGITS and not self.fits()

    def _typed(self, text: str) -> None:
        digits = digits_of(text)
        if len(digits) > DIGITS:
            self.pasted.emit(digits)
            return
        if digits != text:
            self.setText(digits)
        restyle(self, "state", "refused" if self.wrong() else "")
        if self.fits():
            self.completed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            digits = digits_of(QApplication.clipboard().text())
            self.pasted.emit(digits)
            return
        super().keyPressEvent(event)


class CodeFields(QWidget):
    """Some groups of the code to type. changed: one of them changed; problem(): which are wrong.

    expected: what the groups must be, where that is known (typing back after printing).
    """

    changed = Signal()

    def __init__(
        self,
        numbers: Sequence[int] = tuple(range(1, GROUPS + 1)),
        expected: Sequence[str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._expected = dict(zip(numbers, expected, strict=True)) if expected else {}
        self.fields = [GroupField(number) for number in numbers]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(8))
        for place, field in enumerate(self.fields):
            grid.addWidget(field, place // 4, place % 4)
            field.completed.connect(lambda place=place: self._next(place))
            field.pasted.connect(lambda digits, place=place: self._fill(place, digits))
            field.changed.connect(self._typed)
            field.installEventFilter(self)
        self._words = label("", "error", wrap=True)
        self._words.hide()
        grid.addWidget(self._words, 2, 0, 1, 4)
        self.setFocusProxy(self.fields[0])

    def code(self) -> str:
        """The groups typed, joined by hyphens."""
        return "-".join(field.text() for field in self.fields)

    def complete(self) -> bool:
        """Every group is there and fits."""
        return all(self._right(field) for field in self.fields)

    def problem(self) -> str:
        """Names the groups that are complete and wrong; empty where there are none."""
        wrong = [
            field.number
            for field in self.fields
            if len(field.text()) == DIGITS and not self._right(field)
        ]
        if not wrong:
            return ""
        named = "、".join(f"第 {number} 组" for number in wrong)
        return f"{named}不对，请对照纸上的数字再看一遍。"

    def _right(self, field: GroupField) -> bool:
        expected = self._expected.get(field.number)
        return field.fits() if expected is None else field.text() == expected

    def _typed(self) -> None:
        for field in self.fields:
            complete = len(field.text()) == DIGITS
            wrong = complete and not self._right(field)
            restyle(field, "state", "refused" if wrong else "")
        problem = self.problem()
        self._words.setText(problem)
        self._words.setVisible(bool(problem))
        self.changed.emit()

    def _next(self, place: int) -> None:
        if place + 1 < len(self.fields) and self._right(self.fields[place]):
            self.fields[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
            self.fields[place + 1].selectAll()

    def _fill(self, place: int, digits: str) -> None:
        """Spread what was pasted over this group and the ones behind it."""
        if len(digits) == GROUPS * DIGITS and len(self.fields) == GROUPS:
            place = 0
        parts = [digits[i : i + DIGITS] for i in range(0, len(digits), DIGITS)]
        for field, part in zip(self.fields[place:], parts, strict=False):
            field.setText(part)
        last = min(place + len(parts), len(self.fields) - 1)
        self.fields[last].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace in an empty group goes back to the one before."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Backspace
            and isinstance(watched, GroupField)
            and not watched.text()
        ):
            place = self.fields.index(watched)
            if place > 0:
                self.fields[place - 1].setFocus(Qt.FocusReason.BacktabFocusReason)
                return True
        return False


class CodeView(QFrame):
    """A code to be copied to paper: two rows of four numbered groups."""

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        groups = code.split("-")
        self.setAccessibleName("恢复码 " + " ".join(groups))
        grid = QGridLayout(self)
        margin = theme.px(16)
        grid.setContentsMargins(margin, theme.px(12), margin, theme.px(12))
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(10))
        for place, group in enumerate(groups):
            small = label(f"第 {place + 1} 组", "small")
            number = QLabel(group)
            number.setProperty("role", "code")
            number.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            for part in (small, number):
                part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addLayout(column(small, number, spacing=0), place // 4, place % 4)
