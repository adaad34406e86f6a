"""Dwellings, households and residents in the database."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from ldz_desktop.domain.doors import door_key, room_variants
from ldz_desktop.domain.households import Household, HouseholdFilter, HouseholdRow, Resident
from ldz_desktop.domain.places import PlaceRef, natural_key
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.places import place_condition

RESIDENT_COLUMNS: tuple[str, ...] = (
    "id", "household_id", "name", "relation", "id_type", "id_number", "id_old", "sex", "birth",
    "ethnic", "education", "occupation", "workplace", "health", "political", "marital", "phone",
    "registered_here", "lives_here", "registered_address", "state", "state_on", "note",
    "position", "version", "father_id", "mother_id", "spouse_id",
)  # fmt: skip

_AT_ONCE = 10_000  # SQLite takes 32,766 values in one statement
_FROM = (
    "FROM household h JOIN dwelling d ON d.id = h.dwelling_id "
    "JOIN building b ON b.id = d.building_id JOIN compound k ON k.id = b.compound_id "
    "JOIN community c ON c.id = k.community_id "
)
_HEAD = (
    "(SELECT {column} FROM resident r WHERE r.household_id = h.id AND r.relation = '02' "
    "AND r.state = 'present' ORDER BY r.position LIMIT 1)"
)
_MEMBERS = "(SELECT count(*) FROM resident r WHERE r.household_id = h.id AND r.state = 'present')"
_LIVING = (
    "(SELECT count(*) FROM resident r JOIN household h2 ON h2.id = r.household_id "
    "WHERE h2.dwelling_id = d.id AND r.state = 'present' AND r.lives_here = 1)"
)
_SORTS = {
    "address": "c.id {d}, k.id {d}, b.sort_key {d}, d.sort_key {d}",
    "head": _HEAD.format(column="r.pinyin") + " {d}, d.sort_key",
    "members": _MEMBERS + " {d}, d.sort_key",
    "tenure": "d.tenure {d}, d.sort_key",
    "phone": _HEAD.format(column="r.phone") + " {d}, d.sort_key",
    "checked": "h.checked_on {d}, d.sort_key",
    "file_no": "h.file_no {d}, d.sort_key",
}

_OCCUPIED = (
    "SELECT d.building_id, sum(d.tenure IS NOT '空置' AND EXISTS(SELECT 1 FROM resident r "
    "WHERE r.household_id = h.id AND r.state = 'present' AND r.lives_here = 1)) "
    "FROM household h JOIN dwelling d ON d.id = h.dwelling_id WHERE h.closed_on IS NULL"
)


class HouseholdStore:
    """One noun: the household with its dwelling and its people."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- lists -----------------------------------------------------------------------------------

    def ids(
        self, place: PlaceRef, sort: str, descending: bool, narrow: HouseholdFilter
    ) -> list[int]:
        """The household ids of a place, in order."""
        where, values = place_condition(place)
        extra, more = _narrowed(narrow)
        order = _SORTS[sort].replace("{d}", "DESC" if descending else "ASC")
        # one row of text: the driver takes and gives back Python's lock for every row
        ids = self._database.value(
            f"SELECT string_agg(CAST(h.id AS TEXT), ',' ORDER BY {order}) "
            f"{_FROM} WHERE {where} AND h.closed_on IS NULL {extra}",
            (*values, *more),
        )
        return [int(one) for one in ids.split(",")] if ids else []

    def rows(self, ids: Sequence[int]) -> list[HouseholdRow]:
        """Those households, in the order asked; ids that are gone are left out."""
        if not ids:
            return []
        marks = ",".join("?" * len(ids))
        found = self._database.rows(
            "SELECT h.id, b.name, k.name, d.unit, d.room, d.tenure, "
            f"{_HEAD.format(column='r.name')}, {_MEMBERS}, {_HEAD.format(column='r.phone')}, "
            "(SELECT min(r.birth) FROM resident r WHERE r.household_id = h.id "
            f"AND r.state = 'present'), h.checked_on, h.file_no {_FROM} WHERE h.id IN ({marks})",
            tuple(ids),
        )
        by_id = {row[0]: _row(row) for row in found}
        return [by_id[i] for i in ids if i in by_id]

    def counts(self, place: PlaceRef, since: date) -> list[tuple[str | None, int, int, int]]:
        """Rows (tenure, households, residents, households not checked since that day)."""
        where, values = place_condition(place)
        return [
            (tenure, int(n), int(people), int(unchecked))
            for tenure, n, people, unchecked in self._database.rows(
                f"SELECT d.tenure, count(*), sum({_MEMBERS}), "
                "sum(h.checked_on IS NULL OR h.checked_on < ?) "
                f"{_FROM} WHERE {where} AND h.closed_on IS NULL GROUP BY d.tenure",
                (since.isoformat(), *values),
            )
        ]

    def counts_by_building(self) -> dict[int, tuple[int, int]]:
        """Building id → (households, present residents); buildings without any are left out."""
        return {
            int(building): (int(households), int(residents))
            for building, households, residents in self._database.rows(
                f"SELECT d.building_id, count(*), sum({_MEMBERS}) FROM household h "
                "JOIN dwelling d ON d.id = h.dwelling_id "
                "WHERE h.closed_on IS NULL GROUP BY d.building_id"
            )
        }

    def all_by_building(self) -> dict[int, tuple[int, int, list[int]]]:
        """Building id → (households, present residents, ids of the households by address);
        buildings without any are left out. One reading for what the first window shows."""
        return {
            int(building): (int(households), int(residents), [int(one) for one in ids.split(",")])
            for building, households, residents, ids in self._database.rows(
                f"SELECT d.building_id, count(*), sum({_MEMBERS}), "
                "string_agg(CAST(h.id AS TEXT), ',' ORDER BY d.sort_key) FROM dwelling d "
                "JOIN household h ON h.dwelling_id = d.id WHERE h.closed_on IS NULL "
                "GROUP BY d.building_id"
            )
        }

    def occupied_by_building(self) -> dict[int, int]:
        """Building id → households that live there: not vacant, with somebody present who lives
        here. A building without any household on file is left out (unknown, not 0)."""
        return {
            int(building): int(occupied)
            for building, occupied in self._database.rows(f"{_OCCUPIED} GROUP BY d.building_id")
        }

    def occupied(self, building_id: int) -> int | None:
        """The same of one building; None where it has no household on file."""
        row = self._database.row(f"{_OCCUPIED} AND d.building_id = ?", (building_id,))
        return None if row is None or row[1] is None else int(row[1])

    # -- one household ---------------------------------------------------------------------------

    def get(self, household_id: int) -> Household | None:
        """With members as stored (unordered)."""
        row = self._database.row(
            "SELECT h.id, d.id, b.id, c.street, c.name, k.name, b.name, d.unit, d.room, d.tenure, "
            "h.file_no, h.note, h.checked_on, h.version, h.opened_on, h.contact_name, "
            "h.contact_phone, h.contact_relation, d.landlord_name, d.landlord_phone, h.closed_on "
            f"{_FROM} WHERE h.id = ?",
            (household_id,),
        )
        if row is None:
            return None
        members = tuple(
            resident_record(r)
            for r in self._database.rows(
                f"SELECT {','.join(RESIDENT_COLUMNS)} FROM resident WHERE household_id = ? "
                "ORDER BY position, id",
                (household_id,),
            )
        )
        values = [*row[:-1], members, _day(row[-1])]
        values[12], values[14] = _day(row[12]), _day(row[14])
        return Household(*values)

    def at(self, building_id: int, unit: str, room: str) -> int | None:
        """The open household of a dwelling, None where there is none."""
        found = dwelling_at(self._database, building_id, unit, room)
        if found is None:
            return None
        household = self._database.value(
            "SELECT id FROM household WHERE dwelling_id = ? AND closed_on IS NULL", found[:1]
        )
        return None if household is None else int(household)

    def dwelling(self, building_id: int, unit: str, room: str, ids: Iterator[int]) -> int:
        """The dwelling's id, made where it is not there yet. A dwelling whose name lost its end
        (值班 for 值班室) gets it back."""
        found = dwelling_at(self._database, building_id, unit, room)
        if found is not None:
            if len(found[1]) < len(room) and found[1] in room_variants(room):
                self.name_dwelling(found[0], unit, room)
            return found[0]
        new = next(ids)
        self._database.insert(
            "dwelling",
            {
                "id": new, "building_id": building_id, "unit": unit, "room": room,
                "sort_key": dwelling_key(unit, room),
            },
        )  # fmt: skip
        return new

    def name_dwelling(self, dwelling_id: int, unit: str, room: str) -> None:
        """What is written on the door."""
        self._database.update(
            "dwelling",
            {"unit": unit, "room": room, "sort_key": dwelling_key(unit, room)},
            {"id": dwelling_id},
        )

    def add(self, household: Household) -> None:
        """A new household file; its members are added one by one."""
        self._database.insert(
            "household",
            {
                "id": household.id, "dwelling_id": household.dwelling_id,
                "file_no": household.file_no, "note": household.note,
                "checked_on": _iso(household.checked_on), "version": household.version,
                "opened_on": _iso(household.opened_on),
                "closed_on": _iso(household.closed_on), **_contact(household),
            },
        )  # fmt: skip

    def save(self, household: Household, expected: int) -> bool:
        """Write note, dates, contact, tenure and landlord; False where the version is no
        longer `expected`."""
        changed = self._database.update(
            "household",
            {
                "note": household.note, "checked_on": _iso(household.checked_on),
                "opened_on": _iso(household.opened_on),
                "dwelling_id": household.dwelling_id, "version": expected + 1,
                **_contact(household),
            },
            {"id": household.id, "version": expected},
        )  # fmt: skip
        if changed:
            self._database.update(
                "dwelling",
                {
                    "tenure": household.tenure, "landlord_name": household.landlord_name,
                    "landlord_phone": household.landlord_phone,
                },
                {"id": household.dwelling_id},
            )  # fmt: skip
        return bool(changed)

    def open_ones(self, ids: Sequence[int]) -> list[int]:
        """Those of the households that are there and not closed, in the order given."""
        there: set[int] = set()
        for some in _portions(ids):
            rows = self._database.rows(
                f"SELECT id FROM household WHERE closed_on IS NULL AND id IN ({_marks(some)})",
                some,
            )
            there.update(int(row[0]) for row in rows)
        return [one for one in ids if one in there]

    def check_many(self, ids: Sequence[int], day: date) -> None:
        """The day of the last check; counts as a save of each."""
        for some in _portions(ids):
            self._database.execute(
                "UPDATE household SET checked_on = ?, version = version + 1 "
                f"WHERE id IN ({_marks(some)})",
                (day.isoformat(), *some),
            )

    def set_tenure_many(self, ids: Sequence[int], tenure: str) -> None:
        """How the dwellings of these households are lived in; counts as a save of each."""
        for some in _portions(ids):
            self._database.execute(
                "UPDATE dwelling SET tenure = ? WHERE id IN "
                f"(SELECT dwelling_id FROM household WHERE id IN ({_marks(some)}))",
                (tenure, *some),
            )
            self._database.execute(
                f"UPDATE household SET version = version + 1 WHERE id IN ({_marks(some)})", some
            )

    def remove(self, household_id: int) -> None:
        """The file and its people (a wrong entry); the dwelling stays."""
        self._database.delete("resident", {"household_id": household_id})
        self._database.delete("household", {"id": household_id})

    # -- people ----------------------------------------------------------------------------------

    def resident(self, resident_id: int) -> Resident | None:
        row = self._database.row(
            f"SELECT {','.join(RESIDENT_COLUMNS)} FROM resident WHERE id = ?", (resident_id,)
        )
        return None if row is None else resident_record(row)

    def kin(self, resident_ids: Collection[int]) -> dict[int, Resident]:
        """People by id, whatever household they belong to; ids that are gone are left out."""
        marks = ",".join("?" * len(resident_ids))
        rows = self._database.rows(
            f"SELECT {','.join(RESIDENT_COLUMNS)} FROM resident WHERE id IN ({marks})",
            tuple(resident_ids),
        )
        return {one.id: one for one in map(resident_record, rows)}

    def set_spouse(self, resident_id: int, spouse_id: int | None) -> None:
        """The other half of a couple; counts as a save."""
        self._database.execute(
            "UPDATE resident SET spouse_id = ?, version = version + 1 WHERE id = ?",
            (spouse_id, resident_id),
        )

    def holder(self, id_number: str) -> Resident | None:
        """Who has this identity number."""
        row = self._database.row(
            f"SELECT {','.join(RESIDENT_COLUMNS)} FROM resident WHERE id_number = ?", (id_number,)
        )
        return None if row is None else resident_record(row)

    def add_resident(self, resident: Resident, pinyin: str) -> None:
        self._database.insert("resident", {**resident_values(resident), "pinyin": pinyin})

    def save_resident(self, resident: Resident, expected: int, pinyin: str) -> bool:
        """False where the version is no longer `expected`."""
        values = {**resident_values(resident), "pinyin": pinyin, "version": expected + 1}
        del values["id"]
        return bool(
            self._database.update("resident", values, {"id": resident.id, "version": expected})
        )

    def remove_resident(self, resident_id: int) -> None:
        self._database.delete("resident", {"id": resident_id})


