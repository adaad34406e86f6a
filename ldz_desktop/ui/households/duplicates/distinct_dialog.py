"""Pairs that somebody said are two people, to take back."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.duplicates_records import SaidDistinct
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import EmptyState, button, column, label, row, size_to
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    said: SaidDistinct


_COLUMNS: tuple[Column[_Row], ...] = (
    Column("first", "第一份", lambda r: _side(r, 0), width=250),
    Column("second", "第二份", lambda r: _side(r, 1), width=250),
    Column("by", "谁说的", lambda r: r.said.said_by, width=90),
    Column("on", "哪天", lambda r: date_text(r.said.said_on) if r.said.said_on else "", width=0),
)


def _side(line: _Row, which: int) -> str:
    side = (line.said.first, line.said.second)[which]
    return f"{side.name}（{side.address}）"


class DistinctDialog(Dialog):
    """Publishes what it changes."""

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self.setObjectName("plain")
        self.setWindowTitle("不是同一人的记录")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        size_to(self, 800, 460)
        self.model: RecordModel[_Row] = RecordModel(_COLUMNS, lambda r: r.number)
        self.table = RecordTable(self.model, "不是同一人的记录")
        self._back = button("取消这一条(&U)", self.take_back, tip="以后查重会再提示这两份")
        self._back.setEnabled(False)
        self.table.current_changed.connect(lambda ident: self._back.setEnabled(bool(ident)))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState("还没有这样的记录", "查重时点“不是同一人”，就会记在这里。", icon="people")
        )
        layout = column(
            label("不是同一人的记录", "title"),
            label("下面每一条里的两份档案，查重和录入时都不再提示。", "muted"),
            self._stack,
            row(self._back, None, button("关闭", self.accept)),
            spacing=12,
        )
        layout.setStretch(2, 1)
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        self._read()

    def _read(self) -> None:
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.duplicates.said_distinct(), self._show, owner=self
        )

    def _show(self, every: Sequence[SaidDistinct]) -> None:
        self.model.set_records([_Row(number, said) for number, said in enumerate(every, 1)])
        self._stack.setCurrentIndex(0 if every else 1)
        self._back.setVisible(bool(every))
        if every:
            self.table.select_id(1)

    def take_back(self) -> None:
        """The pair under the cursor may be one person after all."""
        place = self.model.row_of(self.table.current_id())
        if place < 0:
            return
        said = self.model.record(place).said
        office, ids = self._bench.office, (said.first.id, said.second.id)
        self._bench.tasks.run(
            lambda progress: office.duplicates.undistinct(*ids), self._changed, owner=self
        )

    def _changed(self, change: Change) -> None:
        self._bench.publish(change)
        self._read()
