"""What looking through a household finds, what would mend it, and what is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from ldz_desktop.domain.households import Household, Resident

Severity = Literal["wrong", "missing", "due"]
SEVERITIES: Mapping[Severity, str] = {"wrong": "矛盾", "missing": "缺项", "due": "待核"}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding. title: a few words for lists."""

    code: str
    title: str
    severity: Severity


KINDS: tuple[Kind, ...] = (
    Kind("two_heads", "有两个户主", "wrong"),
    Kind("no_head", "没有户主", "wrong"),
    Kind("child_head", "户主未成年", "wrong"),
    Kind("no_adult", "户内没有成年人", "wrong"),
    Kind("twice", "同一人登记两次", "wrong"),
    Kind("number_wrong", "证件号码有误", "wrong"),
    Kind("sex_mismatch", "性别与证件不符", "wrong"),
    Kind("birth_mismatch", "出生日期与证件不符", "wrong"),
    Kind("relation_sex", "关系与性别不符", "wrong"),
    Kind("own_relative", "配偶或父母是本人", "wrong"),
    Kind("spouse_one_way", "配偶登记不对应", "wrong"),
    Kind("link_lost", "亲属档案已不在", "wrong"),
    Kind("parent_younger", "父母比子女年轻", "wrong"),
    Kind("dead_visited", "去世后还有走访", "wrong"),
    Kind("away_tagged", "人不在却有独居标签", "wrong"),
    Kind("vacant_lived", "空置房住着人", "wrong"),
    Kind("too_old", "年龄超过110岁", "wrong"),
    Kind("minor_political", "未成年人有政治面貌", "wrong"),
    Kind("name_missing", "姓名未填", "missing"),
    Kind("room_missing", "房号未填", "missing"),
    Kind("relation_missing", "与户主关系未填", "missing"),
    Kind("phone_missing", "户主没有电话", "missing"),
    Kind("unchecked", "一年未核对", "due"),
)
BY_CODE: Mapping[str, Kind] = {kind.code: kind for kind in KINDS}

Value = str | int | bool | date | None


@dataclass(frozen=True, slots=True)
class Fix:
    """One value of one row. table: resident, household, dwelling, tag or visit."""

    table: Literal["resident", "household", "dwelling", "tag", "visit"]
    id: int
    field: str
    value: Value


@dataclass(frozen=True, slots=True)
class Repair:
    """What one button does. preview: the sentence that says so beforehand; merge: two records to
    make one of, (kept, dropped), instead of fixes."""

    preview: str
    fixes: tuple[Fix, ...] = ()
    merge: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. resident_id: None where it is about the household. repair: None where
    somebody must look first."""

    code: str
    household_id: int
    resident_id: int | None
    sentence: str
    repair: Repair | None = None

    @property
    def kind(self) -> Kind:
        return BY_CODE[self.code]

    @property
    def severity(self) -> Severity:
        return self.kind.severity


class Kin(NamedTuple):
    """Somebody whom a father's, mother's or spouse's link leads to."""

    id: int
    name: str
    sex: str | None
    birth: date | None
    spouse_id: int | None
    state: str


class OpenTag(NamedTuple):
    id: int
    kind: str


class Visited(NamedTuple):
    """A visit to a person."""

    id: int
    on: date


@dataclass(frozen=True, slots=True)
class Case:
    """A household with what its rules need beside it. kin: everybody linked to, members of the
    household too; tags: open ones; visits: to dead people; by resident id."""

    household: Household
    today: date
    kin: Mapping[int, Kin] = field(default_factory=dict)
    tags: Mapping[int, tuple[OpenTag, ...]] = field(default_factory=dict)
    visits: Mapping[int, tuple[Visited, ...]] = field(default_factory=dict)

    @property
    def present(self) -> list[Resident]:
        return [m for m in self.household.members if m.state == "present"]

    def found(
        self, code: str, member: Resident | None, sentence: str, repair: Repair | None = None
    ) -> Finding:
        ident = None if member is None else member.id
        return Finding(code, self.household.id, ident, sentence, repair)


def change(member: Resident, field_name: str, value: Value) -> Fix:
    return Fix("resident", member.id, field_name, value)
