"""From the names a file gives to the office's own buildings, made where they are new."""

from collections.abc import Iterator
from dataclasses import replace

from ldz_desktop.domain.places import Building
from ldz_desktop.errors import InputError
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.places import PlaceStore

Names = tuple[str, str, str, str]
"""street, community, compound, building; community and compound may be ""."""

_HINTS = {
    "社区": "--community 社区名",
    "小区": "--compound 小区名",
    "楼栋": "--building 楼栋号",
}


class Needs(InputError):
    """The file does not say where its rows belong. words: 社区, 小区, 楼栋."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__(
            "缺少" + "、".join(words),
            f"文件里没有写{'、'.join(words)}，不知道这些住户属于哪里，没有导入。",
            f"请补上{'、'.join(words)}（命令：{' '.join(_HINTS[word] for word in words)}）。",
        )
        self.words = words


class Placing:
    """Finds and makes buildings for one import.

    In a dry run new buildings get negative numbers and nothing is written.
    """

    def __init__(self, database: Database, ids: Iterator[int], *, write: bool) -> None:
        self._store = PlaceStore(database)
        self._ids = ids
        self._write = write
        self.changed = False  # whether a place was made or completed
        self._known: dict[Names, int] = {}
        self._records = {b.id: b for b in self._store.buildings()}
        self._by_name = {(b.community, b.compound, b.name): b.id for b in self._records.values()}
        names = {i: name for i, name, _ in self._store.communities()}
        self._compounds: dict[str, list[str]] = {}
        for _, community, compound in self._store.compounds():
            self._compounds.setdefault(compound, []).append(names[community])
        self._existing = frozenset(self._records)

    def building(self, names: Names) -> int:
        """The building's id. Raises Needs where nobody says which community or compound."""
        known = self._known.get(names)
        if known is None:
            known = self._known[names] = self._find(names)
            self._add_street(known, names[0])
        return known

    def is_new(self, building_id: int) -> bool:
        """Whether this import made it."""
        return building_id not in self._existing

    def record(self, building_id: int) -> Building:
        return self._records[building_id]

    def _find(self, names: Names) -> int:
        _, community, compound, building = names
        homes = self._compounds.get(compound, [])
        if not community and len(homes) == 1:
            community = homes[0]
        lacking = [
            word for word, name in (("社区", community), ("小区", compound)) if not name
        ]
        if lacking:
            raise Needs(tuple(lacking))
        place = (community, compound, building)
        found = self._by_name.get(place)
        if found is None:
            found = self._make(place)
        return found

    def _add_street(self, building_id: int, street: str) -> None:
        """A community's street, where it is not known yet."""
        record = self._records[building_id]
        if not street or record.street:
            return
        if self._write:
            self._store.set_street(record.community_id, street)
        for other in list(self._records.values()):
            if other.community == record.community:
                self._records[other.id] = replace(other, street=street)
        self.changed = True

    def _make(self, place: tuple[str, str, str]) -> int:
        if self._write:
            building_id, _ = self._store.ensure(place, self._ids)
            record = self._store.building(building_id)
            if record is None:
                raise LookupError(building_id)
        else:
            building_id = -1 - len(self._by_name)
            record = Building(building_id, 0, 0, "", *place)
        self.changed = True
        self._records[building_id] = record
        self._by_name[place] = building_id
        homes = self._compounds.setdefault(place[1], [])
        if place[0] not in homes:
            homes.append(place[0])
        return building_id
