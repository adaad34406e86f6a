"""Giving out (发放): how many envelopes each building gets, and the papers that go with them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.places import natural_key
from ldz_desktop.services.blank_papers import Lot, lot_of
from ldz_desktop.services.evaluation_records import BuildingProgress
from ldz_desktop.services.months import month_text
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.evaluation.envelope_card import EnvelopeCard
from ldz_desktop.ui.evaluation.finding import matches
from ldz_desktop.ui.evaluation.month_data import MonthData
from ldz_desktop.ui.evaluation.panels import lay_out, tight
from ldz_desktop.ui.evaluation.print_panel import PrintPanel
from ldz_desktop.ui.evaluation.saver import Saver
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.keys import page_keys
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.pieces import button, card, column, label, restyle, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.kit.search_field import SearchField

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper

_EVERY = ""


class GivingPage(QWidget):
    """left: the clerk goes back to the month. Every number is stored at once."""

    left = Signal()

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._bench = bench
        self._month = ""
        self._current = 0  # the building whose number stands in the field
        self._known: Mapping[int, str] = {}
        self._typed: dict[int, int | None] = {}  # building id → its number, not read back yet
        self._saver = Saver[int | None](
            bench,
            lambda office: (
                lambda month, key, number: office.evaluation.record_issued(month, {key: number})
            ),
            self,
        )
        self._saver.state_changed.connect(self._show_saved)
        self._title = label("", "title")
        self._saved = label("", "muted")
        self.groups = PickEditor([(_EVERY, "全部社区")])
        self.groups.setAccessibleName("看哪个社区")
        self.groups.setMinimumWidth(theme.px(128))
        self.search = SearchField("找楼栋（F6）", "找楼栋")
        self.model = RecordModel(self._columns(), lambda p: p.building.id)
        self.table = RecordTable(self.model, "发放", parent=self)
        self.model.setParent(self.table)
        self._sums = label("", "muted")
        self.number = EnvelopeCard()
        self.panel = PrintPanel()
        self._lay_out()
        self._connect()

    def _columns(self) -> tuple[Column[BuildingProgress], ...]:
        def given(one: BuildingProgress) -> int | None:
            return self._lot(one).given

        return (
            Column("community", "社区", lambda p: p.building.community, width=110),
            Column("building", "楼栋", lambda p: f"{p.building.compound} {p.building.name}",
                   width=0, sort=lambda p: natural_key(p.building.title)),
            Column("households", "在住户", align="right", width=84, sort=lambda p: p.households,
                   text=lambda p: "—" if p.households is None else str(p.households)),
            Column("given", "发出", align="right", width=84, sort=given,
                   text=lambda p: "未登记" if given(p) is None else str(given(p)),
                   tone=lambda p: "faint" if given(p) is None else None),
            Column("print", "要印", lambda p: str(self._lot(p).count), align="right", width=72,
                   sort=lambda p: self._lot(p).count, tone=lambda p: "muted",
                   tip=lambda p: "按在住户数" if given(p) is None else "按登记的发出数"),
        )  # fmt: skip

    def _lot(self, one: BuildingProgress) -> Lot:
        """With the number that was typed last."""
        lot = lot_of(one)
        return replace(lot, given=self._typed.get(lot.building_id, lot.given))

    # -- building it -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        back = button("返回(&Q)", self.leave, icon="back", tip="回到本月（Esc）")
        top = card(row(back, self._title, None, self._saved))
        tools = row(self.groups, self.search, None)
        tools.setStretchFactor(self.search, 1)
        listed = card(column(tools, self.table, self._sums))
        right = column(self.number, self.panel)
        right.setSpacing(tight())
        right.setStretch(1, 1)
        body = QHBoxLayout()
        body.addWidget(listed, 1)
        body.addLayout(right)
        lay_out(self, top, body)

    def _connect(self) -> None:
        self.groups.changed.connect(self._filter)
        self.search.searched.connect(self._filter)
        self.search.returnPressed.connect(self._found)
        self.table.current_changed.connect(self._moved)
        self.table.opened.connect(lambda _: self.number.begin())
        self.table.installEventFilter(self)
        self.number.stepped.connect(self._step)
        self.number.fill_wanted.connect(self._fill)
        self.panel.preview_wanted.connect(self.print)
        page_keys(self, {"F6": self._look, "F8": self.number.begin, "Ctrl+P": self.print})

    # -- what the tab calls ----------------------------------------------------------------------

    def open(self, data: MonthData) -> None:
        """The month's buildings; the cursor on the first without a number."""
        if data.overview is None:
            return
        info = data.overview.info
        self._month, self._known, self._current = info.month, data.known, 0
        self._typed.clear()
        self._title.setText(f"发放 · {month_text(info.month)}")
        communities = dict.fromkeys(p.building.community for p in data.progress)
        self.groups.set_pairs([(_EVERY, "全部社区"), *((c, c) for c in communities)])
        self.number.set_open(is_open=info.state == "open")
        self._saved.clear()
        self._show(data.progress)
        first = next((p for p in data.progress if lot_of(p).given is None), None)
        self.table.select_id(first.building.id if first else self.model.id_at(0))
        self._moved(self.table.current_id())
        self.table.setFocus()

    def show_progress(self, data: MonthData) -> None:
        """The month changed, here or elsewhere; what was typed last is not read back yet."""
        month = data.overview.info.month if data.overview is not None else ""
        if month != self._month or self._saver.busy():
            return
        self._typed.clear()
        self._show(data.progress)
        if not self.number.field.isModified():
            self._load()

    def leave(self) -> None:
        self.keep()
        self.left.emit()

    def keep(self) -> None:
        """Store what stands in the field; tell the other tabs once."""
        self._store()
        if not self._typed:
            return
        change = Change.of("evaluation", what="发出数已登记", ids=tuple(self._typed))
        self._saver.settled(lambda: self._bench.publish(change))

    def saver(self) -> Saver[int | None]:
        """For the tab, which waits for the last write before the window closes."""
        return self._saver

    def building_id(self) -> int:
        """The building under the cursor."""
        return self._current

    # -- numbers ---------------------------------------------------------------------------------

    def _show(self, progress: tuple[BuildingProgress, ...]) -> None:
        self.model.set_records(progress)
        self._filter()

    def _filter(self) -> None:
        community, wanted = self.groups.value(), self.search.wanted()
        kept = self.table.current_id()
        self.model.set_filter(
            lambda p: (
                community in (_EVERY, p.building.community)
                and (not wanted or matches(p.building.id, wanted, self._known))
            )
        )
        if not (kept and self.table.select_id(kept)) and self.model.rowCount():
            self.table.select_id(self.model.id_at(0))
        self._tell()

    def _tell(self) -> None:
        """The sums below the list, and what would be printed."""
        lots = [self._lot(one) for one in self.model.records()]
        given = sum(lot.given or 0 for lot in lots)
        households = sum(lot.households or 0 for lot in lots)
        unknown = sum(lot.given is None for lot in lots)
        words = f"列出 {len(lots)} 栋，在住 {households:,} 户，已登记发出 {given:,} 个"
        self._sums.setText(f"{words}，{unknown} 栋没登记" if unknown else words)
        self.panel.show_lots(lots, self._here())

    def _here(self) -> Lot | None:
        """The building whose number stands in the field."""
        records = self.model.all_records()
        return next((self._lot(p) for p in records if p.building.id == self._current), None)

    def _moved(self, building_id: object) -> None:
        assert isinstance(building_id, int)
        self._store()
        self._current = building_id
        self._load()
        self._tell()

    def _load(self) -> None:
        """Show the number of the building under the cursor."""
        self.number.show_lot(self._here())

    def _store(self) -> bool:
        """Keep the number in the field; False where it cannot be one."""
        if not self.number.good():
            return False
        lot, number = self._here(), self.number.field.value()
        if lot is not None and number != lot.given:
            self._typed[lot.building_id] = number
            self._saver.save(self._month, lot.building_id, number)
            self.table.viewport().update()
            self._tell()
        return True

    def _step(self, step: int) -> None:
        """The number is kept; the cursor goes so many lines further, the field with it."""
        if not self._store():
            return
        there = self.model.id_at(self.model.row_of(self._current) + step)
        if there:
            self.table.select_id(there)
        elif step > 0:
            self._bench.notices.info("这是列出的最后一栋")
        self.number.begin()

    def _fill(self) -> None:
        """One envelope for each occupied household, where nothing is written down."""
        self._store()
        numbers: dict[int, int | None] = {
            lot.building_id: lot.households
            for lot in map(self._lot, self.model.records())
            if lot.given is None and lot.households
        }
        if not numbers:
            self._bench.notices.info("列出的楼栋都登记过，或者没有在住户")
            return
        month = self._month
        self._write(month, numbers)
        self._bench.notices.info(
            f"{len(numbers)} 栋已按在住户数登记",
            lambda: self._write(month, dict.fromkeys(numbers)),
        )

    def _write(self, month: str, numbers: Mapping[int, int | None]) -> None:
        office = self._bench.office

        def work(progress: Progress) -> Change:
            del progress
            return office.evaluation.record_issued(month, numbers)

        self._bench.tasks.run(work, self._bench.publish, owner=self)

    def _show_saved(self) -> None:
        text, wrong = self._saver.words()
        self._saved.setText(text)
        restyle(self._saved, "role", "error" if wrong else "muted")

    # -- paper -----------------------------------------------------------------------------------

    def print(self) -> None:
        """The chosen paper as it will be printed, with the numbers typed so far."""
        if not self._store() or not self.panel.preview.isEnabled():
            return
        self._saver.settled(self._print)

    def _print(self) -> None:
        office, month = self._bench.office, self._month
        ids, render = {lot.building_id for lot in self.panel.lots()}, self.panel.renders()

        def work(progress: Progress) -> "Paper":
            progress.report(0, 0, "排版")
            return render(office.blank_papers.of(month, ids))

        title = self.panel.title()
        show_paper(self._bench, self, work, title, f"{month}{title}.pdf")

    # -- keys ------------------------------------------------------------------------------------

    def _look(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _found(self) -> None:
        self.search.search_now()
        self.number.begin()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit on the list begins a number."""
        if watched is not self.table or event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        typed = event.text()
        if not (typed.isascii() and typed.isdigit()):
            return False
        self.number.begin(typed)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
