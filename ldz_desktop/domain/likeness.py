"""Two residents held side by side: how alike their numbers, names, births and addresses are."""

import re
from datetime import date
from typing import Literal, NamedTuple

from ldz_desktop.domain.gb11643 import check_character
from ldz_desktop.domain.lookalikes import NEIGHBOURS, VARIANT_TABLE

Names = Literal["same", "variant", "sound", "shape", "turned", "different"]
Numbers = Literal["same", "slip", "near", "other", "unknown"]
Births = Literal["same", "slip", "lunar", "other", "unknown"]
Homes = Literal["household", "dwelling", "building", ""]


class Person(NamedTuple):
    """What is compared of a resident; made by person().

    name: without dots and spaces; form: the same with every variant character in its usual form;
    pinyin: syllables of the preferred reading, separated by spaces; number: 18 digits where the
    document is a citizen's.
    """

    id: int
    household_id: int
    dwelling_id: int
    building_id: int
    name: str
    form: str
    pinyin: str
    number: str | None
    birth: date | None
    sex: str | None
    phones: tuple[str, ...]
    relation: str | None


class Place(NamedTuple):
    """Where a record is filed; zeros for nowhere yet."""

    household_id: int = 0
    dwelling_id: int = 0
    building_id: int = 0


class Facts(NamedTuple):
    """A resident's fields as they are stored."""

    name: str
    pinyin: str
    id_number: str | None = None
    birth: date | None = None
    sex: str | None = None
    phone: str | None = None
    relation: str | None = None


def person(ident: int, place: Place, facts: Facts) -> Person:
    """A record ready to be compared."""
    name = bare_name(facts.name)
    return Person(
        ident,
        *place,
        name,
        name.translate(VARIANT_TABLE),
        facts.pinyin,
        core_number(facts.id_number),
        facts.birth,
        facts.sex if facts.sex in _SEXES else None,
        phones(facts.phone),
        facts.relation,
    )


_SEXES = ("1", "2")
_FULL, _OLD = 18, 15
_DISABILITY = re.compile(r"(\d{17}[\dX])[1-7][1-4](B\d{1,2})?", re.ASCII)
_PHONE = re.compile(r"\d{7,}", re.ASCII)
_BETWEEN = re.compile(r"(?<=\d)[ -]+(?=\d)")


def bare_name(name: str) -> str:
    """A name as it is compared: without dots, spaces and signs, Latin letters in lower case."""
    if name.isalpha():
        return name.lower()
    return "".join(c for c in name.lower() if c.isalnum() or (c > "\x7f" and c != "·"))


def core_number(number: str | None) -> str | None:
    """The 18 digits inside a number: of 15 digits upgraded, of a disability card its beginning."""
    if not number:
        return None
    if len(number) == _FULL:
        return number
    if len(number) == _OLD and number.isdecimal() and number.isascii():
        long = f"{number[:6]}19{number[6:]}"
        return long + check_character(long)
    card = _DISABILITY.fullmatch(number)
    return card.group(1) if card else number


def phones(text: str | None) -> tuple[str, ...]:
    """The telephone numbers in a text."""
    if not text:
        return ()
    if text.isdecimal():
        return (text,) if len(text) > 6 else ()
    return tuple(_PHONE.findall(_BETWEEN.sub("", text)))


def is_citizen(number: str | None) -> bool:
    """Seventeen digits and a check character: what can be compared digit by digit."""
    return number is not None and len(number) == _FULL and number[:17].isdecimal()


def slip(one: str, other: str) -> tuple[int, ...]:
    """Where two texts of one length differ by a single character or by two neighbours that
    changed places (positions from 1); () where they differ by more or by nothing."""
    if len(one) != len(other):
        return ()
    places = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) == 1:
        return (places[0] + 1,)
    if len(places) != 2 or places[1] != places[0] + 1:
        return ()
    first, second = places
    turned = one[first] == other[second] and one[second] == other[first]
    return (first + 1, second + 1) if turned else ()


def compare_names(a: Person, b: Person) -> Names:
    """same; variant: other forms of the characters; sound: read alike; shape: look alike; turned:
    two given characters changed places; different."""
    if a.name == b.name:
        return "same"
    if a.form == b.form:
        return "variant"
    if _read_alike(a, b):
        return "sound"
    if len(a.form) != len(b.form):
        return "different"
    if _look_alike(a.form, b.form):
        return "shape"
    turned = len(a.form) > 2 and a.form[0] == b.form[0] and len(slip(a.form, b.form)) == 2
    return "turned" if turned else "different"


def _read_alike(a: Person, b: Person) -> bool:
    """Syllable by syllable; a name with a character nobody can read is not judged."""
    return bool(a.pinyin) and a.pinyin == b.pinyin and a.pinyin.isascii()


def _look_alike(one: str, other: str) -> bool:
    found = False
    for a, b in zip(one, other, strict=True):
        if a != b:
            if b not in NEIGHBOURS.get(a, ()):
                return False
            found = True
    return found


def compare_numbers(one: str | None, other: str | None) -> tuple[Numbers, tuple[int, ...]]:
    """slip: one character or two neighbours, so one of the two cannot be right; near: the same,
    and the check digits fit both."""
    if one is None or other is None:
        return "unknown", ()
    if one == other:
        return "same", ()
    if not (is_citizen(one) and is_citizen(other)):
        return "unknown", ()
    places = slip(one, other)
    if places:
        return "slip", places
    places = slip(one[:17], other[:17])
    return ("near", places) if places else ("other", ())


_LUNAR = range(17, 56)  # days by which a lunar date, written as if solar, lies earlier


def compare_births(one: date | None, other: date | None) -> Births:
    if one is None or other is None:
        return "unknown"
    if one == other:
        return "same"
    if slip(f"{one:%Y%m%d}", f"{other:%Y%m%d}") or _month_for_day(one, other):
        return "slip"
    return "lunar" if abs((one - other).days) in _LUNAR else "other"


def _month_for_day(one: date, other: date) -> bool:
    return one.year == other.year and (one.month, one.day) == (other.day, other.month)


def compare_homes(a: Person, b: Person) -> Homes:
    if a.household_id and a.household_id == b.household_id:
        return "household"
    if a.dwelling_id and a.dwelling_id == b.dwelling_id:
        return "dwelling"
    return "building" if a.building_id and a.building_id == b.building_id else ""
