"""What was changed at the door meets what was changed at the desk: nothing is lost, nobody's value
is overwritten unasked, and doing it again changes nothing."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ldz_desktop.domain.tags import Tag
from ldz_desktop.errors import ConflictError, PasswordError, RuleError
from ldz_desktop.services.opening import open_office
from ldz_desktop.services.restoring import by_password, restore
from ldz_desktop.services.visits_records import Merged

if TYPE_CHECKING:
    from tests.services.visits.conftest import Opened, Place, Trip

PASSWORD = "测试口令-2026"
SON_NUMBER = "511902199001010010"


def counts(merged: Merged) -> tuple[int, int, int, int]:
    """changes, applied, already there, differences."""
    return (merged.changes, merged.applied, merged.already_there, len(merged.differences))


def test_nothing_changed_is_nothing_to_merge(trip: "Trip") -> None:
    assert counts(trip.merge()) == (0, 0, 0, 0)


def test_a_value_is_taken_and_found_by_searching(trip: "Trip") -> None:
    trip.laptop.edit("张建国", phone="13911112222", name="张建园")
    merged = trip.merge()
    assert counts(merged) == (2, 2, 0, 0)
    assert merged.households == 1
    assert trip.desk.person("张建园").phone == "13911112222"
    office = trip.desk.office
    assert [h.title for h in office.search.find("13911112222")] == ["张建园"]
    assert [h.title for h in office.search.find("zjy")] == ["张建园"]
    assert not office.search.find("张建国")
    office.history.undo(merged.batch_id)
    assert trip.desk.person("张建国").phone == "13900000001"


def test_the_same_pack_twice_changes_nothing(trip: "Trip") -> None:
    trip.laptop.edit("张建国", phone="13911112222")
    trip.laptop.add("102", "赵小云", relation="30", birth=date(2010, 1, 1))
    back = trip.bring_back()
    visits = trip.desk.office.visits
    assert counts(visits.preview(back)) == (2, 2, 0, 0)
    assert counts(visits.merge(back)) == (2, 2, 0, 0)
    again = visits.merge(back)
    assert counts(again) == (2, 0, 2, 0)
    assert again.batch_id == 0
    assert trip.desk.names("102") == ["赵云", "赵小云"]


def test_packs_in_any_order_end_the_same(trip: "Trip") -> None:
    """The second pack holds the first: merged before it, the first has nothing left to say."""
    trip.laptop.edit("张建国", phone="13911110001")
    first = trip.bring_back("first")
    trip.laptop.edit("张建国", phone="13911110002")
    second = trip.bring_back("second")
    visits = trip.desk.office.visits
    assert counts(visits.merge(second)) == (1, 1, 0, 0)
    assert counts(visits.merge(first)) == (1, 0, 1, 0)
    assert trip.desk.person("张建国").phone == "13911110002"


def test_a_second_trip_goes_on_from_the_first(trip: "Trip") -> None:
    trip.laptop.edit("张建国", phone="13911110001")
    trip.merge("first")
    trip.laptop.edit("张建国", phone="13911110002")
    assert counts(trip.merge("second")) == (1, 1, 0, 0)
    assert trip.desk.person("张建国").phone == "13911110002"


def test_a_pack_that_was_opened_twice_brings_back_both(
    desk: "Place", pack: Path, opened: "Opened", stick: Path
) -> None:
    """Two laptops, or one that was wiped in between: journals of their own, neither is lost."""
    one, other = opened(pack, "one"), opened(pack, "other")
    one.edit("张建国", phone="13911110001")
    one.edit("王秀英", phone="13911110002")
    other.edit("赵云", phone="13922220001")
    other.edit("张建国", phone="13922220002")
    for place, name in ((one, "one"), (other, "other")):
        place.office.visits.bring_back(stick / f"{name}.ldzvisit")
    visits = desk.office.visits
    assert counts(visits.merge(stick / "one.ldzvisit")) == (2, 2, 0, 0)
    assert counts(visits.merge(stick / "other.ldzvisit")) == (2, 1, 0, 1)
    assert desk.person("赵云").phone == "13922220001"
    (asked,) = visits.differences()
    assert asked.subject == "张建国"
    assert desk.person("张建国").phone == "13911110001"
    assert counts(visits.merge(stick / "one.ldzvisit"))[1] == 0


def test_a_visit_that_went_back_to_its_backup_loses_nothing_afterwards(
    trip: "Trip", tmp_path: Path
) -> None:
    trip.laptop.edit("张建国", phone="13911110001")
    backup = trip.laptop.office.backups.make(tmp_path)
    trip.laptop.edit("王秀英", phone="13911110002")
    assert counts(trip.merge("first")) == (2, 2, 0, 0)
    folder = trip.laptop.office.folder
    trip.laptop.office.close()
    restore(backup.path, by_password("", PASSWORD), folder, aside=True)
    trip.laptop.office = open_office(folder, "", PASSWORD)
    trip.laptop.edit("赵云", phone="13911110003")
    assert counts(trip.merge("second")) == (2, 1, 1, 0)
    assert trip.desk.person("赵云").phone == "13911110003"
    assert trip.desk.person("王秀英").phone == "13911110002"


def test_both_changed_is_asked_and_nothing_is_overwritten(trip: "Trip") -> None:
    trip.desk.edit("张建国", phone="13900000002")
    trip.laptop.edit("张建国", phone="13900000003", workplace="兴文机械厂")
    merged = trip.merge()
    assert counts(merged) == (2, 1, 0, 1)
    (one,) = merged.differences
    assert (one.subject, one.field, one.file_no) == ("张建国", "电话", "XX-FJY-1-1-101")
    assert (one.base, one.ours, one.theirs) == ("139****0001", "139****0002", "139****0003")
    assert one.may_take
    found = trip.desk.person("张建国")
    assert (found.phone, found.workplace) == ("13900000002", "兴文机械厂")
    visits = trip.desk.office.visits
    (open_,) = visits.differences()
    (full,) = visits.reveal([open_.id])
    assert (full.ours, full.theirs) == ("13900000002", "13900000003")
    # once more: still the one question, not a second one
    again = trip.merge("again")
    assert counts(again) == (2, 0, 1, 1)
    assert len(visits.differences()) == 1


def test_deciding_for_theirs_can_be_undone_and_is_asked_again(trip: "Trip") -> None:
    trip.desk.edit("张建国", phone="13900000002")
    trip.laptop.edit("张建国", phone="13900000003")
    trip.merge()
    visits = trip.desk.office.visits
    (one,) = visits.differences()
    done = visits.take_theirs([one.id])
    assert trip.desk.person("张建国").phone == "13900000003"
    assert visits.differences() == ()
    assert [h.title for h in trip.desk.office.search.find("13900000003")] == ["张建国"]
    trip.desk.office.history.undo(done.batch_id)
    assert trip.desk.person("张建国").phone == "13900000002"
    assert [d.id for d in visits.differences()] == [one.id]


def test_deciding_for_ours_stays_decided_and_can_be_asked_again(trip: "Trip") -> None:
    trip.desk.edit("张建国", phone="13900000002")
    trip.laptop.edit("张建国", phone="13900000003")
    trip.merge()
    visits = trip.desk.office.visits
    (one,) = visits.differences()
    visits.keep_ours([one.id])
    assert visits.differences() == ()
    assert counts(trip.merge("again")) == (1, 0, 1, 0)
    visits.ask_again([one.id])
    assert len(visits.differences()) == 1


def test_the_same_value_on_both_sides_is_no_difference(trip: "Trip") -> None:
    trip.desk.edit("张建国", phone="13900000002")
    trip.laptop.edit("张建国", phone="13900000002")
    assert counts(trip.merge()) == (1, 0, 1, 0)


def test_a_visit_that_takes_its_value_back_answers_the_question(trip: "Trip") -> None:
    trip.desk.edit("张建国", phone="13900000002")
    trip.laptop.edit("张建国", phone="13900000003")
    trip.merge("first")
    trip.laptop.edit("张建国", phone="13900000002")
    assert counts(trip.merge("second")) == (1, 0, 1, 0)
    assert trip.desk.office.visits.differences() == ()


def test_an_undone_merge_can_be_merged_again(trip: "Trip") -> None:
    trip.laptop.edit("张建国", phone="13911110001")
    trip.laptop.add("102", "赵小云", relation="30", birth=date(2010, 1, 1))
    back = trip.bring_back()
    office = trip.desk.office
    office.history.undo(office.visits.merge(back).batch_id)
    assert trip.desk.names("102") == ["赵云"]
    assert counts(office.visits.merge(back)) == (2, 2, 0, 0)
    assert trip.desk.names("102") == ["赵云", "赵小云"]
    assert trip.desk.person("张建国").phone == "13911110001"


def test_new_people_tags_and_visits_come_along(trip: "Trip") -> None:
    office = trip.laptop.office
    trip.laptop.add("101", "张老太", relation="52", birth=date(1940, 1, 1))
    person = trip.laptop.person("张老太")
    office.tags.add(Tag(0, person.id, "残疾", date(2026, 1, 1), None, "证件"))
    office.tags.visited(trip.laptop.home().id, office.today(), "李敏", "门锁坏了")
    merged = trip.merge()
    assert merged.differences == ()
    assert merged.households == 1
    desk = trip.desk.office
    assert "张老太" in trip.desk.names()
    assert desk.tags.held((person.id,))[person.id] == ("高龄", "残疾")
    assert [v.note for v in desk.tags.visits(trip.desk.home().id)] == ["门锁坏了"]
    assert [h.title for h in desk.search.find("zlt")] == ["张老太"]


def test_a_photo_comes_along_and_goes_along(
    desk: "Place", stick: Path, opened: "Opened", portrait: bytes
) -> None:
    """In the pack those of its files; back the new ones, once."""
    desk.office.attachments.add_picture(desk.home("101").id, None, portrait)
    desk.office.attachments.add_picture(desk.home("201").id, None, portrait)
    first = desk.office.households.buildings()[0].id
    laptop = opened(desk.office.visits.pack(stick, [first], PASSWORD).path, "laptop")
    (there,) = laptop.office.attachments.of_household(laptop.home("101").id)
    laptop.office.attachments.remove(there.id)
    laptop.office.attachments.add_picture(laptop.home("102").id, None, portrait)
    back = laptop.office.visits.bring_back(stick).path
    assert counts(desk.office.visits.merge(back)) == (2, 2, 0, 0)
    assert counts(desk.office.visits.merge(back)) == (2, 0, 2, 0)
    assert desk.office.attachments.of_household(desk.home("101").id) == ()
    (photo,) = desk.office.attachments.of_household(desk.home("102").id)
    (same,) = laptop.office.attachments.of_household(laptop.home("102").id)
    assert desk.office.attachments.open(photo.id) == laptop.office.attachments.open(same.id)


def test_a_file_made_on_both_sides_for_one_room(trip: "Trip") -> None:
    """The dwelling is one and the same; the second file gets a number of its own."""
    building = trip.desk.office.households.buildings()[0].id
    trip.desk.office.households.create(building, "1", "103", "租赁")
    trip.desk.add("103", "孙一", relation="02", birth=date(1990, 1, 1))
    trip.laptop.office.households.create(building, "1", "103", "自住")
    trip.laptop.add("103", "孙二", relation="02", birth=date(1991, 1, 1))
    merged = trip.merge()
    assert merged.numbered == 1
    assert [(d.file_no, d.field, d.ours, d.theirs) for d in merged.differences] == [
        ("XX-FJY-1-1-103", "房屋性质", "租赁", "自有")
    ]
    rows = trip.desk.office.core.database.rows(
        "SELECT h.file_no, r.name FROM household h JOIN dwelling d ON d.id = h.dwelling_id "
        "JOIN resident r ON r.household_id = h.id WHERE d.room = '103' ORDER BY 1"
    )
    assert rows == [("XX-FJY-1-1-103", "孙一"), ("XX-FJY-1-1-103.2", "孙二")]
    # and later changes of that file find their way, too
    trip.laptop.edit("孙二", phone="13700000000")
    assert counts(trip.merge("later"))[1] == 1
    assert len(trip.desk.office.visits.differences()) == 1


def test_one_identity_number_on_two_people(trip: "Trip") -> None:
    """Nobody is refused: the person comes without the number, and the number is asked about."""
    trip.desk.add("201", "钱小", relation="20", id_number=SON_NUMBER)
    trip.laptop.add("102", "赵小", relation="20", id_number=SON_NUMBER)
    merged = trip.merge()
    (one,) = merged.differences
    assert (one.subject, one.field, one.ours) == ("赵小", "证件号码", "")
    assert trip.desk.person("赵小").id_number is None
    visits = trip.desk.office.visits
    with pytest.raises(ConflictError):
        visits.take_theirs([one.id])
    assert len(visits.differences()) == 1
    trip.desk.edit("钱小", id_number=None)
    visits.take_theirs([one.id])
    assert trip.desk.person("赵小").id_number == SON_NUMBER


def test_an_identity_number_that_the_office_gave_meanwhile(trip: "Trip") -> None:
    trip.desk.add("201", "钱小", relation="20", id_number=SON_NUMBER)
    trip.laptop.edit("赵云", id_number=SON_NUMBER)
    (one,) = [d for d in trip.merge().differences if d.field == "证件号码"]
    assert one.subject == "赵云"


def test_both_gave_the_household_another_head(trip: "Trip") -> None:
    trip.desk.edit("张建国", relation="99")
    trip.desk.edit("王秀英", relation="02")
    trip.laptop.edit("张建国", relation="97")
    trip.laptop.edit("张大华", relation="02")
    merged = trip.merge()
    heads = [m.name for m in trip.desk.home().members if m.relation == "02"]
    assert heads == ["王秀英"]
    assert {d.subject for d in merged.differences} >= {"张建国"}
    assert merged.applied == merged.changes - len(merged.differences) - merged.already_there


def test_a_person_the_office_removed(trip: "Trip") -> None:
    trip.desk.office.households.remove_resident(trip.desk.person("张小华").id)
    trip.laptop.edit("张小华", workplace="实验小学")
    (one,) = trip.merge().differences
    assert (one.theirs, one.may_take) == ("（已隐藏）", False)
    with pytest.raises(RuleError):
        trip.desk.office.visits.take_theirs([one.id])
    assert "张小华" not in trip.desk.names()


def test_a_person_removed_at_the_door(trip: "Trip") -> None:
    trip.laptop.office.households.remove_resident(trip.laptop.person("张小华").id)
    assert counts(trip.merge()) == (1, 1, 0, 0)
    assert "张小华" not in trip.desk.names()
    assert not trip.desk.office.search.find("张小华")


def test_a_person_removed_at_the_door_and_changed_at_the_desk(trip: "Trip") -> None:
    trip.laptop.office.households.remove_resident(trip.laptop.person("王秀英").id)
    trip.desk.edit("王秀英", phone="13600000000")
    (one,) = trip.merge().differences
    assert (one.ours, one.theirs, one.may_take) == ("保留", "删除", True)
    assert "王秀英" in trip.desk.names()
    trip.desk.office.visits.take_theirs([one.id])
    assert "王秀英" not in trip.desk.names()


def test_somebody_new_in_a_file_that_is_closed_meanwhile(trip: "Trip") -> None:
    database = trip.desk.office.core.database
    with trip.desk.office.core.action("注销"):
        database.update("household", {"closed_on": "2026-11-01"}, {"id": trip.desk.home("102").id})
    trip.laptop.add("102", "赵小云", relation="30", birth=date(1999, 1, 1))
    (one,) = trip.merge().differences
    assert (one.subject, one.theirs, one.may_take) == ("赵小云", "新增", False)


def test_clocks_do_not_decide(trip: "Trip", monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop whose clock stands in 2009 brings its change; one in 2099 does not win."""
    for years in (-17, 73):
        core = trip.laptop.office.core
        now = core.clock() + timedelta(days=365 * years)
        with monkeypatch.context() as then:
            then.setattr(
                "ldz_desktop.storage.database.time.time_ns",
                lambda now=now: int(now.timestamp() * 1e9),
            )
            trip.laptop.edit("赵云", workplace=f"单位{years}")
        merged = trip.merge(f"y{years}")
        assert counts(merged)[1:] == (1, 0, 0)
        assert trip.desk.person("赵云").workplace == f"单位{years}"


