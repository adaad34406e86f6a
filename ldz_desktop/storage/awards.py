"""Awards of a year in the database."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ldz_desktop.domain.awards import Award
from ldz_desktop.storage.database import Database, Row

_COLUMNS = (
    "id", "year", "kind", "building_id", "leader_id", "basis", "voters", "votes_for", "decided_on",
    "certificate_no", "posting_id", "cancelled_on", "cancel_reason", "note", "chaired_by",
)  # fmt: skip
_DAYS = frozenset(("decided_on", "cancelled_on"))


class AwardStore:
    """One noun: the award."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> list[Award]:
        """By year, in the order they were written down."""
        rows = self._database.rows(
            f"SELECT {', '.join(_COLUMNS)} FROM award ORDER BY year, decided_on, id"
        )
        return [_award(row) for row in rows]

    def add(self, award: Award) -> None:
        self._database.insert("award", _values(award))

    def add_all(self, awards: Iterable[Award]) -> None:
        """The bulk path."""
        rows = [tuple(_values(one).values()) for one in awards]
        self._database.insert_many("award", _COLUMNS, rows)

    def save(self, award: Award) -> None:
        values = _values(award)
        del values["id"]
        self._database.update("award", values, {"id": award.id})

    def remove(self, award_id: int) -> None:
        self._database.delete("award", {"id": award_id})


def _award(row: Row) -> Award:
    values = dict(zip(_COLUMNS, row, strict=True))
    for column in _DAYS:
        values[column] = None if values[column] is None else date.fromisoformat(values[column])
    return Award(**values)


def _values(award: Award) -> dict[str, Any]:
    values = {column: getattr(award, column) for column in _COLUMNS}
    for column in _DAYS:
        values[column] = None if values[column] is None else values[column].isoformat()
    return values
