"""The warning chain: what last places in a row lead to (domain.md §7).

After one last place a reminder, after two a talk, after three a proposal that people decide and
sign. Everything is judged from closed months as they stand now, so a month that is opened again
and corrected takes the ground from under a step that rested on it; what was done stays on record.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from ldz_desktop.domain.evaluation import SCHEME_1, previous_month

REMIND_AFTER, TALK_AFTER, PROPOSE_AFTER = 1, 2, SCHEME_1.eliminate_after
DAYS = 7
"""A step should be taken so many days after the month was closed (default, a setting)."""
DISMISS, KEEP = "免去职务", "继续留任"
WAYS = ("当面", "电话", "上门", "书面")

Stage = Literal[1, 2, 3]
StepKind = Literal["remind", "talk", "propose", "decide", "review"]
STAGES: dict[Stage, str] = {1: "提醒", 2: "约谈", 3: "提请研究"}
STEPS: dict[StepKind, str] = {
    "remind": "提醒", "talk": "约谈", "propose": "提请研究", "decide": "作出决定",
    "review": "复查",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Basis:
    """A closed month that a step rests on, with the code its notice bore then."""

    month: str
    code: str


@dataclass(frozen=True, slots=True)
class Caution:
    """One step of the chain. months: its last places, the oldest first. done_on, done_by: when and
    by whom (a reminder, a talk, a proposal). way: how a reminder was given. said, promised,
    review_on: of a talk; reviewed_on, review_note: of its review. decision … second_signed_on: of a
    proposal, None until it is decided. id 0: not yet stored."""

    id: int
    tenure_id: int
    stage: Stage
    months: tuple[Basis, ...]
    done_on: date | None = None
    done_by: str | None = None
    way: str | None = None
    place: str | None = None
    said: str | None = None
    promised: str | None = None
    review_on: date | None = None
    reviewed_on: date | None = None
    review_note: str | None = None
    decision: str | None = None
    reason: str | None = None
    first_signer: str | None = None
    signed_on: date | None = None
    second_signer: str | None = None
    second_signed_on: date | None = None
    note: str | None = None
    version: int = 1

    @property
    def decided(self) -> bool:
        return self.decision is not None


@dataclass(frozen=True, slots=True)
class MonthPlace:
    """What a closed month says of a tenure. of: how many were ranked in its group (scope); rank
    None: unranked, why_unranked says why. score, satisfaction: as printed."""

    month: str
    code: str
    closed_on: date
    scope: str
    building_id: int
    rank: int | None
    of: int
    last: bool
    score: Decimal | None
    satisfaction: Decimal | None
    valid: int
    why_unranked: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """Last places in a row of one tenure. places: from the first of them on, unranked months
    included. broken: why it goes no further, "" while it reaches the newest closed month."""

    places: tuple[MonthPlace, ...]
    broken: str = ""

    @property
    def lasts(self) -> tuple[MonthPlace, ...]:
        return tuple(p for p in self.places if p.last)

    @property
    def running(self) -> bool:
        return not self.broken


def chains(places: Sequence[MonthPlace], newest: str) -> tuple[Chain, ...]:
    """The chains of one tenure, the oldest first, by the rules of evaluation.with_streaks: an
    unranked month neither counts nor breaks, a month without evaluation breaks.

    places: its closed months, the oldest first; newest: the newest closed month of all.
    """
    found: list[Chain] = []
    run: list[MonthPlace] = []
    before = ""
    for place in places:
        if run and before != previous_month(place.month):
            found.append(Chain(tuple(run), _missing(_after(before))))
            run = []
        if place.last or (run and place.rank is None):
            run.append(place)
        elif run:
            found.append(Chain(tuple(run), _better(place)))
            run = []
        before = place.month
    if run:
        found.append(Chain(tuple(run), "" if before == newest else _missing(_after(before))))
    return tuple(found)


def void_reason(caution: Caution, places: Sequence[MonthPlace], every: Iterable[Chain]) -> str:
    """Why the months a step rests on no longer bear it; "" where they do.

    places, every: the closed months and the chains of its tenure as they are now.
    """
    now = {p.month: p for p in places}
    for basis in caution.months:
        place = now.get(basis.month)
        if place is None:
            return f"{month_words(basis.month)}已重新打开，或本人不再列入该月排名"
        if not place.last:
            return _better(place)
    wanted = {basis.month for basis in caution.months}
    if any(wanted <= {p.month for p in chain.lasts} for chain in every):
        return ""
    return "这几个月的末位不再连续"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done, since when it can be, and by when it should."""

    kind: StepKind
    since: date
    deadline: date

    def overdue(self, today: date) -> bool:
        return today > self.deadline


def next_step(chain: Chain, done: Sequence[Caution], days: int = DAYS) -> NextStep | None:
    """What the chain asks for next; None where nothing does (any more).

    done: the steps that rest on this chain; days: from the closing to the deadline. A broken chain
    asks for nothing but the review of a talk: the open step is void.
    """
    talk = _newest(done, 2)
    step = _wanted(chain, done, talk) if chain.running else None
    if step is not None:
        kind, since = step
        return NextStep(kind, since, since + timedelta(days))
    if talk is None or talk.review_on is None or talk.reviewed_on is not None:
        return None
    if _newest(done, 3) is not None:  # a proposal looks at more than the review would
        return None
    return NextStep("review", talk.review_on, talk.review_on)


def _wanted(
    chain: Chain, done: Sequence[Caution], talk: Caution | None
) -> tuple[StepKind, date] | None:
    lasts = chain.lasts
    proposal = _newest(done, 3)
    if len(lasts) >= TALK_AFTER and talk is None:
        return "talk", lasts[TALK_AFTER - 1].closed_on
    if proposal is not None and not proposal.decided:
        return "decide", proposal.done_on or lasts[-1].closed_on
    if len(lasts) >= PROPOSE_AFTER:
        covered = 0 if proposal is None else len(proposal.months)
        if covered < len(lasts):
            return "propose", lasts[max(covered, PROPOSE_AFTER - 1)].closed_on
    if len(lasts) == REMIND_AFTER and _newest(done, 1) is None:
        return "remind", lasts[0].closed_on
    return None


def left_open(chain: Chain, done: Sequence[Caution]) -> StepKind | None:
    """The step that was open when the chain broke; None where it had been taken."""
    whole = Chain(chain.places)
    step = _wanted(whole, done, _newest(done, 2))
    return None if step is None else step[0]


def _newest(done: Sequence[Caution], stage: Stage) -> Caution | None:
    mine = [c for c in done if c.stage == stage]
    return max(mine, key=lambda c: (len(c.months), c.done_on or date.min, c.id), default=None)


def month_words(month: str) -> str:
    """2026年9月 for 2026-09."""
    return f"{month[:4]}年{int(month[5:7])}月"


def months_words(months: Sequence[str]) -> str:
    """2026年8月、9月; the year again where it changes."""
    words: list[str] = []
    for number, month in enumerate(months):
        same = number and months[number - 1][:4] == month[:4]
        words.append(f"{int(month[5:7])}月" if same else month_words(month))
    return "、".join(words)


def _better(place: MonthPlace) -> str:
    where = "不参加排名" if place.rank is None else f"名次为第 {place.rank}"
    return f"{month_words(place.month)}{where}，不是末位"


def _missing(month: str) -> str:
    return f"{month_words(month)}没有本人的排名，连续中断"


def _after(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + 1}-01" if number == 12 else f"{year}-{number + 1:02d}"
