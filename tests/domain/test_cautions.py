"""The warning chain on plain values: chains by the streak rules, what is due, what is void."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain import caution_rules as checks
from ldz_desktop.domain.cautions import (
    DISMISS,
    KEEP,
    Basis,
    Caution,
    Chain,
    MonthPlace,
    chains,
    left_open,
    months_words,
    next_step,
    void_reason,
)
from ldz_desktop.domain.evaluation import Score, Standing, previous_month, rank, with_streaks

MONTHS = tuple(f"2026-{n:02d}" for n in range(1, 13))


def place(month: str, result: str) -> MonthPlace:
    """result: 'x' last of ten, 'o' ranked, '?' unranked."""
    rank = {"x": 10, "o": 3, "?": None}[result]
    return MonthPlace(
        month, f"CODE-{month}", date(int(month[:4]), int(month[5:]) % 12 + 1, 2), "西锦社区", 1,
        rank, 10, result == "x", Decimal("70.00"), Decimal("70.00"), 12,
        None if rank else "样本不足",
    )  # fmt: skip


def story(results: str, first: int = 0) -> list[MonthPlace]:
    """One letter a month from 2026-01 on; '-' for a month without evaluation of this tenure."""
    return [place(MONTHS[first + i], r) for i, r in enumerate(results) if r != "-"]


def shapes(results: str) -> list[tuple[str, bool]]:
    """Every chain as its last places' months and whether it runs."""
    newest = MONTHS[len(results) - 1]
    found = chains(story(results), newest)
    return [("".join(p.month[5:] for p in c.lasts), c.running) for c in found]


def step(stage: int, months: str, **more: object) -> Caution:
    basis = tuple(Basis(f"2026-{m:>02}", f"CODE-2026-{m:>02}") for m in months.split())
    return Caution(7, 1, stage, basis, date(2026, 6, 5), "王主任", **more)  # type: ignore[arg-type]


def test_chains_follow_the_streak_rules() -> None:
    assert shapes("oxo") == [("02", False)]
    assert shapes("oxx") == [("0203", True)]
    assert shapes("x?x") == [("0103", True)]  # an unranked month neither counts nor breaks
    assert shapes("x-x") == [("01", False), ("03", True)]  # a month without evaluation breaks
    assert shapes("xxox") == [("0102", False), ("04", True)]
    assert shapes("xx?") == [("0102", True)]
    assert shapes("xx-") == [("0102", False)]
    assert shapes("??o") == []


def test_a_broken_chain_says_why() -> None:
    (better,) = chains(story("xxo"), "2026-03")
    assert better.broken == "2026年3月名次为第 3，不是末位"
    (gone,) = chains(story("xx"), "2026-03")
    assert gone.broken == "2026年3月没有本人的排名，连续中断"


def _standing(tenure: int, result: str) -> Standing:
    score = Score(
        tenure, tenure, "", "", "", "", "", 12, 12, None, 5, 0, (0, 0, 0, 0, 0), None, None, None,
        Decimal("70.00"), None,
    )  # fmt: skip
    rank = {"x": 10, "o": 3, "?": None}[result]
    return Standing("西锦社区", score, rank, flag=False, last=result == "x")


@given(st.lists(st.text("xo?-", min_size=3, max_size=3), min_size=1, max_size=12))
def test_the_running_chain_is_the_streak_on_the_roster(months: list[str]) -> None:
    """Random months, ties, gaps and three tenures: what evaluation.with_streaks counts for the
    newest month is the length of the running chain, and 0 where none runs."""
    history: dict[str, tuple[Standing, ...]] = {}
    for month, results in zip(MONTHS, months, strict=False):
        rows = enumerate(results, 1)
        history[month] = tuple(_standing(tenure, r) for tenure, r in rows if r != "-")
    newest = MONTHS[len(months) - 1]
    earlier = {m: s for m, s in history.items() if m != newest}
    streaks = {s.score.tenure_id: s.streak for s in with_streaks(history[newest], newest, earlier)}
    for tenure in (1, 2, 3):
        mine = story("".join(results[tenure - 1] for results in months))
        every = chains(mine, newest)
        running = [len(c.lasts) for c in every if c.running]
        assert running == ([streaks[tenure]] if streaks.get(tenure) else [])
        for chain in every:
            assert chain.places[0].last
            assert all(p.last or p.rank is None for p in chain.places)
            first, *rest = chain.places
            for one in rest:
                assert previous_month(one.month) == first.month
                first = one
        held = {p.month for c in every for p in c.lasts}
        assert held == {p.month for p in mine if p.last}  # every last place is in one chain


