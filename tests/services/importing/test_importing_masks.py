"""What is shown only in part (133****5011) never overwrites what is stored."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop.reports.spreadsheets import write
from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportResult

Write = Callable[..., Path]
Take = Callable[..., ImportResult]
People = Callable[..., list[tuple[Any, ...]]]
PLACE = ["兴新社区", "福锦苑", "1栋"]
HEADER = ["社区", "小区", "楼栋", "房号", "姓名", "与户主关系", "身份证号", "联系电话", "工作单位"]
EVERYTHING = ("name", "relation", "id_number", "birth", "phone", "workplace", "note", "state")


@pytest.fixture
def family(numbers: Iterator[str]) -> list[list[Any]]:
    return [
        [*PLACE, "101", "赵建国", "户主", next(numbers), "13312345011", "一中"],
        [*PLACE, "101", "钱秀英", "配偶", next(numbers), "0827-5261234", None],
        [*PLACE, "101", "赵小宝", "子", None, "13312345012、13512345678", None],
        [*PLACE, "102", "孙丽", "户主", None, None, None],
    ]


@pytest.fixture
def stored(workbook: Write, take: Take, family: list[list[Any]]) -> None:
    take(workbook([HEADER, *family]))


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("full", [False, True])
def test_our_own_export_changes_nothing(
    office: Office, take: Take, people: People, tmp_path: Path, *, full: bool, ending: str
) -> None:
    before = people(*EVERYTHING)
    path = tmp_path / f"户档.{ending}"
    write(office.exporting.households("核对", full=full), path)
    result = take(path)
    assert (result.created, result.updated, result.unchanged) == (0, 0, 4)
    assert (result.refused, result.notes) == (0, 0)
    assert people(*EVERYTHING) == before


def test_of_new_people_nothing_masked_is_stored(
    workbook: Write, take: Take, people: People, family: list[list[Any]]
) -> None:
    take(workbook([HEADER, *family]))
    rows = [
        [*PLACE, "101", "赵建国", "户主", "5119********0018", "133****5011", "**学校"],
        [*PLACE, "102", "孙丽", "户主", "5119XXXXXXXX0018", "133****5099", None],
        [*PLACE, "103", "周敏", "户主", "511902********0018", "*****34", "第***中学"],
        [*PLACE, "103", "周小明", "子", "51190219900101●●●●", "138xxxx0001", None],
    ]
    result = take(workbook([HEADER, *rows]))
    assert sorted((p.row, p.column, p.code, p.level) for p in result.problems) == [
        (3, "联系电话", "masked", "note"), (3, "身份证号", "masked", "note"),
        (4, "工作单位", "masked", "note"), (4, "联系电话", "masked", "note"),
        (4, "身份证号", "masked", "note"),
        (5, "联系电话", "masked", "note"), (5, "身份证号", "masked", "note"),
    ]  # fmt: skip
    assert (result.created, result.updated, result.unchanged) == (2, 0, 2)
    assert people("name", "id_number", "phone", "workplace") == [
        ("赵建国", family[0][6], "13312345011", "一中"),
        ("钱秀英", family[1][6], "0827-5261234", None),
        ("赵小宝", None, "13312345012、13512345678", None),
        ("孙丽", None, None, None), ("周敏", None, None, None), ("周小明", None, None, None),
    ]  # fmt: skip


def test_an_empty_office_takes_nothing_masked(
    workbook: Write, take: Take, people: People, family: list[list[Any]]
) -> None:
    family[0][6:8] = ["5119**********12", "133****5011"]
    result = take(workbook([HEADER, *family]))
    assert {(p.row, p.column, p.code) for p in result.problems} == {
        (2, "身份证号", "masked"), (2, "联系电话", "masked"),
    }  # fmt: skip
    assert people("id_number", "phone")[0] == (None, None)


def test_masked_names(
    workbook: Write, take: Take, people: People, family: list[list[Any]], numbers: Iterator[str]
) -> None:
    take(workbook([HEADER, *family]))
    rows = [
        [*PLACE, "101", "赵*国", "户主", family[0][6], "13900000001", None],
        [*PLACE, "101", "赵**", "子", None, None, None],
        [*PLACE, "104", "李*龙", "户主", next(numbers), None, None],  # what could not be typed
    ]
    result = take(workbook([HEADER, *rows]))
    assert [(p.row, p.level, p.code) for p in result.problems] == [
        (2, "refused", "number_taken"), (3, "refused", "masked"), (4, "note", "odd_character"),
    ]  # fmt: skip
    assert people("name", "phone")[0] == ("赵建国", "13312345011")
    assert [row[0] for row in people("name")][-1] == "李*龙"


def test_the_rosters_export_changes_nothing(
    office: Office, workbook: Write, take: Take, numbers: Iterator[str], tmp_path: Path
) -> None:
    header = ["社区", "小区", "楼栋", "姓名", "身份证号", "联系电话", "任职日期"]
    rows = [[*PLACE, "赵琴", next(numbers), "13312345011", "2020-01-01"]]
    take(workbook([header, *rows]), "leaders")
    before = office.roster.rows()
    path = tmp_path / "花名册.xlsx"
    write(office.exporting.leaders("核对"), path)
    result = take(path, "leaders")
    assert (result.created, result.updated, result.unchanged, result.refused) == (0, 0, 1, 0)
    assert office.roster.rows() == before
    rows = [[*PLACE[:2], "2栋", "钱*芳", None, "133****5011", "2020-01-01"]]
    assert take(workbook([header, *rows]), "leaders").refused == 1
