"""Leaders and tenures in the database."""

from datetime import date
from typing import Any

from ldz_desktop.domain.leaders import FACTS, Leader, Tenure
from ldz_desktop.storage.database import Database

_LEADER = ", ".join(("id", *FACTS, "version"))
_TENURE = (
    "id, leader_id, building_id, started_on, ended_on, end_reason, term_end, document_no, "
    "certificate_no"
)


class LeaderStore:
    """One noun: the leader with the tenures."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def leader(self, leader_id: int) -> Leader | None:
        row = self._database.row(f"SELECT {_LEADER} FROM leader WHERE id = ?", (leader_id,))
        return None if row is None else _leader(row)

    def leaders(self) -> tuple[Leader, ...]:
        return tuple(_leader(row) for row in self._database.rows(f"SELECT {_LEADER} FROM leader"))

    def names(self) -> dict[int, str]:
        return {int(i): str(n) for i, n in self._database.rows("SELECT id, name FROM leader")}

    def tenures(self) -> tuple[Tenure, ...]:
        """Every tenure, the earliest first."""
        return tuple(
            _tenure(row)
            for row in self._database.rows(
                f"SELECT {_TENURE} FROM tenure ORDER BY coalesce(started_on, ''), id"
            )
        )

    def tenure(self, tenure_id: int) -> Tenure | None:
        row = self._database.row(f"SELECT {_TENURE} FROM tenure WHERE id = ?", (tenure_id,))
        return None if row is None else _tenure(row)

    def tenures_of(self, leader_id: int) -> tuple[Tenure, ...]:
        return tuple(t for t in self.tenures() if t.leader_id == leader_id)

    def current(self, building_id: int) -> Tenure | None:
        """The tenure that has not ended."""
        row = self._database.row(
            f"SELECT {_TENURE} FROM tenure WHERE building_id = ? AND ended_on IS NULL",
            (building_id,),
        )
        return None if row is None else _tenure(row)

    def leading(self) -> dict[int, str]:
        """Building → the name of whoever leads it now."""
        return {
            int(building): str(name)
            for building, name in self._database.rows(
                "SELECT t.building_id, l.name FROM tenure t JOIN leader l ON l.id = t.leader_id "
                "WHERE t.ended_on IS NULL"
            )
        }

    def add(self, leader: Leader, pinyin: str) -> None:
        """pinyin: full pinyin and initials, separated by a space."""
        self._database.insert("leader", {**_leader_values(leader), "pinyin": pinyin})

    def save(self, leader: Leader, expected: int, pinyin: str) -> bool:
        """False where the version is no longer `expected`."""
        values = {**_leader_values(leader), "pinyin": pinyin, "version": expected + 1}
        del values["id"]
        return bool(self._database.update("leader", values, {"id": leader.id, "version": expected}))

    def set_political(self, leader_id: int, code: str) -> None:
        """The code of 政治面貌 alone."""
        self._database.execute(
            "UPDATE leader SET political = ?, version = version + 1 WHERE id = ?", (code, leader_id)
        )

    def add_tenure(self, tenure: Tenure) -> None:
        self._database.insert("tenure", _tenure_values(tenure))

    def save_tenure(self, tenure: Tenure) -> None:
        values = _tenure_values(tenure)
        del values["id"]
        self._database.update("tenure", values, {"id": tenure.id})

    def remove_tenure(self, tenure_id: int) -> None:
        self._database.delete("tenure", {"id": tenure_id})

    def tenure_has_results(self, tenure_id: int) -> bool:
        """Whether a closed month speaks of it."""
        return bool(
            self._database.value(
                "SELECT EXISTS(SELECT 1 FROM result WHERE tenure_id = ?)", (tenure_id,)
            )
        )

    def tenure_is_used(self, tenure_id: int) -> bool:
        """Whether a duty, a caution, a hand-over or a selection refers to it."""
        found = (
            self._database.value(
                f"SELECT EXISTS(SELECT 1 FROM {table} WHERE tenure_id = ?)", (tenure_id,)
            )
            for table in ("duty_record", "caution", "handover", "selection")
        )
        return any(map(bool, found))

    def remove(self, leader_id: int) -> None:
        """The leader with the tenures (a wrong entry)."""
        self._database.delete("tenure", {"leader_id": leader_id})
        self._database.delete("leader", {"id": leader_id})

    def has_results(self, leader_id: int) -> bool:
        """Whether a closed month speaks of one of the leader's tenures."""
        return bool(
            self._database.value(
                "SELECT EXISTS(SELECT 1 FROM result WHERE tenure_id IN "
                "(SELECT id FROM tenure WHERE leader_id = ?))",
                (leader_id,),
            )
        )


def _leader(row: tuple[Any, ...]) -> Leader:
    values = dict(zip(("id", *FACTS, "version"), row, strict=True))
    values["birth"] = None if values["birth"] is None else date.fromisoformat(values["birth"])
    return Leader(**values)


def _leader_values(leader: Leader) -> dict[str, Any]:
    values = {key: getattr(leader, key) for key in ("id", *FACTS, "version")}
    return {**values, "birth": leader.birth.isoformat() if leader.birth else None}


def _tenure(row: tuple[Any, ...]) -> Tenure:
    values = [*row]
    for at in (3, 4, 6):
        values[at] = None if row[at] is None else date.fromisoformat(row[at])
    return Tenure(*values)


def _tenure_values(tenure: Tenure) -> dict[str, Any]:
    return {
        "id": tenure.id, "leader_id": tenure.leader_id, "building_id": tenure.building_id,
        "started_on": tenure.started_on.isoformat() if tenure.started_on else None,
        "ended_on": tenure.ended_on.isoformat() if tenure.ended_on else None,
        "end_reason": tenure.end_reason,
        "term_end": tenure.term_end.isoformat() if tenure.term_end else None,
        "document_no": tenure.document_no, "certificate_no": tenure.certificate_no,
    }  # fmt: skip
