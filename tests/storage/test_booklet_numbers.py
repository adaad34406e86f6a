"""An office of a program that stored who filled in a star booklet is opened by this one."""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import apsw
import pytest

from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.reopening import SecondPerson
from ldz_desktop.domain.seal import Seal, SealedLine
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_closing import MonthCloser
from ldz_desktop.services.opening import open_office
from ldz_desktop.storage import migrations
from ldz_desktop.storage.evaluation import EvaluationStore

PASSWORD = "测试口令-2026"
FIRST, SECOND, OPEN = "2026-08", "2026-09", "2026-10"
NAMES = {1: "周志强", 2: "吴丽娟", 3: "郑物业"}
FORM = 9  # the last form with names
CloseMonth = Callable[[str, dict[int, str]], None]


@pytest.fixture
def office_with_months(office: Office, close_month: CloseMonth) -> Office:
    """Two closed months and an open one; three booklets at each of two buildings."""
    ids = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2)]
    for building, name in zip(ids, ("赵琴", "徐杨"), strict=True):
        office.roster.create(Leader(0, name), building, date(2021, 1, 1))
    for month in (FIRST, SECOND):
        close_month(month, dict(zip(ids, "54", strict=True)))
    office.evaluation.open_month(OPEN)
    for building in ids:
        office.evaluation.save_stars(OPEN, building, {1: "543", 2: "444", 3: "5-3"})
    return office


@pytest.fixture
def upgraded(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Office]:
    """Opens a folder that went back to the form with names: what later steps do is done there."""

    def run(folder: Path) -> Office:
        monkeypatch.setattr(migrations, "STEPS", migrations.STEPS[: FORM + 1])
        return open_office(folder, "", PASSWORD)

    return run


def former_hash(seal: Seal, lines: tuple[SealedLine, ...], *, first: bool) -> str:
    """As reliability.md §4.4 has it and the programs before this one made it, names included.
    first: of the first of them, which sealed neither count sheets nor editions in."""
    head = {key: value for key, value in asdict(seal).items() if key != "renewed"}
    content = []
    for one in sorted(lines, key=lambda line: line.score.building_id):
        named = sorted((NAMES[number], marks) for number, marks in one.marks.items())
        content.append(
            {
                "score": asdict(one.score), "occupied": one.occupied,
                "sheets": sorted(one.sheets.items()), "marks": named,
                **({} if first else {"count": one.count}),
            }
        )  # fmt: skip
    if first:
        head = {key: head[key] for key in ("month", "scheme", "previous", "closed_at", "closed_by")}
    text = json.dumps(
        {"seal": head, "lines": content},
        ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain,
    )  # fmt: skip
    return sha256(text.encode()).hexdigest()


def plain(value: object) -> str:
    assert isinstance(value, Decimal)
    return str(value)


def raw(office: Office) -> apsw.Connection:
    """The encrypted file in another SQLite program."""
    key: bytes = office._key  # noqa: SLF001
    connection = apsw.Connection(str(office.core.database.path), flags=apsw.SQLITE_OPEN_READWRITE)
    connection.pragma("cipher", "chacha20")
    connection.execute(f'PRAGMA key="raw:{key.hex()}"')
    return connection


def with_names(office: Office, *, first: bool = False, tampered: bool = False) -> Path:
    """Back to the form before: names in the table, and the hashes that were made over them."""
    with closing(raw(office)) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN "
            "('month', 'star_mark') AND name NOT LIKE '%renewed'"
        ).fetchall()
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN "
            "('month', 'star_mark')"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        store = EvaluationStore(office.core.database)
        closer = MonthCloser(office.core, store)
        before = None
        for month in (FIRST, SECOND):
            connection.execute(
                "UPDATE month SET previous_hash = ? WHERE month = ?", (before, month)
            )
            row = store.month(month)
            assert row is not None
            sealed = closer._sealed(row, store.results(month), closer.papers(row))  # noqa: SLF001
            before = former_hash(*sealed, first=first)
            connection.execute("UPDATE month SET hash = ? WHERE month = ?", (before, month))
        if tampered:
            connection.execute("UPDATE star_mark SET marks = '555' WHERE month = ?", (SECOND,))
        kept = connection.execute("SELECT * FROM star_mark").fetchall()
        connection.execute("DROP TABLE star_mark")
        connection.execute(
            "CREATE TABLE star_mark(month TEXT NOT NULL REFERENCES month, building_id INTEGER NOT "
            "NULL REFERENCES building, assessor TEXT NOT NULL, marks TEXT NOT NULL, "
            "PRIMARY KEY(month, building_id, assessor)) WITHOUT ROWID"
        )
        connection.executemany(
            "INSERT INTO star_mark VALUES(?, ?, ?, ?)",
            [(month, building, NAMES[int(str(n))], marks) for month, building, n, marks in kept],
        )
        for name, sql in triggers:
            if not str(name).startswith("star_mark") or "NEW.month" in str(sql):
                connection.execute(str(sql).replace("AND NEW.renewed IS OLD.renewed", "").replace(
                    ", NEW.renewed)", ")"))  # fmt: skip
        connection.execute("ALTER TABLE month DROP COLUMN renewed")
        connection.pragma("user_version", FORM)
    office.close()
    return office.folder


@pytest.mark.parametrize("first", [False, True])
def test_names_go_and_closed_months_still_verify(
    office_with_months: Office, upgraded: Callable[[Path], Office], first: bool
) -> None:
    folder = with_names(office_with_months, first=first)
    office = upgraded(folder)
    try:
        for month in (FIRST, SECOND):
            assert office.evaluation.verify(month).problems == ()
        text = " ".join(
            str(row)
            for (table,) in office.core.database.rows(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
            )
            for row in office.core.database.rows(f'SELECT * FROM "{table}"')
        )
        assert not any(name in text for name in NAMES.values())
        content = pages(office)
        assert not any(name.encode() in content for name in NAMES.values())
        for building in office.households.buildings():
            stars = office.evaluation.stars(OPEN, building.id)
            assert sorted(stars) == [1, 2, 3]
            assert sorted(stars.values()) == ["444", "5-3", "543"]
        close_and_reopen(office)
    finally:
        office.close()


def pages(office: Office) -> bytes:
    """Every page of the file, decrypted, free ones too; nothing is left in the log."""
    assert (office.folder / "archive.db-wal").stat().st_size == 0
    return bytes(office.core.database.connection().serialize("main"))


def close_and_reopen(office: Office) -> None:
    """The chain goes on from the renewed seals, over a re-opening too."""
    printed = office.evaluation.month(SECOND).hash
    office.evaluation.remove_month(OPEN)
    office.reopening.reopen(SECOND, "复核", SecondPerson("王芳"))
    assert office.evaluation.verify(SECOND).ok
    again = office.evaluation.close(SECOND)
    assert again.hash != printed
    assert office.evaluation.verify(SECOND).problems == ()
    with closing(raw(office)) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'month'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE month SET renewed = hash WHERE month = ?", (FIRST,))
        for _, sql in triggers:
            connection.execute(str(sql))
    found = office.evaluation.verify(SECOND).problems
    assert any("2026年8月" in one for one in found)
    assert any("2026年9月" in one for one in found), "the printed code stands for the one before"


def test_a_month_that_was_changed_is_not_sealed_anew(
    office_with_months: Office, upgraded: Callable[[Path], Office]
) -> None:
    """The mend of the form must not make a forged month look whole."""
    folder = with_names(office_with_months, tampered=True)
    office = upgraded(folder)
    try:
        assert office.evaluation.verify(FIRST).ok
        assert not office.evaluation.verify(SECOND).ok
    finally:
        office.close()
