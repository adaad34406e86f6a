"""Communities, compounds and buildings."""

from collections.abc import Iterator

from ldz_desktop.domain.places import Building, NamedPlaces, PlaceRef, PlaceTable, natural_key
from ldz_desktop.storage.database import Database

_BUILDING = (
    "SELECT b.id, k.id, c.id, c.street, c.name, k.name, b.name "
    "FROM building b JOIN compound k ON k.id = b.compound_id "
    "JOIN community c ON c.id = k.community_id "
)
PLACE_CONDITION = {
    "all": "1",
    "community": "c.id = :id",
    "compound": "k.id = :id",
    "building": "b.id = :id",
}


class PlaceStore:
    """Reads and makes places; names are those that domain.places keeps."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def buildings(self) -> tuple[Building, ...]:
        """Every building, in the order people read them."""
        return tuple(
            Building(*row)
            for row in self._database.rows(_BUILDING + "ORDER BY c.id, k.id, b.sort_key")
        )

    def building(self, building_id: int) -> Building | None:
        row = self._database.row(_BUILDING + "WHERE b.id = ?", (building_id,))
        return None if row is None else Building(*row)

    def communities(self) -> list[tuple[int, str, str]]:
        """Rows (id, name, street), in the order they were made."""
        return [
            (int(i), str(name), str(street))
            for i, name, street in self._database.rows(
                "SELECT id, name, street FROM community ORDER BY id"
            )
        ]

    def compounds(self) -> list[tuple[int, int, str]]:
        """Rows (id, community_id, name), in the order they were made."""
        return [
            (int(i), int(community), str(name))
            for i, community, name in self._database.rows(
                "SELECT id, community_id, name FROM compound ORDER BY id"
            )
        ]

    def ensure(self, names: tuple[str, str, str], ids: Iterator[int]) -> tuple[int, bool]:
        """The building (community, compound, building names), made where it is not there yet, also
        under another spelling.

        ids: the use case's iterator of new keys. Returns (building_id, made).
        """
        community, compound, building = names
        community_id, _ = self._one("community", {}, community, ids)
        compound_id, _ = self._one("compound", {"community_id": community_id}, compound, ids)
        return self._one("building", {"compound_id": compound_id}, building, ids)

    def _one(
        self, table: PlaceTable, within: dict[str, int], name: str, ids: Iterator[int]
    ) -> tuple[int, bool]:
        places = NamedPlaces(table)
        where = " AND ".join(f"{column} = ?" for column in within) or "1"
        for place, its_name in self._database.rows(
            f"SELECT id, name FROM {table} WHERE {where} ORDER BY id", tuple(within.values())
        ):
            places.put(0, str(its_name), int(place))
        found = places.get(0, name)
        if found is not None:
            return found, False
        new = next(ids)
        values = {"id": new, **within, "name": name, "sort_key": natural_key(name)}
        self._database.insert(table, values)
        return int(new), True

    def set_street(self, community_id: int, street: str) -> None:
        self._database.update("community", {"street": street}, {"id": community_id})


def place_condition(place: PlaceRef) -> tuple[str, tuple[int, ...]]:
    """SQL over the aliases b, k, c for the buildings of a place, and its values."""
    condition = PLACE_CONDITION[place.kind].replace(":id", "?")
    return condition, () if place.kind == "all" else (place.id,)
