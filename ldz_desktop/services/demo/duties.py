"""What the demo's leaders did of their duties: the last months, a few numbers each."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from ldz_desktop.domain.duties import DutyRecord, in_force
from ldz_desktop.domain.leaders import Tenure, days_in_office, month_days
from ldz_desktop.services.demo.months import month_name
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.duties import DutyStore
from ldz_desktop.storage.leaders import LeaderStore

_MONTHS = 12
_FEWEST, _MOST = 6, 10  # duties a leader reports in a month
_SILENT = 0.03
_THIS_MONTH = 0.45  # of the leaders have reported in the running month
_SINGLE_MONTHS, _SINGLE = (
    2,
    0.35,
)  # newest months with single entries, and how many leaders have one
_USUAL = (4, 6, 1, 2, 1, 1, 1, 5, 4, 4, 1, 2, 1, 3, 4, 4, 6, 1, 3)
"""How often a month each of the 19 duties is done, roughly."""
_ENTRIES: tuple[tuple[int, str], ...] = (
    (7, "楼上漏水引起争执，双方当场和解"), (7, "夜间噪声，两家约定十点后不放音乐"),
    (9, "单元门闭门器损坏，已报物业修好"), (9, "楼梯间灭火器过期，已更换"),
    (10, "劝导清走三楼过道纸箱"), (10, "劝阻从窗口拉线充电"), (13, "夜里水管爆裂，第一时间报物业"),
    (16, "看望独居老人，身体平稳"), (16, "陪行动不便的老人到社区医院取药"),
    (17, "代交电费"), (17, "代办老年优待证"), (18, "停水一天，给高层老人送水"),
    (11, "组织楼栋包饺子"), (5, "组织党员清扫楼道"),
)  # fmt: skip


def write_duties(database: Database, ids: Iterator[int], seed: int, today: date) -> None:
    """The running month in part and twelve before it; the same seed draws the same."""
    dice = random.Random(f"ldz demo {seed} duties")
    store = DutyStore(database)
    template = in_force(store.templates(), month_name(today, 0))
    tenures = LeaderStore(database).tenures()
    drawn: list[tuple[int, str, int, int, date | None, str | None]] = []
    for age in range(_MONTHS, -1, -1):
        month = month_name(today, age)
        first, last = month_days(month)
        for tenure in tenures:
            silent = 1 - _THIS_MONTH if age == 0 else _SILENT
            if not days_in_office(tenure, first, last) or dice.random() < silent:
                continue
            count = dice.randint(_FEWEST, _MOST)
            for at in sorted(_chosen(dice, count)):
                usual = max(1, _USUAL[at] // 2) if age == 0 else _USUAL[at]
                times = max(1, round(dice.gauss(usual, usual / 3)))
                drawn.append((tenure.id, month, at + 1, times, None, None))
            if age < _SINGLE_MONTHS and dice.random() < _SINGLE:
                duty, note = dice.choice(_ENTRIES)
                day = _day(dice, tenure, (first, min(last, today)))
                drawn.append((tenure.id, month, duty, 1, day, note))
    first_id = _consecutive(ids, len(drawn))
    store.add_many(
        DutyRecord(first_id + n, tenure, month, template.edition, duty, times, day, note)
        for n, (tenure, month, duty, times, day, note) in enumerate(drawn)
    )


def _chosen(dice: random.Random, count: int) -> set[int]:
    """Different duties, the usual ones more often."""
    found: set[int] = set()
    while len(found) < count:
        found.update(dice.choices(range(len(_USUAL)), weights=_USUAL))
    return found


def _day(dice: random.Random, tenure: Tenure, span: tuple[date, date]) -> date:
    """A day of the span on which the tenure ran."""
    first = max(span[0], tenure.started_on or span[0])
    last = min(span[1], tenure.ended_on or span[1])
    return first + timedelta(days=dice.randint(0, (last - first).days))


def _consecutive(ids: Iterator[int], count: int) -> int:
    """The first of so many keys in a row, which the journal keeps as one entry."""
    first = next(ids)
    while next(ids) < first + count:
        pass
    return first
