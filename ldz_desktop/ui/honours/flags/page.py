"""流动红旗: a month's hand-overs, the ledger, the register."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from typing_extensions import override

from ldz_desktop.ui.honours.flags.ledger_view import LedgerView
from ldz_desktop.ui.honours.flags.month_view import MonthView
from ldz_desktop.ui.honours.flags.register_view import RegisterView
from ldz_desktop.ui.kit.switch import ViewsPage

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Bench, Target

_TOPICS = frozenset({"honours", "evaluation", "leaders", "places"})
_VIEWS = (("month", "每月交接"), ("ledger", "台账"), ("register", "旗帜"))


class FlagsPage(ViewsPage[MonthView | LedgerView | RegisterView]):
    """A section of the honour wall with three views."""

    def __init__(self, bench: "Bench", go: Callable[[str], object]) -> None:
        super().__init__(_VIEWS, _TOPICS)
        del go
        self.month = MonthView(bench, self.switches[0])
        self.ledger = LedgerView(bench, self.switches[1])
        self.register = RegisterView(bench, self.switches[2])
        self.put(
            {"month": self.month, "ledger": self.ledger, "register": self.register},
            {"Ctrl+N": self._add, "F2": self._edit, "Ctrl+P": self._print},
        )

    @override
    def read_view(self, view: MonthView | LedgerView | RegisterView) -> None:
        view.read()

    def open(self, target: "Target") -> bool:
        """The hand-overs of a month."""
        if target.kind != "flags":
            return False
        self.show_view("month")
        self.month.show_month(target.month)
        return True

    def _add(self) -> None:
        self.show_view("register")
        self.register.add()

    def _edit(self) -> None:
        if self.current() is self.register:
            self.register.edit()

    def _print(self) -> None:
        view = self.current()
        view.output.print(view.scope_text())
