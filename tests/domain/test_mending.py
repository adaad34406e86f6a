"""Every kind of thing to mend: found where it is, not found where it is not, and what mends it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.gb11643 import check_character
from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.domain.mending import check
from ldz_desktop.domain.mending_records import (
    KINDS,
    Case,
    Finding,
    Fix,
    Kin,
    OpenTag,
    Visited,
)

TODAY = date(2026, 11, 24)
NUMBER = "511902196707260018"
BORN = date(1967, 7, 26)
HEAD, WIFE, SON = 1, 2, 3

FATHER = Resident(
    HEAD, 10, "陈志远", "02", id_number=NUMBER, sex="1", birth=BORN, phone="13912340018",
    registered_here=True, position=0,
)  # fmt: skip
MOTHER = Resident(WIFE, 10, "何丽娟", "12", sex="2", birth=date(1969, 3, 4), position=1)
CHILD = Resident(SON, 10, "陈一诺", "20", sex="1", birth=date(1995, 5, 5), position=2)


def home(*members: Resident, **values: Any) -> Household:  # noqa: ANN401 - any field
    usual = Household(
        10, 100, 1000, "兴文街道", "兴新社区", "福锦苑", "2栋", "1单元", "101", "自有", "FJY-1",
        None, date(2026, 10, 1), 1, members=members,
    )  # fmt: skip
    return replace(usual, **values)


def of(*members: Resident, **values: Any) -> tuple[Finding, ...]:  # noqa: ANN401
    household = home(*members, **values)
    kin = {m.id: Kin(m.id, m.name, m.sex, m.birth, m.spouse_id, m.state) for m in household.members}
    return check(Case(household, TODAY, kin))


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [one.code for one in found]


def only(found: tuple[Finding, ...], code: str) -> Finding:
    (one,) = [f for f in found if f.code == code]
    return one


def fixes(one: Finding) -> tuple[tuple[str, int, str, Any], ...]:
    assert one.repair is not None
    assert one.repair.preview.endswith("。") or one.repair.preview.endswith("）。")
    return tuple((f.table, f.id, f.field, f.value) for f in one.repair.fixes)


def test_an_ordinary_household_has_nothing_to_mend() -> None:
    assert of(FATHER, MOTHER, CHILD) == ()
    assert of(tenure="空置") == ()


# -- heads ---------------------------------------------------------------------------------------


def test_two_heads_one_stays_and_the_other_becomes_what_the_links_say() -> None:
    linked = replace(MOTHER, relation="02", spouse_id=HEAD)
    found = only(of(replace(FATHER, spouse_id=WIFE), linked, CHILD), "two_heads")
    assert found.sentence == "陈志远、何丽娟都登记为户主，一户只能有一个户主。"
    assert fixes(found) == (("resident", WIFE, "relation", "12"),)
    assert found.repair is not None
    assert found.repair.preview == "陈志远仍为户主，何丽娟的关系改为“妻”。"
    found = only(of(FATHER, replace(MOTHER, relation="02")), "two_heads")
    assert fixes(found) == (("resident", WIFE, "relation", None),)


def test_two_heads_a_child_or_somebody_away_does_not_stay() -> None:
    child = replace(CHILD, relation="02", birth=date(2015, 1, 1), position=0)
    found = only(of(child, replace(FATHER, position=1)), "two_heads")
    assert fixes(found) == (("resident", SON, "relation", None),)
    away = replace(FATHER, lives_here=False)
    assert fixes(only(of(away, replace(MOTHER, relation="02")), "two_heads"))[0][1] == HEAD


def test_no_head() -> None:
    found = only(of(replace(FATHER, state="dead"), MOTHER, CHILD), "no_head")
    assert found.sentence == "户主陈志远已去世，还没有换户主。"
    assert found.repair is None
    child = replace(CHILD, birth=date(2015, 1, 1))
    for others in ((), (child,)):
        left = only(of(replace(FATHER, state="moved"), MOTHER, *others), "no_head")
        assert fixes(left) == (("resident", WIFE, "relation", "02"),)
    grandchild = replace(child, relation="41")
    assert only(of(replace(FATHER, state="moved"), MOTHER, grandchild), "no_head").repair is None
    assert only(of(replace(FATHER, relation=None)), "no_head").sentence == "在册成员中没有户主。"
    assert "no_head" not in codes(of(replace(FATHER, state="dead")))


def test_a_child_as_head() -> None:
    child = replace(CHILD, relation="02", birth=date(2015, 1, 1), phone="13912340018")
    found = only(of(child, replace(MOTHER, relation="52"), replace(FATHER, relation="51")),
                 "child_head")  # fmt: skip
    assert found.resident_id == SON
    assert found.repair is None
    alone = only(of(child, replace(MOTHER, relation="52")), "child_head")
    assert fixes(alone) == (
        ("resident", WIFE, "relation", "02"),
        ("resident", SON, "relation", "20"),
    )


def test_nobody_grown_up() -> None:
    child = replace(CHILD, relation="02", birth=date(2015, 1, 1))
    assert codes(of(child))[0] == "no_adult"
    assert "child_head" not in codes(of(child))
    assert "no_adult" not in codes(of(replace(child, birth=None)))


# -- the dwelling --------------------------------------------------------------------------------


def test_a_vacant_dwelling_where_people_live() -> None:
    found = only(of(FATHER, tenure="空置"), "vacant_lived")
    assert fixes(found) == (("dwelling", 100, "tenure", "自有"),)
    let = only(of(FATHER, tenure="空置", landlord_name="周某"), "vacant_lived")
    assert fixes(let) == (("dwelling", 100, "tenure", "租赁"),)
    stranger = replace(FATHER, registered_here=False)
    assert only(of(stranger, tenure="空置"), "vacant_lived").repair is None
    assert codes(of(replace(FATHER, lives_here=False), tenure="空置")) == []


@pytest.mark.parametrize(
    ("checked", "due"),
    [(None, True), (date(2025, 11, 23), True), (date(2025, 11, 24), False), (TODAY, False)],
)
def test_not_checked_for_a_year(checked: date | None, due: bool) -> None:
    found = of(FATHER, checked_on=checked)
    assert codes(found) == (["unchecked"] if due else [])
    if due:
        assert fixes(found[0]) == (("household", 10, "checked_on", TODAY),)
        assert found[0].severity == "due"


def test_what_must_not_be_empty() -> None:
    found = of(replace(FATHER, phone=" "), replace(MOTHER, name=" "), room=" ")
    assert codes(found) == ["name_missing", "room_missing", "phone_missing"]
    assert all(one.repair is None for one in found)
    assert {one.severity for one in found} == {"missing"}


def test_somebody_twice_in_one_household() -> None:
    again = replace(FATHER, id=9, id_number=None, relation="99", position=5)
    found = only(of(FATHER, again), "twice")
    assert found.repair is not None
    assert found.repair.merge == (HEAD, 9)
    assert found.resident_id == 9
    grandfather = replace(again, birth=date(1940, 1, 1))
    assert "twice" not in codes(of(FATHER, grandfather))


# -- persons -------------------------------------------------------------------------------------


def test_a_slip_in_the_birth_part_has_one_meaning() -> None:
    wrong = NUMBER[:11] + "8" + NUMBER[12:]
    found = only(of(replace(FATHER, id_number=wrong)), "number_wrong")
    assert fixes(found) == (("resident", HEAD, "id_number", NUMBER),)
    assert found.repair is not None
    assert "第12位" in found.repair.preview
    assert NUMBER not in found.repair.preview + found.sentence
    assert only(of(replace(FATHER, id_number=wrong, birth=None)), "number_wrong").repair is None


def test_a_number_with_several_meanings_is_left_to_people() -> None:
    found = only(of(replace(FATHER, id_number=NUMBER[:17] + "0")), "number_wrong")
    assert "校验位" in found.sentence
    assert found.repair is None
    future = only(of(replace(FATHER, id_number="511902209912310010")), "number_wrong")
    assert "晚于今天" in future.sentence
    assert future.repair is None


def test_number_and_fields_differ() -> None:
    sex = only(of(replace(FATHER, sex="2")), "sex_mismatch")
    assert fixes(sex) == (("resident", HEAD, "sex", "1"),)
    birth = only(of(replace(FATHER, birth=date(1967, 6, 27))), "birth_mismatch")
    assert fixes(birth) == (("resident", HEAD, "birth", BORN),)
    assert birth.sentence == "陈志远的出生日期是1967年6月27日，证件号码上是1967年7月26日。"
    digits = "51190219070726001"
    old = replace(FATHER, id_number=digits + check_character(digits), birth=date(2007, 7, 26))
    assert only(of(old, replace(MOTHER, relation="99")), "birth_mismatch").repair is None
    passport = replace(FATHER, id_number="E12345678", id_type="护照", sex="2")
    assert codes(of(passport)) == []


def test_a_relation_of_the_other_sex() -> None:
    digits = "51190219950505001"
    numbered = replace(CHILD, relation="32", id_number=digits + check_character(digits))
    found = only(of(FATHER, numbered), "relation_sex")
    assert fixes(found) == (("resident", SON, "relation", "22"),)
    assert only(of(FATHER, replace(CHILD, relation="38")), "relation_sex").repair is None
    wrong_sex = replace(FATHER, relation="73", sex="2")
    assert codes(of(wrong_sex, replace(MOTHER, relation="02", phone="1"))) == ["sex_mismatch"]


@pytest.mark.parametrize(
    ("age", "political", "odd"),
    [(8, "13", True), (8, "03", True), (14, "03", False), (15, "13", True), (17, "01", True),
     (18, "13", False), (8, None, False)],
)  # fmt: skip
def test_political_status_of_minors(age: int, political: str | None, odd: bool) -> None:
    child = replace(CHILD, birth=TODAY.replace(year=TODAY.year - age), political=political)
    found = of(FATHER, child)
    assert codes(found) == (["minor_political"] if odd else [])
    if odd:
        assert fixes(found[0]) == (("resident", SON, "political", None),)


def test_too_old() -> None:
    old = replace(MOTHER, birth=date(1915, 1, 1))
    assert only(of(FATHER, old), "too_old").repair is None
    assert codes(of(FATHER, replace(MOTHER, birth=date(1916, 11, 24)))) == []


def test_a_visit_after_death() -> None:
    dead = replace(MOTHER, state="dead", state_on=date(2026, 3, 1))
    visits = {WIFE: (Visited(7, date(2026, 2, 1)), Visited(8, date(2026, 4, 1)))}
    found = check(Case(home(FATHER, dead), TODAY, visits=visits))
    assert codes(found) == ["dead_visited"]
    assert fixes(found[0]) == (("visit", 8, "resident_id", None),)
    assert (
        codes(check(Case(home(FATHER, replace(dead, state_on=None)), TODAY, visits=visits))) == []
    )


def test_away_but_tagged_alone() -> None:
    tags = {HEAD: (OpenTag(5, "独居"), OpenTag(6, "低保"))}
    away = replace(FATHER, lives_here=False)
    found = check(Case(home(away), TODAY, tags=tags))
    assert codes(found) == ["away_tagged"]
    assert fixes(found[0]) == (("tag", 5, "to_on", TODAY),)
    assert codes(check(Case(home(FATHER), TODAY, tags=tags))) == []


# -- family --------------------------------------------------------------------------------------


def test_links_to_oneself_and_to_nobody() -> None:
    found = of(replace(FATHER, spouse_id=HEAD, father_id=99))
    assert codes(found) == ["own_relative", "link_lost"]
    assert fixes(found[0]) == (("resident", HEAD, "spouse_id", None),)
    assert fixes(found[1]) == (("resident", HEAD, "father_id", None),)


def test_spouses_that_do_not_answer() -> None:
    one_way = of(replace(FATHER, spouse_id=WIFE), MOTHER)
    assert fixes(only(one_way, "spouse_one_way")) == (("resident", WIFE, "spouse_id", HEAD),)
    assert of(replace(FATHER, spouse_id=WIFE), replace(MOTHER, spouse_id=HEAD)) == ()
    third = Kin(77, "王强", "1", None, WIFE, "present")
    members = (replace(FATHER, spouse_id=WIFE), replace(MOTHER, spouse_id=77))
    kin = {m.id: Kin(m.id, m.name, m.sex, m.birth, m.spouse_id, m.state) for m in members}
    found = check(Case(home(*members), TODAY, {**kin, 77: third}))
    assert codes(found) == ["spouse_one_way"]
    assert fixes(found[0]) == (("resident", HEAD, "spouse_id", None),)
    unsure = check(Case(home(*members), TODAY, {**kin, 77: third._replace(spouse_id=None)}))
    assert [one.repair is None for one in unsure] == [True, False]


def test_parents_younger_than_their_children() -> None:
    young = replace(FATHER, birth=date(1996, 1, 1), id_number=None)
    found = only(of(young, replace(CHILD, father_id=HEAD)), "parent_younger")
    assert found.sentence == "陈一诺的父亲陈志远比本人还年轻。"
    assert fixes(found) == (("resident", SON, "father_id", None),)
    near = replace(FATHER, birth=date(1990, 1, 1), id_number=None)
    sentence = only(of(near, replace(CHILD, father_id=HEAD)), "parent_younger").sentence
    assert sentence == "陈一诺的父亲陈志远只比本人大5岁。"
    assert of(FATHER, replace(CHILD, father_id=HEAD)) == ()


def test_generations_the_wrong_way_round() -> None:
    elder = replace(MOTHER, relation="30", birth=date(1940, 1, 1))
    found = only(of(FATHER, elder), "parent_younger")
    assert fixes(found) == (("resident", WIFE, "relation", "52"),)
    younger = replace(CHILD, relation="51")
    assert fixes(only(of(FATHER, younger), "parent_younger")) == (
        ("resident", SON, "relation", "20"),
    )
    misread = replace(FATHER, birth=date(1999, 1, 1))
    assert codes(of(misread, CHILD)) == ["birth_mismatch"]
    same_age = replace(CHILD, birth=date(1968, 1, 1))
    assert only(of(FATHER, same_age), "parent_younger").repair is None


def test_a_relation_that_is_missing() -> None:
    nobody = only(of(FATHER, replace(CHILD, relation=None)), "relation_missing")
    assert nobody.repair is None
    linked = replace(CHILD, relation=None, father_id=HEAD)
    assert fixes(only(of(FATHER, linked), "relation_missing")) == (
        ("resident", SON, "relation", "20"),
    )


# -- every finding -------------------------------------------------------------------------------

_people = st.builds(
    Resident,
    st.integers(1, 6),
    st.just(10),
    st.sampled_from(["陈志远", "何丽娟", ""]),
    st.sampled_from([None, "02", "12", "20", "30", "51", "52", "99"]),
    id_number=st.sampled_from([None, NUMBER, NUMBER[:17] + "0", "E12345678", "51190219850229001X"]),
    sex=st.sampled_from([None, "1", "2"]),
    birth=st.sampled_from([None, BORN, date(2015, 1, 1), date(1910, 1, 1), date(1950, 6, 1)]),
    political=st.sampled_from([None, "13", "03"]),
    lives_here=st.booleans(),
    state=st.sampled_from(["present", "present", "dead", "moved"]),
    father_id=st.sampled_from([None, 1, 2, 9]),
    spouse_id=st.sampled_from([None, 1, 2, 3]),
)


@given(st.lists(_people, max_size=5, unique_by=lambda r: r.id), st.sampled_from(["自有", "空置"]))
def test_whatever_is_on_file_can_be_looked_through(members: list[Resident], tenure: str) -> None:
    found = of(*members, tenure=tenure)
    order = [kind.code for kind in KINDS]
    assert [order.index(one.code) for one in found] == sorted(order.index(c) for c in codes(found))
    ids = {m.id for m in members}
    for one in found:
        assert one.sentence.endswith("。")
        assert one.resident_id is None or one.resident_id in ids
        if one.repair is not None:
            assert one.repair.fixes or one.repair.merge


@given(st.lists(_people, max_size=5, unique_by=lambda r: r.id))
def test_a_repair_takes_its_finding_away(members: list[Resident]) -> None:
    for one in of(*members):
        if one.repair is None or not all(f.table == "resident" for f in one.repair.fixes):
            continue
        if one.repair.merge is None:
            assert one not in of(*(_fixed(m, one.repair.fixes) for m in members))


def _fixed(member: Resident, every: tuple[Fix, ...]) -> Resident:
    mine: dict[str, Any] = {f.field: f.value for f in every if f.id == member.id}
    return replace(member, **mine)
