"""Everybody of a place, door by door: the rows of the roster that hangs in nobody's hallway."""

from ldz_desktop.domain.codes import RELATION, SEX
from ldz_desktop.domain.households import (
    EVERYTHING,
    Household,
    Resident,
    age_on,
    ordered,
)
from ldz_desktop.domain.masks import mask_name, mask_phone
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.domain.tags import CHILD_BELOW
from ldz_desktop.services.core import Core
from ldz_desktop.services.progress import Progress
from ldz_desktop.storage.households import HouseholdStore

Rows = tuple[tuple[str, ...], ...]


def roster_rows(core: Core, place: PlaceRef, progress: Progress) -> tuple[int, int, Rows]:
    """Households, counted people, and one line a person; a dwelling without people has one line.

    The address stands in a household's first line only.
    """
    store = HouseholdStore(core.database)
    ids = store.ids(place, "address", descending=False, narrow=EVERYTHING)
    rows: list[tuple[str, ...]] = []
    people = 0
    for done, household_id in enumerate(ids):
        if done % 200 == 0:
            progress.report(done, len(ids), "整理花名册")
        household = store.get(household_id)
        if household is None:
            continue
        members = [m for m in ordered(household.members) if m.state == "present"]
        people += len(members)
        rows += [_cells(core, household, m, first=not n) for n, m in enumerate(members)]
        if not members:
            rows.append((*_door(household), "", "", "", "", "", ""))
    return len(ids), people, tuple(rows)


def _door(household: Household) -> tuple[str, str, str]:
    return household.unit, household.room, household.tenure or ""


def _cells(core: Core, household: Household, member: Resident, *, first: bool) -> tuple[str, ...]:
    age = None if member.birth is None else age_on(member.birth, core.today())
    child = age is not None and age < CHILD_BELOW
    return (
        *(_door(household) if first else ("", "", "")),
        mask_name(member.name) if child else member.name,
        RELATION.label(member.relation),
        SEX.label(member.sex),
        "" if age is None else f"<{CHILD_BELOW}" if child else str(age),
        mask_phone(member.phone) if member.phone else "",
        "" if member.lives_here else "不住这里",
    )
