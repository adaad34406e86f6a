"""Actions, newest first, the selected one's changes below, and 撤销."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.history.lines import LineTable
from ldz_desktop.ui.kit.history.undoing import Undoing
from ldz_desktop.ui.kit.history.words import event_columns, may_be_undone, outcome
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.pieces import EmptyState, button, label, row
from ldz_desktop.ui.kit.records import RecordModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ldz_desktop.services.history import HistoryEvent
    from ldz_desktop.ui.kit.feature import Bench


class EventList(QWidget):
    """read: gets the actions on the worker. whose: they are of many households and leaders: say
    whose each is, and offer to go there. reload() after every change."""

    def __init__(
        self,
        bench: "Bench",
        read: "Callable[[], tuple[HistoryEvent, ...]]",
        empty: EmptyState,
        *,
        whose: bool = False,
    ) -> None:
        super().__init__()
        self._bench = bench
        self._read = read
        self._undoing = Undoing(bench, self, self.reload)
        self._model: RecordModel[HistoryEvent] = RecordModel(
            event_columns(bench.office.today(), whose=whose), lambda event: event.batch_id
        )
        self.table = NarrowTable(self._model, "操作记录", ("reason", "outcome"))
        self.lines = LineTable("这一步改了什么")
        self.undo_button = button("撤销这一步(&U) …", self._undo, icon="undo")
        self.go_button = button("到档案(&G)", self._go, tip="打开这一步所改的户档或楼栋长")
        self.go_button.setVisible(whose)
        self._why = label("", "muted", wrap=True)
        below = QWidget()
        under = QVBoxLayout(below)
        under.setContentsMargins(0, theme.px(8), 0, 0)
        under.setSpacing(theme.px(8))
        under.addLayout(row(self.undo_button, self.go_button, self._why, None))
        under.addWidget(self.lines, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(below)
        split.setSizes([theme.px(300), theme.px(220)])
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.table.current_changed.connect(lambda _: self._show_selected())
        self.table.opened.connect(lambda _: self._undo())

    @property
    def selected(self) -> "HistoryEvent | None":
        row_ = self._model.row_of(self.table.current_id())
        return self._model.record(row_) if row_ >= 0 else None

    def events(self) -> "list[HistoryEvent]":
        return self._model.records()

    def reload(self) -> None:
        self._bench.tasks.run(
            lambda progress: self._read(), self._show, owner=self, key=f"history.{id(self)}"
        )

    def _show(self, events: "Sequence[HistoryEvent]") -> None:
        wanted = self.table.current_id()
        self._model.set_records(events)
        self._stack.setCurrentIndex(0 if events else 1)
        if events and not (wanted and self.table.select_id(wanted)):
            self.table.select_id(events[0].batch_id)
        self._show_selected()

    def _show_selected(self) -> None:
        event = self.selected
        self.undo_button.setEnabled(event is not None and may_be_undone(event))
        self.go_button.setEnabled(event is not None and bool(event.whose))
        self.lines.show_lines(event.lines if event is not None else ())
        if event is None:
            self._why.setText("")
        elif not event.lines and event.entries:
            self._why.setText(f"这一步共 {event.entries:,} 处改动，太多，不逐条列出")
        else:
            self._why.setText(outcome(event))
        if event is not None and not event.actor:
            self._why.setText("建立数据时写入的，不能在这里撤销")

    def _go(self) -> None:
        event = self.selected
        if event is None or not event.whose:
            return
        kind, _, number = event.about.partition(":")
        self._bench.show(Target("leader" if kind == "leader" else "household", int(number)))

    def _undo(self) -> None:
        event = self.selected
        if event is not None and may_be_undone(event):
            self._undoing.ask(event.batch_id)
