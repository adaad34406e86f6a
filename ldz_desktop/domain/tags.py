"""Care tags (for services only) and how often their holders are visited (domain.md §2)."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, timedelta
from typing import Any

from ldz_desktop.domain.households import age_on
from ldz_desktop.domain.problems import Problem
from ldz_desktop.record import record

WEEKLY, MONTHLY, QUARTERLY, NEVER = 7, 30, 90, 0
PERIODS: Mapping[int, str] = {
    7: "每周", 14: "每两周", 30: "每月", 60: "每两个月", 90: "每季度", 182: "每半年",
    365: "每年", NEVER: "不走访",
}  # fmt: skip
AGED, ALONE, INFANT = "高龄", "独居", "0-3岁婴幼儿"
AGED_FROM = 80
INFANT_BELOW = 3
CHILD_BELOW = 14
"""Everything about children younger than this is sensitive by law (PIPL art. 28)."""
ADULT_FROM = 18


@record
class TagKind:
    """computed: worked out from birth and dwelling; typed: may be written down by hand; sensitive:
    health, disability, and children: hidden until 显示. every: days between visits by default."""

    name: str
    every: int = QUARTERLY
    computed: bool = False
    typed: bool = True
    sensitive: bool = False


KINDS: tuple[TagKind, ...] = (
    TagKind(AGED, computed=True, typed=False),
    TagKind(ALONE, computed=True, typed=False),
    TagKind("空巢"),
    TagKind("失能", MONTHLY, sensitive=True),
    TagKind("残疾", MONTHLY, sensitive=True),
    TagKind("低保"),
    TagKind("特困", MONTHLY),
    TagKind("重病", sensitive=True),
    TagKind("孕产妇", sensitive=True),
    TagKind(INFANT, computed=True, sensitive=True),
    TagKind("留守儿童", MONTHLY, sensitive=True),
    TagKind("困境儿童", MONTHLY, sensitive=True),
    TagKind("退役军人"),
    TagKind("优抚"),
    TagKind("失业"),
    TagKind("志愿者", NEVER),
)
BY_NAME: Mapping[str, TagKind] = {kind.name: kind for kind in KINDS}
ORDER: Mapping[str, int] = {kind.name: place for place, kind in enumerate(KINDS)}
TYPED: tuple[str, ...] = tuple(kind.name for kind in KINDS if kind.typed)
_OF_CHILDREN = ("留守儿童", "困境儿童")


@record
class Tag:
    """A tag of a person. id 0: computed, or not yet stored. from_on None: nobody knows since when.
    to_on: from that day on it no longer counts; None: it runs."""

    id: int
    resident_id: int
    kind: str
    from_on: date | None = None
    to_on: date | None = None
    basis: str | None = None

    def held_on(self, day: date) -> bool:
        begun = self.from_on is None or self.from_on <= day
        return begun and (self.to_on is None or self.to_on > day)


def is_sensitive(kind: str, birth: date | None, today: date) -> bool:
    """Sensitive by itself, or because it is about a child."""
    if birth is not None and age_on(birth, today) < CHILD_BELOW:
        return True
    return kind not in BY_NAME or BY_NAME[kind].sensitive


def years_before(day: date, years: int) -> date:
    """The day on which somebody was born who completes those years on `day` at the latest."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def in_order(kinds: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order of domain.md; unknown ones last."""
    return tuple(sorted(set(kinds), key=lambda kind: (ORDER.get(kind, len(ORDER)), kind)))


def check_tag(tag: Tag, birth: date | None, today: date) -> tuple[Problem, ...]:
    """What is odd about a tag that somebody typed."""
    found: list[Problem] = []
    kind = BY_NAME.get(tag.kind)
    if kind is None:
        found.append(Problem("refused", "kind", "unknown", "请选一种标签。"))
    elif not kind.typed:
        found.append(
            Problem("refused", "kind", "computed", f"{tag.kind}由程序按档案算出，不用填写。")
        )
    if tag.from_on and tag.to_on and tag.to_on < tag.from_on:
        found.append(Problem("refused", "to_on", "ends_first", "结束日期早于开始日期。"))
    if tag.from_on and birth and tag.from_on < birth:
        found.append(Problem("refused", "from_on", "before_birth", "开始日期早于出生日期。"))
    age = None if birth is None else age_on(birth, today)
    if age is not None and tag.kind in _OF_CHILDREN and age >= ADULT_FROM:
        found.append(Problem("note", "kind", "adult", f"这位居民已 {age} 岁。"))
    if age is not None and tag.kind == INFANT and age >= INFANT_BELOW:
        found.append(Problem("note", "kind", "grown", f"这位居民已 {age} 岁。"))
    return tuple(found)


def _default_periods() -> dict[str, int]:
    return {kind.name: kind.every for kind in KINDS}


@record
class Rhythm:
    """Days between visits. aged_alone: 80 and older who live alone; alone_from: the age from which
    living alone is by itself a reason for visits; every: by kind, 0 for none."""

    aged_alone: int = WEEKLY
    alone_from: int = 60
    every: Mapping[str, int] = field(default_factory=_default_periods)

    def period(self, kinds: Iterable[str], age: int | None) -> int:
        """The shortest period of those tags, 0 where none of them asks for visits."""
        held = set(kinds)
        periods = [
            self.every.get(kind, QUARTERLY)
            for kind in held
            if kind != ALONE or (age is not None and age >= self.alone_from)
        ]
        if {AGED, ALONE} <= held:
            periods.append(self.aged_alone)
        return min((days for days in periods if days > 0), default=NEVER)

    def as_values(self) -> dict[str, Any]:
        """As kept in the settings."""
        return {
            "aged_alone": self.aged_alone, "alone_from": self.alone_from, "every": dict(self.every)
        }  # fmt: skip

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> "Rhythm":
        """From the settings; kinds that are missing there keep their default."""
        every = _default_periods() | {
            str(kind): int(days) for kind, days in dict(values.get("every", {})).items()
        }
        plain = cls()
        return cls(
            int(values.get("aged_alone", plain.aged_alone)),
            int(values.get("alone_from", plain.alone_from)),
            every,
        )


def due_on(last: date | None, every: int) -> date | None:
    """When the next visit is due; None: nobody was ever there, so now."""
    return None if last is None else last + timedelta(days=every)
