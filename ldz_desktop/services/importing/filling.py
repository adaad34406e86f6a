"""Blanks that stand for the cell above: merged cells, also where they were lost (csv, ods).

A blank room that no merged cell covers is only filled where the table as a whole leaves rooms blank
below the first member of a household; in a flat list a blank room is a missing room.
"""

from collections.abc import Sequence

from ldz_desktop.domain.codes import RELATION
from ldz_desktop.domain.households import HEAD, SELF
from ldz_desktop.services.importing.cells import Raw, text, word, yes_no
from ldz_desktop.services.importing.tables import DATA, Table, row_kind

_LOOKED_AT = 4000
_PLACES = ("street", "community", "compound", "building", "unit")
_HOUSEHOLD = (*_PLACES, "room", "address", "tenure")


def fill_blanks(table: Table) -> None:
    """Fill the blanks of a household table in place, where the table is of that style."""
    room = table.layout.column("room")
    if room is None:
        room = table.layout.column("address")
    name = table.layout.column("name")
    if room is None or name is None or table.is_refused_rows():
        table.fill_merged()
        return
    heads = _Heads(table)
    by_household = _leaves_rooms_blank(table, room, name, heads)
    table.fill_merged()
    if by_household:
        _fill_households(table, room, name, heads)
    fill_places(table, (room,), always=by_household)


class _Heads:
    """Whether a row begins a household."""

    def __init__(self, table: Table) -> None:
        relation = table.layout.column("relation")
        marks = table.layout.column("is_head")
        self._cells = None if relation is None else table.sheet.columns[relation]
        self._marks = None if marks is None else table.sheet.columns[marks]
        self._known: dict[Raw, bool | None] = {}

    def begins(self, row: int) -> bool | None:
        """None where the table does not say."""
        if self._marks is not None and yes_no(self._marks[row]) is not None:
            return yes_no(self._marks[row])
        if self._cells is None:
            return None
        cell = self._cells[row]
        if cell not in self._known:
            relation = word(cell)
            self._known[cell] = (
                None if relation is None else RELATION.code(relation) in (HEAD, SELF)
            )
        return self._known[cell]


def _blank(cell: Raw) -> bool:
    return cell == "" or text(cell) == ""


def _leaves_rooms_blank(table: Table, room: int, name: int, heads: _Heads) -> bool:
    """Whether most members who are not heads stand without a room cell of their own.

    Where nothing says who is a head, every row may begin a household: then a third of the rows must
    stand without any place at all.
    """
    first = table.layout.data_row
    rooms, names = table.sheet.columns[room], table.sheet.columns[name]
    if _is_full(rooms, first):
        return False
    told = table.layout.column("relation") is not None
    places = [i for key in _PLACES if (i := table.layout.column(key)) is not None and not told]
    members = blanks = 0
    for row in range(first, min(table.sheet.height, first + _LOOKED_AT)):
        if _blank(names[row]) or heads.begins(row) or row in table.signatures:
            continue
        members += 1
        blanks += _blank(rooms[row]) and all(_blank(table.sheet.columns[i][row]) for i in places)
    return blanks * (2 if told else 3) > members


def _fill_households(table: Table, room: int, name: int, heads: _Heads) -> None:
    columns = _writable(table, _HOUSEHOLD)
    rooms, names = columns[room], table.sheet.columns[name]
    last: int | None = None
    for row in range(table.layout.data_row, table.sheet.height):
        if row in table.signatures:
            continue
        if not _blank(rooms[row]):
            last = row
        elif _blank(names[row]) and row_kind(table, row) is not DATA:
            continue
        elif heads.begins(row):
            last = None
        elif last is not None:
            for cells in columns.values():
                if _blank(cells[row]):
                    cells[row] = cells[last]


def fill_places(table: Table, anchors: Sequence[int], *, always: bool = False) -> None:
    """Carry communities, compounds, buildings and units down where most rows leave them blank.

    anchors: columns of which every row of data fills one (a row that only names its place counts
    too: the rows below it lie there). always: the table leaves blank whatever is as above, also
    where most rows are filled.
    """
    first = table.layout.data_row
    places = [i for key in _PLACES if (i := table.layout.column(key)) is not None]
    if table.is_refused_rows():
        return
    if all(_is_full(table.sheet.columns[i], first) for i in places):
        return
    columns = _writable(table, _PLACES)
    rows = _data_rows(table, anchors, [*columns.values()])
    sparse = {i: cells for i, cells in columns.items() if always or _is_sparse(cells, rows)}
    changed = dict.fromkeys(columns, "")
    for row in rows:
        renewed = False
        for index, cells in columns.items():
            if not _blank(cells[row]):
                renewed = renewed or text(cells[row]) != changed[index]
                changed[index] = text(cells[row])
            elif index in sparse:
                if renewed:
                    changed[index] = ""
                cells[row] = changed[index]


def _data_rows(table: Table, anchors: Sequence[int], places: list[list[Raw]]) -> list[int]:
    """Where there is one anchor, a row that fills it is data; any other row is looked at."""
    columns = [table.sheet.columns[index] for index in anchors]
    sure = len(columns) == 1
    rows = []
    for row in range(table.layout.data_row, table.sheet.height):
        if row in table.signatures:
            continue
        anchored = any(not _blank(cells[row]) for cells in columns)
        told = anchored or any(not _blank(cells[row]) for cells in places)
        if (anchored and sure) or (told and row_kind(table, row) is DATA):
            rows.append(row)
    return rows


def _is_full(cells: Sequence[Raw], first: int) -> bool:
    """Whether no cell from that row on is empty (a look that costs nothing)."""
    return "" not in cells[first:]


def _is_sparse(cells: Sequence[Raw], rows: list[int]) -> bool:
    blanks = sum(_blank(cells[row]) for row in rows)
    return bool(rows) and not _blank(cells[rows[0]]) and blanks * 2 >= len(rows)


def _writable(table: Table, keys: tuple[str, ...]) -> dict[int, list[Raw]]:
    """The columns of those meanings, largest place first, as lists that stand in the sheet."""
    found: dict[int, list[Raw]] = {}
    for key in keys:
        index = table.layout.column(key)
        if index is not None:
            found[index] = table.sheet.columns[index] = list(table.sheet.columns[index])
    return found
