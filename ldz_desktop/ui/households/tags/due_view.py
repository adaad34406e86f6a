"""Who is due for a visit and since when; 已走访 with one key."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.masks import mask_name
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.tag_records import DueList, VisitDue
from ldz_desktop.ui.households.columns import HIDDEN_TAG, tag_tone
from ldz_desktop.ui.households.tags.visit_dialog import VisitDialog
from ldz_desktop.ui.households.tags.words import NEVER, address, overdue, period
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel


class DueView(QWidget):
    """opened(resident id)."""

    opened = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._place: PlaceRef = ALL
        self._model: RecordModel[VisitDue] = RecordModel(_columns(bench.office.today()))
        self.table = RecordTable(self._model, "待走访的户")
        self.table.choose_columns(bench.preferences, "visits-due")
        self.table.opened.connect(self._open)
        self.heading = label("", "title")
        self.figures = label("", "muted")
        self.visit_button = button("已走访(&V)", self._visited, role="primary", icon="tick")
        self.visit_button.setToolTip("把选中的一户记作今天走访过（空格键）")
        self.other_button = button("补记走访(&B) …", self._other)
        self._nothing = EmptyState(
            "没有到期的走访", "按走访周期，这里的各户都走访过了。", icon="tick"
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        head = row(self.heading, self.figures, None, self.other_button, self.visit_button)
        body = column(head, self._stack)
        body.setStretch(1, 1)
        self.setLayout(column(card(body)))
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self.table, self._visited)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)

    def show_place(self, place: PlaceRef) -> None:
        self._place = place
        self.reload()

    def reload(self) -> None:
        office, place = self._bench.office, self._place
        self._bench.tasks.run(
            lambda progress: office.tags.due(place), self._show, owner=self, key="tags.due"
        )

    def _show(self, due: DueList) -> None:
        at = max(0, self.table.currentIndex().row())
        before = self.table.current_id()
        self._model.set_records(due.rows)
        self._stack.setCurrentWidget(self.table if due.rows else self._nothing)
        self.heading.setText(f"待走访 {len(due.rows):,} 户")
        self.figures.setText(f"其中{NEVER} {due.never:,} 户 · 按周期走访的共 {due.in_rhythm:,} 户")
        for one in (self.visit_button, self.other_button):
            one.setEnabled(bool(due.rows))
        if due.rows and not self.table.select_id(before):
            self.table.select_id(self._model.id_at(min(at, len(due.rows) - 1)))

    def rows(self) -> list[VisitDue]:
        """In the order shown."""
        return self._model.records()

    def _current(self) -> VisitDue | None:
        at = self._model.row_of(self.table.current_id())
        return self._model.record(at) if at >= 0 else None

    def _visited(self) -> None:
        found = self._current()
        if found is not None:
            self._write(found, self._bench.office.today(), None, None)

    def _other(self) -> None:
        found = self._current()
        if found is not None:
            VisitDialog(
                address(found),
                self._bench.office.today(),
                lambda day, who, note: self._write(found, day, who, note),
                self,
            ).open()

    def _write(self, row: VisitDue, day: date, visitor: str | None, note: str | None) -> None:
        office = self._bench.office
        do(
            self._bench,
            self,
            lambda: office.tags.visited(row.id, day, visitor, note),
            self.reload,
        )

    def _open(self, household_id: int) -> None:
        at = self._model.row_of(household_id)
        if at >= 0:
            self.opened.emit(self._model.record(at).resident_id)


def shown_kinds(row: VisitDue) -> tuple[str, ...]:
    """Why the household is visited; sensitive reasons stand as one word."""
    shown = [kind for kind in row.kinds if kind not in row.sensitive]
    return (*shown, HIDDEN_TAG) if row.sensitive else tuple(shown)


def _columns(today: date) -> tuple[Column[VisitDue], ...]:
    return (
        Column("address", "房屋", address, width=0, sortable=False, tip=lambda r: r.community),
        Column("name", "居民", lambda r: mask_name(r.name) if r.child else r.name, width=88),
        Column(
            "kinds", "标签", lambda r: " ".join(shown_kinds(r)), width=230, sortable=False,
            chip=lambda r: " ".join(map(tag_tone, shown_kinds(r))),
            tip=lambda r: "、".join(shown_kinds(r)),
        ),
        Column("every", "周期", lambda r: period(r.every), width=84, sort=lambda r: r.every),
        Column(
            "last", "上次走访", lambda r: date_text(r.last) if r.last else NEVER, width=130,
            sort=lambda r: r.last, tone=lambda r: None if r.last else "amber-ink",
        ),
        Column(
            "since", "应走访日期", lambda r: date_text(r.since) if r.since else "现在", width=130,
            sort=lambda r: r.since or date.min,
        ),
        Column(
            "over", "已过", lambda r: overdue(r, today), "right", 100,
            sort=lambda r: r.since or date.min, tone=lambda r: "red",
        ),
    )  # fmt: skip
