"""The menu 工具: pages that take the tab's whole area until the person goes back."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QWidget

from ldz_desktop.ui.households.toolbar import SEPARATOR, Verb
from ldz_desktop.ui.kit.feature import Target

if TYPE_CHECKING:
    from pathlib import Path

    from ldz_desktop.domain.changes import Change
    from ldz_desktop.domain.places import PlaceRef
    from ldz_desktop.ui.households.lists.listed import Listed
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
        self._pages: list[QWidget] = []  # the last one is shown; it was opened from the one before

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self._pages[-1] if self._pages else None

    def verbs(self) -> tuple[Verb, ...]:
        """The menu; each page's module is imported when it is first opened."""
        visit = self._bench.office.visiting is not None
        pages = tuple(
            (caption, partial(self.open, make)) if caption else SEPARATOR
            for caption, make in _TOOLS
            if not (visit and make is _VISITS)
        )
        if visit:  # which knows no leaders
            return pages
        return (*pages, SEPARATOR, ("本楼的楼栋长(&B)", self.show_leader))

    def show_leader(self) -> None:
        """Go to whoever leads the building that is selected."""
        office, place = self._bench.office, self._tab.tree.place
        if place.kind != "building":
            self._bench.notices.info("先在左边选一栋楼")
            return

        def show(leader_id: int) -> None:
            if leader_id:
                self._bench.show(Target("leader", leader_id))
            else:
                self._bench.notices.info("这栋楼现在没有楼栋长")

        self._bench.tasks.run(
            lambda progress: office.roster.leader_of(place.id), show, owner=self._tab
        )

    def open(self, make: "Callable[[Bench, Leave], QWidget]") -> None:
        """Leave what is shown, then show the page for the place that is selected."""
        if not (self._tab.card.may_leave() and self.close()):
            return
        page: Any = self._show(make)
        if make is _FORMS:
            page.begin(self._tab.tree.place, self._tab.list.ids())
        else:
            page.begin(self._tab.tree.place)

    def fill_in(self, listed: "Listed") -> None:
        """替我填表 for the people of a list; going back leads to the list."""
        page: Any = self._show(_FORMS)
        page.begin(listed.rules.place, self._tab.list.ids(), listed)

    def merge_pack(self, path: "Path | None") -> None:
        """走访包, with a file that was brought back."""
        if self._tab.card.may_leave():
            page: Any = self._show(_VISITS)
            page.begin_with(path)

    def _show(self, make: "Callable[[Bench, Leave], QWidget]") -> QWidget:
        page = make(self._bench, self._left)
        if self.page is not None:
            self._tab.put_away(self.page)
        self._pages.append(page)
        self._tab.show_page(page)
        wanted = getattr(page, "fill_wanted", None)
        if wanted is not None:
            wanted.connect(self.fill_in)
        return page

    def may_leave(self) -> bool:
        """True when the page would lose nothing, or the person gives it up."""
        asked = getattr(self.page, "may_leave", None)
        return asked is None or bool(asked())

    def close(self) -> bool:
        """Back to the archive; False where the person stays on the page."""
        while self._pages:
            if not self.may_leave():
                return False
            self._left()
        return True

    def refresh(self, change: "Change | None") -> None:
        """Records changed: a page that shows some reads them again."""
        for page in self._pages:
            again = getattr(page, "refresh", None)
            if again is not None:
                again(change)

    def _left(self) -> None:
        """Back to the page it was opened from, else to the archive."""
        self._tab.drop_page(self._pages.pop())
        if self.page is not None:
            self._tab.show_page(self.page)


def _page(folder: str, name: str) -> "Callable[[Bench, Leave], QWidget]":
    """A page of one of the folders beside this file."""

    def make(bench: "Bench", leave: Leave) -> QWidget:
        module = import_module(f"ldz_desktop.ui.households.{folder}.page")
        page: QWidget = getattr(module, name)(bench, leave)
        return page

    return make


_FORMS = _page("forms", "FormsPage")
_VISITS = _page("visits", "VisitsPage")
_TOOLS = (
    ("名单(&L)", _page("lists", "ListsPage")),
    ("标签与走访(&T)", _page("tags", "TagsPage")),
    ("走访包(&V)", _VISITS),
    ("统计(&S)", _page("statistics", "StatisticsPage")),
    ("替我填表(&F)", _FORMS),
    ("", _page("history", "HistoryPage")),
    ("查重(&D)", _page("duplicates", "DuplicatesPage")),
    ("数据体检(&M)", _page("mending", "MendingPage")),
    ("今日操作(&J)", _page("history", "HistoryPage")),
)
