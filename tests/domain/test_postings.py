"""Notices: where one stands on a day, what is refused, what is proposed."""

from dataclasses import replace
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.postings import (
    Decision,
    Length,
    Objection,
    Posting,
    PostingDraft,
    Report,
    countdown,
    days_left,
    decision_problems,
    draft_problems,
    objection_problems,
    proposed_report,
    report_problems,
    withdraw_problems,
)
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.workdays import Calendar, Unit, is_working, notice_period

YEARS = frozenset(range(2018, 2027))
REAL = Calendar(
    {
        **{d: True for d in chinese_calendar.workdays if d.year in YEARS},
        **{d: False for d in chinese_calendar.holidays if d.year in YEARS},
    },
    YEARS,
)


def hung(posted: date, days: int = 5, unit: Unit = "working", **more: object) -> Posting:
    period = notice_period(posted, days, REAL, unit)
    posting = Posting(
        1, "ranking", "测评结果公示", "month:2026-09", "西锦社区", None, None, posted, posted, days,
        unit, period.last, certain=period.certain,
    )  # fmt: skip
    return replace(posting, **more)  # type: ignore[arg-type]


def objection(**more: object) -> Objection:
    made = Objection(7, 1, date(2026, 9, 4), "排名有误", "来电")
    return replace(made, **more)  # type: ignore[arg-type]


DECIDED = objection(
    decided_on=date(2026, 9, 7), decided_by="党支部", decision="维持", reason="核对无误",
    upheld=False,
)  # fmt: skip


def codes(problems: tuple[Problem, ...]) -> set[tuple[str, str]]:
    return {(p.field, p.code) for p in problems if p.level == "refused"}


def test_a_notice_through_its_days() -> None:
    """2026-09-25 to 27 and 10-01 to 07 are off."""
    one = hung(date(2026, 9, 23))
    assert one.last_on == date(2026, 10, 8)
    for day, left in ((23, 5), (24, 4), (25, 4), (27, 4), (28, 3), (29, 2), (30, 1)):
        assert countdown(one, date(2026, 9, day), REAL) == f"还有 {left} 个工作日"
    assert countdown(one, date(2026, 10, 7), REAL) == "还有 1 个工作日"
    assert countdown(one, date(2026, 10, 8), REAL) == "今天到期"
    assert one.state(date(2026, 10, 8)) == "running"
    after = date(2026, 10, 9)
    assert (one.state(after), one.ended(after), one.running(after)) == ("full", True, False)
    assert countdown(one, after, REAL) == "已满，待出结果"
    waiting = replace(one, objections=(objection(), DECIDED))
    assert countdown(waiting, after, REAL) == "已满，1 件异议待答复"


@pytest.mark.parametrize(
    ("posted", "days", "last"),
    [
        ("2024-09-27", 5, "2024-10-10"), ("2024-09-27", 7, "2024-10-12"),
        ("2025-01-24", 5, "2025-02-07"), ("2025-01-24", 7, "2025-02-10"),
        ("2025-09-26", 5, "2025-10-10"), ("2025-09-26", 7, "2025-10-13"),
        ("2026-02-11", 5, "2026-02-25"), ("2026-02-11", 7, "2026-02-27"),
    ],
)  # fmt: skip
def test_the_last_day_and_the_countdown_of_the_domain_table(
    posted: str, days: int, last: str
) -> None:
    one = hung(date.fromisoformat(posted), days)
    assert one.last_on == date.fromisoformat(last)
    assert countdown(one, date.fromisoformat(posted), REAL) == f"还有 {days} 个工作日"
    assert countdown(one, date.fromisoformat(last), REAL) == "今天到期"
    assert one.ended(date.fromisoformat(last) + timedelta(1))


def test_a_year_without_a_table_is_only_expected() -> None:
    one = hung(date(2026, 12, 28))
    assert (one.last_on, one.certain) == (date(2027, 1, 5), False)
    assert countdown(one, date(2026, 12, 31), REAL) == "还有 2 个工作日"


def test_calendar_days_count_days() -> None:
    one = hung(date(2026, 9, 30), 7, "calendar")
    assert countdown(one, date(2026, 10, 1), REAL) == "还有 6 天"
    assert countdown(one, date(2026, 10, 7), REAL) == "今天到期"


