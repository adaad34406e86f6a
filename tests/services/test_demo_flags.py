"""The demo's flags and awards: everything was written down as the pages propose it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from ldz_desktop.domain.awards import KINDS
from ldz_desktop.domain.flags import OPEN
from ldz_desktop.services.annual_report_records import AnnualReport
from ldz_desktop.services.context import Office
from ldz_desktop.services.demo.build import build_demo
from ldz_desktop.services.opening import open_office

PASSWORD = "演示口令-2026"
TODAY = date(2026, 2, 20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirteen closed months: the whole of 2025, and January."""
    place = tmp_path_factory.mktemp("demo") / "office"
    build_demo(place, "李敏", PASSWORD, months=13, households=6_500, today=TODAY)
    return place


@pytest.fixture
def office(folder: Path) -> Iterator[Office]:
    opened = open_office(folder, "李敏", PASSWORD)
    yield opened
    opened.close()


def test_two_flags_a_community_handed_on_but_for_the_newest_month(office: Office) -> None:
    lines = office.flags.register_lines()
    assert len(lines) == 6
    assert {x.flag.scope for x in lines} == set(office.flags.communities())
    assert office.flags.lacking() == ()
    months = office.flags.month().months
    assert len(months) == 13
    newest, *others = months
    states = {x.move.state for x in office.flags.month(newest).moves}
    assert states <= {*OPEN, "spare"}
    for month in others:
        shown = office.flags.month(month)
        assert {x.move.state for x in shown.moves} <= {"done", "kept", "spare"}, month
        assert all(tie.decision is not None for tie in shown.ties)


def test_the_ledger_agrees_with_the_wall(office: Office) -> None:
    month = office.flags.month().months[1]
    wall = {h.building_id: h.months_in_row for h in office.honours.flag_holders(month)}
    moves = {x.move.to_building: x.move.months for x in office.flags.month(month).moves}
    moves.pop(0, None)
    assert moves == wall
    held = {x.move.to_building: x.held for x in office.flags.month(month).moves}
    for holder in office.honours.flag_holders(month):
        assert held[holder.building_id] == holder.months_held


def test_awards_of_the_complete_year_with_their_notice(office: Office) -> None:
    shown = office.awards.year()
    assert (shown.year, shown.closed) == (2025, 12)
    assert (len(shown.granted("building")), len(shown.granted("leader"))) == (5, 10)
    assert all(x.place and not x.changed for x in shown.granted("leader"))
    posting = office.postings.get(shown.posting)
    assert (posting.kind, posting.posted_on) == ("award", date(2026, 1, 15))
    assert posting.reported_on is not None
    assert len(office.awards.certificates(2025, "leader")) == 10


def test_the_years_report_agrees_with_every_screen(
    office: Office, report_agrees: Callable[[Office, int], AnnualReport]
) -> None:
    report = report_agrees(office, 2025)
    assert len(report.evaluation.closed) == 12
    assert [(len(x.names), x.count > 0) for x in report.honours.awards] == [
        (len(office.awards.year(2025).granted(kind)), True) for kind in KINDS
    ]