def _portions(ids: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield tuple(ids[start : start + _AT_ONCE])


def _marks(ids: Sequence[int]) -> str:
    return ",".join("?" * len(ids))


def _contact(household: Household) -> dict[str, str | None]:
    return {
        "contact_name": household.contact_name, "contact_phone": household.contact_phone,
        "contact_relation": household.contact_relation,
    }  # fmt: skip


def dwelling_at(
    database: Database, building_id: int, unit: str, room: str
) -> tuple[int, str] | None:
    """(id, room as stored) of the dwelling, also where it is written in another way
    (domain.doors.door_key) or lost the end of its name (room_variants)."""
    names = room_variants(room)
    row = database.row(
        "SELECT id, room FROM dwelling WHERE building_id = ? AND unit = ? "
        f"AND room IN ({','.join('?' * len(names))}) ORDER BY room <> ?, room LIMIT 1",
        (building_id, unit, *names, room),
    )
    if row is not None:
        return int(row[0]), str(row[1])
    wanted = door_key(unit, room)
    for ident, its_unit, its_room in database.rows(
        "SELECT id, unit, room FROM dwelling WHERE building_id = ? ORDER BY id", (building_id,)
    ):
        if door_key(str(its_unit), str(its_room)) == wanted:
            return int(ident), str(its_room)
    return None


def dwelling_key(unit: str, room: str) -> str:
    """Sorts dwellings of a building: unit, then room, both naturally."""
    return f"{natural_key(unit)}\t{natural_key(room)}"


def resident_record(row: tuple[Any, ...]) -> Resident:
    """A row of RESIDENT_COLUMNS as a record."""
    values = dict(zip(RESIDENT_COLUMNS, row, strict=True))
    values["birth"] = _day(values["birth"])
    values["state_on"] = _day(values["state_on"])
    if values["registered_here"] is not None:
        values["registered_here"] = bool(values["registered_here"])
    values["lives_here"] = bool(values["lives_here"])
    return Resident(**values)


def resident_values(resident: Resident) -> dict[str, Any]:
    """A record as column values."""
    values = {column: getattr(resident, column) for column in RESIDENT_COLUMNS}
    values["birth"] = _iso(resident.birth)
    values["state_on"] = _iso(resident.state_on)
    return values


def _narrowed(narrow: HouseholdFilter) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if narrow.tenure is not None:
        parts.append("AND coalesce(d.tenure, '') = ?")
        values.append(narrow.tenure)
    if narrow.born_by is not None:
        parts.append(
            "AND EXISTS(SELECT 1 FROM resident r WHERE r.household_id = h.id "
            "AND r.state = 'present' AND r.lives_here = 1 AND r.birth <= ?)"
        )
        values.append(narrow.born_by.isoformat())
    if narrow.alone:
        parts.append(f"AND {_LIVING} = 1 AND d.tenure IS NOT '空置'")
    if narrow.unchecked_since is not None:
        parts.append("AND (h.checked_on IS NULL OR h.checked_on < ?)")
        values.append(narrow.unchecked_since.isoformat())
    return " ".join(parts), values


def _row(row: tuple[Any, ...]) -> HouseholdRow:
    values = [*row]
    values[9], values[10] = _day(row[9]), _day(row[10])
    return HouseholdRow(*values)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
