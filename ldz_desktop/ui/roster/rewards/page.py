"""奖励: money for flag months, promotions, and the sums of a year."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.ui.kit.pieces import column
from ldz_desktop.ui.kit.switch import ViewSwitch
from ldz_desktop.ui.roster.rewards.events_view import EventsView
from ldz_desktop.ui.roster.rewards.money_view import MoneyView
from ldz_desktop.ui.roster.rewards.year_view import YearView

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.ui.kit.feature import Bench, Target

_TOPICS = frozenset({"leaders", "evaluation", "places", "settings"})
_VIEWS = (("money", "红旗奖金"), ("events", "荣誉与任用"), ("year", "年度合计"))


class RewardsPage(QWidget):
    """A section of the roster tab with three views."""

    def __init__(self, bench: "Bench", go: Callable[[str], object]) -> None:
        super().__init__()
        del go
        self._stale = True
        self.switches = [ViewSwitch(_VIEWS) for _ in _VIEWS]
        self.money = MoneyView(bench, self.switches[0])
        self.events = EventsView(bench, self.switches[1])
        self.year = YearView(bench, self.switches[2])
        self._views: dict[str, MoneyView | EventsView | YearView] = {
            "money": self.money, "events": self.events, "year": self.year,
        }  # fmt: skip
        self._body = QStackedWidget()
        for view in self._views.values():
            self._body.addWidget(view)
        self.setLayout(column(self._body))
        for switch, (own, _) in zip(self.switches, _VIEWS, strict=True):
            switch.mark(own)
            switch.chosen.connect(self.show_view)
        self.setFocusProxy(self.money)
        for keys, verb in (
            ("Ctrl+L", self._find), ("Ctrl+N", self._add), ("F2", self._edit),
        ):  # fmt: skip
            cut = QShortcut(QKeySequence(keys), self, verb)
            cut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def begin(self) -> None:
        if self._stale:
            self._read()

    def refresh(self, change: "Change | None") -> None:
        if change is None or change.topics & _TOPICS:
            self._stale = True
            if self.isVisible():
                self._read()

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

    def show_view(self, key: str) -> None:
        """money, events or year."""
        for switch, (own, _) in zip(self.switches, _VIEWS, strict=True):
            switch.mark(own)
        view = self._views[key]
        self._body.setCurrentWidget(view)
        self.setFocusProxy(view)
        self._read()

    def _read(self) -> None:
        current = self._body.currentWidget()
        self._stale = current is not self.money  # the others are read again when they are left
        next(v for v in self._views.values() if v is current).read()

    def _find(self) -> None:
        next(v for v in self._views.values() if v is self._body.currentWidget()).search.begin("")

    def _add(self) -> None:
        self.show_view("events")
        self.events.add()

    def _edit(self) -> None:
        if self._body.currentWidget() is self.events:
            self.events.edit()
