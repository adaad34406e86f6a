"""Steps into the party: their order, their days, and what they say about the leader."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.party import (
    ACTIVIST,
    APPLICANT,
    CANDIDATE,
    FULL,
    PROBATIONARY,
    STAGES,
    PartyStep,
    check_step,
    next_stage,
    political_of,
)
from ldz_desktop.domain.problems import Problem

TODAY = date(2026, 11, 24)


def _steps(**days: date) -> list[PartyStep]:
    names = dict(zip("abcdf", STAGES, strict=True))
    return [PartyStep(i, 1, names[k], day) for i, (k, day) in enumerate(days.items(), 1)]


def _found(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(p.level, p.code) for p in problems]


def test_a_step_needs_stage_and_day() -> None:
    assert _found(check_step(None, TODAY, (), today=TODAY)) == [("refused", "missing")]
    assert _found(check_step(FULL, None, (), today=TODAY)) == [("refused", "missing")]
    assert _found(check_step("党员", TODAY, (), today=TODAY)) == [("refused", "missing")]


def test_no_day_to_come_and_no_stage_twice() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert _found(check_step(APPLICANT, tomorrow, (), today=TODAY)) == [("refused", "future")]
    there = _steps(a=date(2020, 1, 1))
    again = check_step(APPLICANT, date(2021, 1, 1), there, today=TODAY)
    assert _found(again) == [("refused", "twice")]


def test_no_step_before_the_one_before_or_after_the_one_after() -> None:
    there = _steps(a=date(2020, 3, 1), c=date(2022, 6, 1))
    early = check_step(ACTIVIST, date(2020, 2, 29), there, today=TODAY)
    assert _found(early) == [("refused", "order")]
    assert APPLICANT in early[0].reason
    late = check_step(ACTIVIST, date(2022, 6, 2), there, today=TODAY)
    assert _found(late) == [("refused", "order")]
    assert CANDIDATE in late[0].reason
    assert check_step(ACTIVIST, date(2021, 5, 31), there, today=TODAY) == ()
    assert check_step(ACTIVIST, date(2020, 3, 1), _steps(a=date(2020, 3, 1)), today=TODAY) == ()


def test_a_probation_of_less_than_a_year_is_a_note_from_either_side() -> None:
    probation = _steps(d=date(2023, 7, 1))
    assert check_step(FULL, date(2024, 7, 1), probation, today=TODAY) == ()
    short = check_step(FULL, date(2024, 6, 30), probation, today=TODAY)
    assert _found(short) == [("note", "short")]
    assert "不满一年" in short[0].reason
    full = _steps(f=date(2024, 6, 30))
    assert _found(check_step(PROBATIONARY, date(2023, 7, 1), full, today=TODAY)) == [
        ("note", "short")
    ]


def test_a_leap_day_and_the_age_of_an_applicant() -> None:
    probation = _steps(d=date(2024, 2, 29))
    assert _found(check_step(FULL, date(2025, 2, 28), probation, today=TODAY)) == [
        ("note", "short")
    ]
    assert check_step(FULL, date(2025, 3, 1), probation, today=TODAY) == ()
    born = date(2000, 5, 5)
    young = check_step(APPLICANT, date(2018, 5, 4), (), today=TODAY, birth=born)
    assert _found(young) == [("note", "young")]
    assert check_step(APPLICANT, date(2018, 5, 5), (), today=TODAY, birth=born) == ()


def test_what_comes_next_and_what_it_says() -> None:
    assert next_stage(()) == APPLICANT
    assert next_stage(_steps(a=date(2020, 1, 1), d=date(2022, 1, 1))) == FULL
    assert next_stage(_steps(f=date(2020, 1, 1))) is None
    assert [political_of(stage) for stage in STAGES] == [None, None, None, "02", "01"]


_DAYS = st.dates(date(1980, 1, 1), TODAY)


@given(st.lists(st.tuples(st.sampled_from(STAGES), _DAYS), max_size=12))
def test_whatever_is_taken_stays_in_order(tried: list[tuple[str, date]]) -> None:
    kept: list[PartyStep] = []
    for stage, day in tried:
        problems = check_step(stage, day, kept, today=TODAY)
        if all(p.level == "note" for p in problems):
            kept.append(PartyStep(len(kept) + 1, 1, stage, day))
    by_stage = sorted(kept, key=lambda s: STAGES.index(s.stage))
    days = [s.happened_on for s in by_stage]
    assert days == sorted(days)
    assert len({s.stage for s in kept}) == len(kept)
