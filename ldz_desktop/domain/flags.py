"""The mobile red flag as a thing (domain.md §1): numbered, hung at a building for a month, handed
on. The ranking says which buildings have a flag (contract.md); a tie past the last place is decided
by people and written down beside it. Who hands which flag to whom is proposed here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ldz_desktop.domain.evaluation import previous_month
from ldz_desktop.domain.leaders import month_days
from ldz_desktop.domain.places import short_community
from ldz_desktop.domain.problems import Problem

PER_COMMUNITY = 2
_LONGEST_NUMBER = 20

State = Literal["todo", "keep", "done", "kept", "stale", "no_flag", "spare"]
STATES: Mapping[State, str] = {
    "todo": "待交接", "keep": "待确认", "done": "已交接", "kept": "未流动", "stale": "需更正",
    "no_flag": "缺旗", "spare": "无楼栋",
}  # fmt: skip
OPEN: frozenset[State] = frozenset(("todo", "keep"))
"""What a person still has to write down."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag. scope: the community it goes round in; retired_on: since when it is no more."""

    id: int
    number: str
    scope: str
    acquired_on: date | None = None
    retired_on: date | None = None
    note: str | None = None

    def active(self, on: date) -> bool:
        return self.retired_on is None or on < self.retired_on


@dataclass(frozen=True, slots=True)
class Holding:
    """A flag at a building for a month. from_on: since when it hangs there (of a flag that stayed:
    since it came); to_on: when it went on, None while it hangs or where the building kept it."""

    id: int
    flag_id: int
    building_id: int
    month: str
    from_on: date | None = None
    to_on: date | None = None
    handed_by: str | None = None
    received_by: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Which of the tied buildings got the flags that the ranking left open, and why."""

    id: int
    month: str
    community: str
    buildings: tuple[int, ...]
    decided_on: date | None
    decided_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie past the last flag: who is tied, for how many flags."""

    month: str
    community: str
    buildings: tuple[int, ...]
    places: int


