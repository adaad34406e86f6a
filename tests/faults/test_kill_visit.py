"""kill -9 while a visit pack is given out, brought back or merged (reliability.md §6, 3): the data
are as before or as after, and doing it again ends the same.

Short form here; LDZ_FAULTS=long kills at every step.
"""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office, open_office
from ldz_desktop.services.restoring import by_password, restore

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.conftest import Child

PASSWORD = "测试口令-2026"
KILLS = 40 if os.environ.get("LDZ_FAULTS") == "long" else 3
_PROGRAM = """
from ldz_desktop.services.opening import open_office

what, file, folder, password = sys.argv[1:]
office = open_office(Path(folder), "", password)
if what == "merge":
    office.visits.merge(Path(file), None, Told())
elif what == "look":
    office.visits.preview(Path(file), None, Told())
elif what == "back":
    office.visits.bring_back(Path(file), Told())
else:
    office.visits.pack(Path(file), [b.id for b in office.households.buildings()], password, Told())
"""


@pytest.fixture
def worker(child: "Callable[[str], Child]") -> "Child":
    return child(_PROGRAM)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """An office, and a laptop with two changes; out.ldzvisit and back.ldzvisit beside them."""
    office, _ = create_office(tmp_path / "office", "兴文街道", "李敏", PASSWORD)
    building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    home = office.households.create(building, "1", "101", "自住").ids[0]
    office.households.add_resident(home, Resident(0, 0, "张建国", relation="02"))
    out = office.visits.pack(tmp_path / "out.ldzvisit", [building], PASSWORD).path
    office.close()
    restore(out, by_password("", PASSWORD), tmp_path / "laptop")
    laptop = open_office(tmp_path / "laptop", "", PASSWORD)
    (person,) = laptop.households.get(home).members
    laptop.households.save_resident(person, replace(person, phone="13900000001"))
    laptop.households.add_resident(home, Resident(0, 0, "王秀英", relation="10"))
    laptop.visits.bring_back(tmp_path / "back.ldzvisit")
    laptop.close()
    return tmp_path / "office", tmp_path / "laptop"


def people(office: Office) -> list[tuple[str, str | None]]:
    found = office.core.database.rows("SELECT name, phone FROM resident ORDER BY name")
    return [(str(name), phone) for name, phone in found]


BEFORE = [("张建国", None)]
AFTER = [("张建国", "13900000001"), ("王秀英", None)]


def test_killed_while_merging(worker: "Child", folders: tuple[Path, Path], tmp_path: Path) -> None:
    folder, back = folders[0], tmp_path / "back.ldzvisit"
    looking = worker.places(KILLS, "look", back, folder, PASSWORD)
    last = looking[-1] + 1  # beyond looking it writes
    for step in (*looking, last, last + 1):
        assert worker.kill_at(step, "merge", back, folder, PASSWORD)
        office = open_office(folder, "", PASSWORD)
        assert people(office) == BEFORE
        assert office.checking.problems(deep=True) == ()
        office.close()
    office = open_office(folder, "", PASSWORD)
    assert office.visits.merge(back).applied == 2
    assert people(office) == AFTER
    assert not (folder / "backups" / ".visit").exists()
    office.close()


def test_killed_while_giving_out(
    worker: "Child", folders: tuple[Path, Path], tmp_path: Path
) -> None:
    """Either there is a pack and the office knows it, or neither."""
    folder, out = folders[0], tmp_path / "new.ldzvisit"
    for step in worker.places(KILLS, "out", tmp_path / "other.ldzvisit", folder, PASSWORD):
        assert worker.kill_at(step, "out", out, folder, PASSWORD)
        office = open_office(folder, "", PASSWORD)
        assert not out.exists()
        assert len(office.visits.packs()) == 2
        assert people(office) == BEFORE
        office.close()


def test_killed_while_bringing_back(
    worker: "Child", folders: tuple[Path, Path], tmp_path: Path
) -> None:
    office, laptop = folders
    back = tmp_path / "back.ldzvisit"
    whole = back.read_bytes()
    for step in worker.places(KILLS, "back", tmp_path / "other.ldzvisit", laptop, PASSWORD):
        assert worker.kill_at(step, "back", back, laptop, PASSWORD)
        assert back.read_bytes() == whole
    opened = open_office(office, "", PASSWORD)
    opened.visits.merge(tmp_path / "other.ldzvisit")
    assert people(opened) == AFTER
    opened.close()
