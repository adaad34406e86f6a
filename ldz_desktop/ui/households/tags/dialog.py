"""One tag of a person: kind, start, end, basis."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from typing_extensions import override

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.tags import TYPED, Tag
from ldz_desktop.errors import KnownError
from ldz_desktop.services.undoable import Done
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.editors import DateEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row


class TagDialog(Dialog):
    """A new tag, or one to change, end or delete; each can be undone from its toast."""

    def __init__(
        self,
        bench: Bench,
        people: Sequence[Resident],
        tag: Tag | None,
        after: Callable[[], None],
        parent: QWidget,
    ) -> None:
        """people: whose tags may be typed here (the one of `tag` alone when it is given); after:
        called when it was done, and again when it was taken back."""
        super().__init__(parent)
        self._bench = bench
        self._after = after
        self._tag = tag
        self._parent = parent
        self.setWindowTitle("添加标签" if tag is None else "修改标签")
        self.setModal(True)
        self.setObjectName("plain")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(460))
        self.who = PickEditor([(person.id, person.name) for person in people])
        self.kind = PickEditor([(None, "请选择"), *((kind, kind) for kind in TYPED)])
        self.form = Form()
        self.form.add("resident_id", "居民(&R)", self.who)
        self.form.add("kind", "标签(&K)", self.kind, hint="高龄、独居由程序按档案算出，不用填写。")
        self.form.add("from_on", "开始(&F)", DateEditor("不清楚可以不填"))
        self.form.add("to_on", "结束(&T)", DateEditor("还在持续就不填"))
        self.form.add("basis", "依据(&B)", TextEditor("例如：残疾人证、低保证号、入户登记"))
        self.form.show_field("resident_id", visible=tag is None and len(people) > 1)
        if tag is not None:
            self.form.set_values(
                {"kind": tag.kind, "from_on": tag.from_on, "to_on": tag.to_on, "basis": tag.basis}
            )
        self.save_button = button("保存(&S)", self._save, role="primary")
        self.save_button.setDefault(True)
        self.form.answers_enter(self._save)
        self.end_button = button("今天结束(&E)", self._end, tip="以后不再计入，档案里还看得到")
        self.delete_button = button("删除(&X)", self._delete, role="danger", tip="只在填错时用")
        running = tag is not None and tag.held_on(bench.office.today())
        self.end_button.setVisible(running)
        self.delete_button.setVisible(tag is not None)
        title = label(self.windowTitle(), "title")
        layout = column(
            title if len(people) > 1 else row_title(title, people),
            self.form,
            row(
                self.delete_button, self.end_button, None, button("取消", self.reject),
                self.save_button,
            ),
            spacing=16,
        )  # fmt: skip
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        self.kind.setFocus()

    @override
    def unsaved(self) -> bool:
        return self.form.edited()

    @override
    def save_changes(self) -> None:
        self._save()

    def _typed(self) -> Tag:
        values = self.form.values()
        resident = self._tag.resident_id if self._tag else int(values["resident_id"] or 0)
        return Tag(
            self._tag.id if self._tag else 0, resident, str(values["kind"] or ""),
            values["from_on"], values["to_on"], values["basis"],
        )  # fmt: skip

    def _save(self) -> None:
        """Ask the service what is odd, then save; notes alone do not stop it twice."""
        if not self.save_button.isEnabled():
            return
        unreadable = self.form.unreadable()
        if unreadable:
            self._show(unreadable)
            return
        tag, office, before = self._typed(), self._bench.office, self._tag

        def checked(problems: tuple[Problem, ...]) -> None:
            if self._show(problems):
                self._do(
                    lambda: (
                        office.tags.add(tag) if before is None else office.tags.change(before, tag)
                    )
                )

        self._bench.tasks.run(lambda progress: office.tags.check(tag), checked, owner=self)

    def _show(self, problems: Sequence[Problem]) -> bool:
        fine = self.form.set_problems(problems)
        self.adjustSize()
        return fine

    def _end(self) -> None:
        tag, office = self._tag, self._bench.office
        if tag is not None:
            self._do(lambda: office.tags.end(tag.id))

    def _delete(self) -> None:
        tag, office = self._tag, self._bench.office
        if tag is not None:
            self._do(lambda: office.tags.remove(tag.id))

    def _do(self, work: Callable[[], Done]) -> None:
        """Closes once it is done; the toast's 撤销 outlives it, so the widget below owns it."""
        self.save_button.setEnabled(False)
        after = self._after

        def done() -> None:
            if isValid(self):
                self.accept()
            after()

        do(self._bench, self._parent, work, done, self._failed)

    def _failed(self, error: KnownError) -> None:
        self.save_button.setEnabled(True)
        self._bench.notices.error(error)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.adjustSize()


def row_title(title: QWidget, people: Sequence[Resident]) -> QWidget:
    """The title with the name behind it."""
    made = QWidget()
    made.setLayout(row(title, label(people[0].name if people else "", "muted"), None))
    return made
