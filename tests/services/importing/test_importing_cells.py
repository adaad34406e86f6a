"""Cells as spreadsheets spoil them: numbers, dates, blanks, formulas, strange characters."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop.domain.gb11643 import check_character
from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportResult

Write = Callable[..., Path]
Take = Callable[..., ImportResult]
People = Callable[..., list[tuple[Any, ...]]]
HEADER = ["社区", "小区", "楼栋", "房号", "姓名"]
PLACE = ["兴新社区", "福锦苑", "1栋", "101"]


@pytest.fixture
def one(workbook: Write, take: Take) -> Take:
    """Imports one person with one more column; the result."""

    def run(title: str, cell: object, name: str = "赵建国") -> ImportResult:
        return take(workbook([[*HEADER, title], [*PLACE, name, cell]]))

    return run


def _number(birth: str, order: int = 1) -> str:
    digits = f"511902{birth}{order:03d}"
    return digits + check_character(digits)


@pytest.mark.parametrize(
    "cell",
    [
        "1990.1.1", "1990年1月1日", "19900101", "1990-01-01", "1990/1/1", "1990-1-1 0:00:00",
        19900101, date(1990, 1, 1), datetime.fromisoformat("1990-01-01T08:30"),
        " 1990 . 01 . 01 ", "１９９０年１月１日",
    ],
)  # fmt: skip
def test_dates(one: Take, people: People, cell: object) -> None:
    assert one("出生日期", cell).notes == 0
    assert people("birth") == [("1990-01-01",)]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1990年2月30日", "no_such_date"),
        ("1990.13.1", "no_such_date"),
        (31412, "date_number"),
        ("31412", "date_number"),
        ("去年", "not_a_date"),
    ],
)
def test_impossible_dates_are_refused_never_guessed(one: Take, cell: object, code: str) -> None:
    result = one("出生日期", cell)
    assert [(p.column, p.code, p.level) for p in result.problems] == [("出生日期", code, "refused")]
    assert result.created == 0


@pytest.mark.parametrize(
    "cell",
    [
        "02-Jan-1990", "2 january 1990", "JAN 2, 1990", "January 2nd 1990", "1990-Jan-02",
        "2/Jan/1990", "２－Ｊａｎ－１９９０",
    ],
)  # fmt: skip
def test_dates_with_the_name_of_a_month(one: Take, people: People, cell: str) -> None:
    assert one("出生日期", cell).notes == 0
    assert people("birth") == [("1990-01-02",)]


@pytest.mark.parametrize("cell", ["30-Feb-1990", "Jan-1990", "2-Jan-90", "2-Jam-1990", "2 May"])
def test_month_names_are_not_guessed_either(one: Take, people: People, cell: str) -> None:
    result = one("出生日期", cell)
    assert [p.column for p in result.problems] == ["出生日期"]
    assert people("birth") in ([], [(None,)])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("见身份证", "not_a_date"),
        ("45岁", "not_a_date"),
        ("1990-02-30", "no_such_date"),
        ("2-Jan-90", "not_a_date"),
        (32874, "date_number"),
        ("1790-01-01", "no_such_date"),
        ("同上", "not_a_date"),
    ],
)
@pytest.mark.parametrize("old", [False, True])
def test_an_unreadable_birth_is_a_note_where_the_number_tells_it(
    workbook: Write, take: Take, people: People, cell: object, code: str, old: bool
) -> None:
    number = "511902900102001" if old else _number("19900102")
    rows = [
        ["出生日期", *HEADER, "身份证号"],
        [cell, *PLACE, "赵建国", number],
        [cell, *PLACE, "钱芳", None],
        [cell, *PLACE, "孙丽", "511902199001020011"],  # a wrong check digit tells nothing
    ]
    result = take(workbook(rows))
    assert people("name", "birth") == [("赵建国", "1990-01-02")]
    birth = [(p.row, p.level, p.code) for p in result.problems if p.column == "出生日期"]
    assert birth == [(2, "note", code), (3, "refused", code), (4, "refused", code)]
    assert result.refused == 2


@pytest.mark.parametrize("name", ["数字.xlsx", "数字.csv"])
def test_fifteen_digits_are_whole_as_a_number(
    workbook: Write, text_table: Write, take: Take, people: People, name: str
) -> None:
    write = workbook if name.endswith("xlsx") else text_table
    result = take(write([[*HEADER, "身份证号"], [*PLACE, "赵建国", 511902670726001]], name))
    assert people("id_number", "id_old", "birth", "sex") == [
        ("511902196707260018", "511902670726001", "1967-07-26", "1")
    ]
    assert [(p.level, p.code) for p in result.problems] == [("note", "upgraded_15")]


@pytest.mark.parametrize("cell", ["1990年1月", "1990.1", "1990", 1990, "199001"])
def test_incomplete_dates_are_not_taken(one: Take, people: People, cell: object) -> None:
    result = one("出生年月", cell)
    assert [(p.code, p.level) for p in result.problems] == [("no_day", "note")]
    assert people("birth") == [(None,)]


def test_a_date_of_the_1904_system(tmp_path: Path, take: Take, people: People) -> None:
    import xlsxwriter

    path = tmp_path / "mac.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": True})
    page = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, cell in enumerate([*HEADER, "出生日期"]):
        page.write_string(0, column, cell)
    for column, cell in enumerate([*PLACE, "赵建国"]):
        page.write_string(1, column, cell)
    page.write_datetime(1, 5, date(1990, 1, 1), day)
    book.close()
    assert take(path).created == 1
    assert people("birth") == [("1990-01-01",)]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (511902199001010018, "damaged_number"),
        (5.1190219900101e17, "damaged_number"),
        (51190290010100, "damaged_number"),
        (811902900101001, "length"),
        ("911902900101001", "length"),
        ("5.1190E+17", "damaged_exponent"),
        ("5.11902199001010E+17", "damaged_exponent"),
        ("511902199001011000", "damaged_zeros"),
        ("51190219900101", "length"),
        (_number("19900101")[:17] + "Z", "characters"),
        (_number("20991231"), "birth_in_future"),
        (date(1990, 1, 1), "damaged_date"),
    ],
)
def test_damaged_numbers_are_refused_and_masked(one: Take, cell: object, code: str) -> None:
    result = one("身份证号", cell)
    (problem,) = result.problems
    assert (problem.column, problem.code, problem.level) == ("身份证号", code, "refused")
    assert result.created == 0
    digits = [c for c in problem.value if c.isdigit()]
    assert len(digits) <= 8


@pytest.mark.parametrize(
    "cell",
    [
        "{}", " {} ", "\t{}", "'{}", "{}\u200b", "\u202d{}\u202c", "{:.6} {:.0}", "full width",
        "lower x",
    ],
)  # fmt: skip
def test_numbers_are_cleaned(one: Take, people: People, cell: str) -> None:
    number = _number("19900101", 7) if cell != "lower x" else _with_x()
    if cell == "full width":
        shown = "".join(chr(ord(c) + 0xFEE0) for c in number)
    elif cell == "{:.6} {:.0}":
        shown = f"{number[:6]} {number[6:14]}\u00a0{number[14:]}"
    else:
        shown = number.lower() if cell == "lower x" else cell.format(number)
    assert one("身份证号", shown).refused == 0
    assert people("id_number", "birth") == [(number, f"{number[6:10]}-01-01")]


def _with_x() -> str:
    return next(n for n in (_number("19900101", k) for k in range(1, 99)) if n.endswith("X"))


def test_old_numbers_and_other_documents(workbook: Write, take: Take, people: People) -> None:
    rows = [
        [*HEADER, "证件类型", "证件号码"],
        [*PLACE, "赵建国", None, "511902670726001"],
        [*PLACE, "李文", "护照", "E12345678"],
        [*PLACE, "陈港", None, "810000199001010019"],
        [*PLACE, "小宝", "出生证", "P110234567"],
    ]
    result = take(workbook(rows))
    assert [(p.row, p.code) for p in result.problems] == [(2, "upgraded_15")]
    assert people("id_number", "id_old", "id_type") == [
        ("511902196707260018", "511902670726001", "居民身份证"),
        ("E12345678", None, "护照"),
        ("810000199001010019", None, "港澳台居民居住证"),
        ("P110234567", None, "出生证"),
    ]


@pytest.mark.parametrize(
    "cell", ["", "-", "—", "/", "无", "0", 0, "暂无", " ", "\u3000", "N/A", None]
)
def test_what_means_nothing_is_null(
    workbook: Write, take: Take, people: People, cell: object
) -> None:
    titles = ["身份证号", "民族", "职业", "健康状况", "联系电话", "备注", "出生日期", "工作单位"]
    result = take(workbook([[*HEADER, *titles], [*PLACE, "赵建国", *[cell] * len(titles)]]))
    assert (result.created, result.problems) == (1, ())
    columns = ["id_number", "ethnic", "occupation", "health", "phone", "note", "birth", "workplace"]
    assert people(*columns) == [(None,) * len(columns)]


@pytest.mark.parametrize(
    ("cell", "stored", "noted"),
    [
        (13800000001, "13800000001", False),
        ("138 0000 0001", "13800000001", False),
        ("138-0000-0001", "13800000001", False),
        ("+8613800000001", "13800000001", False),
        ("１３８０００００００１", "13800000001", False),
        ("0827-1234567", "0827-1234567", False),
        ("13800000001/13900000002", "13800000001/13900000002", False),
        ("1380000", "1380000", False),
        ("138000", "138000", True),
        ("138000000011", "138000000011", False),
        ("见备注", "见备注", True),
        (1.38e10, "13800000000", False),
    ],
)
def test_telephones(one: Take, people: People, cell: object, stored: str, noted: bool) -> None:
    result = one("联系电话", cell)
    assert people("phone") == [(stored,)]
    assert [p.code for p in result.problems] == (["phone_form"] if noted else [])


def test_words_of_the_code_tables(workbook: Write, take: Take, people: People) -> None:
    rows = [
        [*HEADER, "关系", "性别", "民族", "学历", "身体状况", "政治面貌", "婚姻状况", "房屋性质"],
        [*PLACE, "赵建国", "户主", "男", "汉", "大学本科", "良好", "党员", "已婚", "自住"],
        [*PLACE, "钱秀英", "妻子", "女", "彝族", "文盲", "高血压", "团员", "丧偶", "自住"],
        [*PLACE, "孙子轩", "长孙", "男性", "土家", "小学", "肢体残疾", "", "未婚", "自住"],
    ]
    result = take(workbook(rows))
    assert (result.created, result.problems) == (3, ())
    columns = ["relation", "sex", "ethnic", "education", "health", "political", "marital"]
    assert people(*columns, "tenure") == [
        ("02", "1", "01", "20", "10", "01", "20", "自有"),
        ("12", "2", "07", "90", "30", "03", "30", "自有"),
        ("41", "1", "15", "80", "60", None, "10", "自有"),
    ]


def test_an_unknown_word_is_kept_with_a_note(one: Take, people: People) -> None:
    result = one("文化程度", "自学成才")
    assert [(p.column, p.value, p.code) for p in result.problems] == [
        ("文化程度", "自学成才", "unknown_word")
    ]
    assert people("education") == [("自学成才",)]


def test_sensitive_words_are_masked_in_problems(one: Take) -> None:
    (problem,) = one("健康状况", "某种罕见的病").problems
    assert "病" not in problem.value


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1+1", "-2+3", "@SUM(1)", '=HYPERLINK("http://example.invalid","点我")', "＝1+1"],
)
def test_text_that_looks_like_a_formula_stays_text(
    text_table: Write, take: Take, people: People, cell: str
) -> None:
    result = take(text_table([[*HEADER, "职业"], [*PLACE, "赵建国", cell]]))
    assert [(p.column, p.level, p.code) for p in result.problems] == [
        ("职业", "note", "formula_text")
    ]
    assert people("occupation") == [(cell,)]


def test_a_formula_without_a_result_is_said(office: Office, workbook: Write) -> None:
    path = workbook([[*HEADER, "备注"], [*PLACE, "赵建国", '=CONCATENATE("甲","乙")']])
    result = office.importing.plan("households", path).result
    assert [(p.row, p.column, p.code) for p in result.problems] == [(2, "F", "unsaved_formula")]


@pytest.mark.parametrize(
    "name",
    [
        "欧阳㛃", "买买提·阿卜杜拉", "张䶮", "吉里呷呷", "\U0002c4d6子涵", "李\ue000", "王",
        "阿卜杜拉·买买提·吐尔逊江·艾合麦提",
    ],
)  # fmt: skip
def test_names_keep_every_character(one: Take, people: People, office: Office, name: str) -> None:
    assert one("备注", None, name).created == 1
    assert people("name") == [(name,)]
    assert [hit.title for hit in office.search.find(name)] == [name]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("赵 建 国", "赵建国"), ("\u200b赵建国\t", "赵建国"), ("李　明", "李明"),
        ("买买提•吐尔逊", "买买提·吐尔逊"), ("买买提.吐尔逊", "买买提·吐尔逊"),
    ],
)  # fmt: skip
def test_names_are_cleaned(one: Take, people: People, cell: str, name: str) -> None:
    one("备注", None, cell)
    assert people("name") == [(name,)]


def test_cells_that_show_an_error_are_said(tmp_path: Path, take: Take, people: People) -> None:
    import xlsxwriter

    path = tmp_path / "查找.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.write_row(0, 0, [*HEADER, "身份证号"])
    for row, name in enumerate(("赵建国", "孙丽"), 1):
        page.write_row(row, 0, [*PLACE, name])
        page.write_formula(row, 5, "=VLOOKUP(E2,G:H,2,0)", None, "#N/A")
    book.close()
    result = take(path)
    assert [(p.row, p.column, p.code, p.level) for p in result.problems] == [
        (2, "F", "formula_error", "note")
    ]
    assert "2 个单元格" in result.problems[0].reason
    assert people("name", "id_number") == [("赵建国", None), ("孙丽", None)]


def test_a_room_turned_into_a_date_is_refused(workbook: Write, take: Take) -> None:
    rows = [HEADER, ["兴新社区", "福锦苑", "1栋", date(2026, 3, 2), "赵建国"]]
    (problem,) = take(workbook(rows)).problems
    assert (problem.column, problem.code, problem.level) == ("房号", "place_as_date", "refused")


def test_the_number_wins_over_sex_and_birth(
    workbook: Write, take: Take, people: People, numbers: Iterator[str]
) -> None:
    number = next(numbers)
    rows = [
        [*HEADER, "身份证号", "性别", "出生日期"],
        [*PLACE, "赵建国", number, "女", "1988-08-08"],
    ]
    result = take(workbook(rows))
    assert [(p.column, p.code, p.level) for p in result.problems] == [
        ("性别", "sex_mismatch", "note"), ("出生日期", "birth_mismatch", "note"),
    ]  # fmt: skip
    assert people("sex", "birth") == [("1", "1970-01-01")]
    assert take(workbook(rows)).unchanged == 1


def test_a_birth_to_come_is_refused(workbook: Write, take: Take, people: People) -> None:
    rows = [
        [*HEADER, "出生日期"],
        [*PLACE, "赵建国", "2099-01-01"],
        [*PLACE, "钱进", date(1970, 1, 1)],
    ]
    (problem,) = take(workbook(rows)).problems
    assert (problem.row, problem.column, problem.level) == (2, "出生日期", "refused")
    assert people("name", "birth") == [("钱进", "1970-01-01")]
    roster = [["社区", "小区", "楼栋", "姓名", "出生日期"], [*PLACE[:3], "孙立", "2099-01-01"]]
    assert take(workbook(roster), "leaders").refused == 1


def test_registered_and_living_are_two_axes(workbook: Write, take: Take, people: People) -> None:
    words = ("户在人在", "户在人不在", "户不在人在", "常住人口", "流动人口", "户籍人口", "")
    rows = [[*HEADER, "人户状态"], *([*PLACE, f"赵建{c}", c] for c in words[:6])]
    rows[1:] = [[*PLACE, f"赵{'甲乙丙丁戊己'[n]}", word] for n, word in enumerate(words[:6])]
    take(workbook([*rows, [*PLACE, "赵庚", ""]]))
    assert people("registered_here", "lives_here") == [
        (1, 1), (1, 0), (0, 1), (None, 1), (0, 1), (1, 1), (None, 1),
    ]  # fmt: skip


def test_a_disability_card_is_no_identity_number(one: Take, people: People) -> None:
    number = _number("19700101")
    assert one("证件号码", number + "44").refused == 0
    assert people("id_number", "id_type") == [(number + "44", "残疾人证")]
