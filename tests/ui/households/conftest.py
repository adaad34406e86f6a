"""A tab on a desk: a real office with a few households, a bench that refreshes the tab."""

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.services.context import Office
from ldz_desktop.ui.households import FEATURE
from ldz_desktop.ui.households.member_form import MemberForm
from ldz_desktop.ui.households.tab import HouseholdsTab
from ldz_desktop.ui.kit.feature import Bench, Target


class Desk:
    """A tab in a window, with a bench that refreshes it as the main window would."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot) -> None:
        self.changes: list[Change] = []
        self.targets: list[Target] = []
        self.bench = dataclasses.replace(bench, publish=self._published, show=self._shown)
        self.office = bench.office
        self.tasks = bench.tasks
        self.qtbot = qtbot
        self.window = window
        self.tab = HouseholdsTab(self.bench)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tab)
        self.tab.refresh(None)
        self.settle()

    def _published(self, change: Change) -> None:
        self.changes.append(change)
        self.tab.refresh(change)

    def _shown(self, target: Target) -> None:
        self.targets.append(target)
        if target.kind in FEATURE.over:
            FEATURE.over[target.kind](self.bench, self.window, target)
        else:
            self.tab.open(target)

    def settle(self) -> None:
        """Let everything end that was begun, also what its results begin."""
        self.qtbot.waitUntil(self.tasks.idle, timeout=30_000)

    def undo(self) -> None:
        """Press 撤销 on the toast."""
        buttons = [
            b
            for b in self.window.findChildren(QPushButton)
            if b.text().startswith("撤销") and b.isVisible()
        ]
        self.qtbot.mouseClick(buttons[-1], Qt.MouseButton.LeftButton)
        self.settle()

    def listed(self, column: int = 0) -> list[str]:
        """What the list shows in a column, top to bottom."""
        model = self.tab.list.table.model()
        texts = [str(model.index(row, column).data()) for row in range(model.rowCount())]
        self.settle()
        return [str(model.index(row, column).data()) for row in range(len(texts))]

    def go(self, household: Household, resident_id: int = 0) -> None:
        """Show a household, at one of its members."""
        target = Target("household", household.id)
        self.tab.open(Target("resident", resident_id) if resident_id else target)
        self.settle()

    def edit(self, household: Household, at: int = 0) -> MemberForm:
        """The member form, opened by F2 on a member."""
        self.go(household, household.members[at].id)
        self.window.activateWindow()
        self.tab.card.members.table.setFocus()
        self.qtbot.keyClick(self.tab.card.members.table, Qt.Key.Key_F2)
        self.settle()
        assert self.tab.card.member_form.isVisible()
        return self.tab.card.member_form

    def audit(self, event: str) -> list[tuple[str, str]]:
        """What was logged: (subject, detail)."""
        rows = self.office.core.database.rows(
            "SELECT subject, detail FROM audit WHERE event = ? ORDER BY id", (event,)
        )
        return [(str(subject), str(detail)) for subject, detail in rows]


def at_home(office: Office, building: str, room: str, tenure: str = "自有") -> Household:
    place = office.households.add_place("兴新社区", "福锦苑", building)
    made = office.households.create(place.ids[0], "1单元", room, tenure)
    return office.households.get(made.ids[0])


def with_people(office: Office, household: Household, *people: Resident) -> Household:
    for person in people:
        office.households.add_resident(household.id, person)
    return office.households.get(household.id)


def years_ago(office: Office, years: int) -> date:
    return office.today().replace(month=1, day=2) - timedelta(days=365 * years + years // 4)


@pytest.fixture
def street(office: Office) -> list[Household]:
    """Four households in two buildings: a family, an old person alone, a vacancy, a tenant."""
    family = with_people(
        office,
        at_home(office, "2栋", "101"),
        Resident(0, 0, "陈志远", "02", id_number="511902196707260018", phone="13912340018"),
        Resident(0, 0, "何丽娟", "10", sex="2", birth=years_ago(office, 52), health="30"),
        Resident(0, 0, "陈一诺", "30", sex="2", birth=years_ago(office, 8), phone="13812342207"),
    )
    alone = with_people(
        office,
        at_home(office, "2栋", "102"),
        Resident(0, 0, "罗桂芳", "02", sex="2", birth=years_ago(office, 84)),
    )
    vacant = at_home(office, "10栋", "201", "空置")
    tenant = with_people(
        office,
        at_home(office, "10栋", "1102", "租赁"),
        Resident(0, 0, "李颇", "02", sex="1", birth=years_ago(office, 30)),
        Resident(0, 0, "王芳", "99", sex="2", birth=years_ago(office, 29)),
    )
    return [family, alone, vacant, tenant]


@pytest.fixture
def desk(street: list[Household], bench: Bench, window: QWidget, qtbot: QtBot) -> Desk:
    del street
    return Desk(bench, window, qtbot)


@pytest.fixture
def empty_desk(bench: Bench, window: QWidget, qtbot: QtBot) -> Desk:
    """The tab over an office without a single household."""
    return Desk(bench, window, qtbot)


@pytest.fixture
def typed() -> Callable[[QWidget, str], None]:
    """Types Chinese as an input method does: letters being composed, then the characters."""

    def write(field: QWidget, text: str) -> None:
        field.setFocus()
        QApplication.sendEvent(field, QInputMethodEvent("pin yin", []))
        commit = QInputMethodEvent()
        commit.setCommitString(text)
        QApplication.sendEvent(field, commit)

    return write
