"""Backups of the open office: where the clerk wants them, and by themselves beside the data."""

import contextlib
import os
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from ldz_desktop.domain import backups as rules
from ldz_desktop.domain import moments
from ldz_desktop.domain.visits import ids
from ldz_desktop.errors import Cancelled, InputError, KnownError, OpenError, StorageError
from ldz_desktop.record import record
from ldz_desktop.services.backup_notes import BackupNotes, note, read_notes
from ldz_desktop.services.core import Core
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.storage import backup, keyring
from ldz_desktop.storage.backup_file import (
    BACKUP,
    Keys,
    Manifest,
    may_be_replaced,
    read_head,
    unseal,
    unwritable,
)
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.folder import DataFolder
from ldz_desktop.storage.settings import AuditStore

_ON_TRIAL = "试恢复时"
_FOREIGN = "是另一个办公室的备份"


@record
class BackupInfo:
    """One backup file. id: from 1 in the order of a list; made_at: the clerk's own time; trouble:
    why it cannot be used ("" where it was verified when it was made and is whole); tried_at: when
    it was restored on trial, of the last one that was."""

    id: int
    path: Path
    made_at: datetime
    bytes: int
    households: int = 0
    residents: int = 0
    trouble: str = ""
    tried_at: datetime | None = None

    @property
    def before_upgrade(self) -> bool:
        return self.path.name.startswith(rules.BEFORE_UPGRADE)


@record
class BackupState:
    """What the clerk should know. outside: the last backup outside the data folder, None where it
    is not remembered; overdue: days without one, where that is too long; same_disk: it lies on the
    disk the data lies on; trouble: why the last automatic one failed."""

    outside_at: datetime | None
    outside: Path | None
    overdue: int | None
    same_disk: bool
    trouble: str
    backups: tuple[BackupInfo, ...]


