"""Saves that were acknowledged and are not there any more are told; what a crash leaves is not.

Short form here; LDZ_FAULTS=long tries every kind of damage at many more places.
"""

import contextlib
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.households import Resident
from ldz_desktop.errors import KnownError
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import create_office, open_office
from ldz_desktop.services.restoring import by_password, compare, restore
from ldz_desktop.storage import keyring
from ldz_desktop.storage.database import Database
from tests.helpers.faulty_disk import faulty_disk

ROOT = Path(__file__).parents[2]
PASSWORD = "测试口令-2026"
LONG = os.environ.get("LDZ_FAULTS") == "long"
EDITS = 40
FLIPS, TAILS, KILLS, CUTS = (400, 400, 60, 1500) if LONG else (24, 24, 5, 40)
FRAME = 24 + 4096

_CLERK = """
import sys
from dataclasses import replace
from pathlib import Path
from ldz_desktop.domain.evaluation import Header
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import open_office

office = open_office(Path(sys.argv[1]), "", sys.argv[2], check=False)
household = office.households.ids()[0]
building = office.core.database.value("SELECT id FROM building")
for number in range(int(sys.argv[3])):
    if number % 2:  # what is keyed is not journalled
        draft = Draft(Header(number, 0, 0, 0, 0), ("54545454",) * 20)
        office.evaluation.save_draft("2026-10", building, draft)
    else:
        member = office.households.get(household).members[0]
        office.households.save_resident(member, replace(member, workplace=f"第{number}工厂"))
    print(number, flush=True)
sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a household, and a building whose sheets are being keyed."""
    folder = tmp_path_factory.mktemp("ready") / "data"
    office, _ = create_office(folder, "兴文街道", "李敏", PASSWORD)
    office.evaluation.open_month("2026-10")
    building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    home = office.households.create(building, "1", "101").ids[0]
    office.households.add_resident(home, Resident(0, 0, "赵琴", relation="02"))
    office.evaluation.save_draft("2026-10", building, Draft(Header(-1, 0, 0, 0, 0)))
    office.close()
    return folder


@pytest.fixture(scope="module")
def key(ready: Path) -> bytes:
    slot = keyring.read(ready / "office.keys").slot("李敏")
    return keyring.open_slot(slot, keyring.password_bytes(PASSWORD))


def work(folder: Path, edits: int, *, read: int) -> None:
    """A clerk's edits in a program of its own, which is killed once `read` of them were said to be
    saved."""
    clerk = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", _CLERK, str(folder), PASSWORD, str(edits)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert clerk.stdin is not None
    assert clerk.stdout is not None
    with clerk, clerk.stdin, clerk.stdout as said:
        for _ in range(read):
            assert said.readline()
        clerk.kill()


def last_edit(folder: Path, key: bytes) -> int:
    """The newest edit that is there, as opening finds it. Raises KnownError where it refuses."""
    database = Database.open(folder / "archive.db", key, check=False)
    try:
        keyed = int(database.value("SELECT json_extract(header, '$.issued') FROM sheet_draft"))
        factory = str(database.value("SELECT workplace FROM resident") or "第-1工厂")
        return max(keyed, int(factory[1:-2]))
    finally:
        database.close()