def test_two_laptops(desk: "Place", pack: Path, opened: "Opened", stick: Path) -> None:
    """Two packs of one building, worked on at once."""
    building = desk.office.households.buildings()[0]
    other = desk.office.visits.pack(stick / "two.ldzvisit", [building.id], PASSWORD).path
    one, two = opened(pack, "one"), opened(other, "two")
    one.edit("张建国", phone="13900000011")
    two.edit("张建国", phone="13900000022", workplace="学校")
    one.add("102", "赵一", relation="20", birth=date(2000, 1, 1))
    two.add("102", "赵二", relation="20", birth=date(2001, 1, 1))
    visits = desk.office.visits
    assert visits.merge(one.office.visits.bring_back(stick / "b1.ldzvisit").path).differences == ()
    merged = visits.merge(two.office.visits.bring_back(stick / "b2.ldzvisit").path)
    assert [(d.field, d.ours) for d in merged.differences] == [("电话", "139****0011")]
    assert desk.names("102") == ["赵云", "赵一", "赵二"]
    assert [p.differences for p in visits.packs()] in ([1, 0], [0, 1])


def test_after_an_older_backup_was_restored(trip: "Trip") -> None:
    """The office does not remember the pack: it asks for its password, and merges by value."""
    office = trip.desk.office
    with office.core.database.transaction():
        office.core.database.execute("DELETE FROM visit_pack")  # as before it was given out
    trip.laptop.edit("张建国", phone="13911110001")
    back = trip.bring_back()
    with pytest.raises(PasswordError):
        office.visits.merge(back)
    with pytest.raises(PasswordError):
        office.visits.merge(back, by_password("", "别的密码-2026"))
    assert counts(office.visits.merge(back, by_password("", PASSWORD))) == (1, 1, 0, 0)
    assert counts(office.visits.merge(back)) == (1, 0, 1, 0)  # now it is remembered


