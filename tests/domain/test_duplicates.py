"""Two records, one person? The rules one by one, and properties that hold for every pair."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.duplicates import STRENGTHS, Match, score
from ldz_desktop.domain.gb11643 import check_character
from ldz_desktop.domain.likeness import (
    Facts,
    Person,
    Place,
    bare_name,
    compare_names,
    core_number,
    person,
    phones,
    slip,
)
from ldz_desktop.domain.lookalikes import FAMILY_TABLE, LOOKALIKES, VARIANT_TABLE, VARIANTS
from ldz_desktop.services.codes import reader

BIRTH = date(1967, 7, 26)
NUMBER = "511902196707260018"
PHONE = "13912340018"
HERE, NEXT_DOOR, ELSEWHERE = Place(1, 11, 111), Place(2, 12, 111), Place(3, 13, 113)


@dataclass
class Record:
    """A record as a test writes it down."""

    name: str = "陈志远"
    number: str | None = None
    birth: date | None = None
    sex: str | None = None
    phone: str | None = None
    relation: str | None = None
    place: Place = HERE

    def person(self, ident: int) -> Person:
        facts = Facts(
            self.name,
            reader().sort_key(self.name),
            self.number,
            self.birth,
            self.sex,
            self.phone,
            self.relation,
        )
        return person(ident, self.place, facts)


def judge(one: Record, other: Record) -> Match | None:
    a, b = one.person(1), other.person(2)
    match = score(a, b)
    assert match == score(b, a)
    return match


def strength(one: Record, other: Record) -> str | None:
    match = judge(one, other)
    return match.strength if match else None


def passing(first: str) -> str:
    return first[:17] + check_character(first[:17])


# -- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "core"),
    [
        ("511902670726001", NUMBER),
        (NUMBER, NUMBER),
        (NUMBER + "43", NUMBER),
        (NUMBER + "43B1", NUMBER),
        ("E12345678", "E12345678"),
        ("", None),
        (None, None),
    ],
)
def test_the_number_inside(written: str | None, core: str | None) -> None:
    assert core_number(written) == core


def test_same_number_of_15_and_of_18_digits_is_sure() -> None:
    match = judge(Record(number=NUMBER), Record(number="511902670726001", place=ELSEWHERE))
    assert match is not None
    assert match.strength == "sure"
    assert match.sentence == "证件号码相同，姓名相同。"


def test_same_number_under_another_name_is_only_likely() -> None:
    match = judge(Record(number=NUMBER), Record("黄秀英", "511902670726001", place=ELSEWHERE))
    assert match is not None
    assert (match.strength, match.doubts) == ("likely", ("姓名不同",))


def test_a_slip_in_the_number_names_its_place() -> None:
    wrong = NUMBER[:11] + "8" + NUMBER[12:]
    match = judge(Record(number=NUMBER), Record(number=wrong, place=ELSEWHERE))
    assert match is not None
    assert match.strength == "sure"
    assert "只差第12位" in match.sentence
    turned = NUMBER[:12] + NUMBER[13] + NUMBER[12] + NUMBER[14:]
    match = judge(Record(number=NUMBER), Record(number=turned, place=ELSEWHERE))
    assert match is not None
    assert "第13、14位颠倒" in match.sentence


def test_a_slip_whose_check_digit_was_made_to_fit_needs_company_to_be_sure() -> None:
    other = passing(NUMBER[:16] + "3")
    assert other != NUMBER[:16] + "3" + NUMBER[17]
    one, far = Record(number=NUMBER), Record(number=other, place=ELSEWHERE)
    assert strength(one, far) == "likely"
    one.phone = far.phone = PHONE
    assert strength(one, far) == "sure"


def test_two_good_numbers_are_two_people() -> None:
    other = passing("51190219670726432")
    one = Record(number=NUMBER, birth=BIRTH)
    two = Record(number=other, birth=BIRTH, place=ELSEWHERE)
    assert strength(one, two) is None
    one.phone = two.phone = PHONE
    assert strength(one, two) == "possible"


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(0, 9))
def test_one_changed_digit_is_a_slip_there(digits: str, place: int, digit: int) -> None:
    other = digits[:place] + str(digit) + digits[place + 1 :]
    assert slip(digits, other) == ((place + 1,) if other != digits else ())


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 15))
def test_two_turned_digits_are_a_slip_there(digits: str, place: int) -> None:
    other = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert slip(digits, other) == ((place + 1, place + 2) if other != digits else ())


# -- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("陈志远", "陈志远", "same"),
        ("买买提·艾力", "买买提艾力", "same"),
        ("陈志远", "陳志遠", "variant"),
        ("闫锋", "阎鋒", "variant"),
        ("张健国", "张建国", "sound"),
        ("李钰", "李玉", "sound"),
        ("王晴", "王睛", "shape"),
        ("刘日明", "刘曰明", "shape"),
        ("邢建", "刑建", "sound"),
        ("张国建", "张建国", "turned"),
        ("张建国", "张建军", "different"),
        ("张伟", "伟张", "different"),
        ("李明", "李明华", "different"),
    ],
)
def test_names_that_resemble_each_other(one: str, other: str, verdict: str) -> None:
    a, b = Record(one).person(1), Record(other).person(2)
    assert compare_names(a, b) == compare_names(b, a) == verdict


def test_forms_of_one_character_are_read_alike() -> None:
    """Guards the table against slips of its own: variants share a reading in a dictionary."""
    pypinyin = pytest.importorskip("pypinyin")

    def read(char: str) -> set[str]:
        found = pypinyin.pinyin(char, style=pypinyin.Style.NORMAL, heteronym=True)
        return {reading.replace("ü", "v") for reading in found[0]}

    wrong = [group for group in VARIANTS for form in group[1:] if not read(group[0]) & read(form)]
    assert wrong == []


def test_the_tables_of_characters_are_sound() -> None:
    every = [char for group in VARIANTS for char in group]
    assert len(every) == len(set(every))
    for group in LOOKALIKES:
        assert len(group) > 1
        assert len({char.translate(FAMILY_TABLE) for char in group}) == 1
    assert all(usual.translate(VARIANT_TABLE) == usual for usual in VARIANT_TABLE.values())


@given(st.text(max_size=12))
def test_a_bare_name_stays_bare(name: str) -> None:
    assert bare_name(bare_name(name)) == bare_name(name)


def test_telephones_in_a_text() -> None:
    assert phones("139-1234-0018 / 0827 5260001") == ("13912340018", "08275260001")
    assert phones("13912340018") == ("13912340018",)
    assert phones("转 801") == phones(None) == ()


# -- without a number ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (Record(birth=BIRTH), Record(birth=BIRTH), "sure"),
        (
            Record(birth=BIRTH, phone=PHONE),
            Record(birth=BIRTH, phone=PHONE, place=ELSEWHERE),
            "sure",
        ),
        (Record(birth=BIRTH), Record(birth=BIRTH, place=ELSEWHERE), "likely"),
        (Record(birth=BIRTH, number=NUMBER), Record(birth=BIRTH, place=ELSEWHERE), "likely"),
        (Record(phone=PHONE), Record(phone=PHONE, place=ELSEWHERE), "likely"),
        (Record(), Record(), "likely"),
        (Record(), Record(place=NEXT_DOOR), "possible"),
        (Record(), Record(place=ELSEWHERE), None),
        (Record(birth=BIRTH), Record(birth=date(1967, 8, 31)), "likely"),
        (Record(birth=BIRTH), Record(birth=date(1950, 1, 1)), None),
        (
            Record(birth=BIRTH, phone=PHONE),
            Record(birth=date(1950, 1, 1), phone=PHONE, place=ELSEWHERE),
            "possible",
        ),
        (Record(birth=BIRTH, sex="1"), Record(birth=BIRTH, sex="2"), "likely"),
        (
            Record("陈志元", birth=BIRTH, phone=PHONE),
            Record(birth=BIRTH, phone=PHONE, place=ELSEWHERE),
            "likely",
        ),
        (Record("陈志元", birth=BIRTH), Record(birth=BIRTH, place=ELSEWHERE), "possible"),
        (Record("陈志元"), Record(place=ELSEWHERE), None),
        (Record("王芳", birth=BIRTH, phone=PHONE), Record(birth=BIRTH, phone=PHONE), None),
    ],
)  # fmt: skip
def test_a_name_needs_company(one: Record, other: Record, verdict: str | None) -> None:
    assert strength(one, other) == verdict


def test_a_lunar_birth_day_is_said() -> None:
    match = judge(Record(birth=BIRTH), Record(birth=date(1967, 8, 31)))
    assert match is not None
    assert "农历" in match.sentence


def test_what_speaks_against_stands_behind() -> None:
    match = judge(Record(birth=BIRTH, sex="1"), Record(birth=BIRTH, sex="2"))
    assert match is not None
    assert match.sentence == "姓名相同，出生日期相同，在同一户；但性别不同，都没有证件号码。"


# -- twins ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"), [("陈一诺", "陈一鸣"), ("陈欣怡", "陈昕怡"), ("陈雨", "陈雪")]
)
def test_twins_are_two(one: str, other: str) -> None:
    """Born on one day, under one roof, with one telephone, neighbours in the register."""
    born = date(2016, 3, 8)
    first = passing("51190220160308002")
    second = passing("51190220160308004")
    twins = [
        Record(one, first, born, "2", PHONE, "32"),
        Record(other, second, born, "2", PHONE, "33"),
    ]
    assert strength(*twins) is None
    twins[1].number = None
    assert strength(*twins) is None
    twins[0].relation = twins[1].relation = "30"
    assert strength(*twins) in (None, "possible")


def test_twins_of_two_sexes_with_names_that_sound_alike_are_two() -> None:
    born = date(2016, 3, 8)
    boy, girl = Record("陈晨", None, born, "1", PHONE), Record("陈辰", None, born, "2", PHONE)
    assert strength(boy, girl) is None


# -- properties ----------------------------------------------------------------------------------

_names = st.sampled_from(
    ["陈志远", "陳志遠", "陈志元", "陈远志", "陈志达", "王晴", "王睛", "李·明", "李明", "陈"]
)
_numbers = st.sampled_from(
    [None, NUMBER, "511902670726001", NUMBER[:17] + "0", passing(NUMBER[:16] + "3"), "E12345678",
     NUMBER + "41"]
)  # fmt: skip
_records = st.builds(
    Record,
    _names,
    _numbers,
    st.sampled_from([None, BIRTH, date(1967, 7, 27), date(1967, 8, 31), date(2001, 1, 1)]),
    st.sampled_from([None, "1", "2", "9"]),
    st.sampled_from([None, PHONE, f"{PHONE}、0827-5260001", "0827-5260001"]),
    st.sampled_from([None, "02", "20", "22", "23", "12"]),
    st.sampled_from([HERE, NEXT_DOOR, ELSEWHERE, Place()]),
)


@given(_records, _records)
def test_the_order_of_two_records_does_not_matter(one: Record, other: Record) -> None:
    a, b = one.person(1), other.person(2)
    match = score(a, b)
    assert match == score(b, a)
    if match is not None:
        assert match.strength in STRENGTHS
        assert match.reasons
        assert match.sentence.endswith("。")


@given(_records)
def test_a_record_typed_again_is_found_unless_there_is_nothing_to_go_by(record: Record) -> None:
    match = score(record.person(1), record.person(2))
    telling = record.number or record.birth or record.phone or record.place != Place()
    assert (match is not None) == bool(telling)


@given(_records, _records)
def test_sure_is_never_said_of_two_names(one: Record, other: Record) -> None:
    a, b = one.person(1), other.person(2)
    match = score(a, b)
    if match is not None and match.strength == "sure":
        assert compare_names(a, b) != "different"


@given(_records)
def test_nobody_is_a_duplicate_of_himself(record: Record) -> None:
    assert score(record.person(7), record.person(7)) is None
