"""Stays: where somebody lived and when (domain.stays)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.stays import Stay
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.households import RESIDENT_COLUMNS, resident_record

_COLUMNS = "id, resident_id, household_id, dwelling_id, from_on, to_on, why"
_RESIDENT = ",".join(f"r.{column}" for column in RESIDENT_COLUMNS)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """Somebody who may have lived in a dwelling; dwelling_id: of the household now."""

    resident: Resident
    dwelling_id: int


class StayStore:
    """One noun: the stay."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, resident_ids: Iterable[int]) -> dict[int, tuple[Stay, ...]]:
        """The stays of these people; people without any are left out."""
        ids = list(resident_ids)
        found: dict[int, list[Stay]] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            for row in self._database.rows(
                f"SELECT {_COLUMNS} FROM stay WHERE resident_id IN ({_marks(some)})", some
            ):
                stay = _stay(row)
                found.setdefault(stay.resident_id, []).append(stay)
        return {key: tuple(stays) for key, stays in found.items()}

    def add(self, stay: Stay) -> None:
        self._database.insert(
            "stay",
            {
                "id": stay.id, "resident_id": stay.resident_id,
                "household_id": stay.household_id, "dwelling_id": stay.dwelling_id,
                "from_on": _iso(stay.from_on), "to_on": _iso(stay.to_on), "why": stay.why,
            },
        )  # fmt: skip

    def end(self, stay_id: int, day: date | None, why: str) -> None:
        self._database.update("stay", {"to_on": _iso(day), "why": why}, {"id": stay_id})

    def inhabitants(self, dwelling_id: int) -> list[Inhabitant]:
        """Everybody whose household is, or who has a stay, in that dwelling."""
        return [
            Inhabitant(resident_record(row[1:]), int(row[0]))
            for row in self._database.rows(
                f"SELECT h.dwelling_id, {_RESIDENT} FROM resident r "
                "JOIN household h ON h.id = r.household_id WHERE r.id IN ("
                "SELECT r2.id FROM household h2 JOIN resident r2 ON r2.household_id = h2.id "
                "WHERE h2.dwelling_id = ? UNION "
                "SELECT resident_id FROM stay WHERE dwelling_id = ?)",
                (dwelling_id, dwelling_id),
            )
        ]

    def home_of(self, resident_id: int) -> Inhabitant | None:
        """Somebody with the dwelling of the household now."""
        row = self._database.row(
            f"SELECT h.dwelling_id, {_RESIDENT} FROM resident r "
            "JOIN household h ON h.id = r.household_id WHERE r.id = ?",
            (resident_id,),
        )
        return None if row is None else Inhabitant(resident_record(row[1:]), int(row[0]))

    def addresses(self, dwelling_ids: Iterable[int]) -> dict[int, str]:
        """Dwelling → 福锦苑1栋1单元101."""
        ids = list(dict.fromkeys(dwelling_ids))
        return {
            int(row[0]): "".join(row[1:])
            for row in self._database.rows(
                "SELECT d.id, k.name, b.name, d.unit, d.room FROM dwelling d "
                "JOIN building b ON b.id = d.building_id JOIN compound k ON k.id = b.compound_id "
                f"WHERE d.id IN ({_marks(ids)})",
                ids,
            )
        }

    def file_numbers(self, household_ids: Iterable[int]) -> dict[int, str]:
        """Household → file number; households that are gone are left out."""
        ids = list(dict.fromkeys(household_ids))
        return {
            int(row[0]): str(row[1])
            for row in self._database.rows(
                f"SELECT id, file_no FROM household WHERE id IN ({_marks(ids)})", ids
            )
        }


def _marks(ids: Sequence[int]) -> str:
    return ",".join("?" * len(ids))


def _stay(row: tuple[Any, ...]) -> Stay:
    values = [*row]
    values[4], values[5] = _day(row[4]), _day(row[5])
    return Stay(*values)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