_MONTH = st.lists(
    st.tuples(st.sampled_from((60, 70, 70, 80, None)), st.booleans()), min_size=4, max_size=4
)


@given(st.lists(st.one_of(_MONTH, st.none()), min_size=1, max_size=12))
def test_real_rankings_with_ties_gaps_and_successors(
    months: list[list[tuple[int | None, bool]] | None],
) -> None:
    """Four buildings ranked by the real rules: equal scores, unranked months, months nobody was
    evaluated in, leaders who change. A chain is of one tenure, and as long as its streak."""
    tenures = [1, 2, 3, 4]
    following = 5
    history: dict[str, tuple[Standing, ...]] = {}
    for month, line in zip(MONTHS, months, strict=False):
        if line is None:
            continue
        scores = []
        for building, (points, successor) in enumerate(line):
            if successor:
                tenures[building], following = following, following + 1
            why = "样本不足" if points is None else None
            score = None if points is None else Decimal(points)
            scores.append(
                Score(
                    building, tenures[building], "", "西锦社区", "", str(building), "", 12, 12, 12,
                    5, 0, (0, 0, 0, 0, 0), score, None, None, score, why,
                )
            )  # fmt: skip
        history[month] = rank(scores, "社区")
    if not history:
        return
    newest = max(history)
    earlier = {m: s for m, s in history.items() if m != newest}
    streaks = {s.score.tenure_id: s.streak for s in with_streaks(history[newest], newest, earlier)}
    for tenure in range(1, following):
        mine = [
            replace(place(m, "x" if s.last else "?" if s.rank is None else "o"), rank=s.rank)
            for m, standings in history.items()
            for s in standings
            if s.score.tenure_id == tenure
        ]
        running = [len(c.lasts) for c in chains(mine, newest) if c.running]
        assert running == ([streaks[tenure]] if streaks.get(tenure) else [])


@given(st.text("xo?-", min_size=1, max_size=12), st.data())
def test_a_month_that_is_opened_again_takes_exactly_its_own_steps(
    results: str, data: st.DataObject
) -> None:
    """A step rests on the last places of a chain; one month is then opened again and comes out
    otherwise (or not at all). The step is void where it rested on that month and it is no last
    place any more, or where the last places are no longer in a row; never otherwise."""
    before = story(results)
    found = chains(before, MONTHS[len(results) - 1])
    if not found:
        return
    chain = data.draw(st.sampled_from(found))
    count = data.draw(st.integers(1, len(chain.lasts)))
    basis = tuple(Basis(p.month, p.code) for p in chain.lasts[:count])
    stage = min(count, 3)
    caution = Caution(7, 1, stage, basis, date(2026, 6, 5), "王主任")  # type: ignore[arg-type]
    assert void_reason(caution, before, found) == ""
    at = data.draw(st.integers(0, len(results) - 1))
    becomes = data.draw(st.sampled_from("xo?-"))
    changed = results[:at] + becomes + results[at + 1 :]
    after = story(changed)
    newest = MONTHS[len(results) - 1]
    reason = void_reason(caution, after, chains(after, newest))
    rested = [MONTHS.index(b.month) for b in basis]
    still_last = all(changed[n] == "x" for n in rested)
    between = changed[rested[0] : rested[-1] + 1]
    in_a_row = all(letter in "x?" for letter in between)
    assert (reason == "") == (still_last and in_a_row)


