"""What papers needed is given back when nobody is at the keyboard, and comes again when needed."""

import gc
import weakref

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.reports.fonts import machine_fonts
from ldz_desktop.reports.recovery import render_recovery_sheet
from ldz_desktop.ui.kit.memory_keeper import MemoryKeeper
from ldz_desktop.ui.kit.tasks import TaskRunner

CODE = "-".join(["123456"] * 8)


def test_typefaces_are_given_back_and_read_again(
    window: QWidget, tasks: TaskRunner, qtbot: QtBot
) -> None:
    papers: list[bytes] = []

    def print_one() -> None:
        tasks.run(lambda _: render_recovery_sheet("办公室", CODE), papers.append, owner=window)
        qtbot.waitUntil(tasks.idle)

    print_one()
    face = weakref.ref(machine_fonts().chain("body").fonts[0].embedded().face)
    keeper = MemoryKeeper(tasks, window)
    keeper.look()
    qtbot.waitUntil(tasks.idle)
    gc.collect()
    assert face() is None
    print_one()
    assert [p[:5] for p in papers] == [b"%PDF-", b"%PDF-"]
    assert abs(len(papers[0]) - len(papers[1])) < 64  # the time of day stands in it


def test_once_until_somebody_comes_back(window: QWidget, tasks: TaskRunner, qtbot: QtBot) -> None:
    keeper = MemoryKeeper(tasks, window)
    keeper.look()
    qtbot.waitUntil(tasks.idle)
    keeper.look()
    assert tasks.idle()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    keeper.look()
    assert not tasks.idle()
    qtbot.waitUntil(tasks.idle)