@dataclass(frozen=True, slots=True)
class Move:
    """One flag of a month. flag_id 0: there are too few flags; from_building, to_building 0: from
    the office, or nobody to give it to. months: in a row with this one, at to_building; holding:
    what is written down, None before."""

    month: str
    community: str
    flag_id: int
    from_building: int
    to_building: int
    months: int
    state: State
    holding: Holding | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A flag at one building for consecutive entries: first and last month, in between as many
    entries as `months`. holdings: the oldest first."""

    flag_id: int
    building_id: int
    holdings: tuple[Holding, ...]

    @property
    def first(self) -> Holding:
        return self.holdings[0]

    @property
    def last(self) -> Holding:
        return self.holdings[-1]

    @property
    def months(self) -> int:
        return len(self.holdings)


# -- what is proposed ------------------------------------------------------------------------------


def default_flags(communities: Iterable[str], flags: Sequence[Flag], on: date) -> list[Flag]:
    """What is lacking to PER_COMMUNITY flags in use in each community, numbered on: 兴新1号."""
    taken = {flag.number for flag in flags}
    found: list[Flag] = []
    for community in communities:
        have = sum(f.scope == community and f.active(on) for f in flags)
        number = 0
        while have < PER_COMMUNITY:
            number += 1
            name = f"{short_community(community)}{number}号"
            if name not in taken:
                taken.add(name)
                found.append(Flag(0, name, community, on))
                have += 1
    return found


def propose(
    month: str,
    won: Mapping[str, Mapping[str, Sequence[int]]],
    flags: Sequence[Flag],
    holdings: Sequence[Holding],
) -> list[Move]:
    """Who hands which flag to whom after `month`. won: month → community → its flag buildings, the
    best first; holdings: everything written down, of any month.

    A flag that hangs at one of the month's buildings stays; the others go to the rest in the order
    of their numbers. What is written down for the month stands first, right or wrong.
    """
    _, end = month_days(month)
    winners = won.get(month, {})
    held = {name: {b for ids in own.values() for b in ids} for name, own in won.items()}
    mine = {h.flag_id: h for h in holdings if h.month == month}
    later = {h.flag_id for h in holdings if h.month > month}
    before = latest(h for h in holdings if h.month < month)
    found: list[Move] = []
    communities = dict.fromkeys((*winners, *(f.scope for f in flags)))
    for community in communities:
        own = [f for f in flags if f.scope == community and (f.active(end) or f.id in mine)]
        wanted = list(winners.get(community, ()))
        moves: dict[int, Move] = {}
        left = [b for b in wanted if b not in {h.building_id for h in mine.values()}]
        for flag in own:
            holding = mine.get(flag.id)
            if holding is not None:
                moves[flag.id] = _written(community, holding, before, wanted, held)
        for flag in own:
            at = before.get(flag.id)
            if flag.id not in moves and at is not None and at.building_id in left:
                left.remove(at.building_id)
                moves[flag.id] = _proposed(month, community, flag, at, at.building_id, held)
        for flag in own:
            if flag.id in moves or flag.retired_on is not None or flag.id in later:
                continue
            to = left.pop(0) if left else 0
            moves[flag.id] = _proposed(month, community, flag, before.get(flag.id), to, held)
        found += [moves[f.id] for f in own if f.id in moves]
        found += [Move(month, community, 0, 0, b, row_of(b, month, held), "no_flag") for b in left]
    return found


def latest(holdings: Iterable[Holding]) -> dict[int, Holding]:
    """Where each flag was last."""
    found: dict[int, Holding] = {}
    for one in holdings:
        known = found.get(one.flag_id)
        if known is None or one.month > known.month:
            found[one.flag_id] = one
    return found


def row_of(building_id: int, month: str, held: Mapping[str, Collection[int]]) -> int:
    """Months in a row that a building has a flag, `month` counted as one of them. held: month →
    buildings with a flag, whether or not the hand-over was written down."""
    count, month = 1, previous_month(month)
    while building_id in held.get(month, ()):
        count, month = count + 1, previous_month(month)
    return count


def _written(
    community: str,
    holding: Holding,
    before: Mapping[int, Holding],
    wanted: Collection[int],
    held: Mapping[str, Collection[int]],
) -> Move:
    at = before.get(holding.flag_id)
    stayed = at is not None and at.building_id == holding.building_id
    state: State = "kept" if stayed else "done"
    if holding.building_id not in wanted:
        state = "stale"
    months = row_of(holding.building_id, holding.month, held)
    origin = 0 if at is None else at.building_id
    to, month = holding.building_id, holding.month
    return Move(month, community, holding.flag_id, origin, to, months, state, holding)


def _proposed(
    month: str,
    community: str,
    flag: Flag,
    at: Holding | None,
    to: int,
    held: Mapping[str, Collection[int]],
) -> Move:
    # Taken back into the office meanwhile: it comes from there.
    origin = at.building_id if at is not None and at.to_on is None else 0
    state: State = "spare" if not to else ("keep" if origin == to else "todo")
    months = row_of(to, month, held) if to else 0
    return Move(month, community, flag.id, origin, to, months, state)


def runs(holdings: Iterable[Holding]) -> list[Run]:
    """The ledger: of each flag the buildings it hung at, an unbroken stay as one. The newest
    first."""
    by_flag: dict[int, list[Holding]] = {}
    for one in sorted(holdings, key=lambda h: h.month):
        by_flag.setdefault(one.flag_id, []).append(one)
    found: list[Run] = []
    for flag_id, mine in by_flag.items():
        group: list[Holding] = []
        for one in mine:
            if group and (one.building_id != group[-1].building_id or group[-1].to_on is not None):
                found.append(Run(flag_id, group[-1].building_id, tuple(group)))
                group = []
            group.append(one)
        found.append(Run(flag_id, group[-1].building_id, tuple(group)))
    return sorted(found, key=lambda run: run.last.month, reverse=True)


# -- what is refused -------------------------------------------------------------------------------


def check_flag(flag: Flag, flags: Iterable[Flag], today: date) -> tuple[Problem, ...]:
    """A flag as a form has it. Fields: number, scope, acquired_on."""
    found = []
    if not flag.number.strip():
        found.append(_refused("number", "missing", "请填写红旗的编号"))
    elif len(flag.number) > _LONGEST_NUMBER:
        found.append(_refused("number", "long", f"不超过 {_LONGEST_NUMBER} 个字"))
    elif any(f.number == flag.number.strip() and f.id != flag.id for f in flags):
        found.append(_refused("number", "taken", "这个编号已经有了，一面旗一个编号"))
    if not flag.scope:
        found.append(_refused("scope", "missing", "请选择在哪个社区流动"))
    if flag.acquired_on is not None and flag.acquired_on > today:
        found.append(_refused("acquired_on", "future", "启用日期不能晚于今天"))
    return tuple(found)


def check_retiring(
    flag: Flag, holdings: Iterable[Holding], on: date | None, today: date
) -> tuple[Problem, ...]:
    """Fields: retired_on."""
    if flag.retired_on is not None:
        return (_refused("retired_on", "retired", "这面红旗已经停用"),)
    found = list(_day("retired_on", on, "停用日期", today))
    newest = max((h.from_on for h in holdings if h.flag_id == flag.id and h.from_on), default=None)
    if on is not None and newest is not None and on < newest:
        found.append(_refused("retired_on", "early", "停用日期早于最近一次交接"))
    return tuple(found)


def check_handing(
    new: Holding,
    flag: Flag | None,
    winners: Collection[int],
    holdings: Iterable[Holding],
    today: date,
) -> tuple[Problem, ...]:
    """A hand-over as a form has it. winners: the month's flag buildings of the flag's community;
    holdings: what is written down already. Fields: flag_id, building_id, from_on, handed_by,
    received_by."""
    others = [h for h in holdings if h.id != new.id]
    found = [*_which(new, flag, others, today), *_where(new, winners, others)]
    at = latest(h for h in others if h.flag_id == new.flag_id and h.month < new.month)
    return (*found, *_how(new, at.get(new.flag_id), today))


def _which(
    new: Holding, flag: Flag | None, others: Sequence[Holding], today: date
) -> Iterable[Problem]:
    """Whether the flag is there to be handed on."""
    if flag is None:
        yield _refused("flag_id", "missing", "没有这面红旗，请先登记")
    elif not flag.active(new.from_on or today):
        yield _refused("flag_id", "retired", f"{flag.number}已经停用，不能再交接")
    mine = [h for h in others if h.flag_id == new.flag_id]
    if any(h.month == new.month for h in mine):
        yield _refused("flag_id", "twice", "这面红旗这个月已经登记给一栋楼，一个月只能归一栋")
    if any(h.month > new.month for h in mine):
        yield _refused("flag_id", "later", "这面红旗以后的月份已经登记过交接")


def _where(new: Holding, winners: Collection[int], others: Sequence[Holding]) -> Iterable[Problem]:
    """Whether the building gets a flag, and one only."""
    if any(h.month == new.month and h.building_id == new.building_id for h in others):
        yield _refused("building_id", "holds", "这栋楼这个月已经有一面红旗")
    elif new.building_id not in winners:
        yield _refused("building_id", "not_won", "这栋楼这个月没有评得流动红旗")


def _how(new: Holding, at: Holding | None, today: date) -> Iterable[Problem]:
    """Day and names. at: where the flag was before."""
    if stays(new, at):
        return  # nobody hands it to anybody
    yield from _day("from_on", new.from_on, "交接日期", today)
    if new.from_on is not None and new.from_on <= today:
        if new.from_on < month_days(new.month)[0]:  # some offices close before the month is over
            words = f"交接日期早于{int(new.month[5:7])}月"
            yield _refused("from_on", "early", words)
        elif at is not None and at.from_on is not None and new.from_on < at.from_on:
            yield _refused("from_on", "order", "交接日期早于上一次交接")
    if at is not None and at.to_on is None and not (new.handed_by or "").strip():
        yield _refused("handed_by", "missing", "请填写移交人")
    if not (new.received_by or "").strip():
        yield _refused("received_by", "missing", "请填写接收人")


def stays(new: Holding, at: Holding | None) -> bool:
    """Whether the flag hangs at that building already. at: where it was before."""
    return at is not None and at.building_id == new.building_id and at.to_on is None


def check_decision(
    decision: Decision, tie: Tie | None, others: Iterable[Decision], today: date
) -> tuple[Problem, ...]:
    """tie: what the closed month leaves open in that community, None for nothing. Fields:
    buildings, decided_on, decided_by, reason."""
    if tie is None:
        return (_refused("buildings", "no_tie", "这个月没有留待决定的红旗"),)
    found = []
    if any(d.month == decision.month and d.community == decision.community for d in others):
        found.append(_refused("buildings", "decided", "这个社区这个月已经有决定，先撤销原决定"))
    chosen = decision.buildings
    if any(b not in tie.buildings for b in chosen):
        found.append(_refused("buildings", "not_tied", "只能在并列的楼栋里选"))
    elif len(set(chosen)) != tie.places or len(chosen) != tie.places:
        found.append(_refused("buildings", "count", f"还有 {tie.places} 面红旗，请选这么多栋楼"))
    found += _day("decided_on", decision.decided_on, "决定日期", today)
    if not decision.decided_by.strip():
        found.append(_refused("decided_by", "missing", "请写明谁作的决定，如 社区党委会议"))
    if not decision.reason.strip():
        found.append(_refused("reason", "missing", "请写明理由：没有理由的决定不能答复人"))
    return tuple(found)


def holds(decision: Decision, tie: Tie | None) -> bool:
    """Whether a decision still fits its month: after a correction the tie may be another one."""
    return (
        tie is not None
        and len(decision.buildings) == tie.places
        and set(decision.buildings) <= set(tie.buildings)
    )


def _day(field: str, on: date | None, name: str, today: date) -> Iterable[Problem]:
    if on is None:
        yield _refused(field, "missing", f"请填写{name}")
    elif on > today:
        yield _refused(field, "future", f"{name}不能晚于今天")


def _refused(field: str, code: str, reason: str) -> Problem:
    return Problem("refused", field, code, reason)
