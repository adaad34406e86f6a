"""A pack that anyone may have made: it changes what it was given and nothing else, with what a form
would take, or it is refused in a sentence. Long form (LDZ_FAULTS=long): hundreds of packs."""

import contextlib
import json
import os
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ldz_desktop.errors import KnownError, OpenError, RuleError
from ldz_desktop.services.visits_records import Merged
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.journal import JOURNALLED, Action, chained, drop_triggers
from ldz_desktop.storage.visit_pack import TABLES

if TYPE_CHECKING:
    from tests.services.visits.conftest import Place, Trip

PASSWORD = "测试口令-2026"
MANY = 400 if os.environ.get("LDZ_FAULTS") == "long" else 6
WRONG: tuple[Any, ...] = (
    None, "", " ", "not a date", "2026-02-30", "2099-01-01", "0001-01-01", "zombie", b"\xff\xfe",
    b"", -1, 0, 1, 7.5, 1 << 62, "x" * 30_000, "a\x00b", "5", "02", "王", "[", "9" * 18,
)  # fmt: skip


def tampered(place: "Place", sql: str, *values: object) -> None:
    """As another program would, with a journal that fits."""
    with place.office.core.action("改"):
        place.office.core.database.execute(sql, values)


def everything(place: "Place") -> None:
    """What a clerk opens: nothing of it may crash."""
    office = place.office
    for home in office.households.ids():
        shown = office.households.get(home)
        office.tags.of_household(home)
        office.tags.visits(home)
        office.attachments.of_household(home)
        office.history.of_household(home)
        for member in shown.members:
            office.households.check(member, shown)
    office.households.rows(office.households.ids())
    office.households.tree()
    office.search.find("张")
    office.visits.reveal([d.id for d in office.visits.differences()])
    assert office.checking.problems(deep=True) == ()


def rows_outside(place: "Place") -> list[Any]:
    """Every row that the pack of 1栋 was not given."""
    database = place.office.core.database
    second = place.home("201")
    found: list[Any] = []
    for table, where in (
        ("community", "1"), ("compound", "1"), ("building", "1"),
        ("dwelling", f"building_id = {second.building_id}"),
        ("household", f"dwelling_id = {second.dwelling_id}"),
        ("resident", f"household_id = {second.id}"), ("visit", f"household_id = {second.id}"),
        ("attachment", f"household_id = {second.id}"), ("stay", f"household_id = {second.id}"),
        ("tag", f"resident_id = {second.members[0].id}"),
    ):  # fmt: skip
        found += database.rows(f"SELECT * FROM {table} WHERE {where} ORDER BY id")
    return found


@pytest.mark.parametrize(
    ("column", "value", "name"),
    [
        ("birth", "not a date", "出生日期"), ("birth", "2099-01-01", "出生日期"),
        ("state", "zombie", "状态"), ("name", b"\xd5\xc5", "姓名"), ("name", "", "姓名"),
        ("state_on", "2026-02-30", "状态日期"), ("id_number", "5119021967", "证件号码"),
        ("lives_here", 7, "居住"), ("spouse_id", 5, "配偶"), ("father_id", "x", "父亲"),
        ("relation", "", "与户主关系"), ("note", "x" * 30_000, "备注"),
    ],
)  # fmt: skip
def test_a_value_no_form_takes(trip: "Trip", column: str, value: object, name: str) -> None:
    before = trip.desk.office.core.database.rows("SELECT * FROM resident ORDER BY id")
    person = trip.laptop.person("王秀英").id
    tampered(trip.laptop, f"UPDATE resident SET {column} = ? WHERE id = ?", value, person)
    merged = trip.merge()
    assert merged.applied == 0
    (asked,) = merged.differences
    assert (asked.subject, asked.field, asked.may_take) == ("王秀英", name, False)
    assert "填得不对" in asked.why
    assert trip.desk.office.core.database.rows("SELECT * FROM resident ORDER BY id") == before
    visits = trip.desk.office.visits
    with pytest.raises(RuleError):
        visits.take_theirs([d.id for d in visits.differences()])
    everything(trip.desk)


