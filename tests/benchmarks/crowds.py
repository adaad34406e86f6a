"""Offices with as many residents as wanted: the demo's people, several families to a household.

The real district has 150,000 residents in 24,000 household files. One part holds up to 150,000;
more residents are more parts, with communities and compounds of their own, as a larger town has.
"""

import itertools
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from measuring import ACCOUNT, PASSWORD, TODAY, Bench

from ldz_desktop.services.demo.district import BuildingPlan, HouseholdPlan, build_district
from ldz_desktop.services.demo.person import Person
from ldz_desktop.services.demo.writing import write_households, write_places
from ldz_desktop.services.opening import create_office
from ldz_desktop.services.progress import SILENT

PART = 150_000


def crowded_office(bench: Bench, residents: int) -> Path:
    """A data folder with that many residents; built once and kept for the whole run."""
    folder = bench.folder / f"crowd-{residents}"
    if folder.exists():
        return folder
    bench.say(f"building an office of {residents:,} residents")
    draft = folder.with_name(f"{folder.name}.draft-{os.getpid()}")
    office, _ = create_office(draft, "测速办公室", ACCOUNT, PASSWORD)
    database, ids = office.core.database, office.core.ids()
    left, taken = residents, set[str]()
    for part in itertools.count():
        if left <= 0:
            break
        district = list(people_of_part(part, min(left, PART), taken))
        left -= PART
        with database.transaction():
            buildings = write_places(database, district, ids)
            write_households(database, district, buildings, ids, SILENT)
        bench.say(f"  {residents - max(left, 0):,}")
    office.close()
    draft.rename(folder)
    return folder


def people_of_part(part: int, residents: int, taken: set[str]) -> Iterator[BuildingPlan]:
    """The buildings of one part with exactly so many residents; the first part has the demo's
    places. taken: identity numbers so far; seeds differ, so numbers can meet, and the later person
    then has none."""
    layers = []
    count = 0
    for seed in itertools.count(1 + 1000 * part):
        layers.append(build_district(seed, TODAY))
        count += sum(len(h.members) for b in layers[-1] for h in b.households)
        if count >= residents:
            break
    left = residents
    for buildings in zip(*layers, strict=True):
        households = []
        for homes in itertools.zip_longest(*(b.households for b in buildings)):
            first = next(h for h in homes if h is not None)
            members = [m for h in homes if h is not None for m in h.members][:left]
            left -= len(members)
            households.append(replace(first, members=[_unique(m, taken) for m in members]))
        yield replace(
            buildings[0],
            community=of_part(buildings[0].community, part),
            compound=of_part(buildings[0].compound, part),
            households=tuple(_own_doors(households)),
        )


def of_part(name: str, part: int) -> str:
    return name if part == 0 else f"{name[:-2]}{part}区{name[-2:]}"


def _unique(person: Person, taken: set[str]) -> Person:
    number = person.id_number
    if number is not None and number in taken:
        person.id_number = None
    elif number is not None:
        taken.add(number)
    return person


def _own_doors(households: list[HouseholdPlan]) -> Iterator[HouseholdPlan]:
    """Buildings of several layers have different doors: a door that is taken is left out."""
    doors = set()
    for household in households:
        if household.door not in doors:
            doors.add(household.door)
            yield household
