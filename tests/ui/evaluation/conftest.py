"""A small district, the tab in a window of its own, and hands on the keyboard."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.ui.evaluation.tab import EvaluationTab
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.preferences import Preferences
from ldz_desktop.ui.kit.tasks import TaskRunner

MONTH = "2026-10"
PLACES = (
    ("西锦社区", "西锦苑", "1栋", "郑国强"),
    ("西锦社区", "西锦苑", "2栋", "吴晓东"),
    ("西锦社区", "金桂苑", "1栋", "陈光明"),
    ("东锦社区", "东锦苑", "10栋", "何丽娟"),
)


@pytest.fixture
def buildings(office: Office) -> list[int]:
    """Four buildings of two communities, each with a leader long in office."""
    found = []
    for community, compound, building, leader in PLACES:
        change = office.households.add_place(community, compound, building)
        office.roster.create(Leader(0, leader), change.ids[0], date(2024, 1, 1))
        found.append(change.ids[0])
    return found


@dataclass
class Month:
    """What a month is filled with."""

    office: Office
    buildings: list[int]

    def sheets(self, building: int, grades: str, count: int = 6, month: str = MONTH) -> None:
        """A balanced batch: `count` sheets that all say the same."""
        header = Header(count + 4, count, count, 0, 0)
        draft = Draft(header, (grades * 8,) * count if len(grades) == 1 else (grades,) * count)
        self.office.evaluation.save_draft(month, building, draft)
        self.office.evaluation.commit_draft(month, building)

    def stars(self, building: int, marks: str = "555", month: str = MONTH) -> None:
        self.office.evaluation.save_stars(month, building, {1: marks, 2: marks})

    def fill(self, month: str = MONTH) -> None:
        """Every building with sheets and stars, each a little worse than the one before."""
        self.office.evaluation.open_month(month)
        for building, grade in zip(self.buildings, "5432", strict=True):
            self.sheets(building, grade, month=month)
            self.stars(building, grade * 3, month=month)


@pytest.fixture
def month(office: Office, buildings: list[int]) -> Month:
    """An office with leaders; month.fill() puts a whole month into it."""
    return Month(office, buildings)


@dataclass
class Stage:
    """The tab in a shown window."""

    tab: EvaluationTab
    window: QWidget
    tasks: TaskRunner
    qtbot: QtBot
    targets: list[Target]
    changes: list[Change]

    def settle(self) -> None:
        """Until the worker has nothing left to do."""
        self.qtbot.waitUntil(self.tasks.idle)

    def focus(self) -> QWidget:
        """Where the next key goes."""
        if QApplication.activeModalWidget() is None and not self.window.isActiveWindow():
            self.window.activateWindow()  # what a window manager does when a dialog goes
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def type(self, text: str) -> None:
        for character in text:
            QTest.keyClicks(self.focus(), character)

    def press(self, *keys: Qt.Key, alt: bool = False, control: bool = False) -> None:
        modifier = Qt.KeyboardModifier.NoModifier
        if alt:
            modifier = Qt.KeyboardModifier.AltModifier
        if control:
            modifier = Qt.KeyboardModifier.ControlModifier
        for key in keys:
            QTest.keyClick(self.focus(), key, modifier)
        self.settle()

    def page(self) -> QWidget:
        current = self.tab.page()
        assert current is not None
        return current

    def reach(self, page: QWidget) -> None:
        """A mnemonic lets its button sink in for a moment before it acts."""
        self.qtbot.waitUntil(lambda: self.page() is page)
        self.settle()

    def dialog(self) -> QWidget:
        """The dialog on top, once it is there."""
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        found = QApplication.activeModalWidget()
        assert found is not None
        self.qtbot.waitUntil(lambda: found.isAncestorOf(QApplication.focusWidget() or self.window))
        return found


@pytest.fixture
def stage(
    office: Office, window: QWidget, tasks: TaskRunner, notices: Notices, qtbot: QtBot
) -> Callable[[], Stage]:
    """Call it once the office holds what the test needs: the tab, shown and read."""

    def show() -> Stage:
        targets: list[Target] = []
        changes: list[Change] = []

        def publish(change: Change) -> None:
            changes.append(change)
            tab.refresh(change)

        preferences = Preferences(office.folder)
        bench = Bench(office, tasks, notices, targets.append, publish, preferences)
        tab = EvaluationTab(bench)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(tab.widget)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        tab.refresh(None)
        made = Stage(tab, window, tasks, qtbot, targets, changes)
        made.settle()
        return made

    return show
