"""What the program exports it takes in again: nothing changes, in either kind of file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.reports import spreadsheets
from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportResult

Take = Callable[..., ImportResult]

ROOMS = ("-101", "负2层", "101", "101-1", "=1+1", "@门面", "负1层")
NOTES = ("+86 138", "-", "=HYPERLINK()", "'=x", "＝甲", None, "'甲")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_households_come_back_as_they_were(
    office: Office, take: Take, tmp_path: Path, ending: str
) -> None:
    place = office.households.add_place("兴新社区", "光明小区", "综合楼").ids[0]
    for room, note in zip(ROOMS, NOTES, strict=True):
        home = office.households.create(place, "1单元", room).ids[0]
        office.households.add_resident(home, Resident(0, home, f"李{room[-1]}", "02", note=note))
    database = office.core.database
    asked = "SELECT d.unit, d.room, r.name, r.note FROM resident r JOIN household h ON "
    asked += "h.id = r.household_id JOIN dwelling d ON d.id = h.dwelling_id ORDER BY d.id, r.id"
    before = database.rows(asked)
    path = tmp_path / f"户档.{ending}"
    spreadsheets.write(office.exporting.households("核对", full=True), path)
    if ending == "csv":
        assert '"\'-101"' in path.read_text("utf-8-sig")  # harmless for a spreadsheet
    result = take(path)
    assert (result.created, result.updated, result.refused) == (0, 0, 0)
    assert database.rows(asked) == before


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_roster_carries_its_notes(
    office: Office, take: Take, tmp_path: Path, ending: str
) -> None:
    place = office.households.add_place("兴新社区", "光明小区", "综合楼").ids[0]
    office.roster.create(Leader(0, "王芳", note="+兼任网格员"), place, date(2024, 1, 1))
    table = office.exporting.leaders("核对", full=True)
    assert [column.title for column in table.columns][-1] == "备注"
    path = tmp_path / f"花名册.{ending}"
    spreadsheets.write(table, path)
    result = take(path, "leaders")
    assert (result.created, result.refused) == (0, 0)
    assert office.roster.get(office.roster.rows()[0].leader_id).leader.note == "+兼任网格员"
    masked = office.exporting.leaders("核对")
    assert [row[-1] for row in masked.rows] == ["+兼任网格员"]
