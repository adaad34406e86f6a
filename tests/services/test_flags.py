"""Flags on a real file: registered, handed on, kept, decided, corrected, taken back."""

from collections.abc import Callable
from datetime import date

import pytest

from ldz_desktop.domain.flags import Decision, Flag
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.context import Office
from ldz_desktop.services.flags_records import Handing, MoveLine
from ldz_desktop.services.flags_views import HANDED, OWNER

CloseMonth = Callable[[str, dict[int, str]], None]
AUGUST, SEPTEMBER, OCTOBER = "2026-08", "2026-09", "2026-10"


@pytest.fixture
def buildings(office: Office) -> list[int]:
    """Four buildings of one community with two flags."""
    ids = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3, 4)]
    for building, name in zip(ids, ("赵琴", "徐杨", "陈彬", "孙明"), strict=True):
        office.roster.create(Leader(0, name), building, date(2021, 1, 1))
    office.flags.register_lacking()
    return ids


@pytest.fixture
def two_months(buildings: list[int], close_month: CloseMonth) -> list[int]:
    """August: 1栋, 2栋; September: 2栋, 3栋."""
    close_month(AUGUST, dict(zip(buildings, "5432", strict=True)))
    close_month(SEPTEMBER, dict(zip(buildings, "2543", strict=True)))
    return buildings


def said(lines: tuple[MoveLine, ...]) -> list[tuple[str, str, str, str, int]]:
    return [(x.number, x.origin, x.place, x.move.state, x.move.months) for x in lines]


def hand(office: Office, month: str, on: date) -> int:
    """Write down everything a month proposes; the batch."""
    handings = [
        Handing(
            x.move.flag_id, x.move.to_building, on, x.giver or None, x.taker
        )
        for x in office.flags.month(month).moves if x.move.state in ("todo", "keep")
    ]  # fmt: skip
    return office.flags.hand_over(month, handings).batch_id


def test_the_register_begins_with_two_flags_a_community(
    office: Office, buildings: list[int]
) -> None:
    del buildings
    assert [x.flag.number for x in office.flags.register_lines()] == ["兴新1号", "兴新2号"]
    assert office.flags.lacking() == ()
    with pytest.raises(RuleError, match="两面在用"):
        office.flags.register_lacking()
    office.households.add_place("东锦社区", "东锦苑", "1栋")
    done = office.flags.register_lacking()
    assert done.change.what == "已登记 2 面红旗"
    office.history.undo(done.batch_id)
    assert len(office.flags.register_lines()) == 2


def test_a_month_proposes_who_hands_which_flag_to_whom(
    office: Office, two_months: list[int]
) -> None:
    del two_months
    first = office.flags.month(AUGUST)
    assert said(first.moves) == [
        ("兴新1号", "", "福锦苑1栋", "todo", 1), ("兴新2号", "", "福锦苑2栋", "todo", 1),
    ]  # fmt: skip
    hand(office, AUGUST, date(2026, 9, 2))
    second = office.flags.month()
    assert (second.month, second.months) == (SEPTEMBER, (SEPTEMBER, AUGUST))
    assert said(second.moves) == [
        ("兴新1号", "福锦苑1栋", "福锦苑3栋", "todo", 1),
        ("兴新2号", "福锦苑2栋", "福锦苑2栋", "keep", 2),
    ]  # fmt: skip
    assert [(x.giver, x.taker, x.held) for x in second.moves] == [
        ("赵琴", "陈彬", 1),
        ("徐杨", "徐杨", 2),
    ]


def test_months_in_a_row_are_those_of_the_wall_though_nobody_wrote_the_first_down(
    office: Office, two_months: list[int]
) -> None:
    del two_months
    moves = {x.place: x.move.months for x in office.flags.month(SEPTEMBER).moves}
    wall = {h.building: h.months_in_row for h in office.honours.flag_holders(SEPTEMBER)}
    assert moves == wall == {"福锦苑2栋": 2, "福锦苑3栋": 1}


def test_handed_on_kept_and_taken_back(office: Office, two_months: list[int]) -> None:
    del two_months
    hand(office, AUGUST, date(2026, 9, 2))
    batch = hand(office, SEPTEMBER, date(2026, 10, 9))
    assert [x.move.state for x in office.flags.month(SEPTEMBER).moves] == ["done", "kept"]
    told = [
        (r.number, r.place, r.origin, r.span, r.run.months, r.since, r.until, r.leader)
        for r in office.flags.ledger()
    ]
    assert told == [
        ("兴新1号", "福锦苑3栋", "福锦苑1栋", "2026年9月", 1, date(2026, 10, 9), None, "陈彬"),
        ("兴新2号", "福锦苑2栋", "", "2026年8月至9月", 2, date(2026, 9, 2), None, "徐杨"),
        ("兴新1号", "福锦苑1栋", "", "2026年8月", 1, date(2026, 9, 2), date(2026, 10, 9), "赵琴"),
    ]
    lines = {x.flag.number: x for x in office.flags.register_lines()}
    assert (lines["兴新1号"].place, lines["兴新1号"].moves) == ("福锦苑3栋", 1)
    assert (lines["兴新2号"].months, lines["兴新2号"].leader) == (2, "徐杨")
    office.history.undo(batch)
    assert [x.move.state for x in office.flags.month(SEPTEMBER).moves] == ["todo", "keep"]
    assert all(r.until is None for r in office.flags.ledger())


