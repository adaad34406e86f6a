"""Public notices (公示) of every kind: put up for a period, objections decided, the result reported
(domain.md §6). Who may do what next is decided here, on plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.workdays import Calendar, Unit, working_days_between

Kind = Literal["ranking", "candidates", "correction", "award", "decision", "other"]
State = Literal["draft", "running", "full", "reported", "withdrawn"]

KINDS: Mapping[Kind, str] = {
    "ranking": "测评结果", "candidates": "候选人", "correction": "更正", "award": "评先评优",
    "decision": "处理决定", "other": "其他",
}  # fmt: skip
STATES: Mapping[State, str] = {
    "draft": "拟稿", "running": "张贴中", "full": "已满", "reported": "已报告",
    "withdrawn": "已撤下",
}  # fmt: skip
CHANNELS = ("来电", "来访", "书面", "意见箱", "微信", "其他")

LONGEST = 90
"""Days that a notice may hang; longer is a slip of the finger."""
_EARLIEST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Length:
    """How long a notice runs."""

    days: int = 5
    unit: Unit = "working"


@dataclass(frozen=True, slots=True)
class Objection:
    """What somebody said against a notice. from_whom: None for anonymous; upheld, decision and
    reason: None until it is decided."""

    id: int
    posting_id: int
    received_on: date
    matter: str
    channel: str | None = None
    from_whom: str | None = None
    decided_on: date | None = None
    decided_by: str | None = None
    decision: str | None = None
    reason: str | None = None
    upheld: bool | None = None

    @property
    def open(self) -> bool:
        return self.decided_on is None


@dataclass(frozen=True, slots=True)
class PostingDraft:
    """What a notice is made of. about: what it speaks of ("month:2026-10", "selection:ID", …; ""
    for nothing on file); unit, contact: None: the office's own; days, day_unit: None: the office's
    usual length; posted_on: None: today; content: its text, a paragraph a line, where it is written
    here; previous_id: the notice that this one goes on from."""

    kind: Kind
    title: str
    about: str = ""
    unit: str | None = None
    place: str | None = None
    contact: str | None = None
    days: int | None = None
    day_unit: Unit | None = None
    posted_on: date | None = None
    content: str | None = None
    note: str | None = None
    previous_id: int | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """A notice on file. last_on: the last day of its period, None while it is a draft; certain:
    False where a year's holidays were not known."""

    id: int
    kind: Kind
    title: str
    about: str
    unit: str
    place: str | None
    contact: str | None
    drafted_on: date
    posted_on: date | None
    days: int
    day_unit: Unit
    last_on: date | None
    certain: bool
    withdrawn_on: date | None = None
    withdraw_reason: str | None = None
    reported_on: date | None = None
    conclusion: str | None = None
    next_step: str | None = None
    content: str | None = None
    note: str | None = None
    previous_id: int | None = None
    version: int = 1
    objections: tuple[Objection, ...] = ()

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        """Those nobody has decided yet."""
        return tuple(one for one in self.objections if one.open)

    def running(self, today: date) -> bool:
        """It hangs, and objections are taken: from the day of posting to the last day."""
        return self._up() and not self.ended(today)

    def ended(self, today: date) -> bool:
        """Its period is over and it was not taken down before: what it speaks of may go on, where
        no objection is open."""
        return self._up() and self.last_on is not None and today > self.last_on

    def state(self, today: date) -> State:
        if self.withdrawn_on is not None:
            return "withdrawn"
        if self.reported_on is not None:
            return "reported"
        if self.posted_on is None:
            return "draft"
        return "full" if self.ended(today) else "running"

    def _up(self) -> bool:
        return self.posted_on is not None and self.withdrawn_on is None


@dataclass(frozen=True, slots=True)
class Decision:
    """How an objection was decided. All of it is evidence: nothing may be missing."""

    decided_on: date | None
    decided_by: str | None
    upheld: bool | None
    decision: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """What came out of a notice."""

    reported_on: date | None
    conclusion: str | None
    next_step: str | None


