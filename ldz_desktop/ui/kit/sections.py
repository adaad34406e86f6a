"""A tab with several pages: a strip over one page at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from ldz_desktop.ui.kit.keys import focus_into, page_keys
from ldz_desktop.ui.kit.pieces import Pages, button, column, row

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.ui.kit.feature import Bench, Target


class SectionPage(Protocol):
    """What a page beside the tab's first one is: a QWidget with these two, and open(target) -> bool
    and may_leave() -> bool where it has them."""

    def begin(self) -> None:
        """Shown: for the first time, or again."""

    def refresh(self, change: "Change | None") -> None:
        """Records changed while the page was made: read again what the change touches."""


@dataclass(frozen=True)
class Section:
    """One line of the strip. folder: the package in the tab's own; page: the class in its page
    module, made as page(bench, go), where go(folder) shows another section."""

    folder: str
    title: str
    page: str


@dataclass(frozen=True)
class Home:
    """The page a tab begins with. may_leave: whether it would lose nothing."""

    folder: str
    title: str
    page: QWidget
    may_leave: Callable[[], bool] = lambda: True


class Sections(QWidget):
    """The strip over one page at a time. Alt+1 is the home, Alt+2 the first section …

    changed(folder): another section is shown."""

    changed = Signal(str)

    def __init__(
        self, bench: "Bench", package: str, home: Home, sections: Sequence[Section]
    ) -> None:
        """package: where the folders of the sections are."""
        super().__init__()
        self._bench = bench
        self._package = package
        self._home = home
        self._sections = sections
        self._made: dict[str, QWidget] = {home.folder: home.page}
        self.current = home.folder
        self._stack = Pages()
        self._stack.addWidget(home.page)
        self._group = QButtonGroup(self)
        self.buttons = {}
        strip = QWidget()
        line = row(spacing=4)
        every = ((home.folder, home.title), *((s.folder, s.title) for s in sections))
        for number, (folder, title) in enumerate(every, 1):
            one = button(title, partial(self.show_section, folder), role="quiet")
            one.setCheckable(True)
            one.setToolTip(f"Alt+{number}")
            self._group.addButton(one)
            line.addWidget(one)
            self.buttons[folder] = one
            page_keys(self, {f"Alt+{number}": partial(self._jump, one)})
        line.addStretch(1)
        strip.setLayout(line)
        self.buttons[home.folder].setChecked(True)
        self.setLayout(column(strip, self._stack, spacing=8))

    def _jump(self, one: QPushButton) -> None:
        """Not with the figures of the number pad: Alt and those type a character (Alt+0176 is °),
        and Qt takes them for the row of figures."""
        if not QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.KeypadModifier:
            one.click()

    def page(self, folder: str) -> QWidget:
        """The section's page, made when it is first wanted."""
        if folder not in self._made:
            section = next(s for s in self._sections if s.folder == folder)
            module = import_module(f"{self._package}.{folder}.page")
            made: QWidget = getattr(module, section.page)(self._bench, self.show_section)
            self._made[folder] = made
            self._stack.addWidget(made)
        return self._made[folder]

    def show_section(self, folder: str) -> bool:
        """False where the person stays with what is shown."""
        if folder != self.current and not self.may_leave():
            self.buttons[self.current].setChecked(True)
            return False
        page = self.page(folder)
        self.current = folder
        self.buttons[folder].setChecked(True)
        self._stack.setCurrentWidget(page)
        if folder != self._home.folder:
            page.begin()  # type: ignore[attr-defined]
        focus_into(page)
        self.changed.emit(folder)
        return True

    def take_focus(self) -> None:
        """The cursor goes into the section that is shown."""
        focus_into(self._made[self.current])

    def refresh(self, change: "Change | None") -> None:
        for folder, page in self._made.items():
            if folder != self._home.folder:
                page.refresh(change)  # type: ignore[attr-defined]

    def open(self, target: "Target") -> bool:
        """Show the target in the section that knows it."""
        for section in self._sections:
            opened = getattr(self.page(section.folder), "open", None)
            if opened is not None and opened(target):
                return self.show_section(section.folder)
        return False

    def may_leave(self) -> bool:
        """True when what is shown would lose nothing, or the person gives it up."""
        if self.current == self._home.folder:
            return self._home.may_leave()
        asked = getattr(self._made[self.current], "may_leave", None)
        return asked is None or bool(asked())
