"""The household itself, to change: unit, room, tenure, check date, note."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from ldz_desktop.domain import codes
from ldz_desktop.domain.households import Household
from ldz_desktop.domain.problems import Problem
from ldz_desktop.ui.kit.editors import ChoiceEditor, DateEditor, NoteEditor, TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row


class DwellingForm(QWidget):
    """save_wanted(Household), cancelled."""

    save_wanted = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: Household | None = None
        self._today = date.max
        self.form = Form()
        self.form.add("unit", "单元", TextEditor("没有单元就空着", longest=20))
        self.form.add("room", "房号", TextEditor("如 1102、101-1、负1层", longest=20))
        self.form.add("tenure", "居住情况", ChoiceEditor(codes.TENURE))
        self.form.add("checked_on", "上次核对", DateEditor("如 2026年10月12日"))
        self.form.add("note", "备注", NoteEditor(lines=4))
        self.save_button = button("保存", self.save, role="primary", tip="Enter")
        layout = column(
            label("修改房屋", "title"),
            self.form,
            label("改了单元或房号，档案号不变。", "muted", wrap=True),
            None,
            row(self.save_button, None, button("取消", self.cancelled.emit, tip="Esc")),
        )
        self.setLayout(layout)

    @property
    def before(self) -> Household:
        assert self._before is not None
        return self._before

    def edit(self, household: Household, today: date, field: str = "unit") -> None:
        """Fill in and put the cursor into a field."""
        self._before, self._today = household, today
        keys = self.form.keys()
        self.form.set_values({key: getattr(household, key) for key in keys})
        self.form.editor(field).setFocus(Qt.FocusReason.OtherFocusReason)

    def fill(self, wanted: Household) -> None:
        """Type what differs from what is being edited."""
        for key in self.form.keys():  # noqa: SIM118 - a form is no dict
            editor: Any = self.form.editor(key)
            editor.set_value(getattr(wanted, key))

    def household(self) -> Household:
        """The record as the fields say."""
        values = self.form.values()
        values["unit"] = values["unit"] or ""
        values["room"] = values["room"] or ""
        return replace(self.before, **values)

    def edited(self) -> bool:
        return self._before is not None and self.household() != self._before

    def save(self) -> None:
        problems = [*self.form.unreadable()]
        wanted = self.household()
        if not wanted.room:
            problems.append(Problem("refused", "room", "required", "请填写房号"))
        if wanted.checked_on is not None and wanted.checked_on > self._today:
            problems.append(Problem("refused", "checked_on", "in_future", "核对日期不能晚于今天"))
        if self.form.set_problems(problems):
            self.save_wanted.emit(wanted)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves (in the note: Ctrl+Enter), Esc gives up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            several = isinstance(self.focusWidget(), QPlainTextEdit)
            if not several or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
