"""这分怎么来的: how a score came about, step by step, so that an objector can recompute it with a
pocket calculator (issue: every rank opens its computation)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ldz_desktop.domain.evaluation import (
    FEW_SHEETS,
    Exact,
    Score,
    Standing,
    exact,
    half_up,
    merit,
    score_of,
)
from ldz_desktop.domain.pooling import Basis, Part
from ldz_desktop.domain.schemes import (
    GRADES,
    SHOWN_FROM,
    TIE_BREAKS,
    Scheme,
    TieBreak,
    percent,
    scope_word,
)

_MOST_TIED = 3  # told one by one
_MOST_PLACES = 6  # of a number in a formula


@dataclass(frozen=True, slots=True)
class Step:
    """One line of "这分怎么来的": what, by which formula, and the value."""

    label: str
    formula: str
    value: str


def explain(basis: Basis, scheme: Scheme) -> tuple[Step, ...]:
    """The steps from the papers to the score. What too few sheets would say is not among them."""
    numbers, score = exact(basis, scheme), score_of(basis, scheme)
    steps = [
        Step("有效表", _counted(basis, scheme), f"{score.valid} 张"),
        Step("排名所需", _minimum_formula(basis.month.occupied, scheme), f"{score.minimum} 张"),
        Step("满意度得分", _mean_formula(basis, numbers, scheme), _text(score.satisfaction)),
        Step("满意率", _rate_formula(basis, numbers, scheme), _text(score.satisfied_rate, " %")),
        Step("星级得分", _stars_formula(basis, scheme), _text(score.stars)),
    ]
    if scheme.prior and numbers.satisfaction is not None:
        steps[2:2] = _towards_the_mean(basis, scheme)
    if numbers.score is not None:
        steps.append(Step("得分", _score_formula(numbers, scheme), _text(score.score)))
    if score.why_unranked is not None:
        steps.append(Step("不排名", _why_formula(score, scheme), score.why_unranked))
    return tuple(steps)


def neighbours(standing: Standing, ranked: Sequence[Standing]) -> tuple[Standing, ...]:
    """The ranked buildings of the scope around this one: two better, itself with some of those that
    share its rank, two worse. () where it is not ranked itself."""
    if standing.rank is None:
        return ()
    order = sorted(ranked, key=lambda s: s.rank or 0)
    better = [s for s in order if (s.rank or 0) < standing.rank][-2:]
    worse = [s for s in order if (s.rank or 0) > standing.rank][:2]
    same = [s for s in order if s.rank == standing.rank]
    same.sort(key=lambda s: s.score.building_id != standing.score.building_id)
    return (*better, *same[: 1 + _MOST_TIED], *worse)


def ties(standing: Standing, ranked: Sequence[Standing], scheme: Scheme) -> tuple[str, ...]:
    """A sentence for each ranked building of the scope with the same printed score, which rule told
    the two apart or that they share the rank; of many, the first ones and how many more."""
    mine, score = merit(standing.score, scheme), standing.score
    found = []
    for other in ranked:
        if standing.rank is None or other.score.building_id == score.building_id:
            continue
        if other.score.score != score.score:
            continue
        theirs = merit(other.score, scheme)
        decided = next((n for n, (a, b) in enumerate(zip(mine, theirs, strict=True)) if a != b), 0)
        same = f"与{other.score.title}同为 {score.score} 分"
        if not decided:
            tried = "、".join(TIE_BREAKS[name] for name in scheme.tie_breaks)
            found.append(f"{same}，{f'{tried}也都相同，' if tried else ''}名次并列")
            continue
        rule = scheme.tie_breaks[decided - 1]
        pair = f"本楼 {_measure(rule, score)}，对方 {_measure(rule, other.score)}"
        place = "在前" if mine > theirs else "在后"
        found.append(f"{same}，比{TIE_BREAKS[rule]}：{pair}，排{place}")
    more = len(found) - _MOST_TIED
    if more > 0:
        found[_MOST_TIED:] = [f"另有 {more} 栋同为 {score.score} 分，照此比较"]
    return tuple(found)


def _measure(rule: TieBreak, score: Score) -> str:
    if rule == "satisfaction":
        return _text(score.satisfaction)
    if rule == "overdue":
        return f"{score.overdue} 件"
    return f"{score.returned}/{score.issued}" if score.issued else "没有发出数，按 0 计"


def _counted(basis: Basis, scheme: Scheme) -> str:
    if scheme.rolling:
        return _window_words(basis.parts, scheme)
    return f"收回 {basis.month.returned} 张，答满 {scheme.answered_minimum} 题的为有效"


def _window_words(parts: Sequence[Part], scheme: Scheme) -> str:
    """2026年8月 12 张 + …; months of too few sheets are named without their number's results."""
    counted = [f"{_month(part)} {part.valid} 张" for part in parts if part.counted]
    left = [_month(part) for part in parts if not part.counted]
    text = f"近 {scheme.window} 个月：{' + '.join(counted) or '没有可计的月份'}"
    if left:
        text += f"；{'、'.join(left)}不足 {SHOWN_FROM} 张，不计"
    if len(parts) < scheme.window:
        text += "；只计现任任内、已封月的月份"
    return text