def test_what_two_laptops_with_one_pack_say_of_one_value_are_two_questions(
    desk: "Place", pack: Path, opened: "Opened", stick: Path
) -> None:
    one, two = opened(pack, "one"), opened(pack, "two")
    desk.edit("张建国", phone="13900000000")
    visits = desk.office.visits

    def back(place: "Place", phone: str) -> Merged:
        place.edit("张建国", phone=phone)
        return visits.merge(place.office.visits.bring_back(stick).path)

    def open_() -> list[str]:
        found = visits.differences()
        return sorted(d.theirs for d in visits.reveal([d.id for d in found]))

    back(one, "13900000011")
    assert len(back(two, "13900000022").differences) == 2
    assert open_() == ["13900000011", "13900000022"]
    back(one, "13900000033")  # goes on from what it said before
    assert open_() == ["13900000022", "13900000033"]
    back(two, "13900000000")  # answers its own question, not the other's
    assert open_() == ["13900000033"]


def test_an_undone_merge_takes_its_questions_along_and_asks_them_once(trip: "Trip") -> None:
    office = trip.desk.office
    trip.desk.edit("张建国", phone="13900000000")
    trip.laptop.edit("张建国", phone="13900000011", workplace="机械厂")
    first = trip.merge("first")
    trip.laptop.edit("赵云", phone="13900000022")
    trip.merge("second")
    office.history.undo(first.batch_id)  # the older one, while the newer stands
    assert office.visits.differences() == ()
    assert trip.desk.person("张建国").workplace is None
    assert trip.desk.person("赵云").phone == "13900000022"
    again = trip.merge("third")
    assert counts(again) == (3, 1, 1, 1)
    assert trip.desk.person("张建国").workplace == "机械厂"
    assert len(office.visits.differences()) == 1
