"""Rewards by their rules: what closed months give, and what becomes of it when they change."""

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.rewards import (
    OPEN,
    Reward,
    RewardMonth,
    check_approval,
    check_event,
    check_payment,
    kept_basis,
    proposals,
    state_of,
)

TODAY = date(2026, 11, 24)
OCTOBER = RewardMonth("2026-10", "7F3A", date(2026, 11, 2), {1: 11, 2: 12})


def money(**fields: object) -> Reward:
    base = Reward(5, 11, "flag", "", 1, "2026-10", 100_000, "7F3A", date(2026, 11, 2))
    return replace(base, **fields)  # type: ignore[arg-type]


def test_states_of_money() -> None:
    approved = money(approved_on=date(2026, 11, 5))
    paid = replace(approved, paid_on=date(2026, 11, 10))
    assert state_of(money(), OCTOBER) == "proposed"
    assert state_of(approved, OCTOBER) == "approved"
    assert state_of(paid, OCTOBER) == "paid"
    assert state_of(replace(paid, cancelled_on=TODAY), OCTOBER) == "cancelled"
    assert state_of(Reward(5, 11, "party", "预备党员", approved_on=TODAY), None) == "given"


def test_a_month_that_is_opened_again_and_moves_the_flag() -> None:
    approved = money(approved_on=date(2026, 11, 5))
    paid = replace(approved, paid_on=date(2026, 11, 10))
    assert (state_of(approved, None), state_of(paid, None)) == ("waiting", "paid")
    moved = RewardMonth("2026-10", "91C2", TODAY, {2: 12, 3: 13})
    assert (state_of(approved, moved), state_of(paid, moved)) == ("withdrawn", "moved")
    kept = replace(paid, basis=kept_basis("91C2"))
    assert state_of(kept, moved) == "paid"
    again = RewardMonth("2026-10", "AAAA", TODAY, {2: 12, 3: 13})
    assert state_of(kept, again) == "moved"  # decided for that result, not for this one
    other = RewardMonth("2026-10", "91C2", TODAY, {1: 99, 2: 12})
    assert state_of(approved, other) == "withdrawn"  # the building has it, somebody else led it


def test_proposals_are_what_nobody_decided_about() -> None:
    found = proposals([OCTOBER], [], 100_000)
    assert [(p.building_id, p.leader_id, p.cents) for p in found] == [
        (1, 11, 100_000), (2, 12, 100_000),
    ]  # fmt: skip
    assert found[0].title == "2026年10月流动红旗奖励"
    assert (found[0].basis, found[0].proposed_on) == ("7F3A", date(2026, 11, 2))
    stored = [money(approved_on=date(2026, 11, 5))]
    assert [p.building_id for p in proposals([OCTOBER], stored, 1)] == [2]
    given_up = [money(cancelled_on=TODAY)]
    assert [p.building_id for p in proposals([OCTOBER], given_up, 1)] == [2]


def test_money_that_was_paid_keeps_others_out_until_people_decide() -> None:
    paid = money(approved_on=date(2026, 11, 5), paid_on=date(2026, 11, 10))
    other = RewardMonth("2026-10", "91C2", TODAY, {1: 99})
    assert proposals([other], [paid], 1) == []
    assert len(proposals([other], [replace(paid, cancelled_on=TODAY)], 1)) == 1
    unpaid = replace(paid, paid_on=None)
    assert [p.leader_id for p in proposals([other], [unpaid], 1)] == [99]


_BUILDINGS, _LEADERS = st.integers(1, 4), st.integers(11, 13)
_MONTHS = st.sampled_from(["2026-08", "2026-09", "2026-10"])
_DAYS = st.one_of(st.none(), st.just(date(2026, 11, 5)))
_STORED = st.lists(
    st.builds(
        lambda month, building, leader, approved, paid, cancelled: Reward(
            1, leader, "flag", "", building, month, 100, "OLD", None, approved, "王",
            paid if approved else None, "李", cancelled,
        ),
        _MONTHS, _BUILDINGS, _LEADERS, _DAYS, _DAYS, _DAYS,
    ),
    max_size=8,
    unique_by=lambda r: (r.building_id, r.month),
)  # fmt: skip
_FLAGS = st.dictionaries(_MONTHS, st.dictionaries(_BUILDINGS, _LEADERS, max_size=2))


@given(_FLAGS, _STORED)
def test_no_building_is_ever_paid_twice_for_a_month(
    flags: dict[str, dict[int, int]], stored: list[Reward]
) -> None:
    months = {m: RewardMonth(m, "NEW", TODAY, held) for m, held in flags.items()}
    fresh = proposals(months.values(), stored, 100)
    live = [
        r for r in [*stored, *fresh]
        if state_of(r, months.get(r.month or "")) in OPEN | {"paid", "moved"}
    ]  # fmt: skip
    counts = Counter((r.building_id, r.month) for r in live)
    assert not counts or max(counts.values()) == 1
    for month, held in flags.items():  # and whoever has a flag is not forgotten
        for building, leader in held.items():
            known = any(
                r.building_id == building and r.month == month
                and (r in live or r.leader_id == leader)
                for r in [*stored, *fresh]
            )  # fmt: skip
            assert known


def test_what_is_refused() -> None:
    def codes(found: tuple[object, ...]) -> list[tuple[str, str]]:
        return [(p.field, p.code) for p in found]  # type: ignore[attr-defined]

    assert codes(check_approval(["2026-10"], None, " ", TODAY)) == [
        ("approved_on", "missing"), ("approved_by", "missing"),
    ]  # fmt: skip
    assert codes(check_approval(["2026-09", "2026-10"], date(2026, 10, 30), "王静", TODAY)) == [
        ("approved_on", "early")
    ]
    assert check_approval(["2026-10"], date(2026, 10, 31), "王静", TODAY) == ()
    assert codes(check_approval(["2026-10"], date(2026, 11, 25), "王静", TODAY)) == [
        ("approved_on", "future")
    ]
    approved = [money(approved_on=date(2026, 11, 5), approved_by="王静")]
    assert codes(check_payment(approved, date(2026, 11, 4), "李敏", TODAY)) == [
        ("paid_on", "early")
    ]
    (same,) = check_payment(approved, date(2026, 11, 6), "王静", TODAY)
    assert (same.level, same.code) == ("note", "same")
    assert codes(check_event(Reward(0, 0, "cadre", " "), TODAY)) == [
        ("leader_id", "missing"), ("title", "missing"), ("approved_on", "missing"),
        ("basis", "missing"),
    ]  # fmt: skip
