"""duplicates, duplicates_typing: the same person once, where 150,000 residents are on file.

duplicates: the whole page: everybody read, compared, and the pairs with both addresses. A few
hundred pairs are planted, as a real archive has them. duplicates_typing: what the hint under the
member form asks at each pause: drafts of people on file as clerks type them, with a slip in the
number, without one, with another character; the figure is the 95th percentile.
"""

import random
import shutil
import statistics
import time
from dataclasses import replace
from pathlib import Path

from crowds import crowded_office
from measuring import Bench, Figure, median_seconds, open_there

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.lookalikes import NEIGHBOURS
from ldz_desktop.services.codes import reader
from ldz_desktop.services.context import Office
from ldz_desktop.storage.households import HouseholdStore

PLANTED, DRAFTS, PASSES = 400, 400, 3


def measure(bench: Bench) -> list[Figure]:
    residents = bench.pick(150_000, 15_000)
    folder = _planted(bench, residents)
    office = open_there(folder)
    try:
        runs = bench.pick(5, 3)
        whole = median_seconds(office.duplicates.scan, runs)
        pairs = len(office.duplicates.scan().pairs)
        typing = _asked(office)
    finally:
        office.close()
        shutil.rmtree(folder)
    typed = 1000 * statistics.quantiles(typing, n=20)[-1]
    return [
        Figure(
            "duplicates", f"the whole archive, {residents:,} residents", "s", whole, None,
            whole, 10, "≤ 10 s", runs, {"pairs": pairs},
        ),
        Figure(
            "duplicates_typing", f"p95 of {DRAFTS} drafts, {residents:,} residents", "ms", typed,
            None, typed, 16, "≤ 16 ms", PASSES,
            {"median": 1000 * statistics.median(typing), "max": 1000 * max(typing)},
        ),
    ]  # fmt: skip


def _planted(bench: Bench, residents: int) -> Path:
    """A copy of the crowded office with people in it twice."""
    folder = bench.folder / "duplicates"
    shutil.copytree(crowded_office(bench, residents), folder)
    office = open_there(folder)
    rng = random.Random("ldz duplicates")
    store = HouseholdStore(office.core.database)
    ids = office.core.ids()
    with office.core.action("测速"):
        for one in _people(office, rng, PLANTED):
            copy = replace(_draft(one, rng), id=next(ids), version=1)
            store.add_resident(copy, reader().sort_key(copy.name))
    office.close()
    return folder


def _people(office: Office, rng: random.Random, wanted: int) -> list[Resident]:
    database = office.core.database
    every = [int(row[0]) for row in database.rows("SELECT id FROM resident WHERE id_number > ''")]
    store = HouseholdStore(database)
    found = (store.resident(i) for i in rng.sample(every, wanted))
    return [one for one in found if one is not None]


def _draft(one: Resident, rng: random.Random) -> Resident:
    """Somebody as written down a second time."""
    number = one.id_number or ""
    kind = rng.randrange(4)
    if kind == 0:
        place = rng.randrange(6, 14)
        digit = str((int(number[place]) + rng.randrange(1, 10)) % 10)
        return replace(one, id_number=number[:place] + digit + number[place + 1 :])
    if kind == 1:
        return replace(one, id_number=None)
    if kind == 2:
        return replace(one, id_number=None, birth=None)
    last = min(NEIGHBOURS.get(one.name[-1], one.name[-1]))
    return replace(one, id_number=None, name=one.name[:-1] + last)


def _asked(office: Office) -> list[float]:
    """Seconds of each draft: the median of several passes, after one that does not count."""
    rng = random.Random("ldz drafts")
    drafts = [replace(_draft(p, rng), id=0) for p in _people(office, rng, DRAFTS)]
    passes = []
    for _ in range(PASSES + 1):
        taken = []
        for draft in drafts:
            started = time.perf_counter()
            office.duplicates.candidates(draft)
            taken.append(time.perf_counter() - started)
        passes.append(taken)
    return [statistics.median(times) for times in zip(*passes[1:], strict=True)]
