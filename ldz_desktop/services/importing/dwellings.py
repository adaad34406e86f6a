"""From the place cells of a row to a dwelling, each distinct combination worked out once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ldz_desktop.domain.places import community_name, compound_name, room_name, unit_name
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
    """Why a row has no dwelling. key: the column to blame."""

    key: str
    fault: Fault


class Dwellings:
    """Every dwelling of a file, numbered in order of appearance."""

    def __init__(self) -> None:
        self.names: list[Dwelling] = []
        self._numbers: dict[Dwelling, int] = {}
        self.lacking: set[str] = set()

    def number(self, dwelling: Dwelling) -> int:
        """The dwelling's number in this file."""
        known = self._numbers.get(dwelling)
        if known is None:
            known = self._numbers[dwelling] = len(self.names)
            self.names.append(dwelling)
        return known


_Said = tuple[tuple[int, str], ...]
"""What a cell says: (index in Dwelling, name) of the parts it holds."""
_STREET, _COMMUNITY, _COMPOUND, _BUILDING, _UNIT, _ROOM = range(6)


class _Parts(dict[Raw, "_Said | PlaceFault"]):
    """One place column: raw cell → what it says; or the fault."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self._split = _SPLITTERS[key]

    def __missing__(self, cell: Raw) -> "_Said | PlaceFault":
        fault = None if type(cell) is str and cell[:1] != "#" else _place_fault(cell)
        found: _Said | PlaceFault
        if fault is not None:
            found = PlaceFault(self._key, fault)
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


def _room_parts(text: str) -> _Said:
    """A room may be written as 1单元101."""
    return _address_parts(text) if "单元" in text else ((_ROOM, room_name(text)),)


def _address_parts(text: str) -> _Said:
    found = split_address(text)
    return (
        (_COMMUNITY, found.community), (_COMPOUND, found.compound), (_BUILDING, found.building),
        (_UNIT, found.unit), (_ROOM, found.room),
    )  # fmt: skip


_SPLITTERS: Mapping[str, Callable[[str], _Said]] = {
    "street": lambda text: ((_STREET, text),),
    "community": lambda text: ((_COMMUNITY, community_name(text)),),
    "compound": lambda text: ((_COMPOUND, compound_name(text)),),
    "building": _building_parts,
    "unit": lambda text: ((_UNIT, unit_name(text)),),
    "room": _room_parts,
    "address": _address_parts,
}


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
        self._parts = [_Parts(key) for key in reversed(keys)]
        self.faulty = False  # whether any row had no dwelling

    def __missing__(self, cells: tuple[Raw, ...]) -> "int | PlaceFault":
        found = self[cells] = self._find(cells)
        if type(found) is PlaceFault:
            self.faulty = True
        return found

    def _find(self, cells: tuple[Raw, ...]) -> "int | PlaceFault":
        """Every column says what it says, the first word counts; the default fills the rest."""
        parts = list(self._default)
        for column, cell in zip(self._parts, reversed(cells), strict=True):
            said = column[cell]
            if isinstance(said, PlaceFault):
                return said
            for index, name in said:
                parts[index] = name
        dwelling = Dwelling(*parts)
        fault = self._fault(dwelling)
        return self._dwellings.number(dwelling) if fault is None else fault

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
