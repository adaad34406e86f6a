"""Sums of money in figures and in capitals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.amounts import MOST_CENTS, capitals, parse_yuan, short_yuan, yuan_text


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (0, "零元整"), (5, "伍分"), (50, "伍角整"), (55, "伍角伍分"), (100, "壹元整"),
        (100_000, "壹仟元整"), (600_000, "陆仟元整"), (1_000_05, "壹仟元零伍分"),
        (1_409_50, "壹仟肆佰零玖元伍角整"), (6_007_14, "陆仟零柒元壹角肆分"),
        (1_680_32, "壹仟陆佰捌拾元叁角贰分"), (10_050_00, "壹万零伍拾元整"),
        (1_200_000, "壹万贰仟元整"), (16_409_02, "壹万陆仟肆佰零玖元零贰分"),
        (200_300_400_00, "贰亿零叁拾万零肆佰元整"), (100_000_000_00, "壹亿元整"),
        (20_000_00, "贰万元整"),
    ],
)  # fmt: skip
def test_capitals(cents: int, words: str) -> None:
    assert capitals(cents) == words


_VALUES = {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_WEIGHTS = {"拾": 10, "佰": 100, "仟": 1000}


def read(words: str) -> int:
    """Capitals read back, by another way than they are written."""
    total = group = digit = cents = 0
    for char in words.removesuffix("整"):
        if char in _VALUES:
            digit = _VALUES[char]
        elif char in _WEIGHTS:
            group, digit = group + digit * _WEIGHTS[char], 0
        elif char in "万亿":
            total += (group + digit) * {"万": 10_000, "亿": 10**8}[char]
            group = digit = 0
        elif char == "元":
            total, group, digit = total + group + digit, 0, 0
        else:
            cents, digit = cents + digit * {"角": 10, "分": 1}[char], 0
    return total * 100 + cents


@given(st.integers(0, MOST_CENTS))
def test_capitals_say_the_sum_and_nothing_twice(cents: int) -> None:
    words = capitals(cents)
    assert read(words) == cents
    assert "零零" not in words
    assert words.endswith("整") == (cents % 10 == 0)


@pytest.mark.parametrize("cents", [-1, MOST_CENTS + 1])
def test_sums_without_capitals(cents: int) -> None:
    with pytest.raises(ValueError, match=str(cents)):
        capitals(cents)


@given(st.integers(0, 10**12 - 1))
def test_figures_are_read_back(cents: int) -> None:
    assert parse_yuan(yuan_text(cents)) == cents
    assert parse_yuan(short_yuan(cents) + "元") == cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [("1000", 100_000), ("１０００．５", 100_050), ("1,000 元", 100_000), ("0.05", 5)],
)
def test_sums_as_people_type_them(text: str, cents: int) -> None:
    assert parse_yuan(text) == cents


@pytest.mark.parametrize("text", ["", "一千", "-5", "1.005", "1e3", "10.", "99999999999"])
def test_what_is_no_sum(text: str) -> None:
    assert parse_yuan(text) is None
