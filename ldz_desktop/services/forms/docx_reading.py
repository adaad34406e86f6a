"""A document's paragraphs and tables as blocks, with the elements behind every text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ldz_desktop.services.forms.document import Block, Cell, Grid, Line
from ldz_desktop.services.forms.package import Package, damaged, local
from ldz_desktop.services.forms.records import Place
from ldz_desktop.services.forms.spots import BOXES
from ldz_desktop.services.forms.xlsx_reading import marked

if TYPE_CHECKING:
    from ldz_desktop.services.forms.package import Element

PART = "word/document.xml"
MOST_BLOCKS = 3000
MOST_ROWS = 3000
_INSIDE = frozenset({"sdt", "sdtContent", "customXml", "ins", "smartTag", "hyperlink", "moveTo"})
_MIDDLE = "center"
_TWIPS_A_CHARACTER = 105.0


@dataclass(slots=True)
class Piece:
    """Something of a paragraph with a text: w:t, a tab, a break, a symbol. shown: as recognised
    (underlined blanks as "_"); real: as stored."""

    element: "Element"
    real: str
    shown: str


@dataclass(slots=True)
class Document:
    """The package with its body as blocks. elements: block → w:p or w:tbl; cells: (block, row,
    column) → w:tc; rows: block → its w:tr."""

    package: Package
    body: "Element"
    blocks: list[Block] = field(default_factory=list)
    elements: list["Element"] = field(default_factory=list)
    cells: dict[tuple[int, int, int], "Element"] = field(default_factory=dict)
    rows: dict[int, list["Element"]] = field(default_factory=dict)

    def paragraphs(self, place: Place) -> list["Element"]:
        """The paragraphs of a line or of a cell."""
        if place.row < 0:
            return [self.elements[place.block]]
        return list(inside(self.cells[place.block, place.row, place.column], "p"))


def read_document(package: Package) -> Document:
    """Raises InputError where it is damaged."""
    root = package.look(PART)
    body = next((e for e in root if local(e) == "body"), None)
    if body is None:
        raise damaged()
    document = Document(package, body)
    for element in _blocks(body):
        number = len(document.blocks)
        if number >= MOST_BLOCKS:
            break
        if local(element) == "p":
            document.blocks.append(_line(element))
        else:
            document.blocks.append(_grid(document, element, number))
        document.elements.append(element)
    return document


def _blocks(holder: "Element") -> Iterator["Element"]:
    for element in holder:
        name = local(element)
        if name in ("p", "tbl"):
            yield element
        elif name in _INSIDE:
            yield from _blocks(element)


def inside(holder: "Element", wanted: str) -> Iterator["Element"]:
    """Elements of a name, content controls around them looked through."""
    for element in holder:
        name = local(element)
        if name == wanted:
            yield element
        elif name in _INSIDE:
            yield from inside(element, wanted)


# -- paragraphs ----------------------------------------------------------------------------------


def pieces(paragraph: "Element") -> list[Piece]:
    """What a paragraph shows, piece by piece."""
    found: list[Piece] = []
    for run in inside(paragraph, "r"):
        line = _underlined(run)
        for element in run:
            text = _real(element)
            if text:
                found.append(Piece(element, text, marked(text, line)))
    return found


def _real(element: "Element") -> str:
    name = local(element)
    if name == "t":
        return element.text or ""
    if name == "sym":
        code = _value(element, "char")
        sign = chr(int(code, 16)) if code else ""
        return "□" if sign in BOXES else sign
    return {"tab": "\t", "cr": "\n", "br": "\n", "noBreakHyphen": "-"}.get(name, "")


def _value(element: "Element | None", name: str = "val") -> str:
    """An attribute of the document's own namespace."""
    if element is None:
        return ""
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def child(element: "Element", name: str) -> "Element":
    return next((e for e in element if local(e) == name), None)


def _underlined(run: "Element") -> bool:
    look = child(run, "rPr")
    line = child(look, "u") if look is not None else None
    return line is not None and _value(line) not in ("none", "")


def shown(paragraphs: "list[Element]") -> str:
    return "\n".join("".join(p.shown for p in pieces(one)) for one in paragraphs)


def real(paragraphs: "list[Element]") -> str:
    """The same text as it is stored, character for character."""
    return "\n".join("".join(p.real for p in pieces(one)) for one in paragraphs)


def _line(paragraph: "Element") -> Line:
    look = child(paragraph, "pPr")
    side = _value(child(look, "jc")) if look is not None else ""
    return Line(shown([paragraph]), middle=side == _MIDDLE, size=_size(paragraph))


def _size(paragraph: "Element") -> float:
    for run in inside(paragraph, "r"):
        look = child(run, "rPr")
        size = _value(child(look, "sz")) if look is not None else ""
        if size.isdigit():
            return int(size) / 2
    return 11.0


# -- tables --------------------------------------------------------------------------------------


def _grid(document: Document, table: "Element", number: int) -> Grid:
    grid = Grid(f"表{sum(isinstance(b, Grid) for b in document.blocks) + 1}")
    rows = list(inside(table, "tr"))[:MOST_ROWS]
    document.rows[number] = rows
    for at, row in enumerate(rows):
        for column, element in columns_of(row):
            look = child(element, "tcPr")
            columns = _spanned(look)
            merged = child(look, "vMerge") if look is not None else None
            if merged is not None and _value(merged) in ("", "continue"):
                _grow(grid, at, column, columns)
            else:
                grid.put(_cell(element, at, column, columns))
            document.cells[number, at, column] = element
    grid.widths = _widths(table, grid.width)
    return grid


def columns_of(row: "Element") -> Iterator[tuple[int, "Element"]]:
    """The cells of a row with the column each begins at."""
    column = _before(row)
    for element in inside(row, "tc"):
        yield column, element
        column += _spanned(child(element, "tcPr"))


def _cell(element: "Element", row: int, column: int, columns: int) -> Cell:
    paragraphs = list(inside(element, "p"))
    return Cell(
        row,
        column,
        columns=columns,
        text=shown(paragraphs),
        edged=True,
        bold=_bold(paragraphs),
        size=_size(paragraphs[0]) if paragraphs else 11.0,
    )


def _before(row: "Element") -> int:
    look = child(row, "trPr")
    skipped = _value(child(look, "gridBefore")) if look is not None else ""
    return int(skipped) if skipped.isdigit() else 0


def _spanned(look: "Element | None") -> int:
    text = _value(child(look, "gridSpan")) if look is not None else ""
    return min(max(int(text), 1), 200) if text.isdigit() else 1


def _grow(grid: Grid, row: int, column: int, columns: int) -> None:
    """The cell above reaches one row further down."""
    above = grid.at(row - 1, column)
    if above is None:
        grid.put(Cell(row, column, columns=columns, edged=True))
        return
    above.rows = row - above.row + 1
    for at in range(above.column, above.after):
        grid.places[row, at] = above
    grid.height = max(grid.height, row + 1)


def _bold(paragraphs: "list[Element]") -> bool:
    for paragraph in paragraphs:
        for run in inside(paragraph, "r"):
            look = child(run, "rPr")
            return look is not None and child(look, "b") is not None
    return False


def _widths(table: "Element", width: int) -> list[float]:
    layout = child(table, "tblGrid")
    found = [_value(column, "w") for column in layout] if layout is not None else []
    widths = [int(w) / _TWIPS_A_CHARACTER if w.isdigit() else 10.0 for w in found]
    return (widths + [10.0] * width)[:width]
