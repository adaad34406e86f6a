"""Finding people, households and leaders while somebody types. SQLite's own (FTS5).

Three indexes carry the residents, each answering from a sorted structure, so that ten times the
people take about the same time:

- resident_name: every run of 1, 2 and 3 characters of a name as one word, and the name's beginning
  and the whole name as marked words, so that exact and leading matches come first;
- resident_number: every four digits in a row of the identity number and the telephone, and the last
  three, for any part of three digits or more;
- resident_pinyin: full pinyin and initials, both readings of a surname, by prefix.

Addresses are not indexed as text: a query is read as compound, building, unit and room.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ldz_desktop.storage.database import Database
from ldz_desktop.storage.search_words import (
    DIGITS,
    GRAM,
    IGNORED_IN_PHONES,
    IGNORED_SIGNS,
    MIN_DIGITS,
    START,
    WHOLE,
    Reading,
    digits,
    digits_query,
    grams,
    number_words,
    pinyin_keys,
)

MIN_LETTERS = 2  # what is shorter is only looked for at the beginning of a reading
_FIRST = 4  # times the limit: among so many of a building the exact names are put first
_WHOLE_NUMBER = 18


def _without(column: str, signs: str) -> str:
    """SQL for the column without those signs."""
    for sign in signs:
        column = f"replace({column}, '{sign * 2 if sign == chr(39) else sign}', '')"
    return column


_NAME = _without("r.name", IGNORED_SIGNS)
_LEADER = _without("l.name", IGNORED_SIGNS)
_LEADER_PHONE = _without("l.phone", IGNORED_IN_PHONES)
_HAS = f"(instr(upper(r.id_number), ?) OR instr({_without('r.phone', IGNORED_IN_PHONES)}, ?))"

Indexed = tuple[int, str, str | None, str | None, Sequence[Reading]]
"""resident id, name, identity number, telephone, readings of the name."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query, already sorted into its kind.

    han: part of a name (see plain()); digits: part of a number, three or more; letters: pinyin, in
    one word or in several (parts); room: up to four digits beside other words, a room or part of a
    number.
    """

    kind: Literal["han", "digits", "letters", "room"]
    text: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """What a query says about a place; None where it does not say it."""

    buildings: tuple[int, ...] | None
    unit: str | None
    room: str | None


class SearchStore:
    """Keeps the indexes and asks them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- keeping ---------------------------------------------------------------------------------

    def add(self, residents: Iterable[Indexed]) -> None:
        """Index people. Sorted by id the indexes are written in order, which is fastest."""
        every = list(residents)
        self.add_words(
            [(r[0], grams(r[1])) for r in every],
            [(r[0], digits(r[2], r[3])) for r in every if r[2] or r[3]],
            sorted([(key, r[0]) for r in every for key in pinyin_keys(r[4])]),
        )

    def add_words(
        self,
        names: Iterable[tuple[int, str]],
        numbers: Iterable[tuple[int, str]],
        keys: Iterable[tuple[str, int]],
    ) -> None:
        """Index people whose names are worked out already (see search_words): (id, grams),
        (id, digits), (pinyin key, id); keys in their order are written fastest."""
        database = self._database
        database.insert_many("resident_name", ("rowid", "grams"), names)
        numbered = list(numbers)
        words = zip(
            (key for key, _ in numbered), number_words([text for _, text in numbered]), strict=True
        )
        database.insert_many("resident_number", ("rowid", "digits"), words)
        database.insert_many("resident_pinyin", ("key", "resident_id"), keys)

    def remove(self, residents: Iterable[tuple[int, Sequence[Reading]]]) -> None:
        """Take people out; readings: those of the name they are indexed under."""
        connection = self._database.connection()
        for resident, readings in residents:
            connection.execute("DELETE FROM resident_name WHERE rowid=?", (resident,))
            connection.execute("DELETE FROM resident_number WHERE rowid=?", (resident,))
            for key in pinyin_keys(readings):
                connection.execute(
                    "DELETE FROM resident_pinyin WHERE key=? AND resident_id=?", (key, resident)
                )

    def clear(self) -> None:
        """Take everybody out."""
        for table in ("resident_name", "resident_number"):
            self._database.execute(f"INSERT INTO {table}({table}) VALUES('delete-all')")
        self._database.execute("DELETE FROM resident_pinyin")

    def everybody(self, after: int, limit: int) -> list[tuple[Any, ...]]:
        """The next residents by id: (id, name, identity number, telephone, sort key)."""
        return self._database.rows(
            "SELECT id, name, id_number, phone, pinyin FROM resident WHERE id > ? "
            "ORDER BY id LIMIT ?",
            (after, limit),
        )

    def every_leader(self) -> list[tuple[Any, ...]]:
        """(id, name, search text)."""
        return self._database.rows("SELECT id, name, pinyin FROM leader")

    # -- asking ----------------------------------------------------------------------------------

    def residents(
        self, terms: Sequence[Term], address: Address | None, limit: int
    ) -> list[tuple[Any, ...]]:
        """Rows (id, household_id, name, state, unit, room, building_id) for people who match every
        term and live at the address; exact names first, then names that begin so, then the rest.
        """
        if not terms and (address is None or address.room is None):
            return []
        if address is not None and any(term.kind == "han" for term in terms):
            wanted = self._at_home(terms, address, limit)
        else:
            found: dict[int, None] = {}
            for ids in self._passes(terms, address, limit):
                found.update(dict.fromkeys(ids))
                if len(found) >= limit:
                    break
            wanted = list(found)[:limit]
        if not wanted:
            return []
        marks = ",".join("?" * len(wanted))
        rows = self._database.rows(
            "SELECT r.id, r.household_id, r.name, r.state, d.unit, d.room, d.building_id "
            "FROM resident r JOIN household h ON h.id = r.household_id "
            f"JOIN dwelling d ON d.id = h.dwelling_id WHERE r.id IN ({marks})",
            wanted,
        )
        by_id = {row[0]: row for row in rows}
        return [by_id[i] for i in wanted if i in by_id]

    def _passes(
        self, terms: Sequence[Term], address: Address | None, limit: int
    ) -> Iterator[list[int]]:
        """The same question asked more and more broadly."""
        han = [t for t in terms if t.kind == "han"]
        strict = len(han) == 1
        if strict:
            for mark in (WHOLE, START):
                yield self._ids(terms, address, limit, mark)
        yield self._ids(terms, address, limit, "")
        spelled = [t for t in terms if t.kind == "letters" and len(t.text) >= MIN_LETTERS]
        if spelled:  # John of O'Brien John is no beginning of a reading
            others = [t for t in terms if t not in spelled]
            parts = [Term("han", part) for t in spelled for part in t.parts or (t.text,)]
            yield self._ids([*others, *parts], address, limit, "")

    def _at_home(self, terms: Sequence[Term], address: Address, limit: int) -> list[int]:
        """People of a place by name: a building's few hundred are looked through, so that nothing
        depends on how many elsewhere have the name."""
        where, values = _at(address)
        for term in terms:
            condition, bound = _condition(term, "")
            if term.kind == "han":
                condition, bound = f"{_NAME} LIKE ?", [f"%{term.text}%"]
            where += f" AND {condition}"
            values += bound
        found = self._database.rows(
            f"SELECT r.id, {_NAME} FROM dwelling d "
            "CROSS JOIN household h ON h.dwelling_id = d.id "
            f"CROSS JOIN resident r ON r.household_id = h.id WHERE {where} LIMIT ?",
            [*values, _FIRST * limit],
        )
        sought = next(term.text for term in terms if term.kind == "han")
        found.sort(key=lambda row: (row[1] != sought, not str(row[1]).startswith(sought)))
        return [row[0] for row in found[:limit]]

    def _ids(
        self, terms: Sequence[Term], address: Address | None, limit: int, mark: str
    ) -> list[int]:
        if address is None and len(terms) == 1:
            alone = _alone(terms[0], mark)
            if alone is not None:
                sql, bound = alone
                return [row[0] for row in self._database.rows(f"{sql} LIMIT ?", [*bound, limit])]
        where: list[str] = []
        values: list[object] = []
        for term in terms:
            condition, bound = _condition(term, mark)
            where.append(condition)
            values += bound
        source = "resident r"
        if address is not None or any(term.kind == "room" for term in terms):
            source += (
                " JOIN household h ON h.id = r.household_id JOIN dwelling d ON d.id = h.dwelling_id"
            )
        if address is not None:
            condition, bound = _at(address)
            where.append(condition)
            values += bound
        sql = f"SELECT r.id FROM {source} WHERE {' AND '.join(where)} LIMIT ?"
        return [row[0] for row in self._database.rows(sql, [*values, limit])]

    def households(self, address: Address, limit: int) -> list[tuple[Any, ...]]:
        """Rows (household_id, unit, room, building_id, head, members): the room asked for first."""
        condition, bound = _at(address)
        return self._database.rows(
            "SELECT h.id, d.unit, d.room, d.building_id, "
            "(SELECT name FROM resident WHERE household_id = h.id AND relation = '02' "
            " AND state = 'present'), "
            "(SELECT count(*) FROM resident WHERE household_id = h.id AND state = 'present') "
            "FROM dwelling d JOIN household h ON h.dwelling_id = d.id "
            f"WHERE {condition} AND h.closed_on IS NULL ORDER BY d.room <> ?, d.sort_key LIMIT ?",
            [*bound, address.room or "", limit],
        )

    def households_numbered(self, number: str, limit: int) -> list[tuple[Any, ...]]:
        """Rows (household_id, file number, unit, room, building_id, head) of files whose number
        begins so, as written or in capitals, the shortest first."""
        found: dict[int, tuple[Any, ...]] = {}
        for start in dict.fromkeys((number, number.upper())):
            for row in self._database.rows(
                "SELECT h.id, h.file_no, d.unit, d.room, d.building_id, (SELECT name FROM resident "
                "WHERE household_id = h.id AND relation = '02' AND state = 'present') "
                "FROM household h JOIN dwelling d ON d.id = h.dwelling_id "
                "WHERE h.file_no >= ? AND h.file_no < ? AND h.closed_on IS NULL "
                "ORDER BY length(h.file_no), d.sort_key LIMIT ?",
                (start, start + "\U0010ffff", limit),
            ):
                found[int(row[0])] = row
        return list(found.values())[:limit]

    def leaders(self, term: Term, limit: int) -> list[tuple[Any, ...]]:
        """Rows (leader_id, name, building_id) of leaders in office: few enough to read them all."""
        like = f"%{term.text}%"
        condition, values = f"{_LEADER} LIKE ?", [like]
        if term.kind == "digits":
            condition, values = f"l.id_number LIKE ? OR {_LEADER_PHONE} LIKE ?", [like, like]
        elif term.kind == "letters":
            condition, values = f"{condition} OR ' ' || l.pinyin LIKE ?", [like, f"% {term.text}%"]
        return self._database.rows(
            "SELECT l.id, l.name, t.building_id "
            "FROM leader l CROSS JOIN tenure t ON t.leader_id = l.id "
            f"WHERE ({condition}) AND t.ended_on IS NULL "
            "ORDER BY l.name <> ?, l.pinyin LIMIT ?",
            [*values, term.text, limit],
        )


