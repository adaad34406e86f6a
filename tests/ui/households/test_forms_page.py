"""替我填表 through its widgets: drop a form, settle what is unclear, choose people, done."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.styles import Border, Side
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.households import Household
from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.services.forms import Answer
from ldz_desktop.ui.households.forms import FormsPage
from ldz_desktop.ui.kit.feature import Bench, Target

LEFT = Qt.MouseButton.LeftButton
Settle = Callable[[], None]
Chooser = Any  # the fixtures of conftest.py
Seen = Any
Finger = Any
BOX = Border(*[Side("thin")] * 4)


@pytest.fixture
def settle(bench: Bench, qtbot: QtBot) -> Settle:
    return lambda: qtbot.waitUntil(bench.tasks.idle, timeout=20_000)


@pytest.fixture
def left() -> list[bool]:
    """Filled when the page is left."""
    return []


@pytest.fixture
def page(
    street: list[Household], bench: Bench, window: QWidget, settle: Settle, left: list[bool]
) -> FormsPage:
    made = FormsPage(bench, lambda: left.append(True))
    QVBoxLayout(window).addWidget(made)
    made.begin(ALL, [home.id for home in street[:2]])
    settle()
    return made


@dataclass(frozen=True)
class Walk:
    """A page with a file dialog that answers, and where files go."""

    page: FormsPage
    chooser: Chooser
    settle: Settle
    folder: Path

    def fill(self, path: Path, out: str) -> Path:
        """A form filled in for everybody, without looking."""
        page = self.page
        page.read(path)
        self.settle()
        if page.page is page.mapping:
            page.next_button.click()
        page.people.form.set_values({"purpose": "核对"})
        self.settle()
        self.chooser.answer = self.folder / out
        page.next_button.click()
        self.settle()
        assert page.page is page.result
        return self.folder / out


@pytest.fixture
def walk(page: FormsPage, chooser: Chooser, settle: Settle, tmp_path: Path) -> Walk:
    return Walk(page, chooser, settle, tmp_path)


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    """A list of somebody else's: one column the archive does not know."""
    book = openpyxl.Workbook()
    book.active.title = "名单"
    book.active.append(["序号", "姓名", "证件号码", "联系电话", "保障金额"])
    for row in book.active["A1:E4"]:
        for cell in row:
            cell.border = BOX
    book.save(tmp_path / "救助名单.xlsx")
    return tmp_path / "救助名单.xlsx"


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A page a person, with nothing to ask."""
    document = docx.Document()
    table = document.add_table(rows=3, cols=4, style="Table Grid")
    words = ("姓名", "性别", "民族", "联系电话", "住址", "备注")
    for number, word in enumerate(words):
        table.cell(number // 2, number % 2 * 2).text = word
    document.save(tmp_path / "登记表.docx")
    return tmp_path / "登记表.docx"


def drop(page: FormsPage, path: Path) -> None:
    """Drag a file onto the page, as a person does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(40, 40), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier
    )
    page.start.drop.dropEvent(event)


def press(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, LEFT)


def listed(page: FormsPage, settle: Settle) -> list[str]:
    """The names in the list of people."""
    model = page.people.table.model()
    for _ in range(2):
        texts = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
        QApplication.processEvents()
        settle()
    return texts


# -- a form that is asked about --------------------------------------------------------------------


def test_from_the_drop_to_the_filled_list(
    walk: Walk, roll: Path, qtbot: QtBot, bench: Bench
) -> None:
    page, settle = walk.page, walk.settle
    drop(page, roll)
    settle()
    assert page.page is page.mapping
    first = page.mapping.lines()[0]
    assert (first.label, first.state()[0]) == ("保障金额", "请指定")
    assert page.next_button.text().startswith("下一步（1 栏没指定，留空）")
    editor = page.mapping.editor
    assert "「保障金额」填什么？" in [w.text() for w in editor.findChildren(QLabel)]
    editor.words.setFocus()
    qtbot.keyClicks(editor.words, "620")
    assert editor.text.isChecked()
    assert page.mapping.answers()["保障金额"] == Answer("text", "620")
    assert page.next_button.text() == "下一步(&N)"

    press(qtbot, page.next_button)
    assert page.page is page.people
    assert listed(page, settle) == ["陈志远", "何丽娟", "陈*诺", "罗桂芳", "李颇", "王芳"]
    assert page.next_button.text() == "填 6 人(&G) …"
    press(qtbot, page.next_button)
    assert page.people.form.problem_texts("purpose") == ("请写明用途",)

    page.people.form.set_values({"purpose": "报街道"})
    walk.chooser.answer = walk.folder / "已填.xlsx"
    press(qtbot, page.next_button)
    settle()
    assert page.page is page.result
    assert "已填好 6 人" in page.result.text()
    assert "户档里缺：证件号码 5 人、联系电话 4 人" in page.result.text()
    sheet = openpyxl.load_workbook(walk.folder / "已填.xlsx").active
    assert [cell.value for cell in sheet[2]] == [
        1, "陈志远", "511902196707260018", "13912340018", "620",
    ]  # fmt: skip
    assert sheet["B7"].value == "王芳"
    assert sheet["B7"].border.left.style == "thin"
    rows = bench.office.core.database.rows("SELECT detail FROM audit WHERE event = 'export.full'")
    assert rows == [("报街道",)]


