"""The pages of the first run after the office has been made: its recovery code, and what next."""

import random
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, label, row
from ldz_desktop.ui.kit.recovery_code import GROUPS, CodeFields, CodeView
from ldz_desktop.ui.unlock.first_pages import ChoiceButton
from ldz_desktop.ui.unlock.frame import sheet


class CodePage(QWidget):
    """Shows the code; then hides it and asks for two of its groups.

    changed: look at confirmed() again. print_wanted, save_wanted: the sheet of paper.
    """

    changed = Signal()
    print_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self._steps = QStackedWidget()
        self._steps.addWidget(self._showing())
        self._steps.addWidget(self._asking())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            sheet(
                "恢复码",
                "忘记密码时，只有恢复码能打开数据。它只在这里显示这一次，"
                "请打印两份，分别封进信封，一份锁在单位，一份交上级保管。",
            )
        )
        layout.addWidget(self._steps, 1)
        self.setFocusProxy(self.done)

    def asking(self) -> bool:
        """The code is hidden, and two groups are asked for."""
        return self._steps.currentIndex() == 1

    def confirmed(self) -> bool:
        """Both groups were typed back from the paper."""
        return self.asking() and self.fields.complete()

    def ask_back(self) -> None:
        """Hide the code and ask for two groups."""
        self._steps.setCurrentIndex(1)
        self.fields.setFocus()
        self.changed.emit()

    def _show_again(self) -> None:
        self._steps.setCurrentIndex(0)
        self.changed.emit()

    def _showing(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(16))
        layout.addWidget(CodeView(self._code))
        self.done = button("已打印或抄好，下一步核对(&N)", self.ask_back, role="primary")
        layout.addLayout(
            row(
                button("打印(&P)", self.print_wanted.emit, icon="print"),
                button("存为 PDF(&S)", self.save_wanted.emit, icon="save"),
                None,
                self.done,
            )
        )
        layout.addStretch(1)
        return page

    def _asking(self) -> QWidget:
        page = QWidget()
        numbers = sorted(random.SystemRandom().sample(range(1, GROUPS + 1), 2))
        groups = self._code.split("-")
        self.fields = CodeFields(numbers, [groups[n - 1] for n in numbers])
        self.fields.changed.connect(self.changed)
        self.fields.setMaximumWidth(theme.px(280))
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(16))
        words = f"请看着纸上的恢复码，输入第 {numbers[0]} 组和第 {numbers[1]} 组。"
        layout.addWidget(label(words, "strong", wrap=True))
        layout.addWidget(self.fields)
        layout.addLayout(row(button("再看一遍恢复码(&V)", self._show_again, role="link"), None))
        layout.addStretch(1)
        return page


class ReadyPage(QWidget):
    """Everything is there; what to do first."""

    def __init__(
        self, office: str, begin: Callable[[], object], bring: Callable[[], object]
    ) -> None:
        super().__init__()
        self.choices = (
            ChoiceButton(
                "import",
                "导入已有的表格",
                "花名册、户档台账、楼栋长名单：原样导入，先看结果再写入。",
                bring,
            ),
            ChoiceButton("home", "从空白开始", "先看看界面，以后随时可以导入或逐户录入。", begin),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(sheet("准备好了", f"{office}的数据文件夹已建好，已加密。", *self.choices))
        layout.addStretch(1)
        self.setFocusProxy(self.choices[0])
