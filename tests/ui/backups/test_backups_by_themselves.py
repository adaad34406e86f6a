"""Backups that nobody asks for, and the line that misses them."""

import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.app import Program
from ldz_desktop.services.backup_notes import note
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit.backup_keeper import BackupKeeper
from ldz_desktop.ui.kit.status_line import StatusLine
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.settings.backup_page import BackupPage
from ldz_desktop.ui.settings.dialog import SettingsDialog

if TYPE_CHECKING:
    from tests.ui.backups.conftest import Hand

PASSWORD = "测试口令-2026"


def test_the_line_at_the_bottom_reminds_after_a_week(
    program: Program, tmp_path: Path, stick: Path, hand: "Hand"
) -> None:
    office, _ = create_office(tmp_path / "data", "兴文街道办事处", "李敏", PASSWORD)
    long_ago = office.core.clock() - timedelta(days=9)
    note(office.folder / "backups.json", first_at=f"{long_ago:%Y-%m-%dT%H:%M:%SZ}")
    window = program.open_window(office)
    line = window.findChildren(StatusLine)[0]
    hand.wait(lambda: "9 天没有备份" in line.text())
    (link,) = (b for b in line.findChildren(QPushButton) if "备份" in b.text())
    hand.press(link)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SettingsDialog)
    assert isinstance(dialog.page(), BackupPage)
    office.backups.make(stick)
    window.read_facts()
    hand.wait(link.isHidden)
    dialog.close()


def test_closing_the_window_leaves_a_backup(
    program: Program, tmp_path: Path, hand: "Hand", qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    office, _ = create_office(tmp_path / "data", "兴文街道办事处", "李敏", PASSWORD)
    left: list[bool] = []
    monkeypatch.setattr(program, "_app", Quits(left))
    window = program.open_window(office)
    window.close()
    assert not window.isVisible(), "nobody waits for it"
    hand.wait(lambda: left == [True])
    assert len(list((tmp_path / "data" / "backups").iterdir())) == 1


def test_what_still_ran_is_cancelled_and_then_backed_up(
    program: Program, tmp_path: Path, hand: "Hand", monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question whether to leave has promised it."""
    office, _ = create_office(tmp_path / "data", "兴文街道办事处", "李敏", PASSWORD)
    left: list[bool] = []
    ended: list[str] = []
    monkeypatch.setattr(program, "_app", Quits(left))
    window = program.open_window(office)
    started = threading.Event()

    def work(progress: Progress) -> None:
        for _ in range(300):
            started.set()
            progress.report(0, 0, "正在导入")
            time.sleep(0.01)
        ended.append("imported")

    program.tasks.run(
        work, lambda _: None, owner=window, failed=lambda e: ended.append(type(e).__name__)
    )
    assert started.wait(5)
    window.leave()
    hand.wait(lambda: left == [True])
    assert ended == ["Cancelled"]
    assert len(list((tmp_path / "data" / "backups").iterdir())) == 1


class Quits:
    """Stands for the application, which must not end in a test."""

    def __init__(self, left: list[bool]) -> None:
        self._left = left

    def quit(self) -> None:
        self._left.append(True)


def test_an_idle_program_is_backed_up_and_a_touch_stops_it(
    office: Office, window: QWidget, tasks: TaskRunner, hand: "Hand", qtbot: QtBot
) -> None:
    tried: list[int] = []
    keeper = BackupKeeper(office, tasks, window, lambda: tried.append(1))
    office.log("test")
    log = office.folder / "archive.db-wal"
    assert log.stat().st_size > 0
    keeper.look()
    hand.wait(tasks.idle)
    assert log.stat().st_size == 0, "what was saved stands in the database itself"
    assert not tried, "not within the first half hour"
    dialog = QDialog(window)
    field = QLineEdit(dialog)
    qtbot.addWidget(dialog)

    def pressed() -> None:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)

    def typed_in_a_dialog() -> None:
        dialog.open()
        hand.wait(dialog.isActiveWindow)
        QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_A)

    def composed() -> None:  # not one key press reaches the dialog
        field.setFocus()
        QApplication.sendEvent(field, QInputMethodEvent("xx", []))

    for number, touch in enumerate((pressed, typed_in_a_dialog, composed), 1):
        free = threading.Event()  # the worker is busy until the person has touched the program
        tasks.run(lambda _, free=free: free.wait(30), lambda _: None, owner=window)
        keeper.make()
        touch()
        free.set()
        hand.wait(lambda n=number: len(tried) == n)
        assert office.backups.listed() == ()
        assert office.backups.reminder() == "", "that is no failure"
    keeper.make()
    hand.wait(lambda: len(tried) == 4)
    assert len(office.backups.listed()) == 1