@given(st.text("xo?-", min_size=1, max_size=12), st.integers(0, 11))
def test_a_successor_owes_nothing_for_the_months_before(results: str, change: int) -> None:
    """The tenure changes before a month: the chains of both together are those of each alone, and
    the successor's begin with the first month of the own tenure."""
    old, new = story(results[:change]), story(results[change:], change)
    newest = MONTHS[len(results) - 1]
    for chain in chains(new, newest):
        assert chain.places[0].month >= MONTHS[min(change, 11)]
        assert len(chain.lasts) <= len(results) - change
    if len(results) > change:  # somebody else is evaluated now: nothing of the old tenure runs on
        assert not any(chain.running for chain in chains(old, newest))


def _due(results: str, *done: Caution) -> tuple[str, date] | None:
    (*_, chain) = chains(story(results), MONTHS[len(results) - 1])
    found = next_step(chain, done)
    return None if found is None else (found.kind, found.since)


def test_what_is_due_and_since_when() -> None:
    assert _due("x") == ("remind", date(2026, 2, 2))
    assert _due("x", step(1, "1")) is None
    assert _due("xx", step(1, "1")) == ("talk", date(2026, 3, 2))
    talk = step(2, "1 2", review_on=date(2026, 7, 1))
    assert _due("xx", talk) == ("review", date(2026, 7, 1))
    assert _due("xx", replace(talk, reviewed_on=date(2026, 7, 2))) is None
    assert _due("xxx") == ("talk", date(2026, 3, 2))  # nobody is proposed who was not talked to
    assert _due("xxx", talk) == ("propose", date(2026, 4, 2))
    proposal = step(3, "1 2 3")
    assert _due("xxx", talk, proposal) == ("decide", date(2026, 6, 5))
    kept = replace(proposal, decision=KEEP)
    assert _due("xxx", talk, kept) is None
    assert _due("xxxx", talk, kept) == ("propose", date(2026, 5, 2))
    assert _due("xx?x", talk) == ("propose", date(2026, 5, 2))


def test_a_broken_chain_asks_for_nothing_but_the_review() -> None:
    talk = step(2, "1 2", review_on=date(2026, 7, 1))
    assert _due("xxo", talk) == ("review", date(2026, 7, 1))
    assert _due("xxo") is None
    (chain,) = chains(story("xxo"), "2026-03")
    assert left_open(chain, ()) == "talk"
    assert left_open(chain, (talk,)) is None
    (chain,) = chains(story("xxxo"), "2026-04")
    assert left_open(chain, (talk, step(3, "1 2 3"))) == "decide"


def test_the_deadline_is_days_after_the_closing() -> None:
    (chain,) = chains(story("x"), "2026-01")
    found = next_step(chain, (), days=5)
    assert found is not None
    assert found.deadline == date(2026, 2, 7)
    assert not found.overdue(date(2026, 2, 7))
    assert found.overdue(date(2026, 2, 8))


def _void(caution: Caution, results: str) -> str:
    places = story(results)
    return void_reason(caution, places, chains(places, MONTHS[len(results) - 1]))


def test_corrected_months_take_the_ground_away() -> None:
    talk = step(2, "1 2")
    assert _void(talk, "xx") == ""
    assert _void(talk, "xxo") == ""  # a better month later does not undo what was true
    assert _void(talk, "xo") == "2026年2月名次为第 3，不是末位"
    assert _void(talk, "x?") == "2026年2月不参加排名，不是末位"
    assert _void(talk, "x-") == "2026年2月已重新打开，或本人不再列入该月排名"
    assert _void(step(3, "1 3 4"), "xoxx") == "这几个月的末位不再连续"
    assert _void(step(3, "1 3 4"), "x?xx") == ""


def test_months_in_words() -> None:
    assert months_words(["2026-08", "2026-09"]) == "2026年8月、9月"
    assert months_words(["2025-12", "2026-01", "2026-02"]) == "2025年12月、2026年1月、2月"


# -- what a step may not be without --------------------------------------------------------------

TODAY = date(2026, 6, 20)
SETTING = checks.Setting(TODAY, "张建国", date(2024, 1, 1))
DECISION = step(
    3, "2 3 4", decision=KEEP, reason="患病住院，已改进", first_signer="王主任",
    signed_on=date(2026, 6, 8), second_signer="李敏", second_signed_on=date(2026, 6, 9),
)  # fmt: skip
END = (date(2026, 6, 10), "末位淘汰")


