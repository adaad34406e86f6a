"""The buildings somebody means who types 福锦苑, 兴新社区 12栋 or A座.

Sorted once, so that a keystroke in a large town looks at the places meant and not at all of them.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable

from ldz_desktop.domain.places import Building, short_community


class SpokenPlaces:
    """Buildings under the names people use. buildings: by id, in the order people read them."""

    def __init__(self, buildings: Iterable[Building] = ()) -> None:
        self.buildings = {b.id: b for b in buildings}
        self._numbers = {b.id: _number(b.name) for b in self.buildings.values()}
        self._numbered: dict[str, list[int]] = {}
        self._compounds: dict[int, list[int]] = {}
        for b in self.buildings.values():
            self._numbered.setdefault(self._numbers[b.id], []).append(b.id)
            self._compounds.setdefault(b.compound_id, []).append(b.id)
        firsts = [self.buildings[ids[0]] for ids in self._compounds.values()]
        self._names = sorted((name, b.compound_id) for b in firsts for name in _names(b))
        self._short: dict[str, list[int]] = {}
        for b in firsts:
            name = short_community(b.community) + _bare(b.compound)
            self._short.setdefault(name, []).append(b.compound_id)
        self._named: dict[str, list[int]] = {}
        for b in self.buildings.values():
            if not self._numbers[b.id]:
                for before in ("", *_names(b)):
                    self._named.setdefault(_bare(before) + b.name, []).append(b.id)

    def meant(self, place: str, number: str, within: tuple[int, ...] | None) -> tuple[int, ...]:
        """Ids of the buildings. place: how a compound, a community or both begin (社区 may be left
        out in between); number: 12 of 12栋, A of A座; "" where it is not said. within: only these.
        """
        if place:
            found = [id_ for compound in self._spoken(place) for id_ in self._compounds[compound]]
            if number:
                found = [id_ for id_ in found if self._numbers[id_] == number.upper()]
            elif not found:
                found = self._named.get(place.replace("小区", ""), [])
        elif number:
            found = self._numbered.get(number.upper(), [])
        else:
            found = list(within or self.buildings)
        if within is not None:
            found = sorted(set(found).intersection(within))
        return tuple(found)

    def _spoken(self, place: str) -> list[int]:
        """The compounds that somebody who says `place` may mean."""
        bare = _bare(place)
        found = dict.fromkeys(self._short.get(bare, ()))
        for at in range(bisect_left(self._names, (bare,)), len(self._names)):
            name, compound = self._names[at]
            if not name.startswith(bare):
                break
            found[compound] = None
        return list(found)


def _bare(compound: str) -> str:
    return compound.removesuffix("小区")


def _names(building: Building) -> set[str]:
    """What a compound and its community are called, in full and without suffixes."""
    short = short_community(building.community)
    communities = {building.community, short + "社区", short if short.endswith("村") else ""} - {""}
    compounds = {building.compound, _bare(building.compound)} - {""}
    return communities | compounds | {c + k for c in communities for k in compounds}


def _number(name: str) -> str:
    """12 of 12栋, A of A座; '' for a building without number or letter."""
    return re.split(r"[^\dA-Za-z-]", name)[0].upper()
