"""Filling in a workbook: lines of its table, or a copy of its sheet for each person."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ldz_desktop.services.forms.gaps import Gap
from ldz_desktop.services.forms.package import Package, damaged, local
from ldz_desktop.services.forms.people import Case
from ldz_desktop.services.forms.records import Blank, Place, TableShape
from ldz_desktop.services.forms.templates import Template, hole, xml
from ldz_desktop.services.forms.writers import Job, Writer
from ldz_desktop.services.forms.xlsx_cells import CellWriter, stored_text, with_holes
from ldz_desktop.services.forms.xlsx_formulas import recalculate, unshared
from ldz_desktop.services.forms.xlsx_reading import Sheet, position, read_workbook, span
from ldz_desktop.services.forms.xlsx_rows import LineStyles, PatternMaker, RowPattern
from ldz_desktop.services.forms.xlsx_sheets import SheetCopier, only_selected
from ldz_desktop.services.forms.xlsx_shift import Shift, check_room, shift_around, shift_sheet
from ldz_desktop.services.importing.headers import column_letters

if TYPE_CHECKING:
    from ldz_desktop.services.forms.package import Element

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MARK = "\U000f7a02"
_TEXTS = frozenset({"id_number", "phone", "head.id_number", "head.phone", "contact.phone"})


class XlsxForm:
    """One form that is being filled in."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._package = Package(job.plan.body)
        self._package.sign(job.unit)
        self._book = read_workbook(self._package)
        self._sheet = self._wanted_sheet()
        self._root = self._package.tree(self._sheet.part)
        prefix = f"{self._root.prefix}:" if self._root.prefix else ""
        self._cells = CellWriter(prefix, is_1904=self._book.is_1904)
        data = next((e for e in self._root if local(e) == "sheetData"), None)
        if data is None:
            raise damaged()
        self._data = data
        _number(data)
        unshared(self._root)

    def _wanted_sheet(self) -> Sheet:
        visible = [sheet for sheet in self._book.sheets if sheet.visible]
        wanted = self._job.plan.sheet
        return next((sheet for sheet in visible if sheet.name == wanted), visible[0])

    # -- a table ---------------------------------------------------------------------------------

    def table(self) -> bytes:
        """The workbook with a line for each person."""
        job, shape = self._job, self._job.plan.table
        assert shape is not None
        extra = max(0, len(job.cases) - shape.ready)
        last = shape.first + shape.ready
        check_room(self._sheet.grid.height + extra)
        shift = Shift(last, extra, self._sheet.name)
        rows = {int(row.get("r")): row for row in self._data if local(row) == "row"}
        if extra:
            shift_sheet(self._root, shift)
            shift_around(self._package, self._sheet.part, shift)
            _repeat_merges(self._root, last, extra)
        once = self._put(job.wanted(once=True), shift)
        lines = self._lines(shape, rows)
        for number in range(shape.first + 1, shape.first + 1 + min(shape.ready, len(job.cases))):
            if number in rows:
                self._data.remove(rows[number])
        self._mark_after(shape.first)
        self._grow_dimension(shape, last + extra)
        recalculate(self._package)
        pieces = self._pieces(once, job.cases[0]) if job.cases else []
        head, _, tail = Template(self._markup()).render(pieces).partition(_MARK)
        self._package.freeze()
        return self._package.written({self._sheet.part: "".join([head, *lines, tail]).encode()})

    def _lines(self, shape: TableShape, rows: dict[int, "Element"]) -> list[str]:
        job = self._job
        maker = self._maker(shape)
        first = shape.first + 1
        lines: list[str] = []
        pattern: RowPattern | None = None
        for number, case in enumerate(job.cases):
            row = first + number
            if number < max(1, shape.ready) or pattern is None:
                pattern = self._pattern(maker, shape, rows, number)
            elif number == shape.ready:
                pattern = self._pattern(maker, shape, rows, shape.ready - 1, added=True)
            lines.append(pattern.render(row, case, job.notebook))
            if number % 500 == 0:
                job.progress.report(number, len(job.cases), "正在填表")
        return lines

    def _pattern(
        self,
        maker: PatternMaker,
        shape: TableShape,
        rows: dict[int, "Element"],
        number: int,
        *,
        added: bool = False,
    ) -> RowPattern:
        """How the line of that number looks: as the row that is there for it; example lines look
        like the first blank one."""
        row = shape.first + 1 + number
        if shape.ready == 0:
            return maker.of_header(rows.get(shape.first), row)
        example = number < shape.samples
        looks = shape.first + 1 + shape.samples if example else row
        if shape.samples >= shape.ready:
            looks = row
        element = rows.get(looks)
        if element is None:
            return maker.of_header(None, row)
        return maker.of_row(element, row, example=example and looks == row, added=added)

    def _maker(self, shape: TableShape) -> PatternMaker:
        columns: dict[int, tuple[Writer, int]] = {}
        for blank in self._job.wanted(once=False):
            writer = self._job.writer(blank)
            several = len(blank.places) > 1
            for at, place in enumerate(blank.places):
                columns[place.column] = (writer, at if several else -1)
        width = range(shape.left, shape.right + 1)
        grid = self._sheet.grid
        made = any(grid.at(shape.first, column) for column in width) and shape.ready
        styles = self._column_styles() if made else self._styles(shape, columns)
        return PatternMaker(columns, styles, width, self._cells)

    def _styles(self, shape: TableShape, columns: dict[int, tuple[Writer, int]]) -> dict[int, str]:
        """The styles of lines below a header that stands alone."""
        part = next(
            (t for kind, t in self._package.related(self._book.part).values() if kind == "styles"),
            "",
        )
        if not part:
            return {}
        made = LineStyles(self._package, part)
        header = self._style_of(shape.first - 1)
        texts = {
            column
            for column, (writer, _) in columns.items()
            if self._job.plan.answer(writer.blank).value in _TEXTS
        }
        return {
            column: made.like(header.get(column, ""), text=column in texts)
            for column in range(shape.left, shape.right + 1)
        }

    def _style_of(self, row: int) -> dict[int, str]:
        """Column → style of the cells of a row (from 0), merged ones looked through upwards."""
        found: dict[int, str] = {}
        for line in self._data:
            if local(line) != "row" or int(line.get("r")) - 1 > row:
                continue
            for cell in line:
                if local(cell) == "c" and cell.get("s"):
                    found[position(cell.get("r"))[1]] = cell.get("s")
        return found

    def _column_styles(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for line in next((e for e in self._root if local(e) == "cols"), ()):
            style = line.get("style")
            if style:
                first, last = int(line.get("min")) - 1, min(int(line.get("max")), 200)
                found.update(dict.fromkeys(range(first, last), style))
        return found

    def _mark_after(self, row: int) -> None:
        """Where the lines go: behind the row of that number (from 1)."""
        before = [e for e in self._data if local(e) == "row" and int(e.get("r")) <= row]
        if before:
            before[-1].tail = _MARK
        else:
            self._data.text = _MARK

    def _grow_dimension(self, shape: TableShape, last: int) -> None:
        """<dimension> names at least what is written."""
        dimension = next((e for e in self._root if local(e) == "dimension"), None)
        if dimension is not None:
            right = column_letters(max(shape.right, self._sheet.grid.width - 1))
            rows = [int(e.get("r")) for e in self._data if local(e) == "row"]
            dimension.set("ref", f"A1:{right}{max(last, *rows, 1)}")

    # -- pages -----------------------------------------------------------------------------------

    def pages(self) -> bytes:
        """The workbook with a copy of the sheet for each person."""
        job = self._job
        template, put = self._page()
        copier = SheetCopier(self._package, self._book, self._sheet)
        parts: dict[str, bytes] = {}
        for number, case in enumerate(job.cases, start=1):
            part = self._sheet.part if number == 1 else copier.copy()
            copier.name(f"{number}{case.person.name}")
            text = template.render(self._pieces(put, case))
            parts[part] = only_selected(text, first=number == 1).encode()
            if number % 20 == 0:
                job.progress.report(number, len(job.cases), "正在填表")
        copier.finish()
        self._package.freeze()
        return self._package.written(parts)

    def each(self) -> Iterator[bytes]:
        """A workbook for each person."""
        template, put = self._page()
        self._package.freeze()
        for case in self._job.cases:
            text = template.render(self._pieces(put, case))
            yield self._package.written({self._sheet.part: text.encode()})

    def _page(self) -> tuple[Template, list["_Put"]]:
        """The sheet with holes, and who fills them."""
        put = self._put(self._job.wanted(once=False) + self._job.wanted(once=True), None)
        recalculate(self._package)
        return Template(self._markup()), put

    # -- holes -----------------------------------------------------------------------------------

    def _put(self, blanks: Sequence[Blank], shift: Shift | None) -> list["_Put"]:
        """Put holes for blanks into the sheet itself. shift: rows that came in before."""
        found: list[_Put] = []
        gaps: dict[Place, list[Gap]] = {}
        holes = 0
        for blank in blanks:
            text = self._text_at(blank.place, shift)
            writer = self._job.writer(blank, text)
            if blank.spot.kind == "whole":
                tags = tuple(
                    self._take_out(place, shift, holes + at)
                    for at, place in enumerate(blank.places)
                )
                found.append(_Put(writer, tags))
            else:
                marks = blank.spot.marks or ((blank.spot.start, blank.spot.end),)
                gaps.setdefault(blank.place, []).extend(
                    Gap(start, end, holes + at) for at, (start, end) in enumerate(marks)
                )
                found.append(_Put(writer, ()))
            holes += writer.count
        for place, wanted in gaps.items():
            cell = self._cell(place, shift)
            holder = self._holder(cell)
            if holder is not None:
                with_holes(cell, holder, wanted)
        return found

    def _pieces(self, put: Sequence["_Put"], case: Case) -> list[str]:
        """The pieces of a person for all holes: whole cells, or texts within them."""
        cells, notebook = self._cells, self._job.notebook
        found: list[str] = []
        for one in put:
            if len(one.tags) == 1:
                value = one.writer.value(case, notebook)
                found.append(one.tags[0] + cells.content(value, one.writer.look))
                continue
            texts = [xml(text) for text in one.writer.pieces(case, notebook)]
            if one.tags:
                texts = [tag + cells.text(t) for tag, t in zip(one.tags, texts, strict=True)]
            found += texts
        return found

    def _take_out(self, place: Place, shift: Shift | None, number: int) -> str:
        """A hole instead of a whole cell; the start of the cell's tag."""
        cell = self._cell(place, shift)
        row = cell.getparent()
        before = cell.getprevious()
        if before is None:
            row.text = (row.text or "") + hole(number)
        else:
            before.tail = (before.tail or "") + hole(number)
        tail = cell.tail
        row.remove(cell)
        if tail:
            if before is None:
                row.text += tail
            else:
                before.tail += tail
        return self._cells.open(cell.get("r"), cell.get("s", ""))

    def _cell(self, place: Place, shift: Shift | None) -> "Element":
        """The cell of a place, made where the sheet has none."""
        number = place.row + 1 if shift is None else shift.row(place.row + 1)
        row = _in_order(self._data, "row", lambda e: int(e.get("r")), number)
        if row.get("r") is None:
            row.set("r", str(number))
        cell = _in_order(row, "c", lambda e: position(e.get("r"))[1], place.column)
        if cell.get("r") is None:
            cell.set("r", f"{column_letters(place.column)}{number}")
        return cell

    def _text_at(self, place: Place, shift: Shift | None) -> str:
        return stored_text(self._holder(self._cell(place, shift)))

    def _holder(self, cell: "Element") -> "Element | None":
        """The string of a cell: its own or the shared one."""
        if cell.get("t") == "s":
            value = next((e.text for e in cell if local(e) == "v"), None)
            return None if value is None else self._strings[int(value)]
        return next((e for e in cell if local(e) == "is"), None)

    @cached_property
    def _strings(self) -> list["Element"]:
        related = self._package.related(self._book.part).values()
        part = next((target for kind, target in related if kind == "sharedStrings"), "")
        return [e for e in self._package.look(part) if local(e)] if part else []

    def _markup(self) -> str:
        from lxml import etree

        return _DECLARATION + str(etree.tostring(self._root, encoding="unicode"))


@dataclass(frozen=True, slots=True)
class _Put:
    """A writer in the sheet. tags: starts of the cells it fills whole; () for gaps in a text."""

    writer: Writer
    tags: tuple[str, ...]


def _number(data: "Element") -> None:
    """Write out where rows and cells stand; some programs leave it to their order."""
    number = 0
    for row in data:
        if local(row) != "row":
            continue
        number = int(row.get("r") or number + 1)
        row.set("r", str(number))
        column = -1
        for cell in row:
            if local(cell) == "c":
                column = position(cell.get("r"))[1] if cell.get("r") else column + 1
                cell.set("r", f"{column_letters(column)}{number}")


def _in_order(
    holder: "Element", name: str, rank: "Callable[[Element], int]", wanted: int
) -> "Element":
    """The child of that rank, or a new one at its place (without its reference yet)."""
    place = 0
    for n, element in enumerate(holder):
        if local(element) != name:
            continue
        here = rank(element)
        if here == wanted:
            return element
        if here > wanted:
            break
        place = n + 1
    made = holder.makeelement(holder.tag.rpartition("}")[0] + "}" + name)
    holder.insert(place, made)
    return made


def _repeat_merges(root: "Element", last: int, extra: int) -> None:
    """Merged cells of the last line, for the lines that come in behind it."""
    holder = next((e for e in root if local(e) == "mergeCells"), None)
    if holder is None:
        return
    for merge in list(holder):
        top, left, bottom, right = span(merge.get("ref", "A1"))
        if top + 1 != last or bottom + 1 != last:
            continue
        for row in range(last + 1, last + extra + 1):
            made = holder.makeelement(merge.tag)
            made.set("ref", f"{column_letters(left)}{row}:{column_letters(right)}{row}")
            holder.append(made)
    holder.set("count", str(len(holder)))
