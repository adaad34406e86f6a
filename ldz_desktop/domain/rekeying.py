"""A batch keyed a second time: where the two keyings differ (screens.md tab 4).

The second person goes through the same pile, so sheets are compared place by place. A sheet keyed
twice or left out moves all that follow; a pile that was turned over lies the other way round; one
that fell down, or a batch that was taken back, has another order altogether.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_BAND = 8
"""Sheets that one keying may be ahead of the other before the piles are taken to differ in order:
what lies further off is not looked at, which keeps 142 sheets under a hundredth of a second."""


@dataclass(frozen=True, slots=True)
class Keying:
    """Sheets in the order of the pile, and the one in hand as "place:answers" ("" for none).

    It lives as long as the draft: a batch that is handed over has no order.
    """

    sheets: tuple[str, ...] = ()
    hand: str = ""


Row = tuple[str | None, str | None]
"""One sheet as keyed first and second; None where that keying does not have it."""


@dataclass(frozen=True, slots=True)
class LineUp:
    """Both keyings sheet by sheet, in the order of the first.

    in_order: both piles lay in one order, so a row's number is the sheet's place in the pile.
    """

    rows: tuple[Row, ...]
    in_order: bool = True

    @property
    def first(self) -> tuple[str, ...]:
        return tuple(sheet for sheet, _ in self.rows if sheet is not None)

    @property
    def second(self) -> tuple[str, ...]:
        return tuple(sheet for _, sheet in self.rows if sheet is not None)

    @property
    def different(self) -> tuple[int, ...]:
        """Rows where the keyings do not say the same."""
        return tuple(at for at, (a, b) in enumerate(self.rows) if a != b)

    def place(self, row: int) -> int:
        """The row's place in the pile, from 1: of the first keying, or where it would stand."""
        return 1 + sum(first is not None for first, _ in self.rows[:row])

    def answered(self, row: int, question: int, answer: str) -> "LineUp":
        """The paper says `answer` (1…5 or '-') to that question: both keyings say so now."""
        return self._put(row, *(_set(sheet, question, answer) for sheet in self.rows[row]))

    def kept(self, row: int) -> "LineUp":
        """The sheet that only one keying has is in the pile."""
        sheet = next(s for s in self.rows[row] if s is not None)
        return self._put(row, sheet, sheet)

    def dropped(self, row: int) -> "LineUp":
        """The sheet that only one keying has is not in the pile (or is there once, not twice)."""
        return replace(self, rows=self.rows[:row] + self.rows[row + 1 :])

    def _put(self, row: int, first: str | None, second: str | None) -> "LineUp":
        return replace(self, rows=(*self.rows[:row], (first, second), *self.rows[row + 1 :]))


def different_questions(row: Row) -> tuple[int, ...]:
    """Questions, from 0, that the two keyings of a sheet answer differently; () where one of them
    does not have the sheet."""
    first, second = row
    if first is None or second is None:
        return ()
    return tuple(at for at, (a, b) in enumerate(zip(first, second, strict=True)) if a != b)


def line_up(first: Sequence[str], second: Sequence[str]) -> LineUp:
    """Find for each sheet of the first keying its counterpart in the second.

    Sheets are one character a question, all of one length. In order where the orders explain the
    pile nearly as well as no order at all; a few slips of the finger never look like another order.
    """
    questions = len(next(iter((*first, *second)), ""))
    loose = _loose(first, second)
    bearable = _cost(loose, questions) + 2 * questions
    for pile in (second, second[::-1]):
        rows = _aligned(first, pile, questions)
        if rows is not None and _cost(rows, questions) <= bearable:
            return LineUp(rows)
    return LineUp(loose, in_order=False)


def _set(sheet: str | None, question: int, answer: str) -> str | None:
    return None if sheet is None else sheet[:question] + answer + sheet[question + 1 :]


def _distance(first: str, second: str) -> int:
    return sum(a != b for a, b in zip(first, second, strict=True))


def _cost(rows: Sequence[Row], questions: int) -> int:
    """Answers that differ; a sheet that only one keying has counts as all of its answers."""
    return sum(questions if a is None or b is None else _distance(a, b) for a, b in rows)


def _aligned(first: Sequence[str], second: Sequence[str], gap: int) -> tuple[Row, ...] | None:
    """The cheapest alignment in order, None where one keying is far ahead of the other."""
    head = next(
        (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )
    same: list[Row] = [(sheet, sheet) for sheet in first[:head]]
    first, second = first[head:], second[head:]
    if abs(len(first) - len(second)) > _BAND:
        return None
    costs: dict[tuple[int, int], int] = {(0, 0): 0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(first) + 1):
        for j in range(max(0, i - _BAND), min(len(second), i + _BAND) + 1):
            options = [
                (costs[i - a, j - b] + price, (a, b))
                for a, b, price in _steps(first, second, i, j, gap)
                if (i - a, j - b) in costs
            ]
            if options:
                costs[i, j], came[i, j] = min(options)
    rows: list[Row] = []
    i, j = len(first), len(second)
    while i or j:
        a, b = came[i, j]
        rows.append((first[i - 1] if a else None, second[j - 1] if b else None))
        i, j = i - a, j - b
    return (*same, *reversed(rows))


def _steps(
    first: Sequence[str], second: Sequence[str], i: int, j: int, gap: int
) -> Iterator[tuple[int, int, int]]:
    """The ways that lead to having seen i and j sheets: how many of each, and the price."""
    if i and j:
        yield 1, 1, _distance(first[i - 1], second[j - 1])
    if i:
        yield 1, 0, gap
    if j:
        yield 0, 1, gap


def _loose(first: Sequence[str], second: Sequence[str]) -> tuple[Row, ...]:
    """Counterparts whatever the order: equal sheets first, then the most alike."""
    left = Counter(second)
    partner: dict[int, str] = {}
    for at, sheet in enumerate(first):
        if left[sheet]:
            left[sheet] -= 1
            partner[at] = sheet
    rest = list(left.elements())
    alike = sorted(
        (_distance(sheet, other), at, place)
        for at, sheet in enumerate(first)
        if at not in partner
        for place, other in enumerate(rest)
    )
    taken: set[int] = set()
    for _, at, place in alike:
        if at not in partner and place not in taken:
            partner[at] = rest[place]
            taken.add(place)
    only = [sheet for place, sheet in enumerate(rest) if place not in taken]
    rows: list[Row] = [(sheet, partner.get(at)) for at, sheet in enumerate(first)]
    return (*rows, *((None, sheet) for sheet in only))
