"""Relations to a new head: the golden case, what families really look like, and laws that hold for
every family."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldz_desktop.domain.codes import RELATION
from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.kin_codes import by_sex
from ldz_desktop.domain.kin_open import possible_codes
from ldz_desktop.domain.kinship import Kinship, Question, certain_links, derive

M, F = "1", "2"


def person(
    ident: int,
    relation: str | None,
    sex: str,
    born: int,
    **more: Any,  # noqa: ANN401 - any field
) -> Resident:
    """Somebody of household 1."""
    return Resident(
        ident, 1, f"{ident}号", relation=relation, sex=sex, birth=date(born, 1, 1), **more
    )


def bare(people: list[Resident]) -> list[Resident]:
    """The same people without any link."""
    return [replace(p, father_id=None, mother_id=None, spouse_id=None) for p in people]


def codes(found: Kinship) -> dict[int, str | None]:
    return dict(found.relations)


GOLDEN = [
    person(1, "02", M, 1945, state="dead", state_on=date(2026, 1, 1), spouse_id=2),
    person(2, "10", F, 1947, spouse_id=1),
    person(3, "22", M, 1970, father_id=1, mother_id=2, spouse_id=4),
    person(4, "38", F, 1972, spouse_id=3),
    person(5, "41", M, 1995, father_id=3, mother_id=4),
    person(6, "23", M, 1974, father_id=1, mother_id=2),
    person(7, "41", M, 2000, father_id=6),
]


def test_the_golden_case() -> None:
    """Head (father) dies, new head = eldest son (domain.md §2)."""
    found = derive(GOLDEN, 3)
    assert found.questions == ()
    assert codes(found) == {1: "51", 2: "52", 3: "02", 4: "12", 5: "20", 6: "73", 7: "93"}
    assert found.inferred == frozenset()


def test_the_golden_case_without_links_asks_only_what_is_ambiguous() -> None:
    found = derive(bare(GOLDEN), 3)
    assert {q.resident_id: q.choices for q in found.questions} == {
        4: ("12", "74"), 5: ("20", "93"), 7: ("20", "93"),
    }  # fmt: skip
    assert {k: v for k, v in codes(found).items() if v} == {1: "51", 2: "52", 3: "02", 6: "73"}
    assert "配偶" in found.questions[0].why
    assert "父母" in found.questions[1].why


def test_an_answer_settles_what_follows_from_it() -> None:
    found = derive(bare(GOLDEN), 3, answers={4: "12", 5: "20", 7: "93"})
    assert found.questions == ()
    assert found.links[3].spouse_id == 4
    assert (found.links[5].father_id, found.links[5].mother_id) == (3, 4)
    assert found.links[7].father_id == 6
    only = derive(bare(GOLDEN), 3, answers={4: "12"})
    assert [q.resident_id for q in only.questions] == [5, 7]


def test_one_son_and_one_daughter_in_law_are_a_couple() -> None:
    found = derive(bare([p for p in GOLDEN if p.id < 6]), 3)
    assert found.questions == ()
    assert codes(found) == {1: "51", 2: "52", 3: "02", 4: "12", 5: "20"}
    assert found.inferred == frozenset((1, 2, 4, 5))


def test_an_unmarried_son_is_nobodys_husband_nor_father() -> None:
    people = bare(GOLDEN)
    people[5] = replace(people[5], marital="10")
    found = derive(people, 3)
    assert found.questions == ()
    assert codes(found) == {1: "51", 2: "52", 3: "02", 4: "12", 5: "22", 6: "73", 7: "23"}


def test_a_widow_was_the_dead_sons_wife() -> None:
    people = bare(GOLDEN)
    people[5] = replace(people[5], state="dead", state_on=date(2020, 1, 1))
    people[3] = replace(people[3], marital="30")
    assert codes(derive(people, 3))[4] == "74"
    people[3] = replace(people[3], marital="20")
    assert codes(derive(people, 3))[4] == "12"


def test_the_widow_becomes_head_and_children_keep_their_numbers() -> None:
    found = derive(bare(GOLDEN), 2)
    assert found.questions == ()
    assert codes(found) == {1: "11", 2: "02", 3: "22", 4: "38", 5: "41", 6: "23", 7: "41"}


def test_a_daughter_becomes_head() -> None:
    people = [
        person(1, "02", M, 1940),
        person(2, "30", F, 1965),
        person(3, "28", M, 1963),
        person(4, "43", M, 1990),
        person(5, "44", F, 1993),
        person(6, "20", M, 1968),
    ]
    found = derive(people, 2)
    assert found.questions == ()
    assert codes(found) == {1: "51", 2: "02", 3: "11", 4: "20", 5: "30", 6: "73"}
    assert codes(derive(people, 3)) == {1: "55", 2: "12", 3: "02", 4: "20", 5: "30", 6: "97"}
    assert codes(derive(people, 4)) == {1: "63", 2: "52", 3: "51", 4: "02", 5: "77", 6: "85"}


def test_a_daughter_in_law_becomes_head() -> None:
    found = derive(GOLDEN, 4)
    assert codes(found) == {1: "53", 2: "54", 3: "11", 4: "02", 5: "20", 6: "97", 7: "97"}


def test_three_generations_seen_from_the_youngest() -> None:
    found = derive(GOLDEN, 5)
    assert codes(found) == {1: "61", 2: "62", 3: "51", 4: "52", 5: "02", 6: "83", 7: "91"}


def test_a_grandchilds_father_who_lives_elsewhere() -> None:
    """The grandson stays with his grandparents; his father is on file in another household."""
    people = [
        person(1, "02", M, 1950),
        person(2, "12", F, 1952),
        person(3, "41", M, 2008, father_id=9),
        person(4, "30", F, 1980),
        replace(person(9, "02", M, 1978, father_id=1), household_id=2),
    ]
    found = derive(people, 4, wanted=(1, 2, 3, 4))
    assert codes(found) == {1: "51", 2: "52", 3: "93", 4: "02"}
    assert found.questions == ()


def test_a_grandchild_whose_father_is_on_no_file() -> None:
    people = [person(1, "02", M, 1950), person(2, "12", F, 1952), person(3, "41", M, 2005)]
    assert codes(derive(people, 2)) == {1: "11", 2: "02", 3: "41"}
    assert codes(derive(people, 3)) == {1: "61", 2: "62", 3: "02"}


def test_in_laws_cousins_uncles() -> None:
    people = [
        person(1, "02", M, 1970),
        person(2, "12", F, 1971),
        person(3, "55", M, 1945),
        person(4, "56", F, 1947),
        person(5, "51", M, 1944),
        person(6, "20", M, 1996),
        person(7, "81", M, 1942),
        person(8, "82", F, 1943),
        person(9, "91", M, 1968),
        person(10, "62", F, 1920),
    ]
    assert codes(derive(people, 2)) == {
        1: "11", 2: "02", 3: "51", 4: "52", 5: "53", 6: "20", 7: "97", 8: "97", 9: "97", 10: "65",
    }  # fmt: skip
    assert codes(derive(people, 6)) == {
        1: "51", 2: "52", 3: "63", 4: "64", 5: "61", 6: "02", 7: "97", 8: "97", 9: "97", 10: "67",
    }  # fmt: skip
    assert codes(derive(people, 5)) == {
        1: "20", 2: "38", 3: "97", 4: "97", 5: "02", 6: "41", 7: "71", 8: "72", 9: "93", 10: "52",
    }  # fmt: skip
    assert codes(derive(people, 3))[1] == "28"
    assert codes(derive(people, 9))[7] == "51"


def test_remarriage_asks_whose_the_children_are() -> None:
    people = [
        person(1, "02", M, 1960, marital="22", state="dead"),
        person(2, "12", F, 1965, marital="22"),
        person(3, "20", M, 1990),
    ]
    found = derive(people, 2)
    assert found.questions == (
        Question(3, ("20", "27"), "父母一方登记为再婚，可能是亲生，也可能是继子女。"),
    )
    stepson = [people[0], people[1], replace(people[2], father_id=1, mother_id=9)]
    first_wife = replace(person(9, None, F, 1962), household_id=2)
    assert codes(derive([*stepson, first_wife], 2, wanted=(1, 2, 3))) == {
        1: "11", 2: "02", 3: "27",
    }  # fmt: skip
    assert codes(derive([*stepson, first_wife], 3, wanted=(1, 2, 3)))[2] == "58"
    assert codes(derive(people, 2, answers={3: "20"})) == {1: "11", 2: "02", 3: "20"}
    eldest = [*people[:2], replace(people[2], relation="22")]
    assert codes(derive(eldest, 2, answers={3: "20"}))[3] == "22"
    own = [people[0], people[1], replace(people[2], father_id=1, mother_id=2)]
    assert codes(derive(own, 2))[3] == "20"


def test_children_of_the_dead_spouse_and_of_the_second_wife() -> None:
    """Both wives are on file: the dead one's son is the second one's stepson."""
    people = [
        person(1, "02", M, 1950),
        person(2, "12", F, 1952, state="dead"),
        person(3, "12", F, 1968),
        person(4, "22", M, 1975),
        person(5, "23", M, 1998, mother_id=3),
    ]
    found = derive(people, 3)
    assert found.questions == ()
    assert codes(found) == {1: "11", 2: "97", 3: "02", 4: "27", 5: "23"}


def test_a_stepchild_may_be_the_wifes_own() -> None:
    people = [person(1, "02", M, 1960), person(2, "12", F, 1965), person(3, "27", M, 1990)]
    (question,) = derive(people, 2).questions
    assert question.choices == ("20", "27")
    assert codes(derive([*people, person(4, "20", M, 1996)], 4))[3] == "71"


def test_divorce_cuts_the_couple_but_not_the_children() -> None:
    parted = (frozenset((3, 4)),)
    found = derive(GOLDEN, 3, parted=parted)
    assert (codes(found)[4], codes(found)[5]) == ("99", "20")
    assert codes(derive(GOLDEN, 5, parted=parted))[4] == "52"


def test_tenants_stay_tenants() -> None:
    people = [*GOLDEN, person(8, "99", F, 1980), person(9, "99", M, 1979)]
    found = derive(people, 3)
    assert (codes(found)[8], codes(found)[9]) == ("99", "99")
    assert found.questions == ()
    tenant = derive(people, 8)
    assert {codes(tenant)[i] for i in range(1, 8)} == {"99"}
    (question,) = tenant.questions
    assert question.resident_id == 9
    assert {"11", "71", "99", "97"} <= set(question.choices)
    assert "52" not in question.choices


def test_other_relatives_are_asked_about() -> None:
    people = [*GOLDEN, person(8, "97", F, 1980)]
    found = derive(people, 3)
    assert [q.resident_id for q in found.questions] == [8]
    assert found.questions[0].choices[0] == "97"
    assert {q.resident_id for q in derive(people, 8).questions} == set(range(2, 8))


def test_unknown_births_make_siblings_ambiguous() -> None:
    people = [replace(p, birth=None) for p in GOLDEN]
    assert codes(derive(people, 3))[6] == "73"  # 22 长子 is elder than 23 次子
    plain = [replace(p, relation="20" if p.id in (3, 6) else p.relation) for p in people]
    (question,) = derive(plain, 3).questions
    assert (question.resident_id, question.choices) == (6, ("71", "73"))
    assert "长幼" in question.why


def test_sons_are_numbered_by_age_where_all_births_are_known() -> None:
    people = [
        person(1, "02", M, 1950),
        person(2, "20", M, 1972),
        person(3, "41", M, 2001, father_id=2),
        person(4, "41", M, 1998, father_id=2),
        person(5, "42", F, 2003, father_id=2),
    ]
    assert codes(derive(people, 2)) == {1: "51", 2: "02", 3: "23", 4: "22", 5: "30"}
    twins = [*people[:3], replace(people[3], birth=people[2].birth), people[4]]
    assert codes(derive(twins, 2))[3] == "20"
    dead = [*people, person(6, "41", M, 1996, father_id=2, state="dead")]
    assert codes(derive(dead, 2)) == {1: "51", 2: "02", 3: "24", 4: "23", 5: "30", 6: "22"}


def test_a_household_without_a_head() -> None:
    """The head's record is gone; the codes still refer to the same person."""
    assert codes(derive(GOLDEN[1:], 3)) == {2: "52", 3: "02", 4: "12", 5: "20", 6: "73", 7: "93"}
    assert codes(derive(bare(GOLDEN[1:6]), 2)) == {2: "02", 3: "22", 4: None, 5: "41", 6: "23"} | {
        4: "38"
    }


