"""奖励: money for flag months, promotions, and the sums of a year."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from typing_extensions import override

from ldz_desktop.ui.kit.switch import ViewsPage
from ldz_desktop.ui.roster.rewards.events_view import EventsView
from ldz_desktop.ui.roster.rewards.money_view import MoneyView
from ldz_desktop.ui.roster.rewards.year_view import YearView

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Bench, Target

_TOPICS = frozenset({"leaders", "evaluation", "places", "settings"})
_VIEWS = (("money", "红旗奖金"), ("events", "荣誉与任用"), ("year", "年度合计"))


class RewardsPage(ViewsPage[MoneyView | EventsView | YearView]):
    """A section of the roster tab with three views."""

    def __init__(self, bench: "Bench", go: Callable[[str], object]) -> None:
        super().__init__(_VIEWS, _TOPICS)
        del go
        self.money = MoneyView(bench, self.switches[0])
        self.events = EventsView(bench, self.switches[1])
        self.year = YearView(bench, self.switches[2])
        self.put(
            {"money": self.money, "events": self.events, "year": self.year},
            {"Ctrl+N": self._add, "F2": self._edit},
        )

    @override
    def read_view(self, view: MoneyView | EventsView | YearView) -> None:
        view.read()

    def open(self, target: "Target") -> bool:
        """A leader's money of a month, or (without a month) the leader's events."""
        if target.kind != "reward":
            return False
        self.show_view("money" if target.month else "events")
        if target.month:
            self.money.show_line(target.id, target.month)
        else:
            self.events.show_line(target.id)
        return True

    def _add(self) -> None:
        self.show_view("events")
        self.events.add()

    def _edit(self) -> None:
        if self.current() is self.events:
            self.events.edit()
