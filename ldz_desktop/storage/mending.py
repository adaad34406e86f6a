"""Households with all that the rules of mending look at, in one pass over the tables."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.domain.mending_records import Case, Kin, OpenTag, Visited
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.places import place_condition

_FROM = (
    "FROM household h JOIN dwelling d ON d.id = h.dwelling_id "
    "JOIN building b ON b.id = d.building_id JOIN compound k ON k.id = b.compound_id "
    "JOIN community c ON c.id = k.community_id "
)
_HOUSEHOLD = (
    "SELECT h.id, d.id, b.id, c.street, c.name, k.name, b.name, d.unit, d.room, d.tenure, "
    "h.file_no, h.note, h.checked_on, h.version, h.opened_on, h.contact_name, h.contact_phone, "
    "h.contact_relation, d.landlord_name, d.landlord_phone "
)
_CHECKED, _OPENED = 12, 14
_COLUMNS = tuple(field.name for field in fields(Resident))
_MEMBER = ",".join(f"r.{column}" for column in _COLUMNS)
_HOME = _COLUMNS.index("household_id")
_LINKS = tuple(_COLUMNS.index(c) for c in ("father_id", "mother_id", "spouse_id"))
_BIRTH, _STATE_ON, _REGISTERED, _LIVES = (
    _COLUMNS.index(c) for c in ("birth", "state_on", "registered_here", "lives_here")
)
_KIN = "SELECT id, name, sex, birth, spouse_id, state FROM resident"
_BLOCK = 500


class MendingStore:
    """Reads cases; writes the single values that mend them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cases(self, place: PlaceRef, today: date) -> tuple[int, Iterator[Case]]:
        """How many open households a place has, and each of them as a case, by address."""
        where, values = place_condition(place)
        return self._cases(f"{where} AND h.closed_on IS NULL", values, today)

    def cases_of(self, household_ids: Sequence[int], today: date) -> Iterator[Case]:
        """Those of the households that are open, by address."""
        marks = ",".join("?" * len(household_ids))
        where = f"h.id IN ({marks}) AND h.closed_on IS NULL"
        return self._cases(where, tuple(household_ids), today)[1]

    def _cases(
        self, where: str, values: tuple[int, ...], today: date
    ) -> tuple[int, Iterator[Case]]:
        database = self._database
        homes = database.rows(
            f"{_HOUSEHOLD} {_FROM} WHERE {where} ORDER BY c.id, k.id, b.sort_key, d.sort_key",
            values,
        )
        members: dict[int, list[tuple[Any, ...]]] = {}
        for row in database.rows(
            f"SELECT {_MEMBER} {_FROM} JOIN resident r ON r.household_id = h.id WHERE {where} "
            "ORDER BY r.position, r.id",
            values,
        ):
            members.setdefault(row[_HOME], []).append(row)
        linked = {
            row[i] for every in members.values() for row in every for i in _LINKS
        } - {None}  # fmt: skip
        beside = (self._kin(linked), self._tags(), self._visits())
        return len(homes), (
            Case(_household(row, members.pop(row[0], ())), today, *beside) for row in homes
        )

    def _kin(self, ids: set[int]) -> dict[int, Kin]:
        """Those people, and whom they have for a spouse."""
        found: dict[int, Kin] = {}
        wanted = ids
        for _ in range(2):
            for row in self._in_blocks(sorted(wanted)):
                found[row[0]] = Kin(row[0], row[1], row[2], _day(row[3]), row[4], row[5])
            wanted = {k.spouse_id for k in found.values() if k.spouse_id} - found.keys()
        return found

    def _in_blocks(self, ids: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(ids), _BLOCK):
            block = ids[start : start + _BLOCK]
            marks = ",".join("?" * len(block))
            yield from self._database.rows(f"{_KIN} WHERE id IN ({marks})", tuple(block))

    def _tags(self) -> dict[int, tuple[OpenTag, ...]]:
        """Open tags of people who do not live where they are filed."""
        found: dict[int, tuple[OpenTag, ...]] = {}
        for resident, tag, kind in self._database.rows(
            "SELECT t.resident_id, t.id, t.kind FROM tag t JOIN resident r ON r.id = t.resident_id "
            "WHERE t.to_on IS NULL AND r.lives_here = 0"
        ):
            found[resident] = (*found.get(resident, ()), OpenTag(tag, kind))
        return found

    def _visits(self) -> dict[int, tuple[Visited, ...]]:
        """Visits to people after they died."""
        found: dict[int, tuple[Visited, ...]] = {}
        for resident, visit, day in self._database.rows(
            "SELECT v.resident_id, v.id, v.visited_on FROM visit v "
            "JOIN resident r ON r.id = v.resident_id "
            "WHERE r.state = 'dead' AND v.visited_on > r.state_on"
        ):
            found[resident] = (
                *found.get(resident, ()), Visited(visit, date.fromisoformat(day)),
            )  # fmt: skip
        return found

    def put(self, table: str, row_id: int, field: str, value: Any) -> None:  # noqa: ANN401
        """One value of one row."""
        stored = value.isoformat() if isinstance(value, date) else value
        versioned = ", version = version + 1" if table == "household" else ""
        self._database.execute(
            f"UPDATE {table} SET {field} = ?{versioned} WHERE id = ?", (stored, row_id)
        )


def _household(row: tuple[Any, ...], members: Sequence[tuple[Any, ...]]) -> Household:
    values = [*row]
    values[_CHECKED], values[_OPENED] = _day(row[_CHECKED]), _day(row[_OPENED])
    values.append(tuple(map(_resident, members)))
    return Household(*values)


def _resident(row: tuple[Any, ...]) -> Resident:
    """By position: the columns stand in the order of the record's fields."""
    values = [*row]
    values[_BIRTH], values[_STATE_ON] = _day(row[_BIRTH]), _day(row[_STATE_ON])
    if row[_REGISTERED] is not None:
        values[_REGISTERED] = bool(row[_REGISTERED])
    values[_LIVES] = bool(row[_LIVES])
    return Resident(*values)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
