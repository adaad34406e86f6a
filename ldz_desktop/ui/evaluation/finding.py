"""Finding a building by what clerks type: its number, its name, its leader, or their pinyin."""

from collections.abc import Iterable, Mapping

from ldz_desktop.services.evaluation_records import BuildingProgress
from ldz_desktop.ui.kit.finder import spelled


def spellings(progress: Iterable[BuildingProgress]) -> dict[int, str]:
    """Building id → everything it can be found by, in lower case. For the worker: the table of
    pinyin is read the first time."""
    from ldz_desktop.services.codes import reader

    read = reader().readings

    found = {}
    for one in progress:
        building = one.building
        keys = [f"{building.community}{building.compound}{building.name}", one.leader]
        keys += spelled(building.title)
        if one.leader:
            keys += [key for r in read(one.leader) for key in (r.full, r.initials)]
        found[building.id] = " ".join(keys).lower()
    return found


def matches(building_id: int, wanted: str, known: Mapping[int, str]) -> bool:
    """Whether every word that was typed is in what the building can be found by."""
    text = known.get(building_id, "")
    return all(word in text for word in wanted.lower().split())
