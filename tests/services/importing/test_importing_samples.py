"""../shared/samples must give exactly what their expected.json says."""

import json
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportOptions, ImportResult, Kind

_OPTIONS = {"社区": "community", "小区": "compound", "楼栋": "building"}
HOUSEHOLDS = (
    "东锦苑24栋居民信息登记表.xlsx",
    "福锦苑花名册.xls",
    "西锦社区户档导出.csv",
    "文锦苑12栋台账.xlsx",
)
WHY = {
    "check digit": "check_digit",
    "required": "required",
    "birth in the future": "birth_in_future",
    "same number as row 4, another name": "duplicate_number",
    "no such date": "no_such_date",
    "spreadsheet damage (last three digits zero)": "damaged_zeros",
    "spreadsheet damage (scientific notation)": "damaged_exponent",
    "text that begins with = is kept as text and exported harmless": "formula_text",
    "letter O for zero, mended": "letter_o",
    "sex against number": "sex_mismatch",
}


@pytest.fixture
def expected(samples: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((samples / "expected.json").read_text("utf-8"))
    return found


def _take(office: Office, kind: Kind, path: Path, options: dict[str, str]) -> ImportResult:
    wanted: dict[str, Any] = dict(options)
    return office.importing.run(office.importing.plan(kind, path, ImportOptions(**wanted)))


@pytest.mark.parametrize("name", HOUSEHOLDS)
def test_households(
    office: Office, samples: Path, expected: dict[str, dict[str, Any]], name: str
) -> None:
    wanted = expected[name]
    needs = {_OPTIONS[word]: value for word, value in wanted["needs"].items()}
    result = _take(office, "households", samples / name, needs)
    assert result.created == wanted["residents"]
    assert result.refused == wanted["refused"]
    totals = office.households.totals()
    assert totals.residents == wanted["residents"]
    assert totals.households == wanted.get("households", totals.households) == result.households
    for level, listed in (("refused", "faults"), ("note", "notes")):
        found = [(p.row, p.column, p.code) for p in result.problems if p.level == level]
        assert found == [(x["row"], x["column"], WHY[x["why"]]) for x in wanted.get(listed, ())]


@pytest.mark.parametrize("name", HOUSEHOLDS)
def test_the_same_file_again_changes_nothing(
    office: Office, samples: Path, expected: dict[str, dict[str, Any]], name: str
) -> None:
    needs = {_OPTIONS[word]: value for word, value in expected[name]["needs"].items()}
    first = _take(office, "households", samples / name, needs)
    before = _everything(office)
    again = _take(office, "households", samples / name, needs)
    assert (again.created, again.updated) == (0, 0)
    assert again.unchanged == first.created
    assert again.problems == first.problems
    assert _everything(office) == before


def test_one_step_is_the_same_as_two(office: Office, samples: Path) -> None:
    path = samples / "文锦苑12栋台账.xlsx"
    planned = office.importing.plan("households", path).result
    taken = office.importing.take("households", path)
    assert taken.problems == planned.problems
    assert (taken.created, taken.refused, taken.households) == (227, 8, planned.households)
    again = office.importing.take("households", path)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 227)


def test_places_are_read_from_titles_and_names(office: Office, samples: Path) -> None:
    """Without any option: title, sheet names, and what the office knows already."""
    office.importing.take("households", samples / "东锦苑24栋居民信息登记表.xlsx")
    office.importing.take("leaders", samples / "楼栋长花名册.xlsx")
    office.importing.take("households", samples / "福锦苑花名册.xls")
    titles = {(b.community, b.compound, b.name) for b in office.households.buildings()}
    assert ("东锦社区", "东锦苑", "24栋") in titles
    assert ("兴新社区", "福锦苑", "6栋") in titles
    assert office.households.totals().residents == 400 + 425


def test_roster(office: Office, samples: Path, expected: dict[str, dict[str, Any]]) -> None:
    wanted = expected["楼栋长花名册.xlsx"]
    result = _take(office, "leaders", samples / "楼栋长花名册.xlsx", {})
    assert (result.created, result.refused, result.notes) == (wanted["leaders"], 0, 0)
    figures = office.roster.figures()
    assert figures.leaders == wanted["leaders"]
    assert figures.party == wanted["party"]
    assert figures.upper_secondary == wanted["upper_secondary_or_more"]
    before = _everything(office)
    again = _take(office, "leaders", samples / "楼栋长花名册.xlsx", {})
    assert (again.created, again.updated, again.unchanged) == (0, 0, wanted["leaders"])
    assert _everything(office) == before


def test_sheets_and_stars(
    office: Office, samples: Path, expected: dict[str, dict[str, Any]]
) -> None:
    month = {"month": "2026-10"}
    _take(office, "leaders", samples / "楼栋长花名册.xlsx", {})
    sheets, stars = "2026年10月满意度调查汇总.xlsx", "2026年10月星级评分册.xlsx"
    result = _take(office, "sheets", samples / sheets, month)
    assert (result.created, result.refused, result.notes) == (expected[sheets]["sheets"], 0, 0)
    result = _take(office, "stars", samples / stars, month)
    assert (result.created, result.refused, result.notes) == (expected[stars]["rows"], 0, 0)
    before = _everything(office)
    assert _take(office, "sheets", samples / sheets, month).unchanged == 4031
    assert _take(office, "stars", samples / stars, month).unchanged == 456
    assert _everything(office) == before
    ranking = office.evaluation.ranking("2026-10")
    assert len(ranking.standings) == 152


def test_nothing_is_written_by_a_plan(office: Office, samples: Path) -> None:
    before = _everything(office)
    office.importing.plan("households", samples / "文锦苑12栋台账.xlsx")
    office.importing.plan("leaders", samples / "楼栋长花名册.xlsx")
    sheets = samples / "2026年10月满意度调查汇总.xlsx"
    office.importing.plan("sheets", sheets, ImportOptions(month="2026-10"))
    assert _everything(office) == before


def _everything(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every ordinary table."""
    tables = office.core.database.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' "
        "AND name NOT LIKE 'sqlite%'"
    )
    return {
        name: office.core.database.rows(f"SELECT * FROM {name}")
        for (name,) in tables
        if not name.endswith("_config")
    }
