"""From the place cells of a row to a dwelling, each distinct combination worked out once."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ldz_desktop.domain.doors import door, door_key, room_name, unit_name
from ldz_desktop.domain.places import (
    building_key,
    building_name,
    community_key,
    compound_key,
    place_name,
)
from ldz_desktop.services.importing.cells import Fault, Raw, is_error, word
from ldz_desktop.services.importing.places import Place, building_cell, split_address
from ldz_desktop.services.importing.tables import Table

PLACE_KEYS = ("street", "community", "compound", "building", "unit", "room", "address")
_MAX_PLACE = 40


class Dwelling(NamedTuple):
    """The names of a dwelling; community and compound may be "" where only the office's own
    records can tell."""

    street: str
    community: str
    compound: str
    building: str
    unit: str
    room: str


@dataclass(frozen=True, slots=True)
class PlaceFault:
    """Why a row has no dwelling. key: the column to blame. known: the names of the dwelling as far
    as they are known."""

    key: str
    fault: Fault
    known: tuple[str, ...] = ()


class Dwellings:
    """Every dwelling of a file, numbered in order of appearance, whatever their spelling; the
    first one stands."""

    def __init__(self) -> None:
        self.names: list[Dwelling] = []
        self._numbers: dict[tuple[str, ...], int] = {}
        self._buildings: dict[tuple[str, str, str], tuple[str, str, str]] = {}
        self.lacking: set[str] = set()

    def number(self, dwelling: Dwelling) -> int:
        """The dwelling's number in this file."""
        place = (dwelling.community, dwelling.compound, dwelling.building)
        within = self._buildings.get(place)
        if within is None:
            within = self._buildings[place] = (
                community_key(place[0]), compound_key(place[1]), building_key(place[2])
            )  # fmt: skip
        key = (*within, *door_key(dwelling.unit, dwelling.room))
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self.names)
            self.names.append(dwelling)
        return known


_Said = tuple[tuple[int, str], ...]
"""What a cell says: (index in Dwelling, name) of the parts it holds."""
_STREET, _COMMUNITY, _COMPOUND, _BUILDING, _UNIT, _ROOM, _WHOLE = range(7)
"""_WHOLE: a cell as it is written."""


class _Parts(dict[Raw, "_Said | PlaceFault"]):
    """One place column: raw cell → what it says; or the fault."""

    def __init__(self, key: str, title: str) -> None:
        super().__init__()
        self.key = key
        with_unit = key == "building" and "单元" in title
        self._split = _with_unit_parts if with_unit else _SPLITTERS[key]

    def __missing__(self, cell: Raw) -> "_Said | PlaceFault":
        fault = None if type(cell) is str and cell[:1] != "#" else _place_fault(cell)
        found: _Said | PlaceFault
        if fault is not None:
            found = PlaceFault(self.key, fault)
        else:
            shown = word(cell)
            parts = () if shown is None else self._split(shown)
            found = tuple(part for part in parts if part[1])
        self[cell] = found
        return found


def _building_parts(text: str) -> _Said:
    if "单元" in text:
        return _address_parts(text)
    compound, building = building_cell(text)
    return (_COMPOUND, compound), (_BUILDING, building)


def _with_unit_parts(text: str) -> _Said:
    """Below 楼栋单元: 1-2 is the second unit of the first building."""
    found = re.fullmatch(r"(\d{1,3})[-—－/](\d{1,2})", re.sub(r"\s", "", text))
    if found is None:
        return _building_parts(text)
    return (_BUILDING, building_name(found[1])), (_UNIT, unit_name(found[2]))


def _unit_parts(text: str) -> _Said:
    """A unit may be written as 1栋1单元."""
    found = split_address(text)
    if found.building and found.unit and not found.room:
        return (_BUILDING, found.building), (_UNIT, found.unit)
    return ((_UNIT, unit_name(text)),)


_WHOLE_ROOM = re.compile(
    r"(?:第?[0-9A-Za-z]{1,3}(?:号楼|号栋|栋|幢|#|单|门)-?)+(?:\d{1,2}-)?\d{2,5}(?:-\d{1,2})?(?:室|号|房)?"
    r"|\d{1,3}-\d{1,2}-\d{3,5}(?:-\d{1,2})?(?:室|号|房)?"
)


def _room_parts(text: str) -> _Said:
    """A room may be written as 1单元101, 1栋101 or 1-1-101. (1-101: see domain.doors.door.)"""
    if "单元" in text or _WHOLE_ROOM.fullmatch(re.sub(r"\s", "", text)):
        return _address_parts(text)
    return ((_ROOM, room_name(text)),)


def _address_parts(text: str) -> _Said:
    found = split_address(text)
    return (
        (_COMMUNITY, found.community), (_COMPOUND, found.compound), (_BUILDING, found.building),
        (_UNIT, found.unit), (_ROOM, found.room),
    )  # fmt: skip


_SPLITTERS: Mapping[str, Callable[[str], _Said]] = {
    "street": lambda text: ((_STREET, text),),
    "community": lambda text: ((_COMMUNITY, place_name(text)),),
    "compound": lambda text: ((_COMPOUND, place_name(text)),),
    "building": _building_parts,
    "unit": _unit_parts,
    "room": _room_parts,
    "address": _address_parts,
}


def told_by(cells: Mapping[str, str]) -> dict[int, str]:
    """Index in Dwelling → name, as place cells (key → text) say them; the first key counts."""
    found: dict[int, str] = {}
    for key in reversed(PLACE_KEYS):
        shown = word(cells.get(key, ""))
        if shown is not None:
            found.update(part for part in _SPLITTERS[key](shown) if part[1])
    return found


