"""The places of a table: kept as they are written, found again in other spellings, never merged."""

import random
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportOptions, ImportResult

Write = Callable[..., Path]
Take = Callable[..., ImportResult]
People = Callable[..., list[tuple[Any, ...]]]

HEADER = ["社区", "小区", "楼栋", "单元", "房号", "姓名"]
COMMUNITIES = {
    "兴新社区": ("兴新社区", "兴新社区居委会", "兴新社区居民委员会", "兴新"),
    "柳林村村民委员会": ("柳林村村民委员会", "柳林村", "柳林村委会"),
    "柳林社区": ("柳林社区", "柳林社区居委会"),
}
COMPOUNDS = {
    "光明小区": ("光明小区", "光明"),
    "福锦苑": ("福锦苑", "福锦苑小区"),
    "福锦苑二期": ("福锦苑二期",),
}
BUILDINGS = {
    "1栋": ("1栋", "1", "01", "1号楼", "1幢", "一栋", "1#", "第1栋"),
    "11栋": ("11栋", "十一号楼", "11幢"),
    "综合楼": ("综合楼", "综合栋"),
    "家属楼": ("家属楼",),
    "钟楼": ("钟楼",),
    "A座": ("A座", "A"),
}
UNITS = {
    "1单元": ("1单元", "第1单元", "第一单元", "1单", "1", "01", "一单元", "1门"),
    "2单元": ("2单元", "二单元", "第2单元", "2号"),
    "东单元": ("东单元",),
}
ROOMS = {
    "101": ("101", "0101", "101室", "1楼101", 101),
    "101-1": ("101-1", "101附1"),
    "1101": ("1101", "1101号"),
    "负1层": ("负1层", "负一层", "-1层"),
    "-101": ("-101", "负101"),
}


KINDS: tuple[dict[str, tuple[Any, ...]], ...] = (COMMUNITIES, COMPOUNDS, BUILDINGS, UNITS, ROOMS)


@pytest.mark.parametrize("seed", range(3))
def test_each_place_once_as_it_was_written_first(
    workbook: Write, take: Take, people: People, office: Office, seed: int
) -> None:
    """People in all spellings of their places, against a map of true places made beside them."""
    chance = random.Random(seed)
    truth: dict[tuple[str, ...], list[str]] = {}
    named = [
        [*place, "1单元", "101"] for place in product(COMMUNITIES, COMPOUNDS, BUILDINGS)
    ]  # the first table says every name in full
    spelled = [[chance.choice(list(names)) for names in KINDS] for _ in range(240)]
    tables: list[list[list[Any]]] = [[], []]
    for number, place in enumerate([*named, *spelled]):
        name = "赵" + chr(ord("一") + number)
        truth.setdefault(tuple(place), []).append(name)
        if number < len(named):
            tables[0].append([*place, name])
        else:
            told = [chance.choice(names[one]) for names, one in zip(KINDS, place, strict=True)]
            tables[1].append([*told, name])
    for number, rows in enumerate(tables):
        result = take(workbook([HEADER, *rows], f"{number}.xlsx"))
        assert (result.created, result.refused) == (len(rows), 0)
    found: dict[tuple[str, ...], list[str]] = {}
    for *place, name in people("community", "compound", "building", "unit", "room", "name"):
        found.setdefault(tuple(place), []).append(name)
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, truth.values()))
    assert {place[:4] for place in found} == {place[:4] for place in truth}
    assert len(office.households.buildings()) == len(named)
    chance.shuffle(tables[1])
    again = take(workbook([HEADER, *tables[1]], "1.xlsx"))
    assert (again.created, again.updated, again.unchanged) == (0, 0, len(tables[1]))


def test_an_archive_of_before_keeps_its_dwellings(
    office: Office, workbook: Write, take: Take, people: People
) -> None:
    """Names as earlier versions rewrote them, and units and rooms as they left them."""
    place = office.households.add_place("兴新社区", "光明", "综合栋").ids[0]
    other = office.households.add_place("柳林村村民委员会社区", "院子", "3栋").ids[0]
    database = office.core.database
    stored = (
        (place, "第1单元", "101"), (place, "", "2-201"), (place, "1单", "负一层"),
        (other, "", "3-101"),
    )  # fmt: skip
    for building, unit, room in stored:
        home = office.households.create(building, "9单元", "9").ids[0]
        with database.transaction():
            database.execute(
                "UPDATE dwelling SET unit = ?, room = ? WHERE id = "
                "(SELECT dwelling_id FROM household WHERE id = ?)",
                (unit, room, home),
            )
    before = database.rows("SELECT id FROM dwelling")
    rows = [
        ["兴新社区居委会", "光明小区", "综合楼", "1单元", "101", "赵建国"],
        ["兴新社区居委会", "光明小区", "综合楼", "2", "2-201", "钱秀英"],
        ["兴新社区居委会", "光明小区", "综合楼", "一单元", "负1层", "孙丽"],
        ["柳林村村民委员会", "院子", "3号楼", "", "3-101", "李伟"],
    ]
    assert take(workbook([HEADER, *rows])).created == 4
    assert database.rows("SELECT id FROM dwelling") == before
    assert [len(c.compounds) for c in office.households.tree()] == [1, 1]


ADDRESSES = (
    *("福锦苑1栋1单元101", "福锦苑1-1-101", "福锦苑1#1-101", "福锦苑小区1号楼1单元101室"),
    *("福锦苑 1-1-101", "福锦苑1幢-1-101", "福锦苑第1栋第一单元101号", "福锦苑1栋1单101"),
    *("巴中市巴州区福锦苑1栋1单元101", "兴文大道8号福锦苑1-1-101", "福锦苑一栋一单元1楼101"),
    *("四川省巴中市兴文街道兴新社区福锦苑1-1-101", "福锦苑1/1/101", "福锦苑1－1－0101"),
)


