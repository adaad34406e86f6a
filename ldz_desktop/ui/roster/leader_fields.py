"""The fields of a leader, for editing one and for appointing a new one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ldz_desktop.domain.codes import EDUCATION, POLITICAL, SEX
from ldz_desktop.domain.leaders import FACTS, Leader
from ldz_desktop.domain.masks import mask_id, mask_phone
from ldz_desktop.ui.kit.editors import BirthEditor, ChoiceEditor, NoteEditor, TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.roster.secret_editor import SecretEditor

LONGEST_NAME = 50
NOBODY = Leader(0, "")


def add_leader_fields(form: Form) -> None:
    """Append the fields; their keys are attribute names of Leader."""
    form.add("name", "姓名", TextEditor(longest=LONGEST_NAME))
    form.add("phone", "电话", SecretEditor(mask_phone, "手机或座机"))
    form.add("id_number", "证件号码", SecretEditor(mask_id, "可不填；填了自动得出性别和出生日期"))
    form.add("sex", "性别", ChoiceEditor(SEX))
    form.add("birth", "出生日期", BirthEditor())
    form.add("political", "政治面貌", ChoiceEditor(POLITICAL))
    form.add("education", "文化程度", ChoiceEditor(EDUCATION))
    form.add("branch", "所在党支部", TextEditor("党员组织关系所在的支部", longest=60))
    form.add("former_work", "原职业", TextEditor("如 退休前是中学教师", longest=60))
    form.add("service", "服役经历", TextEditor("如 1995年至2003年服役", longest=60))
    form.add("note", "备注", NoteEditor(lines=2))


def field_values(leader: Leader) -> dict[str, Any]:
    """What the fields show of a leader."""
    return {key: getattr(leader, key) for key in FACTS}


def leader_of(before: Leader, values: Mapping[str, Any]) -> Leader:
    """The leader as the fields say."""
    taken = {key: values[key] for key in FACTS}
    taken["name"] = taken["name"] or ""
    return replace(before, **taken)