def test_a_person_comes_without_what_no_form_takes(trip: "Trip") -> None:
    trip.laptop.add("102", "赵小云", relation="30")
    person = trip.laptop.person("赵小云").id
    tampered(
        trip.laptop,
        "UPDATE resident SET birth = 'x', sex = ?, health = 7 WHERE id = ?",
        b"1",
        person,
    )
    merged = trip.merge()
    assert merged.applied == 1
    assert {d.field for d in merged.differences} == {"出生日期", "性别"}  # 7 is the text "7" there
    assert trip.desk.person("赵小云").birth is None
    everything(trip.desk)


def test_a_person_without_a_name_does_not_come(trip: "Trip") -> None:
    trip.laptop.add("102", "赵小云", relation="30")
    person = trip.laptop.person("赵小云").id
    trip.laptop.office.core.database.execute("PRAGMA ignore_check_constraints = 1")
    tampered(trip.laptop, "UPDATE resident SET name = ? WHERE id = ?", b"x", person)
    merged = trip.merge()
    assert merged.applied == 0
    (asked,) = merged.differences
    assert asked.theirs == "新增"
    assert trip.desk.names("102") == ["赵云"]
    everything(trip.desk)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE community SET name = '别的社区'", "UPDATE community SET street = '别的街道'",
        "UPDATE compound SET name = '别的小区'", "DELETE FROM tag",
        "INSERT INTO tag(id, resident_id, kind) VALUES(77, :person, '低保')",
        "INSERT INTO visit(id, household_id, visited_on) VALUES(77, :home, '2026-01-01')",
        "INSERT INTO household(id, dwelling_id, file_no) VALUES(77, :dwelling, 'X')",
        "INSERT INTO dwelling(id, building_id, room, sort_key) VALUES(77, :building, '999', '')",
        "INSERT INTO resident(id, household_id, name) VALUES(77, :home, '外人')",
        "UPDATE resident SET household_id = :home WHERE name = '张大华'",
        "UPDATE household SET dwelling_id = :dwelling WHERE file_no LIKE '%102'",
    ],
)  # fmt: skip
def test_what_the_pack_was_not_given(trip: "Trip", sql: str) -> None:
    """Neither the names of communities nor people and files of other buildings."""
    second, before = trip.desk.home("201"), rows_outside(trip.desk)
    known = {
        ":person": second.members[0].id, ":home": second.id, ":dwelling": second.dwelling_id,
        ":building": second.building_id,
    }  # fmt: skip
    for name, ident in known.items():
        sql = sql.replace(name, str(ident))
    trip.laptop.office.core.database.execute("PRAGMA foreign_keys = 0")
    tampered(trip.laptop, sql)
    merged = trip.merge()
    assert merged.applied == 0
    assert all("不在这个走访包" in d.why and not d.may_take for d in merged.differences)
    assert len(merged.differences) == (0 if sql.startswith("DELETE") else 1)
    assert rows_outside(trip.desk) == before
    assert "外人" not in trip.desk.names("201")
    everything(trip.desk)


def test_what_it_made_itself_it_may_change_later(trip: "Trip") -> None:
    """A building that is new comes along, and so does what is written there on a second trip."""
    new = trip.laptop.office.households.add_place("兴新社区", "福锦苑", "9栋").ids[0]
    trip.laptop.office.households.create(new, "1", "901", "自住")
    trip.laptop.add("901", "吴一", relation="02")
    assert trip.merge("first").differences == ()
    trip.laptop.edit("吴一", phone="13900000077")
    trip.laptop.add("901", "吴二", relation="10")
    assert trip.merge("second").applied == 2
    assert trip.desk.names("901") == ["吴一", "吴二"]


def test_who_moved_meanwhile_is_still_the_packs(trip: "Trip") -> None:
    person = trip.desk.person("张大华").id
    with trip.desk.office.core.action("迁"):
        trip.desk.office.core.database.update(
            "resident", {"household_id": trip.desk.home("201").id}, {"id": person}
        )
    trip.laptop.edit("张大华", phone="13900000088")
    assert trip.merge().applied == 1
    assert trip.desk.person("张大华").phone == "13900000088"


