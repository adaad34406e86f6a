"""Every page, section, dialog and menu of the window over the demo district: no two things that are
seen and enabled answer to one key.

The short form opens the dialogs of each page's own buttons and menus once; LDZ_LONG_WALK=1 presses
every button of every page.
"""

import os
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QGroupBox,
    QLabel,
    QListWidget,
    QMenu,
    QPushButton,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ldz_desktop.app import Program
from ldz_desktop.services.context import Office
from ldz_desktop.services.demo import build_demo
from ldz_desktop.services.opening import open_office
from ldz_desktop.storage import keyring
from ldz_desktop.ui.evaluation.month_page import CHARTS, PROGRESS, RANKING
from ldz_desktop.ui.evaluation.tab import EvaluationTab
from ldz_desktop.ui.features import FEATURES
from ldz_desktop.ui.households.tab import HouseholdsTab
from ldz_desktop.ui.households.toolbar import View
from ldz_desktop.ui.kit.feature import Feature, Target
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.sections import Sections
from ldz_desktop.ui.kit.switch import ViewSwitch
from ldz_desktop.ui.kit.top_bar import TopBar
from ldz_desktop.ui.main_window import MainWindow
from ldz_desktop.ui.roster.tab import RosterTab

PASSWORD = "测试口令-2026"
LONG = bool(os.environ.get("LDZ_LONG_WALK"))
ROWS = 4
LEFT_OUT = re.compile("锁定|打开文件夹|打开所在|退出|大字模式|全屏|显示$|清除")
"""What leaves the window, or the program."""


def key_of(text: str) -> str:
    """The mnemonic of a caption as a key: Alt+P."""
    return QKeySequence.mnemonic(text).toString()


def captions_of(one: QWidget) -> Iterator[tuple[str, str]]:
    """Key and caption of what a widget answers to."""
    if isinstance(one, QAbstractButton):
        yield one.shortcut().toString(), one.text() or one.toolTip()
    elif isinstance(one, QLabel) and one.buddy() is not None and one.buddy().isEnabled():
        yield key_of(one.text()), one.text()
    elif isinstance(one, QGroupBox):
        yield key_of(one.title()), one.title()
    elif isinstance(one, QTabBar):
        for at in range(one.count()):
            yield key_of(one.tabText(at)), one.tabText(at)


def keys_of(window: QWidget) -> dict[str, list[str]]:
    """What each key does in a window, of all that is seen and enabled."""
    found: dict[str, list[str]] = defaultdict(list)

    def works(one: QObject | None) -> bool:
        return (
            isinstance(one, QWidget)
            and one.isVisible()
            and one.isEnabled()
            and one.window() is window
        )

    for one in filter(works, window.findChildren(QWidget)):
        for key, what in captions_of(one):
            found[key].append(what)
    for cut in window.findChildren(QShortcut):
        if cut.isEnabled() and works(cut.parent()):
            for key in cut.keys():  # noqa: SIM118 - a shortcut is no mapping
                found[key.toString()].append(type(cut.parent()).__name__)
    found.pop("", None)
    return found


def clashes_of(window: QWidget) -> dict[str, list[str]]:
    return {key: names for key, names in keys_of(window).items() if len(names) > 1}


def menu_clashes(menu: QMenu) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for action in menu.actions():
        if action.isVisible() and action.isEnabled() and key_of(action.text()):
            found[key_of(action.text())].append(action.text())
    return {key: names for key, names in found.items() if len(names) > 1}


