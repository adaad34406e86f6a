"""What a ranking notice says: one plain record, handed from the services to reports.notice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ldz_desktop.domain.evaluation import MonthState, Scheme, Standing
from ldz_desktop.domain.workdays import Unit


@dataclass(frozen=True, slots=True)
class NoticeData:
    """One group of one month's ranking, ready to be printed (domain.md §6).

    unit: who signs, e.g. 西锦社区居民委员会; scope_name: the group, e.g. 西锦社区; month: YYYY-MM.
    rows: the standings of this group only, ranked first, in the order they are printed.
    issued: None where a batch has no count of issued sheets; returned, valid: sums of the group.
    undecided: titles of the buildings whose tie leaves a flag to a recorded decision.
    posted: the day of posting (not counted); period_first: None means the day after posting;
    period_last: None where no calendar could name it; period_certain: False prints 预计;
    notice_days: length in period_unit.
    phone: may be empty. code, previous_code: the month's printed code and the month's before,
    None where there is none. previous: building_id → last month's score. edition: 2 for a month
    that was corrected once. spread: how many ranks the rank interval of half of the buildings spans
    at least, 0 where it is not known.
    """

    unit: str
    scope_name: str
    month: str
    state: MonthState
    rows: tuple[Standing, ...]
    scheme: Scheme
    issued: int | None
    returned: int
    valid: int
    undecided: tuple[str, ...]
    posted: date
    period_last: date | None
    period_certain: bool
    notice_days: int
    phone: str
    code: str | None
    previous_code: str | None
    previous: Mapping[int, Decimal] = field(default_factory=dict)
    period_first: date | None = None
    period_unit: Unit = "working"
    spread: int = 0
    edition: int = 1
