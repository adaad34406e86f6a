"""Each guided change on a real file: relations, counts, numbers, one event, exact undo."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.domain.moves import (
    Birth,
    Death,
    Door,
    HeadChange,
    Merge,
    MoveIn,
    MoveOut,
    MovePlan,
    NewTenants,
    Order,
    Relocation,
    Split,
)
from ldz_desktop.errors import ConflictError, InputError
from ldz_desktop.services.context import Office
from ldz_desktop.storage.journal import JOURNALLED

DAY = date(2026, 3, 1)


@dataclass
class Street:
    """Four dwellings of one building: a family of three generations, tenants, an empty one."""

    office: Office
    building: int
    family: int
    tenants: int
    empty: int
    parents: int

    def home(self, household_id: int) -> Household:
        return self.office.households.get(household_id)

    def who(self, name: str) -> int:
        hit = next(h for h in self.office.search.find(name) if h.title.startswith(name))
        return hit.id

    def relations(self, household_id: int) -> dict[str, str | None]:
        """Of those present."""
        home = self.home(household_id)
        return {m.name: m.relation for m in home.members if m.state == "present"}

    def counts(self) -> tuple[int, int]:
        totals = self.office.households.totals()
        summary = self.office.households.summary()
        assert (summary.households, summary.residents) == (totals.households, totals.residents)
        return totals.households, totals.residents

    def plan(self, order: Order) -> MovePlan:
        return self.office.moves.plan(order)

    def do(self, order: Order) -> MovePlan:
        plan = self.office.moves.plan(order)
        assert [p for p in plan.problems if p.level == "refused"] == []
        assert plan.questions == (), plan.questions
        self.office.moves.apply(plan)
        return plan


def _people(office: Office, home: int, *people: Resident) -> None:
    for person in people:
        office.households.add_resident(home, person)


def _one(name: str, relation: str | None, sex: str, born: int, **more: Any) -> Resident:  # noqa: ANN401
    return Resident(
        0, 0, name, relation=relation, sex=sex, birth=date(born, 5, 1), marital="20", **more
    )


@pytest.fixture
def street(office: Office) -> Street:
    building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]

    def home(room: str, tenure: str) -> int:
        return office.households.create(building, "1", room, tenure).ids[0]

    found = Street(
        office, building, home("101", "自有"), home("102", "租赁"), home("201", "空置"),
        home("202", "自有"),
    )  # fmt: skip
    _people(
        office,
        found.family,
        _one("张父", "02", "1", 1945),
        _one("李母", "10", "2", 1947),
        _one("张长子", "22", "1", 1970),
        _one("王媳", "38", "2", 1972),
        replace(_one("张孙", "41", "1", 2015), marital=None),
        replace(_one("张次子", "23", "1", 1974), marital="10"),
    )
    home_now = office.households.get(found.tenants)
    office.households.save(
        home_now, replace(home_now, landlord_name="钱房东", landlord_phone="13800000001")
    )
    _people(office, found.tenants, _one("赵租", "02", "1", 1990), _one("孙租", "10", "2", 1991))
    _people(office, found.parents, _one("周岳父", "02", "1", 1946), _one("吴岳母", "12", "2", 1948))
    return found


def dump(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Everything the journal knows, and what the search index answers."""
    found = {
        table: sorted(office.core.database.rows(f"SELECT {','.join(columns)} FROM {table}"))
        for table, columns in JOURNALLED.items()
        if table != "attachment"
    }
    found["pinyin"] = sorted(office.core.database.rows("SELECT id, pinyin FROM resident"))
    found["index"] = sorted(office.core.database.rows("SELECT * FROM resident_pinyin"))
    return found


def sound(office: Office) -> None:
    """What must hold after every change."""
    rows = office.core.database.rows
    heads = rows(
        "SELECT h.id, count(*), sum(r.relation IS '02') FROM household h JOIN resident r "
        "ON r.household_id = h.id AND r.state = 'present' WHERE h.closed_on IS NULL GROUP BY h.id"
    )
    assert all(number == 1 for _, _, number in heads), heads
    assert not rows(
        "SELECT 1 FROM household h JOIN resident r ON r.household_id = h.id "
        "WHERE h.closed_on IS NOT NULL AND r.state = 'present'"
    )
    assert not rows("SELECT file_no FROM household GROUP BY file_no HAVING count(*) > 1")
    assert not rows(
        "SELECT resident_id FROM stay WHERE to_on IS NULL GROUP BY resident_id HAVING count(*) > 1"
    )
    assert office.history.first_broken() is None


