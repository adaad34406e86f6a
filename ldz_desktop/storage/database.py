"""The encrypted database: opening, transactions, and the driver's errors in the clerk's words.

ChaCha20-Poly1305 with a raw random 32-byte key (reliability.md D1), WAL and synchronous=FULL (D3).
What is SQLite's own stays in this module and in storage.search.
"""

import contextlib
import re
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw

from ldz_desktop.domain.ids import new_ids
from ldz_desktop.errors import ConflictError, KnownError, OpenError, RuleError, StorageError
from ldz_desktop.storage import journal, migrations
from ldz_desktop.storage.connections import CACHE_KIB, TIMEOUT_MS, Connections
from ldz_desktop.storage.journal import Action, Batch, Journal
from ldz_desktop.storage.saves import SALT_BYTES, Mark, Saves

if TYPE_CHECKING:
    from ldz_desktop.storage.driver import Driver

PLAIN_HEADER = b"SQLite format 3\x00"
HEADER_BYTES = SALT_BYTES  # the cipher's salt, written once: it tells one file from another
PAGE = 4096
_CHECK_KIB = 2048

Row = tuple[Any, ...]
_UNNAMED = Action()


class Database:
    """One open office database. Each thread gets a connection of its own."""

    def __init__(self, path: Path, key: bytes, *, create: bool = False) -> None:
        self.path = path
        self._journal = Journal()
        self._saves = Saves(path)
        self._saving = threading.Lock()
        self._connections = Connections(path, key, self._journal, create=create)
        self.read_only = False
        self.last_batch = 0
        """The journal's batch of the named action that ended last, 0 where it changed nothing."""

    def refuse_writes(self) -> None:
        """Let it be read only: saving raises StorageError, which says why."""
        self.read_only = True
        self._connections.refuse_writes()

    @cached_property
    def _driver(self) -> "Driver":
        from ldz_desktop.storage.driver import Driver

        return Driver(self._connections)

    # -- opening ---------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, key: bytes) -> "Database":
        """A new database of the newest form. The file must not exist."""
        if path.exists():
            raise OpenError("数据已存在", "这个文件夹里已经有办公室数据。", "请换一个空文件夹。")
        database = cls(path, key, create=True)
        with translated():
            migrations.upgrade(database.connection(), lambda _: None)  # nothing is in it yet
            database.renew_triggers()
        return database

    @classmethod
    def open(cls, path: Path, key: bytes, *, check: bool, accept_loss: bool = False) -> "Database":
        """An existing database, brought to the newest form after a backup (in the folder backups
        beside it; opens with the key file that lies there).

        Raises OpenError: not openable with this key, of another program, of a newer program or
        damaged; LostSavesError, with the files as they were, unless accept_loss. check: also run
        quick_check over every page (0.1–0.2 s at full size).
        """
        database = cls(path, key)
        database._connections.keep_log(keep=database._saves.log_there)

        def keep(form: int) -> None:
            from ldz_desktop.storage import upgrading

            upgrading.keep(database, key, form)

        try:
            with translated():
                database._verify_saves(accept_loss=accept_loss)
                if migrations.upgrade(database.connection(), keep):
                    database.fold_log()  # it keeps what the upgrade removed
                database.renew_triggers()
                if check:
                    database.quick_check()
        except BaseException:
            database.close()
            raise
        return database

    def _verify_saves(self, *, accept_loss: bool) -> None:
        """A log that was left lying is folded at once: what it holds is safe from then on, and no
        rest of it can be taken for a save."""
        saves, connection = self._saves, self.connection()
        if accept_loss:
            saves.accept(connection)
        else:
            saves.check(connection)
        if saves.log_there:
            self._connections.keep_log(keep=False)
            self.fold_log()

    def quick_check(self) -> None:
        """Raise OpenError where the file is damaged."""
        self.execute(f"PRAGMA cache_size = {-_CHECK_KIB}")  # every page is read, and only once
        try:
            found = self.rows("PRAGMA quick_check(3)")
        finally:
            self.execute(f"PRAGMA cache_size = {-CACHE_KIB}")
        if found != [("ok",)] or self._ends_within_a_page():
            raise damaged()

    def _ends_within_a_page(self) -> bool:
        """Power that failed while the log was being folded may leave part of a page at the end; the
        log has the whole of it, and folding it once more mends the file."""
        if self.path.stat().st_size % PAGE:
            self.fold_log()
        return bool(self.path.stat().st_size % PAGE)

    def faults(self) -> list[str]:
        """Every page, every index against its table, every reference: what is wrong."""
        found = []
        if self.rows("PRAGMA integrity_check(3)") != [("ok",)] or self._ends_within_a_page():
            found.append(damaged().message)
        orphans = len(self.rows("PRAGMA foreign_key_check"))
        if orphans:
            found.append(f"有 {orphans} 条记录所属的记录不在了。")
        return found

    def connection(self) -> apsw.Connection:
        """This thread's connection to the driver, for bulk paths."""
        return self._connections.get()

    def changes(self) -> int:
        """Rows that this thread's connection has changed since it was opened."""
        return int(self.connection().total_changes())

    def fold_log(self) -> None:
        """Move the write-ahead log into the file and empty it; does nothing beside readers, and
        never raises: what was saved is saved, and the log is folded another time."""
        with contextlib.suppress(apsw.Error):
            self.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._saves.sync()

    @contextlib.contextmanager
    def erasing(self) -> Iterator[None]:
        """A transaction that leaves nothing of what it deletes: the file overwrites it (pragma
        secure_delete), and the log, which keeps every former state of a page for anybody with the
        key to read, is emptied (reliability.md §4.2)."""
        with self.transaction():
            yield
        self.fold_log()

    def lay_down_anew(self) -> None:
        """Write the whole file anew: nothing of its former pages is left. Does nothing where the
        disk has no room for it; 0.5 s for 24,000 households."""
        with contextlib.suppress(KnownError), translated():
            self.connection().execute("VACUUM").fetchall()
        self.fold_log()

    def close(self) -> None:
        """Close every connection; the write-ahead log is folded into the file, but for one that
        was refused when it was opened."""
        with contextlib.suppress(KnownError, apsw.Error):
            if not self._saves.rest(self.connection()):
                self._connections.keep_log(keep=True)
        self._connections.close_all()
        self._saves.close()

    # -- work ------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def transaction(self, action: Action = _UNNAMED) -> Iterator[None]:
        """One use case: all of it is on the disk when the block ends, or nothing of it.

        What it changes in journalled tables becomes one batch of the journal under `action`; a
        transaction inside another joins the outer one's batch.
        """
        if self._driver.in_transaction():
            with translated(), self._driver.atomic("IMMEDIATE"):
                yield
            return
        if not self._saving.acquire(timeout=TIMEOUT_MS / 1000):
            raise busy()
        try:
            with self._save(action):
                yield
        finally:
            self._saving.release()

    @contextlib.contextmanager
    def _save(self, action: Action) -> Iterator[None]:
        """The outermost transaction of the one thread that saves."""
        try:
            with translated(), self._driver.atomic("IMMEDIATE"):
                batch = Batch(next(new_ids(time.time_ns() // 1_000_000)), action)
                self._journal.batch, before = batch, self.changes()
                if action.what:
                    self.last_batch = 0
                try:
                    yield
                    mark = self._finish(batch) if self.changes() != before else None
                finally:
                    self._journal.batch = None
        except NotWrittenError:
            self.fold_log()
            self._saves.take_back(self.connection())
            raise
        if mark is not None:
            self._saves.acknowledge(self.connection(), mark)

    def _finish(self, batch: Batch) -> Mark | None:
        """The end of a transaction that has changed something."""
        last = self._write(batch) if batch.entries else None
        return self._saves.count(self.connection(), last)

    def batch_id(self) -> int:
        """The journal's batch of the running transaction, 0 while it has changed nothing that is
        journalled."""
        batch = self._journal.batch
        return batch.id if batch is not None and batch.entries else 0

    def _write(self, batch: Batch) -> tuple[int, str]:
        """Sequence and hash of the batch."""
        last = self.row("SELECT seq, hash FROM change_batch ORDER BY seq DESC LIMIT 1")
        seq, previous = last or (0, "")
        action, digest = batch.action, batch.digest.hexdigest()
        chained = journal.chained(previous, batch.id, action, digest)
        self.last_batch = batch.id
        self.insert(
            "change_batch",
            {
                "id": batch.id, "seq": seq + 1, "at": action.at, "actor": action.actor,
                "what": action.what, "reason": action.reason, "about": action.about,
                "undoes": action.undoes, "entries": batch.entries, "digest": digest,
                "hash": chained,
            },
        )  # fmt: skip
        return seq + 1, chained

    def renew_triggers(self) -> None:
        """Make the journal's triggers what this program wants, where they are not."""
        there = self.value(
            "SELECT group_concat(sql, '') FROM (SELECT sql FROM sqlite_schema "
            "WHERE type = 'trigger' AND name LIKE 'journal!_%' ESCAPE '!' ORDER BY name)"
        )
        wanted = journal.triggers()
        statements = sorted(re.findall(r"CREATE TRIGGER .*? END(?=;)", wanted, re.DOTALL))
        if there == "".join(sorted(statements, key=lambda sql: sql.split()[2])):
            return
        with self._driver.atomic("IMMEDIATE"):
            self.connection().execute(journal.drop_triggers())
            self.connection().execute(wanted)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        with translated():
            found: list[Row] = self.connection().execute(sql, values).fetchall()
        return found

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query."""
        with translated():
            found: Row | None = self.connection().execute(sql, values).fetchone()
        return found

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:  # noqa: ANN401 - what SQL returns
        """The first column of the first row, None where there is none."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run a statement; the number of rows it changed."""
        with translated():
            connection = self.connection()
            connection.execute(sql, values)
            return int(connection.changes())

    def insert(self, table: str, values: Mapping[str, Any]) -> None:
        """One row, through peewee."""
        import peewee

        with translated():
            source = self._table(table)
            source.insert(
                {peewee.Column(source, name): value for name, value in values.items()}
            ).execute()

    def update(self, table: str, values: Mapping[str, Any], where: Mapping[str, Any]) -> int:
        """Rows that match `where`; how many there were."""
        import peewee

        source = self._table(table)
        query = source.update(
            {peewee.Column(source, column): value for column, value in values.items()}
        )
        for column, wanted in where.items():
            query = query.where(peewee.Column(source, column) == wanted)
        with translated():
            changed: int = query.execute()
        return changed

    def delete(self, table: str, where: Mapping[str, Any]) -> int:
        """Rows that match `where`; how many there were."""
        import peewee

        source = self._table(table)
        query = source.delete()
        for column, wanted in where.items():
            query = query.where(peewee.Column(source, column) == wanted)
        with translated():
            changed: int = query.execute()
        return changed

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """The bulk path: executemany on the driver, twenty times peewee's insert_many.

        Rows of journalled tables (their key first) are entered into the journal as the triggers
        would, but all at once: the triggers rest meanwhile.
        """
        with translated():
            if table in journal.JOURNALLED:
                self._insert_journalled(table, columns, list(rows))
            else:
                self.connection().executemany(_insertion(table, columns), rows)

    def _insert_journalled(self, table: str, columns: Sequence[str], rows: list[Row]) -> None:
        if columns[0] != "id":
            raise ValueError(columns)
        entries = self._journal.inserted(table, [row[0] for row in rows])
        connection = self.connection()
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
        try:
            connection.executemany(_insertion(table, columns), rows)
        finally:
            connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 1)
        connection.executemany(_insertion("change_log", journal.LOG_COLUMNS), entries)

    def _table(self, name: str) -> Any:  # noqa: ANN401
        import peewee

        return peewee.Table(name, _database=self._driver)


def _insertion(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table}({','.join(columns)}) VALUES({','.join('?' * len(columns))})"


def read_only() -> StorageError:
    """The sentence for a save where nothing can be saved."""
    return StorageError(
        "不能写入",
        "数据文件夹是只读的，只能查看，这一步没有保存。",
        "请检查文件夹的权限或写保护开关，或把整个数据文件夹复制到硬盘上，再打开。",
    )


def damaged() -> OpenError:
    """The sentence for a file that is this office's and cannot be read."""
    return OpenError(
        "数据库已损坏",
        "数据库文件有损坏，读不出全部内容。程序没有改动它。",
        "请用输密码窗口里的“从备份恢复”；现在的文件会移到一边保存，不会删除。",
    )


def busy() -> StorageError:
    """The sentence for a save that waited too long for another one."""
    return StorageError("正忙", "数据库正被另一项操作使用，这一步没有保存。", "请稍后再试。")


class NotWrittenError(StorageError):
    """The disk refused in the middle of writing."""


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """The one place where the driver's errors become the world's (KnownError)."""
    try:
        yield
    except Exception as error:
        known = _known(error) if _drivers(error) else None
        if known is None:
            raise
        raise known from None


def _drivers(error: Exception) -> bool:
    """Whether SQLite said it, or peewee after it (which is imported by the first write)."""
    peewee = sys.modules.get("peewee")
    return isinstance(error, apsw.Error) or (
        peewee is not None and isinstance(error, peewee.PeeweeException)
    )


def _known(error: BaseException) -> KnownError | None:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, apsw.Error):
        cause = cause.__cause__ or cause.__context__
    if cause is None:
        return None
    if isinstance(cause, apsw.ConstraintError):
        return _constraint(str(cause))
    full = NotWrittenError(
        "磁盘已满",
        "磁盘空间不足，这一步没有保存，原有数据没有改动。",
        "请清理磁盘（至少留出 200 MB）后再试一次。",
    )
    if getattr(cause, "extendedresult", 0) == apsw.SQLITE_IOERR_SHMSIZE:
        return full  # opening needs 32 KB beside the file
    kinds: dict[type[Exception], KnownError] = {
        apsw.FullError: full,
        apsw.ReadOnlyError: read_only(),
        apsw.AuthError: read_only(),
        apsw.IOError: NotWrittenError(
            "磁盘读写出错",
            "读写数据文件时出错，这一步没有保存，原有数据没有改动。",
            "请检查磁盘或 U 盘是否松动，再试一次。",
        ),
        apsw.CantOpenError: OpenError(
            "打不开数据库", "数据库文件打不开。", "请检查文件夹的权限，确认没有被其他程序占用。"
        ),
        apsw.BusyError: busy(),
        apsw.CorruptError: damaged(),
        apsw.NotADBError: damaged(),
    }
    return next((known for kind, known in kinds.items() if isinstance(cause, kind)), None)


def _constraint(text: str) -> KnownError | None:
    if "month closed" in text:
        return RuleError(
            "这个月已封存",
            "已封月的数据不能改动，这一步没有保存。",
            "需要更正时，请走复议和更正公示的程序。",
        )
    if "FOREIGN KEY" in text:
        return ConflictError(
            "还有别的记录",
            "后来登记的记录要用到它，这一步没有保存。",
            "请先删除或撤销后来登记的那些记录。",
        )
    if any(f"{place}." in text for place in ("dwelling", "building", "compound", "community")):
        return ConflictError(
            "已有同名的",
            "同一个地方已经有这个名称或房号，这一步没有保存。",
            "请先核对已有的那一个。",
        )
    if "reward.building_id" in text:
        return ConflictError(
            "已有奖励",
            "同一栋楼同一个月已经有一笔流动红旗奖励，这一步没有保存。",
            "请刷新列表，看看是谁办理的。",
        )
    if "resident.id_number" in text:
        return ConflictError(
            "证件号码重复",
            "这个证件号码已经登记给另一位居民，这一步没有保存。",
            "请用顶部的查找框按证件号码找到那一位核对。",
        )
    return None
