"""What the menus of the tab and of the card open: every tool, every guided change, and what is
mounted on the card (the hint about doubles, the tags)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from shiboken6 import isValid

from ldz_desktop.domain.households import Household
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.services.context import Office
from ldz_desktop.ui.households.duplicates.hint import DuplicateHint
from ldz_desktop.ui.households.moves import MOVES
from ldz_desktop.ui.households.tags.dialog import TagDialog
from ldz_desktop.ui.kit.feature import Target

Desk = Any  # the fixtures of conftest.py
Finger = Any
Chooser = Any
Typing = Callable[[QWidget, str], None]
KNOWN = "511902196707260018"
TOOLS = {
    "名单": "ListsPage",
    "标签与走访": "TagsPage",
    "走访包": "VisitsPage",
    "统计": "StatisticsPage",
    "替我填表": "FormsPage",
    "查重": "DuplicatesPage",
    "数据体检": "MendingPage",
    "今日操作": "HistoryPage",
}
LEADER = "本楼的楼栋长"
MOVE_CAPTIONS = [caption for key, caption in MOVES if key]


def _bare(caption: str) -> str:
    return caption.partition("(&")[0]


def _tools(desk: Desk) -> dict[str, QAction]:
    actions = desk.tab.list.bar.tools_button.menu().actions()
    return {_bare(action.text()): action for action in actions if action.text()}


def _pick(desk: Desk, caption: str) -> Any:  # noqa: ANN401 - any page
    _tools(desk)[caption].trigger()
    desk.settle()
    return desk.tab.tools.page


def _back(page: QWidget) -> QPushButton:
    (found,) = [
        b for b in page.findChildren(QPushButton) if _bare(b.text()) == "返回" and b.isVisible()
    ]
    return found


def _shown_dialog(desk: Desk) -> QDialog:
    (found,) = [d for d in desk.tab.card.findChildren(QDialog) if d.isVisible()]
    assert isinstance(found, QDialog)
    return found


# -- the menu 工具 --------------------------------------------------------------------------------


def test_the_menu_offers_every_tool_under_a_key_of_its_own(desk: Desk) -> None:
    actions = desk.tab.list.bar.tools_button.menu().actions()
    captions = [action.text() for action in actions if action.text()]
    assert [_bare(caption) for caption in captions] == [*TOOLS, LEADER]
    keys = [caption[caption.index("&") + 1] for caption in captions]
    assert len(set(keys)) == len(keys)
    assert sum(action.isSeparator() for action in actions) == 2


def test_a_building_leads_to_its_leader_and_back(
    desk: Desk, street: list[Household], office: Office, said: Callable[[], str]
) -> None:
    building = street[0].building_id
    assert desk.tab.open(Target("building", building))
    desk.settle()
    assert desk.tab.tree.place == PlaceRef("building", building)
    assert desk.tab.list.state.place == PlaceRef("building", building)
    assert {office.households.get(i).building_id for i in desk.tab.list.ids()} == {building}
    _pick(desk, LEADER)
    assert "没有楼栋长" in said()
    leader = office.roster.create(Leader(0, "张建国"), building, None).ids[0]
    _pick(desk, LEADER)
    assert desk.targets == [Target("leader", leader)]
    desk.tab.tree.select_place(ALL)
    desk.settle()
    _pick(desk, LEADER)
    assert "先在左边选一栋楼" in said()
    assert desk.targets == [Target("leader", leader)]


@pytest.mark.parametrize(("caption", "page_class"), TOOLS.items())
def test_a_tool_takes_the_area_and_goes_back(
    desk: Desk, street: list[Household], caption: str, page_class: str
) -> None:
    desk.go(street[0])
    page = _pick(desk, caption)
    assert type(page).__name__ == page_class
    assert page.isVisible()
    assert not desk.tab.list.isVisible()
    desk.qtbot.mouseClick(_back(page), Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.tab.tools.page is None
    assert desk.tab.list.isVisible()
    assert desk.tab.card.household.id == street[0].id
    desk.qtbot.waitUntil(lambda: not isValid(page))


@pytest.mark.parametrize("caption", TOOLS)
def test_escape_leaves_a_tool_and_it_opens_again(
    desk: Desk, street: list[Household], caption: str
) -> None:
    desk.go(street[0])
    for _ in range(2):
        page = _pick(desk, caption)
        assert page.isVisible()
        desk.qtbot.keyClick(page, Qt.Key.Key_Escape)
        desk.settle()
        assert desk.tab.tools.page is None
        assert desk.tab.list.isVisible()


@pytest.mark.parametrize("caption", TOOLS)
def test_a_tool_lives_through_changes_of_others(
    desk: Desk, street: list[Household], office: Office, caption: str
) -> None:
    page = _pick(desk, caption)
    change = office.households.remove(street[3].id)
    desk.bench.publish(change)
    desk.settle()
    assert desk.tab.tools.page is page
    assert page.isVisible()
    assert desk.tab.may_close()


def test_a_tool_gives_way_to_another(desk: Desk) -> None:
    first = _pick(desk, "统计")
    second = _pick(desk, "查重")
    assert type(second).__name__ == "DuplicatesPage"
    assert second.isVisible()
    desk.qtbot.waitUntil(lambda: not isValid(first))


def test_what_is_being_typed_is_not_lost_to_a_tool(
    desk: Desk, street: list[Household], finger: Finger
) -> None:
    form = desk.edit(street[0], 1)
    form.form.editor("workplace").set_value("巴中一中")
    finger.press("取消")
    assert _pick(desk, "统计") is None
    assert form.isVisible()
    assert form.form.values()["workplace"] == "巴中一中"
    finger.press("不保存")
    assert _pick(desk, "统计") is not None


# -- the menu 变动 --------------------------------------------------------------------------------


def test_the_card_offers_every_guided_change(desk: Desk, street: list[Household]) -> None:
    desk.go(street[0])
    assert desk.tab.card.head.moves_button.isVisible()
    actions = desk.tab.card.head.moves_menu.actions()
    assert [action.text() for action in actions] == [caption for _, caption in MOVES]


@pytest.mark.parametrize("caption", MOVE_CAPTIONS)
def test_a_guided_change_opens_over_the_card(
    desk: Desk, street: list[Household], caption: str
) -> None:
    desk.go(street[0])
    actions = desk.tab.card.head.moves_menu.actions()
    next(action for action in actions if action.text() == caption).trigger()
    desk.settle()
    dialog = _shown_dialog(desk)
    assert dialog.windowTitle() == _bare(caption)
    assert dialog.isModal()
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    desk.settle()
    desk.qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())
    assert desk.changes == []
    assert desk.tab.card.household.id == street[0].id


def test_a_guided_change_begins_at_the_member_of_the_cursor(
    desk: Desk, street: list[Household], office: Office
) -> None:
    """何丽娟 is chosen on the card; 死亡 proposes her, and the card shows what was done."""
    wife = street[0].members[1]
    desk.go(street[0], wife.id)
    actions = desk.tab.card.head.moves_menu.actions()
    next(action for action in actions if action.text().startswith("死亡")).trigger()
    desk.settle()
    dialog: Any = _shown_dialog(desk)
    assert dialog.form.values()["resident_id"] == wife.id
    dialog.replan()
    desk.settle()
    desk.qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert office.households.resident(wife.id).state == "dead"
    assert "2 人" in desk.tab.card.head.chips()[-1]
    desk.undo()
    assert office.households.resident(wife.id).state == "present"
    assert "3 人" in desk.tab.card.head.chips()[-1]


# -- the menu 更多 --------------------------------------------------------------------------------


def test_the_card_is_printed_from_its_menu(desk: Desk, street: list[Household]) -> None:
    desk.go(street[0])
    actions = desk.tab.card.head.more_menu.actions()
    next(action for action in actions if action.text().startswith("打印档案卡")).trigger()
    desk.settle()
    dialog = _shown_dialog(desk)
    assert type(dialog).__name__ == "CardPaperDialog"
    dialog.reject()


# -- what is mounted on the card -----------------------------------------------------------------


def _hint(desk: Desk) -> DuplicateHint:
    found = desk.tab.card.member_form.findChild(DuplicateHint)
    assert isinstance(found, DuplicateHint)
    return found


def _paused(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: not _hint(desk).waits())
    desk.settle()


def test_a_number_on_file_is_recognised_while_it_is_typed(
    desk: Desk, street: list[Household]
) -> None:
    desk.go(street[3])
    desk.tab.card.add_member()
    form = desk.tab.card.member_form
    assert not _hint(desk).isVisible()
    number = form.form.editor("id_number")
    desk.qtbot.keyClicks(number, KNOWN)
    _paused(desk)
    assert _hint(desk).isVisible()
    assert [one.person.name for one in _hint(desk).candidates] == ["陈志远"]
    assert form.form.editor("id_number").text() == KNOWN
    (go,) = [b for b in _hint(desk).findChildren(QPushButton) if b.text() == "打开"]
    assert go.accessibleName() == "打开 陈志远"
    number.clear()
    _paused(desk)
    assert not _hint(desk).isVisible()


def test_the_double_is_opened_after_the_draft_is_given_up(
    desk: Desk, street: list[Household], finger: Finger
) -> None:
    desk.go(street[3])
    desk.tab.card.add_member()
    desk.qtbot.keyClicks(desk.tab.card.member_form.form.editor("id_number"), KNOWN)
    _paused(desk)
    (go,) = [b for b in _hint(desk).findChildren(QPushButton) if b.text() == "打开"]
    finger.press("不保存")
    desk.qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.tab.card.household.id == street[0].id
    assert desk.tab.card.members.selected.name == "陈志远"
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)  # the question had been
    form = desk.edit(street[0], 1)
    assert form.isVisible()
    _paused(desk)
    assert not _hint(desk).isVisible()


def test_a_tag_is_added_on_the_card_and_taken_back(
    desk: Desk, street: list[Household], office: Office, typed: Typing
) -> None:
    desk.go(street[0])
    editor = desk.tab.card.tags
    assert editor.isVisible()
    assert [line.tag.kind for line in editor.lines()] == []
    desk.qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    dialog = editor.findChild(TagDialog)
    assert dialog is not None
    dialog.who.set_value(street[0].members[0].id)
    dialog.kind.set_value("退役军人")
    typed(dialog.form.editor("basis"), "优待证")
    dialog.save_button.click()
    desk.settle()
    (line,) = editor.lines()
    assert (line.tag.kind, line.tag.basis) == ("退役军人", "优待证")
    assert office.tags.held((street[0].members[0].id,)) == {street[0].members[0].id: ("退役军人",)}
    assert street[0].id in desk.changes[-1].ids
    assert desk.tab.card.foot.text().endswith(office.history.of_household(street[0].id)[0].what)
    desk.undo()
    assert editor.lines() == []
    desk.go(street[1])
    assert {line.tag.kind for line in editor.lines()} == {"高龄", "独居"}


def test_the_tags_are_out_of_the_way_while_somebody_is_edited(
    desk: Desk, street: list[Household]
) -> None:
    form = desk.edit(street[1], 0)
    assert not desk.tab.card.tags.isVisible()
    desk.qtbot.keyClick(form.form.editor("name"), Qt.Key.Key_Escape)
    desk.settle()
    assert desk.tab.card.tags.isVisible()


# -- from one tool to another --------------------------------------------------------------------


def _form(folder: Path) -> Path:
    """Somebody else's blank, with nothing to ask."""
    book = openpyxl.Workbook()
    book.active.append(["序号", "姓名", "性别", "家庭住址"])
    book.active.append([1, None, None, None])
    book.save(folder / "老年人登记.xlsx")
    return folder / "老年人登记.xlsx"


