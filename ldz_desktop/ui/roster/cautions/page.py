"""末位: the warning chain, and the hand-overs of those who go."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from typing_extensions import override

from ldz_desktop.ui.kit.switch import ViewsPage
from ldz_desktop.ui.roster.cautions.cases_view import CasesView
from ldz_desktop.ui.roster.handover.view import HandoverView

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Bench, Target

_TOPICS = frozenset({"leaders", "evaluation", "places", "settings"})
_VIEWS = (("cases", "末位处置"), ("handover", "离任交接"))


class CautionsPage(ViewsPage[CasesView | HandoverView]):
    """A section of the roster tab with two views."""

    def __init__(self, bench: "Bench", go: Callable[[str], object]) -> None:
        super().__init__(_VIEWS, _TOPICS)
        self.cases = CasesView(bench, self.switches[0], go)
        self.handover = HandoverView(bench, self.switches[1])
        self.put({"cases": self.cases, "handover": self.handover}, {})

    @override
    def read_view(self, view: CasesView | HandoverView) -> None:
        view.read()

    def open(self, target: "Target") -> bool:
        """A tenure's chain, or its hand-over."""
        if target.kind == "caution":
            self.show_view("cases")
            self.cases.show_tenure(target.id)
        elif target.kind == "handover":
            self.show_view("handover")
            self.handover.show_tenure(target.id)
        else:
            return False
        return True
