"""A whole import is taken back and brought again; what people did since stays, with all it rests
on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.moves import MoveIn
from ldz_desktop.domain.tags import Tag
from ldz_desktop.errors import Cancelled
from ldz_desktop.services.context import Office
from ldz_desktop.services.history import PAGE, UndoPart
from ldz_desktop.services.importing import ImportOptions
from ldz_desktop.storage.journal import JOURNALLED

HEADER = ["社区", "小区", "楼栋", "单元", "房号", "姓名", "与户主关系", "联系电话"]
HOMES = 120
Take = Callable[..., int]


def rows(phone: str = "138") -> list[list[str]]:
    """120 homes of two in three buildings."""
    return [
        ["兴新社区", "福锦苑", f"{home % 3 + 1}栋", "1单元", str(101 + home), name, relation,
         f"{phone}{home:08d}" if relation == "户主" else ""]
        for home in range(HOMES)
        for name, relation in ((f"张{chr(0x4E00 + home)}", "户主"), ("李娟", "配偶"))
    ]  # fmt: skip


@pytest.fixture
def take(office: Office, tmp_path: Path) -> Take:
    """Imports rows; the batch of it."""

    def run(lines: list[list[str]]) -> int:
        book = openpyxl.Workbook()
        for line in (HEADER, *lines):
            book.active.append(line)
        book.save(tmp_path / "台账.xlsx")
        office.importing.take("households", tmp_path / "台账.xlsx", ImportOptions())
        return office.history.today()[0].batch_id

    return run


def dump(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Everything the journal knows, and the search index."""
    found = {
        table: sorted(office.core.database.rows(f"SELECT {','.join(columns)} FROM {table}"))
        for table, columns in JOURNALLED.items()
    }
    found["pinyin"] = sorted(office.core.database.rows("SELECT id, pinyin FROM resident"))
    found["index"] = sorted(office.core.database.rows("SELECT * FROM resident_pinyin"))
    return found


def kinds(part: UndoPart) -> dict[str, int]:
    return {f"{kind}{table}": count for kind, table, count in part.kinds}


def test_an_import_is_counted_by_kind_with_examples_and_the_rest_on_demand(
    office: Office, take: Take
) -> None:
    batch = take(rows())
    preview = office.history.preview_undo(batch)
    assert preview.kept == UndoPart(0, (), (), ())
    back = preview.taken_back
    assert kinds(back) == {
        "新增成员": 2 * HOMES, "新增户档": HOMES, "新增房屋": HOMES, "新增楼栋": 3,
        "新增小区": 1, "新增社区": 1,
    }  # fmt: skip
    assert back.count == len(back.numbers) == 4 * HOMES + 5
    assert len(back.first) == PAGE
    assert {line.after for line in back.first} == {"成员"}  # people before houses
    rest = office.history.lines(batch, back.numbers[PAGE:])
    assert len(rest) == back.count - PAGE
    assert office.history.lines(batch, back.numbers[:PAGE]) == back.first
    assert office.history.lines(batch, [back.numbers[7]]) == (back.first[7],)
    assert {line.subject for line in (*back.first, *rest)} >= {"张一", "李娟", "户档", "楼栋"}


def test_it_is_taken_back_and_brought_again(office: Office, take: Take) -> None:
    empty = dump(office)
    batch = take(rows())
    full = dump(office)
    office.history.undo(batch)
    assert dump(office) == empty
    assert office.search.find("张一") == ()
    assert office.households.totals().households == 0
    office.history.undo(office.history.today()[0].batch_id)
    assert dump(office) == full
    assert [hit.title for hit in office.search.find("zhangyi")][:1] == ["张一"]
    assert office.history.first_broken() is None


