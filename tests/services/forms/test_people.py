"""Whom a form is filled in for, and what is known of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office
from ldz_desktop.services.forms.people import Case, Filling, PeopleReader
from ldz_desktop.services.forms.values import getter, relation_between
from ldz_desktop.storage.form_people import FormPeopleStore
from ldz_desktop.storage.tags import TagStore

TODAY = date(2026, 11, 24)
Tagged = Callable[..., None]


def names(office: Office, ids: list[int]) -> list[str]:
    return [row.name for row in office.lists.rows(ids)]


def cases(office: Office, home: Household, kinds: tuple[str, ...] = ()) -> dict[str, Case]:
    database = office.core.database
    people = FormPeopleStore(database)
    filling = Filling(TODAY, frozenset(kinds), people.leaders())
    reader = PeopleReader(people, TagStore(database), filling)
    return {c.person.name: c for c in reader.cases([m.id for m in home.members])}


def value(case: Case, key: str) -> object:
    return getter(key)(case)


def test_people_of_the_households_of_a_list(
    office: Office, family: Household, alone: Household
) -> None:
    found = office.forms.of_households([alone.id, family.id])
    assert names(office, found) == ["罗桂芳", "陈志远", "何丽娟", "陈一诺", "杨秀英"]
    heads = office.forms.of_households([alone.id, family.id], heads=True)
    assert names(office, heads) == ["罗桂芳", "陈志远"]


def test_the_dead_and_the_moved_do_not_count(office: Office, family: Household) -> None:
    gone = family.members[3]
    office.households.save_resident(gone, replace(gone, state="dead", state_on=TODAY))
    assert "杨秀英" not in names(office, office.forms.of_households([family.id]))
    assert office.forms.pasted("杨秀英").unknown == ("杨秀英",)
    assert "杨秀英" not in cases(office, family)
    assert value(cases(office, family)["陈志远"], "people") == 3


def test_pasted_names_and_numbers(office: Office, family: Household, alone: Household) -> None:
    other = office.households.create(family.building_id, "2单元", "201")
    office.households.add_resident(other.ids[0], Resident(0, 0, "何丽娟", "02"))
    lines = ("1\t罗桂芳", "５１１９０２１９６７０７２６００１８ 陈志远", "何丽娟、没有人")
    found = office.forms.pasted("\n".join((*lines, "511902670726001", "罗桂芳")))
    assert names(office, list(found.ids)) == ["罗桂芳", "陈志远"]
    assert found.several == (("何丽娟", 2),)
    assert found.unknown == ("没有人", "511902670726001")


def test_what_is_known_of_a_person(office: Office, family: Household) -> None:
    found = cases(office, family)
    head, wife, child, mother = (found[n] for n in ("陈志远", "何丽娟", "陈一诺", "杨秀英"))
    assert value(head, "age") == 59
    assert value(head, "birth") == date(1967, 7, 26)
    assert value(head, "people") == 4
    assert value(head, "address") == "福锦苑2栋1单元101"
    assert value(head, "whole_address") == "兴新社区福锦苑2栋1单元101"
    assert value(head, "registered") is None
    assert value(wife, "head.phone") == "13912340018"
    assert value(wife, "spouse.name") == "陈志远"
    assert value(head, "spouse.name") == "何丽娟"
    assert value(head, "mother.name") == "杨秀英"
    assert value(head, "father.name") is None
    assert value(child, "spouse.name") is None
    assert value(child, "relation") == "女"
    assert value(child, "father.name") == "陈志远"
    assert value(wife, "father.name") is None
    assert value(mother, "tags") == "高龄"
    assert value(child, "tags") is None


def test_no_tag_is_only_no_where_the_office_keeps_that_tag(
    office: Office, family: Household
) -> None:
    case = cases(office, family, ("残疾",))["陈志远"]
    assert value(case, "tag.残疾") == "否"
    assert value(case, "tag.低保") is None


def test_the_leader_of_the_building(office: Office, alone: Household) -> None:
    leader = Leader(0, "周文斌", phone="13700000007")
    office.roster.create(leader, alone.building_id, date(2024, 1, 1))
    case = cases(office, alone)["罗桂芳"]
    assert value(case, "leader.name") == "周文斌"
    assert value(case, "leader.phone") == "13700000007"


def test_what_members_are_to_the_person(office: Office, family: Household) -> None:
    """As the rules of kinship say it, for anybody of the household."""
    found = cases(office, family)
    wife, child = found["何丽娟"], found["陈一诺"]
    said = {m.name: relation_between(wife, m) for m in wife.others()}
    assert said["陈志远"] == "夫"
    assert said["杨秀英"] == "婆婆"
    said = {m.name: relation_between(child, m) for m in child.others()}
    assert said["陈志远"] == "父"
    assert said["杨秀英"] == "祖母"


def test_tags_typed_and_computed(
    office: Office, family: Household, alone: Household, tagged: Tagged
) -> None:
    tagged(family.members[0].id, "低保")
    tagged(family.members[1].id, "低保", "2026-01-01")
    assert cases(office, family)["陈志远"].tags == ("低保",)
    assert cases(office, family)["何丽娟"].tags == ()
    assert cases(office, alone)["罗桂芳"].tags == ("高龄", "独居")


def test_a_father_who_moved_out_is_still_the_father(office: Office, family: Household) -> None:
    head = family.members[0]
    office.households.save_resident(head, replace(head, state="moved", state_on=TODAY))
    assert value(cases(office, family)["陈一诺"], "father.name") == "陈志远"
