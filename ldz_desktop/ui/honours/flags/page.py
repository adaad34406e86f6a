"""流动红旗: a month's hand-overs, the ledger, the register."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.ui.honours.flags.ledger_view import LedgerView
from ldz_desktop.ui.honours.flags.month_view import MonthView
from ldz_desktop.ui.honours.flags.register_view import RegisterView
from ldz_desktop.ui.kit.pieces import column
from ldz_desktop.ui.kit.switch import ViewSwitch

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.ui.kit.feature import Bench, Target

_TOPICS = frozenset({"honours", "evaluation", "leaders", "places"})
_VIEWS = (("month", "每月交接"), ("ledger", "台账"), ("register", "旗帜"))


class FlagsPage(QWidget):
    """A section of the honour wall with three views."""

    def __init__(self, bench: "Bench", go: Callable[[str], object]) -> None:
        super().__init__()
        del go
        self.switches = [ViewSwitch(_VIEWS) for _ in _VIEWS]
        self.month = MonthView(bench, self.switches[0])
        self.ledger = LedgerView(bench, self.switches[1])
        self.register = RegisterView(bench, self.switches[2])
        self._views: dict[str, MonthView | LedgerView | RegisterView] = {
            "month": self.month, "ledger": self.ledger, "register": self.register,
        }  # fmt: skip
        self._body = QStackedWidget()
        for view in self._views.values():
            self._body.addWidget(view)
        self.setLayout(column(self._body))
        for switch, (own, _) in zip(self.switches, _VIEWS, strict=True):
            switch.mark(own)
            switch.chosen.connect(self.show_view)
        self.setFocusProxy(self.month)
        for keys, verb in (
            ("Ctrl+L", self._find), ("Ctrl+N", self._add), ("F2", self._edit),
            ("Ctrl+P", self._print),
        ):  # fmt: skip
            cut = QShortcut(QKeySequence(keys), self, verb)
            cut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def begin(self) -> None:
        self._current().read()

    def refresh(self, change: "Change | None") -> None:
        if (change is None or change.topics & _TOPICS) and self.isVisible():
            self._current().read()

    def open(self, target: "Target") -> bool:
        """The hand-overs of a month."""
        if target.kind != "flags":
            return False
        self.show_view("month")
        self.month.show_month(target.month)
        return True

    def show_view(self, key: str) -> None:
        """month, ledger or register."""
        for switch, (own, _) in zip(self.switches, _VIEWS, strict=True):
            switch.mark(own)
        view = self._views[key]
        self._body.setCurrentWidget(view)
        self.setFocusProxy(view)
        view.read()
        view.setFocus()

    def _current(self) -> MonthView | LedgerView | RegisterView:
        return next(v for v in self._views.values() if v is self._body.currentWidget())

    def _find(self) -> None:
        self._current().search.begin("")

    def _add(self) -> None:
        self.show_view("register")
        self.register.add()

    def _edit(self) -> None:
        if self._current() is self.register:
            self.register.edit()

    def _print(self) -> None:
        view = self._current()
        view.output.print(view.scope_text())
