"""A building's sheets and booklets added up, over one month or a rolling window (contract.md,
reliability.md §4.5). Exact sums; nothing is rounded here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from ldz_desktop.domain.places import ScopeName
from ldz_desktop.domain.schemes import SCHEME_1, SHOWN_FROM, Scheme

BLANK = "-"


@dataclass(frozen=True, slots=True)
class Tally:
    """What one sheet says: how many questions it answers, the sum of their values, how many are 4
    or 5, and the count of each grade 1…5."""

    answered: int
    total: int
    satisfied: int
    grades: tuple[int, int, int, int, int]


@lru_cache(maxsize=100_000)
def tally(answers: str, values: tuple[int, ...], satisfied_from: int) -> Tally:
    """answers: one character a question, 1…5 or '-' for no answer."""
    counts = [answers.count(grade) for grade in "12345"]
    return Tally(
        sum(counts),
        sum(n * v for n, v in zip(counts, values, strict=True)),
        sum(counts[satisfied_from - 1 :]),
        (counts[0], counts[1], counts[2], counts[3], counts[4]),
    )


def is_valid(answers: str, scheme: Scheme = SCHEME_1) -> bool:
    """A sheet is valid when at least answered_minimum questions are answered."""
    return len(answers) - answers.count(BLANK) >= scheme.answered_minimum


@dataclass(frozen=True, slots=True)
class BuildingMonth:
    """All that is known of one building in one month.

    sheets: answers → how many such sheets; marks: number of the booklet → three characters 1…5
    or '-'; occupied: occupied households, None where no household of the building is on file;
    tenure_id 0: no leader in office.
    """

    building_id: int
    street: str
    community: str
    compound: str
    building: str
    tenure_id: int = 0
    leader: str = ""
    occupied: int | None = None
    sheets: Mapping[str, int] | None = None
    marks: Mapping[int, str] | None = None
    issued: int | None = None
    returned: int = 0
    overdue: int = 0


class Placed(Protocol):
    """Something that stands in a street, a community and a compound."""

    @property
    def street(self) -> str: ...
    @property
    def community(self) -> str: ...
    @property
    def compound(self) -> str: ...


def group_of(score: Placed, scope: ScopeName) -> tuple[str, ...]:
    """The group a building is ranked in: two compounds of one name in two communities are two."""
    if scope == "小区":
        return (score.community, score.compound)
    if scope == "社区":
        return (score.street, score.community)
    return (score.street,) if scope == "街道" else ()


@dataclass(frozen=True, slots=True)
class Pool:
    """The sums behind a building's score, of one month or of several.

    total: sum of the values of the valid sheets (each the mean of its answers); answers, satisfied:
    on valid sheets; grades: answers of each grade 1…5; issued: None where somebody did not count.
    """

    valid: int = 0
    total: Fraction = Fraction()
    answers: int = 0
    satisfied: int = 0
    grades: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    marks: int = 0
    mark_sum: int = 0
    returned: int = 0
    issued: int | None = 0

    @property
    def stars(self) -> Fraction | None:
        """The mean mark, 1…5."""
        return Fraction(self.mark_sum, self.marks) if self.marks else None

    def without_sheets(self) -> "Pool":
        return Pool(marks=self.marks, mark_sum=self.mark_sum)

    def __add__(self, other: "Pool") -> "Pool":
        one, two = self.grades, other.grades
        return Pool(
            self.valid + other.valid,
            self.total + other.total,
            self.answers + other.answers,
            self.satisfied + other.satisfied,
            (one[0] + two[0], one[1] + two[1], one[2] + two[2], one[3] + two[3], one[4] + two[4]),
            self.marks + other.marks,
            self.mark_sum + other.mark_sum,
            self.returned + other.returned,
            None if self.issued is None or other.issued is None else self.issued + other.issued,
        )


def pool(month: BuildingMonth, scheme: Scheme) -> Pool:
    """The sums of one month's papers, by the rules they were collected under."""
    valid = answers = satisfied = 0
    grades = [0, 0, 0, 0, 0]
    sums: dict[int, int] = {}  # answered questions → sum of the values on such sheets
    for sheet, count in (month.sheets or {}).items():
        one = tally(sheet, scheme.grade_values, scheme.satisfied_from)
        if one.answered < scheme.answered_minimum:
            continue
        valid += count
        answers += count * one.answered
        satisfied += count * one.satisfied
        sums[one.answered] = sums.get(one.answered, 0) + count * one.total
        for grade in range(5):
            grades[grade] += count * one.grades[grade]
    marks = [int(m) for line in (month.marks or {}).values() for m in line if m != BLANK]
    return Pool(
        valid,
        sum((Fraction(total, n) for n, total in sums.items()), Fraction()),
        answers,
        satisfied,
        (grades[0], grades[1], grades[2], grades[3], grades[4]),
        len(marks),
        sum(marks),
        month.returned,
        month.issued,
    )


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier month of a window: its own rules and its papers by building."""

    month: str
    scheme: Scheme
    papers: Mapping[int, BuildingMonth]


@dataclass(frozen=True, slots=True)
class Part:
    """What one month gave to a building's window. month "": the month that is judged. counted:
    False where its sheets are left out, being too few: the next window could tell them apart."""

    month: str
    valid: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Centre:
    """The mean of a scope over its window, of those buildings only whose result is shown."""

    mean: Fraction
    sheets: int
    buildings: int


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything a score follows from. parts: a single one where a scheme counts one month."""

    month: BuildingMonth
    pool: Pool
    parts: tuple[Part, ...]
    centre: Centre | None = None


def bases(
    months: Sequence[BuildingMonth], scheme: Scheme, earlier: Sequence[Past] = ()
) -> tuple[Basis, ...]:
    """What the scores of a month follow from, building after building.

    earlier: the closed months of the window, newest first, as many as there are. A month counts for
    a building while the same tenure led it: nobody is judged by sheets about somebody else.
    """
    found = [_basis(one, scheme, earlier if scheme.rolling else ()) for one in months]
    if not scheme.prior:
        return tuple(found)
    groups: dict[tuple[str, ...], list[Pool]] = {}
    for basis in found:
        if basis.pool.valid >= scheme.shown_from:
            groups.setdefault(group_of(basis.month, scheme.scope), []).append(basis.pool)
    centres = {group: _centre(pools) for group, pools in groups.items()}
    return tuple(
        replace(basis, centre=centres.get(group_of(basis.month, scheme.scope))) for basis in found
    )


def _basis(month: BuildingMonth, scheme: Scheme, earlier: Sequence[Past]) -> Basis:
    own = pool(month, scheme)
    if not scheme.rolling:
        return Basis(month, own, (Part("", own.valid, counted=True),))
    pools = [("", own)]
    for past in earlier:
        papers = past.papers.get(month.building_id)
        if papers is not None and papers.tenure_id == month.tenure_id:
            pools.append((past.month, pool(papers, past.scheme)))
    parts = tuple(Part(name, one.valid, one.valid >= SHOWN_FROM) for name, one in pools)
    whole = Pool()
    for (_, one), part in zip(pools, parts, strict=True):
        whole += one if part.counted else one.without_sheets()
    return Basis(month, whole, parts)


def _centre(pools: Sequence[Pool]) -> Centre:
    sheets = sum(one.valid for one in pools)
    return Centre(sum((one.total for one in pools), Fraction()) / sheets, sheets, len(pools))
