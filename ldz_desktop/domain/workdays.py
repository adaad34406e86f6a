"""Working days and the period of a public notice (domain.md §6).

The calendar is data handed in: the State Council's yearly holidays and the weekend days worked
instead (调休). A year it lacks is counted by the week and the holidays with a fixed date, and the
result says that it is only expected.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from typing import Literal

from ldz_desktop.record import record

Unit = Literal["working", "calendar"]

_SATURDAY = 5
_UNITS: dict[Unit, str] = {"working": "工作日", "calendar": "自然日"}
# Off by law on these dates in every year (全国年节及纪念日放假办法, 2024): month, day.
_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@record
class Calendar:
    """days: exceptions to Monday–Friday (True: worked, False: off); years: those with a table."""

    days: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()


@record
class Period:
    """A notice's first and last counted day. certain: False where a year's table was missing."""

    first: date
    last: date
    certain: bool
    days: int
    unit: Unit


def is_working(day: date, calendar: Calendar) -> bool:
    """Whether people work that day; without a table, the week and the fixed holidays decide."""
    known = calendar.days.get(day)
    if known is not None:
        return known
    if day.year not in calendar.years and (day.month, day.day) in _FIXED_HOLIDAYS:
        return False
    return day.weekday() < _SATURDAY


def notice_period(posted: date, days: int, calendar: Calendar, unit: Unit = "working") -> Period:
    """The period of a notice put up on `posted`, which is not counted itself.

    days: at least 1, in `unit`. A period in calendar days needs no table and is always certain.
    """
    if days < 1:
        raise ValueError("a notice runs one day or more")
    if unit == "calendar":
        first_day, last_day = posted + timedelta(1), posted + timedelta(days)
        return Period(first_day, last_day, certain=True, days=days, unit=unit)
    day = posted
    first: date | None = None
    certain = True
    counted = 0
    while counted < days:
        day += timedelta(1)
        certain = certain and day.year in calendar.years
        if is_working(day, calendar):
            first = first or day
            counted += 1
    return Period(first or day, day, certain=certain, days=days, unit=unit)


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """Working days after `first` up to and with `last`; 0 where last is not later."""
    span = (last - first).days
    return sum(is_working(first + timedelta(n), calendar) for n in range(1, span + 1))


def date_text(day: date) -> str:
    """As GB/T 9704 writes it: 2026年9月3日, no leading zero."""
    return f"{day.year}年{day.month}月{day.day}日"


def period_text(period: Period) -> str:
    """Both dates and the unit: 2026年9月4日至2026年9月10日（5个工作日）."""
    expected = "，截止日期为预计" if not period.certain else ""
    dates = f"{date_text(period.first)}至{date_text(period.last)}"
    return f"{dates}（{period.days}个{_UNITS[period.unit]}{expected}）"
