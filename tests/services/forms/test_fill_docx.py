"""Filled documents, read back with python-docx and LibreOffice."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table

from ldz_desktop.domain.households import Household
from ldz_desktop.services.context import Office
from ldz_desktop.services.forms import Answer
from ldz_desktop.services.forms.service import Way

Blank = Callable[[str], Path]


@pytest.fixture
def people(family: Household, alone: Household) -> list[int]:
    return [m.id for home in (family, alone) for m in home.members]


def cells(table: Table, row: int) -> list[str]:
    """The texts of a row; merged cells once."""
    found: dict[int, str] = {}
    for cell in table.rows[row].cells:
        found[id(cell._tc)] = cell.text  # noqa: SLF001 - the element is the only identity
    return list(found.values())


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


# -- a table ---------------------------------------------------------------------------------------


def test_lines_of_a_table(office: Office, blank: Blank, people: list[int], tmp_path: Path) -> None:
    plan = office.forms.read(blank("退役军人"))
    plan = plan.answered({"入伍时间": Answer("text", "1985.11")})
    result = office.forms.fill(plan, people, tmp_path / "o.docx", "报退役军人事务站")
    assert result.people == 5
    document = docx.Document(str(tmp_path / "o.docx"))
    table = document.tables[0]
    assert len(table.rows) == 1 + 5 + 1
    assert cells(table, 1) == [
        "1", "陈志远", "男", "1967.07", "511902196707260018", "1985.11", "13912340018",
        "福锦苑2栋1单元101",
    ]  # fmt: skip
    assert cells(table, 5)[:4] == ["5", "罗桂芳", "女", "1942.11"]
    assert cells(table, 6) == ["备注：本表由社区退役军人服务站留存。"]
    heights = {row.height for row in table.rows[1:6]}
    assert len(heights) == 1
    assert None not in heights
    line = table.rows[5].cells[1].paragraphs[0]
    assert line.alignment == table.rows[0].cells[1].paragraphs[0].alignment
    assert not line.runs[0].bold
    assert squeezed(document.paragraphs[1].text) == (
        "填报单位：兴新社区居民委员会填报时间：2026年11月24日"
    )
    assert document.paragraphs[2].text == "审核人（签字）："


def test_fewer_people_than_lines(
    office: Office, blank: Blank, people: list[int], tmp_path: Path
) -> None:
    office.forms.fill(office.forms.read(blank("退役军人")), people[:1], tmp_path / "o.docx", "核对")
    table = docx.Document(str(tmp_path / "o.docx")).tables[0]
    assert [cells(table, row)[1] for row in range(1, 4)] == ["陈志远", "", ""]
    assert len(table.rows) == 5


def test_a_header_alone(office: Office, people: list[int], tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, head in zip(table.rows[0].cells, ("姓名", "性别", "住址"), strict=True):
        run = cell.paragraphs[0].add_run(head)
        run.bold = True
        run.font.size = Pt(14)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    document.save(tmp_path / "a.docx")
    office.forms.fill(office.forms.read(tmp_path / "a.docx"), people, tmp_path / "o.docx", "核对")
    table = docx.Document(str(tmp_path / "o.docx")).tables[0]
    assert [cells(table, row)[0] for row in range(6)] == [
        "姓名", "陈志远", "何丽娟", "陈一诺", "杨秀英", "罗桂芳",
    ]  # fmt: skip
    run = table.rows[3].cells[0].paragraphs[0].runs[0]
    assert run.font.size == Pt(14)
    assert not run.bold
    marks = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for row in table.rows]  # noqa: SLF001
    repeated = [mark is not None for mark in marks]
    assert repeated == [True, *[False] * 5]


def test_examples_give_way(office: Office, people: list[int], tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3, style="Table Grid")
    for row, words in enumerate((("姓名", "性别", "爱好"), ("张三", "男", "书法"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    document.save(tmp_path / "a.docx")
    office.forms.fill(office.forms.read(tmp_path / "a.docx"), people, tmp_path / "o.docx", "核对")
    table = docx.Document(str(tmp_path / "o.docx")).tables[0]
    assert [cells(table, row) for row in (1, 5)] == [["陈志远", "男", ""], ["罗桂芳", "女", ""]]
    assert "书法" not in "".join(cell.text for row in table.rows for cell in row.cells)


# -- pages -----------------------------------------------------------------------------------------


def test_a_page_for_each_person(
    office: Office, blank: Blank, people: list[int], tmp_path: Path
) -> None:
    path = blank("居民信息")
    result = office.forms.fill(office.forms.read(path), people, tmp_path / "o.docx", "建档")
    document = docx.Document(str(tmp_path / "o.docx"))
    assert len(document.tables) == 5
    assert len(document.sections) == 5
    assert {section.page_width for section in document.sections} == {
        docx.Document(str(path)).sections[0].page_width
    }
    first, last = document.tables[0], document.tables[4]
    assert cells(first, 0) == ["姓名", "陈志远", "性别", "☑男  □女", "民族", "汉族"]
    assert cells(first, 1) == ["公民身份号码", "511902196707260018", "出生年月", "1967年7月"]
    assert cells(first, 2)[1] == "□小学及以下  □初中  ☑高中/中专  □大专及以上"
    assert cells(first, 3) == ["政治面貌", "中共党员", "婚姻状况", "已婚", "与户主关系", "户主"]
    assert cells(last, 2)[1] == "☑小学及以下  □初中  □高中/中专  □大专及以上"
    assert cells(last, 0)[1] == "罗桂芳"
    assert "社区：__兴新社区__" in document.paragraphs[1].text
    line = next(p for p in document.paragraphs if p.text.startswith("填表人"))
    name = next(run for run in line.runs if "李敏" in run.text)
    assert name.underline
    assert len(name.text) == 8  # the underline keeps its length: ten halves, four of them the name
    assert "是否低保" not in dict(result.missing)
    assert any("“低保”标签" in note for note in result.notes)


def test_a_document_for_each_person(
    office: Office, blank: Blank, people: list[int], tmp_path: Path
) -> None:
    plan = office.forms.read(blank("居民信息"))
    result = office.forms.fill(plan, people, tmp_path, "建档", way=Way(output="folder"))
    assert result.files == 5
    files = sorted(result.path.iterdir())
    assert [f.name for f in files] == [f"{n:03d}.docx" for n in range(1, 6)]
    document = docx.Document(str(files[3]))
    assert cells(document.tables[0], 0)[1] == "杨秀英"
    assert len(document.sections) == 1


def test_only_the_text_of_the_document_changes(
    office: Office, blank: Blank, people: list[int], tmp_path: Path
) -> None:
    path = blank("居民信息")
    office.forms.fill(office.forms.read(path), people[:2], tmp_path / "o.docx", "建档")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(tmp_path / "o.docx") as after:
        assert before.namelist() == after.namelist()
        changed = {n for n in before.namelist() if before.read(n) != after.read(n)}
    assert changed == {"word/document.xml", "docProps/core.xml"}


def test_gaps_in_sentences(office: Office, blank: Blank, people: list[int], tmp_path: Path) -> None:
    plan = office.forms.read(blank("承诺书"))
    office.forms.fill(plan, people[:1], tmp_path / "o.docx", "签承诺书")
    document = docx.Document(str(tmp_path / "o.docx"))
    text = document.paragraphs[1].text.replace("_", "")
    assert text == (
        "本人陈志远，性别男，身份证号511902196707260018，现住兴新社区福锦苑小区2栋1单元101室，"
        "联系电话13912340018，现郑重承诺遵守消防安全规定。"
    )
    assert document.paragraphs[3].text == "        年    月    日"


def test_a_gap_over_several_runs_keeps_its_look(
    office: Office, people: list[int], tmp_path: Path
) -> None:
    document = docx.Document()
    line = document.add_paragraph("姓名：")
    for blanks in ("  ", "   ", "  "):
        line.add_run(blanks).underline = True
    line.add_run("  电话：")
    line.add_run("___")
    line.add_run("___")
    document.save(tmp_path / "a.docx")
    plan = office.forms.read(tmp_path / "a.docx")
    office.forms.fill(plan, people[:1], tmp_path / "o.docx", "核对")
    runs = docx.Document(str(tmp_path / "o.docx")).paragraphs[0].runs
    assert [run.text.strip() for run in runs if run.underline and run.text] == ["陈志远"]
    assert "".join(run.text for run in runs).endswith("电话：13912340018")


def test_boxes_of_a_symbol_font(office: Office, people: list[int], tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    table.cell(0, 0).text = "性别"
    paragraph = table.cell(0, 1).paragraphs[0]
    for word in ("男 ", "女"):
        run = paragraph.add_run()
        sign = OxmlElement("w:sym")
        sign.set(qn("w:font"), "Wingdings")
        sign.set(qn("w:char"), "F0A8")
        run._r.append(sign)  # noqa: SLF001
        paragraph.add_run(word)
    table.add_row().cells[0].text = "姓名"
    document.save(tmp_path / "a.docx")
    plan = office.forms.read(tmp_path / "a.docx")
    office.forms.fill(plan, people[1:2], tmp_path / "o.docx", "核对")
    filled = docx.Document(str(tmp_path / "o.docx")).tables[0]
    assert filled.cell(0, 1).text == "□男 ☑女"


def test_boxes_that_fit_nothing_are_left_to_a_hand(
    office: Office, people: list[int], tmp_path: Path
) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=2, style="Table Grid")
    for row, words in enumerate(
        (("健康状况", "□好 □中 □差等"), ("姓名", ""), ("性别", "是□否□其他"))
    ):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    document.save(tmp_path / "a.docx")
    plan = office.forms.read(tmp_path / "a.docx")
    result = office.forms.fill(plan, people[1:2], tmp_path / "o.docx", "核对")
    filled = docx.Document(str(tmp_path / "o.docx")).tables[0]
    assert filled.cell(0, 1).text == "□好 □中 □差等"
    assert filled.cell(2, 1).text == "是□否□其他"
    assert result.by_hand == ("健康状况", "性别")


def test_copies_share_no_ids(office: Office, people: list[int], tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("姓名：______")
    for name in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(name)
        mark.set(qn("w:id"), "7")
        mark.set(qn("w:name"), "here")
        paragraph._p.append(mark)  # noqa: SLF001
    document.add_paragraph("电话：______")
    document.save(tmp_path / "a.docx")
    plan = office.forms.read(tmp_path / "a.docx")
    office.forms.fill(plan, people[:3], tmp_path / "o.docx", "核对")
    with zipfile.ZipFile(tmp_path / "o.docx") as package:
        markup = package.read("word/document.xml").decode()
    assert "bookmarkStart" not in markup
    assert markup.count("陈志远") == 1
    assert markup.count('<w:type w:val="nextPage"/>') == 3


def test_a_document_that_ends_with_its_table(
    office: Office, people: list[int], tmp_path: Path
) -> None:
    """The section's end needs a paragraph: a thin one is added."""
    document = docx.Document()
    table = document.add_table(rows=3, cols=2, style="Table Grid")
    for row, word in enumerate(("姓名", "性别", "住址")):
        table.cell(row, 0).text = word
    document.save(tmp_path / "a.docx")
    plan = office.forms.read(tmp_path / "a.docx")
    office.forms.fill(plan, people[:2], tmp_path / "o.docx", "核对")
    filled = docx.Document(str(tmp_path / "o.docx"))
    assert [table.cell(0, 1).text for table in filled.tables] == ["陈志远", "何丽娟"]
    assert len(filled.sections) == 2
