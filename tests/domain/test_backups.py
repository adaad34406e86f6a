"""Which backups are kept: 12 daily, 10 weekly, 9 monthly, and the last three."""

from datetime import date, datetime, timedelta

import pytest

from ldz_desktop.domain.backups import days_without, file_name, kept

START = datetime(2025, 1, 6, 8, 0)  # noqa: DTZ001 - any clock


def year_of_work() -> list[datetime]:
    """Four backups a day for 400 days, thinned out after each as the program does."""
    there: list[datetime] = []
    for day in range(400):
        for hour in (0, 2, 5, 9):
            there.append(START + timedelta(days=day, hours=hour))
            keep = kept(there)
            there = [time for time in there if time in keep]
    return there


def test_a_year_of_work_leaves_few_and_old_ones() -> None:
    there = year_of_work()
    assert len(there) <= 12 + 10 + 9 + 3
    last = there[-1]
    days = {time.date() for time in there}
    assert all(last.date() - timedelta(days=n) in days for n in range(12)), "each of 12 days"
    weeks = {time.isocalendar()[:2] for time in there}
    assert all((last - timedelta(weeks=n)).isocalendar()[:2] in weeks for n in range(10))
    assert last - there[0] > timedelta(days=220), "nine months with this one"
    assert [time for time in there if time.date() == last.date()] == there[-3:]


def test_of_a_day_the_last_one_is_kept() -> None:
    days = [START + timedelta(days=n, hours=h) for n in range(20) for h in (0, 9)]
    for time in sorted(kept(days))[:-3]:
        assert time.hour == 17


def test_holidays_do_not_use_up_the_days() -> None:
    """Twelve days with backups, however far apart."""
    days = [START + timedelta(days=40 * n) for n in range(12)]
    assert kept(days) == set(days)


def test_few_are_all_kept() -> None:
    times = [START + timedelta(minutes=n) for n in range(3)]
    assert kept(times) == set(times)
    assert kept([]) == set()


def test_the_name_says_when_and_nothing_else() -> None:
    when = datetime(2026, 11, 24, 15, 30, 59)  # noqa: DTZ001
    assert file_name(when) == "备份-20261124-1530.ldzbackup"
    assert file_name(when, 2) == "备份-20261124-1530-2.ldzbackup"


@pytest.mark.parametrize(
    ("outside", "first", "overdue"),
    [
        (None, None, None),  # nothing to lose yet
        (None, date(2026, 11, 20), None),
        (None, date(2026, 11, 17), 7),
        (date(2026, 11, 18), date(2026, 1, 1), None),
        (date(2026, 11, 17), date(2026, 1, 1), 7),
        (date(2026, 10, 24), None, 31),
        (date(2026, 12, 1), date(2026, 1, 1), None),  # the clock was wrong
    ],
)
def test_when_to_remind(outside: date | None, first: date | None, overdue: int | None) -> None:
    assert days_without(outside, first, date(2026, 11, 24)) == overdue
