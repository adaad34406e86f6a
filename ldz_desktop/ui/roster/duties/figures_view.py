"""统计: by month and class as a chart, by leader and class as a list."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QMenu, QSplitter, QWidget

from ldz_desktop.domain.duties import CLASSES, DutyClass
from ldz_desktop.domain.evaluation import DUTY_CLASSES
from ldz_desktop.services.duties_records import DutyFigures, LeaderFigures
from ldz_desktop.services.duties_tables import COUNTED, leaders_table, months_table
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.chart_view import ChartView
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.pieces import button, card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.kit.takeaway import export_table
from ldz_desktop.ui.roster.duties.month_list import months_before
from ldz_desktop.ui.roster.duties.papers import show_figures

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ldz_desktop.services.tables import Table

_YEAR = 12
_TABLE = 596


class FiguresView(QWidget):
    """read() shows the chosen months."""

    def __init__(self, bench: Bench, switch: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.figures: DutyFigures | None = None
        self.first, self.last = PickEditor(()), PickEditor(())
        self._offered, self._usual = "", ("", "")
        self._offer_months()
        self.community = PickEditor([("", "全部社区")])
        self.chart = ChartView("各月履职次数", bench.tasks)
        self.model: RecordModel[LeaderFigures] = RecordModel(_columns(), parent=self)
        self.table = RecordTable(self.model, "各楼栋长履职次数")
        self.table.choose_columns(bench.preferences, "duties")
        self._sum = label("", "muted")
        self._build(switch)

    def _offer_months(self) -> None:
        """A year of full months to begin with, also where a new month came with the program open;
        who chose other months keeps them."""
        months = months_before(self._bench.office.today(), 2 * _YEAR)
        if months[0] == self._offered:
            return
        usual = (self.first.value(), self.last.value()) in ((None, None), self._usual)
        for part in (self.first, self.last):
            part.set_pairs([(month, month_text(month)) for month in months])
        self._offered, self._usual = months[0], (months[_YEAR], months[1])
        if usual:
            for part, month in zip((self.first, self.last), self._usual, strict=True):
                with QSignalBlocker(part):
                    part.set_value(month)

    def read(self) -> None:
        self._offer_months()
        first, last = str(self.first.value()), str(self.last.value())
        community = str(self.community.value() or "")
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: (
                office.duties.figures(min(first, last), max(first, last), community),
                tuple(dict.fromkeys(b.community for b in office.households.buildings())),
            ),
            self._show,
            owner=self,
            key="duties-figures",
        )

    def _show(self, found: tuple[DutyFigures, tuple[str, ...]]) -> None:
        self.figures, communities = figures, _ = found
        with QSignalBlocker(self.community):
            self.community.set_pairs([("", "全部社区"), *((n, n) for n in communities)])
        with QSignalBlocker(self.table):
            self.model.set_records(figures.leaders)
        times = "　".join(
            f"{DUTY_CLASSES[group - 1]} {figures.by_class[group]:,}" for group in CLASSES
        )
        total = sum(figures.by_class.values())
        self._sum.setText(f"{len(figures.leaders)} 人 · {total:,} 次　{times}")

        def make() -> "Figure":
            from ldz_desktop.reports.duty_charts import duty_figure

            return duty_figure(figures.months)

        table = months_table(figures)
        self.chart.set_chart(make, [c.title for c in table.columns], table.rows)

    def _print(self) -> None:
        if self.figures is not None:
            show_figures(self._bench, self, self.figures)

    def _export(self, table: "Table") -> None:
        export_table(self._bench, self, table.title, "duties", lambda: table)

    def export_leaders(self) -> None:
        if self.figures is not None:
            self._export(leaders_table(self.figures))

    def export_months(self) -> None:
        if self.figures is not None:
            self._export(months_table(self.figures))

    def _build(self, switch: QWidget) -> None:
        for part, name in (
            (self.first, "从"), (self.last, "到"), (self.community, "社区"),
        ):  # fmt: skip
            part.setAccessibleName(name)
            part.changed.connect(self.read)
        export = button("导出(&E)", role="quiet")
        menu = QMenu(self)
        menu.addAction("各楼栋长 …", self.export_leaders)
        menu.addAction("各月 …", self.export_months)
        export.setMenu(menu)
        self.table.opened.connect(lambda key: self._bench.show(Target("leader", key)))
        head = row(
            switch, self.first, label("至", "muted"), self.last, self.community, None,
            button("打印(&P)", self._print), export,
        )  # fmt: skip
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(theme.px(20))
        split.setChildrenCollapsible(False)
        split.addWidget(self.chart)
        split.addWidget(self.table)
        split.setStretchFactor(0, 1)
        split.setSizes([theme.px(720), theme.px(_TABLE)])
        self.table.setMinimumWidth(theme.px(_TABLE))
        self.chart.setMinimumWidth(theme.px(320))
        body = column(head, self._sum, spacing=8)
        body.addWidget(split, 1)
        body.addWidget(label(f"{COUNTED}。填报：有填报的月数 / 在任的月数。", "small"))
        self.setLayout(column(card(body)))
        self.setFocusProxy(self.table)


def _columns() -> tuple[Column[LeaderFigures], ...]:
    def times(group: DutyClass) -> Column[LeaderFigures]:
        return Column(
            str(group), DUTY_CLASSES[group - 1], lambda x: str(x.by_class[group]),
            align="right", width=74, sort=lambda x: x.by_class[group],
        )  # fmt: skip

    return (
        Column("building", "楼栋", lambda x: x.buildings, width=0),
        Column("name", "楼栋长", lambda x: x.name, width=78),
        *(times(group) for group in CLASSES),
        Column(
            "total", "合计", lambda x: str(x.total), align="right", width=64,
            sort=lambda x: x.total, strong=lambda x: True,
        ),
        Column(
            "kinds", "项数", lambda x: str(x.kinds), align="right", width=56,
            sort=lambda x: x.kinds,
        ),
        Column(
            "months", "填报", lambda x: f"{x.months}/{x.in_office}", align="right", width=64,
            sort=lambda x: x.months / x.in_office,
            tone=lambda x: "amber-ink" if x.months < x.in_office else None,
        ),
    )  # fmt: skip
