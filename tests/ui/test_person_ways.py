"""The whole program: from a search to a leader, to the building's households, and back."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.app import Program
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.services.opening import create_office
from ldz_desktop.ui.households.tab import HouseholdsTab
from ldz_desktop.ui.kit.hit_popup import HitPopup
from ldz_desktop.ui.kit.top_bar import TopBar
from ldz_desktop.ui.roster.tab import RosterTab
from tests.conftest import PASSWORD


def _press(within: QWidget, caption: str) -> None:
    (found,) = [
        b for b in within.findChildren(QPushButton) if b.text() == caption and b.isVisible()
    ]
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def test_from_a_search_to_the_leader_to_the_households_and_back(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    del dressed
    office, _ = create_office(tmp_path / "data", "兴文街道办事处", "李敏", PASSWORD)
    for number in (1, 2):
        place = ("兴新社区", "福锦苑", f"{number}栋")
        building = office.households.add_place(*place).ids[0]
        for door in range(1, 3 + number):
            office.households.create(building, "1单元", f"{door}01")
    office.roster.create(Leader(0, "曾秀英"), building, date(2020, 3, 1))
    program = Program(tmp_path / "data", lambda _: None)
    window = program.open_window(office)

    def settle() -> None:
        qtbot.waitUntil(window.bench.tasks.idle, timeout=30_000)
        QApplication.processEvents()

    settle()
    search = window.findChild(TopBar).search
    search.setFocus()
    search.insert("zxy")
    qtbot.waitUntil(window.findChild(HitPopup).isVisible)
    QTest.keyClick(search, Qt.Key.Key_Return)
    settle()
    roster = window.current_tab()
    assert isinstance(roster, RosterTab)
    assert roster.list.table.current_id() == building
    _press(roster.card, "本楼 4 户")
    settle()
    archives = window.current_tab()
    assert isinstance(archives, HouseholdsTab)
    assert archives.tree.place == PlaceRef("building", building)
    assert len(archives.list.ids()) == 4
    archives.tools.show_leader()
    settle()
    assert window.current_tab() is roster
    roster.open_record()
    settle()
    assert roster.record.isVisible()
    _press(roster.record, "本楼 4 户")
    settle()
    assert window.current_tab() is archives
    program.end()
