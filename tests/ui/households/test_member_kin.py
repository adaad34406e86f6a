"""Father, mother and spouse on the card: offered by age and sex, saved on both sides."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox

from ldz_desktop.domain.households import Household
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office

Desk = Any  # the fixtures of conftest.py


def offered(form: Any, key: str) -> list[str]:  # noqa: ANN401
    editor = form.form.editor(key)
    assert isinstance(editor, QComboBox)
    return [editor.itemText(i).split(" · ")[0] for i in range(editor.count())]


def test_kin_are_chosen_among_the_household_and_shown(
    desk: Desk, street: list[Household], office: Office
) -> None:
    man, wife, child = street[0].members
    form = desk.edit(street[0], 2)
    assert offered(form, "father_id") == ["没有登记", "陈志远"]
    assert offered(form, "mother_id") == ["没有登记", "何丽娟"]
    assert offered(form, "spouse_id") == ["没有登记"]
    form.form.editor("father_id").set_value(man.id)
    form.form.editor("mother_id").set_value(wife.id)
    form.save()
    desk.settle()
    stored = office.households.resident(child.id)
    assert (stored.father_id, stored.mother_id) == (man.id, wife.id)
    details = desk.tab.card.members.details
    assert details.text("father_id") == "陈志远"
    assert details.field_visible("mother_id")
    assert not details.field_visible("spouse_id")


def test_a_couple_says_the_same_on_both_sides_and_undo_parts_it(
    desk: Desk, street: list[Household], office: Office
) -> None:
    man, wife, _ = street[0].members
    form = desk.edit(street[0], 0)
    assert offered(form, "spouse_id") == ["没有登记", "何丽娟"]
    form.form.editor("spouse_id").set_value(wife.id)
    form.save()
    desk.settle()
    assert office.households.resident(wife.id).spouse_id == man.id
    newest = office.history.of_household(street[0].id)[0]
    assert {(x.subject, x.field, x.after) for x in newest.lines} == {
        ("陈志远", "配偶", "何丽娟"), ("何丽娟", "配偶", "陈志远"),
    }  # fmt: skip
    desk.undo()
    assert office.households.resident(man.id).spouse_id is None
    assert office.households.resident(wife.id).spouse_id is None


def test_kin_in_another_file_are_named_and_kept(
    desk: Desk, street: list[Household], office: Office
) -> None:
    man = street[0].members[0]
    tenant = street[3].members[1]
    office.households.save_resident(tenant, replace(tenant, father_id=man.id))
    form = desk.edit(street[3], 1)
    assert offered(form, "father_id") == ["没有登记", "陈志远"]
    assert not form.edited()
    assert desk.tab.card.members.details.text("father_id") == "陈志远"


def test_what_cannot_be_is_refused(street: list[Household], office: Office) -> None:
    man, wife, child = street[0].members
    verbs = office.households
    with pytest.raises(InputError, match="大不到"):
        verbs.save_resident(man, replace(man, father_id=child.id))
    verbs.save_resident(man, replace(man, spouse_id=wife.id))
    other = street[3].members[0]
    with pytest.raises(InputError, match="何丽娟的配偶已经登记为另一个人"):
        verbs.save_resident(other, replace(other, spouse_id=wife.id))
    assert verbs.resident(wife.id).spouse_id == man.id
