"""Figures for charts: what the closed months say, and what must never be told."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft

PLACES = (
    ("兴新社区", "福锦苑", "1栋"),
    ("兴新社区", "福锦苑", "2栋"),
    ("兴新社区", "文锦苑", "1栋"),
)


@pytest.fixture
def buildings(office: Office) -> list[int]:
    ids = []
    for number, place in enumerate(PLACES):
        building = office.households.add_place(*place).ids[0]
        office.roster.create(Leader(0, f"楼长{'甲乙丙'[number]}"), building, date(2020, 1, 1))
        ids.append(building)
    return ids


def fill(
    office: Office, month: str, sheets: dict[int, list[str]], marks: dict[str, str] | None = None
) -> None:
    office.evaluation.open_month(month)
    for building, every in sheets.items():
        draft = Draft(Header(40, len(every), len(every), 0, 0), tuple(every))
        office.evaluation.save_draft(month, building, draft)
        office.evaluation.commit_draft(month, building)
        office.evaluation.save_stars(month, building, marks or {1: "444"})
    office.evaluation.close(month)


def test_a_course_holds_the_printed_numbers_of_each_month(
    office: Office, buildings: list[int]
) -> None:
    one, two, three = buildings
    fill(office, "2026-08", {one: ["5" * 8] * 6, two: ["4" * 8] * 6, three: ["5" * 8] * 3})
    fill(office, "2026-09", {one: ["3" * 8] * 6, two: ["4" * 8] * 6, three: ["2" * 8] * 6})
    office.evaluation.open_month("2026-10")
    assert office.charts.months() == ("2026-09", "2026-08")
    courses = office.charts.courses(office.charts.months())
    assert [c.building for c in courses] == ["福锦苑2栋", "福锦苑1栋", "文锦苑1栋"]
    by_id = {c.building_id: c for c in courses}
    assert by_id[one].scores == (Decimal("92.00"), Decimal("68.00"))
    assert [(p.rank, p.ranked) for p in by_id[one].points] == [(1, 2), (2, 3)]
    printed = office.evaluation.ranking("2026-08").standings[0].score
    assert by_id[one].points[0].satisfaction == printed.satisfaction
    hidden = by_id[three].points[0]
    assert (hidden.score, hidden.satisfaction, hidden.stars, hidden.rank) == (None,) * 4


def test_answers_question_by_question(office: Office, buildings: list[int]) -> None:
    one, two, three = buildings
    mixed = ["54321555", "54321555", "54321555", "54321555", "54321555", "5432155-"]
    fill(office, "2026-09", {one: mixed, two: ["4" * 8] * 7, three: ["1" * 8] * 4})
    answers = office.charts.answers("2026-09", "兴新社区", one)
    assert (answers.title, answers.sheets, answers.buildings) == ("福锦苑1栋", 6, 1)
    assert answers.questions[0].grades == (0, 0, 0, 0, 6)
    assert answers.questions[4].grades == (6, 0, 0, 0, 0)
    assert answers.questions[7].grades == (0, 0, 0, 0, 5)
    assert answers.questions[1].mean == Fraction(4)
    together = office.charts.answers("2026-09", "兴新社区")
    assert (together.sheets, together.buildings) == (13, 2)
    assert together.questions[4].grades == (6, 0, 0, 7, 0)


def test_a_building_of_few_sheets_is_told_neither_alone_nor_by_subtraction(
    office: Office, buildings: list[int]
) -> None:
    one, two, three = buildings
    blank_end = ["5555555-"] * 5 + ["55555555"]
    fill(office, "2026-09", {one: ["5" * 8] * 6, two: blank_end, three: ["1" * 8] * 4})
    few = office.charts.answers("2026-09", "兴新社区", three)
    assert (few.sheets, few.buildings) == (0, 0)
    assert all(q.grades is None and q.mean is None for q in few.questions)
    # one answer to the last question: not shown, nor hidden in the sum from which it would follow
    assert office.charts.answers("2026-09", "兴新社区", two).questions[7].grades is None
    together = office.charts.answers("2026-09", "兴新社区")
    assert together.questions[0].grades == (0, 0, 0, 0, 12)
    assert together.questions[7].grades == (0, 0, 0, 0, 6)


def test_stars_by_class_beside_the_community(office: Office, buildings: list[int]) -> None:
    one, two, _ = buildings
    fill(office, "2026-09", {one: ["5" * 8] * 6}, {1: "543", 2: "44-"})
    office.evaluation.open_month("2026-10")
    for building, marks in ((one, "555"), (two, "111")):
        draft = Draft(Header(9, 6, 6, 0, 0), ("4" * 8,) * 6)
        office.evaluation.save_draft("2026-10", building, draft)
        office.evaluation.commit_draft("2026-10", building)
        office.evaluation.save_stars("2026-10", building, {1: marks})
    office.evaluation.close("2026-10")
    before = office.charts.stars("2026-09", "兴新社区", one)
    assert before.own == (Decimal("4.50"), Decimal("4.00"), Decimal("3.00"))
    assert before.assessors == 2
    after = office.charts.stars("2026-10", "兴新社区", one)
    assert after.own == (Decimal("5.00"),) * 3
    assert after.others == (Decimal("3.00"),) * 3


def test_an_open_month_has_no_charts(office: Office, buildings: list[int]) -> None:
    office.evaluation.open_month("2026-10")
    with pytest.raises(InputError, match="还没有封月"):
        office.charts.answers("2026-10", "兴新社区", buildings[0])
    fill(office, "2026-09", {buildings[0]: ["5" * 8] * 6})
    with pytest.raises(InputError, match="没有测评"):
        office.charts.stars("2026-09", "兴新社区", 12345)
