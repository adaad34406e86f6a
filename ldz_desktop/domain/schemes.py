"""The rules a month is judged by, as versions: what they say, whether they hold together, and what
one version changed of another (domain.md §7, contract.md "Scores, to the letter").

A scheme counts one month (window 1) or a rolling window of months. Over a window a building's mean
is drawn towards the mean of its scope, the less the more sheets it has: `prior` sheets of the
scope's mean are added to its own (reliability.md §4.5).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ldz_desktop.domain.places import SCOPES, ScopeName
from ldz_desktop.domain.problems import Problem

TieBreak = Literal["satisfaction", "return_rate", "overdue"]

SHOWN_FROM = 5
"""Results of fewer sheets are never shown, to anybody, in any scheme (domain.md §7)."""

GRADES: tuple[str, ...] = ("非常不满意", "不满意", "基本满意", "满意", "非常满意")
DUTY_CLASSES: tuple[str, ...] = ("政策宣讲", "睦邻友好", "服务民生")
TIE_BREAKS: dict[TieBreak, str] = {
    "satisfaction": "满意度",
    "return_rate": "回收率",
    "overdue": "逾期民情",
}
MOST_QUESTIONS = 20
MOST_MONTHS = 12
_LONGEST = 30
_MOST_SHEETS = 500
_MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Scheme:
    """The rules of one version. grade_values[g - 1] is the value of grade g; weights sum to 1.

    window: months counted, this one included; prior: sheets of the scope's mean that are added to a
    building's own; shown_from, minimum_sheets: sheets over the window from which a result is shown
    and from which it is ranked; tie_breaks: in their order.

    A field added after the first release has a default that means scheme 1: older texts lack it.
    """

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
    duty_classes: tuple[str, ...] = DUTY_CLASSES
    tie_breaks: tuple[TieBreak, ...] = tuple(TIE_BREAKS)
    window: int = 1
    prior: int = 0
    shown_from: int = SHOWN_FROM

    @property
    def rolling(self) -> bool:
        return self.window > 1


SCHEME_1 = Scheme()
SCHEME_2 = Scheme(
    version=2,
    name="方案二",
    minimum_sheets=30,
    minimum_share=Fraction(),
    window=3,
    prior=20,
    shown_from=10,
)
"""Scheme 2 as reliability.md §4.5 and §4.6 measured it: three months, 20 sheets of the mean, shown
from 10 sheets, ranked from 30. What the editor proposes for a rolling scheme."""


def faults(scheme: Scheme) -> tuple[Problem, ...]:
    """Why a scheme cannot be used, in the order of the editor; empty when it can. field: of the
    scheme, "weights" for the two of them."""
    return tuple(
        Problem("refused", field, field, text)
        for check in (_name, _questions, _values, _weights, _sheets, _rest)
        for field, text in check(scheme)
    )


_Found = Iterable[tuple[str, str]]


def _name(scheme: Scheme) -> _Found:
    if not scheme.name.strip():
        yield "name", "方案要有一个名称。"
    elif len(scheme.name) > _LONGEST:
        yield "name", f"方案名称最多 {_LONGEST} 个字。"


def _questions(scheme: Scheme) -> _Found:
    questions = scheme.questions
    if not questions:
        yield "questions", "至少要有一道题。"
        return
    if len(questions) > MOST_QUESTIONS:
        yield "questions", f"最多 {MOST_QUESTIONS} 道题，现在是 {len(questions)} 道。"
    for number, words in enumerate(questions, 1):
        if not words.strip():
            yield "questions", f"第 {number} 题没有写内容。"
        elif len(words) > _LONGEST:
            yield "questions", f"第 {number} 题有 {len(words)} 个字，最多 {_LONGEST} 个字。"
        elif words in questions[: number - 1]:
            yield "questions", f"第 {number} 题和前面的题重复。"
    if not 1 <= scheme.answered_minimum <= len(questions):
        yield (
            "answered_minimum",
            f"有效表至少要答的题数应在 1 到 {len(questions)} 之间。",
        )


def _values(scheme: Scheme) -> _Found:
    values = scheme.grade_values
    if any(not 0 <= value <= 100 for value in values):
        yield "grade_values", "五档的分值都应在 0 到 100 之间。"
    for better in range(len(values) - 1, 0, -1):
        if values[better] <= values[better - 1]:
            high, low = (f"“{GRADES[g]}”{values[g]} 分" for g in (better, better - 1))
            yield "grade_values", f"分值要逐档降低：{high}，应高于{low}。"
            return


def _weights(scheme: Scheme) -> _Found:
    if min(scheme.satisfaction_weight, scheme.stars_weight) < 0:
        yield "weights", "权重不能是负数。"
    total = scheme.satisfaction_weight + scheme.stars_weight
    if total != 1:
        yield "weights", f"满意度和星级的权重合计应为 100 %，现在是 {percent(total)}。"


def _sheets(scheme: Scheme) -> _Found:
    if scheme.shown_from < SHOWN_FROM:
        yield (
            "shown_from",
            f"显示结果至少要 {SHOWN_FROM} 张有效表：再少就可能看出是谁填的。",
        )
    least = max(SHOWN_FROM, scheme.shown_from)
    if not least <= scheme.minimum_sheets <= _MOST_SHEETS:
        yield "minimum_sheets", f"参加排名的有效表数应在 {least} 到 {_MOST_SHEETS} 张之间。"
    if not 0 <= scheme.minimum_share <= 1:
        yield "minimum_share", "有效表占在住户数的最低比例应在 0 到 100 % 之间。"
    if not 1 <= scheme.window <= MOST_MONTHS:
        yield "window", f"统计的月数应在 1 到 {MOST_MONTHS} 之间。"
    if not 0 <= scheme.prior <= _MOST_SHEETS:
        yield "prior", f"加入的平均表应在 0 到 {_MOST_SHEETS} 张之间。"
    elif scheme.prior and not scheme.rolling:
        yield "prior", "按月计分不加平均表；要加，请改成按几个月滚动计分。"


def _rest(scheme: Scheme) -> _Found:
    if scheme.scope not in SCOPES:
        yield "scope", "请选排名的范围。"
    if len(set(scheme.tie_breaks)) != len(scheme.tie_breaks):
        yield "tie_breaks", "同一个并列办法只能用一次。"
    if not 1 <= scheme.notice_days <= _MOST_DAYS:
        yield "notice_days", f"公示期应在 1 到 {_MOST_DAYS} 个工作日之间。"
    if len(scheme.duty_classes) != len(DUTY_CLASSES):
        yield "duty_classes", f"星级评分册按 {len(DUTY_CLASSES)} 类职责打星。"
    elif not all(words.strip() for words in scheme.duty_classes):
        yield "duty_classes", "每一类职责都要有名称。"
    elif len(set(scheme.duty_classes)) != len(scheme.duty_classes):
        yield "duty_classes", "三类职责的名称不能相同。"
    elif any(len(words) > _LONGEST // 3 for words in scheme.duty_classes):
        yield "duty_classes", f"职责类别的名称最多 {_LONGEST // 3} 个字。"


def percent(value: Fraction) -> str:
    """60 %, 62.5 %."""
    number = value * 100
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return f"{text} %"


def differences(old: Scheme, new: Scheme) -> tuple[str, ...]:
    """What the new version changed, one sentence each; empty where the rules are the same."""
    return tuple(_changed(old, new))


def _changed(old: Scheme, new: Scheme) -> Iterable[str]:
    if old.name != new.name:
        yield f"名称：{old.name} → {new.name}"
    if (old.window, old.prior) != (new.window, new.prior):
        yield f"计分：{counting(old)} → {counting(new)}"
    yield from _changed_questions(old.questions, new.questions)
    for title, before, after in (
        ("有效表至少答", f"{old.answered_minimum} 题", f"{new.answered_minimum} 题"),
        ("五档分值", _falling(old.grade_values), _falling(new.grade_values)),
        ("权重", _shares(old), _shares(new)),
        ("显示结果", f"{old.shown_from} 张起", f"{new.shown_from} 张起"),
        ("参加排名", minimum_words(old), minimum_words(new)),
        ("排名范围", old.scope, new.scope),
        ("同分时依次比", tie_words(old) or "不比", tie_words(new) or "不比"),
        ("公示期", f"{old.notice_days} 个工作日", f"{new.notice_days} 个工作日"),
        ("星级分类", "、".join(old.duty_classes), "、".join(new.duty_classes)),
    ):
        if before != after:
            yield f"{title}：{before} → {after}"


def _changed_questions(old: tuple[str, ...], new: tuple[str, ...]) -> Iterable[str]:
    if len(old) != len(new):
        yield f"题数：{len(old)} 题 → {len(new)} 题"
    gone = [words for words in old if words not in new]
    come = [words for words in new if words not in old]
    if len(old) == len(new) and len(gone) == len(come):
        for before, after in zip(gone, come, strict=True):
            yield f"第 {new.index(after) + 1} 题：{before} → {after}"
    else:
        if come:
            yield f"新增：{'、'.join(come)}"
        if gone:
            yield f"删去：{'、'.join(gone)}"
    if old != new and not gone and not come:
        yield "题目的次序变了"


def counting(scheme: Scheme) -> str:
    """按月 / 近 3 个月，加 20 张平均表."""
    if not scheme.rolling:
        return "按月"
    added = f"，加 {scheme.prior} 张平均表" if scheme.prior else ""
    return f"近 {scheme.window} 个月{added}"


def _falling(values: tuple[int, ...]) -> str:
    return "/".join(str(value) for value in reversed(values))


def _shares(scheme: Scheme) -> str:
    return f"满意度 {percent(scheme.satisfaction_weight)}、星级 {percent(scheme.stars_weight)}"


def minimum_words(scheme: Scheme) -> str:
    """有效表 5 张、在住户数的 10 % 起."""
    share = f"、在住户数的 {percent(scheme.minimum_share)}" if scheme.minimum_share else ""
    return f"有效表 {scheme.minimum_sheets} 张{share}起"


def tie_words(scheme: Scheme) -> str:
    """满意度、回收率、逾期民情（少者在前）; empty where ties are shared at once."""
    fewer = {"overdue": "（少者在前）"}
    return "、".join(TIE_BREAKS[one] + fewer.get(one, "") for one in scheme.tie_breaks)


def resident_sentence(scheme: Scheme) -> str:
    """What a rolling scheme does, as a resident understands it; empty for a monthly one."""
    if not scheme.rolling:
        return ""
    if not scheme.prior:
        return f"得分按最近{scheme.window}个月收回的表计算，月月往前滚动。"
    return (
        f"得分看最近{scheme.window}个月的表，并给每栋楼先添上{scheme.prior}张"
        f"本{scope_word(scheme)}平均水平的表：表收得少的楼不会因为一两张表大起大落，表越多越看自己。"
    )


def scope_word(scheme: Scheme) -> str:
    """What the scope is called inside a sentence: 小区, 社区, 街道, 区."""
    return "区" if scheme.scope == "全区" else scheme.scope