def test_communities_and_compounds_it_made_go_with_it_others_stay(
    office: Office, take: Take
) -> None:
    office.households.add_place("兴新社区", "文锦苑", "1栋")  # the community was there before
    batch = take(rows())
    office.households.add_place("东锦社区", "东锦苑", "1栋")
    office.history.undo(batch)
    assert [(c.name, [k.name for k in c.compounds]) for c in office.households.tree()] == [
        ("兴新社区", ["文锦苑"]), ("东锦社区", ["东锦苑"]),
    ]  # fmt: skip


def test_a_compound_somebody_put_a_building_in_since_stays(office: Office, take: Take) -> None:
    batch = take(rows())
    office.households.add_place("兴新社区", "福锦苑", "9栋")
    office.history.undo(batch)
    ((community, buildings),) = [
        (c.name, [b.name for k in c.compounds for b in k.buildings])
        for c in office.households.tree()
    ]
    assert (community, buildings) == ("兴新社区", ["9栋"])


def test_who_was_changed_since_stays_with_home_and_house(office: Office, take: Take) -> None:
    batch = take(rows())
    home = office.households.get(office.households.ids()[5])
    head = home.members[0]
    office.households.save_resident(head, replace(head, phone="13900001111"))
    preview = office.history.preview_undo(batch)
    assert kinds(preview.kept) == {
        "新增成员": 1, "新增户档": 1, "新增房屋": 1, "新增楼栋": 1, "新增小区": 1, "新增社区": 1,
    }  # fmt: skip
    assert preview.kept.first[-1].subject == head.name
    assert kinds(preview.taken_back)["新增成员"] == 2 * HOMES - 1
    office.history.undo(batch)
    totals = office.households.totals()
    assert (totals.buildings, totals.households, totals.residents) == (1, 1, 1)
    assert [m.phone for m in office.households.get(home.id).members] == ["13900001111"]
    assert [hit.id for hit in office.search.find(head.name)] == [head.id]
    assert office.history.first_broken() is None


def test_who_got_a_tag_or_a_child_since_stays(office: Office, take: Take) -> None:
    """Nothing of the person was changed, but other records name the person."""
    batch = take(rows())
    tagged, father = (office.households.get(i).members[0] for i in office.households.ids()[10:12])
    office.tags.add(Tag(0, tagged.id, "志愿者", office.today(), None, "报名表"))
    place = office.households.add_place("东锦社区", "东锦苑", "1栋").ids[0]
    home = office.households.create(place, "1", "101").ids[0]
    child = Resident(0, 0, "张小华", "02", birth=date(1999, 1, 1), father_id=father.id)
    office.households.add_resident(home, child)
    office.history.undo(batch)
    left = {name for (name,) in office.core.database.rows("SELECT name FROM resident")}
    assert left == {tagged.name, father.name, "张小华"}


def test_a_couple_that_came_together_goes_together_and_stays_together(office: Office) -> None:
    """They name each other, and the one who was there names the newcomer before she is written."""
    place = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    home = office.households.create(place, "1", "101", "自有").ids[0]
    office.households.add_resident(home, Resident(0, 0, "张建国", "02", sex="1"))
    before = dump(office)
    man = office.households.get(home).members[0]
    couple = (
        Resident(-1, 0, "李强", "97", sex="1", spouse_id=-2),
        Resident(-2, 0, "王芳", "97", sex="2", spouse_id=-1),
    )
    order = MoveIn(household_id=home, day=office.today(), arrivals=couple)
    batch = office.moves.apply(office.moves.plan(order)).batch_id
    people = {m.name: m for m in office.households.get(home).members}
    assert people["李强"].spouse_id == people["王芳"].id
    assert people["王芳"].spouse_id == people["李强"].id
    assert office.history.preview_undo(batch).kept.count == 0
    wife = people["王芳"]
    office.households.save_resident(wife, replace(wife, phone="13900001111"))
    kept = office.history.preview_undo(batch).kept
    assert {line.subject for line in kept.first if line.after == "成员"} == {"王芳", "李强"}
    office.history.undo(office.history.today()[0].batch_id)
    office.history.undo(batch)
    after = dump(office)
    assert after == before
    assert office.households.get(home).members[0].id == man.id


