"""What a merge tells: how many files it is about, whose a difference is, and nothing of what was
taken back."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ldz_desktop.domain.tags import Tag

if TYPE_CHECKING:
    from tests.services.visits.conftest import Trip


def test_files_are_counted_once_with_those_in_question(trip: "Trip") -> None:
    trip.desk.edit("赵云", phone="13900000002")
    trip.laptop.edit("赵云", phone="13900000003")  # 102: only in question
    trip.laptop.edit("张建国", workplace="机械厂")  # 101: taken
    trip.laptop.edit("王秀英", workplace="机械厂")
    back = trip.bring_back()
    assert trip.desk.office.visits.preview(back).households == 2
    assert trip.desk.office.visits.merge(back).households == 2


def test_somebody_who_went_and_a_dwelling_are_of_their_file(trip: "Trip") -> None:
    """As many before it is written as afterwards, when the row is gone."""
    visits = trip.desk.office.visits
    trip.laptop.office.households.remove_resident(trip.laptop.person("张小华").id)
    home = trip.laptop.home("102")
    trip.laptop.office.households.save(home, replace(home, tenure="租赁"))
    back = trip.bring_back()
    assert visits.preview(back).households == 2
    assert visits.merge(back).households == 2


def test_a_tag_that_ended_is_of_its_file(trip: "Trip") -> None:
    person = trip.laptop.person("赵云").id
    trip.laptop.office.tags.add(Tag(0, person, "残疾", date(2026, 1, 1), None, "证件"))
    assert trip.merge("one").households == 1
    held = trip.laptop.office.tags.of_household(trip.laptop.home("102").id).tags
    trip.laptop.office.tags.end(next(tag.id for tag in held if tag.kind == "残疾"))
    assert trip.merge("two").households == 1


def test_a_difference_of_somebody_the_office_removed_is_of_their_file(trip: "Trip") -> None:
    home = trip.desk.home()
    trip.desk.office.households.remove_resident(trip.desk.person("王秀英").id)
    trip.laptop.edit("王秀英", workplace="机械厂")
    (one,) = trip.merge().differences
    assert (one.household_id, one.file_no) == (home.id, home.file_no)
    assert one.whose == "福锦苑1栋 1单元 101"


def test_a_merge_that_was_undone_asks_nothing(trip: "Trip") -> None:
    trip.desk.edit("张建国", phone="13900000002")
    trip.laptop.edit("张建国", phone="13900000003", workplace="机械厂")
    back = trip.bring_back()
    office = trip.desk.office
    merged = office.visits.merge(back)
    assert len(office.visits.differences()) == 1
    office.history.undo(merged.batch_id)
    assert office.visits.differences() == ()
    assert office.visits.packs()[0].differences == 0
    office.visits.merge(back)
    (one,) = office.visits.differences()
    office.visits.keep_ours([one.id])
    assert office.visits.differences() == ()
