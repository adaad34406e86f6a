"""The same person once: hints while typing, the scan, merging with undo, being told otherwise."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ldz_desktop.domain.gb11643 import check_character
from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.errors import InputError
from ldz_desktop.services.codes import reader
from ldz_desktop.services.context import Office
from ldz_desktop.storage.households import HouseholdStore

BIRTH = date(1967, 7, 26)
NUMBER = "511902196707260018"
PHONE = "13912340018"


def passing(start: str) -> str:
    return start[:17] + check_character(start[:17])


WIFE = passing("51190219690304002")


def household(office: Office, room: str, *people: Resident) -> Household:
    place = office.households.add_place("兴新社区", "福锦苑", "2栋")
    made = office.households.create(place.ids[0], "1单元", room, "自有")
    for one in people:
        office.households.add_resident(made.ids[0], one)
    return office.households.get(made.ids[0])


def smuggled(office: Office, resident: Resident) -> int:
    """Written past the checks, as older data came in."""
    ident = next(office.core.ids())
    with office.core.action("旧数据"):
        HouseholdStore(office.core.database).add_resident(
            replace(resident, id=ident), reader().sort_key(resident.name)
        )
    return ident


def member(home: Household, name: str) -> Resident:
    return next(m for m in home.members if m.name == name)


HEAD = Resident(0, 0, "陈志远", "02")


# -- while typing --------------------------------------------------------------------------------


def hits(office: Office, draft: Resident) -> list[tuple[str, str]]:
    return [(c.match.strength, c.person.name) for c in office.duplicates.candidates(draft)]


def test_every_way_to_somebody_on_file(office: Office) -> None:
    home = household(office, "101", replace(HEAD, id_number=NUMBER, phone=PHONE))
    other = household(office, "102")
    draft = Resident(0, other.id, "")
    slip = NUMBER[:10] + "8" + NUMBER[11:]
    fitted = passing(NUMBER[:16] + "3")
    found = {
        "number": hits(office, replace(draft, id_number=NUMBER)),
        "15 digits": hits(office, replace(draft, id_number="511902670726001")),
        "as typed": hits(office, replace(draft, id_number="5119 0219 6707 2600 18")),
        "slip": hits(office, replace(draft, name="陈志远", id_number=slip)),
        "fitted": hits(office, replace(draft, name="陈志远", id_number=fitted)),
        "birth": hits(office, replace(draft, name="陈志远", birth=BIRTH)),
        "phone": hits(office, replace(draft, name="陈志远", phone="139 1234 0018")),
        "sound": hits(office, replace(draft, name="陈志元", birth=BIRTH)),
        "traditional": hits(office, replace(draft, name="陳志遠", birth=BIRTH)),
        "shape": hits(office, replace(draft, name="陈志近", birth=BIRTH)),
        "turned": hits(office, replace(draft, name="陈远志", birth=BIRTH)),
    }  # fmt: skip
    names = {kind: [name for _, name in every] for kind, every in found.items()}
    assert names == {kind: ["陈志远"] for kind in found}
    assert found["slip"][0][0] == "sure"
    assert found["birth"][0][0] == "likely"
    assert hits(office, replace(draft, name="黄秀英", birth=BIRTH, phone=PHONE)) == []
    assert hits(office, draft) == []
    assert home.head is not None
    assert hits(office, home.head) == []


def test_the_same_name_in_the_same_household_is_said_at_once(office: Office) -> None:
    home = household(office, "101", replace(HEAD, id_number=NUMBER))
    assert hits(office, Resident(0, home.id, "陈志远")) == [("likely", "陈志远")]


def test_a_hint_shows_where_and_why_but_no_number(office: Office) -> None:
    household(office, "101", replace(HEAD, id_number=NUMBER, phone=PHONE))
    (only,) = office.duplicates.candidates(Resident(0, 0, "陈志远", id_number=NUMBER))
    assert only.person.address == "福锦苑2栋 1单元 101"
    assert only.person.id_number == "5119**********18"
    assert only.person.phone == "139****0018"
    assert only.match.sentence == "证件号码相同，姓名相同。"


def test_at_most_five_hints_the_surest_first(office: Office) -> None:
    for room in range(101, 108):
        household(office, str(room), Resident(0, 0, "陈志远", "02", birth=BIRTH))
    household(office, "120", replace(HEAD, id_number=NUMBER, birth=BIRTH))
    found = hits(office, Resident(0, 0, "陈志远", id_number="511902670726001", birth=BIRTH))
    assert [strength for strength, _ in found] == ["sure", *["likely"] * 4]


# -- the scan and the answers --------------------------------------------------------------------


@pytest.fixture
def twice(office: Office) -> tuple[int, int]:
    """Somebody with a number in 101, and again without one in 102; ids."""
    first = household(office, "101", replace(HEAD, id_number=NUMBER, phone=PHONE))
    second = household(office, "102", replace(HEAD, birth=BIRTH, phone=PHONE, note="住女儿家"))
    assert first.head is not None
    assert second.head is not None
    return first.head.id, second.head.id


def test_the_scan_tells_both_sides(office: Office, twice: tuple[int, int]) -> None:
    household(office, "103", Resident(0, 0, "何丽娟", "02", id_number=WIFE))
    scan = office.duplicates.scan()
    (pair,) = scan.pairs
    assert scan.residents == 3
    assert pair.key == twice
    assert pair.match.strength == "sure"
    assert (pair.first.room, pair.second.room) == ("1单元 101", "1单元 102")
    assert pair.match.sentence == (
        "姓名相同，出生日期相同，电话相同，在同一栋楼；但一方没有证件号码。"
    )


def test_different_people_are_remembered(office: Office, twice: tuple[int, int]) -> None:
    office.duplicates.say_distinct(twice[1], twice[0])
    assert office.duplicates.scan().pairs == ()
    resident = office.households.resident(twice[1])
    assert office.duplicates.candidates(resident) == ()
    (said,) = office.duplicates.said_distinct()
    assert (said.first.id, said.second.id) == twice
    assert (said.said_by, said.said_on) == ("李敏", office.today())
    office.duplicates.undistinct(*twice)
    assert len(office.duplicates.scan().pairs) == 1
    assert office.duplicates.said_distinct() == ()


def test_one_record_is_not_two_people(office: Office, twice: tuple[int, int]) -> None:
    with pytest.raises(InputError):
        office.duplicates.say_distinct(twice[0], twice[0])
    with pytest.raises(InputError):
        office.duplicates.merge_preview(twice[0], twice[0])
    with pytest.raises(InputError):
        office.duplicates.merge(twice[0], 12345, {})


def test_wrong_numbers_from_older_data_are_found(office: Office) -> None:
    home = household(office, "101", replace(HEAD, id_number=NUMBER))
    other = household(office, "102")
    wrong = NUMBER[:17] + "3"
    ident = smuggled(office, Resident(0, other.id, "王小明", "02", id_number=wrong, birth=BIRTH))
    (pair,) = office.duplicates.scan().pairs
    assert home.head is not None
    assert set(pair.key) == {home.head.id, ident}
    assert pair.match.strength == "possible"
    assert "只差第18位" in pair.match.sentence


# -- merging -------------------------------------------------------------------------------------

_TABLES = ("household", "resident", "stay", "tag", "visit", "attachment")


def contents(office: Office) -> dict[str, list[Any]]:
    """Everything of the archive but counters of saves."""
    database = office.core.database
    found: dict[str, list[Any]] = {}
    for table in _TABLES:
        columns = [str(row[1]) for row in database.rows(f"PRAGMA table_info({table})")]
        kept = ",".join(c for c in columns if c != "version")
        found[table] = database.rows(f"SELECT {kept} FROM {table} ORDER BY id")
    return found


def index(office: Office, text: str) -> list[int]:
    return [hit.id for hit in office.search.find(text)]


@pytest.fixture
def laden(office: Office, twice: tuple[int, int]) -> tuple[int, int]:
    """The second record has tags, visits, papers, stays and a family."""
    keep, drop = twice
    database, ids = office.core.database, office.core.ids()
    homes = [office.households.resident(i).household_id for i in twice]
    dwellings = [office.households.get(h).dwelling_id for h in homes]
    office.households.add_resident(
        homes[1], Resident(0, 0, "陈一诺", "30", birth=date(2001, 5, 5), father_id=drop)
    )
    office.households.add_resident(
        homes[1], Resident(0, 0, "何丽娟", "12", id_number=WIFE, spouse_id=drop)
    )
    with office.core.action("准备"):
        for values in (
            {"resident_id": keep, "kind": "低保", "from_on": "2024-01-01", "basis": None},
            {"resident_id": drop, "kind": "低保", "from_on": "2023-01-01", "basis": "批件7号"},
            {"resident_id": drop, "kind": "残疾", "from_on": "2020-01-01", "basis": None},
        ):
            database.insert("tag", {"id": next(ids), **values})
        database.insert(
            "visit",
            {
                "id": next(ids), "household_id": homes[1], "resident_id": drop,
                "visited_on": "2026-10-01", "visitor": "李敏",
            },
        )  # fmt: skip
        database.insert(
            "attachment",
            {
                "id": next(ids), "household_id": homes[1], "resident_id": drop, "kind": "证件",
                "title": "残疾证", "added_on": "2026-01-01", "width": 1, "height": 1,
                "thumbnail": b"t", "body": b"b",
            },
        )  # fmt: skip
        for dwelling, begin, end in (
            (dwellings[0], "2010-01-01", "2015-06-30"),
            (dwellings[1], "2015-07-01", None),
        ):
            database.insert(
                "stay",
                {
                    "id": next(ids), "resident_id": drop, "household_id": homes[1],
                    "dwelling_id": dwelling, "from_on": begin, "to_on": end, "why": "迁入",
                },
            )  # fmt: skip
    return twice


def test_the_preview_says_what_would_happen(office: Office, laden: tuple[int, int]) -> None:
    preview = office.duplicates.merge_preview(*laden)
    fields = {f.key: f for f in preview.fields}
    assert fields["id_number"].chosen == "keep"
    assert fields["id_number"].drop == ""
    assert fields["home"].keep == "福锦苑2栋1单元101（户主，住在这里）"
    assert not fields["home"].same
    assert fields["name"].same
    assert (fields["phone"].keep, fields["phone"].same) == ("139****0018", True)
    assert "relation" not in fields
    assert preview.moved == (
        "标签 2 个", "走访 1 次", "材料 1 份", "居住记录 2 段", "别人登记的父母或配偶 2 处",
        "备注（两份都留下）",
    )  # fmt: skip
    assert preview.warnings["keep"] == ("福锦苑2栋1单元102将没有户主，请随后“换户主”。",)
    assert preview.warnings["drop"] == ("福锦苑2栋1单元101将没有在册成员。",)


def test_merging_moves_everything_and_undo_restores_it(
    office: Office, laden: tuple[int, int]
) -> None:
    keep, drop = laden
    before, found_before = contents(office), index(office, "陈志远")
    done = office.duplicates.merge(keep, drop, {}, "重复登记")
    one = office.households.resident(keep)
    assert (one.id_number, one.birth, one.note) == (NUMBER, BIRTH, "住女儿家")
    rows = office.core.database.rows
    assert rows("SELECT count(*) FROM resident WHERE id = ?", (drop,)) == [(0,)]
    tags = rows("SELECT kind, from_on, basis FROM tag WHERE resident_id = ? ORDER BY id", (keep,))
    assert tags == [
        ("低保", "2023-01-01", "批件7号"), ("残疾", "2020-01-01", None),
    ]  # fmt: skip
    home = one.household_id
    for table in ("visit", "attachment"):
        assert rows(f"SELECT resident_id, household_id FROM {table}") == [(keep, home)]
    links = rows("SELECT father_id, spouse_id FROM resident WHERE id NOT IN (?, ?)", laden)
    assert sorted(links, key=str) == [(keep, None), (None, keep)]
    today, here = office.today().isoformat(), office.households.get(home).dwelling_id
    sql = "SELECT resident_id, dwelling_id = ?, from_on, to_on, why FROM stay ORDER BY id"
    assert rows(sql, (here,)) == [
        (keep, 1, "2010-01-01", "2015-06-30", "迁入"), (keep, 0, "2015-07-01", today, "合并档案"),
    ]  # fmt: skip
    assert index(office, "陈志远") == [keep]
    assert index(office, "czy") == [keep]

    office.history.undo(done.batch_id)
    assert contents(office) == before
    assert sorted(index(office, "陈志远")) == sorted(found_before)
    assert [p.key for p in office.duplicates.scan().pairs] == [laden]


def test_two_open_stays_in_one_dwelling_are_one_from_the_earlier_day(
    office: Office, twice: tuple[int, int]
) -> None:
    keep, drop = twice
    ids = office.core.ids()
    homes = [office.households.resident(i).household_id for i in twice]
    dwelling = office.households.get(homes[0]).dwelling_id
    with office.core.action("准备"):
        for resident, home, begin in zip(twice, homes, ("2019-01-01", "2012-03-01"), strict=True):
            office.core.database.insert(
                "stay",
                {
                    "id": next(ids), "resident_id": resident, "household_id": home,
                    "dwelling_id": dwelling, "from_on": begin, "to_on": None, "why": "迁入",
                },
            )  # fmt: skip
    before = contents(office)
    done = office.duplicates.merge(keep, drop, {})
    stays = office.core.database.rows("SELECT resident_id, household_id, from_on, to_on FROM stay")
    assert stays == [(keep, homes[0], "2012-03-01", None)]
    office.history.undo(done.batch_id)
    assert contents(office) == before


def test_merging_is_one_action_with_its_reason(office: Office, twice: tuple[int, int]) -> None:
    count = len(office.history.today())
    done = office.duplicates.merge(*twice, {}, " 重复登记 ")
    events = office.history.today()
    assert len(events) == count + 1
    assert (events[0].batch_id, events[0].what) == (done.batch_id, "合并重复档案")
    assert events[0].reason == "重复登记"
    gone = office.core.database.rows(
        "SELECT subject, detail FROM audit WHERE event = 'resident.merge'"
    )
    assert gone == [(f"resident:{twice[0]}", f"resident:{twice[1]}")]
    assert done.change.what == "陈志远的两份档案已合并"


def test_choices_decide(office: Office, twice: tuple[int, int]) -> None:
    keep, drop = twice
    other = office.households.resident(drop).household_id
    with office.core.action("准备"):
        office.core.database.update("resident", {"phone": "08275260001"}, {"id": drop})
    office.duplicates.merge(keep, drop, {"home": "drop", "phone": "drop"})
    one = office.households.resident(keep)
    assert (one.household_id, one.phone, one.id_number) == (other, "08275260001", NUMBER)
    assert [m.id for m in office.households.get(other).members] == [keep]
    assert index(office, "0827526") == [keep]


def test_the_number_of_the_second_record_can_be_taken_over(
    office: Office, twice: tuple[int, int]
) -> None:
    """Also there and back: the number is unique, so the order of the writes matters."""
    drop, keep = twice
    before = contents(office)
    done = office.duplicates.merge(keep, drop, {})
    assert office.households.resident(keep).id_number == NUMBER
    office.history.undo(done.batch_id)
    assert contents(office) == before


def test_within_one_household_the_head_stays_head(office: Office) -> None:
    home = household(
        office,
        "101",
        Resident(0, 0, "陈一诺", "02", birth=date(1990, 1, 1)),
        Resident(0, 0, "陈志远", "51", birth=BIRTH),
    )
    ident = smuggled(office, Resident(0, home.id, "陈志远", None, id_number=NUMBER, birth=BIRTH))
    office.duplicates.merge(ident, member(home, "陈志远").id, {})
    after = office.households.get(home.id)
    assert [(m.name, m.relation, m.id_number) for m in after.members] == [
        ("陈一诺", "02", None), ("陈志远", "51", NUMBER),
    ]  # fmt: skip


def test_two_heads_are_refused(office: Office) -> None:
    first = household(office, "101", replace(HEAD, id_number=NUMBER))
    second = household(
        office,
        "102",
        Resident(0, 0, "何丽娟", "02", id_number=WIFE),
        Resident(0, 0, "陈志远", "11", birth=BIRTH),
    )
    before = contents(office)
    keep, drop = member(second, "陈志远").id, member(first, "陈志远").id
    with office.core.action("准备"):
        office.core.database.update("resident", {"relation": "02"}, {"id": keep})
    with pytest.raises(InputError) as refusal:
        office.duplicates.merge(keep, drop, {"home": "keep"})
    assert "两个户主" in refusal.value.message
    with office.core.action("准备"):
        office.core.database.update("resident", {"relation": "11"}, {"id": keep})
    assert contents(office) == before


def test_a_person_is_never_his_own_spouse(office: Office, twice: tuple[int, int]) -> None:
    keep, drop = twice
    with office.core.action("准备"):
        office.core.database.update("resident", {"spouse_id": drop}, {"id": keep})
    office.duplicates.merge(keep, drop, {})
    assert office.households.resident(keep).spouse_id is None


def test_the_better_number_and_what_agrees_with_it_is_proposed(office: Office) -> None:
    wrong = NUMBER[:17] + "3"
    home = household(office, "101")
    one = smuggled(
        office,
        Resident(0, home.id, "陈志远", "02", id_number=wrong, birth=date(1967, 7, 1), sex="2"),
    )
    other = smuggled(
        office, Resident(0, home.id, "陈志远", "99", id_number=NUMBER, birth=BIRTH, sex="1")
    )
    fields = {f.key: f for f in office.duplicates.merge_preview(one, other).fields}
    assert {k: fields[k].chosen for k in ("id_number", "birth", "sex", "relation")} == {
        "id_number": "drop", "birth": "drop", "sex": "drop", "relation": "keep",
    }  # fmt: skip
    assert fields["id_number"].places == (18,)
    assert not fields["id_number"].same


def test_a_death_is_kept_and_a_move_is_not(office: Office, twice: tuple[int, int]) -> None:
    keep, drop = twice
    for state, chosen in (("dead", "drop"), ("moved", "keep")):
        with office.core.action("准备"):
            office.core.database.update(
                "resident", {"state": state, "state_on": "2026-01-01"}, {"id": drop}
            )
        fields = {f.key: f for f in office.duplicates.merge_preview(keep, drop).fields}
        assert fields["state"].chosen == chosen
        assert fields["home"].chosen == "keep"


def test_a_person_is_proposed_for_an_open_file(office: Office, twice: tuple[int, int]) -> None:
    closed = office.households.resident(twice[0]).household_id
    with office.core.action("注销"):
        office.core.database.update("household", {"closed_on": "2026-01-01"}, {"id": closed})
    fields = {f.key: f for f in office.duplicates.merge_preview(*twice).fields}
    assert fields["home"].chosen == "drop"


def test_the_name_beside_the_number_is_proposed(office: Office) -> None:
    first = household(office, "101", replace(HEAD, name="陈志元", birth=BIRTH, phone=PHONE))
    second = household(office, "102", replace(HEAD, id_number=NUMBER, phone=PHONE))
    two = (first.members[0].id, second.members[0].id)
    fields = {f.key: f for f in office.duplicates.merge_preview(*two).fields}
    assert (fields["id_number"].chosen, fields["name"].chosen) == ("drop", "drop")
    office.duplicates.merge(*two, {})
    assert office.households.resident(two[0]).name == "陈志远"
    assert index(office, "陈志元") == []
    assert index(office, "陈志远") == [two[0]]
