"""What the collected sheets can bear of a rank (reliability.md §4.5).

The sheets of a building are a small sample of what its households think. Each building's mean is
drawn towards the mean of all, the more the fewer its sheets (shrinkage; its strength follows from
the sheets themselves, by the method of moments), then ranks are drawn many times from what remains
uncertain. The marks of the star booklet are no sample: named assessors fill all of it.
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from ldz_desktop.domain.evaluation import SHOWN_FROM, Scheme, tally

SHARE = 90  # per cent of the drawn ranks that lie inside
_DRAWS = 1000
_TAIL = (100 - SHARE) / 200
_LEAST_STRENGTH = 5.0  # sheets; below it a single month would tell leaders apart at will
_LEAST_SPREAD = 1e-6  # share² between buildings, where the sheets show none


class RankInterval(NamedTuple):
    """Ranks from best to worst, of `of` ranked buildings."""

    best: int
    worst: int
    of: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A ranked building's sheets. mean, variance: of the values of its valid sheets, each 0…1;
    fixed: what the booklet adds to the score, in the same unit as weight × mean."""

    building_id: int
    count: int
    mean: float
    variance: float
    fixed: float


def sample(
    building_id: int, sheets: Mapping[str, int], fixed: float, scheme: Scheme
) -> Sample | None:
    """The sample of a building's sheets (answers → how many); None where they are too few to be
    shown to anybody."""
    values: list[tuple[float, int]] = []
    for answers, count in sheets.items():
        one = tally(answers, scheme.grade_values, scheme.satisfied_from)
        if one.answered >= scheme.answered_minimum:
            values.append((one.total / one.answered / 100, count))
    number = sum(count for _, count in values)
    if number < SHOWN_FROM:
        return None
    mean = sum(value * count for value, count in values) / number
    squares = sum(count * (value - mean) ** 2 for value, count in values)
    return Sample(building_id, number, mean, squares / (number - 1), fixed)


def rank_intervals(
    samples: Sequence[Sample], weight: float, seed: str, draws: int = _DRAWS
) -> dict[int, RankInterval]:
    """Building id → the interval that holds SHARE % of its drawn ranks among these buildings.

    weight: of the satisfaction mean in the score, where `fixed` has the same unit. seed: the same
    sheets with the same seed always say the same.
    """
    if not samples:
        return {}
    dice = random.Random(f"rank interval {seed}")
    beliefs = _beliefs(samples, weight)
    size = len(beliefs)
    counts = [[0] * size for _ in range(size)]
    gauss = dice.gauss
    for _ in range(draws):
        drawn = [-gauss(mean, deviation) for mean, deviation in beliefs]
        for place, index in enumerate(sorted(range(size), key=drawn.__getitem__)):
            counts[index][place] += 1
    return {
        one.building_id: _interval(places, draws)
        for one, places in zip(samples, counts, strict=True)
    }


def _beliefs(samples: Sequence[Sample], weight: float) -> list[tuple[float, float]]:
    """Mean and standard deviation of what each score may truly be."""
    number = sum(one.count for one in samples)
    centre = sum(one.mean * one.count for one in samples) / number
    free = sum(one.count - 1 for one in samples)
    within = sum(one.variance * (one.count - 1) for one in samples) / free
    strength = _strength(samples, within)
    found = []
    for one in samples:
        mean = (one.count * one.mean + strength * centre) / (one.count + strength)
        deviation = math.sqrt(within / (one.count + strength))
        found.append((weight * mean + one.fixed, weight * deviation))
    return found


def _strength(samples: Sequence[Sample], within: float) -> float:
    """How many sheets the mean of all weighs: the variance inside buildings over that between."""
    means = [one.mean for one in samples]
    centre = sum(means) / len(means)
    observed = sum((mean - centre) ** 2 for mean in means) / len(means)
    expected = sum(within / one.count for one in samples) / len(samples)
    return max(_LEAST_STRENGTH, within / max(observed - expected, _LEAST_SPREAD))


def _interval(places: Iterable[int], draws: int) -> RankInterval:
    """The ranks between which all but a tail on either side lies."""
    reached = list(accumulate(places))
    best = next(i for i, n in enumerate(reached) if n > _TAIL * draws)
    worst = next(i for i, n in enumerate(reached) if n >= (1 - _TAIL) * draws)
    return RankInterval(best + 1, worst + 1, len(reached))


def interval_sentence(interval: RankInterval) -> str:
    """按收回的表，名次大约在第 120 到第 152 之间（90 %）。"""
    if interval.best == interval.worst:
        return f"按收回的表，名次大约就在第 {interval.best}（{SHARE} %）。"
    return f"按收回的表，名次大约在第 {interval.best} 到第 {interval.worst} 之间（{SHARE} %）。"
