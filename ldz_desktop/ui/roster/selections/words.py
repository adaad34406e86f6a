"""What is on record of a step, in words: on the panel, in the personal record, beside a cell."""

from datetime import date

from ldz_desktop.domain.codes import EDUCATION, POLITICAL, SEX
from ldz_desktop.domain.households import age_on
from ldz_desktop.domain.selections import WAYS, Candidate, Step, StepState, ranked
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.selections_reading import BoardRow, SelectionDetail
from ldz_desktop.ui.kit.pieces import Tone

Line = tuple[str, str]
"""A caption and what is written behind it."""

TONES: dict[str, Tone] = {
    "done": "green", "now": "blue", "waiting": "amber", "blocked": "red", "later": "grey",
}  # fmt: skip
_STATES = {
    "done": "已完成", "now": "办理中", "waiting": "等待中", "blocked": "有问题", "later": "未开始",
}  # fmt: skip


def state_words(state: StepState) -> str:
    """For a tool tip and a screen reader: 等待中：剩5天，2026年9月14日; 已完成：2026年9月14日."""
    words = _STATES[state.state]
    if state.state == "done" and state.on is not None and state.text.endswith("日"):
        return f"{words}：{date_text(state.on)}"
    text = f"：{state.text}" if state.text else ""
    until = f"，{date_text(state.on)}" if state.on is not None else ""
    return f"{words}{text}{until}"


def situation(row: BoardRow) -> str:
    """Who is in office, or how a selection ended."""
    if row.group == "finished":
        appointed = row.selection is not None and row.selection.tenure_id is not None
        return "已办结" if appointed else "已终止"
    return row.leader or "空缺"


def term_end(row: BoardRow) -> str:
    """When the term in office ends, where it is written down."""
    end = None if row.incumbent is None else row.incumbent.term_end
    return "" if end is None or row.group == "finished" else date_text(end)


def evidence(detail: SelectionDetail, step: Step) -> tuple[Line, ...]:
    """Everything on record of a step; empty where there is nothing yet."""
    return {
        "vote": _vote, "review": _review, "notice": _notice, "appoint": _appointment,
        "training": _training,
    }[step](detail)  # fmt: skip


def _vote(detail: SelectionDetail) -> tuple[Line, ...]:
    one = detail.selection
    lines = [("方式", WAYS[one.way]), ("日期", _day(one.held_on)), ("地点", one.held_at or "")]
    if one.way == "election":
        lines.append(("票数", _count(one.eligible, one.returned)))
    lines += [(_place(c, n), _votes(c)) for n, c in enumerate(ranked(one.candidates), 1)]
    lines.append(("说明" if one.way == "nomination" else "备注", one.note or ""))
    lines.append(("签字材料", f"{detail.papers} 张" if detail.papers else ""))
    return _written(lines)


def _place(candidate: Candidate, number: int) -> str:
    return f"候选人{number}" if not candidate.chosen else "入选"


def _votes(candidate: Candidate) -> str:
    votes = "" if candidate.votes is None else f"　{candidate.votes} 票"
    return f"{candidate.name}{votes}"


def _count(eligible: int | None, returned: int | None) -> str:
    parts = []
    if eligible is not None:
        parts.append(f"应到 {eligible} 户")
    if returned is not None:
        parts.append(f"收回 {returned} 张")
    return "，".join(parts)


def _review(detail: SelectionDetail) -> tuple[Line, ...]:
    lines: list[Line] = []
    for one in detail.selection.chosen:
        if one.passed is None:
            lines.append((one.name, "还没有审查"))
            continue
        met = "、".join(name for name, ok in one.checks if ok)
        unmet = "、".join(name for name, ok in one.checks if not ok)
        said = "　".join(
            part for part in (f"符合：{met}" if met else "", f"不符合：{unmet}" if unmet else "")
            if part
        )  # fmt: skip
        lines.append((one.name, "通过" if one.passed else "不通过"))
        lines.append(("条件", said))
        lines.append(("审查", f"{one.reviewer}，{_day(one.reviewed_on)}"))
        lines.append(("意见", one.review_note or ""))
    return _written(lines)


def _notice(detail: SelectionDetail) -> tuple[Line, ...]:
    lines: list[Line] = []
    for one in detail.postings:
        lines.append(("张贴", _day(one.posted_on) or "拟稿"))
        until = _day(one.last_on)
        expected = "（预计）" if not one.certain else ""
        unit = "个工作日" if one.day_unit == "working" else "天"
        lines.append(("届满", f"{until}{expected}，{one.days} {unit}" if until else ""))
        lines.append(("地点", one.place or ""))
        for objection in one.objections:
            verdict = "未答复"
            if objection.upheld is not None:
                verdict = "成立" if objection.upheld else "不成立"
            lines.append(("异议", f"{objection.matter}（{verdict}）"))
        if one.withdrawn_on is not None:
            lines.append(("撤下", f"{_day(one.withdrawn_on)}，{one.withdraw_reason}"))
        if one.reported_on is not None:
            lines.append(("结果", f"{_day(one.reported_on)}，{one.conclusion}"))
    return _written(lines)


def _appointment(detail: SelectionDetail) -> tuple[Line, ...]:
    one = detail.selection
    if one.tenure_id is None:
        return ()
    tenure = detail.tenure
    holder = None if tenure is None else tenure.leader_id
    name = next((c.name for c in one.passed if c.leader_id == holder), "")
    return _written([
        ("任命", name), ("文号", one.document_no or ""), ("证书", one.certificate_no or ""),
        ("日期", _day(one.appointed_on)),
        ("任职", _day(tenure.started_on) if tenure else ""), ("任期到", _day(one.term_end)),
    ])  # fmt: skip


def _training(detail: SelectionDetail) -> tuple[Line, ...]:
    one = detail.selection
    if one.tenure_id is None:
        return ()
    lines = [("岗前培训", "已完成" if detail.facts.inducted else "没有记录")]
    if one.closed_on is not None:
        lines.append(("办结", _day(one.closed_on)))
        lines.append(("免培训", one.close_reason or ""))
    return _written(lines)


def person_words(candidate: Candidate, today: date) -> str:
    """男 · 59 岁 · 中共党员 · 普通高中, what is known of it."""
    age = "" if candidate.birth is None else f"{age_on(candidate.birth, today)} 岁"
    parts = (
        SEX.label(candidate.sex), age, POLITICAL.label(candidate.political),
        EDUCATION.label(candidate.education),
        "当过楼栋长" if candidate.leader_id else "",
    )  # fmt: skip
    return " · ".join(part for part in parts if part)


def _day(day: date | None) -> str:
    return "" if day is None else date_text(day)


def _written(lines: list[Line]) -> tuple[Line, ...]:
    return tuple((caption, text) for caption, text in lines if text)
