"""Tags and visits in the database. Typed and computed tags are told by one query, so that every
count of them agrees."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.domain.tags import (
    AGED,
    AGED_FROM,
    ALONE,
    INFANT,
    INFANT_BELOW,
    Tag,
    years_before,
)
from ldz_desktop.storage.database import Database, Row
from ldz_desktop.storage.places import place_condition

_RUNS = "(t.from_on IS NULL OR t.from_on <= ?1) AND (t.to_on IS NULL OR t.to_on > ?1)"
_LIVES = "p.state = 'present' AND p.lives_here = 1"
HELD = f"""
SELECT t.resident_id, t.kind, t.id AS tag_id, t.from_on, t.to_on, t.basis FROM tag t WHERE {_RUNS}
UNION ALL
SELECT p.id, '{AGED}', 0, NULL, NULL, NULL FROM resident p WHERE {_LIVES} AND p.birth <= ?2
UNION ALL
SELECT p.id, '{INFANT}', 0, NULL, NULL, NULL FROM resident p
WHERE {_LIVES} AND p.birth > ?3 AND NOT EXISTS(
  SELECT 1 FROM tag t WHERE t.resident_id = p.id AND t.kind = '{INFANT}' AND {_RUNS})
UNION ALL
SELECT min(p.id), '{ALONE}', 0, NULL, NULL, NULL FROM resident p
JOIN household q ON q.id = p.household_id JOIN dwelling w ON w.id = q.dwelling_id
WHERE {_LIVES} AND q.closed_on IS NULL AND w.tenure IS NOT '空置' GROUP BY w.id HAVING count(*) = 1
"""
"""Everybody's tags of a day: (resident_id, kind, tag_id, from_on, to_on, basis), with the values of
held_values() as ?1 to ?3. tag_id 0: computed."""

# The same for a few people, whose ids are ?4 as a JSON array: it does not look at everybody.
_TYPED_OF_FEW = f"""
WITH few(id) AS MATERIALIZED (SELECT value FROM json_each(?4))
SELECT t.resident_id, t.kind FROM few CROSS JOIN tag t ON t.resident_id = few.id WHERE {_RUNS}
"""
_OF_FEW = f"""{_TYPED_OF_FEW}
UNION SELECT p.id, '{AGED}' FROM few CROSS JOIN resident p USING(id)
WHERE {_LIVES} AND p.birth <= ?2
UNION SELECT p.id, '{INFANT}' FROM few CROSS JOIN resident p USING(id)
WHERE {_LIVES} AND p.birth > ?3
UNION SELECT p.id, '{ALONE}' FROM few CROSS JOIN resident p USING(id)
JOIN household q ON q.id = p.household_id JOIN dwelling w ON w.id = q.dwelling_id
WHERE {_LIVES} AND q.closed_on IS NULL AND w.tenure IS NOT '空置' AND NOT EXISTS(
  SELECT 1 FROM household q2 JOIN resident p2 ON p2.household_id = q2.id
  WHERE q2.dwelling_id = w.id AND q2.closed_on IS NULL AND p2.id <> p.id
  AND p2.state = 'present' AND p2.lives_here = 1)
