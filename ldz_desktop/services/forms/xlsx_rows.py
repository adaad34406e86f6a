"""Lines of a sheet: a row that is there as a pattern, rendered for each person."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ldz_desktop.services.forms.package import Package, local
from ldz_desktop.services.forms.people import Case
from ldz_desktop.services.forms.templates import xml
from ldz_desktop.services.forms.values import Value
from ldz_desktop.services.forms.writers import Notebook, Writer
from ldz_desktop.services.forms.xlsx_cells import CellWriter
from ldz_desktop.services.forms.xlsx_reading import position
from ldz_desktop.services.importing.headers import column_letters

if TYPE_CHECKING:
    from ldz_desktop.services.forms.package import Element

_TEXT_FORMAT = "49"
_SKIPPED = frozenset({"r", "spans"})


@dataclass(slots=True)
class _Entry:
    """A cell of the pattern. writer: what fills it (piece: which of its digits, -1 for all);
    otherwise what follows its style: content, or a formula that is translated for each row."""

    letters: str
    style: str
    writer: Writer | None = None
    piece: int = -1
    content: str = "/>"
    formula: str = ""


class RowPattern:
    """A row as it is repeated. number: the row it stands in (from 1)."""

    def __init__(
        self, number: int, attributes: str, entries: Sequence[_Entry], cells: CellWriter
    ) -> None:
        self._number = number
        self._cells = cells
        prefix = cells.prefix
        self._start = f'<{prefix}row r="'
        self._attributes = f'"{attributes}>'
        self._end = f"</{prefix}row>"
        self._entries = [
            (f'<{prefix}c r="{e.letters}', f'" s="{e.style}"' if e.style else '"', e)
            for e in entries
        ]
        start, self._close = cells.plain
        self._whole = [  # before the row's number, what opens a plain text, how the value is found
            (before, behind + start, e.writer.resolved if e.writer and e.piece < 0 else None)
            for before, behind, e in self._entries
        ]

    def render(self, row: int, case: Case, notebook: Notebook) -> str:
        number, close = str(row), self._close
        out = [self._start, number, self._attributes]
        digits: dict[int, list[str]] = {}
        for at, (before, opened, resolved) in enumerate(self._whole):
            if resolved is None:
                out.append(self._other(at, number, digits, case, notebook))
                continue
            value = resolved(case)
            if type(value) is str and value.isalnum():  # nearly everything
                out.append(f"{before}{number}{opened}{value}{close}")
            else:
                out.append(self._told(at, number, value, case, notebook))
        out.append(self._end)
        return "".join(out)

    def _told(self, at: int, number: str, value: Value, case: Case, notebook: Notebook) -> str:
        """A cell of one value that is no plain text: a day, a number, marks, nothing."""
        before, behind, entry = self._entries[at]
        writer = entry.writer
        assert writer is not None
        if not value:
            writer.told(value, case, notebook)
        return f"{before}{number}{behind}{self._cells.content(value, writer.look)}"

    def _other(
        self, at: int, number: str, digits: dict[int, list[str]], case: Case, notebook: Notebook
    ) -> str:
        """A cell that stays as it is, or has one of several pieces. digits: of this row so far."""
        before, behind, entry = self._entries[at]
        writer = entry.writer
        if writer is None:
            content = self._formula(entry, int(number)) if entry.formula else entry.content
        else:
            if id(writer) not in digits:
                digits[id(writer)] = writer.pieces(case, notebook)
            content = self._cells.text(xml(digits[id(writer)][entry.piece]))
        return f"{before}{number}{behind}{content}"

    def _formula(self, entry: _Entry, row: int) -> str:
        from openpyxl.formula.translate import Translator

        prefix = self._cells.prefix
        origin = f"{entry.letters}{self._number}"
        text = Translator("=" + entry.formula, origin).translate_formula(f"{entry.letters}{row}")
        return f"><{prefix}f>{xml(str(text)[1:])}</{prefix}f></{prefix}c>"


class PatternMaker:
    """Makes patterns of the rows of one sheet. columns: column → writer and which piece of it;
    styles: column → the style of a cell that is not there; width: the columns of the table."""

    def __init__(
        self,
        columns: Mapping[int, tuple[Writer, int]],
        styles: Mapping[int, str],
        width: range,
        cells: CellWriter,
    ) -> None:
        self._cells = cells
        self._columns = columns
        self._styles = styles
        self._width = width

    def of_row(self, row: "Element", number: int, *, example: bool, added: bool) -> RowPattern:
        """A row that is there. example: its words go; added: it is repeated below itself, so that
        running numbers of its own would be wrong."""
        entries: dict[int, _Entry] = {}
        for cell in row:
            if local(cell) != "c":
                continue
            column = position(cell.get("r", ""))[1]
            entries[column] = self._entry(cell, column, example=example, added=added)
        usual = row.get("s", "") if row.get("customFormat") in ("1", "true") else ""
        for column in self._columns:
            if column not in entries:
                style = self._styles.get(column, "") or usual
                entries[column] = self._written(column, style)
        attributes = "".join(
            f' {name}="{xml(value)}"'
            for name, value in row.attrib.items()
            if name not in _SKIPPED and not name.startswith("{")
        )
        ordered = [entries[column] for column in sorted(entries)]
        return RowPattern(number, attributes, ordered, self._cells)

    def of_header(self, row: "Element | None", number: int) -> RowPattern:
        """A row of a table that has only a header."""
        entries = [
            self._written(column, self._styles.get(column, ""))
            if column in self._columns
            else _Entry(column_letters(column), self._styles.get(column, ""))
            for column in self._width
        ]
        height = "" if row is None else row.get("ht", "")
        attributes = f' ht="{xml(height)}" customHeight="1"' if height and self._low(height) else ""
        return RowPattern(number, attributes, entries, self._cells)

    def _low(self, height: str) -> bool:
        """A header's height is taken over where it is that of a line."""
        try:
            return 0 < float(height) <= 30
        except ValueError:
            return False

    def _entry(self, cell: "Element", column: int, *, example: bool, added: bool) -> _Entry:
        style = cell.get("s", "")
        if column in self._columns:
            return self._written(column, style)
        letters = column_letters(column)
        formula = next((e for e in cell if local(e) == "f"), None)
        if formula is not None:
            return _Entry(letters, style, formula=formula.text or "")
        numbered = added and cell.get("t", "n") == "n"
        if example or numbered or not len(cell):
            return _Entry(letters, style)
        return _Entry(letters, style, content=_content(cell))

    def _written(self, column: int, style: str) -> _Entry:
        writer, piece = self._columns[column]
        return _Entry(column_letters(column), style, writer, piece)


