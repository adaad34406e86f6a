"""Figures of a place: a chart beside its table, both from the same numbers, with the definition."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.services.statistics import Group, Statistics, below_table, group_table
from ldz_desktop.services.tables import Table
from ldz_desktop.ui.households.lists.output import TakeAwayDialog
from ldz_desktop.ui.households.lists.place_chooser import PlaceChooser
from ldz_desktop.ui.households.pills import PillRow
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.chart_view import ChartView
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.pieces import Tone, button, card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ldz_desktop.domain.changes import Change
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.households_records import CommunityNode
    from ldz_desktop.services.progress import Progress

_PILLS: tuple[tuple[str, str, Tone], ...] = (
    ("age", "年龄与性别", "grey"),
    ("education", "文化程度", "grey"),
    ("occupation", "职业", "grey"),
    ("political", "政治面貌", "grey"),
    ("axes", "户籍与居住", "grey"),
    ("tenure", "房屋性质", "grey"),
    ("below", "分社区、小区、楼栋", "grey"),
)
_TABLE, _CHART = 520, 700


@dataclass(frozen=True)
class _Row:
    id: int
    cells: tuple[str, ...]
    total: bool


class StatisticsPage(QWidget):
    """begin() shows it for a place; refresh() tells it what a write changed; leave goes back."""

    def __init__(self, bench: Bench, leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._bench = bench
        self._leave = leave
        self._figures: Statistics | None = None
        self.place = PlaceChooser()
        self.place.changed.connect(self.reload)
        self.pills = PillRow(_PILLS, "统计什么")
        self.pills.chosen.connect(lambda _: self._fill())
        self.chart = ChartView("", bench.tasks)
        self.table: RecordTable | None = None
        self._counted = label("", "strong")
        self._definition = label("", "small", wrap=True)
        self.export_button = button("导出(&E) …", self._export)
        self.print_button = button("打印(&P)", self._print)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(theme.px(24))
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.chart)
        self.chart.setMinimumWidth(theme.px(360))
        self._lay_out()

    def _lay_out(self) -> None:
        head = row(
            button("返回(&Q)", self._leave, icon="back", tip="回到户档（Esc）"),
            label("统计", "title"),
            self.place,
            self._counted,
            None,
            self.export_button,
            self.print_button,
        )
        body = column(self.pills, self._split, self._definition, spacing=12)
        body.setStretch(1, 1)
        layout = column(card(head), card(body), spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    # -- the protocol of a page ------------------------------------------------------------------

    def begin(self, place: PlaceRef) -> None:
        office = self._bench.office

        def begun(tree: "tuple[CommunityNode, ...]") -> None:
            self.place.offer(tree)
            if self.place.place == place:
                self.reload()
            self.place.set_value(place)

        self._bench.tasks.run(
            lambda progress: office.households.tree(), begun, owner=self, key="statistics.tree"
        )
        self.place.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, change: "Change | None") -> None:
        if change is None or change.topics & {"households", "places"}:
            self.reload()

    # -- reading ---------------------------------------------------------------------------------

    @property
    def figures(self) -> Statistics | None:
        return self._figures

    def reload(self) -> None:
        office, place = self._bench.office, self.place.place
        self._bench.tasks.run(
            lambda progress: office.statistics.figures(place), self._show, owner=self,
            key="statistics.figures",
        )  # fmt: skip

    def _show(self, figures: Statistics) -> None:
        self._figures = figures
        self._counted.setText(f"{figures.households:,} 户 · {figures.residents:,} 人")
        self._counted.setToolTip(figures.definition)
        self._fill()

    def shown_table(self) -> Table | None:
        """The table of the chosen pill; None while nothing is read."""
        figures = self._figures
        if figures is None:
            return None
        if self.pills.key == "below":
            return below_table(figures)
        return group_table(figures, figures.group(self.pills.key))

    def _fill(self) -> None:
        table, figures = self.shown_table(), self._figures
        if table is None or figures is None:
            return
        self._set_table(table)
        self._definition.setText(f"口径：{table.note}")
        key = self.pills.key
        if key == "below":
            self.chart.set_title(f"各{figures.below_title}人数")
            self._set_chart(_as_group(figures), table)
        else:
            group = figures.group(key)
            self.chart.set_title(f"{group.title}（{group.noun}）")
            self._set_chart(group, table)

    def _set_chart(self, group: Group, table: Table) -> None:
        def make() -> "Figure":
            from ldz_desktop.reports.charts import bars_figure, pyramid_figure

            return pyramid_figure(group) if group.key == "age" else bars_figure(group)

        heads = tuple(column.title for column in table.columns)
        self.chart.set_chart(make, heads, [tuple(map(_grouped, cells)) for cells in table.rows])

    def _set_table(self, table: Table) -> None:
        columns = [_column(at, head.title) for at, head in enumerate(table.columns)]
        model = RecordModel(columns)
        last = len(table.rows) - 1
        ids = [0] * len(table.rows)
        if self.pills.key == "below" and self._figures is not None:
            ids[: len(self._figures.below)] = [one.id for one in self._figures.below]
        model.set_records(
            [
                _Row(ids[at] or -at - 1, tuple(map(_grouped, cells)), at == last)
                for at, cells in enumerate(table.rows)
            ]
        )
        made = RecordTable(model, table.title)
        model.setParent(made)
        made.opened.connect(self._enter)
        made.setMinimumWidth(theme.px(_TABLE - 20))
        if self.table is None:
            self._split.addWidget(made)
            self._split.setStretchFactor(0, 1)
            self._split.setSizes([theme.px(_CHART), theme.px(_TABLE)])
        else:
            old = self._split.replaceWidget(1, made)
            if old is not None:
                old.hide()
                old.deleteLater()
        made.show()
        self.table = made

    def _enter(self, ident: int) -> None:
        """A place of the table: its own figures, or the building's list where it ends."""
        figures = self._figures
        if figures is None or ident < 0:
            return
        steps = {"all": "community", "community": "compound", "compound": "building"}
        kind = steps.get(figures.place.kind)
        if kind is None:
            self._leave()
            self._bench.show(Target("building", ident))
        else:
            self.place.set_value(PlaceRef(kind, ident))  # type: ignore[arg-type]  # one of them

    # -- what leaves -----------------------------------------------------------------------------

    def _print(self) -> None:
        figures, office = self._figures, self._bench.office
        if figures is None:
            return

        def paper(progress: "Progress") -> "Paper":
            from ldz_desktop.reports.statistics_paper import render

            progress.report(0, 0, "排版")
            office.log("print.statistics", f"{figures.place.kind}:{figures.place.id}")
            return render(figures)

        show_paper(self._bench, self, paper, f"{figures.title}居民统计表")

    def _export(self) -> None:
        table, office, figures = self.shown_table(), self._bench.office, self._figures
        if table is None or figures is None:
            return

        def make(purpose: str, full: bool, progress: "Progress") -> Table:
            del full, progress
            office.log("export.statistics", f"{figures.place.kind}:{figures.place.id}", purpose)
            return table

        dialog = TakeAwayDialog(
            self._bench, table.title, "只有合计数，不含任何人的姓名和号码。", make, self
        )
        for choice in (dialog.masked, dialog.full):
            choice.hide()
        dialog.open()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)


def _as_group(figures: Statistics) -> Group:
    """People of the places one step below, as bars."""
    from ldz_desktop.services.statistics import Line

    lines = tuple(Line(one.name, one.residents) for one in figures.below)
    return Group("below", figures.below_title, "人", figures.definition, lines)


def _column(at: int, title: str) -> Column[_Row]:
    """Figures stand at the right, in columns wide enough for their heads."""
    return Column(
        key=str(at),
        title=title,
        text=lambda r: r.cells[at],
        align="right" if at else "left",
        width=max(76, 14 * len(title) + 22) if at else 0,
        sortable=False,
        strong=lambda r: r.total,
    )


def _grouped(cell: str) -> str:
    return f"{int(cell):,}" if cell.isdecimal() else cell
