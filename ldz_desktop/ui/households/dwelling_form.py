"""The household itself, to change: dwelling, whom to call, landlord, dates, note."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from ldz_desktop.domain import codes
from ldz_desktop.domain.households import Household
from ldz_desktop.domain.masks import mask_phone
from ldz_desktop.domain.problems import Problem
from ldz_desktop.ui.households.veiled import VeiledText
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import ChoiceEditor, DateEditor, NoteEditor, TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row


class DwellingForm(QWidget):
    """save_wanted(Household), cancelled, reveal_wanted(field)."""

    save_wanted = Signal(object)
    cancelled = Signal()
    reveal_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: Household | None = None
        self._today = date.max
        self.form = Form()
        self.form.answers_enter(self.save)
        self.form.add("unit", "单元", TextEditor("没有单元就空着", longest=20))
        self.form.add("room", "房号", TextEditor("如 1102、101-1、负1层", longest=20))
        self.form.add("tenure", "居住情况", ChoiceEditor(codes.TENURE))
        self.form.add("checked_on", "上次核对", DateEditor())
        self.form.add("note", "备注", NoteEditor(lines=2))
        self.form.add("contact_name", "紧急联系人", TextEditor("姓名", longest=50))
        self.form.add("contact_relation", "与本户关系", TextEditor("如 女儿、邻居", longest=20))
        self._contact = VeiledText("手机或座机")
        self.form.add("contact_phone", "联系电话", self._contact)
        self.form.add("landlord_name", "房东", TextEditor("出租的房屋填写", longest=50))
        self._landlord = VeiledText("手机或座机")
        self.form.add("landlord_phone", "房东电话", self._landlord)
        self.form.add("opened_on", "建档日期", DateEditor())
        for field, editor in self._veiled():
            editor.reveal_wanted.connect(lambda field=field: self.reveal_wanted.emit(field))
        self.save_button = button("保存", self.save, role="primary", tip="Enter")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("plain")
        words = label("改了单元或房号，档案号不变。", "muted", wrap=True)
        inside.setLayout(column(self.form, words, None))
        within = inside.layout()
        assert within is not None
        within.setContentsMargins(0, 0, theme.px(8), 0)
        self._scroll.setWidget(inside)
        layout = column(
            label("修改房屋", "title"),
            self._scroll,
            row(self.save_button, None, button("取消", self.cancelled.emit, tip="Esc")),
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _veiled(self) -> tuple[tuple[str, VeiledText], ...]:
        return (("contact_phone", self._contact), ("landlord_phone", self._landlord))

    @property
    def before(self) -> Household:
        assert self._before is not None
        return self._before

    def edit(
        self,
        household: Household,
        today: date,
        field: str = "unit",
        revealed: frozenset[str] = frozenset(),
    ) -> None:
        """Fill in and put the cursor into a field. revealed: telephones that need no veil."""
        self._before, self._today = household, today
        keys = self.form.keys()
        self.form.set_values({key: getattr(household, key) for key in keys})
        for key, editor in self._veiled():
            if key not in revealed:
                editor.veil(mask_phone(getattr(household, key) or ""))
        wanted = self.form.editor(field)
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(wanted)

    def unveil(self, field: str) -> None:
        """A telephone was revealed."""
        for key, editor in self._veiled():
            if key == field:
                editor.unveil()

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
        if wanted.opened_on is not None and wanted.opened_on > self._today:
            problems.append(Problem("refused", "opened_on", "in_future", "建档日期不能晚于今天"))
        if self.form.set_problems(problems):
            self.save_wanted.emit(wanted)

    def undo_here(self) -> str:
        """Ctrl+Z (ui.kit.history.window_undo)."""
        return self.form.undo_here()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up; Enter in a field saves (ui.kit.forms)."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
