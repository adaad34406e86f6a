"""From the place cells of a row to a dwelling, each distinct combination worked out once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ldz_desktop.domain.places import community_name, compound_name, room_name, unit_name
from ldz_desktop.services.importing.cells import Fault, Raw, is_error, word
from ldz_desktop.services.importing.places import Address, Place, building_cell, split_address

PLACE_KEYS = ("street", "community", "compound", "building", "unit", "room", "address")
_NO_ADDRESS = Address()
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


class DwellingCells(dict[tuple[Raw, ...], "int | PlaceFault"]):
    """Raw place cells (those of `keys`, in that order) → the dwelling's number, or the fault."""

    def __init__(
        self, dwellings: Dwellings, default: Place, keys: Sequence[str], *, rooms: bool = True
    ) -> None:
        """rooms: False where a building is enough."""
        super().__init__()
        self._rooms = rooms
        self._dwellings = dwellings
        self._default = default
        self._keys = keys
        self._names: dict[tuple[str, Raw], str] = {}

    def __missing__(self, cells: tuple[Raw, ...]) -> "int | PlaceFault":
        found = self._find(dict(zip(self._keys, cells, strict=True)))
        self[cells] = found
        return found

    def _find(self, cells: dict[str, Raw]) -> "int | PlaceFault":
        for key, cell in cells.items():
            fault = _place_fault(cell)
            if fault is not None:
                return PlaceFault(key, fault)
        address = word(cells.get("address", ""))
        parts = _NO_ADDRESS if address is None else split_address(address)
        compound, building, inside = self._building(cells.get("building", ""))
        room, unit = self._room(cells, parts)
        default = self._default
        dwelling = Dwelling(
            street=self._name("street", cells.get("street", ""), str) or default.street,
            community=self._name("community", cells.get("community", ""), community_name)
            or parts.community
            or default.community,
            compound=self._name("compound", cells.get("compound", ""), compound_name)
            or compound
            or parts.compound
            or default.compound,
            building=building or parts.building or default.building,
            unit=unit or inside or default.unit,
            room=room,
        )
        return self._checked(dwelling, cells)

    def _checked(self, dwelling: Dwelling, cells: dict[str, Raw]) -> "int | PlaceFault":
        if self._rooms and not dwelling.room:
            key = "room" if "room" in cells or "address" not in cells else "address"
            return PlaceFault(key, required("房号"))
        if not dwelling.building:
            if "building" not in cells:
                self._dwellings.lacking.add("楼栋")
            return PlaceFault("building", required("楼栋"))
        if max(len(name) for name in dwelling) > _MAX_PLACE:
            return PlaceFault("room", Fault("refused", "too_long", "地址过长，请核对。"))
        return self._dwellings.number(dwelling)

    def _building(self, cell: Raw) -> tuple[str, str, str]:
        """Compound (mostly ""), building, unit (mostly "")."""
        shown = word(cell)
        if shown is None:
            return "", "", ""
        if "单元" in shown:
            inside = split_address(shown)
            return inside.compound, inside.building, inside.unit
        return *building_cell(shown), ""

    def _room(self, cells: dict[str, Raw], parts: Address) -> tuple[str, str]:
        """Room and unit; a room may be written as 1单元101."""
        unit = self._name("unit", cells.get("unit", ""), unit_name) or parts.unit
        shown = word(cells.get("room", ""))
        if shown is None:
            return parts.room, unit
        if "单元" in shown:
            inside = split_address(shown)
            return inside.room or parts.room, unit or inside.unit
        return room_name(shown), unit

    def _name(self, key: str, cell: Raw, usual: Callable[[str], str]) -> str:
        known = self._names.get((key, cell))
        if known is None:
            shown = word(cell)
            known = self._names[key, cell] = "" if shown is None else usual(shown)
        return known


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
