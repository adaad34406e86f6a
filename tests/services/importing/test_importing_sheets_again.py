"""Sheets of a building that has some: added, known, or asked about; and taken back."""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ldz_desktop.errors import RuleError
from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportOptions, ImportResult, Kind

Write = Callable[..., Path]
Import = Callable[..., ImportResult]
MONTH = "2026-10"
ONE = ["兴新社区", "福锦苑", "1栋"]
HEADER = ["社区", "小区", "楼栋", *(f"第{n}题" for n in range(1, 9))]
CHANCE = random.Random(19)


def _pile(count: int) -> list[list[Any]]:
    return [[*ONE, *(CHANCE.randint(1, 5) for _ in range(8))] for _ in range(count)]


def _stored(office: Office) -> Counter[str]:
    rows = office.core.database.rows("SELECT answers FROM sheet")
    return Counter(str(row[0]) for row in rows)


def _told(*piles: list[list[Any]]) -> Counter[str]:
    return Counter("".join(map(str, row[3:])) for pile in piles for row in pile)


@pytest.fixture
def take(office: Office) -> Import:
    def run(path: Path, kind: Kind = "sheets", **options: Any) -> ImportResult:  # noqa: ANN401
        return office.importing.take(kind, path, ImportOptions(month=MONTH, **options))

    return run


def test_mended_sheets_join_those_that_were_taken(
    office: Office, workbook: Write, take: Import, tmp_path: Path
) -> None:
    """26 sheets, 6 of them with a 9; some mended ones are like those on file."""
    good = _pile(20)
    mended = [list(row) for row in (good[0], good[1], good[2], good[2], *_pile(2))]
    spoiled = [[*row[:-1], 9] for row in mended]
    first = take(workbook([HEADER, *good[:10], *spoiled, *good[10:]]))
    assert (first.created, first.refused) == (20, 6)
    back = tmp_path / "退回.xlsx"
    office.importing.refused_workbook(first, back)
    book = openpyxl.load_workbook(back)
    for row, answers in enumerate(mended, 2):
        for column, mark in enumerate(answers, 1):
            book.active.cell(row, column).value = mark
    book.save(back)
    again = take(back)
    assert (again.created, again.updated, again.refused) == (6, 0, 0)
    assert _stored(office) == _told(good, mended)
    assert [p.code for p in again.problems] == ["sheets_more"]
    header = next(p.header for p in office.evaluation.progress(MONTH) if p.header)
    assert (header.returned, header.valid) == (26, 26)
    twice = take(back)
    assert (twice.created, twice.unchanged) == (0, 6)
    assert _stored(office).total() == 26


@pytest.mark.parametrize("pile", [[[*ONE, *[5] * 8]], [[*ONE, *[5] * 8]] * 7, _pile(12)])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_same_file_counts_once(
    office: Office,
    workbook: Write,
    text_table: Write,
    take: Import,
    ending: str,
    pile: list[list[Any]],
) -> None:
    write = workbook if ending == "xlsx" else text_table
    path = write([HEADER, *pile], f"表.{ending}")
    assert take(path).created == len(pile)
    assert take(path).created == 0
    shuffled = [HEADER, *CHANCE.sample(pile, len(pile))]  # saved anew, in another order
    assert take(workbook(shuffled, "另存.xlsx")).created == 0
    take(workbook([HEADER, *_pile(9)], "第二份.xlsx"))
    assert take(path).created == 0
    assert _stored(office).total() == len(pile) + 9


def test_a_second_file_of_a_building_is_added(
    office: Office, workbook: Write, take: Import
) -> None:
    first, second = _pile(20), _pile(15)
    take(workbook([HEADER, *first]))
    result = take(workbook([HEADER, *second], "第二份.xlsx"))
    assert (result.created, result.updated) == (15, 0)
    (note,) = result.problems
    assert (note.level, note.code) == ("note", "sheets_more")
    assert "20 张" in note.reason
    assert "35 张" in note.reason
    assert _stored(office) == _told(first, second)


def test_the_file_with_its_rows_mended_in_place(
    office: Office, workbook: Write, take: Import
) -> None:
    pile = _pile(26)
    take(workbook([HEADER, *pile[:20], *([*row[:-1], 9] for row in pile[20:])]))
    grown = take(workbook([HEADER, *pile], "改好.xlsx"))
    assert (grown.created, grown.unchanged, grown.refused) == (6, 20, 0)
    assert _stored(office) == _told(pile)


def test_a_corrected_file_is_asked_about(office: Office, workbook: Write, take: Import) -> None:
    pile = _pile(20)
    take(workbook([HEADER, *pile]))
    corrected = [*pile[:17], *_pile(3)]
    path = workbook([HEADER, *corrected], "更正.xlsx")
    plan = office.importing.plan("sheets", path, ImportOptions(month=MONTH))
    assert plan.result.standing.undecided == ("福锦苑1栋",)
    for attempt in (lambda: take(path), lambda: office.importing.run(plan)):
        with pytest.raises(RuleError, match="替换"):
            attempt()
    assert _stored(office) == _told(pile)
    result = take(path, existing="replace")
    assert (result.created, result.updated, result.unchanged) == (0, 3, 17)
    assert _stored(office) == _told(corrected)
    assert take(path, existing="add").created == 20


def test_an_import_is_taken_back(office: Office, workbook: Write, take: Import) -> None:
    first, second = _pile(20), _pile(6)
    one = take(workbook([HEADER, *first]))
    two = take(workbook([HEADER, *second], "第二份.xlsx"), existing="replace")
    assert _stored(office) == _told(second)
    with pytest.raises(RuleError, match="改动"):
        office.importing.take_back(one)
    office.importing.take_back(two)
    assert _stored(office) == _told(first)
    header = next(p.header for p in office.evaluation.progress(MONTH) if p.header)
    assert header.returned == 20
    office.importing.take_back(one)
    assert not _stored(office)
    assert all(p.header is None for p in office.evaluation.progress(MONTH))
    assert take(workbook([HEADER, *first])).created == 20


def test_after_a_recall_the_file_counts_again(
    office: Office, workbook: Write, take: Import
) -> None:
    path = workbook([HEADER, *_pile(8)])
    take(path)
    office.evaluation.recall_batch(MONTH, office.households.buildings()[0].id)
    assert take(path).created == 8


def test_mended_booklets_join(
    office: Office, workbook: Write, take: Import, tmp_path: Path
) -> None:
    """Names are not kept: only the file itself tells that they are other people."""
    header = ["社区", "小区", "楼栋", "评分人", "政策宣讲", "睦邻友好", "服务民生"]
    path = workbook([header, [*ONE, "物业", 5, 5, 5], [*ONE, "党员", 9, 5, 5]])
    first = take(path, "stars")
    assert (first.created, first.refused) == (1, 1)
    back = tmp_path / "退回.xlsx"
    office.importing.refused_workbook(first, back)
    book = openpyxl.load_workbook(back)
    book.active["E2"] = 4
    book.save(back)
    joined = take(back, "stars")
    assert (joined.created, joined.refused) == (1, 0)
    assert take(back, "stars").unchanged == 1
    rows = office.core.database.rows("SELECT marks FROM star_mark ORDER BY marks")
    assert [row[0] for row in rows] == ["455", "555"]
    office.importing.take_back(joined)
    assert office.core.database.rows("SELECT marks FROM star_mark") == [("555",)]
