"""离任交接: the terms that ended at the left, one of them with what is open at the right."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.codes import reader
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.finder import FinderField, fits
from ldz_desktop.ui.kit.list_output import ListOutput
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.panels import Panel, Panels
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.kit.scan_dialog import ScanDialog
from ldz_desktop.ui.kit.switch import View
from ldz_desktop.ui.roster.cautions.papers import show_handover
from ldz_desktop.ui.roster.handover.dialog import HandoverDialog
from ldz_desktop.ui.roster.handover.panel import TONES, LeavingFile, LeavingPanel

if TYPE_CHECKING:
    from ldz_desktop.services.handover import Leaving
    from ldz_desktop.ui.kit.feature import Bench

_STATES = (("", "全部"), ("open", "没有办结"), *((s, s) for s in TONES))


class HandoverView(View):
    """read() shows the terms as they are now."""

    def __init__(self, bench: "Bench", switch: QWidget) -> None:
        super().__init__()
        self.switch = switch
        self._bench = bench
        self._wanted = 0  # asked for, and listed although nobody began its hand-over
        self._jump = 0  # where the cursor goes once the list is read
        self.model = RecordModel(_columns(), lambda one: one.id, self)
        self.table = NarrowTable(self.model, "离任交接列表", ("finished", "to"))
        self.table.choose_columns(bench.preferences, "handover")
        self.search = FinderField("姓名、拼音首字母、楼栋", "查找离任的楼栋长")
        self.state = PickEditor(_STATES)
        self.panel = LeavingPanel()
        self.output = ListOutput(bench, self, self.model, ("离任交接台账", "handover"))
        self._counts = label("", "muted")
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def read(self) -> None:
        handover = self._bench.office.handover
        wanted = self._wanted

        def work() -> "tuple[Leaving, ...]":
            found = handover.leavings()
            if wanted and all(one.tenure_id != wanted for one in found):
                found = (handover.leaving(wanted), *found)  # still in office: it can be prepared
            return found

        self._bench.tasks.run(lambda progress: work(), self._show, owner=self, key="handover-list")

    def show_tenure(self, tenure_id: int) -> None:
        """Put the cursor on that term, which may not have ended yet."""
        self._wanted = self._jump = tenure_id
        self.read()

    def _show(self, found: "tuple[Leaving, ...]") -> None:
        jump, self._jump = self._jump, 0
        kept = jump or self.table.current_id()
        with QSignalBlocker(self.table):
            self.model.set_records(found)
        self._narrow(kept)
        if jump and self.table.current_id() != jump:
            self.clear_filters()
            self.table.select_id(jump)
        self._pick()

    def _narrow(self, kept: int = 0) -> None:
        kept = kept or self.table.current_id()
        state, text = self.state.value(), self.search.wanted()

        def keep(one: "Leaving") -> bool:
            wanted = not state or one.state == state or (state == "open" and one.state != "已交接")
            names = (one.leader, one.building.title, one.successor)
            return wanted and fits(text, names, _pinyin(one.leader) if text.isascii() else "")

        with QSignalBlocker(self.table):
            self.model.set_filter(keep)
            shown = self.model.records()
            if not self.table.select_id(kept) and shown:
                self.table.select_id(shown[0].id)
        left = sum(one.state != "已交接" for one in self.model.all_records())
        self._counts.setText(f"{len(shown)} 人 · 没有办结 {left}")
        every = self.model.all_records()
        self._stack.setCurrentIndex(0 if shown else (1 if every else 2))

    def _narrowed(self) -> None:
        self._narrow()
        self._pick()

    def clear_filters(self) -> None:
        self.search.clear()
        self.search.search_now()
        self.state.set_value("")
        self._narrowed()

    def current(self) -> "Leaving | None":
        found = self.model.row_of(self.table.current_id())
        return self.model.record(found) if found >= 0 else None

    def _pick(self) -> None:
        one = self.current()
        if one is None:
            self.panel.show_nothing()
            return
        office = self._bench.office

        def read() -> LeavingFile:
            if one.handover is None:
                return LeavingFile(one, office.handover.open_items(one.tenure_id), 0)
            scans = len(office.scans.of("handover", one.handover.id))
            return LeavingFile(one, one.handover.items, scans)

        self._bench.tasks.run(
            lambda progress: read(), self.panel.show_file, owner=self, key="handover-one"
        )

    # -- verbs -----------------------------------------------------------------------------------

    def fill_in(self) -> None:
        """Open the form of the current hand-over: begun, to be begun, or to be passed on."""
        one = self.current()
        if one is None or self.panel.fill.isHidden():
            return
        handover = self._bench.office.handover
        self._bench.tasks.run(
            lambda progress: handover.draft(one.tenure_id),
            lambda draft: HandoverDialog(self._bench, self, one, draft, self.read).open(),
            owner=self,
        )

    def print_form(self) -> None:
        one = self.current()
        if one is None:
            return
        if one.handover is not None:
            show_handover(self._bench, self, one.handover)
            return
        handover = self._bench.office.handover
        self._bench.tasks.run(
            lambda progress: handover.draft(one.tenure_id),
            lambda draft: show_handover(self._bench, self, draft),
            owner=self,
        )

    def _scans(self) -> None:
        one = self.current()
        if one is not None and one.handover is not None:
            title = f"签字扫描件 · {one.leader}的离任交接"
            owner = ("handover", one.handover.id)
            ScanDialog(self._bench, owner, title, self, self._pick).open()

    def _remove(self) -> None:
        one, handover = self.current(), self._bench.office.handover
        if one is not None and one.handover is not None and not one.handover.finished:
            key = one.handover.id
            do(self._bench, self, lambda: handover.remove(key), self.read)

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        nothing = EmptyState(
            "没有符合的", "换几个字，或者去掉上面的筛选。",
            button("看全部", self.clear_filters), icon="search",
        )  # fmt: skip
        nobody = EmptyState(
            "没有离任的楼栋长",
            "楼栋长卸任、换人或被免去职务以后，这里列出要移交的事项，两人签字后办结。",
            icon="people",
        )
        for part in (self.table, nothing, nobody):
            self._stack.addWidget(part)
        self.state.setAccessibleName("显示哪些")
        self.search.setMinimumWidth(theme.px(150))
        self.search.setMaximumWidth(theme.px(240))
        head = row(
            self.switch, None,
            button("打印(&P)", lambda: self.output.print(self._scope())),
            button("导出(&E)", lambda: self.output.export(self._scope())),
        )  # fmt: skip
        filters = row(self.search, self.state, self._counts, None)
        filters.setStretch(0, 4)
        body = column(head, filters, spacing=8)
        body.addWidget(self._stack, 1)
        panels = (Panel(card(body), 938, 3), Panel(self.panel, 384, 1))
        self.setLayout(column(Panels("handover", panels, self._bench.preferences)))
        self.setFocusProxy(self.table)

    def _scope(self) -> str:
        value = str(self.state.value() or "")
        return dict(_STATES)[value] if value else ""

    def _connect(self) -> None:
        self.table.current_changed.connect(lambda _: self._pick())
        self.table.opened.connect(lambda _: self.fill_in())
        self.table.delete_wanted.connect(lambda _: self._remove())
        self.table.found_by(self.search)
        self.search.searched.connect(self._narrowed)
        self.state.changed.connect(self._narrowed)
        self.panel.fill.clicked.connect(lambda *_: self.fill_in())
        self.panel.paper.clicked.connect(lambda *_: self.print_form())
        self.panel.scans.clicked.connect(lambda *_: self._scans())


def _columns() -> "tuple[Column[Leaving], ...]":
    return (
        Column("building", "楼栋", lambda r: r.building.title, width=118),
        Column(
            "leader", "离任楼栋长", lambda r: r.leader, width=96, strong=lambda r: True,
            sort=lambda r: reader().sort_key(r.leader),
        ),
        Column(
            "ended", "卸任日期", lambda r: date_text(r.ended_on) if r.ended_on else "在任",
            width=130, sort=lambda r: r.ended_on,
        ),
        Column("reason", "原因", lambda r: r.end_reason or "", width=0,
               tip=lambda r: r.end_reason or ""),
        Column("to", "接收", _to, width=120),
        Column("state", "状态", lambda r: r.state, width=104, chip=lambda r: TONES[r.state],
               sort=lambda r: tuple(TONES).index(r.state)),
        Column(
            "finished", "办结日期", _finished, width=130,
            sort=lambda r: r.handover.finished_on if r.handover else None,
        ),
    )  # fmt: skip


def _to(one: "Leaving") -> str:
    if one.handover is not None and one.handover.receiver:
        return one.handover.receiver
    return one.successor


def _finished(one: "Leaving") -> str:
    day = one.handover.finished_on if one.handover is not None else None
    return date_text(day) if day is not None else ""


def _pinyin(name: str) -> str:
    return " ".join(key for r in reader().readings(name) for key in (r.full, r.initials))
