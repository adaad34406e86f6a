"""One invented person, and what schooling, work, health and party are usual at an age."""

import random
from dataclasses import dataclass
from itertools import accumulate

YEAR = 365.2425

MALE, FEMALE = "1", "2"
NEVER_MARRIED, MARRIED, REMARRIED, WIDOWED, DIVORCED = "10", "20", "22", "30", "40"
PARTY, PROBATIONARY, LEAGUE, MASSES = "01", "02", "03", "13"
GRADUATE, BACHELOR, COLLEGE, VOCATIONAL, HIGH, MIDDLE, PRIMARY = (
    "10", "20", "30", "40", "60", "70", "80",
)  # fmt: skip
_HIGHER = (COLLEGE, BACHELOR)
UPPER_SECONDARY = frozenset({GRADUATE, BACHELOR, COLLEGE, VOCATIONAL, HIGH})


@dataclass(slots=True)
class Person:
    """A resident in the making. birth: ordinal of the day; age: completed years at the anchor."""

    sex: str
    birth: int
    age: int
    people: str
    family: str
    name: str
    marital: str
    relation: str = "02"
    education: str | None = None
    occupation: str | None = None
    workplace: str | None = None
    health: str | None = None
    political: str | None = None
    id_number: str | None = None
    phone: str | None = None
    registered_here: bool | None = None
    registered_address: str | None = None
    lives_here: bool = True
    state: str = "present"
    state_on: int | None = None
    note: str | None = None

    @property
    def male(self) -> bool:
        return self.sex == MALE


Choice = tuple[list[str], list[int]]


def choice_table(*options: tuple[str, int]) -> Choice:
    """Codes with their running weights, for random.choices."""
    return [code for code, _ in options], list(accumulate(weight for _, weight in options))


# Schooling of adults by year of birth: (born before, men, women).
_SCHOOLING: tuple[tuple[int, Choice, Choice], ...] = (
    (
        1950,
        choice_table((PRIMARY, 52), (MIDDLE, 22), (HIGH, 8), (VOCATIONAL, 4), ("90", 14)),
        choice_table((PRIMARY, 46), (MIDDLE, 12), (HIGH, 3), (VOCATIONAL, 2), ("90", 37)),
    ),
    (
        1965,
        choice_table((PRIMARY, 32), (MIDDLE, 42), (HIGH, 14), (VOCATIONAL, 6), (COLLEGE, 4),
                     (BACHELOR, 1), ("90", 1)),
        choice_table((PRIMARY, 42), (MIDDLE, 38), (HIGH, 9), (VOCATIONAL, 5), (COLLEGE, 2),
                     ("90", 4)),
    ),
    (
        1980,
        choice_table((PRIMARY, 12), (MIDDLE, 48), (HIGH, 14), (VOCATIONAL, 10), (COLLEGE, 10),
                     (BACHELOR, 5), (GRADUATE, 1)),
        choice_table((PRIMARY, 17), (MIDDLE, 49), (HIGH, 12), (VOCATIONAL, 10), (COLLEGE, 8),
                     (BACHELOR, 4)),
    ),
    (
        1995,
        choice_table((PRIMARY, 3), (MIDDLE, 32), (HIGH, 15), (VOCATIONAL, 15), (COLLEGE, 19),
                     (BACHELOR, 14), (GRADUATE, 2)),
        choice_table((PRIMARY, 3), (MIDDLE, 30), (HIGH, 14), (VOCATIONAL, 15), (COLLEGE, 21),
                     (BACHELOR, 15), (GRADUATE, 2)),
    ),
    (
        9999,
        choice_table((MIDDLE, 12), (HIGH, 20), (VOCATIONAL, 18), (COLLEGE, 26), (BACHELOR, 22),
                     (GRADUATE, 2)),
        choice_table((MIDDLE, 9), (HIGH, 19), (VOCATIONAL, 17), (COLLEGE, 27), (BACHELOR, 26),
                     (GRADUATE, 2)),
    ),
)  # fmt: skip

# Work of adults of working age by schooling; codes of EMPLOYMENT.
_WORK: dict[str, Choice] = {
    "90": choice_table(("27", 50), ("70", 30), ("24", 10), ("51", 10)),
    PRIMARY: choice_table(("24", 34), ("27", 26), ("51", 16), ("70", 16), ("54", 8)),
    MIDDLE: choice_table(("24", 40), ("51", 20), ("54", 14), ("70", 12), ("27", 8), ("17", 6)),
    HIGH: choice_table(("24", 26), ("17", 22), ("51", 20), ("54", 18), ("70", 8), ("21", 6)),
    VOCATIONAL: choice_table(("24", 26), ("17", 28), ("13", 14), ("51", 14), ("54", 12), ("70", 6)),
    COLLEGE: choice_table(("17", 40), ("13", 24), ("21", 10), ("54", 10), ("51", 9), ("11", 4),
                          ("70", 3)),
    BACHELOR: choice_table(("13", 38), ("17", 30), ("11", 14), ("21", 10), ("51", 6), ("70", 2)),
    GRADUATE: choice_table(("13", 56), ("11", 22), ("17", 12), ("21", 10)),
}  # fmt: skip
_STUDENT, _RETIRED, _FARMER, _JOBLESS, _SOLDIER = "31", "80", "27", "70", "37"

