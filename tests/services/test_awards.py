"""Awards of a year on a real file: proposed, voted on, granted, noticed, cancelled, taken back."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.awards_records import Vote
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import create_office

YEAR = 2025
DAY = date(2026, 1, 9)
CloseMonth = Callable[[str, dict[int, str]], None]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """In January 2026."""
    moment = datetime(2026, 1, 12, 9, 0).astimezone()
    opened, _ = create_office(
        tmp_path / "office", "兴文街道办事处", "李敏", "测试口令-2026", clock=lambda: moment
    )
    yield opened
    opened.close()


@pytest.fixture
def buildings(office: Office) -> list[int]:
    ids = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3)]
    for building, name in zip(ids, ("赵琴", "徐杨", "陈彬"), strict=True):
        office.roster.create(Leader(0, name), building, date(2021, 1, 1))
    return ids


@pytest.fixture
def year(office: Office, buildings: list[int]) -> list[int]:
    """2025 is closed: 1栋 better and better, 2栋 steady, 3栋 ranked in half of the months."""
    for number in range(1, 13):
        month = f"{YEAR}-{number:02d}"
        close(
            office,
            month,
            dict(zip(buildings, ("345"[(number - 1) // 4], "4", "5"), strict=True)),
            {buildings[2]} if number > 6 else set(),
        )
    return buildings


def close(office: Office, month: str, grades: dict[int, str], few: set[int]) -> None:
    evaluation = office.evaluation
    evaluation.open_month(month)
    for building, grade in grades.items():
        sheets = (grade * 8,) * (2 if building in few else 6)
        header = Header(20, len(sheets), len(sheets), 0, 0)
        evaluation.save_draft(month, building, Draft(header, sheets))
        evaluation.commit_draft(month, building)
        evaluation.save_stars(month, building, {1: "444"})
    evaluation.close(month)


def vote(key: int, votes: int = 9, *, granted: bool = True) -> Vote:
    return Vote(key, 11, votes, DAY, "王静", granted=granted)


def leader(office: Office, name: str) -> int:
    return next(key for key, one in office.roster.names().items() if one == name)


def test_the_year_proposes_with_the_basis_of_each(office: Office, year: list[int]) -> None:
    del year
    shown = office.awards.year()
    assert (shown.year, shown.closed, shown.minimum, shown.years) == (YEAR, 12, 9, (YEAR,))
    told = [
        (x.place, x.name, x.merit.printed, x.merit.ranked, x.merit.flagged, x.merit.last, x.state)
        for x in shown.buildings
    ]
    # 3栋 had 92 in six ranked months, 2栋 80 always, 1栋 68, 80, 92 for four months each. A tie
    # leaves the second flag open in May and June; from July on two are ranked, then 2栋 is last.
    assert told == [
        (0, "福锦苑3栋", Decimal("92.00"), 6, 6, 0, "few"),
        (1, "福锦苑2栋", Decimal("80.00"), 12, 10, 6, "candidate"),
        (2, "福锦苑1栋", Decimal("80.00"), 12, 6, 6, "candidate"),
    ]
    assert [x.name for x in shown.leaders] == ["陈彬", "徐杨", "赵琴"]
    assert [x.where for x in shown.leaders] == ["福锦苑3栋", "福锦苑2栋", "福锦苑1栋"]


def test_the_minimum_is_a_setting(office: Office, year: list[int]) -> None:
    del year
    office.awards.set_minimum(6)
    assert [x.place for x in office.awards.year().buildings] == [1, 2, 3]
    for wrong in (0, 13, None):
        with pytest.raises(InputError, match="1 到 12"):
            office.awards.set_minimum(wrong)


def test_voted_granted_numbered_and_taken_back(office: Office, year: list[int]) -> None:
    done = office.awards.decide(YEAR, "building", [vote(year[1]), vote(year[0], 4, granted=False)])
    assert done.change.what == "已授予2025年度最美楼栋 1 个，未通过 1 个"
    _, second, first = office.awards.year().buildings
    assert (second.state, first.state) == ("granted", "rejected")
    assert second.award is not None
    assert second.award.certificate_no == "最美楼栋〔2025〕001号"
    assert second.award.basis == "12 个月参加排名，平均 80.00 分，持流动红旗 10 个月，末位 6 个月"
    assert (second.award.voters, second.award.votes_for, second.award.chaired_by) == (11, 9, "王静")
    with pytest.raises(InputError, match="已经授予"):
        office.awards.decide(YEAR, "building", [vote(year[1])])
    office.history.undo(done.batch_id)
    assert {x.state for x in office.awards.year().buildings} == {"few", "candidate"}


def test_no_award_without_vote_majority_or_months(office: Office, year: list[int]) -> None:
    awards = office.awards
    for wrong, why in (
        (vote(year[1], 12), "多于参加表决的 11 人"),
        (vote(year[1], 5), "没有超过半数"),
        (Vote(year[1], None, None, DAY, "王静"), "没有表决不能授予"),
        (Vote(year[1], 11, 9, DAY, ""), "主持人"),
        (vote(year[2]), "少于规定的 9 个月"),
    ):
        with pytest.raises(InputError, match=why):
            awards.decide(YEAR, "building", [vote(year[0]), wrong])
    assert not awards.year().granted("building"), "all of it or nothing"
    with pytest.raises(InputError, match="没有选中"):
        awards.decide(YEAR, "building", [])


def test_a_year_that_is_not_over_only_proposes(office: Office, buildings: list[int]) -> None:
    close(office, "2025-11", dict.fromkeys(buildings, "4"), set())
    close(office, "2025-12", dict.fromkeys(buildings, "4"), set())
    assert office.awards.year().closed == 2
    with pytest.raises(InputError, match="还有 10 个月没有封存"):
        office.awards.decide(YEAR, "building", [vote(buildings[0])])


def test_cancelled_with_a_reason_and_its_number_is_not_given_again(
    office: Office, year: list[int]
) -> None:
    who = leader(office, "徐杨")
    office.awards.decide(YEAR, "leader", [vote(who)])
    award = office.awards.year().granted("leader")[0].award
    assert award is not None
    with pytest.raises(InputError, match="为什么取消"):
        office.awards.cancel(award.id, " ")
    office.awards.cancel(award.id, "事迹不实")
    with pytest.raises(RuleError, match="没有授予"):
        office.awards.cancel(award.id, "又一次")
    assert not office.awards.year().granted("leader")
    office.awards.decide(YEAR, "leader", [vote(leader(office, "赵琴"))])
    (line,) = office.awards.year().granted("leader")
    assert line.award is not None
    assert line.award.certificate_no == "优秀楼长〔2025〕002号"
    del year


def test_the_notice_goes_to_the_keeper_and_is_drafted_once(office: Office, year: list[int]) -> None:
    with pytest.raises(RuleError, match="还没有授予"):
        office.awards.draft_notice(YEAR)
    office.awards.decide(YEAR, "building", [vote(year[1])])
    office.awards.decide(YEAR, "leader", [vote(leader(office, "徐杨"))])
    done = office.awards.draft_notice(YEAR)
    (posting,) = office.postings.of(f"award:{YEAR}")
    assert (posting.kind, posting.posted_on, posting.id) == ("award", None, done.change.ids[0])
    assert posting.content is not None
    basis = "12个月参加排名，平均80.00分，持流动红旗10个月，末位6个月；11人参加表决，9票赞成。"
    assert posting.content.splitlines() == [
        "根据2025年全年十二个月测评结果，经会议表决，拟对下列楼栋和楼栋长予以表彰，现公示如下：",
        "一、最美楼栋（1栋）",
        f"1．兴新社区福锦苑2栋：{basis}",
        "二、优秀楼栋长（1人）",
        f"1．徐杨（兴新社区福锦苑2栋）：{basis}",
    ]
    shown = office.awards.year()
    assert (shown.posting, shown.notice) == (posting.id, "拟稿")
    with pytest.raises(RuleError, match="已经拟好"):
        office.awards.draft_notice(YEAR)
    award = shown.granted("building")[0].award
    assert award is not None
    with pytest.raises(RuleError, match="写进公示"):
        office.awards.remove(award.id)
    office.history.undo(done.batch_id)
    assert office.postings.of(f"award:{YEAR}") == ()
    assert office.awards.year().posting == 0
    office.awards.remove(award.id)
    assert not office.awards.year().granted("building")


def test_certificates_of_a_year_and_of_a_month(office: Office, year: list[int]) -> None:
    with pytest.raises(InputError, match="没有授予最美楼栋"):
        office.awards.certificates(YEAR, "building")
    office.awards.decide(YEAR, "building", [vote(year[1])])
    who = leader(office, "徐杨")
    office.awards.decide(YEAR, "leader", [vote(who)])
    (one,) = office.awards.certificates(YEAR, "building")
    assert (one.title, one.to, one.suffix, one.award, one.number, one.day) == (
        "奖状", "兴新社区福锦苑2栋", "", "2025年度最美楼栋", "最美楼栋〔2025〕001号", DAY,
    )  # fmt: skip
    assert one.text == "在2025年度楼栋测评中平均80.00分，持流动红旗10个月，被评为"
    (two,) = office.awards.certificates(YEAR, "leader", [who])
    assert (two.title, two.to, two.suffix) == ("荣誉证书", "徐杨", "同志")
    with pytest.raises(InputError):
        office.awards.certificates(YEAR, "leader", [leader(office, "赵琴")])
    flags = office.awards.flag_certificates("2025-12", "building")
    assert [(x.to, x.award) for x in flags] == [
        ("兴新社区福锦苑1栋", "2025年12月流动红旗"), ("兴新社区福锦苑2栋", "2025年12月流动红旗"),
    ]  # fmt: skip
    (mine,) = office.awards.flag_certificates("2025-12", "leader", [who])
    assert (mine.to, mine.number) == ("徐杨", "红旗楼长〔2025〕12-02号")
    with pytest.raises(InputError, match="还没有封存"):
        office.awards.flag_certificates("2026-01", "building")


def test_an_office_without_months_has_no_candidates(office: Office) -> None:
    shown = office.awards.year()
    assert (shown.years, shown.buildings, shown.notice) == ((), (), "")
