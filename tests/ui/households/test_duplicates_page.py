"""查重 in a window: the list, the comparison, merging, telling apart, skipping, and undo."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.places import ALL
from ldz_desktop.services.codes import reader
from ldz_desktop.services.context import Office
from ldz_desktop.services.duplicates_records import Pair
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.ui.households.duplicates.distinct_dialog import DistinctDialog
from ldz_desktop.ui.households.duplicates.merge_dialog import MergeDialog
from ldz_desktop.ui.households.duplicates.page import DuplicatesPage
from ldz_desktop.ui.kit.feature import Bench, Target

NUMBER = "511902196707260018"
BIRTH = date(1967, 7, 26)


def filed(office: Office, room: str, one: Resident) -> int:
    """A household with one person, written past the checks; the person's id."""
    place = office.households.add_place("兴新社区", "福锦苑", "2栋")
    home = office.households.create(place.ids[0], "1单元", room, "自有").ids[0]
    ident = next(office.core.ids())
    with office.core.action("旧数据"):
        HouseholdStore(office.core.database).add_resident(
            replace(one, id=ident, household_id=home), reader().sort_key(one.name)
        )
    return ident


@pytest.fixture
def people(office: Office) -> dict[str, int]:
    """Three pairs (sure, likely, possible) and somebody who is there once."""
    slip = NUMBER[:11] + "8" + NUMBER[12:]
    return {
        "sure": filed(office, "101", Resident(0, 0, "陈志远", "02", id_number=NUMBER, birth=BIRTH)),
        "sure again": filed(
            office,
            "102",
            Resident(0, 0, "陈志远", "02", id_number=slip, birth=BIRTH, phone="13912340018",
                     health="30"),
        ),
        "likely": filed(office, "103", Resident(0, 0, "王芳", "02", birth=date(1990, 1, 1))),
        "likely again": filed(office, "104", Resident(0, 0, "王芳", "02", birth=date(1990, 1, 1))),
        "possible": filed(office, "105", Resident(0, 0, "张建国", "02", birth=date(1950, 2, 2))),
        "possible again": filed(
            office, "106", Resident(0, 0, "张健国", "02", birth=date(1950, 2, 2))
        ),
        "once": filed(office, "107", Resident(0, 0, "何丽娟", "02", birth=date(1969, 3, 4))),
    }  # fmt: skip


