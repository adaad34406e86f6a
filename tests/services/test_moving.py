"""Bringing an office's data to this computer: all of it or nothing, the source untouched."""

from pathlib import Path

import pytest

from ldz_desktop.errors import BusyError, Cancelled, OpenError, StorageError
from ldz_desktop.paths import default_data_folder, keep_data_in
from ldz_desktop.services.moving import bring_in, move, place_in
from ldz_desktop.services.opening import create_office, open_office

PASSWORD = "测试口令-2026"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A closed office on a stick."""
    office, _ = create_office(tmp_path / "stick", "兴文街道办事处", "李敏", PASSWORD)
    office.settings.set_value("kept", "yes")
    office.close()
    return tmp_path / "stick"


def content(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix != ".lock"}


def test_the_copy_opens_and_the_source_stays(source: Path, tmp_path: Path) -> None:
    before = content(source)
    target = tmp_path / "data"
    bring_in(source, target)
    assert content(source) == before
    office = open_office(target, "李敏", PASSWORD)
    assert office.settings.value("kept") == "yes"
    office.close()


def test_what_is_still_in_the_log_comes_along(source: Path, tmp_path: Path) -> None:
    """A computer that died leaves commits in archive.db-wal."""
    working = open_office(source, "李敏", PASSWORD)
    working.settings.set_value("late", "yes")
    dead = tmp_path / "dead"
    dead.mkdir()
    for path in source.iterdir():
        if path.name.startswith(("archive.db", "office.keys")) and not path.name.endswith("-shm"):
            (dead / path.name).write_bytes(path.read_bytes())
    working.close()
    assert (dead / "archive.db-wal").stat().st_size > 0
    target = tmp_path / "data"
    target.mkdir()
    (target / "window.ini").write_text("[General]\n")
    bring_in(dead, target)
    office = open_office(target, "李敏", PASSWORD)
    assert office.settings.value("late") == "yes"
    office.close()


def test_cancelled_halfway_nothing_is_left(source: Path, tmp_path: Path) -> None:
    class Stop:
        def report(self, done: int, total: int, text: str = "") -> None:
            if done > total // 2:
                raise Cancelled

    target = tmp_path / "data"
    with pytest.raises(Cancelled):
        bring_in(source, target, Stop())
    assert list(target.iterdir()) == []


def test_a_folder_without_an_office_is_said(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with pytest.raises(OpenError, match="还没有数据"):
        bring_in(tmp_path / "photos", tmp_path / "data")


def test_an_office_that_is_here_already_is_kept(source: Path, tmp_path: Path) -> None:
    with pytest.raises(OpenError, match="数据已存在"):
        bring_in(source, source)
    here, _ = create_office(tmp_path / "data", "本机办公室", "王芳", PASSWORD)
    here.close()
    before = content(tmp_path / "data")
    with pytest.raises(OpenError, match="数据已存在"):
        bring_in(source, tmp_path / "data")
    assert content(tmp_path / "data") == before


def test_a_folder_somebody_works_in_is_left_alone(source: Path, tmp_path: Path) -> None:
    working = open_office(source, "李敏", PASSWORD)
    try:
        with pytest.raises(BusyError):
            bring_in(source, tmp_path / "data")
    finally:
        working.close()


# -- to another place on this computer -----------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The platform's place for a user's data."""
    monkeypatch.setattr("ldz_desktop.paths.home_folder", lambda: tmp_path / "home")
    return tmp_path / "home"


def test_a_moved_office_is_found_and_the_old_files_are_set_aside(
    source: Path, home: Path, tmp_path: Path
) -> None:
    (source / "backups").mkdir()
    (source / "backups" / "one").write_bytes(b"backup")
    before = content_of_office(source)
    target = tmp_path / "D" / "数据"
    aside = move(source, target)
    assert default_data_folder() == target
    assert content_of_office(target) == before
    assert content_of_office(aside) == before
    assert (target / "backups" / "one").read_bytes() == b"backup"
    assert not (source / "archive.db").exists()
    office = open_office(target, "李敏", PASSWORD)
    assert office.settings.value("kept") == "yes"
    office.close()


def content_of_office(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.glob("[ao][rf]*") if p.is_file()}


@pytest.mark.parametrize("failing", ["_copy", "keep_data_in"])
def test_a_move_that_fails_changes_nothing(
    source: Path, home: Path, tmp_path: Path, failing: str
) -> None:
    before = content(source)

    def refuse(*_: object) -> None:
        raise OSError(28, "磁盘已满")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"ldz_desktop.services.moving.{failing}", refuse)
        with pytest.raises(StorageError, match="磁盘已满"):
            move(source, tmp_path / "D")
    assert content(source) == before
    assert content_of_office(tmp_path / "D") == {}
    assert default_data_folder() == home
    move(source, tmp_path / "D")  # another try is not in its own way


def test_an_office_in_use_is_not_moved(source: Path, home: Path, tmp_path: Path) -> None:
    working = open_office(source, "李敏", PASSWORD)
    with pytest.raises(BusyError):
        move(source, tmp_path / "D")
    working.close()
    assert default_data_folder() == home


def test_not_into_itself_and_not_over_another(source: Path, home: Path, tmp_path: Path) -> None:
    with pytest.raises(OpenError):
        move(source, source / "backups" / "x")
    other = tmp_path / "other"
    create_office(other, "办公室", "李敏", PASSWORD)[0].close()
    with pytest.raises(OpenError):
        move(source, other)


def test_which_folder_a_choice_means(source: Path, tmp_path: Path) -> None:
    drive = tmp_path / "D"
    (drive / "照片").mkdir(parents=True)
    assert place_in(drive) == drive / "LdzDesktop"
    assert place_in(drive / "照片") == drive / "照片"
    assert place_in(source) == source


def test_the_place_is_kept_and_forgotten(home: Path, tmp_path: Path) -> None:
    assert default_data_folder() == home
    keep_data_in(tmp_path / "数据")
    assert default_data_folder() == tmp_path / "数据"
    keep_data_in(home)
    assert default_data_folder() == home
    (home / "folder.txt").write_bytes(b"\xff\xfe not a path")
    assert default_data_folder() == home
