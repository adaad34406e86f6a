"""What guided changes read and write beyond storage.households."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ldz_desktop.domain.households import Resident
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.households import RESIDENT_COLUMNS, dwelling_at, resident_record

_COLUMNS = ",".join(RESIDENT_COLUMNS)
_ROUNDS = 3
_MOST = 80
_VERSIONED = ("household", "resident")


class MoveStore:
    """Households of a dwelling, linked people, free numbers; single rows changed with care."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def dwelling(
        self, building_id: int, unit: str, room: str
    ) -> tuple[int, str | None, str | None, str | None] | None:
        """(id, tenure, landlord's name, telephone) of a dwelling, None where it is not on file."""
        found = dwelling_at(self._database, building_id, unit, room)
        if found is None:
            return None
        row = self._database.row(
            "SELECT tenure, landlord_name, landlord_phone FROM dwelling WHERE id = ?", found[:1]
        )
        assert row is not None
        return found[0], row[0], row[1], row[2]

    def door(self, dwelling_id: int) -> tuple[int, str, str]:
        """(building id, unit, room)."""
        row = self._database.row(
            "SELECT building_id, unit, room FROM dwelling WHERE id = ?", (dwelling_id,)
        )
        assert row is not None
        return int(row[0]), str(row[1]), str(row[2])

    def open_households(self, dwelling_id: int) -> list[int]:
        return [
            int(row[0])
            for row in self._database.rows(
                "SELECT id FROM household WHERE dwelling_id = ? AND closed_on IS NULL ORDER BY id",
                (dwelling_id,),
            )
        ]

    def closed(self, household_ids: Iterable[int]) -> dict[int, date]:
        """Those that are closed, and when."""
        ids = list(household_ids)
        return {
            int(row[0]): date.fromisoformat(row[1])
            for row in self._database.rows(
                f"SELECT id, closed_on FROM household WHERE id IN ({_marks(ids)}) "
                "AND closed_on IS NOT NULL",
                ids,
            )
        }

    def is_number_taken(self, file_no: str) -> bool:
        return (
            self._database.value("SELECT 1 FROM household WHERE file_no = ? LIMIT 1", (file_no,))
            is not None
        )

    def linked(self, people: Iterable[Resident], also: Iterable[int] = ()) -> list[Resident]:
        """Parents, children and spouses of these people who are not among them, and theirs, up to
        three steps away. also: further people to begin with."""
        known = {p.id: p for p in people}
        found: dict[int, Resident] = {}
        frontier = list(known.values())
        wanted = set(also)
        for _ in range(_ROUNDS):
            near = self._near(frontier, wanted)
            frontier = [p for p in near if p.id not in known and p.id not in found]
            found.update((p.id, p) for p in frontier)
            wanted = set()
            if not frontier or len(found) > _MOST:
                break
        return list(found.values())

    def _near(self, people: list[Resident], also: set[int]) -> list[Resident]:
        up = {i for p in people for i in (p.father_id, p.mother_id, p.spouse_id) if i} | also
        ids = [p.id for p in people]
        any_of = f"IN ({_marks(ids)})"
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM resident WHERE id IN ({_marks(up)}) UNION "
            f"SELECT {_COLUMNS} FROM resident WHERE father_id {any_of} OR mother_id {any_of} "
            f"OR spouse_id {any_of}",
            (*up, *ids, *ids, *ids),
        )
        return [resident_record(row) for row in rows]

    def left(self, household_id: int, dwelling_id: int) -> list[Resident]:
        """Those who lived in that dwelling as people of that household, and are filed in an open
        one elsewhere now."""
        columns = ",".join(f"r.{column}" for column in RESIDENT_COLUMNS)
        rows = self._database.rows(
            f"SELECT DISTINCT {columns} FROM stay s JOIN resident r ON r.id = s.resident_id "
            "JOIN household h ON h.id = r.household_id "
            "WHERE s.dwelling_id = ? AND s.household_id = ? AND r.household_id <> ? "
            "AND h.closed_on IS NULL ORDER BY r.household_id, r.position, r.id",
            (dwelling_id, household_id, household_id),
        )
        return [resident_record(row) for row in rows]

    def change(self, table: str, ident: int, values: Mapping[str, Any]) -> None:
        """Write these columns of a row; its version rises where it has one."""
        columns = [f"{name} = ?" for name in values]
        if table in _VERSIONED:
            columns.append("version = version + 1")
        self._database.execute(
            f"UPDATE {table} SET {', '.join(columns)} WHERE id = ?",
            (*(_plain(v) for v in values.values()), ident),
        )


def _marks(ids: Iterable[int]) -> str:
    return ",".join("?" for _ in ids)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any column
    return value.isoformat() if isinstance(value, date) else value
