"""The demo's months: anonymous sheets, count sheets and star booklets of every building.

The model of experiments/exp10_ranking.py: each leader has a true share of satisfied answers that
drifts slowly; how many sheets come back differs between buildings and months. A few things happen
on purpose, so that every case of the scheme can be seen.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.evaluation import (
    BLANK,
    SCHEME_1,
    BuildingMonth,
    Header,
    minimum_sheets,
    rank,
    score_building,
)
from ldz_desktop.services.demo.district import BuildingPlan
from ldz_desktop.services.demo.sheets import SheetModel

BOOKLETS = (1, 2, 3)
_CHANGED_BEFORE = 5  # closed months that the new leader has been judged in
_SHARE_ENTERED = 0.42
_FEW = 4  # buildings a month whose sheets do not suffice


@dataclass(frozen=True, slots=True)
class Batch:
    """One building's month. sheets: answers, valid ones first; marks: number of the
    booklet → marks."""

    header: Header
    sheets: tuple[str, ...]
    marks: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """month: YYYY-MM. batches and drafts by the building's index in the district."""

    month: str
    batches: Mapping[int, Batch]
    drafts: Mapping[int, Batch]


@dataclass(frozen=True, slots=True)
class Cast:
    """Buildings in which something happens on purpose, by index.

    steady: keeps the flag; sinking: last in the two newest closed months; twins: the same printed
    numbers in the newest closed month; forgotten: no booklet then; changed: a new leader.
    """

    steady: int
    sinking: int
    twins: tuple[int, int]
    forgotten: int
    changed: int


def month_name(today: date, back: int) -> str:
    """YYYY-MM of the month `back` months before today's."""
    months = today.year * 12 + today.month - 1 - back
    return f"{months // 12}-{months % 12 + 1:02d}"


def change_of_leader(cast: Cast, today: date, months: int) -> tuple[int, date] | None:
    """The building that got a new leader and the last day of the old one; None without months."""
    if months == 0:
        return None
    year, month = map(int, month_name(today, min(months, _CHANGED_BEFORE)).split("-"))
    return cast.changed, date(year, month, 9)