def tenant(name: str, relation: str, born: int = 1995, **more: Any) -> Resident:  # noqa: ANN401
    return Resident(0, 0, name, relation=relation, birth=date(born, 1, 1), **more)


Case = tuple[str, Callable[[Street], Order], tuple[int, int], str]

CASES: list[Case] = [
    (
        "换户主",
        lambda s: HeadChange(
            household_id=s.family, day=DAY, new_head_id=s.who("张长子"), cause="death"
        ),
        (0, -1),
        "原户主去世；2026年3月1日",
    ),
    (
        "换户主",
        lambda s: HeadChange(
            household_id=s.family, day=DAY, new_head_id=s.who("李母"), cause="moved",
            goes_to="成都", reason="本人申请",
        ),
        (0, -1),
        "原户主迁出；2026年3月1日；去向：成都；本人申请",
    ),
    (
        "换户主",
        lambda s: HeadChange(
            household_id=s.family, day=DAY, new_head_id=s.who("李母"), cause="divorce"
        ),
        (0, -1),
        "离婚；2026年3月1日",
    ),
    (
        "换户主",
        lambda s: HeadChange(household_id=s.family, day=DAY, new_head_id=s.who("张次子")),
        (0, 0),
        "家庭商定；2026年3月1日",
    ),
    (
        "换租",
        lambda s: NewTenants(
            household_id=s.tenants, day=DAY,
            tenants=(tenant("郑新", "02", phone="13911112222"), tenant("冯新", "10"),
                     tenant("郑小新", "20", 2020)),
        ),
        (0, 1),
        "2026年3月1日",
    ),
    (
        "分户",
        lambda s: Split(
            household_id=s.family, day=DAY, head_id=s.who("张长子"),
            member_ids=(s.who("张长子"), s.who("王媳"), s.who("张孙")),
        ),
        (1, 0),
        "2026年3月1日",
    ),
    (
        "分户",
        lambda s: Split(
            household_id=s.family, day=DAY, head_id=s.who("张次子"), tenure="自有",
            member_ids=(s.who("张次子"),),
            door=Door(building_id=s.building, unit="1", room="201"),
        ),
        (0, 0),
        "2026年3月1日",
    ),
    (
        "分户",
        lambda s: Split(
            household_id=s.family, day=DAY, head_id=s.who("张父"), tenure="自有",
            member_ids=(s.who("张父"), s.who("李母")),
            successors={s.family: s.who("张长子")},
            door=Door(building_id=s.building, unit="2", room="905"),
        ),
        (1, 0),
        "2026年3月1日",
    ),
    (
        "并户",
        lambda s: Merge(
            household_id=s.family, day=DAY, other_id=s.parents, answers={s.who("周岳父"): "97",
            s.who("吴岳母"): "97"},
        ),
        (0, 0),
        "2026年3月1日",
    ),
    (
        "并户",
        lambda s: Merge(
            household_id=s.family, day=DAY, other_id=s.parents, vacant=False,
            answers={s.who("周岳父"): "97", s.who("吴岳母"): "97"},
        ),
        (-1, 0),
        "2026年3月1日",
    ),
    (
        "迁入",
        lambda s: MoveIn(
            household_id=s.family, day=DAY, came_from="巴州区",
            arrivals=(tenant("陈保姆", "99", 1968),),
        ),
        (0, 1),
        "2026年3月1日；来自：巴州区",
    ),
    (
        "迁入",
        lambda s: MoveIn(
            household_id=s.family, day=DAY,
            arrivals=(Resident(s.who("吴岳母"), 0, "", relation="97"),),
        ),
        (0, 0),
        "2026年3月1日",
    ),
    (
        "迁入",
        lambda s: MoveIn(
            household_id=s.empty, day=DAY, tenure="自有",
            arrivals=(tenant("黄户主", "02", 1980), tenant("黄妻", "12", 1982, sex="2")),
        ),
        (0, 2),
        "2026年3月1日",
    ),
    (
        "迁出",
        lambda s: MoveOut(household_id=s.family, day=DAY, member_ids=(s.who("张次子"),)),
        (0, -1),
        "2026年3月1日",
    ),
    (
        "迁出",
        lambda s: MoveOut(
            household_id=s.tenants, day=DAY, member_ids=(s.who("赵租"), s.who("孙租"))
        ),
        (0, -2),
        "2026年3月1日",
    ),
    (
        "迁出",
        lambda s: MoveOut(
            household_id=s.family, day=DAY, member_ids=(s.who("王媳"),), divorced=True
        ),
        (0, -1),
        "离婚；2026年3月1日",
    ),
    (
        "出生",
        lambda s: Birth(
            household_id=s.family, day=DAY,
            child=Resident(0, 0, "张小妹", sex="2", father_id=s.who("张长子"),
                           mother_id=s.who("王媳")),
        ),
        (0, 1),
        "2026年3月1日",
    ),
    (
        "死亡",
        lambda s: Death(household_id=s.family, day=DAY, resident_id=s.who("李母")),
        (0, -1),
        "2026年3月1日",
    ),
    (
        "死亡",
        lambda s: Death(
            household_id=s.family, day=DAY, resident_id=s.who("张父"),
            successors={s.family: s.who("张长子")},
        ),
        (0, -1),
        "2026年3月1日",
    ),
    (
        "搬家",
        lambda s: Relocation(
            household_id=s.family, day=DAY, tenure="自有",
            door=Door(building_id=s.building, unit="1", room="201"),
        ),
        (0, 0),
        "2026年3月1日",
    ),
    (
        "搬家",
        lambda s: Relocation(
            household_id=s.tenants, day=DAY, tenure="租赁", vacant=False,
            door=Door(building_id=s.building, unit="3", room="1"),
        ),
        (0, 0),
        "2026年3月1日",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)])
