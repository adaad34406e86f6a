"""What power cuts, second programs and odd files do to a data folder and to what is written."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ldz_desktop.errors import InputError, OpenError
from ldz_desktop.services.context import Office
from ldz_desktop.services.files import check_writable, write_whole
from ldz_desktop.services.forms.guard import read_form
from ldz_desktop.services.importing.limits import check_file, scan_package
from ldz_desktop.services.opening import open_office
from ldz_desktop.services.photo import read_photo
from ldz_desktop.services.settings import Profile

PASSWORD = "测试口令-2026"
posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of POSIX")


def test_part_of_a_page_at_the_end_while_the_log_is_whole(office: Office, tmp_path: Path) -> None:
    """As power that fails while the log is being folded leaves it."""
    office.settings.save_profile(Profile("兴文街道", address="x" * 40_000))
    crashed = tmp_path / "crashed"
    shutil.copytree(office.folder, crashed, ignore=shutil.ignore_patterns("instance.*", "*-shm"))
    assert (crashed / "archive.db-wal").stat().st_size
    with (crashed / "archive.db").open("ab") as file:
        file.write(os.urandom(1500))
    opened = open_office(crashed, "", PASSWORD)
    assert opened.settings.profile().address == "x" * 40_000
    opened.check_damage()
    assert opened.checking.problems(deep=True) == ()
    opened.close()
    assert (crashed / "archive.db").stat().st_size % 4096 == 0


def test_of_two_that_make_an_office_at_once_one_wins(tmp_path: Path) -> None:
    environment = os.environ | {"LDZ_PASSWORD": PASSWORD}
    for turn in range(3):
        folder = tmp_path / f"office{turn}"
        command = [sys.executable, "-m", "ldz_desktop", "--data", str(folder), "init", "--office"]
        both = [
            subprocess.Popen(
                [*command, name], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            for name in ("甲", "乙")
        ]
        said = [one.communicate()[1].decode() for one in both]
        assert sorted(one.returncode for one in both) == [0, 1], said
        loser = said[[one.returncode for one in both].index(1)]
        assert "Traceback" not in loser
        assert "数据" in loser
        winner = ("甲", "乙")[[one.returncode for one in both].index(0)]
        opened = open_office(folder, "", PASSWORD)
        assert opened.settings.profile().office == winner
        opened.close()


def test_a_folder_in_place_of_the_database(office: Office) -> None:
    folder = office.folder
    office.close()
    (folder / "archive.db").unlink()
    (folder / "archive.db").mkdir()
    with pytest.raises(OpenError, match="不是一个文件"):
        open_office(folder, "", PASSWORD)


@posix
def test_what_is_written_is_on_the_disk_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file and then its folder, which holds the name."""
    synced: list[str] = []
    real = os.fsync

    def told(handle: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        real(handle)

    monkeypatch.setattr(os, "fsync", told)
    write_whole(tmp_path / "表.csv", b"x")
    here = [path for path in synced if Path(path).is_relative_to(tmp_path)]
    assert here[-1] == str(tmp_path)
    assert len(here) == 2


def test_a_name_as_long_as_it_may_be(tmp_path: Path) -> None:
    name = "长" * 83 + ".csv"  # 253 of 255 bytes
    check_writable(tmp_path / name)
    write_whole(tmp_path / name, b"x")
    assert [p.name for p in tmp_path.iterdir()] == [name]


@posix
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_no_file_is_not_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.csv"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    for read in (check_file, read_form):
        with pytest.raises(InputError, match="不是文件"):
            read(path)
    with pytest.raises(Exception, match="读不到文件"):
        read_photo(path)


def workbook(path: Path, cells: str) -> Path:
    """A workbook of one sheet, as small as one can be."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": "<workbook/>",
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return path


def cell(place: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>x</t></is></c>'


def test_a_few_cells_far_apart(tmp_path: Path) -> None:
    """The reader keeps the whole rectangle: 1.9 GB for this one."""
    far = workbook(tmp_path / "far.xlsx", cell("A1") + cell("GR199999"))
    with pytest.raises(InputError, match="内容很少") as caught:
        scan_package(far)
    assert "第 199,999 行、第 200 列" in caught.value.message
    rows = "".join(cell(f"{c}{r}") for r in range(1, 4001) for c in "ABCDEFGHIJKL")
    scan_package(workbook(tmp_path / "near.xlsx", rows))
    scan_package(workbook(tmp_path / "stray.xlsx", rows + cell("GA4001")))
