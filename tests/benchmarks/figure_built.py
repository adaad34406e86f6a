"""built_start, built_size: what resources/installer/build.py made (run.py --built OUT).

built_start: process start → the password window on a virtual screen, of the built program beside
the same program from its source, in turns; Linux only, needs Xvfb and xdotool. built_size: the
setup program against the 90 MB that were asked for. Each is left out where OUT has no such thing.
"""

import contextlib
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from measuring import Bench, Figure

_ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(_ROOT / "tests" / "frozen"))
_PATIENCE_S = 60
_SETUP_MB = 90


def measure(bench: Bench) -> list[Figure]:
    if bench.built is None:
        bench.say("  left out: needs --built OUT")
        return []
    found = []
    program = bench.built / "ldz-desktop" / "ldz-desktop"
    if program.is_file():
        found.append(_start(bench, program))
    for setup in bench.built.glob("ldz-desktop-*.exe"):
        size = setup.stat().st_size / 1e6
        found.append(
            Figure(
                "built_size", "setup program", "MB", size, None, size, _SETUP_MB,
                f"≤ {_SETUP_MB} MB", 1,
            )
        )  # fmt: skip
    return found


def _start(bench: Bench, program: Path) -> Figure:
    folder = bench.demo_folder()
    from check import a_screen

    runs = bench.pick(9, 3)
    data = ("--data", str(folder))
    source = (sys.executable, "-m", "ldz_desktop", *data)
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled")}
    environment.pop("QT_QPA_PLATFORM", None)
    with a_screen() as environment["DISPLAY"]:
        for command in ((str(program), *data), source):
            _until_shown(command, environment)
        pairs = [
            (_until_shown((str(program), *data), environment), _until_shown(source, environment))
            for _ in range(runs)
        ]
    value, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Figure(
        "built_start", "built program, password window; from source", "s", value, floor,
        value / floor, 1.5, "≤ 1.5 ×", runs,
    )  # fmt: skip


def _until_shown(command: Sequence[str], environment: dict[str, str]) -> float:
    """Seconds from the start to a visible window; the program is ended then."""
    asked = ["xdotool", "search", "--onlyvisible", "--name", "楼栋长"]
    started = time.perf_counter()
    running = subprocess.Popen(
        command, cwd=_ROOT, env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while running.poll() is None and time.perf_counter() - started < _PATIENCE_S:
            if subprocess.run(asked, env=environment, capture_output=True, check=False).stdout:
                return time.perf_counter() - started
        raise RuntimeError(f"no window: {command[0]}")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGTERM)
        running.wait(_PATIENCE_S)
