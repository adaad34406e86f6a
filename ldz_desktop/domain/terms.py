"""Terms of office written down or corrected by hand: their days, and no two at one building at the
same time (domain.md §1)."""

from collections.abc import Iterable
from datetime import date, timedelta

from ldz_desktop.domain.leaders import AHEAD_DAYS, Tenure
from ldz_desktop.domain.problems import Problem

TOO_FAR = f"{{}}最多提前 {AHEAD_DAYS} 天登记"


def too_far(day: date, today: date) -> bool:
    """Whether a first or last day lies further ahead than anybody signs for."""
    return day > today + timedelta(days=AHEAD_DAYS)


def overlapping(term: Tenure, others: Iterable[Tenure]) -> Tenure | None:
    """The first other term at the same building that shares more than its first or last day with
    this one: on a day of change both count. A start that nobody wrote down says nothing."""
    start, end = term.started_on or term.ended_on, term.ended_on or date.max
    for other in others:
        if other.id == term.id or other.building_id != term.building_id:
            continue
        first, last = other.started_on or other.ended_on, other.ended_on or date.max
        open_both = term.ended_on is None and other.ended_on is None
        if open_both or (start and first and start < last and first < end):
            return other
    return None


def check_term(
    term: Tenure, others: Iterable[Tenure], names: dict[int, str], today: date
) -> tuple[Problem, ...]:
    """What is wrong with a term beside all other ones. names: of leaders, by id.

    Refused: no building, an end before the start, an end without a reason, days too far ahead, a
    term given until before it began, an overlap. Notes: an unknown start, a start to come.
    """
    found: list[Problem] = []
    start, end = term.started_on, term.ended_on
    if not term.building_id:
        found.append(Problem("refused", "building_id", "missing", "请选择楼栋"))
    if end is not None:
        if start is not None and end < start:
            found.append(Problem("refused", "ended_on", "order", "卸任日期早于任职日期"))
        elif too_far(end, today):
            found.append(Problem("refused", "ended_on", "future", TOO_FAR.format("卸任日期")))
        if not (term.end_reason or "").strip():
            found.append(Problem("refused", "end_reason", "missing", "请写明卸任原因"))
    if term.term_end is not None and start is not None and term.term_end < start:
        found.append(Problem("refused", "term_end", "order", "届满日期早于任职日期"))
    other = None if found else overlapping(term, others)
    if other is not None:
        who = names.get(other.leader_id, "另一位楼栋长")
        reason = f"和{who}在这栋楼的任期重叠"
        found.append(Problem("refused", "started_on", "overlap", reason))
    return (*found, *_start(start, today))


def _start(start: date | None, today: date) -> list[Problem]:
    if start is None:
        return [Problem("note", "started_on", "unknown", "没有任职日期，任期长短算不出来")]
    if too_far(start, today):
        return [Problem("refused", "started_on", "future", TOO_FAR.format("任职日期"))]
    if start > today:
        return [Problem("note", "started_on", "ahead", "任职日期还没有到，请核对")]
    return []
