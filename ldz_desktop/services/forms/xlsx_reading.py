"""A workbook's sheets as grids, and what filling in needs to know of its styles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ldz_desktop.services.forms.dates import is_date_format
from ldz_desktop.services.forms.document import UNDERLINED, Cell, Grid
from ldz_desktop.services.forms.package import OFFICE_RELATION, Package, damaged, local
from ldz_desktop.services.importing.cells import number_text

if TYPE_CHECKING:
    from ldz_desktop.services.forms.package import Element

MOST_ROWS = 3000
MOST_COLUMNS = 200
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")
_BUILT_IN = {14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "yyyy/m/d h:mm",
             27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 31: 'yyyy"年"m"月"d"日"', 36: 'yyyy"年"m"月"',
             49: "@", 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"'}  # fmt: skip
_1904 = 1462
_MOST_MERGED = 300_000  # cells, all merges of a sheet together
_WIDTH = 8.43


@dataclass(frozen=True, slots=True)
class Style:
    """One line of cellXfs, as far as forms look at it."""

    shape: str = ""
    edged: bool = False
    bold: bool = False
    underlined: bool = False
    size: float = 11.0


@dataclass(slots=True)
class Sheet:
    """A sheet of the workbook. part: its name in the package."""

    name: str
    part: str
    visible: bool
    grid: Grid = field(default_factory=lambda: Grid(""))


@dataclass(slots=True)
class Workbook:
    """The package with its sheets. base: what the day numbers of its dates are counted from."""

    package: Package
    part: str
    sheets: list[Sheet]
    styles: list[Style]
    is_1904: bool


def read_workbook(package: Package) -> Workbook:
    """Every visible sheet of a workbook. Raises InputError where it is damaged."""
    part = "xl/workbook.xml"
    root = package.look(part)
    related = package.related(part)
    strings = _strings(package, related)
    styles = _styles(package, related)
    properties = _child(root, "workbookPr")
    is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    book = Workbook(package, part, [], styles, is_1904)
    for line in _children(_child(root, "sheets")):
        kind, target = related.get(relation_id(line), ("", ""))
        if kind != "worksheet" or not package.has(target):
            continue
        visible = line.get("state", "visible") == "visible"
        sheet = Sheet(line.get("name", ""), target, visible)
        if visible:
            sheet.grid = _Reader(book, strings).grid(sheet)
        book.sheets.append(sheet)
    if not book.sheets:
        raise damaged()
    return book


def position(reference: str) -> tuple[int, int]:
    """Row and column from 0 of A1."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise damaged()
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def span(reference: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column from 0 of A1:C3 or A1."""
    start, _, end = reference.partition(":")
    first = position(start)
    return (*first, *(position(end) if end else first))


def relation_id(element: "Element") -> str:
    for name, value in element.attrib.items():
        if name.rpartition("}")[2] == "id" and name.startswith("{"):
            return str(value)
    return str(element.get(f"{{{OFFICE_RELATION}}}id", ""))


def _child(root: "Element", name: str) -> "Element":
    return None if root is None else next((e for e in root if local(e) == name), None)


def _children(root: "Element") -> "list[Element]":
    return [] if root is None else [e for e in root if local(e)]


# -- strings and styles --------------------------------------------------------------------------


def rich_text(holder: "Element", *, underlined: bool) -> str:
    """The text of <si> or <is>; underlined blanks as "_"."""
    parts: list[str] = []
    for piece in holder:
        if local(piece) == "t":
            parts.append(marked(piece.text or "", underlined))
        elif local(piece) == "r":
            look = _child(piece, "rPr")
            line = underlined or (look is not None and _child(look, "u") is not None)
            text = _child(piece, "t")
            parts.append(marked("" if text is None else text.text or "", line))
    return "".join(parts)


def marked(text: str, underlined: bool) -> str:
    """A text in which underlined blanks can be told from others."""
    return re.sub(r"[ \u3000\xa0\t]", UNDERLINED, text) if underlined else text


def _strings(package: Package, related: dict[str, tuple[str, str]]) -> list["Element"]:
    part = next((target for kind, target in related.values() if kind == "sharedStrings"), "")
    if not part or not package.has(part):
        return []
    return _children(package.look(part))


def _styles(package: Package, related: dict[str, tuple[str, str]]) -> list[Style]:
    part = next((target for kind, target in related.values() if kind == "styles"), "")
    if not part or not package.has(part):
        return [Style()]
    root = package.look(part)
    formats = {
        int(line.get("numFmtId", "0")): line.get("formatCode", "")
        for line in _children(_child(root, "numFmts"))
    }
    fonts = _children(_child(root, "fonts"))
    edges = [_edged(border) for border in _children(_child(root, "borders"))]
    return [_style(line, formats, fonts, edges) for line in _children(_child(root, "cellXfs"))] or [
        Style()
    ]


def _style(
    line: "Element", formats: dict[int, str], fonts: "list[Element]", edges: list[bool]
) -> Style:
    number = int(line.get("numFmtId") or 0)
    code = formats.get(number, _BUILT_IN.get(number, ""))
    at = int(line.get("fontId") or 0)
    font = fonts[at] if at < len(fonts) else None
    border = int(line.get("borderId") or 0)
    size = _child(font, "sz")
    return Style(
        shape=code if code == "@" or is_date_format(code) else "",
        edged=border < len(edges) and edges[border],
        bold=_child(font, "b") is not None,
        underlined=_child(font, "u") is not None,
        size=float(size.get("val", "11")) if size is not None else 11.0,
    )


def _edged(border: "Element") -> bool:
    return any(
        side.get("style") not in (None, "none") for side in border if local(side) != "diagonal"
    )


# -- cells ---------------------------------------------------------------------------------------


class _Reader:
    """Reads one sheet after another with the workbook's strings."""

    def __init__(self, book: Workbook, strings: "list[Element]") -> None:
        self._book = book
        self._strings = strings

    def grid(self, sheet: Sheet) -> Grid:
        root = self._book.package.look(sheet.part)
        grid = Grid(sheet.name)
        for cell in self._cells(_child(root, "sheetData")):
            grid.put(cell)
        room = _MOST_MERGED
        for merge in _children(_child(root, "mergeCells")):
            spanned = span(merge.get("ref", ""))
            room -= (spanned[2] - spanned[0] + 1) * (spanned[3] - spanned[1] + 1)
            if room > 0:
                _merge(grid, spanned)
        grid.widths = _widths(root, grid.width)
        return grid

    def _cells(self, data: "Element") -> Iterator[Cell]:
        row = -1
        for line in _children(data):
            row = int(line.get("r") or row + 2) - 1
            if row >= MOST_ROWS:
                return
            column = -1
            for element in line:
                if local(element) != "c":
                    continue
                reference = element.get("r")
                column = position(reference)[1] if reference else column + 1
                if column < MOST_COLUMNS:
                    yield self._cell(element, row, column)

    def _cell(self, element: "Element", row: int, column: int) -> Cell:
        at = int(element.get("s") or 0)
        style = self._book.styles[at] if at < len(self._book.styles) else Style()
        return Cell(
            row,
            column,
            text=self._text(element, style),
            formula=_child(element, "f") is not None,
            edged=style.edged,
            shape=style.shape,
            bold=style.bold,
            size=style.size,
        )

    def _text(self, element: "Element", style: Style) -> str:
        kind = element.get("t", "n")
        if kind == "inlineStr":
            holder = _child(element, "is")
            return "" if holder is None else rich_text(holder, underlined=style.underlined)
        value = _child(element, "v")
        text = "" if value is None else value.text or ""
        if kind == "s" and text:
            at = int(text)
            if at >= len(self._strings):
                raise damaged()
            return rich_text(self._strings[at], underlined=style.underlined)
        return self._number(text, style) if kind == "n" and text else text

    def _number(self, text: str, style: Style) -> str:
        try:
            number = float(text)
        except ValueError:
            return text
        if style.shape not in ("", "@") and 0 < number < 200_000:
            days = int(number) + (_1904 if self._book.is_1904 else 0)
            return (date(1899, 12, 30) + timedelta(days=days)).isoformat()
        return number_text(number)


def _merge(grid: Grid, spanned: tuple[int, int, int, int]) -> None:
    """Make one cell of several; text and style are those of the first."""
    top, left, bottom, right = spanned
    if bottom >= MOST_ROWS or right >= MOST_COLUMNS:
        return
    first = grid.at(top, left) or Cell(top, left)
    covered = [grid.at(r, c) for r in (top, bottom) for c in (left, right)]
    first.rows, first.columns = bottom - top + 1, right - left + 1
    first.edged = any(cell is not None and cell.edged for cell in (first, *covered))
    grid.put(first)


def _widths(root: "Element", width: int) -> list[float]:
    shape = _child(root, "sheetFormatPr")
    usual = _WIDTH if shape is None else float(shape.get("defaultColWidth") or _WIDTH)
    widths = [usual] * width
    for line in _children(_child(root, "cols")):
        first, last = int(line.get("min", "1")) - 1, int(line.get("max", "1"))
        hidden = line.get("hidden") in ("1", "true")
        for column in range(first, min(last, width)):
            widths[column] = 0.0 if hidden else float(line.get("width") or usual)
    return widths
