"""How the program speaks: toasts with 撤销, sentences about what went wrong, questions."""

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QHBoxLayout, QLabel, QLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from ldz_desktop.errors import Cancelled, KnownError
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.crash import DefectDialog
from ldz_desktop.ui.kit.pieces import button, column, label, row

Answer = Literal["save", "drop", "stay"]
_SHORT_MS = 4_000
_WITH_UNDO_MS = 10_000


def _read_out(widget: QWidget) -> None:
    """Tell screen readers."""
    from PySide6.QtGui import QAccessible, QAccessibleEvent

    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))


class Notices(QObject):
    """Speaks to the person at the window.

    Everything but ask() returns at once. Where a dialog is open, it speaks over the dialog.
    """

    def __init__(self, window: QWidget | None) -> None:
        super().__init__(window)
        self._window = window
        self._toast: Toast | None = None
        self._keyed: QWidget | None = None

    def leave_undo_key_to(self, window: QWidget) -> None:
        """This window has Ctrl+Z itself, and asks take_back() first. Over others (dialogs) a toast
        brings the key along."""
        self._keyed = window

    def take_back(self) -> bool:
        """Press 撤销 of the toast that stands; False where none offers it."""
        toast = self._toast
        return toast is not None and isValid(toast) and toast.take_back()

    def speak_over(self, window: QWidget) -> None:
        """Another window took over the screen."""
        self.dismiss()
        self._window = window

    def info(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """A line at the bottom that goes away by itself; with `undo` it stays for ten seconds and
        has a 撤销 button. A new one takes the place of the one before."""
        self.dismiss()
        window = self.window_of(None)
        self._toast = Toast(text, undo, window, key=window is not self._keyed)

    def written(self, text: str, path: Path) -> None:
        """A file was written: the line has 打开 and 打开所在文件夹."""
        from ldz_desktop.ui.kit import files

        self.dismiss()
        verbs = (
            ("打开", lambda: files.opener.open(path)),
            ("打开所在文件夹", lambda: files.opener.show(path)),
        )
        self._toast = Toast(text, None, self.window_of(None), verbs)

    def dismiss(self) -> None:
        """Take the present toast away (its undo is no longer offered)."""
        if self._toast is not None and isValid(self._toast):
            self._toast.leave()
        self._toast = None

    def error(self, error: KnownError) -> None:
        """The world said no: title, what happened, what to do next. Cancelled is only a toast."""
        if isinstance(error, Cancelled):
            self.info(error.message)
            return
        ErrorDialog(error, self.window_of(None)).open()

    def defect(self, error: BaseException) -> None:
        """A fault of the program: apologise, with details that can be copied (no values)."""
        DefectDialog(error, self.window_of(None)).open()

    def ask(
        self, title: str, message: str, yes: str, no: str = "取消", *, danger: bool = False
    ) -> bool:
        """A question in two verbs; waits for the answer. danger: the safe answer is the default."""
        question = Question(title, message, (yes, no), danger, self.window_of(None))
        return question.exec() == QDialog.DialogCode.Accepted

    def window_of(self, owner: QObject | None) -> QWidget:
        """Where to speak: the owner's window, else the dialog on top, else the main window."""
        if isinstance(owner, QWidget) and owner.window().isVisible():
            return owner.window()
        modal = QApplication.activeModalWidget()
        if modal is not None and modal.isVisible():
            return modal
        if self._window is None or not isValid(self._window):
            raise RuntimeError("there is no window to speak over")
        return self._window


class Toast(QFrame):
    """A dark line over the bottom of a window."""

    def __init__(
        self,
        text: str,
        undo: Callable[[], None] | None,
        window: QWidget,
        verbs: Sequence[tuple[str, Callable[[], None]]] = (),
        *,
        key: bool = True,
    ) -> None:
        """verbs: further buttons; pressing one takes the toast away. key: Ctrl+Z presses 撤销."""
        super().__init__(window)
        self.setObjectName("toast")
        self.setAccessibleName(text)
        self._undo = undo
        self._text = label(text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        layout.setSpacing(theme.px(16))
        layout.addWidget(self._text)
        if undo is not None:
            back = button("撤销", self.take_back, tip="Ctrl+Z")
            back.setProperty("role", "toast")
            layout.addWidget(back)
            if key:
                QShortcut(QKeySequence.StandardKey.Undo, self, self.take_back)
        for title, verb in verbs:
            made = button(title, functools.partial(self._take, verb))
            made.setProperty("role", "toast")
            layout.addWidget(made)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.leave)
        self._timer.start(_WITH_UNDO_MS if undo is not None or verbs else _SHORT_MS)
        window.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        _read_out(self)

    def leave(self) -> None:
        self._timer.stop()
        self._undo = None
        self.hide()
        self.deleteLater()

    def take_back(self) -> bool:
        """Press 撤销; False where it is not offered (any more)."""
        undo = self._undo
        if undo is None:
            return False
        self.leave()
        undo()
        return True

    def _take(self, verb: Callable[[], None]) -> None:
        self.leave()
        verb()

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        room = window.width() - theme.px(64)
        self._text.setWordWrap(self._text.sizeHint().width() > room - theme.px(280))
        self.setMaximumWidth(room)
        self.adjustSize()
        x = (window.width() - self.width()) // 2
        self.move(x, window.height() - self.height() - theme.px(44))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        return False

    @override
    def enterEvent(self, event: object) -> None:
        """Stays as long as the pointer rests on it."""
        self._timer.stop()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(_SHORT_MS)


class _Spoken(QDialog):
    """As high as its words need at the width it got: Qt reckons with the width they would like."""

    @override
    def showEvent(self, event: QShowEvent, /) -> None:
        super().showEvent(event)
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))


