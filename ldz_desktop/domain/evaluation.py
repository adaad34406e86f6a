"""Scheme 1: from anonymous sheets and star booklets to a ranking (contract.md, domain.md §7).

All arithmetic is exact; a number is rounded half up to two decimals once, when it is printed, and
ranks go by the printed numbers, so that anyone can recompute them from the notice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from ldz_desktop.domain.places import ScopeName

MonthState = Literal["open", "closed", "published"]
BLANK = "-"

SHOWN_FROM = 5
"""Results of fewer sheets are never shown, to anybody, in any scheme (domain.md §7)."""

NO_BOOKLET = "资料不全"
FEW_SHEETS = "样本不足"

GRADES: tuple[str, ...] = ("非常不满意", "不满意", "基本满意", "满意", "非常满意")
DUTY_CLASSES: tuple[str, ...] = ("政策宣讲", "睦邻友好", "服务民生")


@dataclass(frozen=True, slots=True)
class Scheme:
    """The rules of one version. grade_values[g - 1] is the value of grade g; weights sum to 1."""

    version: int = 1
    name: str = "方案一"
    questions: tuple[str, ...] = (
        "政策、通知及时传达到户",
        "反诈、消防等安全知识宣传",
        "楼道卫生与堆物飞线劝导",
        "邻里矛盾调解",
        "安全隐患巡查与报告",
        "民意收集与反馈",
        "特殊人群走访与帮扶",
        "代办服务与服务态度",
    )
    grade_values: tuple[int, ...] = (20, 40, 60, 80, 100)
    answered_minimum: int = 4
    satisfaction_weight: Fraction = Fraction(6, 10)
    stars_weight: Fraction = Fraction(4, 10)
    star_value: int = 20
    minimum_sheets: int = 5
    minimum_share: Fraction = Fraction(1, 10)
    satisfied_from: int = 4
    scope: ScopeName = "社区"
    flags: int = 2
    eliminate_after: int = 3
    notice_days: int = 5


SCHEME_1 = Scheme()


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
class Header:
    """The count sheet of a building's batch. issued: None where nobody counted (imported sheets).

    returned = valid + spoiled + blank, and returned ≤ issued, or the batch does not balance.
    """

    issued: int | None = None
    returned: int = 0
    valid: int = 0
    spoiled: int = 0
    blank: int = 0


def balance(header: Header, keyed_valid: int, keyed_invalid: int = 0) -> tuple[str, ...]:
    """Why a batch does not balance, in sentences; empty when it does.

    keyed_valid / keyed_invalid: sheets keyed with enough / too few answers.
    """
    found: list[str] = []
    parts = header.valid + header.spoiled + header.blank
    if min(header.returned, header.valid, header.spoiled, header.blank, header.issued or 0) < 0:
        found.append("张数不能是负数。")
    if parts != header.returned:
        found.append(
            f"收回 {header.returned} 张，有效 {header.valid} + 废表 {header.spoiled} + "
            f"空白 {header.blank} = {parts} 张，两数不等。"
        )
    if header.issued is not None and header.returned > header.issued:
        found.append(f"收回 {header.returned} 张，多于发出的 {header.issued} 张。")
    if keyed_valid != header.valid:
        found.append(f"已录入有效表 {keyed_valid} 张，表头填写 {header.valid} 张。")
    if keyed_invalid > header.spoiled + header.blank:
        found.append(
            f"已录入答题不足的表 {keyed_invalid} 张，多于废表和空白表之和 "
            f"{header.spoiled + header.blank} 张。"
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class BuildingMonth:
    """All that is known of one building in one month.

    sheets: answers → how many such sheets; marks: assessor → three characters 1…5 or '-';
    occupied: occupied households, None where no household of the building is on file;
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
    marks: Mapping[str, str] | None = None
    issued: int | None = None
    returned: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """The printed result of one building; decimals have two places, None where there is none.

    grades: answers of each grade 1…5 on valid sheets. minimum: valid sheets needed to be ranked.
    """

    building_id: int
    tenure_id: int
    street: str
    community: str
    compound: str
    building: str
    leader: str
    valid: int
    returned: int
    issued: int | None
    minimum: int
    overdue: int
    grades: tuple[int, int, int, int, int]
    satisfaction: Decimal | None
    satisfied_rate: Decimal | None
    stars: Decimal | None
    score: Decimal | None
    why_unranked: str | None

    @property
    def title(self) -> str:
        return f"{self.compound}{self.building}"


