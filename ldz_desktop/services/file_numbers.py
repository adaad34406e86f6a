"""File numbers: XX-FJY-1-1-1102, the initials of community and compound, then building, unit, room.

A number is given once and stays for life, also when the head or the address changes.
"""

from collections.abc import Callable
from functools import lru_cache

from ldz_desktop.domain.places import Building, short_community
from ldz_desktop.services.codes import reader


def file_number(building: Building, unit: str, room: str) -> str:
    """The file number of a dwelling's household."""
    return building_prefix(building.community, building.compound, building.name) + (
        f"-{unit.removesuffix('单元')}-{room}" if unit else f"-{room}"
    )


def free_number(plain: str, is_taken: Callable[[str], bool]) -> str:
    """The dwelling's number; .2, .3 … behind it where an earlier household has it."""
    number, tried = plain, 1
    while is_taken(number):
        tried += 1
        number = f"{plain}.{tried}"
    return number


@lru_cache(maxsize=4096)
def building_prefix(community: str, compound: str, building: str) -> str:
    """What the file numbers of a building begin with."""
    parts = (
        _initials(short_community(community)),
        _initials(compound.removesuffix("小区") or compound),
        building.removesuffix("栋"),
    )
    return "-".join(parts)


def _initials(name: str) -> str:
    return "".join(r.initials for r in reader().readings(name)[:1]).upper() or name