def test_both_made_the_same_building(trip: "Trip", monkeypatch: pytest.MonkeyPatch) -> None:
    later = trip.desk.office.core.clock() + timedelta(hours=1)
    monkeypatch.setattr(trip.desk.office.core, "clock", lambda: later)
    trip.desk.office.households.add_place("兴新社区", "福锦苑", "9栋")
    new = trip.laptop.office.households.add_place("兴新社区", "福锦苑", "9栋").ids[0]
    trip.laptop.office.households.create(new, "1", "901", "自住")
    trip.laptop.add("901", "吴一", relation="02")
    assert trip.merge().differences == ()
    assert trip.desk.names("901") == ["吴一"]


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE resident DROP COLUMN note", "ALTER TABLE resident ADD COLUMN more TEXT",
        "DROP TABLE tag", "DROP TABLE change_log", "ALTER TABLE change_batch DROP COLUMN reason",
        "DROP TABLE tag; CREATE VIEW tag(id, resident_id, kind, from_on, to_on, basis) AS SELECT 1",
        "UPDATE setting SET value = '[]' WHERE key = 'visit'",
        "UPDATE setting SET value = '{}' WHERE key = 'visit'",
        "UPDATE setting SET value = '" + "[" * 3000 + "' WHERE key = 'visit'",
    ],
)  # fmt: skip
def test_tables_of_another_make(trip: "Trip", sql: str) -> None:
    trip.laptop.edit("张建国", phone="13911112222")
    office = trip.laptop.office
    target = trip.stick / "back.ldzvisit"
    database = office.core.database
    database.connection().execute(drop_triggers())
    database.execute("PRAGMA foreign_keys = 0")
    for one in sql.split("; "):
        database.execute(one)
    write_back(trip, target)
    with pytest.raises(OpenError, match="已损坏"):
        trip.desk.office.visits.merge(target)
    everything(trip.desk)


def write_back(trip: "Trip", target: Path) -> None:
    """The laptop's data as a pack, whatever they are: what another program could write."""
    from ldz_desktop.storage import backup, keyring
    from ldz_desktop.storage.backup_file import VISIT, Keys

    office = trip.laptop.office
    (pack,) = trip.desk.office.core.database.rows("SELECT key FROM visit_pack")
    keys = Keys(keyring.read(office.folder / "office.keys"), pack[0])
    room = office.folder / "room"
    backup.make(
        office.core.database, keys, (VISIT, target), room, office.core.stamp(), lambda *_: None
    )


JOURNAL = (
    "UPDATE change_log SET row_id = 'x'", "UPDATE change_log SET row_id = -1",
    "UPDATE change_log SET tbl = 'sqlite_schema'", "UPDATE change_log SET tbl = x'00'",
    "UPDATE change_log SET field = 'name = 1 --'", "UPDATE change_log SET field = ''",
    "UPDATE change_log SET kind = 'inserts', new = 4611686018427387904, field = ''",
    "UPDATE change_log SET kind = 'insert', field = ''",
    "UPDATE change_log SET kind = 'delete', field = '', old = '{}'",
    "UPDATE change_log SET kind = 'delete', field = '', old = '['",
    "UPDATE change_log SET kind = 'delete', field = '', old = '[1,2,3]'",
    "UPDATE change_log SET kind = 'gone'", "UPDATE change_log SET n = n + 0.5",
    "UPDATE change_batch SET at = 5", "UPDATE change_batch SET actor = x'ff'",
    "UPDATE change_batch SET undoes = 'x'", "UPDATE change_log SET new = CAST(x'ff' AS TEXT)",
    "UPDATE change_batch SET entries = 'many'",
)  # fmt: skip


def test_journals_of_another_make(trip: "Trip") -> None:
    """Whoever makes the pack makes its hashes fit."""
    trip.laptop.edit("张建国", phone="13911112222", workplace="机械厂")
    database = trip.laptop.office.core.database
    database.execute("PRAGMA foreign_keys = 0")
    for (name,) in database.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
        database.execute(f"DROP TRIGGER {name}")
    tables = ("change_log", "change_batch")
    for table in tables:
        database.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")
    before = trip.desk.office.core.database.rows("SELECT * FROM resident ORDER BY id")
    for number, sql in enumerate(JOURNAL):
        database.execute(sql)
        with contextlib.suppress(Exception):  # values that cannot even be hashed stay as they are
            fitting(database)
        back = trip.stick / f"{number}.ldzvisit"
        with contextlib.suppress(KnownError):
            write_back(trip, back)
            trip.desk.office.visits.preview(back)
            trip.desk.office.visits.merge(back)
        now = trip.desk.office.core.database.rows("SELECT * FROM resident ORDER BY id")
        assert now == before, sql
        for table in tables:
            database.execute(f"DELETE FROM {table}")
            database.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
    everything(trip.desk)


