"""kill -9 while a backup is made or restored: the last good one stays, nothing is half there.

Short form here; LDZ_FAULTS=long runs forty kills of each.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ldz_desktop.services.opening import create_office, inspect_folder, open_office
from ldz_desktop.services.restoring import by_password, restore

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.conftest import Child

PASSWORD = "测试口令-2026"
KILLS = 40 if os.environ.get("LDZ_FAULTS") == "long" else 6
UNLOCK = by_password("", PASSWORD)

_PROGRAM = """
from ldz_desktop.services.opening import open_office
from ldz_desktop.services.restoring import by_password, restore

what, file, folder, password = sys.argv[1:]
if what == "backup":
    open_office(Path(folder), "", password).backups.make(Path(file), Told())
else:
    restore(Path(file), by_password("", password), Path(folder), Told(), aside=True)
"""


@pytest.fixture
def worker(child: "Callable[[str], Child]") -> "Child":
    return child(_PROGRAM)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office with one building and a backup of it (a.ldzbackup), then a second building."""
    office, _ = create_office(tmp_path / "data", "兴文街道", "李敏", PASSWORD)
    office.households.add_place("兴新社区", "福锦苑", "1栋")
    office.backups.make(tmp_path / "a.ldzbackup")
    office.households.add_place("兴新社区", "福锦苑", "2栋")
    office.close()
    return tmp_path / "data"


def buildings(folder: Path) -> int:
    office = open_office(folder, "", PASSWORD)
    count = office.core.database.value("SELECT count(*) FROM building")
    assert office.checking.problems() == ()
    office.close()
    return int(count)


def test_killed_while_making_a_backup(worker: "Child", folder: Path, tmp_path: Path) -> None:
    last = tmp_path / "a.ldzbackup"
    before = last.read_bytes()
    making = ("backup", tmp_path / "b.ldzbackup", folder, PASSWORD)
    for step in worker.places(KILLS, *making):
        assert worker.kill_at(step, "backup", last, folder, PASSWORD)
        assert last.read_bytes() == before
        assert buildings(folder) == 2
    office = open_office(folder, "", PASSWORD)
    office.backups.make(last)
    assert list((folder / "backups").iterdir()) == [], "what was left behind is cleared away"
    office.close()
    restore(last, UNLOCK, tmp_path / "new")
    assert buildings(tmp_path / "new") == 2
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".part"] == []


def test_killed_while_restoring(worker: "Child", folder: Path, tmp_path: Path) -> None:
    last = tmp_path / "a.ldzbackup"
    for step in worker.places(KILLS, "restore", last, tmp_path / "other", PASSWORD):
        assert worker.kill_at(step, "restore", last, folder, PASSWORD)
        assert inspect_folder(folder).accounts == ("李敏",)
        assert buildings(folder) == 2, "nothing was decided yet"
        assert worker.kill_at(step, "restore", last, tmp_path / "new", PASSWORD)
        assert not inspect_folder(tmp_path / "new").exists
    restore(last, UNLOCK, tmp_path / "new", aside=True)
    assert buildings(tmp_path / "new") == 1
    assert not list((tmp_path / "new").glob(".rest*"))
