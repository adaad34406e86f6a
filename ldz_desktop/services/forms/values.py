"""What a field says of a person: text, a number or a day; None where the archive does not know."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from ldz_desktop.domain.codes import (
    EDUCATION,
    EMPLOYMENT,
    ETHNIC,
    HEALTH,
    ID_TYPE,
    MARITAL,
    POLITICAL,
    RELATION,
    SEX,
    TENURE,
    CodeTable,
)
from ldz_desktop.domain.households import HEAD, age_on
from ldz_desktop.services.forms.fields import KINDS, TAG
from ldz_desktop.services.forms.people import Case, Home, Person

Value: TypeAlias = str | int | date | None
Getter: TypeAlias = Callable[[Case], Value]
YES, NO = "是", "否"


def _plain(name: str) -> Getter:
    place = Person._fields.index(name)

    def get(case: Case) -> Value:
        found: Value = case.person[place]
        return found

    return get


def _coded(name: str, table: CodeTable) -> Getter:
    place = Person._fields.index(name)
    labels: dict[object, str] = {entry.code: entry.label for entry in table.entries}

    def get(case: Case) -> Value:
        code = case.person[place]
        return None if code is None else labels.get(code, str(code))

    return get


def _home(name: str) -> Getter:
    place = Home._fields.index(name)

    def get(case: Case) -> Value:
        return case.home[place] or None

    return get


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _age(case: Case) -> Value:
    birth = _day(case.person.birth)
    return None if birth is None else age_on(birth, case.filling.today)


def _registered(case: Case) -> Value:
    here = case.person.registered_here
    if here is None:
        return None
    return f"户{'在' if here else '不在'}人{'在' if case.person.lives_here else '不在'}"


def _address(case: Case) -> Value:
    home = case.home
    return f"{home.compound}{home.building}{home.unit}{home.room}"


def _whole_address(case: Case) -> Value:
    return f"{case.home.community}{_address(case)}"


def _is_head(case: Case) -> Value:
    return YES if case.person.relation == HEAD else NO


def _tagged(kind: str) -> Getter:
    def get(case: Case) -> Value:
        if kind in case.tags:
            return YES
        return NO if kind in case.filling.kinds else None

    return get


def _relation(case: Case) -> Value:
    code = case.person.relation
    return None if code is None else RELATION.label(code)


_PERSON_FIELDS: Mapping[str, Getter] = {
    **{name: _plain(name) for name in ("name", "id_number", "phone", "workplace", "note")},
    "registered_address": _plain("registered_address"),
    "sex": _coded("sex", SEX),
    "id_type": _coded("id_type", ID_TYPE),
    "ethnic": _coded("ethnic", ETHNIC),
    "education": _coded("education", EDUCATION),
    "occupation": _coded("occupation", EMPLOYMENT),
    "health": _coded("health", HEALTH),
    "political": _coded("political", POLITICAL),
    "marital": _coded("marital", MARITAL),
    "birth": lambda case: _day(case.person.birth),
    "birth_month": lambda case: _day(case.person.birth),
    "age": _age,
    "registered": _registered,
    "relation": _relation,
}
_FIELDS: Mapping[str, Getter] = {
    **_PERSON_FIELDS,
    "is_head": _is_head,
    "people": lambda case: case.home.people,
    **{name: _home(name) for name in ("street", "community", "compound", "building", "unit")},
    "room": _home("room"),
    "door": lambda case: f"{case.home.unit}{case.home.room}",
    "address": _address,
    "whole_address": _whole_address,
    "tenure": lambda case: TENURE.label(case.home.tenure) or None,
    "file_no": _home("file_no"),
    "checked": lambda case: _day(case.home.checked_on),
    "opened": lambda case: _day(case.home.opened_on),
    "contact.name": _home("contact_name"),
    "contact.phone": _home("contact_phone"),
    "contact.both": lambda case: (
        " ".join(filter(None, (case.home.contact_name, case.home.contact_phone))) or None
    ),
    "contact.relation": lambda case: RELATION.label(case.home.contact_relation) or None,
    "landlord.name": _home("landlord_name"),
    "landlord.phone": _home("landlord_phone"),
    "leader.name": lambda case: case.filling.leaders.get(case.home.building_id, ("", ""))[0],
    "leader.phone": lambda case: case.filling.leaders.get(case.home.building_id, ("", ""))[1],
    "tags": lambda case: "、".join(case.tags) or None,
    **{TAG + kind: _tagged(kind) for kind in KINDS},
    "seq": lambda case: case.seq,
    "filled_on": lambda case: case.filling.today,
    "filled_by": lambda case: case.filling.account or None,
    "unit_name": lambda case: case.filling.unit or None,
    "office_name": lambda case: case.filling.office or None,
    "office_phone": lambda case: case.filling.phone or None,
}


def getter(key: str) -> Getter:
    """How a field is worked out. KeyError for what is no field."""
    found = _FIELDS.get(key)
    if found is not None:
        return found
    if key.startswith(TAG):
        return _tagged(key.removeprefix(TAG))
    group, _, name = key.partition(".")
    inner = _PERSON_FIELDS[name]

    def get(case: Case) -> Value:
        other = case.kin(group)
        return None if other is None else inner(case.of(other))

    return get


def relation_between(case: Case, member: Person) -> Value:
    """What a member of the family is to the person of the form; None where it is not certain."""
    code = case.relation_of(member)
    return None if code is None else RELATION.label(code)
