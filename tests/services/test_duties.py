"""Duties by month, editions of the list, and the figures, on a real file."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ldz_desktop.domain.duties import CLASSES, Duty, DutyRecord
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.errors import ConflictError, InputError, RuleError
from ldz_desktop.services.context import Office
from ldz_desktop.services.duties import DutyService


@pytest.fixture
def duties(office: Office) -> DutyService:
    """It is 2026-06-10."""
    noon = datetime(2026, 6, 10, 12, tzinfo=UTC)
    return DutyService(replace(office.core, clock=lambda: noon))


@pytest.fixture
def tenures(office: Office, duties: DutyService) -> list[int]:
    """福锦苑1栋 changed its leader on 2026-05-16; 2栋 has one; 3栋 has nobody."""
    places = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3)]
    office.roster.create(Leader(0, "赵琴"), places[0], date(2021, 1, 1))
    office.roster.create(Leader(0, "徐杨"), places[1], date(2026, 1, 1))
    first = duties.month("2026-05")[0].tenure_id
    end = (date(2026, 5, 15), "搬走")
    office.roster.succeed(first, end, Leader(0, "陈彬"), date(2026, 5, 16))
    return [line.tenure_id for line in duties.month("2026-05") if line.tenure_id]


def test_the_first_edition_is_the_schemes(duties: DutyService) -> None:
    template = duties.template("2026-05")
    assert (template.edition, len(template.duties)) == (1, 19)
    assert [len(template.of(g)) for g in CLASSES] == [6, 7, 6]
    assert [template.duties[n].name for n in (0, 6, 13, 18)] == [
        "政策宣传入户", "矛盾纠纷调解", "一户一档登记与更新", "流动人口与出租房信息更新",
    ]  # fmt: skip


def test_a_month_has_a_line_for_each_leader_and_each_empty_building(
    duties: DutyService, tenures: list[int]
) -> None:
    assert [(x.building, x.name) for x in duties.month("2026-05")] == [
        ("福锦苑1栋", "赵琴"), ("福锦苑1栋", "陈彬"), ("福锦苑2栋", "徐杨"), ("福锦苑3栋", ""),
    ]  # fmt: skip
    assert [x.name for x in duties.month("2026-06")] == ["陈彬", "徐杨", ""]
    assert [(x.silent, x.vacant) for x in duties.month("2026-05")] == [
        *((True, False),) * 3, (False, True),
    ]  # fmt: skip


def test_counts_of_the_sheet(office: Office, duties: DutyService, tenures: list[int]) -> None:
    tenure = tenures[2]
    duties.set_count(tenure, "2026-05", 1, 4)
    duties.set_count(tenure, "2026-05", 7, 2)
    more = duties.set_count(tenure, "2026-05", 1, 6)
    sheet = duties.sheet(tenure, "2026-05")
    assert (sheet.counts, sheet.line.total, sheet.line.kinds) == ({1: 6, 7: 2}, 8, 2)
    assert len(duties.of_tenure(tenure)) == 2
    office.history.undo(more.batch_id)
    assert duties.sheet(tenure, "2026-05").counts == {1: 4, 7: 2}
    duties.set_count(tenure, "2026-05", 1, 0)
    assert duties.sheet(tenure, "2026-05").counts == {7: 2}
    assert [r.duty for r in duties.of_tenure(tenure)] == [7]


def test_single_entries_are_part_of_the_count(duties: DutyService, tenures: list[int]) -> None:
    tenure = tenures[2]
    entry = DutyRecord(0, tenure, "2026-05", 0, 7, 1, date(2026, 5, 9), "楼上漏水")
    duties.add(entry)
    duties.add(replace(entry, done_on=date(2026, 5, 3), times=2))
    duties.set_count(tenure, "2026-05", 7, 5)
    sheet = duties.sheet(tenure, "2026-05")
    assert sheet.counts == {7: 5}
    assert [(r.done_on and r.done_on.day, r.times) for r in sheet.records] == [(3, 2), (9, 1)]
    with pytest.raises(RuleError, match="逐条登记 3 次"):
        duties.set_count(tenure, "2026-05", 7, 2)
    duties.set_count(tenure, "2026-05", 7, 3)
    assert {r.done_on is None for r in duties.of_tenure(tenure)} == {False}
    first = sheet.records[0]
    duties.save(replace(first, note="已调解", times=1))
    assert duties.sheet(tenure, "2026-05").counts == {7: 2}
    duties.remove(first.id)
    assert duties.sheet(tenure, "2026-05").counts == {7: 1}


@pytest.mark.parametrize("times", [-1, 1000])
def test_counts_that_cannot_be(duties: DutyService, tenures: list[int], times: int) -> None:
    with pytest.raises(InputError, match="0 到 999"):
        duties.set_count(tenures[2], "2026-05", 1, times)


def test_what_cannot_be_written_down(duties: DutyService, tenures: list[int]) -> None:
    for tenure, month, duty, reason in (
        (tenures[2], "2026-05", 20, "职责清单"),
        (tenures[2], "2026-07", 1, "还没有开始"),
        (tenures[0], "2026-06", 1, "不在任"),
        (99, "2026-05", 1, "不在了"),
    ):
        with pytest.raises(InputError, match=reason):
            duties.set_count(tenure, month, duty, 1)
    for day, reason in ((date(2026, 5, 16), "这一天"), (date(2026, 4, 30), "不在这个月里")):
        with pytest.raises(InputError, match=reason):
            duties.add(DutyRecord(0, tenures[0], "2026-05", 0, 1, 1, day))
    with pytest.raises(InputError, match="不在任"):
        duties.sheet(tenures[0], "2026-06")
    assert all(x.total == 0 for x in duties.month("2026-05"))


def test_a_new_edition_from_a_month_on(
    office: Office, duties: DutyService, tenures: list[int]
) -> None:
    duties.set_count(tenures[2], "2026-05", 19, 3)
    old = duties.template("2026-05").duties
    assert duties.earliest_edition() == "2026-06"
    wanted = (replace(old[0], name="入户宣传"), Duty(0, 3, "助餐登记"), *old[1:18])
    with pytest.raises(RuleError, match="保持原来的清单"):
        duties.save_template(wanted, "2026-05")
    with pytest.raises(InputError, match="没有改动"):
        duties.save_template(old, "2026-06")
    with pytest.raises(InputError, match="同名"):
        duties.save_template((*old, Duty(0, 1, old[0].name)), "2026-06")
    made = duties.save_template(wanted, "2026-06")
    new = duties.template("2026-06")
    assert (new.edition, new.duties[0].name, len(new.duties)) == (2, "入户宣传", 19)
    assert (new.of(3)[0].name, new.of(3)[0].key) == ("助餐登记", 20)
    assert duties.template("2026-05").duties == old
    assert duties.sheet(tenures[2], "2026-05").template.edition == 1
    with pytest.raises(InputError, match="职责清单"):
        duties.set_count(tenures[2], "2026-06", 19, 1)
    duties.set_count(tenures[2], "2026-06", 20, 1)
    with pytest.raises(ConflictError, match="后来登记的记录"):
        office.history.undo(made.batch_id)
    assert duties.sheet(tenures[2], "2026-06").line.by_class == {1: 0, 2: 0, 3: 1}


def test_an_edition_not_yet_used_is_replaced(duties: DutyService) -> None:
    old = duties.template("2026-06").duties
    duties.save_template(old[:5], "2026-06")
    duties.save_template(old[:6], "2026-06")
    assert len(duties.template("2026-06").duties) == 6
    with pytest.raises(RuleError, match="不能比它早"):
        duties.save_template(old[:7], "2026-05")


def test_figures_by_leader_class_and_month(
    office: Office, duties: DutyService, tenures: list[int]
) -> None:
    for tenure, month, duty, times in (
        (tenures[0], "2026-04", 1, 2), (tenures[0], "2026-05", 8, 3), (tenures[1], "2026-05", 1, 4),
        (tenures[1], "2026-06", 19, 1), (tenures[2], "2026-05", 1, 5),
    ):  # fmt: skip
        duties.set_count(tenure, month, duty, times)
    found = duties.figures("2026-04", "2026-06")
    assert [(x.name, dict(x.by_class), x.kinds, x.months, x.in_office) for x in found.leaders] == [
        ("陈彬", {1: 4, 2: 0, 3: 1}, 2, 2, 2),
        ("徐杨", {1: 5, 2: 0, 3: 0}, 1, 1, 3),
        ("赵琴", {1: 2, 2: 3, 3: 0}, 2, 2, 2),
    ]
    assert [(m.month, dict(m.by_class), m.reported, m.leaders) for m in found.months] == [
        ("2026-04", {1: 2, 2: 0, 3: 0}, 1, 2),
        ("2026-05", {1: 9, 2: 3, 3: 0}, 3, 3),
        ("2026-06", {1: 0, 2: 0, 3: 1}, 1, 2),
    ]
    assert sum(x.total for x in found.leaders) == sum(m.total for m in found.months) == 15
    assert dict(found.by_class) == {1: 11, 2: 3, 3: 1}
    assert duties.figures("2026-04", "2026-06", "东锦社区").leaders == ()
    with pytest.raises(InputError, match="晚于"):
        duties.figures("2026-06", "2026-04")


def test_the_leaders_history_calls_duties_by_name(
    office: Office, duties: DutyService, tenures: list[int]
) -> None:
    made = duties.add(DutyRecord(0, tenures[2], "2026-05", 0, 7, 1, date(2026, 5, 9)))
    (record,) = duties.of_tenure(tenures[2])
    duties.save(replace(record, duty=9))
    leader = next(x.leader_id for x in duties.month("2026-05") if x.tenure_id == tenures[2])
    lines = [line for event in office.history.of_leader(leader) for line in event.lines]
    assert ("矛盾纠纷调解", "安全隐患巡查") in [(x.before, x.after) for x in lines]
    assert made.batch_id in [event.batch_id for event in office.history.of_leader(leader)]
