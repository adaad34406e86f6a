"""The way back in where the password is forgotten."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.passwords import NewPassword
from ldz_desktop.ui.kit.pieces import button, row
from ldz_desktop.ui.kit.recovery_code import CodeFields
from ldz_desktop.ui.unlock.frame import Trouble, field, sheet


class RescuePage(QWidget):
    """The recovery code, whose account it is, and a new password."""

    def __init__(self, go: Callable[[str, str, str], None], back: Callable[[], None]) -> None:
        super().__init__()
        self._go = go
        self.code = CodeFields()
        self._names = QComboBox()
        self._names.setEditable(True)
        self._names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._names.setCompleter(None)  # type: ignore[arg-type]
        self.password = NewPassword()
        self.trouble = Trouble()
        self._button = button("打开并换新密码(&O)", self._submit, role="primary")
        self._cancel = button("返回(&B)", back)
        self.code.changed.connect(self._typed)
        self.password.changed.connect(self._typed)
        self._names.currentTextChanged.connect(lambda _: self._typed())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            sheet(
                "用恢复码找回",
                "恢复码打印在密封信封里的那张纸上：8 组、每组 6 位数字。输完一组就会核对一组。",
                self.code,
                field("账号(&A)", self._names),
                field("新密码(&P)", self.password),
                self.trouble,
            )
        )
        layout.addSpacing(theme.px(12))
        layout.addLayout(row(self._cancel, None, self._button))
        self._typed()

    def set_accounts(self, names: tuple[str, ...], last: str) -> None:
        self._names.clear()
        self._names.addItems(list(names))
        self.choose(last if last in names else "")

    def choose(self, name: str) -> None:
        if name:
            self._names.setCurrentText(name)

    def set_busy(self, *, busy: bool) -> None:
        for part in (self.code, self._names, self.password, self._cancel):
            part.setEnabled(not busy)
        self._button.setText("正在打开 …" if busy else "打开并换新密码(&O)")
        self._typed()
        if busy:
            self._button.setEnabled(False)
            self.trouble.hide()

    def _ready(self) -> bool:
        named = bool(self._names.currentText().strip())
        return named and self.code.complete() and not self.password.problem()

    def _typed(self) -> None:
        self.password.set_account(self._names.currentText())
        self._button.setEnabled(self._ready())

    def _submit(self) -> None:
        if self._button.isEnabled():
            name = self._names.currentText().strip()
            self._go(self.code.code(), name, self.password.value())
