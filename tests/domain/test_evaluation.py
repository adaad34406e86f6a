"""Scheme 1 against an independent reading of contract.md, and its edges by hand."""

from decimal import ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.evaluation import (
    FEW_SHEETS,
    NO_BOOKLET,
    SCHEME_1,
    BuildingMonth,
    Header,
    Score,
    Standing,
    balance,
    grouped,
    half_up,
    previous_month,
    rank,
    score_building,
    undecided_flags,
    with_streaks,
)
from ldz_desktop.domain.explaining import Step, explain
from ldz_desktop.domain.pooling import bases

VALUES = {"1": 20, "2": 40, "3": 60, "4": 80, "5": 100}
SHEET = st.text("12345-", min_size=8, max_size=8)
MARKS = st.text("12345", min_size=3, max_size=3)


def month(**changes: object) -> BuildingMonth:
    base = {
        "building_id": 1, "street": "东街", "community": "甲社区", "compound": "甲苑",
        "building": "1栋", "sheets": {"55555555": 5}, "marks": {1: "555"}, "returned": 5,
    }  # fmt: skip
    return BuildingMonth(**{**base, **changes})  # type: ignore[arg-type]


def reference(sheets: list[str], marks: list[str]) -> tuple[Decimal, ...]:
    """contract.md once more, the slow way, with decimals of 60 digits."""
    getcontext().prec = 60
    valid = [s for s in sheets if sum(c != "-" for c in s) >= 4]
    means = []
    for sheet in valid:
        answered = [VALUES[c] for c in sheet if c != "-"]
        means.append(Decimal(sum(answered)) / len(answered))
    answers = [c for s in valid for c in s if c != "-"]
    satisfaction = sum(means) / len(means)
    rate = Decimal(sum(c in "45" for c in answers)) / len(answers) * 100
    every = [int(c) for line in marks for c in line]
    stars = Decimal(sum(every)) / len(every) * 20
    score = Decimal("0.6") * satisfaction + Decimal("0.4") * stars
    cent = Decimal("0.01")
    # 50 digits first: a mean that is exactly a half must not lie a hair below it.
    return tuple(
        n.quantize(Decimal(1).scaleb(-40)).quantize(cent, ROUND_HALF_UP)
        for n in (satisfaction, rate, stars, score)
    )


@given(st.lists(SHEET, min_size=5, max_size=40), st.lists(MARKS, min_size=1, max_size=5))
def test_scores_are_the_contracts(sheets: list[str], marks: list[str]) -> None:
    counted = {s: sheets.count(s) for s in sheets}
    booklet = {f"评分人{n}": line for n, line in enumerate(marks)}
    score = score_building(month(sheets=counted, marks=booklet, returned=len(sheets)))
    valid = [s for s in sheets if s.count("-") <= 4]
    assert score.valid == len(valid)
    if len(valid) >= 5:
        expected = reference(sheets, marks)
        got = (score.satisfaction, score.satisfied_rate, score.stars, score.score)
        assert got == expected


def test_rounds_half_up_once_at_the_end() -> None:
    assert half_up(Fraction(12345, 1000)) == Decimal("12.35")
    assert half_up(Fraction(12344999, 1000000)) == Decimal("12.34")
    assert str(half_up(Fraction(95))) == "95.00"


def test_a_sheet_needs_four_answers() -> None:
    score = score_building(month(sheets={"555-----": 9, "5555----": 5}, returned=14))
    assert (score.valid, score.returned) == (5, 14)


def test_blank_marks_are_outside_the_stars() -> None:
    assert score_building(month(marks={"甲": "5--", "乙": "33-"})).stars == Decimal("73.33")


@pytest.mark.parametrize(
    ("occupied", "needed"), [(None, 5), (0, 5), (50, 5), (51, 6), (142, 15), (140, 14)]
)
def test_minimum_is_ten_percent_rounded_up(occupied: int | None, needed: int) -> None:
    enough = score_building(month(occupied=occupied, sheets={"55555555": needed}))
    few = score_building(month(occupied=occupied, sheets={"55555555": needed - 1}))
    assert enough.minimum == needed
    assert enough.why_unranked is None
    assert few.why_unranked == FEW_SHEETS


def test_no_booklet_is_unranked() -> None:
    score = score_building(month(marks={}))
    assert (score.why_unranked, score.score) == (NO_BOOKLET, None)


