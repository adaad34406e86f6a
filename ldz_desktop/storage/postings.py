"""Notices and the objections to them in the database."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from ldz_desktop.domain.postings import Decision, Objection, Posting
from ldz_desktop.storage.database import Database, Row

COLUMNS = (
    "id", "kind", "title", "about", "unit", "place", "contact", "drafted_on", "posted_on", "days",
    "day_unit", "last_on", "certain", "withdrawn_on", "withdraw_reason", "reported_on",
    "conclusion", "next_step", "content", "note", "previous_id", "version",
)  # fmt: skip
OBJECTION_COLUMNS = (
    "id", "posting_id", "received_on", "matter", "channel", "from_whom", "decided_on",
    "decided_by", "decision", "reason", "upheld",
)  # fmt: skip
_DAYS = frozenset(("drafted_on", "posted_on", "last_on", "withdrawn_on", "reported_on"))
_OBJECTION_DAYS = frozenset(("received_on", "decided_on"))


class PostingStore:
    """One noun: the notice with its objections."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> tuple[Posting, ...]:
        """The one put up last first; drafts, which were not, before all others."""
        return self._read("", (), "posted_on IS NOT NULL, posted_on DESC, id DESC")

    def get(self, posting_id: int) -> Posting | None:
        return next(iter(self._read("WHERE id = ?", (posting_id,))), None)

    def of(self, about: str) -> tuple[Posting, ...]:
        """Oldest first."""
        return self._read("WHERE about = ?", (about,))

    def of_building(self, building_id: int) -> tuple[Posting, ...]:
        """About the building itself, or about a selection for it; oldest first."""
        return self._read(
            "WHERE about = 'building:' || ?1 OR about IN "
            "(SELECT 'selection:' || s.id FROM selection s WHERE s.building_id = ?1)",
            (building_id,),
        )

    def next_of(self, posting_id: int) -> int:
        """The newest that goes on from it; 0 for none."""
        found = self._database.value(
            "SELECT max(id) FROM posting WHERE previous_id = ?", (posting_id,)
        )
        return int(found or 0)

    def waiting(self) -> tuple[Posting, ...]:
        """Those that were put up and whose result is not reported yet, oldest first."""
        return self._read(
            "WHERE posted_on IS NOT NULL AND withdrawn_on IS NULL AND reported_on IS NULL", ()
        )

    def add(self, posting: Posting) -> None:
        self._database.insert("posting", _values(posting))

    def save(self, posting: Posting, expected: int) -> bool:
        """False where the version is no longer `expected`."""
        values = {**_values(posting), "version": expected + 1}
        del values["id"]
        where = {"id": posting.id, "version": expected}
        return bool(self._database.update("posting", values, where))

    def remove(self, posting_id: int) -> None:
        """A draft."""
        self._database.delete("posting", {"id": posting_id})

    # -- objections ------------------------------------------------------------------------------

    def objection(self, objection_id: int) -> Objection | None:
        row = self._database.row(
            f"SELECT {', '.join(OBJECTION_COLUMNS)} FROM objection WHERE id = ?", (objection_id,)
        )
        return None if row is None else _objection(row)

    def add_objection(self, objection: Objection) -> None:
        self._database.insert("objection", objection_values(objection))

    def decide(self, objection_id: int, decision: Decision) -> None:
        self._database.update(
            "objection",
            {
                "decided_on": _text(decision.decided_on), "decided_by": decision.decided_by,
                "decision": decision.decision, "reason": decision.reason,
                "upheld": None if decision.upheld is None else int(decision.upheld),
            },
            {"id": objection_id},
        )  # fmt: skip

    def remove_objection(self, objection_id: int) -> None:
        self._database.delete("objection", {"id": objection_id})

    # -- inside ----------------------------------------------------------------------------------

    def _read(
        self, where: str, values: Sequence[Any], order: str = "coalesce(posted_on, drafted_on), id"
    ) -> tuple[Posting, ...]:
        rows = self._database.rows(
            f"SELECT {', '.join(COLUMNS)} FROM posting {where} ORDER BY {order}", values
        )
        against = self._objections([row[0] for row in rows])
        return tuple(_posting(row, tuple(against.get(row[0], ()))) for row in rows)

    def _objections(self, ids: Iterable[int]) -> dict[int, list[Objection]]:
        wanted = set(ids)
        found: dict[int, list[Objection]] = {}
        if not wanted:
            return found
        few = "WHERE posting_id = ?" if len(wanted) == 1 else ""
        for row in self._database.rows(
            f"SELECT {', '.join(OBJECTION_COLUMNS)} FROM objection {few} ORDER BY received_on, id",
            tuple(wanted) if few else (),
        ):
            if row[1] in wanted:
                found.setdefault(row[1], []).append(_objection(row))
        return found


def objection_values(objection: Objection) -> dict[str, Any]:
    """A row of the table by column."""
    values = {name: getattr(objection, name) for name in OBJECTION_COLUMNS}
    for name in _OBJECTION_DAYS:
        values[name] = _text(values[name])
    values["upheld"] = None if objection.upheld is None else int(objection.upheld)
    return values


def _values(posting: Posting) -> dict[str, Any]:
    values = {name: getattr(posting, name) for name in COLUMNS}
    for name in _DAYS:
        values[name] = _text(values[name])
    values["certain"] = int(posting.certain)
    return values


def _posting(row: Row, objections: tuple[Objection, ...]) -> Posting:
    values = dict(zip(COLUMNS, row, strict=True))
    for name in _DAYS:
        values[name] = _day(values[name])
    values["certain"] = bool(values["certain"])
    values["unit"] = values["unit"] or ""
    return Posting(**values, objections=objections)


def _objection(row: Row) -> Objection:
    values = dict(zip(OBJECTION_COLUMNS, row, strict=True))
    for name in _OBJECTION_DAYS:
        values[name] = _day(values[name])
    values["upheld"] = None if values["upheld"] is None else bool(values["upheld"])
    return Objection(**values)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
