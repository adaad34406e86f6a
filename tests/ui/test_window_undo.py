"""Ctrl+Z and Ctrl+Y in the whole window: over the day, long after the toast, beside fields."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.households import Resident
from ldz_desktop.services.context import Office
from ldz_desktop.ui.features import FEATURES
from ldz_desktop.ui.households.tab import HouseholdsTab
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor, TextEditor
from ldz_desktop.ui.kit.notices import ErrorDialog, Notices
from ldz_desktop.ui.kit.preferences import Preferences
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.kit.top_bar import TopBar
from ldz_desktop.ui.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Desk:
    """The whole window, and the one resident whose telephone is changed."""

    def __init__(self, window: MainWindow, office: Office, qtbot: QtBot) -> None:
        self.window = window
        self.office = office
        self.qtbot = qtbot

    @property
    def head(self) -> Resident:
        return self.office.households.get(self.office.households.ids()[0]).members[0]

    def ring(self, phone: str) -> None:
        """Somewhere in the program a telephone is changed."""
        head = self.head
        change = self.office.households.save_resident(head, replace(head, phone=phone))
        self.window.publish(change)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(self.window.bench.tasks.idle)

    def press(self, key: Qt.Key, more: Qt.KeyboardModifier = CTRL) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, more)
        self.settle()

    def said(self) -> str:
        return "\n".join(w.text() for w in self.window.findChildren(QLabel) if w.isVisible())

    def menu(self) -> list[QAction]:
        """撤销 and 重做 of the account menu."""
        return self.window.menu_of_account().actions()[:2]


@pytest.fixture
def desk(home: Office, dressed: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    notices = Notices(None)
    runner = TaskRunner(notices)
    window = MainWindow(home, runner, notices, FEATURES, Preferences(tmp_path))
    theme.dress(window)
    qtbot.addWidget(window, before_close_func=lambda w: w.leave())
    window.show()
    window.activateWindow()
    made = Desk(window, home, qtbot)
    made.settle()
    yield made
    assert runner.stop()


def test_everything_of_the_day_goes_back_and_comes_again(desk: Desk) -> None:
    desk.ring("13900000001")
    desk.ring("13900000002")
    desk.window.notices.dismiss()
    for at in range(len(FEATURES)):  # whatever is shown
        desk.window.tab(FEATURES[at].key)
        desk.settle()
        assert desk.window.isActiveWindow(), "something else was shown as a window"
        desk.press(Qt.Key.Key_Z)
        assert desk.head.phone == "13900000001"
        assert "已撤销：修改成员（福锦苑1栋 1单元 1102）" in desk.said()
        desk.press(Qt.Key.Key_Y)
        assert desk.head.phone == "13900000002"
        assert "已重做：修改成员（福锦苑1栋 1单元 1102）" in desk.said()
    desk.press(Qt.Key.Key_Z)
    desk.press(Qt.Key.Key_Z)
    assert desk.head.phone == "13900000018"
    desk.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.head.phone == "13900000001"


def test_the_menu_names_what_it_takes_back(desk: Desk) -> None:
    desk.ring("13900000001")
    undo, redo = desk.menu()
    assert undo.text() == "撤销 修改成员（福锦苑1栋 1单元 1102）(&Z)\tCtrl+Z"
    assert not redo.isEnabled()
    undo.trigger()
    desk.settle()
    assert desk.head.phone == "13900000018"
    undo, redo = desk.menu()
    assert redo.text() == "重做 修改成员（福锦苑1栋 1单元 1102）(&Y)\tCtrl+Y"
    redo.trigger()
    desk.settle()
    assert desk.head.phone == "13900000001"


def test_a_field_keeps_the_keys_while_it_has_something_to_undo(desk: Desk) -> None:
    desk.ring("13900000001")
    desk.window.notices.dismiss()
    desk.press(Qt.Key.Key_F)
    field = desk.window.findChild(TopBar).search
    assert field.hasFocus()
    QTest.keyClicks(field, "he")
    desk.press(Qt.Key.Key_Z)
    assert field.text() == ""
    assert desk.head.phone == "13900000001"
    desk.press(Qt.Key.Key_Y)
    assert field.text() == "he"
    desk.press(Qt.Key.Key_Z)
    desk.press(Qt.Key.Key_Z)  # now it has nothing of its own
    assert desk.head.phone == "13900000018"


def test_an_open_form_keeps_the_saved_record(desk: Desk) -> None:
    tab = desk.window.tab("households")
    assert isinstance(tab, HouseholdsTab)
    tab.go(desk.office.households.get(desk.office.households.ids()[0]))
    desk.settle()
    desk.ring("13900000001")
    tab.card.edit_member()
    desk.settle()
    form = tab.card.member_form.form
    choice = form.editor("lives_here")
    assert isinstance(choice, PickEditor)
    before = choice.value()
    choice.setFocus()
    choice.setCurrentIndex(1 - choice.currentIndex())
    desk.window.notices.dismiss()
    desk.press(Qt.Key.Key_Z)
    assert choice.value() == before
    desk.press(Qt.Key.Key_Z)
    assert "正在填写表单" in desk.said()
    assert desk.head.phone == "13900000001"


def test_what_was_changed_since_is_said_and_passed_over(desk: Desk) -> None:
    desk.ring("13900000001")
    desk.ring("13900000002")
    core = replace(desk.office.core, account="王芳")
    others = type(desk.office.households)(core)
    head = desk.head
    others.save_resident(head, replace(head, phone="13900000003"))
    desk.window.notices.dismiss()
    desk.press(Qt.Key.Key_Z)
    dialog = desk.window.findChild(ErrorDialog)
    assert dialog is not None
    words = "".join(w.text() for w in dialog.findChildren(QLabel))
    assert "不能撤销“修改成员（福锦苑1栋 1单元 1102）”" in words
    assert "再按 Ctrl+Z" in words
    dialog.accept()
    assert desk.head.phone == "13900000003"


def test_nothing_to_take_back_is_said(desk: Desk) -> None:
    while desk.office.history.next_undo() is not None:
        desk.press(Qt.Key.Key_Z)
    desk.press(Qt.Key.Key_Z)
    assert "今天没有可以撤销的操作" in desk.said()
    assert desk.office.households.ids() == []


def test_the_log_calls_what_a_toast_took_back_an_undo(desk: Desk) -> None:
    tab = desk.window.tab("households")
    assert isinstance(tab, HouseholdsTab)
    tab.go(desk.office.households.get(desk.office.households.ids()[0]))
    desk.settle()
    tab.card.edit_member()
    desk.settle()
    phone = tab.card.member_form.form.editor("phone")
    assert isinstance(phone, TextEditor)
    phone.set_value("13900000009")
    tab.card.member_form.save()
    desk.settle()
    assert desk.head.phone == "13900000009"
    desk.press(Qt.Key.Key_Z)
    assert desk.head.phone == "13900000018"
    event = desk.office.history.today()[0]
    assert event.what == "撤销：修改成员"
    assert event.undoes
