"""What the year's report says: plain numbers, part by part, in the order of the paper."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ldz_desktop.domain.awards import Kind as AwardKind
from ldz_desktop.domain.duties import DutyClass
from ldz_desktop.domain.evaluation import MonthState
from ldz_desktop.domain.mending_records import Severity
from ldz_desktop.domain.rewards import Kind as EventKind
from ldz_desktop.domain.selections import Way
from ldz_desktop.domain.training import CourseKind

FEW = 5
"""A count of people or households with something particular to them is not told below this."""


@dataclass(frozen=True, slots=True)
class CommunityLine:
    """A community today; led: buildings with a leader on the report's day."""

    name: str
    compounds: int
    buildings: int
    led: int
    households: int
    residents: int


@dataclass(frozen=True, slots=True)
class Base:
    """communities: today. on: the day the leaders are counted for, which the program knows for any
    day, as it does not the households. A person who leads two buildings counts once."""

    communities: tuple[CommunityLine, ...]
    on: date
    leaders: int
    party: int
    upper_secondary: int

    @property
    def compounds(self) -> int:
        return sum(x.compounds for x in self.communities)

    @property
    def buildings(self) -> int:
        return sum(x.buildings for x in self.communities)

    @property
    def led(self) -> int:
        return sum(x.led for x in self.communities)

    @property
    def households(self) -> int:
        return sum(x.households for x in self.communities)

    @property
    def residents(self) -> int:
        return sum(x.residents for x in self.communities)


@dataclass(frozen=True, slots=True)
class Changes:
    """Selections and terms. begun: selections by way; appointed: by appointments of the year;
    running: neither finished nor given up at its end. fresh, renewed: terms that began, renewed
    where the same person goes on at the same building; left: terms that ended and were not renewed,
    by why (expired, resigned, dismissed, other); handed_over: of those with a finished hand-over;
    expiring: buildings whose leader's term ends by the end of the next year."""

    begun: dict[Way, int]
    appointed: int
    given_up: int
    running: int
    fresh: int
    renewed: int
    left: dict[str, int]
    left_buildings: int
    handed_over: int
    expiring: int

    @property
    def gone(self) -> int:
        return sum(self.left.values())


@dataclass(frozen=True, slots=True)
class KindOfCourse:
    """Courses of one kind that ended in the year."""

    kind: CourseKind
    courses: int
    attended: int
    certificates: int


@dataclass(frozen=True, slots=True)
class Training:
    """minutes: of everybody in office in the year, people: how many; per_hour: minutes of a 学时;
    yearly: 学时 that are asked for; lack_induction, short: of those in office at the end."""

    courses: tuple[KindOfCourse, ...]
    people: int
    minutes: int
    per_hour: int
    yearly: int
    lack_induction: int
    short: int


@dataclass(frozen=True, slots=True)
class DutyCount:
    """A duty as it is called in the year's last edition that has it."""

    group: DutyClass
    name: str
    times: int


@dataclass(frozen=True, slots=True)
class Duties:
    """first, last: months (YYYY-MM); asked: leaders' months in office; reported: those with
    something reported."""

    first: str
    last: str
    counts: tuple[DutyCount, ...]
    asked: int
    reported: int

    def of(self, group: DutyClass) -> tuple[DutyCount, ...]:
        return tuple(x for x in self.counts if x.group == group)

    @property
    def total(self) -> int:
        return sum(x.times for x in self.counts)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the sheets and booklets of ranked buildings say: nobody else's result is in it, so that
    no result of few sheets is, nor can be worked out. weighted: sum of satisfaction × valid sheets;
    sheets: those; satisfied of answers; stars: sum over booklets (buildings)."""

    sheets: int = 0
    weighted: Fraction = Fraction()
    answers: int = 0
    satisfied: int = 0
    stars: Fraction = Fraction()
    buildings: int = 0


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A calendar month. state: None: never begun; the numbers are told of closed months only.
    issued: None where a batch was not counted. rolling: the opinion is that of several months."""

    month: str
    state: MonthState | None
    edition: int = 1
    evaluated: int = 0
    ranked: int = 0
    issued: int | None = None
    returned: int = 0
    valid: int = 0
    opinion: Opinion = Opinion()
    rolling: bool = False

    @property
    def closed(self) -> bool:
        return self.state in ("closed", "published")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """months: every month of the period; upheld, rejected, waiting: objections against notices of
    these months."""

    months: tuple[MonthLine, ...]
    upheld: int
    rejected: int
    waiting: int

    @property
    def closed(self) -> tuple[MonthLine, ...]:
        return tuple(x for x in self.months if x.closed)


@dataclass(frozen=True, slots=True)
class FlagLine:
    """Buildings of a community that held a flag for so many months of the year."""

    community: str
    months: int
    buildings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Granted:
    """Yearly awards of a kind. names: only where the notice of them was put up."""

    kind: AwardKind
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Honours:
    """held: months with a flag, over all buildings; undecided: flags a tie leaves open; money in
    cents, for the year's flags; events: promotions by kind."""

    flags: tuple[FlagLine, ...]
    held: int
    undecided: int
    rewards: int
    people: int
    paid: int
    approved: int
    proposed: int
    events: dict[EventKind, int]
    awards: tuple[Granted, ...]

    @property
    def cents(self) -> int:
        return self.paid + self.approved + self.proposed


@dataclass(frozen=True, slots=True)
class Cautions:
    """last: last places of the year's closed months; people: of how many leaders; void: steps whose
    month was corrected since, which are counted too; waiting: what is due now, None where the year
    is over."""

    last: int
    people: int
    reminders: int
    talks: int
    proposals: int
    dismissed: int
    kept: int
    void: int
    waiting: int | None


@dataclass(frozen=True, slots=True)
class RhythmLine:
    """Households that are visited every so many days. visited: of those, in the year; visits: to
    them; due: of those, today."""

    every: int
    households: int
    visited: int
    visits: int
    due: int


@dataclass(frozen=True, slots=True)
class Files:
    """Household files. visits, visited: of the year; rhythm, tags and everything left to do: today.
    touched, changes: files changed in the year one by one, and how often; moves: by title; bulk:
    what changes many at once, by name; findings: of data to mend."""

    visits: int
    visited: int
    rhythm: tuple[RhythmLine, ...]
    tags: tuple[tuple[str, int], ...]
    touched: int
    changes: int
    moves: tuple[tuple[str, int], ...]
    bulk: tuple[tuple[str, int], ...]
    unchecked: int
    findings: dict[Severity, int]

    @property
    def in_rhythm(self) -> int:
        return sum(x.households for x in self.rhythm)

    @property
    def due(self) -> int:
        return sum(x.due for x in self.rhythm)


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """until: the year's last day, or today; begun: the first day of anything on record where it is
    in this year."""

    unit: str
    year: int
    today: date
    until: date
    begun: date | None
    base: Base
    changes: Changes
    training: Training
    duties: Duties
    evaluation: Evaluation
    honours: Honours
    cautions: Cautions
    files: Files

    @property
    def whole(self) -> bool:
        """The year is over."""
        return self.until < self.today or (self.until.month, self.until.day) == (12, 31)
