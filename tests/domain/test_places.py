"""Rooms: numbers lose 室 and 号, names stay whole, and those that lost their end are found."""

import pytest

from ldz_desktop.domain.places import room_name, room_variants, unit_name


@pytest.mark.parametrize(
    ("written", "room"),
    [
        ("101室", "101"), (" 1102 号", "1102"), ("101号房", "101"), ("101房", "101"),
        ("１０１室", "101"), ("A室", "A"), ("101-1室", "101-1"), ("负1层3号", "负1层3"),
        ("三室", "三"), ("商铺2号", "商铺2"), ("101", "101"), ("A座", "A座"), ("室", "室"),
        ("值班室", "值班室"), ("会 议 室", "会议室"), ("物管用房", "物管用房"),
        ("门面房", "门面房"), ("2楼会议室", "2楼会议室"), ("1号楼门房", "1号楼门房"),
        ("", ""),
    ],
)  # fmt: skip
def test_numbers_lose_their_tail_and_names_keep_it(written: str, room: str) -> None:
    assert room_name(written) == room
    assert room_name(room) == room


def test_a_unit_typed_in_full_width_is_the_same_unit() -> None:
    assert unit_name("２") == unit_name("2单元") == "2单元"


def test_a_name_is_the_same_room_with_and_without_its_end() -> None:
    assert room_variants("值班室") == ("值班室", "值班")
    assert room_variants("物管用房") == ("物管用房", "物管用")
    assert room_variants("值班")[0] == "值班"
    assert "值班室" in room_variants("值班")
    assert "配电房" not in room_variants("配电室")
    assert room_variants("101") == ("101",)
    assert room_variants("负1层3") == ("负1层3",)
