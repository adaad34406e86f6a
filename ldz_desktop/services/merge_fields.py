"""The fields of two records of one person: which value is proposed, and both in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ldz_desktop.domain.codes import EMPLOYMENT, TABLES
from ldz_desktop.domain.households import HEAD, Resident
from ldz_desktop.domain.identity import Identity, check_id
from ldz_desktop.domain.kin_codes import NO_RELATIVE
from ldz_desktop.domain.masks import mask_id, mask_phone
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.duplicates_records import Choice, MergeField

Choices = Mapping[str, Choice]

_STATES = {"present": "在册", "moved": "已迁出", "dead": "已去世"}
_LIVES = {True: "住在这里", False: "不住这里"}
_REGISTERED = {True: "在本地", False: "在外地", None: ""}
_LINKS = ("father_id", "mother_id", "spouse_id")


@dataclass(frozen=True, slots=True)
class Two:
    """The two records, and what is needed to word them. addresses, closed (whether the file is):
    of keep and drop; name: of somebody by id."""

    keep: Resident
    drop: Resident
    addresses: tuple[str, str]
    closed: tuple[bool, bool]
    name: Callable[[int | None], str]
    today: date

    @property
    def one_household(self) -> bool:
        return self.keep.household_id == self.drop.household_id


@dataclass(frozen=True, slots=True)
class _Field:
    """attributes: what is taken over together. secret: masked."""

    key: str
    title: str
    attributes: tuple[str, ...]
    text: Callable[[Resident, Two], str]
    secret: bool = False


def _plain(attribute: str) -> Callable[[Resident, Two], str]:
    return lambda one, two: getattr(one, attribute) or ""


def _coded(attribute: str) -> Callable[[Resident, Two], str]:
    return lambda one, two: TABLES[attribute].label(getattr(one, attribute))


def _linked(attribute: str) -> Callable[[Resident, Two], str]:
    return lambda one, two: two.name(getattr(one, attribute))


def _home(one: Resident, two: Two) -> str:
    address = two.addresses[0 if one is two.keep else 1]
    relation = TABLES["relation"].label(one.relation) or "关系未填"
    return f"{address}（{relation}，{_LIVES[one.lives_here]}）"


def _state(one: Resident, two: Two) -> str:
    del two
    day = f" {date_text(one.state_on)}" if one.state_on else ""
    return _STATES[one.state] + day


_FIELDS: tuple[_Field, ...] = (
    _Field("name", "姓名", ("name",), _plain("name")),
    _Field(
        "id_number", "证件号码", ("id_number", "id_type", "id_old"),
        lambda one, two: mask_id(one.id_number), secret=True,
    ),
    _Field("sex", "性别", ("sex",), _coded("sex")),
    _Field("birth", "出生日期", ("birth",),
           lambda one, two: date_text(one.birth) if one.birth else ""),
    _Field("phone", "电话", ("phone",), lambda one, two: mask_phone(one.phone), secret=True),
    _Field("home", "所在户", ("household_id", "position", "relation", "lives_here"), _home),
    _Field("relation", "与户主关系", ("relation", "position"), _coded("relation")),
    _Field("lives_here", "居住", ("lives_here",), lambda one, two: _LIVES[one.lives_here]),
    _Field("state", "状态", ("state", "state_on"), _state),
    _Field("ethnic", "民族", ("ethnic",), _coded("ethnic")),
    _Field("education", "文化程度", ("education",), _coded("education")),
    _Field("marital", "婚姻状况", ("marital",), _coded("marital")),
    _Field("political", "政治面貌", ("political",), _coded("political")),
    _Field("occupation", "职业", ("occupation",),
           lambda one, two: EMPLOYMENT.label(one.occupation)),
    _Field("workplace", "工作单位", ("workplace",), _plain("workplace")),
    _Field("health", "健康状况", ("health",),
           lambda one, two: "（已隐藏）" if one.health else "", secret=True),
    _Field("registered_here", "户籍", ("registered_here",),
           lambda one, two: _REGISTERED[one.registered_here]),
    _Field("registered_address", "户籍地址", ("registered_address",),
           _plain("registered_address")),
    _Field("father_id", "父亲", ("father_id",), _linked("father_id")),
    _Field("mother_id", "母亲", ("mother_id",), _linked("mother_id")),
    _Field("spouse_id", "配偶", ("spouse_id",), _linked("spouse_id")),
)  # fmt: skip


def merge_fields(two: Two) -> tuple[MergeField, ...]:
    """Every field that one of the two has, with the value that is proposed."""
    chosen = proposals(two)
    found = []
    for field in _of(two):
        values = [[getattr(r, a) for a in field.attributes] for r in (two.keep, two.drop)]
        mine, other = field.text(two.keep, two), field.text(two.drop, two)
        if mine or other:
            same = values[0][0] == values[1][0] if field.secret else mine == other
            found.append(
                MergeField(
                    field.key,
                    field.title,
                    mine,
                    other,
                    chosen[field.key],
                    same,
                    secret=field.secret,
                    places=_places(field, *values),
                )
            )
    return tuple(found)


def proposals(two: Two) -> dict[str, Choice]:
    """Field → which record's value is proposed."""
    keep, drop = two.keep, two.drop
    number = _number(two)
    judged = _judged(keep if number == "keep" else drop, two.today)
    found: dict[str, Choice] = {}
    for field in _of(two):
        attribute = field.attributes[0]
        mine, other = getattr(keep, attribute), getattr(drop, attribute)
        found[field.key] = "drop" if mine in (None, "") and other not in (None, "") else "keep"
        said = {"birth": judged.birth, "sex": judged.sex}.get(field.key)
        if said is not None and mine != said and other == said:
            found[field.key] = "drop"
    found["id_number"] = found["name"] = number  # a document tells the name, too
    found["state"] = _state_of(keep, drop)
    if two.one_household:
        found["relation"] = _relation(keep, drop, found["relation"])
    else:
        found["home"] = _home_of(two)
    return found