def test_a_list_is_filled_into_a_form_and_one_comes_back_to_it(
    desk: Desk, street: list[Household], tmp_path: Path, office: Office, chooser: Chooser
) -> None:
    desk.go(street[0])
    lists = _pick(desk, "名单")
    rules = PersonFilter(age_from=50)
    lists.builder.set_rules(rules)
    desk.settle()
    lists.table.horizontalHeader().sectionClicked.emit(3)  # by age, the youngest first
    desk.settle()
    wanted = lists.ids()
    assert len(wanted) == 3
    desk.qtbot.mouseClick(lists.fill_button, Qt.MouseButton.LeftButton)
    desk.settle()
    forms = desk.tab.tools.page
    assert type(forms).__name__ == "FormsPage"
    assert not lists.isVisible()
    forms.read(_form(tmp_path))
    desk.settle()
    if forms.page is forms.mapping:
        desk.qtbot.mouseClick(forms.next_button, Qt.MouseButton.LeftButton)
    assert forms.page is forms.people
    assert forms.people.people() == wanted
    assert forms.people.source.pills.key == "people"
    forms.people.form.set_values({"purpose": "报街道"})
    chooser.answer = tmp_path / "已填.xlsx"
    desk.qtbot.mouseClick(forms.next_button, Qt.MouseButton.LeftButton)
    desk.settle()
    sheet = openpyxl.load_workbook(chooser.answer).active
    names = [office.households.resident(i).name for i in wanted]
    assert [sheet.cell(row, 2).value for row in (2, 3, 4)] == names
    (kept,) = office.forms.remembered()
    assert office.forms.again(kept.fingerprint).last.rules == rules  # the same people next month
    desk.qtbot.keyClick(forms, Qt.Key.Key_Escape)
    desk.settle()
    assert desk.tab.tools.page is lists
    assert lists.isVisible()
    assert lists.ids() == wanted
    assert not isValid(forms) or not forms.isVisible()
    desk.qtbot.mouseClick(_back(lists), Qt.MouseButton.LeftButton)
    assert desk.tab.tools.page is None
    assert desk.tab.card.household.id == street[0].id


def test_going_to_a_record_leaves_both_tools(desk: Desk, street: list[Household]) -> None:
    lists = _pick(desk, "名单")
    lists.setMinimumWidth(5_000)
    desk.qtbot.mouseClick(lists.fill_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.tab.minimumSizeHint().width() < 5_000  # the room it needs counts for nothing
    desk.go(street[3])
    assert desk.tab.tools.page is None
    assert desk.tab.card.household.id == street[3].id
    assert desk.tab.card.isVisible()


def test_the_form_tool_offers_the_households_that_are_listed(
    desk: Desk, street: list[Household], tmp_path: Path
) -> None:
    desk.tab.tree.select_place(PlaceRef("building", street[3].building_id))
    desk.settle()
    forms = _pick(desk, "替我填表")
    forms.read(_form(tmp_path))
    desk.settle()
    if forms.page is forms.mapping:
        desk.qtbot.mouseClick(forms.next_button, Qt.MouseButton.LeftButton)
    pills = forms.people.source.pills
    assert pills.pill("shown").isVisible()
    assert not pills.pill("people").isVisible()
    desk.qtbot.mouseClick(pills.pill("shown"), Qt.MouseButton.LeftButton)
    desk.settle()
    assert forms.people.people() == [m.id for m in street[3].members]
