"""What `wall` and `wall_screen` look at, in a process of its own. One JSON object on standard
output. Environment: LDZ_BENCH_FOLDER (a demo office), LDZ_BENCH_PASSWORD, LDZ_BENCH_SECONDS (how
long the screen is watched)."""

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ldz_desktop.ui.main_window import MainWindow

_ROOT = Path(__file__).resolve().parents[2]
_RUNS = 7


def main() -> dict[str, float]:
    from ldz_desktop import app
    from ldz_desktop.services.opening import open_office

    app.start()
    folder = Path(os.environ["LDZ_BENCH_FOLDER"])
    program = app.Program(folder)
    office = open_office(folder, "", os.environ["LDZ_BENCH_PASSWORD"], check=False)
    window = program.open_window(office)
    _settle(window)
    _wait(1)
    found = {"wall": _opened(window), "runs": _RUNS, **_watched(window)}
    window.hide()
    program.end()
    return found


def _opened(window: "MainWindow") -> float:
    """Seconds from the click on the tab until what it reads anew is painted, charts included."""
    from ldz_desktop.ui.honours.tab import HonoursTab

    tab = window.tab("honours")
    assert isinstance(tab, HonoursTab)
    _settle(window)
    _wait(2)  # the first chart is drawn, what comes after the first paint is over
    times = []
    for _ in range(_RUNS):
        window.tab("households")
        _settle(window)
        started = time.perf_counter()
        window.tab("honours")
        tab.refresh(None)
        _settle(window)
        times.append(time.perf_counter() - started)
        _wait(0.3)
    return statistics.median(times)


def _watched(window: "MainWindow") -> dict[str, float]:
    """Processor time while the wall turns its pages."""
    from ldz_desktop.ui.honours.screen import WallScreen

    screen = WallScreen(window.bench)
    screen.begin(window.screen())
    _settle(window)
    _wait(3)
    assert screen.isFullScreen()
    turned, page = 0, screen.page()
    started, used = time.perf_counter(), time.process_time()
    until = started + float(os.environ["LDZ_BENCH_SECONDS"])
    while time.perf_counter() < until:
        _wait(5)
        turned, page = turned + (screen.page() != page), screen.page()
    cpu, seconds = time.process_time() - used, time.perf_counter() - started
    screen.close()
    return {"cpu": cpu, "seconds": seconds, "turned": turned}


def _wait(seconds: float) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def _settle(window: "MainWindow") -> None:
    from PySide6.QtWidgets import QApplication

    while not window.bench.tasks.idle():
        QApplication.processEvents()
    window.repaint()


if __name__ == "__main__":
    sys.path.insert(0, str(_ROOT))
    sys.stdout.write(json.dumps(main()) + "\n")
