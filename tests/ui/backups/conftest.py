"""A backup on a stick, the program, the pages that restore it, and a hand on the mouse."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.app import Program
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.unlock.restore_page import RestorePage
from ldz_desktop.ui.unlock.unlock_window import UnlockWindow
from ldz_desktop.ui.unlock.wizard import FirstRun

PASSWORD = "测试口令-2026"

Over = Callable[[Path], UnlockWindow]


@dataclass
class Hand:
    """Clicks, waits and reads."""

    qtbot: QtBot

    def press(self, widget: QWidget) -> None:
        """A click on what can be clicked."""
        assert widget.isEnabled()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def wait(self, until: Callable[[], bool | None]) -> None:
        self.qtbot.waitUntil(until)

    def words(self, widget: QWidget) -> str:
        """Every text that is visible in a widget."""
        return "\n".join(w.text() for w in widget.findChildren(QLabel) if w.isVisible())

    def to_the_summary(self, page: RestorePage, tasks: TaskRunner) -> None:
        """Type the password of the chosen backup and go on."""
        self.wait(lambda: page.choose.names.count() > 0)
        page.choose.password.editor.setText(PASSWORD)
        QTest.keyClick(page.choose.password.editor, Qt.Key.Key_Return)
        self.wait(page.summary.isVisible)
        self.wait(tasks.settled)


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    return Hand(qtbot)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def program(tmp_path: Path, dressed: QApplication) -> Iterator[Program]:
    del dressed
    made = Program(tmp_path / "data")
    yield made
    made.end()


@pytest.fixture
def backup(tmp_path: Path, stick: Path) -> Path:
    """A backup of an office with one household, on a stick; its folder is `old`."""
    office, code = create_office(tmp_path / "old", "兴文街道办事处", "李敏", PASSWORD)
    place = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    office.households.create(place, "1", "101", "自住")
    made = office.backups.make(stick)
    office.close()
    (tmp_path / "code.txt").write_text(code)
    return made.path


@pytest.fixture
def opened() -> Iterator[list[Office]]:
    offices: list[Office] = []
    yield offices
    for office in offices:
        office.close()


@pytest.fixture
def wizard(tmp_path: Path, tasks: TaskRunner, notices: Notices, opened: list[Office],
           qtbot: QtBot) -> FirstRun:  # fmt: skip
    made = FirstRun(tmp_path / "data", tasks, notices)
    theme.dress(made)
    made.opened.connect(lambda office, _: opened.append(office))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def unlock_over(tasks: TaskRunner, notices: Notices, opened: list[Office], qtbot: QtBot) -> Over:
    """The window that asks for the password, over a data folder."""

    def run(folder: Path) -> UnlockWindow:
        made = UnlockWindow(folder, tasks, notices)
        theme.dress(made)
        made.opened.connect(opened.append)
        qtbot.addWidget(made)
        made.show()
        return made

    return run
