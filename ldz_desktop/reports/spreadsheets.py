"""Tables as files: xlsx for people, csv for other programs (reliability.md §5.3).

Everything is text with the format "@", so that no spreadsheet turns an identity number into
5.1E+17 or a name into a formula; only columns of numbers are numbers. The file's properties name
the office, never the person or the machine.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ldz_desktop.domain.formulas import defused, escaped
from ldz_desktop.errors import InputError
from ldz_desktop.services.files import check_writable, write_whole
from ldz_desktop.services.progress import SILENT, Part, Progress
from ldz_desktop.services.tables import Table, TableColumn

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_A3, _A4 = 8, 9  # Excel's numbers of papers
_FITS_A4 = 190  # characters side by side that can still be read on A4
_MOST_ROWS = 1_048_000
_MOST_TEXT = 32_767  # characters Excel keeps in a cell
_SAMPLE = 300  # rows looked at for a column's width
_WIDEST = 36  # Chinese characters
_TELL_EVERY = 500  # rows
_ROWS_SHARE, _PACK_SHARE = 0.43, 0.5  # of the time writing takes; measured with 66,000 rows
_WHOLE = 100
_NUMBER = re.compile(r"-?(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d{1,10})?")
_SIGNATURE = "制表人：　　　　　　　　审核人：　　　　　　　　日期：　　　　年　　月　　日"


def write(table: Table, path: Path, progress: Progress = SILENT) -> int:
    """Write the table to .xlsx or .csv, whole or not at all; the number of rows written. Cancelled
    until the last moment, nothing is there (or what was there before).

    Raises InputError (neither kind of file; too many rows) and StorageError (open in Excel, no
    right to write, disk full).
    """
    if len(table.rows) > _MOST_ROWS:
        raise InputError("行数太多", "一张电子表格放不下这么多行。", "请分社区导出。")
    check_name(path)
    check_writable(path)
    content = (_csv if path.suffix.lower() == ".csv" else _xlsx)(table, progress)
    progress.report(_WHOLE, _WHOLE, "写入文件")
    write_whole(path, content)
    return len(table.rows)


def check_name(path: Path) -> None:
    """Raises InputError where write() would refuse the kind of file: to be asked before thousands
    of files are read for it."""
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise InputError("文件类型不支持", "只能导出 .xlsx 或 .csv 文件。", "请改文件名的结尾。")


def _csv(table: Table, progress: Progress) -> bytes:
    text = io.StringIO(newline="")
    out = csv.writer(text, quoting=csv.QUOTE_ALL)
    out.writerow([defused(column.title) for column in table.columns])
    texts = [column.kind == "text" for column in table.columns]
    for row in _told(table.rows, progress):
        out.writerow(
            [
                defused(cell) if text or not _NUMBER.fullmatch(cell) else cell
                for cell, text in zip(row, texts, strict=True)
            ]
        )
    return text.getvalue().encode("utf-8-sig")


def _told(rows: Sequence[tuple[str, ...]], progress: Progress) -> Iterator[tuple[str, ...]]:
    """The rows, one after another; packing the file takes what is left of the time."""
    part = Part(progress, 0, _ROWS_SHARE)
    for number, row in enumerate(rows):
        if number % _TELL_EVERY == 0:
            part.report(number, len(rows), "写入表格")
        yield row


@dataclass(frozen=True, slots=True)
class _Formats:
    title: "Format"
    note: "Format"
    head: "Format"
    text: "Format"
    numbers: "tuple[Format, ...]"  # by decimals, 0 to 3 and more


def _xlsx(table: Table, progress: Progress) -> bytes:
    """Made in memory (230 MB while 65,000 people are written): xlsxwriter's other way leaves
    everything readable in folders of its own when it is killed."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(content, options)
    about = {"title": table.title, "author": table.unit, "company": table.unit}
    book.set_properties({**about, "comments": "", "manager": "", "keywords": ""})
    packing = Part(progress, _ROWS_SHARE, _ROWS_SHARE + _PACK_SHARE)
    kind = _telling(packing, len(table.rows))
    sheet = book.add_worksheet(_sheet_name(table.title), kind)
    formats = _formats(book)
    breadth = _set_columns(sheet, table)
    head = _write_top(sheet, table, formats)
    last = _write_rows(sheet, table, formats, head + 1, progress)
    _set_view(sheet, len(table.columns), head, last)
    sheet.set_paper(_A4 if breadth <= _FITS_A4 else _A3)
    sheet.write_string(last + 2, 0, _SIGNATURE, formats.note)
    book.close()
    return content.getvalue()


