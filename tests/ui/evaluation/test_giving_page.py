"""Giving out through the real page: numbers typed down the list, papers previewed and saved."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.households import Resident
from ldz_desktop.reports.count_sheet import FIELDS
from ldz_desktop.services.context import Office
from ldz_desktop.ui.evaluation.batch_header import BatchHeader
from ldz_desktop.ui.evaluation.print_panel import MOST_PAGES
from ldz_desktop.ui.evaluation.strip import StepView
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.paper_view import PaperDialog

MONTH = "2026-10"
K = Qt.Key
# Fixtures of conftest.py, whose classes a test cannot import.
Month = Any
Stage = Any
Chooser = Any
Show = Callable[[], Stage]


@pytest.fixture
def giving(office: Office, buildings: list[int], stage: Show) -> Stage:
    """The page of an open month, reached by the strip's first step. Two households live in the
    second building."""
    for room in ("101", "102"):
        household = office.households.create(buildings[1], "1", room, "自住").ids[0]
        office.households.add_resident(household, Resident(0, 0, "周伟", "02"))
    office.evaluation.open_month(MONTH)
    shown = stage()
    shown.tab.month_page.strip.steps[0].click()
    shown.reach(shown.tab.giving_page)
    return shown


def given(office: Office) -> list[int | None]:
    return [one.given for one in office.evaluation.progress(MONTH)]


def cell(stage: Stage, row: int, key: str) -> str:
    model = stage.tab.giving_page.model
    return str(model.index(row, model.section(key)).data())


def test_numbers_are_typed_down_the_list(
    giving: Stage, office: Office, buildings: list[int]
) -> None:
    page = giving.tab.giving_page
    assert giving.focus() is page.table
    giving.type("142")  # a digit on the list begins a number
    assert giving.focus() is page.number.field
    giving.press(K.Key_Return)
    giving.type("16")
    giving.press(K.Key_Down)
    assert given(office)[:3] == [142, 16, None]
    assert [cell(giving, row, "given") for row in range(3)] == ["142", "16", "未登记"]
    giving.press(K.Key_Up)
    assert (page.building_id(), page.number.field.text()) == (buildings[1], "16")
    giving.press(K.Key_Delete, K.Key_Return)  # nothing: not known
    assert given(office)[:3] == [142, None, None]
    assert giving.changes == []  # the other tabs are told once
    giving.press(K.Key_Escape)
    giving.reach(giving.tab.month_page)
    assert [change.what for change in giving.changes] == ["发出数已登记"]
    assert giving.tab.month_page.progress.model.records()[0].given == 142
    strip = giving.tab.month_page.strip
    assert strip.steps[0].view == StepView("发放", "1/4 栋", "now")  # not ticked before all are
    assert strip.button.text() == "发放(&L)"
    for building in giving.tab.month_page.progress.model.records():
        office.evaluation.record_issued(MONTH, {building.building.id: 20})
    giving.tab.refresh(None)
    giving.settle()
    assert strip.steps[0].view == StepView("发放", "80 张", "done")
    assert strip.button.text() == "录入(&L)"


def test_what_is_no_number_stays_in_the_field(giving: Stage, office: Office) -> None:
    page = giving.tab.giving_page
    giving.type("1x")
    giving.press(K.Key_Return)
    assert "整数" in page.number.hint()
    assert page.number.field.text() == "1x"
    assert given(office) == [None] * 4
    giving.press(K.Key_Backspace, K.Key_Return)
    assert given(office)[0] == 1


def test_a_number_is_kept_when_one_goes_elsewhere(giving: Stage, office: Office) -> None:
    giving.type("33")
    giving.tab.open(Target("month", month=MONTH))
    giving.reach(giving.tab.month_page)
    assert given(office)[0] == 33
    giving.tab.month_page.strip.steps[0].click()
    giving.reach(giving.tab.giving_page)
    giving.type("7")  # the next building without a number
    assert giving.tab.may_close()
    assert given(office)[:3] == [33, 7, None]


def test_all_at_once_by_households_and_back(giving: Stage, office: Office, qtbot: QtBot) -> None:
    page = giving.tab.giving_page
    giving.press(K.Key_H, alt=True)
    qtbot.waitUntil(lambda: given(office) == [None, 2, None, None])
    giving.settle()
    assert cell(giving, 1, "given") == "2"
    undo = next(b for b in page.window().findChildren(QPushButton) if b.text().startswith("撤销"))
    undo.click()
    qtbot.waitUntil(lambda: given(office) == [None] * 4)
    giving.settle()
    assert cell(giving, 1, "given") == "未登记"


def test_a_closed_month_is_only_printed(
    office: Office, buildings: list[int], month: Month, stage: Show
) -> None:
    month.fill()
    office.evaluation.close(MONTH)
    shown = stage()
    shown.tab.month_page.strip.more.giving.emit()
    shown.reach(shown.tab.giving_page)
    page = shown.tab.giving_page
    assert not page.number.field.isEnabled()
    assert not page.number.fill.isEnabled()
    assert "已封" in page.number.hint()
    assert cell(shown, 0, "given") == "10"  # of the count sheet
    assert page.panel.preview.isEnabled()
    shown.type("5")
    assert given(office) == [None] * 4


def preview(stage: Stage) -> PaperDialog:
    stage.tab.giving_page.panel.preview.click()
    stage.settle()
    dialog = stage.dialog()
    assert isinstance(dialog, PaperDialog)
    return dialog


def text_of(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()


def test_sheets_are_printed_with_the_number_just_typed(
    giving: Stage, chooser: Chooser, tmp_path: Path
) -> None:
    page = giving.tab.giving_page
    assert page.panel.words() == "2 张表，共 1 页。"
    giving.type("9")
    page.panel.where.set_value(True)
    assert not page.panel.preview.isEnabled()  # not stored yet, and nobody lives there
    giving.press(K.Key_Return, K.Key_Up)
    assert page.panel.words() == "9 张表，共 5 页。"
    page.panel.per_page.set_value(4)
    assert page.panel.words() == "9 张表，共 3 页。"
    dialog = preview(giving)
    assert dialog.view.page_count() == 3
    chooser.answer = tmp_path / "表.pdf"
    dialog.save()
    dialog.close()
    text = text_of(chooser.answer)
    assert text.count("西锦苑1栋") == 9
    assert "郑国强" not in text
    page.panel.copies.set_value(True)
    assert page.panel.pages() == 1


@pytest.mark.parametrize(
    ("kind", "title"),
    [("envelope_list", "发放清单"), ("count_sheet", "计票单"), ("booklet", "星级评分册")],
)
def test_the_other_papers_of_what_is_listed(
    giving: Stage, chooser: Chooser, tmp_path: Path, kind: str, title: str
) -> None:
    page = giving.tab.giving_page
    page.groups.set_value("东锦社区")
    page.panel.kind.set_value(kind)
    assert not page.panel.per_page.isVisible()
    dialog = preview(giving)
    chooser.answer = tmp_path / "纸.pdf"
    dialog.save()
    dialog.close()
    text = text_of(chooser.answer)
    assert title in text
    assert "东锦苑10栋" in text
    assert "西锦苑" not in text


def test_too_many_pages_are_not_laid_out(giving: Stage) -> None:
    page = giving.tab.giving_page
    giving.type(str(2 * MOST_PAGES))
    giving.press(K.Key_Return)
    assert "太多" in page.panel.words()
    assert not page.panel.preview.isEnabled()
    giving.press(K.Key_P, control=True)
    assert QApplication.activeModalWidget() is None
    page.panel.copies.set_value(True)
    assert page.panel.preview.isEnabled()


def test_a_building_is_found_by_its_letters(
    giving: Stage, office: Office, buildings: list[int]
) -> None:
    page = giving.tab.giving_page
    giving.press(K.Key_F6)
    assert giving.focus() is page.search
    giving.type("djy")
    giving.press(K.Key_Return)
    assert giving.focus() is page.number.field
    assert page.building_id() == buildings[3]
    giving.type("7")
    giving.press(K.Key_Return)  # the last one listed: stays there
    assert given(office) == [None, None, None, 7]
    assert page.building_id() == buildings[3]


def test_the_count_sheet_asks_as_the_window_does(dressed: QApplication) -> None:
    names = [field.accessibleName() for field in BatchHeader().fields.values()]
    assert [name for name, _ in FIELDS] == names