# Places that the program asks for where the file says them nowhere; where it says them in other
# rows, a row without one goes back.
_ASKED_FOR = ("building", "compound")


class DwellingCells(dict[tuple[Raw, ...], "int | PlaceFault"]):
    """Raw place cells (those of `keys`, in that order) → the dwelling's number, or the fault."""

    def __init__(
        self,
        dwellings: Dwellings,
        default: Place,
        keys: Sequence[str],
        table: Table,
        *,
        rooms: bool = True,
    ) -> None:
        """table: whose cells they are; rooms: False where a building is enough."""
        super().__init__()
        self._rooms = rooms
        self._dwellings = dwellings
        self._default = (
            default.street, default.community, default.compound, default.building, default.unit, "",
        )  # fmt: skip
        self._keys = frozenset(keys)
        self._said = frozenset(key for key in _ASKED_FOR if table.says(key))
        self._parts = [_Parts(key, table.layout.title(key, "")) for key in reversed(keys)]
        self._numbered_by_building = _rooms_tell_building(table, default.building)
        self.faulty = False  # whether any row had no dwelling

    def __missing__(self, cells: tuple[Raw, ...]) -> "int | PlaceFault":
        found = self[cells] = self._find(cells)
        if type(found) is PlaceFault:
            self.faulty = True
        return found

    def _find(self, cells: tuple[Raw, ...]) -> "int | PlaceFault":
        """Every column says what it says, the first word counts; the default fills the rest."""
        parts = list(self._default)
        of_room: _Said = ()
        spoiled: PlaceFault | None = None
        for column, cell in zip(self._parts, reversed(cells), strict=True):
            said = column[cell]
            if isinstance(said, PlaceFault):
                spoiled = said
                continue
            for index, name in said:
                parts[index] = name
            if column.key == "room" and len(said) > 1:
                of_room = (*said, (_WHOLE, word(cell) or ""))
        dwelling = self._usual(Dwelling(*parts), dict(of_room))
        fault = spoiled or self._fault(dwelling)
        if fault is not None:
            return replace(fault, known=tuple(dwelling))
        return self._dwellings.number(dwelling)

    def _usual(self, told: Dwelling, of_room: Mapping[int, str]) -> Dwelling:
        """A room that names another building or unit than its row is no room of the row's own:
        it stays as it is written. of_room: what the room's cell says besides the room."""
        unit, room = told.unit, told.room
        other_building = _BUILDING in of_room and (
            building_key(of_room[_BUILDING]) != building_key(told.building)
        )
        if other_building or of_room.get(_UNIT, unit) != unit:
            room = room_name(of_room[_WHOLE])
        elif not unit and self._numbered_by_building:
            number = building_key(told.building)
            room = room.removeprefix(f"{number}-") if number else room
        else:
            unit, room = door(unit, room)
        building = _within_compound(told.building, told.compound)
        return told._replace(building=building, unit=unit, room=room)

    def _fault(self, dwelling: Dwelling) -> PlaceFault | None:
        if self._rooms and not dwelling.room:
            by_address = "address" in self._keys and "room" not in self._keys
            return PlaceFault("address" if by_address else "room", required("房号"))
        if not dwelling.building:
            if "building" not in self._said:
                self._dwellings.lacking.add("楼栋")
            return PlaceFault("building", required("楼栋"))
        if not dwelling.compound and "compound" in self._said:
            return PlaceFault("compound", required("小区"))
        if max(map(len, dwelling)) > _MAX_PLACE:
            return PlaceFault("room", Fault("refused", "too_long", "地址过长，请核对。"))
        return None


def _within_compound(building: str, compound: str) -> str:
    """综合楼 of 福锦苑综合楼 in 福锦苑."""
    bare = compound.removesuffix("小区")
    for before in (bare + "小区", bare):
        if bare and building.startswith(before) and building != before:
            return building_name(building.removeprefix(before))
    return building


_PREFIXED = re.compile(r"(\d{1,2})-\d{3,5}(?:-\d{1,2})?(?:室|号)?")


def _rooms_tell_building(table: Table, default: str) -> bool:
    """Whether rooms like 3-101 begin with the number of their building, in every row of a table
    without units. Of a building 1 alone, 1-101 is taken for its unit."""
    if table.says("unit"):
        return False
    rooms = table.column("room") or ()
    buildings = table.column("building")
    pairs: set[tuple[str, str]] = set()
    for row in range(table.layout.data_row, len(rooms)):
        found = _PREFIXED.fullmatch(word(rooms[row]) or "")
        if found is not None:
            told = word(buildings[row]) if buildings is not None else None
            pairs.add((found[1].lstrip("0"), building_key(told or default)))
    return bool(pairs) and pairs != {("1", "1")} and all(unit == own for unit, own in pairs)


def required(what: str) -> Fault:
    """The fault of a row that lacks what every row must have."""
    return Fault("refused", "required", f"缺少{what}，这一行没有导入。")


def _place_fault(cell: Raw) -> Fault | None:
    if isinstance(cell, bytes):
        return Fault(
            "refused",
            "place_as_date",
            "地址被表格软件变成了日期（如 1-2 变成 1月2日），请设为文本后重新填写。",
            cell.decode("ascii"),
        )
    if is_error(cell):
        return Fault("refused", "formula_error", "单元格是公式错误，请改成文字。", str(cell))
    return None
