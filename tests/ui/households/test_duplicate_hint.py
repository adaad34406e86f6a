"""The hint under the member form: there when somebody may be on file already, else out of sight."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.households import Resident
from ldz_desktop.services.context import Office
from ldz_desktop.ui.households.duplicates.hint import DuplicateHint
from ldz_desktop.ui.kit.feature import Bench, Target

NUMBER = "511902196707260018"


@pytest.fixture
def known(office: Office) -> int:
    """陈志远 of 101; his id."""
    place = office.households.add_place("兴新社区", "福锦苑", "2栋")
    home = office.households.create(place.ids[0], "1单元", "101").ids[0]
    office.households.add_resident(home, Resident(0, 0, "陈志远", "02", id_number=NUMBER))
    return office.households.get(home).members[0].id


class Form:
    """A field to type in, and the hint below it."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot) -> None:
        self.targets: list[Target] = []
        self._bench = replace(bench, show=self.targets.append)
        self._qtbot = qtbot
        self.field = QLineEdit()
        self.hint = DuplicateHint(self._bench)
        layout = QVBoxLayout(window)
        layout.addWidget(self.field)
        layout.addWidget(self.hint)
        layout.addStretch(1)
        self.field.setFocus()

    def type(self, draft: Resident | None) -> None:
        """The form changed, and typing pauses."""
        self.hint.set_draft(draft)
        self._qtbot.waitUntil(lambda: not self.hint.waits(), timeout=5_000)
        self._qtbot.waitUntil(self._bench.tasks.idle, timeout=5_000)

    def texts(self) -> str:
        shown = [w.text() for w in self.hint.findChildren(QLabel) if w.isVisible()]
        return "\n".join(shown)


@pytest.fixture
def form(known: int, bench: Bench, window: QWidget, qtbot: QtBot) -> Form:
    del known
    return Form(bench, window, qtbot)


def test_out_of_sight_until_somebody_is_found(form: Form) -> None:
    assert not form.hint.isVisible()
    form.type(Resident(0, 0, "陈"))
    assert not form.hint.isVisible()
    form.type(Resident(0, 0, "陈志远", birth=date(1967, 7, 26)))
    assert form.hint.isVisible()
    assert "很可能" in form.texts()
    assert "陈志远　福锦苑2栋 1单元 101" in form.texts()
    assert "姓名相同，出生日期相同；但一方没有证件号码。" in form.texts()
    assert NUMBER not in form.texts()
    form.type(Resident(0, 0, "何丽娟", birth=date(1967, 7, 26)))
    assert not form.hint.isVisible()


def test_it_never_takes_the_cursor(form: Form) -> None:
    form.type(Resident(0, 0, "陈志远", id_number=NUMBER))
    assert form.hint.isVisible()
    assert form.field.hasFocus()


def test_only_what_matters_asks_again(form: Form, bench: Bench) -> None:
    draft = Resident(0, 0, "陈志远", id_number=NUMBER)
    form.type(draft)
    found = form.hint.candidates
    form.hint.set_draft(replace(draft, note="白天在家"))
    assert not form.hint.waits()
    assert bench.tasks.idle()
    assert form.hint.candidates == found


def test_the_last_draft_counts(form: Form, qtbot: QtBot, bench: Bench) -> None:
    form.hint.set_draft(Resident(0, 0, "陈志远", id_number=NUMBER))
    form.hint.set_draft(Resident(0, 0, "何丽娟"))
    qtbot.waitUntil(lambda: not form.hint.waits())
    qtbot.waitUntil(bench.tasks.idle)
    assert not form.hint.isVisible()


def test_a_closed_form_asks_nothing(form: Form, bench: Bench) -> None:
    form.type(Resident(0, 0, "陈志远", id_number=NUMBER))
    form.hint.set_draft(None)
    assert not form.hint.isVisible()
    assert not form.hint.waits()
    assert bench.tasks.idle()


def test_somebody_on_file_is_not_his_own_duplicate(form: Form, known: int, office: Office) -> None:
    form.type(office.households.resident(known))
    assert not form.hint.isVisible()


def test_the_other_record_can_be_opened(form: Form, known: int, qtbot: QtBot) -> None:
    form.type(Resident(0, 0, "陈志远", id_number=NUMBER))
    (go,) = form.hint.findChildren(QPushButton)
    qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    assert form.targets == [Target("resident", known)]