@dataclass(frozen=True, slots=True)
class Standing:
    """A score with its place in a scope. rank None: unranked. streak: last places in a row of the
    leader's tenure, this month included."""

    scope: str
    score: Score
    rank: int | None
    flag: bool
    last: bool
    streak: int = 0


def half_up(value: Fraction, places: int = 2) -> Decimal:
    """Rounded half up, with exactly that many decimals."""
    scaled = value * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-places)


@dataclass(frozen=True, slots=True)
class Exact:
    """The unrounded numbers behind a score."""

    valid: int
    satisfaction: Fraction | None
    satisfied_rate: Fraction | None
    stars: Fraction | None
    score: Fraction | None
    grades: tuple[int, int, int, int, int]
    answers: int
    marks: int
    mark_sum: int


def exact(month: BuildingMonth, scheme: Scheme) -> Exact:
    """The exact numbers of scheme 1 (contract.md, "Scores, to the letter")."""
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
    satisfaction = (
        sum((Fraction(total, n) for n, total in sums.items()), Fraction()) / valid
        if valid
        else None
    )
    marks = [int(m) for line in (month.marks or {}).values() for m in line if m != BLANK]
    stars = Fraction(sum(marks) * scheme.star_value, len(marks)) if marks else None
    score = None
    if satisfaction is not None and stars is not None:
        score = scheme.satisfaction_weight * satisfaction + scheme.stars_weight * stars
    return Exact(
        valid,
        satisfaction,
        Fraction(100 * satisfied, answers) if answers else None,
        stars,
        score,
        (grades[0], grades[1], grades[2], grades[3], grades[4]),
        answers,
        len(marks),
        sum(marks),
    )


