"""数据体检 of a place: kinds with counts at the left, their lines at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QWidget
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.mending_records import BY_CODE
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.errors import KnownError
from ldz_desktop.services.context import Office
from ldz_desktop.services.mending_records import MendingLine, MendingReport
from ldz_desktop.services.progress import Progress
from ldz_desktop.services.undoable import Done
from ldz_desktop.ui.households.mending.columns import EVERY, KIND_COLUMNS, KindRow, kind_rows
from ldz_desktop.ui.households.mending.lines import LinePanel, Spot
from ldz_desktop.ui.households.mending.output import export_list, print_lists
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.doing import say_done
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import RecordModel

_WIDTHS = (290, 1030)
_LEAST = (240, 520)


@dataclass(frozen=True)
class _Scanned:
    """A report and the name of its place."""

    place: PlaceRef
    title: str
    report: MendingReport


@dataclass(frozen=True)
class _Kept:
    """Where somebody left the page to look at a household."""

    place: PlaceRef
    code: str
    spot: Spot


_KEPT: "WeakKeyDictionary[Office, _Kept]" = WeakKeyDictionary()
"""The tab drops a page that is left; whoever comes back from a household goes on there."""


class MendingPage(QWidget):
    """begin() shows a place; refresh() tells it what a write changed; leave goes back."""

    def __init__(self, bench: Bench, leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._bench = bench
        self._leave = leave
        self._place = ALL
        self._own: Change | None = None
        self.report: MendingReport | None = None
        self.kinds: RecordModel[KindRow] = RecordModel(
            KIND_COLUMNS, lambda r: r.number, parent=self
        )
        self.kind_table = RecordTable(self.kinds, "问题种类")
        self.lines = LinePanel({"print": self.print, "export": self.export})
        self.kind_table.current_changed.connect(lambda _: self._show_lines())
        self.kind_table.opened.connect(
            lambda _: self.lines.table.setFocus(Qt.FocusReason.TabFocusReason)
        )
        self.lines.repair_wanted.connect(self.repair)
        self.lines.open_wanted.connect(self.open_household)
        self._said = label("", "muted")
        self._stale = label("", "note")
        self.again_button = button("重新检查(&R)", self.scan, icon="refresh", tip="F5")
        self._fine = EmptyState(
            "没有发现问题",
            "户主、关系、证件、出生日期、亲属、房屋和核对日期都对得上。",
            icon="tick",
        )
        self._stopped = EmptyState(
            "还没有检查",
            "逐户检查档案里互相矛盾、漏填和该核对的地方。只是查找，不会改动档案。",
            button("开始检查(&B)", self.scan, role="primary"),
            icon="search",
        )
        self._stack = QStackedWidget()
        self._blank = QWidget()
        self._split = self._columns()
        for page in (self._blank, self._split, self._fine, self._stopped):
            self._stack.addWidget(page)
        head = row(
            button("返回(&Q)", leave, icon="back", tip="回到户档（Esc）"),
            label("数据体检", "title"),
            self._said,
            self._stale,
            None,
            self.again_button,
        )
        layout = column(card(head), self._stack, spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _columns(self) -> QSplitter:
        left = QFrame()
        left.setProperty("role", "card")
        inside = column(self.kind_table)
        inside.setContentsMargins(*(theme.px(8),) * 4)
        left.setLayout(inside)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(theme.px(12))
        split.setChildrenCollapsible(False)
        for at, widget in enumerate((left, self.lines)):
            widget.setMinimumWidth(theme.px(_LEAST[at]))
            split.addWidget(widget)
            split.setStretchFactor(at, at)
        split.setSizes([theme.px(width) for width in _WIDTHS])
        return split

    # -- the protocol of a page ------------------------------------------------------------------

    def begin(self, place: PlaceRef) -> None:
        """Look through a place; what was found there before stays until it is asked again."""
        if self.report is None or place != self._place:
            self._place = place
            self.scan()
        self._take_focus()

    def refresh(self, change: Change | None) -> None:
        """Households changed: those of the report are looked through again."""
        if change is None or change is self._own or self.report is None:
            return
        if "households" in change.topics and change.ids:
            self._look_again(change.ids)
        elif change.topics & {"households", "places", "leaders"}:
            self._stale.setText("档案有改动，可以重新检查")

    # -- looking ---------------------------------------------------------------------------------

    def scan(self) -> None:
        """Look through the place; can be cancelled."""
        office, place = self._bench.office, self._place
        self._said.setText("正在检查 …")
        self._stale.setText("")
        self.again_button.setEnabled(False)

        def work(progress: Progress) -> _Scanned:
            return _Scanned(place, _title(office, place), office.mending.scan(place, progress))

        self._bench.tasks.run(
            work, self._found, owner=self, title="正在检查", key="mending.scan",
            failed=self._failed,
        )  # fmt: skip

    def _found(self, found: _Scanned) -> None:
        self.again_button.setEnabled(True)
        self._where = found.title
        kept = _KEPT.pop(self._bench.office, None)
        back = kept is not None and kept.place == found.place
        self._show(found.report, kept.code if kept is not None and back else None)
        if kept is not None and back and self._code() == kept.code:
            self.lines.go_back(kept.spot)
        self._take_focus()

    def _failed(self, error: KnownError) -> None:
        self.again_button.setEnabled(True)
        self._said.setText("")
        self.report = None
        self._stack.setCurrentWidget(self._stopped)
        self._bench.notices.error(error)

    def _look_again(self, ids: Sequence[int]) -> None:
        office = self._bench.office
        known = {line.household_id for line in self.report.lines} if self.report else set()
        wanted = [ident for ident in ids if ident in known] or list(ids)

        def work(progress: object) -> tuple[MendingLine, ...]:
            return office.mending.look(wanted)

        def show(lines: tuple[MendingLine, ...]) -> None:
            if self.report is not None:
                self._show(self.report.renewed(wanted, lines))

        self._bench.tasks.run(work, show, owner=self)

    def _show(self, report: MendingReport, code: str | None = None) -> None:
        """code: the kind to show; None: the one that is shown."""
        self.report = report
        chosen = self._code() if code is None else code
        rows = kind_rows(report.by_kind)
        with QSignalBlocker(self.kind_table):
            self.kinds.set_records(rows)
            number = next((r.number for r in rows if r.code == chosen), rows[0].number)
            self.kind_table.select_id(number)
        self._show_lines()
        self._stack.setCurrentWidget(self._split if report.lines else self._fine)
        self._said.setText(
            f"{self._where} · 检查了 {report.households:,} 户，{len(report.lines):,} 条待处理"
        )

    def _show_lines(self) -> None:
        if self.report is None:
            return
        code = self._code()
        lines = self.report.lines
        if code != EVERY:
            lines = tuple(line for line in lines if line.finding.code == code)
        self.lines.show_lines(BY_CODE[code].title if code else "全部", lines)

    def _code(self) -> str:
        place = self.kinds.row_of(self.kind_table.current_id())
        return self.kinds.record(place).code if place >= 0 else EVERY

    def _take_focus(self) -> None:
        if self._stack.currentWidget() is self._split:
            self.lines.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what the buttons do ---------------------------------------------------------------------

    def repair(self) -> None:
        """Mend the current line; the toast takes it back."""
        line = self.lines.current()
        if line is None or line.finding.repair is None:
            return
        office, finding = self._bench.office, line.finding
        self.lines.repair_button.setEnabled(False)

        def failed(error: KnownError) -> None:
            self.lines.repair_button.setEnabled(True)
            self._bench.notices.error(error)
            self._look_again([finding.household_id])

        self._bench.tasks.run(
            lambda progress: office.mending.repair(finding),
            self._repaired,
            owner=self,
            failed=failed,
        )

    def _repaired(self, done: Done) -> None:
        self.lines.repair_button.setEnabled(True)
        ids = done.change.ids
        say_done(self._bench, self, done, lambda: self._look_again(ids))
        self._publish(done.change)
        self._look_again(ids)

    def _publish(self, change: Change) -> None:
        self._own = change
        self._bench.publish(change)

    def open_household(self) -> None:
        """To the card, at the person the line is about."""
        line = self.lines.current()
        if line is None:
            return
        spot = self.lines.spot()
        if spot is not None:
            _KEPT[self._bench.office] = _Kept(self._place, self._code(), spot)
        person = line.finding.resident_id
        target = Target("resident", person) if person else Target("household", line.household_id)
        self._bench.show(target)

    def print(self) -> None:
        print_lists(self._bench, self.lines.shown(), self)

    def export(self) -> None:
        export_list(self._bench, self.lines.shown(), self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() == Qt.Key.Key_F5 and self.again_button.isEnabled():
            self.scan()
        else:
            super().keyPressEvent(event)


def _title(office: Office, place: PlaceRef) -> str:
    """The place in words."""
    for one in office.households.buildings():
        name = {
            "building": (one.id, one.title),
            "compound": (one.compound_id, one.compound),
            "community": (one.community_id, one.community),
        }.get(place.kind)
        if name is not None and name[0] == place.id:
            return name[1]
    return "全部"
