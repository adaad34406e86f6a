"""From the form a file has to the form this program knows, one frozen step after the other."""

import shutil
from collections.abc import Callable
from pathlib import Path

import apsw

from ldz_desktop.errors import OpenError
from ldz_desktop.storage.migrations import (
    m0001_start,
    m0002_journal,
    m0003_reading,
    m0004_terms,
    m0005_number_words,
    m0006_kin,
    m0007_month,
    m0008_batches,
)

Step = str | Callable[[apsw.Connection], None]
STEPS: tuple[Step, ...] = (
    m0001_start.SQL,
    m0002_journal.SQL,
    m0003_reading.SQL,
    m0004_terms.SQL,
    m0005_number_words.run,
    m0006_kin.SQL,
    m0007_month.SQL,
    m0008_batches.SQL,
)
APPLICATION_ID = m0001_start.APPLICATION_ID


def upgrade(connection: apsw.Connection, path: Path) -> None:
    """Bring the database to the newest form in one transaction, after a copy beside it.

    Raises OpenError for a database of another program or of a newer version.
    """
    form = int(connection.pragma("user_version"))
    owner = int(connection.pragma("application_id"))
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchall() == [(0,)]
    if owner != APPLICATION_ID and not empty:
        raise OpenError(
            "不是本程序的数据", "这个数据库不是楼栋长工作台建立的。", "请选择正确的数据文件夹。"
        )
    if form > len(STEPS):
        raise OpenError(
            "数据来自更新的版本",
            "这份数据由更新版本的程序建立，本程序不能打开。",
            "请安装最新版本的程序。",
        )
    if form == len(STEPS):
        return
    if form:
        _copy_before(connection, path, form)
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in STEPS[form:]:
            if isinstance(step, str):
                connection.execute(step)
            else:
                step(connection)
        connection.pragma("application_id", APPLICATION_ID)
        connection.pragma("user_version", len(STEPS))
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _copy_before(connection: apsw.Connection, path: Path, form: int) -> None:
    """The write-ahead log is folded in first, so the plain copy is whole."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    shutil.copy2(path, folder / f"before-form-{form + 1}.db")
