"""The lists that were kept, at the left: pick one to see it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from ldz_desktop.domain.problems import Problem
from ldz_desktop.services.lists import SavedList
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel


class SavedLists(QFrame):
    """applied(SavedList), rename_wanted(SavedList), delete_wanted(SavedList)."""

    applied = Signal(object)
    rename_wanted = Signal(object)
    delete_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._model: RecordModel[SavedList] = RecordModel(
            [Column("name", "名单", lambda s: s.name, width=0, tip=_words, sortable=False)]
        )
        self.table = RecordTable(self._model, "已存名单")
        self.table.horizontalHeader().hide()
        self.table.clicked.connect(lambda _: self._apply())
        self.table.opened.connect(lambda _: self._apply())
        self.table.delete_wanted.connect(lambda _: self._tell(self.delete_wanted))
        self._nothing = label(
            "还没有存过名单。选好条件后按“保存名单”，下次在这里一点就有。", "muted", wrap=True
        )
        self.rename_button = button("改名(&G)", lambda: self._tell(self.rename_wanted))
        self.delete_button = button("删除(&X)", lambda: self._tell(self.delete_wanted))
        self.table.current_changed.connect(self._allow)
        layout = column(
            label("已存名单", "title"),
            self._nothing,
            self.table,
            row(self.rename_button, self.delete_button, None),
        )
        layout.setStretch(2, 1)
        margin = theme.px(16)
        layout.setContentsMargins(margin, theme.px(12), margin, theme.px(12))
        self.setLayout(layout)
        self.show_lists(())

    def show_lists(self, lists: Sequence[SavedList]) -> None:
        self._model.set_records(list(lists))
        self._nothing.setVisible(not lists)
        self._allow(self.table.current_id())

    def lists(self) -> list[SavedList]:
        return self._model.records()

    def mark(self, ident: int) -> None:
        """Put the cursor on a list without applying it; 0: on none."""
        if not self.table.select_id(ident):
            self._allow(0)

    def current(self) -> SavedList | None:
        row_of = self._model.row_of(self.table.current_id())
        return self._model.record(row_of) if row_of >= 0 else None

    def _apply(self) -> None:
        self._tell(self.applied)

    def _tell(self, signal: object) -> None:
        one = self.current()
        if one is not None:
            signal.emit(one)  # type: ignore[attr-defined]  # a bound signal

    def _allow(self, ident: int) -> None:
        for one in (self.rename_button, self.delete_button):
            one.setEnabled(bool(ident))


def _words(one: SavedList) -> str:
    return "，".join(one.rules.words()) or "全部居民"


class NameDialog(Dialog):
    """Asks for a list's name. named(text): the person gave one."""

    named = Signal(str)

    def __init__(self, title: str, name: str, hint: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setObjectName("plain")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(420))
        self.form = Form()
        self.form.add(
            "name", "名称(&N)", TextEditor("例如：80 岁以上独居老人", longest=40), hint=hint
        )
        self.form.set_values({"name": name})
        save = button("保存(&S)", self._save, role="primary")
        save.setDefault(True)
        self.form.answers_enter(self._save)
        layout = column(
            label(title, "title"), self.form, row(None, button("取消", self.reject), save),
            spacing=16,
        )  # fmt: skip
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        self.form.editor("name").setFocus()

    @override
    def unsaved(self) -> bool:
        return self.form.edited()

    @override
    def save_changes(self) -> None:
        self._save()

    def _save(self) -> None:
        name = self.form.values()["name"]
        if not name:
            self.form.set_problems((Problem("refused", "name", "required", "请起个名称"),))
            self.adjustSize()
            return
        self.accept()
        self.named.emit(name)
