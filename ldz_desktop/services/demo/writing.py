"""The plain district written to the database, in bulk."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from ldz_desktop.domain.codes import EMPLOYMENT
from ldz_desktop.domain.leaders import Leader, Tenure
from ldz_desktop.domain.places import Building
from ldz_desktop.domain.rekeying import Keying
from ldz_desktop.services.codes import reader
from ldz_desktop.services.demo.district import BuildingPlan
from ldz_desktop.services.demo.months import MonthPlan
from ldz_desktop.services.demo.officers import Term
from ldz_desktop.services.demo.person import Person
from ldz_desktop.services.file_numbers import file_number
from ldz_desktop.services.progress import Progress
from ldz_desktop.storage.database import Database, Row
from ldz_desktop.storage.district import DistrictStore, NewHousehold
from ldz_desktop.storage.evaluation import EvaluationStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.search import Indexed, SearchStore

Ids = Iterator[int]
_ID_CARD = "居民身份证"


@lru_cache(maxsize=100_000)
def _readings(name: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Readings for the search index, and the key that names are sorted by."""
    every = reader().readings(name)
    return tuple((r.full, r.initials) for r in every), every[0].sort if every else ""


def write_places(
    database: Database, district: Sequence[BuildingPlan], ids: Ids
) -> tuple[Building, ...]:
    """Communities, compounds and buildings; the buildings in the order of the district."""
    communities: dict[str, tuple[int, str, str]] = {}
    compounds: dict[tuple[str, str], tuple[int, int, str]] = {}
    buildings: list[Building] = []
    for plan in district:
        if plan.community not in communities:
            communities[plan.community] = (next(ids), plan.community, plan.street)
        community_id = communities[plan.community][0]
        key = (plan.community, plan.compound)
        if key not in compounds:
            compounds[key] = (next(ids), community_id, plan.compound)
        buildings.append(
            Building(
                next(ids), compounds[key][0], community_id,
                plan.street, plan.community, plan.compound, plan.name,
            )
        )  # fmt: skip
    store = DistrictStore(database)
    store.add_communities(communities.values())
    store.add_compounds(compounds.values())
    store.add_buildings((b.id, b.compound_id, b.name) for b in buildings)
    return tuple(buildings)


def write_households(
    database: Database,
    district: Sequence[BuildingPlan],
    buildings: Sequence[Building],
    ids: Ids,
    progress: Progress,
) -> None:
    """Dwellings, household files, people, and what the search box needs to find them."""
    files: list[NewHousehold] = []
    people: list[Row] = []
    index: list[Indexed] = []
    for done, (plan, building) in enumerate(zip(district, buildings, strict=True)):
        progress.report(done, 2 * len(district), "正在写入户档")
        for household in plan.households:
            unit, room = household.door.unit, household.door.room
            file = NewHousehold(
                next(ids), next(ids), building.id, unit, room, household.tenure,
                file_number(building, unit, room), household.note, household.checked_on,
            )  # fmt: skip
            files.append(file)
            for position, person in enumerate(household.members):
                readings, sort = _readings(person.name)
                key = next(ids)
                people.append(_resident(key, file.id, position, person, sort))
                index.append((key, person.name, person.id_number, person.phone, readings))
    store = DistrictStore(database)
    store.add_households(files)
    store.add_residents(people)
    progress.report(1, 2, "正在编制查找索引")
    SearchStore(database).add(index)


def _resident(key: int, household: int, position: int, person: Person, sort: str) -> Row:
    """In the order of RESIDENT_COLUMNS, then the sort key."""
    return (
        key, household, person.name, person.relation,
        _ID_CARD if person.id_number else None, person.id_number, None, person.sex,
        _iso(person.birth), person.people, person.education,
        EMPLOYMENT.label(person.occupation) or None,
        person.workplace, person.health, person.political, person.marital, person.phone,
        person.registered_here, person.lives_here, person.registered_address, person.state,
        None if person.state_on is None else _iso(person.state_on), person.note,
        position, 1, None, None, None, sort,
    )  # fmt: skip


@lru_cache(maxsize=60_000)
def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def write_leaders(
    database: Database, terms: Sequence[Term], buildings: Sequence[Building], ids: Ids
) -> None:
    """Leaders with their tenures."""
    store = LeaderStore(database)
    for term in terms:
        person = term.person
        leader = Leader(
            next(ids), person.name, person.sex, person.id_number,
            date.fromordinal(person.birth), person.political, person.education, person.phone,
        )  # fmt: skip
        readings, _ = _readings(person.name)
        store.add(leader, " ".join(key for pair in readings for key in pair))
        store.add_tenure(
            Tenure(
                next(ids), leader.id, buildings[term.building].id,
                term.started_on, term.ended_on, term.reason,
            )
        )  # fmt: skip


def write_month(database: Database, plan: MonthPlan, buildings: Sequence[Building]) -> None:
    """Sheets, count sheets, star booklets and drafts of one open month."""
    month = plan.month
    store, bulk = EvaluationStore(database), DistrictStore(database)
    batches = [(buildings[i].id, batch) for i, batch in sorted(plan.batches.items())]
    store.add_sheets(month, ((key, sheet) for key, batch in batches for sheet in batch.sheets))
    bulk.add_counts(month, ((key, batch.header) for key, batch in batches))
    bulk.add_marks(
        month,
        ((key, n, marks) for key, batch in batches for n, marks in batch.marks.items()),
    )
    for index, batch in plan.drafts.items():
        store.put_draft(month, buildings[index].id, batch.header, Keying(batch.sheets))
