"""Promises of leaders in the database."""

from datetime import date
from typing import Any

from ldz_desktop.domain.commitments import Commitment
from ldz_desktop.storage.database import Database

_COLUMNS = "id, leader_id, made_on, matter, due_on, kept_on, note"


class CommitmentStore:
    """One noun: the commitment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, leader_id: int) -> tuple[Commitment, ...]:
        """The newest first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM commitment WHERE leader_id = ? ORDER BY made_on DESC, id DESC",
            (leader_id,),
        )
        return tuple(_commitment(row) for row in rows)

    def get(self, commitment_id: int) -> Commitment | None:
        row = self._database.row(
            f"SELECT {_COLUMNS} FROM commitment WHERE id = ?", (commitment_id,)
        )
        return None if row is None else _commitment(row)

    def add(self, one: Commitment) -> None:
        self._database.insert("commitment", {"id": one.id, **_values(one)})

    def save(self, one: Commitment) -> None:
        self._database.update("commitment", _values(one), {"id": one.id})

    def remove(self, commitment_id: int) -> None:
        self._database.delete("commitment", {"id": commitment_id})


def _commitment(row: tuple[Any, ...]) -> Commitment:
    made, due, kept = (
        None if day is None else date.fromisoformat(day) for day in (row[2], row[4], row[5])
    )
    assert made is not None
    return Commitment(row[0], row[1], made, row[3], due, kept, row[6])


def _values(one: Commitment) -> dict[str, Any]:
    return {
        "leader_id": one.leader_id, "made_on": one.made_on.isoformat(), "matter": one.matter,
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "kept_on": one.kept_on.isoformat() if one.kept_on else None, "note": one.note,
    }  # fmt: skip
