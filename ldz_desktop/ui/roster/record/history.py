"""历史: every change of what belongs to the leader, each to be taken back."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldz_desktop.ui.kit.history.event_list import EventList
from ldz_desktop.ui.kit.pieces import EmptyState, column, label, row

if TYPE_CHECKING:
    from ldz_desktop.services.history import HistoryEvent
    from ldz_desktop.ui.kit.feature import Bench


class HistorySection(QWidget):
    """Who changed what, when, from what to what."""

    def __init__(self, bench: "Bench") -> None:
        super().__init__()
        self._bench = bench
        self._leader_id = 0
        nothing = EmptyState("还没有改动", "这份档案从建立以来没有改过。", icon="undo")
        self.list = EventList(bench, self._read, nothing)
        hint = label("证件号码、电话只显示掩码。", "muted")
        self.setLayout(column(row(label("历史", "title"), hint, None), self.list))

    def show_leader(self, leader_id: int) -> None:
        self._leader_id = leader_id
        self.list.reload()

    def _read(self) -> "tuple[HistoryEvent, ...]":
        return self._bench.office.history.of_leader(self._leader_id)
