"""How scores moved: a chart for a community, the same numbers, and the picture as a file."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldz_desktop.services.honours import TrendSeries
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit import files
from ldz_desktop.ui.kit.chart_view import ChartView
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import button, card, column

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

    from ldz_desktop.services.progress import Progress

PNG = "PNG 图片 (*.png)"
_PNG_SCALE = 2.0  # device pixels a logical one: sharp on a slide and in print


class TrendPanel(QWidget):
    """The chart in a card; its community chooser offers the whole district first."""

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._trends: Mapping[str, tuple[TrendSeries, ...]] = {}
        self.chart = ChartView("得分走势", bench.tasks)
        self.community = PickEditor([("", "各社区红旗楼栋")])
        self.community.setAccessibleName("走势图的社区")
        self.community.changed.connect(self._draw)
        self.chart.add_tool(self.community)
        self.save_button = button("存图(&G)", self.save, tip="把走势图存为图片")
        self.chart.add_tool(self.save_button)
        self.setLayout(column(card(column(self.chart))))

    def show_trends(self, trends: Mapping[str, tuple[TrendSeries, ...]]) -> None:
        if trends == self._trends and self.chart.has_picture():
            return
        self._trends = trends
        names = [name for name in trends if name]
        self.community.set_pairs([("", "各社区红旗楼栋"), *((n, n) for n in names)])
        self._draw()

    def lines(self) -> tuple[TrendSeries, ...]:
        """What the chart shows."""
        return self._trends.get(str(self.community.value() or ""), ())

    def save(self) -> None:
        """The chart as a PNG file."""
        lines, name = self.lines(), self.community.currentText()
        path = files.ask_save(self, "存图", PNG, f"{name}得分走势.png")
        if path is None:
            return

        def work(progress: "Progress") -> "Path":
            from ldz_desktop.reports import chart_style, charts
            from ldz_desktop.services.files import write_whole

            progress.report(0, 0, "画图")
            write_whole(path, chart_style.to_png(charts.trend_figure(lines), _PNG_SCALE))
            return path

        self._bench.tasks.run(
            work,
            lambda written: self._bench.notices.written(f"已存为 {written.name}", written),
            owner=self,
            title="正在存图",
        )

    def _draw(self) -> None:
        lines = self.lines()

        def make() -> "Figure":
            from ldz_desktop.reports import charts

            return charts.trend_figure(lines)

        months = [month for month, _ in lines[0].points] if lines else []
        rows = [
            (month_text(month), *("—" if s is None else str(s) for s in _scores(lines, month)))
            for month in months
        ]
        self.chart.set_chart(make, ("月份", *(_two_lines(line.building) for line in lines)), rows)


def _two_lines(building: str) -> str:
    """时代新居12栋 as a head of two lines."""
    return re.sub(r"(?<=\D)(?=\d|[A-Z])", "\n", building, count=1)


def _scores(lines: tuple[TrendSeries, ...], month: str) -> list[object]:
    return [dict(line.points).get(month) for line in lines]
