"""Data to mend on a real office: found by place, mended by one action, taken back, printed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.mending_records import Finding
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.errors import Cancelled, ConflictError, InputError
from ldz_desktop.services.codes import reader
from ldz_desktop.services.context import Office
from ldz_desktop.services.mending_records import MendingLine
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.mending import MendingStore

NUMBER = "511902196707260018"
BORN = date(1967, 7, 26)


def written(office: Office, building: str, room: str, *people: Resident) -> Household:
    """A household as older data came in: nobody checked it."""
    place = office.households.add_place("兴新社区", "福锦苑", building)
    made = office.households.create(place.ids[0], "1单元", room, "自有")
    store, ids = HouseholdStore(office.core.database), office.core.ids()
    with office.core.action("旧数据"):
        for position, one in enumerate(people):
            new = replace(one, id=one.id or next(ids), household_id=made.ids[0], position=position)
            store.add_resident(new, reader().sort_key(new.name))
            office.core.database.execute(
                "UPDATE household SET checked_on = ? WHERE id = ?",
                (office.today().isoformat(), made.ids[0]),
            )
    return office.households.get(made.ids[0])


HEAD = Resident(0, 0, "陈志远", "02", id_number=NUMBER, sex="1", birth=BORN, phone="13912340018")


def lines(office: Office, place: PlaceRef = ALL) -> tuple[MendingLine, ...]:
    return office.mending.scan(place).lines


def only(office: Office, code: str) -> Finding:
    (one,) = [line.finding for line in lines(office) if line.finding.code == code]
    return one


def contents(office: Office) -> dict[str, Any]:
    database = office.core.database
    found = {}
    for table in ("household", "dwelling", "resident", "tag", "visit"):
        columns = [str(r[1]) for r in database.rows(f"PRAGMA table_info({table})")]
        kept = ",".join(c for c in columns if c != "version")
        found[table] = database.rows(f"SELECT {kept} FROM {table} ORDER BY id")
    return found


def put(office: Office, table: str, **values: Any) -> int:  # noqa: ANN401 - any column
    ident = next(office.core.ids())
    with office.core.action("旧数据"):
        office.core.database.insert(table, {"id": ident, **values})
    return ident


# -- finding -------------------------------------------------------------------------------------


def test_every_line_says_where_and_whose(office: Office) -> None:
    home = written(office, "2栋", "101", replace(HEAD, sex="2"))
    leader = office.roster.create(Leader(0, "王大娘"), home.building_id, office.today())
    assert leader.ids
    (line,) = lines(office)
    assert (line.building, line.room, line.leader, line.name) == (
        "福锦苑2栋", "1单元 101", "王大娘", "陈志远",
    )  # fmt: skip
    assert line.household_id == home.id
    report = office.mending.scan()
    assert report.households == 1
    assert dict(report.by_kind) == {"sex_mismatch": 1}
    assert dict(report.by_leader) == {"王大娘": 1}
    assert dict(report.by_building) == {"福锦苑2栋": 1}


def test_a_place_is_looked_through_alone(office: Office) -> None:
    first = written(office, "2栋", "101", replace(HEAD, phone=None))
    written(office, "10栋", "101", Resident(0, 0, "王芳", "02", birth=date(1990, 1, 1)))
    assert [line.building for line in lines(office)] == ["福锦苑2栋", "福锦苑10栋"]
    here = lines(office, PlaceRef("building", first.building_id))
    assert [line.finding.code for line in here] == ["phone_missing"]


def test_closed_households_are_not_looked_through(office: Office) -> None:
    home = written(office, "2栋", "101", replace(HEAD, sex="2"))
    with office.core.action("注销"):
        office.core.database.update("household", {"closed_on": "2026-01-01"}, {"id": home.id})
    assert lines(office) == ()
    assert office.mending.look([home.id]) == ()


def test_unchecked_households_are_those_of_the_list(office: Office) -> None:
    for room, days in (("101", 365), ("102", 366), ("103", 400)):
        home = written(office, "2栋", room, replace(HEAD, id_number=None, birth=None))
        day = (office.today() - timedelta(days=days)).isoformat()
        with office.core.action("旧数据"):
            office.core.database.update("household", {"checked_on": day}, {"id": home.id})
    found = office.mending.scan().by_kind["unchecked"]
    assert found == office.households.summary().unchecked == 2


def test_links_are_followed_into_other_households(office: Office) -> None:
    first = written(office, "2栋", "101", HEAD)
    husband = first.members[0].id
    second = written(
        office, "2栋", "102",
        Resident(0, 0, "何丽娟", "02", sex="2", birth=date(1969, 3, 4), phone="13812342207",
                 spouse_id=husband),
    )  # fmt: skip
    finding = only(office, "spouse_one_way")
    assert finding.household_id == second.id
    assert finding.sentence == "何丽娟的配偶登记为陈志远，陈志远没有登记配偶。"
    done = office.mending.repair(finding)
    assert set(done.change.ids) == {first.id, second.id}
    assert office.households.resident(husband).spouse_id == second.members[0].id
    assert lines(office) == ()


def test_the_scan_can_be_cancelled(office: Office) -> None:
    written(office, "2栋", "101", HEAD)

    class Impatient:
        def report(self, done: int, total: int, text: str = "") -> None:
            assert text
            if total:
                raise Cancelled

    with pytest.raises(Cancelled):
        office.mending.scan(ALL, Impatient())


def test_what_is_looked_at_is_what_is_on_file(office: Office) -> None:
    """The fast path reads every field of every record as the card does."""
    full = replace(
        HEAD, registered_here=False, lives_here=False, state="moved", state_on=date(2026, 1, 2),
        note="外出", father_id=5, id_old="511902670726001", health="30", workplace="县医院",
    )  # fmt: skip
    written(office, "2栋", "101", full, Resident(0, 0, "王芳", "99"))
    written(office, "2栋", "102")
    total, cases = MendingStore(office.core.database).cases(ALL, office.today())
    found = [case.household for case in cases]
    assert total == 2
    assert [h.room for h in found] == ["101", "102"]
    for one in found:
        same = office.households.get(one.id)
        assert sorted(one.members, key=lambda m: m.id) == sorted(same.members, key=lambda m: m.id)
        assert replace(one, members=()) == replace(same, members=())


# -- repairing -----------------------------------------------------------------------------------


def _two_heads(office: Office) -> None:
    written(office, "2栋", "101", HEAD, Resident(0, 0, "何丽娟", "02", birth=date(1969, 3, 4)))


def _no_head(office: Office) -> None:
    written(office, "2栋", "101", replace(HEAD, relation="20"))


def _child_head(office: Office) -> None:
    child = Resident(0, 0, "陈一诺", "02", sex="2", birth=date(2016, 1, 1), phone="13812342207")
    written(office, "2栋", "101", child, replace(HEAD, relation="51"))


def _wrong_number(office: Office) -> None:
    written(office, "2栋", "101", replace(HEAD, id_number=NUMBER[:11] + "8" + NUMBER[12:]))


def _wrong_sex(office: Office) -> None:
    written(office, "2栋", "101", replace(HEAD, sex="2"))


def _wrong_birth(office: Office) -> None:
    written(office, "2栋", "101", replace(HEAD, birth=date(1967, 1, 1)))


def _minor(office: Office) -> None:
    child = Resident(0, 0, "陈一诺", "30", sex="2", birth=date(2016, 1, 1), political="13")
    written(office, "2栋", "101", HEAD, child)


def _vacant(office: Office) -> None:
    home = written(office, "2栋", "101", replace(HEAD, registered_here=True))
    with office.core.action("旧数据"):
        office.core.database.update("dwelling", {"tenure": "空置"}, {"id": home.dwelling_id})


def _own_spouse(office: Office) -> None:
    home = written(office, "2栋", "101", HEAD)
    with office.core.action("旧数据"):
        ident = home.members[0].id
        office.core.database.update("resident", {"spouse_id": ident}, {"id": ident})


def _lost_father(office: Office) -> None:
    written(office, "2栋", "101", replace(HEAD, father_id=12345))


def _visited(office: Office) -> None:
    dead = Resident(0, 0, "陈老", "51", state="dead", state_on=date(2026, 1, 1))
    home = written(office, "2栋", "101", HEAD, dead)
    ident = next(m.id for m in home.members if m.name == "陈老")
    put(office, "visit", household_id=home.id, resident_id=ident, visited_on="2026-03-01")


def _away(office: Office) -> None:
    home = written(office, "2栋", "101", replace(HEAD, lives_here=False))
    put(office, "tag", resident_id=home.members[0].id, kind="独居", from_on="2020-01-01")


def _unchecked(office: Office) -> None:
    home = written(office, "2栋", "101", HEAD)
    with office.core.action("旧数据"):
        office.core.database.update("household", {"checked_on": None}, {"id": home.id})


def _twice(office: Office) -> None:
    again = replace(HEAD, id_number=None, relation="99", note="白天在家")
    written(office, "2栋", "101", HEAD, again)


def _relation(office: Office) -> None:
    home = written(office, "2栋", "101", HEAD)
    with office.core.action("旧数据"):
        HouseholdStore(office.core.database).add_resident(
            Resident(7, home.id, "陈一诺", sex="2", birth=date(2001, 1, 1),
                     father_id=home.members[0].id, position=1),
            "chen yi nuo",
        )  # fmt: skip


def _generation(office: Office) -> None:
    written(
        office, "2栋", "101", HEAD, Resident(0, 0, "李秀英", "30", sex="2", birth=date(1940, 1, 1))
    )


BROKEN = {
    "two_heads": _two_heads, "no_head": _no_head, "child_head": _child_head, "twice": _twice,
    "number_wrong": _wrong_number, "sex_mismatch": _wrong_sex, "birth_mismatch": _wrong_birth,
    "minor_political": _minor, "vacant_lived": _vacant, "own_relative": _own_spouse,
    "link_lost": _lost_father, "dead_visited": _visited, "away_tagged": _away,
    "unchecked": _unchecked, "relation_missing": _relation, "parent_younger": _generation,
}  # fmt: skip


@pytest.mark.parametrize("code", list(BROKEN))
def test_a_repair_is_one_action_and_undo_takes_it_back(office: Office, code: str) -> None:
    BROKEN[code](office)
    finding = only(office, code)
    before, count = contents(office), len(office.history.today())
    done = office.mending.repair(finding)
    assert code not in [line.finding.code for line in lines(office)]
    assert finding.household_id in done.change.ids
    events = office.history.today()
    assert len(events) == count + 1
    assert events[0].batch_id == done.batch_id
    assert office.history.preview_undo(done.batch_id).kept.count == 0

    office.history.undo(done.batch_id)
    assert contents(office) == before
    assert only(office, code) == finding


def test_a_mended_number_is_found_by_search(office: Office) -> None:
    _wrong_number(office)
    office.mending.repair(only(office, "number_wrong"))
    assert [hit.title for hit in office.search.find(NUMBER)] == ["陈志远"]


def test_what_changed_meanwhile_is_not_repaired(office: Office) -> None:
    _wrong_sex(office)
    finding = only(office, "sex_mismatch")
    office.mending.repair(finding)
    with pytest.raises(InputError):
        office.mending.repair(finding)
    written(office, "2栋", "102", replace(HEAD, id_number=None, phone=None))
    with pytest.raises(InputError):
        office.mending.repair(only(office, "phone_missing"))


def test_a_number_that_somebody_else_has_is_refused_whole(office: Office) -> None:
    _wrong_number(office)
    written(office, "2栋", "102", HEAD)
    before = contents(office)
    with pytest.raises(ConflictError):
        office.mending.repair(only(office, "number_wrong"))
    assert contents(office) == before


def test_only_the_household_that_changed_is_looked_through_again(office: Office) -> None:
    for room in ("101", "102", "103"):
        written(office, "2栋", room, replace(HEAD, id_number=None, birth=None, phone=None))
    report = office.mending.scan()
    second = report.lines[1]
    office.households.save_resident(
        office.households.resident(second.finding.resident_id or 0),
        replace(office.households.resident(second.finding.resident_id or 0), phone="13912340018"),
    )
    again = report.renewed([second.household_id], office.mending.look([second.household_id]))
    assert [line.room for line in again.lines] == ["1单元 101", "1单元 103"]
    back = again.renewed([second.household_id], [second])
    assert len({line.number for line in back.lines}) == 3


# -- work lists ----------------------------------------------------------------------------------


def test_a_work_list_has_room_for_the_answer_and_no_numbers(office: Office) -> None:
    _wrong_number(office)
    table = office.mending.work_list(lines(office), "王大娘")
    assert table.title == "数据核实清单（楼栋长：王大娘）"
    assert [c.title for c in table.columns][-1] == "处理"
    (row,) = table.rows
    assert row[:5] == ("1", "福锦苑2栋", "1单元 101", "陈志远", "矛盾")
    assert row[-1] == ""
    assert "5119" not in "".join(row)
    assert office.mending.work_list((), "").title == "数据核实清单（暂无楼栋长的楼栋）"
