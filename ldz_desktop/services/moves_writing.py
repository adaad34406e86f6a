"""Writes a plan: files, dwellings, people, stays; inside the action of services.moves."""

from dataclasses import fields, replace
from typing import Any

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.domain.moves import Dwelling, Home, MovePlan, StayChange
from ldz_desktop.domain.stays import Stay, spans
from ldz_desktop.services.codes import reader
from ldz_desktop.services.core import Core
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.moves import MoveStore
from ldz_desktop.storage.search import SearchStore
from ldz_desktop.storage.stays import StayStore

_LINKS = ("father_id", "mother_id", "spouse_id")


class MoveWriting:
    """One plan, once. Temporary ids become real ones on the way."""

    def __init__(self, core: Core) -> None:
        self._store = MoveStore(core.database)
        self._households = HouseholdStore(core.database)
        self._stays = StayStore(core.database)
        self._search = SearchStore(core.database)
        self._ids = core.ids()
        self._dwellings: dict[int, int] = {}
        self._homes: dict[int, int] = {}
        self._people: dict[int, int] = {}

    def write(self, plan: MovePlan) -> tuple[int, ...]:
        """The households touched: the open ones first, the order's before all others."""
        for dwelling in plan.dwellings:
            self._dwelling(plan, dwelling)
        for home in plan.homes:
            self._home(plan, home)
        for line in plan.people:
            if line.before is None:
                self._people[line.id] = next(self._ids)
        for line in plan.people:
            if line.before is None:
                self._add(line.after)
            else:
                self._change(line.before, line.after)
        for stay in plan.stays:
            self._stay(plan, stay)
        for person in plan.removed:
            self._remove(person)
        homes = sorted(plan.homes, key=lambda h: h.closed_on is not None)
        return tuple(self._homes[h.id] for h in homes)

    # -- dwellings and files ---------------------------------------------------------------------

    def _dwelling(self, plan: MovePlan, dwelling: Dwelling) -> None:
        ident = dwelling.id
        target = plan.situation.target
        used = any(h.dwelling_id == ident for h in plan.homes)
        if ident == 0 and target is not None and used:
            door = target.door
            ident = self._households.dwelling(door.building_id, door.unit, door.room, self._ids)
        self._dwellings[dwelling.id] = ident
        before = _dwelling_before(plan, dwelling.id)
        names = ("tenure", "landlord_name", "landlord_phone")
        values = {n: getattr(dwelling, n) for n in names if getattr(dwelling, n) != before[n]}
        if values and ident:
            self._store.change("dwelling", ident, values)

    def _home(self, plan: MovePlan, home: Home) -> None:
        dwelling = self._dwellings[home.dwelling_id]
        if home.id < 0:
            self._homes[home.id] = next(self._ids)
            self._households.add(self._new_file(plan, home, dwelling))
            return
        self._homes[home.id] = home.id
        before = plan.situation.household(home.id)
        old = {
            "dwelling_id": before.dwelling_id,
            "opened_on": before.opened_on,
            "closed_on": plan.situation.closed.get(home.id),
        }
        new = {
            "dwelling_id": dwelling, "opened_on": home.opened_on, "closed_on": home.closed_on
        }  # fmt: skip
        values = {name: value for name, value in new.items() if value != old[name]}
        if values:
            self._store.change("household", home.id, values)

    def _new_file(self, plan: MovePlan, home: Home, dwelling: int) -> Household:
        return replace(
            plan.situation.main, id=self._homes[home.id], dwelling_id=dwelling,
            file_no=home.file_no, note=None, checked_on=None, version=1,
            opened_on=home.opened_on, contact_name=None, contact_phone=None,
            contact_relation=None, members=(),
        )  # fmt: skip

    # -- people ----------------------------------------------------------------------------------

    def _real(self, person: Resident) -> Resident:
        links = {n: self._people.get(getattr(person, n) or 0, getattr(person, n)) for n in _LINKS}
        return replace(
            person,
            id=self._people.get(person.id, person.id),
            household_id=self._homes[person.household_id],
            **links,
        )

    def _add(self, person: Resident) -> None:
        real = replace(self._real(person), version=1)
        readings = [(r.full, r.initials) for r in reader().readings(real.name)]
        self._households.add_resident(real, reader().sort_key(real.name))
        self._search.add([(real.id, real.name, real.id_number, real.phone, readings)])

    def _change(self, before: Resident, after: Resident) -> None:
        real = self._real(after)
        values: dict[str, Any] = {
            f.name: getattr(real, f.name)
            for f in fields(real)
            if getattr(real, f.name) != getattr(before, f.name)
        }
        if values:
            self._store.change("resident", before.id, values)

    def _remove(self, person: Resident) -> None:
        readings = [(r.full, r.initials) for r in reader().readings(person.name)]
        self._search.remove([(person.id, readings)])
        self._households.remove_resident(person.id)

    # -- stays -----------------------------------------------------------------------------------

    def _stay(self, plan: MovePlan, change: StayChange) -> None:
        ident = self._people.get(change.resident_id, change.resident_id)
        rows = self._stays.of([ident]).get(ident, ())
        if change.leaves:
            self._left(plan, change, rows)
            return
        if not rows and change.resident_id > 0:
            self._remember(plan, ident)
        home = next(h for h in plan.homes if h.id == change.home)
        self._stays.add(
            Stay(
                next(self._ids), ident, self._homes[home.id],
                self._dwellings[home.dwelling_id], change.day, None, change.why,
            )
        )  # fmt: skip

    def _left(self, plan: MovePlan, change: StayChange, rows: tuple[Stay, ...]) -> None:
        """End the open stay, or write down the one that was understood without a row."""
        still = [r for r in rows if r.to_on is None]
        if still:
            self._stays.end(still[-1].id, change.day, change.why)
            return
        home = plan.situation.household(change.home)
        since = max((r.to_on for r in rows if r.to_on is not None), default=None)
        self._stays.add(
            Stay(
                next(self._ids), change.resident_id, home.id, home.dwelling_id, since,
                change.day, change.why,
            )
        )  # fmt: skip

    def _remember(self, plan: MovePlan, ident: int) -> None:
        """Somebody comes back who had left without a guided change."""
        before = next(p.before for p in plan.people if p.id == ident)
        if before is None:
            return
        dwelling = plan.situation.household(before.household_id).dwelling_id
        for span in spans(before, dwelling, ()):
            self._stays.add(
                Stay(
                    next(self._ids), ident, span.household_id, span.dwelling_id, span.from_on,
                    span.to_on, span.why or None,
                )
            )  # fmt: skip


def _dwelling_before(plan: MovePlan, dwelling_id: int) -> dict[str, str | None]:
    target = plan.situation.target
    if target is not None and target.id == dwelling_id:
        return {
            "tenure": target.tenure, "landlord_name": target.landlord_name,
            "landlord_phone": target.landlord_phone,
        }  # fmt: skip
    one = next(h for h in plan.situation.households if h.dwelling_id == dwelling_id)
    return {
        "tenure": one.tenure, "landlord_name": one.landlord_name,
        "landlord_phone": one.landlord_phone,
    }  # fmt: skip