def merged(two: Two, choices: Choices) -> Resident:
    """The record that is left, by the choices; a field that is not chosen is as proposed. Both
    notes stay."""
    chosen = {**proposals(two), **choices}
    values: dict[str, Any] = {}
    for field in _of(two):
        if chosen[field.key] == "drop":
            values.update({a: getattr(two.drop, a) for a in field.attributes})
    after = replace(two.keep, **values, note=_notes(two.keep.note, two.drop.note))
    themselves = (two.keep.id, two.drop.id)
    nobody = {link: None for link in _LINKS if getattr(after, link) in themselves}
    return replace(after, **nobody)  # type: ignore[arg-type]  # links alone


def _of(two: Two) -> list[_Field]:
    """In one household relation and living are fields of their own, else they go with the home."""
    left_out = ("home",) if two.one_household else ("relation", "lives_here")
    return [field for field in _FIELDS if field.key not in left_out]


def _judged(resident: Resident, today: date) -> Identity:
    return check_id(resident.id_number or "", today, id_type=resident.id_type)


def _number(two: Two) -> Choice:
    """A number that passes before one that does not, 18 digits before others."""
    if not two.keep.id_number or not two.drop.id_number:
        return "keep" if two.keep.id_number or not two.drop.id_number else "drop"

    def rank(resident: Resident) -> tuple[bool, bool]:
        found = _judged(resident, two.today)
        return found.ok, found.birth is not None

    return "drop" if rank(two.drop) > rank(two.keep) else "keep"


def _state_of(keep: Resident, drop: Resident) -> Choice:
    """A death was written down for a reason; who is present has not moved away."""
    order = {"dead": 0, "present": 1, "moved": 2}
    return "drop" if order[drop.state] < order[keep.state] else "keep"


def _home_of(two: Two) -> Choice:
    """An open file before a closed one, where somebody lives before where not, among relatives
    before among strangers."""

    def lives(resident: Resident, closed: bool) -> tuple[bool, ...]:
        kin = resident.relation not in (None, NO_RELATIVE)
        return not closed, resident.state == "present", resident.lives_here, kin

    mine, other = (
        lives(resident, closed)
        for resident, closed in zip((two.keep, two.drop), two.closed, strict=True)
    )
    return "drop" if other > mine else "keep"


def _relation(keep: Resident, drop: Resident, proposed: Choice) -> Choice:
    heads = [r.relation == HEAD and r.state == "present" for r in (keep, drop)]
    if heads[0] == heads[1]:
        return proposed
    return "keep" if heads[0] else "drop"


def _notes(mine: str | None, other: str | None) -> str | None:
    if not other or other == mine:
        return mine
    return f"{mine}；{other}" if mine else other


def _places(field: _Field, mine: list[Any], other: list[Any]) -> tuple[int, ...]:
    if field.key not in ("id_number", "phone"):
        return ()
    one, two = mine[0] or "", other[0] or ""
    if len(one) != len(two):
        return ()
    return tuple(i for i, (a, b) in enumerate(zip(one, two, strict=True), 1) if a != b)
