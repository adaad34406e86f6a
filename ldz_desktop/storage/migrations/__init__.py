"""From the form a file has to the form this program knows, one frozen step after the other."""

from collections.abc import Callable

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
    m0009_visits,
    m0010_booklets,
    m0011_signers,
    m0012_saves,
    m0013_leader_facts,
    m0014_sheet_files,
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
    m0009_visits.SQL,
    m0010_booklets.run,
    m0011_signers.SQL,
    m0012_saves.SQL,
    m0013_leader_facts.SQL,
    m0014_sheet_files.SQL,
)
APPLICATION_ID = m0001_start.APPLICATION_ID


def upgrade(connection: apsw.Connection, keep: Callable[[int], None]) -> bool:
    """Bring the database to the newest form in one transaction; whether there was anything to do.

    keep: makes a backup before anything is changed; gets the form the database will have. Raises
    OpenError for a database of another program or of a newer version.
    """
    form = check_form(connection)
    if form == len(STEPS):
        return False
    if form:
        keep(len(STEPS))
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
    return True


def check_form(connection: apsw.Connection) -> int:
    """The database's form, 0 while it is empty. Raises OpenError for a database of another program
    or of a newer version."""
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
    return form
