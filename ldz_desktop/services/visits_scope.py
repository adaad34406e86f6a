"""What a pack was given, and so may change: the files of its buildings, and what it made itself."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ldz_desktop.storage.database import Database
from ldz_desktop.storage.history import HistoryStore
from ldz_desktop.storage.undoing import UndoStore
from ldz_desktop.storage.visit_pack import TABLES, ids_within
from ldz_desktop.storage.visits import PackRow, VisitStore

_ABOVE = {
    "resident": ("household_id", "household"),
    "household": ("dwelling_id", "dwelling"),
    "dwelling": ("building_id", "building"),
    "tag": ("resident_id", "resident"),
    "stay": ("resident_id", "resident"),
    "visit": ("household_id", "household"),
    "attachment": ("household_id", "household"),
}
"""Table → the column that says where a row belongs, and the table of that place."""


class VisitScope:
    """Of one pack, in the office as it is now. Places above a building were taken along to be
    read: new ones may come beside them, they themselves do not change."""

    def __init__(self, office: Database, pack: PackRow) -> None:
        self._office, self._pack = office, pack
        self._rows = UndoStore(office)
        self._then: dict[tuple[str, int], bool] = {}

    @cached_property
    def _came(self) -> frozenset[int]:
        """Keys of what came with earlier merges of this pack."""
        merges = VisitStore(self._office).merges()
        batches = [m.batch_id for m in merges if m.pack_id == self._pack.id and m.batch_id]
        return frozenset(row for batch in batches for row in self._rows.came_with(batch))

    @cached_property
    def _buildings(self) -> frozenset[int]:
        made = self._rows.there("building", sorted(self._came)) if self._came else set[int]()
        return frozenset(self._pack.buildings) | made

    @cached_property
    def _within(self) -> Mapping[str, frozenset[int]]:
        buildings = sorted(self._buildings)
        return {table: ids_within(self._office, table, buildings) for table in TABLES}

    def reads(self, table: str, row_id: int) -> bool:
        """Whether something new may be put beside a place that the pack only reads."""
        return row_id in self._within[table] or row_id in self._came

    def holds(self, table: str, row_id: int) -> bool:
        """Whether a row of the office is one the pack may change: it lies in its buildings, or lay
        there when the pack was given out, or came with it."""
        if row_id in self._came:
            return True
        if table in ("community", "compound", "building"):
            return table == "building" and row_id in self._buildings
        return row_id in self._within[table] or self._held_then(table, row_id)

    def is_new_here(self, table: str, row_id: int) -> bool:
        """Whether the office made a place after the pack was given out: then both made it."""
        return any(
            batch is not None and batch.at > self._pack.made_at
            for batch in (
                self._history.batch(entry.batch_id)
                for entry in self._history.entries_of([row_id])
                if entry.table == table and entry.kind == "insert"
            )
        )

    @cached_property
    def _history(self) -> HistoryStore:
        return HistoryStore(self._office)

    def _held_then(self, table: str, row_id: int) -> bool:
        """Where it was when the pack was given out; the office has moved it since."""
        known = self._then.get((table, row_id))
        if known is None:
            known = self._then[table, row_id] = self._lay_within(table, row_id)
        return known

    def _lay_within(self, table: str, row_id: int) -> bool:
        if table not in _ABOVE:
            return row_id in self._buildings
        column, above = _ABOVE[table]
        place = self._value_then(table, row_id, column)
        return place is not None and self._lay_within(above, place)

    def _value_then(self, table: str, row_id: int, column: str) -> int | None:
        changes = [
            (batch.seq, entry.old)
            for entry in self._history.entries_of([row_id])
            if (entry.table, entry.field) == (table, column)
            and (batch := self._history.batch(entry.batch_id)) is not None
            and batch.at >= self._pack.made_at
        ]
        if changes:
            return _key(min(changes)[1])
        found = self._rows.values(table, (column,), [row_id])
        return _key(found[row_id][0]) if row_id in found else None


def _key(value: Any) -> int | None:  # noqa: ANN401 - a value of a column
    return None if value is None else int(value)
