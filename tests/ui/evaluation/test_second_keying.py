"""复录 through the real page and real keys: the second person sees only the differences."""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from ldz_desktop.domain.evaluation import SCHEME_1, Header
from ldz_desktop.domain.rekeying import Keying
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import BuildingProgress, Draft

MONTH = "2026-10"
K = Qt.Key
# Fixtures of conftest.py, whose classes a test cannot import.
Stage = Any
Show = Callable[[], Stage]
THREE = ("55555555", "44444444", "54321-54")


@pytest.fixture
def keying(office: Office, buildings: list[int], stage: Show) -> Stage:
    """The entry page of the first building, the cursor in the header."""
    office.evaluation.open_month(MONTH)
    return enter(stage(), buildings[0])


def enter(stage: Stage, building: int) -> Stage:
    stage.tab.enter(building)
    stage.settle()
    return stage


def head(stage: Stage, *counts: int) -> None:
    for count in counts:
        stage.type(str(count))
        stage.press(K.Key_Return)


def type_sheets(stage: Stage, *sheets: str) -> None:
    stage.type("".join(sheets).replace("-", "0"))
    stage.settle()


def draft(office: Office, building: int) -> Draft:
    return office.evaluation.draft(MONTH, building)


def progress(office: Office, building: int) -> BuildingProgress:
    return next(p for p in office.evaluation.progress(MONTH) if p.building.id == building)


def said(stage: Stage) -> str:
    return "\n".join(w.text() for w in stage.window.findChildren(QLabel) if w.isVisible())


def undo(stage: Stage) -> None:
    buttons = [b for b in stage.window.findChildren(QPushButton) if b.isVisible()]
    next(b for b in buttons if b.text().startswith("撤销")).click()
    stage.settle()


def chip_of(stage: Stage, building: int) -> str:
    model = stage.tab.entry_page.picker.model
    return str(model.index(model.row_of(building), 1).data())


def test_142_sheets_keyed_twice_without_a_mouse(
    keying: Stage, office: Office, buildings: list[int]
) -> None:
    """Three slips of the finger in the second keying, one sheet left out: four keys decide."""
    desk = keying.tab.entry_page.desk
    dice = random.Random(7)
    pile = ["".join(dice.choice("55544321-") for _ in range(7)) + "5" for _ in range(142)]
    pile = ["5555" + sheet[4:] if sheet.count("-") > 4 else sheet for sheet in pile]
    head(keying, 160, 142, 142, 0, 0)
    begun = time.process_time()
    type_sheets(keying, *pile)
    per_key = (time.process_time() - begun) / (142 * 8)
    assert per_key < 0.02, "a fast typist presses ten keys a second"
    assert draft(office, buildings[0]) == Draft(Header(160, 142, 142, 0, 0), tuple(pile))
    assert desk.sheets.counts() == {"已录": 142, "有效": 142, "不足": 0, "还差": 0}

    keying.press(K.Key_F10)
    second = [*pile]
    for place in (4, 70, 141):
        second[place] = ("1" if pile[place][0] != "1" else "2") + pile[place][1:]
    del second[100]
    type_sheets(keying, *second)
    assert desk.sheets.counts() == {"第一遍": 142, "复录": 141, "还差": 1}
    keying.press(K.Key_Return)
    assert "复录还差 1 张" in desk.sheets.trouble()
    keying.press(K.Key_F9)
    assert desk.sheets.counts() == {"第一遍": 142, "复录": 141, "不一致": 4}
    assert [desk.sheets.model.index(n, 0).data() for n in range(4)] == ["5", "71", "101", "142"]
    assert desk.pad.view.title == "第 5 张的第 1 题"
    assert not desk.sheets.commit.isEnabled()
    keying.type(pile[4][0].replace("-", "0"))  # the paper says what was keyed first …
    keying.type(second[70][0])  # … or second
    keying.press(K.Key_Return)  # the sheet is there
    keying.type(pile[141][0].replace("-", "0"))
    keying.settle()
    agreed = [*pile[:70], second[70], *pile[71:]]
    assert draft(office, buildings[0]).second == Keying(tuple(agreed))
    keying.press(K.Key_Return, K.Key_Return)
    one = progress(office, buildings[0])
    assert (one.keyed_valid, one.checked, one.drafted) == (142, True, 0)
    office.evaluation.recall_batch(MONTH, buildings[0])
    assert sorted(draft(office, buildings[0]).sheets) == sorted(agreed)
    office.evaluation.commit_draft(MONTH, buildings[0])
    assert chip_of(keying, buildings[0]) == "已复核"
    assert "已交批 142 张，已复核" in said(keying)


