"""The building picture on a real file: floors and columns, odd rooms, states, and its counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.pictures import DUE, OWNED, UNCHECKED, UNKNOWN, VACANT, Picture, Room

Home = tuple[str, str, str | None, int]
"""Unit, room, tenure, how many live there."""


@pytest.fixture
def building(office: Office) -> int:
    return office.households.add_place("兴新社区", "福锦苑", "2栋").ids[0]


def settle(office: Office, building: int, *homes: Home) -> dict[str, int]:
    """Households by room."""
    made = {}
    for unit, room, tenure, people in homes:
        ident = office.households.create(building, unit, room, tenure).ids[0]
        for number in range(people):
            relation = "02" if number == 0 else "99"
            person = Resident(0, 0, f"陈{'甲乙丙丁'[number]}", relation, birth=date(1980, 5, 1))
            office.households.add_resident(ident, person)
        made[room] = ident
    return made


def checked(office: Office, household_id: int, on: date) -> None:
    before = office.households.get(household_id)
    office.households.save(before, replace(before, checked_on=on))


def grid(picture: Picture) -> dict[str, list[list[str]]]:
    """Room numbers by floor and unit, "" for a gap."""
    return {
        floor.title: [[room.room if room else "" for room in unit] for unit in floor.units]
        for floor in picture.floors
    }


def one(picture: Picture, household_id: int) -> Room:
    (found,) = [room for room in picture.rooms() if room.household_id == household_id]
    return found


def test_rooms_stand_on_their_floors_and_in_their_columns(office: Office, building: int) -> None:
    rooms = [
        ("2单元", "1102"), ("1单元", "101"), ("1单元", "1102"), ("2单元", "203"), ("1单元", "1101"),
    ]  # fmt: skip
    settle(office, building, *((unit, room, "自有", 1) for unit, room in rooms))
    picture = office.pictures.building(building)
    assert picture.building.title == "福锦苑2栋"
    assert [(unit.name, unit.doors) for unit in picture.units] == [
        ("1单元", ("01", "02")),
        ("2单元", ("02", "03")),
    ]
    assert list(grid(picture).items()) == [
        ("11层", [["1101", "1102"], ["1102", ""]]),
        ("2层", [["", ""], ["", "203"]]),
        ("1层", [["101", ""], ["", ""]]),
    ]
    top = picture.floors[0]
    assert top.at(0, "02") is not None
    assert top.at(1, "03") is None
    assert top.at(1, "01") is None
    assert picture.others == ()


def test_units_and_doors_stand_in_the_order_people_count(office: Office, building: int) -> None:
    homes = [(f"{unit}单元", f"1{door:02}", "自有", 1) for unit in (10, 2, 1) for door in (10, 9)]
    settle(office, building, *homes)
    units = office.pictures.building(building).units
    assert [unit.name for unit in units] == ["1单元", "2单元", "10单元"]
    assert all(unit.doors == ("09", "10") for unit in units)


def test_cellars_lie_below_the_ground(office: Office, building: int) -> None:
    settle(
        office,
        building,
        *((("1单元", room, "自有", 1)) for room in ("负1层3", "101", "负103", "负2层1", "201")),
    )
    picture = office.pictures.building(building)
    assert list(grid(picture)) == ["2层", "1层", "负1层", "负2层"]
    below = picture.floors[2]
    assert {room.room for room in below.units[0] if room} == {"负1层3", "负103"}
    assert picture.others == ()


def test_odd_rooms_stand_in_a_row_of_their_own(office: Office, building: int) -> None:
    odd = ("A座", "门面10", "门面2", "3", "9901", "架空层")
    settle(office, building, *(("1单元", room, "自有", 1) for room in (*odd, "101")))
    picture = office.pictures.building(building)
    assert grid(picture) == {"1层": [["101"]]}
    names = [room.room for room in picture.others]
    assert sorted(names) == sorted(odd)
    assert names.index("门面2") < names.index("门面10")
    assert picture.households == len(odd) + 1 == len(picture.rooms())


def test_parts_of_a_room_lose_nobody(office: Office, building: int) -> None:
    """304 let in parts, and 305 of which there are only parts."""
    rooms = ("304", "304-1", "304-2", "305-1", "305-2")
    homes = settle(office, building, *(("1单元", room, "群租", 1) for room in rooms))
    picture = office.pictures.building(building)
    (floor,) = picture.floors
    (found,) = floor.units
    assert {room.household_id for room in found if room} == set(homes.values())
    assert floor.at(0, "04") == one(picture, homes["304"])
    assert floor.at(0, "05") == one(picture, homes["305-1"])


def test_states_tell_what_is_wanted(office: Office, building: int) -> None:
    homes = settle(
        office,
        building,
        ("1单元", "101", "自有", 2),
        ("1单元", "102", "租赁", 1),
        ("1单元", "103", None, 1),
        ("1单元", "104", "空置", 0),
        ("1单元", "105", "自有", 0),
        ("1单元", "106", "群租", 1),
    )
    today = office.today()
    for room in ("101", "102", "103", "104", "105"):
        checked(office, homes[room], today)
    old = office.households.get(homes["102"]).members[0]
    office.households.save_resident(old, replace(old, birth=date(today.year - 90, 1, 1)))
    picture = office.pictures.building(building)
    states = {room.room: (room.state, room.states) for room in picture.rooms()}
    assert states == {
        "101": (OWNED, (OWNED,)),
        "102": (DUE, ("租赁", DUE)),
        "103": (UNKNOWN, (UNKNOWN,)),
        "104": (VACANT, (VACANT,)),
        "105": (OWNED, (OWNED,)),
        "106": ("群租", ("群租", UNCHECKED)),
    }
    assert one(picture, homes["101"]).head == "陈甲"
    assert one(picture, homes["105"]).head == ""
    assert [one(picture, homes[room]).members for room in ("101", "104")] == [2, 0]
    office.tags.visited(homes["102"], today)
    assert one(office.pictures.building(building), homes["102"]).state == "租赁"


def test_a_check_holds_for_a_year(office: Office, building: int) -> None:
    homes = settle(office, building, ("1单元", "101", "自有", 1), ("1单元", "102", "自有", 1))
    due = office.households.check_due()
    checked(office, homes["101"], due)
    checked(office, homes["102"], due - timedelta(days=1))
    picture = office.pictures.building(building)
    assert not one(picture, homes["101"]).unchecked
    assert one(picture, homes["102"]).unchecked
    assert [one(picture, homes[room]).state for room in ("101", "102")] == [OWNED, UNCHECKED]
    assert picture.counts[UNCHECKED] == 1
    assert office.households.summary(PlaceRef("building", building)).unchecked == 1


def test_its_counts_are_those_of_the_list_the_tree_and_the_summary(
    office: Office, building: int
) -> None:
    homes = settle(
        office,
        building,
        *((f"{unit}单元", f"{floor}0{door}", tenure, people)
          for unit in (1, 2) for floor in (1, 2, 11)
          for door, tenure, people in ((1, "自有", 4), (2, "租赁", 2), (3, "空置", 0))),
        ("1单元", "A座", None, 1),
        ("1单元", "负1层1", "借住", 1),
    )  # fmt: skip
    other = office.households.add_place("兴新社区", "福锦苑", "3栋").ids[0]
    settle(office, other, ("1单元", "101", "自有", 3))
    checked(office, homes["A座"], office.today())
    gone = office.households.get(homes["负1层1"]).members[0]
    office.households.save_resident(gone, replace(gone, state="moved", state_on=office.today()))
    closed = office.households.create(building, "1单元", "301", "自有").ids[0]
    office.households.remove(closed)
    picture, place = office.pictures.building(building), PlaceRef("building", building)
    summary, ids = office.households.summary(place), office.households.ids(place)
    assert sorted(room.household_id for room in picture.rooms()) == sorted(ids)
    assert picture.households == len(ids) == summary.households == 20
    assert picture.residents == summary.residents == 37
    assert picture.residents == sum(row.members for row in office.households.rows(ids))
    names = {"自有": OWNED, "": UNKNOWN}
    by_tenure = {names.get(tenure, tenure): n for tenure, n in summary.by_tenure.items() if n}
    assert {s: n for s, n in picture.counts.items() if s not in (UNCHECKED, DUE)} == by_tenure
    assert picture.counts[UNCHECKED] == summary.unchecked == 19
    assert picture.counts.get(DUE, 0) == len(office.tags.due(place).rows)
    (node,) = [
        b for c in office.households.tree() for k in c.compounds for b in k.buildings
        if b.id == building
    ]  # fmt: skip
    assert (node.households, node.residents) == (picture.households, picture.residents)


def test_a_household_that_was_wound_up_is_not_in_it(office: Office, building: int) -> None:
    homes = settle(office, building, ("1单元", "101", "自有", 1), ("1单元", "102", "自有", 1))
    with office.core.action("测试", about=f"household:{homes['102']}"):
        office.core.database.update(
            "household", {"closed_on": office.today().isoformat()}, {"id": homes["102"]}
        )
    picture = office.pictures.building(building)
    assert [room.household_id for room in picture.rooms()] == [homes["101"]]
    assert picture.households == 1


def test_a_building_without_anybody_and_one_that_is_gone(office: Office, building: int) -> None:
    picture = office.pictures.building(building)
    assert (picture.floors, picture.others, picture.units) == ((), (), ())
    assert (picture.households, picture.residents, picture.counts) == (0, 0, {})
    with pytest.raises(InputError, match="不在了"):
        office.pictures.building(building + 1)


def test_a_building_of_more_rooms_than_are_read_at_once(office: Office, building: int) -> None:
    rooms = [f"{floor}{door:02}" for floor in range(1, 41) for door in range(1, 14)]
    settle(office, building, *(("", room, "自有", 0) for room in rooms))
    picture = office.pictures.building(building)
    assert picture.households == len(rooms) == 520
    assert len(picture.floors) == 40
    assert all(room for floor in picture.floors for room in floor.units[0])
