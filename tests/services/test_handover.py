"""Hand-overs on a real file: everything open is named, two sign, afterwards nothing is open."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ldz_desktop.domain.handover import BY_GIVER, TO_RECEIVER, Handover, Item
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.errors import ConflictError, InputError, RuleError
from ldz_desktop.services.commitments import CommitmentDraft
from ldz_desktop.services.context import Office
from ldz_desktop.services.settings import NOBODY, SECOND_SIGNATURE

CloseMonth = Callable[[str, dict[int, str]], None]


@pytest.fixture
def building(office: Office) -> int:
    """福锦苑1栋 of 赵琴, with two households on file; two more led buildings beside it."""
    places = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3)]
    for place, name in zip(places, ("赵琴", "徐杨", "陈彬"), strict=True):
        office.roster.create(Leader(0, name), place, date(2021, 1, 1))
    for room in ("101", "102"):
        office.households.create(places[0], "1单元", room)
    return places[0]


def tenure_of(office: Office, name: str) -> int:
    return next(r.tenure_id for r in office.roster.rows() if r.name == name)


def promise(office: Office, leader_id: int, matter: str) -> None:
    office.commitments.save(CommitmentDraft(leader_id, matter, date(2026, 5, 1), date(2026, 12, 1)))


def reward(office: Office, leader_id: int, building: int) -> int:
    """An unpaid flag month; the reward service is another slice."""
    key = next(office.core.ids())
    with office.core.action("登记奖励"):
        office.core.database.insert(
            "reward",
            {
                "id": key, "leader_id": leader_id, "building_id": building, "kind": "flag",
                "month": "2026-10", "cents": 100_000, "proposed_on": "2026-11-02",
            },
        )  # fmt: skip
    return key


def signed(handover: Handover, day: date, **more: object) -> Handover:
    return replace(
        handover, held_on=day, giver_signed=day, receiver_signed=day, witness="王静", **more
    )  # type: ignore[arg-type]


def keys(items: tuple[Item, ...]) -> set[str]:
    return {item.key.partition(":")[0] for item in items}


def test_everything_open_is_found(office: Office, building: int, close_month: CloseMonth) -> None:
    every = [b.id for b in office.households.buildings()]
    close_month("2026-10", dict(zip(every, "543", strict=True)))
    office.evaluation.open_month("2026-11")
    row = next(r for r in office.roster.rows() if r.name == "赵琴")
    promise(office, row.leader_id, "清理楼道堆物")
    reward(office, row.leader_id, building)
    office.selections.begin(building)
    found = {item.key.partition(":")[0]: item for item in office.handover.open_items(row.tenure_id)}
    assert found.keys() == {
        "households", "duties", "selection", "flag", "sheets", "booklet", "commitment", "reward",
    }  # fmt: skip
    assert found["households"].title == "一户一档 2 户"
    assert found["households"].detail == "其中 2 户一年以上没有核对"
    assert "19 项没有登记" in found["duties"].title
    assert found["flag"].detail == "2026年10月起在本楼，到下次评出为止"
    assert found["commitment"].title == "清理楼道堆物"
    assert found["reward"].detail.startswith("1,000.00 元没有发放")
    neighbour = next(r for r in office.roster.rows() if r.name == "陈彬")
    assert not keys(office.handover.open_items(neighbour.tenure_id)) & {"flag", "commitment"}


def test_to_a_successor_nothing_stays_open(office: Office, building: int) -> None:
    today = office.today()
    row = next(r for r in office.roster.rows() if r.name == "赵琴")
    promise(office, row.leader_id, "清理楼道堆物")
    promise(office, row.leader_id, "写完调解记录")
    reward(office, row.leader_id, building)
    office.roster.succeed(row.tenure_id, (today, "搬离本楼"), Leader(0, "孙明"), today)
    (leaving,) = office.handover.leavings()
    assert (leaving.leader, leaving.state, leaving.successor) == ("赵琴", "待交接", "孙明")
    draft = office.handover.draft(row.tenure_id)
    assert (draft.receiver, draft.to_tenure_id) == ("孙明", tenure_of(office, "孙明"))
    items = tuple(
        replace(i, way=BY_GIVER, note="下周送来") if i.title == "写完调解记录" else i
        for i in draft.items
    )
    free = Item("free:1", "free", "楼道门钥匙", "3 把", TO_RECEIVER)
    done = office.handover.finish(signed(replace(draft, items=(*items, free)), today))
    assert done.change.what == "赵琴的离任交接已办结"
    assert office.handover.open_items(row.tenure_id) == ()
    (leaving,) = office.handover.leavings()
    assert leaving.state == "已交接"
    successor = next(r for r in office.roster.rows() if r.name == "孙明")
    assert [c.matter for c in office.commitments.of(successor.leader_id)] == ["清理楼道堆物"]
    assert [c.matter for c in office.commitments.of(row.leader_id)] == ["写完调解记录"]
    reward(
        office, row.leader_id, next(b.id for b in office.households.buildings() if b.id != building)
    )
    assert keys(office.handover.open_items(row.tenure_id)) == {"reward"}  # what comes later is new
    with pytest.raises(RuleError, match="已经办结"):
        office.handover.draft(row.tenure_id)
    office.history.undo(done.batch_id)
    assert [c.matter for c in office.commitments.of(successor.leader_id)] == []
    assert office.handover.open_items(row.tenure_id) != ()


def test_the_office_keeps_it_until_there_is_a_successor(office: Office, building: int) -> None:
    today = office.today()
    row = next(r for r in office.roster.rows() if r.name == "赵琴")
    promise(office, row.leader_id, "清理楼道堆物")
    office.roster.end_tenure(row.tenure_id, today, "本人辞任")
    draft = office.handover.draft(row.tenure_id)
    assert (draft.receiver, draft.to_tenure_id) == ("兴文街道办事处", None)
    office.handover.finish(signed(draft, today))
    assert office.handover.open_items(row.tenure_id) == ()
    assert office.handover.leavings()[0].state == "办公室代管"
    with pytest.raises(RuleError, match="已经办结"):
        office.handover.draft(row.tenure_id)  # nobody is there to give it to
    office.roster.create(Leader(0, "孙明"), building, today)
    second = office.handover.draft(row.tenure_id)
    assert (second.giver, second.receiver) == ("兴文街道办事处", "孙明")
    assert "households" in keys(second.items)
    office.handover.finish(signed(second, today))
    assert office.handover.leavings()[0].state == "已交接"
    successor = next(r for r in office.roster.rows() if r.name == "孙明")
    assert [c.matter for c in office.commitments.of(successor.leader_id)] == ["清理楼道堆物"]


def test_a_draft_is_kept_and_takes_in_what_came_up(office: Office, building: int) -> None:
    row = next(r for r in office.roster.rows() if r.name == "赵琴")
    draft = office.handover.draft(row.tenure_id)  # still in office: it can be prepared
    items = (*draft.items, Item("free:1", "free", "楼栋档案盒", "1 个", TO_RECEIVER))
    office.handover.save(replace(draft, items=items))
    (leaving,) = office.handover.leavings()
    assert leaving.state == "交接中"
    promise(office, row.leader_id, "清理楼道堆物")
    again = office.handover.draft(row.tenure_id)
    assert {"commitment", "free"} <= keys(again.items)
    assert again.items[-1].title == "楼栋档案盒"
    with pytest.raises(ConflictError, match="已经由别人开始"):
        office.handover.save(draft)
    with pytest.raises(InputError, match="还没有卸任"):
        office.handover.finish(signed(again, office.today()))
    office.handover.save(again)
    with pytest.raises(ConflictError, match="已被别人改过"):
        office.handover.save(again)
    office.handover.remove(again.id)
    assert office.handover.leavings() == ()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"giver_signed": None}, "移交人没有签字"),
        ({"receiver_signed": None}, "接收人没有签字"),
        ({"witness": None}, "请填写监交人"),
        ({"witness": "孙 明"}, "监交人不能是"),
        ({"receiver": "赵琴"}, "不能是同一个人"),
        ({"receiver": " "}, "请填写接收人"),
        ({"held_on": None}, "请填写交接日期"),
        ({"giver_absent": "病故"}, "已经签字的"),
    ],
)
def test_what_keeps_a_hand_over_open(
    office: Office, building: int, change: dict[str, object], why: str
) -> None:
    today = office.today()
    tenure = tenure_of(office, "赵琴")
    office.roster.succeed(tenure, (today, "搬离本楼"), Leader(0, "孙明"), today)
    draft = replace(signed(office.handover.draft(tenure), today), **change)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=why):
        office.handover.finish(draft)
    assert office.handover.open_items(tenure) != ()


def test_days_and_unsettled_items(office: Office, building: int) -> None:
    today = office.today()
    tenure = tenure_of(office, "赵琴")
    office.roster.end_tenure(tenure, today, "搬离本楼")
    draft = signed(office.handover.draft(tenure), today)
    first, *rest = draft.items
    with pytest.raises(InputError, match="还没有写明怎么交接"):
        office.handover.finish(replace(draft, items=(replace(first, way=None), *rest)))
    with pytest.raises(InputError, match="在今天之后"):
        office.handover.save(replace(draft, held_on=today + timedelta(1)))
    with pytest.raises(InputError, match="早于交接日期"):
        office.handover.save(replace(draft, giver_signed=today - timedelta(1)))
    with pytest.raises(InputError, match="早于任职日期"):
        office.handover.save(replace(draft, held_on=date(2020, 12, 31)))


def test_who_cannot_sign_and_who_is_alone(office: Office, building: int) -> None:
    today = office.today()
    tenure = tenure_of(office, "赵琴")
    office.roster.end_tenure(tenure, today, "病故")
    draft = replace(
        signed(office.handover.draft(tenure), today), giver_signed=None, giver_absent="病故",
        witness=None,
    )  # fmt: skip
    with pytest.raises(InputError, match="监交人"):
        office.handover.finish(draft)
    office.settings.set_value(SECOND_SIGNATURE, NOBODY)
    office.handover.finish(draft)
    assert office.handover.open_items(tenure) == ()
