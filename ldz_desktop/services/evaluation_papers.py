"""The papers of an open month: who is evaluated, by which sheets, booklets and counts."""

from ldz_desktop.domain.evaluation import BuildingMonth
from ldz_desktop.domain.leaders import in_office
from ldz_desktop.domain.places import Building
from ldz_desktop.services.core import Core
from ldz_desktop.storage.evaluation import EvaluationStore
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.reopening import EditionStore, kept_results

Papers = list[tuple[BuildingMonth, Building]]


def month_papers(core: Core, store: EvaluationStore, month: str) -> Papers:
    """Buildings with a leader in office this month, or with sheets or booklets. A month that is
    open again is judged by the households it was closed with: what was wrong is corrected, and
    people who moved since change nobody's rank."""
    database = core.database
    leaders = LeaderStore(database)
    offices = in_office(leaders.tenures(), month)
    names = leaders.names()
    sheets, marks = store.sheets(month), store.marks(month)
    counts = store.counts(month)
    occupied: dict[int, int | None] = {**HouseholdStore(database).occupied_by_building()}
    for edition, _ in EditionStore(database).of(month)[-1:]:
        occupied.update({r.score.building_id: r.occupied for r in kept_results(edition)})
    found = []
    for building in PlaceStore(database).buildings():
        tenure = offices.get(building.id)
        if tenure is None and not {building.id} & (sheets.keys() | marks.keys() | counts.keys()):
            continue
        own = sheets.get(building.id, {})
        header = counts.get(building.id, ("", None))[1]
        one = BuildingMonth(
            building_id=building.id,
            street=building.street,
            community=building.community,
            compound=building.compound,
            building=building.name,
            tenure_id=tenure.id if tenure else 0,
            leader=names[tenure.leader_id] if tenure else "",
            occupied=occupied.get(building.id),
            sheets=own,
            marks=marks.get(building.id, {}),
            issued=header.issued if header else None,
            returned=header.returned if header else sum(own.values()),
        )
        found.append((one, building))
    return found