@pytest.mark.parametrize("questions", [3, 20])
def test_other_numbers_of_questions(
    questions: int, office: Office, buildings: list[int], stage: Show
) -> None:
    names = tuple(f"第{n}个问题" for n in range(1, questions + 1))
    scheme = replace(SCHEME_1, version=2, questions=names, answered_minimum=2)
    office.schemes.save(scheme)
    office.evaluation.open_month(MONTH)
    shown = enter(stage(), buildings[0])
    head(shown, 6, 5, 5, 0, 0)
    pile = [grade * questions for grade in "54321"]
    type_sheets(shown, *pile)
    assert draft(office, buildings[0]).sheets == tuple(pile)
    shown.press(K.Key_F10)
    type_sheets(shown, *pile[:4], "1" * (questions - 1) + "2")
    shown.press(K.Key_Return)
    pad = shown.tab.entry_page.desk.pad
    assert pad.view.title == f"第 5 张的第 {questions} 题"
    assert questions - 1 in pad.in_view()
    assert pad.height() >= pad.minimumHeight()
    shown.type("1")
    shown.press(K.Key_Return, K.Key_Return)
    assert progress(office, buildings[0]).checked
    assert progress(office, buildings[0]).keyed_valid == 5


def test_the_last_decision_is_taken_back(
    keying: Stage, office: Office, buildings: list[int]
) -> None:
    desk = keying.tab.entry_page.desk
    head(keying, 30, 3, 3, 0, 0)
    type_sheets(keying, *THREE)
    keying.press(K.Key_F10)
    type_sheets(keying, THREE[0], "44444441", THREE[2])
    keying.press(K.Key_Return)
    keying.type("1")
    keying.settle()
    assert draft(office, buildings[0]).sheets[1] == "44444441"
    keying.press(K.Key_Backspace)
    assert draft(office, buildings[0]).sheets == THREE
    assert desk.pad.view.title == "第 2 张的第 8 题"
    keying.type("0")
    keying.settle()
    assert draft(office, buildings[0]).sheets[1] == "4444444-"


def test_giving_the_second_keying_up_keeps_the_first(
    keying: Stage, office: Office, buildings: list[int]
) -> None:
    desk = keying.tab.entry_page.desk
    head(keying, 30, 3, 3, 0, 0)
    type_sheets(keying, *THREE)
    keying.press(K.Key_F10)
    type_sheets(keying, THREE[0])
    assert progress(office, buildings[0]).checked
    assert chip_of(keying, buildings[0]) == "复录中"
    keying.press(K.Key_D, alt=True)
    keying.qtbot.waitUntil(lambda: desk.work().stage == "first")
    keying.settle()
    assert draft(office, buildings[0]) == Draft(Header(30, 3, 3, 0, 0), THREE)
    undo(keying)
    assert draft(office, buildings[0]).second == Keying(THREE[:1])
    desk.sheets.discard.click()
    keying.settle()
    keying.press(K.Key_F9)
    one = progress(office, buildings[0])
    assert (one.keyed_valid, one.checked) == (3, False)
    assert chip_of(keying, buildings[0]) == "已交批"


