"""The duties of a building leader and what was done of them (domain.md §1, 职).

The list of duties is kept in editions. An edition holds from a month on; what was written down
under one stays under it. A duty keeps its key through all editions, whatever it is called and
wherever it stands.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ldz_desktop.domain.evaluation import DUTY_CLASSES
from ldz_desktop.domain.leaders import month_days
from ldz_desktop.domain.problems import Problem

DutyClass = Literal[1, 2, 3]
CLASSES: tuple[DutyClass, ...] = (1, 2, 3)
ROLES = ("带头人", "守护人", "贴心人")
MOST_TIMES = 999
"""More of one duty in a month is a slip of the finger."""

_MOST_DUTIES = 40
_LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Duty:
    """key: the same through all editions, 0 for one not yet stored."""

    key: int
    group: DutyClass
    name: str


@dataclass(frozen=True, slots=True)
class DutyTemplate:
    """An edition of the list, in force from a month (YYYY-MM) on. duties: by class, in the order
    they are numbered on paper."""

    edition: int
    from_month: str
    duties: tuple[Duty, ...]

    def duty(self, key: int) -> Duty | None:
        return next((d for d in self.duties if d.key == key), None)

    def of(self, group: DutyClass) -> tuple[Duty, ...]:
        return tuple(d for d in self.duties if d.group == group)

    def number(self, key: int) -> int:
        """What stands before the duty on paper: 1, 2, …"""
        return 1 + next(at for at, d in enumerate(self.duties) if d.key == key)


@dataclass(frozen=True, slots=True)
class DutyRecord:
    """A duty done so many times in a month. done_on: the day of a single entry; None: the number
    from the monthly sheet, at most one for a duty and month of a tenure."""

    id: int
    tenure_id: int
    month: str
    edition: int
    duty: int
    times: int
    done_on: date | None = None
    note: str | None = None


def class_title(group: DutyClass) -> str:
    """政策宣讲“带头人”."""
    return f"{DUTY_CLASSES[group - 1]}“{ROLES[group - 1]}”"


def in_force(editions: Iterable[DutyTemplate], month: str) -> DutyTemplate:
    """The edition of a month: the last that had begun; the first one for months before it."""
    ordered = sorted(editions, key=lambda e: (e.from_month, e.edition))
    begun = [e for e in ordered if e.from_month <= month]
    return begun[-1] if begun else ordered[0]


def by_class(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """In the order of the classes; within one as given."""
    given = tuple(duties)
    return tuple(d for group in CLASSES for d in given if d.group == group)


def check_duties(duties: Sequence[Duty]) -> tuple[Problem, ...]:
    """What keeps a list from becoming an edition."""
    names = [d.name.strip() for d in duties]
    found = []
    if not names:
        found.append(Problem("refused", "duties", "missing", "职责清单不能是空的"))
    if len(names) > _MOST_DUTIES:
        found.append(Problem("refused", "duties", "many", f"职责不超过 {_MOST_DUTIES} 项"))
    if not all(names):
        found.append(Problem("refused", "duties", "unnamed", "有一项职责没有名称"))
    if any(len(name) > _LONGEST_NAME for name in names):
        reason = f"职责名称不超过 {_LONGEST_NAME} 个字"
        found.append(Problem("refused", "duties", "long", reason))
    if len(set(names)) != len(names):
        found.append(Problem("refused", "duties", "twice", "有两项职责同名"))
    return tuple(found)


def check_entry(record: DutyRecord, template: DutyTemplate, today: date) -> tuple[Problem, ...]:
    """What keeps something done from being written down. template: the month's."""
    first, last = month_days(record.month)
    found = []
    if template.duty(record.duty) is None:
        reason = "这项职责不在当月使用的职责清单里"
        found.append(Problem("refused", "duty", "edition", reason))
    if not 0 < record.times <= MOST_TIMES:
        reason = f"次数要在 1 到 {MOST_TIMES} 之间"
        found.append(Problem("refused", "times", "range", reason))
    if first > today:
        found.append(Problem("refused", "done_on", "future", "这个月还没有开始"))
    elif record.done_on is not None and record.done_on > today:
        found.append(Problem("refused", "done_on", "future", "日期在今天之后"))
    elif record.done_on is not None and not first <= record.done_on <= last:
        found.append(Problem("refused", "done_on", "month", "日期不在这个月里"))
    return tuple(found)


def duties_text(duties: Iterable[Duty]) -> str:
    """As the database keeps them: [[key, class, name], …]."""
    return json.dumps([[d.key, d.group, d.name] for d in duties], ensure_ascii=False)


def read_duties(text: str) -> tuple[Duty, ...]:
    """The other way round."""
    return tuple(Duty(int(key), group, str(name)) for key, group, name in json.loads(text))