def _month(part: Part) -> str:
    return f"{part.month[:4]}年{int(part.month[5:7])}月" if part.month else "本月"


def _minimum_formula(occupied: int | None, scheme: Scheme) -> str:
    if not scheme.minimum_share:
        return f"{'近几个月合计' if scheme.rolling else ''}至少 {scheme.minimum_sheets} 张"
    if occupied is None:
        return f"在住户数未知，至少 {scheme.minimum_sheets} 张"
    return (
        f"{scheme.minimum_sheets} 与在住 {occupied} 户 × {percent(scheme.minimum_share)} "
        "（进位取整）中较大者"
    )


def hidden_words(scheme: Scheme) -> str:
    """Why a result is not shown."""
    least = max(SHOWN_FROM, scheme.shown_from)
    return f"有效表不足 {least} 张，为保护填表人，不显示结果"


def _mean_formula(basis: Basis, numbers: Exact, scheme: Scheme) -> str:
    sums, centre = basis.pool, basis.centre
    if numbers.satisfaction is None:
        return hidden_words(scheme)
    if scheme.prior and centre is not None:
        sheets = sums.valid + scheme.prior
        total, mean = _telling(
            (sums.total, centre.mean), lambda own, all_: (own + scheme.prior * all_) / sheets
        )
        return (
            f"（{total} + {scheme.prior} × {mean}）÷ "
            f"（{sums.valid} + {scheme.prior}）（按未舍入的数计算）"
        )
    (total,) = _telling((sums.total,), lambda own: own / sums.valid)
    return f"{sums.valid} 张有效表各自平均分的平均：合计 {total} ÷ {sums.valid}"


def _score_formula(numbers: Exact, scheme: Scheme) -> str:
    weights = (scheme.satisfaction_weight, scheme.stars_weight)
    satisfaction, stars = _telling(
        (numbers.satisfaction or Fraction(), numbers.stars or Fraction()),
        lambda one, other: one * weights[0] + other * weights[1],
    )
    return (
        f"{satisfaction} × {percent(weights[0])} + {stars} × {percent(weights[1])}"
        "（按未舍入的数计算）"
    )


def _telling(parts: Sequence[Fraction], result: Callable[..., Fraction]) -> list[str]:
    """The parts of a formula with as many decimals (two where they do) as it takes for a calculator
    to come to the printed result; as fractions where no decimals do."""
    printed = half_up(result(*parts))
    short = [half_up(part) for part in parts]
    for places in range(2, _MOST_PLACES + 1):
        shown = [
            two if two == part else half_up(part, places)
            for two, part in zip(short, parts, strict=True)
        ]
        if half_up(result(*map(Fraction, shown))) == printed:
            return [_text(one) for one in shown]
    return [str(part) for part in parts]


def _towards_the_mean(basis: Basis, scheme: Scheme) -> list[Step]:
    """A rolling scheme's two steps before the mean: the building's own, and the scope's."""
    sums, centre = basis.pool, basis.centre
    own = sums.total / sums.valid
    (total,) = _telling((sums.total,), lambda all_: all_ / sums.valid)
    found = [Step("本楼平均", f"各张平均分合计 {total} ÷ {sums.valid} 张", _text(half_up(own)))]
    if centre is not None:
        formula = (
            f"{centre.buildings} 栋楼 {centre.sheets} 张表的平均（不足 {scheme.shown_from} 张的楼"
            f"不计），加 {scheme.prior} 张"
        )
        label = f"本{scope_word(scheme)}平均"
        found.append(Step(label, formula, _text(half_up(centre.mean))))
    return found


def _rate_formula(basis: Basis, numbers: Exact, scheme: Scheme) -> str:
    if numbers.satisfaction is None:
        return hidden_words(scheme)
    sums = basis.pool
    return (
        f"“{GRADES[scheme.satisfied_from - 1]}”以上 {sums.satisfied} 项 ÷ "
        f"全部 {sums.answers} 项 × 100"
    )


def _stars_formula(basis: Basis, scheme: Scheme) -> str:
    sums = basis.pool
    if not sums.marks:
        return "没有星级评分册"
    return f"{sums.mark_sum} 星 ÷ {sums.marks} 项 × {scheme.star_value}"


def _why_formula(score: Score, scheme: Scheme) -> str:
    if score.why_unranked == FEW_SHEETS:
        return f"有效表 {score.valid} 张，少于 {score.minimum} 张"
    return f"{f'近 {scheme.window} 个月' if scheme.rolling else '本月'}没有星级评分册"


def _text(value: Decimal | Fraction | None, unit: str = "") -> str:
    return "—" if value is None else f"{value:,}{unit}"
