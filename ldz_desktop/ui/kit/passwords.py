"""Typing passwords: one that is known, and a new one twice with a hint how good it is."""

import itertools
import sys
import unicodedata

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from ldz_desktop.services.accounts import MIN_PASSWORD
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PasswordEditor
from ldz_desktop.ui.kit.pieces import Tone, label, restyle, row, set_chip

_CAPS = "大写锁定已打开"
_VK_CAPITAL = 0x14
_COMMON = ("12345678", "abcdefgh", "qwertyui", "password", "11111111", "88888888", "66666666")


def caps_lock(event: QKeyEvent | None = None) -> bool | None:
    """Whether Caps Lock is on; None where it cannot be told. Windows says so; elsewhere a letter
    that was typed gives it away."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.user32.GetKeyState(_VK_CAPITAL) & 1)
    if event is None or len(event.text()) != 1 or not event.text().isalpha():
        return None
    if not event.text().isascii():
        return None
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return event.text().isupper() != shifted


class PasswordBox(QWidget):
    """A password that is known; says when Caps Lock is on. entered: Enter was pressed."""

    changed = Signal()
    entered = Signal()

    def __init__(self, hint: str = "", name: str = "密码", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = PasswordEditor(hint)
        self.editor.setAccessibleName(name)
        self._caps = label(_CAPS, "note")
        self._caps.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.editor)
        layout.addWidget(self._caps)
        self.setFocusProxy(self.editor)
        self.editor.changed.connect(self.changed)
        self.editor.returnPressed.connect(self.entered)
        self.editor.installEventFilter(self)

    def value(self) -> str:
        return self.editor.text()

    def set_value(self, value: str | None) -> None:
        self.editor.set_value(value)

    def set_wrong(self, *, wrong: bool) -> None:
        """A red edge, and what was typed marked, so that it can be typed over."""
        restyle(self.editor, "state", "refused" if wrong else "")
        if wrong:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self.editor.selectAll()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._note_caps(event)
        elif event.type() == QEvent.Type.FocusIn:
            self._note_caps(None)
        elif event.type() == QEvent.Type.FocusOut:
            self._caps.hide()
        return False

    def _note_caps(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() == Qt.Key.Key_CapsLock:
            self._caps.setVisible(self._caps.isHidden() and caps_lock() is not False)
            return
        state = caps_lock(event)
        if state is not None:
            self._caps.setVisible(state)


class NewPassword(QWidget):
    """A new password, typed twice. problem() says what is missing, in a sentence."""

    changed = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._account = ""
        self.first = PasswordBox(f"至少 {MIN_PASSWORD} 位", "新密码")
        self.second = PasswordBox("再输入一次", "再输入一次新密码")
        self._grade = QLabel()
        self._grade.setTextFormat(Qt.TextFormat.PlainText)
        self._words = label("一句好记的话，汉字也行（先点眼睛）。", "small", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.first)
        layout.addLayout(row(self._grade, self._words, None))
        layout.addWidget(self.second)
        self.setFocusProxy(self.first)
        self._grade.hide()
        for box in (self.first, self.second):
            box.changed.connect(self._typed)
        self.first.entered.connect(self.second.setFocus)
        self.second.entered.connect(self.entered)

    def set_account(self, name: str) -> None:
        """The account the password is for: a password that holds it is weak."""
        self._account = name

    def value(self) -> str:
        return self.first.value()

    def clear(self) -> None:
        self.first.set_value(None)
        self.second.set_value(None)

    def problem(self) -> str:
        """Empty where the password can be taken."""
        if len(plain(self.first.value())) < MIN_PASSWORD:
            return f"密码至少 {MIN_PASSWORD} 位。"
        if self.first.value() != self.second.value():
            return "两次输入的密码不一样。"
        return ""

    def _typed(self) -> None:
        text = self.first.value()
        self._grade.setVisible(bool(text))
        if text:
            grade, tone, words = strength(text, self._account)
            set_chip(self._grade, grade, tone)
            restyle(self._grade, "chip", tone)
            self._words.setText(words)
        both = bool(self.second.value()) and self.second.value() != text
        restyle(self.second.editor, "state", "refused" if both else "")
        self.changed.emit()


def plain(password: str) -> str:
    """What counts of a password: full-width letters and blanks around it make no difference."""
    return unicodedata.normalize("NFKC", password).strip()


def strength(password: str, account: str = "") -> tuple[str, Tone, str]:
    """A grade, its tone, and what would make the password better."""
    text = plain(password)
    if len(text) < MIN_PASSWORD:
        return "太短", "red", f"还差 {MIN_PASSWORD - len(text)} 位。"
    low = text.lower()
    if len(set(low)) <= 3 or any(c in low for c in _COMMON) or _runs(low):
        return "太好猜", "red", "连续或重复的字符很容易被猜到。"
    if account and account.lower() in low:
        return "偏弱", "amber", "不要把账号名写进密码。"
    kinds = sum(
        any(test(c) for c in text)
        for test in (str.isdigit, _is_latin, lambda c: not c.isalnum(), lambda c: ord(c) > 0x2E80)
    )
    if kinds < 2 and len(text) < 12:
        return "偏弱", "amber", "再长一些，或者数字和文字混着用。"
    if len(text) < 12 and kinds < 3:
        return "可以", "blue", "再长一些更稳妥。"
    return "很好", "green", "请记牢；忘记了只能用恢复码找回。"


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _runs(text: str) -> bool:
    """All digits that count up or down: 23456789."""
    steps = {ord(b) - ord(a) for a, b in itertools.pairwise(text)}
    return len(steps) == 1 and steps <= {0, 1, -1}
