"""The household card: reading, changing in place, hidden values, undo, conflicts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.households import Household
from ldz_desktop.services.context import Office
from ldz_desktop.ui.households.heading import GivingLabel
from ldz_desktop.ui.households.moves.heads import RemovalDialog

Desk = Any  # the fixtures of conftest.py
Finger = Any
Typing = Callable[[QWidget, str], None]
RIGHT = "511902196707260018"


def test_the_card_reads_in_domain_order_and_masks(desk: Desk, street: list[Household]) -> None:
    desk.go(street[0])
    card = desk.tab.card
    model = card.members.table.model()
    rows = [[str(model.index(r, c).data()) for c in range(4)] for r in range(model.rowCount())]
    assert rows[0] == ["陈志远", "户主", "59", "139****0018"]
    assert [row[1] for row in rows] == ["户主", "配偶", "女"]
    assert card.head.chips()[0] == "自有"
    assert "3 人" in card.head.chips()[-1]
    assert card.members.details.text("id_number") == "5119**********18"
    assert card.members.details.text("phone") == "139****0018"


def test_tags_are_computed(desk: Desk, street: list[Household]) -> None:
    desk.go(street[1])
    assert {"高龄", "独居"} <= set(desk.tab.card.head.chips())
    desk.go(street[2])
    assert desk.tab.card.head.chips()[0] == "空置"
    assert "独居" not in desk.tab.card.head.chips()


def test_a_look_at_a_hidden_value_is_logged(desk: Desk, street: list[Household]) -> None:
    wife = street[0].members[1]
    desk.go(street[0], wife.id)
    details = desk.tab.card.members.details
    assert details.text("health") == "已隐藏"
    desk.qtbot.mouseClick(details.link("health"), Qt.MouseButton.LeftButton)
    desk.settle()
    assert details.text("health") == "慢性病"
    assert desk.audit("resident.reveal") == [(f"resident:{wife.id}", "健康状况")]
    desk.go(street[1])
    desk.go(street[0], wife.id)
    assert details.text("health") == "已隐藏"


def test_everything_about_a_child_is_hidden_until_shown(
    desk: Desk, street: list[Household]
) -> None:
    child = street[0].members[2]
    desk.go(street[0], child.id)
    members = desk.tab.card.members
    model = members.table.model()
    assert [model.index(2, c).data() for c in (0, 2, 3)] == ["陈*诺", "<14", "已隐藏"]
    assert members.details.text("birth") == "已隐藏"
    assert members.details.text("phone") == "已隐藏"
    show = next(
        b for b in members.findChildren(QPushButton) if b.text() == "显示" and b.isVisible()
    )
    desk.qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    desk.settle()
    assert model.index(2, 0).data() == "陈一诺"
    assert members.details.text("phone") == "13812342207"
    assert desk.audit("resident.reveal")[0][0] == f"resident:{child.id}"


def test_f2_enter_saves_and_esc_reverts(
    desk: Desk, street: list[Household], office: Office, finger: Finger
) -> None:
    form = desk.edit(street[0], 1)
    desk.qtbot.keyClicks(form.form.editor("phone"), "13800001111")
    finger.press("不保存")
    desk.qtbot.keyClick(form.form.editor("phone"), Qt.Key.Key_Escape)
    desk.settle()
    assert desk.tab.card.members.isVisible()
    assert office.households.resident(street[0].members[1].id).phone is None
    desk.tab.window().activateWindow()  # as a window manager does when the question is gone
    form = desk.edit(street[0], 1)
    desk.qtbot.keyClicks(form.form.editor("phone"), "13800001111")
    desk.qtbot.keyClick(form.form.editor("phone"), Qt.Key.Key_Return)
    desk.settle()
    assert desk.tab.card.members.isVisible()
    assert office.households.resident(street[0].members[1].id).phone == "13800001111"
    assert desk.tab.card.members.details.text("phone") == "138****1111"
    assert desk.changes[-1].ids[0] == street[0].id


def test_an_edit_is_undone(desk: Desk, street: list[Household], office: Office) -> None:
    form = desk.edit(street[0], 0)
    form.form.editor("education").set_value("30")
    form.save()
    desk.settle()
    assert office.households.resident(street[0].members[0].id).education == "30"
    desk.undo()
    assert office.households.resident(street[0].members[0].id).education is None
    assert desk.tab.card.members.details.text("education") == "—"


def test_a_hidden_number_left_alone_stays(
    desk: Desk, street: list[Household], office: Office
) -> None:
    form = desk.edit(street[0], 0)
    number, phone = form.form.editor("id_number"), form.form.editor("phone")
    assert number.text() == phone.text() == ""
    assert number.placeholderText() == "5119**********18"
    form.form.editor("workplace").set_value("巴中一中")
    form.save()
    desk.settle()
    saved = office.households.resident(street[0].members[0].id)
    assert (saved.id_number, saved.phone, saved.workplace) == (RIGHT, "13912340018", "巴中一中")


def test_the_eye_shows_the_number_in_the_form_and_is_logged(
    desk: Desk, street: list[Household], office: Office
) -> None:
    form = desk.edit(street[0], 0)
    number = form.form.editor("id_number")
    number.actions()[-1].trigger()
    desk.settle()
    assert number.text() == RIGHT
    assert len(desk.audit("resident.reveal")) == 1
    number.clear()
    form.save()
    desk.settle()
    assert office.households.resident(street[0].members[0].id).id_number is None


def test_a_wrong_number_is_said_beside_its_field_with_a_proposal(
    desk: Desk, street: list[Household], office: Office
) -> None:
    form = desk.edit(street[1], 0)
    number = form.form.editor("id_number")
    desk.qtbot.keyClicks(number, "511902196707260010")
    desk.qtbot.waitUntil(lambda: bool(form.form.problem_texts("id_number")))
    assert "校验位" in form.form.problem_texts("id_number")[0]
    desk.qtbot.keyClick(number, Qt.Key.Key_Return)
    desk.settle()
    assert form.isVisible()
    assert office.households.resident(street[1].members[0].id).id_number is None
    proposals = [b for b in form.findChildren(QPushButton) if b.text().startswith("改为")]
    assert proposals[0].text() == "改为 511902196707260018"
    desk.qtbot.mouseClick(proposals[0], Qt.MouseButton.LeftButton)
    assert number.text() == "511902196707260018"
    desk.qtbot.keyClick(number, Qt.Key.Key_Return)
    desk.settle()
    assert "已经登记给另一位居民" in form.form.problem_texts("id_number")[0]
    assert form.isVisible()


def test_a_number_gives_birth_and_sex(
    desk: Desk, street: list[Household], office: Office, typed: Typing
) -> None:
    desk.go(street[3])
    desk.tab.card.add_member()
    form = desk.tab.card.member_form
    typed(form.form.editor("name"), "黄\U0002c7d6")
    desk.qtbot.keyClicks(form.form.editor("id_number"), "51190220000229001x")
    desk.qtbot.waitUntil(lambda: bool(form.form.problem_texts("id_number")))
    assert "校验位" in form.form.problem_texts("id_number")[0]
    assert form.form.values()["birth"] is None
    form.form.editor("id_number").clear()
    desk.qtbot.keyClicks(form.form.editor("id_number"), "511902200002290013")
    desk.qtbot.waitUntil(lambda: form.form.values()["birth"] == date(2000, 2, 29))
    assert form.form.values()["sex"] == "1"
    assert form.form.problem_texts("id_number") == ()
    form.save()
    desk.settle()
    names = [m.name for m in office.households.get(street[3].id).members]
    assert "黄\U0002c7d6" in names


def test_half_a_date_and_no_name_are_said_beside_their_fields(
    desk: Desk, street: list[Household], typed: Typing
) -> None:
    form = desk.edit(street[1], 0)
    form.form.editor("name").clear()
    typed(form.form.editor("birth"), "1962年")
    form.save()
    assert form.form.problem_texts("name") == ("请填写姓名",)
    assert "日期" in form.form.problem_texts("birth")[0]
    assert form.isVisible()


def test_a_day_to_come_and_an_odd_telephone_are_said(
    desk: Desk, street: list[Household], office: Office, typed: Typing
) -> None:
    form = desk.edit(street[1], 0)
    form.form.editor("birth").clear()
    typed(form.form.editor("birth"), "2090年1月1日")
    form.save()
    desk.settle()
    assert form.form.problem_texts("birth") == ("出生日期在今天之后。",)
    form.form.editor("birth").clear()
    typed(form.form.editor("phone"), "1234")
    form.save()
    desk.settle()
    assert any("核对位数" in words.text() for words in desk.window.findChildren(QLabel))
    assert office.households.get(street[1].id).members[0].phone == "1234"


def test_two_heads_and_a_child_as_head_are_refused(desk: Desk, street: list[Household]) -> None:
    form = desk.edit(street[0], 1)
    form.form.editor("relation").set_value("02")
    form.save()
    desk.settle()
    assert "已有户主" in form.form.problem_texts("relation")[0]
    desk.qtbot.keyClicks(form.form.editor("id_number"), "511902196707260010")
    desk.qtbot.waitUntil(lambda: bool(form.form.problem_texts("id_number")))
    assert "已有户主" in form.form.problem_texts("relation")[0]


def test_people_are_added_one_after_the_other(
    desk: Desk, street: list[Household], office: Office, typed: Typing
) -> None:
    desk.go(street[2])
    assert desk.tab.card.members.selected is None
    desk.qtbot.mouseClick(desk.tab.card.members.add_button, Qt.MouseButton.LeftButton)
    form = desk.tab.card.member_form
    assert form.form.values()["relation"] == "02"
    typed(form.form.editor("name"), "海来尔古")
    desk.qtbot.mouseClick(form.again_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert form.isVisible()
    assert form.form.values()["name"] is None
    assert form.form.values()["relation"] is None
    typed(form.form.editor("name"), "海来阿支")
    form.form.editor("relation").set_value("10")
    form.save()
    desk.settle()
    members = office.households.get(street[2].id).members
    assert [(m.name, m.relation) for m in members] == [("海来尔古", "02"), ("海来阿支", "10")]
    assert desk.tab.card.members.selected.name == "海来阿支"
    desk.undo()
    assert len(office.households.get(street[2].id).members) == 1


def test_of_somebody_who_left_the_name_is_whole_and_the_day_is_told(
    desk: Desk, street: list[Household], office: Office
) -> None:
    wife = street[3].members[1]
    details = desk.tab.card.members.details
    desk.go(street[3], wife.id)
    assert not details.field_visible("state_on")
    office.households.save_resident(wife, replace(wife, state="moved", state_on=date(2026, 1, 2)))
    desk.bench.publish(Change.of("households", what="", ids=(street[3].id,)))
    desk.settle()
    assert details.text("state_on") == "2026年1月2日迁出"
    assert details.field_visible("state_on")
    name = next(w for w in desk.tab.card.members.findChildren(GivingLabel) if w.text() == wife.name)
    assert name.width() >= name.sizeHint().width()


def test_a_member_is_removed_and_taken_back(
    desk: Desk, street: list[Household], office: Office
) -> None:
    wife = street[0].members[1]
    desk.go(street[0], wife.id)
    desk.tab.card.members.table.setFocus()
    desk.qtbot.keyClick(desk.tab.card.members.table, Qt.Key.Key_Delete)
    desk.settle()
    assert len(office.households.get(street[0].id).members) == 2
    assert "2 人" in desk.tab.card.head.chips()[-1]
    assert office.search.find("何丽娟") == ()
    desk.undo()
    assert office.households.resident(wife.id) == wife
    assert office.search.find("何丽娟")


def test_a_household_is_removed_and_taken_back(
    desk: Desk, street: list[Household], office: Office, finger: Finger
) -> None:
    desk.go(street[0])
    finger.press("不删除", "删除户档")
    desk.tab.card.head.more_menu.actions()[-1].trigger()  # 删除户档
    desk.settle()
    assert street[0].id in desk.tab.list.ids()
    desk.tab.card.head.more_menu.actions()[-1].trigger()
    desk.settle()
    assert "连同 3 个人的档案一起删除" in "".join(finger.read)
    assert street[0].id not in desk.tab.list.ids()
    assert desk.tab.card.household.id == street[1].id
    desk.undo()
    assert unversioned(office.households.get(street[0].id)) == unversioned(street[0])
    assert street[0].id in desk.tab.list.ids()


def test_del_concerns_the_row_that_has_the_focus(
    desk: Desk, street: list[Household], office: Office, finger: Finger
) -> None:
    """On a row of the list the household, asked first, and the one the cursor stands on even while
    the card is still on its way; on a member's row the member."""
    desk.go(street[0])
    table = desk.tab.list.table
    table.setFocus()
    finger.press("不删除", "删除户档")
    desk.qtbot.keyClick(table, Qt.Key.Key_Delete)
    desk.settle()
    assert office.households.get(street[0].id).members == street[0].members
    assert f"删除{street[0].address}的户档？" in finger.read
    desk.qtbot.keyClick(table, Qt.Key.Key_Down)
    wanted = table.current_id()
    assert desk.tab.card.household.id == street[0].id  # the card follows later
    desk.qtbot.keyClick(table, Qt.Key.Key_Delete)
    desk.settle()
    assert wanted not in desk.tab.list.ids()
    assert office.households.get(street[0].id) == street[0]


