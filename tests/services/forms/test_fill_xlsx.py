"""Filled workbooks, read back with openpyxl and with LibreOffice."""

import csv
import re
import zipfile
import zlib
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.forms import Answer
from ldz_desktop.services.forms.service import Way

BOX = Border(*[Side("thin")] * 4)
Blank = Callable[[str], Path]
Convert = Callable[[str, Path], Path]
At = Callable[..., Household]
Tagged = Callable[..., None]


@pytest.fixture
def people(family: Household, alone: Household) -> list[int]:
    return [m.id for home in (family, alone) for m in home.members]


def texts(sheet: Worksheet, row: int, last: int) -> list[Any]:
    return [sheet.cell(row, column).value for column in range(1, last + 1)]


def lines_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


CSV = "csv:Text - txt - csv (StarCalc):44,34,76"


# -- a table ---------------------------------------------------------------------------------------


def test_lines_are_written_over_the_example(
    office: Office, blank: Blank, people: list[int], tmp_path: Path
) -> None:
    plan = office.forms.read(blank("低保名单"))
    plan = plan.answered({"保障金额（元）": Answer("text", "620")})
    result = office.forms.fill(plan, people, tmp_path / "out.xlsx", "报街道民政办")
    assert (result.people, result.files, result.gone) == (5, 1, 0)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["低保名单"]
    assert texts(sheet, 4, 12) == [
        1, "陈志远", "男", "511902196707260018", "1967.07", 4, "福锦苑2栋1单元101",
        "13912340018", None, "健康或良好", "620", None,
    ]  # fmt: skip
    assert texts(sheet, 8, 4) == [5, "罗桂芳", "女", None]
    assert texts(sheet, 9, 12) == [None] * 12
    assert sheet["A15"].value == "合计"
    assert sheet["F15"].value == "=SUM(F4:F14)"
    assert "兴新社区居民委员会" in sheet["A2"].value
    assert re.search(r"2026\s*年\s*11\s*月\s*24\s*日", sheet["A2"].value)
    assert sheet["A16"].value.startswith("填表人：  李敏")
    assert "审核人（签字）：     " in sheet["A16"].value


def test_more_people_than_lines(
    office: Office, blank: Blank, people: list[int], tmp_path: Path, soffice: Convert
) -> None:
    """Rows come in: styles, heights, sums, print area, lists and conditions go with them."""
    path = blank("低保名单")
    many = [*people, *more_people(office, 35)]
    office.forms.fill(office.forms.read(path), many, tmp_path / "out.xlsx", "核对")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    sheet = book["低保名单"]
    assert texts(sheet, 43, 2) == [40, "居民34"]
    assert sheet["A44"].value == "合计"
    assert sheet["F44"].value == "=SUM(F4:F43)"
    assert sheet["A45"].value.startswith("填表人")
    merges = {str(area) for area in sheet.merged_cells.ranges}
    assert merges == {"A1:L1", "A2:L2", "A44:E44", "A45:L45"}
    assert sheet.print_area == "'低保名单'!$A$1:$L$45"
    assert sheet.print_title_rows == "$1:$3"
    assert str(sheet.data_validations.dataValidation[0].sqref) == "C4:C43"
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["F4:F43"]
    assert {sheet.row_dimensions[row].height for row in range(4, 44)} == {27.5}
    before = openpyxl.load_workbook(path)["低保名单"]
    for row in (4, 14, 15, 30, 43):
        for column in (1, 4, 11):
            now, then = sheet.cell(row, column), before.cell(min(row, 14) if row > 4 else 5, column)
            assert repr(now.border) == repr(then.border)
            assert repr(now.alignment) == repr(then.alignment)
            assert now.number_format == then.number_format
            assert repr(now.font) == repr(then.font)
    assert sheet.column_dimensions["G"].width == before.column_dimensions["G"].width
    assert sheet.freeze_panes == "C4"
    assert sheet.page_setup.orientation == "landscape"
    lines = lines_of(soffice(CSV, tmp_path / "out.xlsx"))
    assert lines[3][:4] == ["1", "陈志远", "男", "511902196707260018"]
    assert lines[43][0] == "合计"
    assert lines[43][5] == str(4 * 4 + 1 + 35)


