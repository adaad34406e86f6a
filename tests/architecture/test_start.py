"""What the first window brings along: every module here costs each morning's start a little."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_AT_START = (
    "matplotlib", "reportlab", "python_calamine", "xlsxwriter", "openpyxl", "numpy", "PIL", "lxml",
    "pypinyin", "fontTools", "pypdfium2", "chinese_calendar", "peewee", "platformdirs",
    "asyncio", "concurrent.futures", "csv", "email", "getpass", "html", "http",
    "sqlite3", "unittest", "urllib.request", "xml.etree", "PySide6.QtNetwork",
    "PySide6.QtPrintSupport",
    "ldz_desktop.cli", "ldz_desktop.reports",
    "ldz_desktop.domain.gb11643", "ldz_desktop.domain.identity", "ldz_desktop.domain.names",
    "ldz_desktop.domain.surnames", "ldz_desktop.domain.evaluation",
    "ldz_desktop.storage.driver", "ldz_desktop.storage.leaders", "ldz_desktop.storage.search",
    "ldz_desktop.services.codes", "ldz_desktop.services.evaluation",
    "ldz_desktop.services.exporting", "ldz_desktop.services.file_numbers",
    "ldz_desktop.services.history", "ldz_desktop.services.importing",
    "ldz_desktop.services.lists", "ldz_desktop.services.search",
    "ldz_desktop.services.tables", "ldz_desktop.services.undoable",
    "ldz_desktop.ui.evaluation.tab", "ldz_desktop.ui.honours.tab", "ldz_desktop.ui.roster.tab",
    "ldz_desktop.ui.settings.dialog", "ldz_desktop.ui.unlock",
    "ldz_desktop.ui.households.dwelling_form", "ldz_desktop.ui.households.lists.page",
    "ldz_desktop.ui.households.member_form", "ldz_desktop.ui.households.moves.frame",
    "ldz_desktop.ui.households.picture.view", "ldz_desktop.ui.households.tags.dialog",
    "ldz_desktop.ui.households.tags.page",
    "ldz_desktop.ui.kit.editors", "ldz_desktop.ui.kit.files", "ldz_desktop.ui.kit.forms",
    "ldz_desktop.ui.kit.history.undoing",
    "ldz_desktop.ui.kit.hit_popup", "ldz_desktop.ui.kit.incoming",
    "ldz_desktop.ui.kit.paper_view", "ldz_desktop.ui.kit.thumbnails",
)  # fmt: skip
_MOST_WRITTEN = 8
"""Classes for which dataclasses writes every method (0.5 ms each; ldz_desktop.record says more)."""

_START = """
import json, sys
from pathlib import Path
from ldz_desktop import app
from ldz_desktop.services.opening import open_office
folder = Path(sys.argv[1])
qt = app.start()

def ready(window):
    written = [
        f"{kind.__module__}.{kind.__qualname__}"
        for name, module in list(sys.modules.items()) if name.startswith("ldz_desktop")
        for kind in vars(module).values()
        if isinstance(kind, type) and kind.__module__ == name
        and "__dataclass_params__" in vars(kind) and kind.__dataclass_params__.repr
    ]
    shown = window.current_tab().card.household
    found = {"modules": list(sys.modules), "written": written, "shown": shown.address}
    print(json.dumps(found), flush=True)
    qt.quit()

program = app.Program(folder, on_ready=ready)
program.tasks.run(
    lambda progress: open_office(folder, "", "口令口令口令", check=False),
    lambda office: program.open_window(office),
    owner=program,
)
qt.exec()
program.end()
"""

_OFFICE = """
import sys
from pathlib import Path
from ldz_desktop.services.opening import create_office
office, _ = create_office(Path(sys.argv[1]), "办公室", "李敏", "口令口令口令")
place = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
office.households.create(place, "1", "101", "自住")
office.close()
"""


def _run(code: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_window_imports_what_it_shows_and_no_more(tmp_path: Path) -> None:
    """A real office, opened and painted in a process of its own."""
    folder = tmp_path / "office"
    _run(_OFFICE, folder)
    found = json.loads(_run(_START, folder).splitlines()[-1])
    assert found["shown"] == "福锦苑1栋1单元101"
    there = set(found["modules"])
    assert "ldz_desktop.ui.households.tab" in there
    assert sorted(there.intersection(NOT_AT_START)) == []
    assert len(found["written"]) <= _MOST_WRITTEN, found["written"]