@given(st.dates(date(2018, 2, 1), date(2026, 11, 1)), st.integers(1, 20), st.integers(0, 40))
def test_the_countdown_falls_to_nothing(posted: date, days: int, later: int) -> None:
    """Every working day takes one off; the last day has none left; afterwards it has ended."""
    one, today = hung(posted, days), posted + timedelta(later)
    assert one.last_on is not None
    left = days_left(one, today, REAL)
    assert (left is None) == one.ended(today) == (today > one.last_on)
    if left is not None and today < one.last_on:
        tomorrow = days_left(one, today + timedelta(1), REAL)
        assert tomorrow is not None
        assert left - tomorrow == is_working(today + timedelta(1), REAL)
    assert days_left(one, one.last_on, REAL) == 0


def test_taken_down_it_neither_runs_nor_ended() -> None:
    one = hung(date(2026, 9, 3), withdrawn_on=date(2026, 9, 4), withdraw_reason="有误")
    for day in (date(2026, 9, 4), date(2026, 12, 1)):
        assert (one.state(day), one.running(day), one.ended(day)) == ("withdrawn", False, False)
        assert countdown(one, day, REAL) == ""


def test_a_draft_does_not_hang() -> None:
    one = replace(hung(date(2026, 9, 3)), posted_on=None, last_on=None)
    assert one.state(date(2026, 9, 3)) == "draft"
    assert not one.running(date(2026, 9, 3))
    assert not one.ended(date(2027, 9, 3))


TODAY = date(2026, 9, 10)


@pytest.mark.parametrize(
    ("draft", "days", "wrong"),
    [
        ({}, 5, set()),
        ({"title": "  "}, 5, {("title", "missing")}),
        ({"posted_on": date(2026, 9, 11)}, 5, {("posted_on", "future")}),
        ({"posted_on": date(1926, 9, 3)}, 5, {("posted_on", "year")}),
        ({}, 0, {("days", "range")}),
        ({}, -3, {("days", "range")}),
        ({}, 400, {("days", "range")}),
        ({"posted_on": date(2026, 9, 1)}, 5, {("posted_on", "order")}),
    ],
)
def test_what_a_notice_cannot_be(
    draft: dict[str, object], days: int, wrong: set[tuple[str, str]]
) -> None:
    """The last one goes on from a notice that was put up later."""
    before = hung(date(2026, 9, 3)) if ("posted_on", "order") in wrong else None
    made = PostingDraft("other", "关于例会的公示")
    found = draft_problems(replace(made, **draft), Length(days), TODAY, before)  # type: ignore[arg-type]
    assert codes(found) == wrong


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, set()),
        ({"matter": " "}, {("matter", "missing")}),
        ({"received_on": date(2026, 9, 11)}, {("received_on", "future")}),
        ({"received_on": date(2026, 9, 2)}, {("received_on", "order")}),
    ],
)
def test_what_an_objection_needs(changes: dict[str, object], wrong: set[tuple[str, str]]) -> None:
    found = objection_problems(hung(date(2026, 9, 3)), objection(**changes), TODAY)
    assert codes(found) == wrong


def test_an_objection_after_the_last_day_is_taken_with_a_note() -> None:
    late = objection(received_on=date(2026, 9, 14))
    (found,) = objection_problems(hung(date(2026, 9, 3)), late, date(2026, 9, 14))
    assert (found.level, found.code) == ("note", "late")


WHOLE = Decision(date(2026, 9, 7), "党支部", upheld=False, decision="维持", reason="核对无误")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, set()),
        ({"reason": None}, {("reason", "missing")}),
        ({"reason": "  "}, {("reason", "missing")}),
        ({"upheld": None}, {("upheld", "missing")}),
        ({"decision": ""}, {("decision", "missing")}),
        ({"decided_by": ""}, {("decided_by", "missing")}),
        ({"decided_on": None}, {("decided_on", "missing")}),
        ({"decided_on": date(2026, 9, 3)}, {("decided_on", "order")}),
        ({"decided_on": date(2026, 9, 11)}, {("decided_on", "future")}),
    ],
)
def test_a_decision_without_any_part_is_refused(
    changes: dict[str, object], wrong: set[tuple[str, str]]
) -> None:
    given_ = replace(WHOLE, **changes)  # type: ignore[arg-type]
    assert codes(decision_problems(objection(), given_, TODAY)) == wrong