def test_two_households_become_one() -> None:
    """The parents move in with the son: their head is asked about, the others follow."""
    young = [person(1, "02", M, 1975), person(2, "12", F, 1977)]
    old = [
        replace(p, household_id=2)
        for p in (
            person(3, "02", M, 1948),
            person(4, "12", F, 1950),
            person(5, "30", F, 1980),
            person(6, "99", F, 1990),
        )
    ]
    first = derive([*young, *old], 1)
    assert [q.resident_id for q in first.questions] == [3]
    assert "51" in first.questions[0].choices
    told = derive([*young, *old], 1, answers={3: "51"})
    assert told.questions == ()
    assert codes(told) == {1: "02", 2: "12", 3: "51", 4: "52", 5: "77", 6: "99"}
    strangers = derive([*young, *old], 1, answers={3: "99"})
    assert {codes(strangers)[i] for i in (3, 4, 5)} == {"99"}
    assert [q.resident_id for q in strangers.questions] == [6]


def test_certain_links_of_a_household() -> None:
    found = certain_links(bare(GOLDEN))
    assert found[2].spouse_id == 1
    assert (found[6].father_id, found[6].mother_id) == (1, 2)
    assert 7 not in found
    assert certain_links(GOLDEN[:6]) == {}


@pytest.mark.parametrize("code", [e.code for e in RELATION.entries])
def test_every_code_of_the_table_can_be_head_and_member(code: str) -> None:
    """Whatever a member is to the head: each can become head of the other, and nothing is lost."""
    if code in ("01", "02"):
        return
    sex = next((s for s, c in (("1", "11"), ("2", "12")) if code == c), "1")
    people = [person(1, "02", "2" if code == "11" else "1", 1970), person(2, code, sex, 1960)]
    found = derive(people, 2)
    assert found.relations[2] == "02"
    assert set(found.relations) == {1, 2}
    asked = {q.resident_id for q in found.questions}
    assert (found.relations[1] is None) == (1 in asked)


