"""变更历史 on the card, 今日操作, and taking an action back after seeing what that does."""

import dataclasses
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from ldz_desktop.domain.households import Household
from ldz_desktop.services.context import Office
from ldz_desktop.ui.households.history.dialog import HistoryDialog
from ldz_desktop.ui.households.history.page import HistoryPage
from ldz_desktop.ui.kit.history.undoing import UndoDialog, Undoing
from ldz_desktop.ui.kit.record_table import RecordTable

Desk = Any  # the fixtures of conftest.py


def _edit(office: Office, resident_id: int, **values: object) -> None:
    before = office.households.resident(resident_id)
    office.households.save_resident(before, dataclasses.replace(before, **values))  # type: ignore[arg-type]


def _history(desk: Desk) -> HistoryDialog:
    desk.qtbot.mouseClick(desk.tab.card.foot.history_button, Qt.MouseButton.LeftButton)
    desk.settle()
    dialog = desk.tab.card.findChild(HistoryDialog)
    assert dialog is not None
    return dialog


def _cells(table: RecordTable) -> list[list[str]]:
    model = table.model()
    return [
        [str(model.index(r, c).data()) for c in range(model.columnCount())]
        for r in range(model.rowCount())
    ]


def test_the_history_tells_who_when_from_to_masked(
    desk: Desk, street: list[Household], office: Office
) -> None:
    man = street[0].members[0]
    _edit(office, man.id, phone="13800002222", health="30")
    desk.go(street[0])
    dialog = _history(desk)
    rows = _cells(dialog.list.table)
    assert rows[0][0].startswith("今天 ")
    assert rows[0][1:3] == ["李敏", "修改成员"]
    lines = _cells(dialog.list.lines)
    assert ["陈志远", "电话", "139****0018", "138****2222"] in lines
    assert ["陈志远", "健康状况", "（空）", "（已隐藏）"] in lines
    everything = str(rows) + str(lines)
    assert "13800002222" not in everything
    assert "511902196707260018" not in everything
    assert {row[2] for row in rows} >= {"新增成员", "新建户档"}
    dialog.reject()


def test_of_a_child_the_history_tells_as_little_as_the_card(
    desk: Desk, street: list[Household], office: Office
) -> None:
    child = street[0].members[2]
    day = office.today().replace(day=1)
    _edit(office, child.id, workplace="巴中一小", state="moved", state_on=day)
    desk.go(street[0])
    dialog = _history(desk)
    lines = _cells(dialog.list.lines)
    assert ["陈*诺", "工作单位", "（空）", "（已隐藏）"] in lines
    assert ["陈*诺", "状态", "在册", "已迁出"] in lines
    assert ["陈*诺", "状态日期", "（空）", f"{day.year}年{day.month}月1日"] in lines
    everything = str(_cells(dialog.list.table)) + str(lines)
    assert not any(word in everything for word in ("陈一诺", "巴中一小"))
    dialog.reject()


def test_undo_shows_what_it_takes_back_and_keeps_what_changed_since(
    desk: Desk, street: list[Household], office: Office
) -> None:
    man = street[0].members[0]
    _edit(office, man.id, education="30", workplace="巴中一中")
    _edit(office, man.id, workplace="巴中二中")
    desk.go(street[0])
    dialog = _history(desk)
    dialog.list.table.select_id(dialog.list.events()[1].batch_id)
    dialog.list.undo_button.click()
    desk.settle()
    asked = dialog.findChild(UndoDialog)
    assert asked is not None
    assert [row[:2] for row in _cells(asked.back)] == [["陈志远", "文化程度"]]
    assert _cells(asked.kept) == [["陈志远", "工作单位", "（空）", "巴中一中"]]
    assert office.households.resident(man.id).education == "30"
    desk.qtbot.mouseClick(asked.undo_button, Qt.MouseButton.LeftButton)
    desk.settle()
    now = office.households.resident(man.id)
    assert (now.education, now.workplace) == (None, "巴中二中")
    events = dialog.list.events()
    assert events[0].undoes
    assert events[2].undone
    dialog.list.table.select_id(events[2].batch_id)
    assert not dialog.list.undo_button.isEnabled()
    dialog.reject()


def test_the_foot_names_the_last_change_and_takes_it_back(
    desk: Desk, street: list[Household], office: Office
) -> None:
    form = desk.edit(street[0], 0)
    form.form.editor("workplace").set_value("巴中一中")
    form.save()
    desk.settle()
    foot = desk.tab.card.foot
    assert foot.text().startswith("李敏 今天 ")
    assert foot.text().endswith("修改成员")
    desk.qtbot.mouseClick(foot.undo_button, Qt.MouseButton.LeftButton)
    desk.settle()
    asked = foot.findChild(UndoDialog)
    assert asked is not None
    desk.qtbot.keyClick(asked.undo_button, Qt.Key.Key_Return)
    desk.settle()
    assert office.households.resident(street[0].members[0].id).workplace is None
    assert "撤销" in foot.text()


