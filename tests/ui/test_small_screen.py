"""What a small screen, large type and dragged panels do to the pages."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.services.context import Office
from ldz_desktop.ui.features import FEATURES
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.panels import Panel, Panels
from ldz_desktop.ui.kit.preferences import Preferences
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.kit.sections import Sections
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.kit.wrapping import balanced
from ldz_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from tests.conftest import CloseMonth

CHINESE = "先导入楼栋长花名册：程序会自己找到表头，先给您看结果，再一次写入。"


@pytest.fixture
def at(
    qapp: QApplication, home: Office, close_month: "CloseMonth", tmp_path: Path, qtbot: QtBot
) -> Iterator[Callable[..., MainWindow]]:
    """at(width, height, large): the main window of an office with a closed month."""
    close_month("2026-09", {home.households.buildings()[0].id: "5"})
    home.evaluation.open_month("2026-10")
    runners: list[TaskRunner] = []

    def show(width: int, height: int, *, large: bool = False) -> MainWindow:
        theme.prepare(qapp, large=large)
        notices = Notices(None)
        tasks = TaskRunner(notices)
        runners.append(tasks)
        made = MainWindow(home, tasks, notices, FEATURES, Preferences(tmp_path))
        theme.dress(made)
        qtbot.addWidget(made, before_close_func=lambda w: w.leave())
        made.resize(width, height)
        made.show()
        qtbot.waitUntil(tasks.settled)
        return made

    yield show
    theme.prepare(qapp, large=False)
    for runner in runners:
        assert runner.stop()


@pytest.mark.parametrize(
    ("width", "height", "large"), [(1024, 700, False), (1366, 768, False), (1366, 768, True)]
)
def test_no_page_is_wider_than_the_window(
    at: Callable[..., MainWindow], width: int, height: int, large: bool, qtbot: QtBot
) -> None:
    window = at(width, height, large=large)
    cut = []
    for feature in FEATURES:
        shown = window.tab(feature.key).widget
        qtbot.waitUntil(window.bench.tasks.settled)
        strips = [s for s in window.findChildren(Sections) if s.isVisible()]
        buttons = [b for strip in strips for b in strip.buttons.values()]
        for press in [None, *buttons]:
            if press is not None:
                press.click()
                qtbot.waitUntil(window.bench.tasks.settled)
            if _place(shown).horizontalScrollBar().maximum() > 0:
                cut.append((feature.key, press.text() if press is not None else ""))
    assert cut == []


def _place(page: QWidget) -> QScrollArea:
    found = page.parentWidget()
    while not isinstance(found, QScrollArea):
        assert found is not None
        found = found.parentWidget()
    return found


def test_the_wall_needs_no_scrolling_on_an_office_screen(
    at: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    """698 px: 768 less the frame of a window and the task bar."""
    window = at(1366, 698)
    page = window.tab("honours").widget
    qtbot.waitUntil(window.bench.tasks.settled)
    areas = [a for a in page.findChildren(QScrollArea) if a.isVisible()]
    assert areas
    assert [a.verticalScrollBar().maximum() for a in areas] == [0] * len(areas)


def test_panels_keep_the_widths_they_were_dragged_to(
    window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    preferences = Preferences(tmp_path)

    def shown() -> Panels:
        made = Panels(
            "page", (Panel(QWidget(), 600, 1), Panel(QWidget(), 400, 1, least=300)), preferences
        )
        made.setParent(window)
        made.resize(1012, 300)
        made.show()
        return made

    first = shown()
    assert first.sizes() == [600, 400]
    handle = first.handle(1)
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton)
    qtbot.mouseMove(handle, handle.rect().center() - QRect(0, 0, 81, 1).bottomRight())
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton)
    dragged = first.sizes()
    assert dragged[1] > 450
    preferences.save()
    assert shown().sizes() == dragged
    assert Preferences(tmp_path).widths("page") == dragged


def test_a_page_that_was_never_dragged_and_one_with_other_panels_begin_as_designed(
    window: QWidget, tmp_path: Path
) -> None:
    preferences = Preferences(tmp_path)
    preferences.set_widths("page", (100, 200, 300))
    made = Panels("page", (Panel(QWidget(), 600, 1), Panel(QWidget(), 400, 1)), preferences)
    made.setParent(window)
    made.resize(1012, 300)
    made.show()
    assert made.sizes() == [600, 400]


def test_a_sorted_column_keeps_its_whole_title(window: QWidget) -> None:
    model = RecordModel((Column[int]("people", "人数", str, "right", 52),), lambda n: n)
    table = RecordTable(model, "户档", parent=window)
    theme.dress(window)
    table.show()
    head = table.horizontalHeader()
    words = QRect(0, head.height() // 3, head.sectionSize(0), head.height() // 2)
    before = head.grab(words).toImage()
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert head.grab(words).toImage() == before
    assert head.grab().toImage() != before


def test_no_character_is_left_alone_on_the_last_line(qapp: QApplication) -> None:
    metrics = QFontMetricsF(qapp.font())
    whole = metrics.horizontalAdvance(CHINESE)
    width = whole - metrics.horizontalAdvance("。") / 2  # one character would go over
    narrower = balanced(metrics, CHINESE, width)
    label = QLabel(CHINESE)
    label.setWordWrap(True)
    assert label.heightForWidth(narrower + 2) == label.heightForWidth(round(width))
    assert whole / 2 <= narrower < whole * 0.6