def test_counts_one_event_and_exact_undo(street: Street, case: Case) -> None:
    what, order, (households, residents), reason = case
    office = street.office
    before, counts = dump(office), street.counts()
    events = len(office.history.today())
    plan = street.plan(order(street))
    assert dump(office) == before, "a plan writes nothing"
    assert (plan.households, plan.residents) == (households, residents)
    done = office.moves.apply(plan)
    sound(office)
    assert street.counts() == (counts[0] + households, counts[1] + residents)
    today = office.history.today()
    assert len(today) == events + 1
    assert (today[0].what, today[0].reason, today[0].batch_id) == (what, reason, done.batch_id)
    assert today[0].about == f"household:{plan.order.household_id}"
    shown = office.history.of_household(plan.order.household_id)[0]
    assert shown.batch_id == done.batch_id
    office.history.undo(done.batch_id)
    assert dump(office) == before
    assert street.counts() == counts
    office.history.undo(office.history.today()[0].batch_id)
    sound(office)
    assert street.counts() == (counts[0] + households, counts[1] + residents)


# -- what each of them does ----------------------------------------------------------------------


def test_the_golden_case_in_the_archive(street: Street) -> None:
    number = street.home(street.family).file_no
    plan = street.do(
        HeadChange(household_id=street.family, day=DAY, new_head_id=street.who("张长子"),
                   cause="death")
    )  # fmt: skip
    assert street.relations(street.family) == {
        "张长子": "02", "王媳": "12", "张孙": "20", "李母": "52", "张次子": "73",
    }  # fmt: skip
    home = street.home(street.family)
    people = {m.name: m for m in home.members}
    assert (people["张父"].relation, people["张父"].state) == ("51", "dead")
    assert people["张父"].state_on == DAY
    assert people["李母"].marital == "30"
    assert people["张孙"].father_id == people["张长子"].id
    assert people["张孙"].mother_id == people["王媳"].id
    assert people["李母"].spouse_id == people["张父"].id
    assert home.file_no == number
    assert "档案号不变" in "".join(plan.sentences)
    assert "丧偶" in "".join(plan.sentences)


def test_what_changes_is_marked_in_the_preview(street: Street) -> None:
    plan = street.plan(
        HeadChange(household_id=street.family, day=DAY, new_head_id=street.who("李母"))
    )
    lines = {line.after.name: line for line in plan.people}
    assert lines["张父"].changed
    assert (lines["张父"].relation_before, lines["张父"].after.relation) == ("02", "11")
    assert not lines["张长子"].changed
    assert lines["张父"].inferred


