"""The keyboard works from the moment a page is seen: after starting, in another tab, after a search
or a dialog; and the keys of a page work wherever in the window the cursor is."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QScrollArea, QTabBar, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from ldz_desktop.app import Program
from ldz_desktop.services.context import Office
from ldz_desktop.ui.features import FEATURES
from ldz_desktop.ui.households.import_dialog import ImportDialog
from ldz_desktop.ui.households.new_household import NewHouseholdDialog
from ldz_desktop.ui.households.tab import HouseholdsTab
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.keys import focus_into, has_cursor
from ldz_desktop.ui.kit.sections import Sections
from ldz_desktop.ui.kit.top_bar import TopBar
from ldz_desktop.ui.main_window import MainWindow
from ldz_desktop.ui.roster.tab import RosterTab

PLAIN = Qt.KeyboardModifier.NoModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Screen:
    """The main window over a small office, with hands on the keyboard."""

    def __init__(self, program: Program, window: MainWindow, qtbot: QtBot) -> None:
        self.program = program
        self.window = window
        self.qtbot = qtbot

    def settle(self) -> None:
        self.qtbot.waitUntil(self.program.tasks.settled)
        QApplication.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(self.focus() or self.window, key, modifier)
        self.settle()

    def focus(self) -> QWidget | None:
        """Where the next key goes."""
        if QApplication.activeModalWidget() is None and not self.window.isActiveWindow():
            self.window.activateWindow()  # what a window manager does when a dialog goes
            self.qtbot.waitUntil(self.window.isActiveWindow)
        return QApplication.focusWidget()

    def holds(self, key: str) -> bool:
        """Whether the cursor is in that tab, which is the one shown, and can be seen."""
        now, page = self.focus(), self.tab(key)
        if now is None or now is page or isinstance(now, QScrollArea):  # which show no focus
            return False
        return has_cursor(page) and now.isVisible()

    def part(self, kind: type[QWidget]) -> QWidget:
        return next(w for w in self.window.findChildren(kind) if w.isVisible())

    def tab(self, key: str) -> QWidget:
        tab = self.window.current_tab()
        assert tab is self.window.tab(key)
        return tab.widget

    def bar(self) -> TopBar:
        found = self.window.findChild(TopBar)
        assert isinstance(found, TopBar)
        return found

    def dialog(self) -> QDialog:
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        found = QApplication.activeModalWidget()
        assert isinstance(found, QDialog)
        return found


@pytest.fixture
def screen(home: Office, dressed: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    del dressed
    ready: list[MainWindow] = []
    program = Program(home.folder, ready.append)
    window = program.open_window(home)
    window.activateWindow()
    qtbot.waitUntil(lambda: bool(ready))
    yield Screen(program, window, qtbot)
    program.end()


def test_the_first_page_has_the_cursor(screen: Screen) -> None:
    tab = screen.window.current_tab()
    assert isinstance(tab, HouseholdsTab)
    assert screen.focus() is tab.list.table
    assert tab.list.table.isVisible()


@pytest.mark.parametrize("number", range(len(FEATURES)))
def test_another_tab_has_the_cursor_at_once(screen: Screen, number: int) -> None:
    key = FEATURES[number].key
    screen.press(Qt.Key(Qt.Key.Key_1 + (1 if number == 0 else 0)), CONTROL)
    screen.press(Qt.Key(Qt.Key.Key_1 + number), CONTROL)
    assert screen.holds(key)
    tabs = screen.bar().tabs  # and by the mouse
    for at in ((number + 1) % len(FEATURES), number):
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(at).center())
        screen.settle()
    assert screen.holds(key)


def test_the_arrow_keys_walk_the_tabs(screen: Screen) -> None:
    tabs: QTabBar = screen.bar().tabs
    tabs.setFocus()
    for _ in range(2):
        screen.press(Qt.Key.Key_Right)
        assert screen.focus() is tabs
    assert tabs.currentIndex() == 2


class Windows(QObject):
    """Notes what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
        if shown and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.property('text')}")
        return False


def test_no_part_of_a_page_is_a_window_for_a_moment(screen: Screen) -> None:
    """One that is shown before it lies in its page flashes up and takes the keyboard along."""
    windows = Windows()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(windows)
    for number in range(len(FEATURES)):
        screen.press(Qt.Key(Qt.Key.Key_1 + number), CONTROL)
        for sections in screen.window.findChildren(Sections):
            for folder in sections.buttons if sections.isVisible() else ():
                sections.show_section(folder)
                screen.settle()
    app.removeEventFilter(windows)
    assert windows.seen == []


def test_what_was_found_has_the_cursor(screen: Screen) -> None:
    screen.press(Qt.Key.Key_2, CONTROL)
    screen.press(Qt.Key.Key_F, CONTROL)
    QTest.keyClicks(screen.bar().search, "hlj")
    screen.press(Qt.Key.Key_Return)
    tab = screen.window.current_tab()
    assert isinstance(tab, HouseholdsTab)
    screen.qtbot.waitUntil(tab.list.table.hasFocus)
    screen.qtbot.waitUntil(lambda: tab.card.members.selected is not None)
    screen.press(Qt.Key.Key_F2)
    screen.qtbot.waitUntil(lambda: tab.card.editing)


def test_esc_leaves_an_empty_search_field(screen: Screen) -> None:
    screen.press(Qt.Key.Key_F, CONTROL)
    assert screen.focus() is screen.bar().search
    screen.press(Qt.Key.Key_Escape)
    assert screen.holds("households")


def test_the_keys_of_a_page_work_wherever_the_cursor_is(screen: Screen) -> None:
    person = next(b for b in screen.bar().findChildren(QPushButton))
    person.setFocus()
    screen.press(Qt.Key.Key_N, CONTROL)
    made = screen.dialog()
    assert isinstance(made, NewHouseholdDialog)
    made.reject()
    screen.press(Qt.Key.Key_2, CONTROL)
    tab = screen.window.current_tab()
    assert isinstance(tab, RosterTab)
    sections = screen.part(Sections)
    assert isinstance(sections, Sections)
    person.setFocus()
    screen.press(Qt.Key.Key_4, ALT)
    assert sections.current == "training"
    assert has_cursor(sections)
    person.setFocus()
    screen.press(Qt.Key.Key_1, ALT)
    assert sections.current == "roster"
    person.setFocus()
    screen.press(Qt.Key.Key_F2)
    screen.qtbot.waitUntil(lambda: tab.card.form is not None)


def test_an_import_returns_to_where_it_began(screen: Screen) -> None:
    for key, target in (
        ("evaluation", Target("import", month="2026-10")),
        ("roster", Target("import")),
    ):
        screen.window.tab(key)
        screen.settle()
        screen.window.show_target(target)
        dialog = screen.dialog()
        assert isinstance(dialog, ImportDialog)
        assert dialog.choose.kind == ("sheets" if target.month else "households")
        dialog.reject()
        screen.settle()
        assert screen.holds(key)


def test_a_page_without_anything_to_press_has_the_cursor_itself(
    window: QWidget, qtbot: QtBot
) -> None:
    page = QWidget(window)
    page.show()
    window.activateWindow()
    focus_into(page)
    qtbot.waitUntil(page.hasFocus)
