"""What an import reads and writes in bulk: look-ups by the thousand, executemany for the rest."""

import contextlib
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ldz_desktop.storage.database import Database, Row

_BATCH = 900  # bound values in one statement
RESIDENT_FIELDS: tuple[str, ...] = (
    "name", "relation", "id_type", "id_number", "id_old", "sex", "birth", "ethnic", "education",
    "occupation", "workplace", "health", "political", "marital", "phone", "registered_here",
    "lives_here", "registered_address", "note",
)  # fmt: skip
_PLACE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "community": ("id", "name", "street", "sort_key"),
    "compound": ("id", "community_id", "name", "sort_key"),
    "building": ("id", "compound_id", "name", "sort_key"),
}
_STORED = ("id", "household_id", "state", "state_on", *RESIDENT_FIELDS)
_SELECT_RESIDENTS = f"SELECT {','.join(_STORED)} FROM resident "


class ImportStore:
    """Bulk reading and writing of households, and the remembered meanings of headers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- remembered headers ----------------------------------------------------------------------

    def remembered(self, kind: str) -> dict[str, str]:
        """Fingerprint of a header → mapping as JSON."""
        return {
            str(fingerprint): str(mapping)
            for fingerprint, mapping in self._database.rows(
                "SELECT fingerprint, mapping FROM import_mapping WHERE kind = ?", (kind,)
            )
        }

    def remember(self, kind: str, fingerprint: str, mapping: str, on: str) -> None:
        """Keep a decision about a header for the next file."""
        self._database.execute(
            "INSERT INTO import_mapping(kind, fingerprint, mapping, used_on) VALUES(?, ?, ?, ?) "
            "ON CONFLICT(kind, fingerprint) DO UPDATE SET mapping = excluded.mapping, "
            "used_on = excluded.used_on",
            (kind, fingerprint, mapping, on),
        )

    @contextlib.contextmanager
    def in_bulk(self) -> Iterator[None]:
        """While much is written: the write-ahead log grows and is folded into the file at the next
        save instead of within the commit, and the collector of cycles rests."""
        connection = self._database.connection()
        pages = connection.pragma("wal_autocheckpoint")
        connection.pragma("wal_autocheckpoint", 0)
        collecting = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if collecting:
                gc.enable()
            connection.pragma("wal_autocheckpoint", pages)

    # -- reading ---------------------------------------------------------------------------------

    def has_residents(self) -> bool:
        """Whether anybody is on file."""
        return bool(self._database.value("SELECT EXISTS(SELECT 1 FROM resident)"))

    def dwellings(self, building_id: int) -> dict[tuple[str, str], tuple[int, str | None]]:
        """(unit, room) → (dwelling id, tenure) of a building."""
        return {
            (str(unit), str(room)): (int(dwelling), tenure)
            for unit, room, dwelling, tenure in self._database.rows(
                "SELECT unit, room, id, tenure FROM dwelling WHERE building_id = ?", (building_id,)
            )
        }

    def households(self, building_id: int) -> dict[int, list[int]]:
        """Dwelling id → ids of its open households, the oldest first, in a building."""
        found: dict[int, list[int]] = {}
        for dwelling, household in self._database.rows(
            "SELECT h.dwelling_id, h.id FROM household h JOIN dwelling d ON d.id = h.dwelling_id "
            "WHERE d.building_id = ? AND h.closed_on IS NULL ORDER BY h.id",
            (building_id,),
        ):
            found.setdefault(int(dwelling), []).append(int(household))
        return found

    def file_numbers(self) -> set[str]:
        """Of every file there ever was."""
        return {str(number) for (number,) in self._database.rows("SELECT file_no FROM household")}

    def members(self, households: Iterable[int]) -> list[dict[str, Any]]:
        """The people of those households, in their order."""
        return self._residents("household_id", households, " ORDER BY position, id")

    def holders(self, numbers: Iterable[str]) -> list[dict[str, Any]]:
        """The people who have those document numbers."""
        return self._residents("id_number", numbers, "")

    def last_positions(self, households: Iterable[int]) -> dict[int, int]:
        """Household id → the highest position of its people."""
        found: dict[int, int] = {}
        for marks, batch in _batches(households):
            found.update(
                (int(household), int(position))
                for household, position in self._database.rows(
                    "SELECT household_id, max(position) FROM resident "
                    f"WHERE household_id IN ({marks}) GROUP BY household_id",
                    batch,
                )
            )
        return found

    def _residents(
        self, column: str, wanted: Iterable[int] | Iterable[str], order: str
    ) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for marks, batch in _batches(wanted):
            rows = self._database.rows(
                f"{_SELECT_RESIDENTS} WHERE {column} IN ({marks}){order}", batch
            )
            found += [dict(zip(_STORED, row, strict=True)) for row in rows]
        return found

    # -- writing ---------------------------------------------------------------------------------

    def add_places(self, table: str, rows: Iterable[Row]) -> None:
        """New communities (id, name, street, sort_key), compounds (id, community_id, name,
        sort_key) or buildings (id, compound_id, name, sort_key)."""
        self._database.insert_many(table, _PLACE_COLUMNS[table], rows)

    def add_dwellings(self, rows: Iterable[Row]) -> None:
        """Rows (id, building_id, unit, room, sort_key, tenure)."""
        columns = ("id", "building_id", "unit", "room", "sort_key", "tenure")
        self._database.insert_many("dwelling", columns, rows)

    def add_households(self, rows: Iterable[Row]) -> None:
        """Rows (id, dwelling_id, file_no)."""
        self._database.insert_many("household", ("id", "dwelling_id", "file_no"), rows)

    def add_residents(self, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Rows in the order of `columns`; the others keep their defaults."""
        self._database.insert_many("resident", columns, rows)

    def set_tenures(self, tenures: Iterable[tuple[str, int]]) -> None:
        """(tenure, dwelling id); the open households of the dwelling count a save."""
        pairs = list(tenures)
        connection = self._database.connection()
        connection.executemany("UPDATE dwelling SET tenure = ? WHERE id = ?", pairs)
        connection.executemany(
            "UPDATE household SET version = version + 1 "
            "WHERE dwelling_id = ? AND closed_on IS NULL",
            [(dwelling,) for _, dwelling in pairs],
        )

    def change_residents(self, changes: Mapping[int, Mapping[str, Any]]) -> None:
        """Resident id → column → new value; each counts as a save of the record."""
        groups: dict[tuple[str, ...], list[Row]] = {}
        for resident, values in changes.items():
            columns = tuple(sorted(values))
            groups.setdefault(columns, []).append((*(values[c] for c in columns), resident))
        for columns, rows in groups.items():
            assigned = ", ".join(f"{column} = ?" for column in columns)
            self._database.connection().executemany(
                f"UPDATE resident SET {assigned}, version = version + 1 WHERE id = ?", rows
            )


def _batches(values: Iterable[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Values in batches, each with its question marks."""
    every = list(dict.fromkeys(values))
    for start in range(0, len(every), _BATCH):
        batch = every[start : start + _BATCH]
        yield ",".join("?" * len(batch)), batch
