"""What can be drawn of closed months: for each kind of chart its figure, its height, and the same
numbers as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from ldz_desktop.domain.evaluation import GRADES, half_up
from ldz_desktop.services.months import month_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ldz_desktop.services.context import Office
    from ldz_desktop.services.evaluation_charts import Answers, ClassStars, Course

Kind = Literal["month", "building", "all", "bump", "heat", "questions", "stars"]
KINDS: tuple[tuple[Kind, str], ...] = (
    ("month", "本月得分与构成"),
    ("building", "一栋楼的走势"),
    ("all", "各楼栋走势"),
    ("bump", "名次变化"),
    ("heat", "楼栋与月份热力图"),
    ("questions", "各题满意度"),
    ("stars", "三类职责星级"),
)
OF_MONTH: frozenset[Kind] = frozenset(("questions", "stars"))
"""Kinds that show one month; the others show a span of them."""
NEEDS_BUILDING: frozenset[Kind] = frozenset(("building", "stars"))
TAKES_BUILDING: frozenset[Kind] = frozenset(("building", "stars", "questions"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the choosers say. community: "" for the first; compound: "" for all of it; building 0:
    the first, or all of them; months: the newest so many; month: for a kind of one month."""

    kind: Kind
    community: str = ""
    compound: str = ""
    building: int = 0
    months: int = 12
    month: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """make: for the worker; inches: how high the figure wants to be on nine inches."""

    title: str
    note: str
    inches: float
    make: "Callable[[], Figure]"
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen and what is drawn. months: closed, the newest first; picture None: there
    is nothing to draw."""

    wanted: Wanted
    months: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    buildings: tuple[tuple[int, str], ...] = ()
    picture: Picture | None = None


def read(office: "Office", wanted: Wanted) -> Offer:
    """For the worker; what is no longer there is replaced by the first that is."""
    months = office.charts.months()
    if not months:
        return Offer(wanted)
    month = wanted.month if wanted.month in months else months[0]
    span = (month,) if wanted.kind in OF_MONTH else months[: wanted.months]
    courses = office.charts.courses(span)
    places = tuple(dict.fromkeys((c.community, k) for c in courses for k in ("", c.compound)))
    place = (wanted.community, wanted.compound)
    if place not in places:
        place = places[0] if places else ("", "")
    community, compound = place
    mine = [c for c in courses if c.community == community and compound in ("", c.compound)]
    known = [c.building_id for c in mine]
    building = wanted.building if wanted.building in known else 0
    if wanted.kind in NEEDS_BUILDING and not building and known:
        building = known[0]
    settled = Wanted(wanted.kind, community, compound, building, wanted.months, month)
    picture = _picture(office, settled, mine) if mine else None
    names = tuple((c.building_id, c.building) for c in mine)
    return Offer(settled, months, places, names, picture)


def _picture(office: "Office", wanted: Wanted, courses: "list[Course]") -> Picture:
    from ldz_desktop.reports import charts_course as drawn

    place = wanted.compound or wanted.community
    if wanted.kind == "questions":
        return _questions(
            office.charts.answers(wanted.month, wanted.community, wanted.building, wanted.compound)
        )
    if wanted.kind == "stars":
        return _stars(office.charts.stars(wanted.month, wanted.community, wanted.building))
    span = _span(courses[0])
    if wanted.kind == "building":
        one = next(c for c in courses if c.building_id == wanted.building)
        return Picture(
            f"{one.building}得分走势", f"{span}。得分＝满意度得分和星级得分加权。", 4.2,
            lambda: drawn.building_figure(one),
            ("月份", "得分", "满意度得分", "星级得分", "名次", "参加排名"), _course_rows(one),
        )  # fmt: skip
    if wanted.kind == "bump":
        return Picture(
            f"{place}名次变化", f"{span}。名次在{wanted.community}内排列。",
            drawn.bump_height(len(courses)), lambda: drawn.bump_figure(courses),
            ("楼栋", *_months(courses[0])),
            tuple((c.building, *(str(p.rank or "—") for p in c.points)) for c in courses),
        )  # fmt: skip
    scores = tuple((c.building, *map(_number, c.scores)) for c in courses)
    heads = ("楼栋", *_months(courses[0]))
    if wanted.kind == "heat":
        return Picture(
            f"{place}各楼栋各月得分", f"{span}。颜色越深得分越高，斜线格没有参加排名。",
            drawn.heat_height(len(courses)), lambda: drawn.heat_figure(courses), heads, scores,
        )  # fmt: skip
    return Picture(
        f"{place}各楼栋得分走势", f"{span}。各图同一尺度。", drawn.panels_height(len(courses)),
        lambda: drawn.community_figure(courses), heads, scores,
    )  # fmt: skip


def _questions(answers: "Answers") -> Picture:
    from ldz_desktop.reports import charts_answers as drawn

    which = "" if answers.buildings == 1 else f"参加排名的 {answers.buildings} 栋楼，"
    return Picture(
        f"{answers.title}{month_text(answers.month)}各题满意度",
        f"{which}有效表 {answers.sheets} 张。空白答项不计；均值按 1—5 级。",
        drawn.questions_height(len(answers.questions)),
        lambda: drawn.questions_figure(answers),
        ("题目", *reversed(GRADES), "均值"),
        tuple(
            (q.text, *(str(n) for n in reversed(q.grades)), str(half_up(q.mean)))
            if q.grades is not None and q.mean is not None
            else (q.text, *("—",) * (len(GRADES) + 1))
            for q in answers.questions
        ),
    )


def _stars(stars: "ClassStars") -> Picture:
    from ldz_desktop.reports import charts_answers as drawn

    pairs = zip(stars.classes, stars.own, stars.others, strict=True)
    return Picture(
        f"{stars.title}{month_text(stars.month)}三类职责星级",
        f"评分册 {stars.assessors} 本，每类职责 1 至 5 星的平均；虚线是{stars.community}平均。",
        4.4,
        lambda: drawn.radar_figure(stars),
        ("职责", stars.title, f"{stars.community}平均"),
        tuple((name, _number(own), _number(others)) for name, own, others in pairs),
    )


def _course_rows(one: "Course") -> tuple[tuple[str, ...], ...]:
    return tuple(
        (month_text(p.month), _number(p.score), _number(p.satisfaction), _number(p.stars),
         str(p.rank or "—"), str(p.ranked or "—"))
        for p in one.points
    )  # fmt: skip


def _months(course: "Course") -> Sequence[str]:
    """11月 of one year, 2025年\n11月 where the year begins."""
    found = []
    for at, point in enumerate(course.points):
        year = f"{point.month[:4]}年\n" if at == 0 or point.month.endswith("-01") else ""
        found.append(f"{year}{int(point.month[5:7])}月")
    return found


def _span(course: "Course") -> str:
    first, last = course.points[0].month, course.points[-1].month
    return month_text(first) if first == last else f"{month_text(first)}至{month_text(last)}"


def _number(value: Decimal | None) -> str:
    return "—" if value is None else str(value)
