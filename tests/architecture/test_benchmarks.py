"""The benchmarks are run by hand, seldom: that each of them can begin is tested here."""

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "benchmarks"
_IMPORT = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"


def test_every_figure_can_be_imported() -> None:
    names = sorted(path.stem for path in FOLDER.glob("*.py"))
    assert len(names) > 10
    paths = os.pathsep.join((str(FOLDER), str(FOLDER.parents[1])))
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT, *names], check=False, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
