"""Figures for charts over closed months: how buildings went, how questions were answered, what the
booklets say. A result of fewer than five sheets is never among them (domain.md §7): not by itself,
and not as the rest of a sum, because sums are of those buildings only whose result is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ldz_desktop.domain.evaluation import (
    BLANK,
    SHOWN_FROM,
    Scheme,
    Standing,
    group_of,
    half_up,
    is_valid,
    rank,
)
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.months import checked_month, month_text
from ldz_desktop.storage.evaluation import EvaluationStore

Grades = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Point:
    """A building in a closed month. rank None: not ranked, and then no number is told. ranked: how
    many were, in its community."""

    month: str
    score: Decimal | None
    satisfaction: Decimal | None
    stars: Decimal | None
    rank: int | None
    ranked: int


@dataclass(frozen=True, slots=True)
class Course:
    """How a building went. points: one for every month asked for, the oldest first."""

    building_id: int
    community: str
    compound: str
    building: str
    points: tuple[Point, ...]

    @property
    def scores(self) -> tuple[Decimal | None, ...]:
        return tuple(point.score for point in self.points)

    @property
    def newest(self) -> Point | None:
        """Where it was ranked last."""
        return next((p for p in reversed(self.points) if p.rank is not None), None)


@dataclass(frozen=True, slots=True)
class Question:
    """Answers of grade 1…5 to one question; None where fewer than five answered it."""

    text: str
    grades: Grades | None

    @property
    def mean(self) -> Fraction | None:
        """The mean grade, 1…5."""
        if self.grades is None:
            return None
        return Fraction(sum(g * n for g, n in enumerate(self.grades, 1)), sum(self.grades))


@dataclass(frozen=True, slots=True)
class Answers:
    """What the sheets of a month say, question by question. title: the building, or the community
    with all its ranked buildings. sheets: valid ones; 0 where they are too few to be shown."""

    month: str
    title: str
    sheets: int
    buildings: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class ClassStars:
    """Mean stars 1…5 of each duty class: of a building, and of all buildings of its community.
    None: nobody marked it."""

    month: str
    title: str
    community: str
    classes: tuple[str, ...]
    own: tuple[Decimal | None, ...]
    others: tuple[Decimal | None, ...]
    assessors: int


class ChartService:
    """Reads only, and only what was closed."""

    def __init__(self, core: Core) -> None:
        self._store = EvaluationStore(core.database)

    def months(self) -> tuple[str, ...]:
        """Closed months, the newest first."""
        return tuple(m.month for m in reversed(self._store.months()) if m.state != "open")

    def courses(self, months: Iterable[str]) -> tuple[Course, ...]:
        """Every building that was evaluated in one of these closed months, community after
        community, the best of the newest month first, those without a rank last."""
        wanted = sorted(months)
        found: dict[str, dict[int, Standing]] = {}
        sizes: dict[str, dict[tuple[str, ...], int]] = {}
        for month in wanted:
            standings = self._standings(month)
            found[month] = {one.score.building_id: one for one in standings}
            sizes[month] = {}
            for one in standings:
                group = group_of(one.score, "社区")
                sizes[month][group] = sizes[month].get(group, 0) + (one.rank is not None)
        newest: dict[int, Standing] = {}
        for month in wanted:
            newest.update(found[month])
        courses = [
            Course(
                building,
                last.score.community,
                last.score.compound,
                last.score.title,
                tuple(_point(m, found[m].get(building), sizes[m]) for m in wanted),
            )
            for building, last in newest.items()
        ]
        order = {c: n for n, c in enumerate(dict.fromkeys(c.community for c in courses))}
        return tuple(sorted(courses, key=lambda c: (order[c.community], *_place(c))))

    def answers(
        self, month: str, community: str, building_id: int = 0, compound: str = ""
    ) -> Answers:
        """Question by question, of a building or (0) of all ranked buildings of a community, or of
        one of its compounds, together.
        Raises InputError where the month or the building is not there."""
        scheme = self._scheme(month)
        standings = [
            s
            for s in self._standings(month)
            if s.score.community == community and compound in ("", s.score.compound)
        ]
        shown = {s.score.building_id: s for s in standings if s.rank is not None}
        sheets = self._store.sheets(month)
        enough = max(SHOWN_FROM, scheme.shown_from)
        counted: list[Mapping[str, int]] = []
        for building in (building_id,) if building_id else tuple(shown):
            valid = {a: n for a, n in sheets.get(building, {}).items() if is_valid(a, scheme)}
            if building in shown and sum(valid.values()) >= enough:
                counted.append(valid)
        told = [_told(one, len(scheme.questions)) for one in counted]
        title = compound or community
        if building_id:
            title = self._title(standings, building_id, month)
        return Answers(
            month,
            title,
            sum(sum(one.values()) for one in counted),
            len(counted),
            tuple(
                Question(text, _sum([one[number] for one in told if number in one]))
                for number, text in enumerate(scheme.questions)
            ),
        )

    def stars(self, month: str, community: str, building_id: int) -> ClassStars:
        """Raises InputError where the month or the building is not there."""
        scheme = self._scheme(month)
        standings = [s for s in self._standings(month) if s.score.community == community]
        title = self._title(standings, building_id, month)
        marks = self._store.marks(month)
        every = [marks.get(s.score.building_id, {}) for s in standings]
        own = marks.get(building_id, {})
        return ClassStars(
            month,
            title,
            community,
            scheme.duty_classes,
            _means([own], len(scheme.duty_classes)),
            _means(every, len(scheme.duty_classes)),
            len(own),
        )

    def _title(self, standings: Iterable[Standing], building_id: int, month: str) -> str:
        for one in standings:
            if one.score.building_id == building_id:
                return one.score.title
        raise InputError("没有测评", f"这栋楼没有{month_text(month)}的测评。")

    def _scheme(self, month: str) -> Scheme:
        row = self._store.month(checked_month(month))
        if row is None or row.state == "open":
            raise InputError("还没有封月", f"{month_text(month)}没有封存的测评，画不出图。")
        return self._store.scheme(row.scheme_version)

    def _standings(self, month: str) -> tuple[Standing, ...]:
        scores = [line.score for line in self._store.results(month)]
        return rank(scores, "社区", self._scheme(month))


def _point(month: str, one: Standing | None, sizes: Mapping[tuple[str, ...], int]) -> Point:
    if one is None or one.rank is None:
        return Point(month, None, None, None, None, 0)
    score = one.score
    ranked = sizes[group_of(score, "社区")]
    return Point(month, score.score, score.satisfaction, score.stars, one.rank, ranked)


def _place(course: Course) -> tuple[int, int]:
    """By the newest month's rank; who has none there comes after, by an earlier rank."""
    last = course.points[-1] if course.points else None
    if last is not None and last.rank is not None:
        return 0, last.rank
    newest = course.newest
    return (1, newest.rank or 0) if newest is not None else (2, 0)


