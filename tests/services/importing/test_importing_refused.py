"""Refused rows go back as the same table with the reason; mended, it can be imported as it is."""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ldz_desktop.errors import InputError, StorageError
from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportOptions

Write = Callable[..., Path]


def _rows(path: Path) -> list[list[Any]]:
    book = openpyxl.load_workbook(path)
    try:
        return [list(row) for row in book.active.iter_rows(values_only=True)]
    finally:
        book.close()


def test_the_samples_eight_rows(office: Office, samples: Path, tmp_path: Path) -> None:
    plan = office.importing.plan("households", samples / "文锦苑12栋台账.xlsx")
    result = office.importing.run(plan)
    out = tmp_path / "退回.xlsx"
    office.importing.refused_workbook(plan, out)
    rows = _rows(out)
    assert rows[0][0] == "社区"
    assert rows[0][-1] == "原因"
    assert len(rows) == 9
    assert [row[6] for row in rows[1:]][2] == ""  # row 86 has no name
    assert rows[-1][8] == "5.1190E+17"
    refused = [p for p in result.problems if p.level == "refused"]
    assert [row[-1] for row in rows[1:]] == [f"{p.column}：{p.reason}" for p in refused]
    office.importing.refused_workbook(result, out)
    assert _rows(out) == rows


def test_everything_in_it_is_text(office: Office, workbook: Write, tmp_path: Path) -> None:
    rows = [
        ["社区", "小区", "楼栋", "房号", "姓名", "身份证号", "备注"],
        ["兴新社区", "福锦苑", "1栋", 101, None, 511902199001010018, '=HYPERLINK("http://x","y")'],
    ]
    path = workbook(rows)
    book = openpyxl.load_workbook(path)
    book.active["G2"].data_type = "s"
    book.save(path)
    out = tmp_path / "退回.xlsx"
    office.importing.refused_workbook(office.importing.plan("households", path), out)
    with zipfile.ZipFile(out) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        core = package.read("docProps/core.xml").decode()
    assert "<f>" not in sheet
    assert "<v>511902" not in sheet
    assert "hyperlink" not in sheet
    assert "<dc:creator></dc:creator>" in core
    book = openpyxl.load_workbook(out)
    assert {cell.number_format for cell in book.active[2]} == {"@"}
    assert book.active["D2"].value == "101"
    book.close()


def test_mended_it_is_imported_as_it_is(
    office: Office, samples: Path, tmp_path: Path, numbers: Iterator[str]
) -> None:
    """With title, two header rows and cells that were merged over the household."""
    source = tmp_path / "东锦苑24栋登记表.xlsx"
    book = openpyxl.load_workbook(samples / "东锦苑24栋居民信息登记表.xlsx")
    book.active["F5"] = "511923195102088280"  # a wrong check digit in a member's row
    book.active["D404"] = None
    book.save(source)
    plan = office.importing.plan("households", source)
    assert office.importing.run(plan).refused == 1
    out = tmp_path / "退回.xlsx"
    office.importing.refused_workbook(plan, out)
    rows = _rows(out)
    assert rows[0][0] == "东锦社区东锦苑小区24栋居民信息登记表"
    assert (rows[3][1], rows[3][2], rows[3][3]) == ("1单元", "101", "龙敏")
    book = openpyxl.load_workbook(out)
    assert "D2:H2" in {str(span) for span in book.active.merged_cells.ranges}
    book.active["F4"] = "511923195102088283"
    book.save(out)
    again = office.importing.take("households", out)
    assert (again.created, again.refused, again.files_rows) == (1, 0, 1)
    assert office.households.totals().residents == 400
    assert office.households.totals().households == 142


def test_a_sheet_for_each_table(office: Office, workbook: Write, tmp_path: Path) -> None:
    header = ["单元", "房号", "姓名"]
    path = workbook(
        [header, ["1", "101", None], ["1", "102", "赵"]],
        sheet="1栋",
        more={"2栋": [header, ["1", None, "孙丽"]], "3栋": [header, ["1", "101", "李伟"]]},
    )
    options = ImportOptions(community="兴新", compound="福锦苑")
    out = tmp_path / "退回.xlsx"
    office.importing.refused_workbook(office.importing.plan("households", path, options), out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["1栋", "2栋"]
    book.close()


def test_nothing_refused_or_nowhere_to_write(
    office: Office, workbook: Write, tmp_path: Path
) -> None:
    header = ["社区", "小区", "楼栋", "房号", "姓名"]
    good = workbook([header, ["兴新", "福锦苑", "1栋", "101", "赵建国"]], "好.xlsx")
    plan = office.importing.plan("households", good)
    with pytest.raises(InputError, match="没有退回"):
        office.importing.refused_workbook(plan, tmp_path / "x.xlsx")
    bad = workbook([header, ["兴新", "福锦苑", "1栋", "101", None]], "坏.xlsx")
    with pytest.raises(StorageError):
        office.importing.refused_workbook(
            office.importing.plan("households", bad), tmp_path / "没有这个文件夹" / "x.xlsx"
        )
