"""A list with its head: found through by typing, narrowed, printed, exported; an empty state."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.finder import FinderField
from ldz_desktop.ui.kit.list_output import ListOutput
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.kit.switch import View

R = TypeVar("R")
EVERY = ""


@dataclass(frozen=True)
class Words:
    """name: of the list for screen readers and paper; subject: in the log; search: the hint;
    nothing: a title and a sentence where there are no records at all."""

    name: str
    subject: str
    search: str
    nothing: tuple[str, str]
    dispensable: tuple[str, ...] = ()


class Listing(View, Generic[R]):
    """Subclasses say what is kept (keeps), what the head says (counted, scope_text), and what
    happens with the row under the cursor (picked, opened, removed)."""

    def __init__(self, bench: Bench, columns: Sequence[Column[R]], words: Words) -> None:
        super().__init__()
        self._bench = bench
        self._words = words
        self._wanted = 0
        self.model: RecordModel[R] = RecordModel(columns, parent=self)
        self.table = NarrowTable(self.model, words.name, words.dispensable)
        self.table.choose_columns(bench.preferences, words.subject)
        self.search = FinderField(words.search, f"查找{words.name}")
        self.output = ListOutput(bench, self, self.model, (words.name, words.subject))
        self.counts = label("", "muted")
        self._stack = QStackedWidget()
        self.picks: list[PickEditor] = []

    # -- what a list of its own says -------------------------------------------------------------

    def keeps(self, one: R, text: str) -> bool:
        """Whether a record is looked for. text: what was typed."""
        raise NotImplementedError

    def counted(self, shown: Sequence[R], every: Sequence[R]) -> str:
        raise NotImplementedError

    def scope_text(self) -> str:
        """What the list is narrowed to, for the head of a print."""
        return "，".join(one.currentText() for one in self.picks if one.value() != EVERY)

    def picked(self) -> None:
        """The row with the cursor, or what is selected, is another one."""

    def opened(self) -> None:
        """Enter or a double click."""

    def removed(self) -> None:
        """Del."""

    # -- records ---------------------------------------------------------------------------------

    def show_records(self, records: Sequence[R]) -> None:
        """Those; the cursor stays on its record."""
        kept = [self._wanted] if self._wanted else self.table.selected_ids()
        self._wanted = 0
        with QSignalBlocker(self.table):
            self.model.set_records(records)
        self.narrow(kept)

    def narrow(self, kept: Sequence[int] = ()) -> None:
        kept = kept or self.table.selected_ids()
        text = self.search.wanted()
        with QSignalBlocker(self.table):
            self.model.set_filter(lambda one: self.keeps(one, text))
            shown = self.model.records()
            self.select([key for key in kept if self.model.row_of(key) >= 0])
        every = self.model.all_records()
        self.counts.setText(self.counted(shown, every) if every else "")
        self._stack.setCurrentIndex(0 if shown else 1 if every else 2)
        self.picked()

    def select(self, ids: Sequence[int]) -> None:
        """Those rows, or the first one."""
        if not ids:
            if self.model.rowCount():
                self.table.select_id(self.model.id_at(0))
            return
        self.table.select_id(ids[0])
        flags = QItemSelectionModel.SelectionFlag
        for key in ids[1:]:
            index = self.model.index(self.model.row_of(key), 0)
            self.table.selectionModel().select(index, flags.Select | flags.Rows)

    def chosen(self) -> list[R]:
        """The selected records, from top to bottom."""
        rows = (self.model.row_of(key) for key in self.table.selected_ids())
        return [self.model.record(at) for at in rows if at >= 0]

    def current(self) -> R | None:
        found = self.model.row_of(self.table.current_id())
        return self.model.record(found) if found >= 0 else None

    def clear_filters(self) -> None:
        self.search.clear()
        self.search.search_now()
        for one in self.picks:
            one.set_value(EVERY)

    # -- building --------------------------------------------------------------------------------

    def pick(self, name: str, pairs: Sequence[tuple[Any, str]]) -> PickEditor:
        """Something the list can be narrowed to; EVERY first."""
        made = PickEditor(list(pairs))
        made.setAccessibleName(name)
        made.changed.connect(partial(self.narrow, ()))
        self.picks.append(made)
        return made

    def lay_out(
        self,
        head: QHBoxLayout,
        filters: QHBoxLayout,
        *begin: QPushButton,
        between: QWidget | None = None,
        below: QWidget | None = None,
        icon: str = "flag",
        several: bool = False,
    ) -> None:
        """head and filters: the two lines over the list, print and export are put at the head's
        end; begin: buttons of the empty state; several: rows are selected together."""
        if several:
            self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
            self.table.picks_several()
        self.search.setMinimumWidth(theme.px(190))
        self.search.setMaximumWidth(theme.px(240))
        for text, verb in (("打印(&P)", self.output.print), ("导出(&E)", self.output.export)):
            head.addWidget(button(text, partial(self._take_away, verb)))
        nothing = EmptyState(
            "没有符合的", "换几个字，或者去掉上面的筛选。",
            button("看全部", self.clear_filters), icon="search",
        )  # fmt: skip
        empty = EmptyState(*self._words.nothing, *begin, icon=icon)
        for part in (self.table, nothing, empty):
            self._stack.addWidget(part)
        body = column(head, filters, spacing=8)
        if between is not None:
            body.addWidget(between)
        body.addWidget(self._stack, 1)
        if below is not None:
            body.addWidget(below)
        self.setLayout(column(card(body)))
        self.setFocusProxy(self.table)
        self._connect()

    def _take_away(self, verb: Any) -> None:  # noqa: ANN401 - a method of the output
        verb(self.scope_text())

    def _connect(self) -> None:
        self.search.searched.connect(lambda *_: self.narrow())
        self.table.found_by(self.search)
        self.table.opened.connect(lambda _: self.opened())
        self.table.delete_wanted.connect(lambda _: self.removed())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.picked())