def test_who_lives_alone_is_only_looked_for_where_the_form_asks(
    office: Office, blank: Blank, people: list[int], tagged: Tagged, tmp_path: Path
) -> None:
    """It takes as long as all the rest; what somebody typed is told all the same."""
    tagged(people[0], "残疾")
    plan = office.forms.read(blank("低保名单"))
    asked: list[str] = []
    connection = office.core.database.connection()
    connection.exec_trace = lambda _, sql, values: asked.append(sql) or True
    try:
        office.forms.fill(plan, people, tmp_path / "out.xlsx", "报街道民政办")
        typed = [sql for sql in asked if "JOIN tag" in sql]
        asked.clear()
        everything = plan.answered({"备注": Answer("field", "tags")})
        office.forms.fill(everything, people, tmp_path / "all.xlsx", "报街道民政办")
        computed = [sql for sql in asked if "JOIN tag" in sql]
    finally:
        connection.exec_trace = None
    assert "'独居'" not in "".join(typed)
    assert "'独居'" in "".join(computed)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert [sheet.cell(row, 9).value for row in (4, 8)] == ["是", "否"]
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx").active
    assert [sheet.cell(row, 12).value for row in (4, 8)] == ["残疾", "高龄、独居"]


def test_the_workbook_is_packed_at_the_level_that_is_meant(
    office: Office, blank: Blank, people: list[int], tmp_path: Path
) -> None:
    """zipfile forgets the level of the archive for parts that carry a date."""
    office.forms.fill(office.forms.read(blank("低保名单")), people, tmp_path / "out.xlsx", "核对")
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        (part,) = [e for e in archive.infolist() if e.filename.endswith("sheet1.xml")]
        packer = zlib.compressobj(3, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(archive.read(part)) + packer.flush()
        assert part.compress_type == zipfile.ZIP_DEFLATED
        assert part.compress_size == len(packed)


def test_somebody_in_a_closed_file_is_left_out(
    office: Office, blank: Blank, people: list[int], alone: Household, tmp_path: Path
) -> None:
    with office.core.action("测试"):
        office.core.database.update("household", {"closed_on": "2026-01-01"}, {"id": alone.id})
    plan = office.forms.read(blank("低保名单"))
    result = office.forms.fill(plan, people, tmp_path / "out.xlsx", "报街道民政办")
    assert (result.people, result.gone) == (4, 1)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert "罗桂芳" not in [sheet.cell(row, 2).value for row in range(4, 15)]


def more_people(office: Office, count: int) -> list[int]:
    place = office.households.add_place("兴新社区", "福锦苑", "3栋")
    found = []
    for number in range(count):
        made = office.households.create(place.ids[0], "1单元", str(101 + number))
        office.households.add_resident(made.ids[0], Resident(0, 0, f"居民{number}", "02"))
        found.append(office.households.get(made.ids[0]).members[0].id)
    return found


def test_everything_else_in_the_file_is_untouched(
    office: Office, blank: Blank, people: list[int], tmp_path: Path
) -> None:
    path = blank("低保名单")
    office.forms.fill(office.forms.read(path), people, tmp_path / "out.xlsx", "核对")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(tmp_path / "out.xlsx") as after:
        assert before.namelist() == after.namelist()
        changed = {n for n in before.namelist() if before.read(n) != after.read(n)}
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml", "docProps/core.xml",
                       "xl/worksheets/sheet2.xml"}  # fmt: skip
    assert "xl/styles.xml" not in changed


def test_a_header_without_lines(
    office: Office, blank: Blank, people: list[int], tmp_path: Path
) -> None:
    """New lines look like the header, without its bold letters and its colour."""
    plan = office.forms.read(blank("残疾人统计"))
    office.forms.fill(plan, people, tmp_path / "out.xlsx", "报残联")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert texts(sheet, 3, 6) == ["兴新社区", "陈志远", "男", 59, "511902196707260018", None]
    assert sheet["E3"].number_format == "@"
    assert sheet["B3"].border.left.style == "thin"
    assert not sheet["B3"].font.b
    assert sheet["B2"].font.b
    assert sheet["B3"].font.name == sheet["B2"].font.name
    assert sheet["B3"].fill.fill_type is None
    assert sheet["J7"].value == "福锦苑10栋1单元1102"
    assert sheet["J7"].border.right.style == "thin"


def test_dates_as_dates_and_formulas_go_on(
    office: Office, blank: Blank, people: list[int], tmp_path: Path, soffice: Convert
) -> None:
    plan = office.forms.read(blank("疫苗接种"))
    many = [*people, *more_people(office, 4)]
    office.forms.fill(plan, many, tmp_path / "out.xlsx", "报卫生院")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet["D4"].value == datetime(1967, 7, 26)  # noqa: DTZ001 - a spreadsheet's day
    assert sheet["D4"].number_format == 'yyyy"年"m"月"d"日"'
    assert sheet["J12"].value == '=IF(D12="","",IF(D12<DATE(1946,11,25),"是","否"))'
    assert {str(area) for area in sheet.merged_cells.ranges} == {
        "A1:K1", "A2:A3", "B2:E2", "F2:G2", "H2:I2", "J2:J3", "K2:K3",
    }  # fmt: skip
    lines = lines_of(soffice(CSV, tmp_path / "out.xlsx"))
    assert [line[9] for line in lines[3:8]] == ["否", "否", "否", "是", "是"]
    assert lines[3][3] == "1967年7月26日"
    assert lines[11][:2] == ["9", "居民3"]


