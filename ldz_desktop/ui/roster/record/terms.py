"""任职经历: every term of the leader, the newest first."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.ui.kit.pieces import column
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

if TYPE_CHECKING:
    from datetime import date

    from ldz_desktop.services.roster import LeaderDetail, TenureRow
    from ldz_desktop.ui.kit.feature import Bench


def _day(day: "date | None", empty: str) -> str:
    return date_text(day) if day else empty


_COLUMNS = (
    Column["TenureRow"]("building", "楼栋", lambda t: t.building.title, width=140),
    Column["TenureRow"](
        "started", "任职日期", lambda t: _day(t.tenure.started_on, "不详"), width=120,
        sort=lambda t: t.tenure.started_on,
    ),
    Column["TenureRow"](
        "ended", "卸任日期", lambda t: _day(t.tenure.ended_on, "在任"), width=120,
        sort=lambda t: t.tenure.ended_on,
    ),
    Column["TenureRow"]("reason", "卸任原因", lambda t: t.tenure.end_reason or "", width=0),
)  # fmt: skip


class TermsSection(QWidget):
    """A list; read only."""

    def __init__(self, bench: "Bench") -> None:
        super().__init__()
        self._bench = bench
        self.model: RecordModel[TenureRow] = RecordModel(_COLUMNS, lambda t: t.tenure.id)
        self.table = RecordTable(self.model, "任职经历")
        self.setLayout(column(self.table))

    def show_leader(self, leader_id: int) -> None:
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.roster.get(leader_id),
            self._show,
            owner=self,
            key="record-terms",
        )

    def _show(self, detail: "LeaderDetail") -> None:
        self.model.set_records(detail.tenures)
