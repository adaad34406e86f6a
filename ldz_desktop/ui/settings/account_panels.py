"""What the accounts page asks: a new account, another password, a new recovery code."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from ldz_desktop.errors import KnownError, PasswordError
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.editors import TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.paper_view import print_paper, save_paper
from ldz_desktop.ui.kit.passwords import NewPassword, PasswordBox
from ldz_desktop.ui.kit.pieces import button, column, label, row
from ldz_desktop.ui.kit.recovery_code import CodeView
from ldz_desktop.ui.settings.page import page_layout


class Panel(QWidget):
    """A question with a verb and 返回; refusals are said above the buttons."""

    accepted = Signal()

    def __init__(self, heading: str, words: str, verb: str, back: Callable[[], object]) -> None:
        super().__init__()
        self._verb = verb
        self._column = page_layout(self, heading, words)
        self._said = label("", "error", wrap=True)
        self._said.hide()
        self._go = button(verb, self._submit, role="primary")
        self._back = button("返回(&B)", back)

    def finish(self, *fields: tuple[str, QWidget]) -> None:
        """Put the fields in, then the refusal and the buttons."""
        for caption, editor in fields:
            title = QLabel(caption)
            title.setProperty("role", "muted")
            title.setBuddy(editor)
            self._column.addLayout(column(title, editor, spacing=4))
            editor.setMaximumWidth(theme.px(420))
        self._column.addWidget(self._said)
        self._column.addLayout(row(self._back, self._go, None))
        self._column.addStretch(1)
        if fields:
            self.setFocusProxy(fields[0][1])
        self.look()

    @property
    def go(self) -> QPushButton:
        """The button with the verb."""
        return self._go

    def said(self) -> str:
        """The refusal that is shown."""
        return "" if self._said.isHidden() else self._said.text()

    def ready(self) -> bool:
        """Everything that is needed has been typed."""
        return True

    def look(self) -> None:
        self._go.setEnabled(self.ready())

    def set_busy(self, *, busy: bool) -> None:
        self._go.setText("请稍候 …" if busy else self._verb)
        self._go.setEnabled(not busy)
        self._back.setEnabled(not busy)
        if busy:
            self._said.hide()
        else:
            self.look()

    def refuse(self, error: KnownError) -> None:
        self.set_busy(busy=False)
        self._said.setText("".join((error.message, error.hint)))
        self._said.show()

    def _submit(self) -> None:
        if self._go.isEnabled() and self.ready():
            self.accepted.emit()


class AddPanel(Panel):
    """Another person."""

    def __init__(self, back: Callable[[], object]) -> None:
        super().__init__("添加账号", "请让同事自己输入密码。", "添加(&A)", back)
        self._name = TextEditor("姓名，如 王芳", longest=30)
        self._new = NewPassword()
        self._name.changed.connect(self._named)
        self._new.changed.connect(self.look)
        self._new.entered.connect(self._submit)
        self.finish(("账号(&N)", self._name), ("密码(&P)", self._new))

    def name(self) -> str:
        return self._name.value() or ""

    def password(self) -> str:
        return self._new.value()

    @override
    def ready(self) -> bool:
        return bool(self.name()) and not self._new.problem()

    def _named(self) -> None:
        self._new.set_account(self.name())
        self.look()


class PasswordPanel(Panel):
    """One's own password."""

    def __init__(self, back: Callable[[], object]) -> None:
        super().__init__("修改我的密码", "", "修改(&M)", back)
        self._old = PasswordBox("现在的密码", "现在的密码")
        self._new = NewPassword()
        self._old.changed.connect(self.look)
        self._new.changed.connect(self.look)
        self._new.entered.connect(self._submit)
        self.finish(("现在的密码(&O)", self._old), ("新密码(&P)", self._new))

    def old(self) -> str:
        return self._old.value()

    def password(self) -> str:
        return self._new.value()

    @override
    def ready(self) -> bool:
        return bool(self.old()) and not self._new.problem()

    @override
    def refuse(self, error: KnownError) -> None:
        super().refuse(error)
        self._old.set_wrong(wrong=isinstance(error, PasswordError))


class CodePanel(Panel):
    """The password once more, then the new code with its sheet of paper."""

    def __init__(self, bench: Bench, back: Callable[[], object]) -> None:
        super().__init__(
            "换新的恢复码",
            "新的恢复码只显示一次，旧的随即作废。请先准备好打印机或纸笔。",
            "显示新的恢复码(&R)",
            back,
        )
        self._bench = bench
        self._office = ""
        self._code = ""
        self._close = back
        self._old = PasswordBox("现在的密码", "现在的密码")
        self._old.changed.connect(self.look)
        self._old.entered.connect(self._submit)
        self._sheet = QWidget()
        self._inside = QVBoxLayout(self._sheet)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self.finish(("现在的密码(&O)", self._old))

    def old(self) -> str:
        return self._old.value()

    def code(self) -> str:
        """The new code, once it is shown."""
        return self._code

    @override
    def ready(self) -> bool:
        return bool(self.old())

    @override
    def refuse(self, error: KnownError) -> None:
        super().refuse(error)
        self._old.set_wrong(wrong=isinstance(error, PasswordError))

    def show_code(self, office: str, code: str) -> None:
        """The code in place of the question."""
        self._office, self._code = office, code
        self._old.set_value(None)
        self._old.setEnabled(False)
        self._go.hide()
        self._back.setEnabled(True)
        self._back.setText("已打印或抄好，关闭(&B)")
        self._inside.addWidget(CodeView(code))
        self._inside.addLayout(
            row(
                button("打印(&P)", lambda: self._paper(self._print), icon="print"),
                button("存为 PDF(&S)", lambda: self._paper(self._save), icon="save"),
                None,
            )
        )
        self._column.insertWidget(self._column.count() - 2, self._sheet)

    def _paper(self, then: Callable[[bytes], None]) -> None:
        office, code = self._office, self._code

        def work(progress: Progress) -> bytes:
            from ldz_desktop.reports.recovery import render_recovery_sheet

            del progress
            return render_recovery_sheet(office, code)

        self._bench.tasks.run(work, then, owner=self)

    def _print(self, pdf: bytes) -> None:
        try:
            print_paper(pdf, self, "恢复码")
        except KnownError as error:
            self._bench.notices.error(error)

    def _save(self, pdf: bytes) -> None:
        path = files.ask_save(self, "存为 PDF", files.PDF, "恢复码.pdf")
        if path is not None and save_paper(pdf, path, self._bench.notices):
            self._bench.notices.written(
                "已存好。打印后请删除这个文件，恢复码不要留在电脑里。", path
            )
