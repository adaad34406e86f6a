"""履职: entering a month, the figures, the list of duties."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.ui.kit.keys import page_keys
from ldz_desktop.ui.kit.leaving import may_leave
from ldz_desktop.ui.kit.pieces import column
from ldz_desktop.ui.kit.switch import ViewSwitch
from ldz_desktop.ui.roster.duties.entry_view import EntryView
from ldz_desktop.ui.roster.duties.figures_view import FiguresView
from ldz_desktop.ui.roster.duties.template_view import TemplateView

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.ui.kit.feature import Bench, Target

_TOPICS = frozenset({"duties", "leaders", "places"})
_VIEWS = (("entry", "登记"), ("figures", "统计"), ("template", "职责清单"))
_KEYS = tuple(key for key, _ in _VIEWS)


class DutiesPage(QWidget):
    """A section of the roster tab."""

    def __init__(self, bench: "Bench", go: Callable[[str], object]) -> None:
        super().__init__()
        del go
        self._bench = bench
        self._stale = set(_KEYS)
        switches = [ViewSwitch(_VIEWS) for _ in _VIEWS]
        self.entry = EntryView(bench, switches[0])
        self.figures = FiguresView(bench, switches[1])
        self.template = TemplateView(bench, switches[2])
        self._views: dict[str, EntryView | FiguresView | TemplateView] = dict(
            zip(_KEYS, (self.entry, self.figures, self.template), strict=True)
        )
        self._stack = QStackedWidget()
        for key, view in self._views.items():
            self._stack.addWidget(view)
            switch = switches[_KEYS.index(key)]
            switch.mark(key)
            switch.chosen.connect(self.show_view)
        self._switches = dict(zip(_KEYS, switches, strict=True))
        self.setLayout(column(self._stack))
        self.setFocusProxy(self.entry)
        page_keys(self, {"Ctrl+L": self._find})

    @property
    def current(self) -> str:
        return _KEYS[self._stack.currentIndex()]

    def begin(self) -> None:
        self._read()

    def refresh(self, change: "Change | None") -> None:
        if change is None or change.topics & _TOPICS:
            self._stale = set(_KEYS)
            if self.isVisible():
                self._read()

    def open(self, target: "Target") -> bool:
        """A leader's sheet of a month; id: the tenure."""
        if target.kind != "duties":
            return False
        if self.may_leave():
            self.entry.want(target.id, target.month)
            self._stale.add("entry")
            self.show_view("entry")
        return True

    def show_view(self, key: str) -> None:
        """entry, figures or template."""
        if key != self.current and not self.may_leave():
            key = self.current
        for own, switch in self._switches.items():
            switch.mark(own)
        self._stack.setCurrentIndex(_KEYS.index(key))
        self.setFocusProxy(self._views[key])
        self._read()

    def may_leave(self) -> bool:
        """Ask where something typed would be lost."""
        if self.current == "entry":
            return self.entry.may_leave()
        if self.current == "template" and self.template.edited():
            template = self.template
            if not may_leave(self._bench, template, template.keep, lambda: not template.edited()):
                return False
            self.template.give_up()
        return True

    def _read(self) -> None:
        key = self.current
        if key in self._stale:
            self._stale.discard(key)
            self._views[key].read()

    def _find(self) -> None:
        if self.current == "entry":
            self.entry.list.search.begin("")
