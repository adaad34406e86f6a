"""Rosters: leaders, tenures, and who takes over from whom."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop.reports import spreadsheets
from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportResult

Write = Callable[..., Path]
Take = Callable[..., ImportResult]
HEADER = ["社区", "小区", "楼栋", "姓名", "身份证号", "联系电话", "任职日期"]


def _row(building: str | None, name: str | None, *rest: object) -> list[Any]:
    return ["兴新社区", "福锦苑", building, name, *rest]


def _counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.created, result.updated, result.unchanged, result.refused


@pytest.fixture
def rows(numbers: Iterator[str]) -> list[list[Any]]:
    return [
        _row("1栋", "赵琴", next(numbers), "13900000001", "2020-10-01"),
        _row("2栋", "徐杨", next(numbers), None, date(2019, 5, 1)),
        _row("3栋", "陈彬", None, None, None),
    ]


def test_words_of_rosters(
    workbook: Write, take: Take, office: Office, numbers: Iterator[str]
) -> None:
    table = [
        ["兴文街道楼栋长花名册（2026年）"],
        ["编号", "居委会", "院落", "所辖楼栋", "楼栋长", "性别", "公民身份号码", "党派", "学历",
         "手机", "上任时间"],
        [1, "兴新社区居民委员会", "福锦苑小区", "福锦苑1号楼", "赵琴", "女", next(numbers), "党员",
         "大学", 13900000001, "2020年10月1日"],
        [2, None, None, "2#", "徐杨", "男", None, "群众", "初中毕业", None, "2019.5.1"],
        [3, None, None, "第3幢", "空缺", None, None, None, None, None, None],
        ["合计", None, None, "3栋", "2人"],
    ]  # fmt: skip
    result = take(workbook(table, merges=["A1:K1", "B3:B5", "C3:C5"]), "leaders")
    assert (result.files_rows, *_counts(result)) == (3, 2, 0, 0, 0)
    assert [(p.row, p.code) for p in result.problems] == [(5, "vacancy"), (3, "sex_mismatch")][::-1]
    found = office.roster.rows()
    assert [(r.building, r.name, r.political, r.education, r.started_on) for r in found] == [
        ("1栋", "赵琴", "01", "20", date(2020, 10, 1)),
        ("2栋", "徐杨", "13", "70", date(2019, 5, 1)),
        ("3栋", "", None, None, None),
    ]
    assert [hit.title.split()[0] for hit in office.search.find("zhaoqin")] == ["赵琴"]


def test_a_remark_that_begins_like_a_signature_is_a_remark(
    workbook: Write, take: Take, office: Office
) -> None:
    table = [
        [*HEADER[:4], "备注"], _row("1栋", "赵琴", "负责人"), _row("2栋", "徐杨", "联系人：王芳"),
        ["填表人", "王芳", None, None, "盖章"], ["负责人：李敏", None, None, "审核：钱进"],
    ]  # fmt: skip
    assert _counts(take(workbook(table), "leaders")) == (2, 0, 0, 0)
    assert [row.name for row in office.roster.rows()] == ["赵琴", "徐杨"]


def test_again_and_corrected(
    workbook: Write, take: Take, office: Office, rows: list[list[Any]]
) -> None:
    assert _counts(take(workbook([HEADER, *rows]), "leaders")) == (3, 0, 0, 0)
    assert _counts(take(workbook([HEADER, *rows]), "leaders")) == (0, 0, 3, 0)
    rows[0][5], rows[2][6] = "13900000009", "2021-01-01"
    rows[1][5] = "-"
    assert _counts(take(workbook([HEADER, *rows]), "leaders")) == (0, 2, 1, 0)
    found = office.roster.rows()
    assert [(r.phone, r.started_on) for r in found] == [
        ("13900000009", date(2020, 10, 1)), (None, date(2019, 5, 1)), (None, date(2021, 1, 1)),
    ]  # fmt: skip


def test_a_successor_with_a_date_takes_over(
    workbook: Write, take: Take, office: Office, rows: list[list[Any]], numbers: Iterator[str]
) -> None:
    old = workbook([HEADER, *rows], "旧.xlsx")
    take(old, "leaders")
    before = {r.building: r.leader_id for r in office.roster.rows()}
    rows[0][3:] = ["钱芳", next(numbers), None, "2026-03-01"]
    result = take(workbook([HEADER, *rows], "新.xlsx"), "leaders")
    assert _counts(result) == (1, 0, 2, 0)
    assert [(p.row, p.code, p.level) for p in result.problems] == [(2, "replaced", "note")]
    assert office.roster.rows()[0].name == "钱芳"
    (past,) = office.roster.get(before["1栋"]).tenures
    assert (past.tenure.ended_on, past.tenure.end_reason) == (date(2026, 2, 28), "交接")
    again = take(old, "leaders")  # the old list once more brings nobody back
    assert _counts(again) == (0, 0, 3, 0)
    assert [p.code for p in again.problems] == ["term_over"]
    assert office.roster.rows()[0].name == "钱芳"


def test_a_successor_without_a_date_is_refused(
    workbook: Write, take: Take, office: Office, rows: list[list[Any]], numbers: Iterator[str]
) -> None:
    take(workbook([HEADER, *rows]), "leaders")
    rows[0][3:] = ["钱芳", next(numbers), None, None]
    rows[1][3:] = ["孙平", next(numbers), None, "2018-01-01"]
    result = take(workbook([HEADER, *rows]), "leaders")
    assert _counts(result) == (0, 0, 1, 2)
    assert [(p.row, p.column, p.code) for p in result.problems] == [
        (2, "楼栋", "in_office"), (3, "楼栋", "in_office"),
    ]  # fmt: skip
    assert [r.name for r in office.roster.rows()] == ["赵琴", "徐杨", "陈彬"]


def test_an_unreadable_birth_is_a_note_where_the_number_tells_it(
    workbook: Write, take: Take, office: Office, numbers: Iterator[str]
) -> None:
    header = ["社区", "小区", "楼栋", "姓名", "身份证号", "出生日期"]
    rows = [
        ["兴新社区", "福锦苑", "1栋", "赵琴", next(numbers), "见身份证"],
        ["兴新社区", "福锦苑", "2栋", "钱芳", None, "见身份证"],
    ]
    result = take(workbook([header, *rows]), "leaders")
    assert [(p.row, p.level, p.code) for p in result.problems] == [
        (2, "note", "not_a_date"), (3, "refused", "not_a_date"),
    ]  # fmt: skip
    assert [r.name for r in office.roster.rows()] == ["赵琴"]


def test_one_building_one_leader_one_number_one_name(
    workbook: Write, take: Take, office: Office, rows: list[list[Any]], numbers: Iterator[str]
) -> None:
    rows += [
        rows[0],
        _row("1栋", "钱芳", next(numbers), None, None),
        _row("4栋", "孙平", rows[1][4], None, None),
        _row("5栋", "赵琴", rows[0][4], None, None),  # leads two buildings
        _row("6栋", None, None, None, None),
        _row(None, "周敏", next(numbers), None, None),
        _row("7栋", "吴刚", 511902197001010013, None, None),
        _row("8栋", "郑爽", None, None, "2021年2月30日"),
    ]
    result = take(workbook([HEADER, *rows]), "leaders")
    assert [(p.row, p.column, p.code) for p in result.problems] == [
        (5, "姓名", "repeated"), (6, "楼栋", "two_leaders"), (7, "身份证号", "duplicate_number"),
        (9, "姓名", "required"), (10, "楼栋", "required"), (11, "身份证号", "damaged_number"),
        (12, "任职日期", "no_such_date"),
    ]  # fmt: skip
    assert _counts(result) == (3, 1, 1, 6)
    assert [r.name for r in office.roster.rows() if r.name] == ["赵琴", "徐杨", "陈彬", "赵琴"]
    assert office.roster.figures().leaders == 3


def test_branch_former_work_and_service_of_a_leader(
    office: Office, workbook: Write, take: Take, tmp_path: Path
) -> None:
    """From the roster through card, history and undo, out as a spreadsheet and in again."""
    header = [*HEADER[:4], "是否退役军人", "组织关系所在支部", "原工作单位及职务", "备注"]
    table = [
        header,
        _row("1栋", "赵琴", "是", "兴新社区第一党支部", "市一中教师", None),
        _row("2栋", "徐杨", "1995年至2003年服役", None, None, "热心"),
        _row("3栋", "陈彬", "否", None, None, None),
    ]
    assert _counts(take(workbook(table), "leaders")) == (3, 0, 0, 0)
    keys = {r.name: r.leader_id for r in office.roster.rows()}

    def facts(name: str) -> tuple[str | None, ...]:
        one = office.roster.get(keys[name]).leader
        return one.branch, one.former_work, one.service, one.note

    assert facts("赵琴") == ("兴新社区第一党支部", "市一中教师", "退役军人", None)
    assert facts("徐杨") == (None, None, "1995年至2003年服役", "热心")
    assert facts("陈彬") == (None, None, None, None)

    before = office.roster.get(keys["赵琴"]).leader
    office.roster.save(before, replace(before, branch="兴新社区第二党支部"))
    assert facts("赵琴")[0] == "兴新社区第二党支部"
    entry = office.history.of_leader(keys["赵琴"])[0]
    assert "所在党支部" in str(entry)
    office.history.undo(entry.batch_id)
    assert facts("赵琴")[0] == "兴新社区第一党支部"

    exported = office.exporting.leaders("核对", full=True)
    titles = [column.title for column in exported.columns]
    first = dict(zip(titles, exported.rows[0], strict=True))
    assert first["所在党支部"] == "兴新社区第一党支部"
    assert (first["原职业"], first["服役经历"]) == ("市一中教师", "退役军人")
    spreadsheets.write(exported, tmp_path / "花名册.xlsx")
    again = take(tmp_path / "花名册.xlsx", "leaders")
    assert _counts(again) == (0, 0, 3, 0)
    paper = office.exporting.leaders_on_paper(office.roster.rows(), "")
    assert not {"所在党支部", "原职业", "服役经历"} & {c.title for c in paper.columns}
