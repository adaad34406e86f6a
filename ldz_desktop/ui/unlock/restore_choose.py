"""Which backup, and whose password opens it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldz_desktop.domain.backups import BEFORE_UPGRADE, ENDING, time_in_name
from ldz_desktop.domain.moments import moment_text
from ldz_desktop.errors import KnownError, PasswordError
from ldz_desktop.paths import shown
from ldz_desktop.record import record
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.passwords import PasswordBox
from ldz_desktop.ui.kit.pieces import button, row
from ldz_desktop.ui.kit.recovery_code import CodeFields
from ldz_desktop.ui.unlock.frame import Trouble, field, sheet

BACKUPS = f"备份文件 (*{ENDING});;所有文件 (*)"


@record
class Key:
    """What opens a backup: a password, or the recovery code."""

    file: Path
    account: str
    password: str
    code: str = ""


class ChoosePage(QWidget):
    """file_chosen(Path): say who can open it (set_accounts, refuse). accepted(Key). left."""

    file_chosen = Signal(object)
    accepted = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Path] = []
        self._announced: Path | None = None
        self.files = PickEditor()
        self.files.setAccessibleName("备份")
        self.files.setPlaceholderText("请选择备份文件")
        self.pick = button("选择文件(&F) …", self._pick, icon="open")
        self.names = PickEditor()
        self.names.setEnabled(False)
        self.password = PasswordBox("备份时的密码", "密码")
        self.code = CodeFields()
        self.trouble = Trouble()
        self.by_code = button("忘记密码，用恢复码(&C)", self._toggle_code, role="link")
        self.go = button("下一步：先看看(&N)", self._submit, role="primary")
        back = button("返回(&B)", self.left.emit)
        line = row(self.files, self.pick)
        line.setStretch(0, 1)
        chosen = QWidget()
        chosen.setLayout(line)
        self._by_password = QWidget()
        inner = QVBoxLayout(self._by_password)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.px(12))
        inner.addWidget(field("账号(&A)", self.names))
        inner.addWidget(field("密码(&P)", self.password))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            sheet(
                "从备份恢复",
                "备份用做备份那天的账号和密码打开。这一步只是看，不改动任何数据。",
                field("备份", chosen),
                self._by_password,
                self.code,
                self.trouble,
            )
        )
        layout.addSpacing(theme.px(12))
        layout.addLayout(row(back, self.by_code, None, self.go))
        self.code.hide()
        self.files.changed.connect(self._announce)
        self.password.changed.connect(self._look)
        self.code.changed.connect(self._look)
        self.setFocusProxy(self.password)
        self._look()

    def offer(self, found: tuple[Path, ...], wanted: Path | None = None) -> None:
        """What lies in the data folder, the newest first; wanted: the file to begin with. What
        was chosen meanwhile stays."""
        first = [path for path in (*self._found, wanted) if path is not None and path not in found]
        self._found = [*first, *found]
        self._list(wanted)

    def set_accounts(self, names: tuple[str, ...]) -> None:
        """Who can open the backup; () while that is not known."""
        self.names.set_pairs([(name, name) for name in names])
        self.names.setEnabled(bool(names))
        self.trouble.hide()
        self._look()
        if names and not self.code.isVisible():
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, error: KnownError) -> None:
        self.trouble.say(error)
        self.password.set_wrong(wrong=isinstance(error, PasswordError))

    def set_busy(self, *, busy: bool) -> None:
        for part in (self.files, self.pick, self._by_password, self.code, self.by_code):
            part.setEnabled(not busy)
        self.go.setText("正在打开备份 …" if busy else "下一步：先看看(&N)")
        if busy:
            self.trouble.hide()
            self.go.setEnabled(False)
        else:
            self._look()

    def forget(self) -> None:
        """The password is not needed any more."""
        self.password.set_value(None)

    # -- inside ----------------------------------------------------------------------------------

    def _list(self, wanted: Path | None) -> None:
        self.files.set_pairs([(path, _title(path)) for path in self._found])
        if wanted is not None:
            self.files.set_value(wanted)
        self.files.setEnabled(bool(self._found))
        self._announce()

    def _pick(self) -> None:
        path = files.ask_open(self, "选择备份文件", BACKUPS)
        if path is None:
            return
        if path not in self._found:
            self._found.insert(0, path)
        self._announced = None  # also the same file again: it may have been copied anew
        self._list(path)

    def _announce(self) -> None:
        path = self.files.value()
        if isinstance(path, Path) and path != self._announced:
            self._announced = path
            self.files.setToolTip(shown(path))
            self.file_chosen.emit(path)

    def _toggle_code(self) -> None:
        by_code = not self.code.isVisible()
        self.code.setVisible(by_code)
        self._by_password.setVisible(not by_code)
        self.by_code.setText("用密码(&C)" if by_code else "忘记密码，用恢复码(&C)")
        self.trouble.hide()
        (self.code if by_code else self.password).setFocus(Qt.FocusReason.OtherFocusReason)
        self._look()

    def _ready(self) -> bool:
        if not isinstance(self.files.value(), Path) or not self.names.count():
            return False
        return self.code.complete() if self._coding() else bool(self.password.value())

    def _coding(self) -> bool:
        return not self.code.isHidden()

    def _look(self) -> None:
        self.go.setEnabled(self._ready())

    def _submit(self) -> None:
        file = self.files.value()
        if self._ready() and self.go.isEnabled() and isinstance(file, Path):
            self.password.set_wrong(wrong=False)
            code = self.code.code() if self._coding() else ""
            self.accepted.emit(Key(file, str(self.names.value()), self.password.value(), code))


def _title(path: Path) -> str:
    when = time_in_name(path.name)
    if when is None:
        return path.name
    kind = "升级前" if path.name.startswith(BEFORE_UPGRADE) else "自动备份"
    place = kind if path.parent.name == "backups" else path.parent.name or path.parent
    return f"{moment_text(when)}（{place}）"
