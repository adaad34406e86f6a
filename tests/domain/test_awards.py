"""What twelve months say of a building or a leader, and what a vote needs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from ldz_desktop.domain.awards import (
    Award,
    MonthFact,
    check_vote,
    merits,
    next_number,
    places,
    year_months,
)

YEAR = year_months(2026)


def facts(building: int, leader: int, scores: str, flags: int = 0) -> list[MonthFact]:
    """scores: printed ones, '-' for an unranked month."""
    found = []
    for number, (month, one) in enumerate(zip(YEAR, scores.split(), strict=False)):
        score = None if one == "-" else Decimal(one)
        found.append(MonthFact(month, building, leader, score, number < flags, last=False))
    return found


def test_the_mean_is_exact_and_rounded_once() -> None:
    (one,) = merits(facts(1, 7, "80.00 80.01 80.01", flags=2), "building")
    assert one.mean == Fraction(24002, 300)
    assert one.printed == Decimal("80.01")
    assert one.basis() == "3 个月参加排名，平均 80.01 分，持流动红旗 2 个月，末位 0 个月"


def test_unranked_months_are_outside_the_mean() -> None:
    (one,) = merits(facts(1, 7, "90.00 - 80.00"), "building")
    assert (one.ranked, one.printed) == (2, Decimal("85.00"))
    (never,) = merits(facts(1, 7, "- -"), "building")
    assert (never.ranked, never.printed) == (0, None)


def test_a_leader_is_counted_over_all_buildings_and_a_building_over_all_leaders() -> None:
    every = [*facts(1, 7, "80.00"), *facts(2, 7, "90.00"), *facts(2, 8, "- 70.00")]
    by_leader = {m.key: m for m in merits(every, "leader")}
    assert (by_leader[7].printed, by_leader[7].buildings) == (Decimal("85.00"), (1, 2))
    by_building = {m.key: m for m in merits(every, "building")}
    assert by_building[2].printed == Decimal("80.00")
    nobody = facts(3, 0, "99.00")
    assert merits(nobody, "leader") == []


def test_the_best_mean_first_then_more_flags_and_equals_share_a_place() -> None:
    every = [
        *facts(1, 1, "80.00 80.00"), *facts(2, 2, "80.00 80.00", flags=1),
        *facts(3, 3, "80.00 80.00"), *facts(4, 4, "99.00"), *facts(5, 5, "70.00 70.00"),
    ]  # fmt: skip
    ordered = merits(every, "building")
    assert [m.key for m in ordered] == [4, 2, 1, 3, 5]
    assert places(ordered, 2) == [0, 1, 2, 2, 4]


AWARD = Award(
    0, 2026, "building", 1, None, "", 9, 7, date(2027, 1, 8), chaired_by="王静"
)  # fmt: skip
TODAY = date(2027, 1, 10)
(MERIT,) = merits(facts(1, 7, " ".join(["80.00"] * 12)), "building")


def codes(award: Award, closed: int = 12, others: tuple[Award, ...] = ()) -> list[str]:
    return [p.code for p in check_vote(award, MERIT, others, closed, 9, TODAY)]


def test_a_vote_that_is_all_right() -> None:
    assert codes(AWARD) == []
    gone = replace(AWARD, id=3, cancelled_on=TODAY, cancel_reason="弄虚作假")
    assert codes(AWARD, others=(gone,)) == []


@pytest.mark.parametrize(
    ("award", "code"),
    [
        (replace(AWARD, votes_for=10), "many"),
        (replace(AWARD, votes_for=4), "majority"),
        (replace(AWARD, voters=8, votes_for=4), "majority"),
        (replace(AWARD, voters=None), "missing"),
        (replace(AWARD, voters=0, votes_for=0), "missing"),
        (replace(AWARD, votes_for=None), "missing"),
        (replace(AWARD, decided_on=None), "missing"),
        (replace(AWARD, decided_on=date(2027, 2, 1)), "future"),
        (replace(AWARD, decided_on=date(2026, 12, 30)), "early"),
        (replace(AWARD, chaired_by=""), "missing"),
    ],
)
def test_no_award_without_a_vote(award: Award, code: str) -> None:
    assert codes(award) == [code]


def test_a_refusal_needs_no_majority() -> None:
    assert codes(replace(AWARD, votes_for=2, cancelled_on=TODAY)) == []


def test_twelve_closed_months_enough_of_them_ranked_and_only_once() -> None:
    assert codes(AWARD, closed=11) == ["year"]
    assert codes(AWARD, others=(replace(AWARD, id=3),)) == ["twice"]
    (few,) = merits(facts(1, 7, "80.00 80.00"), "building")
    assert [p.code for p in check_vote(AWARD, few, (), 12, 9, TODAY)] == ["few"]
    assert [p.code for p in check_vote(AWARD, None, (), 12, 9, TODAY)] == ["few"]


def test_certificates_are_numbered_within_kind_and_year() -> None:
    given = ["最美楼栋〔2026〕002号", "优秀楼长〔2026〕009号", "最美楼栋〔2025〕011号"]
    assert next_number("building", 2026, given) == "最美楼栋〔2026〕003号"
    assert next_number("leader", 2026, given) == "优秀楼长〔2026〕010号"
    assert next_number("leader", 2027, given) == "优秀楼长〔2027〕001号"
