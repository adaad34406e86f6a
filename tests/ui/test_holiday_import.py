"""The holiday import in a window: what is pasted is seen before it is written."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.holiday_import import HolidayImport
from ldz_desktop.ui.settings.dialog import SettingsDialog
from ldz_desktop.ui.settings.holidays_page import HolidaysPage

if TYPE_CHECKING:
    from tests.ui.conftest import FixedChooser, Seen

NOTICE = (
    "一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n"
    "二、国庆节：十月一日至八日放假调休，共8天。9月26日（星期日）、10月9日（星期六）上班。"
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    def clock() -> datetime:
        return datetime.combine(date(2026, 11, 24), time(9, 30)).astimezone()

    made, _ = create_office(tmp_path / "office", "兴文街道", "李敏", "测试口令-2026", clock=clock)
    yield made
    made.close()


def settle(bench: Bench, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.waitUntil(bench.tasks.idle, timeout=20_000)
        QApplication.processEvents()


@pytest.fixture
def dialog(bench: Bench, window: QWidget, qtbot: QtBot) -> HolidayImport:
    made = HolidayImport(bench, window)
    made.open()
    settle(bench, qtbot)
    return made


def paste(dialog: HolidayImport, text: str, qtbot: QtBot) -> None:
    before = dialog.reading
    dialog.text.setPlainText(text)
    qtbot.waitUntil(lambda: dialog.reading is not before)


def days(dialog: HolidayImport) -> list[tuple[str, bool]]:
    return [(h.day.isoformat(), h.working) for h in dialog.model.records()]


def in_2027(office: Office) -> int:
    return sum(one.day.year == 2027 for one in office.holidays.days())


def test_the_missing_year_is_chosen_and_nothing_can_be_written_yet(
    dialog: HolidayImport, office: Office
) -> None:
    assert office.holidays.missing_year() == 2027
    assert dialog.year.value() == 2027
    assert not dialog.write.isEnabled()


def test_what_is_pasted_is_seen_written_and_taken_back(
    dialog: HolidayImport, bench: Bench, office: Office, seen: "Seen", qtbot: QtBot, window: QWidget
) -> None:
    paste(dialog, NOTICE, qtbot)
    assert len(days(dialog)) == 13
    assert ("2027-09-26", True) in days(dialog)
    assert not dialog.doubts.isVisible()
    assert dialog.summary.text() == "2027 年：放假 11 天，调休上班 2 天。"
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(bench, qtbot)
    assert in_2027(office) == 13
    assert office.holidays.missing_year() is None
    assert "settings" in seen.changes[0].topics
    undo = next(b for b in window.findChildren(QPushButton) if b.text() == "撤销")
    undo.click()
    settle(bench, qtbot)
    assert in_2027(office) == 0


def test_a_wrong_year_is_seen_at_once(dialog: HolidayImport, qtbot: QtBot) -> None:
    dialog.year.set_value(2026)
    paste(dialog, NOTICE, qtbot)
    assert "年份选对了吗" in dialog.doubts.text()
    dialog.year.set_value(2027)
    assert not dialog.doubts.isVisible()


def test_what_is_not_understood_stands_beside(dialog: HolidayImport, qtbot: QtBot) -> None:
    paste(dialog, f"{NOTICE}\n鼓励在除夕（2月5日）休息。", qtbot)
    assert "没有看懂：鼓励在除夕" in dialog.doubts.text()
    assert dialog.write.isEnabled()
    paste(dialog, "什么也不是", qtbot)
    assert not dialog.write.isEnabled()


def test_a_file_takes_the_place_of_the_text(
    dialog: HolidayImport, bench: Bench, chooser: "FixedChooser", tmp_path: Path, qtbot: QtBot
) -> None:
    paste(dialog, NOTICE, qtbot)
    chooser.answer = tmp_path / "a.csv"
    chooser.answer.write_text("日期,安排,名称\n10月1日至8日,放假,国庆节\nx,放假,\n", "utf-8")
    button = next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("从文件"))
    button.click()
    settle(bench, qtbot)
    assert len(days(dialog)) == 8
    assert dialog.text.value() is None
    assert "第 3 行" in dialog.doubts.text()
    dialog.year.set_value(2028)  # dates without a year belong to the chosen one
    settle(bench, qtbot)
    assert days(dialog)[0][0] == "2028-10-01"


def test_the_settings_say_what_is_missing_and_import_it(
    bench: Bench, window: QWidget, office: Office, qtbot: QtBot
) -> None:
    settings = SettingsDialog(bench, window, "holidays")
    settings.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    settings.open()
    settle(bench, qtbot)
    page = settings.page()
    assert isinstance(page, HolidaysPage)
    assert page.warning.isVisible()
    page.take_in.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, HolidayImport)
    settle(bench, qtbot)
    paste(dialog, NOTICE, qtbot)
    dialog.write.click()
    settle(bench, qtbot)
    assert not page.warning.isVisible()
    page.years.set_value(2027)
    assert len(page.model.records()) == 13
    page.table.select_id(date(2027, 1, 1).toordinal())
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    settle(bench, qtbot)
    assert in_2027(office) == 12
    undo = next(b for b in settings.findChildren(QPushButton) if b.text() == "撤销")
    undo.click()
    settle(bench, qtbot)
    assert in_2027(office) == 13
