"""forms: a list of twelve columns filled in for 1,000 people, from the archive to the file.

The floor is openpyxl loading the same blank form and saving it again, without a single person in
it. detail: openpyxl loading and saving the form as it was filled in, and the page for each person
of a document.
"""

from pathlib import Path

import docx
import openpyxl
from measuring import Bench, Figure, in_turns, median_seconds, open_there
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from ldz_desktop.domain.person_filter import PersonFilter

_HEADS = (
    "序号", "姓名", "性别", "身份证号码", "出生年月", "家庭人口数", "家庭住址", "联系电话",
    "是否残疾", "健康状况", "文化程度", "备注",
)  # fmt: skip
_LINES = 20


def measure(bench: Bench) -> list[Figure]:
    people = bench.pick(1000, 200)
    blank, page = _blank(bench.folder / "名单.xlsx"), _page(bench.folder / "登记表.docx")
    out, again = bench.folder / "已填.xlsx", bench.folder / "openpyxl.xlsx"
    office = open_there(bench.demo_folder())
    try:
        ids = office.lists.ids(PersonFilter(age_from=60))
        ids = ids[:: max(1, len(ids) // people)][:people]
        plan = office.forms.read(blank)
        sheet = office.forms.read(page)

        def fill() -> None:
            result = office.forms.fill(plan, ids, out, "测速")
            assert result.people == len(ids)

        def load_and_save(path: Path) -> None:
            openpyxl.load_workbook(path).save(again)

        runs = bench.pick(15, 5)
        value, floor = in_turns(fill, lambda: load_and_save(blank), runs, warm=2)
        filled = median_seconds(lambda: load_and_save(out), 3)
        pages = median_seconds(
            lambda: office.forms.fill(sheet, ids, bench.folder / "已填.docx", "测速"), 3
        )
    finally:
        office.close()
    return [
        Figure(
            "forms", f"{len(ids):,} people, 12 columns", "ms", value * 1000, floor * 1000,
            value / floor, 5, "≤ 5 ×", runs,
            {"openpyxl_filled": filled * 1000, "document_pages": pages * 1000},
        )
    ]  # fmt: skip


def _blank(path: Path) -> Path:
    """A list as departments send it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.merge_cells("A1:L1")
    sheet["A1"] = "2026年第四季度最低生活保障对象名单"
    sheet["A1"].font = Font(size=18, bold=True)
    line = Side("thin")
    box = Border(left=line, right=line, top=line, bottom=line)
    for column, head in enumerate(_HEADS, start=1):
        sheet.cell(2, column, head).fill = PatternFill("solid", fgColor="D9E1F2")
        for row in range(2, 3 + _LINES):
            cell = sheet.cell(row, column)
            cell.border = box
            cell.alignment = Alignment(horizontal="center", vertical="center")
            cell.font = Font(name="宋体", size=11, bold=row == 2)
    for row in range(3, 3 + _LINES):
        sheet.row_dimensions[row].height = 24
    sheet.print_title_rows = "1:2"
    book.save(path)
    return path


def _page(path: Path) -> Path:
    """A document with label cells and blanks."""
    document = docx.Document()
    document.add_paragraph("居民基本信息登记表")
    table = document.add_table(rows=6, cols=4, style="Table Grid")
    words = ("姓名", "性别", "民族", "出生日期", "身份证号", "联系电话", "住址", "文化程度",
             "政治面貌", "婚姻状况", "工作单位", "备注")  # fmt: skip
    for number, word in enumerate(words):
        table.cell(number // 2, number % 2 * 2).text = word
    document.save(path)
    return path
