"""A form as people see it: grids of cells and lines of text, the same for xlsx and docx."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

UNDERLINED = "_"
"""Stands in a text for every underlined blank, so that one can tell a blank to fill in."""


@dataclass(slots=True)
class Cell:
    """A cell with what it spans, from 0. text: as read; formula: nothing may be written there.

    edged: has a border (or lies in a table that has them). shape: how the cell shows dates, as the
    spreadsheet's number format. size: of the type, for the preview only.
    """

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    text: str = ""
    formula: bool = False
    edged: bool = False
    shape: str = ""
    bold: bool = False
    size: float = 11.0

    @property
    def blank(self) -> bool:
        return not self.formula and not self.text.strip(" \u2002\u2003\u3000\xa0\n\t" + UNDERLINED)

    @property
    def below(self) -> int:
        """The first row under it."""
        return self.row + self.rows

    @property
    def after(self) -> int:
        """The first column right of it."""
        return self.column + self.columns


@dataclass(slots=True)
class Grid:
    """A sheet or a table of a document. places: every position → the cell that covers it."""

    name: str
    places: dict[tuple[int, int], Cell] = field(default_factory=dict)
    height: int = 0
    width: int = 0
    widths: list[float] = field(default_factory=list)  # of columns, relative

    def at(self, row: int, column: int) -> Cell | None:
        return self.places.get((row, column))

    def put(self, cell: Cell) -> None:
        """Place a cell over everything it spans."""
        for row in range(cell.row, cell.below):
            for column in range(cell.column, cell.after):
                self.places[row, column] = cell
        self.height = max(self.height, cell.below)
        self.width = max(self.width, cell.after)

    def row(self, row: int) -> list[Cell]:
        """The cells that begin in a row, from left to right."""
        found = (self.places.get((row, column)) for column in range(self.width))
        return [
            cell for n, cell in enumerate(found) if cell and cell.row == row and cell.column == n
        ]

    def cells(self) -> Iterator[Cell]:
        """Every cell once, as people read."""
        for row in range(self.height):
            yield from self.row(row)

    def text(self, row: int, column: int) -> str:
        cell = self.places.get((row, column))
        return "" if cell is None else cell.text


@dataclass(slots=True)
class Line:
    """A paragraph outside of tables."""

    text: str
    middle: bool = False
    size: float = 11.0


Block: TypeAlias = Grid | Line
