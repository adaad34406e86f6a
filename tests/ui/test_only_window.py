"""A second start raises the window that is there and hands it its file; one start really is another
process. Titles say the program's name once; Enter goes on, on every page."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.app import Program
from ldz_desktop.paths import default_data_folder
from ldz_desktop.services.opening import create_office, open_office
from ldz_desktop.ui.kit.only_window import OnlyWindow
from ldz_desktop.ui.main_window import MainWindow
from ldz_desktop.ui.unlock.frame import BRAND
from ldz_desktop.ui.unlock.last_pages import CodePage, ReadyPage
from ldz_desktop.ui.unlock.unlock_window import UnlockWindow
from ldz_desktop.ui.unlock.wizard import FirstRun

if TYPE_CHECKING:
    from tests.ui.conftest import Finger, FixedChooser

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "测试口令-2026"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def program(folder: Path, dressed: QApplication, qtbot: QtBot) -> Iterator[Program]:
    made = Program(folder)
    yield made
    made.end()


@pytest.fixture
def only(folder: Path, program: Program) -> Iterator[OnlyWindow]:
    made = OnlyWindow(folder)
    assert made.first()
    made.wanted.connect(program.come_forward)
    made.listen()
    yield made
    made.stop()


def start(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "ldz_desktop", "--data", str(folder), *arguments],
        cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip


def ended(second: "subprocess.Popen[bytes]", qtbot: QtBot) -> int:
    qtbot.waitUntil(lambda: second.poll() is not None)
    return second.returncode


def window_of(program: Program, kind: type[QWidget]) -> QWidget:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_a_second_start_raises_the_first_run(
    program: Program, only: OnlyWindow, folder: Path, qtbot: QtBot
) -> None:
    program.begin()
    window = window_of(program, FirstRun)
    window.showMinimized()
    assert ended(start(folder), qtbot) == 0
    qtbot.waitUntil(lambda: not window.isMinimized())
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert [w for w in shown if isinstance(w, FirstRun)] == [window]


def test_it_hands_over_its_file(
    program: Program, only: OnlyWindow, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    create_office(folder, "兴文街道办事处", "李敏", PASSWORD)[0].close()
    backup = tmp_path / "备份-20261124-1530.ldzbackup"
    backup.write_bytes(b"x")
    program.begin()
    window = window_of(program, UnlockWindow)
    assert ended(start(folder, str(backup)), qtbot) == 0
    qtbot.waitUntil(lambda: "备份" in window.said())  # type: ignore[attr-defined] # no backup at all


def test_an_open_office_asks_before_it_gives_way(
    program: Program, folder: Path, tmp_path: Path, finger: "QObject", qtbot: QtBot
) -> None:
    create_office(folder, "兴文街道办事处", "李敏", PASSWORD)[0].close()
    backup = tmp_path / "备份-20261124-1530.ldzbackup"
    backup.write_bytes(b"x")
    window = program.open_window(open_office(folder, "李敏", PASSWORD))
    qtbot.waitUntil(program.tasks.idle)
    finger.press("取消")  # type: ignore[attr-defined]
    program.come_forward(backup)
    assert window.isVisible()
    finger.press("锁定并查看")  # type: ignore[attr-defined]
    program.come_forward(backup)
    qtbot.waitUntil(lambda: not isinstance(program._window, MainWindow))  # noqa: SLF001


def test_another_folder_has_a_window_of_its_own(only: OnlyWindow, tmp_path: Path) -> None:
    other = OnlyWindow(tmp_path / "other")
    assert other.first()
    other.stop()


def test_a_window_that_does_not_answer_keeps_nobody_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hung, second = OnlyWindow(folder), OnlyWindow(folder)
    assert hung.first()
    assert not second.first()
    monkeypatch.setattr("ldz_desktop.ui.kit.only_window._PATIENCE_S", 0.3)
    assert not second.hand_over(None)
    hung.stop()
    assert second.first()
    second.stop()


def test_titles_say_the_name_once(program: Program, folder: Path, qtbot: QtBot) -> None:
    """The system adds the program's name to a title that does not end with it."""
    name = BRAND
    program.begin()
    titles = [window_of(program, FirstRun).windowTitle()]
    create_office(folder, "兴文街道办事处", "李敏", PASSWORD)[0].close()
    program.begin()
    titles.append(window_of(program, UnlockWindow).windowTitle())
    window = program.open_window(open_office(folder, "李敏", PASSWORD))
    qtbot.waitUntil(program.tasks.idle)
    titles.append(window.windowTitle())
    assert [t.count(name) for t in titles] == [1, 1, 1]
    assert all(t.endswith(name) for t in titles)


