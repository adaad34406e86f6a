"""What the award service tells: plain records for the window, lists and papers."""

from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.awards import Award, Kind, Merit, State


@dataclass(frozen=True, slots=True)
class AwardLine:
    """A candidate of a year, with the newest vote where there was one. place: in the proposal, 0
    for too few ranked months; name: of the building or the leader; where: community, or the
    leader's buildings; changed: the basis on record is no longer what the year says."""

    merit: Merit
    place: int
    name: str
    pinyin: str
    community: str
    where: str
    state: State
    award: Award | None = None
    changed: bool = False

    @property
    def id(self) -> int:
        return self.merit.key


@dataclass(frozen=True, slots=True)
class AwardYear:
    """A year's page. years: with closed months, the newest first; closed: months of the year that
    are closed; posting: the id of its notice, 0 for none; notice: how it stands, in words."""

    years: tuple[int, ...] = ()
    year: int = 0
    closed: int = 0
    minimum: int = 0
    buildings: tuple[AwardLine, ...] = ()
    leaders: tuple[AwardLine, ...] = ()
    posting: int = 0
    notice: str = ""

    def lines(self, kind: Kind) -> tuple[AwardLine, ...]:
        return self.buildings if kind == "building" else self.leaders

    def granted(self, kind: Kind) -> tuple[AwardLine, ...]:
        """In the order of the proposal."""
        return tuple(x for x in self.lines(kind) if x.state == "granted")


@dataclass(frozen=True, slots=True)
class Vote:
    """What a person writes down about one candidate. granted: what was decided."""

    key: int
    voters: int | None
    votes_for: int | None
    decided_on: date | None
    chaired_by: str | None
    granted: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Honour:
    """A certificate's words. title: 奖状 or 荣誉证书; to: whom it is given; suffix: 同志 or "";
    text: the sentence; day: what it bears."""

    title: str
    to: str
    suffix: str
    text: str
    award: str
    number: str
    unit: str
    day: date
