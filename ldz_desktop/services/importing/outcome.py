"""What became of the rows of a file, counted while they are written (or would be)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ldz_desktop.domain.problems import Level
from ldz_desktop.services.importing.records import Standing

Finding = tuple[int, int, str, str, str, str, str, str]
"""table, row, key, column, value, reason, level, code (as in chunks.Report.problems)."""


@dataclass(slots=True)
class Outcome:
    """Counts of one import. late: rows (table, row) that only the office's records refuse, each
    with its place (as in carrying.Place).

    touched: whether the database differs from before. buildings: what the rows belong to, and
    whether it is new. standing: see records.Standing.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    households: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    late: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    touched: bool = False
    buildings: dict[str, bool] = field(default_factory=dict)
    standing: Standing = field(default_factory=Standing)

    def note(self, at: tuple[int, int], key: str, code: str, reason: str) -> None:
        """A remark about a row that is taken."""
        self._add(at, key, code, reason, "note")

    def refuse(
        self, at: tuple[int, int], place: tuple[str, ...], key: str, code: str, reason: str
    ) -> None:
        """A row that the office's records do not let in."""
        self._add(at, key, code, reason, "refused")
        self.late[at] = place

    def _add(self, at: tuple[int, int], key: str, code: str, reason: str, level: Level) -> None:
        self.findings.append((*at, key, "", "", reason, level, code))


class KeyRange:
    """Keys by the thousand: consecutive, from one fresh key on (domain.ids gives them one by one,
    which takes longer than writing the rows)."""

    def __init__(self, fresh: Iterator[int]) -> None:
        self._next = next(fresh)

    def take(self, count: int) -> range:
        """That many new keys."""
        start = self._next
        self._next += count
        return range(start, self._next)

    def one(self) -> int:
        """A single new key."""
        return self.take(1)[0]


Stored = dict[str, Any]
"""A stored resident: column → value."""