# -- ranking --------------------------------------------------------------------------------------


def line(building: int, score: str | None, **changes: object) -> Score:
    base = {
        "building_id": building, "tenure_id": building, "street": "东街", "community": "甲社区",
        "compound": "甲苑", "building": f"{building}栋", "leader": f"楼长{building}", "valid": 10,
        "returned": 10, "issued": 20, "minimum": 5, "overdue": 0, "grades": (0, 0, 0, 0, 80),
        "satisfaction": Decimal(score or 0), "satisfied_rate": Decimal(90), "stars": Decimal(80),
        "score": None if score is None else Decimal(score),
        "why_unranked": FEW_SHEETS if score is None else None,
    }  # fmt: skip
    return Score(**{**base, **changes})  # type: ignore[arg-type]


def places(standings: tuple[Standing, ...]) -> dict[int, int | None]:
    return {s.score.building_id: s.rank for s in standings}


def flags(standings: tuple[Standing, ...]) -> set[int]:
    return {s.score.building_id for s in standings if s.flag}


def last(standings: tuple[Standing, ...]) -> set[int]:
    return {s.score.building_id for s in standings if s.last}


def test_competition_ranking_and_ties() -> None:
    standings = rank([line(1, "90"), line(2, "90"), line(3, "80"), line(4, None)], "社区")
    assert places(standings) == {1: 1, 2: 1, 3: 3, 4: None}
    assert last(standings) == {3}
    assert flags(standings) == {1, 2}


def test_ties_are_broken_in_the_contracts_order() -> None:
    same = {"satisfaction": Decimal(90)}
    standings = rank(
        [
            line(1, "90", satisfaction=Decimal(91)),
            line(2, "90", **same, returned=19),
            line(3, "90", **same, returned=10, overdue=0),
            line(4, "90", **same, returned=10, overdue=1),
            line(5, "90", **same, issued=None, returned=20),
        ],
        "社区",
    )
    assert places(standings) == {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}


def test_a_tie_past_the_second_place_is_left_to_a_decision() -> None:
    three = [line(1, "95"), line(2, "90"), line(3, "90"), line(4, "70")]
    assert flags(rank(three, "社区")) == {1}
    assert [[s.building_id for s in tied] for tied in undecided_flags(three)] == [[2, 3]]
    everybody = [line(n, "90") for n in (1, 2, 3)]
    assert flags(rank(everybody, "社区")) == set()
    assert last(rank(everybody, "社区")) == set()


def test_flags_belong_to_communities_in_every_scope() -> None:
    lines = [line(n, str(90 - n), compound=f"{n % 2}苑") for n in range(1, 6)]
    other = [line(9, "50", community="乙社区", compound="丙苑")]
    for scope in ("小区", "社区", "街道", "全区"):
        assert flags(rank(lines + other, scope)) == {1, 2, 9}


def test_compounds_of_one_name_are_two_groups() -> None:
    lines = [line(1, "90"), line(2, "80", community="乙社区")]
    assert places(rank(lines, "小区")) == {1: 1, 2: 1}


def test_groups_of_one_name_are_told_apart() -> None:
    lines = [line(1, "90"), line(2, "80", community="乙社区"), line(3, "70", compound="乙苑")]
    found = grouped(rank(lines, "小区"), "小区")
    assert {title: [s.score.building_id for s in rows] for title, rows in found.items()} == {
        "甲社区甲苑": [1], "乙社区甲苑": [2], "乙苑": [3],
    }  # fmt: skip


def test_a_tie_in_each_of_two_communities_of_one_name_is_kept() -> None:
    lines = [
        line(building, "90", street=street)
        for street, buildings in (("东街", (1, 2, 3)), ("西街", (4, 5, 6)))
        for building in buildings
    ]
    tied = undecided_flags(lines)
    assert [[s.building_id for s in one] for one in tied] == [[1, 2, 3], [4, 5, 6]]


def test_last_is_everybody_on_the_lowest_rank_unless_that_is_everybody() -> None:
    assert last(rank([line(1, "90"), line(2, "80"), line(3, "80")], "社区")) == {2, 3}
    assert last(rank([line(1, "90")], "社区")) == set()
    assert last(rank([line(1, "90"), line(2, None)], "社区")) == set()