_WORKPLACES: dict[str, tuple[str, ...]] = {
    "11": ("区行政审批局", "区税务局", "街道办事处", "区市场监管局", "区自然资源分局"),
    "13": ("区人民医院", "经开区第一小学", "经开区中学", "社区卫生服务中心", "市规划设计院"),
    "17": ("供电公司", "物业服务中心", "农商银行", "市政服务中心", "公交公司", "快递网点"),
    "21": ("建材有限公司", "食品有限公司", "商贸有限公司", "建筑劳务公司"),
    "24": ("经开区工业园", "食品厂", "制鞋厂", "电子厂", "建筑工地", "水泥厂", "服装厂"),
    "54": ("小区门口超市", "农贸市场摊位", "餐馆", "理发店", "五金店", "服装店", "茶馆"),
}  # fmt: skip

# Chance of being a party member, by schooling.
_PARTY_CHANCE = {
    GRADUATE: 0.30, BACHELOR: 0.20, COLLEGE: 0.12, VOCATIONAL: 0.07, HIGH: 0.07, MIDDLE: 0.045,
    PRIMARY: 0.03, "90": 0.01,
}  # fmt: skip
_OTHER_PARTIES = ("04", "05", "06", "07", "08", "10", "12")


class Traits:
    """Gives people what is usual at their age; draws from one random source."""

    def __init__(self, rng: random.Random, year: int) -> None:
        self._rng = rng
        self._year = year

    def give(self, person: Person) -> None:
        """Schooling, work, health and political status."""
        person.education = self.schooling(person)
        person.occupation = self._work(person)
        if person.occupation in _WORKPLACES and self._rng.random() < 0.45:
            person.workplace = self._rng.choice(_WORKPLACES[person.occupation])
        person.health = self._health(person.age)
        person.political = self._political(person)

    def schooling(self, person: Person) -> str | None:
        """The level reached, or the school that a child goes to."""
        age = person.age
        if age < 6:
            return None
        if age < 12:
            return PRIMARY
        if age < 15:
            return MIDDLE
        if age < 18:
            return HIGH if self._rng.random() < 0.6 else VOCATIONAL
        born = self._year - age
        men, women = next((m, w) for until, m, w in _SCHOOLING if born < until)
        codes, weights = men if person.male else women
        level = self._rng.choices(codes, cum_weights=weights)[0]
        return BACHELOR if level == GRADUATE and age < 24 else level

    def _work(self, person: Person) -> str | None:
        age, rng = person.age, self._rng
        if age < 6:
            return None
        if age < 18:
            return _STUDENT
        if age < 23 and person.marital == NEVER_MARRIED and person.education in _HIGHER:
            return _STUDENT if rng.random() < 0.85 else "17"
        retire = 60 if person.male else 54
        if age >= retire:
            return self._after_work(person)
        if 18 <= age <= 24 and person.male and rng.random() < 0.02:
            return _SOLDIER
        codes, weights = _WORK[person.education or MIDDLE]
        return rng.choices(codes, cum_weights=weights)[0]

    def _after_work(self, person: Person) -> str:
        pensioned = 0.86 if person.education in UPPER_SECONDARY else 0.42
        chance = self._rng.random()
        if chance < pensioned:
            return _RETIRED
        return _FARMER if chance < pensioned + 0.6 * (1 - pensioned) else _JOBLESS

    def _health(self, age: int) -> str:
        chance = self._rng.random()
        if chance < 0.012 + 0.0004 * age:
            return "60"
        if age < 40:
            return "20" if chance > 0.99 else "10"
        chronic = 0.05 + 0.011 * (age - 40)
        if chance < chronic:
            return "30"
        return "20" if chance < 1.25 * chronic else "10"

    def _political(self, person: Person) -> str | None:
        age, rng = person.age, self._rng
        chance = rng.random()
        if age < 18:
            return None
        party = _PARTY_CHANCE[person.education or MIDDLE] * (0.4 if age < 26 else 1)
        if person.male:
            party *= 1.5
        if chance < party:
            return PROBATIONARY if age < 35 and chance < party * 0.06 else PARTY
        if age < 28 and chance < party + 0.35:
            return LEAGUE
        if chance > 0.997:
            return rng.choice(_OTHER_PARTIES)
        return MASSES
