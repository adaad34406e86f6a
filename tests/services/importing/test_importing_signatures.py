"""Rows in which people sign are no residents, and residents are no signatures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop.services.importing import ImportResult

Write = Callable[..., Path]
Take = Callable[..., ImportResult]
People = Callable[..., list[tuple[Any, ...]]]

HEADER = ["楼栋", "房号", "姓名", "与户主关系", "身份证号", "职业", "备注"]
SIGNED: tuple[list[Any], ...] = (
    ["填表人：", None, "王芳", None, None, "审核：", "李四"],
    ["填表人", None, "王芳"],
    ["制表人：张三", None, "王芳", "审核人：李四", None, "2026年11月1日"],
    ["单位（盖章）", "兴新社区居民委员会", "王芳", "2026年11月1日"],
    ["审核", "王芳", "制表", "李四"],
    ["负责人", None, "王芳"],
    ["单位负责人：", "王芳", "填表人：", "李四", "联系电话：", "13800000001"],
    ["制表日期", None, "今天"],
    [None, None, "社区书记：王芳", None, None, "（签字）"],
    ["社区（公章）", None, "经办人", "王芳", None, "年  月  日"],
    ["填报单位：兴新社区", None, "填报日期", "2026-11-01"],
    ["联系人", None, "王芳", None, "13800000001", "审核："],
)


@pytest.mark.parametrize("row", SIGNED)
@pytest.mark.parametrize("blank", [False, True])
def test_a_row_of_signatures_is_nobody(
    workbook: Write, take: Take, people: People, row: list[Any], blank: bool
) -> None:
    """Below flat lists, and below those that leave the place of a household's members blank."""
    second = [None, None] if blank else ["1栋", "101"]
    rows = [
        ["1栋", "101", "赵建国", "户主"], [*second, "钱秀英", "配偶"], [*second, "赵小军", "子"],
        ["1栋", "102", "孙丽", "户主"], row, ["2栋", "201", "周敏", "户主"],
    ]  # fmt: skip
    result = take(workbook([HEADER, *rows, row]), community="兴新", compound="福锦苑")
    assert (result.created, result.refused, result.problems) == (5, 0, ())
    assert [name for (name,) in people("name")] == ["赵建国", "钱秀英", "赵小军", "孙丽", "周敏"]
    assert people("building", "room")[-1] == ("2栋", "201")


def test_people_with_such_words_in_their_rows_are_taken(
    workbook: Write, take: Take, people: People
) -> None:
    rows = [
        ["1栋", "101", "赵建国", "户主", None, "负责人", "联系人：王芳"],
        [None, None, "钱秀英", "配偶", None, "审核", "负责人"],
        [None, None, "赵小军", None, None, "社区书记", None],
        [None, None, "李想", "女", None, None, "审核：待补"],
        ["2栋", "门面", "孙丽", "户主", None, "负责人", None],
    ]
    result = take(workbook([HEADER, *rows]), community="兴新", compound="福锦苑")
    assert (result.created, result.refused) == (5, 0)


def test_a_roster_is_signed_too(workbook: Write, take: Take) -> None:
    rows = [
        ["社区", "小区", "楼栋", "姓名", "联系电话"],
        ["兴新社区", "福锦苑", "1栋", "赵建国", "13800000001"],
        [None, None, "2栋", "孙丽", "13800000002"],
        ["制表人：", None, None, "王芳", "13800000003"],
        ["单位盖章", None, None, "兴新社区", "2026年11月1日"],
    ]
    result = take(workbook(rows), "leaders")
    assert (result.created, result.refused, result.problems) == (2, 0, ())
