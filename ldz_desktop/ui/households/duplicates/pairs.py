"""The list of pairs, narrowed by how sure they are."""

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget
from typing_extensions import override

from ldz_desktop.domain.duplicates import STRENGTH_WORDS, STRENGTHS
from ldz_desktop.services.duplicates_records import Pair
from ldz_desktop.ui.households.duplicates.columns import PAIR_COLUMNS, TONES, PairRow
from ldz_desktop.ui.households.pills import PillRow
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import EmptyState, column
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import RecordModel

_EVERY = "all"
_AROUND = 46  # the card's edges and the scroll bar
_REASON, _LEAST_ADDRESS = 140, 90


class PairList(QFrame):
    """picked: another pair is current (read it with current()); opened: Enter or a double click."""

    picked = Signal()
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._next = 1
        self.model: RecordModel[PairRow] = RecordModel(
            PAIR_COLUMNS, lambda r: r.number, parent=self
        )
        self.table = RecordTable(self.model, "可能重复的档案")
        self.table.current_changed.connect(lambda _: self.picked.emit())
        self.table.opened.connect(lambda _: self.opened.emit())
        strengths = [(key, STRENGTH_WORDS[key], TONES[key]) for key in STRENGTHS]
        self.pills = PillRow([(_EVERY, "全部", "grey"), *strengths], "按把握筛选")
        self.pills.chosen.connect(self._narrow)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState("这一类没有了", "换一个把握程度，或者重新查重。", icon="tick")
        )
        layout = column(self.pills, self._stack, spacing=8)
        layout.setStretch(1, 1)
        margin = theme.px(16)
        layout.setContentsMargins(margin, theme.px(12), margin, theme.px(8))
        self.setLayout(layout)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the list is narrow (large type), the reason is left to the comparison beside it,
        and the two addresses share what there is."""
        super().resizeEvent(event)
        room = event.size().width() - theme.px(_AROUND)
        fixed = sum(theme.px(column_.width) for column_ in PAIR_COLUMNS)
        self.table.setColumnHidden(self.model.section("why"), room < fixed + theme.px(_REASON))
        addresses = [self.model.section(key) for key in ("first", "second")]
        wanted = theme.px(PAIR_COLUMNS[addresses[0]].width)
        others = fixed - 2 * wanted
        for section in addresses:
            width = max(theme.px(_LEAST_ADDRESS), min(wanted, (room - others) // 2))
            self.table.setColumnWidth(section, width)

    def show_pairs(self, pairs: Iterable[Pair]) -> None:
        """Show other pairs, all kinds of them, the first one current."""
        self.pills.choose(_EVERY)
        self._show([self._numbered(pair) for pair in pairs])
        if self.model.rowCount():
            self.table.select_id(self.model.id_at(0))

    def rows(self) -> list[PairRow]:
        """Every pair, whether it is shown at present or not."""
        return self.model.all_records()

    def current(self) -> PairRow | None:
        place = self.model.row_of(self.table.current_id())
        return self.model.record(place) if place >= 0 else None

    def go_to(self, key: tuple[int, int]) -> None:
        """Put the cursor on the pair of these two records, where it is listed."""
        for one in self.rows():
            if one.pair.key == key:
                self.table.select_id(one.number)

    def remove(self, gone: Sequence[PairRow]) -> None:
        """These are settled; the cursor goes to what follows."""
        numbers = {one.number for one in gone}
        here = self.table.current_id()
        place = max(0, self.model.row_of(here))
        self._show([one for one in self.rows() if one.number not in numbers])
        left = self.model.rowCount()
        if here in numbers and left:
            self.table.select_id(self.model.id_at(min(place, left - 1)))
        self.picked.emit()

    def put_back(self, rows: Sequence[PairRow]) -> None:
        """What remove() took away, where it stood; the cursor goes there."""
        numbers = {one.number for one in rows}
        kept = [one for one in self.rows() if one.number not in numbers]
        self._show(sorted((*kept, *rows), key=lambda one: one.number))
        if rows:
            self.pills.choose(_EVERY)
            self._narrow()
            self.table.select_id(rows[0].number)

    def replace(self, old: PairRow, pair: Pair | None) -> None:
        """A pair compared again; None: nothing speaks for it any more."""
        if pair is None:
            self.remove([old])
            return
        new = PairRow(old.number, pair)
        self._show([new if one.number == old.number else one for one in self.rows()])

    def _numbered(self, pair: Pair) -> PairRow:
        self._next += 1
        return PairRow(self._next, pair)

    def _show(self, rows: Sequence[PairRow]) -> None:
        self.model.set_records(rows)
        counts = Counter(str(one.pair.match.strength) for one in rows)
        self.pills.set_counts({_EVERY: len(rows), **{key: counts[key] for key in STRENGTHS}})
        self._narrow()

    def _narrow(self) -> None:
        wanted = self.pills.key
        self.model.set_filter(
            None if wanted == _EVERY else lambda one: one.pair.match.strength == wanted
        )
        left = self.model.rowCount()
        if left and self.current() is None:
            self.table.select_id(self.model.id_at(0))
        self._stack.setCurrentIndex(0 if left else 1)
