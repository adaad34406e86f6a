"""Tables in the shapes offices keep them: headers, merged cells, sections, totals, sheets."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportOptions, ImportResult

Write = Callable[..., Path]
Take = Callable[..., ImportResult]
People = Callable[..., list[tuple[Any, ...]]]

_SYNONYMS = {
    "社区": ("所在社区", "社区名称", "居委会", "村（社区）", "社区居委会"),
    "小区": ("小区名称", "所属小区", "院落", "小 区", "小区\n名称"),
    "楼栋": ("楼号", "栋号", "幢号", "所在楼栋", "楼栋号", "几号楼"),
    "单元": ("单元号", "所在单元", "单 元"),
    "房号": ("室号", "门牌号", "房间号", "户室号", "房号（室）"),
    "居住情况": ("房屋性质", "住房情况", "居住状态", "产权性质", "是否出租"),
    "姓名": ("居民姓名", "姓  名", "家庭成员姓名", "*姓名", "住户姓名", "人员姓名"),
    "与户主关系": ("家庭关系", "与户主\n关系", "关系", "与户主的关系", "称谓"),
    "证件号码": ("身份证号", "公民身份号码", "身份证号码（18位）", "居民身份证号码", "身份证"),
    "性别": ("性 别", "性别（男/女）"),
    "民族": ("民　族",),
    "文化程度": ("学历", "教育程度", "受教育程度", "最高学历"),
    "职业": ("从业情况", "就业状况", "从事职业", "工作情况"),
    "健康状况": ("身体状况", "健康情况", "身体健康状况"),
    "政治面貌": ("政治面貌（党员）", "党派", "政治面目"),
    "联系电话": ("手机号码", "电话", "联系方式", "手机", "联系电话（必填）"),
}


def _rows(numbers: Iterator[str]) -> list[dict[str, Any]]:
    """Three households of one building, seven people."""
    people = (
        ("101", "赵建国", "户主"), ("101", "钱秀英", "配偶"), ("101", "赵小军", "子"),
        ("102", "孙丽", "户主"), ("201", "李伟", "户主"), ("201", "周敏", "配偶"),
        ("201", "李想", "女"),
    )  # fmt: skip
    return [
        {
            "社区": "兴新社区", "小区": "福锦苑", "楼栋": "3栋", "单元": "1单元", "房号": room,
            "居住情况": "自有", "姓名": name, "与户主关系": relation, "证件号码": next(numbers),
            "性别": "男", "民族": "汉族", "文化程度": "高中", "职业": "工人", "健康状况": "健康",
            "政治面貌": "群众", "联系电话": "13800000001",
        }
        for room, name, relation in people
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_columns_in_any_order_under_other_words(
    workbook: Write, take: Take, people: People, numbers: Iterator[str], seed: int
) -> None:
    chance = random.Random(seed)
    keys = list(_SYNONYMS)
    chance.shuffle(keys)
    header = [chance.choice((key, *_SYNONYMS[key])) for key in keys]
    body = [[row[key] for key in keys] for row in _rows(numbers)]
    titles = [["某某社区居民情况"], [], ["填报日期：2026年11月"]][: chance.randrange(4)]
    result = take(workbook([*titles, header, *body]))
    assert (result.created, result.refused, result.notes, result.households) == (7, 0, 0, 3)
    assert people("building", "unit", "room", "name", "relation")[:3] == [
        ("3栋", "1单元", "101", "赵建国", "02"),
        ("3栋", "1单元", "101", "钱秀英", "10"),
        ("3栋", "1单元", "101", "赵小军", "20"),
    ]
    assert people("ethnic", "education", "health", "political", "phone", "tenure")[0] == (
        "01", "60", "10", "13", "13800000001", "自有",
    )  # fmt: skip


def test_two_header_rows_and_cells_merged_over_members(
    workbook: Write, take: Take, people: People, numbers: Iterator[str]
) -> None:
    rows = [
        ["西锦社区西锦苑小区7号楼住户登记表"],
        ["序号", "住房信息", None, "人员信息", None, None, "手机"],
        [None, "单元", "室", "姓名", "关系", "身份证号", None],
        [1, "1单元", 101, "赵建国", "户主", next(numbers), "13800000001"],
        [None, None, None, "钱秀英", "妻", next(numbers), None],
        [2, "1单元", 102, "孙丽", "户主", next(numbers), "0827-1234567"],
        [3, "2单元", 101, "李伟", "户主", next(numbers), None],
        [None, None, None, "周敏", "配偶", next(numbers), None],
        [None, None, None, "李想", "女儿", next(numbers), None],
        ["填表人：          审核人：          单位（盖章）"],
    ]
    spans = ["A1:G1", "A2:A3", "B2:C2", "D2:F2", "G2:G3", "A4:A5", "B4:B5", "C4:C5"]
    result = take(workbook(rows, merges=[*spans, "A7:A9", "B7:B9", "C7:C9"]))
    assert (result.files_rows, result.created, result.refused) == (6, 6, 0)
    assert people("community", "compound", "building", "unit", "room", "name") == [
        ("西锦社区", "西锦苑", "7栋", unit, room, name)
        for unit, room, name in (
            ("1单元", "101", "赵建国"), ("1单元", "101", "钱秀英"), ("1单元", "102", "孙丽"),
            ("2单元", "101", "李伟"), ("2单元", "101", "周敏"), ("2单元", "101", "李想"),
        )
    ]  # fmt: skip


def test_merged_cells_lost_on_the_way(
    text_table: Write, take: Take, people: People, numbers: Iterator[str]
) -> None:
    """The same table saved as csv: blanks below the first member are the household's."""
    rows = [
        ["社区", "小区", "楼栋", "单元", "房号", "姓名", "与户主关系", "身份证号"],
        ["兴新社区", "福锦苑", "3栋", "1单元", "101", "赵建国", "户主", next(numbers)],
        ["", "", "", "", "", "钱秀英", "配偶", next(numbers)],
        ["", "", "", "", "102", "孙丽", "户主", next(numbers)],
        ["", "", "", "2单元", "101", "李伟", "户主", next(numbers)],
        ["", "", "", "", "", "周敏", "配偶", next(numbers)],
        ["", "", "4栋", "1单元", "101", "吴刚", "户主", next(numbers)],
        ["", "", "", "", "", "郑爽", "配偶", next(numbers)],
        ["", "", "", "", "102", "王芳", "户主", next(numbers)],
    ]
    result = take(text_table(rows))
    assert (result.created, result.refused, result.households) == (8, 0, 5)
    assert people("building", "unit", "room", "name") == [
        ("3栋", "1单元", "101", "赵建国"), ("3栋", "1单元", "101", "钱秀英"),
        ("3栋", "1单元", "102", "孙丽"), ("3栋", "2单元", "101", "李伟"),
        ("3栋", "2单元", "101", "周敏"), ("4栋", "1单元", "101", "吴刚"),
        ("4栋", "1单元", "101", "郑爽"), ("4栋", "1单元", "102", "王芳"),
    ]  # fmt: skip


