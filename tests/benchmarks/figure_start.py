"""start: process start → painted usable window on the demo district, key derivation left out.

Both windows are timed from the moment before their process is started, by the clock of the machine,
to the moment after the first paint with data; both run in turns. The window opens a demo office
with its password; the time Argon2id takes is measured inside and taken off.
"""

import statistics

from measuring import Bench, Figure
from windows import look


def measure(bench: Bench) -> list[Figure]:
    folder = bench.demo_folder()
    runs = bench.pick(9, 3)
    look("bare", folder)
    look("window", folder)  # files are in the cache of the machine, as on the second morning
    pairs = [(look("window", folder), look("bare", folder)) for _ in range(runs)]
    value = statistics.median(window["seconds"] for window, _ in pairs)
    floor = statistics.median(empty["seconds"] for _, empty in pairs)
    derivation = statistics.median(window["derivation"] for window, _ in pairs)
    return [
        Figure(
            "start", "painted window, 24,000 households", "s", value, floor, value / floor, 2,
            "≤ 2 ×", runs, {"derivation_left_out": derivation},
        )
    ]  # fmt: skip
