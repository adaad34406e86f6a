"""Whether the database still holds every save that was acknowledged.

A write-ahead log that is damaged, older or missing opens without a word, and what stood in it is
gone. So every transaction moves a count in the database (table save_count), and once it is on the
disk the count goes into a small file beside it, archive.mark, with the newest batch of the journal.
A mark ahead of the database is a loss; a database ahead of its mark is a program that was killed
between the two, and nothing. The mark is not synced at each save, which would double what a save
costs: kill -9 takes nothing of it, and after a power cut it is behind, never ahead.

The mark belongs to one file: it holds the salt the file begins with. A restored backup has another.
"""

import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import apsw

from ldz_desktop.domain import moments
from ldz_desktop.errors import LostSavesError
from ldz_desktop.record import record
from ldz_desktop.storage.wal import cut_behind, saves_behind

SALT_BYTES = 16  # at the beginning of an encrypted file
_SLOT = 512  # a sector: a power cut leaves the old one or the new one
_SLOTS = 2
_CHECK_DIGITS = 64
TABLE = "save_count"


@record
class Mark:
    """count: transactions that were saved; seq and hash: the newest batch of the journal by then;
    at: when (UTC, see domain.moments)."""

    count: int
    seq: int
    hash: str
    at: str


class Saves:
    """The count and the mark of one open database. Made before the database is opened: opening
    makes a log where there is none, and reading a file that SQLite has open takes away its locks.
    So a database that is being made has no mark before it is opened again."""

    def __init__(self, path: Path) -> None:
        self._marks = MarkFile(path.with_suffix(".mark"), _salt(path))
        self._log = path.with_name(f"{path.name}-wal")
        self.log_there = self._log.exists()
        self._lock = threading.Lock()
        self._last = Mark(0, 0, "", "")
        self._counts = False  # that the database does
        self._known = False  # that the database holds what was saved
        self._in_use = self._said = False  # in the database; in the part of it that is no log

    # -- opening -------------------------------------------------------------------------------

    def check(self, connection: apsw.Connection) -> None:
        """Raise LostSavesError where saves are missing. Changes nothing."""
        count, in_use = _counted(connection)
        mark = self._marks.read()
        behind = self._behind(connection)
        if mark is not None:
            missing = max(mark.count - count, behind)
            if missing or not _holds(connection, mark):
                raise lost(missing, mark.at)
        elif behind or (in_use and not self.log_there):
            raise lost(behind, "")
        self._take(connection)

    def accept(self, connection: apsw.Connection) -> None:
        """What is there is all there is from now on, whatever is missing."""
        self._take(connection)
        with self._lock, contextlib.suppress(OSError):
            self._marks.put(self._last, everywhere=True)

    def _take(self, connection: apsw.Connection) -> None:
        count, in_use = _counted(connection)
        self._last = Mark(count, *_newest(connection), "")
        self._known, self._in_use = True, in_use

    def _behind(self, connection: apsw.Connection) -> int:
        if not self.log_there:
            return 0
        row = connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
        try:
            return saves_behind(self._log, max(0, row[1] if row else 0))
        except OSError:
            return 0

    # -- saving --------------------------------------------------------------------------------

    def count(self, connection: apsw.Connection, batch: tuple[int, str] | None) -> Mark | None:
        """The last statement of a transaction that has changed something: its mark, None in a file
        of an earlier form, which does not count.

        batch: sequence and hash of the journal's batch it wrote, None without one.
        """
        self._counts = self._counts or _counts(connection)
        if not self._counts:
            return None
        row = connection.execute(
            f"UPDATE {TABLE} SET saves = saves + 1, in_use = 1 RETURNING saves"
        ).fetchone()
        seq, digest = batch or (self._last.seq, self._last.hash)
        return Mark(int(row[0]) if row else 0, seq, digest, moments.stamp(datetime.now(UTC)))

    def acknowledge(self, connection: apsw.Connection, mark: Mark) -> None:
        """The transaction is on the disk. Never raises: what was saved is saved, and a mark that
        could not be written is behind until the next one."""
        with self._lock:
            if mark.count <= self._last.count:  # another thread's later save came first
                return
            self._last, self._known, self._in_use = mark, True, True
            with contextlib.suppress(OSError):
                self._marks.put(mark)
        if not self._said:  # so that a copy of the database without its log can tell
            self._said = _folded(connection)

    def take_back(self, connection: apsw.Connection) -> None:
        """After a save that failed, while nobody else saves: what of it came into the log goes away
        again, as a crash would bring it back. Never raises."""
        with contextlib.suppress(apsw.Error, OSError):
            row = connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
            if row is not None and row[1] >= 0:
                cut_behind(self._log, row[1])

    # -- resting -------------------------------------------------------------------------------

    def sync(self) -> None:
        """Nobody is waiting: the mark on the disk, for a power cut."""
        with self._lock, contextlib.suppress(OSError):
            self._marks.sync()

    def rest(self, connection: apsw.Connection) -> bool:
        """Before the last connection closes: the file needs no log any more. Whether the log may
        go; where it may not, it stays as it is."""
        if self._known and self._in_use:
            try:
                connection.execute(f"UPDATE {TABLE} SET in_use = 0")
            except apsw.Error:
                self._known = False
        return self._known or not self.log_there

    def close(self) -> None:
        self.sync()
        with self._lock, contextlib.suppress(OSError):
            self._marks.close()