def test_a_head_is_not_deleted_before_somebody_else_is_head(
    desk: Desk, street: list[Household], office: Office
) -> None:
    before = street[0]
    head, wife = before.members[0], before.members[1]
    desk.go(before, head.id)
    desk.tab.card.members.table.setFocus()
    desk.qtbot.keyClick(desk.tab.card.members.table, Qt.Key.Key_Delete)
    desk.settle()
    assert office.households.get(before.id) == before
    dialog: Any = QApplication.activeModalWidget()
    assert isinstance(dialog, RemovalDialog)
    desk.qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert dialog.isVisible()  # nobody was chosen
    assert office.households.get(before.id) == before
    dialog.form.editor("new_head_id").set_value(wife.id)
    dialog.replan()
    desk.settle()
    assert f"户主换为{wife.name}" in dialog.preview.sentences()
    assert head.name not in {line.name for line in dialog.preview.lines()}
    desk.qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    desk.settle()
    now = office.households.get(before.id)
    assert now.head is not None
    assert (now.head.id, len(now.members)) == (wife.id, len(before.members) - 1)
    assert all(head.id not in (m.father_id, m.mother_id, m.spouse_id) for m in now.members)
    assert office.search.find(head.name) == ()
    desk.undo()
    back = office.households.get(before.id)
    assert [(m.name, m.relation) for m in back.members] == [
        (m.name, m.relation) for m in before.members
    ]
    assert office.search.find(head.name)


