"""Backups of an open office, and the way back: round trips, drafts, exchange, full disks."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.rekeying import Keying
from ldz_desktop.errors import BusyError, Cancelled, InputError, KnownError, OpenError, StorageError
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import create_office, inspect_folder, open_office, recover
from ldz_desktop.services.restoring import by_code, by_password, compare, restore
from ldz_desktop.services.settings import Profile
from ldz_desktop.storage import backup, keyring, replacing, setting_aside
from ldz_desktop.storage.backup_file import read_head, unseal
from ldz_desktop.storage.folder import DataFolder

PASSWORD = "测试口令-2026"
UNLOCK = by_password("", PASSWORD)
MONTH = "2026-10"
PILE = [f"{a}{b}{c}{d}4321" for a in "12345" for b in "123" for c in "12" for d in "45"]  # 60


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC).astimezone()

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    """An office with a building, opened by 李敏; its day can be set."""
    made, _ = create_office(tmp_path / "office", "兴文街道办事处", "李敏", PASSWORD, clock=clock)
    made.households.add_place("兴新社区", "福锦苑", "1栋")
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def building(office: Office) -> int:
    return int(office.core.database.value("SELECT id FROM building"))


def keyed(office: Office, sheets: tuple[str, ...]) -> None:
    """Sheets handed over."""
    header = Header(80, len(sheets), len(sheets), 0, 0)
    office.evaluation.save_draft(MONTH, building(office), Draft(header, sheets))
    office.evaluation.commit_draft(MONTH, building(office))


def everything(office: Office) -> dict[str, list[str]]:
    """Every row of every table but the audit, which knows that it was restored."""
    database = office.core.database
    tables = database.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    return {
        str(name): sorted(map(repr, database.rows(f'SELECT * FROM "{name}"')))
        for (name,) in tables
        if name != "audit"
    }


# -- there and back --------------------------------------------------------------------------------


def test_everything_comes_back(office: Office, stick: Path, tmp_path: Path) -> None:
    office.evaluation.open_month(MONTH)
    keyed(office, tuple(PILE[:20]))
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


# -- sheets that are not handed over ---------------------------------------------------------------


def test_drafts_stay_out_and_leave_no_trace(office: Office, stick: Path, tmp_path: Path) -> None:
    """A backup is kept for months: neither the order of the pile nor which sheets came between two
    backups may be read from it (reliability.md §4.2), by somebody who has the password."""
    office.evaluation.open_month(MONTH)
    keyed(office, ("55555555",) * 5)
    for count in range(1, len(PILE) + 1):  # as the window does: stored with every sheet
        second = Keying(tuple(PILE[: count // 2]), ":43")
        draft = Draft(Header(80, 65, 65, 0, 0), tuple(PILE[:count]), ":123", second)
        office.evaluation.save_draft(MONTH, building(office), draft)
    made = office.backups.make(stick)
    restore(made.path, UNLOCK, tmp_path / "new")
    again = open_office(tmp_path / "new", "", PASSWORD)
    database = again.core.database
    for table in ("sheet_draft", "sheet_check"):
        assert database.value(f"SELECT count(*) FROM {table}") == 0
    assert database.value("SELECT count(*) FROM sheet") == 5, "what was handed over is there"
    pages = bytes(database.connection().serialize("main"))
    assert not any(sheet.encode() in pages for sheet in PILE)
    assert again.evaluation.draft(MONTH, building(again)) == Draft(Header())
    again.close()
    assert office.evaluation.draft(MONTH, building(office)).sheets == tuple(PILE), "here they stay"


def test_the_attack_has_teeth(office: Office, stick: Path, tmp_path: Path,
                              monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """The same search finds the sheets in a backup that takes drafts along."""
    office.evaluation.open_month(MONTH)
    draft = Draft(Header(80, 60, 60, 0, 0), tuple(PILE))
    office.evaluation.save_draft(MONTH, building(office), draft)
    monkeypatch.setattr(backup, "_DRAFTS", ())
    made = office.backups.make(stick)
    restore(made.path, UNLOCK, tmp_path / "new")
    again = open_office(tmp_path / "new", "", PASSWORD)
    pages = bytes(again.core.database.connection().serialize("main"))
    assert all(sheet.encode() in pages for sheet in PILE)
    again.close()


def test_a_draft_in_a_month_that_was_closed_stays_out_too(office: Office, stick: Path) -> None:
    office.evaluation.open_month(MONTH)
    office.evaluation.save_draft(MONTH, building(office), Draft(Header(80), ()))
    office.core.database.execute("UPDATE month SET state = 'closed', hash = 'x'")
    office.backups.make(stick)


# -- by itself -------------------------------------------------------------------------------------


def test_automatic_backups_are_made_when_something_changed(office: Office, clock: Clock) -> None:
    first = office.backups.automatic()
    assert first is not None
    assert first.path.parent == office.folder / "backups"
    assert office.backups.automatic() is None, "nothing has changed"
    clock.later(minutes=40)
    office.evaluation.open_month(MONTH)  # not in the journal
    second = office.backups.automatic()
    assert second is not None
    assert [b.made_at for b in office.backups.listed()] == [second.made_at, first.made_at]
    assert not any(b.trouble for b in office.backups.listed())


def test_a_session_that_ended_without_one_is_noticed(office: Office, clock: Clock) -> None:
    office.backups.automatic()
    office.households.add_place("兴新社区", "福锦苑", "2栋")
    office.close()  # a crash, or the power went
    again = open_office(office.folder, "", PASSWORD)
    assert again.backups.due()
    assert again.backups.automatic() is not None
    again.close()
    third = open_office(office.folder, "", PASSWORD)
    assert not third.backups.due()
    third.close()


def test_old_ones_are_thinned_out_and_others_kept(office: Office, clock: Clock) -> None:
    folder = office.folder / "backups"
    office.backups.automatic()
    for name in ("升级前-20250101-0900-3.ldzbackup", "坏的.ldzbackup"):
        shutil.copy(office.backups.listed()[0].path, folder / name)
    os.truncate(folder / "坏的.ldzbackup", 500)
    (folder / "别的.txt").write_text("x")
    for _ in range(16):
        clock.later(days=1)
        office.evaluation.open_month(MONTH)
        office.evaluation.remove_month(MONTH)
        assert office.backups.automatic() is not None
    there = names(folder)
    assert {"升级前-20250101-0900-3.ldzbackup", "坏的.ldzbackup", "别的.txt"} <= set(there)
    days = {b.made_at.date() for b in office.backups.listed() if not b.trouble}
    assert len([n for n in there if n.startswith("备份-")]) < 16
    assert {clock.now.date() - timedelta(days=n) for n in range(12)} <= days
    assert [b.trouble for b in office.backups.listed() if b.path.name == "坏的.ldzbackup"] == [
        "备份不完整"
    ]


def test_a_clock_that_fell_back_does_not_throw_the_new_one_away(
    office: Office, clock: Clock
) -> None:
    for _ in range(40):
        clock.later(days=8)
        office.evaluation.open_month(MONTH)
        office.evaluation.remove_month(MONTH)
        office.backups.automatic()
    clock.now = datetime(2009, 1, 1, 8, 0, tzinfo=UTC).astimezone()
    office.households.add_place("兴新社区", "福锦苑", "2栋")
    made = office.backups.automatic()
    assert made is not None
    assert made.path.exists()


def test_a_reminder_after_a_week_without_one_elsewhere(
    office: Office, clock: Clock, stick: Path
) -> None:
    assert office.backups.overdue() is None, "nothing to lose yet"
    office.backups.automatic()
    clock.later(days=6)
    assert office.backups.overdue() is None
    clock.later(days=1)
    assert office.backups.overdue() == 7
    made = office.backups.make(stick)
    state = office.backups.state()
    assert (state.overdue, state.outside, state.outside_at) == (None, made.path, made.made_at)
    assert state.same_disk, "here the stick is a folder"
    office.backups.make(office.folder / "backups")
    assert office.backups.state().outside == made.path
    clock.later(days=9)
    assert office.backups.overdue() == 9


def test_trying_out_restores_a_backup_and_throws_it_away(office: Office, clock: Clock) -> None:
    made = office.backups.automatic()
    assert made is not None
    manifest = office.backups.try_out(made.path)
    assert (manifest.office, manifest.households) == ("兴文街道办事处", 0)
    assert names(office.folder / "backups") == [made.path.name]
    assert office.backups.listed()[0].tried_at == made.made_at
    content = bytearray(made.path.read_bytes())
    content[-3000] ^= 4
    made.path.write_bytes(content)
    with pytest.raises(OpenError, match="备份已损坏"):
        office.backups.try_out(made.path)
    assert names(office.folder / "backups") == [made.path.name]
    assert office.checking.problems() == ()
    assert office.checking.problems(deep=True) == (f"备份 {made.path.name}：备份已损坏。",)


# -- disks that refuse -----------------------------------------------------------------------------


class During:
    """Does something the moment the work says those words."""

    def __init__(self, words: str, act: Callable[[], None]) -> None:
        self._words = words
        self._act = act

    def report(self, done: int, total: int, text: str = "") -> None:
        del done, total
        if text == self._words:
            self._act()


def cancel() -> None:
    raise Cancelled


@pytest.mark.parametrize(
    "words", ["正在复制数据", "正在核对备份", "正在写备份文件", "正在核对备份文件"]
)
def test_cancelled_anywhere_the_last_good_one_stays(
    office: Office, stick: Path, words: str
) -> None:
    last = office.backups.make(stick / "a.ldzbackup")
    before = last.path.read_bytes()
    with pytest.raises(Cancelled):
        office.backups.make(stick / "a.ldzbackup", During(words, cancel))
    assert last.path.read_bytes() == before
    assert names(stick) == ["a.ldzbackup"]
    assert names(office.folder / "backups") == []


def test_a_stick_pulled_out_half_way(office: Office, stick: Path) -> None:
    # Windows lets nobody take away a folder in which a file is being written.
    moment = "正在写备份文件" if os.name == "posix" else "正在核对备份"
    with pytest.raises(StorageError) as caught:
        office.backups.make(stick, During(moment, lambda: shutil.rmtree(stick)))
    assert "位置不在了" in caught.value.title
    assert "U 盘" in caught.value.message
    assert office.backups.state().outside is None
    with pytest.raises(StorageError, match="位置不在了"):
        office.backups.make(stick / "a.ldzbackup")


@pytest.mark.skipif(os.name != "posix", reason="a limit of the system's")
def test_a_file_system_that_takes_no_large_files(office: Office, stick: Path) -> None:
    """The system itself refuses in the middle of the file, as FAT32 does at 4 GB."""
    import resource

    last = office.backups.make(stick / "a.ldzbackup")
    before = last.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def shrink() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (last.bytes // 2, hard))

    try:
        with pytest.raises(StorageError, match="文件太大"):
            office.backups.make(stick / "a.ldzbackup", During("正在写备份文件", shrink))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert last.path.read_bytes() == before
    assert names(stick) == ["a.ldzbackup"]


@pytest.mark.parametrize(
    ("code", "title"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "不能写入"), (errno.EIO, "写入出错")],
)
def test_disk_full_or_broken_at_the_last_moment(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch, code: int, title: str
) -> None:
    """Said when the file is to be on the disk, as many drives do; and remembered for the page."""
    good = office.backups.automatic()
    assert good is not None
    clock.later(hours=1)
    office.evaluation.open_month(MONTH)

    def refuse(handle: int) -> None:
        del handle
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StorageError, match=title):
        office.backups.automatic()
    monkeypatch.undo()
    assert office.backups.due(), "it is tried again"
    assert names(office.folder / "backups") == [good.path.name]


def test_what_went_wrong_is_remembered_until_it_goes_right(office: Office) -> None:
    room = office.folder / "backups"
    room.write_text("a file where the folder should be")
    with pytest.raises(StorageError):
        office.backups.automatic()
    assert office.backups.state().trouble
    room.unlink()
    office.backups.automatic()
    assert office.backups.state().trouble == ""


def test_no_room_is_said_before_anything_is_written(
    office: Office, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(stick)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=100))
    with pytest.raises(StorageError, match="磁盘已满") as caught:
        office.backups.make(stick)
    assert "需要 1." in caught.value.message, "how much"


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
    office: Office, stick: Path, clock: Clock
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
    office: Office, stick: Path, tmp_path: Path, words: str
) -> None:
    made = office.backups.make(stick)
    office.close()
    before = {p.name: p.read_bytes() for p in office.folder.iterdir() if p.is_file()}
    with pytest.raises(Cancelled):
        restore(made.path, UNLOCK, office.folder, During(words, cancel), aside=True)
    after = {p.name: p.read_bytes() for p in office.folder.iterdir() if p.is_file()}
    assert after == before
    with pytest.raises(Cancelled):
        restore(made.path, UNLOCK, tmp_path / "new", During(words, cancel))
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


# -- an older file put in place by hand ------------------------------------------------------------


def test_an_older_file_in_place_of_the_newest_is_noticed(office: Office, clock: Clock) -> None:
    office.core.database.fold_log()
    old = (office.folder / "archive.db").read_bytes()
    office.households.add_place("兴新社区", "福锦苑", "2栋")
    clock.later(hours=1)
    office.backups.automatic()
    office.close()
    for rest in ("-wal", "-shm"):
        (office.folder / f"archive.db{rest}").unlink(missing_ok=True)
    (office.folder / "archive.db").write_bytes(old)
    again = open_office(office.folder, "", PASSWORD)
    (problem,) = again.checking.problems()
    assert "可能缺少最近的修改" in problem
    again.close()


def test_one_damaged_copy_of_the_key_file_is_a_problem(office: Office) -> None:
    (office.folder / "office.keys.2").write_text("{}")
    (problem,) = office.checking.problems()
    assert "office.keys.2" in problem


def test_the_manifest_holds_counts_and_chain(office: Office, stick: Path) -> None:
    made = office.backups.make(stick)
    key = keyring.open_slot(
        keyring.read(DataFolder(office.folder).keys).slot("李敏"), keyring.password_bytes(PASSWORD)
    )
    manifest = unseal(read_head(made.path), key).manifest
    core = office.core
    assert (manifest.batches, manifest.head) == core.database.row(
        "SELECT seq, hash FROM change_batch ORDER BY seq DESC LIMIT 1"
    )
    assert manifest.audited == core.database.value("SELECT count(*) FROM audit")
    assert manifest.schema == core.database.value("PRAGMA user_version")
