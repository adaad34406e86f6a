"""archive_save, archive_open, archive_card, archive_scroll: what a clerk waits for at a household.

save: one field of one person with its journal entry, on the disk; every thousand pages or so one
of them folds the write-ahead log into the file, which p99 and max of the detail show. open:
everything the card of a household shows, through the services. card, scroll: how long the screen's
thread is held at one go while households are opened one after the other, and while the list of all
households is scrolled from end to end; the 99th percentile over the turns of the event loop in
which something was done.
"""

import os
import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from measuring import Bench, Figure, open_there

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office
    from ldz_desktop.ui.households.tab import HouseholdsTab
    from ldz_desktop.ui.main_window import MainWindow

LIMIT = 16.0
_BUSY = 0.0005  # seconds; a shorter turn of the loop did nothing


def measure(bench: Bench) -> list[Figure]:
    folder = bench.folder / "archive"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(bench.demo_folder(), folder)
    office = open_there(folder)
    ids = office.households.ids()
    some = random.Random("ldz households").sample(ids, min(len(ids), bench.pick(400, 60)))
    figures = [
        _figure("archive_save", "a field with its journal entry", _saved(office, some), 95),
        _figure(
            "archive_open", f"a household of {len(ids):,}, services", _opened(office, some), 95
        ),
    ]
    return figures + _on_screen(office, some, len(ids))


def _figure(name: str, what: str, taken: list[float], percentile: int = 99) -> Figure:
    """taken: seconds."""
    ms = [1000 * one for one in taken]
    parts = statistics.quantiles(ms, n=100)
    high = parts[percentile - 1]
    goal = f"p{percentile} ≤ 16 ms"
    detail = {"median": statistics.median(ms), "p99": parts[-1], "max": max(ms)}
    return Figure(name, what, "ms", high, None, high, LIMIT, goal, len(ms), detail)


def _saved(office: "Office", households: list[int]) -> list[float]:
    taken = []
    for number, household_id in enumerate(households):
        members = office.households.get(household_id).members
        if not members:
            continue
        after = replace(members[0], workplace=f"第{number}工厂")
        started = time.perf_counter()
        office.households.save_resident(members[0], after)
        taken.append(time.perf_counter() - started)
    return taken


def _opened(office: "Office", households: list[int]) -> list[float]:
    """The household, its tags and visits, its papers."""
    taken = []
    for household_id in households:
        started = time.perf_counter()
        office.households.get(household_id)
        office.tags.of_household(household_id)
        office.attachments.of_household(household_id)
        taken.append(time.perf_counter() - started)
    return taken


def _on_screen(office: "Office", households: list[int], count: int) -> list[Figure]:
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ldz_desktop import app

    app.start()
    program = app.Program(office.folder)
    window = program.open_window(office)
    try:
        tab = _archive(window)
        watch = _Watch(window)
        cards = _cards(tab, watch, households)
        scrolled = _scrolled(tab, watch)
    finally:
        program.end()
    return [
        _figure("archive_card", "the screen's thread while households open", cards),
        _figure("archive_scroll", f"the screen's thread, {count:,} rows scrolled", scrolled),
    ]


def _archive(window: "MainWindow") -> "HouseholdsTab":
    from ldz_desktop.domain.places import ALL
    from ldz_desktop.ui.households.tab import HouseholdsTab

    window.resize(1366, 768)
    tab = window.tab("households")
    assert isinstance(tab, HouseholdsTab)
    watch = _Watch(window)
    watch.wait()
    tab.tree.select_place(ALL)
    watch.wait()
    return tab


class _Watch:
    """Turns the event loop by hand and notes how long each turn held the thread."""

    def __init__(self, window: "MainWindow") -> None:
        from PySide6.QtWidgets import QApplication

        self._turn = QApplication.processEvents
        self._idle = window.bench.tasks.idle

    def turns(self, count: int, work: Callable[[], object] = lambda: None) -> list[float]:
        """The turns that did something; work is part of the first."""
        held = []
        for number in range(count):
            started = time.perf_counter()
            if number == 0:
                work()
            self._turn()
            taken = time.perf_counter() - started
            if taken > _BUSY:
                held.append(taken)
            time.sleep(0.0005)  # lets the worker run, as a person's pause would
        return held

    def wait(self) -> list[float]:
        """Until the worker has nothing more to deliver and it has been painted."""
        held, quiet = [], 0
        while quiet < 20:  # also work that follows from work
            held += self.turns(1)
            quiet = quiet + 1 if self._idle() else 0
        return held


def _cards(tab: "HouseholdsTab", watch: _Watch, households: list[int]) -> list[float]:
    held: list[float] = []
    for number, household_id in enumerate(households):
        one = watch.turns(1, lambda key=household_id: tab.card.show_household(key))
        one += watch.wait()
        held += one if number else []  # the first builds what all others use
    return held


def _scrolled(tab: "HouseholdsTab", watch: _Watch) -> list[float]:
    bar = tab.list.table.verticalScrollBar()
    step = max(1, bar.maximum() // 600)
    held: list[float] = []
    for place in range(0, bar.maximum(), step):
        held += watch.turns(3, lambda place=place: bar.setValue(place))
    return held
