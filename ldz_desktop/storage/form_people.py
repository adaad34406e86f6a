"""People for forms: found by place, tag, age, name or number, and read with all that is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.storage.database import Database, Row
from ldz_desktop.storage.places import place_condition

_BATCH = 900  # bound values in one statement
_PERSON = (
    "r.id, r.household_id, r.name, r.relation, r.id_type, r.id_number, r.sex, r.birth, r.ethnic, "
    "r.education, r.occupation, r.workplace, r.health, r.political, r.marital, r.phone, "
    "r.registered_here, r.lives_here, r.registered_address, r.note, r.position, r.father_id, "
    "r.mother_id, r.spouse_id"
)
_PLACES = (
    "FROM household h JOIN dwelling d ON d.id = h.dwelling_id "
    "JOIN building b ON b.id = d.building_id JOIN compound k ON k.id = b.compound_id "
    "JOIN community c ON c.id = k.community_id "
)
_LIVING = (
    "(SELECT count(*) FROM household h2 JOIN resident r2 ON r2.household_id = h2.id "
    "WHERE h2.dwelling_id = d.id AND r2.state = 'present' AND r2.lives_here = 1)"
)
_LEADER = (
    "(SELECT l.{column} FROM tenure t JOIN leader l ON l.id = t.leader_id "
    "WHERE t.building_id = b.id AND t.ended_on IS NULL ORDER BY t.id DESC LIMIT 1)"
)
_COUNTED = "r.state = 'present' AND h.closed_on IS NULL"
_ORDER = "ORDER BY c.id, k.id, b.sort_key, d.sort_key, r.position, r.id"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is looked for. households: only of these (None: of the place). born_from, born_to: the
    first and last day of birth. tag: a kind of the table tag, or 高龄 / 独居 which are computed;
    aged_by: who was born by that day is 高龄."""

    place: PlaceRef
    households: tuple[int, ...] | None = None
    heads: bool = False
    sex: str | None = None
    born_from: date | None = None
    born_to: date | None = None
    tag: str | None = None
    aged_by: date | None = None
    on: str = ""


