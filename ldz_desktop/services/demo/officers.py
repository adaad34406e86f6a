"""Who leads the demo's buildings: one resident of each, and one predecessor who resigned."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ldz_desktop.services.demo.district import BuildingPlan
from ldz_desktop.services.demo.person import (
    BACHELOR,
    COLLEGE,
    HIGH,
    MASSES,
    MIDDLE,
    PARTY,
    PRIMARY,
    PROBATIONARY,
    UPPER_SECONDARY,
    VOCATIONAL,
    Person,
)

PARTY_MEMBERS = 48
UPPER_SECONDARY_SCHOOLED = 106  # of 152: 70 %
RESIGNED = "迁居外地，本人辞任"
_YOUNGEST, _OLDEST = 34, 70


@dataclass(frozen=True, slots=True)
class Term:
    """A leader's term at the building with that index. started_on None: not written down."""

    building: int
    person: Person
    started_on: date | None
    ended_on: date | None = None
    reason: str | None = None


def appoint(
    seed: int,
    district: Sequence[BuildingPlan],
    since: date,
    change: tuple[int, date] | None,
) -> tuple[Term, ...]:
    """One term in office for each building, of 48 party members and 106 with upper-secondary
    schooling or more; the people's own files say the same.

    since: everybody took office before that day. change: the building that got a new leader, and
    the day on which the old one's term ended.
    """
    rng = random.Random(f"ldz demo {seed} leaders")
    people: list[Person] = []
    former: list[Term] = []
    for index, building in enumerate(district):
        wanted = 2 if change is not None and change[0] == index else 1
        chosen = _candidates(rng, building)[:wanted]
        people.append(chosen[-1])
        if change is not None and wanted == 2:
            former.append(Term(index, chosen[0], _start(rng, since), change[1], RESIGNED))
    _schooling(rng, people)
    _party(rng, people)
    terms = [Term(i, person, _start(rng, since)) for i, person in enumerate(people)]
    if change is not None:
        index, ended = change
        started = date.fromordinal(ended.toordinal() + 1)
        terms[index] = Term(index, people[index], started)
    return (*former, *terms)


def _candidates(rng: random.Random, building: BuildingPlan) -> list[Person]:
    """Residents who could lead, one a household, in drawn order; owners of a fitting age first."""
    found: list[tuple[int, float, Person]] = []
    for household in building.households:
        able = [
            m for m in household.members[:2]
            if m.state == "present" and m.lives_here and m.id_number and m.age >= 25
        ]  # fmt: skip
        if not able:
            continue
        person = able[-1] if len(able) == 2 and rng.random() < 0.45 else able[0]
        fit = household.tenure == "自有" and _YOUNGEST <= person.age <= _OLDEST
        found.append((not fit, rng.random(), person))
    found.sort(key=lambda entry: entry[:2])
    for _, _, person in found[:2]:
        person.phone = person.phone or f"139{rng.randrange(10**8):08d}"
    return [person for _, _, person in found]


def _schooling(rng: random.Random, people: list[Person]) -> None:
    """Exactly as many with upper-secondary schooling as the district reports."""
    order = sorted(people, key=lambda p: (p.education not in UPPER_SECONDARY, rng.random()))
    for person in order[:UPPER_SECONDARY_SCHOOLED]:
        if person.education not in UPPER_SECONDARY:
            person.education = rng.choices(
                (HIGH, VOCATIONAL, COLLEGE, BACHELOR), weights=(42, 26, 22, 10)
            )[0]
    for person in order[UPPER_SECONDARY_SCHOOLED:]:
        if person.education not in (MIDDLE, PRIMARY):
            person.education = rng.choices((MIDDLE, PRIMARY), weights=(70, 30))[0]


def _party(rng: random.Random, people: list[Person]) -> None:
    """Exactly as many party members as the district reports, one of them on probation."""
    order = sorted(people, key=lambda p: (p.political != PARTY, rng.random()))
    for person in order[:PARTY_MEMBERS]:
        person.political = PARTY
    order[PARTY_MEMBERS - 1].political = PROBATIONARY
    for person in order[PARTY_MEMBERS:]:
        if person.political in (PARTY, PROBATIONARY):
            person.political = MASSES


def _start(rng: random.Random, since: date) -> date | None:
    """The first of a month, one to five years before."""
    if rng.random() < 0.02:
        return None
    months = since.year * 12 + since.month - 1 - rng.randrange(1, 60)
    return date(months // 12, months % 12 + 1, 1)
