"""What goes along from door to door: a database of its own with the files of a few buildings.

Only what the visit needs is copied into an empty database (reliability.md §2.3): no other building,
no leader, no satisfaction sheet, no journal. So the pack's journal begins with the first change
made on the way, and holds nothing else.
"""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import apsw

from ldz_desktop.storage import migrations
from ldz_desktop.storage.backup import Report
from ldz_desktop.storage.backup_file import VISIT, damaged
from ldz_desktop.storage.database import Database, translated

TABLES = (
    "community", "compound", "building", "dwelling", "household", "resident", "stay", "tag",
    "visit", "attachment",
)  # fmt: skip
"""What a pack holds and what comes back of it; each stands behind what it names."""
SETTINGS = ("profile", "visit.rhythm")

_DWELLINGS = "SELECT id FROM dwelling WHERE building_id IN ({})"
_HOUSEHOLDS = f"SELECT id FROM household WHERE closed_on IS NULL AND dwelling_id IN ({_DWELLINGS})"
_RESIDENTS = f"SELECT id FROM resident WHERE household_id IN ({_HOUSEHOLDS})"
_WHERE = {
    "community": "id IN (SELECT k.community_id FROM compound k JOIN building b "
    "ON b.compound_id = k.id WHERE b.id IN ({}))",
    "compound": "id IN (SELECT compound_id FROM building WHERE id IN ({}))",
    "building": "id IN ({})",
    "dwelling": f"id IN ({_DWELLINGS})",
    "household": f"id IN ({_HOUSEHOLDS})",
    "resident": f"household_id IN ({_HOUSEHOLDS})",
    "stay": f"resident_id IN ({_RESIDENTS})",
    "tag": f"resident_id IN ({_RESIDENTS})",
    "visit": f"household_id IN ({_HOUSEHOLDS})",
    "attachment": f"removed_on IS NULL AND household_id IN ({_HOUSEHOLDS})",
}
_ALL_HOUSEHOLDS = f"SELECT id FROM household WHERE dwelling_id IN ({_DWELLINGS})"
_NOUNS = {"resident": "居民", "attachment": "材料"}


def cut_out(
    source: Database, path: Path, key: bytes, buildings: Sequence[int], report: Report
) -> Database:
    """A new database at `path` under `key` with the open files of those buildings, open. It is not
    indexed for searching yet. Raises StorageError; Cancelled."""
    target = Database.create(path, key)
    try:
        with translated():
            connection = target.connection()
            connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
            connection.execute("BEGIN IMMEDIATE")
            for number, table in enumerate(TABLES):
                report(number, len(TABLES), f"正在取出{_NOUNS.get(table, '户档')}")
                where = _WHERE[table].format(",".join("?" * len(buildings)))
                _copy(source, connection, table, (where, buildings))
            _copy(source, connection, "holiday", ("1", ()))
            marks = ",".join("?" * len(SETTINGS))
            _copy(source, connection, "setting", (f"key IN ({marks})", SETTINGS))
            connection.execute("COMMIT")
            connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 1)
    except BaseException:
        target.close()
        raise
    return target


def opened(path: Path, key: bytes) -> Database:
    """A pack's database in this program's form, whichever it had; the file is a copy that goes
    away. Raises OpenError: damaged, of a newer program."""
    database = Database(path, key)
    try:
        with distrusted(), translated():
            migrations.upgrade(database.connection(), lambda _: None)
    except BaseException:
        database.close()
        raise
    return database


def ids_within(database: Database, table: str, buildings: Sequence[int]) -> frozenset[int]:
    """Keys of a table's rows that belong to those buildings, closed files and what was removed
    included; of communities and compounds those the buildings stand in."""
    where = (
        _WHERE[table].replace(_HOUSEHOLDS, _ALL_HOUSEHOLDS).replace("removed_on IS NULL AND", "")
    )
    marks = ",".join("?" * len(buildings))
    rows = database.rows(f"SELECT id FROM {table} WHERE {where.format(marks)}", buildings)
    return frozenset(int(row[0]) for row in rows)


@contextlib.contextmanager
def distrusted() -> Iterator[None]:
    """Around what reads a pack that anyone may have made: what SQLite cannot read or does not find
    in it is damage of the pack, as is text that is none."""
    try:
        yield
    except (apsw.Error, UnicodeDecodeError):
        raise damaged(VISIT) from None


def check_shape(pack: Database, office: Database) -> None:
    """Raises OpenError where a pack's tables are not those of this program."""
    for table in (*TABLES, "setting", "change_batch", "change_log"):
        kind = pack.value("SELECT type FROM sqlite_schema WHERE name = ?", (table,))
        if kind != "table" or columns(pack, table) != columns(office, table):
            raise damaged(VISIT)


def columns(database: Database, table: str) -> tuple[str, ...]:
    """Every column of a table, also those that no person changes."""
    return tuple(str(row[1]) for row in database.rows(f"PRAGMA table_info({table})"))


def _copy(
    source: Database,
    target: apsw.Connection,
    table: str,
    wanted: tuple[str, Sequence[int] | Sequence[str]],
) -> None:
    names = columns(source, table)
    where, values = wanted
    rows: Iterable[tuple[object, ...]] = source.connection().execute(
        f"SELECT {','.join(names)} FROM {table} WHERE {where}", values
    )
    marks = ",".join("?" * len(names))
    target.executemany(f"INSERT INTO {table}({','.join(names)}) VALUES({marks})", rows)
