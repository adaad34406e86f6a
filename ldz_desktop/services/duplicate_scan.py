"""Every pair of the archive that deserves a look, without comparing everybody with everybody.

People who agree in a key (a number with one slip left out; a name beside a birth date, a telephone
or an address) meet in a block; only pairs of one block are judged by domain.duplicates. Each kind
of key is gone through on its own, so that the memory needed stays that of one.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from ldz_desktop.domain.duplicates import Match, score
from ldz_desktop.domain.gb11643 import check_character, one_slip_away
from ldz_desktop.domain.gb11643 import read as read_number
from ldz_desktop.domain.likeness import Person, is_citizen
from ldz_desktop.domain.lookalikes import FAMILY_TABLE
from ldz_desktop.services.progress import Progress

Found = tuple[Person, Person, Match]
_Keys = Callable[[Person], Iterable[Hashable]]

_REPORT_EVERY = 4096
_CROWD = 60  # people in one block: more of them share a mistake, not an identity


class DuplicateScan:
    """people: everybody once. Reading them counts as the first of STEPS passes over everybody."""

    def __init__(self, people: Sequence[Person], progress: Progress) -> None:
        self._people = people
        self._progress = progress
        self._names: dict[str, tuple[str, ...]] = {}
        self._done = len(people)

    def find(self) -> Iterator[Found]:
        """Every pair once, in no particular order."""
        seen: set[tuple[int, int]] = set()
        for pair in self._pairs():
            if pair in seen:
                continue
            seen.add(pair)
            one, other = self._people[pair[0]], self._people[pair[1]]
            match = score(one, other)
            if match is not None:
                yield one, other, match

    def _pairs(self) -> Iterator[tuple[int, int]]:
        for keys in _NUMBER_KEYS:
            yield from self._blocks(keys, "比对证件号码")
        yield from self._wrong_numbers()
        for keys in (self._by_birth, self._by_phone, self._by_home):
            yield from self._blocks(keys, "比对姓名")

    def _blocks(self, keys: _Keys, text: str) -> Iterator[tuple[int, int]]:
        first: dict[Hashable, int] = {}
        blocks: dict[Hashable, list[int]] = {}
        for number, person in enumerate(self._people):
            if number % _REPORT_EVERY == 0:
                self._report(number, text)
            for key in keys(person):
                earlier = first.setdefault(key, number)
                if earlier != number:
                    blocks.setdefault(key, [earlier]).append(number)
        self._done += len(self._people)
        for place, block in enumerate(blocks.values()):
            if place % _REPORT_EVERY == 0:
                self._report(0, text)
            if len(block) <= _CROWD:
                yield from combinations(block, 2)

    def _report(self, number: int, text: str) -> None:
        self._progress.report(self._done + number, len(self._people) * STEPS, text)

    def _wrong_numbers(self) -> Iterator[tuple[int, int]]:
        """Numbers that cannot be right are few: all that they may have meant are looked up."""
        by_number = {p.number: i for i, p in enumerate(self._people) if p.number is not None}
        for number, person in enumerate(self._people):
            if number % _REPORT_EVERY == 0:
                self._report(number, "比对证件号码")
            if person.number is None or not is_citizen(person.number) or read_number(person.number):
                continue
            for meant in set(one_slip_away(person.number)) - {person.number}:
                other = by_number.get(meant, number)
                if other != number:
                    yield min(number, other), max(number, other)
        self._done += len(self._people)

    # -- names beside something else -------------------------------------------------------------

    def _by_birth(self, person: Person) -> Iterator[Hashable]:
        if person.birth is not None:
            day = person.birth.toordinal()
            for name in self._name_keys(person):
                yield day, name

    def _by_phone(self, person: Person) -> Iterator[Hashable]:
        for phone in person.phones:
            for name in self._name_keys(person):
                yield phone, name

    def _by_home(self, person: Person) -> Iterator[Hashable]:
        for name in self._name_keys(person):
            yield person.dwelling_id, name
        yield person.building_id, person.form

    def _name_keys(self, person: Person) -> tuple[str, ...]:
        """What names that resemble each other have in common."""
        known = self._names.get(person.name)
        if known is None:
            form = person.form
            keys = {form, person.pinyin or form, form.translate(FAMILY_TABLE)}
            if len(form) > 2:
                keys.add(form[0] + "".join(sorted(form[1:])))
            known = self._names[person.name] = tuple(keys)
        return known


def meant_numbers(number: str) -> set[str]:
    """Every number that differs from this one (18 digits) by one slip, with the old check digit
    and with the right one."""
    found = set(one_slip_away(number))
    for other in list(found):
        if other[:17].isdecimal():
            found.add(other[:17] + check_character(other[:17]))
    found |= {number[:17] + last for last in "0123456789X"}
    return found - {number}


# -- numbers with the place of a slip left out ---------------------------------------------------
# Region 0–5, year 6–9, month 10–11, day 12–13, sequence 14–16. Where only the sequence differs
# birth and name find the pair.


def _whole(person: Person) -> Iterator[Hashable]:
    if person.number is not None:
        yield person.number


def _without(*parts: slice) -> _Keys:
    """A key of the digits that are left."""

    def keys(person: Person) -> Iterator[Hashable]:
        number = person.number
        if number is not None and len(number) == 18:
            yield "".join([number[part] for part in parts])

    return keys


_NUMBER_KEYS: tuple[_Keys, ...] = (
    _whole,
    _without(slice(6, 17)),  # a slip in the region
    _without(slice(5), slice(7, 17)),  # region and year
    _without(slice(6), slice(10, 17)),  # the year
    _without(slice(9), slice(11, 17)),  # year and month
    _without(slice(10), slice(12, 17)),  # the month
    _without(slice(11), slice(13, 17)),  # month and day
    _without(slice(12), slice(14, 17)),  # the day
    _without(slice(13), slice(15, 17)),  # day and sequence
)
STEPS = 1 + len(_NUMBER_KEYS) + 1 + 3
"""Passes over everybody: reading, numbers, wrong numbers, names."""
