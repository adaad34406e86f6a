"""Places keep their names; numbers have one form, and other spellings mean the same place."""

from itertools import combinations

import pytest

from ldz_desktop.domain.doors import door, door_key, room_name, room_variants, unit_name
from ldz_desktop.domain.places import (
    Building,
    building_key,
    building_name,
    community_key,
    compound_key,
    find_buildings,
    short_community,
)


@pytest.mark.parametrize(
    ("written", "room"),
    [
        ("101室", "101"), (" 1102 号", "1102"), ("101号房", "101"), ("101房", "101"),
        ("１０１室", "101"), ("A室", "A"), ("101-1室", "101-1"), ("负1层3号", "负1层3"),
        ("三室", "三"), ("商铺2号", "商铺2"), ("101", "101"), ("A座", "A座"), ("室", "室"),
        ("值班室", "值班室"), ("会 议 室", "会议室"), ("物管用房", "物管用房"),
        ("门面房", "门面房"), ("2楼会议室", "2楼会议室"), ("1号楼门房", "1号楼门房"),
        ("0101", "101"), ("第101室", "101"), ("0", "0"), ("-101", "-101"), ("A01", "A01"),
        ("", ""),
    ],
)  # fmt: skip
def test_numbers_lose_their_tail_and_names_keep_it(written: str, room: str) -> None:
    assert room_name(written) == room
    assert room_name(room) == room


@pytest.mark.parametrize(
    "written",
    [
        *("2", "02", "２", "2单元", "二单元", "二", "第2单元", "第二单元", "2单", "2 单元", "2门"),
        *("单元2", "2号", "2#", "2门洞", "2号单元", "贰单元", "两单元"),
    ],
)
def test_a_unit_has_one_name(written: str) -> None:
    assert unit_name(written) == "2单元"
    assert unit_name(unit_name(written)) == "2单元"


@pytest.mark.parametrize("name", ["", "东单元", "甲单元", "A座", "1栋2单元", "临街", "单元"])
def test_a_unit_with_a_name_keeps_it(name: str) -> None:
    assert unit_name(name) == name


@pytest.mark.parametrize(
    ("unit", "room", "kept"),
    [
        ("", "1-101", ("1单元", "101")), ("一单元", "1-101", ("1单元", "101")),
        ("2单元", "1-101", ("2单元", "1-101")), ("", "101-1", ("", "101-1")),
        ("", "1-2", ("", "1-2")), ("1", "1-101-1", ("1单元", "101-1")),
        ("", "A-101", ("", "A-101")),
    ],
)  # fmt: skip
def test_a_room_that_says_its_unit(unit: str, room: str, kept: tuple[str, str]) -> None:
    assert door(unit, room) == kept
    assert door(*kept) == kept


DOORS = (
    (("1单元", "101"), ("第一单元", "101室"), ("1单", "0101"), ("", "1-101"), ("1", "1楼101")),
    (("", "101"),),
    (("2单元", "101"), ("", "2-101")),
    (("1单元", "101-1"), ("1", "101附1"), ("1", "1-101-1")),
    (("1单元", "1-2"),),
    (("1单元", "2-101"),),
    (("", "负1层"), ("", "负一层"), ("", "-1层"), ("", "地下1层"), ("", "B1层"), ("", "-1楼")),
    (("", "负101"), ("", "-101")),
    (("", "负1层3"), ("", "负一层3号")),
    (("", "1层"), ("", "1楼")),
    (("", "A座"),),
    (("", "5楼2"), ("", "5层2号")),
    (("", "502"), ("", "5楼502")),
    (("东单元", "101"), ("东", "101")),
    (("", "值班室"),),
)


def test_doors_are_one_where_they_are_and_only_there() -> None:
    keys = [{door_key(*written) for written in spellings} for spellings in DOORS]
    assert [len(key) for key in keys] == [1] * len(keys)
    assert all(one.isdisjoint(other) for one, other in combinations(keys, 2))


def test_a_name_is_the_same_room_with_and_without_its_end() -> None:
    assert room_variants("值班室") == ("值班室", "值班")
    assert room_variants("物管用房") == ("物管用房", "物管用")
    assert room_variants("值班")[0] == "值班"
    assert "值班室" in room_variants("值班")
    assert "配电房" not in room_variants("配电室")
    assert room_variants("101") == ("101",)
    assert room_variants("负1层3") == ("负1层3",)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *((text, "12栋") for text in ("12", "012", "12号楼", "12幢", "12#", "12#楼", "第12栋")),
        *((text, "12栋") for text in ("十二栋", "十二号楼", " 12 栋", "１２栋", "12楼栋")),
        *((name, name) for name in ("综合楼", "家属楼", "钟楼", "老供销社", "A座", "12-1")),
        *((name, name) for name in ("3号家属楼", "教师公寓", "楼", "栋", "1号楼A座", "三八楼")),
        ("a", "A栋"), ("b1号楼", "B1栋"), ("12-1号楼", "12-1栋"), ("1座", "1座"), ("一", "1栋"),
    ],
)  # fmt: skip
def test_a_building_has_its_number_in_one_form_and_its_name_as_written(
    written: str, name: str
) -> None:
    assert building_name(written) == name
    assert building_name(name) == name


ALIKE = (
    (building_key, ("12栋", "12", "十二号楼", "12座", "12号"), ("综合楼", "综合栋", "综合")),
    (building_key, ("A座", "a栋", "A"), ("钟楼", "钟栋"), ("12-1栋", "12-1"), ("1栋", "01幢")),
    (compound_key, ("光明小区", "光明"), ("福锦苑", "福锦苑小区"), ("小区",), ("福锦苑二期",)),
    (
        community_key,
        ("兴新", "兴新社区", "兴新社区居委会", "兴新社区居民委员会", "兴新居委会"),
        ("柳林村", "柳林村村民委员会", "柳林村民委员会", "柳林村委会", "柳林村村民委员会社区"),
        ("柳林", "柳林社区"),
        ("柳林村社区",),
        ("东风新村", "东风新村社区"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", ALIKE)
def test_spellings_of_one_place_and_of_different_ones(case: tuple[object, ...]) -> None:
    key, *places = case
    assert callable(key)
    keys = [{key(name) for name in names} for names in places if isinstance(names, tuple)]
    assert [len(found) for found in keys] == [1] * len(keys)
    assert all(one.isdisjoint(other) for one, other in combinations(keys, 2))


def test_short_names_of_communities() -> None:
    assert short_community("兴新社区") == short_community("兴新社区居委会") == "兴新"
    assert short_community("柳林村村民委员会") == "柳林村"
    assert short_community("社区") == "社区"


def test_buildings_are_found_under_every_spelling() -> None:
    names = (
        ("兴新社区", "光明小区", "1栋"),
        ("兴新社区", "光明小区", "综合楼"),
        ("东风村", "院", "1栋"),
    )
    town = tuple(Building(n, n, n, "", *name) for n, name in enumerate(names))
    for text, found in (
        ("光明小区1栋", [0]), ("光明1号楼", [0]), ("兴新社区居委会光明1栋", []), ("1", [0, 2]),
        ("兴新光明小区 一号楼", [0]), ("兴新社区光明1#", [0]), ("光明综合楼", [1]), ("综合楼", [1]),
        ("光明11栋", []), ("东风村院1", [2]), ("", []),
    ):  # fmt: skip
        assert [b.id for b in find_buildings(text, town)] == found, text
