"""Floors read from room numbers as offices write them."""

import pytest

from ldz_desktop.domain.floors import floor_title, room_place


@pytest.mark.parametrize(
    ("room", "level", "door"),
    [
        ("1102", 11, "02"),
        ("102", 1, "02"),
        ("0102", 1, "02"),
        ("3304", 33, "04"),
        ("101-1", 1, "01-1"),
        ("1102A", 11, "02A"),
        ("A102", 1, "A02"),
        ("A座1102", 11, "A座02"),
        ("2-1102", 11, "2-02"),
        ("11-02", 11, "02"),
        ("3层", 3, "整层"),
        ("3层5", 3, "05"),
        ("负1层", -1, "整层"),
        ("负1层3", -1, "03"),
        ("负103", -1, "03"),
        ("负二层", -2, "整层"),
        ("-101", -1, "01"),
        ("B1层", -1, "整层"),
    ],
)
def test_a_floor_is_read(room: str, level: int, door: str) -> None:
    assert room_place(room) == (level, door)


@pytest.mark.parametrize(
    "room",
    ["A座", "5", "12", "1-2", "门面3", "商铺101", "底商", "地下室", "10021", "9901", "001", ""],
)
def test_what_does_not_tell_its_floor_is_left_whole(room: str) -> None:
    assert room_place(room) == (None, room)


def test_titles() -> None:
    assert [floor_title(level) for level in (11, 1, -1)] == ["11层", "1层", "负1层"]
