"""What the program sees in blank forms: which kind, which blanks, what each asks for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.forms import FormPlan, Hints
from ldz_desktop.services.forms.fields import LEFT_EMPTY

Blank = Callable[[str], Path]


def asked(plan: FormPlan) -> dict[str, str | None]:
    return {blank.key: blank.field for blank in plan.blanks}


def sheet_of(path: Path, rows: list[list[Any]], merges: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merges:
        book.active.merge_cells(area)
    book.save(path)
    return path


# -- the seven forms -------------------------------------------------------------------------------


def test_low_income_list(office: Office, blank: Blank) -> None:
    plan = office.forms.read(blank("低保名单"))
    assert plan.kind == "table"
    assert asked(plan) == {
        "序号": "seq",
        "姓名": "name",
        "性别": "sex",
        "身份证号码": "id_number",
        "出生年月": "birth_month",
        "家庭人口数": "people",
        "家庭住址": "address",
        "联系电话": "phone",
        "是否残疾": "tag.残疾",
        "健康状况": "health",
        "保障金额（元）": None,
        "备注": "note",
        "填报单位（盖章）": "unit_name",
        "填报日期": "filled_on",
        "填表人": "filled_by",
        "审核人（签字）": LEFT_EMPTY,
    }
    assert [b.key for b in plan.questions()] == ["保障金额（元）"]
    shape = plan.table
    assert shape is not None
    assert (shape.head, shape.first, shape.ready, shape.samples, shape.taken) == (2, 3, 11, 1, 0)
    assert plan.sheets == ("低保名单", "填表说明")


def test_elderly_page(office: Office, blank: Blank) -> None:
    plan = office.forms.read(blank("老年人登记表"))
    assert plan.kind == "page"
    found = asked(plan)
    assert found["姓名"] == "name"
    assert found["紧急联系人及电话"] == "contact.both"
    assert found["老人类别"] == "tags"
    assert found["（盖章）"] == LEFT_EMPTY
    assert "照片" not in found
    number = next(b for b in plan.blanks if b.key == "身份证号")
    assert len(number.places) == 18
    family = [b for b in plan.blanks if b.member is not None]
    assert [b.field for b in family[:4]] == ["name", "relation", "id_number", "phone"]
    assert {b.member for b in family} == {0, 1, 2}
    assert plan.questions() == ()


def test_disabled_header_alone(office: Office, blank: Blank) -> None:
    plan = office.forms.read(blank("残疾人统计"))
    assert plan.kind == "table"
    assert asked(plan)["监护人姓名"] == "contact.name"
    assert [b.key for b in plan.questions()] == ["残疾证号", "残疾类别"]
    assert plan.table is not None
    assert plan.table.ready == 0


def test_vaccination_header_of_two_rows(office: Office, blank: Blank) -> None:
    plan = office.forms.read(blank("疫苗接种"))
    assert asked(plan) == {
        "序号": "seq",
        "基本信息/姓名": "name",
        "基本信息/性别": "sex",
        "基本信息/出生日期": "birth",
        "基本信息/身份证号": "id_number",
        "联系方式/电话": "phone",
        "联系方式/住址": "address",
        "接种情况/已接种针次": None,
        "接种情况/未接种原因": None,
        "备注": "note",
    }
    assert plan.table is not None
    assert (plan.table.head, plan.table.depth, plan.table.first) == (1, 2, 3)


def test_resident_document(office: Office, blank: Blank) -> None:
    plan = office.forms.read(blank("居民信息"))
    assert plan.kind == "page"
    found = asked(plan)
    assert found["社区"] == "community"
    assert found["楼栋长"] == "leader.name"
    assert found["性别"] == "sex"
    assert found["文化程度"] == "education"
    assert found["是否低保"] == "tag.低保"
    assert found["宗教信仰"] == LEFT_EMPTY
    assert found["填表日期"] == "filled_on"
    assert plan.questions() == ()


def test_veterans_document_table(office: Office, blank: Blank) -> None:
    plan = office.forms.read(blank("退役军人"))
    assert plan.kind == "table"
    found = asked(plan)
    assert found["出生年月（如1962.07）"] == "birth_month"
    assert [b.key for b in plan.questions()] == ["入伍时间"]
    assert plan.table is not None
    assert (plan.table.first, plan.table.ready) == (1, 3)


def test_promise_without_tables(office: Office, blank: Blank) -> None:
    plan = office.forms.read(blank("承诺书"))
    assert plan.kind == "page"
    assert list(asked(plan).values())[:9] == [
        "name", "sex", "id_number", "community", "compound", "building", "unit", "room", "phone",
    ]  # fmt: skip


# -- headers and lines -----------------------------------------------------------------------------


def test_every_column_of_a_table_is_in_its_block(office: Office, blank: Blank) -> None:
    """Numbers too, which may have a cell for each digit: the preview marks what is filled in."""
    for name in ("低保名单", "退役军人"):
        plan = office.forms.read(blank(name))
        assert plan.table is not None
        blocks = {b.key: [p.block for p in b.places] for b in plan.blanks if not b.once}
        wanted = plan.table.block
        assert {f"{place}" for found in blocks.values() for place in found} == {f"{wanted}"}


def test_the_telephone_beside_a_contact_is_the_contacts(office: Office, tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path / "x.xlsx",
        [
            ["独居老年人排查台账", *[None] * 5],
            ["姓名", "证件号码", "家庭成员", None, None, "备注"],
            [None, None, "紧急联系人", "联系电话", "与老人关系", None],
            *([[None] * 6] * 4),
        ],
        ("A1:F1", "A2:A3", "B2:B3", "C2:E2", "F2:F3"),
    )
    plan = office.forms.read(path)
    found = asked(plan)
    assert found["家庭成员/联系电话"] == "contact.phone"
    assert found["家庭成员/与老人关系"] == "contact.relation"
    own = [["姓名", "联系电话", "监护人姓名", "联系电话"], *([[None] * 4] * 4)]
    plan = office.forms.read(sheet_of(tmp_path / "y.xlsx", own))
    assert [b.field for b in plan.blanks] == ["name", "phone", "contact.name", "contact.phone"]
    lone = [["姓名", "性别", "紧急联系人", "联系电话"], *([[None] * 4] * 4)]
    plan = office.forms.read(sheet_of(tmp_path / "z.xlsx", lone))
    assert [(b.field, b.sure) for b in plan.blanks][-1] == ("phone", False)


def test_a_letter_is_no_form(office: Office, tmp_path: Path) -> None:
    letter = docx.Document()
    letter.add_paragraph("各位居民：请于周五前交费。")
    letter.save(str(tmp_path / "信.docx"))
    with pytest.raises(InputError, match="没有空格、横线") as caught:
        office.forms.read(tmp_path / "信.docx")
    assert "没有文字" not in caught.value.message


def test_header_spread_over_two_rows_without_merged_cells(office: Office, tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path / "a.xlsx",
        [
            ["序号", "户主", None, "住址", "备注"],
            [None, "姓名", "联系电话", None, None],
            [None] * 5,
        ],
    )
    plan = office.forms.read(path)
    assert asked(plan) == {
        "序号": "seq", "户主/姓名": "head.name", "户主/联系电话": "head.phone", "住址": "address",
        "备注": "note",
    }  # fmt: skip


def test_a_row_of_column_numbers_belongs_to_the_header(office: Office, tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path / "a.xlsx",
        [["统计表"], ["姓名", "性别", "住址"], ["甲", "（1）", "（2）"], [None, None, None]],
        ("A1:C1",),
    )
    plan = office.forms.read(path)
    assert plan.table is not None
    assert plan.table.first == 3


def test_lines_with_content_stay_and_filling_goes_on_below(office: Office, tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path / "a.xlsx",
        [["序号", "姓名", "联系电话"], [1, "王国强", "13900000000"], [2, "刘淑芬", "13900000001"]],
    )
    plan = office.forms.read(path)
    assert plan.table is not None
    assert (plan.table.first, plan.table.taken, plan.table.samples) == (3, 2, 0)


@pytest.mark.parametrize(
    "example",
    [("示例", "王国强"), ("1", "张三"), ("例", "刘芳"), ("1", "×××"), ("（例）", "周明")],
)
def test_examples_are_told_from_content(
    office: Office, tmp_path: Path, example: tuple[str, str]
) -> None:
    path = sheet_of(tmp_path / "a.xlsx", [["序号", "姓名", "性别"], [*example, "男"]])
    plan = office.forms.read(path)
    assert plan.table is not None
    assert (plan.table.first, plan.table.samples, plan.table.taken) == (1, 1, 0)


def test_a_word_on_every_line_is_no_content(office: Office, tmp_path: Path) -> None:
    rows = [["序号", "社区", "姓名"], *([n, "兴新社区", None] for n in range(1, 6))]
    plan = office.forms.read(sheet_of(tmp_path / "a.xlsx", rows))
    assert plan.table is not None
    assert (plan.table.ready, plan.table.taken) == (5, 0)
    assert "社区" not in asked(plan)


def test_labels_above_their_blanks(office: Office, tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    for row, words in ((0, ("姓名", "性别", "身份证号")), (2, ("联系电话", "住址", "民族"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    document.save(tmp_path / "a.docx")
    plan = office.forms.read(tmp_path / "a.docx")
    assert plan.kind == "page"
    assert {b.key: b.place.row for b in plan.blanks} == {
        "姓名": 1, "性别": 1, "身份证号": 1, "联系电话": 3, "住址": 3, "民族": 3,
    }  # fmt: skip


def test_a_label_belongs_to_the_person_named_at_its_left(office: Office, tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=4, style="Table Grid")
    words = {(0, 1): "姓名", (1, 1): "电话", (2, 1): "姓名", (3, 1): "电话"}
    for (row, column), word in words.items():
        table.cell(row, column).text = word
    for top, word in ((0, "户主"), (2, "紧急联系人")):
        table.cell(top, 0).merge(table.cell(top + 1, 0)).text = word
    document.save(tmp_path / "a.docx")
    plan = office.forms.read(tmp_path / "a.docx")
    assert [b.field for b in plan.blanks] == [
        "head.name", "head.phone", "contact.name", "contact.phone",
    ]  # fmt: skip


# -- what is not known -----------------------------------------------------------------------------


def test_no_known_word_at_all(office: Office, tmp_path: Path) -> None:
    path = sheet_of(tmp_path / "a.xlsx", [["宠物", "犬种", "免疫"], [None, None, None]])
    plan = office.forms.read(path)
    assert [b.key for b in plan.blanks] == ["宠物", "犬种", "免疫"]
    assert len(plan.questions()) == 3
    assert "没有认识的栏目" in plan.unclear
    assert "宠物、犬种、免疫" in plan.unclear


def test_nothing_to_fill_in_names_the_words(office: Office, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("关于开展登记工作的通知")
    document.add_paragraph("请各社区认真组织。")
    document.save(tmp_path / "a.docx")
    with pytest.raises(InputError) as caught:
        office.forms.read(tmp_path / "a.docx")
    assert "关于开展登记工作的通知" in caught.value.message


def test_the_clerk_says_where_the_header_is(office: Office, tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path / "a.xlsx",
        [["姓名", "性别", "住址"], ["填写要求", "按户口簿", "写到门牌"], ["甲方", "乙方", "丙方"]],
    )
    plan = office.forms.read(path)
    moved = office.forms.read_again(plan, Hints(head=3, depth=1))
    assert [b.label for b in moved.blanks] == ["甲方", "乙方", "丙方"]
    assert moved.table is not None
    assert moved.table.first == 3


def test_the_clerk_chooses_another_sheet(office: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "性别", "住址", "联系电话"])
    other = book.create_sheet("第二张")
    other.append(["户主姓名", "联系电话"])
    book.save(tmp_path / "a.xlsx")
    plan = office.forms.read(tmp_path / "a.xlsx")
    assert plan.sheet == "Sheet"
    again = office.forms.read_again(plan, Hints(sheet="第二张"))
    assert [b.field for b in again.blanks] == ["head.name", "phone"]


# -- the fingerprint -------------------------------------------------------------------------------


def test_the_same_form_of_another_month_is_the_same(office: Office, blank: Blank) -> None:
    path = blank("低保名单")
    first = office.forms.read(path)
    book = openpyxl.load_workbook(path)
    sheet = book["低保名单"]
    sheet["A1"] = "2027年第一季度最低生活保障对象名单"
    for cell in sheet[4]:
        cell.value = None
    book.save(path)
    assert office.forms.read(path).fingerprint == first.fingerprint


def test_other_columns_are_another_form(office: Office, blank: Blank) -> None:
    path = blank("低保名单")
    first = office.forms.read(path)
    book = openpyxl.load_workbook(path)
    book["低保名单"]["L3"] = "银行卡号"
    book.save(path)
    assert office.forms.read(path).fingerprint != first.fingerprint