@dataclass
class Walk:
    """Goes from place to place, and looks at whatever opens."""

    window: MainWindow
    program: Program
    qtbot: QtBot
    clashes: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    pressed: set[str] = field(default_factory=set)
    where: str = ""

    @property
    def office(self) -> Office:
        return self.window.bench.office

    def __post_init__(self) -> None:
        self._looking = False
        self._timer = QTimer()
        self._timer.setInterval(20)
        self._timer.timeout.connect(self._watch)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def settle(self) -> None:
        """Until nothing runs and no dialog is open (each is looked at and closed)."""
        self.qtbot.waitUntil(self._still, timeout=120_000)
        QApplication.processEvents()
        self.qtbot.waitUntil(self._still, timeout=120_000)

    def _still(self) -> bool:
        return self.program.tasks.idle() and QApplication.activeModalWidget() is None

    def note(self, what: str, found: dict[str, list[str]]) -> None:
        self.seen.add(what)
        if found:
            self.clashes.setdefault(what, {}).update(found)

    def look(self) -> None:
        """At what the window shows now, and the menus of its buttons."""
        self.note(self.where, clashes_of(self.window))
        for one in self.buttons():
            if one.menu() is not None:
                self.look_at_menu(one.menu(), one.text())

    def look_at_menu(self, menu: QMenu, name: str) -> None:
        menu.aboutToShow.emit()
        self.note(f"{self.where} › {name}", menu_clashes(menu))
        for action in menu.actions():
            if action.menu() is not None:
                self.look_at_menu(action.menu(), action.text())

    def buttons(self) -> list[QPushButton]:
        return [b for b in self.window.findChildren(QPushButton) if b.isVisible() and b.isEnabled()]

    def _watch(self) -> None:
        if self._looking:
            return
        popup, dialog = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            popup.close()
        elif isinstance(dialog, QDialog):
            self._looking = True
            try:
                self.qtbot.waitUntil(self.program.tasks.idle, timeout=60_000)
                QApplication.processEvents()
                if isValid(dialog) and dialog.isVisible():
                    self.look_at(dialog)
                    dialog.reject()
            finally:
                self._looking = False

    def look_at(self, dialog: QDialog) -> None:
        name = f"{type(dialog).__name__} {dialog.windowTitle()}"
        self.note(name, clashes_of(dialog))
        for one in dialog.findChildren(QPushButton):
            if one.isVisible() and one.menu() is not None:
                self.look_at_menu(one.menu(), one.text())
        for nav in dialog.findChildren(QListWidget, "nav"):
            for at in range(nav.count()):
                nav.setCurrentRow(at)
                self.qtbot.waitUntil(self.program.tasks.idle, timeout=60_000)
                self.note(f"{name} › {nav.item(at).text()}", clashes_of(dialog))

    def at(self, where: str, enter: Callable[[], object]) -> None:
        """Look at a place, at each of its views, and (in the long form) at what its buttons
        open."""
        self.where = where
        enter()
        self.settle()
        self.look()
        self.look_at_rows()
        for switch in self._switches():
            for key in switch.buttons:
                enter()
                self.settle()
                here = self._switches()
                if not here:
                    break
                here[0].buttons[key].click()
                self.settle()
                self.where = f"{where} · {key}"
                self.look()
                self.look_at_rows()
                self.press_buttons(partial(self._view, enter, key))
            break
        self.where = where
        self.press_buttons(enter)

    def look_at_rows(self) -> None:
        """What a page offers depends on the row: a few of them, from the first to the last."""
        tables = [t for t in self.window.findChildren(RecordTable) if t.isVisible()]
        for table in tables[:1]:
            count = table.model().rowCount()
            for at in sorted({count * n // (ROWS - 1) for n in range(ROWS - 1)} | {count - 1}):
                table.setCurrentIndex(table.model().index(max(0, at), 0))
                self.settle()
                self.look()

    def _view(self, enter: Callable[[], object], key: str) -> None:
        enter()
        self.settle()
        self._switches()[0].buttons[key].click()

    def _switches(self) -> list[ViewSwitch]:
        return [s for s in self.window.findChildren(ViewSwitch) if s.isVisible()]

    def press_buttons(self, enter: Callable[[], object]) -> None:
        """Each button and each line of each menu of the place, one after the other; in the short
        form those that open a dialog (…), once."""
        done: set[str] = set()
        where = self.where
        while True:
            self.where = where
            enter()
            self.settle()
            verb = next((v for v in self.verbs() if v[0] not in done), None)
            if verb is None:
                return
            done.add(verb[0])
            self.pressed.add(verb[0])
            self.where = f"{where} › {verb[0]}"
            verb[1]()
            self.settle()
            self.look()

    def verbs(self) -> list[tuple[str, Callable[[], object]]]:
        found: list[tuple[str, Callable[[], object]]] = []
        for one in self.buttons():
            name = one.text() or one.toolTip()
            if LEFT_OUT.search(name) or one.isCheckable() or isinstance(one.parent(), TopBar):
                continue
            if one.menu() is None:
                found.append((name, one.click))
                continue
            one.menu().aboutToShow.emit()
            found += [
                (f"{name} › {a.text()}", a.trigger)
                for a in one.menu().actions()
                if a.isEnabled() and a.text() and not LEFT_OUT.search(a.text())
            ]
        if LONG:
            return found
        return [v for v in found if "…" in v[0] and v[0] not in self.pressed]


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, smaller: 152 buildings, two closed months and an open one."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyring, "DEFAULT_COST", keyring.Cost(memory=8192, passes=1, lanes=1))
        build_demo(folder, "李敏", PASSWORD, months=2, households=6_500, today=date(2026, 11, 24))
    return folder


@pytest.fixture
def walk(
    district: Path, tmp_path: Path, dressed: QApplication, chooser: object, qtbot: QtBot
) -> Iterator[Walk]:
    del dressed, chooser
    shutil.copytree(district, tmp_path / "data")
    office = open_office(tmp_path / "data", "李敏", PASSWORD)
    program = Program(tmp_path / "data")
    window = program.open_window(office)
    window.activateWindow()
    made = Walk(window, program, qtbot)
    made.settle()
    yield made
    made.stop()
    program.end()


def tell(walk: Walk) -> str:
    return "\n".join(
        f"{where}: {key} {names}"
        for where, found in sorted(walk.clashes.items())
        for key, names in sorted(found.items())
    )


def section(walk: Walk, tab: Feature, folder: str) -> Callable[[], object]:
    def enter() -> None:
        walk.window.tab(tab.key)
        walk.settle()
        found = next(s for s in walk.window.findChildren(Sections) if s.isVisible())
        assert found.show_section(folder)

    return enter


@pytest.mark.parametrize("key", ["roster", "honours"])
def test_no_key_means_two_things_in_sections(walk: Walk, key: str) -> None:
    feature = next(f for f in FEATURES if f.key == key)
    walk.window.tab(key)
    walk.settle()
    sections = next(s for s in walk.window.findChildren(Sections) if s.isVisible())
    for folder in tuple(sections.buttons):
        walk.at(f"{key} {folder}", section(walk, feature, folder))
    assert not walk.clashes, tell(walk)


def households(walk: Walk) -> HouseholdsTab:
    """The archive, at a building, with nothing being edited."""
    tab = walk.window.tab("households")
    assert isinstance(tab, HouseholdsTab)
    walk.settle()
    tab.tools.close()
    building = walk.office.households.buildings()[0]
    tab.open(Target("building", building.id))
    walk.settle()
    if tab.card.household is not None:
        tab.card.show_household(tab.card.household.id)
    walk.settle()
    return tab


def test_no_key_means_two_things_in_the_archive(walk: Walk) -> None:
    def shown(view: View) -> None:
        households(walk).list.show_view(view)

    def edited(begin: str) -> None:
        getattr(households(walk).card, begin)()

    for view in ("list", "picture"):
        walk.at(f"households {view}", partial(shown, view))
    for begin in ("edit_member", "add_member", "change_dwelling"):
        walk.at(f"households {begin}", partial(edited, begin))
    assert not walk.clashes, tell(walk)


def test_no_key_means_two_things_in_the_tools(walk: Walk) -> None:
    def opened(at: int) -> None:
        households(walk).tools.verbs()[at][1]()

    for at, (caption, _) in enumerate(households(walk).tools.verbs()):
        if caption:
            walk.at(f"households {caption}", partial(opened, at))
    assert not walk.clashes, tell(walk)


def evaluation(walk: Walk, month: str) -> EvaluationTab:
    tab = walk.window.tab("evaluation")
    assert isinstance(tab, EvaluationTab)
    tab.open(Target("month", month=month))
    walk.settle()
    return tab


def test_no_key_means_two_things_in_a_month(walk: Walk) -> None:
    months = [m.month for m in walk.office.evaluation.months()]

    def shown(month: str, view: int) -> None:
        evaluation(walk, month).month_page.show_view(view)

    def begun(month: str, begin: Callable[[EvaluationTab], object]) -> None:
        begin(evaluation(walk, month))

    for month in (months[0], months[1]):
        for view in (PROGRESS, RANKING, CHARTS):
            walk.at(f"evaluation {month} {view}", partial(shown, month, view))
    for name, begin in (
        ("entry", lambda tab: tab.enter(0)),
        ("stars", lambda tab: tab.enter_stars(0)),
        ("giving", lambda tab: tab.give_out()),
        ("notice", lambda tab: tab.show_notice()),
        ("scheme", lambda tab: tab.show_scheme()),
    ):
        walk.at(f"evaluation {name}", partial(begun, months[0], begin))
    assert not walk.clashes, tell(walk)


def test_no_key_means_two_things_in_a_personal_record(walk: Walk) -> None:
    tab = walk.window.tab("roster")
    assert isinstance(tab, RosterTab)
    leader = next(r.leader_id for r in walk.office.roster.rows() if r.leader_id)

    def record(at: int) -> None:
        walk.window.show_target(Target("leader", leader))
        walk.settle()
        tab.open_record(leader)
        walk.settle()
        tab.record.nav.setCurrentRow(at)

    def edited(begin: str) -> None:
        tab.close_record()
        walk.window.show_target(Target("leader", leader))
        walk.settle()
        getattr(tab, begin)()

    record(0)
    for at in range(tab.record.nav.count()):
        walk.at(f"record {at}", partial(record, at))
    for begin in ("edit", "change", "end"):
        walk.at(f"roster {begin}", partial(edited, begin))
    assert not walk.clashes, tell(walk)


def test_no_key_means_two_things_in_settings_and_help(walk: Walk) -> None:
    for open_it in (walk.window.open_settings, walk.window.open_help):
        open_it()
        walk.settle()
    assert not walk.clashes, tell(walk)