REPORT = Report(date(2026, 9, 11), "没有异议", "归档")


@pytest.mark.parametrize(
    ("changes", "today", "report", "wrong"),
    [
        ({}, date(2026, 9, 11), REPORT, set()),
        ({}, date(2026, 9, 10), REPORT, {("reported_on", "running")}),
        (
            {}, date(2026, 9, 14), replace(REPORT, reported_on=date(2026, 9, 10)),
            {("reported_on", "order")},
        ),
        (
            {}, date(2026, 9, 11), replace(REPORT, reported_on=date(2026, 9, 12)),
            {("reported_on", "future")},
        ),
        ({}, date(2026, 9, 11), Report(None, None, None),
         {("reported_on", "missing"), ("conclusion", "missing"), ("next_step", "missing")}),
        ({"objections": (objection(), DECIDED)}, date(2026, 9, 11), REPORT,
         {("conclusion", "open")}),
        ({"objections": (DECIDED,)}, date(2026, 9, 11), REPORT, set()),
        ({"withdrawn_on": date(2026, 9, 4)}, date(2026, 9, 11), REPORT,
         {("reported_on", "withdrawn")}),
        ({"posted_on": None, "last_on": None}, date(2026, 9, 11), REPORT,
         {("reported_on", "draft")}),
    ],
)  # fmt: skip
def test_what_a_report_needs(
    changes: dict[str, object], today: date, report: Report, wrong: set[tuple[str, str]]
) -> None:
    one = hung(date(2026, 9, 3), **changes)
    if changes.get("posted_on", 1) is not None:
        assert one.last_on == date(2026, 9, 10)
    assert codes(report_problems((one,), report, today)) == wrong


def test_an_open_objection_to_the_notice_before_stops_the_report() -> None:
    before = hung(date(2026, 9, 3), withdrawn_on=date(2026, 9, 3), objections=(objection(),))
    now = replace(hung(date(2026, 9, 3)), id=2, previous_id=1)
    found = report_problems((before, now), REPORT, date(2026, 9, 11))
    assert codes(found) == {("conclusion", "open")}


@pytest.mark.parametrize(
    ("changes", "on", "reason", "wrong"),
    [
        ({}, TODAY, "有误", set()),
        ({}, TODAY, " ", {("withdraw_reason", "missing")}),
        ({}, None, "有误", {("withdrawn_on", "missing")}),
        ({}, date(2026, 9, 2), "有误", {("withdrawn_on", "order")}),
        ({}, date(2026, 9, 11), "有误", {("withdrawn_on", "future")}),
        ({"reported_on": TODAY}, TODAY, "有误", {("withdrawn_on", "reported")}),
        ({"posted_on": None}, TODAY, "有误", {("withdrawn_on", "not_up")}),
        ({"withdrawn_on": TODAY}, TODAY, "有误", {("withdrawn_on", "not_up")}),
    ],
)
def test_what_taking_down_needs(
    changes: dict[str, object], on: date | None, reason: str, wrong: set[tuple[str, str]]
) -> None:
    one = hung(date(2026, 9, 3), **changes)
    assert codes(withdraw_problems(one, on, reason, TODAY)) == wrong


def test_the_proposed_report_says_what_happened() -> None:
    one = hung(date(2026, 9, 3))
    assert "没有收到异议" in (proposed_report((one,), TODAY).conclusion or "")
    kept = proposed_report((replace(one, objections=(DECIDED,)),), TODAY)
    assert "1 件异议都已答复，均不成立" in (kept.conclusion or "")
    assert "流动红旗" in (kept.next_step or "")
    upheld = replace(DECIDED, upheld=True)
    changed = proposed_report((replace(one, objections=(DECIDED, upheld)),), TODAY)
    assert "其中 1 件成立" in (changed.conclusion or "")
    assert changed.next_step == "更正后重新公示。"