def days_left(posting: Posting, today: date, calendar: Calendar) -> int | None:
    """Days still to come, in the notice's own unit, today not counted; 0 on the last day. None
    where it does not run."""
    last = posting.last_on
    if last is None or not posting.running(today):
        return None
    if posting.day_unit == "calendar":
        return (last - today).days
    return working_days_between(today, last, calendar)


def countdown(posting: Posting, today: date, calendar: Calendar) -> str:
    """还有 3 个工作日, 今天到期, 已满，待出结果; empty for what does not hang any more."""
    if posting.state(today) == "full":
        waiting = len(posting.open_objections)
        return f"已满，{waiting} 件异议待答复" if waiting else "已满，待出结果"
    left = days_left(posting, today, calendar)
    if left is None or posting.last_on is None:
        return ""
    if posting.last_on == today:
        return "今天到期"
    unit = "个工作日" if posting.day_unit == "working" else "天"
    return f"还有 {max(left, 1)} {unit}"


# -- what is refused -------------------------------------------------------------------------------


def draft_problems(
    draft: PostingDraft, length: Length, today: date, before: Posting | None = None
) -> tuple[Problem, ...]:
    """What is wrong with a notice that is to be kept or put up. length: what it would run; before:
    the notice it goes on from."""
    found = []
    if not draft.title.strip():
        found.append(_refused("title", "missing", "请填写公示的标题。"))
    if not 1 <= length.days <= LONGEST:
        found.append(
            _refused("days", "range", f"公示期要在 1 到 {LONGEST} 天之间，截止不能早于张贴。")
        )
    posted = draft.posted_on
    if posted is not None and posted > today:
        found.append(_refused("posted_on", "future", "张贴日期还没有到，张贴当天再登记。"))
    elif posted is not None and posted.year < _EARLIEST_YEAR:
        found.append(_refused("posted_on", "year", "张贴日期的年份不对。"))
    elif posted is not None and before is not None and posted < (before.posted_on or posted):
        found.append(_refused("posted_on", "order", "张贴日期早于原公示的张贴日期。"))
    return tuple(found)


def objection_problems(posting: Posting, objection: Objection, today: date) -> tuple[Problem, ...]:
    """An objection that came after the last day is taken too, with a note."""
    found = []
    received, posted, last = objection.received_on, posting.posted_on, posting.last_on
    if not objection.matter.strip():
        found.append(_refused("matter", "missing", "请写明异议的内容。"))
    if received > today:
        found.append(_refused("received_on", "future", "收到日期还没有到。"))
    elif posted is None or received < posted:
        found.append(_refused("received_on", "order", "收到日期早于张贴日期。"))
    elif last is not None and received > last:
        found.append(
            Problem(
                "note", "received_on", "late", "公示期满以后收到的，照样记下，由您决定怎么处理。"
            )
        )
    return tuple(found)


def decision_problems(objection: Objection, decision: Decision, today: date) -> tuple[Problem, ...]:
    """A decision needs its day, who decided, which way, what follows and why."""
    found = []
    if decision.upheld is None:
        found.append(_refused("upheld", "missing", "请选择异议成立还是不成立。"))
    if not (decision.decision or "").strip():
        found.append(_refused("decision", "missing", "请写明处理决定。"))
    if not (decision.reason or "").strip():
        found.append(_refused("reason", "missing", "请写明理由：没有理由的决定不能答复人。"))
    if not (decision.decided_by or "").strip():
        found.append(_refused("decided_by", "missing", "请填写谁作的决定。"))
    on = decision.decided_on
    if on is None:
        found.append(_refused("decided_on", "missing", "请填写答复日期。"))
    elif on > today:
        found.append(_refused("decided_on", "future", "答复日期还没有到。"))
    elif on < objection.received_on:
        found.append(_refused("decided_on", "order", "答复日期早于收到日期。"))
    return tuple(found)