def test_one_column_addresses_are_one_dwelling(workbook: Write, take: Take, people: People) -> None:
    rows = [["住址", "姓名"], *([text, f"李{chr(0x4E00 + n)}"] for n, text in enumerate(ADDRESSES))]
    result = take(workbook(rows), community="兴新社区")
    assert (result.created, result.refused, result.households) == (len(ADDRESSES), 0, 1)
    assert set(people("compound", "building", "unit", "room")) == {
        ("福锦苑", "1栋", "1单元", "101")
    }


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("福锦苑12-3-1102", ("福锦苑", "12栋", "3单元", "1102")),
        ("福锦苑1-101", ("福锦苑", "1栋", "", "101")),
        ("福锦苑1栋101-1", ("福锦苑", "1栋", "", "101-1")),
        ("福锦苑1-2-101-1", ("福锦苑", "1栋", "2单元", "101-1")),
        ("福锦苑1栋负1层", ("福锦苑", "1栋", "", "负1层")),
        ("福锦苑1-1-负1层3号", ("福锦苑", "1栋", "1单元", "负1层3")),
        ("福锦苑A座1101", ("福锦苑", "A座", "", "1101")),
        ("光明小区综合楼2单元301", ("光明小区", "综合楼", "2单元", "301")),
        ("光明小区3栋门面2号", ("光明小区", "3栋", "", "门面2")),
        ("505小区1-1-101", ("505小区", "1栋", "1单元", "101")),
        ("万达1期2-1-101", ("万达1期", "2栋", "1单元", "101")),
        ("钟楼小区3栋1单元5楼2号", ("钟楼小区", "3栋", "1单元", "5楼2")),
    ],
)
def test_an_address_in_one_cell(
    workbook: Write, take: Take, people: People, address: str, place: tuple[str, ...]
) -> None:
    take(workbook([["姓名", "现住址"], ["赵建国", address]]), community="兴新社区")
    assert people("compound", "building", "unit", "room") == [place]


def test_rooms_that_name_more_than_the_room(workbook: Write, take: Take, people: People) -> None:
    header = ["楼栋", "单元", "房号", "姓名"]
    rows = [
        ["1栋", "", "1-101", "赵一"], ["1栋", "1", "1-102", "钱二"], ["1栋", "2", "1-103", "孙三"],
        ["2栋", "", "2-1-101", "李四"], ["2栋", "1", "2栋1单元102", "周五"],
        ["商住楼", "", "1栋101", "吴六"], ["商住楼", "", "2栋101", "郑七"],
        ["3栋1单元", "", "101", "王八"], ["3栋", "3栋1单元", "102", "冯九"],
    ]  # fmt: skip
    assert take(workbook([header, *rows]), community="兴新", compound="福锦苑").refused == 0
    assert sorted(people("name", "building", "unit", "room")) == sorted([
        ("赵一", "1栋", "1单元", "101"), ("钱二", "1栋", "1单元", "102"),
        ("孙三", "1栋", "2单元", "1-103"), ("李四", "2栋", "1单元", "101"),
        ("周五", "2栋", "1单元", "102"), ("吴六", "商住楼", "", "1栋101"),
        ("郑七", "商住楼", "", "2栋101"), ("王八", "3栋", "1单元", "101"),
        ("冯九", "3栋", "1单元", "102"),
    ])  # fmt: skip


def test_building_and_unit_in_one_column(workbook: Write, take: Take, people: People) -> None:
    rows = [["楼栋单元", "房号", "姓名"], ["1-2", "101", "赵一"], ["3栋1单元", "102", "钱二"]]
    take(workbook(rows), community="兴新", compound="福锦苑")
    assert people("building", "unit", "room") == [
        ("1栋", "2单元", "101"), ("3栋", "1单元", "102"),
    ]  # fmt: skip


def test_rooms_that_begin_with_their_building(
    workbook: Write, take: Take, people: People, numbers: Iterator[str]
) -> None:
    rows = [["楼栋", "房号", "姓名"], ["1栋", "1-101", "赵一"], ["2栋", "2-101", "钱二"]]
    take(workbook(rows), community="兴新", compound="福锦苑")
    assert people("building", "unit", "room") == [("1栋", "", "101"), ("2栋", "", "101")]


def test_forms_find_what_is_there_in_another_spelling(office: Office) -> None:
    first = office.households.add_place("兴新社区", "光明小区", "综合楼").ids
    assert office.households.add_place("兴新社区居委会", "光明", "综合栋").ids == first
    assert office.households.add_place("柳林村村民委员会", "院子", "三号楼").ids != first
    home = office.households.create(first[0], "第一单元", "0101").ids[0]
    assert office.households.get(home).address == "光明小区综合楼1单元101"
    for unit, room in (("1单", "101室"), ("", "1-101"), ("1", "1楼101")):
        with pytest.raises(InputError, match="已有户档"):
            office.households.create(first[0], unit, room)
    assert [b.community for b in office.households.buildings()] == ["兴新社区", "柳林村村民委员会"]


def test_options_and_titles_name_places_that_are_there(office: Office, workbook: Write) -> None:
    office.households.add_place("兴新社区", "光明小区", "综合楼")
    rows = [["兴新社区居委会光明小区综合楼住户登记表"], ["房号", "姓名"], ["101", "赵建国"]]
    assert office.importing.take("households", workbook(rows)).created == 1
    options = ImportOptions(community="兴新", compound="光明", building="综合楼")
    plain = workbook([["房号", "姓名"], ["102", "钱秀英"]])
    assert office.importing.take("households", plain, options).created == 1
    assert [b.title for b in office.households.buildings()] == ["光明小区综合楼"]