def test_a_head_alone_is_deleted_and_taken_back(
    desk: Desk, street: list[Household], office: Office
) -> None:
    alone = street[1]
    assert len(alone.members) == 1
    desk.go(alone, alone.members[0].id)
    desk.tab.card.members.table.setFocus()
    desk.qtbot.keyClick(desk.tab.card.members.table, Qt.Key.Key_Delete)
    desk.settle()
    assert office.households.get(alone.id).members == ()
    desk.undo()
    assert office.households.get(alone.id).members == alone.members


def test_checked_today_and_undone(desk: Desk, street: list[Household], office: Office) -> None:
    desk.go(street[0])
    desk.qtbot.mouseClick(desk.tab.card.head.check_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert office.households.get(street[0].id).checked_on == office.today()
    assert not desk.tab.card.head.check_button.isEnabled()
    assert desk.tab.list.pills.pill("unchecked").text() == "待核 1"
    desk.undo()
    assert office.households.get(street[0].id).checked_on is None


def test_the_dwelling_is_changed_in_place(
    desk: Desk, street: list[Household], office: Office, typed: Typing
) -> None:
    desk.go(street[0])
    desk.qtbot.mouseClick(desk.tab.card.head.change_button, Qt.MouseButton.LeftButton)
    form = desk.tab.card.dwelling_form
    assert form.isVisible()
    form.form.editor("room").set_value("102")
    form.save()
    desk.settle()
    assert "已经有另一份户档" in form.form.problem_texts("room")[0]
    form.form.editor("room").set_value("101-1")
    form.form.editor("tenure").set_value("群租")
    typed(form.form.editor("note"), "房东常年在外")
    form.form.editor("room").setFocus()
    desk.qtbot.keyClick(form.form.editor("room"), Qt.Key.Key_Return)
    desk.settle()
    saved = office.households.get(street[0].id)
    assert (saved.room, saved.tenure, saved.note) == ("101-1", "群租", "房东常年在外")
    assert saved.file_no == street[0].file_no
    assert desk.tab.card.head.chips()[0] == "群租"
    desk.undo()
    back = office.households.get(street[0].id)
    assert (back.room, back.tenure, back.note) == ("101", "自有", None)


def test_a_check_date_in_the_future_is_refused(desk: Desk, street: list[Household]) -> None:
    desk.go(street[0])
    desk.tab.card.change_dwelling("checked_on")
    form = desk.tab.card.dwelling_form
    form.form.editor("checked_on").setText("2099年1月1日")
    form.save()
    assert form.form.problem_texts("checked_on") == ("核对日期不能晚于今天",)


def unversioned(household: Household) -> Household:
    """A row that comes back begins counting its saves anew."""
    members = tuple(replace(one, version=0) for one in household.members)
    return replace(household, version=0, members=members)