def _alone(term: Term, mark: str) -> tuple[str, list[object]] | None:
    """A single term asked of its index itself, which stops at the limit; None where the name has to
    be looked at as well."""
    if term.kind == "digits" and len(term.text) == _WHOLE_NUMBER:
        return "SELECT id FROM resident WHERE id_number = ?", [term.text]
    if term.kind == "digits" and len(term.text) <= DIGITS:
        return (
            "SELECT rowid FROM resident_number WHERE resident_number MATCH ?",
            [digits_query(term.text)],
        )
    if term.kind == "digits":
        asked = "resident_number n CROSS JOIN resident r ON r.id = n.rowid"
        return (
            f"SELECT r.id FROM {asked} WHERE resident_number MATCH ? AND {_HAS}",
            [digits_query(term.text), term.text, term.text],
        )
    if term.kind == "letters":
        return (
            "SELECT DISTINCT resident_id FROM resident_pinyin WHERE key >= ? AND key < ?",
            [term.text, term.text + "{"],
        )
    if term.kind == "han":
        match, longer = _name_match(term.text, mark)
        if not longer:
            return "SELECT rowid FROM resident_name WHERE resident_name MATCH ?", [match]
    return None


def _condition(term: Term, mark: str) -> tuple[str, list[object]]:
    if term.kind == "room" and len(term.text) < MIN_DIGITS:
        return "d.room = ?", [term.text]
    if term.kind == "room":
        number, bound = _condition(Term("digits", term.text), mark)
        return f"(d.room = ? OR {number})", [term.text, *bound]
    if term.kind == "digits":
        condition = "r.id IN (SELECT rowid FROM resident_number WHERE resident_number MATCH ?)"
        values: list[object] = [digits_query(term.text)]
        if len(term.text) > DIGITS:
            condition, values = f"{condition} AND {_HAS}", [*values, term.text, term.text]
        return condition, values
    if term.kind == "letters":
        return (
            "r.id IN (SELECT resident_id FROM resident_pinyin WHERE key >= ? AND key < ?)",
            [term.text, term.text + "{"],  # '{' follows 'z'
        )
    match, longer = _name_match(term.text, mark)
    condition = "r.id IN (SELECT rowid FROM resident_name WHERE resident_name MATCH ?)"
    if longer:
        return f"{condition} AND {_NAME} LIKE ?", [match, f"%{term.text}%"]
    return condition, [match]


def _name_match(text: str, mark: str) -> tuple[str, bool]:
    """The index's own query, and whether the name itself must be looked at as well."""
    if mark == WHOLE:
        return f'"{WHOLE}{text}"', False
    if mark == START and len(text) < GRAM:
        return f'"{START}{text}"', False
    if len(text) <= GRAM:
        return f'"{text}"', False
    runs = (text[i : i + GRAM] for i in range(len(text) - GRAM + 1))
    return " AND ".join(f'"{run}"' for run in runs), True


def _at(address: Address) -> tuple[str, list[object]]:
    where: list[str] = ["1"]
    values: list[object] = []
    if address.buildings is not None:
        where.append(f"d.building_id IN ({','.join('?' * len(address.buildings))})")
        values += address.buildings
    if address.unit is not None:
        where.append("d.unit IN (?, ?, ?)")  # as earlier versions kept it, too
        values += [address.unit, f"第{address.unit}", address.unit.removesuffix("元")]
    if address.room is not None:
        where.append("d.room >= ? AND d.room < ?")
        values += [address.room, address.room + "\U0010ffff"]
    return " AND ".join(where), values
