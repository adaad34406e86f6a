"""What the tests of the year's report share: its numbers beside those of the screens."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from ldz_desktop.domain.rewards import FLAG
from ldz_desktop.services.annual_report_records import FEW, AnnualReport
from ldz_desktop.services.context import Office

_MANY = 1_000
"""Households that take too long to be looked through once more."""
ReportAgrees = Callable[[Office, int], AnnualReport]


@pytest.fixture
def report_agrees() -> ReportAgrees:
    """report_agrees(office, 2025): the year's report, once every number of it was found to be what
    the services behind the screens, lists and notices say."""

    def run(office: Office, year: int) -> AnnualReport:
        report = office.annual_report.of(year)
        _leaders(office, report)
        _months(office, report)
        _honours(office, report)
        _files(office, report)
        return report

    return run


def _leaders(office: Office, report: AnnualReport) -> None:
    base, totals = report.base, office.households.totals()
    assert len(base.communities) == totals.communities
    for counted in ("compounds", "buildings", "households", "residents"):
        assert getattr(base, counted) == getattr(totals, counted)
    if report.until == office.today():
        shown = office.roster.figures()
        assert (base.leaders, base.party, base.upper_secondary, base.buildings - base.led) == (
            shown.leaders, shown.party, shown.upper_secondary, shown.vacancies,
        )  # fmt: skip
    training, lines = report.training, office.training.year(report.year)
    assert training.minutes == sum(line.total for line in lines)
    assert training.short == sum(line.short for line in lines)
    assert training.lack_induction == sum(line.lacks_induction for line in lines)
    figures = office.duties.figures(report.duties.first, report.duties.last)
    assert {g: sum(x.times for x in report.duties.of(g)) for g in (1, 2, 3)} == figures.by_class
    assert report.duties.asked == sum(month.leaders for month in figures.months)
    assert report.duties.reported == sum(month.reported for month in figures.months)
    steps = Counter(
        one.caution.stage for case in office.cautions.cases() for one in case.steps
        if one.caution.done_on is not None and one.caution.done_on.year == report.year
        and one.caution.done_on <= report.until
    )  # fmt: skip
    told = report.cautions
    assert (told.reminders, told.talks, told.proposals) == (steps[1], steps[2], steps[3])


def _months(office: Office, report: AnnualReport) -> None:
    known = {info.month: info for info in office.evaluation.months()}
    lasts = 0
    for line in report.evaluation.months:
        info = known.get(line.month)
        assert line.closed == (info is not None and info.state != "open"), line.month
        if not line.closed:
            assert (line.returned, line.opinion.sheets) == (0, 0)
            continue
        rows = office.evaluation.ranking(line.month, "全区").standings
        printed = [row.score for row in rows]  # what a notice adds up
        assert line.issued == sum(score.issued or 0 for score in printed)
        assert line.returned == sum(score.returned for score in printed)
        assert line.valid == sum(score.valid for score in printed)
        ranked = [row.score for row in rows if row.rank is not None]
        assert (line.evaluated, line.ranked) == (len(rows), len(ranked))
        assert line.opinion.answers == sum(sum(score.grades) for score in ranked)
        assert line.opinion.satisfied == sum(sum(score.grades[3:]) for score in ranked)
        satisfaction = sum((score.satisfaction or Decimal()) * score.valid for score in ranked)
        assert line.opinion.weighted == satisfaction
        standings = office.evaluation.ranking(line.month).standings
        lasts += sum(one.last and one.score.tenure_id > 0 for one in standings)
    for line in report.evaluation.closed[-1:]:
        strip = office.evaluation.overview(line.month)
        assert (line.issued, line.returned, line.valid) == (
            strip.issued, strip.returned, strip.valid,
        )  # fmt: skip
    assert report.cautions.last == lasts


def _honours(office: Office, report: AnnualReport) -> None:
    told, year = report.honours, f"{report.year}-"
    closed = [line.month for line in report.evaluation.closed]
    held = Counter(h.building_id for m in closed for h in office.honours.flag_holders(m))
    assert told.held == sum(held.values())
    by_months = Counter(x.months for x in told.flags for _ in x.buildings)
    assert by_months == Counter(held.values())
    money: Counter[str] = Counter()
    for line in office.rewards.money():
        if line.reward.kind == FLAG and (line.reward.month or "").startswith(year):
            money[line.state] += line.cents
    assert (told.paid, told.approved, told.proposed) == (
        money["paid"] + money["moved"], money["approved"], money["proposed"] + money["waiting"],
    )  # fmt: skip
    assert told.cents == sum(row.total for row in office.rewards.year(report.year))
    awards = office.awards.year(report.year)
    if awards.year == report.year:
        for one in told.awards:
            assert one.count == len(awards.granted(one.kind))


def _files(office: Office, report: AnnualReport) -> None:
    files, due = report.files, office.tags.due()
    by_period = Counter(home.every for home in office.tags.in_rhythm())
    shown = {every: n for every, n in by_period.items() if n >= FEW}
    assert {line.every: line.households for line in files.rhythm} == shown
    assert files.due == sum(row.every in shown for row in due.rows)
    tags = office.tags.counts()
    assert dict(files.tags) == {kind: n for kind, n in tags.items() if n >= FEW}
    if report.base.households < _MANY:
        assert sum(files.findings.values()) == len(office.mending.scan().lines)
    assert files.unchecked == office.households.summary().unchecked
    visits = [v.day for row in due.rows[:50] for v in office.tags.visits(row.id)]
    mine = sum(date(report.year, 1, 1) <= day <= report.until for day in visits)
    assert mine <= files.visits
