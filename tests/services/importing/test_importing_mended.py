"""Mended rows go home: tables of many shapes, some rows refused, mended and imported again.

The oracle is the list of people the tables were made of.
"""

import csv
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ldz_desktop.domain.gb11643 import check_character
from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportOptions, Kind

Write = Callable[..., Path]
PeopleIn = Callable[..., list[tuple[Any, ...]]]
_SPOILED = ("name", "number", "birth", "head name")


@dataclass(frozen=True)
class Person:
    """key: stands in 备注, so that a mended row can be found again."""

    key: str
    building: str
    unit: str
    room: str
    name: str
    relation: str
    number: str
    birth: str
    spoiled: str

    @property
    def home(self) -> tuple[str, ...]:
        return (self.building, f"{self.unit}单元", self.room, self.name)

    def cells(self, columns: list[str], *, first: bool, style: str) -> list[Any]:
        """As the table has them: what is spoiled, and the place on the first row only."""
        shown = first or style == "every row"
        name = None if "name" in self.spoiled else self.name
        number = self.number[:-1] + ("1" if self.number[-1] != "1" else "2")
        place = f"福锦苑{self.building}{self.unit}单元{self.room}室"
        values: dict[str, Any] = {
            "社区": "兴新社区" if shown else None,
            "小区": "福锦苑" if shown else None,
            "楼栋": self.building if shown else None,
            "单元": self.unit if shown else None,
            "房号": self.room if shown else None,
            "住址": place if shown else None,
            "姓名": name,
            "关系": self.relation,
            "身份证号": number if self.spoiled == "number" else self.number,
            "出生日期": "2030-01-01" if self.spoiled == "birth" else self.birth,
            "备注": self.key,
        }
        if self.spoiled == "birth":
            values["身份证号"] = None
        return [values[column] for column in columns]


def _district(chance: random.Random) -> list[list[Person]]:
    """Some twenty households of one to four people."""
    homes: list[list[Person]] = []
    order = iter(range(1, 999, 2))
    for building in ("1栋", "2栋", "12栋"):
        for n in range(6):
            unit, room = str(n % 2 + 1), f"{n // 2 + 1}0{n % 2 + 1}"
            members = []
            for position in range(chance.randint(1, 4)):
                digits = f"51190219{chance.randint(60, 90)}0101{next(order):03d}"
                key = f"k{len(homes)}-{position}"
                spoiled = chance.choice(_SPOILED) if chance.random() < 0.35 else ""
                if spoiled == "head name" and position:
                    spoiled = ""
                members.append(
                    Person(
                        key, building, unit, room, f"赵{chr(0x4E00 + 40 * len(homes) + position)}",
                        "户主" if not position else "子", digits + check_character(digits),
                        f"{digits[6:10]}-01-01", spoiled,
                    )
                )  # fmt: skip
            homes.append(members)
    return homes


_LEVELS = ("社区", "小区", "楼栋", "单元", "房号")
STYLES = ("every row", "first row", "merged", "address", "sections", "sheets", "title", "chosen")


