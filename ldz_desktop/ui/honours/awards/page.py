"""年度表彰: candidates for 最美楼栋 and 优秀楼栋长."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.awards import KINDS, Kind
from ldz_desktop.ui.honours.awards.view import AwardView
from ldz_desktop.ui.kit.pieces import column
from ldz_desktop.ui.kit.switch import ViewSwitch

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.services.awards_records import AwardYear
    from ldz_desktop.ui.kit.feature import Bench, Target

_TOPICS = frozenset({"honours", "evaluation", "leaders", "places"})


class AwardsPage(QWidget):
    """A section of the honour wall with a view for each kind."""

    def __init__(self, bench: "Bench", go: Callable[[str], object]) -> None:
        super().__init__()
        del go
        self._bench = bench
        self._year = 0
        self.switches = [ViewSwitch(tuple(KINDS.items())) for _ in KINDS]
        self.views: dict[Kind, AwardView] = {
            kind: AwardView(bench, kind, switch, self.read)
            for kind, switch in zip(KINDS, self.switches, strict=True)
        }
        self._body = QStackedWidget()
        for view in self.views.values():
            self._body.addWidget(view)
        self.setLayout(column(self._body))
        for switch, own in zip(self.switches, KINDS, strict=True):
            switch.mark(own)
            switch.chosen.connect(self.show_view)
        self.setFocusProxy(self.views["building"])
        for keys, verb in (("Ctrl+L", self._find), ("Ctrl+P", self._print)):
            cut = QShortcut(QKeySequence(keys), self, verb)
            cut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def begin(self) -> None:
        self.read(0)

    def refresh(self, change: "Change | None") -> None:
        if (change is None or change.topics & _TOPICS) and self.isVisible():
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

    def show_view(self, key: Kind) -> None:
        """building or leader."""
        for switch, own in zip(self.switches, KINDS, strict=True):
            switch.mark(own)
        self._body.setCurrentWidget(self.views[key])
        self.setFocusProxy(self.views[key])
        self.views[key].setFocus()

    def _current(self) -> AwardView:
        return next(v for v in self.views.values() if v is self._body.currentWidget())

    def _find(self) -> None:
        self._current().search.begin("")

    def _print(self) -> None:
        view = self._current()
        view.output.print(view.scope_text())
