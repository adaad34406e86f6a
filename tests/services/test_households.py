"""The archives on a real file: counts agree, nothing is lost, everything can be undone."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from ldz_desktop.domain.households import Household, HouseholdFilter, Resident
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.errors import ConflictError, InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.households import HouseholdService


@pytest.fixture
def home(office: Office) -> int:
    """福锦苑1栋1单元101: a father, a mother, a son, and a grandmother of 92."""
    place = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    home = office.households.create(place, "1", "101室", "自住").ids[0]
    for resident in (
        Resident(0, 0, "张小华", relation="20", birth=date(2010, 5, 1)),
        Resident(0, 0, "李淑英", relation="52", birth=date(1934, 3, 2)),
        Resident(0, 0, "张建国", relation="02", id_number="511902196707260018"),
        Resident(0, 0, "王秀英", relation="10", birth=date(1969, 1, 1)),
    ):
        office.households.add_resident(home, resident)
    return home


def test_members_are_printed_in_the_domains_order(office: Office, home: int) -> None:
    household = office.households.get(home)
    assert [m.name for m in household.members] == ["张建国", "王秀英", "张小华", "李淑英"]
    assert (household.address, household.tenure) == ("福锦苑1栋1单元101", "自有")
    assert household.file_no == "XX-FJY-1-1-101"
    head = household.members[0]
    assert (head.birth, head.sex) == (date(1967, 7, 26), "1")


def test_counts_agree_everywhere_and_leave_out_the_dead_and_moved(
    office: Office, home: int
) -> None:
    son = office.households.get(home).members[2]
    office.households.save_resident(son, replace(son, state="moved", state_on=date(2026, 1, 1)))
    (community,) = office.households.tree()
    summary = office.households.summary(ALL)
    (row,) = office.households.rows([home])
    totals = office.households.totals()
    assert {community.residents, summary.residents, row.members, totals.residents} == {3}
    assert {community.households, summary.households, totals.households} == {1}
    assert summary.by_tenure == {"自有": 1}


def test_the_first_window_reads_the_tree_and_the_lists_order_at_once(office: Office) -> None:
    verbs = office.households
    for names in (
        ("乙社区", "福锦苑", "2栋"),
        ("甲社区", "锦城", "1栋"),
        ("乙社区", "福锦苑", "10栋"),
    ):
        place = verbs.add_place(*names).ids[0]
        for room in ("1001", "101", "202"):
            verbs.create(place, "1", room, "自住")
    verbs.add_place("甲社区", "锦城", "2栋")  # with nobody on file
    tree, ids = verbs.tree_and_ids()
    assert tree == verbs.tree()
    buildings = [b.id for c in tree for k in c.compounds for b in k.buildings]
    assert [one for b in buildings for one in ids.get(b, ())] == verbs.ids()
    assert len(ids) == 3


def test_computed_tags(office: Office, home: int) -> None:
    household = office.households.get(home)
    assert office.households.tags(household) == {household.members[3].id: ("高龄",)}
    for member in household.members[:3]:
        office.households.remove_resident(member.id)
    household = office.households.get(home)
    assert office.households.tags(household) == {household.members[0].id: ("高龄", "独居")}


def test_filters(office: Office, home: int) -> None:
    def ids(**narrow: object) -> list[int]:
        return office.households.ids(narrow=HouseholdFilter(**narrow))  # type: ignore[arg-type]

    assert ids(tenure="自有") == [home]
    assert ids(tenure="租赁") == []
    assert ids(born_by=date(1946, 1, 1)) == [home]
    assert ids(born_by=date(1930, 1, 1)) == []
    assert ids(alone=True) == []
    assert ids(unchecked_since=office.households.check_due()) == [home]
    household = office.households.get(home)
    office.households.save(household, replace(household, checked_on=office.today()))
    assert ids(unchecked_since=office.households.check_due()) == []


def test_lists_sort_rooms_naturally(office: Office) -> None:
    place = office.households.add_place("兴新社区", "福锦苑", "2栋").ids[0]
    for unit, room in (("10单元", "1"), ("2单元", "1002"), ("2单元", "201"), ("1单元", "负1层1")):
        office.households.create(place, unit, room)
    ids = office.households.ids(PlaceRef("building", place))
    rows = [(r.unit, r.room) for r in office.households.rows(ids)]
    assert rows == [("1单元", "负1层1"), ("2单元", "201"), ("2单元", "1002"), ("10单元", "1")]
    ids = office.households.ids(PlaceRef("building", place), descending=True)
    assert next(r.unit for r in office.households.rows(ids)) == "10单元"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": ""}, "姓名"),
        ({"id_number": "511902196707260010"}, "校验"),
        ({"id_number": "511902209912310010"}, "出生"),
        ({"relation": "02", "birth": date(2015, 1, 1)}, "成年"),
        ({"birth": date(2090, 1, 1)}, "出生日期在今天之后"),
        ({"state": "dead", "state_on": date(2090, 1, 1)}, "去世日期在今天之后"),
        ({"state": "moved", "state_on": date(2010, 4, 30)}, "迁出日期早于出生日期"),
    ],
)
def test_a_wrong_person_is_refused_whole(
    office: Office, home: int, changes: dict[str, object], reason: str
) -> None:
    son = office.households.get(home).members[2]
    with pytest.raises(InputError, match=reason):
        office.households.save_resident(son, replace(son, **changes))  # type: ignore[arg-type]
    assert office.households.resident(son.id) == son


def test_an_odd_telephone_is_noted_and_kept(office: Office, home: int) -> None:
    household = office.households.get(home)
    son = replace(household.members[2], phone="1234")
    assert [(p.level, p.field) for p in office.households.check(son, household)] == [
        ("note", "phone")
    ]
    for fine in ("13800001111", "0827-5221234", "5221234 转 8", None):
        assert office.households.check(replace(son, phone=fine), household) == ()


def test_one_number_one_person(office: Office, home: int) -> None:
    with pytest.raises(InputError, match="已经登记给另一位"):
        office.households.add_resident(home, Resident(0, 0, "别人", id_number="511902196707260018"))


def test_second_clerk_is_told(office: Office, home: int) -> None:
    son = office.households.get(home).members[2]
    office.households.save_resident(son, replace(son, phone="13800000000"))
    with pytest.raises(ConflictError):
        office.households.save_resident(son, replace(son, phone="13900000000"))
    assert office.households.resident(son.id).phone == "13800000000"
    household = office.households.get(home)
    office.households.save(household, replace(household, note="甲"))
    with pytest.raises(ConflictError):
        office.households.save(household, replace(household, note="乙"))


def test_removing_is_undone_to_the_letter(office: Office, home: int) -> None:
    before = office.households.get(home)
    office.households.remove(home)
    assert office.households.ids() == []
    assert office.search.find("张建国") == ()
    office.history.undo(office.history.today()[0].batch_id)
    assert unversioned(office.households.get(home)) == unversioned(before)
    assert office.search.find("张建国")[0].id == before.members[0].id


def test_a_new_file_is_opened_on_the_offices_day_and_that_can_be_changed(office: Office) -> None:
    """At half past midnight in 巴中 it is still the day before in UTC."""
    night = datetime(2026, 3, 6, 0, 30, tzinfo=timezone(timedelta(hours=8)))
    households = HouseholdService(replace(office.core, clock=lambda: night))
    place = households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    made = households.get(households.create(place, "1", "102").ids[0])
    assert made.opened_on == date(2026, 3, 6)
    for wanted in (date(2019, 5, 1), None):
        before = households.get(made.id)
        households.save(before, replace(before, opened_on=wanted))
        assert households.get(made.id).opened_on == wanted


def test_dwellings_are_not_doubled(office: Office, home: int) -> None:
    household = office.households.get(home)
    with pytest.raises(InputError, match="已有户档"):
        office.households.create(household.building_id, "一单元", "101")
    with pytest.raises(InputError, match="房号"):
        office.households.create(household.building_id, "1", " ")


def as_once_stored(office: Office, room: str) -> int:
    """A file of the time when 值班室 was stored without its last character."""
    place = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    home = office.households.create(place, "1", room + "室").ids[0]
    with office.core.action("旧版本"):
        office.core.database.execute("UPDATE dwelling SET room = ?", (room,))
    assert office.households.get(home).room == room
    return home


def rooms(office: Office) -> list[str]:
    return [r for (r,) in office.core.database.rows("SELECT room FROM dwelling ORDER BY room")]


def test_a_named_room_is_kept_whole(office: Office) -> None:
    place = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    made = office.households.get(office.households.create(place, "1", "物管用房").ids[0])
    assert (made.room, made.file_no) == ("物管用房", "XX-FJY-1-1-物管用房")
    with pytest.raises(InputError, match="已有户档"):
        office.households.create(place, "1", "物管用")


def test_a_room_that_lost_its_last_character_is_found_and_named_anew(office: Office) -> None:
    home = as_once_stored(office, "值班")
    before = office.households.get(home)
    with pytest.raises(InputError, match="已有户档"):
        office.households.create(before.building_id, "1", "值班室")
    office.households.save(before, replace(before, room="值班室"))
    after = office.households.get(home)
    assert (after.room, after.dwelling_id) == ("值班室", before.dwelling_id)
    assert (after.file_no, rooms(office)) == (before.file_no, ["值班室"])
    (told,) = [line for line in office.history.today()[0].lines if line.field == "房号"]
    assert (told.before, told.after) == ("值班", "值班室")
    office.households.save(after, replace(after, room="值班"))  # and as the clerk likes it
    assert rooms(office) == ["值班"]


def test_an_empty_room_gets_its_whole_name_with_its_next_household(office: Office) -> None:
    home = as_once_stored(office, "会议")
    before = office.households.get(home)
    office.households.remove(home)
    office.households.create(before.building_id, "1", "会议室")
    assert rooms(office) == ["会议室"]


def test_moving_a_household_to_another_room_keeps_its_number(office: Office, home: int) -> None:
    before = office.households.get(home)
    office.households.save(before, replace(before, room="102", tenure="租赁"))
    after = office.households.get(home)
    assert (after.room, after.tenure, after.file_no) == ("102", "租赁", before.file_no)


def test_looks_at_hidden_values_and_exports_are_logged(office: Office, home: int) -> None:
    head = office.households.get(home).members[0]
    assert office.households.reveal(head.id, "id_number") == "511902196707260018"
    table = office.exporting.households("民政办核对")
    assert all("511902196707260018" not in cell for row in table.rows for cell in row)
    full = office.exporting.households("民政办核对", full=True)
    assert any("511902196707260018" in row for row in full.rows)
    with pytest.raises(InputError, match="用途"):
        office.exporting.households(" ")
    events = [
        (r[0], r[1])
        for r in office.core.database.rows("SELECT event, detail FROM audit ORDER BY id")
    ]
    assert ("resident.reveal", "证件号码") in events
    assert ("export.masked", "民政办核对") in events
    assert ("export.full", "民政办核对") in events
    logged = str(office.core.database.rows("SELECT * FROM audit"))
    assert "张建国" not in logged
    assert "511902196707260018" not in logged
    with pytest.raises(Exception, match="append only"), office.core.database.transaction():
        office.core.database.execute("DELETE FROM audit")


def unversioned(household: Household) -> Household:
    """A row that comes back begins counting its saves anew."""
    members = tuple(replace(one, version=0) for one in household.members)
    return replace(household, version=0, members=members)
