"""Lists on paper, the recovery sheet, and spreadsheets, read back by other programs."""

import csv
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Protocol

import openpyxl
import pytest

from ldz_desktop.errors import InputError, StorageError
from ldz_desktop.reports import spreadsheets, table_paper
from ldz_desktop.reports.recovery import render_recovery_sheet
from ldz_desktop.services.tables import Table, TableColumn

TODAY = date(2026, 11, 3)
CODE = "123456-234567-345678-456789-567891-678912-789123-891234"
COLUMNS = (
    TableColumn("序号", 4, "number"),
    TableColumn("姓名", 8),
    TableColumn("证件号码", 14),
    TableColumn("得分", 6, "number"),
    TableColumn("备注", 12),
)
FORMULAS = ("=1+1", "+86", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1", " =1")


class ReadPdf(Protocol):
    path: Path

    def text(self, page: int | None = None, *, layout: bool = False) -> str: ...
    def flat(self, page: int | None = None) -> str: ...
    def fonts(self) -> list[tuple[str, bool]]: ...
    def info(self) -> dict[str, str]: ...


Read = Callable[[bytes], ReadPdf]


def _table(count: int = 3, note: str = "3 人。", remark: str = "") -> Table:
    rows = tuple(
        (str(n + 1), "张𬱖", "511902196707260018", f"{90 + n % 10}.50", remark)
        for n in range(count)
    )
    return Table("西锦社区花名册", COLUMNS, rows, note, "西锦社区居民委员会")


@pytest.mark.parametrize("landscape", [False, True])
def test_a_list_is_printed_with_head_foot_and_signature(read_pdf: Read, landscape: bool) -> None:
    paper = table_paper.render(_table(100), today=TODAY, landscape=landscape)
    pdf = read_pdf(paper.pdf)
    assert paper.pages == int(pdf.info()["Pages"]) > 2
    wide, high = re.findall(r"[\d.]+", pdf.info()["Page size"])[:2]
    assert (float(wide) > float(high)) == landscape
    for page in range(1, paper.pages + 1):
        text = pdf.flat(page)
        assert "序号姓名证件号码得分备注" in text
        assert f"第{page}页，共{paper.pages}页" in text
        assert "西锦社区居民委员会" in text
        assert "2026年11月3日" in text
    assert pdf.flat().count("511902196707260018") == 100
    assert "制表人：审核人：日期：年月日" in pdf.flat(paper.pages)
    assert pdf.info()["Author"] == "西锦社区居民委员会"
    assert all(embedded for _, embedded in pdf.fonts())


def test_long_remarks_wrap_and_stay_on_the_paper(read_pdf: Read) -> None:
    remark = "常年在外务工，春节回来；钥匙在三楼王婶处，每月走访一次。" * 3
    pdf = read_pdf(table_paper.render(_table(5, remark=remark), today=TODAY).pdf)
    assert pdf.flat().count("钥匙在三楼") > 5


def test_an_empty_list_says_so(read_pdf: Read) -> None:
    paper = table_paper.render(_table(0), today=TODAY, signature=())
    text = read_pdf(paper.pdf).flat()
    assert paper.pages == 1
    assert "没有内容" in text
    assert "制表人" not in text


def test_a_list_names_what_it_cannot_print() -> None:
    table = Table("表", (TableColumn("姓名", 4),), (("张\ue000",),), "", "单位")
    assert table_paper.render(table, today=TODAY).missing_glyphs == ("\ue000",)


def test_the_recovery_sheet_is_one_page_with_everything_on_it(read_pdf: Read) -> None:
    pdf = read_pdf(render_recovery_sheet("兴文街道办事处", CODE, TODAY))
    assert pdf.info()["Pages"] == "1"
    text = pdf.flat()
    assert "兴文街道办事处" in text
    for number, group in enumerate(CODE.split("-"), start=1):
        assert f"{number}{group}" in text
    for part in ("用途", "保管", "启用", "两个信封", "保险柜", "上级单位", "制作人：", "在场人："):
        assert part in text
    assert "2026年11月3日" in text
    assert CODE.replace("-", "") not in str(pdf.info())
    assert all(embedded for _, embedded in pdf.fonts())


def test_the_recovery_sheet_leaves_the_date_to_a_pen(read_pdf: Read) -> None:
    text = read_pdf(render_recovery_sheet("某社区", CODE.replace("-", " "))).flat()
    assert "年月日" in text
    assert "1123456" in text


def test_a_long_office_name_keeps_the_recovery_sheet_on_one_page(read_pdf: Read) -> None:
    pdf = read_pdf(render_recovery_sheet("某某市某某经济开发区某某街道办事处某某社区居委会", CODE))
    assert pdf.info()["Pages"] == "1"


def test_xlsx_text_is_text_and_numbers_are_numbers(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    assert spreadsheets.write(_table(3), path) == 3
    sheet = openpyxl.load_workbook(path).active
    assert sheet["A1"].value == "西锦社区花名册"
    assert sheet["A2"].value == "西锦社区居民委员会　3 人。"
    assert [c.value for c in sheet[3]] == ["序号", "姓名", "证件号码", "得分", "备注"]
    number, name, identity, score, remark = sheet[4]
    assert (number.value, number.data_type) == (1, "n")
    assert name.value == "张𬱖"
    assert (identity.value, identity.data_type) == ("511902196707260018", "s")
    assert identity.number_format == "@"
    assert (score.value, score.number_format) == (90.5, "0.00")
    assert remark.value is None
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:E6"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == "9"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert "制表人" in sheet["A8"].value


def test_a_wide_sheet_is_printed_on_a3_where_it_can_still_be_read(tmp_path: Path) -> None:
    for count, paper in ((8, 9), (25, 8)):
        columns = tuple(TableColumn(f"第{n}列", 4) for n in range(count))
        rows = (tuple("兴新社区" for _ in columns),)
        spreadsheets.write(Table("表", columns, rows), tmp_path / "t.xlsx")
        page = openpyxl.load_workbook(tmp_path / "t.xlsx").active.page_setup
        assert (page.paperSize, page.orientation, page.fitToHeight) == (paper, "landscape", 0)


def test_no_cell_of_an_xlsx_is_a_formula_or_a_link(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    texts = (*FORMULAS, "http://example.com", "mailto:a@b.c")
    columns = (TableColumn("=1+1", 4), TableColumn("数", 4, "number"))
    table = Table("=1+1", columns, tuple((text, text) for text in texts), "=1", "=2")
    spreadsheets.write(table, path)
    sheet = openpyxl.load_workbook(path).active
    assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "n", "inlineStr"}
    values = [c.value for c in sheet["A"]]
    for text in FORMULAS:
        assert any(str(v).strip() == text.strip() for v in values if v is not None)
    with zipfile.ZipFile(path) as archive:
        xml = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".xml"))
    assert "<f>" not in xml
    assert "hyperlink" not in xml


