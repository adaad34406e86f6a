"""Names of a list matched with the roster."""

from ldz_desktop.domain.training_lists import Known, ListLine, read_list

_PEOPLE = (
    Known(1, "赵琴", "福锦苑1栋", in_office=True, here=False),
    Known(2, "王伟", "福锦苑2栋、福锦苑12栋", in_office=True, here=False),
    Known(3, "王伟", "东锦苑3栋", in_office=True, here=False),
    Known(4, "陈彬", "福锦苑4栋", in_office=True, here=True),
    Known(5, "徐杨", "福锦苑5栋", in_office=True, here=False),
    Known(6, "徐杨", "", in_office=False, here=False),
)


def _read(rows: list[list[str]]) -> list[tuple[str, int, int | None, str]]:
    lines = read_list(rows, _PEOPLE, 45, 270)
    return [(line.name, line.leader_id, line.minutes, line.reason) for line in lines]


def test_a_table_with_heads() -> None:
    rows = [
        ["2026年岗前培训签到表", "", "", ""],
        ["序号", "姓 名", "楼栋", "实到学时（节）"],
        ["1", "赵 琴", "1栋", ""],
        ["2", "王伟", "12号楼", "4"],
        ["3", "王伟", "东锦苑3栋", "180分钟"],
        ["4", "陈彬", "4栋", ""],
        ["5", "徐杨", "", "7"],
        ["6", "李四", "9栋", ""],
        ["7", "赵琴", "1栋", ""],
        ["合计", "", "", ""],
        ["", "制表人：张三", "", ""],
    ]
    assert _read(rows) == [
        ("赵琴", 1, None, ""), ("王伟", 2, 180, ""), ("王伟", 3, 180, ""),
        ("陈彬", 0, None, "已经签到"), ("徐杨", 0, None, "学时看不懂，或比全部学时还多"),
        ("李四", 0, None, "花名册里没有这个姓名"), ("赵琴", 0, None, "名单里重复"),
    ]  # fmt: skip


def test_names_alone() -> None:
    assert _read([["1", "徐杨"], ["2", "赵琴"], ["3", "王伟"], ["", ""]]) == [
        ("徐杨", 5, None, ""), ("赵琴", 1, None, ""), ("王伟", 0, None, "有同名的人，请写明楼栋"),
    ]  # fmt: skip
    assert _read([["x"], ["y"]]) == []
    assert _read([]) == []


def test_rows_are_those_of_the_sheet() -> None:
    (line,) = read_list([["姓名"], [""], ["赵琴"]], _PEOPLE, 45, 270)
    assert line == ListLine(3, "赵琴", "", 1, None)
