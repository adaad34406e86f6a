"""The pages of the first run that ask something: what to do, which office, which person."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import TextEditor
from ldz_desktop.ui.kit.passwords import NewPassword
from ldz_desktop.ui.kit.pieces import Button, column, label, row
from ldz_desktop.ui.unlock.frame import BRAND, Trouble, field, place_line, sheet


class ChoiceButton(Button):
    """A large button with a picture, a verb, and a line that says what happens."""

    def __init__(self, icon: str, verb: str, words: str, clicked: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "choice")
        self.setAutoDefault(False)
        self.setAccessibleName(verb)
        self.setAccessibleDescription(words)
        picture = QLabel()
        picture.setPixmap(theme.icon(icon, "red").pixmap(theme.px(28), theme.px(28)))
        title, detail = label(verb, "strong"), label(words, "muted", wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        layout.setSpacing(theme.px(16))
        layout.addWidget(picture)
        layout.addLayout(column(title, detail, spacing=2), 1)
        for part in (picture, title, detail):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda *_: clicked())


class WelcomePage(QWidget):
    """What to begin with."""

    new_wanted = Signal()
    demo_wanted = Signal()
    rescue_wanted = Signal()
    restore_wanted = Signal()
    visit_wanted = Signal()
    place_wanted = Signal()

    def __init__(self, folder: Path, *, movable: bool = False) -> None:
        """movable: the data may be kept in another place (not where the place was given)."""
        super().__init__()
        self.trouble = Trouble()
        self.choices = (
            ChoiceButton(
                "building",
                "新建办公室",
                "填写名称和密码，然后导入已有的表格。",
                self.new_wanted.emit,
            ),
            ChoiceButton(
                "eye",
                "先看演示小区",
                "虚构的 18 个小区、152 位楼栋长、24,000 户，一年的测评，随便试。",
                self.demo_wanted.emit,
            ),
            ChoiceButton(
                "open",
                "带入数据文件夹",
                "从旧电脑复制来的整个文件夹：带进来，再用密码或恢复码打开。",
                self.rescue_wanted.emit,
            ),
            ChoiceButton(
                "undo",
                "从备份恢复",
                "名字以 .ldzbackup 结尾。",
                self.restore_wanted.emit,
            ),
            ChoiceButton(
                "home",
                "打开走访包",
                "名字以 .ldzvisit 结尾。",
                self.visit_wanted.emit,
            ),
        )
        files = QWidget()
        files.setLayout(row(*self.choices[3:], spacing=12))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            sheet(
                f"欢迎使用{BRAND}",
                "户档、楼栋长、满意度测评和荣誉墙，全部存在这台电脑上，加密保存，不需要联网。",
                *self.choices[:3],
                files,
                self.trouble,
            )
        )
        layout.addStretch(1)
        layout.addWidget(place_line(folder, self.place_wanted.emit if movable else None))
        self.setFocusProxy(self.choices[0])


class OfficePage(QWidget):
    """The office's name, who signs its notices, where objections go."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.office = TextEditor("如 兴文街道办事处", longest=60)
        self.unit = TextEditor("不填就用办公室名称", longest=60)
        self.phone = TextEditor("如 0827-1234567", longest=30)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            sheet(
                "办公室",
                "这些会印在公示和表格上，以后可以在“设置”里改。",
                field("办公室名称(&O)", self.office),
                field("署名单位(&U)", self.unit),
                field("监督电话(&T)", self.phone),
            )
        )
        layout.addStretch(1)
        self.setFocusProxy(self.office)
        self.office.changed.connect(self.changed)

    def ready(self) -> bool:
        return bool(self.office.value())


class AccountPage(QWidget):
    """Who works here, and the password."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.account = TextEditor("您的姓名，如 李敏", longest=30)
        self.password = NewPassword()
        self.trouble = Trouble()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            sheet(
                "账号和密码",
                "每个人用自己的账号，改动会记在各自名下。同事的账号以后在“设置”里添加。",
                field("账号(&A)", self.account),
                field("密码(&P)", self.password),
                self.trouble,
            )
        )
        layout.addStretch(1)
        self.setFocusProxy(self.account)
        self.account.changed.connect(self._typed)
        self.password.changed.connect(self.changed)

    def ready(self) -> bool:
        return bool(self.account.value()) and not self.password.problem()

    def _typed(self) -> None:
        self.password.set_account(self.account.value() or "")
        self.changed.emit()
