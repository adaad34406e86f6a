"""The scan over the demo's people: what was planted is found, nobody else is called the same."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from ldz_desktop.domain.duplicates import STRENGTHS, Match, Strength
from ldz_desktop.domain.gb11643 import check_character
from ldz_desktop.domain.likeness import Facts, Person, Place, person
from ldz_desktop.errors import Cancelled
from ldz_desktop.services.codes import reader
from ldz_desktop.services.demo.district import build_district
from ldz_desktop.services.duplicate_scan import DuplicateScan
from ldz_desktop.services.progress import SILENT

TODAY = date(2026, 11, 24)
EACH = 25


def _fact(one: Person) -> Facts:
    return Facts(
        one.name,
        one.pinyin,
        one.number,
        one.birth,
        one.sex,
        one.phones[0] if one.phones else None,
        one.relation,
    )


@pytest.fixture(scope="module")
def crowd() -> list[Person]:
    """The demo's people, some 65,000, as the archive would hold them."""
    found: list[Person] = []
    home = 0
    for building, plan in enumerate(build_district(1, TODAY), 1):
        for household in plan.households:
            home += 1
            for member in household.members:
                facts = Facts(
                    member.name,
                    reader().sort_key(member.name),
                    member.id_number,
                    date.fromordinal(member.birth),
                    member.sex,
                    member.phone,
                    member.relation,
                )
                found.append(person(len(found) + 1, Place(home, home, building), facts))
    return found


def scanned(people: list[Person]) -> dict[tuple[int, int], Match]:
    found = {}
    for one, other, match in DuplicateScan(people, SILENT).find():
        assert one.id < other.id
        assert (one.id, other.id) not in found
        found[one.id, other.id] = match
    return found


def test_nobody_of_the_demo_is_called_sure_or_likely_twice(crowd: list[Person]) -> None:
    found = scanned(crowd)
    assert [m for m in found.values() if m.strength != "possible"] == []


# -- what is planted -----------------------------------------------------------------------------

_AWAY = Place(900_001, 900_001, 9_001)


def _slip(one: Person) -> Facts:
    assert one.number is not None
    digit = str((int(one.number[8]) + 3) % 10)
    return _fact(one)._replace(id_number=one.number[:8] + digit + one.number[9:], phone=None)


def _turned(one: Person) -> Facts:
    assert one.number is not None
    at = next(i for i in range(10, 16) if one.number[i] != one.number[i + 1])
    number = one.number[:at] + one.number[at + 1] + one.number[at] + one.number[at + 2 :]
    return _fact(one)._replace(id_number=number, phone=None)


def _made_to_fit(one: Person) -> Facts:
    assert one.number is not None
    start = one.number[:14] + str((int(one.number[14]) + 1) % 10) + one.number[15:17]
    return _fact(one)._replace(id_number=start + check_character(start), phone=None)


def _bare(one: Person) -> Facts:
    return _fact(one)._replace(id_number=None, phone=None)


def _with_phone(one: Person) -> Facts:
    return Facts(one.name, one.pinyin, None, None, one.sex, one.phones[0])


def _in_other_characters(one: Person) -> Facts:
    return _renamed(one, one.name.replace("国", "國").replace("华", "華"))


def _looks_alike(one: Person) -> Facts:
    return _renamed(one, one.name.replace("明", "朋"))


def _sounds_alike(one: Person) -> Facts:
    return _renamed(one, one.name.replace("建", "健"))


def _renamed(one: Person, name: str) -> Facts:
    return _fact(one)._replace(
        name=name, pinyin=reader().sort_key(name), id_number=None, relation=None
    )


def _card(one: Person) -> Facts:
    return _fact(one)._replace(id_number=f"{one.number}43", phone=None, birth=None)


@dataclass(frozen=True)
class Plant:
    """who: somebody it can be done to; least: how strongly it must be found."""

    copy: Callable[[Person], Facts]
    who: Callable[[Person], bool]
    least: Strength
    at_home: bool = False


PLANTS = {
    "a wrong digit": Plant(_slip, lambda p: True, "sure"),
    "two digits turned": Plant(_turned, lambda p: True, "sure"),
    "a wrong digit, made to fit": Plant(_made_to_fit, lambda p: True, "likely"),
    "a disability card": Plant(_card, lambda p: True, "sure"),
    "no number, elsewhere": Plant(_bare, lambda p: True, "likely"),
    "no number, at home": Plant(_bare, lambda p: True, "sure", at_home=True),
    "name and telephone": Plant(_with_phone, lambda p: bool(p.phones), "likely"),
    "traditional characters": Plant(
        _in_other_characters, lambda p: bool(p.phones) and bool(set("国华") & set(p.name)), "sure"
    ),
    "sounds alike": Plant(_sounds_alike, lambda p: bool(p.phones) and "建" in p.name, "likely"),
    "looks alike": Plant(_looks_alike, lambda p: bool(p.phones) and "明" in p.name, "likely"),
}


@pytest.fixture(scope="module")
def found_again(crowd: list[Person]) -> dict[str, list[str | None]]:
    """Everything planted at once: kind → how strongly each was found."""
    rng = random.Random("ldz duplicates")
    people = list(crowd)
    planted: dict[str, list[tuple[int, int]]] = {}
    for kind, plant in PLANTS.items():
        fit = [p for p in crowd if p.number is not None and p.birth and plant.who(p)]
        for one in rng.sample(fit, EACH):
            place = Place(*one[1:4]) if plant.at_home else _AWAY._replace(dwelling_id=len(people))
            people.append(person(len(people) + 1, place, plant.copy(one)))
            planted.setdefault(kind, []).append((one.id, len(people)))
    found = scanned(people)
    pairs = {pair for every in planted.values() for pair in every}
    wrong = [
        (pair, m)
        for pair, m in found.items()
        if pair not in pairs and max(pair) <= len(crowd) and m.strength == "sure"
    ]
    assert wrong == []
    return {
        kind: [found[pair].strength if pair in found else None for pair in every]
        for kind, every in planted.items()
    }


@pytest.mark.parametrize("kind", list(PLANTS))
def test_what_was_planted_is_found(found_again: dict[str, list[str | None]], kind: str) -> None:
    wanted = STRENGTHS[: STRENGTHS.index(PLANTS[kind].least) + 1]
    assert [s for s in found_again[kind] if s not in wanted] == []
    assert len(found_again[kind]) == EACH


def test_the_scan_can_be_cancelled_at_any_report(crowd: list[Person]) -> None:
    class Impatient:
        def __init__(self, after: int) -> None:
            self.left = after

        def report(self, done: int, total: int, text: str = "") -> None:
            assert 0 <= done <= total
            assert text
            self.left -= 1
            if self.left < 0:
                raise Cancelled

    few = crowd[:9000]
    watched = Impatient(10_000)
    list(DuplicateScan(few, watched).find())
    reports = 10_000 - watched.left
    assert reports > 20
    for after in (0, 7, reports - 1):
        with pytest.raises(Cancelled):
            list(DuplicateScan(few, Impatient(after)).find())