def test_who_lacks_what_leads_to_the_person(
    walk: Walk, roll: Path, seen: Seen, left: list[bool]
) -> None:
    walk.fill(roll, "a.xlsx")
    page = walk.page
    page.result.what.set_value("联系电话")
    model = page.result.table.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [
        "何丽娟", "罗桂芳", "李颇", "王芳",
    ]  # fmt: skip
    page.result.table.selectRow(1)
    page.result.resident_button.click()
    person = seen.targets[-1]
    assert person == Target("resident", page.result.table.current_id())
    assert left == [True]


# -- the same form again ---------------------------------------------------------------------------


def test_one_click_next_month(
    page: FormsPage, roll: Path, chooser: Chooser, settle: Settle, qtbot: QtBot, tmp_path: Path,
) -> None:  # fmt: skip
    page.read(roll)
    settle()
    page.mapping.editor.words.set_value("620")
    page.next_button.click()
    page.people.source.builder.set_rules(PersonFilter(age_from=60))
    settle()
    page.people.form.set_values({"purpose": "报街道"})
    chooser.answer = tmp_path / "a.xlsx"
    page.next_button.click()
    settle()
    roll.unlink()

    page.begin(ALL)
    settle()
    assert [form.name for form in page.start.forms()] == ["救助名单"]
    press(qtbot, page.start.again_button)
    settle()
    assert page.page is page.people
    assert listed(page, settle) == ["罗桂芳"]
    assert page.people.form.values()["purpose"] == "报街道"
    chooser.answer = tmp_path / "b.xlsx"
    press(qtbot, page.next_button)
    settle()
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    assert [cell.value for cell in sheet[2]] == [1, "罗桂芳", None, None, "620"]


def test_a_remembered_form_is_renamed_and_forgotten(
    walk: Walk, card: Path, finger: Finger, bench: Bench
) -> None:
    walk.fill(card, "a.docx")
    page, settle = walk.page, walk.settle
    page.begin(ALL)
    settle()
    page.start.rename_button.click()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    dialog.form.set_values({"name": "派出所采集表"})  # type: ignore[attr-defined]
    next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("保存")).click()
    settle()
    assert [form.name for form in page.start.forms()] == ["派出所采集表"]
    finger.press("不再记住")
    page.start.forget_button.click()
    settle()
    assert page.start.forms() == []
    assert bench.office.forms.remembered() == ()


# -- a page for each person ------------------------------------------------------------------------


def test_a_form_without_questions_goes_straight_to_the_people(
    page: FormsPage, card: Path, chooser: Chooser, settle: Settle, tmp_path: Path
) -> None:
    page.read(card)
    settle()
    assert page.page is page.people
    page.people.outputs["folder"].setChecked(True)
    assert page.people.named.isVisible()
    page.people.form.set_values({"purpose": "建档"})
    chooser.answer = tmp_path
    page.next_button.click()
    settle()
    folder = next(path for path in tmp_path.iterdir() if path.name.startswith("登记表-"))
    assert len(list(folder.iterdir())) == 6
    assert not page.result.open_button.isVisible()
    assert f"6 个文件在文件夹 {folder.name}" in page.result.text()


def test_the_households_of_the_list_and_their_heads(
    page: FormsPage, card: Path, settle: Settle
) -> None:
    page.read(card)
    settle()
    source = page.people.source
    source.pills.pill("shown").click()
    settle()
    assert listed(page, settle) == ["陈志远", "何丽娟", "陈*诺", "罗桂芳"]
    source.heads.setChecked(True)
    settle()
    assert listed(page, settle) == ["陈志远", "罗桂芳"]
    assert source.rules() is None


def test_pasted_names_and_people_left_out(
    page: FormsPage, card: Path, settle: Settle, qtbot: QtBot, said: Callable[[], str]
) -> None:
    page.read(card)
    settle()
    page.people.source.pills.pill("pasted").click()
    page.people.source.names.set_value("罗桂芳\n511902196707260018\n没有人")
    qtbot.waitUntil(lambda: len(page.people.people()) == 2, timeout=5000)
    assert listed(page, settle) == ["罗桂芳", "陈志远"]
    assert "没有找到 没有人" in said()
    page.people.table.selectRow(0)
    press(qtbot, page.people.drop_button)
    assert listed(page, settle) == ["陈志远"]
    press(qtbot, page.people.back_button)
    assert listed(page, settle) == ["罗桂芳", "陈志远"]


def test_a_kept_list(page: FormsPage, bench: Bench, card: Path, settle: Settle) -> None:
    bench.office.lists.save("高龄", PersonFilter(tags=("高龄",)))
    page.begin(ALL)
    settle()
    page.read(card)
    settle()
    source = page.people.source
    assert source.saved.isVisible()
    source.saved.setCurrentIndex(1)
    settle()
    assert listed(page, settle) == ["罗桂芳"]
    assert page.people.way().rules == PersonFilter(tags=("高龄",))


