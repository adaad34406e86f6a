"""The fields of a person and of a household in the words of the card."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from ldz_desktop.domain import codes
from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.domain.masks import mask_id, mask_phone
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.record import record

HIDDEN = "已隐藏"
STATES = {"present": "在册", "moved": "已迁出", "dead": "已去世"}
REGISTERED: Mapping[bool | None, str] = {None: "", True: "在本地", False: "在外地"}
LIVING: Mapping[bool, str] = {True: "住在这里", False: "不住这里"}

Worded = Callable[[Any], str]

T = TypeVar("T", Resident, Household)


def _day(value: Any) -> str:  # noqa: ANN401 - a date or None
    return date_text(value) if value else ""


def _hidden(value: Any) -> str:  # noqa: ANN401 - whatever it is
    return HIDDEN if value else ""


def _linked(value: Any) -> str:  # noqa: ANN401 - somebody's id or None
    return "已登记" if value else ""


def _plain(value: Any) -> str:  # noqa: ANN401 - text or None
    return value or ""


_MEMBER: Mapping[str, tuple[str, Worded]] = {
    "name": ("姓名", _plain),
    "relation": ("与户主关系", codes.RELATION.label),
    "id_number": ("证件号码", lambda v: mask_id(v or "")),
    "id_type": ("证件类型", _plain),
    "sex": ("性别", codes.SEX.label),
    "birth": ("出生日期", _day),
    "phone": ("电话", lambda v: mask_phone(v or "")),
    "ethnic": ("民族", codes.ETHNIC.label),
    "education": ("文化程度", codes.EDUCATION.label),
    "marital": ("婚姻状况", codes.MARITAL.label),
    "political": ("政治面貌", codes.POLITICAL.label),
    "occupation": ("职业", codes.EMPLOYMENT.label),
    "workplace": ("工作单位", _plain),
    "health": ("健康状况", _hidden),
    "registered_here": ("户籍", lambda v: REGISTERED[v]),
    "lives_here": ("居住", lambda v: LIVING[v]),
    "registered_address": ("户籍地址", _plain),
    "state": ("状态", lambda v: STATES[v]),
    "state_on": ("迁出或去世日期", _day),
    "note": ("备注", _plain),
    "spouse_id": ("配偶", _linked),
    "father_id": ("父亲", _linked),
    "mother_id": ("母亲", _linked),
}
_HOUSEHOLD: Mapping[str, tuple[str, Worded]] = {
    "unit": ("单元", _plain),
    "room": ("房号", _plain),
    "tenure": ("居住情况", _plain),
    "checked_on": ("上次核对", _day),
    "note": ("备注", _plain),
    "contact_name": ("紧急联系人", _plain),
    "contact_relation": ("与本户关系", _plain),
    "contact_phone": ("联系电话", lambda v: mask_phone(v or "")),
    "landlord_name": ("房东", _plain),
    "landlord_phone": ("房东电话", lambda v: mask_phone(v or "")),
    "opened_on": ("建档日期", _day),
}


@record
class Difference:
    """A field that somebody else changed meanwhile. mine: empty where I left it alone."""

    field: str
    caption: str
    theirs: str
    mine: str


def differences(before: T, mine: T, theirs: T) -> tuple[Difference, ...]:
    """What the other person changed since `before`, in words, sensitive values masked. The same
    change made by both is none."""
    table = _worded(before)
    found = []
    for field, (caption, worded) in table.items():
        was, his, my = (getattr(record, field) for record in (before, theirs, mine))
        if his not in (was, my):
            own = (worded(my) or "（空）") if my != was else ""
            found.append(Difference(field, caption, worded(his) or "（空）", own))
    return tuple(found)


def merged(before: T, mine: T, theirs: T) -> T:
    """My changes on top of theirs: what only the other person changed stays theirs."""
    own = {
        field.name: getattr(mine, field.name)
        for field in fields(before)
        if field.name in _worded(before)
        and getattr(mine, field.name) != getattr(before, field.name)
    }
    return replace(theirs, **own)


def _worded(record: object) -> Mapping[str, tuple[str, Worded]]:
    return _MEMBER if isinstance(record, Resident) else _HOUSEHOLD
