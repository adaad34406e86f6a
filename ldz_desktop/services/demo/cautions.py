"""The demo's warning chain and its one hand-over: what the closed months led to.

Most leaders who were last once were told so within days; what the newest month asks for is left to
do, and one reminder was forgotten and became void. The leader who resigned handed everything over.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from ldz_desktop.domain.cautions import WAYS, Basis, Caution
from ldz_desktop.domain.handover import BY_OFFICE, SETTLED, TO_RECEIVER, Handover, Item
from ldz_desktop.services.cautions_reading import CaseReader
from ldz_desktop.services.cautions_records import Case
from ldz_desktop.services.core import Core
from ldz_desktop.storage.cautions import CautionStore
from ldz_desktop.storage.handover import HandoverStore
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.leaders import LeaderStore

_STAFF = {"兴新社区": "何建华", "东锦社区": "罗小兰", "西锦社区": "谭勇"}
_OTHER = "王静"
_FORGOTTEN = 4  # which of the broken chains, counted from the newest, nobody gave a reminder for
_HELD_AFTER = 1  # days after the end of the term


def write_cautions(core: Core, ids: Iterator[int], seed: int, today: date) -> None:
    """Reminders for the leaders who were last in closed months."""
    rng = random.Random(f"ldz demo {seed} cautions")
    cases = sorted(CaseReader(core).cases(7), key=lambda c: (c.months, c.tenure_id))
    newest = max((c.months[-1] for c in cases), default="")
    cautions = []
    broken = 0
    for case in reversed(cases):
        broken += not case.running
        fresh = case.months[0] == newest
        if not fresh and broken != _FORGOTTEN:
            cautions.append(_reminder(case, next(ids), rng, today))
    with core.action("登记提醒"):
        CautionStore(core.database).add_all(cautions)


def _reminder(case: Case, key: int, rng: random.Random, today: date) -> Caution:
    assert case.chain is not None
    first = case.chain.lasts[0]
    day = min(first.closed_on + timedelta(rng.randrange(1, 6)), today)
    who = _STAFF.get(case.building.community, _OTHER)
    note = rng.choice(("本人表示会改进", "已说明得分低的题目", "提醒其按时送达通知", None))
    return Caution(
        key, case.tenure_id, 1, (Basis(first.month, first.code),), day, who,
        way=rng.choices(WAYS[:3], weights=(5, 3, 2))[0], note=note,
    )  # fmt: skip


def write_handover(core: Core, ids: Iterator[int], today: date) -> None:
    """Everything of the leader who resigned went to the successor the day after."""
    leaders = LeaderStore(core.database)
    tenures, names = leaders.tenures(), leaders.names()
    current = {t.building_id: t for t in tenures if t.ended_on is None}
    counts = HouseholdStore(core.database).counts_by_building()
    handovers = []
    for old in (t for t in tenures if t.ended_on is not None):
        new = current.get(old.building_id)
        if new is None or old.ended_on is None:
            continue
        day = min(old.ended_on + timedelta(_HELD_AFTER), today)
        items = _items(counts.get(old.building_id, (0, 0))[0], old.ended_on)
        handovers.append(
            Handover(
                next(ids), old.id, new.id, names[new.leader_id], day, items, day, None, day,
                _OTHER, day,
            )
        )  # fmt: skip
    with core.action("登记离任交接"):
        HandoverStore(core.database).add_all(handovers)


def _items(households: int, ended: date) -> tuple[Item, ...]:
    month = f"{ended.year}年{ended.month}月"
    return (
        Item("households", "households", f"一户一档 {households} 户", "资料齐全", TO_RECEIVER),
        Item("visits", "visits", "到期走访 6 户", "名单附后", TO_RECEIVER),
        Item(f"booklet:{ended:%Y-%m}", "evaluation", f"{month}星级评分册还没有填", "", BY_OFFICE),
        Item("free:1", "free", "单元门、消防柜钥匙", "4 把", TO_RECEIVER, "当面清点"),
        Item("free:2", "free", "楼栋长工作证", "1 个", SETTLED, "交回办公室"),
    )