def test_the_file_names_the_office_and_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    spreadsheets.write(_table(), path)
    about = openpyxl.load_workbook(path).properties
    assert about.creator == about.lastModifiedBy == "西锦社区居民委员会"
    assert about.title == "西锦社区花名册"
    with zipfile.ZipFile(path) as archive:
        everything = b"".join(archive.read(n) for n in archive.namelist())
    assert str(tmp_path).encode() not in everything
    assert str(Path.home()).encode() + b"/" not in everything


def test_csv_opens_in_excel_and_holds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    columns = (TableColumn("姓名", 4), TableColumn("数", 4, "number"))
    rows = (*((text, "-1.5") for text in FORMULAS), ('张,"三"\n𬱖', "=2"))
    assert spreadsheets.write(Table("表", columns, rows), path) == len(rows)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *lines = csv.reader(file)
    assert head == ["姓名", "数"]
    assert [line[0] for line in lines[:-1]] == ["'" + text for text in FORMULAS]
    assert {line[1] for line in lines[:-1]} == {"-1.5"}
    assert lines[-1] == ['张,"三"\n𬱖', "'=2"]


@pytest.mark.parametrize("name", ["t.xlsx", "t.csv"])
def test_a_failed_write_changes_nothing(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    spreadsheets.write(_table(1), path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorageError) as caught:
        spreadsheets.write(_table(50), path)
    assert "磁盘" in caught.value.message
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_missing_folder_or_a_wrong_kind_is_said_kindly(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        spreadsheets.write(_table(), tmp_path / "no" / "t.xlsx")
    assert "文件夹" in caught.value.message
    with pytest.raises(InputError):
        spreadsheets.write(_table(), tmp_path / "t.doc")


def test_an_odd_title_still_makes_a_sheet(tmp_path: Path) -> None:
    title = "2026/10 [排名]: 很长很长很长很长很长很长很长很长很长很长很长很长的标题?"
    spreadsheets.write(Table(title, COLUMNS, ()), tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert len(book.sheetnames[0]) <= 31
    assert book.active["A1"].value == title