class Maker:
    """Writes a district in one of the shapes offices use."""

    def __init__(self, workbook: Write, text_table: Write, chance: random.Random) -> None:
        self._workbook, self._text, self._chance = workbook, text_table, chance

    def write(self, homes: list[list[Person]], style: str, ending: str) -> tuple[Path, Any]:
        """The file, and what is chosen beside it."""
        places = list({"address": ("住址",), "sections": _LEVELS[4:], "sheets": _LEVELS[3:]}.get(
            style, _LEVELS[3:] if style in ("title", "chosen") else _LEVELS
        ))  # fmt: skip
        columns = [*places, "姓名", "关系", "身份证号", "出生日期", "备注"]
        self._chance.shuffle(columns)
        options = ImportOptions(community="兴新社区", compound="福锦苑")
        if style in ("title", "chosen"):
            homes[:] = [members for members in homes if members[0].building == "2栋"]
        if style == "chosen":
            options = ImportOptions(community="兴新社区", compound="福锦苑", building="2栋")
        if style == "sheets":
            return self._sheets(homes, columns), options
        rows, merges = self._rows(homes, columns, style)
        if ending == "csv":
            return self._text(rows, "台账.csv"), options
        return self._workbook(rows, "台账.xlsx", merges=merges), options

    def _rows(
        self, homes: list[list[Person]], columns: list[str], style: str
    ) -> tuple[list[list[Any]], list[str]]:
        rows: list[list[Any]] = []
        if style == "title":
            rows.append(["兴新社区福锦苑2栋居民信息登记表"])
        rows.append(list(columns))
        merges: list[str] = []
        before = ("", "")
        for members in homes:
            place = (members[0].building, members[0].unit)
            if style == "sections" and place != before:
                rows.append([f"福锦苑{place[0]}{place[1]}单元"])
                before = place
            top = len(rows) + 1
            for index, person in enumerate(members):
                rows.append(person.cells(columns, first=not index, style=style))
            if style == "merged" and len(members) > 1:
                letters = [chr(65 + columns.index(level)) for level in _LEVELS]
                merges += [f"{c}{top}:{c}{len(rows)}" for c in letters]
        return rows, merges

    def _sheets(self, homes: list[list[Person]], columns: list[str]) -> Path:
        sheets = {
            building: self._rows(
                [m for m in homes if m[0].building == building], columns, "first row"
            )[0]
            for building in ("1栋", "2栋", "12栋")
        }
        first = sheets.pop("1栋")
        return self._workbook(first, "台账.xlsx", sheet="1栋", more=sheets)


def _mend(path: Path, people: dict[str, Person], out: Path, ending: str) -> int:
    """What an office does: the right name, number and date into the rows that came back."""
    book = openpyxl.load_workbook(path)
    mended, lines = 0, []
    for page in book.worksheets:
        head = next(r for r in range(1, 9) if "姓名" in [c.value for c in page[r]])
        columns = {str(c.value): c.column for c in page[head] if c.value}
        for row in range(head + 1, page.max_row + 1):
            person = people[page.cell(row, columns["备注"]).value]
            page.cell(row, columns["姓名"]).value = person.name
            page.cell(row, columns["身份证号"]).value = person.number
            page.cell(row, columns["出生日期"]).value = person.birth
            mended += 1
        lines += [[c.value for c in row] for row in page.iter_rows(min_row=head)]
    if ending == "csv" and len(book.worksheets) == 1:
        with out.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
    book.save(out)
    book.close()
    return mended


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("style", STYLES)
def test_every_mended_row_goes_home(
    office: Office,
    maker: Maker,
    people: PeopleIn,
    tmp_path: Path,
    style: str,
    ending: str,
) -> None:
    homes = _district(random.Random(f"{style}{ending}"))
    path, options = maker.write(homes, style, ending)
    every = {person.key: person for members in homes for person in members}
    spoiled = sum(bool(person.spoiled) for person in every.values())
    result = office.importing.take("households", path, options)
    assert (result.created, result.refused) == (len(every) - spoiled, spoiled)
    back, again = tmp_path / "退回.xlsx", tmp_path / "改好.xlsx"
    office.importing.refused_workbook(result, back)
    assert _mend(back, every, again, ending) == spoiled
    if again.with_suffix(".csv").exists():
        again = again.with_suffix(".csv")
    mended = office.importing.take("households", again)  # nothing is chosen a second time
    assert (mended.created, mended.refused) == (spoiled, 0)
    found = sorted(people("building", "unit", "room", "name"))
    assert found == sorted(person.home for person in every.values())


@pytest.fixture
def maker(workbook: Write, text_table: Write) -> Maker:
    return Maker(workbook, text_table, random.Random(11))


def test_a_row_without_its_place_takes_no_strangers(
    workbook: Write, office: Office, tmp_path: Path
) -> None:
    """A head without a room, and his people below: nobody knows where they live."""
    header = ["社区", "小区", "楼栋", "房号", "姓名", "关系"]
    rows = [
        ["兴新社区", "福锦苑", "1栋", "101", "赵建国", "户主"], [*[None] * 4, "钱秀英", "配偶"],
        [*[None] * 4, "孙丽", "户主"], [*[None] * 4, "李强", "配偶"], [*[None] * 4, "李小", "子"],
        [None, None, None, "103", None, "户主"], [*[None] * 4, "周敏", "配偶"],
    ]  # fmt: skip
    result = office.importing.take("households", workbook([header, *rows]))
    assert (result.created, result.refused) == (3, 4)
    back = tmp_path / "退回.xlsx"
    office.importing.refused_workbook(result, back)
    book = openpyxl.load_workbook(back)
    book.active["E5"] = "周大海"  # only the name is mended
    book.save(back)
    again = office.importing.take("households", back)
    assert (again.created, again.refused) == (1, 3)


