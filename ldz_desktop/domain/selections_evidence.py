"""What each step of a selection needs before it can close, and what is refused meanwhile.

A Problem's field is the key of the form's field. "refused" stops the step, "note" is shown once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ldz_desktop.domain.leaders import AHEAD_DAYS, Tenure
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.selections import Candidate, Facts, Selection, Way
from ldz_desktop.domain.workdays import date_text

_LONG_TERM = 5  # years a committee's own term lasts by law: nobody below it is appointed for longer


@dataclass(frozen=True, slots=True)
class Ballot:
    """One line of the count: who stood, how many votes (None: not counted), whether they go on."""

    resident_id: int
    votes: int | None = None
    chosen: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """The first step as somebody wrote it down; fields as in Selection."""

    way: Way
    held_on: date | None = None
    held_at: str | None = None
    eligible: int | None = None
    returned: int | None = None
    note: str | None = None
    ballots: tuple[Ballot, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """The second step for one candidate; fields as in Candidate."""

    candidate_id: int
    checks: tuple[tuple[str, bool], ...] = ()
    reviewer: str | None = None
    reviewed_on: date | None = None
    passed: bool | None = None
    review_note: str | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """The fourth step. appointed_on: the day of the document; started_on: the first in office."""

    candidate_id: int
    document_no: str | None = None
    certificate_no: str | None = None
    appointed_on: date | None = None
    started_on: date | None = None
    term_end: date | None = None


def vote_problems(vote: Vote, today: date, *, closing: bool) -> tuple[Problem, ...]:
    """closing: the step is to be done, so nothing may be missing. A day to come is a plan, which
    may be kept but not closed."""
    found = _count_problems(vote) if vote.way == "election" else []
    if not closing:
        return tuple(found)
    if vote.held_on is None:
        found.append(_missing("held_on", "请填写推选日期"))
    elif vote.held_on > today:
        found.append(_refused("held_on", "future", "推选日期还没有到，推选之后才能完成这一步"))
    if not vote.held_at:
        found.append(_missing("held_at", "请填写推选地点"))
    if vote.way == "election":
        found += _counted(vote)
    elif not vote.note:
        found.append(_missing("note", "请写明由谁、在什么会上公推"))
    return (*found, *_chosen_problems(vote))


def _count_problems(vote: Vote) -> list[Problem]:
    """Figures that contradict each other, complete or not."""
    found = []
    if vote.eligible is not None and vote.returned is not None and vote.returned > vote.eligible:
        found.append(_refused("returned", "too_many", "收回的选票比应到户数还多，请核对"))
    if vote.returned is None:
        return found
    votes = [b.votes for b in vote.ballots if b.votes is not None]
    if votes and max(votes) > vote.returned:
        found.append(_refused("ballots", "votes", "有人的得票比收回的选票还多，请核对"))
    elif sum(votes) > vote.returned:
        text = f"得票合计 {sum(votes)} 张，比收回的 {vote.returned} 张还多：每张选票只选一人"
        found.append(_refused("ballots", "sum", text))
    return found


def _counted(vote: Vote) -> list[Problem]:
    found = []
    if not vote.eligible:
        found.append(_missing("eligible", "请填写应到户数"))
    if not vote.returned:
        found.append(_missing("returned", "请填写收回的选票数"))
    uncounted = [b.name for b in vote.ballots if b.votes is None]
    if uncounted:
        found.append(_missing("ballots", f"还没有填得票：{'、'.join(uncounted)}"))
    if vote.eligible and vote.returned and vote.returned * 2 < vote.eligible:
        found.append(Problem("note", "returned", "turnout", "收回的选票不到应到户数的一半"))
    return found


def _chosen_problems(vote: Vote) -> list[Problem]:
    chosen = [b for b in vote.ballots if b.chosen]
    if not chosen:
        none = "请勾选进入资格审查的人选" if vote.ballots else "还没有候选人，请从本楼居民里选"
        return [_missing("ballots", none)]
    if vote.way == "nomination":
        return []
    if any(b.votes == 0 for b in chosen):
        return [_refused("ballots", "no_votes", "没有得票的人不能进入资格审查")]
    least = min(b.votes or 0 for b in chosen)
    passed_over = [b.name for b in vote.ballots if not b.chosen and (b.votes or 0) > least]
    if passed_over and not vote.note:
        text = f"{'、'.join(passed_over)}得票更多却没有入选，请在备注里写明原因"
        return [_missing("note", text)]
    if len(vote.ballots) == 1:
        return [Problem("note", "ballots", "single", "只有一名候选人，是等额推选")]
    return []


def review_problems(
    review: Review, selection: Selection, criteria: Sequence[str], today: date
) -> tuple[Problem, ...]:
    """criteria: everything that is asked; each needs its verdict before somebody passes."""
    found = []
    if not review.reviewer:
        found.append(_missing("reviewer", "请填写审查人"))
    if review.reviewed_on is None:
        found.append(_missing("reviewed_on", "请填写审查日期"))
    elif review.reviewed_on > today:
        found.append(_refused("reviewed_on", "future", "审查日期在今天之后"))
    elif selection.held_on is not None and review.reviewed_on < selection.held_on:
        held = date_text(selection.held_on)
        found.append(_refused("reviewed_on", "order", f"审查日期早于推选日期（{held}）"))
    verdicts = dict(review.checks)
    unmet = [c for c in criteria if not verdicts.get(c)]
    if review.passed is None:
        found.append(_missing("passed", "请选择审查结果"))
    elif review.passed and unmet:
        found.append(_refused("passed", "unmet", f"{'、'.join(unmet)}没有勾选，不能通过"))
    elif not review.passed and not review.review_note:
        found.append(_missing("review_note", "不通过的，请写明理由"))
    return tuple(found)


def notice_problems(posted_on: date | None, selection: Selection, today: date) -> str:
    """Why the notice cannot go up on that day; empty where it can."""
    if posted_on is None:
        return "请填写张贴日期"
    if posted_on > today:
        return "张贴日期在今天之后，贴出去之后再登记"
    reviewed = max((c.reviewed_on for c in selection.chosen if c.reviewed_on), default=None)
    if reviewed is not None and posted_on < reviewed:
        return f"张贴日期早于资格审查日期（{date_text(reviewed)}）"
    return ""


def appointment_problems(
    wanted: Appointment, candidate: Candidate | None, facts: Facts, earlier: Sequence[Tenure]
) -> tuple[Problem, ...]:
    """candidate: the one who is appointed; earlier: tenures of the building that have ended.

    Refuses an appointment before the notice is over, with objections open, over somebody in office
    whose term has no end, for days that already belong to another tenure, or too far ahead.
    """
    found = []
    if candidate is None or not candidate.passed:
        found.append(_missing("candidate_id", "请选择通过审查、已经公示的人选"))
    found += _numbers(wanted)
    found += _notice_over(wanted, facts)
    found += _dates(wanted, facts.today)
    if wanted.started_on is not None and candidate is not None:
        found += _free(wanted.started_on, candidate, facts.incumbent, earlier)
    return tuple(found)


def correction_problems(wanted: Appointment, facts: Facts) -> tuple[Problem, ...]:
    """An appointment on record is put right: nothing may be missing or out of order. What other
    tenures say is checked with the tenure (domain.terms)."""
    found = [*_numbers(wanted), *(p for p in _dates(wanted, facts.today) if p.code != "ahead")]
    notice = facts.notice
    if notice is not None and wanted.appointed_on and wanted.appointed_on <= notice.last_on:
        last = date_text(notice.last_on)
        found.append(_refused("appointed_on", "running", f"任命日期要在公示结束（{last}）之后"))
    return tuple(found)


def _numbers(wanted: Appointment) -> list[Problem]:
    return [
        _missing(field, f"请填写{words}")
        for field, words in (("document_no", "任命文号"), ("certificate_no", "证书编号"))
        if not getattr(wanted, field)
    ]


def _notice_over(wanted: Appointment, facts: Facts) -> list[Problem]:
    notice = facts.notice
    field = "appointed_on"
    if notice is None or notice.withdrawn:
        return [_refused(field, "no_notice", "候选人还没有公示，不能任命")]
    if notice.undecided:
        text = f"还有 {notice.undecided} 件异议没有作出决定，不能任命"
        return [_refused(field, "objections", text)]
    if notice.upheld:
        return [_refused(field, "upheld", "有异议成立，候选人要重新审查，不能任命")]
    last = date_text(notice.last_on)
    if not notice.over:
        return [_refused(field, "running", f"公示到{last}才结束，现在不能任命")]
    if wanted.appointed_on is not None and wanted.appointed_on <= notice.last_on:
        return [_refused(field, "running", f"任命日期要在公示结束（{last}）之后")]
    return []


def _dates(wanted: Appointment, today: date) -> list[Problem]:
    found = []
    on, start, end = wanted.appointed_on, wanted.started_on, wanted.term_end
    if on is None:
        found.append(_missing("appointed_on", "请填写任命日期"))
    if start is None:
        found.append(_missing("started_on", "请填写任职日期"))
    elif start > today + timedelta(days=AHEAD_DAYS):
        text = f"任职日期最多提前 {AHEAD_DAYS} 天登记，临近时再办理任命"
        found.append(_refused("started_on", "future", text))
    elif on is not None and start < on:
        found.append(_refused("started_on", "order", "任职日期早于任命日期"))
    elif start > today:
        text = "任职日期还没有到：花名册现在就列出新任，任期和测评仍按任职日期算"
        found.append(Problem("note", "started_on", "ahead", text))
    return found + term_problems(start, end)


def term_problems(start: date | None, end: date | None) -> list[Problem]:
    """What is wrong with the last day of a term that begins on `start`."""
    if end is None:
        return [_missing("term_end", "请填写任期届满日期")]
    if start is None:
        return []
    if end <= start:
        return [_refused("term_end", "order", "任期届满日期要在任职日期之后")]
    if end > years_after(start, _LONG_TERM):
        text = f"任期超过 {_LONG_TERM} 年，请核对"
        return [Problem("note", "term_end", "long", text)]
    return []


def _free(
    start: date, candidate: Candidate, held: Tenure | None, earlier: Sequence[Tenure]
) -> list[Problem]:
    """The building has one leader at a time. Whoever was elected follows the one in office on the
    day after the term's end; where no end is written down, somebody else waits for a dismissal."""
    if held is not None and held.term_end is None and candidate.leader_id != held.leader_id:
        text = "这栋楼已有在任的楼栋长，一栋楼只能有一位；请先在花名册办理卸任"
        return [_refused("started_on", "occupied", text)]
    ends = [t.ended_on for t in earlier if t.ended_on is not None]
    if held is not None:
        ends.append(held.term_end or held.started_on or date.min)
    last = max(ends, default=date.min)
    if start <= last:
        text = f"任期重叠：上一任期到{date_text(last)}，任职日期要在它之后"
        return [_refused("started_on", "overlap", text)]
    return []


def years_after(start: date, years: int) -> date:
    """The last day of a term of so many years: 2026-09-01 and 3 → 2029-08-31."""
    try:
        same = start.replace(year=start.year + years)
    except ValueError:  # 29 February
        same = date(start.year + years, 3, 1)
    return same - timedelta(days=1)


def _missing(field: str, reason: str) -> Problem:
    return Problem("refused", field, "missing", reason)


def _refused(field: str, code: str, reason: str) -> Problem:
    return Problem("refused", field, code, reason)
