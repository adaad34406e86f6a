"""The public wall over a real office: what it says is on record, and nothing that is not public."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from ldz_desktop.domain.awards import Award
from ldz_desktop.domain.duties import DutyRecord
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.postings import PostingDraft
from ldz_desktop.domain.training import Course
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.scans import PORTRAIT
from ldz_desktop.storage.awards import AwardStore

Close = Callable[[str, dict[int, str]], None]
PHONE = "13800138000"


@pytest.fixture
def buildings(office: Office) -> list[int]:
    """Four buildings of one community and one of another, each with a leader since 2020."""
    places = [("兴新社区", "福锦苑", f"{n}栋") for n in range(1, 5)] + [
        ("东锦社区", "东锦苑", "1栋")
    ]
    ids = []
    for number, place in enumerate(places):
        building = office.households.add_place(*place).ids[0]
        leader = Leader(0, f"楼长{'甲乙丙丁戊'[number]}", phone=PHONE)
        office.roster.create(leader, building, date(2020, 1, 1))
        ids.append(building)
    return ids


def published(office: Office, close: Close, months: dict[str, str], buildings: list[int]) -> None:
    for month, grades in months.items():
        close(month, dict(zip(buildings, grades, strict=True)))
        office.evaluation.publish(month, date(2026, 10, 20))


def test_flags_best_and_year_of_the_newest_published_month(
    office: Office, buildings: list[int], close_month: Close
) -> None:
    published(office, close_month, {"2026-07": "54325", "2026-08": "54325"}, buildings)
    published(office, close_month, {"2026-09": "45325"}, buildings)
    close_month("2026-10", dict(zip(buildings, "23455", strict=True)))
    assert office.wall.months() == ("2026-09", "2026-08", "2026-07")
    wall = office.wall.show()
    assert wall.month == "2026-09"
    assert {name: [h.building for h in some] for name, some in wall.flags.items()} == {
        "东锦社区": ["东锦苑1栋"], "兴新社区": ["福锦苑2栋", "福锦苑1栋"],
    }  # fmt: skip
    assert wall.flag_count == 3
    assert {h.leader: h.merit for h in wall.best} == {
        "楼长乙": "第 1 名 · 92.00 分", "楼长戊": "第 1 名 · 92.00 分",
    }  # fmt: skip
    assert [(s.building, s.months) for s in wall.streaks] == [
        ("东锦苑1栋", 3), ("福锦苑2栋", 3), ("福锦苑1栋", 3),
    ]  # fmt: skip
    assert [h.leader for h in wall.year] == ["楼长戊", "楼长甲", "楼长乙"]
    assert wall.year[1].merit == "持旗 3 个月 · 平均 88.00 分"
    assert wall.year[1].held == "连续持旗 3 个月 · 累计 3 个月"
    line = next(t for t in wall.trend if t.building == "福锦苑1栋")
    assert line.points == (
        ("2026-07", Decimal("92.00")), ("2026-08", Decimal("92.00")), ("2026-09", Decimal("80.00")),
    )  # fmt: skip
    earlier = office.wall.show("2026-07")
    assert earlier.streaks == ()
    assert earlier.trend[0].points[-1][0] == "2026-07"


def test_the_sentence_counts_what_was_written_down(
    office: Office, buildings: list[int], close_month: Close
) -> None:
    published(office, close_month, {"2026-08": "54325", "2026-09": "54325"}, buildings)
    leader = office.roster.leader_of(buildings[0])
    tenure = office.roster.get(leader).tenures[0].tenure.id
    office.duties.set_count(tenure, "2026-02", 1, 30)
    office.duties.add(DutyRecord(0, tenure, "2026-03", 1, 2, 1, date(2026, 3, 5)))
    office.duties.set_count(tenure, "2025-12", 1, 500)
    course = office.training.create(Course(0, "轮训", "急救", date(2026, 4, 1), 270)).change.ids[0]
    office.training.attend(course, [leader])
    said = next(h.said for h in office.wall.show().best if h.leader == "楼长甲")
    assert said == "所在楼栋连续 2 个月持有流动红旗，2026年履职 31 次、培训 6 学时。"


def test_nothing_that_is_not_public(
    office: Office, buildings: list[int], close_month: Close
) -> None:
    with pytest.raises(InputError, match="还没有公示的月份"):
        office.wall.show()
    close_month("2026-09", dict(zip(buildings, "54-25", strict=True)))
    with pytest.raises(InputError, match="还没有公示的月份"):
        office.wall.show("2026-09")
    office.evaluation.publish("2026-09", date(2026, 10, 20))
    close_month("2026-10", dict(zip(buildings, "54325", strict=True)))
    with pytest.raises(InputError, match="2026年10月的测评还没有公示"):
        office.wall.show("2026-10")
    wall = office.wall.show()
    every = repr(wall)
    assert PHONE not in every
    assert "福锦苑3栋" not in every  # two sheets only
    assert all(dict(t.points)["2026-09"] is not None for t in wall.trend)


def test_a_tie_waits_and_a_vacant_office_has_no_sentence(
    office: Office, buildings: list[int], close_month: Close
) -> None:
    vacant = office.households.add_place("东锦社区", "东锦苑", "2栋").ids[0]
    published(office, close_month, {"2026-09": "544254"}, [*buildings, vacant])
    wall = office.wall.show()
    assert wall.undecided == {"兴新社区": ("福锦苑2栋", "福锦苑3栋")}
    empty = next(h for h in wall.flags["东锦社区"] if h.building == "东锦苑2栋")
    assert (empty.leader, empty.leader_id, empty.said) == ("", 0, "")


def test_portraits_of_those_on_the_wall(
    office: Office, buildings: list[int], close_month: Close, portrait: bytes
) -> None:
    published(office, close_month, {"2026-09": "54325"}, buildings)
    shown, last = (office.roster.leader_of(buildings[n]) for n in (0, 3))
    for leader in (shown, last):
        office.scans.add_picture("leader", leader, PORTRAIT, portrait)
    wall = office.wall.show()
    assert list(wall.faces) == [shown]
    assert office.wall.portrait(wall.faces[shown]).startswith(b"\xff\xd8")


def test_awards_stand_on_the_wall_once_their_notice_hangs(
    office: Office, buildings: list[int], close_month: Close
) -> None:
    published(office, close_month, {"2026-09": "54325"}, buildings)
    draft = PostingDraft("award", "2025年度评优公示", content="公示")
    office.postings.draft(draft)
    posting = next(r.posting.id for r in office.postings.rows() if r.posting.kind == "award")
    leader = office.roster.leader_of(buildings[1])
    awards = [
        Award(1, 2025, "building", buildings[0], None, "", posting_id=posting),
        Award(2, 2025, "leader", None, leader, "", posting_id=posting),
        Award(3, 2025, "leader", None, office.roster.leader_of(buildings[2]), ""),
    ]
    with office.core.action("登记表决"):
        AwardStore(office.core.database).add_all(awards)
    assert office.wall.show().awards == ()
    office.postings.put_up(posting, date(2026, 1, 5))
    groups = office.wall.show().awards
    assert [(g.title, g.names) for g in groups] == [
        ("2025年度最美楼栋", ("福锦苑1栋",)), ("2025年度优秀楼栋长", ("楼长乙",)),
    ]  # fmt: skip
