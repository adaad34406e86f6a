"""The same person once: while somebody types, over the whole archive, and what was decided."""

import contextlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.duplicates import STRENGTHS, Match, score
from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.identity import normal_form
from ldz_desktop.domain.likeness import Facts, Person, Place, is_citizen, person
from ldz_desktop.domain.lookalikes import NEIGHBOURS
from ldz_desktop.domain.masks import mask_id, mask_phone
from ldz_desktop.domain.names import clean_name
from ldz_desktop.errors import InputError
from ldz_desktop.services.codes import reader
from ldz_desktop.services.core import Core
from ldz_desktop.services.duplicate_scan import STEPS, DuplicateScan, meant_numbers
from ldz_desktop.services.duplicates_records import (
    Candidate,
    MergePreview,
    Pair,
    PersonSide,
    SaidDistinct,
    Scan,
)
from ldz_desktop.services.merge_fields import Choices
from ldz_desktop.services.merging import Merging
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.undoable import Done
from ldz_desktop.storage.duplicates import DuplicateStore, PersonRow, SideRow

SHOWN = 5
_SHORTEST_NAME = 2


class DuplicateService:
    """Likely duplicates, and the two answers to one: merge, or say that they are two people."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = DuplicateStore(core.database)
        self._merging = Merging(core)

    # -- while typing ----------------------------------------------------------------------------

    def candidates(self, draft: Resident) -> tuple[Candidate, ...]:
        """Who on file may be the person being typed, the surest first; at most five.

        draft: as typed so far, in its household; with its own id where it is on file already.
        """
        typed = self._typed(draft)
        known = {draft.id} | (self._store.distinct_from(draft.id) if draft.id else set())
        ids = sorted(self._near(typed) - known)
        found: list[tuple[int, Match]] = []
        for row in self._store.people(ids):
            match = score(typed, _person(row))
            if match is not None:
                found.append((int(row[0]), match))
        found.sort(key=lambda one: STRENGTHS.index(one[1].strength))
        sides = self._sides(i for i, _ in found[:SHOWN])
        return tuple(Candidate(sides[i], match) for i, match in found[:SHOWN])

    def _typed(self, draft: Resident) -> Person:
        name = clean_name(draft.name)
        place = Place(*(self._store.place(draft.household_id) or ()))
        number = normal_form(draft.id_number) if draft.id_number else None
        facts = Facts(
            name, reader().sort_key(name), number, draft.birth, draft.sex, draft.phone,
            draft.relation,
        )  # fmt: skip
        return person(0, place, facts)

    def _near(self, typed: Person) -> set[int]:
        """Ids of people worth a look, from the indexes alone."""
        found: set[int] = set()
        if typed.number is not None:
            found.update(self._by_number(typed.number))
        if len(typed.name) >= _SHORTEST_NAME:
            found.update(self._store.with_names(sorted(_alike(typed.form) | {typed.name})))
            readings = {r.full for r in reader().readings(typed.name)}
            found.update(self._store.with_readings([r for r in readings if r]))
        for phone in typed.phones:
            found.update(self._store.with_phone(phone))
        if typed.dwelling_id:
            found.update(self._store.of_dwelling(typed.dwelling_id))
        return found

    def _by_number(self, number: str) -> list[int]:
        if not is_citizen(number):
            return self._store.with_numbers([number])
        wanted = {number, number[:6] + number[8:17]} | meant_numbers(number)
        return [
            *self._store.with_numbers(sorted(wanted)),
            *self._store.with_longer_number(number),
        ]

    # -- the whole archive -----------------------------------------------------------------------

    def scan(self, progress: Progress = SILENT) -> Scan:
        """Compare everybody with everybody who could be the same. May be cancelled."""
        total = self._store.count()
        people: list[Person] = []
        for rows in self._store.everybody():
            progress.report(len(people), total * STEPS, "读取居民")
            people += map(_person, rows)
        distinct = self._store.distinct()
        found: list[tuple[int, int, Match]] = []
        for one, other, match in DuplicateScan(people, progress).find():
            pair = (min(one.id, other.id), max(one.id, other.id))
            if pair not in distinct:
                found.append((*pair, match))
        sides = self._sides({i for first, second, _ in found for i in (first, second)})
        pairs = [Pair(sides[first], sides[second], match) for first, second, match in found]
        pairs.sort(key=_order)
        return Scan(tuple(pairs), len(people))

    def pair(self, one_id: int, other_id: int) -> Pair | None:
        """How two records compare now; None where one is gone or nothing speaks for a pair.
        Judged even where somebody said that they are two."""
        first, second = sorted((one_id, other_id))
        people = {int(row[0]): _person(row) for row in self._store.people([first, second])}
        if len(people) < 2:
            return None
        match = score(people[first], people[second])
        if match is None:
            return None
        sides = self._sides((first, second))
        return Pair(sides[first], sides[second], match)

    # -- the two answers -------------------------------------------------------------------------

    def merge_preview(self, keep_id: int, drop_id: int) -> MergePreview:
        """Field by field, what is proposed and what moves along. Raises InputError where one of
        the two is gone."""
        return self._merging.preview(keep_id, drop_id)

    def merge(self, keep_id: int, drop_id: int, choices: Choices, reason: str = "") -> Done:
        """Make one record of two, as one action that can be undone.

        choices: fields (MergeField.key) where it matters; what is not named is as proposed.
        """
        return self._merging.merge((keep_id, drop_id), choices, reason)

    def say_distinct(self, one_id: int, other_id: int) -> Change:
        """Remember that these are two people; they are not proposed again."""
        if one_id == other_id:
            raise InputError("同一份档案", "请选择两份不同的档案。")
        with self._core.database.transaction():
            self._store.say((one_id, other_id), self._core.account, self._core.today().isoformat())
            self._core.log("duplicates.distinct", f"resident:{one_id}", f"resident:{other_id}")
        return Change.of("households", what="已记为不是同一人", ids=())

    def undistinct(self, one_id: int, other_id: int) -> Change:
        """Take say_distinct back."""
        with self._core.database.transaction():
            self._store.unsay((one_id, other_id))
            self._core.log("duplicates.undistinct", f"resident:{one_id}", f"resident:{other_id}")
        return Change.of("households", what="已取消“不是同一人”", ids=())

    def said_distinct(self) -> tuple[SaidDistinct, ...]:
        """What was answered with 不是同一人, newest first."""
        rows = self._store.said()
        sides = self._sides({i for first, second, *_ in rows for i in (first, second)})
        return tuple(
            SaidDistinct(sides[first], sides[second], who, _day(day))
            for first, second, who, day in rows
        )

    def _sides(self, ids: Iterable[int]) -> Mapping[int, PersonSide]:
        return {int(row[0]): _side(row) for row in self._store.sides(list(ids))}


def _person(row: PersonRow) -> Person:
    name, pinyin, number, birth, sex, phone, relation = row[4:]
    return person(
        row[0],
        Place(row[1], row[2], row[3]),
        Facts(name, pinyin, number, _day(birth), sex, phone, relation),
    )


def _side(row: SideRow) -> PersonSide:
    return PersonSide(
        id=row[0], household_id=row[1], name=row[2], relation=row[3], sex=row[4],
        birth=_day(row[5]), id_number=mask_id(row[6]), phone=mask_phone(row[7]), state=row[8],
        compound=row[9], building=row[10], room=f"{row[11]} {row[12]}".strip(),
        closed=row[13] is not None,
    )  # fmt: skip


def _order(pair: Pair) -> tuple[Any, ...]:
    first = pair.first
    return (
        STRENGTHS.index(pair.match.strength),
        first.compound,
        first.building,
        first.room,
        pair.key,
    )


def _alike(name: str) -> set[str]:
    """The name with one character in a form that looks like it, or two given ones turned."""
    found = {
        name[:i] + other + name[i + 1 :]
        for i, char in enumerate(name)
        for other in NEIGHBOURS.get(char, ())
    }
    found |= {name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(1, len(name) - 1)}
    return found | {name}


def _day(text: str | None) -> date | None:
    with contextlib.suppress(ValueError):
        return date.fromisoformat(text) if text else None
    return None
