"""末位: the warning chain, and the hand-overs of those who go."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.ui.kit.pieces import column
from ldz_desktop.ui.kit.switch import ViewSwitch
from ldz_desktop.ui.roster.cautions.cases_view import CasesView
from ldz_desktop.ui.roster.handover.view import HandoverView

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.ui.kit.feature import Bench, Target

_TOPICS = frozenset({"leaders", "evaluation", "places", "settings"})
_VIEWS = (("cases", "末位处置"), ("handover", "离任交接"))


class CautionsPage(QWidget):
    """A section of the roster tab with two views."""

    def __init__(self, bench: "Bench", go: Callable[[str], object]) -> None:
        super().__init__()
        self._stale = True
        self.switches = [ViewSwitch(_VIEWS) for _ in _VIEWS]
        self.cases = CasesView(bench, self.switches[0], go)
        self.handover = HandoverView(bench, self.switches[1])
        self._body = QStackedWidget()
        self._body.addWidget(self.cases)
        self._body.addWidget(self.handover)
        self.setLayout(column(self._body))
        for switch, (own, _) in zip(self.switches, _VIEWS, strict=True):
            switch.mark(own)
            switch.chosen.connect(self.show_view)
        self.setFocusProxy(self.cases)
        find = QShortcut(QKeySequence("Ctrl+L"), self, self._find)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def begin(self) -> None:
        if self._stale:
            self._read()

    def refresh(self, change: "Change | None") -> None:
        if change is None or change.topics & _TOPICS:
            self._stale = True
            if self.isVisible():
                self._read()

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

    def show_view(self, key: str) -> None:
        """cases or handover."""
        for switch, (own, _) in zip(self.switches, _VIEWS, strict=True):
            switch.mark(own)
        view = self.handover if key == "handover" else self.cases
        self._body.setCurrentWidget(view)
        self.setFocusProxy(view)
        view.table.setFocus()
        self._read()

    def _read(self) -> None:
        self._stale = False
        if self._body.currentWidget() is self.handover:
            self.handover.read()
            self._stale = True  # the chains are read when they are shown again
        else:
            self.cases.read()

    def _find(self) -> None:
        view = self.handover if self._body.currentWidget() is self.handover else self.cases
        view.search.begin("")
