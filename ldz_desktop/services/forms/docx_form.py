"""Filling in a document: lines of its table, or a copy of its page for each person.

The paragraphs and cells that are filled in keep their formatting; everything else in the file goes
back byte for byte.
"""

import copy
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ldz_desktop.services.forms.document import Grid
from ldz_desktop.services.forms.docx_pages import broken, cleaned, prepared_section
from ldz_desktop.services.forms.docx_reading import (
    PART,
    child,
    columns_of,
    inside,
    pieces,
    read_document,
    real,
)
from ldz_desktop.services.forms.docx_text import put_holes
from ldz_desktop.services.forms.gaps import Gap
from ldz_desktop.services.forms.package import Package, local
from ldz_desktop.services.forms.records import Blank, Place
from ldz_desktop.services.forms.templates import Template
from ldz_desktop.services.forms.writers import Job, Writer

if TYPE_CHECKING:
    from ldz_desktop.services.forms.package import Element

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MARK = "\U000f7a02"
_NAMESPACES = re.compile(r'\sxmlns:?([\w.-]*)="([^"]*)"')
_BOLD = frozenset({"b", "bCs", "shd", "highlight"})


class DocxForm:
    """One form that is being filled in."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._package = Package(job.plan.body)
        self._package.sign(job.unit)
        self._document = read_document(self._package)

    # -- a table ---------------------------------------------------------------------------------

    def table(self) -> bytes:
        """The document with a line for each person."""
        job = self._job
        once = self._holes(job.wanted(once=True))
        first = job.cases[0] if job.cases else None
        rows = self._rows()
        pieces = job.pieces(once, first) if first is not None else []
        head, tail = self._halves(pieces)
        body = "".join([head, *rows, tail])
        self._package.freeze()
        return self._package.written({PART: body.encode()})

    def _rows(self) -> list[str]:
        """The lines, and a mark in the table where they go."""
        job, document, shape = self._job, self._document, self._job.plan.table
        assert shape is not None
        rows = document.rows[shape.block]
        ready = rows[shape.first : shape.first + shape.ready]
        blanks = job.wanted(once=False)
        lines: list[str] = []
        template, writers = Template(""), list[Writer]()
        for number, case in enumerate(job.cases):
            if number <= len(ready):
                template, writers = self._line(self._pattern(rows, number), blanks)
            lines.append(template.render(job.pieces(writers, case)))
            if number % 200 == 0:
                job.progress.report(number, len(job.cases), "正在填表")
        after = rows[shape.first - 1]
        after.tail = _MARK
        for row in ready[: len(job.cases)]:
            row.getparent().remove(row)
        return lines

    def _pattern(self, rows: Sequence["Element"], number: int) -> "Element":
        """How the line of that number looks: as the row that is there for it, an example like the
        first blank row, a new one like the last."""
        shape = self._job.plan.table
        assert shape is not None
        if shape.ready == 0:
            return _plain_row(rows[shape.first - 1])
        at = min(number, shape.ready - 1)
        if at < shape.samples < shape.ready:
            at = shape.samples
        line = cleaned(copy.deepcopy(rows[shape.first + at]))
        if at < shape.samples or number >= shape.ready:
            _clear(line, numbers_only=at >= shape.samples)
        return line

    def _line(self, line: "Element", blanks: Sequence[Blank]) -> tuple[Template, list[Writer]]:
        """A line with its holes, and who fills them."""
        shape = self._job.plan.table
        assert shape is not None
        cells = dict(columns_of(line))
        writers: list[Writer] = []
        holes = 0
        for blank in blanks:
            places = [cells[p.column] for p in blank.places if p.column in cells]
            if len(places) < len(blank.places):
                continue
            texts = [list(inside(cell, "p")) for cell in places]
            writer = self._job.writer(blank, real(texts[0]))
            usual = self._usual_look(Place(shape.block, shape.first, blank.place.column))
            for at, paragraphs in enumerate(texts):
                put_holes(paragraphs, [Gap(0, len(real(paragraphs)), holes + at)], usual)
            holes += writer.count
            writers.append(writer)
        return Template(self._bare(line)), writers

    # -- pages -----------------------------------------------------------------------------------

    def pages(self) -> bytes:
        """One document with the form once for each person, each on a page of its own."""
        job = self._job
        with_break, last, writers = self._page()
        out: list[str] = []
        for number, case in enumerate(job.cases, start=1):
            template = last if number == len(job.cases) else with_break
            out.append(template.render(job.pieces(writers, case)))
            if number % 50 == 0:
                job.progress.report(number, len(job.cases), "正在填表")
        head, tail = self._halves(())
        self._package.freeze()
        return self._package.written({PART: "".join([head, *out, tail]).encode()})

    def each(self) -> Iterator[bytes]:
        """One document for each person."""
        _, last, writers = self._page()
        head, tail = self._halves(())
        self._package.freeze()
        for case in self._job.cases:
            body = head + last.render(self._job.pieces(writers, case)) + tail
            yield self._package.written({PART: body.encode()})

    def _page(self) -> tuple[Template, Template, list[Writer]]:
        """The form with a break behind it, without one, and who writes its holes. The body is
        left with its section alone and a mark."""
        body = self._document.body
        writers = self._holes(self._job.wanted(once=False) + self._job.wanted(once=True))
        if len(self._job.cases) > 1:
            cleaned(body)
        section = next((e for e in reversed(body) if local(e) == "sectPr"), None)
        prepared_section(body, section)
        contents = [element for element in body if element is not section]
        markup = [self._bare(element) for element in contents]
        last = Template("".join(markup))
        with_break = Template("".join([*markup[:-1], *map(self._bare, broken(contents, section))]))
        for element in contents:
            body.remove(element)
        body.text = _MARK
        return with_break, last, writers

    # -- holes -----------------------------------------------------------------------------------

    def _holes(self, blanks: Sequence[Blank]) -> list[Writer]:
        """Put holes for blanks into the document itself."""
        document = self._document
        writers: list[Writer] = []
        gaps: dict[Place, list[Gap]] = {}
        holes = 0
        for blank in blanks:
            text = real(document.paragraphs(blank.place))
            writer = self._job.writer(blank, text)
            for at, (place, start, end) in enumerate(_ranges(blank, len(text))):
                gaps.setdefault(place, []).append(Gap(start, end, holes + at))
            holes += writer.count
            writers.append(writer)
        for place, wanted in gaps.items():
            put_holes(document.paragraphs(place), wanted, self._usual_look(place))
        return writers

    def _usual_look(self, place: Place) -> "Element | None":
        """How the words beside an empty cell look, not bold: the writing that belongs there."""
        grid = self._document.blocks[place.block]
        if place.row < 0 or not isinstance(grid, Grid):
            return None
        beside = [(place.row, c) for c in range(place.column - 1, -1, -1)]
        above = [(r, place.column) for r in range(place.row - 1, -1, -1)]
        for row, column in (*beside, *above):
            cell = grid.at(row, column)
            if cell is None or not cell.text.strip():
                continue
            for paragraph in self._document.paragraphs(Place(place.block, cell.row, cell.column)):
                look = next((child(run, "rPr") for run in paragraph if local(run) == "r"), None)
                if look is not None:
                    return _not_bold(copy.deepcopy(look))
            return None
        return None

    # -- markup ----------------------------------------------------------------------------------

    def _bare(self, element: "Element") -> str:
        """An element as it stands inside of the document: without what the root declares."""
        from lxml import etree

        text = str(etree.tostring(element, encoding="unicode", with_tail=False))
        declared = {prefix or "": uri for prefix, uri in self._root.nsmap.items()}
        end = text.index(">")
        start = _NAMESPACES.sub(lambda m: "" if declared.get(m[1]) == m[2] else m[0], text[:end])
        return start + text[end:]

    @property
    def _root(self) -> "Element":
        return self._package.look(PART)

    def _halves(self, pieces: Sequence[str]) -> tuple[str, str]:
        """The document before and behind the mark, its own holes filled in."""
        from lxml import etree

        markup = str(etree.tostring(self._root, encoding="unicode"))
        head, _, tail = Template(markup).render(pieces).partition(_MARK)
        return _DECLARATION + head, tail


def _ranges(blank: Blank, length: int) -> list[tuple[Place, int, int]]:
    """Where each piece of a blank goes."""
    if len(blank.places) > 1:
        return [(place, 0, 0) for place in blank.places]
    spot = blank.spot
    if spot.kind == "whole":
        return [(blank.place, 0, length)]
    marks = spot.marks or ((spot.start, spot.end),)
    return [(blank.place, start, end) for start, end in marks]


def _not_bold(look: "Element") -> "Element":
    for mark in [e for e in look if local(e) in _BOLD]:
        look.remove(mark)
    return look


def _clear(row: "Element", *, numbers_only: bool) -> None:
    """Take the words of an example (or a running number) out of a row."""
    for _, cell in columns_of(row):
        paragraphs = list(inside(cell, "p"))
        if numbers_only and not real(paragraphs).strip().isdigit():
            continue
        for paragraph in paragraphs:
            for piece in pieces(paragraph):
                if local(piece.element) == "t":
                    piece.element.text = ""


def _plain_row(header: "Element") -> "Element":
    """A line made of a header: its cells, emptied, not bold, not repeated on every page."""
    row = copy.deepcopy(header)
    marks = child(row, "trPr")
    if marks is not None:
        for mark in [e for e in marks if local(e) in ("tblHeader", "cnfStyle")]:
            marks.remove(mark)
    for _, cell in columns_of(row):
        look = child(cell, "tcPr")
        shade = child(look, "shd") if look is not None else None
        if shade is not None:
            look.remove(shade)
        paragraphs = list(inside(cell, "p"))
        for paragraph in paragraphs[1:]:
            paragraph.getparent().remove(paragraph)
        for paragraph in paragraphs[:1]:
            _emptied(paragraph)
    return row


def _emptied(paragraph: "Element") -> None:
    """Without its runs; the mark of the paragraph keeps how the first of them looked."""
    runs = [e for e in paragraph if local(e) == "r"]
    look = child(runs[0], "rPr") if runs else None
    for element in [e for e in paragraph if local(e) != "pPr"]:
        paragraph.remove(element)
    about = child(paragraph, "pPr")
    if look is not None and about is not None:
        mark = child(about, "rPr")
        if mark is not None:
            about.remove(mark)
        place = next((n for n, e in enumerate(about) if local(e) in ("sectPr", "pPrChange")), None)
        about.insert(len(about) if place is None else place, _not_bold(copy.deepcopy(look)))
