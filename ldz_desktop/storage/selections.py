"""Selections with their candidates in the database, and who lives in a building."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.selections import Candidate, Selection
from ldz_desktop.storage.database import Database, Row
from ldz_desktop.storage.households import HouseholdStore

SELECTION = (
    "id", "building_id", "begun_on", "way", "held_on", "held_at", "eligible", "returned",
    "criteria", "posting_id", "appointed_on", "document_no", "certificate_no", "term_end",
    "tenure_id", "closed_on", "close_reason", "note", "version",
)  # fmt: skip
CANDIDATE = (
    "id", "selection_id", "resident_id", "leader_id", "name", "sex", "birth", "id_number",
    "political", "education", "phone", "votes", "chosen", "checks", "reviewer", "reviewed_on",
    "passed", "review_note",
)  # fmt: skip
_DAYS = frozenset(("begun_on", "held_on", "appointed_on", "term_end", "closed_on"))
_CANDIDATE_DAYS = frozenset(("birth", "reviewed_on"))


class SelectionStore:
    """One noun: the selection with its candidates."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, selection_id: int) -> Selection | None:
        return next(iter(self._read("WHERE id = ?", (selection_id,))), None)

    def of_building(self, building_id: int) -> tuple[Selection, ...]:
        """The newest first."""
        return self._read("WHERE building_id = ?", (building_id,))

    def of_tenure(self, tenure_id: int) -> Selection | None:
        """The one that led to a tenure."""
        return next(iter(self._read("WHERE tenure_id = ?", (tenure_id,))), None)

    def running(self) -> tuple[Selection, ...]:
        """Those that are neither finished nor given up, the newest first."""
        return self._read("WHERE closed_on IS NULL", ())

    def closed_since(self, day: date) -> tuple[Selection, ...]:
        """Finished or given up on that day or later, the newest first."""
        return self._read("WHERE closed_on >= ?", (day.isoformat(),))

    def of_leader(self, leader_id: int) -> tuple[Selection, ...]:
        """Those the leader stood in or was appointed by, the newest first."""
        return self._read(
            "WHERE id IN (SELECT selection_id FROM candidate WHERE leader_id = ?) "
            "OR tenure_id IN (SELECT id FROM tenure WHERE leader_id = ?)",
            (leader_id, leader_id),
        )

    def add(self, selection: Selection) -> None:
        """Without candidates."""
        self._database.insert("selection", selection_values(selection))

    def save(self, selection: Selection) -> bool:
        """The selection itself; False where it was saved since it was read."""
        values = {**selection_values(selection), "version": selection.version + 1}
        del values["id"]
        where = {"id": selection.id, "version": selection.version}
        return bool(self._database.update("selection", values, where))

    def add_candidate(self, candidate: Candidate) -> None:
        self._database.insert("candidate", candidate_values(candidate))

    def save_candidate(self, candidate: Candidate) -> None:
        values = candidate_values(candidate)
        del values["id"]
        self._database.update("candidate", values, {"id": candidate.id})

    def remove_candidate(self, candidate_id: int) -> None:
        self._database.delete("candidate", {"id": candidate_id})

    def certificates(self) -> tuple[str, ...]:
        """Every certificate number that was given."""
        rows = self._database.rows(
            "SELECT certificate_no FROM tenure WHERE certificate_no IS NOT NULL"
        )
        return tuple(str(row[0]) for row in rows)

    def newest_document(self) -> str | None:
        """The document number given last."""
        found = self._database.value(
            "SELECT document_no FROM selection WHERE document_no IS NOT NULL "
            "ORDER BY appointed_on DESC, id DESC LIMIT 1"
        )
        return None if found is None else str(found)

    def residents(self, building_id: int) -> tuple[tuple[int, str, str, str], ...]:
        """(id, name, unit, room) of those present in a building's households, door by door."""
        return tuple(
            (int(row[0]), str(row[1]), str(row[2]), str(row[3]))
            for row in self._database.rows(
                "SELECT r.id, r.name, d.unit, d.room FROM dwelling d "
                "JOIN household h ON h.dwelling_id = d.id JOIN resident r ON r.household_id = h.id "
                "WHERE d.building_id = ? AND h.closed_on IS NULL AND r.state = 'present' "
                "ORDER BY d.sort_key, r.position, r.id",
                (building_id,),
            )
        )

    def at_home(self, resident_id: int) -> tuple[Resident, int, str] | None:
        """A resident with the building of the household and the address."""
        households = HouseholdStore(self._database)
        resident = households.resident(resident_id)
        home = None if resident is None else households.get(resident.household_id)
        if resident is None or home is None:
            return None
        return resident, home.building_id, home.address

    def _read(self, where: str, values: Sequence[object]) -> tuple[Selection, ...]:
        rows = self._database.rows(
            f"SELECT {', '.join(SELECTION)} FROM selection {where} ORDER BY begun_on DESC, id DESC",
            values,
        )
        if not rows:
            return ()
        marks = ",".join("?" * len(rows))
        found: dict[int, list[Candidate]] = {}
        for row in self._database.rows(
            f"SELECT {', '.join(CANDIDATE)} FROM candidate WHERE selection_id IN ({marks}) "
            "ORDER BY id",
            [row[0] for row in rows],
        ):
            candidate = _candidate(row)
            found.setdefault(candidate.selection_id, []).append(candidate)
        return tuple(_selection(row, tuple(found.get(row[0], ()))) for row in rows)


def _selection(row: Row, candidates: tuple[Candidate, ...]) -> Selection:
    values = dict(zip(SELECTION, row, strict=True))
    for key in _DAYS:
        values[key] = None if values[key] is None else date.fromisoformat(values[key])
    values["criteria"] = tuple(json.loads(values["criteria"] or "[]"))
    return Selection(**values, candidates=candidates)


def _candidate(row: Row) -> Candidate:
    values = dict(zip(CANDIDATE, row, strict=True))
    for key in _CANDIDATE_DAYS:
        values[key] = None if values[key] is None else date.fromisoformat(values[key])
    values["checks"] = tuple(json.loads(values["checks"] or "{}").items())
    values["chosen"] = bool(values["chosen"])
    values["passed"] = None if values["passed"] is None else bool(values["passed"])
    return Candidate(**values)


def selection_values(selection: Selection) -> dict[str, Any]:
    """As stored, in the order of SELECTION."""
    values = {key: _stored(getattr(selection, key)) for key in SELECTION}
    criteria = selection.criteria
    values["criteria"] = json.dumps(criteria, ensure_ascii=False) if criteria else None
    return values


def candidate_values(candidate: Candidate) -> dict[str, Any]:
    """As stored, in the order of CANDIDATE."""
    values = {key: _stored(getattr(candidate, key)) for key in CANDIDATE}
    checks = dict(candidate.checks)
    values["checks"] = json.dumps(checks, ensure_ascii=False) if checks else None
    values["chosen"] = int(candidate.chosen)
    values["passed"] = None if candidate.passed is None else int(candidate.passed)
    return values


def _stored(value: Any) -> Any:  # noqa: ANN401 - any field of a record
    return value.isoformat() if isinstance(value, date) else value
