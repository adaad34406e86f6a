"""A folder that cannot be written to (a locked stick, another user's): it is read, and every save
says why it is none."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import open_office

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
ROOT = Path(__file__).parents[2]
PASSWORD = "测试口令-2026"
NUMBER = "511902196707260018"
# whoever is root may write anywhere, unless the right to it is given up before the program starts
WITHOUT_RIGHTS = """
import ctypes, os, sys
for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
WINDOW = """
import sys
from pathlib import Path
from dataclasses import replace
from ldz_desktop.app import Program, start
from ldz_desktop.errors import KnownError
from ldz_desktop.services.opening import open_office
from ldz_desktop.ui.kit.read_only import ReadOnlyStrip

qt = start()
office = open_office(Path(sys.argv[1]), "", "测试口令-2026")
program = Program(office.folder)
window = program.open_window(office)
(strip,) = window.findChildren(ReadOnlyStrip)
print(strip.isVisible(), strip.words.text())
person = office.households.get(office.households.ids()[0]).members[0]
for save in (
    lambda: office.households.save_resident(person, replace(person, phone="13900000001")),
    lambda: office.settings.save_profile(replace(office.settings.profile(), phone="1")),
    lambda: office.accounts.add("王五", "另一个口令-2026"),
    lambda: office.households.reveal(person.id, "id_number"),
):
    try:
        save()
        print("saved")
    except KnownError as error:
        print(error.title, error.message)
print(office.backups.automatic())
program.end()
"""


@pytest.fixture
def locked(office: Office, tmp_path: Path) -> Iterator[Path]:
    """A folder with a log in it, as a program that was killed leaves it, and nobody may write."""
    building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    home = office.households.create(building, "1", "101", "自住").ids[0]
    person = Resident(0, 0, "张建国", relation="02", id_number=NUMBER, birth=date(1967, 7, 26))
    office.households.add_resident(home, person)
    folder = tmp_path / "locked"
    folder.mkdir()
    for path in office.folder.iterdir():
        if path.is_file() and not path.name.startswith("instance"):
            (folder / path.name).write_bytes(path.read_bytes())
    assert (folder / "archive.db-wal").stat().st_size
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555)
    yield folder
    folder.chmod(0o755)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_RIGHTS, "-X", "utf8", *arguments],
        cwd=ROOT, env=os.environ | {"LDZ_PASSWORD": PASSWORD}, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run("-m", "ldz_desktop", "--data", str(folder), *words)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def copies() -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob("ldz-reading-*"))


def test_it_is_searched_checked_and_exported(locked: Path, tmp_path: Path) -> None:
    before, known = content(locked), copies()
    found = command(locked, "search", "张建国")
    assert found.returncode == 0, found.stderr
    assert "张建国" in found.stdout
    assert command(locked, "check", "--deep").returncode == 0
    out = tmp_path / "户档.csv"
    words = ("export", "households", str(out), "--purpose", "核对")
    assert command(locked, *words).returncode == 0
    assert "张建国" in out.read_text("utf-8-sig")
    full = command(locked, *words, "--full")
    assert full.returncode == 1
    assert "记入日志" in full.stderr
    assert NUMBER not in out.read_text("utf-8-sig")
    assert content(locked) == before
    assert copies() == known


def test_a_command_that_saves_says_why_it_does_not(locked: Path, tmp_path: Path) -> None:
    before = content(locked)
    table = tmp_path / "表.csv"
    table.write_text("社区,小区,楼栋,单元,房号,姓名\n兴新社区,福锦苑,1栋,1,102,李四\n", "utf-8")
    said = command(locked, "import", "households", str(table))
    assert said.returncode == 1
    assert "只读" in said.stderr
    assert content(locked) == before


def test_the_window_opens_and_says_so(locked: Path) -> None:
    before = content(locked)
    said = run("-c", WINDOW, str(locked))
    assert said.returncode == 0, said.stderr
    banner, *lines = said.stdout.splitlines()
    assert banner.startswith("True 数据文件夹不能写入")
    assert len(lines) == 5
    assert all("只读" in line or "写不进去" in line for line in lines[:4]), lines
    assert lines[4] == "None"
    assert content(locked) == before


def test_an_office_that_may_be_written_to_is_not_read_only(office: Office) -> None:
    folder = office.folder
    office.close()
    opened = open_office(folder, "", PASSWORD)
    assert not opened.read_only
    opened.close()