def test_taking_one_hand_over_back_puts_the_flag_where_it_was(
    office: Office, two_months: list[int]
) -> None:
    del two_months
    hand(office, AUGUST, date(2026, 9, 2))
    hand(office, SEPTEMBER, date(2026, 10, 9))
    august = office.flags.month(AUGUST).moves[0].move.holding
    assert august is not None
    with pytest.raises(RuleError, match="以后的月份已经登记"):
        office.flags.take_back(august.id)
    september = office.flags.month(SEPTEMBER).moves[0].move.holding
    assert september is not None
    office.flags.take_back(september.id)
    line = office.flags.month(SEPTEMBER).moves[0]
    assert (line.move.state, line.origin) == ("todo", "福锦苑1栋")


def test_one_flag_goes_to_one_building_and_all_or_nothing_is_written(
    office: Office, two_months: list[int]
) -> None:
    (flag, _) = [x.flag.id for x in office.flags.register_lines()]
    on = date(2026, 9, 2)
    twice = [Handing(flag, b, on, None, "赵琴") for b in two_months[:2]]
    with pytest.raises(InputError, match="一个月只能归一栋"):
        office.flags.hand_over(AUGUST, twice)
    assert office.flags.ledger() == ()
    with pytest.raises(InputError, match="没有评得流动红旗"):
        office.flags.hand_over(AUGUST, [Handing(flag, two_months[3], on, None, "孙明")])
    with pytest.raises(InputError, match="还没有封存"):
        office.flags.hand_over(OCTOBER, [Handing(flag, two_months[0], on, None, "赵琴")])
    with pytest.raises(InputError, match="没有选中"):
        office.flags.hand_over(AUGUST, [])


def test_a_retired_flag_is_taken_down_and_goes_round_no_more(
    office: Office, two_months: list[int]
) -> None:
    hand(office, AUGUST, date(2026, 9, 2))
    (flag, _) = [x.flag.id for x in office.flags.register_lines()]
    done = office.flags.retire(flag, date(2026, 9, 20), "旗面破损")
    line = office.flags.register_lines()[-1]
    assert (line.flag.retired_on, line.flag.note, line.place) == (
        date(2026, 9, 20),
        "旗面破损",
        "",
    )
    assert [x.number for x in office.flags.month(SEPTEMBER).moves] == ["兴新2号", ""]
    new = Handing(flag, two_months[2], date(2026, 10, 9), None, "陈彬")
    with pytest.raises(InputError, match="已经停用"):
        office.flags.hand_over(SEPTEMBER, [new])
    with pytest.raises(RuleError, match="有交接记录"):
        office.flags.remove_flag(flag)
    assert [f.number for f in office.flags.lacking()] == ["兴新3号"]
    office.history.undo(done.batch_id)
    assert office.flags.lacking() == ()
    assert office.flags.register_lines()[0].place == "福锦苑1栋"


def test_a_flag_in_the_office_is_handed_out_from_there(
    office: Office, two_months: list[int]
) -> None:
    del two_months
    hand(office, AUGUST, date(2026, 9, 2))
    (flag, _) = [x.flag.id for x in office.flags.register_lines()]
    office.flags.take_in(flag, date(2026, 9, 30))
    with pytest.raises(RuleError, match="没有挂在"):
        office.flags.take_in(flag, date(2026, 9, 30))
    line = office.flags.month(SEPTEMBER).moves[0]
    assert (line.origin, line.place, line.move.state) == ("", "福锦苑3栋", "todo")


def test_flags_are_entered_corrected_and_removed(office: Office, buildings: list[int]) -> None:
    del buildings
    done = office.flags.save_flag(Flag(0, " 备用 ", "兴新社区"))
    (flag,) = [x.flag for x in office.flags.register_lines() if x.flag.number == "备用"]
    with pytest.raises(InputError, match="一面旗一个编号"):
        office.flags.save_flag(Flag(flag.id, "兴新1号", "兴新社区"))
    office.flags.remove_flag(flag.id)
    assert done.change.ids == (flag.id,)
    with pytest.raises(InputError, match="不在了"):
        office.flags.remove_flag(flag.id)


# -- ties ------------------------------------------------------------------------------------------


