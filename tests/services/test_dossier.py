"""The dossier of a year from a real office: every part, every number with its source."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ldz_desktop.domain.duties import DutyRecord
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.rewards import Reward
from ldz_desktop.domain.training import Course
from ldz_desktop.errors import InputError
from ldz_desktop.services.commitments import CommitmentDraft
from ldz_desktop.services.context import Office
from ldz_desktop.services.dossier_records import Dossier, Part
from ldz_desktop.services.scans import PORTRAIT

CloseMonth = Callable[[str, dict[int, str]], None]
AFTER = date(2026, 11, 3)


@pytest.fixture
def buildings(office: Office) -> list[int]:
    ids = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3)]
    for building, name in zip(ids, ("赵琴", "徐杨", "陈彬"), strict=True):
        office.roster.create(Leader(0, name), building, date(2021, 1, 1))
    return ids


def leader(office: Office, name: str) -> int:
    return next(key for key, one in office.roster.names().items() if one == name)


def part(dossier: Dossier, title: str) -> Part:
    return next(p for p in dossier.parts if p.title == title)


def test_somebody_without_a_year(office: Office, buildings: list[int]) -> None:
    del buildings
    dossier = office.dossier.of(leader(office, "赵琴"), 2026)
    assert [p.title for p in dossier.parts] == [
        "全年概览", "推选与任命", "培训", "履职", "测评", "末位处置", "奖励", "承诺", "交接",
    ]  # fmt: skip
    assert (dossier.buildings, dossier.terms) == (("兴新社区福锦苑1栋",), ("2021年1月1日至今",))
    assert part(dossier, "推选与任命").lines == (
        ("2021年1月1日", "任职", "福锦苑1栋楼栋长", "任期登记"),
    )
    assert all(not p.lines for p in dossier.parts[2:])
    assert [line[1] for line in dossier.parts[0].lines] == [
        "0 学时", "0 次", "参加排名 0 个月", "0 个月", "0 个月", "0.00 元", "0 项",
    ]  # fmt: skip


def test_years_that_cannot_be(office: Office, buildings: list[int]) -> None:
    del buildings
    who = leader(office, "赵琴")
    with pytest.raises(InputError, match="没有 2199 年"):
        office.dossier.of(who, 2199)
    with pytest.raises(InputError, match="不在了"):
        office.dossier.of(4711, 2026)
    before = office.dossier.of(who, 2020)
    assert (before.buildings, before.parts[1].lines) == ((), ())


def test_a_whole_year_with_its_sources(
    office: Office, buildings: list[int], close_month: CloseMonth, portrait: bytes
) -> None:
    who, today = leader(office, "赵琴"), office.today()
    for month, grades in (("2026-09", "543"), ("2026-10", "345")):
        close_month(month, dict(zip(buildings, grades, strict=True)))
    september, october = (
        f"2026年{n}月测评，核验码 {office.evaluation.month(f'2026-{n:02d}').code}" for n in (9, 10)
    )
    tenure = office.roster.get(who).tenures[0].tenure.id
    _work(office, who, tenure)
    office.scans.add_picture("leader", who, PORTRAIT, portrait)
    proposed = [x.id for x in office.rewards.money() if x.reward.leader_id == who]
    office.rewards.approve(proposed, AFTER, "王静")
    office.rewards.pay([x.id for x in office.rewards.money() if x.state == "approved"], AFTER, "罗")
    draft = office.cautions.draft(tenure, 1)
    office.cautions.take(replace(draft, done_on=AFTER, done_by="谭勇", way="电话", note="已说明"))
    office.roster.end_tenure(tenure, today, "本人辞任")
    dossier = office.dossier.of(who, 2026)
    assert dossier.portrait is not None
    assert dossier.portrait[:2] == b"\xff\xd8"
    assert part(dossier, "推选与任命").lines[-1][1:] == (
        "卸任", "福锦苑1栋楼栋长，本人辞任", "任期登记",
    )  # fmt: skip
    assert part(dossier, "培训").lines == (
        ("2026年3月12日", "轮训", "消防与用电安全", "4", "培训签到表，2026年3月12日"),
        ("合计", "", "", "4", "以上各行相加"),
    )
    assert part(dossier, "履职").lines == (
        ("2026年9月", "5", "0", "0", "5", "履职月报表（职责清单第 1 版）"),
        ("2026年10月", "0", "3", "2", "5", "履职月报表（职责清单第 1 版），其中逐项登记 2 次"),
        ("合计", "5", "3", "2", "10", "以上各行相加"),
    )
    assert part(dossier, "测评").lines == (
        ("2026年9月", "92.00", "第 1（共 3）", "红旗", september),
        (
            "2026年10月",
            "68.00",
            "第 3（共 3）",
            "末位",
            october,
        ),
        ("平均", "80.00", "", "", "参加排名的 2 个月得分的平均"),
    )
    assert part(dossier, "末位处置").lines == (
        (
            "2026年11月3日",
            "提醒",
            "谭勇",
            "电话，已说明",
            october,
        ),
    )
    signed = "2026年11月3日王静审批；2026年11月3日罗发放"
    assert part(dossier, "奖励").lines == (
        ("2026年9月", "流动红旗", "1,000.00", "已发放",
         f"{september}；{signed}"),
        ("2026年7月1日", "后备干部：列入后备干部库", "—", "已登记", "街党发〔2026〕8号"),
        ("合计", "已发放 1 笔", "1,000.00", "", "已发放各行相加"),
    )  # fmt: skip
    assert part(dossier, "承诺").lines == (
        ("2026年5月1日", "清理楼道堆物", "2026年6月1日", "已兑现，2026年5月20日", "承诺登记"),
    )
    assert part(dossier, "交接").lines[0][1:] == ("福锦苑1栋", "", "—", "待交接", "任期登记")
    assert [line[1] for line in dossier.parts[0].lines] == [
        "4 学时", "10 次", "参加排名 2 个月", "1 个月", "1 个月", "1,000.00 元", "1 项",
    ]  # fmt: skip
    assert all(line[-1] for p in dossier.parts for line in p.lines)  # nothing without a source
    last_year = office.dossier.of(who, 2025)
    assert [p.title for p in last_year.parts[1:] if p.lines] == ["推选与任命", "培训", "履职"]


def _work(office: Office, who: int, tenure: int) -> None:
    for day, title in ((date(2026, 3, 12), "消防与用电安全"), (date(2025, 12, 1), "急救")):
        made = office.training.create(Course(0, "轮训", title, day, 180))
        office.training.attend(made.change.ids[0], [who])
    office.duties.set_count(tenure, "2026-09", 1, 5)
    office.duties.set_count(tenure, "2026-10", 7, 3)
    office.duties.add(DutyRecord(0, tenure, "2026-10", 1, 15, 2, date(2026, 10, 9)))
    office.duties.set_count(tenure, "2025-12", 1, 9)
    office.commitments.save(
        CommitmentDraft(who, "清理楼道堆物", date(2026, 5, 1), date(2026, 6, 1), date(2026, 5, 20))
    )
    event = Reward(
        0, who, "cadre", "列入后备干部库", basis="街党发〔2026〕8号", approved_on=date(2026, 7, 1)
    )
    office.rewards.save_event(event)


def test_a_promise_is_in_every_year_it_was_open(office: Office, buildings: list[int]) -> None:
    del buildings
    who, today = leader(office, "赵琴"), office.today()
    office.commitments.save(CommitmentDraft(who, "装灯", date(today.year - 2, 12, 1)))
    old = CommitmentDraft(who, "修门", date(today.year - 2, 3, 1), None, date(today.year - 2, 4, 1))
    office.commitments.save(old)
    told = {
        back: [line[1] for line in part(office.dossier.of(who, today.year - back), "承诺").lines]
        for back in (0, 1, 2, 3)
    }
    assert told == {0: ["装灯"], 1: ["装灯"], 2: ["修门", "装灯"], 3: []}


def test_two_terms_and_two_buildings_in_a_year(
    office: Office, buildings: list[int], close_month: CloseMonth
) -> None:
    who = leader(office, "赵琴")
    close_month("2026-10", dict(zip(buildings, "543", strict=True)))
    tenure = office.roster.get(who).tenures[0].tenure
    office.roster.end_tenure(tenure.id, date(2026, 10, 31), "换楼")
    last = next(r for r in office.roster.rows() if r.building_id == buildings[2])
    office.roster.end_tenure(last.tenure_id, date(2026, 10, 31), "辞任")
    office.roster.start_tenure(who, buildings[2], date(2026, 11, 1))
    close_month("2026-11", {buildings[1]: "4", buildings[2]: "5"})
    dossier = office.dossier.of(who, 2026)
    assert dossier.buildings == ("兴新社区福锦苑1栋", "兴新社区福锦苑3栋")
    scores = part(dossier, "测评")
    assert scores.heads[1] == "楼栋"
    assert [line[1] for line in scores.lines] == ["福锦苑1栋", "福锦苑3栋", ""]
