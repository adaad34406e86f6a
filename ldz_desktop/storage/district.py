"""Whole tables at once, for an office that is still empty: places, households, people, months."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.places import natural_key
from ldz_desktop.storage.database import Database, Row
from ldz_desktop.storage.households import RESIDENT_COLUMNS, dwelling_key

_HOUSEHOLD_COLUMNS = ("id", "dwelling_id", "file_no", "note", "checked_on")
_DWELLING_COLUMNS = ("id", "building_id", "unit", "room", "sort_key", "tenure")


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A household file with its dwelling, neither of them known before."""

    id: int
    dwelling_id: int
    building_id: int
    unit: str
    room: str
    tenure: str | None
    file_no: str
    note: str | None
    checked_on: date | None


class DistrictStore:
    """Bulk paths (executemany); the caller holds the transaction and knows that all is new."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_communities(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Rows (id, name, street)."""
        self._database.insert_many(
            "community",
            ("id", "name", "street", "sort_key"),
            [(i, name, street, natural_key(name)) for i, name, street in rows],
        )

    def add_compounds(self, rows: Iterable[tuple[int, int, str]]) -> None:
        """Rows (id, community_id, name)."""
        self._database.insert_many(
            "compound",
            ("id", "community_id", "name", "sort_key"),
            [(i, community, name, natural_key(name)) for i, community, name in rows],
        )

    def add_buildings(self, rows: Iterable[tuple[int, int, str]]) -> None:
        """Rows (id, compound_id, name)."""
        self._database.insert_many(
            "building",
            ("id", "compound_id", "name", "sort_key"),
            [(i, compound, name, natural_key(name)) for i, compound, name in rows],
        )

    def add_households(self, households: Iterable[NewHousehold]) -> None:
        """Dwellings first, then the files."""
        every = list(households)
        self._database.insert_many(
            "dwelling",
            _DWELLING_COLUMNS,
            [
                (h.dwelling_id, h.building_id, h.unit, h.room,
                 dwelling_key(h.unit, h.room), h.tenure)
                for h in every
            ],
        )  # fmt: skip
        self._database.insert_many(
            "household",
            _HOUSEHOLD_COLUMNS,
            [
                (h.id, h.dwelling_id, h.file_no, h.note,
                 None if h.checked_on is None else h.checked_on.isoformat())
                for h in every
            ],
        )  # fmt: skip

    def add_residents(self, rows: Iterable[Row]) -> None:
        """Rows in the order of RESIDENT_COLUMNS, then the sort key of the name; dates ISO text."""
        self._database.insert_many("resident", (*RESIDENT_COLUMNS, "pinyin"), rows)

    def add_counts(self, month: str, counts: Iterable[tuple[int, Header]]) -> None:
        """Count sheets of batches keyed by hand: (building_id, header)."""
        self._database.insert_many(
            "sheet_count",
            ("month", "building_id", "origin", "issued", "returned", "valid", "spoiled", "blank"),
            [
                (month, building, "keyed", h.issued, h.returned, h.valid, h.spoiled, h.blank)
                for building, h in counts
            ],
        )

    def add_marks(self, month: str, marks: Iterable[tuple[int, int, str]]) -> None:
        """Lines of star booklets: (building_id, number, marks)."""
        self._database.insert_many(
            "star_mark",
            ("month", "building_id", "number", "marks"),
            [(month, building, number, line) for building, number, line in marks],
        )
