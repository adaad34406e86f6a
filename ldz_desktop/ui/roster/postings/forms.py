"""The fields of a notice, an objection, a decision, a report and of taking down."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QLabel

from ldz_desktop.domain.postings import (
    CHANNELS,
    KINDS,
    LONGEST,
    Decision,
    Length,
    Objection,
    Posting,
    PostingDraft,
    Report,
)
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.workdays import Calendar, notice_period, period_text
from ldz_desktop.ui.kit.editors import (
    DateEditor,
    NoteEditor,
    NumberEditor,
    PickEditor,
    TextEditor,
)
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import label

_LONG = 500
_UNITS = [("working", "工作日"), ("calendar", "自然日")]
FREE = ("other", "award", "decision", "correction")
"""Kinds that begin here; rankings and candidates come from their own places."""


def posting_form(length: Length, *, posted: date | None) -> Form:
    """All of a notice. posted: the day of posting that is proposed, None: it does not hang yet and
    the form does not ask."""
    form = Form(columns=2)
    form.add("kind", "类别(&K)", PickEditor([(key, KINDS[key]) for key in FREE]))  # type: ignore[index]  # keys of KINDS
    form.add("unit", "署名单位(&U)", TextEditor("不填就用办公室的署名单位", longest=60))
    form.add("title", "标题(&T)", TextEditor("如 关于调整例会时间的公示", longest=80), wide=True)
    hint = (
        "写在这里就能印成公示，一行一段；已有纸质公示的可以不填。公示上不写身份证号、电话和房号。"
    )
    form.add("content", "正文(&W)", NoteEditor(lines=5), hint=hint, wide=True)
    form.add("place", "张贴地点(&P)", TextEditor("如 社区公示栏", longest=80))
    form.add("contact", "联系电话(&C)", TextEditor("不填就用监督电话", longest=40))
    _add_length(form)
    if posted is not None:
        form.add("posted_on", "张贴日期(&D)", DateEditor())
    form.add("note", "备注(&B)", TextEditor(longest=200), wide=True)
    form.set_values({"days": length.days, "day_unit": length.unit, "posted_on": posted})
    return form


def _add_length(form: Form) -> None:
    form.add("days", "公示期(&L)", NumberEditor(1, LONGEST))
    form.add("day_unit", "按(&Z)", PickEditor(_UNITS))


def period_words(form: Form, calendar: Calendar) -> QLabel:
    """A line that says until when it runs, as the fields change."""
    words = label("", "muted", wrap=True)

    def show() -> None:
        values = form.values()
        posted, days = values["posted_on"], values["days"]
        text = ""
        if posted is not None and days:
            period = notice_period(posted, days, calendar, values["day_unit"])
            text = f"张贴当天不算，公示期 {period_text(period)}"
        words.setText(text)

    form.changed.connect(show)
    show()
    return words


def draft_of(values: Mapping[str, Any], before: Posting | None = None) -> PostingDraft:
    """What the fields say; before: the notice whose kind and matter stay."""
    draft = PostingDraft(
        kind=values.get("kind") or "other",
        title=values.get("title") or "",
        unit=values.get("unit"),
        place=values.get("place"),
        contact=values.get("contact"),
        days=values.get("days") or 0,
        day_unit=values.get("day_unit"),
        posted_on=values.get("posted_on"),
        content=values.get("content"),
        note=values.get("note"),
    )
    if before is None:
        return draft
    return replace(draft, kind=before.kind, about=before.about, previous_id=before.previous_id)


def values_of(posting: Posting) -> dict[str, Any]:
    """A notice for its form."""
    keys = ("kind", "unit", "title", "content", "place", "contact", "days", "day_unit", "note")
    return {key: getattr(posting, key) for key in keys}


def place_form(posting: Posting) -> Form:
    """What may change about a notice that people have read."""
    form = Form()
    form.add("place", "张贴地点(&P)", TextEditor("如 社区公示栏", longest=80))
    form.add("contact", "联系电话(&C)", TextEditor(longest=40))
    form.add("note", "备注(&B)", NoteEditor(lines=3))
    form.set_values(values_of(posting))
    return form


def put_up_form(posting: Posting, today: date) -> Form:
    """The day of posting."""
    form = Form()
    form.add("posted_on", "张贴日期(&D)", DateEditor())
    _add_length(form)
    form.set_values({"days": posting.days, "day_unit": posting.day_unit, "posted_on": today})
    for key in ("days", "day_unit"):
        form.show_field(key, visible=False)  # decided in the draft; the words below need them
    return form


def repost_form(posting: Posting, length: Length, today: date) -> Form:
    """A new notice after this one."""
    form = Form(columns=2)
    down = posting.withdrawn_on is None and posting.reported_on is None
    form.add("title", "标题(&T)", TextEditor(longest=80), wide=True)
    if posting.content or not posting.about:
        form.add("content", "正文(&W)", NoteEditor(lines=5), wide=True)
    form.add("posted_on", "张贴日期(&D)", DateEditor())
    form.add("place", "张贴地点(&P)", TextEditor(longest=80))
    _add_length(form)
    hint = "原公示同时撤下，这就是撤下的原因；两份公示连在一起。" if down else "两份公示连在一起。"
    reason = TextEditor("如 异议核查需要时间，延长公示", longest=100)
    form.add("repost_reason", "原因(&Y)", reason, hint=hint, wide=True)
    values = values_of(posting)
    form.set_values({**values, "days": length.days, "day_unit": length.unit, "posted_on": today})
    return form


def objection_form(today: date) -> Form:
    form = Form()
    form.add("received_on", "收到日期(&D)", DateEditor())
    form.add("channel", "方式(&C)", PickEditor([(way, way) for way in CHANNELS]))
    hint = "可以不填（匿名）；屏幕上和结果报告里都遮住。"
    form.add("from_whom", "反映人(&W)", TextEditor(longest=50), hint=hint)
    hint = "会印在结果报告上：写事情，不写姓名、电话和房号。"
    form.add("matter", "内容(&N)", NoteEditor(lines=4), hint=hint)
    form.set_values({"received_on": today})
    return form


def objection_of(values: Mapping[str, Any], today: date) -> Objection:
    return Objection(
        0, 0, values["received_on"] or today, (values["matter"] or "")[:_LONG],
        values["channel"], values["from_whom"],
    )  # fmt: skip


def decision_form(today: date, decided_by: str) -> Form:
    form = Form()
    form.add(
        "upheld", "异议(&U)", PickEditor([(None, "请选择"), (False, "不成立"), (True, "成立")])
    )
    form.add("decision", "决定(&J)", NoteEditor("如 维持公示结果，已当面说明", lines=2))
    form.add("reason", "理由(&Y)", NoteEditor("查了什么，依据是什么", lines=3))
    form.add("decided_by", "谁决定的(&W)", TextEditor("如 社区党支部", longest=60))
    form.add("decided_on", "答复日期(&D)", DateEditor())
    form.set_values({"decided_on": today, "decided_by": decided_by})
    return form


def decision_of(values: Mapping[str, Any]) -> Decision:
    return Decision(
        values["decided_on"], values["decided_by"], values["upheld"], values["decision"],
        values["reason"],
    )  # fmt: skip


def report_form(proposed: Report) -> Form:
    form = Form()
    form.add("reported_on", "报告日期(&D)", DateEditor())
    form.add("conclusion", "结论(&J)", NoteEditor(lines=3))
    form.add("next_step", "下一步(&N)", NoteEditor(lines=3))
    form.set_values(
        {key: getattr(proposed, key) for key in ("reported_on", "conclusion", "next_step")}
    )
    return form


def report_of(values: Mapping[str, Any]) -> Report:
    return Report(values["reported_on"], values["conclusion"], values["next_step"])


def withdraw_form(today: date) -> Form:
    form = Form()
    form.add("withdrawn_on", "撤下日期(&D)", DateEditor())
    form.add("withdraw_reason", "原因(&Y)", NoteEditor("如 内容有误，更正后重新公示", lines=3))
    form.set_values({"withdrawn_on": today})
    return form


def reason_form() -> Form:
    form = Form()
    form.add("reason", "原因(&Y)", NoteEditor("如 期满后收到新的异议", lines=3))
    return form


def length_form(length: Length) -> Form:
    form = Form()
    _add_length(form)
    form.set_values({"days": length.days, "day_unit": length.unit})
    return form


def length_of(values: Mapping[str, Any]) -> Length:
    return Length(values["days"] or 0, values["day_unit"])


def needs_day(values: Mapping[str, Any], field: str, missing: str) -> tuple[Problem, ...]:
    """A day that must be there."""
    return () if values[field] else (Problem("refused", field, "missing", missing),)
