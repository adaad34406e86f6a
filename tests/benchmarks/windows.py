"""Windows in processes of their own: the program's, and a bare one."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from measuring import PASSWORD

from ldz_desktop.ui.kit.preferences import FILE_NAME

_CHILD = Path(__file__).with_name("child.py")
_PATIENCE = 300
_SCREEN = '{"screens": [{"name": "pc", "x": 0, "y": 0, "width": 1400, "height": 820}]}'


def look(kind: Literal["bare", "window"], folder: Path, *, tabs: bool = False) -> dict[str, float]:
    """Start one window as for the first time, wait until it has been painted, and what it said."""
    (folder / FILE_NAME).unlink(missing_ok=True)  # remembers the last tab
    done = subprocess.run(
        [sys.executable, str(_CHILD), kind, repr(time.time())],
        env=_environment(folder, tabs=tabs), capture_output=True, check=False, text=True,
        timeout=_PATIENCE,
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(done.stderr)
        raise subprocess.CalledProcessError(done.returncode, done.args)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def companion(folder: Path) -> Iterator[None]:
    """A bare window beside those that are looked at (see child.py)."""
    with subprocess.Popen(
        [sys.executable, str(_CHILD), "companion", repr(time.time())],
        env=_environment(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        yield
        process.communicate(timeout=_PATIENCE)


def _environment(folder: Path, *, tabs: bool = False) -> dict[str, str]:
    environment = {
        **os.environ,
        "LDZ_BENCH_FOLDER": str(folder),
        "LDZ_BENCH_PASSWORD": PASSWORD,
        "LDZ_BENCH_TABS": "1" if tabs else "",
        "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        screen = folder.parent / "screen-small.json"  # room for 1366 × 768
        screen.write_text(_SCREEN, encoding="utf-8")
        environment.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={screen}")
    return environment
