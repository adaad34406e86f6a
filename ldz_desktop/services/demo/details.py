"""What a file says of each person besides who they are: numbers, telephone, registration."""

import random
from datetime import date

from ldz_desktop.services.demo.families import Family
from ldz_desktop.services.demo.id_numbers import Numbers
from ldz_desktop.services.demo.person import DIVORCED, NEVER_MARRIED, Person, Traits

_HOMES = (
    "四川省巴中市通江县诺江镇", "四川省巴中市南江县南江镇", "四川省巴中市平昌县同州街道",
    "四川省巴中市巴州区清江镇", "四川省巴中市恩阳区明阳镇", "四川省巴中市巴州区化成镇",
    "四川省巴中市南江县长赤镇", "四川省巴中市通江县铁佛镇", "四川省巴中市平昌县驷马镇",
    "四川省南充市仪陇县新政镇", "四川省达州市通川区东城街道", "四川省广元市旺苍县东河镇",
    "四川省成都市双流区东升街道", "重庆市渝北区龙溪街道", "陕西省汉中市汉台区北关街道",
    "四川省绵阳市涪城区城厢街道", "四川省阆中市保宁街道",
)  # fmt: skip
_NOTES = (
    "独居老人，每周上门", "高血压，长期服药", "白天不在家，晚上七点后联系", "退役军人",
    "听力不好，电话多响几声", "志愿者，愿意参加邻里活动", "会修水电，愿意帮忙", "社区合唱队成员",
    "轮椅出行，需帮扶", "新生儿，产后随访",
)  # fmt: skip
_NO_NUMBER = 0.006


class Details:
    """Fills in the details of a family; draws from one random source."""

    def __init__(self, rng: random.Random, traits: Traits) -> None:
        self._rng = rng
        self._traits = traits
        self.numbers = Numbers(rng)

    def fill(self, family: Family, tenure: str | None) -> None:
        """Numbers, telephones, registration, schooling and work of everybody in it."""
        here, home = self._registration(family, tenure)
        for index, person in enumerate(family):
            self._traits.give(person)
            self._number(person, index)
            self._phone(person, index)
            person.registered_here = here if self._rng.random() < 0.96 else not here
            if not person.registered_here:
                person.registered_address = home
            if index and person.lives_here and self._works_away(person):
                person.lives_here = False
                person.note = person.note or "外出务工"
            if self._rng.random() < 0.008 and person.age >= 18:
                person.note = person.note or self._fitting_note(person, len(family))

    def _registration(self, family: Family, tenure: str | None) -> tuple[bool, str]:
        home = self._rng.choice(_HOMES) + (
            f"{self._rng.randrange(1, 19)}组"
            if self._rng.random() < 0.6
            else f"建设路{self._rng.randrange(2, 180)}号"
        )
        at_home = any(person.lives_here for person in family)
        share = {"自有": 0.84, "租赁": 0.08, "群租": 0.03, "借住": 0.4, "空置": 0.25}
        return at_home and self._rng.random() < share.get(tenure or "", 0.6), home

    def _number(self, person: Person, index: int) -> None:
        rng = self._rng
        day = date.fromordinal(person.birth)
        sex = person.male
        region = self.numbers.region(day.year)
        number = self.numbers.identity(region, day.strftime("%Y%m%d"), sex)
        if index == 0 or rng.random() >= _NO_NUMBER:
            person.id_number = number

    def _phone(self, person: Person, index: int) -> None:
        if person.state == "dead":
            return
        chance = 0.97 if index == 0 else _phone_share(person.age)
        if self._rng.random() < chance:
            person.phone = self.numbers.phone()

    def _works_away(self, person: Person) -> bool:
        if not 19 <= person.age <= 54 or person.state != "present":
            return False
        unattached = person.marital in (NEVER_MARRIED, DIVORCED)
        return self._rng.random() < (0.10 if unattached else 0.05)

    def _fitting_note(self, person: Person, members: int) -> str:
        note = self._rng.choice(_NOTES)
        unfit = {
            "独居老人，每周上门": members > 1 or person.age < 65,
            "新生儿，产后随访": person.male or not 21 <= person.age <= 38,
            "高血压，长期服药": person.age < 50,
            "听力不好，电话多响几声": person.age < 65,
            "退役军人": not person.male,
        }
        return "可以参加邻里活动" if unfit.get(note, False) else note


def _phone_share(age: int) -> float:
    if age < 12:
        return 0.0
    if age < 16:
        return 0.25
    return 0.93 if age < 66 else 0.62
