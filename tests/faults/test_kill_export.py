"""A program killed while it writes a list leaves at most one draft, and the next start removes it;
one killed while it restores can be asked again."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ldz_desktop.errors import KnownError
from ldz_desktop.services.context import Office
from ldz_desktop.services.files import write_whole
from ldz_desktop.services.opening import open_office
from ldz_desktop.services.restoring import by_password, restore
from ldz_desktop.storage import drafts

ROOT = Path(__file__).parents[2]
PASSWORD = "测试口令-2026"
NUMBER = "511902196707260018"
EXPORT = """
import sys, os, signal
from pathlib import Path
from ldz_desktop.services.opening import open_office
from ldz_desktop.services.tables import Table, TableColumn
from ldz_desktop.reports import spreadsheets

how, folder, out = sys.argv[1:]
office = open_office(Path(folder), "", "测试口令-2026")
real = os.fsync
def fsync(handle):  # all of it is written, nothing of it has its name yet
    if how == "written" and ".part" in os.readlink(f"/proc/self/fd/{handle}"):
        os.kill(os.getpid(), signal.SIGKILL)
    real(handle)
os.fsync = fsync
columns = (TableColumn("证件号码", 14), TableColumn("姓名", 8))
rows = tuple(("511902196707260018", f"张{n}") for n in range(200))
print("ready", flush=True)
if how == "anywhere":  # at the first system call that makes a file beside the target
    sys.addaudithook(lambda event, args: event == "open" and isinstance(args[0], str)
        and args[0].startswith(os.path.dirname(out)) and args[1] and "r" not in args[1]
        and os.kill(os.getpid(), signal.SIGKILL))
spreadsheets.write(Table("户档", columns, rows, "", "街道"), Path(out))
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def export(how: str, office: Path, out: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", EXPORT, how, str(office), str(out)],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    assert b"ready" in done.stdout, done.stderr.decode()
    return done.returncode


@posix
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_killed_export_leaves_one_draft_until_the_next_start(
    office: Office, tmp_path: Path, ending: str
) -> None:
    folder, stick = office.folder, tmp_path / "stick"
    office.close()
    stick.mkdir()
    before = set(Path(tempfile.gettempdir()).iterdir())
    assert export("written", folder, stick / f"户档{ending}") == -9
    (draft,) = stick.iterdir()
    assert draft.is_file()
    assert draft.name.startswith(".ldz-")
    left = [p for p in set(Path(tempfile.gettempdir()).iterdir()) - before if p.is_file()]
    assert not [p for p in left if NUMBER.encode() in p.read_bytes()]
    for path in folder.rglob("*"):
        assert not path.is_file() or NUMBER.encode() not in path.read_bytes()
    open_office(folder, "", PASSWORD).close()
    assert list(stick.iterdir()) == []
    assert list((folder / "drafts").iterdir()) == []


@posix
def test_it_is_noted_before_it_is_there(office: Office, tmp_path: Path) -> None:
    folder, stick = office.folder, tmp_path / "stick"
    office.close()
    stick.mkdir()
    assert export("anywhere", folder, stick / "户档.xlsx") == -9
    assert len(list((folder / "drafts").iterdir())) == 1
    stick.rename(tmp_path / "away")
    open_office(folder, "", PASSWORD).close()
    assert len(list((folder / "drafts").iterdir())) == 1, "the stick is away"
    (tmp_path / "away").rename(stick)
    open_office(folder, "", PASSWORD).close()
    assert list(stick.iterdir()) == []
    assert list((folder / "drafts").iterdir()) == []


def test_a_note_is_no_means_to_remove_anything_else(office: Office, tmp_path: Path) -> None:
    precious = tmp_path / "precious.xlsx"
    precious.write_bytes(b"x")
    notes = office.folder / "drafts"
    notes.mkdir()
    (notes / "1-1").write_bytes(str(precious).encode())
    (notes / "1-2").write_bytes(b"\x00\xff")
    (notes / "1-3").mkdir()
    drafts.clear(notes)
    assert precious.exists()


def test_nothing_is_left_where_nothing_was_killed(office: Office, tmp_path: Path) -> None:
    write_whole(tmp_path / "表.csv", b"x")
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "表.csv").mkdir()
    with pytest.raises(KnownError):
        write_whole(tmp_path / "none" / "表.csv", b"x")
    assert [p.name for p in (tmp_path / "none").iterdir()] == ["表.csv"]
    assert list((office.folder / "drafts").iterdir()) == []


RESTORE = """
import os, signal, sys
from pathlib import Path
from ldz_desktop.services.restoring import by_password, restore

class Killed:
    left = int(sys.argv[3])
    def report(self, done, total, text=""):
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

restore(Path(sys.argv[1]), by_password("", "测试口令-2026"), Path(sys.argv[2]), Killed(),
        aside=sys.argv[4] == "aside")
"""


def killed(backup: Path, folder: Path, step: int, how: str) -> int:
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", RESTORE, str(backup), str(folder), str(step), how],
        cwd=ROOT, capture_output=True, check=False,
    ).returncode  # fmt: skip


@posix
@pytest.mark.parametrize("step", [0, 1, 2])
def test_a_killed_restore_into_a_folder_can_be_asked_again(
    office: Office, tmp_path: Path, step: int
) -> None:
    backup = office.backups.make(tmp_path / "x.ldzbackup").path
    assert killed(backup, tmp_path / "new", step, "into") == -9
    assert (tmp_path / "new" / ".restoring").is_dir()
    restore(backup, by_password("", PASSWORD), tmp_path / "new")
    open_office(tmp_path / "new", "", PASSWORD).close()
    assert not (tmp_path / "new" / ".restoring").exists()


@posix
def test_what_a_killed_restore_over_an_office_left_goes_with_the_next_start(
    office: Office, tmp_path: Path
) -> None:
    backup = office.backups.make(tmp_path / "x.ldzbackup").path
    folder = office.folder
    office.close()
    assert killed(backup, folder, 2, "aside") == -9
    assert (folder / ".restoring").is_dir()
    for name in (".trial", ".visit", ".before-upgrade"):
        (folder / "backups" / name).mkdir()
        (folder / "backups" / name / "archive.db").write_bytes(b"x")
    (folder / "backups" / ".backup-copy").write_bytes(b"x")
    (folder / ".incoming-archive.db").write_bytes(b"x")
    open_office(folder, "", PASSWORD).close()
    left = {p.name for p in (*folder.iterdir(), *(folder / "backups").iterdir())}
    assert not [name for name in left if name.startswith(".")]
