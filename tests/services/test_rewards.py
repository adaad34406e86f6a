"""Rewards on a real file: proposed by closed months, approved, paid once, taken back, corrected."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ldz_desktop.domain.flags import Decision
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.rewards import Reward
from ldz_desktop.errors import ConflictError, InputError, RuleError
from ldz_desktop.services.context import Office
from ldz_desktop.services.rewards_records import RewardLine
from ldz_desktop.storage.flags import FlagStore

CloseMonth = Callable[[str, dict[int, str]], None]
MONTH = "2026-10"
AFTER = date(2026, 11, 3)


@pytest.fixture
def buildings(office: Office) -> list[int]:
    """Four buildings of one community; nobody leads the last one."""
    ids = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3, 4)]
    for building, name in zip(ids, ("赵琴", "徐杨", "陈彬"), strict=False):
        office.roster.create(Leader(0, name), building, date(2021, 1, 1))
    return ids


@pytest.fixture
def closed(buildings: list[int], close_month: CloseMonth) -> list[int]:
    """2026-10 is closed: 1栋 and 2栋 have the flag. The buildings."""
    close_month(MONTH, dict(zip(buildings, "5431", strict=True)))
    return buildings


def said(lines: tuple[RewardLine, ...]) -> list[tuple[str, str, str, int]]:
    return [(x.place, x.leader, x.state, x.cents) for x in lines]


def ids(office: Office, *states: str) -> list[int]:
    return [x.id for x in office.rewards.money() if x.state in states]


def leader(office: Office, name: str) -> int:
    return next(key for key, one in office.roster.names().items() if one == name)


def test_a_closed_month_proposes_money_for_the_flags(office: Office, closed: list[int]) -> None:
    del closed
    lines = office.rewards.money()
    assert said(lines) == [
        ("福锦苑1栋", "赵琴", "proposed", 100_000), ("福锦苑2栋", "徐杨", "proposed", 100_000),
    ]  # fmt: skip
    code = office.evaluation.month(MONTH).code
    assert {(x.reward.month, x.reward.basis) for x in lines} == {(MONTH, code)}
    assert [x.id for x in lines] == [x.id for x in office.rewards.money()]
    assert all(x.id < 0 for x in lines)
    assert office.core.database.value("SELECT count(*) FROM reward") == 0


def test_an_office_without_closed_months_has_none(office: Office, buildings: list[int]) -> None:
    del buildings
    assert office.rewards.money() == ()
    assert not office.rewards.months_closed()
    assert office.rewards.year(2026) == ()


def test_a_building_nobody_led_gets_no_money(
    office: Office, buildings: list[int], close_month: CloseMonth
) -> None:
    close_month(MONTH, dict(zip(buildings, "3215", strict=True)))
    assert [x.place for x in office.rewards.money()] == ["福锦苑1栋"]


def test_the_money_goes_to_who_was_evaluated(office: Office, closed: list[int]) -> None:
    """The flag stays with the building; whoever comes later has no claim."""
    row = next(r for r in office.roster.rows() if r.building_id == closed[0])
    today = office.today()
    office.roster.succeed(row.tenure_id, (today, "搬离"), Leader(0, "孙明"), today)
    assert office.rewards.money()[0].leader == "赵琴"
    items = [i for i in office.handover.open_items(row.tenure_id) if i.kind == "reward"]
    assert [(i.title, i.detail) for i in items] == [
        ("2026年10月流动红旗奖励", "1,000.00 元没有发放，由办公室发给本人"),
    ]  # fmt: skip


def test_approved_paid_and_never_again(office: Office, closed: list[int]) -> None:
    del closed
    every = ids(office, "proposed")
    approved = office.rewards.approve(every, AFTER, " 王静 ")
    assert approved.change.what == "已审批 2 项，共 2,000 元"
    (one, _) = office.rewards.money()
    assert (one.state, one.reward.approved_by, one.reward.approved_on) == (
        "approved",
        "王静",
        AFTER,
    )
    with pytest.raises(ConflictError, match="不在列表里"):
        office.rewards.approve(every, AFTER, "王静")
    paid = office.rewards.pay(ids(office, "approved"), AFTER, "李敏")
    assert {x.state for x in office.rewards.money()} == {"paid"}
    with pytest.raises(ConflictError, match="现在是“已发放”"):
        office.rewards.pay(ids(office, "paid"), AFTER, "李敏")
    with pytest.raises(ConflictError, match="已发放"):
        office.rewards.cancel(ids(office, "paid"), "记错")
    assert office.persons.file(leader(office, "赵琴")).numbers.rewards == 1
    assert office.persons.file(leader(office, "陈彬")).numbers.rewards == 0
    office.history.undo(paid.batch_id)
    assert {x.state for x in office.rewards.money()} == {"approved"}
    office.history.undo(approved.batch_id)
    assert ids(office, "proposed") == every
    assert office.persons.file(leader(office, "赵琴")).numbers.rewards == 0


def test_one_that_cannot_be_done_keeps_all_from_being_done(
    office: Office, closed: list[int]
) -> None:
    del closed
    first, second = ids(office, "proposed")
    office.rewards.approve([first], AFTER, "王静")
    (approved,) = ids(office, "approved")
    with pytest.raises(ConflictError, match="待审批"):
        office.rewards.pay([approved, second], AFTER, "李敏")
    assert ids(office, "paid") == []


def test_days_names_and_reasons_are_asked_for(office: Office, closed: list[int]) -> None:
    del closed
    every = ids(office, "proposed")
    for on, by, why in (
        (None, "王静", "请填写审批日期"), (AFTER, None, "请填写审批人"),
        (date(2026, 10, 30), "王静", "早于10月的最后一天"),
        (office.today() + timedelta(1), "王静", "不能晚于今天"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=why):
            office.rewards.approve(every, on, by)
    office.rewards.approve(every, AFTER, "王静")
    approved = ids(office, "approved")
    with pytest.raises(InputError, match="早于审批日期"):
        office.rewards.pay(approved, AFTER - timedelta(1), "李敏")
    assert [p.code for p in office.rewards.check_payment(approved, AFTER, "王静")] == ["same"]
    with pytest.raises(InputError, match="没有写明理由"):
        office.rewards.cancel(approved, "  ")
    with pytest.raises(InputError, match="没有选中"):
        office.rewards.pay([], AFTER, "李敏")


def test_the_sum_is_a_setting_and_what_is_approved_keeps_its_own(
    office: Office, closed: list[int]
) -> None:
    del closed
    first, _ = ids(office, "proposed")
    office.rewards.approve([first], AFTER, "王静")
    assert office.rewards.set_cents(80_050).what == "流动红旗奖励改为每月 800.50 元"
    assert [x.cents for x in office.rewards.money()] == [100_000, 80_050]
    for wrong in (0, -1, 100_000_001):
        with pytest.raises(InputError, match="大于 0 元"):
            office.rewards.set_cents(wrong)


def test_cancelled_with_a_reason_and_restored(office: Office, closed: list[int]) -> None:
    del closed
    first, second = ids(office, "proposed")
    office.rewards.cancel([first], "本人放弃")
    assert said(office.rewards.money())[0][2] == "cancelled"
    (gone,) = ids(office, "cancelled")
    assert ids(office, "proposed") == [second]  # what was given up is not proposed again
    office.rewards.restore([gone])
    assert [x.state for x in office.rewards.money()] == ["proposed", "proposed"]
    office.rewards.approve(ids(office, "proposed"), AFTER, "王静")
    cancelled = office.rewards.cancel(ids(office, "approved")[:1], "本人放弃")
    office.history.undo(cancelled.batch_id)
    assert len(ids(office, "approved")) == 2


def test_somebody_else_decided_meanwhile(office: Office, closed: list[int]) -> None:
    del closed
    office.rewards.approve(ids(office, "proposed"), AFTER, "王静")
    key = ids(office, "approved")[0]
    office.core.database.execute("UPDATE reward SET version = version + 1 WHERE id = ?", (key,))
    office.rewards.pay([key], AFTER, "李敏")  # read again inside the action
    event = _event(office)
    office.rewards.save_event(event)
    (line,) = office.rewards.events()
    office.rewards.save_event(replace(line.reward, title="区级后备干部库"))
    with pytest.raises(ConflictError, match="已被改动"):
        office.rewards.save_event(replace(line.reward, title="街道后备干部库"))


# -- a month that is opened again -----------------------------------------------------------------


def test_unpaid_money_is_withdrawn_when_the_flag_moves(
    office: Office, closed: list[int], correct_month: CloseMonth
) -> None:
    first, _ = ids(office, "proposed")
    office.rewards.approve([first], AFTER, "王静")
    correct_month(MONTH, {})
    assert said(office.rewards.money()) == [("福锦苑1栋", "赵琴", "waiting", 100_000)]
    with pytest.raises(ConflictError, match="待封月"):
        office.rewards.pay(ids(office, "waiting"), AFTER, "李敏")
    correct_month(MONTH, dict(zip(closed, "2541", strict=True)))
    lines = office.rewards.money()
    assert said(lines) == [
        ("福锦苑1栋", "赵琴", "withdrawn", 100_000), ("福锦苑2栋", "徐杨", "proposed", 100_000),
        ("福锦苑3栋", "陈彬", "proposed", 100_000),
    ]  # fmt: skip
    assert "福锦苑1栋不再持有红旗" in lines[0].now
    assert office.rewards.unpaid(leader(office, "赵琴")) == ()
    with pytest.raises(ConflictError, match="已撤回"):
        office.rewards.pay([lines[0].id], AFTER, "李敏")
    correct_month(MONTH, dict(zip(closed, "5431", strict=True)))  # and back
    assert said(office.rewards.money())[0][2] == "approved"


def test_paid_money_waits_for_people_when_the_flag_moves(
    office: Office, closed: list[int], correct_month: CloseMonth
) -> None:
    office.rewards.approve(ids(office, "proposed"), AFTER, "王静")
    office.rewards.pay(ids(office, "approved"), AFTER, "李敏")
    correct_month(MONTH, dict(zip(closed, "2541", strict=True)))
    assert [x.state for x in office.rewards.money()] == ["moved", "paid", "proposed"]
    moved = ids(office, "moved")
    with pytest.raises(InputError, match="没有写明理由"):
        office.rewards.keep(moved, "")
    kept = office.rewards.keep(moved, "更正非本人责任，不追回")
    assert [x.state for x in office.rewards.money()] == ["paid", "paid", "proposed"]
    assert office.rewards.money()[0].reward.note == "更正非本人责任，不追回"
    office.history.undo(kept.batch_id)
    office.rewards.take_back(moved, "已退回")
    (line, *_) = office.rewards.money()
    assert (line.state, line.reward.cancel_reason) == ("cancelled", "收回：已退回")
    assert line.reward.paid_on == AFTER
    with pytest.raises(RuleError, match="已经收回"):
        office.rewards.restore([line.id])
    with pytest.raises(ConflictError, match="已取消"):
        office.rewards.keep([line.id], "再想想")


def test_another_leader_of_the_same_building(
    office: Office, closed: list[int], correct_month: CloseMonth
) -> None:
    """The start of the successor's term was wrong: the month is the successor's."""
    office.rewards.approve(ids(office, "proposed"), AFTER, "王静")
    row = next(r for r in office.roster.rows() if r.building_id == closed[0])
    left = date(2026, 10, 2)
    office.roster.succeed(row.tenure_id, (left, "搬离"), Leader(0, "孙明"), left + timedelta(1))
    correct_month(MONTH, dict(zip(closed, "5431", strict=True)))
    assert said(office.rewards.money()) == [
        ("福锦苑1栋", "赵琴", "withdrawn", 100_000), ("福锦苑1栋", "孙明", "proposed", 100_000),
        ("福锦苑2栋", "徐杨", "approved", 100_000),
    ]  # fmt: skip
    assert "参评的楼栋长不是本人" in office.rewards.money()[0].now
    office.rewards.approve(ids(office, "proposed"), AFTER, "王静")
    states = {x.leader: (x.state, x.reward.cancel_reason) for x in office.rewards.money()}
    assert states["赵琴"] == ("cancelled", "按更正后的结果，红旗另有归属")
    assert states["孙明"][0] == "approved"
    gone = ids(office, "cancelled")
    with pytest.raises(ConflictError, match="已经登记过"):
        office.rewards.restore(gone)


def test_the_database_itself_holds_one_reward_for_a_building_and_month(
    office: Office, closed: list[int]
) -> None:
    office.rewards.approve(ids(office, "proposed"), AFTER, "王静")
    again = {
        "id": 7, "leader_id": leader(office, "陈彬"), "building_id": closed[0], "kind": "flag",
        "month": MONTH, "cents": 100_000,
    }  # fmt: skip
    with (
        pytest.raises(ConflictError, match="同一栋楼同一个月"),
        office.core.action("越过程序"),
    ):
        office.core.database.insert("reward", again)


# -- lists ----------------------------------------------------------------------------------------


def test_the_year_by_leader_and_the_list_to_sign(
    office: Office, closed: list[int], close_month: CloseMonth
) -> None:
    close_month("2026-11", dict(zip(closed, "5341", strict=True)))
    october = [x.id for x in office.rewards.money() if x.reward.month == MONTH]
    office.rewards.approve(october, AFTER, "王静")
    office.rewards.pay(ids(office, "approved")[:1], AFTER, "李敏")
    rows = office.rewards.year(2026)
    assert [(r.leader, r.months, r.paid, r.approved, r.proposed, r.total) for r in rows] == [
        ("赵琴", (MONTH, "2026-11"), 100_000, 0, 100_000, 200_000),
        ("徐杨", (MONTH,), 0, 100_000, 0, 100_000),
        ("陈彬", ("2026-11",), 0, 0, 100_000, 100_000),
    ]  # fmt: skip
    assert office.rewards.year(2025) == ()
    paper = office.rewards.money_list(ids(office, "approved", "paid"))
    assert [(x.building, x.leader, x.cents) for x in paper.lines] == [
        ("福锦苑1栋", "赵琴", 100_000), ("福锦苑2栋", "徐杨", 100_000),
    ]  # fmt: skip
    assert (paper.cents, paper.approved) == (200_000, (("王静", AFTER),))
    assert not paper.one_signer
    office.cautions.set_rules(7, one_signer=True)
    assert office.rewards.money_list(ids(office, "approved", "paid")).one_signer
    assert office.rewards.check_payment(ids(office, "approved"), AFTER, "王静") == ()
    with pytest.raises(RuleError, match="只有审批过的"):
        office.rewards.money_list(ids(office, "proposed"))
    with pytest.raises(InputError, match="没有选中"):
        office.rewards.money_list([])


# -- events ---------------------------------------------------------------------------------------


def _event(office: Office, **fields: object) -> Reward:
    base = Reward(
        0, leader(office, "赵琴"), "cadre", "列入街道后备干部库", basis="街党发〔2026〕8号",
        approved_on=date(2026, 7, 1),
    )  # fmt: skip
    return replace(base, **fields)  # type: ignore[arg-type]


def test_promotions_are_dated_events(office: Office, closed: list[int]) -> None:
    del closed
    saved = office.rewards.save_event(_event(office))
    office.rewards.save_event(_event(office, kind="party", title="转为中共正式党员"))
    who = leader(office, "赵琴")
    assert office.rewards.count_of(who) == 2  # the proposed money does not count yet
    kinds = [(x.reward.kind, x.state) for x in office.rewards.of_leader(who)]
    assert kinds == [("flag", "proposed"), ("cadre", "given"), ("party", "given")]
    with pytest.raises(InputError, match="请写明依据"):
        office.rewards.save_event(_event(office, basis=None))
    with pytest.raises(InputError, match="没有这个人"):
        office.rewards.save_event(_event(office, leader_id=4711))
    line = next(x for x in office.rewards.events() if x.reward.kind == "party")
    removed = office.rewards.remove_event(line.id)
    assert office.rewards.count_of(who) == 1
    office.history.undo(removed.batch_id)
    assert office.rewards.count_of(who) == 2
    office.history.undo(saved.batch_id)
    assert office.rewards.count_of(who) == 1
    with pytest.raises(InputError, match="已经不在"):
        office.rewards.remove_event(4711)
    told = "\n".join(str(e) for e in office.history.of_leader(who))
    assert "转为中共正式党员" in told


def test_a_decided_tie_gives_money_to_who_got_the_flag(
    office: Office, buildings: list[int], close_month: CloseMonth
) -> None:
    """5, 4, 4: one flag is left to a recorded decision; taken back, the money goes with it."""
    close_month(MONTH, dict(zip(buildings, "5441", strict=True)))
    assert [x.leader for x in office.rewards.money()] == ["赵琴"]
    decision = Decision(
        next(office.core.ids()), MONTH, "兴新社区", (buildings[2],), AFTER, "党委会议", "走访更多"
    )
    with office.core.action("红旗决定"):
        FlagStore(office.core.database).add_decision(decision)
    assert [x.leader for x in office.rewards.money()] == ["赵琴", "陈彬"]
    office.rewards.approve(ids(office, "proposed"), AFTER, "王静")
    with office.core.action("撤销红旗决定"):
        FlagStore(office.core.database).remove_decision(decision.id)
    assert [x.state for x in office.rewards.money()] == ["approved", "withdrawn"]
