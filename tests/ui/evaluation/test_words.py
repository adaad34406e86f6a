"""What the tab says about a month, as pure functions of records."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.evaluation import Header, Score, Standing
from ldz_desktop.domain.places import Building
from ldz_desktop.domain.workdays import Calendar
from ldz_desktop.services.evaluation_records import BuildingProgress, MonthInfo, MonthOverview
from ldz_desktop.ui.evaluation.close_dialog import Blocker, blockers
from ldz_desktop.ui.evaluation.composition import shares
from ldz_desktop.ui.evaluation.month_data import (
    figure,
    missing,
    proposed_month,
    remark,
    return_rate,
    state_of,
)
from ldz_desktop.ui.evaluation.open_month_dialog import months_to_open
from ldz_desktop.ui.evaluation.publish_dialog import period_words
from ldz_desktop.ui.evaluation.strip import StepView, primary_of, steps_of

BUILDING = Building(7, 1, 1, "", "西锦社区", "西锦苑", "1栋")
EMPTY = BuildingProgress(BUILDING, "郑国强", None, None, 0, 0, 0, 0, 5, ())
SCORE = Score(
    building_id=7, tenure_id=1, street="", community="西锦社区", compound="西锦苑",
    building="1栋", leader="郑国强", valid=31, returned=31, issued=34, minimum=5, overdue=0,
    grades=(1, 2, 3, 4, 5), satisfaction=Decimal("97.10"), satisfied_rate=Decimal("89.00"),
    stars=Decimal("95.33"), score=Decimal("96.42"), why_unranked=None,
)  # fmt: skip
STANDING = Standing("西锦社区", SCORE, 1, flag=False, last=False)


def overview(info: MonthInfo | None = None, **counts: int) -> MonthOverview:
    known = {
        "issued": 0, "returned": 0, "valid": 0, "buildings": 4, "with_sheets": 0, "balanced": 0,
        "with_stars": 0, "drafts": 0, **counts,
    }  # fmt: skip
    return MonthOverview(info or MonthInfo("2026-10", "open", 1), next_step="enter", **known)


def test_the_strip_follows_the_month() -> None:
    """A step is ticked when it is whole, and the red button does the red step's work."""

    def steps(view: MonthOverview, written: int = 0) -> tuple[StepView, ...]:
        return steps_of(view, view.balanced, written)

    def states(view: MonthOverview, written: int = 0) -> list[str]:
        return [step.state for step in steps(view, written)]

    fresh = overview()
    assert states(fresh) == ["now", "later", "later", "later", "later"]
    assert (primary_of(steps(fresh)), steps(fresh)[0].count) == ("give", "未发")
    first = overview(given=1, issued=30)
    assert states(first, 1)[:2] == ["now", "later"]
    assert (primary_of(steps(first, 1)), steps(first, 1)[0].count) == ("give", "1/4 栋")
    assert states(overview(given=4, with_sheets=1), 3)[:2] == ["done", "now"]  # one's sheets are in
    begun = overview(given=4, with_sheets=1, issued=4860, valid=4212)
    assert states(begun) == ["done", "now", "later", "later", "later"]
    assert [s.count for s in steps(begun)[:3]] == ["4,860 张", "4,212 张", "0/4 栋"]
    assert primary_of(steps(begun)) == "enter"
    unwritten = overview(given=1, with_sheets=1)  # an office that writes down no envelopes
    assert states(unwritten)[:2] == ["skipped", "now"]
    assert (primary_of(steps(unwritten)), steps(unwritten)[0].count) == ("enter", "未登记")
    keyed = overview(given=4, with_sheets=4, balanced=3, with_stars=3)
    assert states(keyed) == ["done", "done", "now", "later", "later"]
    assert primary_of(steps(keyed)) == "check"
    assert states(replace(keyed, drafts=1))[1] == "now"
    ready = overview(given=4, with_sheets=4, balanced=4, with_stars=4)
    assert states(ready) == ["done", "done", "done", "now", "later"]
    assert primary_of(steps(ready)) == "close"
    closed = overview(MonthInfo("2026-10", "closed", 1))
    assert states(closed) == ["done", "done", "done", "done", "now"]
    assert primary_of(steps(closed)) == "publish"
    info = MonthInfo("2026-10", "published", 1, notice_end=date(2026, 11, 10))
    assert states(overview(info)) == ["done"] * 5
    assert steps(overview(info))[4].count == "至 11月10日"
    expected = replace(info, notice_certain=False)
    assert steps(overview(expected))[4].count == "预计至 11月10日"
    assert primary_of(steps(overview(info))) == "notice"


