"""Making a backup of an open database, looking it through, and taking it out again.

SQLite's backup API copies in one step: a plain copy of the file lacks what is still in the log
(0.6 s for 24,000 households; reliability.md D5, exp8b). The copy is opened and read through before
it becomes a backup, and the backup is read once more after it is written, before it gets its name.

Sheets that are keyed and not yet handed over stay out. A draft is the pile in the order it lay in,
and two copies of one, half an hour apart, tell which sheets were keyed meanwhile, shuffled or not;
backups are kept for months, the paper lies on the desk until the batch is handed over (D7, §4.2).
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import apsw

from ldz_desktop import __version__
from ldz_desktop.errors import Cancelled, KnownError, StorageError
from ldz_desktop.paths import open_file
from ldz_desktop.storage import keyring, saves
from ldz_desktop.storage.backup_file import (
    NOT_TOUCHED,
    Head,
    Keys,
    Kind,
    Manifest,
    Sealed,
    cut_short,
    damaged,
    no_room,
    read_head,
    seal,
    unreadable,
    unseal,
    unwritable,
)
from ldz_desktop.storage.connections import set_key
from ldz_desktop.storage.database import HEADER_BYTES, PAGE, Database, translated
from ldz_desktop.storage.database import damaged as damaged_database
from ldz_desktop.storage.migrations import check_form
from ldz_desktop.storage.replacing import put_in_place, sync_folder

Report = Callable[[int, int, str], None]
"""done, total, what is being done; may raise Cancelled."""

_BLOCK = 1 << 20
_LOOK_EVERY = 100_000  # steps of SQLite's machine between two looks at 取消: about 5 ms
_HEADROOM = 1 << 20
DRAFTS = ("sheet_draft", "sheet_check")
"""Tables that are empty in every backup."""
_COPY = ".backup-copy"


# -- making ---------------------------------------------------------------------------------------


def make(
    database: Database,
    keys: Keys,
    target: tuple[Kind, Path],
    room: Path,
    when: str,
    report: Report,
) -> Manifest:
    """Write a backup (or visit pack) of an open database to `target`, over what is there, whole or
    not at all.

    room: a folder on this computer where the copy is made; when: UTC.
    Raises OpenError where the database is damaged; StorageError where a disk refuses; Cancelled.
    """
    source, copy, kind = database.connection(), room / _COPY, target[0]
    try:
        room.mkdir(parents=True, exist_ok=True)
        _remove(copy)  # of a program that was killed
        size = source.pragma("page_count") * PAGE
        _need_room(room, size, kind.kept, "这台电脑的磁盘")  # for the copy, wherever it goes then
        own = keyring.new_database_key()
        report(0, 0, "正在复制数据")
        with _copied(source, copy, own) as connection:
            _leave_drafts_out(connection)
            look_through(connection, f"正在核对{kind.noun}", report)
            manifest = _contents(connection, when)
        return _put_together(copy, keys, target, (manifest, own), report)
    except OSError as error:
        raise unwritable(error, _size(copy), kind.kept) from None
    finally:
        with contextlib.suppress(OSError):
            _remove(copy)


def _put_together(
    copy: Path,
    keys: Keys,
    into: tuple[Kind, Path],
    inside: tuple[Manifest, bytes],
    report: Report,
) -> Manifest:
    (kind, target), (manifest, own) = into, inside
    size = copy.stat().st_size
    with copy.open("rb") as read:
        digest = hashlib.file_digest(read, "sha256").hexdigest()
    head = seal(kind, keys, size, Sealed(manifest, own, digest))
    _need_room(target.parent, len(head) + size, kind.kept, "要存到的磁盘")
    draft = target.with_name(f".{keys.ring.office}.backup.part")
    try:
        with copy.open("rb") as read, draft.open("wb") as write:
            write.write(head)
            for done in range(0, size, _BLOCK):
                report(done, size, f"正在写{kind.noun}文件")
                write.write(read.read(_BLOCK))
            write.flush()
            os.fsync(write.fileno())
        _read_back(kind, draft, keys.key, report)
        put_in_place(draft, target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
    return manifest


def _read_back(kind: Kind, draft: Path, key: bytes, report: Report) -> None:
    try:
        verify(draft, key, report)
    except Cancelled:
        raise
    except KnownError:
        if not draft.exists():
            raise unwritable(FileNotFoundError(), comfort=kind.kept) from None
        raise StorageError(
            f"{kind.noun}没有写好",
            f"写好的{kind.noun}读回来和原来不一样，已经删去。{kind.kept}",
            "U 盘可能快要坏了，请换一个。",
        ) from None


def _leave_drafts_out(connection: apsw.Connection) -> None:
    """Also of months that are closed meanwhile, whose triggers would refuse it; what is deleted is
    overwritten. Nor does the copy say that somebody works in it."""
    connection.pragma("secure_delete", 1)
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
    there = _tables(connection)
    for table in DRAFTS:
        if table in there:
            connection.execute(f"DELETE FROM {table}")
    if saves.TABLE in there:  # nothing of a backup stands in a log
        connection.execute(f"UPDATE {saves.TABLE} SET in_use = 0")


def _need_room(folder: Path, size: int, comfort: str, disk: str) -> None:
    if shutil.disk_usage(folder).free < size + _HEADROOM:
        raise no_room(size + _HEADROOM, comfort, disk)


# -- reading --------------------------------------------------------------------------------------


def verify(path: Path, key: bytes, report: Report) -> Manifest:
    """Read a backup from the first to the last byte. Raises OpenError where one is not as it was
    written; StorageError where it cannot be read."""
    head = read_head(path)
    sealed = unseal(head, key)
    digest = hashlib.sha256()
    for block in _blocks(head, "正在核对备份文件", report):
        digest.update(block)
    if digest.hexdigest() != sealed.digest:
        raise damaged(head.kind)
    return sealed.manifest


def take_out(head: Head, key: bytes, target: Path, report: Report) -> tuple[Manifest, bytes]:
    """The database of a backup, under the office's data key again, as the new file `target`.
    Returns the manifest and the file's salt, which the key file must know.

    Raises OpenError where anything is damaged or a newer program made it; StorageError; Cancelled.
    """
    sealed = unseal(head, key)
    copy, digest = target.with_name(_COPY), hashlib.sha256()
    try:
        _need_room(target.parent, 2 * head.bytes, NOT_TOUCHED, "磁盘")
        _remove(copy)
        with copy.open("xb") as write:
            for block in _blocks(head, "正在读出备份", report):
                digest.update(block)
                write.write(block)
        if digest.hexdigest() != sealed.digest:
            raise damaged(head.kind)
        _lay_down(head.kind, (copy, sealed), (target, key), report)
        with target.open("rb+") as file:
            os.fsync(file.fileno())
            return sealed.manifest, file.read(HEADER_BYTES)
    except OSError as error:
        raise unwritable(error, 2 * head.bytes, NOT_TOUCHED) from None
    finally:
        with contextlib.suppress(OSError):
            _remove(copy)


def _lay_down(
    kind: Kind, given: tuple[Path, Sealed], wanted: tuple[Path, bytes], report: Report
) -> None:
    (copy, sealed), (target, key) = given, wanted
    manifest = sealed.manifest
    with _opened(copy, sealed.key) as source:
        check_form(source)
        report(0, 0, "正在恢复数据")
        with _copied(source, target, key) as connection:
            look_through(connection, "正在核对恢复的数据", report)
            if not _agrees(connection, manifest):
                raise damaged(kind)


def _agrees(connection: apsw.Connection, manifest: Manifest) -> bool:
    """Whether a database holds what its manifest says; not where it is none of this program's."""
    try:
        return _contents(connection, manifest.made_at, manifest.program) == manifest
    except (apsw.SQLError, AttributeError, TypeError, ValueError):
        return False


