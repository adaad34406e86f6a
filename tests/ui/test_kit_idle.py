"""Who touches any window of the program is there."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.ui.kit import idle
from ldz_desktop.ui.kit.idle import Idle

SPAN = 600  # ms, instead of a minute


@pytest.fixture
def reached() -> list[bool]:
    return []


@pytest.fixture
def watched(
    window: QWidget, reached: list[bool], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Idle]:
    monkeypatch.setattr(idle, "_MINUTE", SPAN)
    made = Idle(window)
    made.reached.connect(lambda: reached.append(True))
    made.watch(1)
    yield made
    made.watch(0)


@pytest.fixture
def dialog(window: QWidget, qtbot: QtBot) -> QDialog:
    """Open, and in front."""
    made = QDialog(window)
    made.field = QLineEdit(made)  # type: ignore[attr-defined]
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def keep_doing(doing: Callable[[int], object]) -> None:
    """Again and again, for longer than the span."""
    for number in range(1, 9):
        doing(number)
        QTest.qWait(SPAN // 6)


def press(window: QWidget) -> None:
    """As the system hands it over: to the place on the screen."""
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)


def test_touching_the_window_puts_it_off(
    window: QWidget, watched: Idle, reached: list[bool], qtbot: QtBot
) -> None:
    keep_doing(lambda _: press(window))
    assert reached == []
    qtbot.waitUntil(lambda: reached == [True])
    watched.watch(0)
    press(window)
    QTest.qWait(SPAN + 100)
    assert reached == [True], "nobody asks any more"


def test_typing_in_a_dialog_puts_it_off(
    watched: Idle, dialog: QDialog, reached: list[bool], qtbot: QtBot
) -> None:
    keep_doing(lambda _: press(dialog))
    assert reached == []
    qtbot.waitUntil(lambda: reached == [True])


def test_a_dialog_that_was_there_before_is_heard(
    dialog: QDialog, watched: Idle, reached: list[bool]
) -> None:
    keep_doing(lambda _: press(dialog))
    assert reached == []


def test_who_types_characters_is_there(
    watched: Idle, dialog: QDialog, reached: list[bool], qtbot: QtBot
) -> None:
    """Not one key press reaches the window while an input method composes."""
    field = dialog.field  # type: ignore[attr-defined]
    field.setFocus()
    keep_doing(lambda n: QApplication.sendEvent(field, QInputMethodEvent("x" * n, [])))
    assert reached == []
    qtbot.waitUntil(lambda: reached == [True])


def test_not_while_a_menu_or_a_dialog_of_the_systems_is_open(
    window: QWidget, watched: Idle, reached: list[bool], qtbot: QtBot
) -> None:
    """They keep what is typed to themselves."""
    menu = QMenu(window)
    menu.addAction("打印")
    menu.popup(window.pos())
    QTest.qWait(SPAN + 100)
    assert reached == []
    menu.close()
    stands_for_it = QFileDialog(window)
    stands_for_it.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(stands_for_it)
    stands_for_it.open()
    QTest.qWait(SPAN + 100)
    assert reached == []
    stands_for_it.close()
    qtbot.waitUntil(lambda: bool(reached))
