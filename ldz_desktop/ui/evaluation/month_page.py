"""The main page: the strip, the lists and charts of the month, and the card beside them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabBar, QWidget

from ldz_desktop.domain.evaluation import grouped
from ldz_desktop.services.evaluation_records import Explanation
from ldz_desktop.ui.evaluation.building_card import BuildingCard
from ldz_desktop.ui.evaluation.chart_page import ChartPage
from ldz_desktop.ui.evaluation.explain_card import ExplainCard
from ldz_desktop.ui.evaluation.month_bar import MonthBar
from ldz_desktop.ui.evaluation.month_data import MonthData
from ldz_desktop.ui.evaluation.panels import CARD, CARD_LARGE, tight
from ldz_desktop.ui.evaluation.progress_view import ProgressView
from ldz_desktop.ui.evaluation.ranking_view import RankingView
from ldz_desktop.ui.evaluation.strip import MonthStrip
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.keys import focus_into, has_cursor, page_keys
from ldz_desktop.ui.kit.panels import Panel, Panels
from ldz_desktop.ui.kit.pieces import Pages, card, column, row

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Bench

PROGRESS, RANKING, CHARTS = range(3)


class MonthPage(QWidget):
    """explain_wanted(building_id): the ranking's cursor moved, or its card is shown."""

    explain_wanted = Signal(object)

    def __init__(self, bench: "Bench", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._data: MonthData | None = None
        self._month = ""
        self.strip = MonthStrip()
        self.bar = MonthBar()
        self.progress = ProgressView()
        self.ranking = RankingView()
        self.charts = ChartPage(bench)
        self.explain = ExplainCard()
        self.building = BuildingCard()
        self.views = QTabBar()
        self.views.setObjectName("small")
        self.views.setAccessibleName("看什么")
        self.views.setUsesScrollButtons(False)
        self._bodies = QStackedWidget()
        self._tools = Pages()
        for title, view in (
            ("进度", self.progress),
            ("排名", self.ranking),
            ("图表", self.charts),
        ):
            self.views.addTab(title)
            self._bodies.addWidget(view)
            self._tools.addWidget(view.tools)
        self._cards = QStackedWidget()
        self._cards.addWidget(self.building)
        self._cards.addWidget(self.explain)
        self.progress.table.choose_columns(bench.preferences, "progress")
        self.ranking.table.choose_columns(bench.preferences, "ranking")
        self._lay_out(bench)
        self.views.currentChanged.connect(self._show_view)
        self.charts.kinds.changed.connect(self._room)
        self.progress.chosen.connect(lambda _: self._show_card())
        self.ranking.chosen.connect(self._explain)
        page_keys(self, {"Ctrl+N": self.strip.new_month.emit, "Ctrl+P": self._print})
        self._show_view(PROGRESS)

    def _lay_out(self, bench: "Bench") -> None:
        head = row(self.views, self._tools, spacing=12)
        head.setStretch(1, 1)
        self._tools.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        inner = column(head, self._bodies)
        inner.setStretch(1, 1)
        self.list = card(inner)
        layout = inner
        side = theme.px(16)
        layout.setContentsMargins(side, theme.px(10), side, theme.px(8))
        beside = Panel(self._cards, CARD_LARGE if theme.is_large() else CARD, 1, least=230)
        panels = (Panel(self.list, 978, 3), beside)
        whole = column(self.strip, self.bar, Panels("evaluation", panels, bench.preferences))
        whole.setStretch(2, 1)
        whole.setContentsMargins(side, tight() + 4, side, tight() + 4)
        whole.setSpacing(tight())
        self.setLayout(whole)

    # -- what the tab calls ----------------------------------------------------------------------

    def show_data(self, data: MonthData, held: Mapping[int, int]) -> None:
        """Another month, or the same with other counts. A month seen for the first time opens at
        the list that is worked on next."""
        overview, ranking = data.overview, data.ranking
        if overview is None or ranking is None:
            return
        self._data = data
        self.strip.show_month(data)
        self.bar.show_month(data)
        self.explain.appeal.setVisible(overview.info.state == "published")
        is_open = overview.info.state == "open"
        self.progress.show_progress(data.progress, data.known, is_open=is_open)
        self.ranking.show_ranking(ranking, held, data.known, data.pairs)
        if self.view() == CHARTS:
            self._show_charts()
        if overview.info.month != self._month:
            self._month = overview.info.month
            busy = is_open and "now" in {s.state for s in self.strip.views()[:3]}
            self.show_view(PROGRESS if busy else RANKING)
        self._show_card()

    def show_view(self, view: int) -> None:
        """PROGRESS, RANKING or CHARTS."""
        self.views.setCurrentIndex(view)

    def view(self) -> int:
        return self.views.currentIndex()

    def show_explanation(self, explanation: Explanation) -> None:
        if explanation.standing.score.building_id == self.ranking.table.current_id():
            self.explain.show_explanation(explanation)

    def focus_list(self) -> None:
        """Put the cursor where the month is worked on."""
        tables = {PROGRESS: self.progress.table, RANKING: self.ranking.table}
        if self.view() in tables:
            tables[self.view()].setFocus()
        else:
            focus_into(self.charts.tools)

    def building_id(self) -> int:
        """The building under the cursor of the list that is shown."""
        table = self.progress.table if self.view() == PROGRESS else self.ranking.table
        return table.current_id()

    # -- inside ----------------------------------------------------------------------------------

    def _show_charts(self) -> None:
        """The charts show the group of the list, or of the building it stands on."""
        if self._data is None or self._data.ranking is None:
            return
        here = self.ranking.table.current_id()
        ranking = self._data.ranking
        near = (
            title
            for title, rows in grouped(ranking.standings, ranking.scope).items()
            if any(s.score.building_id == here for s in rows)
        )
        self.charts.show_ranking(ranking, self.ranking.group() or next(near, ""))

    def _print(self) -> None:
        """Ctrl+P prints what is listed: the missing, or the ranking as its notice."""
        if self.view() == PROGRESS:
            self.progress.print_wanted.emit()
        else:
            self.ranking.print_wanted.emit()

    def _show_view(self, view: int) -> None:
        inside = has_cursor(self._bodies) or has_cursor(self._tools)
        if view == CHARTS:
            self._show_charts()
        self._bodies.setCurrentIndex(view)
        self._tools.setCurrentIndex(view)
        self._cards.setCurrentIndex(0 if view == PROGRESS else 1)
        self._room()
        self._show_card()
        if inside:  # else Qt takes it to whatever field is next, where the wheel changes things
            self.focus_list()

    def _room(self) -> None:
        """Charts over months take the card's place too: they are about no single line."""
        over_months = self.view() == CHARTS and self.charts.kind() != "month"
        self._cards.setVisible(not over_months)

    def _show_card(self) -> None:
        data = self._data
        if data is None or data.overview is None:
            return
        if self.view() == PROGRESS:
            is_open = data.overview.info.state == "open"
            self.building.show_building(self.progress.current(), is_open=is_open)
        else:
            self._explain(self.ranking.table.current_id())

    def _explain(self, building_id: object) -> None:
        if self.view() == PROGRESS:
            return
        if building_id:
            self.explain_wanted.emit(building_id)
        else:
            self.explain.show_nothing()
