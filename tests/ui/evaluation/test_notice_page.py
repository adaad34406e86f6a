"""The preview of the paper: what is shown is what is printed and saved."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
from PySide6.QtCore import Qt

from ldz_desktop.services.context import Office
from ldz_desktop.ui.kit.feature import Target

MONTH = "2026-10"
# Fixtures of conftest.py, whose classes a test cannot import.
Chooser = Any
Month = Any
Stage = Any
Show = Callable[[], Stage]


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [document[i].get_textpage().get_text_range() for i in range(len(document))]
    finally:
        document.close()
    return "".join(pages).replace("\r\n", "").replace(" ", "")


def test_an_open_month_is_a_draft(
    month: Month, stage: Show, chooser: Chooser, tmp_path: Path
) -> None:
    month.fill()
    shown = stage()
    shown.tab.month_page.ranking.groups.set_value("西锦社区")
    shown.tab.month_page.ranking.print.click()
    shown.settle()
    page = shown.tab.notice_page
    assert shown.page() is page
    assert page.groups.value() == "西锦社区"
    assert not page.publish.isVisible()
    chooser.answer = tmp_path / "公示.pdf"
    page.save.click()
    text = text_of(chooser.answer)
    assert "草稿" in text
    assert "西锦苑1栋" in text
    assert "东锦苑10栋" not in text


def test_every_group_and_its_pages(
    office: Office,
    month: Month,
    stage: Show,
    chooser: Chooser,
    tmp_path: Path,
    said: Callable[[], str],
) -> None:
    month.fill()
    office.evaluation.close(MONTH)
    shown = stage()
    shown.tab.show_notice()
    shown.settle()
    page = shown.tab.notice_page
    count = page.view.page_count()
    assert count >= 4  # two communities, each with its charts
    shown.qtbot.waitUntil(lambda: page.view.verticalScrollBar().maximum() > 500)  # laid out
    shown.qtbot.waitUntil(lambda: page.page_text() == f"第 1 / {count} 页")
    page.later.click()
    shown.qtbot.waitUntil(lambda: page.page_text() == f"第 2 / {count} 页")
    code = office.evaluation.month(MONTH).code
    assert code is not None
    assert code in said()
    page.groups.set_value("东锦社区")
    shown.settle()
    assert page.view.page_count() < count
    chooser.answer = tmp_path / "公示.pdf"
    page.save.click()
    text = text_of(chooser.answer)
    assert "草稿" not in text
    assert code in text
    assert "东锦社区党支部" in text
    assert not page.keeper.isVisible()
    page.publish.click()
    dialog = shown.dialog()
    dialog.publish_button.click()
    shown.settle()
    assert office.evaluation.month(MONTH).state == "published"
    assert not page.publish.isVisible()
    page.keeper.click()  # to its deadline, objections and result
    assert shown.targets == [Target("posting", month=MONTH)]
    assert len(office.postings.of(f"month:{MONTH}")) == 1
    page.verify.click()
    shown.settle()
    assert "核验无误" in said()
    page.view.setFocus()
    shown.press(Qt.Key.Key_Escape)
    assert shown.page() is shown.tab.month_page
