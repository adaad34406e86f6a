"""Hours, certificate numbers, and which induction counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.leaders import Tenure
from ldz_desktop.domain.training import (
    INDUCTION_AHEAD,
    Attendance,
    Course,
    certificate_number,
    check_course,
    completed,
    counts_since,
    hours_text,
    next_number,
    parse_hours,
    spell_begins,
    split_subjects,
)

_COURSE = Course(1, "岗前", "岗前培训", date(2026, 3, 2), 270)


@pytest.mark.parametrize(
    ("text", "per_hour", "minutes"),
    [
        ("4", 45, 180), ("4", 60, 240), ("0.5", 45, 23), ("4学时", 45, 180), ("４.５", 60, 270),
        ("180分钟", 45, 180), ("90 分", 60, 90), ("", 45, None), ("四", 45, None), ("-2", 45, None),
        ("4.555", 45, None),
    ],
)  # fmt: skip
def test_lengths_are_read(text: str, per_hour: int, minutes: int | None) -> None:
    assert parse_hours(text, per_hour) == minutes


def test_lengths_are_written() -> None:
    assert [hours_text(m, 45) for m in (180, 200, 23, 0)] == ["4", "4.4", "0.5", "0"]
    assert hours_text(180, 60) == "3"


@given(st.integers(1, 400), st.sampled_from([45, 60]))
def test_whole_hours_come_back(hours: int, per_hour: int) -> None:
    minutes = parse_hours(str(hours), per_hour)
    assert minutes == hours * per_hour
    assert hours_text(minutes, per_hour) == str(hours)


def test_certificates_run_on_within_their_series() -> None:
    given = ["岗培〔2026〕001号", "岗培〔2026〕012号", "轮培〔2026〕099号", "岗培〔2026〕补"]
    assert next_number("岗培〔2026〕", given) == 13
    assert next_number("岗培〔2027〕", given) == 1
    assert certificate_number("岗培〔2026〕", 7) == "岗培〔2026〕007号"
    assert next_number("", []) == 1


def test_subjects_are_split() -> None:
    assert split_subjects("政治理论、急救，消防 急救") == ("政治理论", "急救", "消防")
    assert split_subjects(" ") == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"), ({"title": "长" * 61}, "title"),
        ({"until_on": date(2026, 3, 1)}, "until_on"), ({"minutes": 0}, "minutes"),
        ({"minutes": -45}, "minutes"), ({"minutes": 1441}, "minutes"),
    ],
)  # fmt: skip
def test_impossible_courses(change: dict[str, object], field: str) -> None:
    from dataclasses import replace

    assert not check_course(_COURSE)
    problems = check_course(replace(_COURSE, **change))  # type: ignore[arg-type]
    assert [p.field for p in problems] == [field]


def _tenure(start: str | None, end: str | None, building: int = 1) -> Tenure:
    days = [None if d is None else date.fromisoformat(d) for d in (start, end)]
    return Tenure(1, 1, building, days[0], days[1])


@pytest.mark.parametrize(
    ("tenures", "begins"),
    [
        ([("2026-01-01", None)], "2026-01-01"),
        ([("2024-01-01", "2025-12-31"), ("2026-01-01", None)], "2024-01-01"),
        ([("2024-01-01", "2025-09-30"), ("2026-01-01", None)], "2024-01-01"),
        ([("2023-01-01", "2024-12-31"), ("2026-01-01", None)], "2026-01-01"),
        ([(None, "2025-12-31"), ("2026-01-01", None)], None),
        ([], None),
    ],
)
def test_an_office_goes_on_in_another_building(
    tenures: list[tuple[str | None, str | None]], begins: str | None
) -> None:
    found = spell_begins([_tenure(*one) for one in tenures])
    assert found == (None if begins is None else date.fromisoformat(begins))


def test_induction_counts_when_it_was_attended_in_full_and_not_long_before() -> None:
    since = counts_since(_COURSE.held_on + INDUCTION_AHEAD)
    whole, part = Attendance(1, 1, 1, 270), Attendance(1, 1, 1, 269)
    assert completed([(_COURSE, whole)], since)
    assert not completed([(_COURSE, part)], since)
    assert not completed([(_COURSE, whole)], since + timedelta(days=1))
    other = Course(2, "轮训", "轮训", date(2026, 3, 2), 270)
    assert not completed([(other, whole)], since)
    assert completed([(_COURSE, whole)], counts_since(None))
