"""Notice periods against the table of domain.md §6, with the real holiday table."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.workdays import (
    Calendar,
    Period,
    date_text,
    is_working,
    notice_period,
    period_text,
    working_days_between,
)

YEARS = frozenset(range(2018, 2027))


def _real_calendar() -> Calendar:
    days = dict.fromkeys(chinese_calendar.workdays, True)
    days.update(dict.fromkeys(chinese_calendar.holidays, False))
    return Calendar({d: w for d, w in days.items() if d.year in YEARS}, YEARS)


REAL = _real_calendar()


@pytest.mark.parametrize(
    ("posted", "five", "seven"),
    [
        ("2024-09-27", "2024-10-10", "2024-10-12"),
        ("2025-01-24", "2025-02-07", "2025-02-10"),
        ("2025-09-26", "2025-10-10", "2025-10-13"),
        ("2026-02-11", "2026-02-25", "2026-02-27"),
    ],
)
def test_the_periods_of_the_domain_table(posted: str, five: str, seven: str) -> None:
    start = date.fromisoformat(posted)
    assert notice_period(start, 5, REAL).last.isoformat() == five
    assert notice_period(start, 7, REAL).last.isoformat() == seven
    assert notice_period(start, 5, REAL).certain
    assert notice_period(start, 7, REAL).certain


@pytest.mark.parametrize("days", [5, 7])
def test_a_year_without_a_table_gives_an_expected_end(days: int) -> None:
    period = notice_period(date(2026, 12, 28), days, REAL)
    assert not period.certain
    assert "预计" in period_text(period)


def test_new_years_day_is_off_even_without_a_table() -> None:
    assert notice_period(date(2026, 12, 28), 5, REAL).last == date(2027, 1, 5)


def test_a_period_that_stays_in_a_known_year_is_certain() -> None:
    period = notice_period(date(2026, 12, 21), 5, REAL)
    assert (period.last, period.certain) == (date(2026, 12, 28), True)


def test_posting_on_a_friday_counts_from_the_next_working_day() -> None:
    # 2024-09-29 is a Sunday that is worked.
    assert notice_period(date(2024, 9, 27), 5, REAL).first == date(2024, 9, 29)
    assert notice_period(date(2026, 9, 4), 5, REAL).first == date(2026, 9, 7)


def test_calendar_days_need_no_table() -> None:
    period = notice_period(date(2026, 12, 28), 7, Calendar(), "calendar")
    first, last = date(2026, 12, 29), date(2027, 1, 4)
    assert period == Period(first, last, certain=True, days=7, unit="calendar")


def test_an_empty_calendar_never_crashes() -> None:
    period = notice_period(date(2030, 1, 1), 5, Calendar())
    assert (period.last, period.certain) == (date(2030, 1, 8), False)


def test_a_period_has_at_least_one_day() -> None:
    with pytest.raises(ValueError, match="one day"):
        notice_period(date(2026, 1, 1), 0, REAL)


def test_an_edited_table_wins_over_the_week() -> None:
    edited = Calendar({date(2026, 3, 2): False, date(2026, 3, 7): True}, frozenset({2026}))
    assert not is_working(date(2026, 3, 2), edited)
    assert is_working(date(2026, 3, 7), edited)
    assert notice_period(date(2026, 3, 1), 5, edited).last == date(2026, 3, 7)


def test_texts() -> None:
    assert date_text(date(2026, 9, 3)) == "2026年9月3日"
    assert date_text(date(2026, 12, 13)) == "2026年12月13日"
    text = period_text(notice_period(date(2026, 9, 3), 5, REAL))
    assert text == "2026年9月4日至2026年9月10日（5个工作日）"
    text = period_text(notice_period(date(2026, 9, 3), 5, REAL, "calendar"))
    assert text == "2026年9月4日至2026年9月8日（5个自然日）"


def test_working_days_between() -> None:
    assert working_days_between(date(2024, 9, 27), date(2024, 10, 10), REAL) == 5
    assert working_days_between(date(2024, 9, 27), date(2024, 9, 27), REAL) == 0
    assert working_days_between(date(2024, 9, 27), date(2024, 9, 20), REAL) == 0


@given(st.dates(date(2018, 1, 1), date(2026, 11, 1)), st.integers(1, 30))
def test_a_period_holds_exactly_the_days_asked_for(posted: date, days: int) -> None:
    period = notice_period(posted, days, REAL)
    assert working_days_between(posted, period.last, REAL) == days
    assert is_working(period.first, REAL)
    assert is_working(period.last, REAL)
    assert working_days_between(posted, period.first, REAL) == 1
    span = (period.last - posted).days
    package = sum(chinese_calendar.is_workday(posted + timedelta(n)) for n in range(1, span + 1))
    assert package == days
