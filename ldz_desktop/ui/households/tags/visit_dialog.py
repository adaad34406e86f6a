"""A visit of another day, or with a word about it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.domain.problems import Problem
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import DateEditor, NoteEditor, TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row

Given = Callable[[date, str | None, str | None], None]


class VisitDialog(Dialog):
    """Calls given(day, visitor, note)."""

    def __init__(self, address: str, today: date, given: Given, parent: QWidget) -> None:
        super().__init__(parent)
        self._today = today
        self._given = given
        self.setWindowTitle("登记走访")
        self.setModal(True)
        self.setObjectName("plain")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(420))
        self.form = Form()
        self.form.add("day", "日期(&D)", DateEditor())
        self.form.add("visitor", "走访人(&W)", TextEditor("不填就记本账号", longest=40))
        self.form.add("note", "情况(&N)", NoteEditor("例如：身体稳定，提醒用气安全", lines=3))
        self.form.set_values({"day": today})
        save = button("保存(&S)", self._save, role="primary")
        save.setDefault(True)
        self.form.answers_enter(self._save)
        layout = column(
            label("登记走访", "title"), label(address, "muted", wrap=True), self.form,
            row(None, button("取消", self.reject), save), spacing=16,
        )  # fmt: skip
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)

    @override
    def unsaved(self) -> bool:
        return self.form.edited()

    @override
    def save_changes(self) -> None:
        self._save()

    def _save(self) -> None:
        values = self.form.values()
        problems = list(self.form.unreadable())
        if not problems and values["day"] is None:
            problems.append(Problem("refused", "day", "required", "请填走访日期"))
        elif values["day"] is not None and values["day"] > self._today:
            problems.append(Problem("refused", "day", "future", "走访日期在今天之后"))
        if not self.form.set_problems(problems):
            self.adjustSize()
            return
        self.accept()
        self._given(values["day"], values["visitor"], values["note"])
