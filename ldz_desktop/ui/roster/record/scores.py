"""得分: every closed month of the leader as a line and as a table."""

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.record import record
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.pieces import EmptyState, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.roster.person import spot_of
from ldz_desktop.ui.roster.score_line import ScoreLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldz_desktop.services.roster import LeaderDetail, ScorePoint
    from ldz_desktop.ui.kit.feature import Bench


@record
class Month:
    """A line: its number, for the table's cursor."""

    id: int
    point: "ScorePoint"


def _rank(point: "ScorePoint") -> str:
    return f"{point.rank} / {point.of}" if point.rank is not None else "不排名"


def _marks(point: "ScorePoint") -> list[tuple[str, str]]:
    found = []
    if point.flag:
        found.append(("流动红旗", "red"))
    if point.last:
        found.append(("末位", "amber"))
    if point.why_unranked:
        found.append((point.why_unranked, "grey"))
    return found


_COLUMNS = (
    Column[Month](
        "month", "月份", lambda m: month_text(m.point.month), width=120,
        sort=lambda m: m.point.month,
    ),
    Column[Month]("building", "楼栋", lambda m: m.point.building, width=140),
    Column[Month](
        "score", "得分", lambda m: "—" if m.point.score is None else str(m.point.score),
        align="right", width=88, sort=lambda m: m.point.score,
        strong=lambda m: m.point.score is not None,
    ),
    Column[Month](
        "rank", "名次", lambda m: _rank(m.point), align="right", width=100,
        sort=lambda m: m.point.rank,
    ),
    Column[Month](
        "marks", "说明", lambda m: " ".join(text for text, _ in _marks(m.point)), width=0,
        chip=lambda m: " ".join(tone for _, tone in _marks(m.point)) or None, sortable=False,
    ),
)  # fmt: skip


class ScoreSection(QWidget):
    """Read only: closed months never change."""

    def __init__(self, bench: "Bench") -> None:
        super().__init__()
        self._bench = bench
        self.model: RecordModel[Month] = RecordModel(_COLUMNS)
        self.table = RecordTable(self.model, "历月得分")
        self.table.setToolTip("回车或双击：这分怎么来的")
        self.table.opened.connect(self._why)
        self.line = ScoreLine()
        self._counts = label("", "muted")
        empty = EmptyState(
            "还没有封存的测评", "任职期间的月份封月以后，得分和名次会列在这里。", icon="chart"
        )
        found = QWidget()
        found.setLayout(column(self.line, self.table, spacing=12))
        self._stack = QStackedWidget()
        self._stack.addWidget(found)
        self._stack.addWidget(empty)
        layout = column(row(label("得分", "title"), self._counts, None), spacing=8)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)

    def _why(self, line_id: object) -> None:
        """The computation of the month under the cursor, where it is worked on."""
        at = self.model.row_of(cast("int", line_id))
        if at >= 0:
            point = self.model.record(at).point
            self._bench.show(Target("month", id=point.building_id, month=point.month))

    def show_leader(self, leader_id: int) -> None:
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.roster.get(leader_id),
            self._show,
            owner=self,
            key="record.scores",
        )

    def _show(self, detail: "LeaderDetail") -> None:
        points: Sequence[ScorePoint] = detail.scores
        self._stack.setCurrentIndex(0 if points else 1)
        self.line.set_spots(tuple(map(spot_of, points)))
        newest = list(enumerate(reversed(points), 1))
        self.model.set_records([Month(at, point) for at, point in newest])
        self._counts.setText(_summary(points))
        if points:
            self.table.select_id(1)


def _summary(points: "Sequence[ScorePoint]") -> str:
    """12 个月 · 红旗 2 个月 · 末位 1 个月."""
    if not points:
        return ""
    flags, last = sum(p.flag for p in points), sum(p.last for p in points)
    words = [f"{len(points)} 个月"]
    words += [f"红旗 {flags} 个月"] if flags else []
    words += [f"末位 {last} 个月"] if last else []
    return " · ".join(words)
