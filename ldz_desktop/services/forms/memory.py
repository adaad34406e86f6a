"""What is remembered of a form: its answers, and for whom it was filled in."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.services.forms.fields import is_field
from ldz_desktop.services.forms.records import (
    Answer,
    FormPlan,
    Hints,
    LastTime,
    RememberedForm,
)
from ldz_desktop.storage.forms import FormRow


def to_row(plan: FormPlan, used_on: str) -> FormRow:
    """A plan as it is stored. People who were named one by one are not remembered: they are of
    that day."""
    last = plan.last
    mapping = {
        "answers": {key: [a.kind, a.value, a.style] for key, a in plan.answers.items()},
        "hints": asdict(plan.hints),
        "last": {
            "rules": None if last.rules is None else last.rules.as_values(),
            "purpose": last.purpose,
            "output": last.output,
            "people": last.people,
        },
    }
    text = json.dumps(mapping, ensure_ascii=False, sort_keys=True)
    return FormRow(plan.fingerprint, plan.name, text, used_on, plan.suffix)


def remembered(row: FormRow) -> RememberedForm:
    """A line of the list of remembered forms."""
    return RememberedForm(
        row.fingerprint, row.name, row.suffix, row.used_on, _last(_read(row).get("last"))
    )


def hints_of(row: FormRow) -> Hints:
    """How the form had to be read."""
    found = _read(row).get("hints")
    if not isinstance(found, dict):
        return Hints()
    return Hints(**{key: value for key, value in found.items() if key in Hints.__slots__})


def recalled(plan: FormPlan, row: FormRow) -> FormPlan:
    """The plan with the answers of last time; blanks that are new keep what was recognised."""
    mapping = _read(row)
    keys = {blank.key for blank in plan.blanks}
    answers = {
        key: answer
        for key, value in mapping.get("answers", {}).items()
        if key in keys and (answer := _answer(value)) is not None
    }
    return replace(
        plan,
        answers={**plan.answers, **answers},
        known=keys <= set(answers),
        last=_last(mapping.get("last")),
        name=row.name,
    )


def _read(row: FormRow) -> dict[str, Any]:
    try:
        found = json.loads(row.mapping)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _answer(value: Any) -> Answer | None:  # noqa: ANN401 - JSON
    kind, text, style = value
    if kind == "field" and not is_field(text):
        return None  # a field that this version does not have
    return Answer(kind, text, style)


def _last(found: Mapping[str, Any] | None) -> LastTime:
    """How it was filled in; rules this version does not know are left out."""
    if not found:
        return LastTime()
    rules = None
    with contextlib.suppress(ValueError, KeyError, TypeError):
        if found.get("rules") is not None:
            rules = PersonFilter.of_values(found["rules"])
    return LastTime(
        rules, found.get("purpose", ""), found.get("output", "one"), found.get("people", 0)
    )
