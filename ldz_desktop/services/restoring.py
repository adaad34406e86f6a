"""From a backup to a working office: what is in it, what is here now, and the exchange.

Restoring never deletes: an office that is there already is moved into a folder beside (or, where
nobody asked for that, refuses).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ldz_desktop.domain import moments
from ldz_desktop.domain.backups import ENDING, time_in_name
from ldz_desktop.domain.visits import ids
from ldz_desktop.errors import BusyError, KnownError, OpenError, PasswordError, StorageError
from ldz_desktop.record import record
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.visits_away import unreturned
from ldz_desktop.storage import backup, keyring, setting_aside
from ldz_desktop.storage.backup_file import (
    BACKUP,
    VISIT,
    Head,
    Kind,
    Manifest,
    read_head,
    unseal,
    unwritable,
)
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.folder import DataFolder
from ldz_desktop.storage.keyring import Keyring
from ldz_desktop.storage.settings import AuditStore

Unlock = Callable[[Keyring], bytes]
"""The data key from key slots. Raises PasswordError."""


def by_password(account: str, password: str) -> Unlock:
    """account "" is the first one."""

    def unlock(ring: Keyring) -> bytes:
        slot = ring.slot(account or ring.accounts()[0])
        return keyring.open_slot(slot, keyring.password_bytes(password))

    return unlock


def by_code(code: str) -> Unlock:
    """With the recovery code of the day the backup was made."""

    def unlock(ring: Keyring) -> bytes:
        slot = ring.recovery_slot()
        return keyring.open_slot(slot, keyring.recovery_secret(code))

    return unlock


@record
class Holding:
    """What an office held at a time. changed_at: the last entry of journal or audit."""

    office: str
    households: int
    residents: int
    changed_at: datetime | None
    made_at: datetime | None = None


@record
class Comparison:
    """A backup beside what is here now. present: None where nothing is here or it cannot be read;
    trouble: why it cannot; other: it is another office; newer: changed after the backup;
    unreturned: how much a visit that is here has changed and not brought back."""

    backup: Holding
    present: Holding | None
    trouble: str
    other: bool
    newer: bool
    unreturned: int = 0


@record
class Restored:
    """aside: where the office lies now that was there before; None where there was none."""

    folder: Path
    households: int
    aside: Path | None


def backups_in(folder: Path) -> tuple[Path, ...]:
    """The automatic backups of a data folder, the newest first by their names."""
    found = DataFolder(folder).backups.glob(f"*{ENDING}")
    oldest = datetime.min  # noqa: DTZ901 - as names have no zone
    return tuple(
        sorted(found, key=lambda p: (time_in_name(p.name) or oldest, p.name), reverse=True)
    )


def accounts_in(path: Path) -> tuple[str, ...]:
    """Who can open a backup. Raises OpenError: empty, no backup, cut short, damaged, newer."""
    return read_head(path).ring.accounts()


def check_target(folder: Path) -> DataFolder:
    """Where a backup can be restored to without setting anything aside. Raises OpenError: an
    office is there, other files are, it lies on a network."""
    data = DataFolder(folder)
    data.check_place()
    data.check_vacant()
    return data


def compare(path: Path, unlock: Unlock, folder: Path) -> Comparison:
    """What is in the backup, and what would be set aside for it. Changes nothing.

    Raises OpenError and PasswordError for the backup; BusyError while somebody works in `folder`.
    What is wrong with the office that is here is said in `trouble`.
    """
    return _compare(read_head(path, BACKUP), unlock, DataFolder(folder))


def check_pack(path: Path, folder: Path) -> None:
    """Raises OpenError where a pack cannot be opened in `folder`: what it is not, or an office is
    there."""
    _check_no_office(read_head(path, VISIT), DataFolder(folder))


def compare_pack(path: Path, unlock: Unlock, folder: Path) -> Comparison:
    """The same for a visit pack. Raises as compare(), and OpenError where an office is here."""
    head, data = read_head(path, VISIT), DataFolder(folder)
    _check_no_office(head, data)
    return _compare(head, unlock, data)


def _compare(head: Head, unlock: Unlock, data: DataFolder) -> Comparison:
    manifest = unseal(head, unlock(head.ring)).manifest
    if not data.holds_office():
        return Comparison(_holding(manifest), None, "", other=False, newer=False)
    present, trouble, other, unreturned = None, "", False, 0
    try:
        ring = keyring.read(data.keys)
        other = ring.office != head.ring.office
        present, unreturned = _present(data, ring, unlock)
    except BusyError:
        raise
    except PasswordError:
        trouble = f"它的密码和{head.kind.noun}的不同"
    except KnownError as error:
        trouble = error.title
    newer = present is not None and present.changed_at > manifest.changed_at
    here = None if present is None else _holding(present)
    return Comparison(_holding(manifest), here, trouble, other, newer, unreturned)


def _check_no_office(head: Head, data: DataFolder) -> None:
    """A visit pack never takes the place of an office, not even of one that is moved aside."""
    if head.kind != VISIT or not data.holds_office():
        return
    here = keyring.read(data.keys).office
    if ids(here)[1]:
        return
    if here == ids(head.ring.office)[0]:
        raise OpenError(
            "这里是办公室的数据",
            "这个走访包是本办公室发出的，在这里合并，不用打开。没有改动任何数据。",
            "请输入密码进入以后，在户档 → 工具 → 走访包里合并。",
        )
    raise OpenError(
        "这里是另一个办公室的数据",
        "这个走访包是别的办公室发出的，不能在这里打开，也不能在这里合并。没有改动任何数据。",
        "要拿它走访，请换一台没有办公室数据的电脑打开；走访回来，在发出它的办公室合并。",
    )


def _present(data: DataFolder, ring: Keyring, unlock: Unlock) -> tuple[Manifest, int]:
    """What is here, and what of it a visit has not brought back."""
    data.check_files(None)
    data.hold()
    try:
        database = Database(data.database, unlock(ring))
        try:
            left = unreturned(database) if ids(ring.office)[1] else 0
            return backup.contents(database), left
        finally:
            database.close()
    finally:
        data.release()


def _holding(manifest: Manifest) -> Holding:
    return Holding(
        manifest.office,
        manifest.households,
        manifest.residents,
        _local(manifest.changed_at),
        _local(manifest.made_at),
    )


def restore(
    path: Path, unlock: Unlock, folder: Path, progress: Progress = SILENT, *, aside: bool = False
) -> Restored:
    """Put the office of a backup (or what a visit pack holds) into `folder`, all of it or nothing;
    the file stays.

    aside: an office that is there is moved into a dated folder beside; otherwise it refuses, as it
    does for a folder with other files in it, and for a pack where an office is. Raises OpenError:
    no backup, cut short, damaged, of a newer program, the folder cannot be used; PasswordError;
    BusyError while somebody works there; StorageError where a disk refuses; Cancelled.
    """
    head = read_head(path)
    _finish_earlier(DataFolder(folder))
    data = DataFolder(folder) if aside else check_target(folder)
    data.check_place()
    _check_no_office(head, data)
    key = unlock(head.ring)
    unseal(head, key)
    made = not data.path.exists()
    _make_folder(data)
    data.hold()
    try:
        place = setting_aside.begin(data)
        manifest, salt = backup.take_out(head, key, place / "archive.db", progress.report)
        keyring.write(place / "office.keys", keyring.salted(head.ring, salt))
        now = datetime.now(UTC)
        _log(place / "archive.db", key, now, (head.kind, manifest))
        set_aside = setting_aside.decide(data, now.astimezone())
        return Restored(data.path, manifest.households, set_aside)
    except OSError as error:
        if setting_aside.interrupted(data):
            raise StorageError(
                "恢复还没有做完",
                "新旧数据换到一半时出错，两份都还在，一份也没有少。",
                "可能有别的程序正在用数据文件夹里的文件，请关掉它，再打开本程序，会接着做完。",
            ) from None
        raise unwritable(error, comfort="原有数据没有改动。") from None
    finally:
        setting_aside.give_up(data)
        data.release()
        if made:
            _unmake_folder(data)


def _finish_earlier(data: DataFolder) -> None:
    """What a restoring that was killed had decided: then its office is here."""
    if setting_aside.interrupted(data):
        data.hold()
        try:
            setting_aside.finish(data)
        finally:
            data.release()


def _make_folder(data: DataFolder) -> None:
    try:
        data.path.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise OpenError(
            "不能写入", "不能在这个位置建立数据文件夹。", "请换一个有写入权限的位置。"
        ) from None


def _unmake_folder(data: DataFolder) -> None:
    """Where nothing came of it, the folder that was made for it goes as well."""
    if data.holds_office():
        return
    try:
        (data.path / "instance.lock").unlink(missing_ok=True)
        data.path.rmdir()
    except OSError:
        pass


def _log(path: Path, key: bytes, now: datetime, of: tuple[Kind, Manifest]) -> None:
    """The restored office remembers that it was."""
    kind, manifest = of
    event = "backup.restore" if kind == BACKUP else "visit.open"
    database = Database(path, key)
    try:
        AuditStore(database).add(moments.stamp(now), "", event, ("", f"made {manifest.made_at}"))
    finally:
        database.close()


def _local(stamp: str) -> datetime | None:
    if not stamp:
        return None
    return moments.local(stamp)