def _told(sheets: Mapping[str, int], questions: int) -> dict[int, list[int]]:
    """Question → grades 1…5 of a building, without questions that too few answered. Their answers
    would be the rest of the building's own grades, which are printed: where they are too few
    together, the next smallest question is left out as well."""
    found = {number: [0, 0, 0, 0, 0] for number in range(questions)}
    for answers, count in sheets.items():
        for number, mark in enumerate(answers[:questions]):
            if mark != BLANK:
                found[number][int(mark) - 1] += count
    hidden = 0
    for number in sorted(found, key=lambda n: (sum(found[n]), -n)):
        answered = sum(found[number])
        if answered >= SHOWN_FROM and not 0 < hidden < SHOWN_FROM:
            break
        hidden += answered
        del found[number]
    return found


def _sum(every: Iterable[list[int]]) -> Grades | None:
    found = [sum(grades) for grades in zip(*every, strict=True)]
    return (found[0], found[1], found[2], found[3], found[4]) if found else None


def _means(booklets: Iterable[Mapping[int, str]], classes: int) -> tuple[Decimal | None, ...]:
    found: list[list[int]] = [[] for _ in range(classes)]
    for booklet in booklets:
        for line in booklet.values():
            for number, mark in enumerate(line[:classes]):
                if mark != BLANK:
                    found[number].append(int(mark))
    return tuple(half_up(Fraction(sum(m), len(m))) if m else None for m in found)
