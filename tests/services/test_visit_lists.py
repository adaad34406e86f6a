"""The sheet for going from door to door, counted by hand on a small office."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.domain.tags import Tag, years_before
from ldz_desktop.errors import Cancelled, InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.visit_lists import Stairs
from ldz_desktop.storage.settings import AuditStore

Add = Callable[..., int]


@pytest.fixture
def add(office: Office) -> Add:
    """A household: add("2栋", "1单元", "101", ("罗桂芳", 84), visited=12, tags=("低保",)). The
    first person is the head and has the tags; visited: so many days ago."""
    today = office.today()

    def make(
        building: str, unit: str, room: str, *people: tuple[str, int], visited: int = -1,
        tags: tuple[str, ...] = (), tenure: str = "自有",
    ) -> int:  # fmt: skip
        place = office.households.add_place("兴新社区", "福锦苑", building)
        household = office.households.create(place.ids[0], unit, room, tenure).ids[0]
        for number, (name, age) in enumerate(people):
            office.households.add_resident(
                household,
                Resident(
                    0, 0, name, "20" if number else "02", sex="1",
                    birth=years_before(today, age), phone="13912340018",
                ),
            )  # fmt: skip
        for kind in tags:
            head = office.households.get(household).members[0]
            office.tags.add(Tag(0, head.id, kind))
        if visited >= 0:
            office.tags.visited(household, today - timedelta(visited))
        return household

    return make


@pytest.fixture
def homes(office: Office, add: Add) -> dict[str, int]:
    """Made in no order. Two buildings with somebody due, one with nobody."""
    young = (("王强", 40), ("王小宝", 8))
    poor = (("陈志远", 66), ("陈磊", 40))
    made = {
        "tenth": add("10栋", "", "301", ("马会", 50), tags=("残疾",), visited=31),
        "family": add("2栋", "2单元", "101", *young, visited=200),
        "eleventh": add("2栋", "1单元", "1102", ("罗桂芳", 84), visited=12),
        "vacant": add("2栋", "2单元", "102", tenure="空置"),
        "second": add("2栋", "1单元", "201", *poor, tags=("低保",), visited=90),
        "fresh": add("2栋", "1单元", "202", ("何丽娟", 90), visited=6),
        "cellar": add("2栋", "1单元", "负1层1", ("苟大云", 81)),
        "child": add("2栋", "2单元", "1001", ("李一诺", 20), tags=("困境儿童",)),
        "calm": add("3栋", "", "101", ("周冬", 30)),
    }  # fmt: skip
    child = office.households.get(made["child"]).members[0]
    with office.core.action("导入"):  # a form would refuse a head of ten; an old table may have one
        birth = years_before(office.today(), 10).isoformat()
        office.core.database.update("resident", {"birth": birth}, {"id": child.id})
    return made


def building(office: Office, name: str) -> PlaceRef:
    return PlaceRef("building", next(b.id for b in office.households.buildings() if b.name == name))


def rooms(stairs: Stairs) -> list[str]:
    return [f"{door.unit}{door.room}" for door in stairs.doors]


def test_who_is_due_in_walking_order(office: Office, homes: dict[str, int]) -> None:
    office.roster.create(Leader(0, "吴旭"), building(office, "2栋").id, date(2026, 1, 1))
    made = office.visit_lists.of(building(office, "2栋"))
    (stairs,) = made.stairs
    assert (made.title, made.unit, made.today) == ("福锦苑2栋", "兴文街道办事处", office.today())
    assert (stairs.building, stairs.community, stairs.leader) == ("福锦苑2栋", "兴新社区", "吴旭")
    assert rooms(stairs) == ["1单元负1层1", "1单元201", "1单元1102", "2单元1001"]
    assert (stairs.households, stairs.due, made.doors) == (7, 4, 4)
    cellar, second, eleventh, child = stairs.doors
    today = office.today()
    assert (cellar.head, cellar.last, cellar.due, cellar.overdue) == ("苟大云", None, True, 0)
    assert (second.last, second.due, second.overdue) == (today - timedelta(90), True, 0)
    assert (eleventh.last, eleventh.overdue) == (today - timedelta(12), 5)
    assert child.head == "李*诺"  # everything about a child


def test_it_lists_whom_the_screen_calls_due(office: Office, homes: dict[str, int]) -> None:
    screen = sorted(f"{row.unit}{row.room}" for row in office.tags.due().rows)
    made = office.visit_lists.of(ALL)
    assert [s.building for s in made.stairs] == ["福锦苑2栋", "福锦苑10栋"]  # 3栋: nobody
    assert sorted(r for s in made.stairs for r in rooms(s)) == screen
    assert made.stairs[1].doors[0].overdue == 1
    assert made.stairs[1].leader == ""
    community = PlaceRef("community", office.households.buildings()[0].community_id)
    assert office.visit_lists.of(community).stairs == made.stairs


def test_everybody_of_a_building(office: Office, homes: dict[str, int]) -> None:
    (stairs,) = office.visit_lists.of(building(office, "2栋"), everybody=True).stairs
    assert rooms(stairs) == [
        "1单元负1层1", "1单元201", "1单元202", "1单元1102", "2单元101", "2单元102", "2单元1001",
    ]  # fmt: skip
    assert [door.due for door in stairs.doors] == [True, True, False, True, False, False, True]
    assert (stairs.households, stairs.due) == (7, 4)
    family, vacant = stairs.doors[4], stairs.doors[5]
    assert (family.head, family.last) == ("王强", office.today() - timedelta(200))
    assert (vacant.head, vacant.last, vacant.gaps) == ("", None, ("一年未核对",))
    whole = office.visit_lists.of(ALL, everybody=True)
    assert [len(one.doors) for one in whole.stairs] == [7, 1, 1]


def test_what_the_file_lacks_is_named(office: Office, homes: dict[str, int]) -> None:
    before = office.households.get(homes["cellar"])
    office.households.save(before, replace(before, checked_on=office.today()))
    head = before.members[0]
    office.households.save_resident(head, replace(head, phone=None))
    (stairs,) = office.visit_lists.of(building(office, "2栋")).stairs
    assert stairs.doors[0].gaps == ("户主电话", "证件号码")
    assert stairs.doors[1].gaps == ("证件号码", "一年未核对")


def test_the_moved_and_the_closed_are_not_visited(office: Office, homes: dict[str, int]) -> None:
    head = office.households.get(homes["cellar"]).members[0]
    office.households.save_resident(head, replace(head, state="moved", state_on=office.today()))
    office.households.remove(homes["second"])
    (stairs,) = office.visit_lists.of(building(office, "2栋")).stairs
    assert rooms(stairs) == ["1单元1102", "2单元1001"]
    assert stairs.households == 6


def test_nobody_due_and_nobody_at_all(office: Office, homes: dict[str, int]) -> None:
    (calm,) = office.visit_lists.of(building(office, "3栋")).stairs
    assert (calm.doors, calm.households, calm.due) == ((), 1, 0)
    office.households.add_place("兴新社区", "福锦苑", "9栋")
    (empty,) = office.visit_lists.of(building(office, "9栋"), everybody=True).stairs
    assert (empty.doors, empty.households) == ((), 0)
    other = office.households.add_place("西锦社区", "西锦苑", "1栋").ids[0]
    west = next(b for b in office.households.buildings() if b.id == other)
    assert office.visit_lists.of(PlaceRef("community", west.community_id)).stairs == ()
    with pytest.raises(InputError):
        office.visit_lists.of(PlaceRef("building", 1))


def test_it_is_logged_without_anybodys_name(office: Office, homes: dict[str, int]) -> None:
    place = building(office, "2栋")
    office.visit_lists.of(place)
    office.visit_lists.of(place, everybody=True)
    logged = [(event, about, detail) for _, _, event, about, detail
              in AuditStore(office.core.database).rows(2)]  # fmt: skip
    assert sorted(logged) == [
        ("print.visit_list", f"building:{place.id}", "全部 7 户"),
        ("print.visit_list", f"building:{place.id}", "到期 4 户"),
    ]


def test_it_can_be_cancelled(office: Office, homes: dict[str, int]) -> None:
    class Impatient:
        def report(self, done: int, total: int, text: str = "") -> None:
            del done, text
            if total:
                raise Cancelled

    with pytest.raises(Cancelled):
        office.visit_lists.of(ALL, everybody=True, progress=Impatient())
    events = [row[2] for row in AuditStore(office.core.database).rows(5)]
    assert "print.visit_list" not in events  # nothing was printed
