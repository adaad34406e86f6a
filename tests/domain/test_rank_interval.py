"""What the sheets can bear of a rank: deterministic, honest about small samples, fast."""

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from ldz_desktop.domain.evaluation import SCHEME_1
from ldz_desktop.domain.rank_interval import (
    Part,
    RankInterval,
    Sample,
    interval_sentence,
    rank_intervals,
    sample,
)

STARS = Part(3, 0.85, 0.0)
WEIGHTS = (0.6, 0.4)


def district(seed: int, sheets: tuple[int, int], spread: float = 0.05) -> list[Sample]:
    """152 buildings as in reliability.md §4.5: true satisfaction about 84 %."""
    dice = random.Random(seed)
    found = []
    for building in range(152):
        truth = min(max(dice.gauss(0.84, spread), 0.5), 0.98)
        values = [truth + dice.gauss(0, 0.12) for _ in range(dice.randint(*sheets))]
        mean = sum(values) / len(values)
        variance = sum((v - mean) ** 2 for v in values) / (len(values) - 1)
        found.append(Sample(building, Part(len(values), mean, variance), STARS))
    return found


def width(found: dict[int, RankInterval]) -> int:
    return sorted(i.worst - i.best for i in found.values())[len(found) // 2]


def test_a_sample_counts_valid_sheets_only() -> None:
    sheets = {"55555555": 3, "44444444": 2, "5-------": 4}
    found = sample(7, [(sheets, ("555", "44-", "---"), SCHEME_1)])
    assert found is not None
    assert (found.building_id, found.sheets.number, found.marks.number) == (7, 5, 2)
    assert round(found.sheets.mean, 4) == 0.92
    assert round(found.sheets.variance, 6) == round((3 * 0.08**2 + 2 * 0.12**2) / 4, 6)
    assert (round(found.marks.mean, 4), round(found.marks.variance, 4)) == (0.9, 0.02)


def test_fewer_than_five_sheets_are_never_spoken_of() -> None:
    assert sample(7, [({"55555555": 4, "5-------": 9}, ("555",), SCHEME_1)]) is None
    assert sample(7, [({}, ("555",), SCHEME_1)]) is None
    assert sample(7, [({"55555555": 9}, (), SCHEME_1)]) is None
    assert rank_intervals([], WEIGHTS, "2026-10") == {}


def test_the_same_sheets_always_say_the_same() -> None:
    samples = district(1, (10, 40))
    assert rank_intervals(samples, WEIGHTS, "2026-10") == rank_intervals(
        samples, WEIGHTS, "2026-10"
    )


def test_more_sheets_bear_more_of_a_rank() -> None:
    """24 sheets a month leave half of 152 places open, ten times as many far fewer. (§4.5 says
    120: there a sheet is one yes or no, here the mean of eight answers.)"""
    few = width(rank_intervals(district(1, (12, 36)), WEIGHTS, "m"))
    many = width(rank_intervals(district(1, (200, 400)), WEIGHTS, "m"))
    assert 50 <= few <= 140
    assert many < few / 2


def test_nine_of_ten_intervals_hold_the_true_rank() -> None:
    """Buildings whose truth is known: the drawn interval covers the rank of the truth."""
    dice = random.Random(5)
    inside = every = 0
    for _ in range(6):
        truths = [dice.gauss(0.84, 0.05) for _ in range(60)]
        order = sorted(range(60), key=lambda i: -truths[i])
        samples = []
        for building, truth in enumerate(truths):
            values = [truth + dice.gauss(0, 0.12) for _ in range(24)]
            mean = sum(values) / 24
            variance = sum((v - mean) ** 2 for v in values) / 23
            samples.append(Sample(building, Part(24, mean, variance), STARS))
        for building, found in rank_intervals(samples, WEIGHTS, "m").items():
            every += 1
            inside += found.best <= order.index(building) + 1 <= found.worst
    assert 0.84 <= inside / every <= 0.96


def test_assessors_who_disagree_leave_more_open() -> None:
    samples = district(4, (60, 90))
    agreed = width(rank_intervals(samples, WEIGHTS, "m"))
    doubted = [Sample(s.building_id, s.sheets, Part(3, 0.85, 0.02)) for s in samples]
    assert width(rank_intervals(doubted, WEIGHTS, "m")) >= agreed


def test_who_is_far_below_stays_there() -> None:
    samples = [*district(2, (20, 30)), Sample(999, Part(30, 0.45, 0.01), Part(3, 0.45, 0.0))]
    found = rank_intervals(samples, WEIGHTS, "m")[999]
    assert found.worst == 153
    assert found.best >= 150


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.integers(5, 60), st.floats(0.2, 1), st.floats(0, 0.16), st.floats(0.2, 1)),
        min_size=1,
        max_size=12,
    )
)
def test_intervals_stay_inside_the_group(numbers: list[tuple[int, float, float, float]]) -> None:
    samples = [
        Sample(i, Part(count, mean, variance), Part(1 + count % 4, star, variance))
        for i, (count, mean, variance, star) in enumerate(numbers)
    ]
    found = rank_intervals(samples, WEIGHTS, "m", draws=60)
    assert found.keys() == set(range(len(numbers)))
    for interval in found.values():
        assert 1 <= interval.best <= interval.worst <= interval.of == len(numbers)


def test_a_month_of_the_district_is_fast() -> None:
    samples = district(3, (10, 40))
    started = time.perf_counter()
    rank_intervals(samples, WEIGHTS, "m")
    assert time.perf_counter() - started < 2


def test_the_sentence() -> None:
    assert interval_sentence(RankInterval(120, 152, 152)) == (
        "按收回的表，名次大约在第 120 到第 152 之间（90 %）。"
    )
    assert interval_sentence(RankInterval(3, 3, 9)) == "按收回的表，名次大约就在第 3（90 %）。"
