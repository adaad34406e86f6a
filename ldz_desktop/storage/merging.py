"""What hangs on a resident, and moving it to another one."""

from dataclasses import dataclass
from typing import Any

from ldz_desktop.storage.database import Database

_LINKS = ("father_id", "mother_id", "spouse_id")


@dataclass(frozen=True, slots=True)
class TagRow:
    id: int
    kind: str
    from_on: str | None
    to_on: str | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class StayRow:
    id: int
    household_id: int
    dwelling_id: int
    from_on: str | None
    to_on: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class HomeRow:
    """A household as far as merging needs it. others: present members beside the two; heads: how
    many of those are head; closed: whether the file is."""

    dwelling_id: int
    address: str
    others: int
    heads: int
    closed: bool


class MergingStore:
    """One noun: what belongs to one resident."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def home(self, household_id: int, two: tuple[int, int]) -> HomeRow | None:
        row = self._database.row(
            "SELECT d.id, k.name || b.name || d.unit || d.room, "
            "(SELECT count(*) FROM resident r WHERE r.household_id = h.id "
            "AND r.state = 'present' AND r.id NOT IN (?, ?)), "
            "(SELECT count(*) FROM resident r WHERE r.household_id = h.id "
            "AND r.state = 'present' AND r.relation = '02' AND r.id NOT IN (?, ?)), "
            "h.closed_on IS NOT NULL FROM household h JOIN dwelling d ON d.id = h.dwelling_id "
            "JOIN building b ON b.id = d.building_id JOIN compound k ON k.id = b.compound_id "
            "WHERE h.id = ?",
            (*two, *two, household_id),
        )
        return None if row is None else HomeRow(row[0], row[1], row[2], row[3], bool(row[4]))

    def counts(self, resident_id: int) -> dict[str, int]:
        """How much hangs on a resident: tag, visit, attachment, stay, link (father, mother or
        spouse of somebody)."""
        found = {
            table: int(
                self._database.value(
                    f"SELECT count(*) FROM {table} WHERE resident_id = ?", (resident_id,)
                )
            )
            for table in ("tag", "visit", "attachment", "stay")
        }
        found["link"] = int(
            self._database.value(
                "SELECT count(*) FROM resident "
                "WHERE father_id = ?1 OR mother_id = ?1 OR spouse_id = ?1",
                (resident_id,),
            )
        )
        return found

    def name(self, resident_id: int | None) -> str:
        """Somebody's name; "" where there is nobody."""
        found = self._database.value("SELECT name FROM resident WHERE id = ?", (resident_id,))
        return str(found or "")

    def tags(self, resident_id: int) -> list[TagRow]:
        return [
            TagRow(*row)
            for row in self._database.rows(
                "SELECT id, kind, from_on, to_on, basis FROM tag WHERE resident_id = ? ORDER BY id",
                (resident_id,),
            )
        ]

    def stays(self, resident_id: int) -> list[StayRow]:
        return [
            StayRow(*row)
            for row in self._database.rows(
                "SELECT id, household_id, dwelling_id, from_on, to_on, why FROM stay "
                "WHERE resident_id = ? ORDER BY coalesce(from_on, ''), id",
                (resident_id,),
            )
        ]

    # -- moving ----------------------------------------------------------------------------------

    def move_links(self, old: int, new: int) -> None:
        """Whoever had `old` for a father, mother or spouse has `new`; the two themselves not."""
        for link in _LINKS:
            self._database.execute(
                f"UPDATE resident SET {link} = ?, version = version + 1 "
                f"WHERE {link} = ? AND id NOT IN (?, ?)",
                (new, old, old, new),
            )

    def move_papers(self, old: int, new: int, household_id: int) -> None:
        """Visits and attachments of a person follow to the household the person is filed in."""
        for table in ("visit", "attachment"):
            self._database.execute(
                f"UPDATE {table} SET resident_id = ?, household_id = ? WHERE resident_id = ?",
                (new, household_id, old),
            )

    def change(self, table: str, row_id: int, values: dict[str, Any]) -> None:
        self._database.update(table, values, {"id": row_id})

    def remove(self, table: str, row_id: int) -> None:
        self._database.delete(table, {"id": row_id})