def test_a_missing_room_in_a_flat_list_is_refused(
    workbook: Write, take: Take, numbers: Iterator[str]
) -> None:
    keys = list(_SYNONYMS)
    rows = _rows(numbers)
    rows[1]["房号"] = None  # a member whose room was forgotten
    rows[4]["房号"] = "-"
    result = take(workbook([keys, *([row[key] for key in keys] for row in rows)]))
    assert [(p.row, p.column, p.code) for p in result.problems] == [
        (3, "房号", "required"), (6, "房号", "required"),
    ]  # fmt: skip
    assert result.created == 5


def test_a_refused_row_still_says_where_the_rows_below_it_lie(
    workbook: Write, take: Take, people: People
) -> None:
    below: list[str | None] = [None, None, None]
    rows: list[list[str | None]] = [
        ["兴新社区", "福锦苑", "1栋", "101", "赵建国", "户主"], [*below, "102", "孙丽", "户主"],
        [*below, "103", "周文", "户主"], [None, None, "2栋", None, "李伟", "户主"],
        [*below, "102", "吴强", "户主"], [*below, "103", "郑明", "户主"],
    ]  # fmt: skip
    header = ["社区", "小区", "楼栋", "房号", "姓名", "与户主关系"]
    result = take(workbook([header, *rows]))
    assert [(p.row, p.column) for p in result.problems] == [(5, "房号")]
    assert people("building", "name")[3:] == [("2栋", "吴强"), ("2栋", "郑明")]


def test_a_row_without_a_compound_goes_back_where_others_say_theirs(
    workbook: Write, take: Take, office: Office
) -> None:
    rows: list[list[str | None]] = [
        ["兴新社区", "福锦苑", "1栋", "101", "赵建国"],
        ["兴新社区", None, "1栋", "102", "孙丽"],
        ["兴新社区", "福锦苑", None, "103", "李伟"],
    ]
    header = ["社区", "小区", "楼栋", "房号", "姓名"]
    result = take(workbook([header, *rows]))
    assert [(p.row, p.column, p.code) for p in result.problems] == [
        (3, "小区", "required"), (4, "楼栋", "required"),
    ]  # fmt: skip
    assert (result.created, result.refused) == (1, 2)
    nowhere = [header, *([row[0], None, None, *row[3:]] for row in rows)]
    asked = office.importing.plan("households", workbook(nowhere, "二.xlsx"))
    assert asked.needs == ("楼栋",)


