"""The way back from a backup: round trips, what is set aside, and interruptions."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ldz_desktop.errors import (
    BusyError,
    Cancelled,
    InputError,
    KnownError,
    OpenError,
    StorageError,
)
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office, inspect_folder, open_office, recover
from ldz_desktop.services.restoring import by_code, by_password, compare, restore
from ldz_desktop.services.settings import Profile
from ldz_desktop.storage import replacing, setting_aside

if TYPE_CHECKING:
    from tests.services.backups.conftest import Clock, During

PASSWORD = "测试口令-2026"
UNLOCK = by_password("", PASSWORD)
MONTH = "2026-10"
HandOver = Callable[[str, tuple[str, ...]], None]
PILE = [f"{a}{b}{c}{d}4321" for a in "12345" for b in "123" for c in "12" for d in "45"]  # 60


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def everything(office: Office) -> dict[str, list[str]]:
    """Every row of every table but the audit, which knows that it was restored, and the count of
    saves, which knows who has it open."""
    database = office.core.database
    tables = database.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    return {
        str(name): sorted(map(repr, database.rows(f'SELECT * FROM "{name}"')))
        for (name,) in tables
        if name not in ("audit", "save_count")
    }


# -- there and back --------------------------------------------------------------------------------


def test_everything_comes_back(
    office: Office, stick: Path, tmp_path: Path, hand_over: HandOver
) -> None:
    office.evaluation.open_month(MONTH)
    hand_over(MONTH, tuple(PILE[:20]))
    office.accounts.add("王芳", "另一个口令-2026")
    made = office.backups.make(stick)
    assert made.path.name == "备份-20261124-{}.ldzbackup".format(made.made_at.strftime("%H%M"))
    before = everything(office)
    restored = restore(made.path, by_password("王芳", "另一个口令-2026"), tmp_path / "new")
    assert restored.aside is None
    for name, word in (("李敏", PASSWORD), ("王芳", "另一个口令-2026")):
        again = open_office(tmp_path / "new", name, word)  # the salt fits, the file is whole
        assert everything(again) == before
        again.close()
    assert names(stick) == [made.path.name], "no half-written file is left"


def test_what_is_still_in_the_log_is_in_the_backup(
    office: Office, stick: Path, tmp_path: Path
) -> None:
    log = office.folder / "archive.db-wal"
    office.settings.save_profile(Profile("兴文街道办事处", phone="0827-5260110"))
    assert log.stat().st_size > 0
    made = office.backups.make(stick / "a.ldzbackup")
    restore(made.path, UNLOCK, tmp_path / "new")
    again = open_office(tmp_path / "new", "", PASSWORD)
    assert again.settings.profile().phone == "0827-5260110"
    assert again.checking.problems(deep=True) == ()
    again.close()


def test_the_recovery_code_of_the_day_opens_it(tmp_path: Path, stick: Path) -> None:
    office, code = create_office(tmp_path / "office", "兴文街道", "李敏", PASSWORD)
    made = office.backups.make(stick)
    later = office.accounts.new_recovery_code(PASSWORD)
    office.close()
    with pytest.raises(KnownError, match="恢复码不正确"):
        restore(made.path, by_code(later), tmp_path / "new")
    restore(made.path, by_code(code), tmp_path / "new")
    recover(tmp_path / "new", code, "李敏", "忘了以后的口令").close()


def test_an_older_backup_of_that_name_is_replaced_another_file_is_not(
    office: Office, stick: Path
) -> None:
    first = office.backups.make(stick / "a.ldzbackup")
    office.households.add_place("兴新社区", "福锦苑", "2栋")
    second = office.backups.make(stick / "a.ldzbackup")
    assert second.path == first.path
    assert office.backups.listed() == (), "not those elsewhere"
    (stick / "重要.xlsx").write_bytes(b"PK\3\4 important")
    for taken in (stick / "重要.xlsx", office.folder / "archive.db", office.folder / "office.keys"):
        before = taken.read_bytes()
        with pytest.raises(InputError, match="不能覆盖"):
            office.backups.make(taken)
        assert taken.read_bytes() == before


# -- where an office is already --------------------------------------------------------------------


def test_nothing_is_restored_over_an_office_or_other_files(
    office: Office, stick: Path, tmp_path: Path
) -> None:
    made = office.backups.make(stick)
    with pytest.raises(OpenError, match="数据已存在"):
        restore(made.path, UNLOCK, office.folder)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "1.jpg").write_bytes(b"x")
    with pytest.raises(OpenError, match="文件夹不是空的"):
        restore(made.path, UNLOCK, tmp_path / "photos")
    assert names(tmp_path / "photos") == ["1.jpg"]
    with pytest.raises(BusyError):
        restore(made.path, UNLOCK, office.folder, aside=True)
    (tmp_path / "empty").mkdir()
    restore(made.path, UNLOCK, tmp_path / "empty")


def test_newer_data_is_seen_before_and_set_aside_whole(
    office: Office, stick: Path, clock: "Clock"
) -> None:
    made = office.backups.make(stick)
    clock.later(days=2)
    office.households.add_place("兴新社区", "福锦苑", "2栋")
    newer = everything(office)
    office.close()
    seen = compare(made.path, UNLOCK, office.folder)
    assert seen.newer
    assert not seen.other
    assert seen.present is not None
    assert seen.backup.made_at == made.made_at
    restored = restore(made.path, UNLOCK, office.folder, aside=True)
    assert restored.aside is not None
    assert restored.aside.name.startswith("恢复前-")
    again = open_office(office.folder, "", PASSWORD)
    assert again.core.database.value("SELECT count(*) FROM building") == 1
    assert not again.backups.ahead()
    again.close()
    undone = open_office(restored.aside, "", PASSWORD)
    assert everything(undone) == newer, "nothing was lost"
    undone.close()
    for file in restored.aside.glob("*.*"):  # the way back, as the window says it
        if file.name.startswith(("archive.db", "office.keys")):
            file.replace(office.folder / file.name)
    undone = open_office(office.folder, "", PASSWORD)
    assert everything(undone) == newer
    undone.close()


def test_damaged_data_is_set_aside_too(office: Office, stick: Path) -> None:
    made = office.backups.make(stick)
    office.close()
    database = office.folder / "archive.db"
    os.truncate(database, database.stat().st_size // 2)
    half = database.read_bytes()
    seen = compare(made.path, UNLOCK, office.folder)
    assert (seen.present, seen.trouble) == (None, "数据库已损坏")
    restored = restore(made.path, UNLOCK, office.folder, aside=True)
    assert restored.aside is not None
    assert (restored.aside / "archive.db").read_bytes() == half
    open_office(office.folder, "", PASSWORD).close()


@pytest.mark.parametrize("password", [PASSWORD, "另一个口令-2026"])
def test_another_office_is_told(office: Office, stick: Path, tmp_path: Path, password: str) -> None:
    made = office.backups.make(stick)
    other, _ = create_office(tmp_path / "other", "南江街道", "王芳", password)
    other.close()
    seen = compare(made.path, UNLOCK, tmp_path / "other")
    assert seen.other
    if password == PASSWORD:
        assert seen.present is not None
        assert seen.present.office == "南江街道"
    else:
        assert (seen.present, seen.trouble) == (None, "它的密码和备份的不同")


@pytest.mark.parametrize("words", ["正在读出备份", "正在恢复数据", "正在核对恢复的数据"])
def test_cancelled_while_restoring_nothing_has_happened(
    office: Office,
    stick: Path,
    tmp_path: Path,
    words: str,
    during: "type[During]",
    cancelling: "Callable[[], None]",
) -> None:
    made = office.backups.make(stick)
    office.close()
    before = {p.name: p.read_bytes() for p in office.folder.iterdir() if p.is_file()}
    with pytest.raises(Cancelled):
        restore(made.path, UNLOCK, office.folder, during(words, cancelling), aside=True)
    after = {p.name: p.read_bytes() for p in office.folder.iterdir() if p.is_file()}
    assert after == before
    with pytest.raises(Cancelled):
        restore(made.path, UNLOCK, tmp_path / "new", during(words, cancelling))
    assert not (tmp_path / "new").exists()


def test_an_exchange_is_finished_wherever_it_was_interrupted(
    office: Office, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power goes before each single rename; whoever comes next finds one office, whole."""
    made = office.backups.make(stick)
    office.households.add_place("兴新社区", "福锦苑", "2栋")
    office.close()

    class PowerCut(BaseException):
        pass

    def run(folder: Path, renames: int) -> bool:
        left = renames
        real = replacing.put_in_place

        def put(draft: Path, target: Path) -> None:
            nonlocal left
            if left == 0:
                raise PowerCut
            left -= 1
            real(draft, target)

        with monkeypatch.context() as cut:
            cut.setattr(setting_aside, "put_in_place", put)
            try:
                restore(made.path, UNLOCK, folder, aside=True)
            except PowerCut:
                return False
        return True

    outcomes = set()
    for renames in range(20):
        folder = tmp_path / f"try{renames}"
        shutil.copytree(office.folder, folder)
        finished = run(folder, renames)
        assert inspect_folder(folder).exists
        again = open_office(folder, "", PASSWORD)
        count = again.core.database.value("SELECT count(*) FROM building")
        again.close()
        outcomes.add((renames > 0, count))
        if count == 1:
            (aside,) = folder.glob("恢复前-*")
            old = open_office(aside, "", PASSWORD)
            assert old.core.database.value("SELECT count(*) FROM building") == 2
            old.close()
        assert not list(folder.glob(".rest*")) or count == 2
        if finished:
            break
    else:
        pytest.fail("it never finished")
    assert outcomes == {(False, 2), (True, 1)}, "the first rename decides"


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_an_exchange_that_a_disk_refuses_says_where_it_stands(
    office: Office, stick: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    """Before it is decided nothing has changed; after that, it is finished by whoever comes next,
    were it by restoring again."""
    made = office.backups.make(stick)
    office.households.add_place("兴新社区", "福锦苑", "2栋")
    office.close()
    real, done = replacing.put_in_place, iter(range(renames))

    def put(draft: Path, target: Path) -> None:
        if next(done, None) is None:
            raise PermissionError(13, "in use")
        real(draft, target)

    with monkeypatch.context() as held:
        held.setattr(setting_aside, "put_in_place", put)
        with pytest.raises(StorageError) as caught:
            restore(made.path, UNLOCK, office.folder, aside=True)
    asides = 2 if renames else 1
    assert caught.value.title == ("恢复还没有做完" if renames else "不能写入")
    assert ("原有数据没有改动" in caught.value.message) == (not renames)
    restored = restore(made.path, UNLOCK, office.folder, aside=True)
    found = list(office.folder.glob("恢复前-*"))
    assert (len(found), restored.aside in found) == (asides, True)
    assert not list(office.folder.glob(".restor*"))
    open_office(office.folder, "", PASSWORD).close()


def test_restored_data_is_not_called_older_than_its_backups(tmp_path: Path, clock: "Clock") -> None:
    """Also where the power went before anything could be noted beside the database."""
    clock.later(days=-400)  # long before it is restored, which the real clock tells
    office, _ = create_office(tmp_path / "a", "兴文街道", "李敏", PASSWORD, clock=clock)
    made = office.backups.make(tmp_path / "a.ldzbackup")
    clock.later(days=2)
    office.households.add_place("兴新社区", "福锦苑", "2栋")
    assert office.backups.automatic() is not None  # knows more than what comes back
    folder = office.folder
    office.close()
    restore(made.path, UNLOCK, folder, aside=True)
    (folder / "backups.json").unlink(missing_ok=True)
    again = open_office(folder, "", PASSWORD)
    assert not again.backups.ahead()
    again.close()
