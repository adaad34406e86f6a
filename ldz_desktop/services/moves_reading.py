"""Reads the situation an order meets."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from ldz_desktop.domain.doors import door as usual_door
from ldz_desktop.domain.households import Household
from ldz_desktop.domain.moves import Door, Merge, Order, Relocation, Situation, Split, Target
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.file_numbers import file_number, free_number
from ldz_desktop.services.moves_people import newcomers
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.moves import MoveStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.stays import StayStore

if TYPE_CHECKING:
    from ldz_desktop.domain.places import Building


class MoveReading:
    """Everything a plan rests on, read at one moment."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = MoveStore(core.database)
        self._households = HouseholdStore(core.database)
        self._places = PlaceStore(core.database)
        self._stays = StayStore(core.database)

    def situation(self, order: Order) -> Situation:
        """Raises InputError where the household is gone or closed."""
        main = self._household(order.household_id)
        if self._store.closed([main.id]):
            raise InputError(
                "户档已注销", "这份户档已经注销，不能再办理变动。", "请打开这套房屋现在的户档。"
            )
        target = self._target(order)
        households = [main, *self._others(order, main.id)]
        if target is not None:
            known = {h.id for h in households}
            households += [h for h in target.households if not _living(h) and h.id not in known]
        members = [m for h in households for m in h.members]
        parents = {
            i for p in newcomers(order) for i in (p.father_id, p.mother_id, p.spouse_id) if i
        }
        closed = self._store.closed(h.id for h in households)
        return Situation(
            today=self._core.today(),
            households=tuple(households),
            linked=tuple(self._store.linked(members, parents)),
            stays=self._stays.of(m.id for m in members),
            closed=closed,
            shared=self._shared(households),
            numbers=self._numbers(households, target),
            target=target,
        )

    def _household(self, household_id: int) -> Household:
        found = self._households.get(household_id)
        if found is None:
            raise InputError("没有这一户", "这一户的档案已经不在了。", "请刷新列表。")
        return found

    def _others(self, order: Order, main: int) -> list[Household]:
        """The households people come from."""
        wanted: dict[int, None] = {}
        if isinstance(order, Merge) and order.other_id is not None:
            if self._store.closed([order.other_id]):
                raise InputError("户档已注销", "要并进来的户已经注销。", "请另选一户。")
            wanted[order.other_id] = None
        for person in newcomers(order):
            record = self._households.resident(person.id) if person.id > 0 else None
            if record is not None:
                wanted[record.household_id] = None
        wanted.pop(main, None)
        return [self._household(i) for i in wanted]

    def _target(self, order: Order) -> Target | None:
        door = order.door if isinstance(order, Split | Relocation) else None
        building = self._places.building(door.building_id) if door else None
        if door is None or building is None:
            return None
        unit, room = usual_door(door.unit, door.room)
        plain = replace(door, unit=unit, room=room)
        if not plain.room:
            return None
        address = f"{building.title}{plain.unit}{plain.room}"
        found = self._store.dwelling(plain.building_id, plain.unit, plain.room)
        if found is None:
            return Target(0, plain, address, None)
        ident, tenure, name, phone = found
        households = tuple(self._household(i) for i in self._store.open_households(ident))
        return Target(ident, plain, address, tenure, name, phone, households)

    def _shared(self, households: Iterable[Household]) -> frozenset[int]:
        """Dwellings with open households that the plan does not touch."""
        involved = list(households)
        ids = {h.id for h in involved}
        return frozenset(
            h.dwelling_id for h in involved if set(self._store.open_households(h.dwelling_id)) - ids
        )

    def _numbers(self, households: Iterable[Household], target: Target | None) -> dict[int, str]:
        doors = {
            h.dwelling_id: Door(building_id=h.building_id, unit=h.unit, room=h.room)
            for h in households
        }
        if target is not None:
            doors[target.id] = target.door
        buildings: dict[int, Building] = {}
        for door in doors.values():
            found = self._places.building(door.building_id)
            if found is not None:
                buildings[door.building_id] = found
        return {
            ident: free_number(
                file_number(buildings[door.building_id], door.unit, door.room),
                self._store.is_number_taken,
            )
            for ident, door in doors.items()
        }


def _living(household: Household) -> bool:
    return any(m.state == "present" for m in household.members)
