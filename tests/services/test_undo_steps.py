"""Undo and redo over the day's actions: what is next, what it is called, what it refuses."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import open_office
from tests.conftest import PASSWORD


class Home:
    """One household of one, whose telephone is changed again and again."""

    def __init__(self, office: Office) -> None:
        self.office = office
        office.households.add_place("兴新社区", "福锦苑", "1栋")
        self.building = office.households.buildings()[0].id
        self.id = office.households.create(self.building, "1单元", "1102", "自有").ids[0]
        head = Resident(0, self.id, "何丽娟", relation="02", phone="13900000000")
        office.households.add_resident(self.id, head)

    @property
    def head(self) -> Resident:
        return self.office.households.get(self.id).members[0]

    def ring(self, phone: str) -> None:
        head = self.head
        self.office.households.save_resident(head, replace(head, phone=phone))

    def undo(self) -> str:
        step = self.office.history.next_undo()
        assert step is not None
        return self.office.history.undo(step.batch_id).what

    def redo(self) -> str:
        step = self.office.history.next_redo()
        assert step is not None
        return self.office.history.undo(step.batch_id).what


@pytest.fixture
def home(office: Office) -> Home:
    return Home(office)


def test_the_days_actions_go_back_one_by_one_and_come_again(home: Home) -> None:
    home.ring("13900000001")
    home.ring("13900000002")
    assert home.undo() == "已撤销：修改成员（福锦苑1栋 1单元 1102）"
    assert home.head.phone == "13900000001"
    home.undo()
    assert home.head.phone == "13900000000"
    assert home.redo() == "已重做：修改成员（福锦苑1栋 1单元 1102）"
    assert home.head.phone == "13900000001"
    home.redo()
    assert home.head.phone == "13900000002"
    assert home.office.history.next_redo() is None
    home.undo()  # what was done again is taken back like anything else
    assert home.head.phone == "13900000001"
    home.redo()
    assert home.head.phone == "13900000002"
    whats = [event.what for event in home.office.history.today()[:3]]
    assert whats == ["重做：修改成员", "撤销：修改成员", "重做：修改成员"]
    assert home.office.history.today()[0].redoes


def test_everything_goes_back_to_the_empty_office_and_comes_again(home: Home) -> None:
    home.ring("13900000001")
    while home.office.history.next_undo() is not None:
        home.undo()
    assert home.office.households.totals().households == 0
    while home.office.history.next_redo() is not None:
        home.redo()
    assert home.head.phone == "13900000001"
    assert home.office.history.first_broken() is None


def test_something_new_ends_redo(home: Home) -> None:
    home.ring("13900000001")
    home.undo()
    home.ring("13900000003")
    assert home.office.history.next_redo() is None
    home.undo()
    assert home.head.phone == "13900000000"


def test_only_ones_own_actions_are_taken_back(home: Home, tmp_path: Path) -> None:
    office = home.office
    office.accounts.add("王芳", PASSWORD)
    home.ring("13900000001")
    office.close()
    other = open_office(office.folder, "王芳", PASSWORD)
    try:
        assert other.history.next_undo() is None
    finally:
        other.close()
    again = open_office(office.folder, "李敏", PASSWORD)
    try:
        step = again.history.next_undo()
        assert step is not None
        assert step.label == "修改成员（福锦苑1栋 1单元 1102）"
        again.history.undo(step.batch_id)
    finally:
        again.close()


def test_what_was_changed_since_says_so_and_nothing_is_written(home: Home) -> None:
    home.ring("13900000001")
    first = home.office.history.next_undo()
    home.ring("13900000002")
    assert first is not None
    events = len(home.office.history.today())
    with pytest.raises(RuleError, match=r"不能撤销“修改成员.*1102.*后来都又改过"):
        home.office.history.undo(first.batch_id)
    assert len(home.office.history.today()) == events
    assert home.head.phone == "13900000002"
    passed = home.office.history.next_undo({home.office.history.today()[0].batch_id})
    assert passed is not None
    assert passed.batch_id == first.batch_id


def test_an_undo_that_would_put_two_leaders_into_one_building_is_refused(home: Home) -> None:
    roster = home.office.roster
    first = roster.create(Leader(0, "郑国强"), home.building, date(2024, 1, 1)).ids[0]
    tenure = roster.get(first).tenures[0].tenure.id
    roster.end_tenure(tenure, home.office.today(), "搬离")
    ended = home.office.history.today()[0].batch_id
    roster.create(Leader(0, "周静"), home.building, None)
    with pytest.raises(RuleError, match="两位在任的楼栋长"):
        home.office.history.undo(ended)
    assert roster.get(first).tenures[0].tenure.ended_on is not None


def test_an_action_that_changed_nothing_offers_nothing(home: Home) -> None:
    head = home.head
    change = home.office.households.save_resident(head, head)
    assert home.office.history.done(change).batch_id == 0


def test_taking_back_twice_is_refused(home: Home) -> None:
    home.ring("13900000001")
    step = home.office.history.next_undo()
    assert step is not None
    home.office.history.undo(step.batch_id)
    with pytest.raises(InputError, match="已经撤销过"):
        home.office.history.undo(step.batch_id)
