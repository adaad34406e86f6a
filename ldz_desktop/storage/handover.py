"""Hand-overs in the database, and what hangs on a leader who goes."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from ldz_desktop.domain.handover import Handover, Item
from ldz_desktop.storage.database import Database, Row

_DAYS = frozenset(("held_on", "giver_signed", "receiver_signed", "finished_on"))
_COLUMNS = (
    "id", "tenure_id", "to_tenure_id", "receiver", "held_on", "items", "giver_signed",
    "giver_absent", "receiver_signed", "witness", "finished_on", "giver", "note", "version",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM handover"


class HandoverStore:
    """One noun: the hand-over."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> list[Handover]:
        return [_record(row) for row in self._database.rows(f"{_SELECT} ORDER BY id")]

    def of_tenure(self, tenure_id: int) -> list[Handover]:
        """In the order they were begun."""
        rows = self._database.rows(f"{_SELECT} WHERE tenure_id = ? ORDER BY id", (tenure_id,))
        return [_record(row) for row in rows]

    def get(self, handover_id: int) -> Handover | None:
        row = self._database.row(f"{_SELECT} WHERE id = ?", (handover_id,))
        return None if row is None else _record(row)

    def add(self, handover: Handover) -> None:
        self._database.insert("handover", _values(handover))

    def add_all(self, handovers: list[Handover]) -> None:
        """The bulk path."""
        rows = [tuple(_values(one).values()) for one in handovers]
        self._database.insert_many("handover", _COLUMNS, rows)

    def save(self, handover: Handover, expected: int) -> bool:
        """False where the version is no longer `expected`."""
        values = {**_values(handover), "version": expected + 1}
        where = {"id": values.pop("id"), "version": expected}
        return bool(self._database.update("handover", values, where))

    def remove(self, handover_id: int) -> None:
        self._database.delete("handover", {"id": handover_id})

    # -- what hangs on a leader ------------------------------------------------------------------

    def promises(self, leader_id: int) -> list[tuple[int, str, str | None]]:
        """Commitments that are not kept: id, matter, ISO day they are due."""
        rows = self._database.rows(
            "SELECT id, matter, due_on FROM commitment WHERE leader_id = ? AND kept_on IS NULL "
            "ORDER BY made_on, id",
            (leader_id,),
        )
        return [(int(i), str(matter), due) for i, matter, due in rows]

    def move_promise(self, commitment_id: int, leader_id: int) -> None:
        self._database.update("commitment", {"leader_id": leader_id}, {"id": commitment_id})


def _record(row: Row) -> Handover:
    values = dict(zip(_COLUMNS, row, strict=True))
    for column in _DAYS:
        values[column] = None if values[column] is None else date.fromisoformat(values[column])
    values["items"] = tuple(Item(**one) for one in json.loads(values["items"]))
    return Handover(**values)


def _values(handover: Handover) -> dict[str, Any]:
    values = {column: getattr(handover, column) for column in _COLUMNS}
    for column in _DAYS:
        values[column] = None if values[column] is None else values[column].isoformat()
    items = [asdict(item) for item in handover.items]
    values["items"] = json.dumps(items, ensure_ascii=False)
    return values
