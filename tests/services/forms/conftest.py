"""Seven blank forms as departments send them, and an office with people to fill in."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office
from ldz_desktop.services.settings import Profile

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PASSWORD = "测试口令-2026"
_LINE = Side("thin")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


# -- spreadsheets --------------------------------------------------------------------------------


def _framed(sheet: Worksheet, area: str) -> None:
    for row in sheet[area]:
        for cell in row:
            cell.border = BOX
            cell.alignment = MIDDLE
            cell.font = Font(name="宋体", size=11)


def _title(sheet: Worksheet, area: str, text: str) -> None:
    sheet.merge_cells(area)
    cell = sheet[area.split(":", maxsplit=1)[0]]
    cell.value = text
    cell.font = Font(name="方正小标宋简体", size=18, bold=True)
    cell.alignment = MIDDLE


def _one_page_wide(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def low_income(path: Path) -> Path:
    """低保名单: twelve columns, an example line, ten lines, a sum and signatures below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "低保名单"
    _title(sheet, "A1:L1", "2026年第四季度最低生活保障对象名单")
    sheet.merge_cells("A2:L2")
    sheet["A2"] = "填报单位（盖章）：                        填报日期：      年    月    日"
    heads = (
        "序号", "姓名", "性别", "身份证号码", "出生年月", "家庭人口数", "家庭住址", "联系电话",
        "是否残疾", "健康\n状况", "保障金额（元）", "备注",
    )  # fmt: skip
    _framed(sheet, "A3:L14")
    for column, head in enumerate(heads, start=1):
        cell = sheet.cell(3, column, head)
        cell.font = Font(name="黑体", size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="D9E1F2")
    example = ("例", "张三", "男", "5137XXXXXXXXXXXXXX", "1956.08", 2, "福锦苑1栋1单元101",
               "139XXXXXXXX", "否", "健康", 620, "")  # fmt: skip
    for column, value in enumerate(example, start=1):
        cell = sheet.cell(4, column, value)
        cell.font = Font(name="宋体", size=11, italic=True, color="808080")
    for row in range(4, 15):
        sheet.row_dimensions[row].height = 27.5
        sheet.cell(row, 4).number_format = "@"
        sheet.cell(row, 11).number_format = "#,##0.00"
    _framed(sheet, "A15:L15")
    sheet.merge_cells("A15:E15")
    sheet["A15"] = "合计"
    sheet["F15"] = "=SUM(F4:F14)"
    sheet["K15"] = "=SUM(K4:K14)"
    sheet.merge_cells("A16:L16")
    sheet["A16"] = "填表人：              审核人（签字）：              联系电话：0827-5551234"
    for letter, width in zip(
        "ABCDEFGHIJKL", (5, 9, 6, 21, 10, 8, 30, 14, 8, 9, 12, 10), strict=True
    ):
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[1].height = 36
    _one_page_wide(sheet)
    sheet.print_area = "A1:L16"
    sheet.print_title_rows = "1:3"
    sheet.freeze_panes = "C4"
    sexes = DataValidation(type="list", formula1='"男,女"', allow_blank=True)
    sheet.add_data_validation(sexes)
    sexes.add("C4:C14")
    sheet.conditional_formatting.add(
        "F4:F14",
        CellIsRule(operator="greaterThan", formula=["5"], fill=PatternFill(bgColor="FFC7CE")),
    )
    book.create_sheet("填表说明")["A1"] = "一、本表由社区填写，一式两份。"
    book.save(path)
    return path