def test_ambiguous_relations_are_questions_and_stop_it(street: Street) -> None:
    son = street.home(street.family).members
    younger = next(m for m in son if m.name == "张次子")
    street.office.households.save_resident(younger, replace(younger, marital="20"))
    order = HeadChange(household_id=street.family, day=DAY, new_head_id=street.who("张长子"))
    plan = street.plan(order)
    asked = {street.office.households.resident(q.resident_id).name for q in plan.questions}
    assert asked == {"王媳", "张孙"}
    assert not plan.ready
    with pytest.raises(InputError, match="没有选定"):
        street.office.moves.apply(plan)
    street.do(replace(order, answers={street.who("王媳"): "12", street.who("张孙"): "20"}))
    assert street.relations(street.family)["王媳"] == "12"
    again = street.plan(
        HeadChange(household_id=street.family, day=DAY, new_head_id=street.who("张父"))
    )
    assert again.questions == (), "the answers were kept as links"
    street.office.moves.apply(again)
    assert street.relations(street.family) == {
        "张父": "02", "李母": "12", "张长子": "22", "王媳": "38", "张孙": "41", "张次子": "23",
    }  # fmt: skip


def test_divorce_cuts_the_marriage_and_keeps_the_parents(street: Street) -> None:
    street.do(
        HeadChange(household_id=street.family, day=DAY, new_head_id=street.who("李母"),
                   cause="divorce", stays=True)
    )  # fmt: skip
    people = {m.name: m for m in street.home(street.family).members}
    assert street.relations(street.family)["张父"] == "99"
    assert people["张父"].marital == people["李母"].marital == "40"
    assert people["张父"].spouse_id is people["李母"].spouse_id is None
    assert people["张长子"].relation == "22"
    assert (people["张长子"].father_id, people["张长子"].mother_id) == (
        people["张父"].id, people["李母"].id,
    )  # fmt: skip


def test_new_tenants_get_a_new_file_and_the_landlord_stays(street: Street) -> None:
    office = street.office
    old = street.home(street.tenants)
    done = office.moves.apply(street.plan(CASES[4][1](street)))
    closed = street.home(street.tenants)
    assert closed.file_no == old.file_no
    assert {m.state for m in closed.members} == {"moved"}
    assert {m.state_on for m in closed.members} == {DAY}
    new = street.home(next(i for i in done.change.ids if i != street.tenants))
    assert new.file_no == f"{old.file_no}.2"
    assert (new.dwelling_id, new.opened_on) == (old.dwelling_id, DAY)
    assert (new.tenure, new.landlord_name, new.landlord_phone) == (
        "租赁", "钱房东", "13800000001",
    )  # fmt: skip
    assert [m.name for m in new.members] == ["郑新", "冯新", "郑小新"]
    assert office.search.find("郑小新")[0].household_id == new.id
    assert office.search.find("2222")[0].title == "郑新"
    with pytest.raises(InputError, match="注销"):
        street.plan(Death(household_id=street.tenants, day=DAY, resident_id=street.who("赵租")))
    third = street.do(
        NewTenants(household_id=new.id, day=DAY + timedelta(days=90),
                   tenants=(tenant("何三", "02"),), landlord_name="孔房东")
    )  # fmt: skip
    assert {h.file_no for h in third.homes if h.id < 0} == {f"{old.file_no}.3"}
    shown = office.households.get(office.search.find("何三")[0].household_id)
    assert (shown.landlord_name, shown.landlord_phone) == ("孔房东", "13800000001")


def test_tenants_from_another_room_keep_their_records(street: Street) -> None:
    record = street.who("周岳父")
    street.do(
        NewTenants(
            household_id=street.tenants, day=DAY,
            tenants=(Resident(record, 0, "", relation="02"),
                     Resident(street.who("吴岳母"), 0, "", relation="12")),
        )
    )  # fmt: skip
    assert street.who("周岳父") == record
    moved = street.office.households.resident(record)
    assert street.home(moved.household_id).room == "102"
    rows = street.office.households.rows(street.office.households.ids())
    assert {(r.room, r.tenure, r.members) for r in rows if r.room in ("102", "202")} == {
        ("102", "租赁", 2), ("202", "空置", 0),
    }  # fmt: skip


