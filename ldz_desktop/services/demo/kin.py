"""Births of relatives: couples of near age, children 20 to 40 years younger than both parents."""

import random
from datetime import date

from ldz_desktop.services.demo.naming import HAN, UYGHUR, Namer
from ldz_desktop.services.demo.person import (
    FEMALE,
    MALE,
    MARRIED,
    NEVER_MARRIED,
    YEAR,
    Person,
)

_MARGIN = 40  # days, so that leap years never push a difference over a whole year
_MALE_BIRTHS = 0.52
_OLDEST = 101


class Kin:
    """Makes people and their relatives as seen from one day, the anchor."""

    def __init__(self, rng: random.Random, anchor: date) -> None:
        self._rng = rng
        self._namer = Namer(rng)
        self._day = anchor
        self.anchor = anchor.toordinal()

    # -- ages ------------------------------------------------------------------------------------

    def born(self, age: float) -> int:
        """The day of birth of somebody of that age (in years, with a fraction)."""
        return int(self.anchor - age * YEAR)

    def about(self, mean: float, spread: float, low: float, high: float) -> float:
        """An age around a mean, kept between low and high."""
        drawn = self._rng.gauss(mean, spread)
        if low <= drawn <= high:
            return drawn
        return self._rng.uniform(low, high)

    # -- people ----------------------------------------------------------------------------------

    def single(self, age: float, sex: str | None = None, marital: str = NEVER_MARRIED) -> Person:
        """Somebody with a family name of their own."""
        people = self._namer.people()
        family = self._namer.family(people)
        return self.person(self.born(age), sex or self._sex(), (people, family), marital)

    def person(
        self, birth: int, sex: str, lineage: tuple[str, str], marital: str = NEVER_MARRIED
    ) -> Person:
        """lineage: ethnic group and what the family's members share in their names."""
        day, today = date.fromordinal(birth), self._day
        age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
        people, family = lineage
        name = self._namer.full(people, family, sex == MALE, day.year)
        return Person(sex, birth, age, people, family, name, marital)

    def rename(self, person: Person) -> None:
        """Another name for somebody who is called like another member of the family."""
        year = date.fromordinal(person.birth).year
        person.name = self._namer.full(person.people, person.family, person.male, year)

    def couple(self, age: float) -> tuple[Person, Person]:
        """Husband of about that age, and wife; both of marriageable age."""
        husband = self.single(age, MALE, MARRIED)
        gap = min(max(self._rng.gauss(1.8, 2.3), -4.0), 9.0)
        wife_age = max(age - gap, 20.2)
        people = husband.people if husband.people == UYGHUR else self._namer.people()
        lineage = (people, self._namer.family(people))
        return husband, self.person(self.born(wife_age), FEMALE, lineage, MARRIED)

    def children(
        self, parents: tuple[Person, Person], wanted: int, ages: tuple[float, float]
    ) -> list[Person]:
        """Up to `wanted` children, elder first, of ages within the range."""
        first, last = self._bearing(parents, ages)
        found: list[Person] = []
        span = min(last - first, 13 * YEAR)
        birth = first + int(self._rng.random() ** 1.3 * span)
        while len(found) < wanted and birth <= last:
            found.append(self.person(birth, self._sex(), self.lineage(parents)))
            birth += int(self._rng.uniform(1.3, 6.5) * YEAR)
        return found

    def parents(self, child: Person) -> tuple[Person, Person]:
        """Father and mother of a grown-up, 20 to 40 years older."""
        oldest = self.born(_OLDEST)
        gap = min(max(self._rng.gauss(26.5, 3.6), 20.3), 39.0)
        father_birth = max(child.birth - int(gap * YEAR) - _MARGIN, oldest)
        gap = min(max(gap - self._rng.gauss(1.8, 2.3), 20.3), 39.0)
        mother_birth = max(child.birth - int(gap * YEAR) - _MARGIN, oldest)
        father = self.person(father_birth, MALE, (child.people, child.family), MARRIED)
        if child.people == UYGHUR:
            father.name = f"{child.family}·{father.family}"
        people = child.people if child.people != HAN else self._namer.people()
        lineage = (people, self._namer.family(people))
        return father, self.person(mother_birth, FEMALE, lineage, MARRIED)

    def sibling(self, person: Person, marital: str = NEVER_MARRIED) -> Person:
        """A brother or sister a few years younger, grown up."""
        birth = min(person.birth + int(self._rng.uniform(1.5, 6) * YEAR), self.born(18.2))
        return self.person(birth, self._sex(), (person.people, person.family), marital)

    def lineage(self, parents: tuple[Person, Person]) -> tuple[str, str]:
        """What a couple's children are called after: the father, now and then the mother."""
        father, mother = parents
        if father.people == UYGHUR:
            return UYGHUR, father.name.partition("·")[0]
        if father.people == HAN and mother.people == HAN and self._rng.random() < 0.03:
            return HAN, mother.family
        return father.people, father.family

    def _bearing(
        self, parents: tuple[Person, Person], ages: tuple[float, float]
    ) -> tuple[int, int]:
        """First and last day on which a child of those ages can have been born."""
        younger = max(p.birth for p in parents)
        older = min(p.birth for p in parents)
        first = max(younger + int(20 * YEAR) + _MARGIN, self.born(ages[1]))
        last = min(older + int(40 * YEAR) - _MARGIN, self.born(ages[0]))
        return first, last

    def _sex(self) -> str:
        return MALE if self._rng.random() < _MALE_BIRTHS else FEMALE
