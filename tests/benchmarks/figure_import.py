"""import: 24,000 households from a workbook → committed and searchable.

The workbook is the demo district as an office keeps it: one sheet, a title, one header row, a line
for each resident, the dwelling on every line. The floor reads the same workbook with calamine and
puts the same rows into one plain table of an encrypted file by executemany.
"""

import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path

from measuring import ACCOUNT, PASSWORD, TODAY, Bench, Figure, seconds

from ldz_desktop.domain.codes import (
    EDUCATION,
    EMPLOYMENT,
    ETHNIC,
    HEALTH,
    POLITICAL,
    RELATION,
    SEX,
)
from ldz_desktop.services.context import Office
from ldz_desktop.services.demo.district import build_district
from ldz_desktop.services.importing import ImportOptions
from ldz_desktop.services.opening import create_office
from ldz_desktop.services.progress import SILENT
from ldz_desktop.storage.database import Database

HEADER = (
    "社区", "小区", "楼栋", "单元", "房号", "居住情况", "姓名", "与户主关系", "证件号码", "性别",
    "民族", "文化程度", "职业", "健康状况", "政治面貌", "联系电话",
)  # fmt: skip
_KEY = bytes(range(32))


def measure(bench: Bench) -> list[Figure]:
    buildings = bench.pick(152, 15)
    workbook = bench.folder / "district.xlsx"
    households, rows = write_workbook(workbook, buildings)
    runs = bench.pick(5, 2)
    pairs = []
    for _ in range(runs + 1):  # the first does not count
        pairs.append((_import(bench.folder, workbook, households), _floor(bench.folder, workbook)))
    value, floor = (statistics.median(column) for column in zip(*pairs[1:], strict=True))
    return [
        Figure(
            "import", f"{households:,} households, {rows:,} rows", "s", value, floor,
            value / floor, 2.5, "≤ 2.5 ×", runs,
        )
    ]  # fmt: skip


def write_workbook(path: Path, buildings: int) -> tuple[int, int]:
    """The first buildings of the demo district as one sheet; (households, rows)."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("户档")
    sheet.write_string(0, 0, "居民信息登记表")
    for column, title in enumerate(HEADER):
        sheet.write_string(1, column, title)
    households = number = 0
    for cells, first in _lines(buildings):
        households += first
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(number + 2, column, cell)
        number += 1
    book.close()
    return households, number


def _lines(buildings: int) -> Iterator[tuple[tuple[str, ...], bool]]:
    """A line for each present resident, and whether the household begins there."""
    for building in build_district(1, TODAY)[:buildings]:
        for household in building.households:
            place = (building.community, building.compound, building.name, household.door.unit,
                     household.door.room, household.tenure or "")  # fmt: skip
            members = [m for m in household.members if m.state == "present"]
            for index, m in enumerate(members):
                yield (
                    (
                        *place, m.name, RELATION.label(m.relation), m.id_number or "",
                        SEX.label(m.sex), ETHNIC.label(m.people), EDUCATION.label(m.education),
                        EMPLOYMENT.label(m.occupation), HEALTH.label(m.health),
                        POLITICAL.label(m.political), m.phone or "",
                    ),
                    index == 0,
                )  # fmt: skip


def _import(folder: Path, workbook: Path, households: int) -> float:
    """Seconds from the chosen file to everybody committed and searchable, in an empty office."""
    place = folder / "import-office"
    office, _ = create_office(place, "测速办公室", ACCOUNT, PASSWORD)
    try:
        taken = seconds(lambda: _take_in(office, workbook))
        assert office.households.totals().households == households
    finally:
        office.close()
        shutil.rmtree(place)
    return taken


def _take_in(office: Office, workbook: Path) -> None:
    plan = office.importing.plan("households", workbook, ImportOptions(), SILENT)
    office.importing.run(plan, SILENT)


def _floor(folder: Path, workbook: Path) -> float:
    """Seconds to read the workbook and put its rows into one table of an encrypted file."""
    path = folder / "floor.db"
    database = Database(path, _KEY, create=True)
    columns = tuple(f"c{n}" for n in range(len(HEADER)))
    with database.transaction():
        database.execute(f"CREATE TABLE floor({','.join(columns)})")
    try:
        return seconds(lambda: _put(workbook, database, columns))
    finally:
        database.close()
        path.unlink()


def _put(workbook: Path, database: Database, columns: tuple[str, ...]) -> None:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_index(0)
    with database.transaction():
        database.insert_many("floor", columns, (tuple(row) for row in sheet.to_python()[2:]))
