"""The papers of a month: who is evaluated, by which sheets, booklets and counts."""

from ldz_desktop.domain.evaluation import BuildingMonth, Scheme, previous_month
from ldz_desktop.domain.leaders import in_office
from ldz_desktop.domain.places import Building
from ldz_desktop.domain.pooling import Past
from ldz_desktop.services.core import Core
from ldz_desktop.storage.evaluation import EvaluationStore
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.reopening import EditionStore

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
    occupied.update(EditionStore(database).occupied(month))
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


def closed_papers(store: EvaluationStore, month: str, scheme: Scheme) -> dict[int, BuildingMonth]:
    """Building id → the papers of a closed month with the circumstances it was judged by.

    The results of a rolling scheme count a window: the month's own counts are its count sheets'.
    """
    sheets, marks = store.sheets(month), store.marks(month)
    counts = store.counts(month) if scheme.rolling else {}
    found = {}
    for line in store.results(month):
        score = line.score
        own = sheets.get(score.building_id, {})
        issued, returned = score.issued, score.returned
        if scheme.rolling:
            header = counts.get(score.building_id, ("", None))[1]
            issued = header.issued if header else None
            returned = header.returned if header else sum(own.values())
        found[score.building_id] = BuildingMonth(
            building_id=score.building_id,
            street=score.street,
            community=score.community,
            compound=score.compound,
            building=score.building,
            tenure_id=score.tenure_id,
            leader=score.leader,
            occupied=line.occupied,
            sheets=own,
            marks=marks.get(score.building_id, {}),
            issued=issued,
            returned=returned,
            overdue=score.overdue,
        )
    return found


def past_months(store: EvaluationStore, month: str, scheme: Scheme) -> tuple[Past, ...]:
    """The closed months of the window before `month`, newest first; () for a monthly scheme."""
    found = []
    earlier = month
    for _ in range(scheme.window - 1):
        earlier = previous_month(earlier)
        row = store.month(earlier)
        if row is not None and row.state != "open":
            rules = store.scheme(row.scheme_version)
            found.append(Past(earlier, rules, closed_papers(store, earlier, rules)))
    return tuple(found)
