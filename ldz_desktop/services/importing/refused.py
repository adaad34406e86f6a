"""Refused rows back to the office: the same table, with the reason in a last column."""

import io
from pathlib import Path
from typing import Any

from ldz_desktop.errors import InputError
from ldz_desktop.services.files import write_whole
from ldz_desktop.services.importing.carrying import title, with_place
from ldz_desktop.services.importing.dwellings import PLACE_KEYS
from ldz_desktop.services.importing.records import (
    REASON,
    ImportResult,
    RefusedRow,
    RowProblem,
    TableText,
)

_WIDEST, _NARROWEST = 40, 6
_SHEET_NAME = 31


def write_refused_workbook(result: ImportResult, out: Path) -> None:
    """One sheet a table: title and header as they were, refused rows as text, then the reason.

    Cells are text (format @), so that no spreadsheet turns a number into 5.1E+17 or a remark into a
    formula. Every row says its own place, in further columns where the table has none for a part
    of it. Once mended, the file can be imported as it is.
    """
    if not result.papers.rows:
        raise InputError("没有退回的行", "这次导入没有退回任何一行，不需要退回表。")
    import xlsxwriter

    content = io.BytesIO()  # xlsxwriter's other way leaves readable files behind when it is killed
    reasons = _reasons(result.problems)
    book = xlsxwriter.Workbook(
        content,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": "退回的行", "author": ""})
    names: set[str] = set()
    for number, table in enumerate(result.papers.tables):
        rows = [row for row in result.papers.rows if row.table == number]
        if not rows:
            continue
        sheet = book.add_worksheet(_free_name(table.sheet, names))
        titles, lines = _alone(table, rows)
        writer = _SheetWriter(book, sheet, max(map(len, lines)))
        writer.head(table, titles)
        for row, cells in zip(rows, lines, strict=True):
            writer.row(cells, reasons.get((table.sheet, row.row), ""))
        writer.finish()
    book.close()
    write_whole(out, content.getvalue())


def _alone(table: TableText, rows: list[RefusedRow]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Titles of further columns, and the rows with their places."""
    columns = {key: index for key, index in table.columns.items() if key in PLACE_KEYS}
    told = [with_place(row.cells, columns, row.place) for row in rows]
    width = max([len(cells) for cells, _ in told] + [len(cells) for cells in table.head])
    keys = [key for key in PLACE_KEYS if any(key in more for _, more in told)]
    lines = [
        (*cells, *[""] * (width - len(cells)), *(more.get(key, "") for key in keys))
        for cells, more in told
    ]
    return [title(key) for key in keys], lines


class _SheetWriter:
    """Writes one sheet of text."""

    def __init__(self, book: Any, sheet: Any, width: int) -> None:  # noqa: ANN401 - xlsxwriter
        self._sheet = sheet
        self._width = width
        self._next = 0
        self._widths = [_NARROWEST] * (width + 1)
        self._text = book.add_format({"num_format": "@", "border": 1, "valign": "vcenter"})
        self._head = book.add_format(
            {"num_format": "@", "border": 1, "bold": True, "align": "center", "text_wrap": True}
        )
        self._title = book.add_format({"num_format": "@", "bold": True, "font_size": 14})
        self._reason = book.add_format(
            {"num_format": "@", "border": 1, "text_wrap": True, "font_color": "#C8161D"}
        )

    def head(self, table: TableText, titles: list[str]) -> None:
        """Title rows and header, merged as they were; beside the lowest the headers of further
        columns and of the reason."""
        last = len(table.head) - 1
        for cells in table.head:
            filled = [c for c in cells if c]
            style = self._title if len(filled) <= 1 and self._next < last else self._head
            for column, cell in enumerate(cells):
                if cell or style is self._head:
                    self._sheet.write_string(self._next, column, cell, style)
            self._next += 1
        for top, left, bottom, right in table.merges:
            value = table.head[top][left] if left < len(table.head[top]) else ""
            self._sheet.merge_range(top, left, bottom, right, "", self._head)
            self._sheet.write_string(top, left, value, self._head)
        for column, words in enumerate([*titles, REASON], self._width - len(titles)):
            self._sheet.write_string(last, column, words, self._head)
        self._sheet.freeze_panes(last + 1, 0)

    def row(self, cells: tuple[str, ...], reason: str) -> None:
        for column in range(self._width):
            cell = cells[column] if column < len(cells) else ""
            self._sheet.write_string(self._next, column, cell, self._text)
            shown = sum(2 if ord(c) > 255 else 1 for c in cell) + 2
            self._widths[column] = min(max(self._widths[column], shown), _WIDEST)
        self._sheet.write_string(self._next, self._width, reason, self._reason)
        self._next += 1

    def finish(self) -> None:
        self._widths[self._width] = _WIDEST
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, width)


def _reasons(problems: tuple[RowProblem, ...]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], list[str]] = {}
    for problem in problems:
        if problem.level == "refused":
            reason = f"{problem.column}：{problem.reason}" if problem.column else problem.reason
            found.setdefault((problem.sheet, problem.row), []).append(reason)
    return {place: "\n".join(dict.fromkeys(reasons)) for place, reasons in found.items()}


def _free_name(name: str, names: set[str]) -> str:
    """A sheet name that spreadsheets accept and that is not taken."""
    plain = "".join("_" if c in "[]:*?/\\" else c for c in name).strip("'")[:_SHEET_NAME] or "表"
    free, number = plain, 1
    while free.lower() in names:
        number += 1
        free = f"{plain[: _SHEET_NAME - 4]}({number})"
    names.add(free.lower())
    return free