# -- laws -----------------------------------------------------------------------------------------


class Tree:
    """A family that grows: everybody on file, every link known, no remarriage."""

    def __init__(self) -> None:
        self.people: dict[int, Resident] = {}

    def add(self, sex: str, birth: date, **links: int | None) -> int:
        ident = len(self.people) + 1
        self.people[ident] = Resident(ident, 1, "某", sex=sex, birth=birth, **links)  # type: ignore[arg-type]
        return ident

    def marry(self, ident: int, days: int) -> int:
        own = self.people[ident]
        assert own.birth is not None
        sex = F if own.sex == M else M
        mate = self.add(sex, own.birth + timedelta(days=days), spouse_id=ident)
        self.people[ident] = replace(own, spouse_id=mate)
        return mate

    def child(self, ident: int, sex: str, days: int) -> int:
        own = self.people[ident]
        mate = self.people[own.spouse_id or 0]
        assert own.birth is not None
        assert mate.birth is not None
        father, mother = (ident, mate.id) if own.sex == M else (mate.id, ident)
        birth = max(own.birth, mate.birth) + timedelta(days=days)
        return self.add(sex, birth, father_id=father, mother_id=mother)

    def members(self) -> list[Resident]:
        return list(self.people.values())


@st.composite
def families(draw: st.DrawFn) -> list[Resident]:
    """Up to four generations below a couple; not all marry."""
    tree = Tree()
    root = tree.add(draw(st.sampled_from((M, F))), date(1930, 1, 1))
    tree.marry(root, draw(st.integers(-900, 900)))
    level = [root]
    days = iter(range(0, 10_000, 37))  # no two births on one day
    for _ in range(draw(st.integers(1, 3))):
        below: list[int] = []
        for parent in level:
            for _ in range(draw(st.integers(0, 2))):
                born = tree.child(
                    parent,
                    draw(st.sampled_from((M, F))),
                    7500 + draw(st.integers(0, 9)) + next(days),
                )
                if draw(st.booleans()):
                    tree.marry(born, draw(st.integers(-700, 700)))
                    below.append(born)
        level = below
    return tree.members()


