"""kill -9 while a backup is made or restored: the last good one stays, nothing is half there.

Short form here; LDZ_FAULTS=long runs forty kills of each.
"""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldz_desktop.services.opening import create_office, inspect_folder, open_office
from ldz_desktop.services.restoring import by_password, restore

ROOT = Path(__file__).parents[2]
PASSWORD = "测试口令-2026"
KILLS = 40 if os.environ.get("LDZ_FAULTS") == "long" else 6
UNLOCK = by_password("", PASSWORD)

# A child that says each step aloud and waits to be told to go on: it is killed at a known place.
_CHILD = """
import sys
from pathlib import Path
from ldz_desktop.services.opening import open_office
from ldz_desktop.services.restoring import by_password, restore

class Told:
    def report(self, done, total, text=""):
        print(text, flush=True)
        sys.stdin.readline()

what, file, folder, password = sys.argv[1:]
if what == "backup":
    open_office(Path(folder), "", password).backups.make(Path(file), Told())
else:
    restore(Path(file), by_password("", password), Path(folder), Told(), aside=True)
print("done", flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office with one building and a backup of it (a.ldzbackup), then a second building."""
    office, _ = create_office(tmp_path / "data", "兴文街道", "李敏", PASSWORD)
    office.households.add_place("兴新社区", "福锦苑", "1栋")
    office.backups.make(tmp_path / "a.ldzbackup")
    office.households.add_place("兴新社区", "福锦苑", "2栋")
    office.close()
    return tmp_path / "data"


def steps(what: str, file: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The running child after each of its steps."""
    child = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", _CHILD, what, str(file), str(folder), PASSWORD],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert child.stdin is not None
    assert child.stdout is not None
    with child, child.stdin as go, child.stdout as told:
        for line in told:
            if line == "done\n":
                return
            yield child
            if child.poll() is not None:
                return
            go.write("\n")
            go.flush()


def kill_at(what: str, file: Path, folder: Path, step: int) -> bool:
    """Whether there was such a step."""
    for number, child in enumerate(steps(what, file, folder)):
        if number == step:
            child.kill()
            child.wait()
            return True
    return False


def buildings(folder: Path) -> int:
    office = open_office(folder, "", PASSWORD)
    count = office.core.database.value("SELECT count(*) FROM building")
    assert office.checking.problems() == ()
    office.close()
    return int(count)


def places(what: str, file: Path, folder: Path) -> list[int]:
    count = sum(1 for _ in steps(what, file, folder))
    assert count >= 3, "the child tells its steps"
    return sorted(random.Random(4).sample(range(count), min(KILLS, count)))


def test_killed_while_making_a_backup(folder: Path, tmp_path: Path) -> None:
    last = tmp_path / "a.ldzbackup"
    before = last.read_bytes()
    for step in places("backup", tmp_path / "b.ldzbackup", folder):
        assert kill_at("backup", last, folder, step)
        assert last.read_bytes() == before
        assert buildings(folder) == 2
    office = open_office(folder, "", PASSWORD)
    office.backups.make(last)
    assert list((folder / "backups").iterdir()) == [], "what was left behind is cleared away"
    office.close()
    restore(last, UNLOCK, tmp_path / "new")
    assert buildings(tmp_path / "new") == 2
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".part"] == []


def test_killed_while_restoring(folder: Path, tmp_path: Path) -> None:
    last = tmp_path / "a.ldzbackup"
    for step in places("restore", last, tmp_path / "other"):
        assert kill_at("restore", last, folder, step)
        assert inspect_folder(folder).accounts == ("李敏",)
        assert buildings(folder) == 2, "nothing was decided yet"
        assert kill_at("restore", last, tmp_path / "new", step)
        assert not inspect_folder(tmp_path / "new").exists
    restore(last, UNLOCK, tmp_path / "new", aside=True)
    assert buildings(tmp_path / "new") == 1
    assert not list((tmp_path / "new").glob(".rest*"))
