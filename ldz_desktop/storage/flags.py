"""Flags, where they hung, and decisions about ties in the database."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from ldz_desktop.domain.flags import Decision, Flag, Holding
from ldz_desktop.storage.database import Database, Row

_FLAG = ("id", "number", "scope", "acquired_on", "retired_on", "note")
_HOLDING = (
    "id", "flag_id", "building_id", "month", "from_on", "to_on", "handed_by", "received_by", "note",
)  # fmt: skip
_DAYS = frozenset(("acquired_on", "retired_on", "from_on", "to_on", "decided_on"))
_DECISION = ("id", "month", "community", "buildings", "decided_on", "decided_by", "reason")


class FlagStore:
    """One noun: the flag, with its holdings and the decisions that gave it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- flags -----------------------------------------------------------------------------------

    def flags(self) -> list[Flag]:
        """By community and number."""
        rows = self._database.rows(f"SELECT {', '.join(_FLAG)} FROM flag")
        return sorted(map(_flag, rows), key=lambda f: (f.scope, len(f.number), f.number))

    def flag(self, flag_id: int) -> Flag | None:
        row = self._database.row(f"SELECT {', '.join(_FLAG)} FROM flag WHERE id = ?", (flag_id,))
        return None if row is None else _flag(row)

    def add(self, flag: Flag) -> None:
        self._database.insert("flag", _values(flag, _FLAG))

    def save(self, flag: Flag) -> None:
        self._database.update("flag", _values(flag, _FLAG[1:]), {"id": flag.id})

    def remove(self, flag_id: int) -> None:
        """One that never hung anywhere."""
        self._database.delete("flag", {"id": flag_id})

    # -- holdings --------------------------------------------------------------------------------

    def holdings(self) -> list[Holding]:
        """The oldest month first."""
        rows = self._database.rows(
            f"SELECT {', '.join(_HOLDING)} FROM flag_holding ORDER BY month, id"
        )
        return [Holding(**_read(_HOLDING, row)) for row in rows]

    def add_holding(self, holding: Holding) -> None:
        self._database.insert("flag_holding", _values(holding, _HOLDING))

    def add_holdings(self, holdings: Iterable[Holding]) -> None:
        """The bulk path."""
        rows = [tuple(_values(one, _HOLDING).values()) for one in holdings]
        self._database.insert_many("flag_holding", _HOLDING, rows)

    def save_holding(self, holding: Holding) -> None:
        self._database.update("flag_holding", _values(holding, _HOLDING[1:]), {"id": holding.id})

    def remove_holding(self, holding_id: int) -> None:
        self._database.delete("flag_holding", {"id": holding_id})

    # -- decisions -------------------------------------------------------------------------------

    def decisions(self) -> list[Decision]:
        """The oldest month first."""
        rows = self._database.rows(
            f"SELECT {', '.join(_DECISION)} FROM flag_decision ORDER BY month, id"
        )
        return [_decision(row) for row in rows]

    def add_decision(self, decision: Decision) -> None:
        values = _values(decision, _DECISION)
        self._database.insert(
            "flag_decision", {**values, "buildings": json.dumps(values["buildings"])}
        )

    def remove_decision(self, decision_id: int) -> None:
        self._database.delete("flag_decision", {"id": decision_id})


def _flag(row: Row) -> Flag:
    return Flag(**_read(_FLAG, row))


def _decision(row: Row) -> Decision:
    values = _read(_DECISION, row)
    return Decision(**{**values, "buildings": tuple(json.loads(values["buildings"]))})


def _read(columns: Sequence[str], row: Row) -> dict[str, Any]:
    values = dict(zip(columns, row, strict=True))
    for column in _DAYS & values.keys():
        values[column] = None if values[column] is None else date.fromisoformat(values[column])
    return values


def _values(record: object, columns: Sequence[str]) -> dict[str, Any]:
    values = {column: getattr(record, column) for column in columns}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}
