"""An upgrade that fails keeps what was there before it, once."""

import itertools
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from ldz_desktop.errors import StorageError
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import open_office
from ldz_desktop.services.restoring import by_password, restore
from ldz_desktop.storage import migrations
from ldz_desktop.storage.migrations import STEPS

PASSWORD = "测试口令-2026"
MONTH = "2026-09"


def no_room(connection: apsw.Connection) -> None:
    connection.execute("CREATE TABLE half_done(id INTEGER PRIMARY KEY)")
    raise apsw.FullError


@pytest.fixture
def folder(office: Office) -> Path:
    """A data folder that nobody has open, with a month to key booklets for."""
    office.evaluation.open_month(MONTH)
    office.households.add_place("兴新社区", "福锦苑", "1栋")
    office.close()
    return office.folder


@pytest.fixture
def fail(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Path]]:
    """The next version is installed, and its upgrade fails. The backups that were made meanwhile;
    each gets a name of its own, as on different days."""
    names = itertools.count()

    def run() -> list[Path]:
        before = {p: p.rename(p.with_name(f"升级前-{next(names)}.ldzbackup")) for p in kept(folder)}
        with monkeypatch.context() as newer:
            newer.setattr(migrations, "STEPS", (*STEPS, no_room))
            with pytest.raises(StorageError):
                open_office(folder, "", PASSWORD)
        return [p for p in kept(folder) if p not in before.values()]

    return run


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "backups").glob("升级前-*.ldzbackup"))


def work(folder: Path, doing: Callable[[Office], object]) -> None:
    """With the version of before, which opens the data as ever."""
    office = open_office(folder, "", PASSWORD)
    doing(office)
    office.close()


def test_tried_again_it_is_not_kept_again(folder: Path, fail: Callable[[], list[Path]]) -> None:
    assert len(fail()) == 1
    assert fail() == []
    assert fail() == []
    assert len(list((folder / "backups").iterdir())) == 1


def test_what_was_done_meanwhile_is_kept(
    folder: Path, fail: Callable[[], list[Path]], tmp_path: Path
) -> None:
    assert len(fail()) == 1

    def key_a_booklet(office: Office) -> None:
        (building,) = office.households.buildings()
        office.evaluation.save_stars(MONTH, building.id, {1: "543"})

    work(folder, key_a_booklet)  # no line of journal or audit tells of it
    (newest,) = fail()
    restored = restore(newest, by_password("", PASSWORD), tmp_path / "again")
    office = open_office(restored.folder, "", PASSWORD)
    (building,) = office.households.buildings()
    assert office.evaluation.stars(MONTH, building.id) == {1: "543"}
    office.close()
    assert fail() == []


def test_another_password_or_a_damaged_backup_asks_for_a_new_one(
    folder: Path, fail: Callable[[], list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(fail()) == 1
    work(folder, lambda office: office.accounts.add("王静", "王静的口令-2026"))
    assert len(fail()) == 1
    for path in kept(folder):
        content = bytearray(path.read_bytes())
        content[-100] ^= 1
        path.write_bytes(content)
    assert len(fail()) == 1, "one that cannot be read is none"
    assert fail() == []
    monkeypatch.setattr(migrations, "STEPS", (*STEPS, "CREATE TABLE done(id INTEGER PRIMARY KEY)"))
    before = kept(folder)
    work(folder, lambda office: office.core.database.rows("SELECT * FROM done"))
    assert kept(folder) == before
    assert not list((folder / "backups").glob(".*"))
