"""Counts of people by one thing at a time, all over the same people."""

from datetime import date

from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.storage.database import Database, Row
from ldz_desktop.storage.places import place_condition
from ldz_desktop.storage.tags import COUNTED, PERSON_FROM

_BORN = "CAST(replace(r.birth, '-', '') AS INTEGER)"
_SEX = "CASE r.sex WHEN '1' THEN '1' WHEN '2' THEN '2' ELSE '' END"
_BELOW: dict[str, tuple[str, str]] = {
    "all": ("c.id, c.name", "c.id"),
    "community": ("k.id, k.name", "k.id"),
    "compound": ("b.id, b.name", "b.sort_key"),
    "building": ("b.id, b.name", "b.sort_key"),
}


class StatisticsStore:
    """Reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ages(self, place: PlaceRef, today: date) -> list[Row]:
        """Rows (completed years, None where the birth is not known; sex; people)."""
        where, values = place_condition(place)
        now = today.year * 10000 + today.month * 100 + today.day
        return self._database.rows(
            f"SELECT (? - {_BORN}) / 10000 AS age, {_SEX} AS sex, count(*) "
            f"FROM resident r {PERSON_FROM} WHERE {COUNTED} AND {where} GROUP BY age, sex",
            (now, *values),
        )

    def people(self, column: str, place: PlaceRef) -> list[Row]:
        """Rows (value, sex, people). column: education, occupation, political, marital or ethnic,
        or axes: registered and living here as "1/1", "0/1", "/1" …"""
        what = f"r.{column}"
        if column == "axes":
            what = "coalesce(r.registered_here, '') || '/' || r.lives_here"
        where, values = place_condition(place)
        return self._database.rows(
            f"SELECT {what} AS what, {_SEX} AS sex, count(*) FROM resident r {PERSON_FROM} "
            f"WHERE {COUNTED} AND {where} GROUP BY what, sex",
            values,
        )

    def below(self, place: PlaceRef, aged: date) -> list[Row]:
        """Rows (id, name, households, people, of those living here, of those born by that day) of
        the places one step below, in their order."""
        columns, order = _BELOW[place.kind]
        where, values = place_condition(place)
        return self._database.rows(
            f"SELECT {columns}, count(DISTINCT h.id), count(r.id), "
            "coalesce(sum(r.lives_here), 0), coalesce(sum(r.birth <= ?), 0) "
            "FROM household h JOIN dwelling d ON d.id = h.dwelling_id "
            "JOIN building b ON b.id = d.building_id JOIN compound k ON k.id = b.compound_id "
            "JOIN community c ON c.id = k.community_id "
            "LEFT JOIN resident r ON r.household_id = h.id AND r.state = 'present' "
            f"WHERE h.closed_on IS NULL AND {where} GROUP BY {columns} ORDER BY {order}",
            (aged.isoformat(), *values),
        )
