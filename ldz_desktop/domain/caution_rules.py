"""What a step of the warning chain may not be without: evidence, order of days, two signers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.cautions import DISMISS, KEEP, Caution
from ldz_desktop.domain.leaders import month_days
from ldz_desktop.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class Setting:
    """What a step is judged by. today; leader: the name of the person it is about; started_on: of
    the tenure; one_signer: the office has nobody who could sign second."""

    today: date
    leader: str
    started_on: date | None = None
    one_signer: bool = False


def earliest(caution: Caution) -> date:
    """The last day of the newest month the step rests on: no step is earlier."""
    return month_days(caution.months[-1].month)[1]


def check_reminder(caution: Caution, setting: Setting) -> tuple[Problem, ...]:
    """Who told the leader, when and how."""
    found = [*_day("done_on", "提醒日期", caution.done_on, earliest(caution), setting.today)]
    found += _needed("done_by", caution.done_by, "请填写由谁提醒")
    found += _needed("way", caution.way, "请选择提醒方式")
    return tuple(found)


def check_talk(caution: Caution, setting: Setting) -> tuple[Problem, ...]:
    """Date, place, who talked, what was said, what was promised, when it is looked at again."""
    found = [*_day("done_on", "约谈日期", caution.done_on, earliest(caution), setting.today)]
    found += _needed("place", caution.place, "请填写约谈地点")
    found += _needed("done_by", caution.done_by, "请填写约谈人")
    found += _needed("said", caution.said, "请填写谈话内容")
    found += _needed("promised", caution.promised, "请填写本人表态和改进承诺")
    if _one_name(caution.done_by) == _one_name(setting.leader):
        found.append(_refused("done_by", "约谈人不能是本人"))
    if caution.review_on is None:
        found.append(_refused("review_on", "请填写复查日期"))
    elif caution.done_on is not None and caution.review_on <= caution.done_on:
        found.append(_refused("review_on", "复查日期要在约谈之后"))
    return tuple(found)


def check_review(caution: Caution, setting: Setting) -> tuple[Problem, ...]:
    """What was found of the promises."""
    first = caution.done_on or earliest(caution)
    found = [*_day("reviewed_on", "复查日期", caution.reviewed_on, first, setting.today, "约谈")]
    found += _needed("review_note", caution.review_note, "请填写复查情况")
    return tuple(found)


def check_proposal(caution: Caution, setting: Setting) -> tuple[Problem, ...]:
    """Who proposes, and when."""
    found = [*_day("done_on", "提请日期", caution.done_on, earliest(caution), setting.today)]
    found += _needed("done_by", caution.done_by, "请填写提请人")
    return tuple(found)


def check_decision(
    caution: Caution, ended: tuple[date | None, str | None] | None, setting: Setting
) -> tuple[Problem, ...]:
    """People decide, with a reason and two signatures. ended: last day in office and reason of the
    end, where the decision is to dismiss."""
    found: list[Problem] = []
    if caution.decision not in (DISMISS, KEEP):
        found.append(_refused("decision", "请选择处理决定"))
    found += _needed("reason", caution.reason, "请写明理由，没有理由不能作出决定")
    found += _signers(caution, setting)
    if caution.decision == DISMISS:
        ended_on, why = ended or (None, None)
        found += _last_day(caution, ended_on, setting)
        found += _needed("end_reason", why, "请填写卸任原因")
    return tuple(found)


def _signers(caution: Caution, setting: Setting) -> Iterator[Problem]:
    first, second = _one_name(caution.first_signer), _one_name(caution.second_signer)
    yield from _needed("first_signer", caution.first_signer, "请填写第一签字人")
    yield from _signed("signed_on", caution.signed_on, caution, setting)
    if second or not setting.one_signer:
        yield from _needed("second_signer", caution.second_signer, "请填写第二签字人")
        yield from _signed("second_signed_on", caution.second_signed_on, caution, setting)
    if first and first == second:
        yield _refused("second_signer", "两名签字人不能是同一个人")
    for field, name in (("first_signer", first), ("second_signer", second)):
        if name and name == _one_name(setting.leader):
            yield _refused(field, "本人不能在对自己的决定上签字")


def _signed(field: str, day: date | None, caution: Caution, setting: Setting) -> Iterator[Problem]:
    yield from _day(field, "签字日期", day, earliest(caution), setting.today)
    if day is not None and caution.done_on is not None and day < caution.done_on:
        yield _refused(field, "签字日期早于提请日期")


def _last_day(caution: Caution, ended_on: date | None, setting: Setting) -> Iterator[Problem]:
    signed = [d for d in (caution.signed_on, caution.second_signed_on) if d is not None]
    yield from _day("ended_on", "卸任日期", ended_on, earliest(caution), setting.today)
    if ended_on is None:
        return
    if setting.started_on is not None and ended_on < setting.started_on:
        yield _refused("ended_on", "卸任日期早于任职日期")
    elif signed and ended_on < max(signed):
        yield _refused("ended_on", "卸任日期早于签字日期：决定签字后才生效")


def _day(
    field: str, caption: str, day: date | None, first: date, today: date, after: str = ""
) -> Iterator[Problem]:
    if day is None:
        yield _refused(field, f"请填写{caption}")
    elif day > today:
        yield _refused(field, f"{caption}在今天之后")
    elif day < first:
        start = after or f"{first.year}年{first.month}月结束"
        yield _refused(field, f"{caption}早于{start}")


def _needed(field: str, value: str | None, reason: str) -> list[Problem]:
    return [] if (value or "").strip() else [_refused(field, reason)]


def _refused(field: str, reason: str) -> Problem:
    return Problem("refused", field, "caution", reason)


def _one_name(name: str | None) -> str:
    """A name without the blanks people put into it: 王 芳 is 王芳."""
    return "".join((name or "").split())
