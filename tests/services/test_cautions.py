"""The warning chain on a real file: who stands where, the steps people take, what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ldz_desktop.domain.cautions import DISMISS, KEEP, Caution
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.errors import ConflictError, InputError, RuleError
from ldz_desktop.services.cautions import PROPOSAL, REMINDER, TALK
from ldz_desktop.services.context import Office
from ldz_desktop.services.settings import NOBODY, SECOND_SIGNATURE

CloseMonth = Callable[[str, dict[int, str]], None]
DAY = date(2026, 11, 3)


@pytest.fixture
def buildings(office: Office) -> list[int]:
    """Three led buildings of one community."""
    ids = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3)]
    for building, name in zip(ids, ("赵琴", "徐杨", "陈彬"), strict=True):
        office.roster.create(Leader(0, name), building, date(2021, 1, 1))
    return ids


@pytest.fixture
def months(buildings: list[int], close_month: CloseMonth) -> Callable[..., None]:
    """months("543", "543"): closed months that end with 2026-10, a grade for each building."""

    def run(*grades: str) -> None:
        for number, line in enumerate(grades, 11 - len(grades)):
            month = f"2026-{number:02d}"
            close_month(month, dict(zip(buildings, line, strict=True)))

    return run


def reminder(office: Office, tenure: int) -> Caution:
    return replace(office.cautions.draft(tenure, REMINDER), done_on=DAY, done_by="王静", way="电话")


def talk(office: Office, tenure: int) -> Caution:
    return replace(
        office.cautions.draft(tenure, TALK), done_on=DAY, done_by="王静、李敏", place="社区办公室",
        said="连续两个月末位，居民反映楼道堆物多。", promised="每周巡楼两次。",
        review_on=DAY + timedelta(30),
    )  # fmt: skip


def proposal(office: Office, tenure: int) -> Caution:
    return replace(office.cautions.draft(tenure, PROPOSAL), done_on=DAY, done_by="王静")


def decided(caution: Caution, decision: str = DISMISS) -> Caution:
    return replace(
        caution, decision=decision, reason="三个月没有改进", first_signer="王静", signed_on=DAY,
        second_signer="李敏", second_signed_on=DAY,
    )  # fmt: skip


END = (DAY, "末位淘汰")


def stored(office: Office, stage: int) -> Caution:
    (case,) = office.cautions.due() or office.cautions.cases()
    return next(one.caution for one in case.steps if one.caution.stage == stage)


def test_who_stands_where(office: Office, months: Callable[..., None]) -> None:
    assert office.cautions.cases() == ()
    months("345", "534")
    first, second = office.cautions.cases()
    assert (first.leader, first.count, first.running) == ("徐杨", 1, True)
    assert first.step is not None
    assert (first.step.kind, first.step.since) == ("remind", office.today())
    assert first.step.deadline == office.today() + timedelta(7)
    assert (second.leader, second.running, second.open_void) == ("赵琴", False, "remind")
    assert second.chain is not None
    assert second.chain.broken == "2026年10月名次为第 1，不是末位"
    assert [c.leader for c in office.cautions.due()] == ["徐杨"]
    place = first.chain.lasts[0] if first.chain else None
    assert place is not None
    assert (place.rank, place.of, place.valid, place.scope) == (3, 3, 6, "兴新社区")
    assert place.code == office.evaluation.month("2026-10").code


def test_ties_unranked_and_everybody(office: Office, months: Callable[..., None]) -> None:
    months("555", "533", "53-", "-53")
    by_name: dict[str, list[tuple[str, ...]]] = {}
    for case in office.cautions.cases():
        by_name.setdefault(case.leader, []).append(case.months)
    # 7月 everybody is equal: nobody is last. 8月 two share the lowest rank. 9月 陈彬 is unranked,
    # which neither counts nor breaks: with 10月 it is two in a row.
    assert by_name["陈彬"] == [("2026-08", "2026-10")]
    assert by_name["徐杨"] == [("2026-08", "2026-09")]
    assert "赵琴" not in by_name


def test_steps_are_taken_in_their_order(office: Office, months: Callable[..., None]) -> None:
    months("543")
    (case,) = office.cautions.due()
    with pytest.raises(RuleError, match="满 2 个月才约谈"):
        office.cautions.draft(case.tenure_id, TALK)
    with pytest.raises(InputError, match="请选择提醒方式"):
        office.cautions.take(replace(reminder(office, case.tenure_id), way=None))
    told = office.cautions.take(reminder(office, case.tenure_id))
    assert told.change.what == "已登记提醒：陈彬"
    assert office.cautions.due() == ()
    (case,) = office.cautions.cases()
    found = case.newest(REMINDER)
    assert found is not None
    assert (found.caution.done_by, found.caution.way, found.void) == ("王静", "电话", "")
    office.history.undo(told.batch_id)
    assert [c.step.kind for c in office.cautions.due() if c.step] == ["remind"]


def test_from_talk_to_dismissal_and_back(office: Office, months: Callable[..., None]) -> None:
    months("543", "543", "543")
    (case,) = office.cautions.due()
    tenure, leader = case.tenure_id, case.leader_id
    assert case.step is not None
    assert case.step.kind == "talk"
    with pytest.raises(RuleError, match="还没有约谈记录"):
        office.cautions.draft(tenure, PROPOSAL)
    office.cautions.take(talk(office, tenure))
    office.cautions.take(proposal(office, tenure))
    with pytest.raises(RuleError, match="已经提请"):
        office.cautions.draft(tenure, PROPOSAL)
    (case,) = office.cautions.due()
    assert case.step is not None
    assert case.step.kind == "decide"
    mine = stored(office, PROPOSAL)
    assert [b.month for b in mine.months] == ["2026-08", "2026-09", "2026-10"]
    assert [b.code for b in mine.months] == [
        office.evaluation.month(b.month).code for b in mine.months
    ]
    told = office.cautions.decide(decided(mine), END)
    assert told.change.what == "陈彬：免去职务"
    vacancy = office.roster.rows()[2]
    assert vacancy.leader_id == 0
    ended = office.roster.get(leader).tenures[0].tenure
    assert (ended.ended_on, ended.end_reason) == (DAY, "末位淘汰")
    (case,) = office.cautions.of_leader(leader)
    assert (case.step, case.running, case.end_reason) == (None, False, "末位淘汰")
    with pytest.raises(RuleError, match="已经卸任"):
        office.cautions.draft(tenure, PROPOSAL)
    assert office.history.today()[0].what == "末位处理决定"
    assert office.history.today()[0].reason == "三个月没有改进"
    office.history.undo(told.batch_id)
    assert office.roster.rows()[2].name == "陈彬"
    assert not stored(office, PROPOSAL).decided


def test_a_kept_leader_is_proposed_again_only_after_another_month(
    office: Office, months: Callable[..., None], buildings: list[int], close_month: CloseMonth
) -> None:
    months("543", "543", "543")
    tenure = office.cautions.due()[0].tenure_id
    office.cautions.take(talk(office, tenure))
    office.cautions.take(proposal(office, tenure))
    office.cautions.decide(decided(stored(office, PROPOSAL), KEEP))
    assert office.roster.rows()[2].name == "陈彬"
    assert office.cautions.due() == ()
    with pytest.raises(RuleError, match="已有决定"):
        office.cautions.decide(decided(stored(office, PROPOSAL)), END)
    close_month("2026-11", dict(zip(buildings, "543", strict=True)))
    (case,) = office.cautions.due()
    assert case.step is not None
    assert (case.step.kind, case.count) == ("propose", 4)
    assert len(office.cautions.draft(tenure, PROPOSAL).months) == 4


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"reason": None}, "没有理由不能作出决定"),
        ({"second_signer": "王静"}, "不能是同一个人"),
        ({"second_signer": None, "second_signed_on": None}, "请填写第二签字人"),
        ({"first_signer": "陈彬"}, "本人不能"),
        ({"signed_on": date(2026, 10, 30)}, "早于2026年10月结束"),
        ({"second_signed_on": date(2026, 11, 2)}, "早于提请日期"),
        ({"decision": None}, "请选择处理决定"),
    ],
)
def test_decisions_that_are_refused(
    office: Office, months: Callable[..., None], change: dict[str, object], why: str
) -> None:
    months("543", "543", "543")
    tenure = office.cautions.due()[0].tenure_id
    office.cautions.take(talk(office, tenure))
    office.cautions.take(proposal(office, tenure))
    mine = replace(decided(stored(office, PROPOSAL)), **change)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=why):
        office.cautions.decide(mine, END)
    assert not stored(office, PROPOSAL).decided
    assert office.roster.rows()[2].name == "陈彬"


def test_an_office_of_one_signer(office: Office, months: Callable[..., None]) -> None:
    months("543", "543", "543")
    tenure = office.cautions.due()[0].tenure_id
    office.cautions.take(talk(office, tenure))
    office.cautions.take(proposal(office, tenure))
    alone = replace(decided(stored(office, PROPOSAL)), second_signer=None, second_signed_on=None)
    with pytest.raises(InputError, match="第二签字人"):
        office.cautions.decide(alone, END)
    office.settings.set_value(SECOND_SIGNATURE, NOBODY)
    office.cautions.decide(alone, END)
    assert office.roster.rows()[2].leader_id == 0


def test_a_proposal_about_fewer_months_is_not_decided(
    office: Office, months: Callable[..., None]
) -> None:
    months("543", "543")
    tenure = office.cautions.due()[0].tenure_id
    office.cautions.take(talk(office, tenure))
    mine = stored(office, TALK)
    with pytest.raises(RuleError, match="不满 3 个月"):
        office.cautions.decide(decided(mine), END)
    with pytest.raises(RuleError, match="满 3 个月才提请研究"):
        office.cautions.take(replace(mine, id=0, stage=3))


def correct(office: Office, month: str, building: int) -> None:
    """What a corrected month leaves behind: another result and another hash."""
    database = office.core.database
    names = database.rows(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND "
        "(name LIKE 'result%' OR name LIKE 'month%')"
    )
    for name, _ in names:
        database.execute(f"DROP TRIGGER {name}")
    database.execute(
        "UPDATE result SET score = '99.00' WHERE month = ? AND building_id = ?", (month, building)
    )
    database.execute("UPDATE month SET hash = ? WHERE month = ?", ("ab" * 32, month))
    for _, sql in names:
        database.execute(sql)


def test_a_corrected_month_voids_what_rested_on_it(
    office: Office, months: Callable[..., None], buildings: list[int]
) -> None:
    months("543", "543", "543")
    tenure = office.cautions.due()[0].tenure_id
    office.cautions.take(talk(office, tenure))
    office.cautions.take(proposal(office, tenure))
    mine = stored(office, PROPOSAL)
    correct(office, "2026-10", buildings[2])
    (case,) = [c for c in office.cautions.cases() if c.tenure_id == tenure]
    judged = {one.caution.stage: one.void for one in case.steps}
    assert judged == {TALK: "", PROPOSAL: "2026年10月名次为第 1，不是末位"}
    assert not case.running
    with pytest.raises(RuleError, match="提请已失效"):
        office.cautions.decide(decided(mine), END)
    assert office.roster.rows()[2].name == "陈彬"
    correct(office, "2026-08", buildings[2])
    correct(office, "2026-09", buildings[2])
    (case,) = [c for c in office.cautions.cases() if c.tenure_id == tenure]
    assert case.chain is None  # nothing is left of the chain; what was done stays on record
    assert {one.caution.stage for one in case.steps} == {TALK, PROPOSAL}
    assert all(one.void for one in case.steps)


def test_reviews_and_corrections_of_a_record(office: Office, months: Callable[..., None]) -> None:
    months("543", "543")
    tenure = office.cautions.due()[0].tenure_id
    office.cautions.take(talk(office, tenure))
    mine = stored(office, TALK)
    with pytest.raises(InputError, match="请填写复查情况"):
        office.cautions.review(replace(mine, reviewed_on=DAY))
    office.cautions.review(replace(mine, reviewed_on=DAY, review_note="楼道已清理"))
    assert office.cautions.due() == ()
    with pytest.raises(ConflictError):
        office.cautions.take(replace(mine, said="另一种说法"))
    newest = stored(office, TALK)
    office.cautions.take(replace(newest, said="另一种说法"))
    assert stored(office, TALK).said == "另一种说法"
    office.cautions.remove(newest.id)
    assert [c.step.kind for c in office.cautions.due() if c.step] == ["talk"]
    with pytest.raises(InputError, match="不在了"):
        office.cautions.remove(newest.id)


def test_a_successor_starts_at_zero_and_the_ended_step_is_void(
    office: Office, months: Callable[..., None], buildings: list[int], close_month: CloseMonth
) -> None:
    months("543", "543")
    tenure = office.cautions.due()[0].tenure_id
    office.roster.end_tenure(tenure, date(2026, 10, 31), "本人辞任")
    (case,) = office.cautions.cases()
    assert (case.step, case.open_void, case.end_reason) == (None, "talk", "本人辞任")
    office.roster.create(Leader(0, "王五"), buildings[2], date(2026, 11, 1))
    close_month("2026-11", dict(zip(buildings, "543", strict=True)))
    (case,) = office.cautions.due()
    assert (case.leader, case.count) == ("王五", 1)


def test_intervals_of_closed_months_only(
    office: Office, months: Callable[..., None], buildings: list[int]
) -> None:
    months("543")
    found = office.rank_intervals.of_month("2026-10")
    assert found.keys() == set(buildings)
    assert all(1 <= i.best <= i.worst <= i.of == 3 for i in found.values())
    assert office.rank_intervals.of_month("2026-10") is found
    office.evaluation.open_month("2026-11")
    assert office.rank_intervals.of_month("2026-11") == {}
    assert office.rank_intervals.of_month("2025-01") == {}


def test_too_few_sheets_have_no_interval(
    office: Office, months: Callable[..., None], buildings: list[int]
) -> None:
    months("54-")
    assert office.rank_intervals.of_month("2026-10").keys() == set(buildings[:2])