def _there(window: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and focused.window() is window


class Enter:
    """Presses Enter where the keyboard is, as a hand would."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def on(self, window: QWidget) -> None:
        window.activateWindow()
        self._qtbot.waitUntil(lambda: _there(window))
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)


def test_enter_goes_through_the_whole_first_run(
    program: Program, folder: Path, qtbot: QtBot
) -> None:
    enter = Enter(qtbot)
    program.begin()
    window = window_of(program, FirstRun)
    assert isinstance(window, FirstRun)
    enter.on(window)  # 新建办公室
    assert window.pages.currentWidget() is window.office
    enter.on(window)  # nothing is filled in: stays, at the field that is missing
    assert QApplication.focusWidget() is window.office.office
    enter.type("Xingwen")
    enter.on(window)
    assert window.pages.currentWidget() is window.account
    for text in ("limin", "correct horse 8", "correct horse 8"):
        enter.type(text)
        enter.on(window)
    qtbot.waitUntil(lambda: isinstance(window.pages.currentWidget(), CodePage))
    page = window.pages.currentWidget()
    assert isinstance(page, CodePage)
    groups = page._code.split("-")  # noqa: SLF001 - what stands on the paper
    enter.on(window)
    assert page.asking()
    for field in page.fields.fields:
        field.setFocus()
        enter.type(groups[field.number - 1])
    enter.on(window)
    assert isinstance(window.pages.currentWidget(), ReadyPage)
    enter.on(window)
    qtbot.waitUntil(lambda: isinstance(program._window, MainWindow))  # noqa: SLF001


def test_enter_unlocks_from_wherever_the_keyboard_is(
    program: Program, folder: Path, qtbot: QtBot
) -> None:
    create_office(folder, "兴文街道办事处", "李敏", PASSWORD)[0].close()
    program.begin()
    window = window_of(program, UnlockWindow)
    enter = Enter(qtbot)
    window._enter.password.editor.setText(PASSWORD)  # type: ignore[attr-defined] # noqa: SLF001
    window._enter._names.setFocus()  # type: ignore[attr-defined] # noqa: SLF001
    enter.on(window)
    qtbot.waitUntil(lambda: isinstance(program._window, MainWindow))  # noqa: SLF001


def test_enter_presses_the_button_it_is_on(program: Program, folder: Path, qtbot: QtBot) -> None:
    create_office(folder, "兴文街道办事处", "李敏", PASSWORD)[0].close()
    program.begin()
    window = window_of(program, UnlockWindow)
    link = next(b for b in window.findChildren(QPushButton) if b.text().startswith("从备份恢复"))
    link.setFocus()
    Enter(qtbot).on(window)
    back = next(
        b for b in window.findChildren(QPushButton) if b.text() == "返回(&B)" and b.isVisible()
    )
    back.setFocus()
    Enter(qtbot).on(window)
    assert link.isVisible()


@pytest.fixture
def movable(
    folder: Path, dressed: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    """Started without --data: the folder is the platform's place."""
    monkeypatch.setattr("ldz_desktop.paths.home_folder", lambda: folder)
    monkeypatch.setattr("ldz_desktop.app.home_folder", lambda: folder)
    made = Program(folder, movable=True)
    yield made
    made.end()


def test_the_data_may_be_kept_on_another_drive_and_moved_later(
    movable: Program,
    tmp_path: Path,
    chooser: "FixedChooser",
    finger: "Finger",
    qtbot: QtBot,
) -> None:
    program = movable
    first, second = tmp_path / "D", tmp_path / "E"
    for drive in (first, second):
        (drive / "别的").mkdir(parents=True)
    program.begin()
    wizard = window_of(program, FirstRun)
    assert isinstance(wizard, FirstRun)
    chooser.answer = first
    wizard.welcome.place_wanted.emit()
    assert default_data_folder() == first / "LdzDesktop"
    create_office(first / "LdzDesktop", "兴文街道办事处", "李敏", PASSWORD)[0].close()
    place = first / "LdzDesktop"  # opened where it will be closed, as the unlock window does
    work = program.tasks.run
    work(lambda _: open_office(place, "李敏", PASSWORD), program.open_window, owner=program)
    qtbot.waitUntil(lambda: isinstance(program._window, MainWindow))  # noqa: SLF001
    window = window_of(program, MainWindow)
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(program.tasks.idle)
    chooser.answer = second
    finger.press("移动")
    window._move()  # noqa: SLF001 - what 移到别的位置 does
    qtbot.waitUntil(lambda: default_data_folder() == second / "LdzDesktop")
    qtbot.waitUntil(program.tasks.idle)
    assert isinstance(window_of(program, UnlockWindow), UnlockWindow)
    open_office(second / "LdzDesktop", "李敏", PASSWORD).close()
    assert len(list(place.glob("已搬走-*/archive.db"))) == 1


def test_a_drive_that_is_gone_is_told(
    folder: Path, tmp_path: Path, dressed: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ldz_desktop.app.home_folder", lambda: folder)
    program = Program(tmp_path / "gone", movable=True)
    program.begin()
    wizard = window_of(program, FirstRun)
    assert isinstance(wizard, FirstRun)
    assert "不要新建" in wizard.welcome.trouble.text()
    program.end()
