"""The views of a section: one of them is shown, the others are a click away."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QWidget

from ldz_desktop.ui.kit.keys import page_keys
from ldz_desktop.ui.kit.pieces import button, column, row

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.ui.kit.finder import FinderField


class ViewSwitch(QWidget):
    """chosen(key): another view is wanted. Each view carries a switch of its own in its head, so
    show() is told to all of them."""

    chosen = Signal(str)

    def __init__(self, views: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """views: key and title."""
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        line = row(spacing=4)
        for key, title in views:
            one = button(title, partial(self.chosen.emit, key), role="quiet")
            one.setCheckable(True)
            self._group.addButton(one)
            self.buttons[key] = one
            line.addWidget(one)
        self.setLayout(line)

    def mark(self, key: str) -> None:
        """That view is the one shown."""
        self.buttons[key].setChecked(True)


class View(QWidget):
    """One view: it has a field to search it."""

    search: "FinderField"


ViewT = TypeVar("ViewT", bound=View)


class ViewsPage(QWidget, Generic[ViewT]):
    """A section of several views; the one that is shown is read when it is shown and when what it
    is about changes. Ctrl+L goes to its search field.

    Subclasses make one view for each of `switches`, put() them, and say how one is read."""

    def __init__(self, titles: Sequence[tuple[str, str]], topics: frozenset[str]) -> None:
        """titles: key and title of each view, the first one shown at first; topics: of changes."""
        super().__init__()
        self.switches = [ViewSwitch(titles) for _ in titles]
        self._topics = topics
        self._views: dict[str, ViewT] = {}
        self._body = QStackedWidget()
        self.setLayout(column(self._body))

    def put(self, views: Mapping[str, ViewT], keys: Mapping[str, Callable[[], object]]) -> None:
        """The views, in the order of the titles, and what keys do while the page is shown."""
        self._views = dict(views)
        for switch, (key, view) in zip(self.switches, views.items(), strict=True):
            self._body.addWidget(view)
            switch.mark(key)
            switch.chosen.connect(self.show_view)
        self.setFocusProxy(self.current())
        page_keys(self, {"Ctrl+L": self._find, **keys})

    def read_view(self, view: ViewT) -> None:
        """Read what this view shows."""
        raise NotImplementedError

    def begin(self) -> None:
        """Shown, for the first time or again."""
        self.read_view(self.current())

    def refresh(self, change: "Change | None") -> None:
        """Records changed. While the page is not seen nothing is read: begin() does it."""
        if (change is None or change.topics & self._topics) and self.isVisible():
            self.begin()

    def show_view(self, key: str) -> None:
        """The view of that key, with the cursor in it."""
        for switch, own in zip(self.switches, self._views, strict=True):
            switch.mark(own)  # the one that was clicked says again whose head it stands in
        view = self._views[key]
        self._body.setCurrentWidget(view)
        self.setFocusProxy(view)
        self.begin()
        view.setFocus()

    def current(self) -> ViewT:
        """The view that is shown."""
        return list(self._views.values())[self._body.currentIndex()]

    def _find(self) -> None:
        self.current().search.begin("")
