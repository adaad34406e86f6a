"""Schemes hold together, say what they changed, and a rolling one is what reliability.md §4.5 says,
against an independent reading of it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.evaluation import (
    FEW_SHEETS,
    BuildingMonth,
    Score,
    previous_month,
    rank,
    score_month,
)
from ldz_desktop.domain.explaining import explain, neighbours, ties
from ldz_desktop.domain.pooling import Past, bases
from ldz_desktop.domain.schemes import (
    SCHEME_1,
    SCHEME_2,
    Scheme,
    differences,
    faults,
    percent,
    resident_sentence,
)

VALUES = {"1": 20, "2": 40, "3": 60, "4": 80, "5": 100}
CENT = Decimal("0.01")


def month(building: int, sheets: Mapping[str, int], **changes: object) -> BuildingMonth:
    base = {
        "building_id": building, "street": "东街", "community": "甲社区", "compound": "甲苑",
        "building": f"{building}栋", "tenure_id": building, "leader": f"楼长{building}",
        "sheets": sheets, "marks": {1: "444"}, "issued": 60, "returned": sum(sheets.values()),
    }  # fmt: skip
    return BuildingMonth(**{**base, **changes})  # type: ignore[arg-type]


def past(*months: list[BuildingMonth], scheme: Scheme = SCHEME_2) -> tuple[Past, ...]:
    """Newest first, before 2026-10."""
    found, name = [], "2026-10"
    for papers in months:
        name = previous_month(name)
        found.append(Past(name, scheme, {one.building_id: one for one in papers}))
    return tuple(found)


# -- do they hold together? -----------------------------------------------------------------------


@pytest.mark.parametrize("scheme", [SCHEME_1, SCHEME_2])
def test_the_two_schemes_hold_together(scheme: Scheme) -> None:
    assert faults(scheme) == ()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": " "}, "name", "要有一个名称"),
        ({"questions": ()}, "questions", "至少要有一道题"),
        ({"questions": tuple(f"第{n}题" for n in range(21))}, "questions", "最多 20 道题"),
        ({"questions": ("好不好", "好不好")}, "questions", "第 2 题和前面的题重复"),
        ({"questions": ("长" * 31,)}, "questions", "有 31 个字，最多 30 个字"),
        ({"questions": ("一", "二", "三")}, "answered_minimum", "在 1 到 3 之间"),
        ({"grade_values": (20, 40, 60, 60, 100)}, "grade_values", "“满意”60 分，应高于“基本满意”"),
        ({"grade_values": (20, 40, 60, 80, 101)}, "grade_values", "在 0 到 100 之间"),
        ({"stars_weight": Fraction(3, 10)}, "weights", "合计应为 100 %，现在是 90 %"),
        (
            {"satisfaction_weight": Fraction(12, 10), "stars_weight": Fraction(-2, 10)},
            "weights",
            "不能是负数",
        ),
        ({"shown_from": 4}, "shown_from", "至少要 5 张"),
        ({"minimum_sheets": 4}, "minimum_sheets", "在 5 到 500"),
        ({"shown_from": 12, "minimum_sheets": 10}, "minimum_sheets", "在 12 到 500"),
        ({"minimum_share": Fraction(11, 10)}, "minimum_share", "0 到 100 %"),
        ({"prior": 20}, "prior", "按月计分不加平均表"),
        ({"window": 13}, "window", "1 到 12"),
        ({"tie_breaks": ("overdue", "overdue")}, "tie_breaks", "只能用一次"),
        ({"notice_days": 0}, "notice_days", "1 到 60"),
        ({"duty_classes": ("宣讲", "宣讲", "服务")}, "duty_classes", "不能相同"),
        ({"duty_classes": ("宣讲", "", "服务")}, "duty_classes", "都要有名称"),
    ],
)
def test_what_is_wrong_is_said(changes: dict[str, object], field: str, words: str) -> None:
    found = {one.field: one.reason for one in faults(replace(SCHEME_1, **changes))}  # type: ignore[arg-type]
    assert words in found[field]


def test_what_changed_is_said() -> None:
    questions = (*SCHEME_1.questions[:-1], "服务态度")
    new = replace(SCHEME_1, questions=questions, scope="街道", tie_breaks=("overdue",))
    said = differences(SCHEME_1, new)
    assert "第 8 题：代办服务与服务态度 → 服务态度" in said
    assert "排名范围：社区 → 街道" in said
    assert "同分时依次比：满意度、回收率、逾期民情（少者在前） → 逾期民情（少者在前）" in said
    assert len(said) == 3
    assert differences(SCHEME_1, SCHEME_1) == ()
    more = replace(SCHEME_1, questions=(*SCHEME_1.questions, "楼道照明", "停车秩序"))
    assert differences(SCHEME_1, more) == ("题数：8 题 → 10 题", "新增：楼道照明、停车秩序")
    turned = replace(SCHEME_1, questions=SCHEME_1.questions[::-1])
    assert differences(SCHEME_1, turned) == ("题目的次序变了",)
    assert "计分：按月 → 近 3 个月，加 20 张平均表" in differences(SCHEME_1, SCHEME_2)


def test_shares_are_said_as_people_write_them() -> None:
    assert [percent(Fraction(n, 1000)) for n in (600, 625, 1000, 5)] == [
        "60 %", "62.5 %", "100 %", "0.5 %",
    ]  # fmt: skip


def test_residents_get_one_sentence_for_a_rolling_scheme_only() -> None:
    assert resident_sentence(SCHEME_1) == ""
    said = resident_sentence(SCHEME_2)
    assert said.count("。") == 1
    assert "最近3个月" in said
    assert "20张本社区平均水平的表" in said


# -- over a window --------------------------------------------------------------------------------

SHEET = st.text("12345", min_size=8, max_size=8)
BATCH = st.lists(SHEET, min_size=0, max_size=14)


@given(st.lists(st.tuples(BATCH, BATCH, BATCH), min_size=1, max_size=5))
def test_a_rolling_score_is_the_reliability_papers(
    buildings: list[tuple[list[str], list[str], list[str]]],
) -> None:
    getcontext().prec = 60
    counted = [[{s: batch.count(s) for s in batch} for batch in three] for three in buildings]
    months = [
        [month(number, three[age], tenure_id=1) for number, three in enumerate(counted)]
        for age in range(3)
    ]
    scores = score_month(months[0], SCHEME_2, past(*months[1:]))

    # The slow way: lists of sheets, decimals of sixty digits.
    means = [
        [
            sum(Decimal(VALUES[c]) for c in sheet) / 8
            for batch in three
            if len(batch) >= 5
            for sheet in batch
        ]
        for three in buildings
    ]
    everybody = [value for values in means if len(values) >= 10 for value in values]
    for score, values in zip(scores, means, strict=True):
        assert score.valid == len(values)
        assert (score.why_unranked is None) == (len(values) >= 30)
        if len(values) < 10:
            assert (score.satisfaction, score.satisfied_rate, score.score) == (None, None, None)
            assert sum(score.grades) == 0
            continue
        centre = sum(everybody) / len(everybody)
        expected = (sum(values) + 20 * centre) / (len(values) + 20)
        assert score.satisfaction == printed(expected)
        assert score.score == printed(Decimal("0.6") * expected + Decimal("0.4") * 80)


def printed(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-40)).quantize(CENT, ROUND_HALF_UP)


def test_few_sheets_are_drawn_further_to_the_mean() -> None:
    big, small = month(1, {"55555555": 90}), month(2, {"11111111": 10})
    one, two = score_month([big, small], SCHEME_2)
    centre = Fraction(90 * 100 + 10 * 20, 100)
    assert one.satisfaction == Decimal("98.55")  # (9000 + 20 × 92) ÷ 110
    assert two.satisfaction == Decimal("68.00")  # (200 + 20 × 92) ÷ 30
    assert centre == 92
    assert two.why_unranked == FEW_SHEETS


def test_a_successor_is_not_judged_by_sheets_about_somebody_else() -> None:
    now = month(1, {"55555555": 30}, tenure_id=9)
    before = month(1, {"11111111": 30}, tenure_id=8)
    (score,) = score_month([now], SCHEME_2, past([before], [before]))
    assert (score.valid, score.satisfaction) == (30, Decimal(100))
    (same,) = score_month([replace(now, tenure_id=8)], SCHEME_2, past([before], [before]))
    assert same.valid == 90


def test_sheets_of_an_earlier_month_keep_the_values_of_their_own_scheme() -> None:
    old = replace(SCHEME_1, questions=("好不好",), answered_minimum=1, grade_values=(0, 1, 2, 3, 4))
    now = month(1, {"55555555": 20})
    (score,) = score_month([now], SCHEME_2, past([month(1, {"5": 20})], scheme=old))
    assert (score.valid, score.satisfaction) == (40, Decimal("52.00"))


def test_a_monthly_scheme_looks_at_no_other_month() -> None:
    now = month(1, {"55555555": 6})
    alone = score_month([now], SCHEME_1)
    assert score_month([now], SCHEME_1, past([month(1, {"11111111": 30})])) == alone


def test_a_window_never_tells_a_month_of_few_sheets() -> None:
    """What is printed of two windows in a row, one with a month of four sheets and one without, is
    the same: reliability.md §4.3, rolling windows can be differenced."""
    calm = month(1, {"44444444": 20})
    four = replace(calm, sheets={"11111111": 4}, returned=4)
    none = replace(calm, sheets={}, returned=0)
    with_four = score_month([calm], SCHEME_2, past([four], [calm]))
    without = score_month([calm], SCHEME_2, past([none], [calm]))
    assert with_four == without


# -- ranks and why --------------------------------------------------------------------------------


def scored(scheme: Scheme, *months: BuildingMonth) -> tuple[Score, ...]:
    return score_month(months, scheme)


@pytest.mark.parametrize(
    ("breaks", "first"),
    [(("return_rate",), 2), (("overdue",), 1), (("overdue", "return_rate"), 1)],
)
def test_ties_are_broken_as_the_scheme_says(breaks: tuple[str, ...], first: int) -> None:
    scheme = replace(SCHEME_1, tie_breaks=breaks)  # type: ignore[arg-type]
    one = month(1, {"44444444": 10}, issued=40, overdue=0)
    two = month(2, {"44444444": 10}, issued=20, overdue=3)
    standings = rank(scored(scheme, one, two), "社区", scheme)
    assert standings[0].score.building_id == first
    assert [s.rank for s in standings] == [1, 2]


def test_without_tie_breaks_equal_scores_share_the_rank() -> None:
    scheme = replace(SCHEME_1, tie_breaks=())
    one = month(1, {"44444444": 10}, issued=40)
    two = month(2, {"44444444": 10}, issued=20)
    standings = rank(scored(scheme, one, two), "社区", scheme)
    assert [s.rank for s in standings] == [1, 1]
    assert ties(standings[0], standings, scheme) == ("与甲苑2栋同为 80.00 分，名次并列",)


def test_what_decided_a_tie_is_said() -> None:
    one = month(1, {"44444444": 10}, issued=40)
    two = month(2, {"44444444": 10}, issued=20)
    standings = rank(scored(SCHEME_1, one, two), "社区", SCHEME_1)
    (first,) = ties(standings[0], standings, SCHEME_1)
    assert first == "与甲苑1栋同为 80.00 分，比回收率：本楼 10/20，对方 10/40，排在前"
    (second,) = ties(standings[1], standings, SCHEME_1)
    assert second.endswith("排在后")


def test_neighbours_are_two_better_and_two_worse() -> None:
    months = [month(n, {g * 8: 10}) for n, g in enumerate("5544332211", 1)]
    standings = rank(scored(SCHEME_1, *months), "社区", SCHEME_1)
    fifth = next(s for s in standings if s.score.building_id == 5)
    assert [s.rank for s in neighbours(fifth, standings)] == [3, 3, 5, 5, 7, 7]


def test_a_rolling_score_is_explained_with_its_numbers() -> None:
    now = [month(1, {"55555555": 20}), month(2, {"44444444": 12})]
    before = [month(1, {"44444444": 15}), month(2, {"44444444": 3})]
    (basis, _) = bases(now, SCHEME_2, past(before))
    steps = {s.label: s for s in explain(basis, SCHEME_2)}
    assert steps["有效表"].value == "35 张"
    assert "本月 20 张 + 2026年9月 15 张" in steps["有效表"].formula
    assert steps["本楼平均"].formula == "各张平均分合计 3,200.00 ÷ 35 张"
    assert "2 栋楼 47 张表的平均" in steps["本社区平均"].formula
    assert steps["满意度得分"].formula.startswith("（3,200.00 + 20 × 88.51）÷ （35 + 20）")
    other = {s.label: s for s in explain(bases(now, SCHEME_2, past(before))[1], SCHEME_2)}
    assert "2026年9月不足 5 张，不计" in other["有效表"].formula
    assert "3 张" not in other["有效表"].formula