@pytest.fixture(scope="module")
def killed(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty edits that were said to be saved, then kill -9: they stand in the log alone."""
    folder = tmp_path_factory.mktemp("killed") / "data"
    shutil.copytree(ready, folder)
    work(folder, EDITS, read=EDITS)
    assert (folder / "archive.db-wal").stat().st_size > EDITS * FRAME
    return folder


def tried(killed: Path, key: bytes, place: Path) -> int | None:
    """The newest edit, None where something is said; what lies there is left as it was then."""
    log = place / "archive.db-wal"
    before = log.read_bytes() if log.exists() else None
    try:
        return last_edit(place, key)
    except KnownError as error:
        told = error
    assert told.hint
    assert (log.read_bytes() if log.exists() else None) == before
    return None


def test_without_damage_nothing_is_told(killed: Path, key: bytes, tmp_path: Path) -> None:
    shutil.copytree(killed, tmp_path / "a")
    assert last_edit(tmp_path / "a", key) == EDITS - 1
    assert last_edit(tmp_path / "a", key) == EDITS - 1


def test_a_flipped_bit_in_the_log(killed: Path, key: bytes, tmp_path: Path) -> None:
    size = (killed / "archive.db-wal").stat().st_size
    chance = random.Random(11)
    heads = [32 + FRAME * n + chance.randrange(24) for n in range(0, size // FRAME, 9)]
    places = [*range(0, 32, 4), *heads, *(chance.randrange(size) for _ in range(FLIPS))]
    silent = []
    for number, place in enumerate(places):
        folder = tmp_path / str(number)
        shutil.copytree(killed, folder)
        log = bytearray((folder / "archive.db-wal").read_bytes())
        log[place] ^= 1 << chance.randrange(8)
        (folder / "archive.db-wal").write_bytes(log)
        found = tried(killed, key, folder)
        if found is not None and found != EDITS - 1:
            silent.append((place, found))
        shutil.rmtree(folder)
    assert silent == []


@pytest.mark.parametrize("with_mark", [True, False], ids=["folder", "database and keys alone"])
def test_the_log_is_gone(killed: Path, key: bytes, tmp_path: Path, with_mark: bool) -> None:
    """Deleted in the folder, or not copied along with the database."""
    folder = tmp_path / "data"
    folder.mkdir()
    for path in killed.iterdir():
        beside = path.name in ("archive.db", "office.keys", "office.keys.2")
        if beside or (with_mark and path.is_file() and path.suffix != ".db-wal"):
            shutil.copy(path, folder)
    assert not (folder / "archive.db-wal").exists()
    for _ in range(2):  # it is told again
        assert tried(killed, key, folder) is None
    with pytest.raises(KnownError, match="最近") as told:
        open_office(folder, "", PASSWORD)
    assert "archive.db-wal" in told.value.message


def test_an_older_log(ready: Path, key: bytes, tmp_path: Path) -> None:
    """The log as it was some edits ago is whole, and yet lacks what came after."""
    folder = tmp_path / "data"
    shutil.copytree(ready, folder)
    work(folder, 10, read=10)
    older = (folder / "archive.db-wal").read_bytes()
    work(folder, EDITS, read=EDITS)
    (folder / "archive.db-wal").write_bytes(older)
    assert tried(folder, key, folder) is None


def test_an_older_database(ready: Path, key: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(ready, folder)
    older = (folder / "archive.db").read_bytes()
    work(folder, 10, read=10)
    open_office(folder, "", PASSWORD).close()
    (folder / "archive.db").write_bytes(older)
    with pytest.raises(KnownError, match="最近"):
        last_edit(folder, key)


def test_a_flipped_bit_is_told_without_the_mark(killed: Path, key: bytes, tmp_path: Path) -> None:
    """By the log itself, but for the last save, which may be what a power cut left."""
    for number, frame in enumerate((3, 40, 80)):
        folder = tmp_path / str(number)
        shutil.copytree(killed, folder)
        (folder / "archive.mark").unlink()
        log = bytearray((folder / "archive.db-wal").read_bytes())
        log[32 + FRAME * frame + 1000] ^= 1
        (folder / "archive.db-wal").write_bytes(log)
        assert tried(killed, key, folder) is None


def test_looking_before_a_restore_leaves_the_log_as_it_is(killed: Path, tmp_path: Path) -> None:
    """What is left of it may be all there is of some saves."""
    folder = tmp_path / "data"
    shutil.copytree(killed, folder)
    office = open_office(shutil.copytree(killed, tmp_path / "whole"), "", PASSWORD)
    made = office.backups.make(tmp_path / "a.ldzbackup")
    office.close()
    log = bytearray((folder / "archive.db-wal").read_bytes())
    log[32 + FRAME * 20 + 1000] ^= 1
    (folder / "archive.db-wal").write_bytes(log)
    unlock = by_password("", PASSWORD)
    assert compare(made.path, unlock, folder).present is not None
    assert (folder / "archive.db-wal").read_bytes() == log
    restored = restore(made.path, unlock, folder, aside=True)
    assert restored.aside is not None
    assert (restored.aside / "archive.db-wal").read_bytes() == log
    open_office(folder, "", PASSWORD).close()  # the mark of what was here says nothing of it
    with pytest.raises(KnownError, match="最近"):
        open_office(restored.aside, "", PASSWORD)


def test_a_torn_tail_is_no_loss(killed: Path, key: bytes, tmp_path: Path) -> None:
    """A power cut in the middle of a save leaves frames behind the last one that was saved."""
    log = (killed / "archive.db-wal").read_bytes()
    chance = random.Random(12)
    for number in range(TAILS):
        folder = tmp_path / str(number)
        shutil.copytree(killed, folder)
        tail = bytearray(log[-FRAME * chance.randrange(1, 6) :])
        for frame in range(0, len(tail) - FRAME, FRAME):
            tail[frame + 4 : frame + 8] = bytes(4)  # the last frame alone ends the save
        for _ in range(chance.randrange(1, 5)):
            tail[chance.randrange(len(tail))] ^= 1 << chance.randrange(8)
        tail = tail[: chance.randrange(1, len(tail) + 1)]
        (folder / "archive.db-wal").write_bytes(log + tail)
        assert last_edit(folder, key) == EDITS - 1
        shutil.rmtree(folder)


def test_a_kill_at_any_time_is_no_loss(ready: Path, key: bytes, tmp_path: Path) -> None:
    chance = random.Random(13)
    for number in range(KILLS):
        folder = tmp_path / str(number)
        shutil.copytree(ready, folder)
        read = chance.randrange(EDITS)
        work(folder, 4 * EDITS, read=read)
        assert last_edit(folder, key) >= read - 1
        shutil.rmtree(folder)


def test_a_damaged_mark_is_no_loss(killed: Path, key: bytes, tmp_path: Path) -> None:
    marks = [b"", b"x" * 3000, b"\0" * 1024, None]
    for number, mark in enumerate(marks):
        folder = tmp_path / str(number)
        shutil.copytree(killed, folder)
        (folder / "archive.mark").unlink()
        if mark is not None:
            (folder / "archive.mark").write_bytes(mark)
        assert last_edit(folder, key) == EDITS - 1


def edited(database: Database, acknowledged: list[int]) -> None:
    """Small saves, a large one, and the log folded between them."""
    for number in range(12):
        with database.transaction():
            row = ("x", str(number), "y" * (200_000 if number == 7 else 200))
            database.execute("INSERT OR REPLACE INTO setting(key, value) VALUES(?, ? || ?)", row)
        acknowledged.append(number)
        if number in (3, 9):
            database.fold_log()
    database.close()


def last_setting(folder: Path, key: bytes) -> int:
    database = Database.open(folder / "archive.db", key, check=True)
    try:
        found = str(database.value("SELECT value FROM setting WHERE key = 'x'") or "-1")
        return int(found.rstrip("y"))
    finally:
        database.close()


def test_a_power_cut_at_any_time_is_no_loss(ready: Path, key: bytes, tmp_path: Path) -> None:
    """What was synced stays, of the rest any part: nothing is told, and nothing that was said to be
    saved is missing. The mark itself is always there, as its worst case."""
    chance = random.Random(14)
    with faulty_disk() as disk:
        shutil.copytree(ready, tmp_path / "count")
        disk.begin()
        edited(Database.open(tmp_path / "count" / "archive.db", key, check=False), [])
        steps = disk.count
    assert steps > 100
    for number in range(CUTS):
        folder = tmp_path / str(number)
        shutil.copytree(ready, folder)
        acknowledged: list[int] = []
        with faulty_disk() as disk:
            disk.begin(chance.randrange(1, steps + 1), "cut")
            database = None
            with contextlib.suppress(KnownError, apsw.Error):
                database = Database.open(folder / "archive.db", key, check=False)
                edited(database, acknowledged)
            assert disk.fired
            if database is not None:
                with contextlib.suppress(apsw.Error):
                    database.close()
            disk.cut(chance)
        (folder / "archive.db-shm").unlink(missing_ok=True)
        assert last_setting(folder, key) >= max(acknowledged, default=-1)
        shutil.rmtree(folder)
