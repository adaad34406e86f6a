"""memory: the window on the demo district with all tabs visited, beside a bare window's process.

Memory is what only that process holds (USS). A third window stands beside both, so that libraries
every window shares count for neither.
"""

import statistics

from measuring import Bench, Figure
from windows import companion, look


def measure(bench: Bench) -> list[Figure]:
    folder = bench.demo_folder()
    runs = bench.pick(3, 1)
    look("window", folder)  # compiled by now, as an installed program is
    with companion(folder):
        pairs = [(look("window", folder, tabs=True), look("bare", folder)) for _ in range(runs)]
    value = statistics.median(window["memory"] for window, _ in pairs)
    floor = statistics.median(empty["memory"] for _, empty in pairs)
    return [
        Figure(
            "memory", "window, all tabs visited", "MB", value, floor, value - floor, 120,
            "+ ≤ 120 MB", runs, {"more": value - floor},
        )
    ]  # fmt: skip
