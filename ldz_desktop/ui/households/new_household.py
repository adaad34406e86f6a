"""A new household file: which dwelling. Its people are added on the card."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.domain import codes
from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import Cancelled, InputError, KnownError
from ldz_desktop.ui.households.place_fields import PlaceBoxes
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import ChoiceEditor, TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.undoable import Done

_REQUIRED = {
    "community": "请选择或填写社区",
    "compound": "请选择或填写小区",
    "building": "请选择或填写楼栋",
    "room": "请填写房号",
}


class NewHouseholdDialog(Dialog):
    """created(Done): ids[0] of its change is the new household."""

    created = Signal(object)

    def __init__(self, bench: Bench, path: Sequence[str], parent: QWidget) -> None:
        """path: the place to propose, from the community down."""
        super().__init__(parent)
        self._bench = bench
        self.setWindowTitle("新建户档")
        self.setModal(True)
        self.setObjectName("plain")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(440))
        self._boxes = PlaceBoxes()
        self.form = Form()
        self.form.add("community", "社区(&C)", self._boxes.community)
        self.form.add("compound", "小区(&K)", self._boxes.compound)
        self.form.add("building", "楼栋(&B)", self._boxes.building)
        self.form.add("unit", "单元(&U)", TextEditor("没有单元就空着", longest=20))
        self.form.add("room", "房号(&R)", TextEditor("如 1102、101-1、负1层", longest=20))
        self.form.add("tenure", "居住情况(&T)", ChoiceEditor(codes.TENURE))
        self._boxes.start(path)
        self.form.settle()
        self.create_button = button("新建(&N)", self._create, role="primary")
        self.create_button.setDefault(True)
        self.form.answers_enter(self._create)
        layout = column(
            label("新建户档", "title"),
            label(
                "先定房屋，接着在卡片上填户主和家庭成员。新的楼栋直接填写名称。", "muted", wrap=True
            ),
            self.form,
            row(None, button("取消", self.reject), self.create_button),
            spacing=16,
        )
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        office = bench.office
        bench.tasks.run(
            lambda progress: office.households.buildings(), self._boxes.know, owner=self
        )
        first = next((k for k in _REQUIRED if not self.form.values()[k]), "unit")
        self.form.editor("unit" if first == "room" else first).setFocus()

    @override
    def unsaved(self) -> bool:
        return self.form.edited()

    @override
    def save_changes(self) -> None:
        self._create()

    def _create(self) -> None:
        if not self.create_button.isEnabled():
            return
        values = self.form.values()
        missing = [
            Problem("refused", key, "required", reason)
            for key, reason in _REQUIRED.items()
            if not values[key]
        ]
        fine = self.form.set_problems(missing)
        self.adjustSize()
        if not fine:
            return
        office = self._bench.office
        place = self._boxes.values()
        dwelling = (values["unit"] or "", values["room"], values["tenure"])
        self.create_button.setEnabled(False)
        self._bench.tasks.run(
            lambda progress: _create(office, place, dwelling),
            self._done,
            owner=self,
            failed=self._failed,
        )

    def _done(self, made: "Done") -> None:
        self.accept()
        self.created.emit(made)

    def _failed(self, error: KnownError) -> None:
        self.create_button.setEnabled(True)
        if isinstance(error, InputError):
            self.form.set_problems((Problem("refused", "room", "input", error.message),))
            self.adjustSize()
        elif not isinstance(error, Cancelled):
            self._bench.notices.error(error)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Only now it is known how large the fields are in this type size."""
        super().showEvent(event)
        self.adjustSize()


def _create(
    office: "Office", place: tuple[str, str, str], dwelling: tuple[str, str, str | None]
) -> "Done":
    added = office.households.add_place(*place)
    made = office.households.create(added.ids[0], *dwelling)
    return office.history.done(Change(added.topics | made.topics, made.what, made.ids))