def under(people: list[Resident], head: int) -> list[Resident]:
    """The same household with that head, from links alone."""
    found = derive([replace(p, relation=None) for p in people], head)
    return [replace(p, relation=found.relations[p.id] or "97") for p in people]


few = settings(max_examples=200)


@few
@given(families(), st.data())
def test_exactly_one_head_and_nobody_lost(people: list[Resident], data: st.DataObject) -> None:
    old = data.draw(st.sampled_from([p.id for p in people]))
    new = data.draw(st.sampled_from([p.id for p in people]))
    links = data.draw(st.booleans())
    before = under(people, old)
    found = derive(before if links else bare(before), new)
    assert set(found.relations) == {p.id for p in people}
    assert [k for k, v in found.relations.items() if v == "02"] == [new]
    asked = {q.resident_id for q in found.questions}
    assert {k for k, v in found.relations.items() if v is None} == asked
    assert all(len(q.choices) > 1 and q.why for q in found.questions)


@few
@given(families(), st.data())
def test_with_links_there_and_back_is_the_same(people: list[Resident], data: st.DataObject) -> None:
    """A → B → A gives A's relations back, and B's do not depend on who was head before."""
    first = data.draw(st.sampled_from([p.id for p in people]))
    second = data.draw(st.sampled_from([p.id for p in people]))
    a = under(people, first)
    there = derive(a, second)
    assert there.questions == ()
    b = [replace(p, relation=there.relations[p.id]) for p in a]
    assert same_kind(b, under(people, second))
    back = derive(b, first)
    assert same_kind([replace(p, relation=back.relations[p.id]) for p in b], a)