"""

PERSON_FROM = (
    "JOIN household h ON h.id = r.household_id JOIN dwelling d ON d.id = h.dwelling_id "
    "JOIN building b ON b.id = d.building_id JOIN compound k ON k.id = b.compound_id "
    "JOIN community c ON c.id = k.community_id "
)
COUNTED = "r.state = 'present' AND h.closed_on IS NULL"
"""Who is counted on every screen and paper."""
ADDRESS_ORDER = "c.id, k.id, b.sort_key, d.sort_key, r.position, r.id"
_WITH = f"WITH x AS MATERIALIZED ({HELD}) "
_FROM = f"FROM x CROSS JOIN resident r ON r.id = x.resident_id {PERSON_FROM}"
_TAG = "id, resident_id, kind, from_on, to_on, basis"


def held_values(today: date) -> tuple[str, str, str]:
    """The values of HELD: the day, the birthday of those who turn 80, that of those who turn 3."""
    return (
        today.isoformat(),
        years_before(today, AGED_FROM).isoformat(),
        years_before(today, INFANT_BELOW).isoformat(),
    )


class TagStore:
    """Two nouns that belong together: the tag and the visit."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self, place: PlaceRef, today: date) -> dict[str, int]:
        """People by kind; kinds without anybody are left out."""
        where, values = place_condition(place)
        return {
            str(kind): int(people)
            for kind, people in self._database.rows(
                f"{_WITH}SELECT x.kind, count(DISTINCT r.id) {_FROM} WHERE {where} AND {COUNTED} "
                "GROUP BY x.kind",
                (*held_values(today), *values),
            )
        }

    def people(self, kind: str, place: PlaceRef, today: date) -> list[Row]:
        """Rows (resident, household, name, sex, birth, phone, community, compound, building, unit,
        room, kind, tag id, from, to, basis, last visit), by address."""
        where, values = place_condition(place)
        return self._database.rows(
            f"{_WITH}SELECT r.id, h.id, r.name, r.sex, r.birth, r.phone, c.name, k.name, b.name, "
            "d.unit, d.room, x.kind, x.tag_id, x.from_on, x.to_on, x.basis, "
            f"(SELECT max(visited_on) FROM visit v WHERE v.household_id = h.id) {_FROM} "
            f"WHERE {where} AND {COUNTED} AND x.kind = ? ORDER BY {ADDRESS_ORDER}",
            (*held_values(today), *values, kind),
        )

    def in_care(self, place: PlaceRef, today: date) -> list[Row]:
        """Rows (household, resident, name, birth, kind, community, compound, building, unit, room)
        of everybody with a tag who lives there, by address."""
        where, values = place_condition(place)
        return self._database.rows(
            f"{_WITH}SELECT h.id, r.id, r.name, r.birth, x.kind, c.name, k.name, b.name, d.unit, "
            f"d.room {_FROM} WHERE {where} AND {COUNTED} AND r.lives_here = 1 "
            f"ORDER BY {ADDRESS_ORDER}",
            (*held_values(today), *values),
        )

    def held(
        self, resident_ids: tuple[int, ...], today: date, *, computed: bool = True
    ) -> dict[int, list[str]]:
        """Kinds by resident, for those people. computed: also those that nobody typed; whether
        somebody lives alone takes more to find out than all the rest."""
        found: dict[int, list[str]] = {}
        for resident, kind in self._database.rows(
            _OF_FEW if computed else _TYPED_OF_FEW,
            (*held_values(today), json.dumps(resident_ids)),
        ):
            found.setdefault(int(resident), []).append(str(kind))
        return found

    def of_household(self, household_id: int) -> list[Tag]:
        """Typed tags of its people, ended ones included."""
        return [
            _tag(row)
            for row in self._database.rows(
                f"SELECT {_TAG} FROM tag WHERE resident_id IN (SELECT id FROM resident "
                "WHERE household_id = ?) ORDER BY from_on, id",
                (household_id,),
            )
        ]

    def alone_in(self, dwelling_id: int) -> int:
        """The only person who lives in that dwelling; 0 where there is nobody or more than one."""
        found = self._database.rows(
            "SELECT p.id FROM resident p JOIN household q ON q.id = p.household_id "
            f"WHERE q.dwelling_id = ? AND {_LIVES} AND q.closed_on IS NULL LIMIT 2",
            (dwelling_id,),
        )
        return int(found[0][0]) if len(found) == 1 else 0

    def tag(self, tag_id: int) -> Tag | None:
        row = self._database.row(f"SELECT {_TAG} FROM tag WHERE id = ?", (tag_id,))
        return None if row is None else _tag(row)

    def add(self, tag: Tag) -> None:
        self._database.insert("tag", _values(tag))

    def save(self, tag: Tag) -> None:
        values = _values(tag)
        del values["id"]
        self._database.update("tag", values, {"id": tag.id})

    def remove(self, tag_id: int) -> None:
        self._database.delete("tag", {"id": tag_id})

    # -- visits ----------------------------------------------------------------------------------

    def last_visits(self) -> dict[int, date]:
        """Household → the day somebody was there last."""
        return {
            int(household): date.fromisoformat(day)
            for household, day in self._database.rows(
                "SELECT household_id, max(visited_on) FROM visit GROUP BY household_id"
            )
        }

    def visits(self, household_id: int) -> list[Row]:
        """Rows (id, day, visitor, note), newest first."""
        return self._database.rows(
            "SELECT id, visited_on, visitor, note FROM visit WHERE household_id = ? "
            "ORDER BY visited_on DESC, id DESC",
            (household_id,),
        )

    def add_visit(
        self, visit_id: int, household_id: int, day: date, words: tuple[Any, ...]
    ) -> None:
        """words: visitor and note."""
        self._database.insert(
            "visit",
            {
                "id": visit_id, "household_id": household_id, "resident_id": None,
                "visited_on": day.isoformat(), "visitor": words[0], "note": words[1],
            },
        )  # fmt: skip

    def add_visits(self, visits: Sequence[tuple[int, int, date]], words: tuple[Any, ...]) -> None:
        """One visit each of several households: (id, household, day). words: visitor and note."""
        self._database.insert_many(
            "visit",
            ("id", "household_id", "visited_on", "visitor", "note"),
            [(visit, home, day.isoformat(), *words) for visit, home, day in visits],
        )

    # -- in bulk (the demo) ----------------------------------------------------------------------

    def add_many(self, tags: list[Tag], visits: list[Row]) -> None:
        """visits: rows (id, household, ISO day, visitor, note)."""
        self._database.insert_many(
            "tag",
            ("id", "resident_id", "kind", "from_on", "to_on", "basis"),
            [tuple(_values(tag).values()) for tag in tags],
        )
        self._database.insert_many(
            "visit",
            ("id", "household_id", "visited_on", "visitor", "note"),
            visits,
        )

    def everybody(self) -> list[Row]:
        """Rows (household, resident, relation, sex, birth, health, occupation, political, marital,
        tenure) of all who live in the office's dwellings, household by household."""
        return self._database.rows(
            "SELECT h.id, r.id, r.relation, r.sex, r.birth, r.health, r.occupation, r.political, "
            f"r.marital, d.tenure FROM resident r {PERSON_FROM} WHERE {COUNTED} "
            "AND r.lives_here = 1 ORDER BY h.id, r.position"
        )


def _tag(row: Row) -> Tag:
    return Tag(int(row[0]), int(row[1]), str(row[2]), _day(row[3]), _day(row[4]), row[5])


def _values(tag: Tag) -> dict[str, Any]:
    return {
        "id": tag.id, "resident_id": tag.resident_id, "kind": tag.kind,
        "from_on": tag.from_on and tag.from_on.isoformat(),
        "to_on": tag.to_on and tag.to_on.isoformat(), "basis": tag.basis,
    }  # fmt: skip


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
