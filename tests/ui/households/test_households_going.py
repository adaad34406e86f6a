"""Going to somebody: from another building, out of a draft, into a closed file."""

from typing import Any

from PySide6.QtCore import Qt

from ldz_desktop.domain.households import Household
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.services.context import Office

Desk = Any  # the fixtures of conftest.py
Finger = Any


def _close(office: Office, household: Household) -> None:
    """As 并户 and 搬家 leave a file behind."""
    with office.core.action("测试", about=f"household:{household.id}"):
        day = office.today().isoformat()
        office.core.database.update("household", {"closed_on": day}, {"id": household.id})


def test_the_member_of_another_building_is_shown(desk: Desk, street: list[Household]) -> None:
    desk.go(street[3])
    wife = street[0].members[1]
    desk.go(street[0], wife.id)
    assert desk.tab.card.household.id == street[0].id
    assert desk.tab.card.members.selected.id == wife.id
    assert desk.tab.list.table.current_id() == street[0].id
    assert desk.tab.list.title == "福锦苑 2栋"


def test_a_draft_that_is_given_up_is_asked_about_once(
    desk: Desk, street: list[Household], finger: Finger
) -> None:
    form = desk.edit(street[3], 0)
    form.form.editor("workplace").set_value("巴中一中")
    finger.press("不保存")
    wife = street[0].members[1]
    desk.go(street[0], wife.id)
    assert desk.tab.card.members.selected.id == wife.id


def test_a_draft_that_is_kept_is_asked_about_once(
    desk: Desk, street: list[Household], finger: Finger
) -> None:
    """Another building is clicked in the tree; the card stays, also when others change records."""
    form = desk.edit(street[3], 0)
    form.form.editor("workplace").set_value("巴中一中")
    finger.press("取消")
    desk.tab.tree.select_place(PlaceRef("building", street[0].building_id))
    desk.settle()
    assert finger.done()
    assert form.isVisible()
    assert desk.tab.card.household.id == street[3].id
    desk.tab.list.reload()
    desk.settle()
    assert form.form.values()["workplace"] == "巴中一中"
    form.save()
    desk.settle()
    assert desk.office.households.resident(street[3].members[0].id).workplace == "巴中一中"
    assert desk.tab.card.household.id == street[3].id


def test_somebody_in_a_closed_file_is_shown_and_stays(
    desk: Desk, street: list[Household], office: Office
) -> None:
    old = street[1]
    _close(office, old)
    desk.go(street[3])
    for start in (street[3], street[0]):  # from another building, and from the same
        desk.go(start)
        desk.go(old, old.members[0].id)
        assert old.id not in desk.tab.list.ids()
        assert desk.tab.card.household.id == old.id
        assert desk.tab.card.members.selected.name == "罗桂芳"
        desk.tab.list.reload()
        desk.settle()
        assert desk.tab.card.household.id == old.id
    desk.window.activateWindow()
    desk.tab.list.table.setFocus()
    desk.qtbot.keyClick(desk.tab.list.table, Qt.Key.Key_Down)
    desk.settle()
    assert desk.tab.card.household.id == street[0].id


def test_another_place_leaves_a_closed_file(
    desk: Desk, street: list[Household], office: Office
) -> None:
    _close(office, street[1])
    desk.go(street[1])
    assert desk.tab.card.household.id == street[1].id
    desk.tab.tree.select_place(PlaceRef("building", street[3].building_id))
    desk.settle()
    assert desk.tab.card.household.id == desk.tab.list.table.current_id() == street[2].id


def test_a_household_that_goes_leaves_the_card_to_the_next(
    desk: Desk, street: list[Household], office: Office
) -> None:
    desk.go(street[0])
    desk.bench.publish(office.households.remove(street[0].id))
    desk.settle()
    assert desk.tab.card.household.id == street[1].id
    desk.bench.publish(office.households.remove(street[1].id))
    desk.settle()
    assert desk.tab.list.ids() == []
    assert desk.tab.card.household is None
