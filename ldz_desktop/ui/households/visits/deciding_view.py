"""两边都改过的: the office's or the visit's, one by one or many at once, each to be taken back."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from ldz_desktop.errors import KnownError
from ldz_desktop.services.visits_records import Difference
from ldz_desktop.ui.households.visits.columns import DIFFERENCE_COLUMNS, SPARED, in_order, masked
from ldz_desktop.ui.households.visits.compare import ComparePanel
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.finder import FinderField, fits
from ldz_desktop.ui.kit.list_output import ListOutput
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.records import RecordModel

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.undoable import Done

T = TypeVar("T")

_ABOUT = "按列表所示的顺序；证件号码、电话、健康状况和儿童的内容遮住。"


@dataclass(frozen=True)
class Decision:
    """What can be taken back. batch_id: 0 where nothing was written."""

    ids: tuple[int, ...]
    words: str
    batch_id: int = 0


@dataclass
class _Kept:
    """What was decided, the last one at the end, and where the cursor stood."""

    decisions: list[Decision] = field(default_factory=list)
    cursor: int = 0


_KEPT: "WeakKeyDictionary[Office, _Kept]" = WeakKeyDictionary()
"""The tab drops a page that is left; whoever comes back from a household goes on there."""


class DecidingTable(NarrowTable):
    """answered("ours" or "theirs"): 1 or the arrow to the office's side; 2 or the other one."""

    answered = Signal(str)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = Qt.Key, Qt.KeyboardModifier
        answer = {
            key.Key_1: "ours", key.Key_Left: "ours", key.Key_2: "theirs", key.Key_Right: "theirs",
        }.get(Qt.Key(event.key()))  # fmt: skip
        if answer and not event.modifiers() & ~plain.KeypadModifier:
            if not event.isAutoRepeat():
                self.answered.emit(answer)
        else:
            super().keyPressEvent(event)


