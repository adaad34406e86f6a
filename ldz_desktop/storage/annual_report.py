"""Counts of a year that no other store keeps: visits, changes of files, the first day of all."""

from datetime import date

from ldz_desktop.domain.moments import local
from ldz_desktop.storage.database import Database

_FIRST = (
    "SELECT min(month) || '-01' FROM month",
    "SELECT min(month) || '-01' FROM duty_record",
    "SELECT min(held_on) FROM course",
    "SELECT min(visited_on) FROM visit",
    "SELECT min(begun_on) FROM selection",
    "SELECT min(done_on) FROM caution",
    "SELECT min(approved_on) FROM reward",
    "SELECT min(posted_on) FROM posting",
)


class AnnualReportStore:
    """Reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def first_day(self) -> date | None:
        """Since when there is anything on record of the work itself (terms of office alone are
        no work, they may reach back as far as anybody remembers); None for nothing."""
        days = [self._database.value(query) for query in _FIRST]
        found = [date.fromisoformat(str(day)) for day in days if day]
        begun = self._database.value("SELECT min(at) FROM change_batch WHERE at <> ''")
        if begun is not None:
            found.append(local(str(begun)).date())
        return min(found, default=None)

    def visits(self, first: date, last: date) -> dict[int, int]:
        """Household → how often somebody was there in these days, both counted; also of files
        that have been closed since."""
        rows = self._database.rows(
            "SELECT household_id, count(*) FROM visit WHERE visited_on BETWEEN ? AND ? "
            "GROUP BY household_id",
            (first.isoformat(), last.isoformat()),
        )
        return {int(household): int(times) for household, times in rows}

    def changes(self, since: str, before: str) -> list[tuple[str, str, int]]:
        """Rows (what, about, how often) of the journal's actions between two stamps, the second
        left out; what was taken back does not count, nor does taking it back."""
        rows = self._database.rows(
            "SELECT what, about, count(*) FROM change_batch c WHERE at >= ? AND at < ? "
            "AND undoes = 0 AND NOT EXISTS(SELECT 1 FROM change_batch u WHERE u.undoes = c.id) "
            "GROUP BY what, about",
            (since, before),
        )
        return [(str(what), str(about), int(times)) for what, about, times in rows]