def fields(problems: tuple[object, ...]) -> set[str]:
    return {p.field for p in problems}  # type: ignore[attr-defined]


def test_a_reminder_says_who_when_and_how() -> None:
    reminder = step(1, "4", way="当面")
    assert checks.check_reminder(reminder, SETTING) == ()
    bare = replace(reminder, done_on=None, done_by=" ", way=None)
    assert fields(checks.check_reminder(bare, SETTING)) == {"done_on", "done_by", "way"}
    early = replace(reminder, done_on=date(2026, 4, 29))
    (problem,) = checks.check_reminder(early, SETTING)
    assert problem.reason == "提醒日期早于2026年4月结束"
    (problem,) = checks.check_reminder(replace(reminder, done_on=date(2026, 6, 21)), SETTING)
    assert "今天之后" in problem.reason


def test_a_talk_is_on_its_form() -> None:
    talk = step(
        2, "3 4", place="社区办公室", said="连续两个月末位", promised="每周巡楼",
        review_on=date(2026, 7, 5),
    )  # fmt: skip
    assert checks.check_talk(talk, SETTING) == ()
    bare = replace(talk, place=None, said=None, promised=None, review_on=None, done_by=None)
    wanted = {"place", "said", "promised", "review_on", "done_by"}
    assert fields(checks.check_talk(bare, SETTING)) == wanted
    assert fields(checks.check_talk(replace(talk, review_on=talk.done_on), SETTING)) == {
        "review_on"
    }
    assert fields(checks.check_talk(replace(talk, done_by="张 建国"), SETTING)) == {"done_by"}
    review = replace(talk, reviewed_on=date(2026, 6, 4), review_note="有改进")
    (problem,) = checks.check_review(review, SETTING)
    assert problem.reason == "复查日期早于约谈"


def test_a_decision_has_a_reason_and_two_people() -> None:
    assert checks.check_decision(DECISION, None, SETTING) == ()
    assert fields(checks.check_decision(replace(DECISION, reason="  "), None, SETTING)) == {
        "reason"
    }
    twice = replace(DECISION, second_signer="王 主任")
    (problem,) = checks.check_decision(twice, None, SETTING)
    assert problem.reason == "两名签字人不能是同一个人"
    own = replace(DECISION, first_signer="张建国")
    assert fields(checks.check_decision(own, None, SETTING)) == {"first_signer"}
    alone = replace(DECISION, second_signer=None, second_signed_on=None)
    assert fields(checks.check_decision(alone, None, SETTING)) == {
        "second_signer", "second_signed_on",
    }  # fmt: skip
    assert checks.check_decision(alone, None, replace(SETTING, one_signer=True)) == ()


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 4, 29), "早于2026年4月结束"),
        (date(2026, 6, 4), "早于提请日期"),
        (date(2026, 6, 21), "在今天之后"),
    ],
)
def test_days_of_a_decision(day: date, why: str) -> None:
    problems = checks.check_decision(replace(DECISION, signed_on=day), None, SETTING)
    assert {p.field for p in problems} == {"signed_on"}
    assert any(why in p.reason for p in problems)


def test_a_dismissal_has_a_last_day() -> None:
    dismissed = replace(DECISION, decision=DISMISS)
    assert checks.check_decision(dismissed, END, SETTING) == ()
    assert fields(checks.check_decision(dismissed, None, SETTING)) == {"ended_on", "end_reason"}
    early = (date(2026, 6, 8), "末位淘汰")  # the second signature is of the 9th
    assert fields(checks.check_decision(dismissed, early, SETTING)) == {"ended_on"}
    assert fields(checks.check_decision(replace(DECISION, decision="再看看"), None, SETTING)) == {
        "decision"
    }


def test_a_chain_knows_its_last_places() -> None:
    chain = Chain(tuple(story("x?x")))
    assert [p.month for p in chain.lasts] == ["2026-01", "2026-03"]
    assert chain.running
