"""Windows in processes of their own: the program's, and a bare one."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Literal

from measuring import PASSWORD

_CHILD = Path(__file__).with_name("child.py")
_PATIENCE = 300


def look(kind: Literal["bare", "window"], folder: Path, *, tabs: bool = False) -> dict[str, float]:
    """Start one window, wait until it has been painted, and what it said of itself."""
    environment = {
        **os.environ,
        "LDZ_BENCH_FOLDER": str(folder),
        "LDZ_BENCH_PASSWORD": PASSWORD,
        "LDZ_BENCH_TABS": "1" if tabs else "",
    }
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run(
        [sys.executable, str(_CHILD), kind, repr(time.time())],
        env=environment, stdout=subprocess.PIPE, check=True, text=True, timeout=_PATIENCE,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
