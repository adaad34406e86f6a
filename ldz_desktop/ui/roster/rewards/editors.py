"""Fields of rewards: a sum of money, and one of the leaders."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QWidget
from typing_extensions import override

from ldz_desktop.domain.amounts import parse_yuan, short_yuan
from ldz_desktop.domain.typed import narrow
from ldz_desktop.ui.kit.line_editor import LineEditor

_TEXT = int(Qt.ItemDataRole.UserRole) + 1
Person = tuple[int, str, str]
"""Id, what is shown (赵琴 · 福锦苑1栋), and further words to find by (pinyin)."""


class MoneyEditor(LineEditor):
    """A sum in yuan. value(): cents; None for an empty and for an unreadable field: ask problem()
    first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("如 1,000", longest=16, keys_only=True, parent=parent)

    def value(self) -> int | None:
        return parse_yuan(self.text())

    def set_value(self, value: int | None) -> None:
        if value is None or value != self.value():
            self.setText("" if value is None else short_yuan(value))

    def problem(self) -> str:
        """A sentence where what stands there is no sum; empty where all is well."""
        if not self.text().strip() or self.value() is not None:
            return ""
        return "请填金额，如 1000 或 1,000.50，最多两位小数"


class _Found(QCompleter):
    """Finds by name, building and pinyin, and writes the name."""

    @override
    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data() or "")


class LeaderEditor(LineEditor):
    """One of the leaders, found by typing part of the name, the building or pinyin. value(): the
    id; None for an empty field and for nobody: ask problem() first."""

    def __init__(self, people: Sequence[Person], parent: QWidget | None = None) -> None:
        super().__init__("姓名、拼音首字母或楼栋", parent=parent)
        self._people = tuple(people)
        model = QStandardItemModel(self)
        for _, shown, words in self._people:
            item = QStandardItem(shown)
            item.setData(f"{shown} {words}", _TEXT)
            model.appendRow(item)
        finder = _Found(model, self)
        finder.setCompletionRole(_TEXT)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setMaxVisibleItems(10)
        self.setCompleter(finder)

    def value(self) -> int | None:
        """Also where what was typed fits only one of them."""
        text = narrow(self.text()).strip().lower()
        if not text:
            return None
        exact = [key for key, shown, _ in self._people if shown.lower() == text]
        found = exact or [
            key for key, shown, words in self._people if text in f"{shown} {words}".lower()
        ]
        return found[0] if len(found) == 1 else None

    def set_value(self, value: int | None) -> None:
        if value != self.value() or value is None:
            self.setText(next((shown for key, shown, _ in self._people if key == value), ""))

    def problem(self) -> str:
        if not self.text().strip() or self.value() is not None:
            return ""
        return "找不到唯一的一位，请从列表里选"