def elderly(path: Path) -> Path:
    """老年人登记表: one page a person, labels at the left, merged blanks, digits, boxes, family."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "登记表"
    _title(sheet, "A1:T1", "老年人基本信息登记表")
    sheet.merge_cells("A2:T2")
    sheet["A2"] = "填表单位：                    填表日期：      年    月    日"
    _framed(sheet, "A3:T14")
    spans = (
        "A3:B3", "C3:F3", "G3:H3", "I3:K3", "L3:M3", "N3:P3", "Q3:T5",
        "A4:B4", "C4:F4", "G4:H4", "I4:K4", "L4:M4", "N4:P4",
        "A5:B5", "C5:F5", "G5:H5", "I5:P5", "A6:B6", "A7:B7", "C7:H7", "I7:K7", "L7:T7",
        "A8:B8", "C8:T8", "A9:B9", "C9:T9", "A10:A13",
        *(f"{a}{r}:{b}{r}" for r in range(10, 14) for a, b in ("BD", "EG", "HL", "MT")),
        "A14:B14", "C14:T14",
    )  # fmt: skip
    for span in spans:
        sheet.merge_cells(span)
    words = {
        "A3": "姓  名", "G3": "性别", "L3": "民族", "Q3": "照片", "A4": "出生日期",
        "G4": "政治面貌", "L4": "文化程度", "A5": "婚姻状况", "G5": "联系电话", "A6": "身份证号",
        "A7": "居住地址", "I7": "紧急联系人及电话", "A8": "健康状况", "A9": "老人类别",
        "C4": "      年    月    日", "C8": "□健康或良好 □一般或较弱 □慢性病 □残疾",
        "C9": "□高龄 □独居 □空巢 □失能 □低保 □特困", "A10": "家\n庭\n成\n员",
        "B10": "姓名", "E10": "与本人关系", "H10": "身份证号", "M10": "联系电话", "A14": "社区意见",
        "C14": "                                   （盖章）      年    月    日",
    }  # fmt: skip
    for at, word in words.items():
        sheet[at] = word
    for row in range(3, 15):
        sheet.row_dimensions[row].height = 30
    for column in range(1, 21):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = 4.6
    sheet.print_area = "A1:T14"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 1
    sheet.print_options.horizontalCentered = True
    book.save(path)
    return path


def disabled(path: Path) -> Path:
    """残疾人统计: a header and nothing below, a formula column, words the archive does not know."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    _title(sheet, "A1:J1", "残疾人基本情况统计表")
    heads = ("社区", "姓名", "性别", "年龄", "身份证号", "残疾证号", "残疾类别", "监护人姓名",
             "监护人联系电话", "现居住地址")  # fmt: skip
    for column, head in enumerate(heads, start=1):
        cell = sheet.cell(2, column, head)
        cell.border = BOX
        cell.font = Font(name="黑体", size=12, bold=True)
        cell.fill = PatternFill("solid", fgColor="FFF2CC")
        cell.alignment = MIDDLE
    for letter, width in zip("ABCDEFGHIJ", (12, 9, 6, 6, 21, 22, 10, 11, 14, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    _one_page_wide(sheet)
    book.save(path)
    return path


def vaccination(path: Path) -> Path:
    """疫苗接种: a header of two rows with groups, running numbers, dates as dates, a formula."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "接种"
    _title(sheet, "A1:K1", "60岁以上老年人疫苗接种情况摸底表")
    groups = {"A2:A3": "序号", "B2:E2": "基本信息", "F2:G2": "联系方式", "H2:I2": "接种情况",
              "J2:J3": "满80岁", "K2:K3": "备注"}  # fmt: skip
    _framed(sheet, "A2:K8")
    for area, word in groups.items():
        sheet.merge_cells(area)
        sheet[area.split(":")[0]] = word
    for at, word in zip("BCDEFGHI", ("姓名", "性别", "出生日期", "身份证号", "电话", "住址",
                                     "已接种针次", "未接种原因"), strict=True):  # fmt: skip
        sheet[f"{at}3"] = word
    for row in range(4, 9):
        sheet.cell(row, 1, row - 3)
        sheet.cell(row, 4).number_format = 'yyyy"年"m"月"d"日"'
        sheet.cell(row, 5).number_format = "@"
        sheet.cell(row, 10, f'=IF(D{row}="","",IF(D{row}<DATE(1946,11,25),"是","否"))')
    for letter, width in zip("ABCDEFGHIJK", (6, 9, 6, 16, 21, 14, 28, 12, 14, 8, 10), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.print_title_rows = "2:3"
    _one_page_wide(sheet)
    book.save(path)
    return path


# -- documents -----------------------------------------------------------------------------------


def _document() -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    style = document.styles["Normal"]
    style.font.name = "宋体"
    style.font.size = Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    return document


def _centred(document: Document, text: str, size: int) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold = True
    run.font.size = Pt(size)
    return paragraph


def resident_card(path: Path) -> Path:
    """居民信息: label – blank cells with merges and boxes, one page a person."""
    document = _document()
    _centred(document, "居民基本信息采集表", 20)
    document.add_paragraph("社区：____________    楼栋长：____________")
    table = document.add_table(rows=9, cols=6, style="Table Grid")
    words: dict[tuple[int, int], str] = {
        (0, 0): "姓名", (0, 2): "性别", (0, 3): "□男  □女", (0, 4): "民族",
        (1, 0): "公民身份号码", (1, 4): "出生年月", (2, 0): "文化程度",
        (2, 1): "□小学及以下  □初中  □高中/中专  □大专及以上",
        (3, 0): "政治面貌", (3, 2): "婚姻状况", (3, 4): "与户主关系",
        (4, 0): "现住址", (5, 0): "户籍地址", (6, 0): "工作单位", (6, 4): "联系电话",
        (7, 0): "是否低保", (7, 1): "□是  □否", (7, 2): "宗教信仰", (7, 4): "血型",
        (8, 0): "备注",
    }  # fmt: skip
    for row, first, last in ((1, 1, 3), (2, 1, 5), (4, 1, 5), (5, 1, 5), (6, 1, 3), (8, 1, 5)):
        table.cell(row, first).merge(table.cell(row, last))
    for (row, column), word in words.items():
        cell = table.cell(row, column)
        cell.text = word
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    for row in table.rows:
        row.height = Mm(12)
    line = document.add_paragraph("填表人：")
    line.add_run("          ").underline = True
    line.add_run("        填表日期：      年    月    日")
    document.save(path)
    return path


def veterans(path: Path) -> Path:
    """退役军人: a document's table with a header and three lines, on a page across."""
    document = _document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    _centred(document, "退役军人信息登记表", 20)
    document.add_paragraph("填报单位：                        填报时间：    年  月  日")
    table = document.add_table(rows=5, cols=8, style="Table Grid")
    heads = ("序号", "姓名", "性别", "出生年月\n（如1962.07）", "身份证号码", "入伍时间",
             "联系电话", "现居住地址")  # fmt: skip
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
        cell.paragraphs[0].runs[0].bold = True
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    mark = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no way
    for row in table.rows[1:4]:
        row.height = Mm(10)
        for cell in row.cells:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    last = table.rows[4]
    last.cells[0].merge(last.cells[7]).text = "备注：本表由社区退役军人服务站留存。"
    document.add_paragraph("审核人（签字）：")
    document.save(path)
    return path


def promise(path: Path) -> Path:
    """承诺书: no table at all, gaps in sentences."""
    document = _document()
    _centred(document, "消防安全承诺书", 22)
    document.add_paragraph(
        "本人______，性别____，身份证号____________________，现住______社区______小区____栋____单元"
        "____室，联系电话______________，现郑重承诺遵守消防安全规定。"
    )
    document.add_paragraph("承诺人（签字）：")
    document.add_paragraph("        年    月    日")
    document.save(path)
    return path


MAKERS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "低保名单": (low_income, ".xlsx"),
    "老年人登记表": (elderly, ".xlsx"),
    "残疾人统计": (disabled, ".xlsx"),
    "疫苗接种": (vaccination, ".xlsx"),
    "居民信息": (resident_card, ".docx"),
    "退役军人": (veterans, ".docx"),
    "承诺书": (promise, ".docx"),
}


@pytest.fixture
def blank(tmp_path: Path) -> Callable[[str], Path]:
    """A blank form by its name."""

    def made(name: str) -> Path:
        maker, suffix = MAKERS[name]
        return maker(tmp_path / f"{name}{suffix}")

    return made


# -- people --------------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office of its own whose clock stands still."""
    opened, _ = create_office(
        tmp_path / "office", "兴文街道办事处", "李敏", PASSWORD, clock=lambda: NOW
    )
    opened.settings.save_profile(Profile("兴文街道办事处", "兴新社区居民委员会", "0827-5550000"))
    yield opened
    opened.close()


def at_home(
    office: Office, door: tuple[str, str], *people: Resident, tenure: str = "自有"
) -> Household:
    """A household with its people. door: building and room."""
    place = office.households.add_place("兴新社区", "福锦苑", door[0])
    made = office.households.create(place.ids[0], "1单元", door[1], tenure)
    for person in people:
        office.households.add_resident(made.ids[0], person)
    return office.households.get(made.ids[0])


@pytest.fixture
def tagged(office: Office) -> Callable[..., None]:
    """Gives somebody a tag as the archive keeps it."""

    def give(resident_id: int, kind: str, until: str | None = None) -> None:
        core = office.core
        with core.action("加标签"):
            core.database.insert(
                "tag",
                {"id": next(core.ids()), "resident_id": resident_id, "kind": kind,
                 "from_on": "2020-01-01", "to_on": until, "basis": None},
            )  # fmt: skip

    return give


@pytest.fixture
def family(office: Office) -> Household:
    """陈志远, his wife, their daughter and his mother in 2栋 101."""
    return at_home(
        office,
        ("2栋", "101"),
        Resident(
            0, 0, "陈志远", "02", id_number="511902196707260018", phone="13912340018",
            ethnic="01", education="60", marital="20", political="01", health="10",
            workplace="巴中市第一中学", registered_address="巴中市巴州区江北大道1号",
        ),
        Resident(0, 0, "何丽娟", "10", sex="2", birth=date(1970, 3, 5), health="30", marital="21"),
        Resident(0, 0, "陈一诺", "30", sex="2", birth=date(2018, 5, 1)),
        Resident(0, 0, "杨秀英", "52", sex="2", birth=date(1940, 1, 31), phone="13800000001"),
    )  # fmt: skip


@pytest.fixture
def alone(office: Office) -> Household:
    """罗桂芳, 84, alone in 10栋 1102."""
    return at_home(
        office,
        ("10栋", "1102"),
        Resident(0, 0, "罗桂芳", "02", sex="2", birth=date(1942, 11, 24), education="80"),
    )


# -- reading results back ------------------------------------------------------------------------


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Path], Path]:
    """LibreOffice: converts a file; soffice("csv", path) → the file it made."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not here")
    home = tmp_path_factory.mktemp("libreoffice")
    fonts = home / "fonts.conf"
    resources = Path(__file__).resolve().parents[3] / "resources" / "fonts"
    fonts.write_text(
        f"<fontconfig><dir>{resources}</dir><cachedir>{home}/cache</cachedir></fontconfig>"
    )

    writer = Path(program).resolve().with_name("libswlo.so")

    def converted(kind: str, path: Path) -> Path:
        if path.suffix == ".docx" and not writer.exists():
            pytest.skip("LibreOffice has no Writer here")
        out = home / path.parent.name
        subprocess.run(
            [program, f"-env:UserInstallation=file://{home}/profile", "--headless",
             "--convert-to", kind, "--outdir", str(out), str(path)],
            check=True, capture_output=True, timeout=180,
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        )  # fmt: skip
        return out / f"{path.stem}.{kind.partition(':')[0]}"

    return converted
