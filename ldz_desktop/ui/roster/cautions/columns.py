"""What the list of chains says: how many months, what is due, since when, and what came of it."""

from collections.abc import Callable
from datetime import date

from ldz_desktop.domain.cautions import DISMISS, STEPS, NextStep, months_words
from ldz_desktop.domain.places import natural_key
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.cautions import PROPOSAL, REMINDER, TALK
from ldz_desktop.services.cautions_records import Case
from ldz_desktop.services.codes import reader
from ldz_desktop.ui.kit.records import Column
from ldz_desktop.ui.roster.columns import ELIMINATE_AFTER

_WAITING = {
    "remind": "待提醒", "talk": "待约谈", "propose": "待提请", "decide": "待决定",
    "review": "待复查",
}  # fmt: skip
_TONES = {
    "remind": "amber", "talk": "amber", "propose": "red", "decide": "red", "review": "blue"
}  # fmt: skip


def case_columns(today: Callable[[], date]) -> tuple[Column[Case], ...]:
    """today: what is overdue is judged by."""
    return (
        Column("building", "楼栋", lambda c: c.building.title, width=114, sort=place_key),
        Column(
            "leader", "楼栋长", lambda c: c.leader, width=84, strong=lambda c: c.running,
            sort=lambda c: reader().sort_key(c.leader),
        ),
        Column(
            "count", "连续", count_text, width=78, sort=lambda c: (c.running, len(c.months)),
            chip=count_tone,
        ),
        Column("months", "末位月份", lambda c: months_words(c.months), width=168,
               sort=lambda c: c.months[::-1], tip=lambda c: months_words(c.months)),
        Column(
            "state", "状态", lambda c: state_text(c, today()), width=0,
            chip=lambda c: state_tones(c, today()), sort=lambda c: state_order(c, today()),
        ),
        Column(
            "since", "可办起", lambda c: "" if c.step is None else date_text(c.step.since),
            width=126, sort=lambda c: None if c.step is None else c.step.since,
        ),
        Column(
            "deadline", "应办到", lambda c: "" if c.step is None else date_text(c.step.deadline),
            width=126, sort=lambda c: None if c.step is None else c.step.deadline,
            tone=lambda c: "red" if late(c, today()) else None,
        ),
    )  # fmt: skip


def place_key(case: Case) -> tuple[str, ...]:
    place = case.building
    return tuple(
        natural_key(p) for p in (place.street, place.community, place.compound, place.name)
    )


def late(case: Case, today: date) -> bool:
    return case.step is not None and case.step.overdue(today)


def count_text(case: Case) -> str:
    return f"{len(case.months)}个月" if case.chain is not None else "已更正"


def count_tone(case: Case) -> str:
    if not case.running:
        return "grey"
    return "red" if case.count >= ELIMINATE_AFTER else "amber"


def state_text(case: Case, today: date) -> str:
    """待约谈 逾期5天: texts of chips, separated by a space."""
    if case.step is not None:
        words = _WAITING[case.step.kind]
        if case.step.kind == "review" and today < case.step.deadline:
            return "已约谈"
        over = (today - case.step.deadline).days
        return f"{words} 逾期{over}天" if over > 0 else words
    if case.chain is None or case.open_void is not None:
        return "已失效"
    return done_text(case)


def done_text(case: Case) -> str:
    """What was done last: 已提醒, 已约谈, 免去职务, 继续留任."""
    proposal = case.newest(PROPOSAL)
    if proposal is not None and proposal.caution.decision is not None:
        return proposal.caution.decision
    if case.newest(TALK) is not None:
        return "已约谈"
    return "已提醒" if case.newest(REMINDER) is not None else "没有处置"


def state_tones(case: Case, today: date) -> str:
    if case.step is not None:
        if case.step.kind == "review" and today < case.step.deadline:
            return "green"
        tone = _TONES[case.step.kind]
        return f"{tone} red" if case.step.overdue(today) else tone
    if case.chain is None or case.open_void is not None:
        return "grey"
    if done_text(case) == DISMISS:
        return "red"
    return "green" if case.running else "grey"


def state_order(case: Case, today: date) -> tuple[int, date]:
    """What is due comes first, the most urgent at the top."""
    if case.step is None:
        return (2 if case.running else 3, date.max)
    return (0 if case.step.overdue(today) else 1, case.step.deadline)


def step_words(step: NextStep, today: date) -> str:
    """下一步：约谈。2026年11月2日起可办，应在2026年11月9日前办，已逾期 15 天。"""
    if step.kind == "review":
        words = f"下一步：复查约谈时的承诺，应在{date_text(step.deadline)}进行"
    else:
        words = (
            f"下一步：{STEPS[step.kind]}。{date_text(step.since)}起可办，"
            f"应在{date_text(step.deadline)}前办"
        )
    over = (today - step.deadline).days
    return f"{words}，已逾期 {over} 天。" if over > 0 else f"{words}。"


def void_words(case: Case) -> str:
    """Why the open step is void; "" where none is."""
    if case.chain is None:
        return "依据的月份都已更正，这些步骤已失效。做过的记录保留。"
    if case.open_void is None:
        return ""
    if case.chain.broken:
        why = case.chain.broken
    else:
        ended = date_text(case.ended_on) if case.ended_on else ""
        why = f"本人已于{ended}卸任（{case.end_reason or '原因不详'}），末位连续随任期终止"
    return f"{STEPS[case.open_void]}已失效：{why}。"