def test_what_a_building_lacks() -> None:
    assert missing(EMPTY) == ("满意度表", "星级评分册")
    assert state_of(EMPTY) == ("未录", "grey")
    drafted = replace(EMPTY, drafted=3, assessors=1)
    assert (missing(drafted), state_of(drafted)[0]) == (("3 张未交批",), "录入中")
    odd = replace(EMPTY, header=Header(5, 5, 4, 0, 0), problems=("…",), assessors=1)
    assert (missing(odd), state_of(odd)[0]) == (("张数不平",), "不平")
    good = replace(odd, problems=())
    assert (missing(good), state_of(good)) == ((), ("已核", "green"))
    assert state_of(replace(good, assessors=0)) == ("缺星级", "amber")


def test_remarks_and_figures() -> None:
    assert remark(STANDING) == ("", "")
    assert remark(replace(STANDING, flag=True)) == ("红旗", "red")
    assert remark(replace(STANDING, flag=True), 2) == ("红旗 连续2月", "red")
    assert remark(STANDING, 2) == ("红旗（议定） 连续2月", "red"), "decided, not ranked"
    assert remark(replace(STANDING, last=True, streak=2), 1)[0] == "红旗（议定） 末位 2 月"
    assert remark(replace(STANDING, last=True, streak=1))[0] == "末位 1 月"
    assert remark(replace(STANDING, last=True, streak=3)) == ("末位 3 月", "amber-ink")
    few = replace(STANDING, rank=None, score=replace(SCORE, valid=4, why_unranked="样本不足"))
    assert remark(few)[0] == "样本不足"
    assert figure(SCORE.score, STANDING) == "96.42"
    assert figure(SCORE.score, few) == "—"  # fewer than five sheets are never shown
    assert return_rate(31, 34) == "91 %"
    assert return_rate(31, None) == ""


def test_which_month_comes_next() -> None:
    assert proposed_month([], "2026-11") == "2026-11"
    assert proposed_month(["2026-10"], "2026-11") == "2026-11"
    assert proposed_month(["2026-10", "2026-11"], "2026-11") == "2026-12"
    assert proposed_month(["2026-12"], "2026-11") == "2027-01"
    months = (MonthInfo("2026-11", "open", 1), MonthInfo("2026-09", "closed", 1))
    assert months_to_open(months, "2026-11") == ("2026-12", "2026-10")
    assert months_to_open((), "2026-01")[:3] == ("2026-02", "2026-01", "2025-12")


@given(st.tuples(*[st.integers(0, 5000)] * 5))
def test_shares_add_up(grades: tuple[int, int, int, int, int]) -> None:
    parts = shares(grades)
    assert sum(parts) == (100 if sum(grades) else 0)
    total = sum(grades) or 1
    assert all(abs(part - 100 * n / total) < 1 for part, n in zip(parts, grades, strict=True))


@pytest.mark.parametrize(
    ("posted", "years", "end", "certain"),
    [
        (date(2026, 11, 2), {2026}, "2026年11月9日（星期一）", True),
        (date(2026, 12, 28), {2026}, "2027年1月5日（星期二）", False),
    ],
)
def test_the_period_names_its_last_day(
    posted: date, years: set[int], end: str, certain: bool
) -> None:
    words, sure = period_words(posted, 5, Calendar(days={}, years=frozenset(years)))
    assert end in words
    assert sure is certain
    assert ("预计" in words) is not certain


def test_problems_know_their_building() -> None:
    ten = replace(EMPTY, building=replace(BUILDING, id=8, name="11栋"))
    found = blockers(
        ("西锦苑11栋还有 3 张录入后没有交的表。", "西锦苑1栋：收回 3 张。", "本月还没有录入。"),
        (EMPTY, ten),
    )
    assert [b.building_id for b in found] == [8, 7, 0]
    assert isinstance(found[0], Blocker)