def test_a_split_derives_both_sides(street: Street) -> None:
    order = CASES[5][1](street)
    new = next(h for h in street.do(order).homes if h.id < 0)
    home = street.office.households.resident(street.who("张长子")).household_id
    assert street.relations(home) == {"张长子": "02", "王媳": "12", "张孙": "20"}
    assert street.relations(street.family) == {"张父": "02", "李母": "10", "张次子": "23"}
    assert street.home(home).file_no == new.file_no == "XX-FJY-1-1-101.2"
    assert street.home(home).dwelling_id == street.home(street.family).dwelling_id


def test_a_split_takes_over_the_empty_file_of_the_dwelling(street: Street) -> None:
    street.do(CASES[6][1](street))
    home = street.home(street.empty)
    assert [m.name for m in home.members] == ["张次子"]
    assert (home.tenure, home.opened_on, home.file_no) == ("自有", DAY, "XX-FJY-1-1-201")


def test_a_head_who_leaves_needs_a_successor(street: Street) -> None:
    order = replace(CASES[7][1](street), successors={})
    plan = street.plan(order)
    (need,) = plan.needs
    assert not plan.ready
    assert [c.name for c in need.candidates] == ["张长子", "张次子", "王媳"]
    with pytest.raises(InputError):
        street.office.moves.apply(plan)
    street.do(replace(order, successors={street.family: street.who("张次子")}))
    assert street.relations(street.family) == {
        "张次子": "02", "张长子": "71", "王媳": "72", "张孙": "93",
    }  # fmt: skip


def test_the_only_adult_left_becomes_head(street: Street) -> None:
    street.do(Death(household_id=street.tenants, day=DAY, resident_id=street.who("赵租")))
    assert street.relations(street.tenants) == {"孙租": "02"}
    assert street.office.households.resident(street.who("孙租")).marital == "30"


def test_children_left_alone_are_said_so_and_the_death_is_recorded(street: Street) -> None:
    _people(
        street.office, street.empty, _one("刘独", "02", "1", 1980), _one("刘幼", "20", "1", 2016)
    )
    plan = street.plan(Death(household_id=street.empty, day=DAY, resident_id=street.who("刘独")))
    assert plan.ready
    assert ["未成年" in p.reason for p in plan.problems] == [True]
    street.office.moves.apply(plan)
    assert street.relations(street.empty) == {"刘幼": "20"}
    guardian = MoveIn(
        household_id=street.empty, day=DAY, answers={street.who("刘幼"): "93"},
        arrivals=(tenant("刘叔", "02", 1985, sex="1"),), tenure="自有",
    )  # fmt: skip
    street.do(guardian)
    assert street.relations(street.empty) == {"刘叔": "02", "刘幼": "93"}


def test_the_last_one_dies_and_the_file_is_closed(street: Street) -> None:
    street.do(Death(household_id=street.tenants, day=DAY, resident_id=street.who("赵租")))
    street.do(Death(household_id=street.tenants, day=DAY, resident_id=street.who("孙租")))
    rows = street.office.households.rows(street.office.households.ids())
    (row,) = [r for r in rows if r.room == "102"]
    assert (row.file_no, row.tenure, row.members) == ("XX-FJY-1-1-102.2", "空置", 0)
    assert row.id != street.tenants


def test_a_new_file_where_an_earlier_one_was_closed_gets_its_own_number(street: Street) -> None:
    everybody = (street.who("赵租"), street.who("孙租"))
    street.do(MoveOut(household_id=street.tenants, day=DAY, member_ids=everybody, vacant=False))
    new = street.office.households.create(street.building, "1", "102").ids[0]
    assert street.home(new).file_no == "XX-FJY-1-1-102.2"


def test_merging_asks_for_the_other_head_first_then_derives(street: Street) -> None:
    wife = street.office.households.resident(street.who("王媳"))
    street.office.households.save_resident(
        wife, replace(wife, father_id=street.who("周岳父"), mother_id=street.who("吴岳母"))
    )
    order = Merge(household_id=street.family, day=DAY, other_id=street.parents)
    plan = street.plan(replace(order, head_id=street.who("张长子")))
    assert plan.questions == ()
    after = {line.after.name: line.after.relation for line in plan.people}
    assert after == {
        "张长子": "02", "王媳": "12", "张孙": "20", "张父": "51", "李母": "52", "张次子": "73",
        "周岳父": "55", "吴岳母": "56",
    }  # fmt: skip
    street.office.moves.apply(plan)
    assert street.home(street.parents).members == ()
    assert {p.room for p in street.office.households.rows(street.office.households.ids())} == {
        "101", "102", "201", "202",
    }  # fmt: skip