@few
@given(families(), st.data())
def test_without_links_nothing_is_guessed_wrong(
    people: list[Resident], data: st.DataObject
) -> None:
    """Everybody is on file: what is derived from codes alone is true, the truth is among the
    choices of every question, and once answered the way back gives A's relations back."""
    first = data.draw(st.sampled_from([p.id for p in people]))
    second = data.draw(st.sampled_from([p.id for p in people]))
    a = under(people, first)
    truth = {p.id: p.relation or "" for p in under(people, second)}
    found = derive(bare(a), second)
    answers = {}
    for question in found.questions:
        true = plain(truth[question.resident_id])
        assert question.choices[0] == "97" or true in {plain(c) for c in question.choices}
        answers[question.resident_id] = truth[question.resident_id]
    for ident, code in found.relations.items():
        if code is not None:
            assert plain(code) == plain(truth[ident]), (ident, code)
    told = derive(bare(a), second, answers=answers)
    assert {k: plain(v) for k, v in told.relations.items() if v} == {
        k: plain(v) for k, v in truth.items()
    }


@few
@given(families(), st.data())
def test_links_that_are_certain_are_true(people: list[Resident], data: st.DataObject) -> None:
    first = data.draw(st.sampled_from([p.id for p in people]))
    true = {p.id: p for p in people}
    for ident, links in certain_links(bare(under(people, first))).items():
        for name in ("father_id", "mother_id", "spouse_id"):
            value = getattr(links, name)
            assert value in (None, getattr(true[ident], name)), (ident, name)


def plain(code: str | None) -> str:
    """Without the number of a child."""
    own = code or ""
    if own[:1] in ("2", "3") and own[1:] not in ("7", "8"):
        return own[0] + "0"
    return own


def same_kind(first: list[Resident], second: list[Resident]) -> bool:
    return [plain(p.relation) for p in first] == [plain(p.relation) for p in second]


def test_by_sex() -> None:
    assert [by_sex(s, "m", "f", "?") for s in ("1", "2", None, "9")] == ["m", "f", "?", "?"]


def test_who_is_much_younger_is_first_asked_about_as_a_child() -> None:
    head = Resident(1, 1, "甲", "02", sex="2", birth=date(1953, 5, 16))
    young = Resident(2, 1, "乙", None, sex="1", birth=date(1986, 9, 7))
    found = possible_codes(head, young, "")
    assert found[:2] == ("20", "28")
    assert found.index("11") > found.index("41")
    peer = replace(young, birth=date(1955, 1, 1))
    assert possible_codes(head, peer, "")[0] == "11"
