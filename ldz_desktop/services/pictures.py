"""The building picture (一栋一图): a building as floors × units × rooms, each with its state.

It is made of the list's own rows, so that its counts are the list's.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.floors import floor_title, room_place
from ldz_desktop.domain.households import EVERYTHING, HouseholdRow
from ldz_desktop.domain.places import Building, PlaceRef, natural_key
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.tags import TagService
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.places import PlaceStore

VACANT = "空置"
UNCHECKED = "待核"
DUE = "待访"
OWNED = "自住"
UNKNOWN = "未登记"
STATES = (OWNED, "租赁", "群租", "借住", VACANT, UNKNOWN, DUE, UNCHECKED)
"""Every state in the order of the legend: those of the dwelling, then those that want something."""

_TENURES = {"自有": OWNED, None: UNKNOWN, "": UNKNOWN}
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Room:
    """One household in its place. head: "" where there is none. unchecked: not checked for a year,
    or never; overdue: checked once, and not for a year;
    due: somebody there is due for a visit."""

    household_id: int
    unit: str
    room: str
    tenure: str
    head: str
    members: int
    unchecked: bool
    overdue: bool
    due: bool

    @property
    def state(self) -> str:
        """What colours it: a vacancy, else what wants something, else the tenure. A file that was
        never checked keeps its tenure: a new building is not one alarm."""
        if self.tenure == VACANT:
            return VACANT
        if self.overdue:
            return UNCHECKED
        return DUE if self.due else self.tenure

    @property
    def states(self) -> tuple[str, ...]:
        """Everything it counts as."""
        wanted = ((UNCHECKED, self.unchecked), (DUE, self.due))
        return (self.tenure, *(state for state, there in wanted if there))


@dataclass(frozen=True, slots=True)
class Unit:
    """A stairwell. doors: what its columns are called (01, 02 …)."""

    name: str
    doors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Floor:
    """One storey: for each unit a room or a gap under each of its doors."""

    level: int
    units: tuple[tuple[Room | None, ...], ...]
    doors: tuple[tuple[str, ...], ...]

    def at(self, unit: int, door: str) -> Room | None:
        """The room of a unit (by its place in the picture) behind a door."""
        doors = self.doors[unit]
        return self.units[unit][doors.index(door)] if door in doors else None

    @property
    def title(self) -> str:
        return floor_title(self.level)


@dataclass(frozen=True, slots=True)
class Picture:
    """A building, highest floor first. others: rooms whose number tells no floor, in natural
    order. counts: households by state; one household may count in several."""

    building: Building
    units: tuple[Unit, ...]
    floors: tuple[Floor, ...]
    others: tuple[Room, ...]
    households: int
    residents: int
    counts: Mapping[str, int]

    def rooms(self) -> tuple[Room, ...]:
        """Everybody, floor by floor."""
        grid = (room for floor in self.floors for unit in floor.units for room in unit if room)
        return (*grid, *self.others)


class PictureService:
    """Reads only."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._tags = TagService(core)
        self._store = HouseholdStore(core.database)
        self._places = PlaceStore(core.database)

    def building(self, building_id: int) -> Picture:
        """Raises InputError for a building that is gone."""
        building = self._places.building(building_id)
        if building is None:
            raise InputError("没有这栋楼", "这栋楼已经不在了。", "请刷新后再试。")
        place = PlaceRef("building", building_id)
        ids = self._store.ids(place, "address", descending=False, narrow=EVERYTHING)
        rows: list[HouseholdRow] = []
        for start in range(0, len(ids), _ROWS_AT_ONCE):
            rows += self._store.rows(ids[start : start + _ROWS_AT_ONCE])
        since = date.fromordinal(self._core.today().toordinal() - _CHECK_EVERY_DAYS)
        due = frozenset(row.id for row in self._tags.due(place).rows)
        return arranged(building, [_room(row, since, due) for row in rows])


_CHECK_EVERY_DAYS = 365


def _room(row: HouseholdRow, since: date, due: frozenset[int]) -> Room:
    return Room(
        household_id=row.id,
        unit=row.unit,
        room=row.room,
        tenure=_TENURES.get(row.tenure) or row.tenure or UNKNOWN,
        head=row.head or "",
        members=row.members,
        unchecked=row.checked_on is None or row.checked_on < since,
        overdue=row.checked_on is not None and row.checked_on < since,
        due=row.id in due,
    )


def arranged(building: Building, rooms: Sequence[Room]) -> Picture:
    """The rooms put in their places."""
    places: dict[tuple[str, int, str], Room] = {}
    others: list[Room] = []
    parts: list[tuple[Room, int, str]] = []
    for room in rooms:
        level, door = room_place(room.room)
        if level is None:
            others.append(room)
        elif "-" in door or (room.unit, level, door) in places:
            parts.append((room, level, door))
        else:
            places[room.unit, level, door] = room
    for room, level, door in sorted(parts, key=lambda part: natural_key(part[2])):
        places[room.unit, level, _free(places, (room.unit, level, door))] = room
    units = _units(places)
    levels = sorted({level for _, level, _ in places}, reverse=True)
    floors = tuple(
        Floor(
            level,
            tuple(tuple(places.get((u.name, level, door)) for door in u.doors) for u in units),
            tuple(u.doors for u in units),
        )
        for level in levels
    )
    others.sort(key=lambda r: (natural_key(r.unit), natural_key(r.room)))
    counts = Counter(state for room in rooms for state in room.states)
    return Picture(
        building=building,
        units=units,
        floors=floors,
        others=tuple(others),
        households=len(rooms),
        residents=sum(room.members for room in rooms),
        counts={state: counts[state] for state in STATES if counts[state]},
    )


def _free(taken: Mapping[tuple[str, int, str], Room], wanted: tuple[str, int, str]) -> str:
    """Where a part of a room stands: 304-1 under 04 where there is no 304, else under a door of its
    own. Two files of one dwelling stand side by side."""
    unit, level, door = wanted
    whole = door.partition("-")[0]
    if whole and (unit, level, whole) not in taken:
        return whole
    while (unit, level, door) in taken:
        door += "′"
    return door


def _units(places: Mapping[tuple[str, int, str], Room]) -> tuple[Unit, ...]:
    doors: dict[str, set[str]] = {}
    for unit, _, door in places:
        doors.setdefault(unit, set()).add(door)
    return tuple(
        Unit(name, tuple(sorted(doors[name], key=natural_key)))
        for name in sorted(doors, key=natural_key)
    )