def test_a_sheet_for_each_building_and_sheets_without_a_table(
    workbook: Write, take: Take, people: People, numbers: Iterator[str]
) -> None:
    header = ["单元", "房号", "姓名", "关系", "身份证号"]

    def page(name: str) -> list[list[Any]]:
        return [header, ["1", "101", name, "户主", next(numbers)]]

    path = workbook(
        page("赵建国"),
        sheet="福锦苑1栋",
        more={
            "2号楼": page("钱秀英"),
            "说明": [["填写说明"], ["1. 按户填写"], ["2. 不漏一人"]],
            "统计": [["楼栋", "户数", "人数"], ["1栋", 30, 81], ["合计", 30, 81]],
            "空": [],
            "-旧": page("孙丽"),
        },
    )
    plan = take(path, community="兴新", compound="福锦苑")
    assert plan.created == 2
    assert people("compound", "building", "unit", "name") == [
        ("福锦苑", "1栋", "1单元", "赵建国"), ("福锦苑", "2栋", "1单元", "钱秀英"),
    ]  # fmt: skip


def test_skipped_sheets_are_named(office: Office, workbook: Write, numbers: Iterator[str]) -> None:
    page = [["楼栋", "房号", "姓名"], ["1栋", "101", "赵建国"]]
    path = workbook(page, more={"-旧": page, "空": [], "说明": [["填写说明"], ["每人一行"]]})
    plan = office.importing.plan("households", path, ImportOptions("兴新", "福锦苑"))
    assert {name for name, _ in plan.skipped} == {"旧", "空", "说明"}
    assert [table.sheet for table in plan.tables] == ["Sheet1"]


def test_sections_repeated_headers_totals_and_footers(
    workbook: Write, take: Take, people: People, numbers: Iterator[str]
) -> None:
    header = ["序号", "单元", "房号", "姓名", "与户主关系", "身份证号码"]
    rows = [
        ["兴新社区福锦苑小区住户花名册"],
        header,
        ["福锦苑1栋"],
        [1, "1单元", 101, "赵建国", "户主", next(numbers)],
        [2, "1单元", 102, "孙丽", "户主", next(numbers)],
        ["小计", None, "2户", "2人"],
        ["福锦苑2栋"],
        header,
        [3, "1单元", 101, "李伟", "户主", next(numbers)],
        [4],
        ["合  计", None, "3户", "3人"],
        ["备注：此表每月更新"],
        ["制表：王芳", None, None, "审核：", None, "2026年11月1日"],
    ]
    result = take(workbook(rows))
    assert (result.files_rows, result.created, result.refused) == (3, 3, 0)
    assert people("building", "room", "name") == [
        ("1栋", "101", "赵建国"), ("1栋", "102", "孙丽"), ("2栋", "101", "李伟"),
    ]  # fmt: skip


def test_one_address_column(
    workbook: Write, take: Take, people: People, numbers: Iterator[str]
) -> None:
    rows = [
        ["姓名", "身份证号", "现住址", "电话"],
        ["赵建国", next(numbers), "兴新社区福锦苑小区3栋1单元101室", "13800000001"],
        ["孙丽", next(numbers), "福锦苑3号楼2单元1102", None],
        ["李伟", next(numbers), "福锦苑12幢-1-302", None],
    ]
    result = take(workbook(rows), community="兴新社区")
    assert result.created == 3
    assert people("compound", "building", "unit", "room") == [
        ("福锦苑", "3栋", "1单元", "101"), ("福锦苑", "3栋", "2单元", "1102"),
        ("福锦苑", "12栋", "1单元", "302"),
    ]  # fmt: skip


def test_heads_in_columns_of_their_own(
    workbook: Write, take: Take, people: People, numbers: Iterator[str]
) -> None:
    """户主姓名 beside 成员姓名: a head among the members is one person, another is added."""
    rows = [
        ["楼栋", "房号", "户主", None, "家庭成员", None, None],
        [None, None, "姓名", "联系电话", "姓名", "关系", "身份证号"],
        ["1栋", "101", "赵建国", "13800000001", "赵建国", "户主", next(numbers)],
        ["1栋", "101", "赵建国", "13800000001", "钱秀英", "配偶", next(numbers)],
        ["1栋", "102", "孙丽", "13800000002", "周敏", "女", next(numbers)],
    ]
    spans = ["A1:A2", "B1:B2", "C1:D1", "E1:G1"]
    result = take(workbook(rows, merges=spans), community="兴新", compound="福锦苑")
    assert (result.created, result.refused, result.notes) == (4, 0, 0)
    assert people("room", "name", "relation", "phone") == [
        ("101", "赵建国", "02", "13800000001"), ("101", "钱秀英", "10", None),
        ("102", "孙丽", "02", "13800000002"), ("102", "周敏", "30", None),
    ]  # fmt: skip


