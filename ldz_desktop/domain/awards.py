"""Awards of a year (domain.md §1, 奖): 最美楼栋 for buildings, 优秀楼栋长 for leaders.

Twelve closed months say who did how well; people vote and decide. The mean is of the printed scores
of the ranked months, exact, rounded half up once (contract.md); a building is counted by itself,
a leader over all buildings and terms of the year.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ldz_desktop.domain.evaluation import half_up
from ldz_desktop.domain.problems import Problem

Kind = Literal["building", "leader"]
KINDS: Mapping[Kind, str] = {"building": "最美楼栋", "leader": "优秀楼栋长"}
_SERIES: Mapping[Kind, str] = {"building": "最美楼栋", "leader": "优秀楼长"}

MONTHS = 12
DEFAULT_MINIMUM = 9
"""Ranked months that a building or a leader needs, a setting."""
NOT_PASSED = "表决没有通过"

State = Literal["candidate", "few", "granted", "rejected", "cancelled"]
STATES: Mapping[State, str] = {
    "candidate": "待表决", "few": "月数不足", "granted": "已授予", "rejected": "未通过",
    "cancelled": "已取消",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MonthFact:
    """One building in one closed month. score: as printed, None where it was not ranked; leader_id
    0: nobody was evaluated there."""

    month: str
    building_id: int
    leader_id: int
    score: Decimal | None
    flag: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Merit:
    """What a year says of one building or leader. key: its id; mean: exact, None where it was never
    ranked; flagged, last: of months; buildings: where, the newest last."""

    kind: Kind
    key: int
    ranked: int
    flagged: int
    last: int
    mean: Fraction | None
    buildings: tuple[int, ...]

    @property
    def printed(self) -> Decimal | None:
        return None if self.mean is None else half_up(self.mean)

    def basis(self) -> str:
        """What a record keeps: 12 个月参加排名，平均 85.33 分，持流动红旗 3 个月，末位 0 个月."""
        return (
            f"{self.ranked} 个月参加排名，平均 {self.printed} 分，"
            f"持流动红旗 {self.flagged} 个月，末位 {self.last} 个月"
        )


@dataclass(frozen=True, slots=True)
class Award:
    """A vote about a candidate and what came of it. basis: Merit.basis when it was decided;
    cancelled_on: not granted, or taken back."""

    id: int
    year: int
    kind: Kind
    building_id: int | None
    leader_id: int | None
    basis: str
    voters: int | None = None
    votes_for: int | None = None
    decided_on: date | None = None
    certificate_no: str | None = None
    posting_id: int | None = None
    cancelled_on: date | None = None
    cancel_reason: str | None = None
    note: str | None = None
    chaired_by: str | None = None

    @property
    def key(self) -> int:
        return (self.building_id if self.kind == "building" else self.leader_id) or 0

    @property
    def state(self) -> State:
        if self.cancelled_on is None:
            return "granted"
        return "rejected" if self.cancel_reason == NOT_PASSED else "cancelled"


def year_months(year: int) -> tuple[str, ...]:
    return tuple(f"{year}-{number:02d}" for number in range(1, MONTHS + 1))


def merits(facts: Iterable[MonthFact], kind: Kind) -> list[Merit]:
    """Everybody of a year, the best first: by mean, then more months with the flag, then fewer
    last places."""
    mine: dict[int, list[MonthFact]] = {}
    for fact in sorted(facts, key=lambda f: f.month):
        key = fact.building_id if kind == "building" else fact.leader_id
        if key:
            mine.setdefault(key, []).append(fact)
    found = []
    for key, rows in mine.items():
        scores = [Fraction(f.score) for f in rows if f.score is not None]
        found.append(
            Merit(
                kind, key, len(scores), sum(f.flag for f in rows), sum(f.last for f in rows),
                sum(scores, Fraction()) / len(scores) if scores else None,
                tuple(dict.fromkeys(f.building_id for f in rows)),
            )
        )  # fmt: skip
    return sorted(found, key=_order)


def _order(one: Merit) -> tuple[bool, Fraction, int, int]:
    return (one.mean is None, -(one.mean or Fraction()), -one.flagged, one.last)


def places(ordered: Sequence[Merit], minimum: int) -> list[int]:
    """The place of each in the proposal, 1, 1, 3; 0 for too few ranked months."""
    found: list[int] = []
    place, counted = 0, 0
    known: Merit | None = None
    for one in ordered:
        if one.ranked < minimum:
            found.append(0)
            continue
        counted += 1
        if known is None or _order(one) != _order(known):
            place = counted
        known = one
        found.append(place)
    return found


def certificate_number(kind: Kind, year: int, number: int) -> str:
    """最美楼栋〔2026〕001号."""
    return f"{_SERIES[kind]}〔{year}〕{number:03d}号"


def next_number(kind: Kind, year: int, given: Iterable[str]) -> str:
    """The first that is free after the highest one given, those of cancelled awards included."""
    head = f"{_SERIES[kind]}〔{year}〕"
    taken = [
        int(one[len(head) : -1])
        for one in given
        if one.startswith(head) and one[len(head) : -1].isdecimal()
    ]
    return certificate_number(kind, year, max(taken, default=0) + 1)


def check_vote(
    award: Award,
    merit: Merit | None,
    others: Iterable[Award],
    closed: int,
    minimum: int,
    today: date,
) -> tuple[Problem, ...]:
    """A vote as a form has it. merit: what the year says of the candidate; closed: months of the
    year that are closed. Fields: voters, votes_for, decided_on, chaired_by, key."""
    found = []
    if closed < MONTHS:
        found.append(_refused("key", "year", f"{award.year}年还有 {MONTHS - closed} 个月没有封存"))
    if merit is None or merit.ranked < minimum:
        ranked = 0 if merit is None else merit.ranked
        found.append(_refused("key", "few", f"参加排名 {ranked} 个月，少于规定的 {minimum} 个月"))
    if any(
        o.year == award.year and o.kind == award.kind and o.key == award.key
        and o.state == "granted" and o.id != award.id
        for o in others
    ):  # fmt: skip
        found.append(_refused("key", "twice", f"已经授予{award.year}年度{KINDS[award.kind]}"))
    return (*found, *_votes(award), *_signed(award, today))


def _votes(award: Award) -> Iterable[Problem]:
    voters, votes = award.voters, award.votes_for
    if voters is None or voters < 1:
        yield _refused("voters", "missing", "请填写参加表决的人数：没有表决不能授予")
    if votes is None or votes < 0:
        yield _refused("votes_for", "missing", "请填写赞成票数")
    elif voters is not None and votes > voters:
        yield _refused("votes_for", "many", f"赞成 {votes} 票，多于参加表决的 {voters} 人")
    elif voters and award.cancelled_on is None and 2 * votes <= voters:
        yield _refused("votes_for", "majority", "赞成票没有超过半数，不能授予")


def _signed(award: Award, today: date) -> Iterable[Problem]:
    if award.decided_on is None:
        yield _refused("decided_on", "missing", "请填写表决日期")
    elif award.decided_on > today:
        yield _refused("decided_on", "future", "表决日期不能晚于今天")
    elif award.decided_on < date(award.year, 12, 31):
        yield _refused("decided_on", "early", f"表决日期早于{award.year}年的最后一天")
    if not (award.chaired_by or "").strip():
        yield _refused("chaired_by", "missing", "请填写主持人")


def _refused(field: str, code: str, reason: str) -> Problem:
    return Problem("refused", field, code, reason)