def _blocks(head: Head, doing: str, report: Report) -> Iterator[bytes]:
    """The database as it lies in the backup."""
    done = 0
    try:
        with open_file(head.path) as file:
            file.seek(head.start)
            while done < head.bytes:
                report(done, head.bytes, doing)
                block = file.read(min(_BLOCK, head.bytes - done))
                if not block:
                    raise cut_short(head.kind, head.start + done, head.start + head.bytes)
                done += len(block)
                yield block
    except OSError as error:
        raise unreadable(error, head.kind) from None


# -- looking through a database -------------------------------------------------------------------


def look_through(connection: apsw.Connection, doing: str, report: Report) -> None:
    """Read every page and index of an open database (0.4 s for 24,000 households). Raises
    OpenError where anything is wrong; Cancelled soon after 取消."""

    def look() -> bool:
        report(0, 0, doing)
        return False

    look()
    connection.set_progress_handler(look, _LOOK_EVERY)
    try:
        found = connection.execute("PRAGMA integrity_check(3)").fetchall()
    finally:
        connection.set_progress_handler(None)
    if found != [("ok",)]:
        raise damaged_database()


def contents(database: Database) -> Manifest:
    """What an open database holds, of any form that ever was; no backup, so made_at is ""."""
    with translated():
        return _contents(database.connection(), "")


def _contents(connection: apsw.Connection, made_at: str, program: str = __version__) -> Manifest:

    def row(sql: str) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = connection.execute(sql).fetchone()
        return found

    def count(sql: str) -> int:
        return int((row(f"SELECT count(*) {sql}") or (0,))[0])

    profile = row("SELECT value FROM setting WHERE key = 'profile'")
    changed = row("SELECT max(at) FROM audit") or (None,)
    batch = None
    if "change_batch" in _tables(connection):
        batch = row("SELECT seq, hash, at FROM change_batch ORDER BY seq DESC LIMIT 1")
    batches, head, last = batch or (0, "", "")
    return Manifest(
        made_at,
        program,
        int(connection.pragma("user_version")),
        str(json.loads(profile[0]).get("office", "")) if profile else "",
        count("FROM household WHERE closed_on IS NULL"),
        count(
            "FROM resident r JOIN household h ON h.id = r.household_id "
            "WHERE h.closed_on IS NULL AND r.state = 'present'"
        ),
        int(batches),
        str(head),
        count("FROM audit"),
        max(changed[0] or "", last),
    )


def _tables(connection: apsw.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {str(row[0]) for row in rows}


@contextlib.contextmanager
def _copied(source: apsw.Connection, path: Path, key: bytes) -> Iterator[apsw.Connection]:
    """A copy of an open database in one step, in a new file under that key, open. It keeps no log
    beside it: a copy that was not finished is thrown away."""
    with translated(), _opened(path, key, apsw.SQLITE_OPEN_CREATE) as connection:
        with connection.backup("main", source, "main") as run:
            run.step(-1)
        connection.pragma("journal_mode", "memory")
        yield connection


@contextlib.contextmanager
def _opened(path: Path, key: bytes, flags: int = 0) -> Iterator[apsw.Connection]:
    with translated():
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE | flags)
        try:
            set_key(connection, key)
            yield connection
        finally:
            connection.close()


def _remove(path: Path) -> None:
    for rest in ("", "-journal", "-wal", "-shm"):
        Path(f"{path}{rest}").unlink(missing_ok=True)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
