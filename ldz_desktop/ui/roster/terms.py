"""Forms about terms of office: a new leader for a building, and the end of a term."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ldz_desktop.domain.leaders import END_REASONS, LeaderRow
from ldz_desktop.domain.problems import Problem
from ldz_desktop.ui.kit.editors import DateEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.roster.columns import building_title

OTHER = END_REASONS[-1]


def appoint_form(vacancies: Sequence[LeaderRow], today: date) -> Form:
    """Which building, from when; the person's fields follow."""
    form = Form()
    pairs = [(r.building_id, building_title(r)) for r in vacancies]
    form.add("building_id", "楼栋", PickEditor(pairs))
    _add_start(form, today)
    return form


def end_form(today: date) -> Form:
    """When a term ends, and why."""
    form = Form()
    _add_end(form, today)
    return form


def replace_form(today: date) -> Form:
    """The end of one term and the start of the next; the new person's fields follow."""
    form = Form()
    _add_end(form, today)
    _add_start(form, today, "接任日期")
    return form


def reason_of(values: Mapping[str, Any]) -> str:
    """The reason as it is kept: one of the usual ones, or what was written."""
    chosen = str(values["reason"] or "")
    return str(values["reason_text"] or "") if chosen == OTHER else chosen


def end_problems(values: Mapping[str, Any], started_on: date | None) -> tuple[Problem, ...]:
    """What is missing or odd about the end of a term that began on started_on."""
    found = []
    ended_on = values["ended_on"]
    if ended_on is None:
        found.append(_missing("ended_on", "请填写卸任日期"))
    elif started_on is not None and ended_on < started_on:
        found.append(Problem("refused", "ended_on", "before_start", "卸任日期早于任职日期"))
    if not reason_of(values):
        other = values["reason"] == OTHER
        found.append(_missing("reason_text" if other else "reason", "请写明原因"))
    return tuple(found)


def start_problems(values: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What is missing or odd about the start of a term."""
    started_on, ended_on = values["started_on"], values.get("ended_on")
    if started_on is None:
        return (_missing("started_on", "请填写任职日期"),)
    if ended_on is not None and started_on < ended_on:
        return (Problem("refused", "started_on", "overlap", "接任日期早于前任的卸任日期"),)
    return ()


def _add_end(form: Form, today: date) -> None:
    form.add("ended_on", "卸任日期", DateEditor())
    reason = PickEditor([("", "请选择"), *((r, r) for r in END_REASONS)])
    form.add("reason", "原因", reason)
    form.add("reason_text", "说明", TextEditor("写明原因", longest=60))
    form.show_field("reason_text", visible=False)
    reason.changed.connect(lambda: form.show_field("reason_text", visible=reason.value() == OTHER))
    form.set_values({"ended_on": today})


def _add_start(form: Form, today: date, caption: str = "任职日期") -> None:
    form.add("started_on", caption, DateEditor())
    form.set_values({"started_on": today})


def _missing(field: str, reason: str) -> Problem:
    return Problem("refused", field, "missing", reason)
