"""The menu 工具: pages that take the tab's whole area until the person goes back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from ldz_desktop.ui.households.toolbar import Verb

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.domain.places import PlaceRef
    from ldz_desktop.ui.households.tab import HouseholdsTab
    from ldz_desktop.ui.kit.feature import Bench

Leave = Callable[[], None]


class Page(Protocol):
    """What a tool's page must offer; may_leave() and refresh(change) where it has them."""

    def begin(self, place: "PlaceRef") -> None: ...


class ToolPages:
    """Opens one page at a time."""

    def __init__(self, bench: "Bench", tab: "HouseholdsTab") -> None:
        self._bench = bench
        self._tab = tab
        self.page: QWidget | None = None

    def verbs(self) -> tuple[Verb, ...]:
        return (("今日操作(&J)", lambda: self.open(_history)),)

    def open(self, make: "Callable[[Bench, Leave], QWidget]") -> None:
        """Leave what is shown, then show the page for the place that is selected."""
        if not (self._tab.card.may_leave() and self.close()):
            return
        self.page = page = make(self._bench, self._left)
        self._tab.show_page(page)
        begin: Callable[[PlaceRef], None] = page.begin  # type: ignore[attr-defined]
        begin(self._tab.tree.place)

    def may_leave(self) -> bool:
        """True when the page would lose nothing, or the person gives it up."""
        asked = getattr(self.page, "may_leave", None)
        return asked is None or bool(asked())

    def close(self) -> bool:
        """Back to the archive; False where the person stays on the page."""
        if self.page is None:
            return True
        if not self.may_leave():
            return False
        self._left()
        return True

    def refresh(self, change: "Change | None") -> None:
        """Records changed: a page that shows some reads them again."""
        again = getattr(self.page, "refresh", None)
        if again is not None:
            again(change)

    def _left(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            self._tab.drop_page(page)


def _history(bench: "Bench", leave: Leave) -> QWidget:
    from ldz_desktop.ui.households.history.page import HistoryPage

    return HistoryPage(bench, leave)