def test_a_half_done_second_keying_waits(
    keying: Stage, office: Office, buildings: list[int]
) -> None:
    """The power goes, the clerk goes to lunch: sheet in hand and all it is found again."""
    page = keying.tab.entry_page
    head(keying, 30, 3, 3, 0, 0)
    type_sheets(keying, *THREE)
    keying.press(K.Key_F10)
    type_sheets(keying, THREE[0], "444")
    keying.press(K.Key_PageDown)
    assert page.building_id() != buildings[0]
    enter(keying, buildings[0])
    assert page.desk.pad.view.title == "复录第 2 张"
    assert page.desk.work().entry.current == "444"
    assert [page.desk.sheets.model.index(0, 1).data()] == ["5 5 5 5 5 5 5 5"], "not the first's"
    keying.press(K.Key_F9)
    assert "手里还有一张" in page.desk.sheets.trouble()
    type_sheets(keying, "44444", THREE[2])
    keying.press(K.Key_Return)
    assert page.desk.pad.view.title == "两遍一致"
    keying.press(K.Key_F8)  # a sheet that both forgot
    head(keying, *())
    assert page.desk.pad.view.title == "复录第 4 张"
    type_sheets(keying, "22222222")
    keying.press(K.Key_Return)
    assert page.desk.pad.view.title == "第 4 张，只第二遍有"
    keying.press(K.Key_Return)
    assert draft(office, buildings[0]).sheets == (*THREE, "22222222")
    assert "已录入有效表 4 张，表头填写 3 张" in page.desk.header.sentence()


def test_a_batch_that_was_handed_over_is_keyed_again_in_any_order(
    keying: Stage, office: Office, buildings: list[int]
) -> None:
    page = keying.tab.entry_page
    pile = tuple(f"{a}{b}{a}{b}{b}{a}55" for a in "1345" for b in "1345")
    head(keying, 30, 16, 16, 0, 0)
    type_sheets(keying, *pile)
    keying.press(K.Key_F9)
    enter(keying, buildings[0])
    assert "只录过一遍" in said(keying)
    keying.press(K.Key_R, alt=True)
    keying.qtbot.waitUntil(lambda: page.desk.work().stage == "second")
    keying.settle()
    type_sheets(keying, "55555554", *pile[:-1])
    keying.press(K.Key_Return)
    assert page.desk.work().different != ()
    assert page.desk.pad.view.title == "这一张的第 8 题"
    keying.type("5")
    keying.press(K.Key_Return, K.Key_Return)
    enter(keying, buildings[0])
    assert "已复核：两遍录入一致" in said(keying)
    assert not page.desk.handed.again.isVisible()


def test_without_a_first_keying_there_is_no_second(keying: Stage) -> None:
    desk = keying.tab.entry_page.desk
    keying.press(K.Key_F10)
    assert "还没有录过一遍" in desk.sheets.trouble()
    head(keying, 30, 1, 1, 0, 0)
    type_sheets(keying, "555")
    keying.press(K.Key_F10)
    assert "手里还有一张" in desk.sheets.trouble()
    assert desk.work().stage == "first"


def test_what_was_given_out_stands_in_the_header(
    office: Office, buildings: list[int], stage: Show
) -> None:
    office.evaluation.open_month(MONTH)
    office.evaluation.record_issued(MONTH, {buildings[0]: 40})
    shown = enter(stage(), buildings[0])
    desk = shown.tab.entry_page.desk
    assert desk.header.header() == Header(40, 0, 0, 0, 0)
    assert shown.focus() is desk.header.fields["issued"]
    shown.press(K.Key_Return)
    head(shown, 3, 3, 0, 0)
    assert shown.focus() is desk.pad
    assert draft(office, buildings[0]).header == Header(40, 3, 3, 0, 0)


def test_what_is_odd_is_said_and_stops_nothing(
    office: Office, buildings: list[int], stage: Show
) -> None:
    office.evaluation.open_month(MONTH)
    office.evaluation.record_issued(MONTH, {buildings[0]: 4})
    shown = enter(stage(), buildings[0])
    desk = shown.tab.entry_page.desk
    head(shown, 6, 5, 5, 0, 0)
    type_sheets(shown, *["55555555"] * 4)
    assert desk.sheets.odd() == ""
    type_sheets(shown, "55555555")
    assert "发放时只登记了 4 张" in desk.sheets.odd()
    assert "5 张有效表填得一模一样" in desk.sheets.odd()
    shown.press(K.Key_F9)
    one = progress(office, buildings[0])
    assert (one.keyed_valid, len(one.oddities)) == (5, 2)
    enter(shown, buildings[0])
    assert "请核实：表头写发出 6" in said(shown)
    shown.press(K.Key_Escape)
    assert "5 张有效表填得一模一样" in said(shown), "on the building's card of the month"
