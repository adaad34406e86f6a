"""Anonymous sheets and star booklets of a month."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportOptions, ImportResult

Write = Callable[..., Path]
Take = Callable[..., ImportResult]
MONTH = "2026-10"
PLACE = ["社区", "小区", "楼栋"]
ONE = ["兴新社区", "福锦苑", "1栋"]
TWO = ["兴新社区", "福锦苑", "2栋"]
QUESTIONS = [f"第{n}题" for n in range(1, 9)]


def _counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.created, result.updated, result.unchanged, result.refused


@pytest.fixture
def sheets(workbook: Write, take: Take) -> Take:
    def run(rows: list[list[Any]], header: list[Any] | None = None, **options: str) -> ImportResult:
        path = workbook([header or [*PLACE, *QUESTIONS], *rows])
        return take(path, "sheets", month=MONTH, **options)

    return run


def _stored(office: Office) -> list[tuple[str, str]]:
    return [
        tuple(row)
        for row in office.core.database.rows(
            "SELECT b.name, s.answers FROM sheet s JOIN building b ON b.id = s.building_id "
            "ORDER BY b.sort_key, s.answers"
        )
    ]


def test_marks_as_numbers_words_and_blanks(office: Office, sheets: Take) -> None:
    rows = [
        [*ONE, 5, 4, "3", "基本满意", "非常满意", "不满意", "非常不满意", "满意"],
        [*ONE, "5分", "5.0", " 4 ", "-", None, "未答", "弃权", "２"],
        [*TWO, *[None] * 8],
        [*TWO, 5, None, None, None, None, None, None, None],
    ]
    result = sheets(rows)
    assert _counts(result) == (4, 0, 0, 0)
    assert {p.code for p in result.problems} == {"new_building"}
    assert _stored(office) == [
        ("1栋", "5433" + "5214"), ("1栋", "554----2"), ("2栋", "--------"), ("2栋", "5-------"),
    ]  # fmt: skip
    counts = office.core.database.rows(
        "SELECT b.name, origin, issued, returned, valid, spoiled, blank FROM sheet_count c "
        "JOIN building b ON b.id = c.building_id ORDER BY b.sort_key"
    )
    assert counts == [("1栋", "file", None, 2, 2, 0, 0), ("2栋", "file", None, 2, 0, 1, 1)]
    assert len(office.core.database.value("SELECT id FROM sheet LIMIT 1")) == 16


def test_equal_answers_are_a_sheet_where_the_place_stands_elsewhere(
    office: Office, workbook: Write, take: Take
) -> None:
    """A sheet of nothing but 5s was taken for a row that says one thing, and left out."""
    answers: list[list[Any]] = [[5] * 8, ["满意"] * 8, [4, *[None] * 7], [5] * 8]
    merged: list[list[Any]] = [["满意度调查汇总表"], [*PLACE, *QUESTIONS], [*ONE, *answers[0]]]
    merged += [[None, None, None, *row] for row in answers[1:]]
    merged += [[*TWO, *[3] * 8], ["合计", None, None, *[33] * 8], ["备注：收齐"]]
    path = workbook(merged, merges=["A3:A6", "B3:B6", "C3:C6"])
    stored = [("1栋", "4-------"), ("1栋", "44444444"), ("1栋", "5" * 8), ("1栋", "5" * 8)]
    assert _counts(take(path, "sheets", month=MONTH)) == (5, 0, 0, 0)
    assert _stored(office) == [*stored, ("2栋", "3" * 8)]
    bare = workbook([QUESTIONS, *answers, ["合计", *[18] * 7], ["备注：收齐"]], "一栋.xlsx")
    place = dict(zip(("community", "compound", "building"), ONE, strict=True))
    assert _counts(take(bare, "sheets", month=MONTH, **place)) == (0, 0, 4, 0)


def test_a_place_named_once_holds_for_the_sheets_below_it(
    office: Office, workbook: Write, take: Take
) -> None:
    """The first sheet of 2栋 leaves question 1 open: those below it were counted for 1栋."""
    below: list[Any] = [None, None, None]
    rows: list[list[Any]] = [
        [1, *ONE, *[5] * 8], [2, *below, *[2] * 8], [3, *below, *[3] * 8],
        [4, *TWO, None, *[4] * 7], [5, *below, *[5] * 8], [6, *below, *[1] * 8],
        ["合计", None, None, None, *[20] * 8],
        [7, "兴新社区", "文锦苑", "9栋", *[7 - 4] * 8], [8, *below, *[4] * 8],
    ]  # fmt: skip
    result = take(workbook([["序号", *PLACE, *QUESTIONS], *rows]), "sheets", month=MONTH)
    assert _counts(result) == (8, 0, 0, 0)
    assert _stored(office) == [
        ("1栋", "2" * 8), ("1栋", "3" * 8), ("1栋", "5" * 8),
        ("2栋", "-" + "4" * 7), ("2栋", "1" * 8), ("2栋", "5" * 8),
        ("9栋", "3" * 8), ("9栋", "4" * 8),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        ["问题1", "问题2", "问题3", "问题4", "问题5", "问题6", "问题7", "问题8"],
        ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8"],
        [1, 2, 3, 4, 5, 6, 7, 8],
        ["题目一", "题目二", "题目三", "题目四", "题目五", "题目六", "题目七", "题目八"],
        ["1、政策、通知及时传达到户", "2、反诈、消防等安全知识宣传", "3、楼道卫生与堆物飞线劝导",
         "4、邻里矛盾调解", "5、安全隐患巡查与报告", "6、民意收集与反馈", "7、特殊人群走访与帮扶",
         "8、代办服务与服务态度"],
        ["政策、通知及时传达到户", "反诈、消防等安全知识宣传", "楼道卫生与堆物飞线劝导",
         "邻里矛盾调解", "安全隐患巡查与报告", "民意收集与反馈", "特殊人群走访与帮扶",
         "代办服务与服务态度"],
    ],
)  # fmt: skip
def test_headers_of_questions(office: Office, sheets: Take, header: list[Any]) -> None:
    mixed = [header[7], *PLACE, *header[:7]]
    rows = [["5", *ONE, 1, 2, 3, 4, 5, 4, 3]]
    assert _counts(sheets(rows, mixed)) == (1, 0, 0, 0)
    assert _stored(office) == [("1栋", "12345435")]


@pytest.mark.parametrize("count", [6, 7, 9, 10])
def test_another_number_of_questions_is_said(office: Office, workbook: Write, count: int) -> None:
    header = [*PLACE, *(f"第{n}题" for n in range(1, count + 1))]
    path = workbook([header, [*ONE, *[5] * count]])
    with pytest.raises(InputError, match="8 题"):
        office.importing.plan("sheets", path, ImportOptions(month=MONTH))


@pytest.mark.parametrize("cell", [6, 0, "A", "好", "4、5", 4.5, "五星", "2026-01-01"])
def test_other_marks_are_refused(office: Office, sheets: Take, cell: object) -> None:
    result = sheets([[*ONE, *[5] * 7, cell], [*ONE, *[4] * 8]])
    assert _counts(result) == (1, 0, 0, 1)
    problem = next(p for p in result.problems if p.level == "refused")
    assert (problem.row, problem.column, problem.code) == (2, "第8题", "mark")
    assert _stored(office) == [("1栋", "44444444")]


def test_words_that_stand_beside_their_usual_word_are_not_guessed(
    office: Office, sheets: Take
) -> None:
    rows = [
        [*ONE, *["满意"] * 7, "比较满意"],
        [*ONE, "很满意", "一般", "不太满意", "很不满意", *["满意"] * 4],
    ]
    assert _counts(sheets(rows)) == (1, 0, 0, 1)
    assert _stored(office) == [("1栋", "53214444")]


def test_again_more_and_fewer(office: Office, sheets: Take) -> None:
    rows = [[*ONE, *[5] * 8], [*ONE, *[5] * 8], [*ONE, *[4] * 8], [*TWO, *[3] * 8]]
    sheets(rows)
    keys = office.core.database.rows("SELECT id FROM sheet ORDER BY id")
    assert _counts(sheets(rows[::-1])) == (0, 0, 4, 0)
    assert office.core.database.rows("SELECT id FROM sheet ORDER BY id") == keys
    corrected = [*rows[:2], [*ONE, *[2] * 8], [*ONE, *[1] * 8], rows[3]]
    assert _counts(sheets(corrected, existing="replace")) == (1, 1, 3, 0)
    assert [answers for name, answers in _stored(office) if name == "1栋"] == [
        "1" * 8, "2" * 8, "5" * 8, "5" * 8,
    ]  # fmt: skip
    assert _counts(sheets(rows[:1], existing="replace")) == (0, 0, 1, 0)
    assert _stored(office) == [("1栋", "5" * 8), ("2栋", "3" * 8)]


def test_a_building_keyed_by_hand_is_refused(office: Office, sheets: Take) -> None:
    sheets([[*ONE, *[5] * 8], [*TWO, *[5] * 8]])
    ids = {b.name: b.id for b in office.households.buildings()}
    with office.core.database.transaction():
        office.core.database.delete("sheet", {"building_id": ids["1栋"]})
        office.core.database.delete("sheet_count", {"building_id": ids["1栋"]})
    draft = office.evaluation.draft(MONTH, ids["1栋"])
    header = Header(issued=10, returned=1, valid=1)
    office.evaluation.save_draft(MONTH, ids["1栋"], type(draft)(header, ("4" * 8,)))
    drafted = sheets([[*ONE, *[5] * 8], [*TWO, *[5] * 8]])
    assert [(p.row, p.code) for p in drafted.problems if p.level == "refused"] == [(2, "keyed")]
    office.evaluation.commit_draft(MONTH, ids["1栋"])
    keyed = sheets([[*ONE, *[5] * 8], [*TWO, *[5] * 8]])
    assert _counts(keyed) == (0, 0, 1, 1)
    assert ("1栋", "4" * 8) in _stored(office)


def test_months(office: Office, workbook: Write) -> None:
    path = workbook([[*PLACE, *QUESTIONS], *([*ONE, *[5] * 8] for _ in range(6))])
    with pytest.raises(InputError, match="月份"):
        office.importing.plan("sheets", path)
    with pytest.raises(InputError, match="月份"):
        office.importing.take("sheets", path, ImportOptions(month="十月"))
    assert office.importing.take("sheets", path, ImportOptions(month="2026年10月")).created == 6
    stars = workbook(
        [[*PLACE, "评分人", "政策", "睦邻", "民生"], [*ONE, "物业", 5, 5, 5]], "星.xlsx"
    )
    office.importing.take("stars", stars, ImportOptions(month=MONTH))
    plan = office.importing.plan("sheets", path, ImportOptions(month=MONTH))
    office.evaluation.close(MONTH)
    for attempt in (
        lambda: office.importing.run(plan),
        lambda: office.importing.plan("sheets", path, ImportOptions(month=MONTH)),
        lambda: office.importing.take("stars", stars, ImportOptions(month=MONTH)),
    ):
        with pytest.raises(RuleError):
            attempt()
    assert office.evaluation.verify(MONTH).ok
    for step in (office.importing.plan, office.importing.take):  # a preview promises nothing else
        with pytest.raises(RuleError, match="不能再开始更早的"):
            step("sheets", path, ImportOptions(month="2026-09"))


def test_a_month_typed_with_a_chinese_keyboard(office: Office, workbook: Write) -> None:
    path = workbook([[*PLACE, *QUESTIONS], [*ONE, *[5] * 8]])
    office.importing.take("sheets", path, ImportOptions(month="２０２６－１０"))
    assert [m.month for m in office.evaluation.months()] == [MONTH]
    with pytest.raises(InputError, match="月份"):
        office.importing.plan("sheets", path, ImportOptions(month="٢٠٢٦-١٠"))


def test_envelopes_written_down_after_the_file(office: Office, sheets: Take) -> None:
    sheets([[*ONE, *[5] * 8]] * 6)
    (building,) = [b.id for b in office.households.buildings()]
    for given, issued in ((8, 8), (5, None), (6, 6), (None, None)):
        office.evaluation.record_issued(MONTH, {building: given})
        (row,) = office.evaluation.ranking(MONTH).standings
        assert (row.score.issued, row.score.returned, row.score.valid) == (issued, 6, 6)


# -- star booklets -----------------------------------------------------------------------------


def _marks(office: Office) -> list[tuple[Any, ...]]:
    return office.core.database.rows(
        "SELECT b.name, number, marks FROM star_mark s JOIN building b ON b.id = s.building_id "
        "ORDER BY b.sort_key, number"
    )


def test_stars_in_every_writing(office: Office, workbook: Write, take: Take) -> None:
    rows = [
        ["福锦苑星级评分册"],
        [
            *PLACE,
            "评议人",
            "服务民生“贴心人”",
            "政策宣讲“带头人”（星）",
            "睦邻友好“守护人”",
            "合计",
        ],
        [*ONE, "党支部", "★★★★★", "四星", "3星", 12],
        [None, None, None, "物业", "★★★☆☆", 5, None, 8],
        [None, None, None, "网格员", 4.0, "2", "一", 7],
        [*TWO, "党支部", 1, 1, 1, 3],
        ["合计"],
    ]
    path = workbook(rows, merges=["A1:H1", "A3:A5", "B3:B5", "C3:C5"])
    result = take(path, "stars", month=MONTH)
    assert _counts(result) == (4, 0, 0, 0)
    marks = _marks(office)
    assert [(name, number) for name, number, _ in marks] == [
        ("1栋", 1), ("1栋", 2), ("1栋", 3), ("2栋", 1),
    ]  # fmt: skip
    assert sorted(marks for name, _, marks in marks if name == "1栋") == ["214", "435", "5-3"]


def test_an_assessor_may_be_called_as_those_who_sign(
    office: Office, workbook: Write, take: Take
) -> None:
    """社区书记 and 负责人 stand below lists too; such rows were left out without a word."""
    header = ["评分人", *PLACE, "政策宣讲", "睦邻友好", "服务民生"]
    rows = [
        ["社区书记", *ONE, 5, 4, None], [None, *TWO, 3, 3, 3], ["负责人", *ONE, 4, 4, 4],
        ["填表人：赵", None, None, None, "审核：钱", None, "日期：11月1日"],
        ["社区书记", "赵", None, None, "填表人", "钱", "盖章"],
    ]  # fmt: skip
    result = take(workbook([header, *rows], merges=["A2:A3"]), "stars", month=MONTH)
    assert (result.files_rows, _counts(result)) == (3, (3, 0, 0, 0))
    assert sorted((name, marks) for name, _, marks in _marks(office)) == [
        ("1栋", "444"), ("1栋", "54-"), ("2栋", "333"),
    ]  # fmt: skip


def test_an_assessor_counts_once(office: Office, workbook: Write, take: Take) -> None:
    header = [*PLACE, "评分人", "政策宣讲", "睦邻友好", "服务民生"]
    rows = [
        [*ONE, "物业", 5, 5, 5],
        [*ONE, "物业", 5, 5, 5],
        [*ONE, "物业", 4, 5, 5],
        [*ONE, None, 4, 5, 5],
        [*ONE, "居民代表", 6, 5, 5],
        [*ONE, "党支部", None, None, "-"],
    ]
    result = take(workbook([header, *rows]), "stars", month=MONTH)
    assert [(p.row, p.column, p.code) for p in result.problems if p.code != "new_building"] == [
        (3, "评分人", "repeated"), (4, "评分人", "assessor_twice"), (5, "评分人", "required"),
        (6, "政策宣讲", "stars"), (7, "政策宣讲", "required"),
    ]  # fmt: skip
    assert _counts(result) == (1, 0, 1, 4)
    again = [header, [*ONE, 1, 4, 4, 4], [*ONE, "第３册", 5, 5, 5]]
    assert _counts(take(workbook(again), "stars", month=MONTH)) == (1, 1, 0, 0)
    assert _marks(office) == [("1栋", 1, "444"), ("1栋", 3, "555")]


def test_names_count_one_assessor_once_and_are_dropped(
    office: Office, workbook: Write, take: Take
) -> None:
    """The booklet is anonymous (domain.md §7): a name is neither stored nor guessed at later."""
    header = [*PLACE, "评分人", "政策宣讲", "睦邻友好", "服务民生"]
    rows = [[*ONE, "周志强", 5, 5, 5], [*ONE, "吴丽娟", 4, 4, 4], [*TWO, "周志强", 3, 3, 3]]
    assert _counts(take(workbook([header, *rows]), "stars", month=MONTH)) == (3, 0, 0, 0)
    before = _marks(office)
    tables = office.core.database.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
    )
    stored = " ".join(
        str(row) for (t,) in tables for row in office.core.database.rows(f'SELECT * FROM "{t}"')
    )
    assert "周志强" not in stored
    assert "吴丽娟" not in stored
    again = take(workbook([header, *rows[::-1]]), "stars", month=MONTH)
    assert _counts(again) == (0, 0, 3, 0)
    other = [[*ONE, "周志强", 5, 5, 5], [*ONE, "郑物业", 2, 2, 2], [*TWO, 2, 1, 1, 1]]
    result = take(workbook([header, *other]), "stars", month=MONTH)
    assert _counts(result) == (1, 0, 0, 2)
    assert [(p.row, p.code) for p in result.problems] == [(2, "named"), (3, "named")]
    assert "编号" in result.problems[0].reason
    assert _marks(office) == [*before, ("2栋", 2, "111")]


def test_where_a_name_stood_does_not_show(office: Office, workbook: Write, take: Take) -> None:
    header = [*PLACE, "评分人", "政策宣讲", "睦邻友好", "服务民生"]
    lines = [f"{a}{b}5" for a in "12345" for b in "1234"]
    rows = [[*ONE, f"评分员{chr(0x4E00 + n)}", *map(int, line)] for n, line in enumerate(lines)]
    take(workbook([header, *rows]), "stars", month=MONTH)
    found = [marks for _, _, marks in _marks(office)]
    assert sorted(found) == lines
    assert found != lines
