"""What looking through the archive tells: lines to work off, and counts of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ldz_desktop.domain.mending_records import Finding


@dataclass(frozen=True, slots=True)
class MendingLine:
    """One finding with its address. number: its own as long as the office is open; leader: of the
    building, "" where there is none; name: of the person it is about, "" for the household."""

    number: int
    finding: Finding
    building_id: int
    building: str
    room: str
    leader: str
    name: str

    @property
    def household_id(self) -> int:
        return self.finding.household_id


@dataclass(frozen=True)
class MendingReport:
    """Every line by address; households: how many were looked through."""

    lines: tuple[MendingLine, ...]
    households: int

    @cached_property
    def by_kind(self) -> Mapping[str, int]:
        """Kind's code → lines."""
        return Counter(line.finding.code for line in self.lines)

    @cached_property
    def by_building(self) -> Mapping[str, int]:
        """Building's title → lines, in the order of the addresses."""
        return Counter(line.building for line in self.lines)

    @cached_property
    def by_leader(self) -> Mapping[str, int]:
        """Leader's name → lines; "" for buildings without one."""
        return Counter(line.leader for line in self.lines)

    def renewed(self, households: Iterable[int], lines: Iterable[MendingLine]) -> "MendingReport":
        """The same report after some households were looked through again: `lines` stand where
        theirs stood, new households' at the end."""
        again: dict[int, list[MendingLine]] = {household: [] for household in households}
        for line in lines:
            again.setdefault(line.household_id, []).append(line)
        found: list[MendingLine] = []
        for line in self.lines:
            if line.household_id in again:
                found += again[line.household_id]
                again[line.household_id] = []
            else:
                found.append(line)
        found += (line for every in again.values() for line in every)
        return MendingReport(tuple(found), self.households)
