"""Run by test_screens in a process of its own, whose Qt has two screens: a desk's and, right of
it, one of twice the density."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.app import Program
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office
from ldz_desktop.ui.honours.public import PublicWall
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.unlock.unlock_window import UnlockWindow

PASSWORD = "测试口令-2026"
Close = Callable[[str, dict[int, str]], None]


@pytest.fixture(scope="module")
def other(dressed: QApplication) -> QScreen:
    """The second screen."""
    screens = QGuiApplication.screens()
    assert [one.devicePixelRatio() for one in screens] == [1.0, 2.0]
    return screens[1]


@pytest.fixture
def window(window: QWidget, other: QScreen, qtbot: QtBot) -> QWidget:
    """The test's window, dragged to the second screen."""
    window.move(other.geometry().topLeft() + window.rect().topLeft())
    qtbot.waitUntil(lambda: window.screen() == other)
    return window


def test_a_dialog_comes_up_where_its_window_is(
    window: QWidget, other: QScreen, notices: Notices, qtbot: QtBot
) -> None:
    from pypdfium2 import PdfDocument

    document = PdfDocument.new()
    document.new_page(595, 842)
    path = Path("page.pdf")
    document.save(str(path))
    dialog = PaperDialog(path.read_bytes(), "花名册", "花名册.pdf", notices, window)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.screen() == other
    assert other.availableGeometry().contains(dialog.frameGeometry())


@pytest.fixture
def wall(
    bench: Bench, office: Office, close_month: Close, window: QWidget, qtbot: QtBot
) -> Iterator[PublicWall]:
    ids = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3)]
    close_month("2026-09", dict(zip(ids, "543", strict=True)))
    office.evaluation.publish("2026-09", date(2026, 10, 20))
    made = PublicWall(bench, lambda: "2026-09")
    made.screen_button.setParent(window)
    made.screen_button.show()
    yield made
    if made.screen is not None:
        made.screen.close()


def test_the_wall_fills_the_screen_its_window_is_on(
    wall: PublicWall, other: QScreen, qtbot: QtBot
) -> None:
    QTest.keyClick(wall.screen_button.window(), Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: wall.screen is not None and wall.screen.isVisible())
    assert wall.screen is not None
    assert wall.screen.isFullScreen()
    assert wall.screen.geometry() == other.geometry()


def test_the_wall_may_go_to_the_screen_beside_it(
    wall: PublicWall, other: QScreen, qtbot: QtBot
) -> None:
    wall.screen_button.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    here, beside = menu.actions()
    assert here.text() == "这块屏幕(&1)　3840×2160"
    assert beside.text() == "另一块屏幕(&2)　1366×768"
    menu.close()
    beside.trigger()
    qtbot.waitUntil(lambda: wall.screen is not None and wall.screen.isVisible())
    assert wall.screen is not None
    assert wall.screen.geometry() == QGuiApplication.screens()[0].geometry()


def test_who_locks_the_window_is_asked_for_the_password_there(
    other: QScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    office, _ = create_office(tmp_path / "data", "兴文街道办事处", "李敏", PASSWORD)
    program = Program(tmp_path / "data")
    window = program.open_window(office)
    window.move(other.geometry().center() - window.rect().center())
    qtbot.waitUntil(lambda: window.screen() == other)
    window.lock()
    asked: list[QWidget] = []

    def comes() -> bool:
        asked[:] = [
            w
            for w in QApplication.topLevelWidgets()
            if isinstance(w, UnlockWindow) and w.isVisible()
        ]
        return bool(asked)

    qtbot.waitUntil(comes)
    assert asked[0].screen() == other
    assert other.geometry().contains(asked[0].geometry().center())
    program.end()
