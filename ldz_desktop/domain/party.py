"""The way into the party: five stages, each with its day (domain.md §1, 优先发展党员)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.problems import Problem

APPLICANT, ACTIVIST, CANDIDATE = "入党申请人", "入党积极分子", "发展对象"
PROBATIONARY, FULL = "预备党员", "正式党员"
STAGES = (APPLICANT, ACTIVIST, CANDIDATE, PROBATIONARY, FULL)
"""In the order of 《中国共产党发展党员工作细则》; kept as these words."""

_CODES = {PROBATIONARY: "02", FULL: "01"}
_A_YEAR_AFTER = {CANDIDATE: (ACTIVIST, "培养教育"), FULL: (PROBATIONARY, "预备期")}
_OF_AGE = 18


@dataclass(frozen=True, slots=True)
class PartyStep:
    """One stage reached. id 0: not yet stored."""

    id: int
    leader_id: int
    stage: str
    happened_on: date
    note: str | None = None


def political_of(stage: str) -> str | None:
    """The code of 政治面貌 (GB/T 4762) that a stage brings; None where it brings none."""
    return _CODES.get(stage)


def next_stage(steps: Sequence[PartyStep]) -> str | None:
    """The stage after the furthest one reached; None after the last."""
    reached = max((STAGES.index(s.stage) for s in steps), default=-1)
    return STAGES[reached + 1] if reached + 1 < len(STAGES) else None


def in_order(steps: Sequence[PartyStep]) -> tuple[PartyStep, ...]:
    """By stage."""
    return tuple(sorted(steps, key=lambda s: STAGES.index(s.stage)))


def check_step(
    stage: str | None,
    on: date | None,
    others: Sequence[PartyStep],
    *,
    today: date,
    birth: date | None = None,
) -> tuple[Problem, ...]:
    """What is wrong with a step beside the other ones of the same person.

    Refused: nothing chosen, a stage that is there already, a day to come, a day before an earlier
    stage or after a later one. Notes (工作细则): less than a year from 积极分子 to 发展对象 or from
    预备 to 正式, an application before the 18th birthday.
    """
    if stage not in STAGES:
        return (Problem("refused", "stage", "missing", "请选择到了哪一步"),)
    if any(other.stage == stage for other in others):
        return (Problem("refused", "stage", "twice", f"“{stage}”已经登记过，请修改原来那一条"),)
    if on is None:
        return (Problem("refused", "happened_on", "missing", "请填写日期"),)
    if on > today:
        return (Problem("refused", "happened_on", "future", "日期不能晚于今天"),)
    wrong = _out_of_order(stage, on, others)
    return (wrong,) if wrong else _notes(stage, on, others, birth)


def _out_of_order(stage: str, on: date, others: Sequence[PartyStep]) -> Problem | None:
    at = STAGES.index(stage)
    for other in in_order(others):
        place = STAGES.index(other.stage)
        if place < at and on < other.happened_on:
            reason = f"不能早于成为{other.stage}的日期"
        elif place > at and on > other.happened_on:
            reason = f"不能晚于成为{other.stage}的日期"
        else:
            continue
        return Problem("refused", "happened_on", "order", reason)
    return None


def _notes(
    stage: str, on: date, others: Sequence[PartyStep], birth: date | None
) -> tuple[Problem, ...]:
    days = {other.stage: other.happened_on for other in others} | {stage: on}
    found = []
    for later, (earlier, what) in _A_YEAR_AFTER.items():
        known = stage in (later, earlier) and later in days and earlier in days
        if known and days[later] < _years_after(days[earlier], 1):
            reason = f"{earlier}到{later}不满一年（{what}应满一年），请核对"
            found.append(Problem("note", "happened_on", "short", reason))
    if stage == APPLICANT and birth is not None and on < _years_after(birth, _OF_AGE):
        found.append(Problem("note", "happened_on", "young", "申请时不满 18 周岁，请核对"))
    return tuple(found)


def _years_after(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