class BackupService:
    """Makes backups, looks after the automatic ones, and tries whether they can be restored."""

    def __init__(self, core: Core, data: DataFolder, key: bytes) -> None:
        self._core = core
        self._data = data
        self._key = key
        self._changes = 0  # rows this connection had changed when the last one was made

    def make(self, out: Path, progress: Progress = SILENT) -> BackupInfo:
        """A backup where the clerk wants it, read back after it was written. out: the file (an
        older backup of that name is replaced), or a folder, where it gets a name with the time.

        Raises InputError where another file has that name; StorageError: disk full, read-only,
        pulled out; OpenError where the data is damaged; Cancelled. Nothing half-done is left.
        """
        now = self._core.clock()
        target = _free_name(out, now) if is_folder(out) else out
        if not may_be_replaced(target):
            raise InputError(
                "不能覆盖", "这个名字的文件已经有了，不是备份，没有动它。", "请换一个文件名。"
            )
        outside = self._data.path not in target.absolute().parents
        if outside:  # before the copy, so that it is in there too: data leaves this computer
            with self._core.database.transaction():
                self._core.log("backup.make")
        made = self._make(target, now, progress)
        if outside:
            self._note(outside_at=self._core.stamp(), outside_file=str(target))
        return made

    def automatic(self, progress: Progress = SILENT) -> BackupInfo | None:
        """A backup into the data folder where something has changed since the last one; older
        ones are thinned out. Raises as make() does; the next state() tells what went wrong."""
        if self._core.database.read_only or not self.due():
            return None
        now = self._core.clock()
        try:
            made = self._make(_free_name(self._data.backups, now), now, progress)
        except Cancelled:  # somebody came back to the keyboard: it is made later
            raise
        except KnownError as error:
            self._note(trouble=error.title)
            raise
        self._note(trouble="")
        self._thin_out(made)
        return made

    def look_after(self, progress: Progress = SILENT) -> None:
        """What is done while nobody is at the keyboard: automatic(), and once a month the newest
        backup is restored on trial (reliability.md §6). Raises as both do; state() tells."""
        if self._core.database.read_only:
            return
        self.automatic(progress)
        last = _day(self._notes().tried_at)
        newest = next((b for b in self.listed() if not b.trouble), None)
        if newest is None or (
            last is not None and (self._core.today() - last).days < rules.TRY_AFTER_DAYS
        ):
            return
        try:
            self.try_out(newest.path, progress)
        except (OpenError, StorageError) as error:
            self._note(trouble=f"{_ON_TRIAL}{error.title}")
            raise

    def precaution(self, progress: Progress = SILENT) -> None:
        """An automatic backup before much changes at once. A disk that refuses it is remembered
        (see state) and does not stop the work. Raises Cancelled."""
        with contextlib.suppress(StorageError):
            self.automatic(progress)

    def due(self) -> bool:
        """Whether anything has changed since the newest automatic backup."""
        newest = next((b for b in self.listed() if not b.trouble), None)
        if newest is None or self._core.database.changes() != self._changes:
            return True
        then, now = self._manifest(newest.path), backup.contents(self._core.database)
        return (then.batches, then.head, then.audited) != (now.batches, now.head, now.audited)

    def listed(self) -> tuple[BackupInfo, ...]:
        """The backups in the data folder, the newest first. Those that cannot be used say why."""
        found = [self._look(path) for path in self._data.backups.glob(f"*{rules.ENDING}")]
        found.sort(key=lambda b: (b.made_at, b.path.name), reverse=True)
        notes = self._notes()
        tried = {notes.tried_file: _local(notes.tried_at)}
        return tuple(
            replace(b, id=n, tried_at=tried.get(b.path.name)) for n, b in enumerate(found, 1)
        )

    def state(self) -> BackupState:
        """What the page of the settings shows."""
        notes = self._notes()
        outside = Path(notes.outside_file) if notes.outside_file else None
        return BackupState(
            _local(notes.outside_at),
            outside,
            self.overdue(),
            outside is not None and _same_disk(outside.parent, self._data.path),
            notes.trouble,
            self.listed(),
        )

    def overdue(self) -> int | None:
        """Days without a backup outside the data folder, where that is too long; a visit is brought
        back instead."""
        if ids(self._office)[1]:
            return None
        notes = self._notes()
        return rules.days_without(_day(notes.outside_at), _day(notes.first_at), self._core.today())

    def reminder(self) -> str:
        """A few words where somebody should look after the backups, "" where all is well."""
        if self._notes().trouble:
            return "自动备份没有成功"
        days = self.overdue()
        return "" if days is None else f"已有 {days} 天没有备份到 U 盘"

    def try_out(self, path: Path, progress: Progress = SILENT) -> Manifest:
        """Restore a backup into a folder of its own, open it as an office, and throw it away.

        Raises as services.restoring.restore() does: then it cannot be relied on.
        """
        room = self._data.backups / ".trial"
        try:
            shutil.rmtree(room, ignore_errors=True)
            room.mkdir(parents=True)
            head = read_head(path)
            manifest, salt = backup.take_out(head, self._key, room / "archive.db", progress.report)
            keyring.write(room / "office.keys", keyring.salted(head.ring, salt))
            progress.report(0, 0, "正在打开恢复出来的数据")
            Database.open(room / "archive.db", self._key, check=True).close()
        except OSError as error:
            raise unwritable(error) from None
        finally:
            shutil.rmtree(room, ignore_errors=True)
        said = self._notes().trouble
        left = "" if said.startswith(_ON_TRIAL) else said  # no other backup would take it away
        self._note(tried_at=self._core.stamp(), tried_file=path.name, trouble=left)
        return manifest

    def check_age(self) -> None:
        """Raise OpenError where the newest automatic backup knows more than the data: an older file
        was put in its place by other means than restoring, or its log was lost (SQLite says ok)."""
        if self.ahead():
            raise OpenError(
                "可能缺少最近的修改",
                "现在的数据比最近的自动备份旧，也许有人放回了旧文件，或文件没有复制全。",
                "请核对最近几天的内容；确实少了的，锁定以后用“从备份恢复”取回。",
            )

    def ahead(self) -> bool:
        """See check_age()."""
        # the restored office says it itself: a note beside it would be lost with the power
        audit = AuditStore(self._core.database)
        restored = max(audit.last("backup.restore"), audit.last("visit.open"))
        for one in self.listed():
            if one.trouble:
                continue
            then, now = self._manifest(one.path), backup.contents(self._core.database)
            after = then.made_at > restored
            return after and (then.batches > now.batches or then.audited > now.audited)
        return False

    def faults(self, progress: Progress = SILENT) -> tuple[str, ...]:
        """Backups in the data folder that cannot be used, every byte of them read."""
        found = []
        for one in self.listed():
            if one.trouble == _FOREIGN:
                continue  # of the office that was here before another was restored
            try:
                backup.verify(one.path, self._key, progress.report)
            except KnownError as error:
                found.append(f"备份 {one.path.name}：{error.title}。")
        return tuple(found)

    # -- inside ----------------------------------------------------------------------------------

    def _make(self, target: Path, now: datetime, progress: Progress) -> BackupInfo:
        keys = Keys(keyring.read(self._data.keys), self._key)
        changes = self._core.database.changes()
        stamp = moments.stamp(now)
        into = (BACKUP, target)
        backup.make(self._core.database, keys, into, self._data.backups, stamp, progress.report)
        self._changes = changes
        if not self._notes().first_at:
            self._note(first_at=stamp)
        return self._look(target)

    def _look(self, path: Path) -> BackupInfo:
        """What a backup says of itself. Its database is not read: it was when it was made."""
        size, changed = 0, datetime.fromtimestamp(0, UTC)
        with contextlib.suppress(OSError, OverflowError, ValueError):  # of times before all time
            found = path.stat()
            size, changed = found.st_size, datetime.fromtimestamp(found.st_mtime, UTC)
        try:
            manifest = self._manifest(path)
        except KnownError as error:
            return BackupInfo(0, path, changed.astimezone(), size, trouble=error.title)
        made = _local(manifest.made_at) or changed.astimezone()
        return BackupInfo(0, path, made, size, manifest.households, manifest.residents)

    def _manifest(self, path: Path) -> Manifest:
        head = read_head(path, BACKUP)
        if head.ring.office != self._office:
            raise OpenError(_FOREIGN, "这个备份不是这个办公室的。", "请选择这个办公室的备份。")
        return unseal(head, self._key).manifest

    @cached_property
    def _office(self) -> str:
        return keyring.read(self._data.keys).office

    def _thin_out(self, made: BackupInfo) -> None:
        """Damaged ones are no reason to throw good ones away, and stay to be seen; so do those that
        somebody gave another name, to keep them. The one just made stays whatever the clock says:
        it may have fallen back to 2009."""
        own = (b for b in self.listed() if b.path.name.startswith(rules.AUTOMATIC))
        good = [b for b in own if not b.trouble]
        keep = rules.kept(b.made_at for b in good)
        for one in good:
            if one.made_at not in keep and one.path != made.path:
                with contextlib.suppress(OSError):
                    one.path.unlink()

    def _notes(self) -> BackupNotes:
        return read_notes(self._data.backup_notes)

    def _note(self, **changes: str) -> None:
        note(self._data.backup_notes, **changes)


def is_folder(path: Path) -> bool:
    """Also of a drive that may not be looked into (locked, broken), where Path.is_dir raises."""
    try:
        return path.is_dir()
    except OSError:  # it may not be looked at; writing will say so
        return False


def _free_name(folder: Path, now: datetime) -> Path:
    for again in range(1, 1000):
        path = folder / rules.file_name(now, again)
        if not path.exists():
            return path
    raise InputError("备份太多", "这个文件夹里的备份太多了。", "请换一个文件夹。")


def _local(stamp: str) -> datetime | None:
    try:
        return moments.local(stamp)
    except ValueError:  # notes may have been written by hand
        return None


def _day(stamp: str) -> date | None:
    when = _local(stamp)
    return None if when is None else when.date()


def _same_disk(one: Path, other: Path) -> bool:
    try:
        return os.stat(one).st_dev == os.stat(other).st_dev  # noqa: PTH116 - one call for both
    except OSError:
        return False