def test_the_day_is_listed_with_undo_and_esc_goes_back(
    desk: Desk, street: list[Household], office: Office
) -> None:
    desk.go(street[0])
    menu = desk.tab.list.bar.tools_button.menu()
    next(a for a in menu.actions() if a.text().startswith("今日操作")).trigger()
    desk.settle()
    page = desk.tab.tools.page
    assert isinstance(page, HistoryPage)
    assert page.isVisible()
    assert not desk.tab.list.isVisible()
    events = page.list.events()
    assert len(events) == len(office.history.today())
    made = next(e for e in events if e.what == "新增成员" and "王芳" in e.lines[0].subject)
    page.list.table.select_id(made.batch_id)
    desk.window.activateWindow()
    page.list.table.setFocus()
    desk.qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    desk.settle()
    asked = page.findChild(UndoDialog)
    assert asked is not None
    assert any("王芳" in w.text() or "新增" in w.text() for w in asked.findChildren(QLabel))
    asked.undo_button.click()
    desk.settle()
    assert [m.name for m in office.households.get(street[3].id).members] == ["李颇"]
    desk.qtbot.keyClick(page, Qt.Key.Key_Escape)
    desk.settle()
    assert desk.tab.list.isVisible()


def test_the_day_says_whose_each_action_is_and_leads_there(
    desk: Desk, street: list[Household], office: Office
) -> None:
    """Also of somebody and of a file that are gone."""
    wife = street[3].members[1]
    office.households.remove_resident(wife.id)
    office.households.remove(street[1].id)
    menu = desk.tab.list.bar.tools_button.menu()
    next(a for a in menu.actions() if a.text().startswith("今日操作")).trigger()
    desk.settle()
    page = desk.tab.tools.page
    rows = _cells(page.list.table)
    assert [row[3] for row in rows[:2]] == ["福锦苑2栋 1单元 102", "福锦苑10栋 1单元 1102"]
    assert rows[1][4].startswith("王芳 删除")
    made = {row[4]: row[3] for row in rows if row[2] == "新增成员"}
    assert made["王芳 新增成员"] == "福锦苑10栋 1单元 1102"
    assert {row[3] for row in rows if row[2] == "新建户档"} == set(made.values()) | {
        "福锦苑10栋 1单元 201"
    }
    page.list.table.select_id(page.list.events()[1].batch_id)
    desk.qtbot.mouseClick(page.list.go_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.tab.tools.page is None
    assert desk.tab.card.household.id == street[3].id


def test_a_search_hit_leaves_the_page(desk: Desk, street: list[Household]) -> None:
    menu = desk.tab.list.bar.tools_button.menu()
    next(a for a in menu.actions() if a.text().startswith("今日操作")).trigger()
    desk.settle()
    desk.go(street[3])
    assert desk.tab.tools.page is None
    assert desk.tab.card.household.id == street[3].id


# -- a whole import ------------------------------------------------------------------------------


def _import_many(office: Office, folder: Path, homes: int) -> None:
    book = openpyxl.Workbook()
    book.active.append(["社区", "小区", "楼栋", "单元", "房号", "姓名", "与户主关系"])
    for home in range(homes):
        for name, relation in ((f"赵{chr(0x4E00 + home)}", "户主"), ("钱芳", "配偶")):
            door = ["西锦社区", "西锦苑", f"{home % 4 + 1}栋", "1单元", str(101 + home)]
            book.active.append([*door, name, relation])
    book.save(folder / "西锦苑.xlsx")
    office.importing.take("households", folder / "西锦苑.xlsx")


def test_a_whole_import_is_looked_through_and_taken_back(
    desk: Desk, street: list[Household], office: Office, tmp_path: Path
) -> None:
    _import_many(office, tmp_path, 150)
    before = office.households.totals().residents
    kept = office.households.get(office.households.ids()[-1])
    _edit(office, kept.members[0].id, workplace="巴中一中")
    menu = desk.tab.list.bar.tools_button.menu()
    next(a for a in menu.actions() if a.text().startswith("今日操作")).trigger()
    desk.settle()
    page = desk.tab.tools.page
    event = next(e for e in page.list.events() if e.what == "导入户档")
    page.list.table.select_id(event.batch_id)
    desk.qtbot.mouseClick(page.list.undo_button, Qt.MouseButton.LeftButton)
    desk.settle()
    asked = page.findChild(UndoDialog)
    said = [w.text() for w in asked.findChildren(QLabel)]
    assert "这些内容会改回去（删除成员 299、户档 149、房屋 149、楼栋 3）：" in said
    assert any("保留现在的样子（6 处）" in text for text in said)
    assert len(_cells(asked.kept)) == 6
    model = asked.back.model()
    assert model.rowCount() == 600
    assert model.index(0, 1).data() == "删除"
    assert model.index(599, 0).data() == "…"  # read when it comes into sight
    desk.qtbot.waitUntil(lambda: model.index(599, 0).data() == "楼栋", timeout=5_000)
    desk.settle()
    desk.qtbot.mouseClick(asked.undo_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert office.households.totals().residents == before - 299
    assert office.households.resident(kept.members[0].id).workplace == "巴中一中"
    assert office.core.database.path.with_name("archive.db-wal").stat().st_size == 0
    again = next(e for e in page.list.events() if e.batch_id == event.batch_id)
    assert again.undone


def test_looking_through_an_import_can_be_stopped(
    desk: Desk, office: Office, tmp_path: Path
) -> None:
    _import_many(office, tmp_path, 30)
    owner = QWidget(desk.window)
    undoing = Undoing(desk.bench, owner)
    before = office.households.totals()
    batch = office.history.today()[0].batch_id
    for begin in (undoing.ask, undoing.now):
        begin(batch)
        desk.tasks.cancel_all()
        desk.settle()
        assert owner.findChild(UndoDialog) is None
        assert office.households.totals() == before
        windows = QApplication.topLevelWidgets()
        assert not any(isinstance(w, QDialog) and w.isVisible() for w in windows)
