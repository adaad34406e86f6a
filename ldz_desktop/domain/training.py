"""Training of building leaders: courses, who attended, for how long (domain.md §1, 训).

Lengths are kept in minutes. What they are called on paper, 学时, is 45 or 60 minutes: a setting.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ldz_desktop.domain.evaluation import half_up
from ldz_desktop.domain.leaders import Tenure
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.typed import figures

CourseKind = Literal["岗前", "轮训", "顶岗"]
COURSE_KINDS: tuple[CourseKind, ...] = ("岗前", "轮训", "顶岗")
SUBJECTS = ("政治理论", "急救", "消防", "服务", "矛盾调解", "一户一档", "反诈")
"""Offered to pick; others may be typed."""

MINUTES_PER_HOUR = (45, 60)
DEFAULT_MINUTES = 45
DEFAULT_YEARLY_HOURS = 16
INDUCTION_AHEAD = timedelta(days=183)
"""An induction course this long before taking office still counts: it is given before (岗前)."""

_LONGEST_TITLE = 60
_DAY_MINUTES = 24 * 60
_HOURS = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)\s*(?:个?学时|课时|h)?", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,6})\s*(?:分钟?|min)", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)号?")


@dataclass(frozen=True, slots=True)
class Course:
    """A course. until_on: its last day, None for a single day; minutes: its whole length;
    certificate: the series its certificates are numbered in (岗培〔2026〕), None for none."""

    id: int
    kind: CourseKind
    title: str
    held_on: date
    minutes: int
    until_on: date | None = None
    subjects: tuple[str, ...] = ()
    place: str | None = None
    teacher: str | None = None
    certificate: str | None = None
    note: str | None = None
    version: int = 1

    @property
    def last_on(self) -> date:
        return self.until_on or self.held_on


@dataclass(frozen=True, slots=True)
class Attendance:
    """One leader at one course, for so many minutes of it."""

    id: int
    course_id: int
    leader_id: int
    minutes: int
    certificate_no: str | None = None
    note: str | None = None


def check_course(course: Course) -> tuple[Problem, ...]:
    """What keeps a course from being written down, for the form to show beside the fields."""
    found = []
    if not course.title.strip():
        found.append(Problem("refused", "title", "missing", "请填写培训名称"))
    elif len(course.title) > _LONGEST_TITLE:
        found.append(Problem("refused", "title", "long", f"名称不超过 {_LONGEST_TITLE} 个字"))
    if course.until_on is not None and course.until_on < course.held_on:
        found.append(Problem("refused", "until_on", "order", "结束日期早于开始日期"))
    days = max(1, (course.last_on - course.held_on).days + 1)
    if course.minutes <= 0:
        found.append(Problem("refused", "minutes", "missing", "学时要大于 0"))
    elif course.minutes > days * _DAY_MINUTES:
        found.append(Problem("refused", "minutes", "long", f"{days} 天里排不下这么多学时"))
    return tuple(found)


def split_subjects(text: str) -> tuple[str, ...]:
    """政治理论、急救，消防 as typed: each once, in the order typed."""
    parts = (part.strip() for part in re.split(r"[、，,;；\s]+", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def hours_of(minutes: int, per_hour: int) -> Decimal:
    """学时, rounded half up to one decimal."""
    return half_up(Fraction(minutes, per_hour), 1)


def hours_text(minutes: int, per_hour: int) -> str:
    """4 or 4.5: no ".0"."""
    return str(hours_of(minutes, per_hour)).removesuffix(".0")


def parse_hours(text: str, per_hour: int) -> int | None:
    """Minutes of 4, 4.5, 4学时 or 180分钟; None where it is no length."""
    plain = figures(text)
    if match := _MINUTES.fullmatch(plain):
        return int(match[1])
    if match := _HOURS.fullmatch(plain):
        return int(half_up(Fraction(match[1]) * per_hour, 0))
    return None


def next_number(series: str, given: Iterable[str]) -> int:
    """The number after the highest that was given in a series: 1 for a new one."""
    taken = (_NUMBER.fullmatch(one.removeprefix(series)) for one in given if one.startswith(series))
    return max((int(m[1]) for m in taken if m), default=0) + 1


def certificate_number(series: str, number: int) -> str:
    """岗培〔2026〕007号."""
    return f"{series}{number:03d}号"


def spell_begins(tenures: Iterable[Tenure]) -> date | None:
    """Since when a leader is in office without a longer gap than INDUCTION_AHEAD, whatever the
    building: who moves to another one needs no second induction. None: unknown, or no tenure."""
    begins: date | None = None
    for tenure in sorted(tenures, key=lambda t: t.started_on or date.min, reverse=True):
        if tenure.started_on is None:
            return None
        ended = tenure.ended_on
        if begins is not None and ended is not None and begins - ended > INDUCTION_AHEAD:
            break
        begins = tenure.started_on
    return begins


def counts_since(begins: date | None) -> date:
    """The first day on which an induction course counts for an office that began then."""
    return date.min if begins is None else begins - INDUCTION_AHEAD


def completed(attended: Iterable[tuple[Course, Attendance]], since: date) -> bool:
    """Whether an induction course that ended on or after `since` was attended in full."""
    return any(
        course.kind == "岗前" and course.last_on >= since and one.minutes >= course.minutes
        for course, one in attended
    )
