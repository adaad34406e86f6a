"""The bulk paths of imports against a real encrypted file."""

from typing import Any

import pytest

from ldz_desktop.services.context import Office
from ldz_desktop.storage.history import HistoryStore
from ldz_desktop.storage.importing import ImportStore


@pytest.fixture
def store(office: Office) -> ImportStore:
    """One building (3) with two dwellings, a household each, three people."""
    found = ImportStore(office.core.database)
    assert not found.has_residents()
    with office.core.action("导入"):
        found.add_places("community", [(1, "兴新社区", "", "a")])
        found.add_places("compound", [(2, 1, "福锦苑", "a")])
        found.add_places("building", [(3, 2, "1栋", "a")])
        found.add_dwellings([(4, 3, "1单元", "101", "a", "自有"), (5, 3, "", "102", "b", None)])
        found.add_households([(6, 4, "A-1"), (7, 5, "A-2")])
        found.add_residents(
            ("id", "household_id", "position", "name", "id_number"),
            [(10, 6, 0, "甲", "n1"), (11, 6, 1, "乙", None), (12, 7, 4, "丙", "n3")],
        )
    return found


def test_reading_back(store: ImportStore) -> None:
    assert store.has_residents()
    assert store.dwellings(3) == {("1单元", "101"): (4, "自有"), ("", "102"): (5, None)}
    assert store.households(3) == {4: [6], 5: [7]}
    assert [row["name"] for row in store.members([6, 7])] == ["甲", "乙", "丙"]
    assert [(row["id"], row["state"]) for row in store.holders(["n3", "nobody"])] == [
        (12, "present")
    ]
    assert store.last_positions([6, 7, 8]) == {6: 1, 7: 4}


def test_thousands_at_once(office: Office, store: ImportStore) -> None:
    rows = [(100 + n, 6, n, f"甲{n}", f"x{n}") for n in range(5000)]
    with office.core.action("导入"):
        store.add_residents(("id", "household_id", "position", "name", "id_number"), rows)
    assert len(store.holders(f"x{n}" for n in range(5000))) == 5000
    assert len(store.members([6])) == 5002


def test_changes_count_as_saves(office: Office, store: ImportStore) -> None:
    with office.core.action("导入"):
        store.change_residents({10: {"phone": "1"}, 11: {"phone": "2", "note": "x"}})
        store.set_tenures([("租赁", 4)])
    database = office.core.database
    assert database.rows("SELECT id, phone, note, version FROM resident ORDER BY id") == [
        (10, "1", None, 2), (11, "2", "x", 2), (12, None, None, 1),
    ]  # fmt: skip
    assert database.rows("SELECT id, version FROM household ORDER BY id") == [(6, 2), (7, 1)]
    assert database.value("SELECT tenure FROM dwelling WHERE id = 4") == "租赁"


def test_bulk_rows_are_in_the_journal(office: Office, store: ImportStore) -> None:
    """Consecutive keys are one stored entry, and read as one for each row."""
    history = HistoryStore(office.core.database)
    batch = history.batches()[0]
    entries = [(e.table, e.row_id, e.kind) for e in history.entries(batch.id)]
    assert entries == [
        ("community", 1, "insert"), ("compound", 2, "insert"), ("building", 3, "insert"),
        ("dwelling", 4, "insert"), ("dwelling", 5, "insert"), ("household", 6, "insert"),
        ("household", 7, "insert"), ("resident", 10, "insert"), ("resident", 11, "insert"),
        ("resident", 12, "insert"),
    ]  # fmt: skip
    assert batch.entries == len(entries)
    stored = office.core.database.value("SELECT count(*) FROM change_log")
    assert stored == 6
    assert [e.n for e in history.entries_of([11])] == [9]
    assert history.first_broken() is None
    with office.core.action("改"):
        office.core.database.execute("UPDATE resident SET note = 'x' WHERE id = 11")
    assert [e.kind for e in history.entries_of([11])] == ["update", "insert"]
    assert history.first_broken() is None


def test_triggers_work_again_after_a_bulk_insert(office: Office, store: ImportStore) -> None:
    with pytest.raises(Exception, match="outside"):
        office.core.database.execute("UPDATE resident SET note = 'x'")
    with pytest.raises(Exception, match="outside"):
        store.add_residents(("id", "household_id", "name"), [(20, 6, "丁")])
    with pytest.raises(Exception, match="重复"), office.core.action("导入"):
        store.add_residents(("id", "household_id", "name", "id_number"), [(21, 6, "丁", "n1")])
    with pytest.raises(Exception, match="outside"):
        office.core.database.execute("DELETE FROM resident")


def test_remembered_headers(office: Office, store: ImportStore) -> None:
    with office.core.database.transaction():
        store.remember("households", "f1", "{}", "2026-11-01")
        store.remember("leaders", "f1", "[]", "2026-11-01")
        store.remember("households", "f1", '{"columns": {}}', "2026-11-02")
    assert store.remembered("households") == {"f1": '{"columns": {}}'}
    assert store.remembered("sheets") == {}


def test_in_bulk_puts_everything_back(office: Office, store: ImportStore) -> None:
    import gc

    connection = office.core.database.connection()
    before: Any = connection.pragma("wal_autocheckpoint")

    def failing() -> None:
        with store.in_bulk():
            assert connection.pragma("wal_autocheckpoint") == 0
            assert not gc.isenabled()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert connection.pragma("wal_autocheckpoint") == before
    assert gc.isenabled()
