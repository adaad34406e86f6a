"""What the evaluation service tells: plain records for the window, commands and papers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from ldz_desktop.domain.evaluation import Header, MonthState, Scheme, Score, Standing
from ldz_desktop.domain.explaining import Step
from ldz_desktop.domain.places import Building, ScopeName
from ldz_desktop.domain.rank_interval import RankInterval
from ldz_desktop.domain.rekeying import Keying

NextStep = Literal["issue", "enter", "check", "close", "publish", "done"]


@dataclass(frozen=True, slots=True)
class MonthInfo:
    """A month's state. code: as printed (7F3A-91C2-…); hash: 64 hex digits; None while open.
    edition: from 1, one more each time it was re-opened."""

    month: str
    state: MonthState
    scheme_version: int
    hash: str | None = None
    code: str | None = None
    previous_code: str | None = None
    closed_by: str | None = None
    published_on: date | None = None
    notice_end: date | None = None
    notice_certain: bool = True
    edition: int = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """Sheets keyed but not yet handed over, in the order of the pile, with the count sheet so far.

    hand: the sheet in hand (domain.rekeying.Keying); second: the second keying, None where nobody
    has begun one.
    """

    header: Header
    sheets: tuple[str, ...] = ()
    hand: str = ""
    second: Keying | None = None


@dataclass(frozen=True, slots=True)
class BuildingProgress:
    """How far a building's month is. header None: nothing handed over. keyed_*: sheets handed
    over. drafted: sheets in the draft, a new one in hand among them. assessors: booklets in.
    problems: why it does not balance.
    minimum: sheets needed this month, to be ranked or to count in a rolling scheme. given: number
    of envelopes as written down when they were given out; households: occupied ones, None where
    nobody knows; checked: keyed twice and agreed, or a second keying is under way while there is a
    draft; oddities: what a person should look at.
    """

    building: Building
    leader: str
    header: Header | None
    origin: str | None
    keyed_valid: int
    keyed_invalid: int
    drafted: int
    assessors: int
    minimum: int
    problems: tuple[str, ...]
    given: int | None = None
    households: int | None = None
    checked: bool = False
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthOverview:
    """The month strip: counts of its five steps. issued: of the count sheets, or what was
    given out where there is none yet; given: buildings whose number of envelopes is known;
    notice_days: of the month's scheme, in working days."""

    info: MonthInfo
    issued: int
    returned: int
    valid: int
    buildings: int
    with_sheets: int
    balanced: int
    with_stars: int
    drafts: int
    next_step: NextStep
    notice_days: int = 5
    given: int = 0


@dataclass(frozen=True, slots=True)
class Ranking:
    """A ranking as it stands (open) or stands for ever (closed, published).

    previous: building_id → score of the calendar month before. undecided: for each community that
    has some, the buildings whose tie leaves a flag to a recorded decision. intervals: building_id →
    what the sheets can bear of its rank, where it was asked for.
    """

    month: str
    state: MonthState
    scope: ScopeName
    scheme: Scheme
    standings: tuple[Standing, ...]
    previous: Mapping[int, Decimal]
    undecided: tuple[tuple[Score, ...], ...]
    intervals: Mapping[int, RankInterval] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a score comes from: its standing and the steps of the computation.

    ties: who has the same printed score, and what decided; neighbours: the ranks around it in its
    scope, itself among them, best first; ranked: how many are ranked there; code: the closed
    month's; interval: what the sheets can bear of the rank, where it was asked for.
    """

    month: str
    standing: Standing
    steps: tuple[Step, ...]
    scheme: Scheme
    ties: tuple[str, ...] = ()
    neighbours: tuple[Standing, ...] = ()
    ranked: int = 0
    code: str | None = None
    interval: RankInterval | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a closed month is what was closed. problems: sentences, empty when ok."""

    info: MonthInfo
    ok: bool
    problems: tuple[str, ...]