class MarkFile:
    """Two slots that are written in turn: one of them is always whole. salt: of the database, ""
    for one that has no marks."""

    def __init__(self, path: Path, salt: str) -> None:
        self._path = path
        self._salt = salt
        self._handle = -1

    def read(self) -> Mark | None:
        """The newest whole mark of this very database, None where there is none."""
        try:
            content = self._path.read_bytes()[: _SLOT * _SLOTS]
        except OSError:
            return None
        slots = (content[n * _SLOT : (n + 1) * _SLOT] for n in range(_SLOTS))
        marks = [mark for mark in (_read(slot, self._salt) for slot in slots) if mark is not None]
        return max(marks, key=lambda mark: mark.count, default=None)

    def put(self, mark: Mark, *, everywhere: bool = False) -> None:
        """Write the mark into its slot (or into every one). Raises OSError."""
        if not self._salt:
            return
        if self._handle < 0:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._handle = os.open(self._path, flags, 0o600)
        text = _text(mark, self._salt)
        for slot in range(_SLOTS) if everywhere else (mark.count % _SLOTS,):
            os.lseek(self._handle, slot * _SLOT, os.SEEK_SET)
            os.write(self._handle, text)

    def sync(self) -> None:
        if self._handle >= 0:
            os.fsync(self._handle)

    def close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _salt(database: Path) -> str:
    try:
        with database.open("rb") as file:
            return file.read(SALT_BYTES).hex()
    except OSError:
        return ""


def _text(mark: Mark, salt: str) -> bytes:
    body = " ".join((salt, str(mark.count), str(mark.seq), mark.hash or "-", mark.at or "-"))
    return f"{body} {_check(body)}".ljust(_SLOT - 1).encode() + b"\n"


def _read(slot: bytes, salt: str) -> Mark | None:
    body, _, check = slot.decode("ascii", "replace").strip().rpartition(" ")
    if check != _check(body):
        return None
    of, count, seq, digest, at = body.split(" ")
    if of != salt:
        return None
    return Mark(int(count), int(seq), digest.strip("-"), "" if at == "-" else at)


def _check(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


# -- in the database ------------------------------------------------------------------------------


def _counted(connection: apsw.Connection) -> tuple[int, bool]:
    """Saves, and whether somebody has it in use."""
    if not _counts(connection):
        return 0, False
    row = connection.execute(f"SELECT saves, in_use FROM {TABLE}").fetchone()
    return (int(row[0]), bool(row[1])) if row else (0, False)


def _counts(connection: apsw.Connection) -> bool:
    """Files of earlier programs do not."""
    there = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
    return connection.execute(there, (TABLE,)).fetchone() is not None


def _newest(connection: apsw.Connection) -> tuple[int, str]:
    row = next(_batches(connection, "ORDER BY seq DESC LIMIT 1"), None)
    return (int(row[0]), str(row[1])) if row else (0, "")


def _holds(connection: apsw.Connection, mark: Mark) -> bool:
    """The journal of the database is the one the mark was taken of."""
    if mark.seq == 0:
        return True
    row = next(_batches(connection, "WHERE seq = ?", mark.seq), None)
    return row is not None and row[1] == mark.hash


def _batches(connection: apsw.Connection, which: str, *values: int) -> Iterator[tuple[int, str]]:
    there = "SELECT 1 FROM sqlite_schema WHERE name = 'change_batch'"
    if connection.execute(there).fetchone():
        yield from connection.execute(f"SELECT seq, hash FROM change_batch {which}", values)


def _folded(connection: apsw.Connection) -> bool:
    """Move the log into the file as far as nobody reads; whether all of it is there."""
    try:
        row = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    except apsw.Error:
        return False
    return row is not None and row[0] == 0 and row[1] == row[2]


def lost(missing: int, at: str) -> LostSavesError:
    """missing: saves that are not there, 0 where nobody can tell how many."""
    last = ""
    with contextlib.suppress(ValueError):
        last = f"，最后一次在{moments.moment_text(moments.local(at))}"
    how = f"最后 {missing} 次改动" if missing else "最近的一些改动"
    return LostSavesError(
        "缺少最近保存的改动",
        f"已经保存过的{how}不在数据库里{last}：记着它们的 archive.db-wal 损坏、过旧或者不见了，"
        "或者 archive.db 被换成了旧的。程序没有改动任何文件。",
        "如果 archive.db-wal 被删除或没有一起复制，请把它放回 archive.db 旁边再打开；"
        "也可以“从备份恢复”，或用剩下的内容打开，再补上缺少的。",
    )