@pytest.fixture
def tied(buildings: list[int], close_month: CloseMonth) -> list[int]:
    """August: 1栋 is clear, 2栋 and 3栋 are tied for the second flag."""
    close_month(AUGUST, dict(zip(buildings, "5442", strict=True)))
    return buildings


def decision(office: Office, *buildings: int) -> Decision:
    return Decision(
        0, AUGUST, "兴新社区", buildings, office.today(), "社区党委会议", "调解纠纷较多"
    )  # fmt: skip


def test_a_tie_is_decided_beside_the_closed_month(office: Office, tied: list[int]) -> None:
    before = office.evaluation.ranking(AUGUST)
    (line,) = office.flags.month(AUGUST).ties
    assert (line.titles, line.tie.places, line.decision) == (("福锦苑2栋", "福锦苑3栋"), 1, None)
    assert office.honours.undecided(AUGUST) == {"兴新社区": ("福锦苑2栋", "福锦苑3栋")}
    done = office.flags.decide(decision(office, tied[2]))
    (line,) = office.flags.month(AUGUST).ties
    assert line.chosen() == ("福锦苑3栋",)
    assert office.evaluation.ranking(AUGUST) == before, "the closed month is untouched"
    assert office.evaluation.verify(AUGUST).ok
    assert [x.place for x in office.flags.month(AUGUST).moves] == ["福锦苑1栋", "福锦苑3栋"]
    assert [(h.building, h.decided) for h in office.honours.flag_holders(AUGUST)] == [
        ("福锦苑1栋", False),
        ("福锦苑3栋", True),
    ]
    assert office.honours.undecided(AUGUST) == {}
    with pytest.raises(InputError, match="已经有决定"):
        office.flags.decide(decision(office, tied[1]))
    office.history.undo(done.batch_id)
    assert office.honours.undecided(AUGUST) == {"兴新社区": ("福锦苑2栋", "福锦苑3栋")}


def test_a_decision_stays_while_its_flag_is_out(office: Office, tied: list[int]) -> None:
    with pytest.raises(InputError, match="只能在并列的楼栋里选"):
        office.flags.decide(decision(office, tied[0]))
    key = office.flags.decide(decision(office, tied[1])).change.ids[0]
    batch = hand(office, AUGUST, date(2026, 9, 2))
    with pytest.raises(RuleError, match="红旗已经交接"):
        office.flags.undecide(key)
    office.history.undo(batch)
    office.flags.undecide(key)
    assert office.flags.month(AUGUST).ties[0].decision is None


def test_a_corrected_month_overtakes_decision_and_hand_over(
    office: Office, tied: list[int], correct_month: CloseMonth
) -> None:
    office.flags.decide(decision(office, tied[2]))
    hand(office, AUGUST, date(2026, 9, 2))
    correct_month(AUGUST, dict(zip(tied, "5432", strict=True)))
    shown = office.flags.month(AUGUST)
    assert shown.ties == ()
    assert said(shown.moves)[1][1:4] == ("", "福锦苑3栋", "stale")
    assert shown.moves[2].move.state == "no_flag"
    holding = shown.moves[1].move.holding
    assert holding is not None
    office.flags.take_back(holding.id)
    assert [x.place for x in office.flags.month(AUGUST).moves] == ["福锦苑1栋", "福锦苑2栋"]


# -- papers and pictures ---------------------------------------------------------------------------


def test_a_slip_for_every_flag_that_moves(office: Office, two_months: list[int]) -> None:
    del two_months
    hand(office, AUGUST, date(2026, 9, 2))
    (slip,) = office.flags.slips(SEPTEMBER)
    assert (slip.number, slip.origin, slip.place, slip.giver, slip.taker) == (
        "兴新1号", "福锦苑1栋", "福锦苑3栋", "赵琴", "陈彬",
    )  # fmt: skip
    assert (slip.month, slip.months, slip.held, slip.on) == ("2026年9月", 1, 1, None)
    hand(office, SEPTEMBER, date(2026, 10, 9))
    assert office.flags.slips(SEPTEMBER)[0].on == date(2026, 10, 9)
    assert len(office.flags.slips(AUGUST)) == 2
    with pytest.raises(InputError, match="没有要交接"):
        office.flags.slips(OCTOBER)


def test_photos_of_a_hand_over(office: Office, two_months: list[int], portrait: bytes) -> None:
    del two_months
    hand(office, AUGUST, date(2026, 9, 2))
    holding = office.flags.month(AUGUST).moves[0].move.holding
    assert holding is not None
    office.scans.add_picture(OWNER, holding.id, HANDED, portrait)
    assert office.flags.month(AUGUST).moves[0].photos == 1
    assert [r.photos for r in office.flags.ledger()] == [1, 0]


def test_an_office_without_closed_months_has_nothing_to_hand_on(office: Office) -> None:
    assert office.flags.month().months == ()
    assert office.flags.ledger() == ()
    assert office.flags.register_lines() == ()
