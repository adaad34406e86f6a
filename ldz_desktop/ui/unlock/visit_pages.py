"""Opening a visit pack: whose password opens it, and what is in it beside what is here."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldz_desktop.errors import KnownError, PasswordError
from ldz_desktop.paths import shown
from ldz_desktop.record import record
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.carrying import PACKS
from ldz_desktop.ui.kit.editors import PickEditor, TextEditor
from ldz_desktop.ui.kit.passwords import PasswordBox
from ldz_desktop.ui.kit.pieces import button, label, row
from ldz_desktop.ui.unlock.comparison import ComparisonTable
from ldz_desktop.ui.unlock.frame import Trouble, field, sheet, wrong_password

if TYPE_CHECKING:
    from ldz_desktop.services.restoring import Comparison

_WHAT = (
    "走访包里是几栋楼的户档，入户走访时用。在这里查看、修改，回办公室再带回合并。"
    "它用发出它的人的账号和密码打开。"
)
_KEPT = "现在的走访数据会整个移到数据文件夹里的“恢复前-日期”文件夹，不会删除。"
_ONCE = "打开以后存在这台电脑上，加密保存。一个走访包只在一台电脑上打开，两个人走访请发两个包。"


@record
class PackKey:
    """What opens a pack."""

    file: Path
    account: str
    password: str


class AskPage(QWidget):
    """file_chosen(Path): say who can open it (set_accounts, refuse). accepted(PackKey). left."""

    file_chosen = Signal(object)
    accepted = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._file: Path | None = None
        self.file = TextEditor("请选择走访包文件")
        self.file.setReadOnly(True)
        self.file.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pick = button("选择文件(&F) …", self.pick_file, icon="open")
        self.names = PickEditor()
        self.names.setEnabled(False)
        self.password = PasswordBox("发出走访包时的密码", "密码")
        self.trouble = Trouble()
        self.go = button("下一步：先看看(&N)", self._submit, role="primary")
        self._back = button("返回(&B)", self.left.emit)
        line = row(self.file, self.pick)
        line.setStretch(0, 1)
        chosen = QWidget()
        chosen.setLayout(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            sheet(
                "打开走访包",
                _WHAT,
                field("走访包", chosen),
                field("账号(&A)", self.names),
                field("密码(&P)", self.password),
                self.trouble,
            )
        )
        layout.addSpacing(theme.px(12))
        layout.addLayout(row(self._back, None, self.go))
        self.password.changed.connect(self._look)
        self.setFocusProxy(self.password)
        self._look()

    def pick_file(self) -> None:
        """Ask for a pack."""
        path = files.ask_open(self, "选择走访包文件", PACKS)
        if path is not None:
            self.show_file(path)

    def show_file(self, path: Path) -> None:
        """Go on with this one."""
        self._file = path
        self.file.setText(path.name)
        self.file.setCursorPosition(0)
        self.file.setToolTip(shown(path))
        self.file_chosen.emit(path)

    def set_accounts(self, names: tuple[str, ...]) -> None:
        """Who can open the pack; () while that is not known."""
        self.names.set_pairs([(name, name) for name in names])
        self.names.setEnabled(bool(names))
        self.trouble.hide()
        self._look()
        if names:
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, error: KnownError) -> None:
        wrong = isinstance(error, PasswordError)
        self.trouble.say(wrong_password(error) if wrong else error)
        self.password.set_wrong(wrong=wrong)

    def set_busy(self, *, busy: bool) -> None:
        for part in (self.pick, self.names, self.password, self._back):
            part.setEnabled(not busy)
        self.go.setText("正在打开走访包 …" if busy else "下一步：先看看(&N)")
        if busy:
            self.trouble.hide()
            self.go.setEnabled(False)
        else:
            self._look()

    def forget(self) -> None:
        """The password is not needed any more."""
        self.password.set_value(None)

    def _ready(self) -> bool:
        return self._file is not None and self.names.count() > 0 and bool(self.password.value())

    def _look(self) -> None:
        self.go.setEnabled(self._ready())

    def _submit(self) -> None:
        if self._ready() and self.go.isEnabled() and self._file is not None:
            self.password.set_wrong(wrong=False)
            key = PackKey(self._file, str(self.names.value()), self.password.value())
            self.accepted.emit(key)


class LookPage(QWidget):
    """What is in the pack. accepted: open it; left: back."""

    accepted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._table = ComparisonTable(("这个走访包", "现在的走访数据"), "做成时间")
        self.warning = label("", "error", wrap=True)
        self.words = label("", wrap=True)
        self.trouble = Trouble()
        self._caption = ""
        self.back = button("返回(&B)", self.left.emit)
        self.go = button("", self.accepted.emit, role="primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            sheet("打开这个走访包？", "", self._table, self.warning, self.words, self.trouble)
        )
        layout.addSpacing(theme.px(12))
        layout.addLayout(row(self.back, None, self.go))

    def show_comparison(self, found: "Comparison") -> None:
        """The pack beside the visit that is here now. Enter opens it, unless that would put away
        what nobody has brought back."""
        self._table.show_comparison(found)
        warning = _warning(found)
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))
        here = found.present is not None or bool(found.trouble)
        self.words.setText(f"{_KEPT}\n{_ONCE}" if here else _ONCE)
        self.trouble.hide()
        self._caption = "仍然打开(&O)" if warning else "打开(&O)"
        self.set_busy(busy=False)
        safe = self.back if warning else self.go
        self.setFocusProxy(safe)

    def refuse(self, error: KnownError) -> None:
        self.trouble.say(error)

    def set_busy(self, *, busy: bool) -> None:
        self.go.setText("正在打开 …" if busy else self._caption)
        self.go.setEnabled(not busy)
        self.back.setEnabled(not busy)
        if busy:
            self.trouble.hide()


def _warning(found: "Comparison") -> str:
    if found.unreturned:
        return (
            f"注意：现在的走访数据有 {found.unreturned} 处改动还没有带回，"
            "打开这个走访包以后就看不到了。请先返回，输入密码打开现在的，按“带回”。"
        )
    if found.trouble:
        return (
            f"注意：现在的走访数据没有读出来（{found.trouble}），不知道有没有改动还没带回。"
            "能打开的，请先返回，打开它，按“带回”。"
        )
    return ""
