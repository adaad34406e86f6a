"""mending: looking through 24,000 households with 150,000 residents for what contradicts itself.

Every rule over every household, with the address and the leader of each line. Several thousand
lines come of it, most of them households nobody has checked for a year.
"""

from crowds import crowded_office
from measuring import Bench, Figure, median_seconds, open_there


def measure(bench: Bench) -> list[Figure]:
    residents = bench.pick(150_000, 15_000)
    office = open_there(crowded_office(bench, residents))
    try:
        runs = bench.pick(5, 3)
        whole = median_seconds(office.mending.scan, runs)
        report = office.mending.scan()
    finally:
        office.close()
    return [
        Figure(
            "mending", f"{report.households:,} households, {residents:,} residents", "s", whole,
            None, whole, 5, "≤ 5 s", runs, {"lines": len(report.lines)},
        )
    ]  # fmt: skip