class FormPeopleStore:
    """Reads in bulk; writes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- finding ---------------------------------------------------------------------------------

    def ids(self, wanted: Wanted) -> list[int]:
        """Residents who count (domain: present, in an open file), in the order of addresses."""
        where, values = place_condition(wanted.place)
        extra, more = _narrowed(wanted)
        head = f"SELECT r.id, r.household_id {_PLACES} JOIN resident r ON r.household_id = h.id "
        found = self._database.rows(
            f"{head} WHERE {where} AND {_COUNTED} {extra} {_ORDER}", (*values, *more)
        )
        if wanted.households is None:
            return [int(i) for i, _ in found]
        rank = {household: n for n, household in enumerate(wanted.households)}
        inside = [(rank[h], int(i)) for i, h in found if h in rank]
        return [i for _, i in sorted(inside, key=lambda pair: pair[0])]

    def named(self, name: str) -> list[int]:
        """Who has exactly this name."""
        return self._matching("r.name = ?", name)

    def numbered(self, number: str) -> list[int]:
        """Whose identity number this is (the old 15 digits too)."""
        return self._matching("r.id_number = ?", number) or self._matching("r.id_old = ?", number)

    def _matching(self, condition: str, value: str) -> list[int]:
        return [
            int(row[0])
            for row in self._database.rows(
                f"SELECT r.id {_PLACES} JOIN resident r ON r.household_id = h.id "
                f"WHERE {condition} AND {_COUNTED} {_ORDER}",
                (value,),
            )
        ]

    def tag_kinds(self) -> list[tuple[str, int]]:
        """Kinds of tags that somebody has now, with how many."""
        return [
            (str(kind), int(count))
            for kind, count in self._database.rows(
                "SELECT t.kind, count(DISTINCT t.resident_id) FROM tag t "
                "JOIN resident r ON r.id = t.resident_id JOIN household h ON h.id = r.household_id "
                f"WHERE t.to_on IS NULL AND {_COUNTED} GROUP BY t.kind ORDER BY 2 DESC, 1"
            )
        ]

    # -- reading ---------------------------------------------------------------------------------

    def lines(self, ids: Sequence[int]) -> list[Row]:
        """Rows (id, household id, name, sex, birth, compound, building, unit, room, relation)."""
        return self._many(
            "SELECT r.id, r.household_id, r.name, r.sex, r.birth, k.name, b.name, d.unit, d.room, "
            f"r.relation {_PLACES} JOIN resident r ON r.household_id = h.id WHERE r.id IN",
            ids,
        )

    def households_of(self, ids: Sequence[int]) -> dict[int, int]:
        """Resident → household, of residents who count, in the order asked."""
        found: dict[int, int] = dict(
            self._many(
                "SELECT r.id, r.household_id FROM resident r JOIN household h "
                f"ON h.id = r.household_id WHERE {_COUNTED} AND r.id IN",
                ids,
            )
        )
        return {i: found[i] for i in ids if i in found}

    def members(self, households: Sequence[int]) -> list[Row]:
        """Everybody who counts of those households: people.Person's columns."""
        return self._many(
            f"SELECT {_PERSON} FROM resident r WHERE r.state = 'present' AND r.household_id IN",
            households,
        )

    def homes(self, households: Sequence[int]) -> list[Row]:
        """Those households: people.Home's columns."""
        return self._many(
            "SELECT h.id, b.id, c.street, c.name, k.name, b.name, d.unit, d.room, d.tenure, "
            "h.file_no, h.checked_on, h.opened_on, h.contact_name, h.contact_phone, "
            f"h.contact_relation, d.landlord_name, d.landlord_phone, {_LIVING}, "
            f"{_LEADER.format(column='name')}, {_LEADER.format(column='phone')} "
            f"{_PLACES} WHERE h.closed_on IS NULL AND h.id IN",
            households,
        )

    def tags(self, residents: Sequence[int], on: str) -> list[tuple[int, str]]:
        """Rows (resident, kind) of tags that hold on that day, in the order they were given."""
        return [
            (int(resident), str(kind))
            for resident, kind in self._many(
                "SELECT resident_id, kind FROM tag "
                f"WHERE coalesce(from_on, '') <= '{date.fromisoformat(on)}' "
                f"AND (to_on IS NULL OR to_on > '{date.fromisoformat(on)}') AND resident_id IN",
                residents,
            )
        ]

    def _many(self, sql: str, ids: Sequence[int]) -> list[Row]:
        found: list[Row] = []
        for batch in _batches(ids):
            marks = ",".join("?" * len(batch))
            found += self._database.rows(f"{sql} ({marks})", batch)
        return found


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def _narrowed(wanted: Wanted) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if wanted.heads:
        parts.append("AND r.relation = '02'")
    if wanted.sex is not None:
        parts.append("AND r.sex = ?")
        values.append(wanted.sex)
    if wanted.born_from is not None:
        parts.append("AND r.birth >= ?")
        values.append(wanted.born_from.isoformat())
    if wanted.born_to is not None:
        parts.append("AND r.birth <= ?")
        values.append(wanted.born_to.isoformat())
    if wanted.tag == "高龄" and wanted.aged_by is not None:
        parts.append("AND r.lives_here = 1 AND r.birth <= ?")
        values.append(wanted.aged_by.isoformat())
    elif wanted.tag == "独居":
        parts.append(f"AND r.lives_here = 1 AND {_LIVING} = 1 AND d.tenure IS NOT '空置'")
    elif wanted.tag is not None:
        parts.append(
            "AND EXISTS(SELECT 1 FROM tag t WHERE t.resident_id = r.id AND t.kind = ? "
            "AND coalesce(t.from_on, '') <= ? AND (t.to_on IS NULL OR t.to_on > ?))"
        )
        values += [wanted.tag, wanted.on, wanted.on]
    return " ".join(parts), values
