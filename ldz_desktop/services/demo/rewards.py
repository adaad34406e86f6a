"""The demo's rewards: every flag month but the newest was approved and paid; three leaders came
into the party and three into a committee (domain.md §1)."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.party import FULL, STAGES, PartyStep
from ldz_desktop.domain.rewards import DEFAULT_CENTS, Kind, Reward, proposals
from ldz_desktop.services.core import Core
from ldz_desktop.services.rewards_reading import RewardReader
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.party import PartyStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.rewards import RewardStore

_APPROVER, _PAYER = "王静", "何建华"
_APPROVED_AFTER, _PAID_AFTER = 3, 8  # days after the month was closed
_PROBATIONARY = "02"
_FULL_MEMBERS, _SEATS = 2, 3
_STAGE_MONTHS = (38, 28, 14, 0)  # before the probation began: 申请, 积极分子, 发展对象, 预备


def write_rewards(core: Core, ids: Iterator[int], seed: int, today: date) -> None:
    """Money of the closed months, then the events of six leaders; the same seed draws the same."""
    rng = random.Random(f"ldz demo {seed} rewards")
    store = RewardStore(core.database)
    money = [replace(one, id=next(ids)) for one in _paid(core, today)]
    with core.action("登记历月奖励"):
        store.add_all(money)
    people = sorted(LeaderStore(core.database).leaders(), key=lambda leader: leader.id)
    rng.shuffle(people)
    settled = _settled(core, today)
    people.sort(key=lambda leader: leader.id not in settled)
    party = [p for p in people if p.political == "01"][:_FULL_MEMBERS]
    probationary = [p for p in people if p.political == _PROBATIONARY][:1]
    others = [p for p in people if p not in party and p not in probationary]
    events = []
    steps: list[PartyStep] = []
    for number, one in enumerate((*party, *probationary)):
        full = one in party
        day = today - timedelta(days=(40, 210, 90)[number])
        began = day - timedelta(days=366) if full else day
        steps += _track(one, began, day if full else None, ids)
        title = "转为中共正式党员" if full else "吸收为中共预备党员"
        basis = "街道党工委批复，楼栋长表现列为发展依据"
        events.append(_event(one, "party", title, basis, day, next(ids)))
    where = _communities(core)
    for number, one in enumerate(others[:_SEATS]):
        day = today - timedelta(days=150 + 11 * number)
        title = f"当选{where[one.id]}居民委员会委员"
        basis = f"{day.year}年社区两委届中补选结果公告"
        events.append(_event(one, "committee", title, basis, day, next(ids)))
    with core.action("登记荣誉与任用"):
        for step in steps:
            PartyStore(core.database).add(step)
        store.add_all(events)


def _paid(core: Core, today: date) -> Iterator[Reward]:
    months = list(RewardReader(core).months().values())
    for one in proposals(months[:-1], (), DEFAULT_CENTS):
        closed = one.proposed_on or today
        yield replace(
            one,
            approved_on=min(closed + timedelta(_APPROVED_AFTER), today),
            approved_by=_APPROVER,
            paid_on=min(closed + timedelta(_PAID_AFTER), today),
            paid_by=_PAYER,
        )


def _settled(core: Core, today: date) -> set[int]:
    """Leaders in office for a year or more: what is told of them happened in that time."""
    since = today - timedelta(days=366)
    return {
        t.leader_id
        for t in LeaderStore(core.database).tenures()
        if t.ended_on is None and t.started_on is not None and t.started_on <= since
    }


def _communities(core: Core) -> dict[int, str]:
    """leader → where the newest term is."""
    buildings = {b.id: b.community for b in PlaceStore(core.database).buildings()}
    return {t.leader_id: buildings[t.building_id] for t in LeaderStore(core.database).tenures()}


def _event(leader: Leader, kind: Kind, title: str, basis: str, day: date, key: int) -> Reward:
    return Reward(key, leader.id, kind, title, basis=basis, approved_on=day)


def _track(
    leader: Leader, began: date, full: date | None, ids: Iterator[int]
) -> Iterator[PartyStep]:
    """The stages up to the probation, and the last one where it was reached."""
    for stage, months in zip(STAGES, _STAGE_MONTHS, strict=False):
        yield PartyStep(next(ids), leader.id, stage, began - timedelta(days=30 * months))
    if full is not None:
        yield PartyStep(next(ids), leader.id, FULL, full)
