"""The demo's people beside their office: steps into the party and promises to their building."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ldz_desktop.domain.leaders import Leader, Tenure
from ldz_desktop.domain.party import FULL, STAGES
from ldz_desktop.services.core import Core
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.party import PartyStore

ON_THE_WAY = (6, 4, 3)
"""How many who are no members have applied, are activists, are candidates."""

_GAPS = ((200, 500), (380, 700), (40, 200), (365, 400))
"""Days from one stage to the next: at least a year of education and of probation."""
_MATTERS = (
    ("每月第一个星期六组织楼道清扫", 0), ("协调安装电动车充电棚", 300),
    ("建立本楼居民微信群并每天答复", 30), ("把楼道堆放的杂物清理干净", 90),
    ("为独居老人每周上门一次", 0), ("更换一至六层坏掉的楼道灯", 45),
    ("组织一次消防逃生演练", 180), ("协调修好单元门禁", 60), ("调解楼上楼下漏水纠纷", 40),
    ("劝导飞线充电，本楼不再有飞线", 120), ("成立本楼志愿服务队", 150),
    ("每季度公布一次本楼事务", 0),
)  # fmt: skip
"""What was promised, and within how many days; 0: for the whole term."""

_STEP = ("id", "leader_id", "stage", "happened_on", "note")
_PROMISE = ("id", "leader_id", "made_on", "matter", "due_on", "kept_on", "note")


def write_persons(core: Core, ids: Iterator[int], seed: int, today: date) -> None:
    """The last of the demo: leaders whose steps are there already keep them."""
    rng = random.Random(f"ldz demo {seed} persons")
    store = LeaderStore(core.database)
    current = [t for t in store.tenures() if t.ended_on is None]
    known = PartyStore(core.database).furthest()
    leaders = {leader.id: leader for leader in store.leaders()}
    people = [leaders[t.leader_id] for t in current if t.leader_id not in known]
    steps = _steps(rng, sorted(people, key=lambda p: p.id), today)
    promises = [row for term in current for row in _promises(rng, term, today)]
    with core.action("登记党员发展和承诺"):
        core.database.insert_many(
            "party_step",
            _STEP,
            [(next(ids), who, stage, day.isoformat(), None) for who, stage, day in steps],
        )
        core.database.insert_many("commitment", _PROMISE, [(next(ids), *p, None) for p in promises])


Step = tuple[int, str, date]


def _steps(rng: random.Random, people: Sequence[Leader], today: date) -> Iterator[Step]:
    """All five of every member, fewer of those on the way."""
    for leader in people:
        if leader.political == "01":
            birth = leader.birth or date(1965, 1, 1)
            full = birth + timedelta(days=rng.randrange(24 * 365, 33 * 365))
            yield from _backwards(rng, leader.id, FULL, min(full, today))
    others = [p for p in people if p.political not in ("01", "02")]
    young = sorted(others, key=lambda p: p.birth or date.min, reverse=True)[: len(others) // 2]
    rng.shuffle(young)
    for stage, count in zip(STAGES, ON_THE_WAY, strict=False):
        for _ in range(count):
            day = today - timedelta(days=rng.randrange(30, 400))
            yield from _backwards(rng, young.pop().id, stage, day)


def _backwards(rng: random.Random, leader_id: int, stage: str, day: date) -> Iterator[Step]:
    """The stage reached on that day, and those before it."""
    for at in range(STAGES.index(stage), -1, -1):
        yield leader_id, STAGES[at], day
        if at:
            day -= timedelta(days=rng.randrange(*_GAPS[at - 1]))


Promise = tuple[int, str, str, str | None, str | None]


def _promises(rng: random.Random, term: Tenure, today: date) -> Iterator[Promise]:
    """One or two from the days after taking office; most were kept, a few are overdue."""
    made = (term.started_on or today - timedelta(days=900)) + timedelta(days=rng.randrange(3, 25))
    if made >= today:
        return
    for matter, days in rng.sample(_MATTERS, rng.randrange(1, 3)):
        due = made + timedelta(days=days) if days else None
        kept = None
        if due is not None and rng.random() < 0.93:
            kept = made + timedelta(days=int(days * rng.uniform(0.4, 1.15)))
            kept = None if kept > today else kept
        yield (
            term.leader_id, made.isoformat(), matter, due.isoformat() if due else None,
            kept.isoformat() if kept else None,
        )  # fmt: skip
