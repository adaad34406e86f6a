"""Who hands which flag to whom, who had it when, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from ldz_desktop.domain.flags import (
    Decision,
    Flag,
    Holding,
    Tie,
    check_decision,
    check_flag,
    check_handing,
    check_retiring,
    default_flags,
    holds,
    propose,
    row_of,
    runs,
)

TODAY = date(2026, 11, 5)
EARLIER = {"2026-09": {"兴新社区": (11, 12)}}
ONE, TWO = Flag(1, "兴新1号", "兴新社区"), Flag(2, "兴新2号", "兴新社区")
FLAGS = [ONE, TWO]


def at(key: int, flag: int, building: int, month: str, on: date | None = None) -> Holding:
    return Holding(key, flag, building, month, on, None, "甲", "乙")


def codes(problems: object) -> list[str]:
    return [p.code for p in problems]  # type: ignore[attr-defined]


def test_two_flags_a_community_are_proposed_once() -> None:
    found = default_flags(["兴新社区", "东锦社区"], [ONE], TODAY)
    assert [(f.number, f.scope) for f in found] == [
        ("兴新2号", "兴新社区"), ("东锦1号", "东锦社区"), ("东锦2号", "东锦社区"),
    ]  # fmt: skip
    assert default_flags(["兴新社区"], FLAGS, TODAY) == []
    gone = replace(TWO, retired_on=date(2026, 1, 1))
    assert [f.number for f in default_flags(["兴新社区"], [ONE, gone], TODAY)] == ["兴新3号"]


def test_a_building_that_keeps_its_flag_keeps_that_flag() -> None:
    before = [at(1, 1, 11, "2026-09"), at(2, 2, 12, "2026-09")]
    moves = propose("2026-10", {**EARLIER, "2026-10": {"兴新社区": (12, 13)}}, FLAGS, before)
    assert [(m.flag_id, m.from_building, m.to_building, m.state, m.months) for m in moves] == [
        (1, 11, 13, "todo", 1), (2, 12, 12, "keep", 2),
    ]  # fmt: skip


def test_the_best_building_gets_the_first_free_flag() -> None:
    moves = propose("2026-10", {**EARLIER, "2026-10": {"兴新社区": (12, 11)}}, FLAGS, [])
    assert [(m.flag_id, m.from_building, m.to_building) for m in moves] == [(1, 0, 12), (2, 0, 11)]


def test_too_few_flags_and_too_few_buildings_are_said() -> None:
    moves = propose("2026-10", {**EARLIER, "2026-10": {"兴新社区": (11, 12)}}, [ONE], [])
    assert [(m.flag_id, m.to_building, m.state) for m in moves] == [
        (1, 11, "todo"),
        (0, 12, "no_flag"),
    ]
    moves = propose("2026-10", {**EARLIER, "2026-10": {"兴新社区": (11,)}}, FLAGS, [])
    assert [(m.flag_id, m.state) for m in moves] == [(1, "todo"), (2, "spare")]


def test_a_retired_flag_is_not_proposed() -> None:
    gone = replace(ONE, retired_on=date(2026, 10, 1))
    moves = propose(
        "2026-10",
        {**EARLIER, "2026-10": {"兴新社区": (11,)}},
        [gone, TWO],
        [at(1, 1, 11, "2026-09")],
    )
    assert [(m.flag_id, m.to_building) for m in moves] == [(2, 11)]


def test_what_is_written_down_stands_and_a_corrected_month_shows_it_as_wrong() -> None:
    written = [at(1, 1, 11, "2026-09"), at(2, 1, 12, "2026-10")]
    (one, two) = propose("2026-10", {**EARLIER, "2026-10": {"兴新社区": (13, 12)}}, FLAGS, written)
    assert (one.state, one.holding) == ("done", written[1])
    assert (two.flag_id, two.to_building, two.state) == (2, 13, "todo")
    (one, two, three) = propose(
        "2026-10", {**EARLIER, "2026-10": {"兴新社区": (13, 14)}}, FLAGS, written
    )
    assert (one.state, one.to_building) == ("stale", 12)
    assert (two.to_building, three.to_building, three.state) == (13, 14, "no_flag")


def test_months_in_a_row_are_of_the_building_and_of_calendar_months() -> None:
    held = {"2026-07": (11,), "2026-08": (11, 12), "2026-09": (12, 11)}
    assert row_of(11, "2026-10", held) == 4
    assert row_of(12, "2026-10", held) == 3
    assert row_of(11, "2026-11", held) == 1


def test_the_ledger_joins_a_stay_and_begins_anew_after_a_hand_over() -> None:
    first = replace(at(1, 1, 11, "2026-07", date(2026, 8, 3)))
    kept = replace(at(2, 1, 11, "2026-08", date(2026, 8, 3)), to_on=date(2026, 10, 2))
    moved = at(3, 1, 12, "2026-09", date(2026, 10, 2))
    back = at(4, 1, 11, "2026-10", date(2026, 11, 2))
    found = runs([moved, back, kept, first])
    assert [(r.building_id, r.months) for r in found] == [(11, 1), (12, 1), (11, 2)]
    assert found[2].holdings == (first, kept)


GOOD = Holding(0, 1, 11, "2026-10", date(2026, 11, 3), None, "王静", "赵琴")
BEFORE = [at(1, 1, 12, "2026-09", date(2026, 10, 2))]


def refused(new: Holding, flag: Flag | None = ONE, holdings: list[Holding] = BEFORE) -> list[str]:
    return codes(check_handing(new, flag, (11, 13), holdings, TODAY))


def test_a_hand_over_that_is_all_right() -> None:
    assert refused(GOOD) == []


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (replace(GOOD, from_on=None), "missing"),
        (replace(GOOD, from_on=date(2026, 11, 6)), "future"),
        (replace(GOOD, from_on=date(2026, 9, 30)), "early"),
        (replace(GOOD, handed_by=" "), "missing"),
        (replace(GOOD, received_by=None), "missing"),
        (replace(GOOD, building_id=14), "not_won"),
    ],
)
def test_a_hand_over_needs_day_names_and_the_right_building(new: Holding, code: str) -> None:
    assert refused(new) == [code]


def test_one_flag_does_not_go_to_two_buildings_in_a_month() -> None:
    assert refused(GOOD, holdings=[*BEFORE, at(2, 1, 13, "2026-10")]) == ["twice"]
    assert refused(GOOD, holdings=[*BEFORE, at(2, 2, 11, "2026-10")]) == ["holds"]
    assert refused(GOOD, holdings=[*BEFORE, at(2, 1, 13, "2026-11")]) == ["later"]


def test_a_retired_or_unknown_flag_is_not_handed_over() -> None:
    assert refused(GOOD, replace(ONE, retired_on=date(2026, 11, 1))) == ["retired"]
    assert refused(GOOD, None) == ["missing"]


def test_a_flag_that_stays_needs_neither_day_nor_names() -> None:
    stays = Holding(0, 1, 11, "2026-10")
    assert refused(stays, holdings=[at(1, 1, 11, "2026-09")]) == []
    taken_in = replace(at(1, 1, 11, "2026-09"), to_on=date(2026, 10, 1))
    assert refused(stays, holdings=[taken_in]) == ["missing", "missing"]


def test_the_first_hand_over_comes_from_the_office() -> None:
    assert refused(replace(GOOD, handed_by=None), holdings=[]) == []


def test_what_a_flag_itself_needs() -> None:
    assert codes(check_flag(Flag(0, " ", ""), FLAGS, TODAY)) == ["missing", "missing"]
    assert codes(check_flag(Flag(0, "兴新1号", "兴新社区"), FLAGS, TODAY)) == ["taken"]
    assert check_flag(ONE, FLAGS, TODAY) == ()
    future = Flag(0, "新", "兴新社区", date(2027, 1, 1))
    assert codes(check_flag(future, FLAGS, TODAY)) == ["future"]


def test_retiring_comes_after_the_last_hand_over() -> None:
    assert codes(check_retiring(ONE, BEFORE, date(2026, 10, 1), TODAY)) == ["early"]
    assert codes(check_retiring(ONE, BEFORE, None, TODAY)) == ["missing"]
    assert check_retiring(ONE, BEFORE, TODAY, TODAY) == ()
    gone = replace(ONE, retired_on=TODAY)
    assert codes(check_retiring(gone, BEFORE, TODAY, TODAY)) == ["retired"]


TIE = Tie("2026-10", "兴新社区", (12, 13, 14), 1)
DECIDED = Decision(0, "2026-10", "兴新社区", (13,), TODAY, "社区党委会议", "本月调解多起纠纷")


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (replace(DECIDED, buildings=(11,)), "not_tied"),
        (replace(DECIDED, buildings=()), "count"),
        (replace(DECIDED, buildings=(12, 13)), "count"),
        (replace(DECIDED, decided_on=None), "missing"),
        (replace(DECIDED, decided_on=date(2026, 12, 1)), "future"),
        (replace(DECIDED, decided_by=" "), "missing"),
        (replace(DECIDED, reason=""), "missing"),
    ],
)
def test_a_decision_names_as_many_of_the_tied_as_there_are_flags(
    decision: Decision, code: str
) -> None:
    assert codes(check_decision(decision, TIE, (), TODAY)) == [code]


def test_one_decision_and_only_where_there_is_a_tie() -> None:
    assert check_decision(DECIDED, TIE, (), TODAY) == ()
    assert codes(check_decision(DECIDED, None, (), TODAY)) == ["no_tie"]
    assert codes(check_decision(DECIDED, TIE, [DECIDED], TODAY)) == ["decided"]


def test_a_decision_falls_with_its_tie() -> None:
    assert holds(DECIDED, TIE)
    assert not holds(DECIDED, None)
    assert not holds(DECIDED, replace(TIE, buildings=(12, 14)))
    assert not holds(DECIDED, replace(TIE, places=2))
