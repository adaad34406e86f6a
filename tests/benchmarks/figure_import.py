"""import: 24,000 households from a workbook → committed and searchable.

The workbook is the demo district as an office keeps it: one sheet, a title, one header row, a line
for each resident, the dwelling on every line. The floor reads the same workbook with calamine and
puts the same rows into one plain table of an encrypted file by executemany.
"""

import itertools
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
from ldz_desktop.services.demo.district import build_district
from ldz_desktop.services.demo.person import Person
from ldz_desktop.services.opening import create_office
from ldz_desktop.storage.database import Database

HEADER = (
    "社区", "小区", "楼栋", "单元", "房号", "居住情况", "姓名", "与户主关系", "证件号码", "性别",
    "民族", "文化程度", "职业", "健康状况", "政治面貌", "联系电话",
)  # fmt: skip
_KEY = bytes(range(32))


def measure(bench: Bench) -> list[Figure]:
    households = bench.pick(24_000, 2_400)
    workbook = bench.folder / "district.xlsx"
    rows = write_workbook(workbook, households)
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


def write_workbook(path: Path, households: int, phone: str = "") -> int:
    """So many households as one sheet; how many rows they take. phone: what telephone numbers begin
    with instead of what they begin with."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("户档")
    sheet.write_string(0, 0, "居民信息登记表")
    for column, title in enumerate(HEADER):
        sheet.write_string(1, column, title)
    rows = 0
    for lines in itertools.islice(_households(households), households):
        for cells in lines:
            for column, cell in enumerate(cells):
                if cell:
                    begin = phone if HEADER[column] == "联系电话" else ""
                    sheet.write_string(rows + 2, column, begin + cell[len(begin) :])
            rows += 1
    book.close()
    return rows


def _households(wanted: int) -> Iterator[list[tuple[str, ...]]]:
    """The households with people in them, a line for each present resident; more than wanted."""
    size = max(wanted + wanted // 20, 14_000)  # some flats are empty; a district has its least size
    for building in build_district(1, TODAY, households=size):
        for household in building.households:
            place = (building.community, building.compound, building.name, household.door.unit,
                     household.door.room, household.tenure or "")  # fmt: skip
            members = [m for m in household.members if m.state == "present"]
            if members:
                yield [(*place, *_cells(m)) for m in members]


def _cells(m: Person) -> tuple[str, ...]:
    return (
        m.name, RELATION.label(m.relation), m.id_number or "", SEX.label(m.sex),
        ETHNIC.label(m.people), EDUCATION.label(m.education), EMPLOYMENT.label(m.occupation),
        HEALTH.label(m.health), POLITICAL.label(m.political), m.phone or "",
    )  # fmt: skip


def _import(folder: Path, workbook: Path, households: int) -> float:
    """Seconds from the chosen file to everybody committed and searchable, in an empty office."""
    place = folder / "import-office"
    office, _ = create_office(place, "测速办公室", ACCOUNT, PASSWORD)
    try:
        taken = seconds(lambda: office.importing.take("households", workbook))
        assert office.households.totals().households == households
    finally:
        office.close()
        shutil.rmtree(place)
    return taken


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
