"""Rewards of building leaders (domain.md §1, 奖): money for a month with the red flag, and
promotions, which are dated events without money.

The flag belongs to a building, the money to the leader who was evaluated there that month. What a
closed month gives is proposed by itself; a reward is stored once somebody decides about it. A month
that is opened again and corrected takes the ground from under what rested on it: unpaid money is
withdrawn, paid money waits for people to decide.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ldz_desktop.domain.leaders import month_days
from ldz_desktop.domain.problems import Problem

Kind = Literal["flag", "party", "placement", "cadre", "committee", "other"]
FLAG: Kind = "flag"
EVENTS: dict[Kind, str] = {
    "party": "优先发展党员", "placement": "上派锻炼", "cadre": "后备干部", "committee": "两委任职",
    "other": "其他",
}  # fmt: skip
KINDS: dict[Kind, str] = {FLAG: "流动红旗", **EVENTS}

State = Literal[
    "proposed", "approved", "moved", "waiting", "paid", "withdrawn", "cancelled", "given"
]
STATES: dict[State, str] = {
    "proposed": "待审批", "approved": "待发放", "moved": "待处理", "waiting": "待封月",
    "paid": "已发放", "withdrawn": "已撤回", "cancelled": "已取消", "given": "已登记",
}  # fmt: skip
OPEN: frozenset[State] = frozenset(("proposed", "approved", "waiting"))
"""Money that is neither paid nor given up."""
COUNTED: frozenset[State] = frozenset(("approved", "paid", "moved", "given"))
"""What a leader has to his credit."""

DEFAULT_CENTS = 100_000
KEPT = "维持"
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Reward:
    """One reward. cents: None where it is no money. basis: of money the code of the month it rests
    on, "维持 CODE" where people decided to leave it although the flag moved; of an event the
    document or meeting. approved_on: of an event its day. id 0: not yet stored."""

    id: int
    leader_id: int
    kind: Kind
    title: str
    building_id: int | None = None
    month: str | None = None
    cents: int | None = None
    basis: str | None = None
    proposed_on: date | None = None
    approved_on: date | None = None
    approved_by: str | None = None
    paid_on: date | None = None
    paid_by: str | None = None
    cancelled_on: date | None = None
    cancel_reason: str | None = None
    note: str | None = None
    version: int = 1

    @property
    def code(self) -> str:
        """Of money: the code of the month it rests on."""
        return (self.basis or "").removeprefix(f"{KEPT} ")


@dataclass(frozen=True, slots=True)
class RewardMonth:
    """A closed month: its code, the day it was closed, and who led the buildings with the flag
    (building → leader); a building without a leader is left out."""

    month: str
    code: str
    closed_on: date
    leaders: Mapping[int, int]


def state_of(reward: Reward, month: RewardMonth | None) -> State:
    """Where a reward stands. month: the closed month it is for, None while that is open."""
    if reward.cancelled_on is not None:
        return "cancelled"
    if reward.kind != FLAG:
        return "given"
    paid = reward.paid_on is not None
    if month is None:
        return "paid" if paid else "waiting"
    if month.leaders.get(reward.building_id or 0) != reward.leader_id:
        kept = reward.basis == kept_basis(month.code)
        return ("paid" if kept else "moved") if paid else "withdrawn"
    return "paid" if paid else ("proposed" if reward.approved_on is None else "approved")


def kept_basis(code: str) -> str:
    """The basis of paid money that was left as it is, by a month's code."""
    return f"{KEPT} {code}"


def flag_title(month: str) -> str:
    """2026年10月流动红旗奖励."""
    return f"{month[:4]}年{int(month[5:7])}月流动红旗奖励"


def proposals(months: Iterable[RewardMonth], stored: Sequence[Reward], cents: int) -> list[Reward]:
    """What closed months give and nobody has decided about: never beside money that is approved or
    paid for the same building and month, nor where the same was given up."""
    states = {m.month: m for m in months}
    taken: set[tuple[int, str]] = set()
    given_up: set[tuple[int, str, int]] = set()
    for one in stored:
        if one.kind != FLAG or one.building_id is None or one.month is None:
            continue
        state = state_of(one, states.get(one.month))
        if state == "cancelled":
            given_up.add((one.building_id, one.month, one.leader_id))
        elif state != "withdrawn":
            taken.add((one.building_id, one.month))
    return [
        Reward(
            0, leader, FLAG, flag_title(month.month), building, month.month, cents, month.code,
            month.closed_on,
        )
        for month in states.values()
        for building, leader in month.leaders.items()
        if (building, month.month) not in taken
        and (building, month.month, leader) not in given_up
    ]  # fmt: skip


def check_approval(
    months: Iterable[str], on: date | None, by: str | None, today: date
) -> tuple[Problem, ...]:
    """months: those the money is for. Fields: approved_on, approved_by."""
    found = [*_signed("approved", "审批", on, by, today)]
    newest = max(months, default="")
    if on is not None and newest and on < month_days(newest)[1]:
        words = f"审批日期早于{int(newest[5:7])}月的最后一天"
        found.append(Problem("refused", "approved_on", "early", words))
    return tuple(found)


def check_payment(
    rewards: Sequence[Reward], on: date | None, by: str | None, today: date
) -> tuple[Problem, ...]:
    """Fields: paid_on, paid_by. The same name under approval and payment is only noted."""
    found = [*_signed("paid", "发放", on, by, today)]
    newest = max((r.approved_on for r in rewards if r.approved_on), default=None)
    if on is not None and newest is not None and on < newest:
        found.append(Problem("refused", "paid_on", "early", "发放日期早于审批日期"))
    if by and any(r.approved_by == by.strip() for r in rewards):
        words = "发放人和审批人是同一个人，一般由两人分别办理"
        found.append(Problem("note", "paid_by", "same", words))
    return tuple(found)


def check_event(event: Reward, today: date) -> tuple[Problem, ...]:
    """An event as a form has it: fields leader_id, title, approved_on, basis."""
    found = []
    if not event.leader_id:
        found.append(Problem("refused", "leader_id", "missing", "请选择楼栋长"))
    if not event.title.strip():
        found.append(Problem("refused", "title", "missing", "请写明奖励内容"))
    elif len(event.title) > _LONGEST_TITLE:
        found.append(Problem("refused", "title", "long", f"不超过 {_LONGEST_TITLE} 个字"))
    if event.approved_on is None:
        found.append(Problem("refused", "approved_on", "missing", "请填写日期"))
    elif event.approved_on > today:
        found.append(Problem("refused", "approved_on", "future", "日期不能晚于今天"))
    if not (event.basis or "").strip():
        found.append(Problem("refused", "basis", "missing", "请写明依据，如文号、会议"))
    return tuple(found)


def _signed(
    field: str, verb: str, on: date | None, by: str | None, today: date
) -> Iterable[Problem]:
    if on is None:
        yield Problem("refused", f"{field}_on", "missing", f"请填写{verb}日期")
    elif on > today:
        yield Problem("refused", f"{field}_on", "future", f"{verb}日期不能晚于今天")
    if not (by or "").strip():
        yield Problem("refused", f"{field}_by", "missing", f"请填写{verb}人")
