"""The lines of one kind: narrowed by leader and building, the current one explained below."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFrame

from ldz_desktop.services.mending_records import MendingLine
from ldz_desktop.ui.households.mending.columns import LINE_COLUMNS, advice, counted
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.pieces import button, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import RecordModel

_ALL = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody was in the list: filters, the row of the cursor and its line."""

    leader: object
    building: object
    row: int
    line: MendingLine


class LinePanel(QFrame):
    """repair_wanted, open_wanted: for current(). actions: print and export."""

    repair_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, actions: Mapping[str, Callable[[], object]]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._lines: Sequence[MendingLine] = ()
        self.model: RecordModel[MendingLine] = RecordModel(
            LINE_COLUMNS, lambda r: r.number, parent=self
        )
        self.table = RecordTable(self.model, "需要核实的数据")
        self.table.current_changed.connect(lambda _: self._explain())
        self.table.opened.connect(lambda _: self.open_wanted.emit())
        self.leader = PickEditor([(_ALL, "全部楼栋长")])
        self.building = PickEditor([(_ALL, "全部楼栋")])
        for editor, name in ((self.leader, "楼栋长"), (self.building, "楼栋")):
            editor.setAccessibleName(name)
            editor.setMinimumWidth(theme.px(150))
            editor.changed.connect(self._narrow)
        self._title = label("", "title")
        self._count = label("", "muted")
        self._sentence = label("", "strong", wrap=True)
        self._preview = label("", "muted", wrap=True)
        self.repair_button = button("修复(&X)", self.repair_wanted.emit, role="primary")
        self.open_button = button("打开户档(&O)", self.open_wanted.emit, tip="到户档里改（回车）")
        self.print_button = button("打印(&P)", actions["print"], icon="print",
                                   tip="按楼栋长分开打印，一人一份")  # fmt: skip
        self.export_button = button("导出(&E)", actions["export"], icon="export")
        self._lay_out()

    def _lay_out(self) -> None:
        head = row(self._title, self._count, None, self.print_button, self.export_button)
        words = column(self._sentence, self._preview, spacing=2)
        foot = QFrame()
        foot.setProperty("role", "notice")
        inside = row(spacing=12)
        inside.addLayout(words, 1)
        inside.addWidget(self.repair_button)
        inside.addWidget(self.open_button)
        inside.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        foot.setLayout(inside)
        foot.setMinimumHeight(theme.px(64))
        layout = column(head, row(self.leader, self.building, None), self.table, foot, spacing=8)
        layout.setStretch(2, 1)
        margin = theme.px(16)
        layout.setContentsMargins(margin, theme.px(12), margin, theme.px(12))
        self.setLayout(layout)

    # -- what is shown ---------------------------------------------------------------------------

    def show_lines(self, title: str, lines: Sequence[MendingLine]) -> None:
        """The lines of another kind, or the same ones after a change: filters and cursor stay
        where they still make sense."""
        place = max(0, self.model.row_of(self.table.current_id()))
        kept = self.table.current_id()
        self._title.setText(title)
        self._lines = lines
        for editor, pairs, every in (
            (self.leader, counted(lines, "leader", "暂无楼栋长"), "全部楼栋长"),
            (self.building, counted(lines, "building", ""), "全部楼栋"),
        ):
            editor.set_pairs([(_ALL, every), *pairs])
        with QSignalBlocker(self.table):
            self.model.set_records(lines)
        self._narrow()
        if self.model.row_of(kept) < 0 and self.model.rowCount():
            self.table.select_id(self.model.id_at(min(place, self.model.rowCount() - 1)))
        self._explain()

    def shown(self) -> list[MendingLine]:
        """What is listed, in the order of the list."""
        return self.model.records()

    def current(self) -> MendingLine | None:
        place = self.model.row_of(self.table.current_id())
        return self.model.record(place) if place >= 0 else None

    def spot(self) -> Spot | None:
        """Where the cursor is; None in an empty list."""
        line = self.current()
        if line is None:
            return None
        row_ = self.model.row_of(line.number)
        return Spot(self.leader.value(), self.building.value(), row_, line)

    def go_back(self, spot: Spot) -> None:
        """The same filters, and the same line, or what stands in its row once it is mended."""
        for editor, wanted in ((self.leader, spot.leader), (self.building, spot.building)):
            with QSignalBlocker(editor):
                editor.set_value(wanted)
        self._narrow()
        shown = self.shown()
        if not shown:
            return
        same = (
            line.number for line in shown
            if (line.household_id, line.finding.code, line.finding.resident_id)
            == (spot.line.household_id, spot.line.finding.code, spot.line.finding.resident_id)
        )  # fmt: skip
        self.table.select_id(next(same, shown[min(spot.row, len(shown) - 1)].number))

    def _narrow(self) -> None:
        leader, building = self.leader.value(), self.building.value()
        if leader is None and building is None:
            self.model.set_filter(None)
        else:
            self.model.set_filter(
                lambda line: leader in (None, line.leader) and building in (None, line.building)
            )
        shown = self.model.rowCount()
        every = len(self._lines)
        self._count.setText(f"{shown:,} 条" + (f" · 共 {every:,} 条" if shown < every else ""))
        if self.current() is None and shown:
            self.table.select_id(self.model.id_at(0))
        for one in (self.print_button, self.export_button):
            one.setEnabled(shown > 0)
        self._explain()

    def _explain(self) -> None:
        """The current line in full, and what its button would do."""
        line = self.current()
        repair = line.finding.repair if line is not None else None
        self._sentence.setText(line.finding.sentence if line is not None else "没有选中的条目")
        if line is None:
            self._preview.setText("")
        elif repair is None:
            self._preview.setText(advice(line.finding.code))
        else:
            self._preview.setText(f"修复：{repair.preview}")
        self.repair_button.setVisible(repair is not None)
        self.open_button.setEnabled(line is not None)
