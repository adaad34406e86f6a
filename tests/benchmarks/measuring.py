"""What every benchmark shares: the figure it gives, how time is taken, offices to measure on.

A figure stands beside a floor that was measured in the same run wherever the issue names one; only
the ratio is compared with the goal, so that a slow or busy machine does not decide.
"""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import open_office

TODAY = date(2026, 11, 24)
ACCOUNT, PASSWORD = "李敏", "测速口令-2026"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. value, floor: in `unit`, medians; compared: what the goal is about
    (the ratio to the floor, or the value or difference itself); detail: more of the same run."""

    name: str
    what: str
    unit: str
    value: float
    floor: float | None
    compared: float
    limit: float
    goal: str
    runs: int
    detail: dict[str, float] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        return self.compared <= self.limit

    def shape(self) -> dict[str, Any]:
        """For --json."""
        ratio = self.value / self.floor if self.floor else None
        return {**asdict(self), "ratio": ratio, "met": self.met}


class Bench:
    """One run of the benchmarks. small: a short form for CI; folder: where offices are built;
    built: what resources/installer/build.py made, if it is to be measured."""

    def __init__(
        self,
        folder: Path,
        *,
        small: bool,
        say: Callable[[str], None],
        built: Path | None = None,
    ) -> None:
        self.built = built.resolve() if built else None
        self.folder = folder
        self.small = small
        self.say = say

    def pick(self, full: int, small: int) -> int:
        return small if self.small else full

    def demo_folder(self) -> Path:
        """A demo office, built once and kept for the whole run."""
        from ldz_desktop.services.demo import build_demo

        months = self.pick(12, 2)
        folder = self.folder / f"demo-{months}"
        if not folder.exists():
            self.say(f"building a demo office of {months} months")
            build_demo(folder, ACCOUNT, PASSWORD, months=months, today=TODAY)
        return folder


def open_there(folder: Path) -> Office:
    """The office of a benchmark."""
    return open_office(folder, ACCOUNT, PASSWORD, check=False)


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes, with no garbage of others to collect."""
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median_seconds(work: Callable[[], object], runs: int, warm: int = 1) -> float:
    """The median of several calls, after some that do not count."""
    for _ in range(warm):
        work()
    return statistics.median(seconds(work) for _ in range(runs))


def in_turns(
    first: Callable[[], object], second: Callable[[], object], runs: int, warm: int = 1
) -> tuple[float, float]:
    """Medians of two kinds of work done in turns, so that both see the same machine."""
    for _ in range(warm):
        first()
        second()
    pairs = [(seconds(first), seconds(second)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