class ErrorDialog(_Spoken):
    """What the world refused and what to do next."""

    def __init__(self, error: KnownError, window: QWidget) -> None:
        super().__init__(window)
        _dress(self, error.title)
        words = column(label(error.title, "title", wrap=True), spacing=8)
        for text, role in ((error.message, ""), (error.hint, "muted")):
            if text:
                words.addWidget(label(text, role, wrap=True))  # type: ignore[arg-type]
        ok = button("知道了", self.accept, role="primary")
        ok.setDefault(True)
        _lay_out(self, "warning", "amber", words, row(None, ok))


class Question(_Spoken):
    """Two verbs to choose between. Accepted: the first."""

    def __init__(
        self, title: str, message: str, verbs: tuple[str, str], danger: bool, window: QWidget
    ) -> None:
        super().__init__(window)
        _dress(self, title)
        words = column(label(title, "title", wrap=True), spacing=8)
        if message:
            words.addWidget(label(message, wrap=True))
        yes = button(verbs[0], self.accept, role="danger" if danger else "primary")
        no = button(verbs[1], self.reject)
        _lay_out(self, "warning" if danger else "info", "red", words, row(None, no, yes))
        safe = no if danger else yes
        safe.setDefault(True)
        safe.setFocus()


class SaveQuestion(_Spoken):
    """保存, 不保存 or 取消. answer: which was pressed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.answer: Answer = "stay"
        _dress(self, "还没有保存")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)  # it is asked afterwards
        words = column(
            label("还没有保存", "title", wrap=True),
            label("填写的内容还没有保存，要保存吗？", wrap=True),
            spacing=8,
        )
        save = button("保存(&S)", lambda: self._say("save"), role="primary")
        save.setDefault(True)
        drop = button("不保存(&N)", lambda: self._say("drop"))
        stay = button("取消", self.reject)
        _lay_out(self, "info", "red", words, row(None, stay, drop, save))
        save.setFocus()

    def _say(self, answer: Answer) -> None:
        self.answer = answer
        self.accept()


def ask_to_save(window: QWidget) -> Answer:
    """Before something typed would be lost; waits for the answer."""
    question = SaveQuestion(window)
    question.exec()
    return question.answer


def _dress(dialog: QDialog, title: str) -> None:
    dialog.setObjectName("plain")
    dialog.setWindowTitle(title)
    dialog.setModal(True)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setMinimumWidth(theme.px(420))
    dialog.setMaximumWidth(theme.px(560))


def _lay_out(dialog: QDialog, icon: str, tone: str, words: QLayout, buttons: QLayout) -> None:
    picture = QLabel()
    picture.setPixmap(theme.icon(icon, tone).pixmap(theme.px(28), theme.px(28)))
    picture.setAlignment(Qt.AlignmentFlag.AlignTop)
    body = QHBoxLayout()
    body.setSpacing(theme.px(16))
    body.addWidget(picture)
    body.addLayout(words, 1)
    layout = column(body, buttons, spacing=24)
    margin = theme.px(24)
    layout.setContentsMargins(margin, margin, margin, theme.px(16))
    dialog.setLayout(layout)
