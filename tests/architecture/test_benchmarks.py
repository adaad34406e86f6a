"""The benchmarks are run by hand, seldom: that each of them can begin is tested here."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "benchmarks"
_IMPORT = """
import importlib, sys

sys.path[:0] = sys.argv[1:3]  # not PYTHONPATH: Windows Python as others embed it does not read it
for name in sys.argv[3:]:
    importlib.import_module(name)
"""


def test_every_figure_can_be_imported() -> None:
    names = sorted(path.stem for path in FOLDER.glob("*.py"))
    assert len(names) > 10
    command = [sys.executable, "-c", _IMPORT, str(FOLDER), str(FOLDER.parents[1]), *names]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