def _telling(progress: Progress, rows: int) -> "type[Worksheet]":
    """A worksheet that tells how far it is, and can be cancelled, while it is packed."""
    from xlsxwriter.worksheet import Worksheet

    class Telling(Worksheet):  # type: ignore[misc]  # xlsxwriter is untyped
        def _write_row(self, row: int, *rest: object, **named: object) -> None:
            if row % _TELL_EVERY == 0:
                progress.report(min(row, rows), rows, "写入表格")
            super()._write_row(row, *rest, **named)

    return Telling


def _formats(book: "Workbook") -> _Formats:
    plain = {"font_name": "宋体", "valign": "vcenter"}
    cell = {**plain, "border": 1, "border_color": "#BFBFBF", "font_size": 11}
    middle = {**plain, "align": "center"}
    numbers = ("0", "0.0", "0.00", "0.000")
    return _Formats(
        title=book.add_format({"bold": True, "font_size": 16, **middle}),
        note=book.add_format({**plain, "font_size": 10, "font_color": "#595959"}),
        head=book.add_format(
            {**cell, **middle, "bold": True, "bg_color": "#F2F2F2", "text_wrap": True}
        ),
        text=book.add_format({**cell, "num_format": "@"}),
        numbers=tuple(
            book.add_format({**cell, "num_format": kind, "align": "right"}) for kind in numbers
        ),
    )


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:31] or "表"


def _set_columns(sheet: "Worksheet", table: Table) -> float:
    """As wide as what stands in them; all of them together, in Excel's characters."""
    breadth = 0.0
    for number, column in enumerate(table.columns):
        cells = [row[number] for row in table.rows[:_SAMPLE]]
        wide = max([column.width, *map(_breadth, [column.title, *cells])])
        width = 2 * min(wide, _WIDEST) + 2
        sheet.set_column(number, number, width)
        breadth += width
    return breadth


def _breadth(text: str) -> float:
    """The breadth of a text in Chinese characters."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def _write_top(sheet: "Worksheet", table: Table, formats: _Formats) -> int:
    """Title and note over the whole width, and the head; the head's row."""
    last = len(table.columns) - 1
    note = "　".join(filter(None, (table.unit, table.note)))
    lines = [(table.title, formats.title, 30)] + ([(note, formats.note, 20)] if note else [])
    for number, (text, style, height) in enumerate(lines):
        sheet.set_row(number, height)
        if last > 0:
            sheet.merge_range(number, 0, number, last, "", style)
        sheet.write_string(number, 0, text, style)
    head = len(lines)
    sheet.set_row(head, 22)
    for number, column in enumerate(table.columns):
        sheet.write_string(head, number, column.title, formats.head)
    return head


def _write_rows(
    sheet: "Worksheet", table: Table, formats: _Formats, first: int, progress: Progress
) -> int:
    """All rows; the last one's place."""
    place = first - 1
    for place, row in enumerate(_told(table.rows, progress), start=first):
        _write_row(sheet, place, row, table.columns, formats)
    return place


def _write_row(
    sheet: "Worksheet",
    place: int,
    row: Sequence[str],
    columns: Sequence[TableColumn],
    formats: _Formats,
) -> None:
    for number, (cell, column) in enumerate(zip(row, columns, strict=True)):
        if not cell:
            sheet.write_blank(place, number, None, formats.text)
        elif column.kind == "number" and _NUMBER.fullmatch(cell):
            decimals = min(len(cell.partition(".")[2]), len(formats.numbers) - 1)
            value = float(cell.replace(",", ""))
            sheet.write_number(place, number, value, formats.numbers[decimals])
        else:
            sheet.write_string(place, number, escaped(cell)[:_MOST_TEXT], formats.text)


def _set_view(sheet: "Worksheet", columns: int, head: int, last: int) -> None:
    """How it looks when opened and on paper: across, one page wide, the head on every page."""
    sheet.freeze_panes(head + 1, 0)
    if last > head:
        sheet.autofilter(head, 0, last, columns - 1)
        sheet.ignore_errors({"number_stored_as_text": _area(head + 1, last, columns)})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _area(first: int, last: int, columns: int) -> str:
    from xlsxwriter.utility import xl_range

    area: str = xl_range(first, 0, last, columns - 1)
    return area
