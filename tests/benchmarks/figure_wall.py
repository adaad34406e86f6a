"""wall: the honour tab on the demo district, from the click to its data painted, warm.
wall_screen: 全屏展示 at 1920 × 1080, processor time of the whole process while pages turn.

The window stands in a process of its own. A television's wall turns a page every 18 seconds; it is
watched for a minute (small: for 20 seconds), fades included.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from measuring import PASSWORD, Bench, Figure

_CHILD = Path(__file__).with_name("child_wall.py")
_SCREEN = '{"screens": [{"name": "tv", "x": 0, "y": 0, "width": 1920, "height": 1080}]}'


def measure(bench: Bench) -> list[Figure]:
    folder = bench.demo_folder()
    watched = bench.pick(60, 20)
    found = _look(folder, watched)
    share = 100 * found["cpu"] / found["seconds"]
    detail = {"pages_turned": found["turned"], "cpu_seconds": found["cpu"]}
    return [
        Figure(
            "wall", "honour tab, warm", "s", found["wall"], None, found["wall"], 0.3, "≤ 0.3 s",
            int(found["runs"]),
        ),
        Figure(
            "wall_screen", f"full screen, {watched} s", "% core", share, None, share, 5,
            "≤ 5 % of a core", 1, detail,
        ),
    ]  # fmt: skip


def _look(folder: Path, seconds: int) -> dict[str, float]:
    screen = folder.parent / "screen.json"
    screen.write_text(_SCREEN, encoding="utf-8")
    environment = {
        **os.environ,
        "LDZ_BENCH_FOLDER": str(folder),
        "LDZ_BENCH_PASSWORD": PASSWORD,
        "LDZ_BENCH_SECONDS": str(seconds),
        "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
    }
    done = subprocess.run(
        [sys.executable, str(_CHILD)], env=environment, capture_output=True, check=False,
        text=True, timeout=seconds + 240,
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(done.stderr)
        raise subprocess.CalledProcessError(done.returncode, done.args)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
