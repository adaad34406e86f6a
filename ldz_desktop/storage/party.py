"""Steps into the party in the database."""

from datetime import date
from typing import Any

from ldz_desktop.domain.party import PartyStep, in_order
from ldz_desktop.storage.database import Database

_COLUMNS = "id, leader_id, stage, happened_on, note"


class PartyStore:
    """One noun: the party step."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, leader_id: int) -> tuple[PartyStep, ...]:
        """By stage."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM party_step WHERE leader_id = ?", (leader_id,)
        )
        return in_order([_step(row) for row in rows])

    def get(self, step_id: int) -> PartyStep | None:
        row = self._database.row(f"SELECT {_COLUMNS} FROM party_step WHERE id = ?", (step_id,))
        return None if row is None else _step(row)

    def furthest(self) -> dict[int, PartyStep]:
        """leader_id → the furthest stage reached, of everybody on the way."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM party_step")
        return {step.leader_id: step for step in in_order([_step(row) for row in rows])}

    def add(self, step: PartyStep) -> None:
        self._database.insert("party_step", {"id": step.id, **_values(step)})

    def save(self, step: PartyStep) -> None:
        self._database.update("party_step", _values(step), {"id": step.id})

    def remove(self, step_id: int) -> None:
        self._database.delete("party_step", {"id": step_id})


def _step(row: tuple[Any, ...]) -> PartyStep:
    return PartyStep(row[0], row[1], row[2], date.fromisoformat(row[3]), row[4])


def _values(step: PartyStep) -> dict[str, Any]:
    return {
        "leader_id": step.leader_id, "stage": step.stage,
        "happened_on": step.happened_on.isoformat(), "note": step.note,
    }  # fmt: skip
