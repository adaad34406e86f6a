"""Times: as the database, the journal and backups keep them, and as people read them."""

from datetime import UTC, datetime

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def stamp(when: datetime) -> str:
    """UTC, to the second: 2026-11-24T07:30:00Z. Stamps sort as their times do."""
    return when.astimezone(UTC).strftime(_FORM)


def local(stamp: str) -> datetime:
    """The time of a stamp where the PC is. Raises ValueError where it is none."""
    return datetime.strptime(stamp, _FORM).replace(tzinfo=UTC).astimezone()


def moment_text(when: datetime) -> str:
    """2026年11月24日 15:30."""
    return f"{when:%Y}年{when.month}月{when.day}日 {when:%H:%M}"
