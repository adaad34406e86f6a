"""What the duties' use cases hand out: lines of a month, a sheet, figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from ldz_desktop.domain.duties import CLASSES, DutyClass, DutyRecord, DutyTemplate

ByClass = Mapping[DutyClass, int]


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A leader's month at a building. tenure_id 0: nobody was in office there. by_class: how many
    times; kinds: how many different duties; entries: how many of the records have a day."""

    building_id: int
    tenure_id: int
    leader_id: int
    community: str
    building: str
    name: str
    pinyin: str
    by_class: ByClass
    kinds: int
    entries: int

    @property
    def id(self) -> int:
        return self.tenure_id or self.building_id

    @property
    def total(self) -> int:
        return sum(self.by_class.values())

    @property
    def vacant(self) -> bool:
        """There was nobody to report."""
        return not self.tenure_id

    @property
    def silent(self) -> bool:
        """A leader who reported nothing."""
        return not self.vacant and self.total == 0


@dataclass(frozen=True, slots=True)
class DutySheet:
    """One leader's monthly sheet. counts: duty key → times, all records taken together; records:
    the single entries, the earliest first."""

    line: DutyLine
    month: str
    template: DutyTemplate
    counts: Mapping[int, int]
    records: tuple[DutyRecord, ...]


@dataclass(frozen=True, slots=True)
class LeaderMonth:
    """A month of a leader's record at one building."""

    tenure_id: int
    month: str
    building: str
    by_class: ByClass
    kinds: int

    @property
    def total(self) -> int:
        return sum(self.by_class.values())


@dataclass(frozen=True, slots=True)
class LeaderFigures:
    """What a leader did in some months. months: in how many of them something was reported;
    in_office: how many of them the leader was in office for at least a day."""

    leader_id: int
    name: str
    community: str
    buildings: str
    by_class: ByClass
    kinds: int
    months: int
    in_office: int

    @property
    def id(self) -> int:
        return self.leader_id

    @property
    def total(self) -> int:
        return sum(self.by_class.values())


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What all leaders did in a month. reported, leaders: how many reported, of how many who were
    in office on a day of it."""

    month: str
    by_class: ByClass
    reported: int
    leaders: int

    @property
    def total(self) -> int:
        return sum(self.by_class.values())


@dataclass(frozen=True, slots=True)
class DutyFigures:
    """Both, for months first … last (YYYY-MM) and a community ("" for all)."""

    first: str
    last: str
    community: str
    unit: str
    leaders: tuple[LeaderFigures, ...]
    months: tuple[MonthFigures, ...]

    @property
    def by_class(self) -> ByClass:
        return {g: sum(m.by_class[g] for m in self.months) for g in CLASSES}


def no_times() -> dict[DutyClass, int]:
    """A count of 0 for each class, to add to."""
    return dict.fromkeys(CLASSES, 0)
