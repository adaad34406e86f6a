"""Two people at one file, and typing that is not to be lost."""

import dataclasses
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.households import Household
from ldz_desktop.domain.moves import Merge
from ldz_desktop.services.context import Office

Desk = Any  # the fixtures of conftest.py
Finger = Any


def meanwhile(office: Office, household: Household, at: int, **changes: Any) -> None:  # noqa: ANN401
    member = office.households.resident(household.members[at].id)
    office.households.save_resident(member, dataclasses.replace(member, **changes))


@pytest.mark.parametrize(
    ("mine", "phone", "workplace"),
    [(True, "13700007777", "老年大学"), (False, "13600006666", "老年大学")],
)
def test_a_conflict_shows_what_the_other_changed_and_lets_choose(
    desk: Desk, street: list[Household], office: Office, mine: bool, phone: str, workplace: str
) -> None:
    form = desk.edit(street[0], 1)
    meanwhile(office, street[0], 1, phone="13600006666", workplace="老年大学")
    desk.qtbot.keyClicks(form.form.editor("phone"), "13700007777")
    form.save()
    desk.settle()
    conflict = desk.tab.card.conflict
    assert conflict.isVisible()
    texts = conflict.texts()
    assert {"电话", "136****6666", "137****7777", "工作单位", "老年大学"} <= set(texts)
    button = conflict.mine_button if mine else conflict.theirs_button
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.settle()
    saved = office.households.resident(street[0].members[1].id)
    assert (saved.phone, saved.workplace) == (phone, workplace)
    assert desk.tab.card.members.isVisible()
    assert desk.tab.card.members.details.text("workplace") == "老年大学"


def test_the_same_change_by_two_people_is_no_conflict(
    desk: Desk, street: list[Household], office: Office
) -> None:
    form = desk.edit(street[0], 1)
    meanwhile(office, street[0], 1, workplace="老年大学")
    form.form.editor("workplace").set_value("老年大学")
    form.save()
    desk.settle()
    assert desk.tab.card.members.isVisible()


def test_a_conflict_over_the_dwelling(desk: Desk, street: list[Household], office: Office) -> None:
    desk.go(street[0])
    desk.tab.card.change_dwelling()
    form = desk.tab.card.dwelling_form
    office.households.save(street[0], dataclasses.replace(street[0], note="养狗"))
    form.form.editor("tenure").set_value("借住")
    form.save()
    desk.settle()
    assert {"备注", "养狗", "没有改"} <= set(desk.tab.card.conflict.texts())
    desk.qtbot.mouseClick(desk.tab.card.conflict.mine_button, Qt.MouseButton.LeftButton)
    desk.settle()
    saved = office.households.get(street[0].id)
    assert (saved.tenure, saved.note) == ("借住", "养狗")


def test_somebody_whose_file_was_merged_away_is_not_lost(
    desk: Desk, street: list[Household], office: Office
) -> None:
    """What was typed follows the person into the file the other one moved her to."""
    form = desk.edit(street[1])
    order = Merge(
        household_id=street[0].id, day=office.today(), other_id=street[1].id,
        answers={street[1].members[0].id: "52"},
    )  # fmt: skip
    office.moves.apply(office.moves.plan(order))
    form.form.editor("workplace").set_value("老年大学")
    form.save()
    desk.settle()
    card = desk.tab.card
    assert {"与户主关系", "母", "没有改"} <= set(card.conflict.texts())
    desk.qtbot.mouseClick(card.conflict.mine_button, Qt.MouseButton.LeftButton)
    desk.settle()
    saved = office.households.resident(street[1].members[0].id)
    assert (saved.workplace, saved.relation) == ("老年大学", "52")
    assert saved.household_id == street[0].id
    assert not card.editing


def test_a_file_that_was_closed_meanwhile_is_not_changed(
    desk: Desk, street: list[Household], office: Office, finger: Finger
) -> None:
    desk.go(street[1])
    desk.tab.card.change_dwelling("note")
    order = Merge(
        household_id=street[0].id, day=office.today(), other_id=street[1].id,
        answers={street[1].members[0].id: "52"},
    )  # fmt: skip
    office.moves.apply(office.moves.plan(order))
    desk.tab.card.dwelling_form.form.editor("note").set_value("养狗")
    finger.press("知道了")
    desk.tab.card.dwelling_form.save()
    desk.qtbot.waitUntil(finger.done)
    desk.settle()
    assert any("注销，只能查看" in words for words in finger.read)
    assert office.households.get(street[1].id).note is None
    assert desk.tab.card.dwelling_form.isVisible()  # nothing typed is lost


def test_undo_does_not_run_over_somebody_else(
    desk: Desk,
    street: list[Household],
    office: Office,
    finger: Any,  # noqa: ANN401
) -> None:
    form = desk.edit(street[0], 1)
    form.form.editor("workplace").set_value("一中")
    form.save()
    desk.settle()
    meanwhile(office, street[0], 1, workplace="二中")
    finger.press("知道了")
    desk.undo()
    desk.qtbot.waitUntil(finger.done)
    assert office.households.resident(street[0].members[1].id).workplace == "二中"


# -- nothing typed is lost -----------------------------------------------------------------------


def test_leaving_with_unsaved_changes_asks_first(
    desk: Desk,
    street: list[Household],
    finger: Any,  # noqa: ANN401
    qtbot: QtBot,
) -> None:
    desk.tab.tree.select_place(next(n.place for n in desk.tab.tree.nodes() if n.name == "全部"))
    desk.settle()
    form = desk.edit(street[0], 1)
    qtbot.keyClicks(form.form.editor("workplace"), "No. 1 School")
    finger.press("取消")
    desk.tab.list.table.select_id(street[1].id)
    desk.settle()
    assert form.isVisible()
    assert desk.tab.list.table.current_id() == street[0].id
    finger.press("不保存")
    desk.tab.list.table.select_id(street[1].id)
    desk.settle()
    assert desk.tab.card.household.id == street[1].id
    assert desk.tab.may_close()


def test_a_form_that_is_open_survives_other_peoples_changes(
    desk: Desk, street: list[Household], office: Office
) -> None:
    form = desk.edit(street[0], 1)
    form.form.editor("workplace").set_value("一中")
    member = street[0].members[0]
    change = office.households.save_resident(member, dataclasses.replace(member, education="30"))
    desk.tab.refresh(change)
    desk.settle()
    assert form.isVisible()
    assert form.form.values()["workplace"] == "一中"
