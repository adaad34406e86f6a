"""Forms: values in and out, loose dates, problems beside the field, proposals that fill it in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.problems import Problem
from ldz_desktop.ui.kit.editors import (
    CheckEditor,
    ChoiceEditor,
    DateEditor,
    NoteEditor,
    NumberEditor,
    PasswordEditor,
    PickEditor,
    TextEditor,
    parse_day,
)
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.search_field import SearchField


@dataclass(frozen=True)
class Entry:
    code: str
    label: str


@dataclass(frozen=True)
class Table:
    entries: tuple[Entry, ...]
    common: tuple[str, ...] = ()


RELATION = Table(
    (Entry("02", "户主"), Entry("10", "配偶"), Entry("20", "子"), Entry("84", "曾孙")),
    ("02", "10"),
)


@pytest.fixture
def form(window: QWidget) -> Form:
    made = Form()
    made.add("name", "姓名(&M)", TextEditor())
    made.add("birth", "出生日期(&B)", DateEditor())
    made.add("relation", "关系(&R)", ChoiceEditor(RELATION))
    made.add("floors", "层数", NumberEditor(1, 99))
    made.add("note", "备注", NoteEditor())
    made.add("lives_here", "居住", CheckEditor("住在这里"))
    QVBoxLayout(window).addWidget(made)
    return made


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年9月3日", date(2026, 9, 3)),
        ("2026-9-3", date(2026, 9, 3)),
        ("2026.09.03", date(2026, 9, 3)),
        ("2026/9/3", date(2026, 9, 3)),
        (" 20260903 ", date(2026, 9, 3)),
        ("２０２６年９月３日", date(2026, 9, 3)),
        ("2026 年 9 月 3 号", date(2026, 9, 3)),
        ("2026-2-30", None),
        ("2026年9月", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_days_are_typed_loosely(text: str, day: date | None) -> None:
    assert parse_day(text) == day


def test_values_go_in_and_come_out(form: Form) -> None:
    values = {
        "name": "何丽娟",
        "birth": date(1972, 1, 31),
        "relation": "20",
        "floors": 12,
        "note": "第一行\n第二行",
        "lives_here": True,
    }
    form.set_values({**values, "id": 7})
    assert form.values() == values
    assert not form.edited()
    form.set_values(dict.fromkeys(values))
    assert form.values() == {**dict.fromkeys(values), "lives_here": False}


def test_typing_is_noticed(form: Form, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.changed):
        QTest.keyClicks(form.editor("name"), " Wang Fang ")
    assert form.values()["name"] == "Wang Fang"
    assert form.edited()


def test_a_day_is_written_out_when_the_field_is_left(form: Form, qtbot: QtBot) -> None:
    birth = form.editor("birth")
    assert isinstance(birth, QLineEdit)
    birth.setFocus()
    QTest.keyClicks(birth, "1962.7.5")
    QTest.keyClick(birth, Qt.Key.Key_Tab)
    assert birth.text() == "1962年7月5日"
    birth.setText("1985-2-29")
    assert [p.reason for p in form.unreadable()] == ["没有1985年2月29日这一天，请核对"]
    birth.setText("1962年")
    assert [p.field for p in form.unreadable()] == ["birth"]
    assert form.values()["birth"] is None


def test_problems_stand_below_their_field_and_the_cursor_goes_there(form: Form) -> None:
    good = form.set_problems(
        [
            Problem("note", "birth", "mismatch", "和证件不一致"),
            Problem("refused", "name", "empty", "请填姓名"),
            Problem("note", "nowhere", "x", "整户的提示"),
        ]
    )
    assert not good
    assert form.problem_texts("name") == ("请填姓名",)
    assert form.problem_texts("birth") == ("和证件不一致",)
    assert form.problem_texts("lives_here") == ("整户的提示",)
    assert form.editor("name").property("state") == "refused"
    assert form.editor("name").accessibleDescription() == "请填姓名"
    assert QApplication.focusWidget() is form.editor("name")
    assert form.set_problems(())
    assert form.problem_texts("name") == ()
    assert form.editor("name").property("state") == ""


def test_a_proposal_fills_the_field_in(form: Form, qtbot: QtBot) -> None:
    form.set_problems([Problem("refused", "name", "zero", "多了一个字", ("张三", "李四"))])
    buttons = [b for b in form.findChildren(QPushButton) if b.isVisible()]
    assert [b.text() for b in buttons] == ["改为 张三", "改为 李四"]
    QTest.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert form.values()["name"] == "李四"
    assert form.problem_texts("name") == ()


def test_a_choice_shows_common_codes_first_and_the_rest_under_more(
    window: QWidget, qtbot: QtBot
) -> None:
    choice = ChoiceEditor(RELATION, parent=window)
    choice.show()
    assert [choice.itemText(i) for i in range(choice.count())] == [
        "未填",
        "户主",
        "配偶",
        "更多 …",
    ]
    choice.set_value("84")
    assert (choice.value(), choice.currentText()) == ("84", "曾孙")
    choice.set_value("ZZ")
    assert (choice.value(), choice.currentText()) == ("ZZ", "ZZ")
    choice.set_value(None)
    choice.setFocus()
    more = choice.findText("更多 …")
    choice.setCurrentIndex(more)
    assert choice.value() is None
    choice.activated.emit(more)
    choice.hidePopup()
    assert choice.findData("84") > 0
    assert choice.findText("更多 …") < 0


def test_a_pick_keeps_its_value_when_others_are_offered(window: QWidget) -> None:
    pick = PickEditor([(1, "一"), (2, "二")], window)
    pick.set_value(2)
    pick.set_pairs([(3, "三"), (2, "二")])
    assert pick.value() == 2
    pick.set_pairs([(3, "三")])
    assert pick.value() == 3


def test_a_password_is_kept_as_typed_and_can_be_looked_at(window: QWidget, qtbot: QtBot) -> None:
    field = PasswordEditor(parent=window)
    field.show()
    field.setText(" 有 空格 ")
    assert field.value() == " 有 空格 "
    assert field.echoMode() == QLineEdit.EchoMode.Password
    field.actions()[0].toggle()
    assert field.echoMode() == QLineEdit.EchoMode.Normal


def test_numbers_have_bounds(form: Form) -> None:
    floors = form.editor("floors")
    assert isinstance(floors, NumberEditor)
    for text, value in (("12", 12), ("0", None), ("x", None), ("", None)):
        floors.setText(text)
        assert floors.value() == value
    floors.setText("0")
    assert "1 到 99" in floors.problem()


@pytest.fixture
def search(window: QWidget) -> SearchField:
    made = SearchField("查找", parent=window)
    made.show()
    made.setFocus()
    return made


@pytest.fixture
def searches(search: SearchField) -> list[str]:
    found: list[str] = []
    search.searched.connect(lambda: found.append(search.wanted()))
    return found


def compose(field: SearchField, letters: str, committed: str = "") -> None:
    """What an input method sends."""
    event = QInputMethodEvent(letters, [])
    if committed:
        event.setCommitString(committed)
    QApplication.sendEvent(field, event)


def test_searching_waits_until_typing_pauses(
    search: SearchField, searches: list[str], qtbot: QtBot
) -> None:
    QTest.keyClicks(search, "wf")
    assert searches == []
    qtbot.waitUntil(lambda: searches == ["wf"])


def test_nothing_is_searched_while_letters_are_composed(
    search: SearchField, searches: list[str], qtbot: QtBot, said: Callable[[], str]
) -> None:
    search.insert("何")
    compose(search, "li juan")
    assert search.composing()
    qtbot.wait(300)  # twice the pause: the composition is still open
    search.search_now()
    assert searches == []
    compose(search, "", "丽娟")
    qtbot.waitUntil(lambda: searches == ["何丽娟"])


def test_escape_empties_the_field(search: SearchField, searches: list[str], qtbot: QtBot) -> None:
    search.insert("1栋")
    qtbot.waitUntil(lambda: searches == ["1栋"])
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""
    assert searches == ["1栋", ""]