class Desk:
    """The page in a window."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = window
        self.tasks = bench.tasks
        self.office = bench.office
        self.left = 0
        self.changes: list[Change] = []
        self.targets: list[Target] = []
        self.bench = replace(bench, publish=self._published, show=self.targets.append)
        self.page = DuplicatesPage(self.bench, self._leave)
        layout = QVBoxLayout(window)
        layout.addWidget(self.page)
        self.page.begin(ALL)
        self.settle()

    def renew(self) -> None:
        """Another page in its place."""
        layout = self.window.layout()
        assert layout is not None
        self.page.hide()
        self.page.deleteLater()
        self.page = DuplicatesPage(self.bench, self._leave)
        layout.addWidget(self.page)
        self.page.begin(ALL)
        self.settle()

    def _leave(self) -> None:
        self.left += 1

    def _published(self, change: Change) -> None:
        self.changes.append(change)
        self.page.refresh(change)

    def settle(self) -> None:
        self.qtbot.waitUntil(self.tasks.idle, timeout=30_000)

    def pairs(self) -> list[Pair]:
        return [one.pair for one in self.page.list.model.records()]

    def listed(self) -> list[tuple[str, str]]:
        model = self.page.list.model
        return [
            (str(model.index(r, 0).data()), str(model.index(r, 1).data()))
            for r in range(model.rowCount())
        ]

    def pick(self, row: int) -> None:
        self.page.list.table.selectRow(row)
        self.settle()

    def press(self, button: QPushButton) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def dialog(self) -> QWidget:
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        found = QApplication.activeModalWidget()
        assert found is not None
        return found

    def press_in(self, dialog: QWidget, caption: str) -> None:
        (one,) = [
            b
            for b in dialog.findChildren(QPushButton)
            if b.text().partition("(&")[0] == caption and b.isVisible()
        ]
        self.press(one)

    def undo(self) -> None:
        buttons = [b for b in self.window.findChildren(QPushButton) if b.text() == "撤销"]
        self.press([b for b in buttons if b.isVisible()][-1])


@pytest.fixture
def desk(people: dict[str, int], bench: Bench, window: QWidget, qtbot: QtBot) -> Desk:
    del people
    return Desk(bench, window, qtbot)


def test_the_pairs_are_listed_with_why(desk: Desk, said: Callable[[], str]) -> None:
    assert desk.listed() == [
        ("确定", "陈志远"), ("很可能", "王芳"), ("可能", "张建国 / 张健国"),
    ]  # fmt: skip
    assert "比对了 7 份档案 · 还有 3 对待处理" in said()
    assert "证件号码只差第12位，姓名相同，出生日期相同，在同一栋楼。" in said()
    assert desk.page.list.table.hasFocus()


def test_pills_narrow_by_strength(desk: Desk, said: Callable[[], str]) -> None:
    desk.page.list.pills.pill("likely").click()
    desk.settle()
    assert desk.listed() == [("很可能", "王芳")]
    desk.press(desk.page.compare.skip_button)
    assert "这一类没有了" in said()
    desk.page.list.pills.pill("all").click()
    assert len(desk.listed()) == 2


def test_the_records_stand_side_by_side(desk: Desk, people: dict[str, int]) -> None:
    grid = desk.page.compare.grid
    assert grid.texts()[:4] == ("证件号码", "电话", "所在户", "健康状况")
    assert {"姓名", "出生日期", "状态"} <= set(grid.texts()[4:])
    assert grid.choices() == {
        "id_number": "keep", "phone": "drop", "home": "keep", "health": "drop",
    }  # fmt: skip
    preview = desk.page.compare.preview
    assert preview is not None
    assert (preview.keep.id, preview.drop.id) == (people["sure"], people["sure again"])


def test_numbers_are_shown_on_request_and_the_look_is_logged(
    desk: Desk, said: Callable[[], str]
) -> None:
    assert NUMBER not in said()
    desk.press(desk.page.compare.reveal_button)
    # the digit that differs is a word of its own
    desk.qtbot.waitUntil(lambda: NUMBER[:11] in said())
    assert "慢性病" in said()
    assert not desk.page.compare.reveal_button.isVisible()
    rows = desk.office.core.database.rows(
        "SELECT count(*) FROM audit WHERE event = 'resident.reveal'"
    )
    assert rows[0][0] == 6


def test_merging_by_the_choices_and_taking_it_back(
    desk: Desk, people: dict[str, int], said: Callable[[], str]
) -> None:
    desk.page.compare.grid.cell("home", "drop").button.click()
    desk.press(desk.page.compare.merge_button)
    dialog = desk.dialog()
    assert isinstance(dialog, MergeDialog)
    assert "登记在福锦苑2栋1单元102" in said_in(dialog)
    assert "福锦苑2栋1单元101将没有在册成员。" in said_in(dialog)
    dialog.form.set_values({"reason": "导入时重复"})
    desk.press_in(dialog, "合并")
    assert [name for _, name in desk.listed()] == ["王芳", "张建国 / 张健国"]
    one = desk.office.households.resident(people["sure"])
    assert (one.id_number, one.phone, one.health) == (NUMBER, "13912340018", "30")
    assert desk.office.households.get(one.household_id).room == "102"
    assert desk.office.history.today()[0].reason == "导入时重复"
    assert "陈志远的两份档案已合并" in said()
    assert desk.changes[-1].what == "陈志远的两份档案已合并"
    assert desk.window.focusWidget() is desk.page.list.table
    desk.undo()
    assert len(desk.listed()) == 3
    assert desk.office.households.resident(people["sure again"]).phone == "13912340018"
    current = desk.page.list.current()
    assert current is not None
    assert current.pair.first.id == people["sure"]
    assert len(desk.office.duplicates.scan().pairs) == 3


def said_in(dialog: QWidget) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(w.text() for w in dialog.findChildren(QLabel))


def test_cancelling_the_dialog_changes_nothing(desk: Desk) -> None:
    desk.press(desk.page.compare.merge_button)
    desk.press_in(desk.dialog(), "取消")
    assert len(desk.listed()) == 3
    assert desk.changes == []


def test_three_records_of_one_person_lose_every_pair_of_the_dropped_one(
    desk: Desk, office: Office
) -> None:
    filed(office, "108", Resident(0, 0, "陈志远", "02", birth=BIRTH))
    desk.page.scan()
    desk.settle()
    assert [name for _, name in desk.listed()].count("陈志远") == 3
    desk.press(desk.page.compare.merge_button)
    desk.press_in(desk.dialog(), "合并")
    assert [name for _, name in desk.listed()].count("陈志远") == 1
    desk.undo()
    assert [name for _, name in desk.listed()].count("陈志远") == 3


def test_different_people_are_remembered_and_can_be_taken_back(
    desk: Desk, said: Callable[[], str]
) -> None:
    desk.pick(1)
    desk.press(desk.page.compare.distinct_button)
    assert [name for _, name in desk.listed()] == ["陈志远", "张建国 / 张健国"]
    assert "已记为不是同一人" in said()
    desk.undo()
    assert len(desk.listed()) == 3
    desk.pick(1)
    desk.press(desk.page.compare.distinct_button)
    desk.page.scan()
    desk.settle()
    assert len(desk.listed()) == 2


def test_what_was_said_is_listed_and_can_be_withdrawn(desk: Desk) -> None:
    desk.press(desk.page.compare.distinct_button)
    (button,) = [
        b for b in desk.page.findChildren(QPushButton) if b.text().startswith("不是同一人的记录")
    ]
    desk.press(button)
    dialog = desk.dialog()
    assert isinstance(dialog, DistinctDialog)
    assert dialog.model.index(0, 0).data() == "陈志远（福锦苑2栋 1单元 101）"
    assert dialog.model.index(0, 2).data() == "李敏"
    desk.press_in(dialog, "取消这一条")
    assert dialog.model.rowCount() == 0
    assert desk.office.duplicates.said_distinct() == ()
    desk.press_in(dialog, "关闭")


def test_skipping_asks_again_at_the_next_scan(desk: Desk, said: Callable[[], str]) -> None:
    for _ in range(3):
        desk.press(desk.page.compare.skip_button)
    assert "没有发现重复的档案" in said()
    assert "没有待处理的" in said()
    desk.qtbot.keyClick(desk.page, Qt.Key.Key_F5)
    desk.settle()
    assert len(desk.listed()) == 3


def test_a_side_is_opened_in_the_archive(desk: Desk, people: dict[str, int]) -> None:
    links = [b for b in desk.page.compare.findChildren(QPushButton) if "福锦苑" in b.text()]
    desk.press(links[1])
    assert desk.targets == [Target("resident", people["sure again"])]


def test_coming_back_from_a_record_goes_on_where_it_was(desk: Desk) -> None:
    """The tab drops a page that is left and makes another one."""
    desk.press(desk.page.compare.skip_button)
    desk.pick(1)
    links = [b for b in desk.page.compare.findChildren(QPushButton) if "福锦苑" in b.text()]
    desk.press(links[0])
    desk.renew()
    assert [name for _, name in desk.listed()] == ["王芳", "张建国 / 张健国"]
    current = desk.page.list.current()
    assert current is not None
    assert current.pair.first.name == "张建国"
    desk.renew()
    assert len(desk.listed()) == 3


def test_a_change_elsewhere_is_compared_again(
    desk: Desk, people: dict[str, int], said: Callable[[], str]
) -> None:
    office = desk.office
    before = office.households.resident(people["likely"])
    change = office.households.save_resident(before, replace(before, birth=date(1970, 5, 5)))
    desk.page.refresh(change)
    desk.settle()
    assert [name for _, name in desk.listed()] == ["陈志远", "张建国 / 张健国"]
    desk.page.refresh(Change.of("households", what="导入"))
    assert "可以重新查重" in said()


def test_a_record_that_is_gone_is_said_and_left_out(
    desk: Desk, people: dict[str, int], said: Callable[[], str]
) -> None:
    desk.office.households.remove_resident(people["likely again"])
    desk.pick(1)
    desk.settle()
    assert "其中一份档案已经不在了" in said()
    assert [name for _, name in desk.listed()] == ["陈志远", "张建国 / 张健国"]


def test_by_keyboard_alone(desk: Desk, people: dict[str, int]) -> None:
    table = desk.page.list.table
    desk.qtbot.keyClick(table, Qt.Key.Key_Down)
    desk.settle()
    desk.qtbot.keyClick(table, Qt.Key.Key_Return)
    assert desk.page.compare.merge_button.hasFocus()
    desk.qtbot.keyClick(desk.page.compare.merge_button, Qt.Key.Key_Space)
    dialog = desk.dialog()
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    desk.settle()
    assert desk.office.households.resident(people["likely"]).name == "王芳"
    assert [name for _, name in desk.listed()] == ["陈志远", "张建国 / 张健国"]
    desk.qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert desk.left == 1


def test_nothing_to_find(
    office: Office, bench: Bench, window: QWidget, qtbot: QtBot, said: Callable[[], str]
) -> None:
    filed(office, "101", Resident(0, 0, "陈志远", "02", id_number=NUMBER))
    desk = Desk(bench, window, qtbot)
    assert "没有发现重复的档案" in said()
    assert desk.page.list.model.rowCount() == 0


def test_a_scan_that_was_cancelled_can_be_begun(
    desk: Desk, bench: Bench, qtbot: QtBot, said: Callable[[], str]
) -> None:
    fresh = DuplicatesPage(bench, lambda: None)
    layout = desk.window.layout()
    assert layout is not None
    desk.page.hide()
    layout.addWidget(fresh)
    fresh.begin(ALL)
    bench.tasks.cancel_all()
    desk.settle()
    assert "还没有比对" in said()
    (begin,) = [b for b in fresh.findChildren(QPushButton) if b.text().startswith("开始查重")]
    desk.press(begin)
    qtbot.waitUntil(lambda: fresh.list.model.rowCount() == 3)
