"""Keying through the real page: nothing is lost, nothing unbalanced gets in, everything undoes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import open_office

MONTH = "2026-10"
K = Qt.Key
# Fixtures of conftest.py, whose classes a test cannot import.
Finger = Any
Month = Any
Stage = Any
Show = Callable[[], Stage]


@pytest.fixture
def keying(office: Office, buildings: list[int], stage: Show) -> Stage:
    """The entry page of the first building, the cursor in the header."""
    office.evaluation.open_month(MONTH)
    shown = stage()
    shown.tab.enter(buildings[0])
    shown.settle()
    return shown


def head(stage: Stage, *counts: int) -> None:
    for count in counts:
        stage.type(str(count))
        stage.press(K.Key_Return)


def toast(stage: Stage) -> str:
    return "\n".join(w.text() for w in stage.window.findChildren(QLabel) if w.isVisible())


def undo(stage: Stage) -> None:
    buttons = [b for b in stage.window.findChildren(QPushButton) if b.isVisible()]
    next(b for b in buttons if b.text().startswith("撤销")).click()
    stage.settle()


def test_every_sheet_is_stored_at_once(
    keying: Stage,
    office: Office,
    buildings: list[int],
) -> None:
    head(keying, 30, 3, 3, 0, 0)
    assert keying.focus() is keying.tab.entry_page.desk.pad
    keying.type("55555555" + "4444")
    keying.settle()
    assert office.evaluation.draft(MONTH, buildings[0]) == Draft(
        Header(30, 3, 3, 0, 0), ("55555555",), ":4444"
    )
    keying.press(K.Key_Return)  # 4 of 8 answers: a valid sheet
    page = keying.tab.entry_page
    assert page.desk.sheets.counts() == {"已录": 2, "有效": 2, "不足": 0, "还差": 1}
    assert page.desk.sheets.saved() == "录的都已保存"
    assert page.picker.record(buildings[0]).drafted == 2
    keying.press(K.Key_Escape)
    assert keying.page() is keying.tab.month_page
    assert sorted(office.evaluation.draft(MONTH, buildings[0]).sheets) == ["4444----", "55555555"]


def test_after_a_power_cut_the_draft_is_there(
    keying: Stage,
    office: Office,
    buildings: list[int],
    tmp_path: Path,
) -> None:
    head(keying, 30, 3, 3, 0, 0)
    keying.type("54545454" * 2)
    keying.settle()
    # What is on the disk now, as a cut of power leaves it: database and log, nobody closed it.
    from shutil import copytree

    copy = tmp_path / "after"
    copytree(office.folder, copy)
    again = open_office(copy, "李敏", "测试口令-2026")
    try:
        assert again.evaluation.draft(MONTH, buildings[0]).sheets == ("54545454", "54545454")
    finally:
        again.close()


def test_a_draft_keeps_the_order_of_the_pile_and_the_sheet_in_hand(
    keying: Stage,
    office: Office,
    buildings: list[int],
) -> None:
    """So that a second person can go through the same pile; it is lost when handed over
    (tests/services/test_anonymity.py)."""
    head(keying, 30, 3, 3, 0, 0)
    keying.type("55555555" + "11111111" + "332")
    keying.settle()
    draft = office.evaluation.draft(MONTH, buildings[0])
    assert (draft.sheets, draft.hand) == (("55555555", "11111111"), ":332")
    title = next(p for p in office.evaluation.progress(MONTH) if p.drafted).building.title
    assert office.evaluation.problems(MONTH)[0] == f"{title}还有 3 张录入后没有交的表。"
    keying.press(K.Key_Backspace, K.Key_Backspace, K.Key_Backspace, K.Key_Backspace)
    draft = office.evaluation.draft(MONTH, buildings[0])
    assert (draft.sheets, draft.hand) == (("55555555",), ":1111111")
    # Whoever goes away and comes back finds the sheet in hand as it was.
    keying.press(K.Key_Escape)
    keying.tab.enter(buildings[0])
    keying.settle()
    pad = keying.tab.entry_page.desk.pad
    assert (pad.view.now, len(pad.view.marks)) == (7, 7)
    keying.press(K.Key_Backspace)  # from here on the keys pressed before are not known
    entry = keying.tab.entry_page.desk.work().entry
    assert (entry.sheets, entry.current, entry.place) == (("55555555",), "111111", None)
    keying.press(K.Key_F9)
    assert "手里还有一张" in keying.tab.entry_page.desk.sheets.trouble()


def test_the_header_is_judged_while_it_is_typed(keying: Stage) -> None:
    page = keying.tab.entry_page
    head(keying, 30, 9, 5, 1)
    assert "两数不等" in page.desk.header.sentence()
    keying.type("1")
    assert "5 + 废表 1 + 空白 1 = 7 张" in page.desk.header.sentence()
    keying.press(K.Key_Return)
    assert keying.focus() is page.desk.header.fields["blank"]  # does not go on while it is wrong
    keying.press(K.Key_F7)
    keying.type("8")
    assert "多于发出的 8 张" in page.desk.header.sentence()
    keying.press(K.Key_F8)
    assert keying.focus() is page.desk.pad
    keying.type("55555555")
    keying.press(K.Key_Return)
    assert "两数不等" in page.desk.sheets.trouble()
    assert not page.desk.sheets.commit.isEnabled()


def test_only_a_balanced_batch_is_handed_over(
    keying: Stage,
    office: Office,
    buildings: list[int],
) -> None:
    page = keying.tab.entry_page
    head(keying, 30, 3, 2, 1, 0)
    keying.type("55555555")
    keying.press(K.Key_F9)
    assert "已录入有效表 1 张，表头填写 2 张" in page.desk.sheets.trouble()
    assert office.evaluation.overview(MONTH).with_sheets == 0
    keying.type("44444444" + "5")
    keying.press(K.Key_F9)
    assert "手里还有一张" in page.desk.sheets.trouble()
    keying.press(K.Key_Return)  # a sheet with one answer counts among the spoiled ones
    keying.press(K.Key_F9)
    one = office.evaluation.progress(MONTH)[0]
    progress = {p.building.id: p for p in office.evaluation.progress(MONTH)}[buildings[0]]
    assert (progress.keyed_valid, progress.keyed_invalid, progress.drafted) == (2, 1, 0)
    assert page.building_id() != buildings[0]  # on to the next
    assert keying.focus() is page.desk.header.fields["issued"]
    assert one is not None


def test_handing_over_can_be_undone(
    keying: Stage,
    office: Office,
    buildings: list[int],
) -> None:
    head(keying, 30, 2, 2, 0, 0)
    keying.type("55555555" + "44444444")
    keying.press(K.Key_F9)
    assert "已交批 2 张" in toast(keying)
    undo(keying)
    page = keying.tab.entry_page
    assert page.building_id() == buildings[0]
    assert sorted(page.desk.work().first.sheets) == ["44444444", "55555555"]
    assert page.desk.header.header() == Header(30, 2, 2, 0, 0)
    assert office.evaluation.overview(MONTH).with_sheets == 0
    keying.press(K.Key_F9)
    assert office.evaluation.overview(MONTH).with_sheets == 1


def test_a_batch_handed_over_shows_no_pad_and_can_be_recalled(
    keying: Stage,
    office: Office,
    buildings: list[int],
) -> None:
    head(keying, 30, 1, 1, 0, 0)
    keying.type("55555555")
    keying.press(K.Key_F9)
    page = keying.tab.entry_page
    keying.press(K.Key_PageUp)
    while page.building_id() != buildings[0]:
        keying.press(K.Key_PageUp)
    assert not page.desk.pad.isVisible()
    assert "已交批 1 张" in toast(keying)
    page.desk.handed.recall.click()
    keying.settle()
    assert page.desk.pad.isVisible()
    assert page.desk.work().first.sheets == ("55555555",)
    undo(keying)
    assert not page.desk.pad.isVisible()


def test_taking_back_and_deleting_sheets(
    keying: Stage, office: Office, buildings: list[int]
) -> None:
    page = keying.tab.entry_page
    head(keying, 30, 2, 2, 0, 0)
    keying.type("55555555" + "44444444")
    keying.press(K.Key_Backspace)
    assert page.desk.work().entry.current == "4444444"
    keying.type("1")
    keying.settle()
    assert office.evaluation.draft(MONTH, buildings[0]).sheets == ("55555555", "44444441")
    # From the list, newest on top: Del takes a sheet out, 撤销 puts it back where it lay, Enter
    # brings it into the hand.
    page.desk.sheets.table.setFocus()
    page.desk.sheets.table.selectRow(1)
    keying.press(K.Key_Delete)
    assert office.evaluation.draft(MONTH, buildings[0]).sheets == ("44444441",)
    undo(keying)
    assert office.evaluation.draft(MONTH, buildings[0]).sheets == ("55555555", "44444441")
    page.desk.sheets.table.setFocus()
    page.desk.sheets.table.selectRow(1)
    keying.press(K.Key_Return)
    assert page.desk.work().entry.current == "55555555"
    assert keying.focus() is page.desk.pad
    keying.press(K.Key_Backspace, K.Key_Escape)  # walking away leaves the sheet as it was
    assert office.evaluation.draft(MONTH, buildings[0]).sheets == ("55555555", "44444441")


def test_a_key_held_down_makes_up_no_answers(keying: Stage) -> None:
    page = keying.tab.entry_page
    head(keying, 30, 2, 2, 0, 0)
    keying.type("55555555" + "44")
    none = Qt.KeyboardModifier.NoModifier
    for key, text in ((K.Key_5, "5"), (K.Key_Backspace, "")):
        for _ in range(20):
            event = QKeyEvent(QEvent.Type.KeyPress, key, none, text, True)  # noqa: FBT003
            QApplication.sendEvent(page.desk.pad, event)
    assert page.desk.work().entry.current == "4"  # stops before the start of the sheet
    assert page.desk.work().first.sheets == ("55555555",)


def test_blank_answers_by_three_keys_and_numbers_of_the_keypad(keying: Stage) -> None:
    page = keying.tab.entry_page
    head(keying, 30, 1, 1, 0, 0)
    keying.type("0- 45321")
    assert page.desk.work().first.sheets == ("---45321",)
    keypad = Qt.KeyboardModifier.KeypadModifier
    event = QKeyEvent(QEvent.Type.KeyPress, K.Key_3, keypad, "3")
    QApplication.sendEvent(page.desk.pad, event)
    assert page.desk.work().entry.current == "3"


def test_a_draft_is_thrown_away_only_after_a_question(
    keying: Stage,
    office: Office,
    buildings: list[int],
    finger: Finger,
) -> None:
    page = keying.tab.entry_page
    head(keying, 30, 2, 2, 0, 0)
    keying.type("55555555")
    keying.settle()
    finger.press("取消")
    page.desk.sheets.discard.click()
    keying.settle()
    assert office.evaluation.draft(MONTH, buildings[0]).sheets == ("55555555",)
    finger.press("丢弃")
    page.desk.sheets.discard.click()
    keying.settle()
    assert any("不能找回" in text for text in finger.read)
    assert office.evaluation.draft(MONTH, buildings[0]) == Draft(Header())
    assert page.desk.header.empty()
    assert page.desk.work().first.sheets == ()


def test_buildings_are_found_by_typing(keying: Stage, buildings: list[int]) -> None:
    page = keying.tab.entry_page
    keying.press(K.Key_F6)
    keying.type("djy10")  # 东锦苑10栋
    keying.press(K.Key_Return)
    assert page.building_id() == buildings[3]
    assert keying.focus() is page.desk.header.fields["issued"]


def test_a_month_closed_meanwhile_takes_nothing(
    keying: Stage,
    office: Office,
    month: Month,
    buildings: list[int],
) -> None:
    for building in buildings[1:]:
        month.sheets(building, "4")
    head(keying, 30, 1, 1, 0, 0)
    office.evaluation.discard_draft(MONTH, buildings[0])
    office.evaluation.close(MONTH)
    keying.type("55555555")
    keying.settle()
    page = keying.tab.entry_page
    assert "没有存上" in page.desk.sheets.saved()
    assert page.desk.work().first.sheets == ("55555555",)
    keying.press(K.Key_F9)
    assert "封" in page.desk.sheets.trouble()
    assert page.desk.work().first.sheets == ("55555555",)


def test_imported_sheets_are_not_mixed_with_keyed_ones(
    office: Office,
    month: Month,
    stage: Show,
    finger: Finger,
    buildings: list[int],
) -> None:
    office.evaluation.open_month(MONTH)
    month.sheets(buildings[0], "4")
    with office.core.database.transaction():
        office.core.database.execute("UPDATE sheet_count SET origin = 'file'")
    shown = stage()
    shown.tab.enter(buildings[0])
    shown.settle()
    page = shown.tab.entry_page
    assert not page.desk.pad.isVisible()
    assert "从表格导入" in toast(shown)
    finger.press("撤掉")
    page.desk.handed.recall.click()
    shown.settle()
    assert page.desk.pad.isVisible()
    assert office.evaluation.overview(MONTH).with_sheets == 0


def test_the_window_waits_for_the_last_write(
    keying: Stage,
    office: Office,
    buildings: list[int],
) -> None:
    head(keying, 30, 1, 1, 0, 0)
    keying.type("55555555")
    assert keying.tab.may_close()
    assert office.evaluation.draft(MONTH, buildings[0]).sheets == ("55555555",)
