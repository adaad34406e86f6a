"""年度表彰: candidates for 最美楼栋 and 优秀楼栋长."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from typing_extensions import override

from ldz_desktop.domain.awards import KINDS, Kind
from ldz_desktop.ui.honours.awards.view import AwardView
from ldz_desktop.ui.kit.switch import ViewsPage

if TYPE_CHECKING:
    from ldz_desktop.services.awards_records import AwardYear
    from ldz_desktop.ui.kit.feature import Bench, Target

_TOPICS = frozenset({"honours", "evaluation", "leaders", "places"})


class AwardsPage(ViewsPage[AwardView]):
    """A section of the honour wall with a view for each kind."""

    def __init__(self, bench: "Bench", go: Callable[[str], object]) -> None:
        super().__init__(tuple(KINDS.items()), _TOPICS)
        del go
        self._bench = bench
        self._year = 0
        self.views: dict[Kind, AwardView] = {
            kind: AwardView(bench, kind, switch, self.read)
            for kind, switch in zip(KINDS, self.switches, strict=True)
        }
        self.put({str(k): v for k, v in self.views.items()}, {"Ctrl+P": self._print})

    @override
    def read_view(self, view: AwardView) -> None:
        del view  # one reading serves both
        self.read(0)

    def open(self, target: "Target") -> bool:
        """The awards of a year (target.month: YYYY)."""
        if target.kind != "awards":
            return False
        self.read(int(target.month[:4] or 0))
        return True

    def read(self, year: int) -> None:
        """year: 0 for the one that is shown."""
        self._year = year or self._year
        awards, wanted = self._bench.office.awards, self._year
        self._bench.tasks.run(
            lambda progress: awards.year(wanted), self._show, owner=self, key="awards"
        )

    def _show(self, found: "AwardYear") -> None:
        self._year = found.year
        for view in self.views.values():
            view.show_year(found)

    def _print(self) -> None:
        view = self.current()
        view.output.print(view.scope_text())
