"""Which automatic backups are kept, and what a backup's file is called.

Thinning as Anki does it (reliability.md §1): of 12 days, 10 weeks and 9 months the last one each,
counted over the days, weeks and months that have any; and the last three, so that a bad morning can
be taken back.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime

DAYS, WEEKS, MONTHS, LAST = 12, 10, 9, 3
REMIND_AFTER_DAYS = 7
TRY_AFTER_DAYS = 30
ENDING = ".ldzbackup"
AUTOMATIC = "备份-"
"""How the names begin that backups get by themselves."""
BEFORE_UPGRADE = "升级前-"
"""How those begin that are made before data is brought to a newer form; they are kept."""


def file_name(when: datetime, again: int = 1) -> str:
    """备份-20261124-1530.ldzbackup: nothing of the office or a person. again: from 2, where that
    name is taken."""
    more = f"-{again}" if again > 1 else ""
    return f"{AUTOMATIC}{when:%Y%m%d-%H%M}{more}{ENDING}"


def time_in_name(name: str) -> datetime | None:
    """The clerk's time in a backup's name, None where somebody gave it another."""
    found = re.search(r"(\d{8}-\d{4})(?!\d)", name)
    try:
        return datetime.strptime(found[1], "%Y%m%d-%H%M") if found else None  # noqa: DTZ007
    except ValueError:
        return None


def kept(made: Iterable[datetime]) -> set[datetime]:
    """Those of the backups made at these times (the clerk's own time) that are not thinned out."""
    newest_first = sorted(set(made), reverse=True)
    chosen = set(newest_first[:LAST])
    for most, period in (
        (DAYS, lambda t: t.date()),
        (WEEKS, lambda t: t.isocalendar()[:2]),
        (MONTHS, lambda t: (t.year, t.month)),
    ):
        last_of: dict[object, datetime] = {}
        for time in newest_first:
            last_of.setdefault(period(time), time)
        chosen.update(list(last_of.values())[:most])
    return chosen


def days_without(outside: date | None, first: date | None, today: date) -> int | None:
    """How many days there has been no backup outside the data folder, where that is too long; None
    where there is nothing to say. outside: day of the last one; first: day of the first backup at
    all, since when there is something to lose."""
    since = outside or first
    if since is None:
        return None
    days = (today - since).days
    return days if days >= REMIND_AFTER_DAYS else None
