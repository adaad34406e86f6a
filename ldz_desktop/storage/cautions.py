"""The steps of the warning chain in the database."""

from datetime import date
from typing import Any

from ldz_desktop.domain.cautions import Basis, Caution
from ldz_desktop.storage.database import Database, Row

_DAYS = frozenset(("done_on", "review_on", "reviewed_on", "signed_on", "second_signed_on"))
_COLUMNS = (
    "id", "tenure_id", "stage", "months", "done_on", "done_by", "way", "place", "said", "promised",
    "review_on", "reviewed_on", "review_note", "decision", "reason", "first_signer", "signed_on",
    "second_signer", "second_signed_on", "note", "version",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM caution"


class CautionStore:
    """One noun: the step of a chain."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> list[Caution]:
        """In the order they were written down."""
        return [_caution(row) for row in self._database.rows(f"{_SELECT} ORDER BY id")]

    def of_tenure(self, tenure_id: int) -> list[Caution]:
        rows = self._database.rows(f"{_SELECT} WHERE tenure_id = ? ORDER BY id", (tenure_id,))
        return [_caution(row) for row in rows]

    def get(self, caution_id: int) -> Caution | None:
        row = self._database.row(f"{_SELECT} WHERE id = ?", (caution_id,))
        return None if row is None else _caution(row)

    def add(self, caution: Caution) -> None:
        self._database.insert("caution", _values(caution))

    def add_all(self, cautions: list[Caution]) -> None:
        """The bulk path."""
        rows = [tuple(_values(one).values()) for one in cautions]
        self._database.insert_many("caution", _COLUMNS, rows)

    def save(self, caution: Caution, expected: int) -> bool:
        """False where the version is no longer `expected`."""
        values = {**_values(caution), "version": expected + 1}
        where = {"id": values.pop("id"), "version": expected}
        return bool(self._database.update("caution", values, where))

    def remove(self, caution_id: int) -> None:
        self._database.delete("caution", {"id": caution_id})


def _caution(row: Row) -> Caution:
    values = dict(zip(_COLUMNS, row, strict=True))
    for column in _DAYS:
        values[column] = None if values[column] is None else date.fromisoformat(values[column])
    months = (line.split(" ") for line in values["months"].split("\n"))
    values["months"] = tuple(Basis(month, code) for month, code in months)
    return Caution(**values)


def _values(caution: Caution) -> dict[str, Any]:
    """months: a line each, the month and its code, readable in the history."""
    values = {column: getattr(caution, column) for column in _COLUMNS}
    for column in _DAYS:
        values[column] = None if values[column] is None else values[column].isoformat()
    values["months"] = "\n".join(f"{basis.month} {basis.code}" for basis in caution.months)
    return values