def fitting(database: Database) -> None:
    """Digests and hashes that fit whatever the journal says now."""
    import hashlib

    from ldz_desktop.storage.journal import entry_text

    previous = ""
    batches = database.rows(
        "SELECT id, at, actor, what, reason, about, undoes FROM change_batch ORDER BY seq"
    )
    for ident, at, actor, what, reason, about, undoes in batches:
        digest = hashlib.sha256()
        entries = database.rows(
            "SELECT n, tbl, row_id, field, kind, old, new FROM change_log WHERE batch_id = ? "
            "ORDER BY n",
            (ident,),
        )
        for n, *stored in entries:
            digest.update(entry_text(n, tuple(stored)))
        action = Action(what, actor, at, reason, about, undoes)
        previous = chained(previous, ident, action, digest.hexdigest())
        database.execute(
            "UPDATE change_batch SET digest = ?, hash = ? WHERE id = ?",
            (digest.hexdigest(), previous, ident),
        )


def mischief(place: "Place", dice: random.Random) -> None:
    """A few writes of any value into any column, and rows that come and go."""
    database = place.office.core.database
    for _ in range(dice.randrange(1, 6)):
        table = dice.choice(TABLES)
        names = JOURNALLED[table][1:]
        ids = [row[0] for row in database.rows(f"SELECT id FROM {table}")]
        with contextlib.suppress(Exception), place.office.core.action("改"):
            way = dice.randrange(4)
            if way == 0 or not ids:
                chosen = {name: dice.choice(WRONG) for name in names}
                if table == "attachment":
                    chosen |= dict.fromkeys(("width", "height", "thumbnail", "body"), b"x")
                database.insert(table, {"id": dice.randrange(1, 1 << 40), **chosen})
            elif way == 1:
                database.delete(table, {"id": dice.choice(ids)})
            else:
                change = {dice.choice(names): dice.choice(WRONG)}
                database.update(table, change, {"id": dice.choice(ids)})


@pytest.mark.parametrize("seed", range(MANY))
def test_any_mischief(trip: "Trip", seed: int, attempt: Callable[..., Merged | None]) -> None:
    dice, before = random.Random(seed), rows_outside(trip.desk)
    trip.laptop.office.core.database.execute("PRAGMA foreign_keys = 0")
    mischief(trip.laptop, dice)
    merged = attempt(trip)
    everything(trip.desk)
    if merged is not None and merged.batch_id:
        trip.desk.office.history.undo(merged.batch_id)
        everything(trip.desk)
    assert rows_outside(trip.desk) == before


@pytest.fixture
def attempt() -> Callable[["Trip"], Merged | None]:
    def run(trip: "Trip") -> Merged | None:
        write_back(trip, trip.stick / "back.ldzvisit")
        visits = trip.desk.office.visits
        try:
            preview = visits.preview(trip.stick / "back.ldzvisit")
            merged = visits.merge(trip.stick / "back.ldzvisit")
        except KnownError:
            return None
        assert json.dumps(preview.changes) == json.dumps(merged.changes)
        return merged

    return run


def test_a_paper_comes_along_as_a_pdf_and_nothing_else_does(trip: "Trip", tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (300, 400), (40, 90, 160)).save(tmp_path / "合同.pdf", "PDF")
    attachments = trip.laptop.office.attachments
    attachments.add(trip.laptop.home("101").id, None, tmp_path / "合同.pdf")
    assert trip.merge("first").differences == ()
    assert len(trip.desk.office.attachments.of_household(trip.desk.home("101").id)) == 1
    attachments.add(trip.laptop.home("102").id, None, tmp_path / "合同.pdf")
    (paper,) = attachments.of_household(trip.laptop.home("102").id)
    tampered(trip.laptop, "UPDATE attachment SET body = ? WHERE id = ?", b"%PDF-1.7 x", paper.id)
    (asked,) = trip.merge("second").differences
    assert "填得不对" in asked.why
    assert trip.desk.office.attachments.of_household(trip.desk.home("102").id) == ()
