"""A closed file says why, where its people are and who has the dwelling, and is only looked at."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.domain.moves import Merge, NewTenants, Order
from ldz_desktop.domain.tags import Tag
from ldz_desktop.errors import RuleError
from ldz_desktop.services.context import Office
from ldz_desktop.services.moves_records import Closing

DAY = date(2026, 3, 1)


@dataclass
class House:
    office: Office
    building: int
    old: int
    young: int

    def home(self, household_id: int) -> Household:
        return self.office.households.get(household_id)

    def do(self, order: Order) -> int:
        """The batch of it."""
        return self.office.moves.apply(self.office.moves.plan(order)).batch_id

    def closing(self, household_id: int) -> Closing:
        found = self.office.moves.closing(household_id)
        assert found is not None
        return found


@pytest.fixture
def house(office: Office) -> House:
    building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]

    def home(room: str, tenure: str, *people: Resident) -> int:
        made = office.households.create(building, "1", room, tenure).ids[0]
        for person in people:
            office.households.add_resident(made, person)
        return made

    old = home("101", "自有", Resident(0, 0, "李母", "02", sex="2", birth=date(1947, 5, 1)))
    child = Resident(0, 0, "张小华", "20", sex="1", birth=date(2016, 5, 1))
    young = home(
        "102", "租赁", Resident(0, 0, "张长子", "02", sex="1", birth=date(1970, 5, 1)), child
    )
    return House(office, building, old, young)


def merged(house: House) -> int:
    answers = {m.id: "97" for m in house.home(house.young).members}
    return house.do(
        Merge(
            household_id=house.old, day=DAY, other_id=house.young, reason="照顾老人",
            answers=answers,
        )
    )  # fmt: skip


def test_an_open_file_has_no_closing(house: House) -> None:
    assert house.home(house.old).closed_on is None
    assert house.office.moves.closing(house.old) is None


def test_a_merged_file_leads_to_its_people(house: House) -> None:
    batch = merged(house)
    assert house.home(house.young).closed_on == DAY
    told = house.closing(house.young)
    assert (told.day, told.what, told.actor, told.reason) == (DAY, "并户", "李敏", "照顾老人")
    assert told.batch_id == batch
    (went,) = told.went
    assert (went.household_id, went.address) == (house.old, "1单元101")
    assert went.names == ("张长子", "张*华")  # a child's name is masked
    (vacant,) = told.dwelling
    assert house.home(vacant.household_id).tenure == "空置"
    house.office.history.undo(batch)
    assert house.office.moves.closing(house.young) is None


def test_tenants_who_left_are_still_in_their_file(house: House) -> None:
    order = NewTenants(
        household_id=house.young, day=DAY, goes_to="成都", tenants=(Resident(0, 0, "周敏", "02"),)
    )
    house.do(order)
    told = house.closing(house.young)
    assert (told.what, told.reason, told.went) == ("换租", "去向：成都", ())
    (now,) = told.dwelling
    assert [m.name for m in house.home(now.household_id).members] == ["周敏"]
    assert {m.state for m in house.home(house.young).members} == {"moved"}


def test_somebody_who_comes_back_elsewhere_is_followed(house: House) -> None:
    """The file they moved to may be in another building, and may be closed in its turn."""
    merged(house)
    other = house.office.households.add_place("兴新社区", "福锦苑", "2栋").ids[0]
    last = house.office.households.create(other, "2", "201", "自有").ids[0]
    people = house.home(house.old).members
    answers = {m.id: "97" for m in people}
    house.do(
        Merge(
            household_id=last, day=DAY, other_id=house.old, answers=answers,
            head_id=people[0].id,
        )
    )  # fmt: skip
    for closed in (house.old, house.young):
        (went,) = house.closing(closed).went
        assert (went.household_id, went.address) == (last, "福锦苑2栋2单元201")


def test_a_closed_file_is_not_changed(house: House) -> None:
    order = NewTenants(household_id=house.young, day=DAY, tenants=(Resident(0, 0, "周敏", "02"),))
    house.do(order)
    closed = house.home(house.young)
    households = house.office.households
    member = closed.members[0]
    with pytest.raises(RuleError, match="2026年3月1日注销"):
        households.save(closed, replace(closed, note="乙"))
    with pytest.raises(RuleError, match="只能查看"):
        households.save_resident(member, replace(member, phone="13800000000"))
    with pytest.raises(RuleError):
        households.add_resident(closed.id, Resident(0, 0, "别人"))
    assert house.home(house.young) == closed


def test_neither_papers_nor_tags_nor_visits_of_a_closed_file_are_changed(
    house: House, portrait: bytes
) -> None:
    office = house.office
    head = house.home(house.young).members[0]
    office.tags.add(Tag(0, head.id, "退役军人"))
    office.attachments.add_picture(house.young, head.id, portrait, "人物照片")
    (paper,) = office.attachments.of_household(house.young)
    house.do(NewTenants(household_id=house.young, day=DAY, tenants=(Resident(0, 0, "周敏", "02"),)))

    def stored() -> tuple[object, ...]:
        home = house.young
        held = [t for t in office.tags.of_household(home).tags if t.id]
        return held, office.attachments.of_household(home), office.tags.visits(home)

    before = stored()
    (tag,) = [t for t in office.tags.of_household(house.young).tags if t.id]
    for verb in (
        lambda: office.attachments.add_picture(house.young, None, portrait),
        lambda: office.attachments.rename(paper.id, "户口簿", "乙"),
        lambda: office.attachments.remove(paper.id),
        lambda: office.tags.add(Tag(0, head.id, "志愿者")),
        lambda: office.tags.change(tag, replace(tag, basis="证")),
        lambda: office.tags.end(tag.id),
        lambda: office.tags.remove(tag.id),
        lambda: office.tags.visited(house.young, DAY),
    ):
        with pytest.raises(RuleError, match="2026年3月1日注销，只能查看"):
            verb()
    assert stored() == before
    assert office.attachments.open(paper.id)  # looking is allowed


def test_a_closed_file_that_was_deleted_comes_back_closed(house: House) -> None:
    merged(house)
    closed = house.home(house.young)
    house.office.households.remove(closed.id)
    house.office.history.undo(house.office.history.today()[0].batch_id)
    assert replace(house.home(house.young), version=closed.version) == closed
    assert house.young not in house.office.households.ids()