def test_the_others_of_a_merged_household_follow_their_head(street: Street) -> None:
    order = Merge(household_id=street.tenants, day=DAY, other_id=street.family)
    plan = street.plan(order)
    assert [q.resident_id for q in plan.questions] == [street.who("张父")]
    told = street.plan(replace(order, answers={street.who("张父"): "99"}))
    assert told.questions == ()
    assert {line.after.relation for line in told.people} == {"02", "10", "99"}


def test_somebody_from_another_household_keeps_the_record(street: Street) -> None:
    mother = street.who("吴岳母")
    street.do(CASES[11][1](street))
    moved = street.office.households.resident(mother)
    assert (moved.household_id, moved.relation, moved.state) == (street.family, "97", "present")
    assert street.relations(street.parents) == {"周岳父": "02"}


def test_somebody_who_had_left_comes_back(street: Street) -> None:
    son = street.who("张次子")
    street.do(MoveOut(household_id=street.family, day=DAY, member_ids=(son,)))
    later = DAY + timedelta(days=100)
    street.do(MoveIn(household_id=street.family, day=later, arrivals=(Resident(son, 0, ""),)))
    back = street.office.households.resident(son)
    assert (back.id, back.relation, back.state, back.state_on) == (son, "23", "present", None)


def test_a_birth_links_the_parents_and_derives_the_relation(street: Street) -> None:
    plan = street.do(CASES[16][1](street))
    assert ["53 岁" in p.reason for p in plan.problems] == [True]
    child = street.office.households.resident(street.who("张小妹"))
    assert (child.relation, child.birth) == ("42", DAY)
    assert (child.father_id, child.mother_id) == (street.who("张长子"), street.who("王媳"))
    assert street.relations(street.family)["张孙"] == "41"
    second = Birth(
        household_id=street.tenants, day=DAY,
        child=Resident(0, 0, "赵小", sex="1", father_id=street.who("赵租")),
    )  # fmt: skip
    street.do(second)
    assert street.relations(street.tenants)["赵小"] == "20"


def test_relocation_takes_the_number_along(street: Street) -> None:
    number = street.home(street.family).file_no
    street.do(CASES[19][1](street))
    home = street.home(street.family)
    assert (home.room, home.file_no, home.tenure) == ("201", number, "自有")
    rows = {r.room: r for r in street.office.households.rows(street.office.households.ids())}
    assert (rows["101"].tenure, rows["101"].members) == ("空置", 0)
    assert rows["201"].id == street.family


# -- what is refused -----------------------------------------------------------------------------


def refusal(street: Street, order: Order) -> str:
    plan = street.plan(order)
    assert not plan.ready
    before = dump(street.office)
    with pytest.raises(InputError):
        street.office.moves.apply(plan)
    assert dump(street.office) == before
    return "".join(p.reason for p in plan.problems if p.level == "refused")


def test_a_room_is_moved_to_that_lost_its_last_character_on_file(street: Street) -> None:
    """值班室 was once stored as 值班: nobody moves into a second dwelling of that name."""
    office = street.office
    with office.core.action("旧版本"):
        office.core.database.execute("UPDATE dwelling SET room = '值班' WHERE room = '201'")
    door = Door(building_id=street.building, unit="1", room="值班室")
    street.do(Relocation(household_id=street.family, day=DAY, door=door, tenure="自有"))
    rooms = office.core.database.rows("SELECT room FROM dwelling ORDER BY room")
    assert rooms == [("101",), ("102",), ("202",), ("值班",)]
    assert office.households.get(street.family).room == "值班"


