"""Every tool's page in the real window of 1366 × 768: nothing lies below the window's edge."""

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from ldz_desktop.app import Program
from ldz_desktop.domain.households import Resident
from ldz_desktop.services.context import Office
from ldz_desktop.ui.households.tab import HouseholdsTab
from ldz_desktop.ui.kit.tasks import TaskRunner

TOOLS = ("名单", "标签与走访", "走访包", "统计", "替我填表", "查重", "数据体检", "今日操作")


@pytest.mark.parametrize("caption", TOOLS)
def test_every_tool_fits_the_screen_of_an_office_pc(
    qtbot: QtBot, office: Office, caption: str
) -> None:
    place = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    home = office.households.create(place, "1单元", "101").ids[0]
    office.households.add_resident(home, Resident(0, 0, "张建国", relation="02"))
    program = Program(office.folder)
    window = program.open_window(office)
    window.resize(1366, 768)
    tab, tasks = window.findChild(HouseholdsTab), program.findChild(TaskRunner)
    qtbot.waitUntil(lambda: tab.card.household is not None)
    (action,) = [
        one for one in tab.list.bar.tools_button.menu().actions()
        if one.text().partition("(&")[0] == caption
    ]  # fmt: skip
    action.trigger()
    qtbot.waitUntil(tasks.idle)
    (area,) = [a for a in window.findChildren(QScrollArea) if a.widget() is tab]
    qtbot.waitUntil(lambda: tab.tools.page.isVisible() and tab.width() >= area.viewport().width())
    qtbot.wait(0)  # what the layout asks for is laid out with the next event
    assert area.verticalScrollBar().maximum() == 0
    assert tab.tools.close()
    program.end()
