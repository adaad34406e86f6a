"""年度报告 from the honour wall: the button, the year, the paper, the file."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.training import Course
from ldz_desktop.ui.honours import FEATURE
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.kit.year_dialog import YearDialog

if TYPE_CHECKING:
    from tests.ui.conftest import FixedChooser

ALT = Qt.KeyboardModifier.AltModifier


class Scene:
    """The honour wall in a window."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot) -> None:
        self.bench, self.window = bench, window
        self._qtbot = qtbot
        tab = FEATURE.make(bench)
        QVBoxLayout(window).addWidget(tab.widget)
        window.activateWindow()
        tab.refresh(None)
        self.settle()

    def settle(self) -> None:
        self._qtbot.waitUntil(self.bench.tasks.idle)
        QApplication.processEvents()

    def button(self) -> QPushButton:
        (found,) = [
            one for one in self.window.findChildren(QPushButton)
            if one.isVisible() and one.text() == "年度报告(&Y)"
        ]  # fmt: skip
        return found

    def press(self) -> QWidget | None:
        """The button by its key; what is open then."""
        button = self.button()
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Y, ALT)
        self._qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        return QApplication.activeModalWidget()

    def paper(self) -> PaperDialog:
        """The preview that is open, or about to."""
        self._qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PaperDialog))
        found = QApplication.activeModalWidget()
        assert isinstance(found, PaperDialog)
        return found


@pytest.fixture
def scene(bench: Bench, window: QWidget, qtbot: QtBot) -> Scene:
    """Of an office with nothing but a course last year."""
    made = Course(0, "轮训", "急救", date(bench.office.today().year - 1, 3, 12), 180)
    bench.office.training.create(made)
    return Scene(bench, window, qtbot)


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_a_year_is_chosen_by_keyboard_and_its_paper_saved(
    scene: Scene, tmp_path: Path, chooser: "FixedChooser"
) -> None:
    year = scene.bench.office.today().year - 1
    dialog = scene.press()
    assert isinstance(dialog, YearDialog)
    dialog.form.set_values({"year": year})
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    scene.settle()
    paper = scene.paper()
    assert paper.windowTitle() == f"{year}年度报告"
    assert paper.view.page_count() >= 3
    chooser.answer = tmp_path / "年度报告.pdf"
    paper.save()
    paper.reject()
    text = text_of(chooser.answer)
    assert f"{year}年楼栋长工作年度报告" in text
    assert "年内举办培训1次，没有签到记录。" in text
    log = scene.bench.office.core.database.rows("SELECT event, subject, detail FROM audit")
    assert ("document.annual_report", "", str(year)) in log


def test_somebody_who_changes_their_mind_gets_no_paper(scene: Scene) -> None:
    dialog = scene.press()
    assert isinstance(dialog, YearDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    scene.settle()
    assert QApplication.activeModalWidget() is None
    log = scene.bench.office.core.database.rows("SELECT event FROM audit")
    assert ("document.annual_report",) not in log


def test_an_office_of_one_year_is_not_asked(bench: Bench, window: QWidget, qtbot: QtBot) -> None:
    """A new office has the button too, before the first month is closed."""
    scene = Scene(bench, window, qtbot)
    assert isinstance(scene.press(), PaperDialog)
    assert scene.paper().windowTitle() == f"{bench.office.today().year}年度报告"
    scene.paper().reject()