def test_what_cannot_be_is_refused_in_words(street: Street) -> None:
    family, tomorrow = street.family, street.office.today() + timedelta(days=1)
    head = HeadChange(household_id=family, day=DAY, new_head_id=street.who("张长子"))
    assert "今天" in refusal(street, replace(head, day=tomorrow))
    assert "日期" in refusal(street, replace(head, day=None))
    assert "选择户主" in refusal(street, replace(head, new_head_id=None))
    assert "成年" in refusal(street, replace(head, new_head_id=street.who("张孙")))
    assert "已经是户主" in refusal(street, replace(head, new_head_id=street.who("张父")))
    old = replace(head, day=date(1940, 1, 1), cause="death")
    assert "早于" in refusal(street, old)
    split = Split(household_id=family, day=DAY, member_ids=(), head_id=None)
    assert "选择要分出去" in refusal(street, split)
    everybody = tuple(m.id for m in street.home(family).members)
    assert "全部成员" in refusal(street, replace(split, member_ids=everybody))
    child = replace(split, member_ids=(street.who("张孙"),), head_id=street.who("张孙"))
    assert "成年" in refusal(street, child)
    target = Door(building_id=street.building, unit="1", room="201")
    away = replace(split, member_ids=(street.who("张次子"),), head_id=street.who("张次子"))
    assert "空置" in refusal(street, replace(away, door=target))
    assert "另一户" in refusal(street, Merge(household_id=family, day=DAY, other_id=family))
    assert "迁入的人" in refusal(street, MoveIn(household_id=family, day=DAY, arrivals=()))
    second = MoveIn(household_id=family, day=DAY, arrivals=(tenant("新", "02"),))
    assert "已有户主" in refusal(street, second)
    assert "已经在这一户" in refusal(
        street,
        MoveIn(household_id=family, day=DAY, arrivals=(Resident(street.who("张次子"), 0, ""),)),
    )
    assert "户主" in refusal(
        street,
        NewTenants(household_id=street.tenants, day=DAY, tenants=(tenant("甲", "10"),)),
    )
    baby = Birth(
        household_id=family, day=DAY, child=Resident(0, 0, "婴", father_id=street.who("张孙"))
    )
    assert "年龄" in refusal(street, baby)
    orphan = Birth(household_id=family, day=DAY, child=Resident(0, 0, ""))
    assert "姓名" in refusal(street, orphan)
    same = Door(building_id=street.building, unit="1", room="101室")
    relocation = Relocation(household_id=family, day=DAY, door=same)
    assert "原来的房屋" in refusal(street, relocation)
    assert "填写房屋" in refusal(street, replace(relocation, door=None))
    nobody = replace(relocation, household_id=street.empty, door=replace(same, room="102"))
    assert "没有在册成员" in refusal(street, nobody)


def test_new_people_are_checked_like_any_other(street: Street) -> None:
    wrong = tenant("新甲", "02", id_number="511902196707260010")
    plan = street.plan(NewTenants(household_id=street.tenants, day=DAY, tenants=(wrong,)))
    (problem,) = plan.problems
    assert problem.field == "arrivals.0.id_number"
    assert "511902196707260018" in problem.proposals
    right = replace(wrong, id_number="511902196707260018", birth=None)
    plan = street.plan(NewTenants(household_id=street.tenants, day=DAY, tenants=(right,)))
    assert plan.problems == ()
    new = next(line.after for line in plan.people if line.before is None)
    assert (new.birth, new.sex) == (date(1967, 7, 26), "1")


def test_somebody_changed_the_file_meanwhile(street: Street) -> None:
    plan = street.plan(CASES[0][1](street))
    member = street.home(street.family).members[1]
    street.office.households.save_resident(member, replace(member, phone="13900000000"))
    before = dump(street.office)
    with pytest.raises(ConflictError):
        street.office.moves.apply(plan)
    assert dump(street.office) == before


def test_a_day_later_than_a_stay_began(street: Street) -> None:
    son = street.who("张次子")
    street.do(MoveOut(household_id=street.family, day=DAY, member_ids=(son,)))
    early = MoveIn(
        household_id=street.family, day=DAY - timedelta(days=1), arrivals=(Resident(son, 0, ""),)
    )
    assert "早于" in refusal(street, early)


def test_undo_keeps_a_file_that_somebody_came_into_since(street: Street) -> None:
    """The new file is not taken from under those who came later; everything else goes back."""
    done = street.office.moves.apply(street.plan(CASES[4][1](street)))
    new = done.change.ids[0]
    street.office.households.add_resident(new, tenant("后来", "99"))
    kept = street.office.history.preview_undo(done.batch_id).kept
    assert [line.field for line in kept.first] == ["新增"]
    street.office.history.undo(done.batch_id)
    assert street.relations(street.tenants) == {"赵租": "02", "孙租": "10"}
    assert street.relations(new) == {"后来": "99"}
    assert street.counts() == (5, 11)
