"""The building picture on paper: A4 or A3 across, one building, legend and counts above it.

Colours are washes with letters beside the names (租 群 借 核 访), so that it reads the same from a
printer without colours. A building that is too wide or too high for a sheet goes on to the next.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from ldz_desktop.domain.floors import room_place
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.paper import (
    A4,
    BLACK,
    GREY,
    MM,
    About,
    Color,
    Document,
    Paper,
    Pen,
    Style,
)
from ldz_desktop.reports.paragraphs import across
from ldz_desktop.services.pictures import (
    DUE,
    OWNED,
    UNCHECKED,
    UNKNOWN,
    VACANT,
    Floor,
    Picture,
    Room,
    Unit,
)

Sheet = Literal["A4", "A3"]
_SIZES: dict[Sheet, tuple[float, float]] = {
    "A4": (A4[1], A4[0]),
    "A3": (420 * MM, 297 * MM),
}
_MARGIN = 12 * MM
_HEAD = 21 * MM
_FOOT = 7 * MM
_LABEL = 13 * MM
_HEADS = 9 * MM
_GAP, _UNIT_GAP = 1.5, 7.0
_NARROWEST, _WIDEST = 25.0, 118.0
_LOWEST, _HIGHEST = 10.2, 30.0
_OTHER_WIDTH = 46.0

_TITLE = Style("title", 18.0)
_NOTE = Style("sans", 9.0, GREY)
_LEGEND = Style("sans", 9.0)
_UNIT = Style("sans", 9.5)
_DOOR = Style("sans", 7.0, GREY)
_EDGE = Pen(0.4, (0.62, 0.62, 0.62))
_FAINT: Color = (0.5, 0.5, 0.5)

_GROUNDS: dict[str, Color] = {
    OWNED: (0.918, 0.961, 0.937),
    "租赁": (0.878, 0.918, 0.976),
    "群租": (0.78, 0.855, 0.953),
    "借住": (0.933, 0.937, 0.949),
    VACANT: (1.0, 1.0, 1.0),
    UNKNOWN: (0.933, 0.937, 0.949),
    DUE: (0.992, 0.941, 0.855),
    UNCHECKED: (0.984, 0.882, 0.886),
}
_LETTERS = {"租赁": "租", "群租": "群", "借住": "借", UNKNOWN: "未", DUE: "访", UNCHECKED: "核"}
DEFINITION = "户数：在册的户档。人数：在册未迁出、未去世的成员。待核：一年内没有核对过。"


class _Spot(NamedTuple):
    room: Room
    x: float
    named: bool


@dataclass(frozen=True)
class _Grid:
    """What goes on one sheet: some units, some floors, some of the rest."""

    units: tuple[tuple[int, Unit], ...]
    floors: tuple[Floor, ...]
    others: tuple[Room, ...]


@dataclass(frozen=True)
class _Scale:
    cell: float
    row: float
    name: float  # size of the names


def render(
    picture: Picture,
    *,
    sheet: Sheet = "A4",
    unit: str = "",
    today: date,
    fonts: FontSet | None = None,
) -> Paper:
    """unit: the office, in the foot. Raises nothing for an empty building: it says so."""
    title = f"{picture.building.compound}{picture.building.name}楼栋图"
    document = Document(fonts or machine_fonts(), About(title, unit, today), _SIZES[sheet])
    grids = tuple(_grids(picture, document))
    for number, grid in enumerate(grids):
        if number:
            document.new_page()
        _head(document, picture, title)
        _draw(document, grid, _scale(document, grid))
    if not picture.households:
        document.text(document.width / 2, document.height / 2, "这栋楼还没有户档", _UNIT, "center")
    _feet(document, unit, today)
    return document.finish()


# -- which part on which sheet ---------------------------------------------------------------------


def _room_across(document: Document) -> float:
    return document.width - 2 * _MARGIN - _LABEL


def _room_down(document: Document) -> float:
    return document.height - 2 * _MARGIN - _HEAD - _HEADS - _FOOT


def _grids(picture: Picture, document: Document) -> Iterator[_Grid]:
    """Units that fit side by side, floors that fit below each other, the rest after the last."""
    rows = int(_room_down(document) // (_LOWEST + _GAP))
    floors = picture.floors
    stacks = [floors[i : i + rows] for i in range(0, len(floors), rows)] or [()]
    across = list(_units_across(picture.units, _room_across(document))) or [()]
    others = picture.others
    per_row = int(_room_across(document) // (_OTHER_WIDTH + _GAP))
    for units in across:
        for stack in stacks:
            last = units is across[-1] and stack is stacks[-1]
            left = max(0, rows - len(stack) - 1) * per_row if last else 0
            yield _Grid(units, stack, others[:left] if last else ())
            if last:
                others = others[left:]
    full = rows * per_row
    for start in range(0, len(others), full):
        yield _Grid((), (), others[start : start + full])


def _units_across(units: Sequence[Unit], room: float) -> Iterator[tuple[tuple[int, Unit], ...]]:
    line: list[tuple[int, Unit]] = []
    used = 0.0
    for number, unit in enumerate(units):
        for part in _parts(unit, room):
            width = len(part.doors) * (_NARROWEST + _GAP) + _UNIT_GAP
            if line and used + width > room + _UNIT_GAP:
                yield tuple(line)
                line, used = [], 0.0
            line.append((number, part))
            used += width
    if line:
        yield tuple(line)


def _parts(unit: Unit, room: float) -> Iterator[Unit]:
    """A unit that is wider than a sheet in pieces."""
    most = max(1, int(room // (_NARROWEST + _GAP)))
    for start in range(0, len(unit.doors), most):
        yield Unit(unit.name, unit.doors[start : start + most])


def _scale(document: Document, grid: _Grid) -> _Scale:
    doors = sum(len(unit.doors) for _, unit in grid.units)
    across = _room_across(document) - _UNIT_GAP * max(0, len(grid.units) - 1)
    cell = min(_WIDEST, across / doors - _GAP) if doors else _OTHER_WIDTH
    per_row = max(1, int(_room_across(document) // (max(cell, _OTHER_WIDTH) + _GAP)))
    rows = len(grid.floors) + -(-len(grid.others) // per_row) + (0.5 if grid.others else 0)
    row = min(_HIGHEST, max(_LOWEST, _room_down(document) / max(rows, 1) - _GAP))
    return _Scale(cell, row, min(11.0, row * 0.62, cell * 0.36))


# -- drawing ---------------------------------------------------------------------------------------


def _head(document: Document, picture: Picture, title: str) -> None:
    """Title, counts and definition at the left; the legend below."""
    y = _MARGIN + 6 * MM
    document.text(_MARGIN, y, title, _TITLE)
    place = f"{picture.building.street}{picture.building.community}"
    counts = f"{place}　{picture.households:,} 户　{picture.residents:,} 人"
    document.text(document.width - _MARGIN, y, counts, _LEGEND, "right")
    x, y = _MARGIN, _MARGIN + 14 * MM
    for state, count in picture.counts.items():
        document.box((x, y - 8), (14, 10), _GROUNDS[state], _EDGE)
        letter = _LETTERS.get(state, "")
        document.text(x + 7, y - 0.6, letter, Style("sans", 7.0, GREY), "center")
        text = f"{state} {count}"
        document.text(x + 17, y, text, _LEGEND)
        x += 17 + document.text_width(text, _LEGEND) + 11
    if x + document.text_width(DEFINITION, _NOTE) < document.width - _MARGIN:
        document.text(document.width - _MARGIN, y, DEFINITION, _NOTE, "right")
    else:
        document.text(_MARGIN, y + 4.4 * MM, DEFINITION, _NOTE)


def _draw(document: Document, grid: _Grid, scale: _Scale) -> None:
    top = _MARGIN + _HEAD
    columns: dict[tuple[int, str], float] = {}
    x = _MARGIN + _LABEL
    for place, (number, unit) in enumerate(grid.units):
        x += _UNIT_GAP if place else 0
        width = len(unit.doors) * (scale.cell + _GAP) - _GAP
        document.text(x + width / 2, top + 3.4 * MM, unit.name, _UNIT, "center")
        for door in unit.doors:
            columns[number, door] = x
            shown = _fitting(document, door, _DOOR, scale.cell)
            document.text(x + scale.cell / 2, top + 7 * MM, shown, _DOOR, "center")
            x += scale.cell + _GAP
    y = top + _HEADS
    for floor in grid.floors:
        _label(document, floor.title, y, scale)
        for number, unit in grid.units:
            for spot in _spots(floor, number, unit, columns):
                _room(document, spot, y, scale)
        y += scale.row + _GAP
    if grid.others:
        _others(document, grid, y + (scale.row / 2 if grid.floors else 0), scale)


def _spots(
    floor: Floor, number: int, unit: Unit, columns: dict[tuple[int, str], float]
) -> Iterator[_Spot]:
    for door in unit.doors:
        room = floor.at(number, door)
        if room is not None:
            yield _Spot(room, columns[number, door], room_place(room.room).door != door)


def _others(document: Document, grid: _Grid, y: float, scale: _Scale) -> None:
    wide = _Scale(max(scale.cell, _OTHER_WIDTH), scale.row, scale.name)
    per_row = max(1, int(_room_across(document) // (wide.cell + _GAP)))
    for start in range(0, len(grid.others), per_row):
        _label(document, "" if start else "其他", y, wide)
        for number, room in enumerate(grid.others[start : start + per_row]):
            x = _MARGIN + _LABEL + number * (wide.cell + _GAP)
            _room(document, _Spot(room, x, named=True), y, wide)
        y += wide.row + _GAP


def _label(document: Document, text: str, y: float, scale: _Scale) -> None:
    size = min(9.5, scale.row * 0.7)
    style = Style("sans", size)
    document.text(_MARGIN + _LABEL - 4, y + scale.row / 2 + 0.36 * size, text, style, "right")


def _room(document: Document, spot: _Spot, y: float, scale: _Scale) -> None:
    room = spot.room
    document.box((spot.x, y), (scale.cell, scale.row), _GROUNDS[room.state], _EDGE)
    vacant = room.tenure == VACANT
    marks = "".join(_LETTERS[s] for s in room.states if s in _LETTERS)
    small = Style("sans", min(5.5, scale.row * 0.34), GREY)
    if marks:
        right = spot.x + scale.cell - 1.2
        document.text(right, y + small.size + 0.3, marks, small, "right")
    if spot.named:
        room_left = scale.cell - 3 - document.text_width(marks, small)
        shown = _fitting(document, room.room, small, room_left)
        document.text(spot.x + 1.2, y + small.size + 0.3, shown, small)
    style = Style("sans", scale.name, _FAINT if vacant else BLACK)
    words = VACANT if vacant else room.head or "无户主"
    shown = _fitting(document, words, style, scale.cell - 2)
    low = 0.62 if marks or spot.named else 0.5
    line = y + scale.row * low + 0.36 * style.size
    document.text(spot.x + scale.cell / 2, min(line, y + scale.row - 1.6), shown, style, "center")


def _fitting(document: Document, text: str, style: Style, room: float) -> str:
    """Shortened with … where there is no room."""
    if document.text_width(text, style) <= room:
        return text
    while text and document.text_width(text + "…", style) > room:
        text = text[:-1]
    return text + "…"


def _feet(document: Document, unit: str, today: date) -> None:
    y = document.height - _MARGIN
    total = len(document.pages)
    for number, page in enumerate(document.pages, start=1):
        document.page = page
        texts = (unit, f"第 {number} 页，共 {total} 页", date_text(today))
        across(document, (_MARGIN, document.width - _MARGIN), y, texts, _NOTE)
