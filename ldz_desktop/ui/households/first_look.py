"""What the tab shows first, read while the tab's modules are imported and its screen is built."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.record import record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ldz_desktop.domain.households import HouseholdRow
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.households_records import CommunityNode
    from ldz_desktop.ui.kit.feature import Bench

PLACE_KEY = "ui.households.place"
TREE_TASK = "households.tree"
_ROWS = 160
"""More than a screenful, and as many as the list reads at once."""


@record
class First:
    """place: what was selected last time, where it is still there; ids: its households in the
    list's order; rows: the first of them."""

    communities: "tuple[CommunityNode, ...]"
    place: PlaceRef
    ids: list[int]
    rows: "list[HouseholdRow]"


class FirstLook(QObject):
    """Begins to read at once. It ends with the tab, which makes itself its parent and says in
    `show` who gets what was read."""

    def __init__(self, bench: "Bench") -> None:
        super().__init__()
        self.show: Callable[[First], None] = lambda _: None
        bench.tasks.run(
            lambda progress: _read(bench.office),
            lambda first: self.show(first),  # noqa: PLW0108 - the tab is told to it later
            owner=self,
            key=TREE_TASK,
        )


def _read(office: "Office") -> First:
    communities, by_building = office.households.tree_and_ids()
    place = _remembered(office.settings.value(PLACE_KEY), communities)
    ids = [
        household
        for community in communities
        for compound in community.compounds
        for building in compound.buildings
        if place in (ALL, *_around(community.id, compound.id, building.id))
        for household in by_building.get(building.id, ())
    ]
    return First(communities, place, ids, office.households.rows(ids[:_ROWS]))


def _around(community: int, compound: int, building: int) -> tuple[PlaceRef, ...]:
    return (
        PlaceRef("community", community),
        PlaceRef("compound", compound),
        PlaceRef("building", building),
    )


def _remembered(text: str, communities: "tuple[CommunityNode, ...]") -> PlaceRef:
    kind, _, ident = text.partition(":")
    compounds = [compound for community in communities for compound in community.compounds]
    nodes: dict[str, Sequence[Any]] = {
        "community": communities,
        "compound": compounds,
        "building": [building for compound in compounds for building in compound.buildings],
    }
    known = any(str(node.id) == ident for node in nodes.get(kind, ()))
    return PlaceRef(kind, int(ident)) if known else ALL  # type: ignore[arg-type]  # one of three
