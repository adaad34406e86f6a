"""Residents as they are compared, where to look for likely ones, and pairs said to be two."""

from collections.abc import Iterator, Sequence
from typing import Any

from ldz_desktop.storage.database import Database
from ldz_desktop.storage.search_words import WHOLE, digits_query, plain

PersonRow = tuple[Any, ...]
"""id, household, dwelling, building, name, pinyin, id_number, birth, sex, phone, relation."""

SideRow = tuple[Any, ...]
"""id, household, name, relation, sex, birth, id_number, phone, state, compound, building, unit,
room, closed_on."""

_PERSON = (
    "SELECT r.id, r.household_id, h.dwelling_id, d.building_id, r.name, r.pinyin, r.id_number, "
    "r.birth, r.sex, r.phone, r.relation FROM resident r "
    "JOIN household h ON h.id = r.household_id JOIN dwelling d ON d.id = h.dwelling_id "
)
_SIDE = (
    "SELECT r.id, r.household_id, r.name, r.relation, r.sex, r.birth, r.id_number, r.phone, "
    "r.state, k.name, b.name, d.unit, d.room, h.closed_on FROM resident r "
    "JOIN household h ON h.id = r.household_id JOIN dwelling d ON d.id = h.dwelling_id "
    "JOIN building b ON b.id = d.building_id JOIN compound k ON k.id = b.compound_id "
)
_BLOCK = 500
_MOST = 400  # people of one reading that are looked at while somebody types


class DuplicateStore:
    """One noun: two records that may be one person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- people ----------------------------------------------------------------------------------

    def count(self) -> int:
        return int(self._database.value("SELECT count(*) FROM resident"))

    def everybody(self) -> Iterator[list[PersonRow]]:
        """Everybody of the archive in blocks, ordered by id; the dead and the moved too."""
        last = 0
        size = 8 * _BLOCK
        while True:
            rows = self._database.rows(
                f"{_PERSON} WHERE r.id > ? ORDER BY r.id LIMIT ?", (last, size)
            )
            if rows:
                yield rows
                last = int(rows[-1][0])
            if len(rows) < size:
                return

    def people(self, ids: Sequence[int]) -> list[PersonRow]:
        return self._in_blocks(_PERSON, ids)

    def sides(self, ids: Sequence[int]) -> list[SideRow]:
        """What is shown of people, in no particular order."""
        return self._in_blocks(_SIDE, ids)

    def place(self, household_id: int) -> tuple[int, int, int] | None:
        """(household, dwelling, building); None where there is no such household."""
        row = self._database.row(
            "SELECT h.id, d.id, d.building_id FROM household h "
            "JOIN dwelling d ON d.id = h.dwelling_id WHERE h.id = ?",
            (household_id,),
        )
        return None if row is None else (int(row[0]), int(row[1]), int(row[2]))

    # -- where to look, each from an index -------------------------------------------------------

    def with_numbers(self, numbers: Sequence[str]) -> list[int]:
        """Who has one of these document numbers."""
        marks = ",".join("?" * len(numbers))
        return self._ids(f"SELECT id FROM resident WHERE id_number IN ({marks})", numbers)

    def with_longer_number(self, number: str) -> list[int]:
        """Whose number begins with this one (a disability card holds the citizen's number)."""
        return self._ids(
            "SELECT id FROM resident WHERE id_number > ? AND id_number < ?",
            (number, number + "{"),  # '{' follows 'Z'
        )

    def with_names(self, names: Sequence[str]) -> list[int]:
        """Who is called exactly so, whatever dots and spaces are in between."""
        match = " OR ".join(f'"{WHOLE}{name}"' for name in map(plain, names) if name)
        return self._ids(
            "SELECT rowid FROM resident_name WHERE resident_name MATCH ? LIMIT ?", (match, _MOST)
        )

    def with_readings(self, readings: Sequence[str]) -> list[int]:
        """Whose name reads like this (full pinyin)."""
        marks = ",".join("?" * len(readings))
        return self._ids(
            f"SELECT resident_id FROM resident_pinyin WHERE key IN ({marks}) LIMIT ?",
            (*readings, _MOST),
        )

    def with_phone(self, phone: str) -> list[int]:
        """Whose number or telephone has these digits, and perhaps others."""
        return self._ids(
            "SELECT rowid FROM resident_number WHERE resident_number MATCH ? LIMIT ?",
            (digits_query(phone), _MOST),
        )

    def of_dwelling(self, dwelling_id: int) -> list[int]:
        return self._ids(
            "SELECT r.id FROM resident r JOIN household h ON h.id = r.household_id "
            "WHERE h.dwelling_id = ?",
            (dwelling_id,),
        )

    def _ids(self, sql: str, values: Sequence[Any]) -> list[int]:
        return [int(row[0]) for row in self._database.rows(sql, tuple(values))]

    def _in_blocks(self, select: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for start in range(0, len(ids), _BLOCK):
            block = tuple(ids[start : start + _BLOCK])
            marks = ",".join("?" * len(block))
            found += self._database.rows(f"{select} WHERE r.id IN ({marks})", block)
        return found

    # -- said to be two --------------------------------------------------------------------------

    def distinct(self) -> set[tuple[int, int]]:
        """Every pair somebody said is two people, the smaller id first."""
        return {
            (int(first), int(second))
            for first, second in self._database.rows(
                "SELECT first_id, second_id FROM distinct_pair"
            )
        }

    def distinct_from(self, resident_id: int) -> set[int]:
        """Who was said to be somebody else than this resident."""
        rows = self._database.rows(
            "SELECT first_id, second_id FROM distinct_pair WHERE ? IN (first_id, second_id)",
            (resident_id,),
        )
        return {int(i) for pair in rows for i in pair} - {resident_id}

    def said(self) -> list[tuple[int, int, str, str]]:
        """Rows (first, second, said by, said on) of pairs whose people are both there, newest
        first."""
        return [
            (int(first), int(second), str(who), str(day))
            for first, second, who, day in self._database.rows(
                "SELECT p.first_id, p.second_id, p.said_by, p.said_on FROM distinct_pair p "
                "JOIN resident a ON a.id = p.first_id JOIN resident b ON b.id = p.second_id "
                "ORDER BY p.said_on DESC, p.first_id DESC, p.second_id DESC"
            )
        ]

    def say(self, pair: tuple[int, int], who: str, day: str) -> None:
        self._database.execute(
            "INSERT OR REPLACE INTO distinct_pair(first_id, second_id, said_by, said_on) "
            "VALUES(?, ?, ?, ?)",
            (*sorted(pair), who, day),
        )

    def unsay(self, pair: tuple[int, int]) -> None:
        first, second = sorted(pair)
        self._database.delete("distinct_pair", {"first_id": first, "second_id": second})
