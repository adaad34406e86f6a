"""demo: a new data folder with 24,000 households and twelve closed months, in at most 30 s."""

import functools
import shutil
import statistics
from pathlib import Path

from measuring import ACCOUNT, PASSWORD, TODAY, Bench, Figure, seconds

from ldz_desktop.services.demo import build_demo


def measure(bench: Bench) -> list[Figure]:
    months, runs = bench.pick(12, 2), bench.pick(3, 1)
    taken = []
    for run in range(runs):
        folder = bench.folder / f"demo-timed-{run}"
        taken.append(seconds(functools.partial(_build, folder, months)))
        shutil.rmtree(folder)
    value = statistics.median(taken)
    return [
        Figure(
            "demo", f"24,000 households, {months} months", "s", value, None, value, 30,
            "≤ 30 s", runs,
        )
    ]  # fmt: skip


def _build(folder: Path, months: int) -> None:
    build_demo(folder, ACCOUNT, PASSWORD, months=months, today=TODAY)