def test_a_house_with_sheets_stays(office: Office, take: Take) -> None:
    """Sheets are outside the journal, and still need their building."""
    batch = take(rows())
    building = office.households.get(office.households.ids()[0]).building_id
    database = office.core.database
    with database.transaction():
        scheme = database.value("SELECT max(version) FROM scheme")
        database.execute("INSERT INTO month(month, scheme_version) VALUES('2026-10', ?)", (scheme,))
        database.execute(
            "INSERT INTO star_mark VALUES('2026-10', ?, '王支书', '[5,5,5]')", (building,)
        )
    assert kinds(office.history.preview_undo(batch).kept) == {
        "新增楼栋": 1, "新增小区": 1, "新增社区": 1,
    }  # fmt: skip
    office.history.undo(batch)
    assert [b.id for b in office.households.buildings()] == [building]


def test_an_import_that_updated_is_taken_back(office: Office, take: Take) -> None:
    take(rows())
    before = dump(office)
    batch = take(rows(phone="139"))
    preview = office.history.preview_undo(batch)
    assert kinds(preview.taken_back) == {"修改成员": HOMES}
    assert preview.taken_back.first[0].before.startswith("138")
    office.history.undo(batch)
    assert dump(office) == before
    assert len(office.search.find("13800000007")) == 1
    assert office.search.find("13900000007") == ()


class Impatient:
    """Presses 取消 after so many reports."""

    def __init__(self, patience: int) -> None:
        self.seen: list[tuple[int, int, str]] = []
        self._patience = patience

    def report(self, done: int, total: int, text: str = "") -> None:
        self.seen.append((done, total, text))
        if len(self.seen) > self._patience:
            raise Cancelled


def test_it_tells_how_far_it_is_and_can_be_stopped_with_nothing_done(
    office: Office, take: Take
) -> None:
    batch = take(rows())
    full = dump(office)
    patient = Impatient(10_000)
    office.history.preview_undo(batch, patient)
    assert [done for done, _, _ in patient.seen] == [0, 240, 360, 480, 483, 484]
    assert {total for _, total, _ in patient.seen} == {4 * HOMES + 5}
    for stop in (0, 2, 4):
        with pytest.raises(Cancelled):
            office.history.undo(batch, Impatient(stop))
        assert dump(office) == full
    assert office.history.first_broken() is None
    office.history.undo(batch)
    assert office.households.totals().residents == 0


def test_one_value_written_twice_in_one_action_goes_back_to_the_first(office: Office) -> None:
    place = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    home = office.households.create(place, "1", "101").ids[0]
    with office.core.action("改两次"):
        for note in ("甲", "乙"):
            now = office.households.get(home)
            office.households.save(now, replace(now, note=note))
    batch = office.history.today()[0].batch_id
    preview = office.history.preview_undo(batch)
    assert [(x.before, x.after) for x in preview.taken_back.first] == [("", "甲"), ("甲", "乙")]
    office.history.undo(batch)
    assert office.households.get(home).note is None


def test_somebody_whose_file_is_gone_is_not_brought_back(office: Office) -> None:
    """The removal is shown as something that stays, and undo says nothing of a defect."""
    place = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    home = office.households.create(place, "1", "101").ids[0]
    member = office.households.add_resident(home, Resident(0, 0, "张建国", "02")).ids[1]
    office.households.remove_resident(member)
    removal = office.history.today()[0].batch_id
    office.households.remove(home)
    preview = office.history.preview_undo(removal)
    assert (preview.taken_back.count, kinds(preview.kept)) == (0, {"删除成员": 1})
    office.history.undo(office.history.today()[0].batch_id)  # the file first
    assert office.history.preview_undo(removal).kept.count == 0
    office.history.undo(removal)
    assert [m.name for m in office.households.get(home).members] == ["张建国"]
