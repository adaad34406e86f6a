"""Whether two records are the same person: how strongly, and why, in a sentence.

Rules, not points: a clerk can follow every verdict. The number says most; without it the name
needs company (birth, telephone, address). Twins share birth, address and often the telephone, so
names that only resemble each other never make two people of one dwelling more than possible.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from ldz_desktop.domain.likeness import (
    Births,
    Homes,
    Names,
    Numbers,
    Person,
    compare_births,
    compare_homes,
    compare_names,
    compare_numbers,
)

Strength = Literal["sure", "likely", "possible"]
STRENGTHS: tuple[Strength, ...] = ("sure", "likely", "possible")
STRENGTH_WORDS: dict[Strength, str] = {"sure": "确定", "likely": "很可能", "possible": "可能"}


@dataclass(frozen=True, slots=True)
class Match:
    """reasons speak for one person, doubts against; both without anybody's data."""

    strength: Strength
    reasons: tuple[str, ...]
    doubts: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        doubts = f"；但{'，'.join(self.doubts)}" if self.doubts else ""
        return "，".join(self.reasons) + doubts + "。"


def score(a: Person, b: Person) -> Match | None:
    """None: two people. The order of the two does not matter."""
    if a.id == b.id and a.id:
        return None
    seen = _look(a, b)
    strength = _JUDGES[seen.number](seen)
    if strength is None:
        return None
    return Match(strength, _reasons(seen), _doubts(a, b, seen))


# -- the verdict ---------------------------------------------------------------------------------

_RANKED = ("22", "23", "24", "25", "26", "32", "33", "34", "35", "36", "71", "73", "75", "77",
           "51", "52", "61", "62", "11", "12")  # fmt: skip


class _Seen(NamedTuple):
    """One pair, compared. apart: something in the household says that they are two."""

    number: Numbers
    places: tuple[int, ...]
    name: Names
    birth: Births
    phone: bool
    home: Homes
    sexes_differ: bool
    apart: bool

    @property
    def called_alike(self) -> bool:
        return self.name in ("same", "variant")

    @property
    def one_roof(self) -> bool:
        return self.home in ("household", "dwelling")

    @property
    def tied(self) -> bool:
        return self.phone or self.one_roof


def _look(a: Person, b: Person) -> _Seen:
    number, places = compare_numbers(a.number, b.number)
    ranks = a.relation in _RANKED and b.relation in _RANKED and a.relation != b.relation
    return _Seen(
        number,
        places,
        compare_names(a, b),
        compare_births(a.birth, b.birth),
        not set(a.phones).isdisjoint(b.phones),
        compare_homes(a, b),
        None not in (a.sex, b.sex) and a.sex != b.sex,
        bool(a.household_id) and a.household_id == b.household_id and ranks,
    )


def _same_number(seen: _Seen) -> Strength:
    return "likely" if seen.name == "different" else "sure"


def _slip_of_number(seen: _Seen) -> Strength | None:
    if seen.called_alike:
        return "likely" if seen.sexes_differ else "sure"
    if seen.name == "different":
        return "possible" if seen.birth == "same" and not seen.one_roof else None
    return "possible" if seen.one_roof else "likely"


def _near_number(seen: _Seen) -> Strength | None:
    """Both numbers can be right: neighbours in the register of births, twins above all."""
    if seen.called_alike:
        return "sure" if seen.tied and not seen.sexes_differ else "likely"
    if seen.name == "different" or seen.one_roof or seen.sexes_differ:
        return None
    return "possible"


def _other_number(seen: _Seen) -> Strength | None:
    same = seen.called_alike and seen.birth == "same" and seen.tied
    return "possible" if same and not seen.sexes_differ else None


def _without_number(seen: _Seen) -> Strength | None:
    if seen.called_alike:
        return _by_name(seen)
    if seen.name == "different":
        return None
    return _by_near_name(seen)


def _by_name(seen: _Seen) -> Strength | None:
    """The same name; the birth decides, telephone and address support."""
    found: Strength | None
    if seen.birth == "same":
        found = "sure" if seen.tied else "likely"
    elif seen.birth == "other":
        found = "possible" if seen.phone and seen.home != "household" else None
    elif seen.tied:
        found = "likely"
    else:
        found = "possible" if seen.home == "building" else None
    return _weaker(found) if seen.sexes_differ else found


def _by_near_name(seen: _Seen) -> Strength | None:
    """A name that resembles the other: under one roof it may be a twin or a brother."""
    if seen.sexes_differ or seen.apart or seen.birth == "other":
        return None
    if seen.one_roof:
        return "possible"
    if seen.birth == "same":
        return "likely" if seen.phone else "possible"
    return "possible" if seen.phone else None


def _weaker(strength: Strength | None) -> Strength | None:
    """One step down."""
    if strength is None or strength == STRENGTHS[-1]:
        return None
    return STRENGTHS[STRENGTHS.index(strength) + 1]


_JUDGES = {
    "same": _same_number,
    "slip": _slip_of_number,
    "near": _near_number,
    "other": _other_number,
    "unknown": _without_number,
}

# -- the sentence --------------------------------------------------------------------------------

_NAME_WORDS: dict[Names, str] = {
    "same": "姓名相同",
    "variant": "姓名只是简繁或异体写法不同",
    "sound": "姓名读音相同",
    "shape": "姓名字形相近",
    "turned": "姓名用字颠倒",
}
_BIRTH_WORDS: dict[Births, str] = {
    "same": "出生日期相同",
    "slip": "出生日期只差一位或颠倒",
    "lunar": "出生日期相差一个月左右（可能一个是农历）",
}
_HOME_WORDS: dict[Homes, str] = {
    "household": "在同一户",
    "dwelling": "在同一套房",
    "building": "在同一栋楼",
}


def _reasons(seen: _Seen) -> tuple[str, ...]:
    found = [_number_words(seen), _NAME_WORDS.get(seen.name, "")]
    if seen.number != "same":
        found.append(_BIRTH_WORDS.get(seen.birth, ""))
    found += ["电话相同" if seen.phone else "", _HOME_WORDS.get(seen.home, "")]
    return tuple(filter(None, found))


def _number_words(seen: _Seen) -> str:
    if seen.number == "same":
        return "证件号码相同"
    if seen.number not in ("slip", "near"):
        return ""
    where = "、".join(str(place) for place in seen.places)
    words = f"第{where}位颠倒" if len(seen.places) > 1 else f"只差第{where}位"
    return f"证件号码{words}" + ("（和校验位）" if seen.number == "near" else "")


def _doubts(a: Person, b: Person, seen: _Seen) -> tuple[str, ...]:
    found = []
    if seen.name == "different":
        found.append("姓名不同")
    if seen.number == "other":
        found.append("证件号码不同")
    if seen.sexes_differ:
        found.append("性别不同")
    if seen.number != "same" and seen.birth == "other":
        found.append("出生日期不同")
    if seen.number == "unknown":
        found.append(_lacking(a.number is None, b.number is None))
    if seen.number == "unknown" and seen.birth == "unknown":
        found.append("出生日期不全")
    return tuple(found)


def _lacking(one: bool, other: bool) -> str:
    if one and other:
        return "都没有证件号码"
    return "一方没有证件号码" if one or other else "证件种类不同"
