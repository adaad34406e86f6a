"""The journal: every change of a journalled table is in it, chained, and can be taken back."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office
from ldz_desktop.storage.history import HistoryStore
from ldz_desktop.storage.journal import JOURNALLED, triggers


@pytest.fixture
def home(office: Office) -> int:
    place = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    home = office.households.create(place, "1", "101", "自住").ids[0]
    office.households.add_resident(
        home, Resident(0, 0, "张建国", relation="02", phone="13800001111")
    )
    office.households.add_resident(home, Resident(0, 0, "王秀英", relation="10"))
    return home


def test_every_column_of_a_journalled_table_is_known(office: Office) -> None:
    derived = {"pinyin", "version", "width", "height", "thumbnail", "body"}
    for table, columns in JOURNALLED.items():
        stored = {r[1] for r in office.core.database.rows(f"PRAGMA table_info({table})")}
        assert set(columns) == stored - derived, table


def test_one_action_one_batch_with_old_and_new(office: Office, home: int) -> None:
    head = office.households.get(home).members[0]
    office.households.save_resident(head, replace(head, phone="13900002222", note="甲"))
    newest = office.history.of_household(home)[0]
    assert (newest.actor, newest.what) == ("李敏", "修改成员")
    assert [(x.subject, x.field, x.before, x.after) for x in newest.lines] == [
        ("张建国", "电话", "138****1111", "139****2222"),
        ("张建国", "备注", "", "甲"),
    ]
    assert [e.what for e in office.history.of_household(home)] == [
        "修改成员", "新增成员", "新增成员", "新建户档",
    ]  # fmt: skip


def test_a_rolled_back_action_leaves_nothing(office: Office, home: int) -> None:
    before = len(office.history.today())
    database = office.core.database

    def failing() -> None:
        with office.core.action("试一试"):
            database.execute("UPDATE resident SET note = 'x'")
            database.execute("UPDATE no_such_table SET note = 'x'")

    with pytest.raises(Exception, match="no such table"):
        failing()
    assert len(office.history.today()) == before
    assert office.history.first_broken() is None


def test_writing_outside_an_action_is_refused(office: Office, home: int) -> None:
    with pytest.raises(Exception, match="outside"):
        office.core.database.execute("UPDATE resident SET note = 'x'")
    assert office.households.get(home).members[0].note is None


def test_a_foreign_tool_cannot_write_past_the_journal() -> None:
    connection = sqlite3.connect(":memory:")
    for table, columns in JOURNALLED.items():
        connection.execute(f"CREATE TABLE {table}({','.join(columns)})")
    connection.execute("CREATE TABLE change_log(batch_id, n, tbl, row_id, field, kind, old, new)")
    connection.executescript(triggers())
    with pytest.raises(sqlite3.OperationalError, match="journal_batch"):
        connection.execute("INSERT INTO resident(id, name) VALUES(1, '甲')")
    connection.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE change_log SET old = '13700000000' WHERE field = 'phone'",
        "UPDATE change_log SET row_id = row_id + 1 WHERE n = 1",
        "DELETE FROM change_log WHERE n = 2",
        "UPDATE change_batch SET actor = '别人'",
        "UPDATE change_batch SET at = '2020-01-01T00:00:00Z'",
        "DELETE FROM change_batch WHERE seq = 2",
    ],
)
def test_the_chain_names_the_first_changed_action(office: Office, home: int, sql: str) -> None:
    head = office.households.get(home).members[0]
    office.households.save_resident(head, replace(head, phone="13900002222", note="甲"))
    assert office.history.first_broken() is None
    office.core.database.execute(sql)
    assert office.history.first_broken() is not None


# -- undo -----------------------------------------------------------------------------------------


def test_undo_puts_back_what_was(office: Office, home: int) -> None:
    before = office.households.get(home)
    head = before.members[0]
    office.households.save_resident(head, replace(head, name="章建国", phone="13900002222"))
    batch = office.history.today()[0].batch_id
    preview = office.history.preview_undo(batch)
    assert [x.field for x in preview.taken_back.first] == ["姓名", "电话"]
    assert preview.kept.count == 0
    office.history.undo(batch)
    after = office.households.get(home).members[0]
    assert (after.name, after.phone) == ("张建国", "13800001111")
    assert [h.title for h in office.search.find("zhangjianguo")] == ["张建国"]
    assert office.search.find("2222") == ()
    with pytest.raises(InputError, match="已经撤销"):
        office.history.undo(batch)
    assert office.history.first_broken() is None


def test_undo_of_an_undo(office: Office, home: int) -> None:
    head = office.households.get(home).members[0]
    office.households.save_resident(head, replace(head, phone="13900002222"))
    office.history.undo(office.history.today()[0].batch_id)
    office.history.undo(office.history.today()[0].batch_id)
    assert office.households.get(home).members[0].phone == "13900002222"


def test_later_changes_are_kept_and_named(office: Office, home: int) -> None:
    head = office.households.get(home).members[0]
    office.households.save_resident(head, replace(head, phone="13900002222", note="甲"))
    batch = office.history.today()[0].batch_id
    now = office.households.get(home).members[0]
    office.households.save_resident(now, replace(now, phone="13700003333"))
    preview = office.history.preview_undo(batch)
    assert [x.field for x in preview.kept.first] == ["电话"]
    office.history.undo(batch)
    after = office.households.get(home).members[0]
    assert (after.phone, after.note) == ("13700003333", None)


def test_undo_of_adding_and_removing(office: Office, home: int) -> None:
    before = office.households.get(home)
    office.households.remove(home)
    office.history.undo(office.history.today()[0].batch_id)
    after = office.households.get(home)
    assert [replace(m, version=0) for m in after.members] == [
        replace(m, version=0) for m in before.members
    ]
    assert office.search.find("王秀英")[0].id == before.members[1].id
    office.households.add_resident(home, Resident(0, 0, "多余的人"))
    office.history.undo(office.history.today()[0].batch_id)
    assert len(office.households.get(home).members) == 2
    assert office.search.find("多余的人") == ()


def test_leaders_are_journalled_too(office: Office, home: int) -> None:
    place = office.households.get(home).building_id
    leader = office.roster.create(Leader(0, "赵琴"), place, date(2021, 1, 1)).ids[0]
    office.history.undo(office.history.today()[0].batch_id)
    with pytest.raises(InputError):
        office.roster.get(leader)


def test_sheets_stay_outside(office: Office, home: int) -> None:
    tables = {
        e.table
        for b in HistoryStore(office.core.database).batches()
        for e in HistoryStore(office.core.database).entries(b.id)
    }
    assert not tables & {"sheet", "sheet_draft", "star_mark", "sheet_count"}
