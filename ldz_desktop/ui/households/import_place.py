"""What an import touched, so that its last page can lead there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ldz_desktop.domain.places import ALL, Building, PlaceRef
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit.feature import Target

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.importing.records import ImportPlan

Counts = dict[int, tuple[int, int]]


@dataclass(frozen=True)
class Shown:
    """Where to go, in words: a place of the tree, or something in another tab."""

    title: str
    place: PlaceRef | None = None
    target: Target | None = None


def building_counts(office: "Office") -> Counts:
    """Building id → (households, residents)."""
    return {
        building.id: (building.households, building.residents)
        for community in office.households.tree()
        for compound in community.compounds
        for building in compound.buildings
    }


def destination(office: "Office", plan: "ImportPlan", before: Counts) -> Shown:
    """Where what was imported can be seen (on the worker, after writing)."""
    if plan.kind == "households":
        return changed_place(office, before)
    if plan.kind == "leaders":
        first = next((r.leader_id for r in office.roster.rows() if r.leader_id), 0)
        return Shown("楼栋长名册", target=Target("leader", first))
    month = plan.options.month
    return Shown(f"{month_text(month)}测评", target=Target("month", month=month))


def changed_place(office: "Office", before: Counts) -> Shown:
    """The smallest place that holds every building whose counts are no longer as before."""
    after = building_counts(office)
    changed = {building for building, counts in after.items() if before.get(building) != counts}
    buildings = [b for b in office.households.buildings() if b.id in changed]
    if buildings:
        first = buildings[0]
        for place, title in (
            (PlaceRef("building", first.id), first.title),
            (PlaceRef("compound", first.compound_id), first.compound),
            (PlaceRef("community", first.community_id), first.community),
        ):
            if all(_lies_in(building, place) for building in buildings):
                return Shown(title, place=place)
    return Shown("全部户档", place=ALL)


def _lies_in(building: Building, place: PlaceRef) -> bool:
    ids = {
        "building": building.id,
        "compound": building.compound_id,
        "community": building.community_id,
    }
    return ids[place.kind] == place.id