def test_the_place_that_was_shown_is_proposed(
    page: FormsPage, street: list[Household], card: Path, settle: Settle
) -> None:
    page.begin(PlaceRef("building", street[3].building_id))
    settle()
    page.read(card)
    settle()
    assert listed(page, settle) == ["李颇", "王芳"]


# -- settling what is unclear ----------------------------------------------------------------------


def test_a_click_on_the_form_picks_the_blank(
    page: FormsPage, card: Path, settle: Settle, qtbot: QtBot
) -> None:
    page.read(card)
    settle()
    press(qtbot, page.map_button)
    rect = page.mapping.preview.rect_of("住址")
    assert rect is not None
    qtbot.mouseClick(page.mapping.preview.sheet, LEFT, pos=rect.center())
    line = page.mapping.current()
    assert line is not None
    assert line.label == "住址"
    page.mapping.editor.group.set_value("住址")
    page.mapping.editor.pick.set_value("whole_address")
    assert page.mapping.answers()["住址"] == Answer("field", "whole_address")
    page.mapping.editor.empty.click()
    assert page.mapping.answers()["住址"].kind == "empty"


def test_nothing_is_known_and_the_words_are_told(
    page: FormsPage, tmp_path: Path, settle: Settle, said: Callable[[], str]
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["宠物", "犬种", "免疫"])
    book.save(tmp_path / "犬.xlsx")
    page.read(tmp_path / "犬.xlsx")
    settle()
    assert page.page is page.mapping
    assert "找到的文字有：宠物、犬种、免疫" in said()
    assert page.mapping.open_questions() == 3
    editor = page.mapping.editor
    editor.group.set_value("家庭")
    editor.pick.set_value("head.name")
    assert editor.field.isChecked()
    assert page.mapping.open_questions() == 2


def test_the_clerk_says_where_the_header_is(page: FormsPage, roll: Path, settle: Settle) -> None:
    book = openpyxl.load_workbook(roll)
    book.create_sheet("另一张").append(["户主姓名", "联系电话"])
    book.active.insert_rows(1)
    for column, word in enumerate(("填表说明", "姓名写全名", "证件号写18位"), start=1):
        book.active.cell(1, column, word)
    book.save(roll)
    page.read(roll)
    settle()
    mapping = page.mapping
    assert mapping.head.value() == 2
    mapping.head.setCurrentIndex(0)
    settle()
    assert [line.label for line in mapping.lines()][:1] != ["序号"]
    mapping.sheet.set_value("另一张")
    settle()
    assert {line.label for line in mapping.lines()} == {"户主姓名", "联系电话"}


def test_lines_of_a_family_are_decided_together(
    page: FormsPage, tmp_path: Path, settle: Settle
) -> None:
    document = docx.Document()
    table = document.add_table(rows=7, cols=4, style="Table Grid")
    for number, word in enumerate(("姓名", "性别", "住址", "联系电话", "民族", "备注")):
        table.cell(number // 2, number % 2 * 2).text = word
    for column, word in enumerate(("家庭成员姓名", "与本人关系", "身份证号", "联系电话")):
        table.cell(3, column).text = word
    document.save(tmp_path / "家庭.docx")
    page.read(tmp_path / "家庭.docx")
    settle()
    labels = [line.label for line in page.mapping.lines()]
    assert labels.count("家庭成员/与本人关系") == 1
    line = next(one for one in page.mapping.lines() if one.label == "家庭成员/与本人关系")
    assert len(line.keys) == 3
    assert line.what() == "与本人关系"


# -- refusals --------------------------------------------------------------------------------------


def test_a_form_with_macros_is_refused_in_its_place(
    page: FormsPage, tmp_path: Path, settle: Settle
) -> None:
    (tmp_path / "表.docm").write_bytes(b"PK\x03\x04")
    drop(page, tmp_path / "表.docm")
    settle()
    assert page.page is page.start
    assert "这张表带有宏程序" in page.start.trouble.text()


def test_a_place_that_cannot_be_written_leaves_the_page_as_it_is(
    walk: Walk, card: Path, finger: Finger, qtbot: QtBot
) -> None:
    page = walk.page
    page.read(card)
    walk.settle()
    page.people.form.set_values({"purpose": "建档"})
    walk.chooser.answer = walk.folder / "没有" / "a.docx"
    finger.press("知道了")
    page.next_button.click()
    walk.settle()
    qtbot.waitUntil(finger.done)
    assert page.page is page.people
    assert page.next_button.isEnabled()


def test_more_people_than_a_workbook_takes(
    page: FormsPage, card: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldz_desktop.services.forms import filling

    monkeypatch.setattr(filling, "MOST_PAGES", 3)
    page.read(card)
    settle()
    assert page.next_button.text() == "6 人太多，一次最多 3 人"
    assert not page.next_button.isEnabled()


def test_escape_goes_back_to_the_archive(page: FormsPage, qtbot: QtBot, left: list[bool]) -> None:
    qtbot.keyClick(page.start.drop, Qt.Key.Key_Escape)
    assert left == [True]
