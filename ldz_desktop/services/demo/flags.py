"""The demo's flags: two in each community, handed on after every closed month but the newest, which
waits; ties decided; and the awards of every year whose twelve months are closed."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from ldz_desktop.domain import flags as rules
from ldz_desktop.domain.awards import KINDS, MONTHS
from ldz_desktop.domain.flags import Decision, Flag, Holding
from ldz_desktop.domain.leaders import in_office, month_days
from ldz_desktop.services.awards import AwardService
from ldz_desktop.services.awards_records import Vote
from ldz_desktop.services.core import Clock, Core
from ldz_desktop.services.flags_reading import FlagReader
from ldz_desktop.services.postings import PostingService
from ldz_desktop.storage.flags import FlagStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore

_HANDED_AFTER = 10  # days after the month
_DECIDED_AFTER = 8
_DECIDED_BY = "社区党委会议"
_REASONS = (
    "当月调解邻里纠纷较多，居民反映好", "当月主动排查并整改楼道隐患", "当月入户走访户数较多",
)  # fmt: skip
_STAFF = "王静"
_VOTED_ON = 15  # January
_AWARDED, _VOTERS = {"building": 5, "leader": 10}, 21


def write_flags(core: Core, ids: Iterator[int], seed: int, today: date) -> None:
    """Flags, decisions and holdings; the same seed draws the same."""
    rng = random.Random(f"ldz demo {seed} flags")
    store, reader = FlagStore(core.database), FlagReader(core)
    every = reader.every()
    communities = dict.fromkeys(b.community for b in PlaceStore(core.database).buildings())
    first = month_days(next(iter(every)))[1] if every else today
    flags = [
        replace(flag, id=next(ids), acquired_on=first)
        for flag in rules.default_flags(communities, (), today)
    ]
    months = list(every)[:-1]
    decisions = [
        Decision(
            next(ids), month, tie.community, tuple(sorted(rng.sample(tie.buildings, tie.places))),
            _day(month, _DECIDED_AFTER, today), _DECIDED_BY, rng.choice(_REASONS),
        )
        for month in months for tie in every[month].ties.values()
    ]  # fmt: skip
    with core.action("登记红旗"):
        for flag in flags:
            store.add(flag)
        for decision in decisions:
            store.add_decision(decision)
        winners = reader.winners(every)
        leaders = _leaders(core, months)
        holdings: list[Holding] = []
        for month in months:
            _hand_on(month, winners, flags, holdings, (leaders, ids, today))
        store.add_holdings(holdings)
    _award(core, today)


def _hand_on(
    month: str,
    won: dict[str, dict[str, tuple[int, ...]]],
    flags: list[Flag],
    holdings: list[Holding],
    how: tuple[dict[tuple[str, int], str], Iterator[int], date],
) -> None:
    """As the page proposes it."""
    leaders, ids, today = how
    on = _day(month, _HANDED_AFTER, today)
    for move in rules.propose(month, won, flags, list(holdings)):
        if move.state not in rules.OPEN:
            continue
        before = rules.latest(h for h in holdings if h.month < month).get(move.flag_id)
        if move.state == "keep" and before is not None:
            since, giver, taker = before.from_on, None, None
        else:
            since, taker = on, leaders.get((month, move.to_building), _STAFF)
            giver = leaders.get((month, move.from_building), _STAFF)
            if before is not None and before.to_on is None:
                holdings[holdings.index(before)] = replace(before, to_on=on)
        new = Holding(
            next(ids), move.flag_id, move.to_building, month, since, None, giver, taker
        )  # fmt: skip
        holdings.append(new)


def _award(core: Core, today: date) -> None:
    """The best of each complete year, voted on in January; the notice of it hung and was reported,
    where its days are over."""
    awards = AwardService(core, PostingService(core))
    for year in awards.year().years:
        day = date(year + 1, 1, _VOTED_ON)
        shown = awards.year(year)
        if shown.closed < MONTHS or day > today:
            continue
        for kind in KINDS:
            best = [x for x in shown.lines(kind) if x.place][: _AWARDED[kind]]
            votes = [
                Vote(x.id, _VOTERS, max(_VOTERS - n, _VOTERS // 2 + 1), day, _STAFF)
                for n, x in enumerate(best)
            ]
            if votes:
                awards.decide(year, kind, votes)
        if any(awards.year(year).granted(kind) for kind in KINDS):
            _notice(core, year, day, today)


def _notice(core: Core, year: int, day: date, today: date) -> None:
    then = replace(core, clock=_morning(day))
    postings = PostingService(then)
    (posting_id, *_) = AwardService(then, postings).draft_notice(year).change.ids
    postings.put_up(posting_id, day)
    last = postings.get(posting_id).last_on or today
    after = last + timedelta(1)
    if after <= today:
        later = PostingService(replace(core, clock=_morning(after)))
        later.report(posting_id, later.proposed_report(posting_id))


def _morning(day: date) -> Clock:
    moment = datetime.combine(day, time(9, 30)).astimezone()
    return lambda: moment


def _leaders(core: Core, months: list[str]) -> dict[tuple[str, int], str]:
    """(month, building) → who was evaluated there."""
    store = LeaderStore(core.database)
    names, tenures = store.names(), store.tenures()
    return {
        (month, building): names[tenure.leader_id]
        for month in months
        for building, tenure in in_office(tenures, month).items()
    }


def _day(month: str, after: int, today: date) -> date:
    return min(month_days(month)[1] + timedelta(after), today)
