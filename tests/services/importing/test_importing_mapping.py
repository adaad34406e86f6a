"""What a person decides about columns: asked for, checked, and remembered by the header."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import FIELD_TITLES, KIND_FIELDS, ImportOptions, read_mapping

Write = Callable[..., Path]
People = Callable[..., list[tuple[Any, ...]]]
ODD = [
    ["二〇二六年普查"],
    ["甲", "乙", "丙", "丁", "姓名"],
    ["1栋", "101", "赵建国", "13800000001", "网格员王"],
    ["1栋", "102", "孙丽", None, "网格员王"],
]
PLACES = ImportOptions("兴新", "福锦苑")
DECIDED = {"甲": "building", "乙": "房号", "丙": "name", "丁": "联系电话", "姓名": None}


def test_unclear_columns_are_asked_for(office: Office, workbook: Write) -> None:
    plan = office.importing.plan("households", workbook(ODD), PLACES)
    assert plan.unclear
    assert plan.message
    (table,) = plan.tables
    assert [c.title for c in table.columns] == ["甲", "乙", "丙", "丁", "姓名"]
    assert table.columns[2].samples == ("赵建国", "孙丽")
    assert table.columns[3].samples == ("138****0001",)
    assert table.preview[0] == ("甲", "乙", "丙", "丁", "姓名")
    assert (table.header_rows, table.first_row) == ((2,), 3)


def test_a_mapping_decides_and_is_remembered(
    office: Office, workbook: Write, people: People
) -> None:
    path = workbook(ODD)
    options = replace(PLACES, mapping={"columns": DECIDED})
    plan = office.importing.plan("households", path, options)
    assert not plan.unclear
    assert [c.field for c in plan.tables[0].columns] == ["building", "room", "name", "phone", None]
    assert office.importing.plan("households", path, PLACES).unclear
    assert office.importing.run(plan).created == 2
    assert people("building", "room", "name", "phone") == [
        ("1栋", "101", "赵建国", "13800000001"), ("1栋", "102", "孙丽", None),
    ]  # fmt: skip
    again = office.importing.plan("households", path, PLACES)
    assert (again.unclear, again.result.unchanged) == (False, 2)
    more = workbook([["另一份"], [], *ODD[1:], ["2栋", "101", "李伟", None, None]], "再.xlsx")
    assert office.importing.take("households", more, PLACES).created == 1


def test_the_columns_alone_are_a_mapping(office: Office, workbook: Write, people: People) -> None:
    given = replace(PLACES, mapping=DECIDED)
    assert office.importing.take("households", workbook(ODD), given).created == 2
    assert people("building", "name")[0] == ("1栋", "赵建国")


def test_a_mapping_overrules_what_was_recognised(
    office: Office, workbook: Write, people: People
) -> None:
    rows = [["楼栋", "房号", "姓名", "电话", "说明"], ["1栋", "101", "甲方", "赵建国", "工人"]]
    columns = {"姓名": None, "电话": "name", "说明": "occupation"}
    options = replace(PLACES, mapping={"columns": columns})
    assert office.importing.take("households", workbook(rows), options).created == 1
    assert people("name", "phone", "occupation", "note") == [("赵建国", None, "工人", None)]


def test_a_mapping_points_at_the_header(office: Office, workbook: Write, people: People) -> None:
    rows = [
        ["楼栋", "房号", "姓名"],
        ["（样例）", "（样例）", "（样例）"],
        ["栋", "号", None],
        [None, "室", "谁"],
        ["1栋", "101", "赵建国"],
    ]
    rule = {
        "sheet": "Sheet1",
        "header_row": 3,
        "header_rows": 2,
        "columns": {"栋": "building", "号/室": "room", "谁": "name"},
    }
    options = replace(PLACES, mapping={"tables": [rule]})
    path = workbook(rows, more={"别的": [["楼栋", "房号", "姓名"], ["2栋", "101", "孙丽"]]})
    plan = office.importing.plan("households", path, options)
    assert plan.tables[0].header_rows == (3, 4)
    office.importing.run(plan)
    assert people("building", "name") == [("1栋", "赵建国"), ("2栋", "孙丽")]


def test_two_columns_of_one_name_are_a_question(
    office: Office, workbook: Write, people: People
) -> None:
    rows = [["楼栋", "房号", "姓名", "姓名"], ["1栋", "101", "赵建国", "王网格"]]
    path = workbook(rows)
    plan = office.importing.plan("households", path, PLACES)
    assert plan.unclear
    assert "姓名" in plan.message
    titles = [c.title for c in plan.tables[0].columns]
    assert titles == ["楼栋", "房号", "姓名", "姓名（D列）"]
    options = replace(PLACES, mapping={"columns": {titles[3]: None, titles[2]: "name"}})
    assert office.importing.take("households", path, options).created == 1
    assert people("name") == [("赵建国",)]


def test_columns_without_a_header_can_be_named(
    office: Office, workbook: Write, people: People
) -> None:
    rows = [["楼栋", "房号", "姓名", None], ["1栋", "101", "赵建国", "13800000001"]]
    options = replace(PLACES, mapping={"columns": {"（D列）": "phone"}})
    office.importing.take("households", workbook(rows), options)
    assert people("phone") == [("13800000001",)]


@pytest.mark.parametrize(
    "mapping",
    [
        {"columns": {"甲": "没有的字段"}},
        {"columns": {"甲": "assessor"}},
        {"columns": ["甲"]},
        {"tables": "甲"},
        {"header_row": "三", "columns": {}},
    ],
)
def test_wrong_mappings_are_refused(
    office: Office, workbook: Write, mapping: dict[str, Any]
) -> None:
    options = replace(PLACES, mapping=mapping)
    with pytest.raises(InputError, match="列对应关系不对"):
        office.importing.plan("households", workbook(ODD), options)


def test_mapping_files(tmp_path: Path) -> None:
    path = tmp_path / "对应.json"
    path.write_text(json.dumps({"columns": DECIDED}, ensure_ascii=False), "utf-8-sig")
    assert read_mapping(path) == {"columns": DECIDED}
    for content in ("", "[]", "{"):
        path.write_text(content, "utf-8")
        with pytest.raises(InputError):
            read_mapping(path)
    with pytest.raises(InputError):
        read_mapping(tmp_path / "没有.json")


def test_every_field_has_a_title() -> None:
    for fields in KIND_FIELDS.values():
        assert set(fields) <= set(FIELD_TITLES)