class MonthModel:
    """Draws the months, oldest first; everything comes from one random source."""

    def __init__(self, seed: int, district: Sequence[BuildingPlan]) -> None:
        self._rng = random.Random(f"ldz demo {seed} months")
        self._sheets = SheetModel(self._rng)
        self._occupied = [sum(h.occupied for h in b.households) for b in district]
        self._places = [(b.street, b.community, b.compound, b.name) for b in district]
        self._last: set[int] = set()  # who would be last a second time
        self.cast = _cast(self._rng, district)
        buildings = range(len(district))
        self._truth = [min(max(self._rng.gauss(0.84, 0.045), 0.74), 0.93) for _ in buildings]
        self._response = [self._rng.uniform(0.115, 0.245) for _ in buildings]
        for index in self.cast.twins:
            self._truth[index] = 0.84
        self._truth[self.cast.sinking] = 0.87
        self._truth[self.cast.forgotten] = 0.86

    def closed(self, month: str, age: int) -> MonthPlan:
        """A month with everything in. age: 1 for the newest closed month, 2 for the one before."""
        self._drift()
        few = self._few()
        batches = {
            index: self._batch(index, age, few=index in few) for index in range(len(self._truth))
        }
        if age == 1:
            first, second = self.cast.twins
            batches[first], batches[second] = self._tied(first, second)
            forgotten = batches[self.cast.forgotten]
            batches[self.cast.forgotten] = Batch(forgotten.header, forgotten.sheets, {})
        self._warn(batches, age)
        return MonthPlan(month, batches, {})

    def current(self, month: str) -> MonthPlan:
        """The open month: part of the sheets handed over, two buildings being keyed."""
        self._drift()
        order = list(range(len(self._truth)))
        self._rng.shuffle(order)
        count = int(len(order) * _SHARE_ENTERED)
        batches: dict[int, Batch] = {}
        for index in order[:count]:
            batch = self._batch(index, 0, few=False)
            rated = self._rng.random() < 0.7
            batches[index] = Batch(batch.header, batch.sheets, batch.marks if rated else {})
        drafts: dict[int, Batch] = {}
        for index in order[count : count + 2]:
            batch = self._batch(index, 0, few=False)
            drafts[index] = Batch(batch.header, batch.sheets[: len(batch.sheets) // 2], {})
        return MonthPlan(month, batches, drafts)

    def _warn(self, batches: dict[int, Batch], age: int) -> None:
        """Who was last is reminded and does better in the next month; only the sinking one does
        not, in the two newest months."""
        last, unranked = self._lowest(batches)
        spared = {self.cast.sinking} if age in (1, 2) else set()
        kept = self._last | ({self.cast.sinking} if age == 3 else set())
        while last & kept - spared:
            for index in sorted(last & kept - spared):
                self._truth[index] = 0.90
                batches[index] = self._batch(index, age, few=False)
            last, unranked = self._lowest(batches)
        self._last = last | self._last & unranked

    def _lowest(self, batches: Mapping[int, Batch]) -> tuple[set[int], set[int]]:
        """Which buildings would be last in their community, and which unranked."""
        scores = [
            score_building(
                BuildingMonth(
                    index, *self._places[index], occupied=self._occupied[index],
                    sheets=Counter(batch.sheets), marks=batch.marks,
                    issued=batch.header.issued, returned=batch.header.returned,
                )
            )
            for index, batch in batches.items()
        ]  # fmt: skip
        standings = rank(scores, "社区")
        return (
            {s.score.building_id for s in standings if s.last},
            {s.score.building_id for s in standings if s.rank is None},
        )

    # -- one building ----------------------------------------------------------------------------

    def _drift(self) -> None:
        special = {self.cast.sinking, self.cast.steady, *self.cast.twins}
        for index, truth in enumerate(self._truth):
            if index not in special:
                self._truth[index] = min(max(truth + self._rng.gauss(0, 0.008), 0.70), 0.93)

    def _few(self) -> set[int]:
        cast = self.cast
        reserved = {cast.steady, cast.sinking, *cast.twins, cast.forgotten}
        free = [i for i in range(len(self._truth)) if i not in reserved]
        return set(self._rng.sample(free, _FEW))

    def _batch(self, index: int, age: int, *, few: bool) -> Batch:
        truth = self._true_share(index, age)
        valid = self._valid(index, few=few)
        header, broken = self._header(valid)
        sheets = [self._sheets.sheet(truth) for _ in range(valid)]
        sheets += [self._sheets.broken() for _ in range(broken)]
        return Batch(header, tuple(sheets), self._marks(index, truth))

    def _true_share(self, index: int, age: int) -> float:
        if index == self.cast.steady:
            return 0.995
        if index == self.cast.sinking and age in (1, 2):
            return 0.50
        return self._truth[index]

    def _valid(self, index: int, *, few: bool) -> int:
        """How many valid sheets come back from a building."""
        minimum = minimum_sheets(self._occupied[index], SCHEME_1)
        if few:
            return self._rng.randrange(2, minimum)
        rate = self._response[index] * self._rng.uniform(0.85, 1.18)
        return max(minimum + self._rng.randrange(3), round(rate * self._occupied[index]))

    def _header(self, valid: int) -> tuple[Header, int]:
        """The count sheet for so many valid sheets, and how many broken ones are keyed."""
        spoiled = sum(self._rng.random() < 0.02 for _ in range(valid))
        blank = sum(self._rng.random() < 0.012 for _ in range(valid))
        returned = valid + spoiled + blank
        issued = round(returned / self._rng.uniform(0.58, 0.93) / 5 + 0.5) * 5
        header = Header(max(issued, returned), returned, valid, spoiled, blank)
        return header, spoiled // 2

    def _marks(self, index: int, truth: float) -> dict[int, str]:
        if index == self.cast.steady:
            return dict.fromkeys(BOOKLETS, "555")
        if truth < 0.6:
            return dict(zip(BOOKLETS, ("223", "222", "322"), strict=True))
        return {number: self._line(4.15 + (truth - 0.84) * 9, number) for number in BOOKLETS}

    def _line(self, level: float, number: int) -> str:
        bias = (0.1, -0.15, 0.05)[number - 1]
        drawn = (round(self._rng.gauss(level + bias, 0.5)) for _ in range(3))
        return "".join(str(min(max(mark, 3), 5)) for mark in drawn)

    def _tied(self, first: int, second: int) -> tuple[Batch, Batch]:
        """Two batches whose printed numbers agree although their sheets differ."""
        needed = max(self._valid(index, few=False) for index in (first, second))
        sheets = [self._sheets.sheet(0.84).replace(BLANK, "4") for _ in range(needed)]
        header, _ = self._header(needed)
        answers = list("".join(sheets))
        self._rng.shuffle(answers)
        others = ["".join(answers[i : i + 8]) for i in range(0, len(answers), 8)]
        return (
            Batch(header, tuple(sheets), dict(zip(BOOKLETS, ("454", "444", "545"), strict=True))),
            Batch(header, tuple(others), dict(zip(BOOKLETS, ("545", "444", "454"), strict=True))),
        )


def _cast(rng: random.Random, district: Sequence[BuildingPlan]) -> Cast:
    """Different buildings for everything, spread over the three communities."""
    communities = list(dict.fromkeys(b.community for b in district))
    first, second, third = (
        [i for i, b in enumerate(district) if b.community == name] for name in communities
    )
    steady = rng.choice(first)
    sinking, changed = rng.sample(second, 2)
    one, other, forgotten = rng.sample(third, 3)
    return Cast(steady, sinking, (one, other), forgotten, changed)
