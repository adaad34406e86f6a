"""Care tags and visits of the demo district, drawn from what its people are like."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from ldz_desktop.domain.codes import EMPLOYMENT
from ldz_desktop.domain.households import age_on
from ldz_desktop.domain.tags import AGED, AGED_FROM, ALONE, INFANT, INFANT_BELOW, Rhythm, Tag
from ldz_desktop.services.demo.person import FEMALE, MALE, MARRIED
from ldz_desktop.storage.database import Database, Row
from ldz_desktop.storage.tags import TagStore

_DISABLED, _WEAK, _ILL = "60", "20", "30"
_UNEMPLOYED, _SOLDIER, _RETIRED, _PARTY = "70", "37", "80", "01"
_CATEGORIES = ("视力", "听力", "言语", "肢体", "肢体", "肢体", "智力", "精神", "多重")
_GRADES = ("一级", "二级", "三级", "三级", "四级", "四级")
_ILLNESSES = ("恶性肿瘤", "尿毒症透析", "脑卒中后遗症", "器官移植术后", "重型再生障碍性贫血")
_NOTES = (
    None, None, None, "身体稳定", "帮忙代购药品", "家中用电用气检查过", "子女已联系", "提醒防诈骗",
    "想申请高龄津贴",
)  # fmt: skip
_NEVER_SHARE, _LATE_SHARE = 0.03, 0.10


@dataclass(frozen=True, slots=True)
class _Person:
    """What tags depend on."""

    household: int
    id: int
    relation: str | None
    sex: str | None
    age: int | None
    birth: date | None
    health: str | None
    occupation: str | None
    political: str | None
    marital: str | None
    tenure: str | None

    def between(self, low: int, high: int) -> bool:
        return self.age is not None and low <= self.age <= high


@dataclass(slots=True)
class _Making:
    """Tags and visits being drawn; the same seed draws the same."""

    dice: random.Random
    ids: Iterator[int]
    today: date
    tags: list[Tag] = field(default_factory=list)
    visits: list[Row] = field(default_factory=list)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def days_ago(self, low: int, high: int) -> date:
        return self.today - timedelta(days=self.dice.randint(low, high))

    def tag(self, person: _Person, kind: str, basis: str | None, years: int = 6) -> None:
        """A tag that began within those years; a few have ended meanwhile."""
        begun = self.days_ago(30, 365 * years)
        if person.birth is not None and begun < person.birth:
            begun = person.birth
        ended = None
        if kind in ("低保", "失业", "重病") and self.chance(0.06):
            ended = min(self.today, begun + timedelta(days=self.dice.randint(90, 900)))
        self.tags.append(Tag(next(self.ids), person.id, kind, begun, ended, basis))


def write_tags(database: Database, ids: Iterator[int], seed: int, today: date) -> None:
    """Tags and visits for the people who are in the database, in the running transaction."""
    store = TagStore(database)
    making = _Making(random.Random(f"tags {seed}"), ids, today)
    people = [_person(row, today) for row in store.everybody()]
    for _, group in groupby(people, key=lambda person: person.household):
        members = list(group)
        for person in members:
            _health(making, person, len(members))
            _standing(making, person)
        _family(making, members)
    _visits(making, people)
    store.add_many(making.tags, making.visits)


def _person(row: Row, today: date) -> _Person:
    household, ident, relation, sex, birth, health, occupation, *rest = row
    born = None if birth is None else date.fromisoformat(birth)
    age = None if born is None else age_on(born, today)
    work = EMPLOYMENT.code(occupation) or occupation  # kept as a word
    return _Person(household, ident, relation, sex, age, born, health, work, *rest)


def _health(making: _Making, person: _Person, size: int) -> None:
    dice = making.dice
    if person.health == _DISABLED:
        kind, grade = dice.choice(_CATEGORIES), dice.choice(_GRADES)
        making.tag(person, "残疾", f"残疾人证（{kind}{grade}）", 15)
        if kind != "听力" and grade == "一级" and making.chance(0.5):
            making.tag(person, "失能", "失能等级评估表", 3)
    elif person.between(78, 120) and person.health in (_WEAK, _ILL) and making.chance(0.12):
        making.tag(person, "失能", "失能等级评估表", 3)
    if person.health == _ILL and making.chance(0.05):
        making.tag(person, "重病", f"大病救助审批表（{dice.choice(_ILLNESSES)}）", 4)
    if person.between(60, 120) and size == 1 and making.chance(0.04):
        making.tag(person, "特困", "特困人员救助供养证", 8)


def _standing(making: _Making, person: _Person) -> None:
    married = person.sex == FEMALE and person.marital == MARRIED
    if married and person.between(22, 40) and making.chance(0.025):
        making.tag(person, "孕产妇", "母子健康手册", 1)
    civilian = person.sex == MALE and person.occupation != _SOLDIER
    if civilian and person.between(22, 85) and making.chance(0.022):
        making.tag(person, "退役军人", "退役军人优待证", 12)
    if person.between(55, 95) and making.chance(0.004):
        making.tag(person, "优抚", "烈属证" if making.chance(0.3) else "残疾军人证", 20)
    if person.occupation == _UNEMPLOYED and person.between(18, 55) and making.chance(0.22):
        making.tag(person, "失业", "失业登记凭证", 2)
    willing = person.occupation == _RETIRED or person.political == _PARTY
    if willing and person.between(18, 75) and making.chance(0.06):
        making.tag(person, "志愿者", "志愿服务证", 5)


def _family(making: _Making, members: Sequence[_Person]) -> None:
    """What depends on who lives together."""
    adults = [p for p in members if p.age is None or p.age >= 18]
    if len(members) == 2 and all(p.between(60, 120) for p in members) and making.chance(0.4):
        for person in members:
            making.tag(person, "空巢", "入户登记", 4)
    if members[0].tenure != "空置" and making.chance(0.011):
        for person in members:
            making.tag(person, "低保", "最低生活保障证", 6)
    children = [p for p in members if p.between(0, 15)]
    grandchildren = {p.id for p in children if (p.relation or "").startswith("4")}
    parents = any(p.between(20, 50) for p in members)
    for child in children:
        if child.id in grandchildren and not parents and making.chance(0.8):
            making.tag(child, "留守儿童", "父母外出务工，祖辈照护", 3)
        elif len(adults) == 1 and making.chance(0.05):
            making.tag(child, "困境儿童", "困境儿童登记表", 3)


def _visits(making: _Making, people: Sequence[_Person]) -> None:
    """Most households in the rhythm were visited in time, some are late, a few were never seen."""
    rhythm, held = Rhythm(), _held(making, people)
    for household, group in groupby(people, key=lambda person: person.household):
        periods = [rhythm.period(held[p.id], p.age) for p in group if p.id in held]
        every = min((days for days in periods if days), default=0)
        if not every or making.chance(_NEVER_SHARE):
            continue
        late = making.chance(_LATE_SHARE)
        day = making.days_ago(every + 1, 2 * every) if late else making.days_ago(0, every - 1)
        for _ in range(making.dice.randint(1, 4)):
            making.visits.append(
                (next(making.ids), household, day.isoformat(), "楼栋长",
                 making.dice.choice(_NOTES))
            )  # fmt: skip
            day -= timedelta(days=max(1, every + making.dice.randint(-3, 6)))


def _held(making: _Making, people: Sequence[_Person]) -> dict[int, list[str]]:
    """Kinds by person, the computed ones included."""
    found: dict[int, list[str]] = {}
    for tag in making.tags:
        if tag.held_on(making.today):
            found.setdefault(tag.resident_id, []).append(tag.kind)
    sizes: dict[int, int] = {}
    for person in people:
        sizes[person.household] = sizes.get(person.household, 0) + 1
    for person in people:
        computed = [AGED] if person.between(AGED_FROM, 200) else []
        computed += [INFANT] if person.between(0, INFANT_BELOW - 1) else []
        if sizes[person.household] == 1 and person.tenure != "空置":
            computed.append(ALONE)
        if computed:
            found.setdefault(person.id, []).extend(computed)
    return found