def test_rows_that_the_archives_refuse_carry_their_place_too(
    workbook: Write, office: Office, people: PeopleIn, tmp_path: Path, numbers: Iterator[str]
) -> None:
    header = ["社区", "小区", "楼栋", "房号", "姓名", "关系", "身份证号"]
    taken, own = next(numbers), next(numbers)
    place = ["兴新社区", "福锦苑", "1栋"]
    first = [[*place, "301", "吴刚", "户主", taken]]
    office.importing.take("households", workbook([header, *first]))
    rows = [
        [*place, "101", "赵建国", "户主", None], [*[None] * 4, "钱秀英", "配偶", taken],
        [*place, "102", "孙丽", "户主", None], [*[None] * 4, "李强", "配偶", None],
    ]  # fmt: skip
    result = office.importing.take("households", workbook([header, *rows]))
    assert [(p.row, p.code) for p in result.problems] == [(3, "number_taken")]
    back = tmp_path / "退回.xlsx"
    office.importing.refused_workbook(result, back)
    book = openpyxl.load_workbook(back)
    assert [cell.value for cell in book.active[2]][:6] == [*place, "101", "钱秀英", "配偶"]
    book.active["G2"] = own
    book.save(back)
    assert office.importing.take("households", back).created == 1
    assert [row for row in people("room", "name") if row[0] == "101"] == [
        ("101", "赵建国"), ("101", "钱秀英"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["leaders", "sheets", "stars"])
def test_mended_rows_of_the_other_kinds(
    kind: Kind, workbook: Write, office: Office, tmp_path: Path
) -> None:
    """The building stands in a merged cell, in the sheet's name, or on the first row only."""
    titles: dict[str, list[Any]] = {
        "leaders": ["姓名", "性别", "任职日期"],
        "sheets": [f"第{n}题" for n in range(1, 9)],
        "stars": ["评分人", "政策宣讲", "睦邻友好", "服务民生"],
    }
    good: dict[str, list[Any]] = {
        "leaders": ["赵琴", "女", "2020-01-01"], "sheets": [5] * 8, "stars": ["1", 5, 5, 5]
    }  # fmt: skip
    bad: dict[str, list[Any]] = {
        "leaders": ["钱芳", "女", "2020-02-31"], "sheets": [*[4] * 7, 9], "stars": ["2", 9, 5, 5]
    }  # fmt: skip
    rows = {
        f"{n}栋": [titles[kind], *([good[kind]] if n != 2 or kind != "leaders" else []), bad[kind]]
        for n in (1, 2)
    }
    if kind == "leaders":
        rows["1栋"].pop()
    path = workbook(rows["1栋"], sheet="1栋", more={"2栋": rows["2栋"]})
    options = ImportOptions(community="兴新社区", compound="福锦苑", month="2026-10")
    result = office.importing.take(kind, path, options)
    back = tmp_path / "退回.xlsx"
    office.importing.refused_workbook(result, back)
    book = openpyxl.load_workbook(back)
    for page in book.worksheets:
        head = [cell.value for cell in page[1]]
        assert {"社区", "小区", "楼栋", "原因"} <= set(head)
        for column, mended in zip(titles[kind], good[kind], strict=True):
            if column not in ("姓名", "评分人"):
                page.cell(2, head.index(column) + 1).value = mended
    merged = book.worksheets[0]
    book.save(back)
    assert merged.max_row == 2
    again = office.importing.take(kind, back, ImportOptions(month="2026-10"))
    assert again.refused == 0
    assert again.created == result.refused
    assert {b.name for b in office.households.buildings()} == {"1栋", "2栋"}