class DecidingView(QWidget):
    """counted(int): so many are open. decided: something was written, or taken back. undo_line: the
    last decision and 撤销, for the head of the page."""

    counted = Signal(int)
    decided = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._kept = _KEPT.setdefault(bench.office, _Kept())
        self._plain: dict[int, Difference] = {}  # as they are masked
        self._full: dict[int, Difference] = {}  # those somebody has asked to see
        self._under_way: set[int] = set()
        self._wanted, self._kept.cursor = self._kept.cursor, 0
        self._own: Change | None = None
        self.model: RecordModel[Difference] = RecordModel(
            DIFFERENCE_COLUMNS, lambda d: d.id, parent=self
        )
        self.table = DecidingTable(self.model, "两边都改过的", SPARED, multiple=True)
        self.table.picks_several()
        self.compare = ComparePanel(self.keep, self.take, self.reveal, self.open_household)
        self.search = FinderField("筛选户、人、内容", "筛选待定的")
        self.fields = PickEditor(((None, "全部项目"),))
        self.fields.setAccessibleName("项目")
        self.counts = label("", "muted")
        self.output = ListOutput(
            bench, self, self.model, ("两边都改过的内容", "visits:differences"),
            records=self._shown_masked, about=_ABOUT,
        )  # fmt: skip
        self.print_button = button("打印(&P)", lambda: self.output.print(""), icon="print")
        self.export_button = button("导出(&E) …", lambda: self.output.export(""))
        self.last = label("", "muted")
        self.undo_button = button("撤销(&Z)", self.undo, icon="undo", tip="Ctrl+Z")
        self.nothing = EmptyState("没有待定的", _DONE, icon="tick")
        self._none = label("没有符合的，换个项目或少写几个字试试。", "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = row(
            self.search, self.fields, self.counts, None, self.export_button, self.print_button
        )
        self._listed = QStackedWidget()
        self._listed.addWidget(self.table)
        self._listed.addWidget(self._none)
        listed = card(column(head, self._listed, spacing=12))
        layout = column(listed, self.compare, spacing=12)
        layout.setStretch(0, 1)
        self._work = QWidget()
        self._work.setLayout(layout)
        self._stack = QStackedWidget()
        for page in (QWidget(), self._work, self.nothing):
            self._stack.addWidget(page)
        self.undo_line = QWidget()
        self.undo_line.setLayout(row(self.last, self.undo_button, spacing=12))
        self.setLayout(column(self._stack))
        self._say_last()

    def _connect(self) -> None:
        self.search.searched.connect(self._narrow)
        self.search.entered.connect(self.table.take_over)
        self.fields.changed.connect(self._narrow)
        self.table.current_changed.connect(lambda _: self._look())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._look())
        self.table.opened.connect(lambda _: self.open_household())
        self.table.answered.connect(lambda side: self.keep() if side == "ours" else self.take())

    # -- what is shown ---------------------------------------------------------------------------

    def reload(self) -> None:
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.visits.differences(),
            self._show,
            owner=self,
            key="visits.differences",
        )

    def refresh(self, change: "Change | None") -> None:
        if change is None or change is not self._own:
            self.reload()

    def came_back(self) -> bool:
        """Somebody had gone from here to a household."""
        return bool(self._wanted)

    def take_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, found: Sequence[Difference]) -> None:
        self._plain = {d.id: d for d in in_order(found) if d.id not in self._under_way}
        self._full.clear()  # they may have changed, and masked look the same
        self._fill()
        if self._wanted:
            self.table.select_id(self._wanted)
            self._wanted = 0
            self.take_focus()
        if not self.table.current_id() and self.model.rowCount():
            self.table.select_id(self.model.id_at(0))

    def _fill(self) -> None:
        """The list from what is known, the cursor staying or going to what follows."""
        row_before = self.table.currentIndex().row()
        every = [self._full.get(i, d) for i, d in self._plain.items()]
        self.model.set_records(every)
        kinds = Counter(d.field for d in every)
        pairs = [(None, "全部项目"), *((k, f"{k} {n}") for k, n in kinds.most_common())]
        self.fields.set_pairs(pairs)
        self._narrow()
        if not self.table.current_id() and self.model.rowCount():
            at = min(max(row_before, 0), self.model.rowCount() - 1)
            self.table.select_id(self.model.id_at(at))
        self._stack.setCurrentIndex(1 if every else 2)
        self._look()
        self.counted.emit(len(every))

    def _narrow(self) -> None:
        words, kind = self.search.wanted(), self.fields.value()

        def keep(one: Difference) -> bool:
            texts = (one.whose, one.file_no, one.subject, one.field, one.ours, one.theirs)
            return kind in (None, one.field) and fits(words, texts, "")

        self.model.set_filter(keep if words or kind else None)
        shown, every = self.model.rowCount(), len(self._plain)
        self.counts.setText(f"{every:,} 处" if shown == every else f"{every:,} 处中的 {shown:,} 处")
        self._listed.setCurrentIndex(0 if shown else 1)
        if shown and not self.table.current_id():
            self.table.select_id(self.model.id_at(0))
        self._look()

    def _look(self) -> None:
        self.compare.tell(self._current(), self._chosen())

    def _current(self) -> Difference | None:
        row_ = self.model.row_of(self.table.current_id())
        return self.model.record(row_) if row_ >= 0 else None

    def _chosen(self) -> list[Difference]:
        rows = map(self.model.row_of, self.table.selected_ids())
        return [self.model.record(one) for one in rows if one >= 0]

    def _shown_masked(self) -> list[Difference]:
        return [self._plain[d.id] for d in self.model.records() if d.id in self._plain]

    # -- deciding --------------------------------------------------------------------------------

    def keep(self) -> None:
        """The office's stays."""
        office, chosen = self._bench.office, self._chosen()
        if not chosen:
            return
        ids = tuple(d.id for d in chosen)
        words = f"{_named(chosen)}：保留办公室的"

        def kept(_: "Change") -> None:
            self._settled(Decision(ids, words))

        self._decide(ids, lambda: office.visits.keep_ours(ids), kept)

    def take(self) -> None:
        """The visit's is taken, where that can be; the others stay in the list."""
        office = self._bench.office
        chosen = [d for d in self._chosen() if d.may_take]
        if not chosen:
            return
        ids = tuple(d.id for d in chosen)
        words = f"{_named(chosen)}：照走访的改了"

        def taken(done: "Done") -> None:
            self._settled(Decision(ids, words, done.batch_id))
            self._publish(done.change)

        self._decide(ids, lambda: office.visits.take_theirs(ids), taken)

    def _decide(
        self, ids: tuple[int, ...], work: Callable[[], T], done: Callable[[T], None]
    ) -> None:
        """Out of the list at once, so that keys can follow each other; back where it fails."""
        self._under_way |= set(ids)
        for ident in ids:
            self._plain.pop(ident, None)
        self._fill()
        self.take_focus()  # it may have been on a button

        def settled(result: T) -> None:
            self._under_way -= set(ids)
            done(result)

        def failed(error: KnownError) -> None:
            self._under_way -= set(ids)
            self._wanted = ids[0]
            self._bench.notices.error(error)
            self.reload()

        self._bench.tasks.run(lambda progress: work(), settled, owner=self, failed=failed)

    def _settled(self, decision: Decision) -> None:
        self._kept.decisions.append(decision)
        self._say_last()
        if not self._plain:  # the list is hidden: keys must still reach something
            self.undo_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.decided.emit()

    def _say_last(self) -> None:
        """The last decision, with 撤销 beside it."""
        some = bool(self._kept.decisions)
        self.undo_line.setVisible(some)
        self.last.setText(self._kept.decisions[-1].words if some else "")

    def undo_here(self) -> str | None:
        """Ctrl+Z (ui.kit.history.window_undo): first what was decided here."""
        if not self._kept.decisions:
            return None
        self.undo()
        return ""

    def undo(self) -> None:
        """Take the last decision back; it is open again. Then the one before."""
        if not self._kept.decisions:
            return
        office, last = self._bench.office, self._kept.decisions.pop()
        self._say_last()

        def work() -> "Change":
            if last.batch_id:
                return office.history.undo(last.batch_id)
            return office.visits.ask_again(last.ids)

        def back(change: "Change") -> None:
            self._wanted = last.ids[0]
            if last.batch_id:
                self._publish(change)
            self.reload()
            self.decided.emit()

        def failed(error: KnownError) -> None:
            self._bench.notices.error(error)
            self.reload()

        self._bench.tasks.run(lambda progress: work(), back, owner=self, failed=failed)

    def _publish(self, change: "Change") -> None:
        self._own = change
        self._bench.publish(change)

    # -- looking closer --------------------------------------------------------------------------

    def reveal(self) -> None:
        """What is masked, of those that are chosen; logged."""
        ids = [d.id for d in self._chosen() if masked(d)]
        if not ids:
            self._bench.notices.info("选中的没有遮住的内容")
            return
        office = self._bench.office

        def show(found: Sequence[Difference]) -> None:
            self._full |= {d.id: d for d in found if d.id in self._plain}
            self._fill()
            self.take_focus()

        self._bench.tasks.run(lambda progress: office.visits.reveal(ids), show, owner=self)

    def open_household(self) -> None:
        current = self._current()
        if current is not None and current.household_id:
            self._kept.cursor = current.id
            self._bench.show(Target("household", current.household_id))


_DONE = "带回的走访包合并以后，办公室和走访都改过的内容会列在这里，由您逐处决定。"


def _named(chosen: Sequence[Difference]) -> str:
    """张建国 电话, or how many."""
    if len(chosen) == 1:
        return f"{chosen[0].subject} {chosen[0].field}"
    return f"{len(chosen):,} 处"
