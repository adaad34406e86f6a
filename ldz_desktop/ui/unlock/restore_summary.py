"""What restoring would change, and where what was here before lies afterwards."""

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldz_desktop.errors import KnownError
from ldz_desktop.paths import shown
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.pieces import button, column, label, row
from ldz_desktop.ui.unlock.comparison import ComparisonTable
from ldz_desktop.ui.unlock.frame import Trouble, sheet

if TYPE_CHECKING:
    from pathlib import Path

    from ldz_desktop.services.restoring import Comparison, Restored

_MAY_BREAK = "\N{ZERO WIDTH SPACE}"  # a path has no spaces to be broken at
_KEPT = "现在的数据会整个移到数据文件夹里的“恢复前-日期”文件夹，不会删除。"


class SummaryPage(QWidget):
    """accepted: go on; left: back to the choice."""

    accepted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._table = ComparisonTable(("这个备份", "现在的数据"), "备份时间")
        self.warning = label("", "error", wrap=True)
        self.words = label("", wrap=True)
        self.trouble = Trouble()
        self._back = button("返回(&B)", self.left.emit)
        self.go = button("恢复并打开(&R)", self.accepted.emit, role="primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            sheet("恢复这个备份？", "", self._table, self.warning, self.words, self.trouble)
        )
        layout.addSpacing(theme.px(12))
        layout.addLayout(row(self._back, None, self.go))
        self.setFocusProxy(self.go)

    def show_comparison(self, found: "Comparison") -> None:
        """The backup beside what is here now."""
        self._table.show_comparison(found)
        warning = _warning(found)
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))
        self.words.setText(_words(found))
        self.trouble.hide()
        self.set_busy(busy=False)

    def set_busy(self, *, busy: bool) -> None:
        self.go.setText("正在恢复 …" if busy else "恢复并打开(&R)")
        self.go.setEnabled(not busy)
        self._back.setEnabled(not busy)
        if busy:
            self.trouble.hide()


class DonePage(QWidget):
    """It is done; where the data lies that was here before. accepted: open (again)."""

    accepted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._aside: Path | None = None
        self.words = label("", wrap=True)
        self.place = label("", "strong", wrap=True)
        self.trouble = Trouble()
        self._undo = label(
            "恢复错了也不要紧：关闭程序，把那个文件夹里的文件移回它外面的数据文件夹，就和原来一样。"
            "确定不再需要时，再删除那个文件夹。",
            "muted",
            wrap=True,
        )
        self.go = button("打开(&O)", self.accepted.emit, role="primary")
        self._opener = button("查看文件夹(&F)", self._open_folder, icon="open")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.heading = label("", "heading")
        parts = (self.heading, self.trouble, self.words, self.place, self._undo)
        layout.addLayout(column(*parts, spacing=12))
        layout.addSpacing(theme.px(12))
        layout.addLayout(row(self._opener, None, self.go))
        self.setFocusProxy(self.go)

    def show_restored(self, restored: "Restored") -> None:
        self._aside = restored.aside
        path = "" if restored.aside is None else shown(restored.aside)
        self.place.setText(re.sub(r"(?<=[\\/])", _MAY_BREAK, path))
        self.place.setToolTip(path)
        for part in (self.place, self._undo, self._opener):
            part.setVisible(restored.aside is not None)
        where = "原来的数据整个移到了这个文件夹：" if restored.aside is not None else ""
        self.words.setText(f"恢复了 {restored.households:,} 户。{where}")
        self.heading.setText("已经恢复")
        self.set_busy(busy=False)
        self.trouble.hide()

    def say_not_opened(self, error: "KnownError") -> None:
        """It is restored all the same, and how to open it is what is left to say."""
        self.heading.setText("已经恢复，还没有打开")
        hint = f"{error.hint}然后再按“打开”，不用再恢复一次。"
        self.trouble.say(KnownError(error.title, error.message, hint))
        self.set_busy(busy=False)

    def set_busy(self, *, busy: bool) -> None:
        self.go.setText("正在打开 …" if busy else "打开(&O)")
        self.go.setEnabled(not busy)
        if not busy and self.isVisible():  # a button that rests loses the keyboard to the next one
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_folder(self) -> None:
        if self._aside is not None:
            files.open_folder(self._aside)


def _warning(found: "Comparison") -> str:
    if found.unreturned:
        return (
            f"注意：这里是走访用的数据，有 {found.unreturned} 处改动还没有带回，"
            "恢复以后就看不到了。请先返回，输入密码打开它，按“带回”。"
        )
    if found.other:
        return "注意：这个备份是另一个办公室的，不是现在打开的这个。"
    if found.newer:
        return "现在的数据比这个备份新：备份以后的改动不在备份里，恢复以后看不到它们。"
    return ""


def _words(found: "Comparison") -> str:
    if found.trouble:
        return f"现在的数据没有读出来（{found.trouble}），比不了新旧。{_KEPT}"
    if found.present is None:
        return "这台电脑上还没有数据，恢复以后直接打开。"
    return _KEPT
