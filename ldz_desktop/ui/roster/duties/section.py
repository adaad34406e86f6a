"""履职 in the personal record: month by month what the leader did."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.duties import CLASSES, DutyClass
from ldz_desktop.domain.evaluation import DUTY_CLASSES
from ldz_desktop.record import record
from ldz_desktop.services.duties_records import LeaderMonth
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.pieces import EmptyState, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Bench


@record
class Month:
    """A line: its number, for the table's cursor."""

    id: int
    done: LeaderMonth


def _class(group: DutyClass) -> Column[Month]:
    return Column[Month](
        str(group), DUTY_CLASSES[group - 1], lambda m: str(m.done.by_class[group]),
        align="right", width=92, sort=lambda m: m.done.by_class[group],
    )  # fmt: skip


_COLUMNS = (
    Column[Month](
        "month", "月份", lambda m: month_text(m.done.month), width=120, sort=lambda m: m.done.month
    ),
    Column[Month]("building", "楼栋", lambda m: m.done.building, width=0),
    *(_class(group) for group in CLASSES),
    Column[Month](
        "total", "合计", lambda m: str(m.done.total), align="right", width=70,
        sort=lambda m: m.done.total, strong=lambda m: True,
    ),
    Column[Month](
        "kinds", "职责项数", lambda m: str(m.done.kinds), align="right", width=90,
        sort=lambda m: m.done.kinds,
    ),
)  # fmt: skip


class DutySection(QWidget):
    """Read only; Enter leads to the month's sheet."""

    def __init__(self, bench: "Bench") -> None:
        super().__init__()
        self._bench = bench
        self.model: RecordModel[Month] = RecordModel(_COLUMNS)
        self.table = RecordTable(self.model, "各月履职")
        self.table.opened.connect(self._open)
        self._counts = label("", "muted")
        empty = EmptyState(
            "还没有履职记录", "在“履职”里登记每月做了什么以后，就会列在这里。", icon="table"
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        layout = column(row(label("履职", "title"), self._counts, None), spacing=8)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)

    def show_leader(self, leader_id: int) -> None:
        duties = self._bench.office.duties
        self._bench.tasks.run(
            lambda progress: duties.of_leader(leader_id), self._show, owner=self,
            key="record-duties",
        )  # fmt: skip

    def _show(self, months: tuple[LeaderMonth, ...]) -> None:
        self.model.set_records([Month(n, one) for n, one in enumerate(months, 1)])
        self._stack.setCurrentIndex(0 if months else 1)
        total = sum(one.total for one in months)
        self._counts.setText(f"{len(months)} 个月 · 共 {total:,} 次")

    def _open(self, ident: int) -> None:
        done = self.model.record(self.model.row_of(ident)).done
        self._bench.show(Target("duties", done.tenure_id, done.month))
