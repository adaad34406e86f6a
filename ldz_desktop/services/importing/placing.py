"""From the names a file gives to the office's own buildings, made where they are new."""

from typing import Any

from ldz_desktop.domain.places import Building, NamedPlaces, compound_key, natural_key
from ldz_desktop.errors import InputError
from ldz_desktop.services.importing.outcome import KeyRange
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.importing import ImportStore
from ldz_desktop.storage.places import PlaceStore

Names = tuple[str, str, str, str]
"""street, community, compound, building; community and compound may be ""."""

_HINTS = {
    "社区": "--community 社区名",
    "小区": "--compound 小区名",
    "楼栋": "--building 楼栋号",
}


class Needs(InputError):  # noqa: N818 - what is needed, not a fault
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

    New places are gathered and written by flush(), before anything that lies in them. In a dry run
    nothing is written.
    """

    def __init__(self, database: Database, keys: KeyRange, *, write: bool) -> None:
        self._store = ImportStore(database)
        self._places = PlaceStore(database)
        self._keys = keys
        self._write = write
        self.changed = False  # whether a place was made or completed
        places = self._places
        self._known: dict[Names, int] = {}
        self._records = {b.id: b for b in places.buildings()}
        self._existing = frozenset(self._records)
        self._streets: dict[int, str] = {}
        self._names: dict[int, str] = {}  # of communities and compounds
        self._communities = NamedPlaces("community")
        self._compounds = NamedPlaces("compound")
        self._buildings = NamedPlaces("building")
        self._homes: dict[str, list[int]] = {}  # a compound's key → communities that have one
        for community, name, street in places.communities():
            self._put_community(community, name, street)
        for compound, community, name in places.compounds():
            self._put_compound(compound, community, name)
        for building in self._records.values():
            self._buildings.put(building.compound_id, building.name, building.id)
        self._new: dict[str, list[tuple[Any, ...]]] = {
            "community": [], "compound": [], "building": []
        }  # fmt: skip

    def building(self, names: Names) -> int:
        """The building's id. Raises Needs where nobody says which community or compound."""
        known = self._known.get(names)
        if known is None:
            known = self._known[names] = self._find(names)
        return known

    def is_new(self, building_id: int) -> bool:
        """Whether this import made it."""
        return building_id not in self._existing

    def record(self, building_id: int) -> Building:
        return self._records[building_id]

    def used(self) -> dict[str, bool]:
        """The titles of the buildings that were asked for, and whether this import made them."""
        return {self._records[i].title: self.is_new(i) for i in dict.fromkeys(self._known.values())}

    def flush(self) -> None:
        """Write the new places."""
        for table, rows in self._new.items():
            if rows and self._write:
                self._store.add_places(table, rows)
            rows.clear()

    def _find(self, names: Names) -> int:
        street, community, compound, building = names
        homes = self._homes.get(compound_key(compound), []) if compound else []
        home = homes[0] if not community and len(homes) == 1 else None
        said = (("社区", community or home), ("小区", compound))
        lacking = [word for word, name in said if not name]
        if lacking:
            raise Needs(tuple(lacking))
        community_id = self._community(community, street, home)
        compound_id = self._compounds.get(community_id, compound)
        if compound_id is None:
            compound_id = self._keys.one()
            self._put_compound(compound_id, community_id, compound)
            self._new["compound"].append(
                (compound_id, community_id, compound, natural_key(compound))
            )
        found = self._buildings.get(compound_id, building)
        return self._make(community_id, compound_id, building) if found is None else found

    def _put_community(self, community: int, name: str, street: str) -> None:
        self._communities.put(0, name, community)
        self._names[community], self._streets[community] = name, street

    def _put_compound(self, compound: int, community: int, name: str) -> None:
        self._compounds.put(community, name, compound)
        self._names[compound] = name
        self._homes.setdefault(compound_key(name), []).append(community)

    def _community(self, name: str, street: str, home: int | None) -> int:
        """The community's id (home, where it is known); a street that nobody has said before is
        written down."""
        found = self._communities.get(0, name) if home is None else home
        if found is None:
            found = self._keys.one()
            self._new["community"].append((found, name, street, natural_key(name)))
            self._put_community(found, name, street)
            self.changed = True
        elif street and not self._streets[found]:
            self._streets[found] = street
            self.changed = True
            self.flush()
            if self._write:
                self._places.set_street(found, street)
        return found

    def _make(self, community_id: int, compound_id: int, building: str) -> int:
        new = self._keys.one()
        self._new["building"].append((new, compound_id, building, natural_key(building)))
        self._records[new] = Building(
            new, compound_id, community_id, self._streets[community_id],
            self._names[community_id], self._names[compound_id], building,
        )  # fmt: skip
        self._buildings.put(compound_id, building, new)
        self.changed = True
        return new
