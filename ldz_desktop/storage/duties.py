"""Editions of the list of duties, and what was done, in the database."""

from collections.abc import Iterable
from datetime import date

from ldz_desktop.domain.duties import DutyRecord, DutyTemplate, duties_text, read_duties
from ldz_desktop.storage.database import Database, Row

_RECORD = (
    "d.id, d.tenure_id, d.month, d.edition, d.duty, d.times, d.done_on, d.note FROM duty_record d"
)


class DutyStore:
    """One noun: the duty, asked for and done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def templates(self) -> tuple[DutyTemplate, ...]:
        """Every edition, the oldest first."""
        return tuple(
            DutyTemplate(int(edition), str(month), read_duties(duties))
            for edition, month, duties in self._database.rows(
                "SELECT edition, from_month, duties FROM duty_template ORDER BY edition"
            )
        )

    def add_template(self, key: int, template: DutyTemplate) -> None:
        """key: the row's."""
        self._database.insert(
            "duty_template",
            {
                "id": key, "edition": template.edition, "from_month": template.from_month,
                "duties": duties_text(template.duties),
            },
        )  # fmt: skip

    def newest_month(self) -> str | None:
        """The last month that something was written down for."""
        found = self._database.value("SELECT max(month) FROM duty_record")
        return None if found is None else str(found)

    def of_months(self, first: str, last: str) -> tuple[DutyRecord, ...]:
        """Everything written down for these months."""
        return self._records("WHERE d.month BETWEEN ? AND ?", (first, last))

    def of_sheet(self, tenure_id: int, month: str) -> tuple[DutyRecord, ...]:
        return self._records("WHERE d.tenure_id = ? AND d.month = ?", (tenure_id, month))

    def of_tenure(self, tenure_id: int) -> tuple[DutyRecord, ...]:
        return self._records("WHERE d.tenure_id = ?", (tenure_id,))

    def get(self, record_id: int) -> DutyRecord | None:
        found = self._records("WHERE d.id = ?", (record_id,))
        return found[0] if found else None

    def add(self, record: DutyRecord) -> None:
        self._database.insert("duty_record", _values(record))

    def add_many(self, records: Iterable[DutyRecord]) -> None:
        """In bulk."""
        rows = [_values(record) for record in records]
        columns = tuple(rows[0]) if rows else ("id",)
        self._database.insert_many("duty_record", columns, (tuple(r.values()) for r in rows))

    def save(self, record: DutyRecord) -> None:
        values = _values(record)
        del values["id"]
        self._database.update("duty_record", values, {"id": record.id})

    def remove(self, record_id: int) -> None:
        self._database.delete("duty_record", {"id": record_id})

    def _records(self, where: str, values: tuple[object, ...]) -> tuple[DutyRecord, ...]:
        rows = self._database.rows(
            f"SELECT {_RECORD} {where} ORDER BY d.month, d.done_on, d.id", values
        )
        return tuple(map(_record, rows))


def _record(row: Row) -> DutyRecord:
    values = [*row]
    values[6] = None if row[6] is None else date.fromisoformat(row[6])
    return DutyRecord(*values)


def _values(record: DutyRecord) -> dict[str, object]:
    return {
        "id": record.id, "tenure_id": record.tenure_id, "month": record.month,
        "edition": record.edition, "duty": record.duty, "times": record.times,
        "done_on": record.done_on.isoformat() if record.done_on else None, "note": record.note,
    }  # fmt: skip
