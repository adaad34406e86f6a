"""search, search_growth: keystroke → first 50 rows, over 1,000 mixed queries.

The queries are what people type: one to three characters of a name, initials, pinyin, parts of
identity numbers and telephones, addresses, and things that are not there. Each is asked as the
window asks it: through the search service, 50 answers at most. The figure is the 95th percentile;
growth asks the same queries where ten times the residents live, in turns with the smaller office,
so that both see the same machine.
"""

import gc
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from crowds import crowded_office, people_of_part
from measuring import Bench, Figure, open_there

from ldz_desktop.services.codes import reader
from ldz_desktop.services.context import Office

QUERIES, ROWS, PASSES = 1000, 50, 9
Query = tuple[str, str]  # kind, text


def measure(bench: Bench) -> list[Figure]:
    residents = bench.pick(150_000, 15_000)
    queries = mixed_queries(residents)
    folders = [crowded_office(bench, times * residents) for times in (1, 10)]
    one, ten = _asked(folders, queries)
    value, grown = 1000 * _p95(one), 1000 * _p95(ten)
    return [
        Figure(
            "search", f"p95 of {QUERIES:,} queries, {residents:,} residents", "ms", value, None,
            value, 16, "≤ 16 ms", PASSES, _detail(queries, one),
        ),
        Figure(
            "search_growth", f"the same at {10 * residents:,} residents", "ms", grown, value,
            grown / value, 2, "≤ 2 ×", PASSES, _detail(queries, ten),
        ),
    ]  # fmt: skip


def _asked(folders: Sequence[Path], queries: Sequence[Query]) -> list[list[float]]:
    """For each office the seconds of each query: the median of several passes, after one that does
    not count."""
    offices = [open_there(folder) for folder in folders]
    passes: list[list[list[float]]] = [[] for _ in offices]
    try:
        for _ in range(PASSES + 1):
            for office, taken in zip(offices, passes, strict=True):
                gc.collect()
                taken.append([_seconds(office, text) for _, text in queries])
    finally:
        for office in offices:
            office.close()
    return [
        [statistics.median(times) for times in zip(*taken[1:], strict=True)] for taken in passes
    ]


def _seconds(office: Office, text: str) -> float:
    started = time.perf_counter()
    office.search.find(text, limit=ROWS)
    return time.perf_counter() - started


def _p95(taken: Sequence[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def _detail(queries: Sequence[Query], taken: Sequence[float]) -> dict[str, float]:
    """Median, maximum, and the slowest tenth of each kind, in milliseconds."""
    kinds: dict[str, list[float]] = defaultdict(list)
    for (kind, _), one in zip(queries, taken, strict=True):
        kinds[kind].append(one)
    slow = {f"{kind}_p90": 1000 * statistics.quantiles(t, n=10)[-1] for kind, t in kinds.items()}
    return {"median": 1000 * statistics.median(taken), "max": 1000 * max(taken), **slow}


def mixed_queries(residents: int) -> list[Query]:
    """1,000 queries of ten kinds about people who live there, always the same."""
    rng = random.Random("ldz queries")
    homes = [
        (building, household)
        for building in people_of_part(0, residents, set())
        for household in building.households
        if household.members
    ]
    found: list[Query] = []
    for _ in range(QUERIES // 10):
        building, household = rng.choice(homes)
        person = rng.choice(household.members)
        number = person.id_number or household.members[0].id_number or "511902199001011234"
        phone = person.phone or household.members[0].phone or "13900000000"
        reading = reader().readings(person.name)[0]
        door = household.door
        place = building.compound + building.name
        cut = rng.randrange(1, len(reading.full) + 1)
        found += [
            ("name_1", person.name[0]),
            ("name_2", person.name[:2]),
            ("name_3", person.name[:3]),
            ("initials", reading.initials[: rng.randrange(1, 4)]),
            ("pinyin", reading.full[:cut]),
            ("id_part", rng.choice((number[-4:], number[6:14], number[:6], number, number[-6:]))),
            ("phone_part", rng.choice((phone[-4:], phone[:7], phone, phone[:3], phone[3:8]))),
            (
                "address",
                rng.choice(
                    (
                        building.compound, place, f"{place}{door.unit}{door.room}", door.room,
                        f"{place} {door.room}", f"{building.name} {door.room}",
                    )
                ),
            ),
            ("both", f"{person.name[0]} {place}"),
            ("miss", rng.choice(("龘", "zzqx", "000000000", "蟠桃园9栋", "王㵘", "998877665544"))),
        ]  # fmt: skip
    return found