def test_seq_goes_on_behind_lines_that_are_there(
    office: Office, people: list[int], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row in (["序号", "姓名", "联系电话"], [1, "王国强", "13900000000"], [2, "刘淑芬", "139"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    plan = office.forms.read(tmp_path / "a.xlsx")
    office.forms.fill(plan, people[:1], tmp_path / "out.xlsx", "核对")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert texts(sheet, 2, 2) == [1, "王国强"]
    assert texts(sheet, 4, 3) == [3, "陈志远", "13912340018"]


def test_nothing_becomes_a_formula(office: Office, blank: Blank, tmp_path: Path) -> None:
    place = office.households.add_place("兴新社区", "福锦苑", "9栋")
    made = office.households.create(place.ids[0], "", "101")
    evil = Resident(0, 0, "@SUM(A1)", "02", note="=cmd|'/c calc'!A0", phone='+1<&>"')
    office.households.add_resident(made.ids[0], evil)
    who = [office.households.get(made.ids[0]).members[0].id]
    office.forms.fill(office.forms.read(blank("低保名单")), who, tmp_path / "out.xlsx", "核对")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert [sheet[at].value for at in ("B4", "H4", "L4")] == [
        "@SUM(A1)", "+1<&>\"", "=cmd|'/c calc'!A0",
    ]  # fmt: skip
    assert {sheet[at].data_type for at in ("B4", "H4", "L4")} <= {"s", "inlineStr"}
    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        markup = package.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r"<f>([^<]*)</f>", markup) == ["SUM(F4:F14)", "SUM(K4:K14)"]


def test_pictures_notes_tables_and_other_sheets_move(
    office: Office, people: list[int], tmp_path: Path
) -> None:
    """What lies below the table moves down with everything that points at it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名册 一"
    sheet.append(["姓名", "性别", "年龄"])
    sheet.append([None, None, None])
    sheet.append([None, None, None])
    sheet.append(["合计", None, "=SUM(C2:C3)"])
    sheet.append(["平均", None, "=AVERAGE($C$2:$C$3)"])
    for row in sheet["A1:C3"]:
        for cell in row:
            cell.border = BOX
    sheet["A5"].comment = Comment("看这里", "李敏")
    picture = BytesIO()
    Image.new("RGB", (20, 20), "red").save(picture, "PNG")
    sheet.add_image(SheetImage(picture), "B6")
    other = book.create_sheet("汇总")
    other["A1"] = "='名册 一'!C4"
    other["A2"] = "=C3"
    book.defined_names["总数"] = openpyxl.workbook.defined_name.DefinedName(
        "总数", attr_text="'名册 一'!$C$4"
    )
    book.save(tmp_path / "a.xlsx")
    office.forms.fill(office.forms.read(tmp_path / "a.xlsx"), people, tmp_path / "o.xlsx", "核对")
    filled = openpyxl.load_workbook(tmp_path / "o.xlsx")
    sheet = filled["名册 一"]
    assert texts(sheet, 7, 3) == ["合计", None, "=SUM(C2:C6)"]
    assert sheet["C8"].value == "=AVERAGE($C$2:$C$6)"
    assert sheet["A8"].comment.text == "看这里"
    assert sheet._images[0].anchor._from.row == 8  # noqa: SLF001 - openpyxl has no other way
    assert filled["汇总"]["A1"].value == "='名册 一'!C7"
    assert filled["汇总"]["A2"].value == "=C3"
    assert filled.defined_names["总数"].attr_text == "'名册 一'!$C$7"


def test_a_spreadsheets_own_table_grows(office: Office, people: list[int], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "性别", "住址"])
    for cell in sheet["A2:C2"][0]:
        cell.font = Font(size=10)
    sheet.add_table(Table(displayName="名单", ref="A1:C2"))
    book.save(tmp_path / "a.xlsx")
    office.forms.fill(office.forms.read(tmp_path / "a.xlsx"), people, tmp_path / "o.xlsx", "核对")
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    assert sheet.tables["名单"].ref == "A1:C6"
    assert sheet["A6"].value == "罗桂芳"


def test_date_styles(office: Office, people: list[int], tmp_path: Path) -> None:
    heads = ["姓名", "出生日期（YYYY-MM-DD）", "出生年月", "生日（8位）", "出生时间"]
    book = openpyxl.Workbook()
    book.active.append(heads)
    book.save(tmp_path / "a.xlsx")
    plan = office.forms.read(tmp_path / "a.xlsx")
    plan = plan.answered({"出生时间": Answer("field", "birth", "slash")})
    office.forms.fill(plan, people[:1], tmp_path / "o.xlsx", "核对")
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    assert texts(sheet, 2, 5) == ["陈志远", "1967-07-26", "1967-07", "19670726", "1967/07/26"]


# -- pages -----------------------------------------------------------------------------------------


def test_a_sheet_for_each_person(
    office: Office, blank: Blank, people: list[int], tmp_path: Path
) -> None:
    plan = office.forms.read(blank("老年人登记表"))
    result = office.forms.fill(plan, people, tmp_path / "out.xlsx", "建档")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["1陈志远", "2何丽娟", "3陈一诺", "4杨秀英", "5罗桂芳"]
    first, last = book["1陈志远"], book["5罗桂芳"]
    assert [first.cell(6, c).value for c in range(3, 21)] == list("511902196707260018")
    assert re.sub(r"\s", "", first["C4"].value) == "1967年7月26日"
    assert first["C8"].value == "☑健康或良好 □一般或较弱 □慢性病 □残疾"
    assert last["C9"].value == "☑高龄 ☑独居 □空巢 □失能 □低保 □特困"
    assert first["C9"].value == "□高龄 □独居 □空巢 □失能 □低保 □特困"
    family = [[first.cell(row, c).value for c in (2, 5, 13)] for row in (11, 12, 13)]
    assert family == [
        ["何丽娟", "配偶", None], ["陈一诺", "女", None], ["杨秀英", "母", "13800000001"],
    ]  # fmt: skip
    assert re.sub(r"\s", "", first["C14"].value) == "（盖章）年月日"
    for sheet in book.worksheets:
        assert sheet.print_area == f"'{sheet.title}'!$A$1:$T$14"
        assert len(sheet.merged_cells.ranges) == len(first.merged_cells.ranges)
        assert sheet.row_dimensions[3].height == 30
    assert not any(sheet.sheet_view.tabSelected for sheet in book.worksheets[1:])
    assert dict(result.missing)["身份证号"] == 4


def test_a_workbook_for_each_person(
    office: Office, blank: Blank, people: list[int], tmp_path: Path
) -> None:
    plan = office.forms.read(blank("老年人登记表"))
    way = Way(output="folder")
    result = office.forms.fill(plan, people[:2], tmp_path, "建档", way=way)
    assert result.path == tmp_path / "老年人登记表-20261124"
    assert sorted(p.name for p in result.path.iterdir()) == ["001.xlsx", "002.xlsx"]
    book = openpyxl.load_workbook(result.path / "002.xlsx")
    assert book.sheetnames == ["登记表"]
    assert book.active["C3"].value == "何丽娟"
    named = office.forms.fill(plan, people[:1], tmp_path, "建档", way=Way("folder", named=True))
    assert named.path.name == "老年人登记表-20261124-2"
    assert [p.name for p in named.path.iterdir()] == ["001 陈志远.xlsx"]


def test_copies_have_pictures_of_their_own(
    office: Office, blank: Blank, people: list[int], tmp_path: Path
) -> None:
    path = blank("老年人登记表")
    book = openpyxl.load_workbook(path)
    picture = BytesIO()
    Image.new("RGB", (20, 20), "red").save(picture, "PNG")
    book.active.add_image(SheetImage(picture), "Q3")
    book.active["A3"].comment = Comment("以身份证为准", "民政")
    book.create_sheet("说明")["A1"] = "一式两份"
    book.save(path)
    office.forms.fill(office.forms.read(path), people[:3], tmp_path / "o.xlsx", "建档")
    filled = openpyxl.load_workbook(tmp_path / "o.xlsx")
    assert filled.sheetnames == ["1陈志远", "2何丽娟", "3陈一诺", "说明"]
    for sheet in filled.worksheets[:3]:
        assert len(sheet._images) == 1  # noqa: SLF001 - openpyxl has no other way
        assert sheet["A3"].comment.text == "以身份证为准"
    with zipfile.ZipFile(tmp_path / "o.xlsx") as package:
        drawings = [n for n in package.namelist() if n.startswith("xl/drawings/drawing")]
        images = [n for n in package.namelist() if n.startswith("xl/media/")]
    assert (len(drawings), len(images)) == (3, 1)


def test_too_many_sheets_are_refused(office: Office, blank: Blank, tmp_path: Path) -> None:
    plan = office.forms.read(blank("老年人登记表"))
    with pytest.raises(InputError) as caught:
        office.forms.fill(plan, list(range(501)), tmp_path / "o.xlsx", "建档")
    assert "每人一个文件" in caught.value.hint
    assert not (tmp_path / "o.xlsx").exists()


def test_a_workbook_that_counts_from_1904(
    office: Office, blank: Blank, people: list[int], tmp_path: Path
) -> None:
    path = blank("疫苗接种")
    book = openpyxl.load_workbook(path)
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.save(path)
    office.forms.fill(office.forms.read(path), people[:1], tmp_path / "o.xlsx", "核对")
    filled = openpyxl.load_workbook(tmp_path / "o.xlsx")
    assert filled.active["D4"].value.date() == date(1967, 7, 26)


# -- workbooks of other programs -------------------------------------------------------------------


def test_text_boxes_and_shapes_stay(office: Office, people: list[int], tmp_path: Path) -> None:
    """What openpyxl would lose."""
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("名册")
    framed = book.add_format({"border": 1})
    for column, head in enumerate(("姓名", "性别", "住址")):
        sheet.write_string(0, column, head, framed)
        sheet.write_blank(1, column, None, framed)
    sheet.insert_textbox(3, 0, "请于每月25日前报送")
    sheet.set_header('&C&"宋体"内部资料')
    book.close()
    office.forms.fill(office.forms.read(path), people, tmp_path / "o.xlsx", "核对")
    with zipfile.ZipFile(tmp_path / "o.xlsx") as package:
        drawing = package.read("xl/drawings/drawing1.xml").decode()
        markup = package.read("xl/worksheets/sheet1.xml").decode()
    assert "请于每月25日前报送" in drawing
    assert "<xdr:row>7</xdr:row>" in drawing
    assert "内部资料" in markup
    assert openpyxl.load_workbook(tmp_path / "o.xlsx").active["A6"].value == "罗桂芳"


def test_a_form_saved_by_libreoffice(
    office: Office, blank: Blank, people: list[int], tmp_path: Path, soffice: Convert
) -> None:
    path = soffice("xlsx", blank("低保名单"))
    many = [*people, *more_people(office, 10)]
    office.forms.fill(office.forms.read(path), many, tmp_path / "o.xlsx", "核对")
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx").worksheets[0]
    assert texts(sheet, 18, 2) == [15, "居民9"]
    assert sheet["F19"].value == "=SUM(F4:F18)"
    lines = lines_of(soffice(CSV, tmp_path / "o.xlsx"))
    assert lines[18][5] == "27"


def test_markup_with_a_prefix(
    office: Office, blank: Blank, people: list[int], tmp_path: Path
) -> None:
    """Some systems write <x:worksheet xmlns:x=…>."""
    path = blank("疫苗接种")
    prefixed = tmp_path / "p.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(prefixed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = content.decode()
                text = re.sub(r"<(/?)(\w)", r"<\1x:\2", text).replace(" xmlns=", " xmlns:x=")
                content = text.encode()
            target.writestr(name, content)
    office.forms.fill(office.forms.read(prefixed), people, tmp_path / "o.xlsx", "核对")
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    assert [sheet.cell(row, 2).value for row in range(4, 9)] == [
        "陈志远", "何丽娟", "陈一诺", "杨秀英", "罗桂芳",
    ]  # fmt: skip


def test_shared_formulas_are_written_out(office: Office, people: list[int], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["姓名", "年龄", "明年"])
    for row in range(2, 5):
        for column in range(1, 4):
            book.active.cell(row, column).border = BOX
        book.active.cell(row, 3, f"=B{row}+1")
    book.save(path)
    shared = tmp_path / "s.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(shared, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = text.replace(b"<f>B2+1</f>", b'<f t="shared" ref="C2:C4" si="0">B2+1</f>')
                for row in (b"3", b"4"):
                    text = text.replace(b"<f>B" + row + b"+1</f>", b'<f t="shared" si="0"/>')
            target.writestr(name, text)
    office.forms.fill(office.forms.read(shared), people, tmp_path / "o.xlsx", "核对")
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    assert [sheet.cell(row, 3).value for row in range(2, 7)] == [
        f"=B{row}+1" for row in range(2, 7)
    ]
