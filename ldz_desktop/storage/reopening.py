"""Closed months as they stood before they were re-opened. Append-only: triggers (m0007) keep them,
and let a closed month go back to open only while its standing is kept here."""

import json
from dataclasses import asdict

from ldz_desktop.domain.reopening import Edition
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.evaluation import RESULT_COLUMNS, StoredResult, stored_result

_COLUMNS = (
    "month", "edition", "scheme_version", "results", "hash", "previous_hash", "closed_at",
    "closed_by", "published_on", "notice_end", "notice_certain", "reopened_at", "reopened_by",
    "second_person", "second_known", "reason",
)  # fmt: skip
_RESULTS = RESULT_COLUMNS[1:]


class EditionStore:
    """One noun: the kept editions of months."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, month: str) -> list[tuple[Edition, str]]:
        """Each edition with its digest, the oldest first."""
        return [
            (_edition(row[:-1]), str(row[-1]))
            for row in self._database.rows(
                f"SELECT {','.join(_COLUMNS)}, digest FROM month_edition WHERE month = ? "
                "ORDER BY edition",
                (month,),
            )
        ]

    def months(self) -> set[str]:
        """Every month that has kept editions."""
        rows = self._database.rows("SELECT DISTINCT month FROM month_edition")
        return {str(row[0]) for row in rows}

    def occupied(self, month: str) -> dict[int, int | None]:
        """Building id → the occupied households that the newest kept edition judged it by."""
        rows = self._database.rows(
            "SELECT json_extract(value, '$.building_id'), json_extract(value, '$.occupied') "
            "FROM month_edition, json_each(results) WHERE month = ?1 AND json_each.type = 'object' "
            "AND edition = (SELECT max(edition) FROM month_edition WHERE month = ?1)",
            (month,),
        )
        return {int(building): occupied for building, occupied in rows}

    def keep(self, edition: Edition, digest: str) -> None:
        values = {**asdict(edition), "second_known": int(edition.second_known), "digest": digest}
        self._database.insert("month_edition", values)

    def reopen(self, month: str, edition: int) -> None:
        """The closed month, whose standing is kept, is open again under the next edition's number;
        its results are gone from `result`."""
        nothing = dict.fromkeys(
            ("hash", "previous_hash", "closed_at", "closed_by", "published_on", "notice_end",
             "notice_certain", "renewed")
        )  # fmt: skip
        self._database.update(
            "month", {"state": "open", "edition": edition + 1, **nothing}, {"month": month}
        )
        self._database.delete("result", {"month": month})

    def results_text(self, month: str) -> str:
        """The month's result rows as canonical JSON."""
        rows = self._database.rows(
            f"SELECT {','.join(_RESULTS)} FROM result WHERE month = ? ORDER BY position", (month,)
        )
        lines = [dict(zip(_RESULTS, row, strict=True)) for row in rows]
        return json.dumps(lines, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def counts(self, month: str) -> dict[int, tuple[str | int | None, ...]]:
        """Building id → its count sheet as stored, for the seal."""
        return {
            row[0]: tuple(row[1:])
            for row in self._database.rows(
                "SELECT building_id, origin, issued, returned, valid, spoiled, blank, checked "
                "FROM sheet_count WHERE month = ?",
                (month,),
            )
        }


def kept_results(edition: Edition) -> list[StoredResult]:
    """The result rows of a kept edition, in their order."""
    return [stored_result(line) for line in json.loads(edition.results)]


def _edition(row: tuple[object, ...]) -> Edition:
    values = dict(zip(_COLUMNS, row, strict=True))
    values["second_known"] = bool(values["second_known"])
    return Edition(**values)  # type: ignore[arg-type]  # columns of the table
