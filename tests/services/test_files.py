"""Files and folders of the outside world: names, long paths, files that others hold open."""

import os
import threading
import time
from pathlib import Path, PureWindowsPath

import pytest

from ldz_desktop.errors import StorageError
from ldz_desktop.paths import shown, user_path, verbatim
from ldz_desktop.reports.spreadsheets import write
from ldz_desktop.services.files import file_name, write_whole
from ldz_desktop.services.opening import create_office, open_office
from ldz_desktop.services.settings import Profile
from ldz_desktop.services.tables import Table, TableColumn
from ldz_desktop.storage.replacing import put_in_place

PASSWORD = "测试口令-2026"
DEEP = "a folder deep down in other folders " * 2 + "王芳的资料"

windows_only = pytest.mark.skipif(
    os.name != "nt", reason="elsewhere open files can be replaced and removed"
)


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    """A folder whose path has more than 260 characters, Chinese ones and blanks among them."""
    folder = user_path(tmp_path / DEEP / DEEP / DEEP)
    folder.mkdir(parents=True)
    assert len(shown(folder)) > 260
    return folder


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        (r"C:\资料\公示.pdf", r"C:\资料\公示.pdf"),
        ("C:\\" + "长" * 200, "\\\\?\\C:\\" + "长" * 200),
        ("\\\\办公室\\共享\\" + "长" * 200, "\\\\?\\UNC\\办公室\\共享\\" + "长" * 200),
        ("\\\\?\\C:\\" + "长" * 200, "\\\\?\\C:\\" + "长" * 200),
    ],
    ids=["short", "long", "share", "verbatim already"],
)
def test_long_windows_paths_are_written_verbatim(path: str, opened: str) -> None:
    assert verbatim(path) == opened
    assert shown(PureWindowsPath(opened)) == path.removeprefix("\\\\?\\")


def test_an_office_in_a_deep_folder(deep: Path) -> None:
    office, _ = create_office(deep / "数据", "兴文街道", "李敏", PASSWORD)
    office.settings.save_profile(Profile("兴文街道", phone="0827-5260110"))
    office.close()
    office = open_office(deep / "数据", "李敏", PASSWORD)
    assert office.settings.profile().phone == "0827-5260110"
    office.close()
    assert not (deep / "数据" / "instance.json").exists()


def test_files_are_taken_away_to_a_deep_folder(deep: Path) -> None:
    write_whole(deep / "公示.pdf", b"one")
    write_whole(deep / "公示.pdf", b"two")
    table = Table("名单", (TableColumn("姓名", 4),), (("王芳",),))
    for name in ("名单.xlsx", "名单.csv"):
        write(table, deep / name)
    assert (deep / "公示.pdf").read_bytes() == b"two"
    assert sorted(p.name for p in deep.iterdir()) == ["公示.pdf", "名单.csv", "名单.xlsx"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026年10月测评公示", "2026年10月测评公示"),
        ('1/2栋：3*4 <甲>|"乙"?', "1／2栋：3＊4 ＜甲＞｜”乙”？"),
        (" 低保.. ", "低保"),
        ("名\n单\u200b", "名单"),
        ("长" * 300, "长" * 80),
        ("...", ""),
    ],
)
def test_names_of_files_are_names_on_windows_too(text: str, name: str) -> None:
    assert file_name(text) == name


@windows_only
def test_a_file_that_is_open_elsewhere_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "公示.pdf"
    path.write_bytes(b"old")
    with path.open("rb"), pytest.raises(StorageError, match="正被别的程序打开"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["公示.pdf"]


@windows_only
def test_who_only_looks_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    """A virus scanner holds the new file; the search index holds the old one."""
    draft, target = tmp_path / "draft", tmp_path / "target"
    draft.write_bytes(b"new")
    target.write_bytes(b"old")
    started = threading.Barrier(3)

    def look(path: Path) -> None:
        with path.open("rb"):
            started.wait()
            time.sleep(0.2)

    lookers = [threading.Thread(target=look, args=(path,)) for path in (draft, target)]
    for looker in lookers:
        looker.start()
    started.wait()
    put_in_place(draft, target)
    for looker in lookers:
        looker.join()
    assert target.read_bytes() == b"new"
    assert not draft.exists()
