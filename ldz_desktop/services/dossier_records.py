"""What a dossier says: parts of lines, every line with the source of its numbers."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the dossier. heads: of the columns, the last one of the source; numbers: which
    columns hold numbers; lines: () for nothing on record; note: what a count means."""

    title: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """履职档案袋 of one leader and year. buildings: those led in the year, in order; terms: from
    when to when; portrait: a JPEG, None without one."""

    unit: str
    today: date
    year: int
    leader: str
    buildings: tuple[str, ...]
    terms: tuple[str, ...]
    portrait: bytes | None
    parts: tuple[Part, ...]
