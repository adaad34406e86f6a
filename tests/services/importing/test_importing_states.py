"""Who is head, and who is no longer there: 本人, 主（代）, 状态, 是否死亡, 迁出日期."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop.domain.households import HouseholdRow, Resident
from ldz_desktop.domain.places import ALL
from ldz_desktop.reports.spreadsheets import write
from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportResult
from ldz_desktop.services.opening import create_office

Write = Callable[..., Path]
Take = Callable[..., ImportResult]
People = Callable[..., list[tuple[Any, ...]]]
HEADER = ["社区", "小区", "楼栋", "房号", "姓名", "与户主关系"]
PLACE = ["兴新社区", "福锦苑", "1栋"]


def _rows(office: Office) -> list[HouseholdRow]:
    return office.households.rows(office.households.ids(ALL))


@pytest.mark.parametrize(
    "word",
    [
        "本人", "户主", "主", "主（代）", "户主(代)", "户主（暂）", "户主/本人", "本人（户主）",
        "02", "02-户主", "01", "01-本人", "自己", "代户主", " 本 人 ",
    ],
)  # fmt: skip
def test_every_word_for_the_head(
    workbook: Write, take: Take, people: People, office: Office, word: str
) -> None:
    rows = [[*PLACE, "101", "赵建国", word], [*PLACE, "101", "钱秀英", "配偶"]]
    result = take(workbook([HEADER, *rows]))
    assert not [p for p in result.problems if p.column == "与户主关系"]
    assert people("name", "relation") == [("赵建国", "02"), ("钱秀英", "10")]
    assert _rows(office)[0].head == "赵建国"


def test_one_self_beside_a_head_is_not_a_second_head(
    workbook: Write, take: Take, people: People
) -> None:
    rows = [
        [*PLACE, "101", "赵建国", "本人"],
        [*PLACE, "101", "赵大海", "户主"],
        [*PLACE, "102", "孙丽", "本人"],
    ]
    result = take(workbook([HEADER, *rows]))
    assert people("name", "relation") == [("赵建国", "01"), ("赵大海", "02"), ("孙丽", "02")]
    assert [(p.row, p.code, p.level) for p in result.problems] == [(2, "self", "note")]


@pytest.fixture
def tables(workbook: Write, text_table: Write) -> Write:
    """A header and 90 rows: as one csv, or as two sheets."""

    def write_rows(rows: list[list[Any]], kind: str) -> Path:
        if kind == "csv":
            return text_table(rows)
        return workbook(rows[:46], more={"第二张": [rows[0], *rows[46:]]})

    return write_rows


_STATES = {
    "present": ("", "正常", "在册", "健在", "未迁出", "在住", None, "拟迁出"),
    "dead": ("死亡", "已故", "去世", "病故", "已死亡", "死亡注销", "亡", "非正常死亡", "不在世"),
    "moved": ("迁出", "已迁出", "搬走", "外迁", "迁出注销", "注销", "已注销", "搬离本小区"),
}


@pytest.mark.parametrize("title", ["状态", "人员状态", "居民状态", "注销情况", "变动情况", "存亡"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_states_against_an_oracle(
    tables: Write, take: Take, people: People, office: Office, title: str, kind: str
) -> None:
    """Columns in any order, two sheets; what each word means stands in _STATES."""
    chance = random.Random(f"{title}{kind}")
    header = [*HEADER, title, "备注"]
    order = chance.sample(range(len(header)), len(header))
    expected: list[tuple[str, str]] = []
    rows: list[list[Any]] = []
    for home in range(30):
        for member in range(3):
            state = chance.choice(list(_STATES))
            name = (
                "赵钱孙李周吴郑王冯陈"[home % 10]
                + "甲乙丙丁戊己庚辛壬癸"[home // 10]
                + "子丑寅"[member]
            )
            word = chance.choice(_STATES[state])
            cells = [*PLACE, str(101 + home), name, "户主" if not member else None, word, None]
            rows.append([cells[i] for i in order])
            expected.append((name, state))
    titles = [header[i] for i in order]
    path = tables([titles, *rows], kind)
    result = take(path)
    assert (result.created, result.refused) == (90, 0)
    assert sorted(people("name", "state")) == sorted(expected)
    there = sum(state == "present" for _, state in expected)
    assert office.households.totals().residents == there
    assert sum(row.members for row in _rows(office)) == there
    again = take(path)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 90)


@pytest.mark.parametrize(
    ("titles", "cells", "expected"),
    [
        (["是否死亡"], ["是"], ("dead", None)),
        (["是否死亡"], ["否"], ("present", None)),
        (["是否健在"], ["否"], ("dead", None)),
        (["是否健在"], ["√"], ("present", None)),
        (["是否注销"], ["是"], ("moved", None)),
        (["死亡日期"], ["2021.3.4"], ("dead", "2021-03-04")),
        (["迁出时间"], ["2021年3月4日"], ("moved", "2021-03-04")),
        (["死亡日期"], ["见附件"], ("dead", None)),
        (["死亡", "迁出"], [None, "√"], ("moved", None)),
        (["死亡", "迁出"], ["√", None], ("dead", None)),
        (["人员状态", "死亡日期"], ["死亡", "20210304"], ("dead", "2021-03-04")),
        (["人口类型"], ["死亡"], ("dead", None)),
    ],
)
def test_marks_and_days(
    workbook: Write,
    take: Take,
    people: People,
    titles: list[str],
    cells: list[Any],
    expected: tuple[str, str | None],
) -> None:
    rows = [[*HEADER, *titles], [*PLACE, "101", "赵建国", "户主", *cells]]
    assert take(workbook(rows)).created == 1
    assert people("state", "state_on") == [expected]


def test_one_column_may_speak_of_states_and_of_registration(
    workbook: Write, take: Take, people: People
) -> None:
    words = ["常住", "户籍人口", "流动人口", "死亡", "迁出", "人户分离空挂"]
    for title in ("人员状态", "人口类型"):
        rows = [
            [*PLACE, str(101 + n), f"赵{title[0]}{w[0]}", "户主", w] for n, w in enumerate(words)
        ]
        take(workbook([[*HEADER, title], *rows]))
        found = people("name", "state", "registered_here", "lives_here")
        assert [row[1:] for row in found if row[0][1] == title[0]] == [
            ("present", None, 1), ("present", 1, 1), ("present", 0, 1),
            ("dead", None, 1), ("moved", None, 1), ("present", 1, 0),
        ]  # fmt: skip


def test_other_columns_of_states_are_not_taken(workbook: Write, take: Take, people: People) -> None:
    words = ["已审核", "待审核", "退回", "草稿"]
    rows = [[*PLACE, str(101 + n), f"赵建{w[0]}", "户主", w] for n, w in enumerate(words)]
    assert take(workbook([[*HEADER, "状态"], *rows])).notes == 0
    tenures = ["自住", "出租", "空置"]
    rows = [[*PLACE, str(201 + n), f"钱建{w[0]}", "户主", w] for n, w in enumerate(tenures)]
    take(workbook([[*HEADER, "状态"], *rows]))
    assert {row[0] for row in people("state")} == {"present"}
    assert [row[0] for row in people("tenure")][-3:] == ["自有", "租赁", "空置"]


def test_what_the_row_says_against_what_is_stored(
    workbook: Write, take: Take, people: People, numbers: Iterator[str]
) -> None:
    ids = [next(numbers) for _ in range(6)]

    def row(n: int, state: str | None, room: str = "101") -> list[Any]:
        return [*PLACE, room, f"赵建{'甲乙丙丁戊己'[n]}", "户主" if not n else "子", ids[n], state]

    header = [*HEADER, "身份证号", "状态"]
    first = ["在册", None, "死亡", "迁出", "迁出", "死亡"]
    take(workbook([header, *(row(n, state) for n, state in enumerate(first))]))
    second = ["死亡", "迁出", "健在", "在册", None, None]
    result = take(workbook([header, *(row(n, state) for n, state in enumerate(second))]))
    assert [row[0] for row in people("state")] == [
        "dead", "moved", "dead", "present", "moved", "dead"
    ]  # fmt: skip
    assert [(p.row, p.code) for p in result.problems] == [
        (2, "state_changed"), (3, "state_changed"), (4, "not_present"), (5, "state_changed"),
        (6, "not_present"), (7, "not_present"),
    ]  # fmt: skip
    elsewhere = [header, row(3, "迁出", "102"), row(4, None, "102")]
    assert [p.code for p in take(workbook(elsewhere)).problems] == ["moved_from_here", "moved_here"]
    assert people("room", "name", "state")[-1] == ("102", "赵建戊", "present")


def test_a_dead_head_and_his_successor(workbook: Write, take: Take, office: Office) -> None:
    rows = [
        [*PLACE, "101", "赵建国", "户主", "死亡"],
        [*PLACE, "101", "钱秀英", "户主", "健在"],
    ]
    result = take(workbook([[*HEADER, "状态"], *rows]))
    assert [p.code for p in result.problems] == []
    assert _rows(office)[0].head == "钱秀英"


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_our_own_export_comes_back_as_it_was(
    office: Office,
    workbook: Write,
    take: Take,
    tmp_path: Path,
    ending: str,
) -> None:
    rows = [
        [*PLACE, "101", "赵建国", "户主", "死亡"],
        [*PLACE, "101", "钱秀英", "配偶", None],
        [*PLACE, "102", "孙丽", "户主", "迁出"],
    ]
    take(workbook([[*HEADER, "状态"], *rows]))
    table = office.exporting.households("核对", full=True)
    path = tmp_path / f"户档.{ending}"
    write(table, path)
    other, _ = create_office(tmp_path / "other", "文锦街道办事处", "李敏", "测试口令-2026")
    other.importing.take("households", path)
    members: list[Resident] = [
        member for row in _rows(other) for member in other.households.get(row.id).members
    ]
    assert {(m.name, m.state) for m in members} == {
        ("赵建国", "dead"), ("钱秀英", "present"), ("孙丽", "moved"),
    }  # fmt: skip
    assert other.households.totals().residents == 1
    other.close()