def _content(cell: "Element") -> str:
    """What a cell has after its style: its kind and its children, as markup."""
    from lxml import etree

    inside = "".join(etree.tostring(e, encoding="unicode", with_tail=False) for e in cell)
    kind = f' t="{xml(cell.get("t"))}"' if cell.get("t") else ""
    prefix = f"{cell.prefix}:" if cell.prefix else ""
    return f"{kind}>{inside}</{prefix}c>"


# -- styles --------------------------------------------------------------------------------------


class LineStyles:
    """Styles for lines below a header that stands alone: like it, but not bold and not filled."""

    def __init__(self, package: Package, part: str) -> None:
        root = package.tree(part)
        self._lists = {local(e): e for e in root if local(e)}
        self._made: dict[tuple[str, bool], str] = {}

    def like(self, header: str, *, text: bool) -> str:
        """The style of a line's cell below a header cell of that style. text: what stands there
        must not be taken for a number."""
        key = (header, text)
        if key not in self._made:
            self._made[key] = self._new(int(header or 0), text=text)
        return self._made[key]

    def _new(self, header: int, *, text: bool) -> str:
        formats = self._lists.get("cellXfs")
        if formats is None or header >= len(formats):
            return ""
        made = copy.deepcopy(formats[header])
        made.set("fillId", "0")
        made.set("fontId", self._plain_font(int(made.get("fontId", "0"))))
        made.set("numFmtId", _TEXT_FORMAT if text else "0")
        made.set("applyNumberFormat", "1")
        made.attrib.pop("applyFill", None)
        formats.append(made)
        formats.set("count", str(len(formats)))
        return str(len(formats) - 1)

    def _plain_font(self, font: int) -> str:
        fonts = self._lists.get("fonts")
        if fonts is None or font >= len(fonts):
            return "0"
        made = copy.deepcopy(fonts[font])
        for mark in [e for e in made if local(e) == "b"]:
            made.remove(mark)
        fonts.append(made)
        fonts.set("count", str(len(fonts)))
        return str(len(fonts) - 1)