def test_one_row_a_household(
    workbook: Write, take: Take, people: People, numbers: Iterator[str]
) -> None:
    """Only heads are named, or members follow in groups of columns."""
    rows = [
        ["楼栋", "房号", "户主姓名", "户主身份证号", "家庭人口", "联系电话"],
        ["1栋", "101", "赵建国", next(numbers), 3, "13800000001"],
        ["1栋", "102", "孙丽", next(numbers), 1, None],
    ]
    assert take(workbook(rows, "甲.xlsx"), community="兴新", compound="福锦苑").created == 2
    assert people("name", "relation", "phone")[0] == ("赵建国", "02", "13800000001")
    wide = [
        [
            "楼栋",
            "房号",
            "户主姓名",
            "户主身份证号",
            "成员1姓名",
            "成员1关系",
            "成员2姓名",
            "成员2关系",
        ],
        ["2栋", "101", "李伟", next(numbers), "周敏", "配偶", "李想", "女"],
        ["2栋", "102", "吴刚", next(numbers), None, None, None, None],
    ]
    result = take(workbook(wide, "乙.xlsx"), community="兴新", compound="福锦苑")
    assert (result.created, result.refused) == (4, 0)
    assert people("name", "relation")[2:5] == [("李伟", "02"), ("周敏", "10"), ("李想", "30")]


def test_vacant_dwellings_are_households_without_people(
    office: Office, workbook: Write, take: Take, numbers: Iterator[str]
) -> None:
    rows = [
        ["楼栋", "房号", "居住情况", "姓名", "关系", "备注"],
        ["1栋", "101", "自有", "赵建国", "户主", None],
        ["1栋", "102", "空置", None, None, None],
        ["1栋", "103", None, "空房", None, None],
        ["1栋", "104", None, None, None, "无人居住"],
        ["1栋", "105", "自有", None, None, None],
    ]
    result = take(workbook(rows), community="兴新", compound="福锦苑")
    assert (result.created, result.households, result.refused) == (1, 4, 1)
    assert [(p.row, p.column) for p in result.problems] == [(6, "姓名")]
    assert office.households.summary().by_tenure == {"自有": 1, "空置": 3}


def test_numbers_of_rooms_and_units(
    workbook: Write, take: Take, people: People, numbers: Iterator[str]
) -> None:
    rows = [
        ["楼栋", "单元", "房号", "姓名"],
        [3, 1, 101.0, "赵建国"],
        ["03", "一单元", "0102室", "孙丽"],
        ["三栋", "1", "101-1", "李伟"],
        ["3号楼", "", "负1层3", "周敏"],
        ["A座", "/", "1503", "吴刚"],
    ]
    result = take(workbook(rows), community="兴新", compound="福锦苑")
    assert (result.created, result.refused) == (5, 0)
    assert people("building", "unit", "room", "name") == [
        ("3栋", "", "负1层3", "周敏"), ("3栋", "1单元", "101", "赵建国"),
        ("3栋", "1单元", "101-1", "李伟"), ("3栋", "1单元", "102", "孙丽"),
        ("A座", "", "1503", "吴刚"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["old.xls", "open.ods"])
def test_other_formats_of_the_same_table(
    office: Office, samples: Path, tmp_path: Path, name: str
) -> None:
    """Converted by LibreOffice; ods loses which cells were merged."""
    import shutil
    import subprocess

    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not here")
    source = samples / "东锦苑24栋居民信息登记表.xlsx"
    ending = Path(name).suffix[1:]
    command = (soffice, "--headless", "--convert-to", ending, "--outdir", tmp_path, source)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run((*command, profile), check=True, capture_output=True, timeout=120)
    result = office.importing.take("households", tmp_path / f"{source.stem}.{ending}")
    assert (result.created, result.households, result.refused) == (400, 142, 0)


def test_values_decide_where_a_header_means_two_things(
    workbook: Write, take: Take, people: People
) -> None:
    rows = [
        ["楼栋", "房号", "姓名", "户主", "居住情况", "人员类型", "网格员电话"],
        ["1栋", "101", "赵建国", "是", "户在人在", "老党员", "13800000009"],
        ["1栋", "101", "钱秀英", "否", "户不在人在", "低保户", "13800000009"],
    ]
    result = take(workbook(rows), community="兴新", compound="福锦苑")
    assert (result.created, result.problems) == (2, ())
    assert people("name", "relation", "registered_here", "tenure", "phone") == [
        ("赵建国", "02", 1, None, None), ("钱秀英", None, 0, None, None),
    ]  # fmt: skip
