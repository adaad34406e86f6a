"""Bringing an office's data to this computer: all of it or nothing, the source untouched."""

from pathlib import Path

import pytest

from ldz_desktop.errors import BusyError, Cancelled, OpenError
from ldz_desktop.services.moving import bring_in
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
