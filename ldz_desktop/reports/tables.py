"""Tables on paper: columns as wide as their content, the head on every page, no lone row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ldz_desktop.reports.fonts import printable
from ldz_desktop.reports.layout import Flow, baseline
from ldz_desktop.reports.linebreak import Setting, set_text
from ldz_desktop.reports.paper import BLACK, GREY, PALE, Align, Document, Pen, Style

_PADDING = 5.0  # points on either side of a cell
_HEAVY = Pen(0.9)
_LIGHT = Pen(0.6)
_HAIR = Pen(0.3, (0.55, 0.55, 0.55))
_LEADING = 1.3  # em from line to line inside a cell
_LEAST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Column:
    """figures: numbers under one another, with figures of equal width. wrap: may be broken over
    several lines where the table is too wide. quiet: grey, for what backs the other columns."""

    title: str
    align: Align = "left"
    figures: bool = False
    wrap: bool = False
    quiet: bool = False


class Row(NamedTuple):
    """The cells of one line; heading: one text over the whole width, kept with the next row."""

    cells: tuple[str, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """sizes: type sizes to try, largest first; pitch: height of a row of one line, in points."""

    sizes: tuple[float, ...] = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
    pitch: float = 24.0


class Table:
    """A table measured for a width; draw() puts it into a flow."""

    def __init__(
        self,
        document: Document,
        columns: Sequence[Column],
        rows: Sequence[Row],
        measure: float,
        look: Look | None = None,
    ) -> None:
        self.document = document
        self.columns = columns
        self.measure = measure
        self.look = look or Look()
        self.rows = [Row(tuple(map(printable, r.cells)), r.heading) for r in rows]
        natural = [self._natural(i) for i in range(len(columns))]
        padding = 2 * _PADDING * len(columns)
        room = measure - padding
        fitting = [s for s in self.look.sizes if sum(natural) * s <= room]
        self.size = fitting[0] if fitting else self.look.sizes[-1]
        self.style = Style("body", self.size)
        self.wraps = {i for i, c in enumerate(columns) if c.wrap}
        self.content = self._content([n * self.size for n in natural], room)
        self.widths = self._widths()
        self.lines = [self._broken(row) for row in self.rows]
        self.heights = [self._height(lines) for lines in self.lines]

    def _natural(self, at: int) -> float:
        """The widest content of a column, in em."""
        column = self.columns[at]
        chain = self.document.fonts.chain("body")
        width = chain.figure_width if column.figures else chain.text_width
        head = self.document.fonts.chain("heading").text_width(column.title)
        cells = {row.cells[at] for row in self.rows if not row.heading}
        return max([head, *map(width, cells)])

    def _content(self, wanted: list[float], room: float) -> list[float]:
        """Content widths: as wanted where there is room, else the columns that wrap give way, and
        where that is not enough, all of them."""
        if sum(wanted) <= room:
            return wanted
        content = self._narrowed(wanted, room, self.wraps)
        if sum(content) > room + 0.01:
            self.wraps = set(range(len(wanted)))
            content = self._narrowed(wanted, room, self.wraps)
        return content

    def _narrowed(self, wanted: list[float], room: float, wraps: set[int]) -> list[float]:
        """The widest columns give way first, down to one common width, but not below a head."""
        content = list(wanted)
        least = {i: min(wanted[i], max(3 * self.size, self._head_width(i))) for i in wraps}
        low, high = 0.0, max(wanted)
        for _ in range(40):
            limit = (low + high) / 2
            for i in wraps:
                content[i] = max(least[i], min(wanted[i], limit))
            low, high = (limit, high) if sum(content) <= room else (low, limit)
        for i in wraps:
            content[i] = max(least[i], min(wanted[i], low))
        return content

    def _head_width(self, at: int) -> float:
        return self.document.text_width(self.columns[at].title, Style("heading", self.size))

    def _widths(self) -> list[float]:
        """Column widths with their share of what is left over."""
        left = self.measure - sum(self.content) - 2 * _PADDING * len(self.columns)
        each = 2 * _PADDING + left / len(self.columns)
        return [c + each for c in self.content]

    def _broken(self, row: Row) -> tuple[tuple[str, ...], ...]:
        if row.heading:
            return ((row.cells[0],),)
        return tuple(
            self._cell_lines(text, i) if i in self.wraps else (text,)
            for i, text in enumerate(row.cells)
        )

    def _cell_lines(self, text: str, at: int) -> tuple[str, ...]:
        limit = self.content[at] + 0.01
        if self.document.text_width(text, self.style) <= limit:
            return (text,)
        width, measure = self.document.fonts.chain("body").width, limit
        while True:  # a line that was squeezed to fit is drawn as wide as its characters are
            setting = Setting(width, self.size, measure, justify=False)
            lines = tuple(line.text for line in set_text(text, setting))
            over = max(self.document.text_width(line, self.style) for line in lines) - limit
            if over <= 0 or measure <= 2 * self.size:
                return lines
            measure -= max(over, self.size / 4)

    def _height(self, lines: tuple[tuple[str, ...], ...]) -> float:
        most = max(map(len, lines))
        return self.look.pitch + (most - 1) * _LEADING * self.size

    def draw(self, flow: Flow) -> None:
        """The table from where the flow stands, over as many pages as it takes."""
        head = self.look.pitch
        pages = paginate(
            [(h, r.heading) for h, r in zip(self.heights, self.rows, strict=True)],
            flow.room - head,
            flow.frame.end - flow.frame.top - head,
        )
        for number, rows in enumerate(pages):
            if number:
                flow.turn()
            if rows or not self.rows:
                self._draw_part(flow, rows)

    def _draw_part(self, flow: Flow, rows: range) -> None:
        left = flow.frame.left
        right = left + self.measure
        rule = self.document.rule
        self._draw_head(flow, left)
        for i in rows:
            self._draw_row(i, flow.y, left)
            flow.y += self.heights[i]
            rule(left, flow.y, right, flow.y, _HEAVY if i == rows[-1] else _HAIR)

    def _draw_head(self, flow: Flow, left: float) -> None:
        document, pitch = self.document, self.look.pitch
        right = left + self.measure
        document.box((left, flow.y), (self.measure, pitch), PALE)
        document.rule(left, flow.y, right, flow.y, _HEAVY)
        y = baseline(flow.y, pitch, self.size)
        style = Style("heading", self.size)
        x = left
        for i, column in enumerate(self.columns):
            document.text(self._anchor(x, i), y, column.title, style, column.align)
            x += self.widths[i]
        flow.y += pitch
        document.rule(left, flow.y, right, flow.y, _LIGHT)

    def _draw_row(self, at: int, top: float, left: float) -> None:
        document, lines = self.document, self.lines[at]
        if self.rows[at].heading:
            y = baseline(top, self.look.pitch, self.size)
            document.text(left + _PADDING, y, lines[0][0], replace(self.style, role="kai"))
            return
        x = left
        for i, column in enumerate(self.columns):
            style = replace(
                self.style, figures=column.figures, color=GREY if column.quiet else BLACK
            )
            free = self.heights[at] - (len(lines[i]) - 1) * _LEADING * self.size
            y = baseline(top, free, self.size)
            for text in lines[i]:
                document.text(self._anchor(x, i), y, text, style, column.align)
                y += _LEADING * self.size
            x += self.widths[i]

    def _anchor(self, x: float, at: int) -> float:
        """Where a cell's text is aligned: the content stands in the middle of its column."""
        column, width, content = self.columns[at], self.widths[at], self.content[at]
        if column.align == "center":
            return x + width / 2
        aside = (width - content) / 2
        return x + aside if column.align == "left" else x + width - aside


def paginate(rows: Sequence[tuple[float, bool]], first_room: float, room: float) -> list[range]:
    """Which rows stand on which page. rows: height, and whether it is a heading.

    The first range is empty where not even two rows fit there. No page begins or ends the table
    with a lone row, and a heading is never the last on its page.
    """
    pages: list[range] = []
    start, left = 0, first_room
    while start < len(rows):
        end = start
        used = 0.0
        while end < len(rows) and used + rows[end][0] <= left + 0.01:
            used += rows[end][0]
            end += 1
        end = _good_end(rows, start, end, fresh=bool(pages) or first_room >= room)
        pages.append(range(start, end))
        start, left = end, room
    return pages or [range(0)]


def _good_end(rows: Sequence[tuple[float, bool]], start: int, end: int, *, fresh: bool) -> int:
    """fresh: the page is a whole one, so that something has to stand on it."""
    total = len(rows)
    if end == total and end - start >= min(_LEAST_ROWS, total):
        return end
    if total - end == 1:
        end = end - 1 if end - start > _LEAST_ROWS or fresh else start
    while end > start and rows[end - 1][1]:
        end -= 1
    if end - start < _LEAST_ROWS and not fresh:
        return start
    return max(end, start + 1) if fresh else end
