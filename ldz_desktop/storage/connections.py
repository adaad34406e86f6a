"""Connections to the encrypted file: one for each thread, with cipher and key set first.

peewee stands on these too (storage.driver); it is imported with the first write, because it takes
longer than opening the file.
"""

import contextlib
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import apsw

from ldz_desktop.storage.journal import Journal

CACHE_KIB = 8_192
"""Of pages kept in memory. A keystroke's search takes 1.2 ms at 150,000 residents and 1.7 ms at ten
times as many, 1.0 and 1.4 ms with three times the cache (tests/benchmarks: search)."""
TIMEOUT_MS = 5000
_PRAGMAS = (
    ("journal_mode", "wal"),
    ("synchronous", "full"),
    ("foreign_keys", 1),
    ("cache_size", -CACHE_KIB),
    ("trusted_schema", 0),
    ("secure_delete", 1),
)


class Connections:
    """Opens a connection where a thread asks for its first; closes those of all threads."""

    def __init__(self, path: Path, key: bytes, journal: Journal, *, create: bool) -> None:
        self._path = path
        self._key = key
        self._journal = journal
        self._flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
        self._own = threading.local()
        self._opened: list[weakref.ref[apsw.Connection]] = []
        self._opened_lock = threading.Lock()
        self._keep_log = False
        self._refuses = False

    def get(self) -> apsw.Connection:
        """This thread's connection."""
        connection: apsw.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = self._open()
        return connection

    def _open(self) -> apsw.Connection:
        connection = apsw.Connection(str(self._path), flags=self._flags)
        try:
            self._unlock(connection)
        except BaseException:
            connection.close()
            raise
        with self._opened_lock:
            self._opened.append(weakref.ref(connection))
            connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, int(self._keep_log))
            if self._refuses:
                connection.authorizer = _only_reading
        return connection

    def refuse_writes(self) -> None:
        """From now on nothing is saved but what was looked at (the audit)."""
        with self._opened_lock:
            self._refuses = True
            for connection in self._living():
                connection.authorizer = _only_reading

    def keep_log(self, *, keep: bool) -> None:
        """Whether closing leaves the write-ahead log as it is, and does not fold it."""
        with self._opened_lock:
            self._keep_log = keep
            for connection in self._living():
                connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, int(keep))

    def _unlock(self, connection: apsw.Connection) -> None:
        connection.set_busy_timeout(TIMEOUT_MS)
        set_key(connection, self._key)
        for name, value in _PRAGMAS:
            connection.pragma(name, value)
        self._journal.register(connection)

    def close_all(self) -> None:
        """Close the connections of every thread. Never raises: a disk that refuses to take the log
        leaves it for the next opening."""
        with self._opened_lock:
            for connection in self._living():
                try:
                    connection.close()
                except apsw.Error:
                    connection.close(force=True)
            self._opened.clear()

    def _living(self) -> Iterator[apsw.Connection]:
        return filter(None, (reference() for reference in self._opened))


_WRITES = frozenset((
    apsw.SQLITE_INSERT, apsw.SQLITE_UPDATE, apsw.SQLITE_DELETE, apsw.SQLITE_CREATE_TABLE,
    apsw.SQLITE_DROP_TABLE, apsw.SQLITE_ALTER_TABLE,
))  # fmt: skip
_STILL_WRITTEN = ("audit", "save_count")


def _only_reading(
    what: int, table: str | None, column: str | None, database: str | None, trigger: str | None
) -> int:
    """SQLite asks this of every statement it prepares."""
    del column, trigger
    allowed = what not in _WRITES or table in _STILL_WRITTEN or database == "temp"
    return int(apsw.SQLITE_OK if allowed else apsw.SQLITE_DENY)


def set_key(connection: apsw.Connection, key: bytes) -> None:
    """Cipher and key, before anything else; then a look whether they fit."""
    connection.pragma("cipher", "chacha20")
    with contextlib.suppress(apsw.SQLError):  # its text would hold the key
        connection.execute(f'PRAGMA key="raw:{key.hex()}"')
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
