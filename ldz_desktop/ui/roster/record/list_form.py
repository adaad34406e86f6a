"""A section that is a list: its verbs above, and below it the form for one line."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.leaving import may_leave
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.pieces import EmptyState, button, label, row, rule
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.roster.form_page import FormPage

if TYPE_CHECKING:
    from ldz_desktop.domain.problems import Problem
    from ldz_desktop.errors import KnownError
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench

R = TypeVar("R")
D = TypeVar("D")

_AROUND_FORM = 112  # its heading and verbs


class ListForm(QWidget, Generic[R, D]):
    """Enter opens a line, Del removes it (with undo), Ctrl+N adds one. A kind of list says what a
    line is (R) and what a form makes of it (D)."""

    title = ""
    add_caption = "登记(&A)"
    giving_way: tuple[str, ...] = ()
    """Columns that are hidden where there is no room, in this order."""

    def __init__(
        self, bench: "Bench", columns: Sequence[Column[R]], empty: tuple[str, str]
    ) -> None:
        """empty: what is said where there is nothing: a heading and what to do."""
        super().__init__()
        self.bench = bench
        self.leader_id = 0
        self.model: RecordModel[R] = RecordModel(columns, self.ident)
        self.table = NarrowTable(self.model, self.title, self.giving_way)
        self.page: FormPage | None = None
        self._counts = label("", "muted")
        self.add_button = button(self.add_caption, self.add, role="primary")
        self.edit_button = button("修改", self.edit, tip="Enter")
        self.remove_button = button("删除", self.remove, tip="Del")
        first = button(self.add_caption.partition("(&")[0], self.add)
        nothing = EmptyState(*empty, first)
        ignored, expanding = QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding
        nothing.setSizePolicy(expanding, ignored)  # it gives way to a form
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        self.verbs = row(label(self.title, "title"), self._counts, None)
        for one in (self.remove_button, self.edit_button, self.add_button):
            self.verbs.addWidget(one)
        self._below = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(self.verbs)
        layout.addWidget(self._stack, 1)
        layout.addLayout(self._below)
        self.table.opened.connect(lambda _: self.edit())
        self.table.delete_wanted.connect(lambda _: self.remove())
        self.table.current_changed.connect(lambda _: self.current_moved())

    # -- what a kind of list says ----------------------------------------------------------------

    def ident(self, record: R) -> int:
        """The key of a line."""
        raise NotImplementedError

    def read(self, leader_id: int) -> Sequence[R]:
        """The lines; runs on the worker."""
        raise NotImplementedError

    def fields(self, form: Form, record: R | None) -> None:
        """Append the fields, filled from a line, or for a new one."""
        raise NotImplementedError

    def draft(self, values: Mapping[str, Any], record: R | None) -> D:
        """What the fields say."""
        raise NotImplementedError

    def check(self, draft: D) -> "tuple[Problem, ...]":
        """What is odd about it; runs on the worker."""
        raise NotImplementedError

    def store(self, draft: D) -> "Done":
        """Runs on the worker."""
        raise NotImplementedError

    def delete(self, record: R) -> "Done":
        """Runs on the worker."""
        raise NotImplementedError

    def stored_line(self, record: R) -> bool:
        """Whether a line can be removed."""
        del record
        return True

    def counts(self, records: Sequence[R]) -> str:
        """The quiet words beside the title."""
        return f"{len(records)} 条" if records else ""

    def ready(self, draft: D, go: Callable[[], None]) -> None:
        """Nothing is refused: store it, by go(); a kind may ask something first."""
        del draft
        go()

    # -- a section of the record -----------------------------------------------------------------

    def show_leader(self, leader_id: int) -> None:
        if leader_id != self.leader_id:
            self.close_form()
        self.leader_id = leader_id
        self.bench.tasks.run(
            lambda progress: self.read(leader_id),
            self._show,
            owner=self,
            key=f"record.{self.title}",
        )

    def may_leave(self) -> bool:
        """Close the form, asking where something was typed; False: stay with it."""
        page = self.page
        if page is not None and page.edited() and not may_leave(
            self.bench, page, page.accepted.emit, lambda: self.page is not page
        ):  # fmt: skip
            return False
        self.close_form()
        return True

    def current(self) -> R | None:
        """The line with the cursor."""
        found = self.model.row_of(self.table.current_id())
        return self.model.record(found) if found >= 0 else None

    def current_moved(self) -> None:
        record = self.current()
        self.edit_button.setEnabled(record is not None)
        self.remove_button.setEnabled(record is not None and self.stored_line(record))

    def _show(self, records: Sequence[R]) -> None:
        kept = self.table.current_id()
        self.model.set_records(records)
        self._stack.setCurrentIndex(0 if records else 1)
        self._counts.setText(self.counts(records))
        if records and not (kept and self.table.select_id(kept)):
            self.table.select_id(self.ident(records[0]))
        self.current_moved()

    # -- verbs -----------------------------------------------------------------------------------

    def add(self) -> None:
        if self.may_leave():
            self._open(None)

    def edit(self) -> None:
        record = self.current()
        if record is not None and self.may_leave():
            self._open(record)

    def remove(self) -> None:
        record = self.current()
        if record is not None and self.stored_line(record) and self.may_leave():
            do(self.bench, self, lambda: self.delete(record), lambda: None)

    def close_form(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            self._below.removeWidget(page)
            page.hide()
            page.deleteLater()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, record: R | None) -> None:
        form = Form(columns=2)
        self.fields(form, record)
        verb = self.add_caption.partition("(&")[0] if record is None else "修改"
        page = FormPage((verb, ""), form, "保存")
        page.layout().insertWidget(0, rule())  # type: ignore[union-attr]  # a column
        page.setFixedHeight(form.sizeHint().height() + theme.px(_AROUND_FORM))
        page.accepted.connect(lambda: self._save(page, record))
        page.cancelled.connect(self.may_leave)
        self.page = page
        self._below.addWidget(page)
        page.begin()

    def _save(self, page: FormPage, record: R | None) -> None:
        """Notes are shown once; the second press goes on."""
        if not page.ready():
            return
        draft = self.draft(page.form.values(), record)
        page.set_busy(busy=True)

        def failed(error: "KnownError") -> None:
            page.set_busy(busy=False)
            page.show_error(error)

        def go() -> None:
            page.set_busy(busy=True)
            do(self.bench, page, lambda: self.store(draft), self.close_form, failed)

        def told(found: "tuple[Problem, ...]") -> None:
            page.set_busy(busy=False)
            if page.form.confirmed(found, page.yes):
                self.ready(draft, go)

        self.bench.tasks.run(lambda progress: self.check(draft), told, owner=page, failed=failed)
