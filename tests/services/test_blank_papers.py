"""What blank papers are made of: the month's buildings, how many sheets, the month's own scheme."""

from dataclasses import replace
from datetime import date

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.schemes import SCHEME_1
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office


@pytest.fixture
def buildings(office: Office) -> list[int]:
    """Three buildings, two with a leader; two households live in the first."""
    found = []
    for number in (1, 2, 3):
        found.extend(office.households.add_place("西锦社区", "西锦苑", f"{number}栋").ids)
    for number in (0, 1):
        office.roster.create(Leader(0, "吴晓东"), found[number], date(2024, 1, 1))
    for room, tenure in (("101", "自住"), ("102", "租赁"), ("103", "空置")):
        household = office.households.create(found[0], "1", room, tenure).ids[0]
        if tenure != "空置":
            office.households.add_resident(household, Resident(0, 0, "何丽娟", "02"))
    return found


def test_a_sheet_for_each_household_or_as_many_as_were_given_out(
    office: Office, buildings: list[int]
) -> None:
    office.evaluation.open_month("2026-10")
    first, second = office.blank_papers.of("2026-10").lots
    assert (first.building, first.households, first.given, first.count) == ("西锦苑1栋", 2, None, 2)
    assert (second.building, second.count) == ("西锦苑2栋", 0)
    office.evaluation.record_issued("2026-10", {buildings[0]: 0, buildings[1]: 17})
    assert [lot.count for lot in office.blank_papers.of("2026-10").lots] == [0, 17]
    (only,) = office.blank_papers.of("2026-10", buildings[1:]).lots
    assert (only.building_id, only.given) == (buildings[1], 17)


def test_an_old_month_keeps_its_questions(office: Office, buildings: list[int]) -> None:
    office.evaluation.open_month("2026-10")
    office.schemes.save(replace(SCHEME_1, questions=("一问", "二问"), answered_minimum=1))
    office.evaluation.open_month("2026-11")
    assert office.blank_papers.of("2026-10").scheme.questions == SCHEME_1.questions
    assert office.blank_papers.of("2026-11").scheme.questions == ("一问", "二问")


def test_nothing_to_print_is_said(office: Office, buildings: list[int]) -> None:
    with pytest.raises(InputError, match="没有2026年10月的测评"):
        office.blank_papers.of("2026-10")
    office.evaluation.open_month("2026-10")
    with pytest.raises(InputError, match="没有楼栋长在任"):
        office.blank_papers.of("2026-10", buildings[2:])
    with pytest.raises(InputError, match="没有楼栋长在任"):
        office.blank_papers.of("2026-10", [])
