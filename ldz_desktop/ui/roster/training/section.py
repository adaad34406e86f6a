"""培训 in the personal record: every course the leader attended."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.training import hours_text
from ldz_desktop.services.training_records import Attended
from ldz_desktop.services.training_tables import days_text
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.pieces import EmptyState, chip, column, label, row, set_chip
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

if TYPE_CHECKING:
    from ldz_desktop.services.training_records import Rules
    from ldz_desktop.ui.kit.feature import Bench

_COLUMNS = (
    Column[Attended](
        "day", "时间", lambda a: days_text(a.course), width=190, sort=lambda a: a.course.held_on
    ),
    Column[Attended]("kind", "类别", lambda a: a.course.kind, width=64, chip=lambda a: "blue"),
    Column[Attended](
        "title", "名称", lambda a: a.course.title, width=0, tip=lambda a: a.course.title
    ),
    Column[Attended](
        "hours", "学时", lambda a: a.hours, align="right", width=60,
        sort=lambda a: a.attendance.minutes,
        tone=lambda a: "amber-ink" if a.attendance.minutes < a.course.minutes else None,
    ),
    Column[Attended](
        "number", "证书编号", lambda a: a.attendance.certificate_no or "", width=150
    ),
)  # fmt: skip
_Found = tuple[tuple[Attended, ...], bool, "Rules"]


class TrainingSection(QWidget):
    """Read only; Enter leads to the course."""

    def __init__(self, bench: "Bench") -> None:
        super().__init__()
        self._bench = bench
        self.model: RecordModel[Attended] = RecordModel(_COLUMNS, lambda a: a.course.id)
        self.table = RecordTable(self.model, "参加的培训")
        self.table.opened.connect(lambda key: bench.show(Target("course", key)))
        self._counts = label("", "muted")
        self._induction = chip("", "green")
        empty = EmptyState(
            "还没有培训", "在“培训”里给这位楼栋长打勾签到以后，就会列在这里。", icon="table"
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        head = row(label("培训", "title"), self._induction, self._counts, None)
        layout = column(head, spacing=8)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)

    def show_leader(self, leader_id: int) -> None:
        training = self._bench.office.training

        def read() -> _Found:
            return training.of_leader(leader_id), training.inducted(leader_id), training.rules()

        self._bench.tasks.run(
            lambda progress: read(), self._show, owner=self, key="record-training"
        )

    def _show(self, found: _Found) -> None:
        rows, inducted, rules = found
        self.model.set_records(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        words, tone = ("岗前培训已完成", "green") if inducted else ("缺岗前培训", "red")
        set_chip(self._induction, words, tone)  # type: ignore[arg-type]  # one of two
        year = self._bench.office.today().year
        minutes = sum(a.attendance.minutes for a in rows if a.course.last_on.year == year)
        self._counts.setText(
            f"共 {len(rows)} 次 · {year}年 {hours_text(minutes, rules.per_hour)} 学时，"
            f"每年不少于 {rules.yearly}"
        )