def minimum_sheets(occupied: int | None, scheme: Scheme) -> int:
    """max(5, 10 % of the occupied households rounded up); 5 where they are not known."""
    share = scheme.minimum_share * (occupied or 0)
    return max(scheme.minimum_sheets, -(-share.numerator // share.denominator))


def score_building(month: BuildingMonth, scheme: Scheme = SCHEME_1) -> Score:
    """The printed score of one building."""
    numbers = _shown(exact(month, scheme))
    minimum = minimum_sheets(month.occupied, scheme)
    why = None
    if numbers.stars is None:
        why = NO_BOOKLET
    elif numbers.valid < minimum:
        why = FEW_SHEETS
    return Score(
        building_id=month.building_id,
        tenure_id=month.tenure_id,
        street=month.street,
        community=month.community,
        compound=month.compound,
        building=month.building,
        leader=month.leader,
        valid=numbers.valid,
        returned=month.returned,
        issued=month.issued,
        minimum=minimum,
        overdue=month.overdue,
        grades=numbers.grades,
        satisfaction=_printed(numbers.satisfaction),
        satisfied_rate=_printed(numbers.satisfied_rate),
        stars=_printed(numbers.stars),
        score=_printed(numbers.score),
        why_unranked=why,
    )


def _shown(numbers: Exact) -> Exact:
    """The numbers without what too few sheets would give away."""
    if numbers.valid >= SHOWN_FROM:
        return numbers
    nobody = (0, 0, 0, 0, 0)
    return replace(
        numbers, satisfaction=None, satisfied_rate=None, score=None, grades=nobody, answers=0
    )


def _printed(value: Fraction | None) -> Decimal | None:
    return None if value is None else half_up(value)


def scope_of(score: Score, scope: ScopeName) -> str:
    """The name of the group a building is ranked in."""
    if scope == "小区":
        return score.compound
    if scope == "社区":
        return score.community
    return score.street if scope == "街道" else "全区"


def group_of(score: Score, scope: ScopeName) -> tuple[str, ...]:
    """The group itself: two compounds of one name in two communities are two groups."""
    if scope == "小区":
        return (score.community, score.compound)
    if scope == "社区":
        return (score.street, score.community)
    return (score.street,) if scope == "街道" else ()


def _merit(score: Score) -> tuple[Decimal, Decimal, Fraction, int]:
    """Better is greater: printed score, printed satisfaction, return rate, fewer overdue."""
    rate = Fraction(score.returned, score.issued) if score.issued else Fraction()
    return (score.score or Decimal(), score.satisfaction or Decimal(), rate, -score.overdue)


def rank(
    scores: Iterable[Score], scope: ScopeName, scheme: Scheme = SCHEME_1
) -> tuple[Standing, ...]:
    """The ranking, group after group in the order given; unranked buildings follow the ranked.

    Competition ranking 1,1,3. Last = everybody on the lowest rank, unless that is everybody.
    The flag always goes to the best `scheme.flags` of each community; a tie that goes past the
    last flag leaves its places unflagged.
    """
    every = tuple(scores)
    flagged = _flagged(every, scheme)
    standings: list[Standing] = []
    for members in _groups(every, scope):
        placed = _places(members)
        lowest = max(placed.values(), default=0)
        everybody = all(place == lowest for place in placed.values())
        order = sorted(members, key=lambda s: placed.get(s.building_id, len(members) + 1))
        standings += [
            Standing(
                scope=scope_of(score, scope),
                score=score,
                rank=placed.get(score.building_id),
                flag=score.building_id in flagged,
                last=not everybody and placed.get(score.building_id) == lowest,
            )
            for score in order
        ]
    return tuple(standings)


def _groups(scores: tuple[Score, ...], scope: ScopeName) -> list[list[Score]]:
    groups: dict[tuple[str, ...], list[Score]] = {}
    for score in scores:
        groups.setdefault(group_of(score, scope), []).append(score)
    return list(groups.values())


def _places(members: list[Score]) -> dict[int, int]:
    ranked = sorted(
        (s for s in members if s.why_unranked is None and s.score is not None),
        key=_merit,
        reverse=True,
    )
    places: dict[int, int] = {}
    place = 0
    for index, score in enumerate(ranked):
        if index == 0 or _merit(score) != _merit(ranked[index - 1]):
            place = index + 1
        places[score.building_id] = place
    return places


def _flagged(scores: tuple[Score, ...], scheme: Scheme) -> set[int]:
    flagged: set[int] = set()
    for members in _groups(scores, "社区"):
        places = _places(members)
        for place in sorted(set(places.values())):
            tied = [b for b, p in places.items() if p == place]
            if place + len(tied) - 1 > scheme.flags:
                break
            flagged.update(tied)
    return flagged


def undecided_flags(scores: Iterable[Score], scheme: Scheme = SCHEME_1) -> dict[str, list[Score]]:
    """Communities where a tie goes past the last flag: who is tied, for a recorded decision."""
    found: dict[str, list[Score]] = {}
    for members in _groups(tuple(scores), "社区"):
        places = _places(members)
        for place in sorted(set(places.values())):
            tied = [s for s in members if places.get(s.building_id) == place]
            if place <= scheme.flags < place + len(tied) - 1:
                found[members[0].community] = tied
    return found


def previous_month(month: str) -> str:
    """The calendar month before YYYY-MM."""
    year, number = int(month[:4]), int(month[5:7])
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02d}"


def with_streaks(
    standings: tuple[Standing, ...], month: str, history: Mapping[str, tuple[Standing, ...]]
) -> tuple[Standing, ...]:
    """The standings with each leader's streak of last places, this month included.

    history: standings of earlier months in the same scope. A streak counts consecutive calendar
    months of one tenure; an unranked month neither counts nor breaks it, a month without any
    evaluation breaks it. A building without a leader has no streak.
    """
    by_month = {
        m: {s.score.tenure_id: s for s in old if s.score.tenure_id} for m, old in history.items()
    }
    return tuple(replace(one, streak=_streak(one, month, by_month)) for one in standings)


def _streak(one: Standing, month: str, by_month: Mapping[str, Mapping[int, Standing]]) -> int:
    tenure = one.score.tenure_id
    if tenure == 0 or (one.rank is not None and not one.last):
        return 0
    count = int(one.last)
    earlier = previous_month(month)
    while earlier in by_month:
        old = by_month[earlier].get(tenure)
        if old is None or (old.rank is not None and not old.last):
            break
        count += int(old.last)
        earlier = previous_month(earlier)
    return count


@dataclass(frozen=True, slots=True)
class Step:
    """One line of "这分怎么来的": what, by which formula, and the value."""

    label: str
    formula: str
    value: str


def explain(month: BuildingMonth, scheme: Scheme = SCHEME_1) -> tuple[Step, ...]:
    """How a score came about, so that an objector can recompute it with a pocket calculator."""
    numbers = _shown(exact(month, scheme))
    score = score_building(month, scheme)
    steps = [
        Step(
            "有效表",
            f"收回 {month.returned} 张，答满 {scheme.answered_minimum} 题的为有效",
            f"{numbers.valid} 张",
        ),
        Step("排名所需", _minimum_formula(month.occupied, scheme), f"{score.minimum} 张"),
        Step("满意度得分", _mean_formula(numbers.valid), _text(score.satisfaction)),
        Step("满意率", _rate_formula(numbers, scheme), _text(score.satisfied_rate, " %")),
        Step(
            "星级得分",
            f"{numbers.mark_sum} 星 ÷ {numbers.marks} 项 × {scheme.star_value}"
            if numbers.marks
            else "没有星级评分册",
            _text(score.stars),
        ),
    ]
    if numbers.score is not None and numbers.satisfaction is not None and numbers.stars is not None:
        steps.append(
            Step(
                "得分",
                f"{_text(score.satisfaction)} × {_percent(scheme.satisfaction_weight)} + "
                f"{_text(score.stars)} × {_percent(scheme.stars_weight)}（按未舍入的数计算）",
                _text(score.score),
            )
        )
    if score.why_unranked is not None:
        steps.append(Step("不排名", _why_formula(score), score.why_unranked))
    return tuple(steps)


def _minimum_formula(occupied: int | None, scheme: Scheme) -> str:
    if occupied is None:
        return f"在住户数未知，至少 {scheme.minimum_sheets} 张"
    return (
        f"{scheme.minimum_sheets} 与在住 {occupied} 户 × {_percent(scheme.minimum_share)} "
        "（进位取整）中较大者"
    )


def _mean_formula(valid: int) -> str:
    if valid < SHOWN_FROM:
        return f"有效表不足 {SHOWN_FROM} 张，为保护填表人不显示"
    return f"{valid} 张有效表各自平均分的平均"


def _rate_formula(numbers: Exact, scheme: Scheme) -> str:
    if numbers.valid < SHOWN_FROM:
        return _mean_formula(numbers.valid)
    satisfied = sum(numbers.grades[scheme.satisfied_from - 1 :])
    return f"“满意”以上 {satisfied} 项 ÷ 全部 {numbers.answers} 项 × 100"


def _why_formula(score: Score) -> str:
    if score.why_unranked == FEW_SHEETS:
        return f"有效表 {score.valid} 张，少于 {score.minimum} 张"
    return "本月没有星级评分册"


def _percent(value: Fraction) -> str:
    return f"{half_up(value * 100, 0)} %"


def _text(value: Decimal | None, unit: str = "") -> str:
    return "—" if value is None else f"{value}{unit}"