def report_problems(chain: Sequence[Posting], report: Report, today: date) -> tuple[Problem, ...]:
    """chain: the notice with those it goes on from, itself last. Nothing is reported before the
    period is over or while an objection is open."""
    posting = chain[-1]
    last, on = posting.last_on, report.reported_on
    waiting = sum(len(one.open_objections) for one in chain)
    if posting.posted_on is None or last is None:
        return (_refused("reported_on", "draft", "还没有张贴，没有结果可以报告。"),)
    if posting.withdrawn_on is not None:
        return (_refused("reported_on", "withdrawn", "这份公示已经撤下，没有结果可以报告。"),)
    found = []
    if waiting:
        found.append(
            _refused("conclusion", "open", f"还有 {waiting} 件异议没有答复，先答复再报告结果。")
        )
    if today <= last:
        found.append(
            _refused("reported_on", "running", "公示期还没有满，期满的次日起才能报告结果。")
        )
    elif on is None:
        found.append(_refused("reported_on", "missing", "请填写报告日期。"))
    elif on > today:
        found.append(_refused("reported_on", "future", "报告日期还没有到。"))
    elif on <= last:
        found.append(_refused("reported_on", "order", "报告日期要在公示期满以后。"))
    if not (report.conclusion or "").strip():
        found.append(_refused("conclusion", "missing", "请写明结论。"))
    if not (report.next_step or "").strip():
        found.append(_refused("next_step", "missing", "请写明下一步怎么办。"))
    return tuple(found)


def withdraw_problems(
    posting: Posting, on: date | None, reason: str | None, today: date
) -> tuple[Problem, ...]:
    """Taking a notice down before its result needs a reason."""
    if posting.posted_on is None or posting.withdrawn_on is not None:
        return (_refused("withdrawn_on", "not_up", "这份公示没有在张贴。"),)
    if posting.reported_on is not None:
        return (_refused("withdrawn_on", "reported", "结果已经报告，不能再撤下。"),)
    found = []
    if on is None:
        found.append(_refused("withdrawn_on", "missing", "请填写撤下日期。"))
    elif on > today:
        found.append(_refused("withdrawn_on", "future", "撤下日期还没有到。"))
    elif on < posting.posted_on:
        found.append(_refused("withdrawn_on", "order", "撤下日期早于张贴日期。"))
    if not (reason or "").strip():
        found.append(_refused("withdraw_reason", "missing", "请写明撤下的原因。"))
    return tuple(found)


# -- what is proposed ------------------------------------------------------------------------------

_NEXT: Mapping[Kind, str] = {
    "ranking": "按公示结果授予流动红旗、落实奖励，材料归档。",
    "candidates": "按程序办理任命，安排岗前培训。",
    "correction": "按更正后的结果执行，原公示作废，材料归档。",
    "award": "按公示结果表彰，材料归档。",
    "decision": "按公示的决定执行，材料归档。",
    "other": "按公示的内容执行，材料归档。",
}


def proposed_report(chain: Sequence[Posting], today: date) -> Report:
    """A report's words to begin with: a person reads and changes them."""
    every = [one for posting in chain for one in posting.objections]
    upheld = sum(one.upheld is True for one in every)
    if not every:
        conclusion = "公示期内没有收到异议，公示内容成立。"
    elif upheld:
        conclusion = f"收到的 {len(every)} 件异议都已答复，其中 {upheld} 件成立，公示内容需要更正。"
    else:
        conclusion = f"收到的 {len(every)} 件异议都已答复，均不成立，公示内容成立。"
    step = "更正后重新公示。" if upheld else _NEXT[chain[-1].kind]
    return Report(today, conclusion, step)


def _refused(field: str, code: str, reason: str) -> Problem:
    return Problem("refused", field, code, reason)
