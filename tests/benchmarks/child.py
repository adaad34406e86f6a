"""What start and memory look at, in a process of its own: a bare window, or the program's window.

    python child.py bare|window|companion START

START: the parent's clock (time.time) when it started this process. One JSON object on standard
output: seconds from START to the painted window, without the derivation of the key; and, for the
window, what all its tabs need of memory. A companion is a bare window that stays until its standard
input ends: beside it, libraries that every window shares do not count as anybody's own memory,
whatever else runs on the machine. Environment: LDZ_BENCH_FOLDER (a demo office),
LDZ_BENCH_PASSWORD, LDZ_BENCH_TABS=1 (visit every tab).
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office
    from ldz_desktop.ui.main_window import MainWindow

_ROOT = Path(__file__).resolve().parents[2]


def bare(started: float) -> dict[str, float]:
    """A PySide6 program that shows one window with a line of text, and nothing else."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    qt = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("楼栋长"))
    window.resize(1366, 768)
    window.show()
    found: dict[str, float] = {}

    def painted() -> None:
        window.repaint()
        found["seconds"] = time.time() - started
        found["memory"] = _memory()
        qt.quit()

    QTimer.singleShot(0, painted)
    qt.exec()
    return found


def companion(started: float) -> dict[str, float]:
    """A bare window that stays, and says when it is there."""
    del started
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    qt = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("楼栋长"))
    window.show()
    window.repaint()
    qt.processEvents()
    sys.stdout.write("{}\n")
    sys.stdout.flush()
    sys.stdin.read()
    return {}


def window(started: float) -> dict[str, float]:
    """The program's window on a demo office, through its composition root."""
    from ldz_desktop import garbage

    garbage.rarely()  # as __main__ does
    from PySide6.QtCore import QTimer

    from ldz_desktop import app
    from ldz_desktop.services.opening import open_office

    derived = _watch_derivation()
    qt = app.start()
    folder = Path(os.environ["LDZ_BENCH_FOLDER"])
    found: dict[str, float] = {}
    shown: MainWindow | None = None
    program = app.Program(folder, on_ready=lambda _: ready())

    def ready() -> None:
        found["seconds"] = time.time() - started - sum(derived)
        found["derivation"] = sum(derived)
        QTimer.singleShot(0, further)

    def further() -> None:
        if os.environ.get("LDZ_BENCH_TABS") and shown is not None:
            _visit(shown)
        found["memory"] = _memory()
        qt.quit()

    def opened(office: "Office") -> None:
        nonlocal shown
        shown = program.open_window(office)

    # as the unlock window does it: on the worker, whose connection the window goes on with
    program.tasks.run(
        lambda progress: open_office(folder, "", os.environ["LDZ_BENCH_PASSWORD"], check=False),
        opened,
        owner=program,
    )
    qt.exec()
    program.end()
    return found


def _visit(shown: "MainWindow") -> None:
    """Every tab, each until its data is there and has been painted."""
    from PySide6.QtWidgets import QApplication

    from ldz_desktop.ui.features import FEATURES

    for feature in FEATURES:
        shown.tab(feature.key)
        _settle(shown)
    QApplication.processEvents()


def _settle(shown: "MainWindow") -> None:
    """Until the worker has nothing more to deliver and the window is painted."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    quiet = [0]

    def look() -> None:
        quiet[0] = quiet[0] + 1 if shown.bench.tasks.idle() else 0
        if quiet[0] >= 60:  # also what waits a moment before it begins, as charts do (120 ms)
            loop.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(5)
    loop.exec()
    timer.stop()
    shown.repaint()


def _watch_derivation() -> list[float]:
    """The seconds that Argon2id takes, filled in as it is called."""
    import argon2.low_level

    taken: list[float] = []
    original = argon2.low_level.hash_secret_raw

    def timed(*arguments: object) -> bytes:
        begun = time.perf_counter()
        try:
            return original(*arguments)  # type: ignore[arg-type]
        finally:
            taken.append(time.perf_counter() - begun)

    argon2.low_level.hash_secret_raw = timed  # type: ignore[assignment]
    return taken


def _memory() -> float:
    """Megabytes that only this process holds (USS)."""
    import psutil

    return float(psutil.Process().memory_full_info().uss) / 2**20


if __name__ == "__main__":
    sys.path.insert(0, str(_ROOT))
    kinds = {"bare": bare, "window": window, "companion": companion}
    sys.stdout.write(json.dumps(kinds[sys.argv[1]](float(sys.argv[2]))) + "\n")