# -- streaks --------------------------------------------------------------------------------------


def history(**months: list[Score]) -> dict[str, tuple[Standing, ...]]:
    return {name.replace("m", "").replace("_", "-"): rank(v, "社区") for name, v in months.items()}


def streak(now: list[Score], building: int, **months: list[Score]) -> int:
    standings = with_streaks(rank(now, "社区"), "2026-10", history(**months))
    return next(s.streak for s in standings if s.score.building_id == building)


WORST, BEST = [line(1, "90"), line(2, "80")], [line(1, "70"), line(2, "80")]
UNRANKED = [line(1, "90"), line(2, None), line(3, "85")]


def test_streak_counts_consecutive_last_places() -> None:
    assert streak(WORST, 2) == 1
    assert streak(WORST, 2, m2026_09=WORST, m2026_08=WORST) == 3
    assert streak(WORST, 1, m2026_09=WORST) == 0
    assert streak(WORST, 2, m2026_09=BEST, m2026_08=WORST) == 1


def test_an_unranked_month_neither_counts_nor_breaks() -> None:
    assert streak(WORST, 2, m2026_09=UNRANKED, m2026_08=WORST) == 2
    assert streak(UNRANKED, 2, m2026_09=WORST) == 1


def test_a_month_without_evaluation_breaks_the_streak() -> None:
    assert streak(WORST, 2, m2026_08=WORST) == 1


def test_a_successor_starts_at_zero() -> None:
    before = [line(1, "90"), line(2, "80", tenure_id=77)]
    assert streak(WORST, 2, m2026_09=before) == 1
    vacant = [line(1, "90"), line(2, "80", tenure_id=0)]
    assert streak(vacant, 2, m2026_09=vacant) == 0


def test_the_year_turns() -> None:
    assert previous_month("2026-01") == "2025-12"
    assert previous_month("2026-11") == "2026-10"


@given(st.lists(st.one_of(st.none(), st.integers(60, 64)), min_size=1, max_size=9))
def test_ranks_hold_for_any_scores(scores: list[int | None]) -> None:
    lines = [line(n, None if s is None else str(s)) for n, s in enumerate(scores, 1)]
    standings = rank(lines, "社区")
    got = places(standings)
    for one in lines:
        better = sum(
            o.score is not None and one.score is not None and o.score > one.score for o in lines
        )
        assert got[one.building_id] == (None if one.score is None else better + 1)
    assert len(flags(standings)) <= 2
    ranked = [s for s in standings if s.rank]
    assert len(last(standings)) < max(len(ranked), 1)


# -- the count sheet ------------------------------------------------------------------------------


def test_a_batch_must_balance() -> None:
    good = Header(issued=40, returned=30, valid=27, spoiled=2, blank=1)
    assert balance(good, 27, 2) == ()
    assert len(balance(good, 26, 2)) == 1
    assert len(balance(Header(issued=29, returned=30, valid=30), 30)) == 1
    assert len(balance(Header(returned=31, valid=27, spoiled=2, blank=1), 27)) == 1
    assert len(balance(Header(returned=3, valid=2, spoiled=1), 2, 2)) == 1


def explained(one: BuildingMonth) -> tuple[Step, ...]:
    (basis,) = bases((one,), SCHEME_1)
    return explain(basis, SCHEME_1)


def test_explanation_ends_with_the_printed_score() -> None:
    steps = explained(month(sheets={"55555555": 4, "5432----": 2}, marks={"甲": "545"}, returned=6))
    by_label = {s.label: s.value for s in steps}
    score = score_building(
        month(sheets={"55555555": 4, "5432----": 2}, marks={"甲": "545"}, returned=6)
    )
    assert by_label["得分"] == str(score.score)
    assert by_label["有效表"] == "6 张"


def test_results_of_fewer_than_five_sheets_are_never_shown() -> None:
    few = month(sheets={"55555555": 4, "333-----": 6}, marks={1: "444"}, returned=10)
    score = score_building(few)
    assert (score.valid, score.why_unranked) == (4, FEW_SHEETS)
    assert (score.satisfaction, score.satisfied_rate, score.score) == (None, None, None)
    assert sum(score.grades) == 0
    assert "100.00" not in str(explained(few))
    assert score_building(month(sheets={"55555555": 5})).satisfaction == Decimal(100)
