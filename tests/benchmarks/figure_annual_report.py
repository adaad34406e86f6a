"""annual_report: the year of the demo district, from the records to the finished paper, warm.

Most of it is looking through every household for what is left to mend, which is the floor.
"""

from measuring import TODAY, Bench, Figure, in_turns, open_there

from ldz_desktop.reports.annual_report import render


def measure(bench: Bench) -> list[Figure]:
    office = open_there(bench.demo_folder())
    runs = bench.pick(5, 3)
    try:
        whole, floor = in_turns(
            lambda: render(office.annual_report.of(TODAY.year)), office.mending.scan, runs
        )
    finally:
        office.close()
    return [
        Figure(
            "annual_report", "24,000 households, a year", "s", whole, floor, whole / floor, 2,
            "≤ 2 × looking through the files", runs,
        )
    ]  # fmt: skip
