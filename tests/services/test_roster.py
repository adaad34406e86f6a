"""The roster, the honour wall and the notices' facts, on a real file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.errors import ConflictError, InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft


@pytest.fixture
def buildings(office: Office) -> list[int]:
    """Three led buildings in one community, one vacancy in another."""
    places = [
        office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 10)
    ]
    people = (
        Leader(0, "赵琴", political="01", education="60"),
        Leader(0, "徐杨", political="13", education="70"),
        Leader(0, "陈彬", political="02", education="40"),
    )
    for place, leader in zip(places, people, strict=True):
        office.roster.create(leader, place, date(2021, 1, 1))
    return [*places, office.households.add_place("东锦社区", "东锦苑", "1栋").ids[0]]


@pytest.fixture
def month(office: Office, buildings: list[int]) -> Callable[[str, str], None]:
    """Run a closed month: one grade for each of the three buildings."""

    def run(name: str, grades: str) -> None:
        office.evaluation.open_month(name)
        for building, grade in zip(buildings, grades, strict=False):
            header = Header(20, 6, 6, 0, 0)
            office.evaluation.save_draft(name, building, Draft(header, (grade * 8,) * 6))
            office.evaluation.commit_draft(name, building)
            office.evaluation.save_stars(name, building, {1: "444"})
        office.evaluation.close(name)

    return run


def test_figures_and_rows(office: Office, buildings: list[int]) -> None:
    figures = office.roster.figures()
    assert (figures.leaders, figures.party, figures.upper_secondary) == (3, 2, 2)
    assert (figures.share, figures.vacancies) == (67, 1)
    rows = office.roster.rows()
    assert [(r.building, r.name) for r in rows] == [
        ("1栋", "赵琴"), ("2栋", "徐杨"), ("10栋", "陈彬"), ("1栋", ""),
    ]  # fmt: skip
    assert [r.name for r in office.roster.rows("xy")] == ["徐杨"]
    assert [r.building for r in office.roster.rows("福锦苑10")] == ["10栋"]


def test_one_leader_a_building(office: Office, buildings: list[int]) -> None:
    with pytest.raises(InputError, match="已有楼栋长"):
        office.roster.create(Leader(0, "王五"), buildings[0], None)
    tenure = office.roster.rows()[0].tenure_id
    with pytest.raises(InputError, match="原因"):
        office.roster.end_tenure(tenure, date(2026, 1, 1), " ")
    with pytest.raises(InputError, match="早于"):
        office.roster.end_tenure(tenure, date(2020, 1, 1), "搬离")
    office.roster.end_tenure(tenure, date(2026, 6, 30), "搬离")
    assert office.roster.figures().vacancies == 2
    office.roster.undo_end(tenure)
    assert office.roster.rows()[0].name == "赵琴"
    office.roster.end_tenure(tenure, date(2026, 6, 30), "搬离")
    office.roster.create(Leader(0, "王五"), buildings[0], date(2026, 7, 1))
    with pytest.raises(InputError, match="已有楼栋长"):
        office.roster.undo_end(tenure)


def test_removing_and_restoring(
    office: Office, buildings: list[int], month: Callable[[str, str], None]
) -> None:
    detail = office.roster.get(office.roster.rows()[2].leader_id)
    office.roster.remove(detail.leader.id)
    assert office.roster.figures().leaders == 2
    office.history.undo(office.history.today()[0].batch_id)
    again = office.roster.get(detail.leader.id)
    assert replace(again, leader=replace(again.leader, version=detail.leader.version)) == detail
    month("2026-09", "543")
    with pytest.raises(InputError, match="已有封存的测评"):
        office.roster.remove(detail.leader.id)


def test_second_clerk_is_told(office: Office, buildings: list[int]) -> None:
    leader = office.roster.get(office.roster.rows()[0].leader_id).leader
    office.roster.save(leader, replace(leader, phone="13800000000"))
    with pytest.raises(ConflictError):
        office.roster.save(leader, replace(leader, phone="13900000000"))


def test_the_wall_tells_who_held_the_flag(
    office: Office, buildings: list[int], month: Callable[[str, str], None]
) -> None:
    assert office.honours.flag_holders() == ()
    month("2026-08", "543")
    month("2026-09", "534")
    month("2026-10", "534")
    holders = {h.building: h for h in office.honours.flag_holders()}
    assert holders.keys() == {"福锦苑1栋", "福锦苑10栋"}
    first, second = holders["福锦苑1栋"], holders["福锦苑10栋"]
    assert (first.months_held, first.months_in_row, first.handed_from) == (3, 3, ())
    assert (second.months_held, second.months_in_row, second.handed_from) == (2, 2, ())
    earlier = {h.building: h for h in office.honours.flag_holders("2026-09")}
    assert earlier["福锦苑10栋"].handed_from == ("福锦苑2栋",)
    best = office.honours.leaders()[0]
    assert (best.leader, best.months_flagged, best.best_rank) == ("赵琴", 3, 1)
    assert best.sentence == "参加排名 3 个月，持流动红旗 3 个月。"
    (series,) = office.honours.trend([buildings[2]])
    assert [m for m, _ in series.points] == ["2026-08", "2026-09", "2026-10"]
    assert [str(v) for _, v in series.points] == ["68.00", "80.00", "80.00"]
    points = office.roster.get(office.roster.rows()[1].leader_id).scores
    assert [(p.rank, p.of, p.last) for p in points] == [(2, 3, False), (3, 3, True), (3, 3, True)]
    assert office.roster.rows()[1].streak == 2


def test_notices_by_scope_and_name(
    office: Office, buildings: list[int], month: Callable[[str, str], None]
) -> None:
    month("2026-10", "543")
    assert [n.scope_name for n in office.notices.notices("2026-10", "小区")] == ["福锦苑"]
    (one,) = office.notices.notices("2026-10", "兴新社区")
    assert one.unit == "兴新社区党支部"
    (whole,) = office.notices.notices("2026-10", "全区")
    assert whole.unit == "兴文街道办事处"
    with pytest.raises(InputError, match="没有这个范围"):
        office.notices.notices("2026-10", "火星社区")
    assert one.period_last is not None
    assert one.code == office.evaluation.month("2026-10").code


def test_compounds_of_one_name_get_a_notice_each(
    office: Office, buildings: list[int], month: Callable[[str, str], None]
) -> None:
    twin = office.households.add_place("东锦社区", "福锦苑", "1栋").ids[0]
    office.roster.create(Leader(0, "周同"), twin, date(2020, 1, 1))
    month("2026-10", "543")
    found = office.notices.notices("2026-10", "小区")
    assert [(n.unit, len(n.rows)) for n in found] == [
        ("兴新社区党支部", 3),
        ("东锦社区党支部", 1),
    ]


def test_a_tenure_that_overlaps_is_refused(office: Office, buildings: list[int]) -> None:
    row = office.roster.rows()[0]
    office.roster.end_tenure(row.tenure_id, date(2025, 6, 30), "任期届满")
    with pytest.raises(InputError, match="任期重叠"):
        office.roster.create(Leader(0, "吴芳"), row.building_id, date(2025, 6, 1))
    with pytest.raises(InputError, match="2025年6月30日"):
        office.roster.start_tenure(row.leader_id, row.building_id, date(2025, 6, 1))
    assert office.roster.rows()[0].leader_id == 0
    office.roster.create(Leader(0, "吴芳"), row.building_id, date(2025, 7, 1))


def test_a_card_follows_what_is_closed_reopened_and_corrected(
    office: Office, buildings: list[int],
    close_month: Callable[[str, dict[int, str]], None],
    correct_month: Callable[[str, dict[int, str]], None],
) -> None:  # fmt: skip
    """Closed months are worked out once, and again when they change."""
    leader = office.roster.rows()[0]

    def scores() -> list[tuple[str, str, int | None]]:
        points = office.roster.get(leader.leader_id).scores
        return [(p.month, str(p.score), p.rank) for p in points]

    assert scores() == []
    close_month("2026-09", {leader.building_id: "5"})
    assert [month for month, *_ in scores()] == ["2026-09"]
    before = scores()
    close_month("2026-10", {leader.building_id: "4"})
    assert scores()[:1] == before
    assert [month for month, *_ in scores()] == ["2026-09", "2026-10"]
    last = scores()[1]
    correct_month("2026-10", {})
    assert scores() == before, "open again"
    correct_month("2026-10", {leader.building_id: "2"})
    assert scores()[:1] == before
    assert scores()[1] != last


def test_streaks_follow_what_is_closed_reopened_and_corrected(
    office: Office, buildings: list[int],
    close_month: Callable[[str, dict[int, str]], None],
    correct_month: Callable[[str, dict[int, str]], None],
) -> None:  # fmt: skip
    first, second, third, _ = buildings

    def streaks() -> list[int]:
        found = {row.building_id: row.streak for row in office.roster.rows()}
        return [found[one] for one in (first, second, third)]

    assert streaks() == [0, 0, 0]
    close_month("2026-09", {first: "5", second: "4", third: "2"})
    assert streaks() == [0, 0, 1]
    correct_month("2026-09", {})
    assert streaks() == [0, 0, 0], "open again: no month is closed"
    correct_month("2026-09", {second: "1"})
    assert streaks() == [0, 1, 0]
    close_month("2026-10", {first: "5", second: "1", third: "4"})
    assert streaks() == [0, 2, 0]
