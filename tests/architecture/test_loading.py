"""Extension modules are loaded with the interpreter kept: no thread can wait for another for ever.

The window is opened at the honour wall, whose worker draws the first chart, in a process of its
own. Windows' own side of it runs where Windows is (.ci/windows-tests).
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

_AT_THE_WALL = """
import json, sys, threading
from datetime import date
from importlib.machinery import ExtensionFileLoader
from pathlib import Path
from ldz_desktop import loading

def extensions():
    return {
        spec.origin for module in list(sys.modules.values())
        if (spec := getattr(module, "__spec__", None)) is not None
        and isinstance(spec.loader, ExtensionFileLoader)
    }

there, seen = extensions(), {}
loading.install(lambda path: seen.setdefault(path, threading.current_thread().name))

from PySide6.QtCore import QTimer
from ldz_desktop import app
from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import create_office, open_office
from ldz_desktop.ui.kit.preferences import Preferences

folder = Path(sys.argv[1])
office, _ = create_office(folder, "办公室", "李敏", "口令口令口令")
building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
for month in ("2026-08", "2026-09"):
    office.evaluation.open_month(month)
    office.evaluation.save_draft(month, building, Draft(Header(10, 6, 6, 0, 0), ("5" * 8,) * 6))
    office.evaluation.commit_draft(month, building)
    office.evaluation.close(month)
office.close()
preferences = Preferences(folder)
preferences.last_tab = "honours"
preferences.save()

app.start()
program = app.Program(folder)
program.tasks.run(
    lambda progress: open_office(folder, "", "口令口令口令", check=False),
    program.open_window,
    owner=program,
)

def look():
    if "matplotlib.ft2font" in sys.modules and program.tasks.idle():
        watch.stop()
        program.end()
        passed = sorted(extensions() - there - set(seen))
        print(json.dumps({"seen": seen, "passed": passed}))
        program._app.quit()

watch = QTimer()
watch.timeout.connect(look)
watch.start(50)
program._app.exec()
"""

_BOTH_LOCKS = """
import ctypes, sys, threading
import ldz_desktop
import numpy

kernel = ctypes.PyDLL("kernel32")  # as Qt's timers: asks for the loader's lock, interpreter in hand
found = ctypes.c_void_p()
begun, over = threading.Event(), threading.Event()

def work():
    begun.set()
    import matplotlib.ft2font
    over.set()

threading.Thread(target=work, daemon=True).start()
begun.wait()
while not over.is_set():
    kernel.GetModuleHandleExW(0, "kernel32", ctypes.byref(found))
print("both went on")
"""


def _run(code: str, *arguments: str, seconds: float = 120) -> str:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, *arguments],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=seconds,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_no_extension_is_loaded_another_way(tmp_path: Path) -> None:
    """Whichever thread imports it first; the worker does load some here."""
    found = json.loads(_run(_AT_THE_WALL, str(tmp_path / "office")).splitlines()[-1])
    assert found["passed"] == []
    by_the_worker = [path for path, thread in found["seen"].items() if thread == "database"]
    assert any("ft2font" in path for path in by_the_worker)


def test_every_process_of_the_program_is_guarded() -> None:
    """The guard stands before anything of the program can be imported, in the window, in a command
    and in the process that reads workbooks."""
    code = """
import sys
import ctypes
here, sys.platform = sys.platform, "win32"
class Kernel:
    def __getattr__(self, name):
        def load(path, handle, flags): print(name, flags, path)
        return load
ctypes.PyDLL = lambda name: Kernel()
before = set(sys.modules)
import ldz_desktop
print(sorted(n for n in set(sys.modules) - before if n.startswith("ldz_desktop")))
sys.platform = here
import _asyncio
"""
    packages, *loaded = _run(code).splitlines()
    assert packages == "['ldz_desktop', 'ldz_desktop.loading']"
    assert any(re.fullmatch(r"LoadLibraryExW 4352 .*_asyncio.*", line) for line in loaded)


@pytest.mark.skipif(sys.platform != "win32", reason="the loader's lock of Windows")
def test_a_worker_and_the_window_do_not_wait_for_each_other() -> None:
    for _ in range(2):
        assert "both went on" in _run(_BOTH_LOCKS, seconds=60)
