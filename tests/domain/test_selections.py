"""Where a selection stands, and what its steps need: plain values."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.leaders import Tenure
from ldz_desktop.domain.selections import (
    STEPS,
    Candidate,
    Facts,
    NoticeState,
    Selection,
    current_step,
    may_begin,
    ranked,
    residence_refusal,
    step_states,
)
from ldz_desktop.domain.selections_evidence import (
    Appointment,
    Ballot,
    Vote,
    appointment_problems,
    term_problems,
    vote_problems,
    years_after,
)

TODAY = date(2026, 9, 15)
OPEN = Selection(1, 1, date(2026, 9, 1), "election")
WON = Candidate(
    7, 1, 70, None, "周明", votes=40, chosen=True, passed=True, reviewed_on=date(2026, 9, 4)
)
NOTICE = NoticeState(
    5, date(2026, 9, 7), date(2026, 9, 14), certain=True, over=True, left=0, undecided=0,
    upheld=False, withdrawn=False,
)  # fmt: skip
HELD = Tenure(3, 30, 1, date(2023, 9, 1), None, term_end=date(2026, 12, 31))

days = st.dates(date(2026, 8, 1), date(2026, 10, 31))
maybe = st.none() | days
candidates = st.builds(
    Candidate,
    id=st.integers(1, 99), selection_id=st.just(1), resident_id=st.integers(1, 9),
    leader_id=st.none() | st.just(30), name=st.just("甲"), votes=st.none() | st.integers(0, 50),
    chosen=st.booleans(), passed=st.none() | st.booleans(), reviewed_on=maybe,
)  # fmt: skip
selections = st.builds(
    Selection,
    id=st.just(1), building_id=st.just(1), begun_on=days, way=st.just("election"), held_on=maybe,
    tenure_id=st.none() | st.just(4), closed_on=maybe, appointed_on=maybe,
    close_reason=st.none() | st.just("连任"),
    candidates=st.lists(candidates, max_size=3).map(tuple),
)  # fmt: skip
notices = st.builds(
    NoticeState,
    posting_id=st.just(5), posted_on=days, last_on=days, certain=st.booleans(), over=st.booleans(),
    left=st.integers(0, 5), undecided=st.integers(0, 2), upheld=st.booleans(),
    withdrawn=st.booleans(),
)  # fmt: skip
facts = st.builds(
    Facts, today=days, notice=st.none() | notices, incumbent=st.none() | st.just(HELD),
    inducted=st.booleans(),
)  # fmt: skip


@given(selections, facts)
def test_steps_are_done_one_after_the_other(selection: Selection, known: Facts) -> None:
    """Done steps, then the one at hand, then later ones: whatever is on record."""
    states = step_states(selection, known)
    assert tuple(s.step for s in states) == STEPS
    kinds = [s.state for s in states]
    first = next((i for i, kind in enumerate(kinds) if kind != "done"), len(kinds))
    assert kinds[:first] == ["done"] * first
    assert all(kind == "later" for kind in kinds[first + 1 :])
    assert first == len(kinds) or kinds[first] in ("now", "waiting", "blocked")
    assert current_step(states) == (STEPS[first] if first < len(STEPS) else None)
    assert all(" " not in s.text and len(s.text) <= 6 for s in states)  # they fit a cell


@given(selections, facts)
def test_nobody_is_appointable_before_the_notice_is_over(
    selection: Selection, known: Facts
) -> None:
    """Whatever is on record: no notice, one that runs, open or upheld objections stop it."""
    wanted = Appointment(
        WON.id, "文1号", "证1号", known.today, known.today, years_after(known.today, 3)
    )
    found = appointment_problems(wanted, WON, replace(known, incumbent=None), ())
    notice = known.notice
    allowed = (
        notice is not None and notice.over and not notice.withdrawn and not notice.undecided
        and not notice.upheld and known.today > notice.last_on
    )  # fmt: skip
    assert (not [p for p in found if p.level == "refused"]) == allowed
    del selection


@given(st.lists(st.tuples(days, st.integers(0, 400)), max_size=4), days)
def test_an_appointment_never_overlaps_another_tenure(
    spans: list[tuple[date, int]], start: date
) -> None:
    earlier = [
        Tenure(n, 40 + n, 1, first, first + timedelta(length))
        for n, (first, length) in enumerate(spans)
    ]
    wanted = Appointment(WON.id, "文1号", "证1号", start, start, years_after(start, 3))
    known = Facts(date(2026, 11, 30), replace(NOTICE, last_on=date(2026, 7, 1)))
    found = appointment_problems(wanted, WON, known, earlier)
    overlaps = any(t.ended_on is not None and t.ended_on >= start for t in earlier)
    assert any(p.code == "overlap" for p in found) == overlaps


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (None, ""),
        (replace(HELD, term_end=None), ""),
        (HELD, ""),
        (replace(HELD, term_end=TODAY + timedelta(180)), ""),
        (replace(HELD, term_end=TODAY + timedelta(181)), "2026年9月16日起才能开始换届推选"),
    ],
)
def test_when_a_selection_may_begin(held: Tenure | None, sentence: str) -> None:
    found = may_begin(held, TODAY)
    assert sentence in found
    assert bool(found) == bool(sentence)


def test_who_may_stand() -> None:
    who = Resident(1, 9, "周明", birth=date(2008, 9, 15))
    assert residence_refusal(who, 1, 1, "福锦苑1栋101", TODAY) == ""
    assert "不满 18 周岁" in residence_refusal(who, 1, 1, "", date(2026, 9, 14))
    assert "不住在这栋楼" in residence_refusal(who, 2, 1, "福锦苑2栋101", TODAY)
    gone = replace(who, state="moved")
    assert "已迁出" in residence_refusal(gone, 1, 1, "", TODAY)


def test_one_in_office_goes_on_only_after_the_old_term() -> None:
    again = replace(WON, leader_id=HELD.leader_id)
    known = Facts(date(2027, 1, 4), NOTICE, HELD)
    wanted = Appointment(7, "文", "证", date(2027, 1, 1), date(2027, 1, 1), date(2029, 12, 31))
    assert appointment_problems(wanted, again, known, ()) == ()
    early = replace(wanted, appointed_on=date(2026, 12, 30), started_on=date(2026, 12, 31))
    assert [p.code for p in appointment_problems(early, again, known, ())] == ["overlap"]


def test_somebody_else_follows_only_a_term_whose_end_is_written_down() -> None:
    other = replace(WON, leader_id=31)
    known = Facts(date(2027, 1, 4), NOTICE, HELD)
    wanted = Appointment(7, "文", "证", date(2027, 1, 1), date(2027, 1, 1), date(2029, 12, 31))
    assert appointment_problems(wanted, other, known, ()) == ()
    early = replace(wanted, started_on=HELD.term_end, appointed_on=date(2026, 12, 30))
    assert [p.code for p in appointment_problems(early, other, known, ())] == ["overlap"]
    endless = replace(known, incumbent=replace(HELD, term_end=None))
    assert [p.code for p in appointment_problems(wanted, other, endless, ())] == ["occupied"]


def test_an_appointment_is_written_down_a_month_ahead_at_most() -> None:
    """HELD's term ends on 31 December: the office signs in December for the first of January."""
    first = date(2027, 1, 1)
    wanted = Appointment(7, "文", "证", date(2026, 12, 1), first, date(2029, 12, 31))

    def found(today: date) -> list[str]:
        known = Facts(today, replace(NOTICE, over=True), HELD)
        return [p.code for p in appointment_problems(wanted, WON, known, ())]

    assert found(date(2026, 12, 1)) == ["ahead"]  # a note, once
    assert found(date(2026, 11, 30)) == ["future"]
    assert found(first) == []
    passed = replace(WON, passed=True, chosen=True, reviewed_on=date(2026, 9, 4))
    chosen = Selection(1, 1, date(2026, 9, 1), "nomination", held_on=date(2026, 9, 3),
                       candidates=(passed,))  # fmt: skip

    def state(today: date) -> tuple[str, str]:
        one = step_states(chosen, Facts(today, replace(NOTICE, over=True), HELD))[3]
        return one.state, one.text

    assert state(date(2026, 11, 30)) == ("waiting", "剩1天")
    assert state(date(2026, 12, 1)) == ("now", "待任命")


def test_terms() -> None:
    assert years_after(date(2026, 9, 1), 3) == date(2029, 8, 31)
    assert years_after(date(2028, 2, 29), 3) == date(2031, 2, 28)
    assert [p.code for p in term_problems(TODAY, TODAY)] == ["order"]
    assert [p.level for p in term_problems(TODAY, date(2031, 9, 15))] == ["note"]
    assert term_problems(TODAY, date(2031, 9, 14)) == []


def test_votes_rank_the_candidates() -> None:
    people = [replace(WON, id=n, votes=v) for n, v in ((1, 3), (2, None), (3, 9), (4, 3))]
    assert [c.id for c in ranked(people)] == [3, 1, 4, 2]


def test_a_nomination_counts_nothing() -> None:
    ballots = (Ballot(1, chosen=True),)
    vote = Vote("nomination", date(2026, 9, 3), "会议室", note="居民小组会", ballots=ballots)
    assert vote_problems(vote, TODAY, closing=True) == ()
    assert vote_problems(replace(vote, note=None), TODAY, closing=True)
