"""A corrected file updates, the same file changes nothing, and nobody is there twice."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.moves import Merge
from ldz_desktop.errors import KnownError
from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportOptions, ImportResult

Write = Callable[..., Path]
Take = Callable[..., ImportResult]
People = Callable[..., list[tuple[Any, ...]]]
HEADER = ["社区", "小区", "楼栋", "房号", "姓名", "关系", "身份证号", "电话", "房屋性质"]


def _row(room: str, name: str, relation: str, *rest: object) -> list[Any]:
    return ["兴新社区", "福锦苑", "1栋", room, name, relation, *rest]


@pytest.fixture
def family(numbers: Iterator[str]) -> list[list[Any]]:
    return [
        _row("101", "赵建国", "户主", next(numbers), "13800000001", "自有"),
        _row("101", "钱秀英", "配偶", next(numbers), "13800000002", "自有"),
        _row("102", "孙丽", "户主", None, None, "租赁"),
    ]


def _counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.created, result.updated, result.unchanged, result.refused


def test_by_number_by_name_and_new(
    workbook: Write, take: Take, people: People, family: list[list[Any]], numbers: Iterator[str]
) -> None:
    take(workbook([HEADER, *family]))
    family[0][7] = "13900000001"  # another telephone, known by the number
    family[2][6] = next(numbers)  # the number that was missing, known by dwelling and name
    family.append(_row("103", "李伟", "户主", next(numbers), None, None))
    result = take(workbook([HEADER, *family]))
    assert _counts(result) == (1, 2, 1, 0)
    assert people("name", "id_number", "phone") == [
        ("赵建国", family[0][6], "13900000001"), ("钱秀英", family[1][6], "13800000002"),
        ("孙丽", family[2][6], None), ("李伟", family[3][6], None),
    ]  # fmt: skip
    assert _counts(take(workbook([HEADER, *family]))) == (0, 0, 4, 0)


def test_missing_columns_and_empty_cells_never_erase(
    workbook: Write, take: Take, people: People, family: list[list[Any]]
) -> None:
    take(workbook([HEADER, *family]))
    before = people("name", "relation", "id_number", "phone", "tenure")
    short = [["社区", "小区", "楼栋", "房号", "姓名", "身份证号"]]
    short += [[*row[:5], row[6]] for row in family]
    assert _counts(take(workbook(short))) == (0, 0, 3, 0)
    for row in family:
        row[5] = row[7] = row[8] = "-"
    assert _counts(take(workbook([HEADER, *family]))) == (0, 0, 3, 0)
    assert people("name", "relation", "id_number", "phone", "tenure") == before


def test_a_corrected_name_and_a_corrected_number(
    workbook: Write, take: Take, people: People, family: list[list[Any]], numbers: Iterator[str]
) -> None:
    take(workbook([HEADER, *family]))
    family[0][4] = "赵建华"
    family[1][6] = next(numbers)  # same person, relation and birth date
    result = take(workbook([HEADER, *family]))
    assert _counts(result) == (0, 2, 1, 0)
    assert [(p.row, p.column, p.code) for p in result.problems] == [
        (2, "姓名", "name_changed"), (3, "身份证号", "number_changed"),
    ]  # fmt: skip
    assert people("name", "id_number")[:2] == [
        ("赵建华", family[0][6]), ("钱秀英", family[1][6]),
    ]  # fmt: skip


def test_search_follows(
    office: Office, workbook: Write, take: Take, family: list[list[Any]], numbers: Iterator[str]
) -> None:
    take(workbook([HEADER, *family]))
    family[0][4], family[2][6] = "冯国强", next(numbers)
    take(workbook([HEADER, *family]))
    assert not office.search.find("赵建国")
    for text in ("冯国强", "fengguoqiang", "fgq", family[0][6][-6:]):
        assert [hit.title for hit in office.search.find(text)] == ["冯国强"], text
    assert [hit.title for hit in office.search.find(family[2][6])] == ["孙丽"]


def test_somebody_who_moved(
    office: Office, workbook: Write, take: Take, people: People, family: list[list[Any]]
) -> None:
    take(workbook([HEADER, *family]))
    family[1][3] = "205"
    result = take(workbook([HEADER, *family]))
    assert _counts(result) == (0, 1, 2, 0)
    assert [p.code for p in result.problems] == ["moved_here"]
    assert people("room", "name") == [("101", "赵建国"), ("102", "孙丽"), ("205", "钱秀英")]
    assert office.households.totals().residents == 3


def _file_numbers(office: Office) -> list[tuple[str, str, bool]]:
    """(room, file number, whether it is closed) of every file."""
    return [
        (str(room), str(number), bool(closed))
        for room, number, closed in office.core.database.rows(
            "SELECT d.room, h.file_no, h.closed_on IS NOT NULL FROM household h "
            "JOIN dwelling d ON d.id = h.dwelling_id ORDER BY d.sort_key, h.id"
        )
    ]


def test_a_dwelling_whose_household_was_closed_gets_a_new_number(
    office: Office, workbook: Write, take: Take, family: list[list[Any]]
) -> None:
    """101 was closed by 并户; who moves in gets .2, and the old file keeps its number."""
    take(workbook([HEADER, *family]))
    gone, stays = map(office.households.get, office.households.ids())
    answers = {m.id: "99" for m in gone.members}
    order = Merge(
        household_id=stays.id, day=office.today(), other_id=gone.id, answers=answers, vacant=False
    )
    office.moves.apply(office.moves.plan(order))
    assert _file_numbers(office)[0] == ("101", "XX-FJY-1-101", True)
    take(workbook([HEADER, _row("101", "周敏", "户主", None, None, None)]))
    assert _file_numbers(office) == [
        ("101", "XX-FJY-1-101", True), ("101", "XX-FJY-1-101.2", False),
        ("102", "XX-FJY-1-102", False),
    ]  # fmt: skip


def test_named_rooms_are_matched_as_they_were_once_stored(
    office: Office, workbook: Write, take: Take, people: People
) -> None:
    """值班室 lost its last character on the way in: those archives still match."""
    rows = [
        _row(room, name, "户主", None, None, None)
        for room, name in (("值班室", "赵建国"), ("物管用房", "钱秀英"), ("配电室", "孙丽"))
    ]
    take(workbook([HEADER, *rows]))
    assert [room for (room,) in people("room")] == ["值班室", "物管用房", "配电室"]
    with office.core.action("旧版本"):
        for whole, lost in (("值班室", "值班"), ("物管用房", "物管用")):
            office.core.database.execute(
                "UPDATE dwelling SET room = ? WHERE room = ?", (lost, whole)
            )
    assert _counts(take(workbook([HEADER, *rows]))) == (0, 0, 3, 0)
    rows[2][3] = "配电房"  # another room
    assert _counts(take(workbook([HEADER, *rows]))) == (1, 0, 2, 0)
    assert sorted(people("room", "name")) == [
        ("值班", "赵建国"), ("物管用", "钱秀英"), ("配电室", "孙丽"), ("配电房", "孙丽"),
    ]  # fmt: skip


def test_no_file_number_is_given_twice(
    office: Office, workbook: Write, take: Take, family: list[list[Any]]
) -> None:
    """A household that moves takes its number along, and two compounds have the same initials."""
    take(workbook([HEADER, *family]))
    first = office.households.get(office.households.ids()[0])
    office.households.save(first, replace(first, room="901"))
    other = _row("102", "李伟", "户主", None, None, None)
    other[1] = "福景园"
    take(workbook([HEADER, _row("101", "周敏", "户主", None, None, None), other]))
    numbers = sorted(number for _, number, _ in _file_numbers(office))
    assert numbers == ["XX-FJY-1-101", "XX-FJY-1-101.2", "XX-FJY-1-102", "XX-FJY-1-102.2"]


def test_a_number_of_somebody_else_is_refused(
    office: Office,
    workbook: Write,
    take: Take,
    people: People,
    family: list[list[Any]],
    tmp_path: Path,
) -> None:
    take(workbook([HEADER, *family]))
    stranger = _row("301", "周敏", "户主", family[0][6], None, None)
    path = workbook([HEADER, stranger], "新.xlsx")
    plan = office.importing.plan("households", path)
    result = office.importing.run(plan)
    assert _counts(result) == (0, 0, 0, 1)
    assert [(p.row, p.column, p.code) for p in result.problems] == [(2, "身份证号", "number_taken")]
    assert ("301",) not in people("room")
    assert office.households.totals().households == 2
    office.importing.refused_workbook(plan, tmp_path / "退回.xlsx")
    assert (tmp_path / "退回.xlsx").exists()


def test_twice_in_one_file(
    workbook: Write, take: Take, people: People, family: list[list[Any]], numbers: Iterator[str]
) -> None:
    rows = [
        *family,
        family[0],  # the same row again
        family[2],  # the same again, without a number
        _row("103", "李伟", "户主", family[1][6], None, None),  # number of another
        _row("104", "赵建国", "户主", family[0][6], None, None),  # the same person elsewhere
        _row("102", "孙丽", "女", next(numbers), None, None),  # mother and daughter of one name
    ]
    result = take(workbook([HEADER, *rows]))
    assert [(p.row, p.code, p.level) for p in result.problems] == [
        (5, "repeated", "note"), (6, "repeated", "note"), (7, "duplicate_number", "refused"),
        (8, "two_dwellings", "refused"),
    ]  # fmt: skip
    assert "第3行" in result.problems[2].reason
    assert _counts(result) == (4, 0, 2, 2)
    assert people("room", "name", "relation") == [
        ("101", "赵建国", "02"), ("101", "钱秀英", "10"), ("102", "孙丽", "02"),
        ("102", "孙丽", "30"),
    ]  # fmt: skip
    assert _counts(take(workbook([HEADER, *rows]))) == (0, 0, 6, 2)


def test_two_heads_and_a_child_as_head(workbook: Write, take: Take, people: People) -> None:
    rows = [
        ["社区", "小区", "楼栋", "房号", "姓名", "关系", "出生日期", "房屋性质"],
        _row("101", "赵建国", "户主", "1980-01-01", "自有"),
        _row("101", "钱秀英", "户主", "1981-01-01", "租赁"),
        _row("102", "孙子轩", "户主", "2020-01-01", None),
    ]
    result = take(workbook(rows))
    assert [(p.row, p.column, p.code) for p in result.problems] == [
        (3, "关系", "two_heads"), (3, "房屋性质", "tenures"), (4, "关系", "child_head"),
    ]  # fmt: skip
    assert result.created == 3
    assert people("tenure") == [("自有",), ("自有",), (None,)]


def test_the_dead_and_the_moved_stay_so(
    office: Office, workbook: Write, take: Take, people: People, family: list[list[Any]]
) -> None:
    take(workbook([HEADER, *family]))
    with office.core.action("登记死亡"):
        office.core.database.execute("UPDATE resident SET state = 'dead' WHERE name = '赵建国'")
        office.core.database.execute("UPDATE resident SET state = 'moved' WHERE name = '孙丽'")
    result = take(workbook([HEADER, *family]))
    assert _counts(result) == (0, 0, 3, 0)
    assert [(p.row, p.code) for p in result.problems] == [(2, "not_present"), (4, "not_present")]
    assert [state for (state,) in people("state")] == ["dead", "present", "moved"]


def test_a_new_tenure_counts_and_is_stored(
    workbook: Write, take: Take, people: People, family: list[list[Any]]
) -> None:
    take(workbook([HEADER, *family]))
    family[0][8] = family[1][8] = "出租"
    assert _counts(take(workbook([HEADER, *family]))) == (0, 1, 2, 0)
    assert people("room", "tenure") == [("101", "租赁"), ("101", "租赁"), ("102", "租赁")]


def test_people_entered_by_hand_are_met_again(
    office: Office, workbook: Write, take: Take, people: People, family: list[list[Any]]
) -> None:
    building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    home = office.households.create(building, "", "101").ids[0]
    office.households.add_resident(home, Resident(0, home, "赵建国", relation="02", note="手工"))
    result = take(workbook([HEADER, *family]))
    assert _counts(result) == (2, 1, 0, 0)
    assert people("name", "note", "position") == [
        ("赵建国", "手工", 0), ("钱秀英", None, 1), ("孙丽", None, 0),
    ]  # fmt: skip


def test_an_import_is_one_action_that_can_be_undone(
    office: Office, workbook: Write, take: Take, family: list[list[Any]]
) -> None:
    take(workbook([HEADER, *family]))
    (event,) = [e for e in office.history.today() if e.what == "导入户档"]
    assert office.history.first_broken() is None
    household = office.core.database.value("SELECT id FROM household LIMIT 1")
    assert [e.what for e in office.history.of_household(household)] == ["导入户档"]
    office.history.undo(event.batch_id)
    assert office.households.totals().residents == 0
    assert not office.search.find("赵建国")
    assert office.history.first_broken() is None


def test_an_import_that_changes_nothing_leaves_no_trace(
    office: Office, workbook: Write, take: Take, family: list[list[Any]]
) -> None:
    path = workbook([HEADER, *family])
    take(path)
    database = office.core.database
    before = [database.value(f"SELECT count(*) FROM {t}") for t in ("audit", "change_log")]
    office.importing.take("households", path)
    take(path)
    assert before == [database.value(f"SELECT count(*) FROM {t}") for t in ("audit", "change_log")]


def test_places_that_nobody_names_are_asked_for(
    office: Office, workbook: Write, family: list[list[Any]]
) -> None:
    path = workbook([["房号", "姓名"], ["101", "赵建国"]])
    plan = office.importing.plan("households", path)
    assert plan.needs == ("楼栋",)
    assert office.importing.plan("households", path, ImportOptions(building="1栋")).needs == (
        "社区", "小区",
    )  # fmt: skip
    for options, word in (
        (ImportOptions(), "楼栋"),
        (ImportOptions(building="1"), "社区"),
        (ImportOptions(community="兴新", building="1"), "小区"),
    ):
        with pytest.raises(KnownError, match=word):
            office.importing.take("households", path, options)
    assert office.households.totals().communities == 0
    full = ImportOptions(building="福锦苑1号楼", community="兴新社区居委会")
    assert office.importing.take("households", path, full).created == 1
    assert [b.title for b in office.households.buildings()] == ["福锦苑1栋"]
    known = ImportOptions(compound="福锦苑小区", building="2#")  # its community is on file
    assert office.importing.take("households", path, known).created == 1
    assert [b.title for b in office.households.buildings()] == ["福锦苑1栋", "福锦苑2栋"]
    again = ImportOptions(community="兴新", building="福锦苑小区2幢")
    assert office.importing.take("households", path, again).unchanged == 1
    assert {b.community for b in office.households.buildings()} == {"兴新社区居委会"}


def test_the_street_comes_with_the_file(office: Office, workbook: Write, take: Take) -> None:
    rows = [["社区", "小区", "楼栋", "房号", "姓名"], _row("101", "赵建国", "")[:5]]
    take(workbook(rows))
    rows = [["街道", *rows[0]], ["兴文街道", *rows[1]]]
    take(workbook(rows))
    assert [b.street for b in office.households.buildings()] == ["兴文街道"]
