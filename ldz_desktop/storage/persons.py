"""Sums over what belongs to leaders."""

from ldz_desktop.storage.database import Database

_TRAINED = (
    "SELECT a.leader_id, sum(a.minutes) FROM attendance a JOIN course c ON c.id = a.course_id "
    "WHERE substr(c.held_on, 1, 4) = ?"
)
_DONE = (
    "SELECT t.leader_id, sum(d.times) FROM tenure t JOIN duty_record d ON d.tenure_id = t.id "
    "WHERE substr(d.month, 1, 4) = ?"
)


class PersonStore:
    """Reads only. year: four digits; leader_id 0: everybody."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def minutes(self, year: str, leader_id: int = 0) -> dict[int, int]:
        """leader_id → minutes of training in courses that began in the year."""
        return self._sums(_TRAINED, "a.leader_id", year, leader_id)

    def duties(self, year: str, leader_id: int = 0) -> dict[int, int]:
        """leader_id → how many times a duty was done in the year."""
        return self._sums(_DONE, "t.leader_id", year, leader_id)

    def _sums(self, sql: str, owner: str, year: str, leader_id: int) -> dict[int, int]:
        one = f" AND {owner} = ?" if leader_id else ""
        values = (year, leader_id) if leader_id else (year,)
        rows = self._database.rows(f"{sql}{one} GROUP BY {owner}", values)
        return {int(who): int(count) for who, count in rows}
