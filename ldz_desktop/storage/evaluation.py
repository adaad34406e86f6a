"""Months, sheets, booklets and results. A closed month is guarded by triggers (m0001)."""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ldz_desktop.domain.evaluation import (
    SCHEME_1,
    Header,
    MonthState,
    Scheme,
    Score,
)
from ldz_desktop.domain.rekeying import Keying
from ldz_desktop.storage.database import Database

SHEET_KEY_BYTES = 16
# What a published month keeps of its notice cannot change; its newest notice on file can: put up
# anew, or with another last day once the year's holidays are known.
_MONTH = (
    "SELECT m.month, m.state, m.scheme_version, m.hash, m.previous_hash, m.closed_at, m.closed_by, "
    "coalesce(p.posted_on, m.published_on), coalesce(p.last_on, m.notice_end), "
    "coalesce(p.certain, m.notice_certain), m.edition, m.renewed "
    "FROM month m LEFT JOIN posting p ON p.id = "
    "(SELECT max(id) FROM posting WHERE about = 'month:' || m.month AND posted_on IS NOT NULL "
    "AND kind = CASE m.edition WHEN 1 THEN 'ranking' ELSE 'correction' END) "
    "AND m.state = 'published'"
)
RESULT_COLUMNS = (
    "month", "building_id", "position", "tenure_id", "street", "community", "compound",
    "building", "leader", "occupied", "valid", "returned", "issued", "minimum", "overdue",
    "grades", "satisfaction", "satisfied_rate", "stars", "score", "why_unranked",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month as stored; hashes are 64 hex digits, days ISO text. edition: one more with every
    re-opening. renewed: the seal without names of a month that was sealed over names."""

    month: str
    state: MonthState
    scheme_version: int
    hash: str | None
    previous_hash: str | None
    closed_at: str | None
    closed_by: str | None
    published_on: str | None
    notice_end: str | None
    notice_certain: int | None
    edition: int = 1
    renewed: str | None = None


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A closed month's line: the score and the occupied households it was judged by."""

    score: Score
    occupied: int | None


class EvaluationStore:
    """One noun: the month's evaluation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- schemes and months ----------------------------------------------------------------------

    def seed_scheme(self) -> None:
        self._database.insert(
            "scheme",
            {"version": SCHEME_1.version, "name": SCHEME_1.name, "rules": scheme_text(SCHEME_1)},
        )

    def scheme(self, version: int) -> Scheme:
        """Raises LookupError for a version that was never stored."""
        text = self._database.value("SELECT rules FROM scheme WHERE version = ?", (version,))
        if text is None:
            raise LookupError(version)
        return scheme_record(str(text))

    def scheme_rules(self, version: int) -> str:
        """The rules as they were stored, to the letter: what a month's seal is made over."""
        return str(self._database.value("SELECT rules FROM scheme WHERE version = ?", (version,)))

    def newest_scheme(self) -> Scheme:
        return self.scheme(int(self._database.value("SELECT max(version) FROM scheme")))

    def scheme_for(self, month: str) -> Scheme:
        """The month's own, or the one it would be opened with."""
        row = self.month(month)
        return self.newest_scheme() if row is None else self.scheme(row.scheme_version)

    def months(self) -> list[MonthRow]:
        """Oldest first."""
        rows = self._database.rows(f"{_MONTH} ORDER BY m.month")
        return [MonthRow(*row) for row in rows]

    def month(self, month: str) -> MonthRow | None:
        row = self._database.row(f"{_MONTH} WHERE m.month = ?", (month,))
        return None if row is None else MonthRow(*row)

    def ensure_month(self, month: str) -> bool:
        """Open the month with the newest scheme where it is not there; True where it was made."""
        if self.month(month) is not None:
            return False
        version = self._database.value("SELECT max(version) FROM scheme")
        self._database.insert("month", {"month": month, "scheme_version": version})
        return True

    def remove_month(self, month: str) -> None:
        """An open month with everything in it."""
        for table in ("sheet", "sheet_count", "sheet_draft", "sheet_check", "sheet_issue",
                      "star_mark", "sheet_file"):  # fmt: skip
            self._database.delete(table, {"month": month})
        self._database.delete("month", {"month": month})

    # -- sheets ----------------------------------------------------------------------------------

    def sheets(self, month: str) -> dict[int, dict[str, int]]:
        """Building id → answers → how many such sheets."""
        found: dict[int, dict[str, int]] = {}
        for building, answers, count in self._database.rows(
            "SELECT building_id, answers, count(*) FROM sheet WHERE month = ? "
            "GROUP BY building_id, answers",
            (month,),
        ):
            found.setdefault(building, {})[answers] = count
        return found

    def sheets_of(self, month: str, building_id: int) -> list[str]:
        """The answers on a building's sheets, in the order of their random keys."""
        return [
            row[0]
            for row in self._database.rows(
                "SELECT answers FROM sheet WHERE month = ? AND building_id = ? ORDER BY id",
                (month, building_id),
            )
        ]

    def add_sheets(self, month: str, sheets: Iterable[tuple[int, str]]) -> None:
        """(building_id, answers) under new random keys, written in the order of the keys."""
        rows = sorted(
            (month, building, secrets.token_bytes(SHEET_KEY_BYTES), answers)
            for building, answers in sheets
        )
        self._database.insert_many("sheet", ("month", "building_id", "id", "answers"), rows)

    def remove_sheets(self, month: str, building_id: int) -> None:
        self._database.delete("sheet", {"month": month, "building_id": building_id})

    def rewrite_sheets(self, month: str) -> None:
        """Lay the month's sheets down anew under new random keys, in the order of the keys: what
        was keyed first no longer lies first in the file (reliability.md §4.2)."""
        every = [
            (building, answers)
            for building, answers in self._database.rows(
                "SELECT building_id, answers FROM sheet WHERE month = ?", (month,)
            )
        ]
        self._database.delete("sheet", {"month": month})
        self.add_sheets(month, every)

    def counts(self, month: str) -> dict[int, tuple[str, Header]]:
        """Building id → (origin 'keyed' or 'file', the count sheet)."""
        return {
            building: (origin, Header(issued, returned, valid, spoiled, blank))
            for building, origin, issued, returned, valid, spoiled, blank in self._database.rows(
                "SELECT building_id, origin, issued, returned, valid, spoiled, blank "
                "FROM sheet_count WHERE month = ?",
                (month,),
            )
        }

    def checked(self, month: str) -> set[int]:
        """Buildings whose batch was keyed twice and agreed."""
        rows = self._database.rows(
            "SELECT building_id FROM sheet_count WHERE month = ? AND checked", (month,)
        )
        return {int(row[0]) for row in rows}

    def put_count(
        self, month: str, building_id: int, origin: str, header: Header, *, checked: bool = False
    ) -> None:
        self.remove_count(month, building_id)
        self._database.insert(
            "sheet_count",
            {
                "month": month, "building_id": building_id, "origin": origin, **asdict(header),
                "checked": int(checked),
            },
        )  # fmt: skip

    def remove_count(self, month: str, building_id: int) -> None:
        self._database.delete("sheet_count", {"month": month, "building_id": building_id})

    # -- files -----------------------------------------------------------------------------------

    def has_file(self, month: str, kind: str, digest: bytes) -> bool:
        """Whether the month has taken that file."""
        sql = "SELECT 1 FROM sheet_file WHERE month = ? AND kind = ? AND digest = ?"
        return self._database.value(sql, (month, kind, digest)) is not None

    def add_file(self, month: str, kind: str, digest: bytes) -> None:
        if not self.has_file(month, kind, digest):
            self._database.insert("sheet_file", {"month": month, "kind": kind, "digest": digest})

    def forget_files(self, month: str) -> None:
        """What was imported can be imported once more."""
        self._database.delete("sheet_file", {"month": month})

    # -- what is given out -----------------------------------------------------------------------

    def issued(self, month: str) -> dict[int, int]:
        """Building id → envelopes given out, where somebody wrote it down."""
        rows = self._database.rows(
            "SELECT building_id, envelopes FROM sheet_issue WHERE month = ?", (month,)
        )
        return {int(building): int(count) for building, count in rows}

    def put_issued(self, month: str, building_id: int, envelopes: int | None) -> None:
        """None: nobody wrote it down."""
        self._database.delete("sheet_issue", {"month": month, "building_id": building_id})
        if envelopes is not None:
            self._database.insert(
                "sheet_issue",
                {"month": month, "building_id": building_id, "envelopes": envelopes},
            )

    # -- drafts ----------------------------------------------------------------------------------

    def drafts(self, month: str) -> dict[int, int]:
        """Building id → sheets in its draft, where it has any: the first keying's; a new one in
        hand counts, a count sheet alone is no sheet."""
        return dict(
            self._database.rows(
                "SELECT building_id, json_array_length(sheets) + (hand LIKE ':%') "
                "FROM sheet_draft WHERE month = ? AND (sheets <> '[]' OR hand LIKE ':%')",
                (month,),
            )
        )

    def draft(self, month: str, building_id: int) -> tuple[Header, Keying, Keying | None] | None:
        """A building's count sheet so far, the first keying and the second, if there is one."""
        row = self._database.row(
            "SELECT d.header, d.sheets, d.hand, c.sheets, c.hand FROM sheet_draft d "
            "LEFT JOIN sheet_check c USING(month, building_id) WHERE month = ? AND building_id = ?",
            (month, building_id),
        )
        if row is None:
            return None
        header, first, hand, second, second_hand = row
        return (
            Header(**json.loads(header)),
            Keying(tuple(json.loads(first)), hand),
            None if second is None else Keying(tuple(json.loads(second)), second_hand),
        )

    def being_checked(self, month: str) -> set[int]:
        """Buildings whose draft has a second keying."""
        rows = self._database.rows("SELECT building_id FROM sheet_check WHERE month = ?", (month,))
        return {int(row[0]) for row in rows}

    def put_draft(self, month: str, building_id: int, header: Header, keyed: Keying) -> None:
        self._database.execute(
            "INSERT INTO sheet_draft(month, building_id, header, sheets, hand) "
            "VALUES(?, ?, ?, ?, ?) ON CONFLICT(month, building_id) DO UPDATE SET "
            "header = excluded.header, sheets = excluded.sheets, hand = excluded.hand",
            (month, building_id, json.dumps(asdict(header)), *_keyed(keyed)),
        )

    def put_second(self, month: str, building_id: int, keyed: Keying | None) -> None:
        """None: there is no second keying (any more)."""
        if keyed is None:
            self._database.delete("sheet_check", {"month": month, "building_id": building_id})
            return
        self._database.execute(
            "INSERT INTO sheet_check(month, building_id, sheets, hand) VALUES(?, ?, ?, ?) "
            "ON CONFLICT(month, building_id) DO UPDATE SET "
            "sheets = excluded.sheets, hand = excluded.hand",
            (month, building_id, *_keyed(keyed)),
        )

    def remove_draft(self, month: str, building_id: int) -> None:
        """With its second keying."""
        self.put_second(month, building_id, None)
        self._database.delete("sheet_draft", {"month": month, "building_id": building_id})

    # -- stars -----------------------------------------------------------------------------------

    def marks(self, month: str) -> dict[int, dict[int, str]]:
        """Building id → number of the booklet → marks, in the order of the numbers."""
        found: dict[int, dict[int, str]] = {}
        for building, number, marks in self._database.rows(
            "SELECT building_id, number, marks FROM star_mark WHERE month = ? "
            "ORDER BY building_id, number",
            (month,),
        ):
            found.setdefault(building, {})[number] = marks
        return found

    def put_marks(self, month: str, building_id: int, marks: Mapping[int, str]) -> None:
        """What all booklets say of the building."""
        self._database.delete("star_mark", {"month": month, "building_id": building_id})
        self._database.insert_many(
            "star_mark",
            ("month", "building_id", "number", "marks"),
            [(month, building_id, number, line) for number, line in sorted(marks.items())],
        )

    # -- results ---------------------------------------------------------------------------------

    def results(self, month: str) -> list[StoredResult]:
        """The frozen lines of a closed month, in their order."""
        columns = ",".join(RESULT_COLUMNS[1:])
        return [
            stored_result(dict(zip(RESULT_COLUMNS[1:], row, strict=True)))
            for row in self._database.rows(
                f"SELECT {columns} FROM result WHERE month = ? ORDER BY position", (month,)
            )
        ]

    def close(self, row: MonthRow, lines: Sequence[StoredResult]) -> None:
        """Write the results and shut the month; row holds hash, previous_hash, closed_at/by."""
        self._database.insert_many(
            "result",
            RESULT_COLUMNS,
            [_values(row.month, position, line) for position, line in enumerate(lines)],
        )
        self._database.update(
            "month",
            {
                "state": "closed", "hash": row.hash, "previous_hash": row.previous_hash,
                "closed_at": row.closed_at, "closed_by": row.closed_by,
            },
            {"month": row.month},
        )  # fmt: skip

    def publish(self, month: str, on: str, end: str, certain: bool) -> None:
        self._database.update(
            "month",
            {
                "state": "published", "published_on": on, "notice_end": end,
                "notice_certain": int(certain),
            },
            {"month": month},
        )  # fmt: skip


def _keyed(keyed: Keying) -> tuple[str, str]:
    return json.dumps(list(keyed.sheets)), keyed.hand


def scheme_text(scheme: Scheme) -> str:
    """A scheme as JSON; fractions as "3/5"."""
    values = {
        key: str(value) if isinstance(value, Fraction) else value
        for key, value in asdict(scheme).items()
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def scheme_record(text: str) -> Scheme:
    """The scheme that scheme_text wrote; what an older text lacks has its default."""
    values = json.loads(text)
    for key in ("satisfaction_weight", "stars_weight", "minimum_share"):
        values[key] = Fraction(values[key])
    for key in ("questions", "grade_values", "duty_classes", "tie_breaks"):
        if key in values:
            values[key] = tuple(values[key])
    return Scheme(**values)


def _values(month: str, position: int, line: StoredResult) -> tuple[Any, ...]:
    score = line.score
    values = {
        **{column: getattr(score, column, None) for column in RESULT_COLUMNS},
        "month": month, "position": position, "occupied": line.occupied,
        "grades": json.dumps(list(score.grades)),
    }  # fmt: skip
    for column in ("satisfaction", "satisfied_rate", "stars", "score"):
        values[column] = None if values[column] is None else str(values[column])
    return tuple(values[column] for column in RESULT_COLUMNS)


def stored_result(values: dict[str, Any]) -> StoredResult:
    """A line from its columns without the month."""
    occupied = values.pop("occupied")
    del values["position"]
    values["grades"] = tuple(json.loads(values["grades"]))
    for column in ("satisfaction", "satisfied_rate", "stars", "score"):
        values[column] = None if values[column] is None else Decimal(values[column])
    return StoredResult(Score(**values), occupied)
