"""The ranking as a picture: every building's score beside last month's, and the five grades."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldz_desktop.domain.evaluation import GRADES, Standing, grouped
from ldz_desktop.services.evaluation_records import Ranking
from ldz_desktop.ui.evaluation.composition import shares
from ldz_desktop.ui.evaluation.month_data import figure, scope_names, shown
from ldz_desktop.ui.evaluation.panels import scrolled
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.chart_view import ChartView
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.pieces import column, label, row
from ldz_desktop.ui.kit.tasks import TaskRunner

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def answers_of(rows: list[Standing]) -> tuple[int, int, int, int, int]:
    """Answers of each grade on the valid sheets of the ranked buildings: a small remainder could
    otherwise be told by subtraction."""
    counted = [s.score.grades for s in rows if s.rank is not None and shown(s)]
    sums = [sum(grades[g] for grades in counted) for g in range(5)]
    return (sums[0], sums[1], sums[2], sums[3], sums[4])


def _height(bars: int) -> int:
    """Room for the bars of the score chart, which stand in one to three columns."""
    columns = 1 if bars <= 20 else 2 if bars <= 60 else 3
    rows = max(8, -(-bars // columns))
    return theme.px(36 + 72 + 25 * rows)


class MonthCharts(QWidget):
    """Two charts of one group, one below the other."""

    def __init__(self, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ranking: Ranking | None = None
        self.scores = ChartView("各楼栋得分", tasks)
        self.grades = ChartView("满意度构成", tasks, mnemonic="C")
        self.grades.setFixedHeight(theme.px(220))
        scroll = scrolled(column(self.scores, self.grades, None, spacing=16))
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self.groups = PickEditor()
        self.groups.setAccessibleName("看哪一组的图")
        self.groups.setMinimumWidth(theme.px(128))
        self.groups.changed.connect(self._draw)
        self._counts = label("", "muted")
        self.tools = QWidget()
        self.tools.setLayout(row(self.groups, self._counts, None))

    def show_ranking(self, ranking: Ranking, group: str) -> None:
        """Another ranking; group: what the list shows (empty: all of it)."""
        self._ranking = ranking
        self.groups.set_pairs([(name, name) for name in scope_names(ranking)])
        if group:
            self.groups.set_value(group)
        self._draw()

    def group(self) -> str:
        """The group the charts show."""
        return str(self.groups.value() or "")

    def _draw(self) -> None:
        ranking = self._ranking
        if ranking is None:
            return
        group = self.group()
        rows = list(grouped(ranking.standings, ranking.scope).get(group, ()))
        ranked = [s for s in rows if s.rank is not None]
        previous = dict(ranking.previous)
        self.scores.setFixedHeight(_height(len(ranked)))
        self._counts.setText(f"{len(ranked)} 栋参加排名；竖线是上个月的得分")

        def scores() -> "Figure":
            from ldz_desktop.reports.charts import ranking_figure

            return ranking_figure(rows, previous)

        self.scores.set_chart(
            scores,
            ("楼栋", "名次", "得分", "上月得分"),
            [
                (s.score.title, str(s.rank), figure(s.score.score),
                 figure(previous.get(s.score.building_id)))
                for s in ranked
            ],
        )  # fmt: skip
        answers = answers_of(rows)

        def grades() -> "Figure":
            from ldz_desktop.reports.charts import distribution_figure

            return distribution_figure(answers)

        self.grades.set_chart(
            grades,
            ("选项", "回答", "占比"),
            [(GRADES[g], f"{answers[g]:,}", f"{shares(answers)[g]}%") for g in reversed(range(5))],
        )
