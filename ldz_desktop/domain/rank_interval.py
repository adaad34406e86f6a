"""What the collected sheets can bear of a rank (reliability.md §4.5).

The sheets of a building are a small sample of what its households think, and its few assessors one
of what assessors might have seen. Each building's mean is drawn towards the mean of all, the more
the fewer there are (shrinkage; its strength follows from the numbers themselves, by the method of
moments), then ranks are drawn many times from what remains uncertain.
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from ldz_desktop.domain.evaluation import BLANK, SHOWN_FROM, Scheme, tally

SHARE = 90  # per cent of the drawn ranks that lie inside
_DRAWS = 1000
_TAIL = (100 - SHARE) / 200
_LEAST_SHEETS = (
    5.0  # that the mean of all weighs: a single month must not tell leaders apart at will
)
_LEAST_SPREAD = 1e-6  # share² between buildings, where the numbers show none


class RankInterval(NamedTuple):
    """Ranks from best to worst, of `of` ranked buildings."""

    best: int
    worst: int
    of: int


class Part(NamedTuple):
    """So many values of 0…1 with their mean and their variance (0 for a single one)."""

    number: int
    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class Sample:
    """A ranked building: the values of its valid sheets, and the mean mark of each assessor."""

    building_id: int
    sheets: Part
    marks: Part


def sample(
    building_id: int, months: Iterable[tuple[Mapping[str, int], Iterable[str], Scheme]]
) -> Sample | None:
    """The sample of a building. months: of the window, each with its sheets (answers → how many),
    each assessor's marks, and its rules. None where the sheets are too few to be shown to anybody,
    or there is no booklet."""
    values: list[tuple[float, int]] = []
    stars_given: list[tuple[float, int]] = []
    for sheets, marks, scheme in months:
        for answers, count in sheets.items():
            one = tally(answers, scheme.grade_values, scheme.satisfied_from)
            if one.answered >= scheme.answered_minimum:
                values.append((one.total / one.answered / 100, count))
        given = [[int(m) for m in line if m != BLANK] for line in marks]
        stars_given += [(sum(g) / len(g) * scheme.star_value / 100, 1) for g in given if g]
    found, stars = _part(values), _part(stars_given)
    if found.number < SHOWN_FROM or not stars.number:
        return None
    return Sample(building_id, found, stars)


def _part(values: Sequence[tuple[float, int]]) -> Part:
    number = sum(count for _, count in values)
    if not number:
        return Part(0, 0.0, 0.0)
    mean = sum(value * count for value, count in values) / number
    squares = sum(count * (value - mean) ** 2 for value, count in values)
    return Part(number, mean, squares / (number - 1) if number > 1 else 0.0)


def rank_intervals(
    samples: Sequence[Sample], weights: tuple[float, float], seed: str, draws: int = _DRAWS
) -> dict[int, RankInterval]:
    """Building id → the interval that holds SHARE % of its drawn ranks among these buildings.

    weights: of the sheets and of the stars in the score. seed: the same numbers with the same seed
    always say the same.
    """
    if not samples:
        return {}
    dice = random.Random(f"rank interval {seed}")
    sheets = _beliefs([one.sheets for one in samples], weights[0], _LEAST_SHEETS)
    stars = _beliefs([one.marks for one in samples], weights[1], 0.0)
    beliefs = [
        (mean + other, math.hypot(deviation, another))
        for (mean, deviation), (other, another) in zip(sheets, stars, strict=True)
    ]
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


def _beliefs(parts: Sequence[Part], weight: float, least: float) -> list[tuple[float, float]]:
    """Mean and standard deviation of what each part of a score may truly be."""
    centre = sum(one.mean * one.number for one in parts) / sum(one.number for one in parts)
    free = sum(one.number - 1 for one in parts)
    within = sum(one.variance * (one.number - 1) for one in parts) / free if free else 0.0
    strength = max(least, _strength(parts, within))
    found = []
    for one in parts:
        mean = (one.number * one.mean + strength * centre) / (one.number + strength)
        deviation = math.sqrt(within / (one.number + strength))
        found.append((weight * mean, weight * deviation))
    return found


def _strength(parts: Sequence[Part], within: float) -> float:
    """How many values the mean of all weighs: the variance inside buildings over that between."""
    means = [one.mean for one in parts]
    centre = sum(means) / len(means)
    observed = sum((mean - centre) ** 2 for mean in means) / len(means)
    expected = sum(within / one.number for one in parts) / len(parts)
    return within / max(observed - expected, _LEAST_SPREAD)


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
