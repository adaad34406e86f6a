"""A refused row alone: its place written into the row, for in the file it may stand above it.

The place comes from merged cells, the first row of a household, a section, the title, the name of
a sheet or file, or from what was chosen. Once mended, the row must not take the place of whatever
row then happens to stand above it.
"""

from collections.abc import Callable, Mapping, Sequence

from ldz_desktop.domain.places import building_key, community_key, compound_key
from ldz_desktop.services.importing.dwellings import PLACE_KEYS, told_by
from ldz_desktop.services.importing.fields import FIELD_TITLES

Place = tuple[str, ...]
"""street, community, compound, building, unit, room; "" where it is not known."""
PARTS = PLACE_KEYS[:6]
_KEYS: Mapping[int, Callable[[str], str]] = {1: community_key, 2: compound_key, 3: building_key}


def with_place(
    cells: Sequence[str], columns: Mapping[str, int], place: Place
) -> tuple[tuple[str, ...], dict[str, str]]:
    """(the row's cells, what further columns have to say) so that the row alone says its place.

    columns: key of a place column → its index. A cell that says its part stays as it is written.
    """
    row = list(cells) + [""] * (max(columns.values(), default=-1) + 1 - len(cells))
    more: dict[str, str] = {}
    for _ in range(2):  # a cell that is written over may have said another part as well
        told = told_by({key: row[index] for key, index in columns.items()} | more)
        for number, (key, name) in enumerate(zip(PARTS, place, strict=False)):
            if not name or _same(number, told.get(number, ""), name):
                continue
            if key in columns:
                row[columns[key]] = name
            else:
                more[key] = name
    return tuple(row), more


def title(key: str) -> str:
    """The header of a further column."""
    return FIELD_TITLES[key]


def _same(number: int, one: str, other: str) -> bool:
    key = _KEYS.get(number)
    return one == other or (key is not None and bool(one) and key(one) == key(other))
