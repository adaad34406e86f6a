"""A published month is appealed, re-opened, corrected and published again, in the window."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ldz_desktop.domain.postings import Decision
from ldz_desktop.domain.reopening import SecondPerson
from ldz_desktop.services.context import Office
from ldz_desktop.services.reopening_records import KeptEdition
from ldz_desktop.ui.evaluation.appeal_dialog import AppealDialog
from ldz_desktop.ui.evaluation.close_dialog import CloseDialog
from ldz_desktop.ui.evaluation.month_page import PROGRESS, RANKING
from ldz_desktop.ui.evaluation.reopen_dialog import ReopenDialog

# Fixtures of conftest.py, whose classes a test cannot import.
Month = Any
Stage = Any
Chooser = Any
Show = Callable[[], Stage]
Said = Callable[[], str]
MONTH = "2026-10"
WORST = "东锦苑10栋"


@pytest.fixture
def published(office: Office, month: Month) -> Month:
    month.fill()
    office.evaluation.close(MONTH)
    office.evaluation.publish(MONTH)
    return month


def texts(widget: QWidget) -> str:
    return "\n".join(w.text() for w in widget.findChildren(QLabel) if w.isVisible())


def menu(stage: Stage, letter: Qt.Key) -> None:
    """Alt+Y opens the strip's menu, a letter chooses from it."""
    more = stage.tab.month_page.strip.more
    stage.press(Qt.Key.Key_Y, alt=True)
    stage.qtbot.waitUntil(more.menu.isVisible)
    QTest.keyClick(more.menu, letter)
    stage.settle()


def kept(office: Office) -> KeptEdition:
    (one,) = office.reopening.editions(MONTH)
    return one


def gone(stage: Stage) -> None:
    """The dialog has closed, and everything is read anew."""
    stage.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    stage.settle()


def test_an_appeal_by_keyboard(office: Office, published: Month, stage: Show, said: Said) -> None:
    shown = stage()
    page = shown.tab.month_page
    assert page.view() == RANKING
    page.ranking.show_building(published.buildings[3])
    shown.settle()
    assert page.explain.appeal.isVisible()
    menu(shown, Qt.Key.Key_S)
    dialog = shown.dialog()
    assert isinstance(dialog, AppealDialog)
    shown.press(Qt.Key.Key_F, alt=True)  # nothing written yet
    shown.qtbot.waitUntil(lambda: "请写明申诉的内容" in texts(dialog))
    shown.type("ballots lost")  # keys of a test know no input method
    shown.press(Qt.Key.Key_F, alt=True)
    gone(shown)
    hung = office.reopening.hanging(MONTH)
    assert hung is not None
    (objection,) = hung.objections
    assert objection.matter == f"{WORST}：ballots lost"
    assert not page.bar.isVisible()
    decision = Decision(office.today(), "党支部", upheld=True, decision="更正", reason="漏录")
    office.postings.decide(objection.id, decision)
    shown.tab.show_month(MONTH)
    shown.settle()
    assert f"1 件申诉成立（{WORST}：ballots lost）" in said()
    shown.press(Qt.Key.Key_R, alt=True)  # 重开本月… of the line
    assert isinstance(shown.dialog(), ReopenDialog)


def test_reopened_by_keyboard(office: Office, published: Month, stage: Show, said: Said) -> None:
    del published
    shown = stage()
    menu(shown, Qt.Key.Key_R)
    dialog = shown.dialog()
    assert isinstance(dialog, ReopenDialog)
    assert "登记为今天撤下" in texts(dialog)
    shown.press(Qt.Key.Key_R, alt=True)
    shown.qtbot.waitUntil(lambda: "请写明为什么重开" in texts(dialog))
    assert "请填写是谁" in texts(dialog)
    shown.type("ballots lost")
    shown.press(Qt.Key.Key_W, alt=True)
    shown.type("Wang Fang")
    shown.press(Qt.Key.Key_R, alt=True)
    gone(shown)
    assert (kept(office).reason, kept(office).second_person) == ("ballots lost", "Wang Fang")
    page = shown.tab.month_page
    assert page.view() == PROGRESS
    assert page.strip.steps[3].view.count == "已重开 第2版"
    assert "正在更正第 2 版" in said()


def test_closed_again_it_is_shown_side_by_side(
    office: Office, published: Month, stage: Show, said: Said, chooser: Chooser, tmp_path: Path
) -> None:
    worst = published.buildings[3]
    office.reopening.reopen(MONTH, "漏录", SecondPerson("王芳"))
    office.evaluation.recall_batch(MONTH, worst)
    office.evaluation.discard_draft(MONTH, worst)
    published.sheets(worst, "5", count=8)
    published.stars(worst, "555")
    shown = stage()
    shown.tab.close_month()
    dialog = shown.dialog()
    assert isinstance(dialog, CloseDialog)
    assert f"{WORST}的有效表和上一版差 2 张" in texts(dialog)  # two public notices tell of two
    dialog.close_button.click()
    gone(shown)
    page = shown.tab.month_page
    assert page.strip.steps[3].view.count == "已封 第2版"
    assert page.view() == RANKING
    table, model = page.ranking.table, page.ranking.model
    for key in ("old-rank", "old-score"):
        assert not table.isColumnHidden(model.section(key))
    row = model.row_of(worst)
    cells = [str(model.index(row, model.section(k)).data()) for k in ("score", "old-score")]
    assert cells == ["100.00", "40.00"]
    assert "更正后第 2 版，1 栋有变动" in said()
    assert shown.tab.widget.minimumSizeHint().width() <= 1334  # 1366 without a scroll bar
    shown.tab.show_notice()
    shown.settle()
    notice = shown.tab.notice_page
    chooser.answer = tmp_path / "更正.pdf"
    notice.save.click()
    words = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(chooser.answer)
    )
    assert "更正公示" in words
    assert "原名次" in words
    assert "已封月 第2版" in texts(notice)


def test_with_another_account(office: Office, published: Month, stage: Show) -> None:
    del published
    office.accounts.add("王静", "王静的口令-2026")
    shown = stage()
    menu(shown, Qt.Key.Key_R)
    dialog = shown.dialog()
    assert isinstance(dialog, ReopenDialog)
    dialog.form.set_values({"reason": "复核", "password": "猜一个"})
    dialog.yes.click()
    shown.qtbot.waitUntil(lambda: "密码不正确" in texts(dialog))
    assert office.evaluation.month(MONTH).state == "published"
    dialog.form.editor("password").setFocus()
    dialog.form.set_values({"password": "王静的口令-2026"})
    dialog.yes.click()
    gone(shown)
    assert kept(office).second_known


def test_why_it_cannot_be(office: Office, published: Month, stage: Show, said: Said) -> None:
    published.fill("2026-11")
    office.evaluation.close("2026-11")
    shown = stage()
    shown.tab.show_month(MONTH)
    shown.settle()
    menu(shown, Qt.Key.Key_R)
    assert "2026年11月已经封月，核验码接在2026年10月后面" in said()
    assert office.evaluation.month(MONTH).state == "published"


def test_a_month_that_was_never_closed_offers_only_paper(
    month: Month, stage: Show, office: Office
) -> None:
    del office
    month.fill()
    shown = stage()
    page = shown.tab.month_page
    offered = [one.text() for one in page.strip.more.menu.actions() if one.isEnabled()]
    assert [text for text in offered if text] == ["印表和发放(&B)"]
    assert not page.bar.isVisible()
    assert not page.explain.appeal.isVisible()
    table, model = page.ranking.table, page.ranking.model
    assert table.isColumnHidden(model.section("old-rank"))
