"""Accepted residents into the archives: created, updated, left alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ldz_desktop.domain.doors import door_key, room_variants
from ldz_desktop.domain.places import building_key
from ldz_desktop.services.codes import reader
from ldz_desktop.services.core import Core
from ldz_desktop.services.file_numbers import file_number, free_number
from ldz_desktop.services.importing.cells import MASKED, MASKED_REASON
from ldz_desktop.services.importing.chunks import PeopleChunk
from ldz_desktop.services.importing.matching import Match, Matcher
from ldz_desktop.services.importing.outcome import KeyRange, Outcome, Stored
from ldz_desktop.services.importing.placing import Placing
from ldz_desktop.services.importing.states import PRESENT
from ldz_desktop.storage.households import dwelling_key
from ldz_desktop.storage.importing import ImportStore
from ldz_desktop.storage.search import SearchStore
from ldz_desktop.storage.search_words import digits

_SEARCHED = frozenset(("name", "id_number", "phone"))


@dataclass(slots=True)
class _Home:
    """A dwelling of the file: where it lies, and its household once there is one."""

    building: int
    unit: str
    room: str
    dwelling: int = 0
    households: list[int] = field(default_factory=list)
    tenure: str | None = None


class HouseholdWriter:
    """Writes chunks inside the caller's transaction; write=False only counts.

    In an empty office chunks may come one by one while the file is read. Where somebody is on file
    already, all of the file must be one chunk, since rows are told apart by what the others claim.
    """

    def __init__(self, core: Core, *, write: bool) -> None:
        database = core.database
        self.outcome = Outcome()
        self._write = write
        self._store = ImportStore(database)
        self._search = SearchStore(database)
        self._keys = KeyRange(core.ids())
        self._placing = Placing(database, self._keys, write=write)
        self._homes: dict[int, _Home] = {}
        self._places: dict[int, tuple[str, ...]] = {}  # the dwellings' names, as in the file
        self._stored: dict[int, dict[tuple[str, str], tuple[int, str | None]]] = {}
        self._meant: dict[int, dict[tuple[str, str], list[tuple[int, str | None]]]] = {}
        self._files: dict[int, dict[int, list[int]]] = {}
        self._claimed: set[int] = set()  # stored dwellings that a dwelling of the file is
        self._positions: dict[int, int] = {}
        self._sort_keys: dict[tuple[str, str], str] = {}
        self.streams = not self._store.has_residents()

    def take(self, chunk: PeopleChunk) -> None:
        """One chunk of accepted residents."""
        self._locate(chunk)
        self._placing.flush()
        if self.streams:
            self._make_homes([*chunk.dwelling, *chunk.vacant], dict(chunk.tenures))
            self._create(chunk, None)
            known: dict[int, Stored] = {}
        else:
            known = self._match(chunk)
        self._note_masks(chunk, known)
        self.outcome.households.update(chunk.vacant)
        self.outcome.touched = self.outcome.touched or self._placing.changed
        self.outcome.buildings |= self._placing.used()

    # -- dwellings -------------------------------------------------------------------------------

    def _locate(self, chunk: PeopleChunk) -> None:
        """Find the building of every new dwelling, and the dwelling where it is stored already."""
        lost: list[_Home] = []
        for number, street, community, compound, building, unit, room in chunk.dwellings:
            place = self._placing.building((street, community, compound, building))
            names = (street, community, compound, building, unit, room)
            self._places[number] = names
            home = self._homes[number] = _Home(place, unit, room)
            if self._placing.is_new(place):
                continue
            if place not in self._stored:
                self._stored[place] = self._store.dwellings(place)
                self._files[place] = self._store.households(place)
            known = self._stored[place].get((unit, room))
            if known is None:
                lost.append(home)
            else:
                self._found(home, known)
        for home in lost:  # after all that are called what the file calls them
            self._by_other_name(home)

    def _found(self, home: _Home, known: tuple[int, str | None]) -> None:
        home.dwelling, home.tenure = known
        home.households = self._files[home.building].get(home.dwelling, [])
        self._claimed.add(home.dwelling)

    def _by_other_name(self, home: _Home) -> None:
        """负一层 may lie in the archives as 负1层, and 值班室 as 值班, unless the file has one of
        its own that is called so."""
        place = home.building
        if place not in self._meant:
            meant = self._meant[place] = {}
            for (unit, room), known in self._stored[place].items():
                meant.setdefault(door_key(unit, room), []).append(known)
        number = building_key(self._placing.record(place).name)
        names = (*room_variants(home.room)[1:], f"{number}-{home.room}")
        stored = (self._stored[place].get((home.unit, name)) for name in names)
        for one in (*self._meant[place].get(door_key(home.unit, home.room), ()), *stored):
            if one is not None and one[0] not in self._claimed:
                self._found(home, one)
                return

    def _make_homes(self, numbers: Sequence[int], tenures: dict[int, str]) -> None:
        """Dwellings and households for those numbers, where there are none, and their tenures."""
        homes, keys = self._homes, self._keys
        wanted = list(dict.fromkeys(numbers))
        bare = [number for number in wanted if not homes[number].dwelling]
        for number, key in zip(bare, keys.take(len(bare)), strict=True):
            homes[number].dwelling, homes[number].tenure = key, tenures.pop(number, None)
        empty = [homes[number] for number in wanted if not homes[number].households]
        for home, key in zip(empty, keys.take(len(empty)), strict=True):
            home.households = [key]
        changed: list[tuple[str, int]] = []
        for number, tenure in tenures.items():
            home = homes[number]
            if home.dwelling and home.tenure != tenure:
                home.tenure = tenure
                changed.append((tenure, home.dwelling))
        self.outcome.touched = bool(self.outcome.touched or bare or empty or changed)
        if self._write:
            self._store.add_dwellings(self._dwelling_rows([homes[n] for n in bare]))
            self._store.add_households(self._household_rows(empty))
            self._store.set_tenures(changed)

    def _dwelling_rows(self, homes: list[_Home]) -> Iterator[tuple[Any, ...]]:
        for h in homes:
            yield (
                h.dwelling, h.building, h.unit, h.room, self._sort_key(h.unit, h.room), h.tenure
            )  # fmt: skip

    def _household_rows(self, homes: list[_Home]) -> Iterator[tuple[Any, ...]]:
        taken = self._numbers
        for home in homes:
            plain = file_number(self._placing.record(home.building), home.unit, home.room)
            number = free_number(plain, taken.__contains__)
            taken.add(number)
            yield home.households[0], home.dwelling, number

    @cached_property
    def _numbers(self) -> set[str]:
        """File numbers that are given already; also closed files and those that moved keep them."""
        return self._store.file_numbers()

    def _sort_key(self, unit: str, room: str) -> str:
        key = self._sort_keys.get((unit, room))
        if key is None:
            key = self._sort_keys[unit, room] = dwelling_key(unit, room)
        return key

    # -- new people ------------------------------------------------------------------------------

    def _create(self, chunk: PeopleChunk, indexes: Sequence[int] | None) -> None:
        """Store rows of a chunk (None: all of them) as new residents."""
        columns, dwellings = chunk.columns, chunk.dwelling
        if indexes is not None:
            columns = {name: [column[i] for i in indexes] for name, column in columns.items()}
            dwellings = [dwellings[i] for i in indexes]
        self.outcome.created += len(dwellings)
        self.outcome.households.update(dwellings)
        if not dwellings:
            return
        self.outcome.touched = True
        if not self._write:
            return
        if "lives_here" in columns:
            told = columns["lives_here"]
            columns = {**columns, "lives_here": [True if v is None else v for v in told]}
        if "state" in columns:
            columns = {**columns, "state": [v or PRESENT for v in columns["state"]]}
        homes = self._homes
        ids = self._keys.take(len(dwellings))
        households = [homes[number].households[0] for number in dwellings]
        self._store.add_residents(
            ("id", "household_id", "position", *columns),
            zip(ids, households, self._places_in(households), *columns.values(), strict=True),
        )
        if indexes is None:
            self._search.add_words(
                zip(ids, chunk.grams, strict=True),
                [(i, d) for i, d in zip(ids, chunk.digits, strict=True) if len(d) > 1],
                zip(chunk.keys, map(ids.__getitem__, chunk.owners), strict=True),
            )
        else:
            self._index(chunk, dict(zip(indexes, ids, strict=True)))

    def _index(self, chunk: PeopleChunk, ids: dict[int, int]) -> None:
        """Make some rows of a chunk findable. ids: index of the row → id of the resident."""
        self._search.add_words(
            [(resident, chunk.grams[row]) for row, resident in ids.items()],
            [(i, chunk.digits[row]) for row, i in ids.items() if len(chunk.digits[row]) > 1],
            [
                (key, ids[row])
                for key, row in zip(chunk.keys, chunk.owners, strict=True)
                if row in ids
            ],
        )

    def _places_in(self, households: list[int]) -> list[int]:
        """The position of each new member in the household, as the file has them."""
        positions = self._positions
        found: list[int] = []
        for household in households:
            place = positions.get(household, 0)
            positions[household] = place + 1
            found.append(place)
        return found

    # -- known people ----------------------------------------------------------------------------

    def _match(self, chunk: PeopleChunk) -> dict[int, Stored]:
        """Decide about every row, then write: homes, changes, new people. The rows whose people are
        stored already."""
        home_of = {h: number for number, home in self._homes.items() for h in home.households}
        columns = chunk.columns
        matcher = Matcher(
            self._store.holders(n for n in columns["id_number"] if n is not None),
            self._store.members(home_of),
            home_of,
        )
        new: list[int] = []
        matches: list[tuple[int, Match]] = []
        tenures = self._changed_tenures(chunk)
        accepted: list[int] = [*chunk.vacant]
        for index, values in enumerate(zip(*columns.values(), strict=True)):
            found = matcher.match(dict(zip(columns, values, strict=True)), chunk.dwelling[index])
            at = (chunk.table_of(index), chunk.rows[index])
            for key, code, reason in found.notes:
                self.outcome.note(at, key, code, reason)
            if found.refused:
                place = self._places[chunk.dwelling[index]]
                self.outcome.refuse(at, place, "id_number", "number_taken", found.refused)
                continue
            accepted.append(chunk.dwelling[index])
            if found.stored is None:
                new.append(index)
            else:
                matches.append((index, found))
        self._make_homes(accepted, dict(tenures))
        self._positions |= {
            household: last + 1 for household, last in self._store.last_positions(home_of).items()
        }
        self._change(chunk, matches, set(tenures))
        self._create(chunk, new)
        return {index: match.stored for index, match in matches if match.stored is not None}

    def _note_masks(self, chunk: PeopleChunk, known: dict[int, Stored]) -> None:
        """A masked cell leaves what is stored as it is; where nothing is stored, that is said."""
        for row, key in chunk.masked:
            stored = known.get(row)
            if stored is None or stored.get(key, "") is None:
                at = (chunk.table_of(row), chunk.rows[row])
                self.outcome.note(at, key, MASKED, MASKED_REASON)

    def _changed_tenures(self, chunk: PeopleChunk) -> dict[int, str]:
        return {
            number: tenure
            for number, tenure in chunk.tenures
            if not self._homes[number].dwelling or self._homes[number].tenure != tenure
        }

    def _change(
        self, chunk: PeopleChunk, matches: list[tuple[int, Match]], tenures: set[int]
    ) -> None:
        """Write what differs. A dwelling's new tenure counts with its first row."""
        changes: dict[int, dict[str, Any]] = {}
        stale: list[tuple[int, Stored, dict[str, Any]]] = []
        for index, match in matches:
            if match.stored is None:
                continue
            number = chunk.dwelling[index]
            self.outcome.households.add(number)
            if "household_id" in match.changes:
                household = self._homes[number].households[0]
                match.changes["household_id"] = household
                match.changes["position"] = self._places_in([household])[0]
            if match.changes:
                changes[match.stored["id"]] = match.changes
                if not _SEARCHED.isdisjoint(match.changes):
                    stale.append((index, match.stored, match.changes))
            elif number not in tenures:
                self.outcome.unchanged += 1
                continue
            tenures.discard(number)
            self.outcome.updated += 1
        if changes:
            self.outcome.touched = True
        if changes and self._write:
            self._store.change_residents(changes)
            self._index_again(chunk, stale)

    def _index_again(
        self, chunk: PeopleChunk, stale: list[tuple[int, Stored, dict[str, Any]]]
    ) -> None:
        """Where name, number or telephone changed. What the row does not say is as stored."""
        names = reader()
        self._search.remove(
            (old["id"], [(r.full, r.initials) for r in names.readings(old["name"])])
            for _, old, _ in stale
        )
        for index, old, new in stale:
            number, phone = (new.get(key, old[key]) for key in ("id_number", "phone"))
            chunk.digits[index] = digits(number, phone)
        self._index(chunk, {index: old["id"] for index, old, _ in stale})
