"""Finding a building by what clerks type: its number, its name, its leader, or their pinyin."""

import re
from collections.abc import Iterable, Mapping

from ldz_desktop.services.evaluation_records import BuildingProgress

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")


def spellings(progress: Iterable[BuildingProgress]) -> dict[int, str]:
    """Building id → everything it can be found by, in lower case. For the worker: the table of
    pinyin is read the first time."""
    from ldz_desktop.services.codes import reader

    read = reader().readings

    def spelled(text: str) -> list[str]:
        """西锦苑1栋 is xijinyuan1dong and xjy1d."""
        full = _HAN.sub(lambda m: read(m.group())[0].full, text)
        initials = _HAN.sub(lambda m: read(m.group())[0].initials, text)
        return [full, initials]

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
