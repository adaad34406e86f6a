"""Backups of an open office: made by themselves, thinned out, and disks that refuse."""

import errno
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ldz_desktop.errors import Cancelled, OpenError, StorageError
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office, open_office
from ldz_desktop.services.restoring import by_password
from ldz_desktop.storage import keyring
from ldz_desktop.storage.backup_file import read_head, unseal
from ldz_desktop.storage.folder import DataFolder

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.services.backups.conftest import Clock, During

PASSWORD = "测试口令-2026"
UNLOCK = by_password("", PASSWORD)
MONTH = "2026-10"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# -- by itself -------------------------------------------------------------------------------------


def test_automatic_backups_are_made_when_something_changed(office: Office, clock: "Clock") -> None:
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


def test_a_session_that_ended_without_one_is_noticed(office: Office, clock: "Clock") -> None:
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


def test_old_ones_are_thinned_out_and_others_kept(office: Office, clock: "Clock") -> None:
    folder = office.folder / "backups"
    office.backups.automatic()
    kept = ("升级前-20250101-0900-3.ldzbackup", "搬家前.ldzbackup", "坏的.ldzbackup")
    for name in kept:
        shutil.copy(office.backups.listed()[0].path, folder / name)
    os.truncate(folder / "坏的.ldzbackup", 500)
    (folder / "别的.txt").write_text("x")
    for _ in range(16):
        clock.later(days=1)
        office.evaluation.open_month(MONTH)
        office.evaluation.remove_month(MONTH)
        assert office.backups.automatic() is not None
    there = names(folder)
    assert {*kept, "别的.txt"} <= set(there)
    days = {b.made_at.date() for b in office.backups.listed() if not b.trouble}
    assert len([n for n in there if n.startswith("备份-")]) < 16
    assert {clock.now.date() - timedelta(days=n) for n in range(12)} <= days
    assert [b.trouble for b in office.backups.listed() if b.path.name == "坏的.ldzbackup"] == [
        "备份不完整"
    ]


def test_a_clock_that_fell_back_does_not_throw_the_new_one_away(
    office: Office, clock: "Clock"
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
    office: Office, clock: "Clock", stick: Path
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


def test_trying_out_restores_a_backup_and_throws_it_away(office: Office, clock: "Clock") -> None:
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


def test_once_a_month_the_newest_is_tried_out_by_itself(office: Office, clock: "Clock") -> None:
    office.backups.look_after()
    first = office.backups.listed()[0]
    assert first.tried_at is not None
    for days, tried in ((29, first.tried_at), (1, None)):
        clock.later(days=days)
        office.backups.look_after()
        (one,) = office.backups.listed()
        assert one.tried_at == (tried or clock.now.replace(microsecond=0))
    clock.later(days=31)
    content = bytearray(first.path.read_bytes())
    content[-3000] ^= 4
    first.path.write_bytes(content)
    with pytest.raises(OpenError):
        office.backups.look_after()
    assert office.backups.state().trouble == "试恢复时备份已损坏"
    assert office.backups.reminder()
    content[-3000] ^= 4
    first.path.write_bytes(content)
    office.backups.look_after()  # nothing has changed: no new backup takes the word away
    assert office.backups.state().trouble == ""


def test_backups_of_another_office_are_not_called_damaged(
    office: Office, tmp_path: Path, clock: "Clock"
) -> None:
    """They stay where an office (the demo's, say) gave way to another's backup."""
    other, _ = create_office(tmp_path / "other", "演示办公室", "李敏", PASSWORD, clock=clock)
    old = other.backups.make(tmp_path / "old.ldzbackup")
    other.close()
    own = office.backups.automatic()
    assert own is not None
    shutil.copy(old.path, office.folder / "backups")
    told = {b.path.name: b.trouble for b in office.backups.listed()}
    assert told == {own.path.name: "", "old.ldzbackup": "是另一个办公室的备份"}
    assert not office.backups.due()
    assert office.checking.problems(deep=True) == ()


# -- disks that refuse -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["正在复制数据", "正在核对备份", "正在写备份文件", "正在核对备份文件"]
)
def test_cancelled_anywhere_the_last_good_one_stays(
    office: Office,
    stick: Path,
    during: "type[During]",
    cancelling: "Callable[[], None]",
    words: str,
) -> None:
    last = office.backups.make(stick / "a.ldzbackup")
    before = last.path.read_bytes()
    with pytest.raises(Cancelled):
        office.backups.make(stick / "a.ldzbackup", during(words, cancelling))
    assert last.path.read_bytes() == before
    assert names(stick) == ["a.ldzbackup"]
    assert names(office.folder / "backups") == []


def test_a_stick_pulled_out_half_way(office: Office, stick: Path, during: "type[During]") -> None:
    # Windows lets nobody take away a folder in which a file is being written.
    moment = "正在写备份文件" if os.name == "posix" else "正在核对备份"
    with pytest.raises(StorageError) as caught:
        office.backups.make(stick, during(moment, lambda: shutil.rmtree(stick)))
    assert "位置不在了" in caught.value.title
    assert "U 盘" in caught.value.message
    assert office.backups.state().outside is None
    with pytest.raises(StorageError, match="位置不在了"):
        office.backups.make(stick / "a.ldzbackup")


@pytest.mark.skipif(os.name != "posix", reason="a limit of the system's")
def test_a_file_system_that_takes_no_large_files(
    office: Office, stick: Path, during: "type[During]"
) -> None:
    """The system itself refuses in the middle of the file, as FAT32 does at 4 GB."""
    import resource

    last = office.backups.make(stick / "a.ldzbackup")
    before = last.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def shrink() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (last.bytes // 2, hard))

    try:
        with pytest.raises(StorageError, match="文件太大"):
            office.backups.make(stick / "a.ldzbackup", during("正在写备份文件", shrink))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert last.path.read_bytes() == before
    assert names(stick) == ["a.ldzbackup"]


@pytest.mark.parametrize(
    ("code", "title"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "不能写入"), (errno.EIO, "写入出错")],
)
def test_disk_full_or_broken_at_the_last_moment(
    office: Office, clock: "Clock", monkeypatch: pytest.MonkeyPatch, code: int, title: str
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


# -- an older file put in place by hand ------------------------------------------------------------


def test_an_older_file_in_place_of_the_newest_is_noticed(office: Office, clock: "Clock") -> None:
    """By the backups, where the mark beside the database does not tell."""
    office.close()
    old = (office.folder / "archive.db").read_bytes()
    office = open_office(office.folder, "", PASSWORD, clock=clock)
    office.households.add_place("兴新社区", "福锦苑", "2栋")
    clock.later(hours=1)
    office.backups.automatic()
    office.close()
    (office.folder / "archive.mark").unlink()
    (office.folder / "archive.db").write_bytes(old)
    again = open_office(office.folder, "", PASSWORD)
    (problem,) = again.checking.problems()
    assert "可能缺少最近的修改" in problem
    with pytest.raises(OpenError, match="可能缺少最近的修改"):  # what the window shows
        again.check_damage()
    again.backups.automatic()
    again.check_damage()  # said once: from here on it is what is known
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
