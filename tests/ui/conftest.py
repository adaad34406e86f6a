"""What every window test needs: the house's dress, a window with notices and a worker, a finger
that answers the next dialog, and a chooser that answers file dialogs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.notices import Notices, SaveQuestion
from ldz_desktop.ui.kit.preferences import Preferences
from ldz_desktop.ui.kit.purpose import PurposeDialog
from ldz_desktop.ui.kit.tasks import TaskRunner

_PATIENCE = 20  # half seconds


class PatientBot(QtBot):
    """Waits longer than usual: the machine may have other things to do."""

    @override
    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 30_000) -> None:
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application in the house's style; windows are dressed one by one, as in the program."""
    theme.prepare(qapp, large=False)
    return qapp


@pytest.fixture
def window(dressed: QApplication, qtbot: QtBot) -> QWidget:
    """An empty shown window of 1366 × 768; put what is tested into it, or show it beside."""
    made = QWidget()
    made.setObjectName("page")
    made.resize(1366, 768)
    qtbot.addWidget(made)
    theme.dress(made)
    made.show()
    return made


@pytest.fixture
def notices(window: QWidget) -> Notices:
    return Notices(window)


@pytest.fixture
def tasks(notices: Notices) -> Iterator[TaskRunner]:
    """A worker that is ended after the test. qtbot.waitUntil(tasks.idle)."""
    runner = TaskRunner(notices)
    yield runner
    assert runner.stop()


@dataclass
class Seen:
    """What a tab told the rest of the program."""

    targets: list[Target] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def bench(office: Office, tasks: TaskRunner, notices: Notices, seen: Seen) -> Bench:
    """A real bench over a real office; what is shown and published ends up in `seen`."""
    preferences = Preferences(office.folder)
    return Bench(office, tasks, notices, seen.targets.append, seen.changes.append, preferences)


class Finger:
    """Presses a button of the next dialog that opens, as a person would."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._timer = QTimer()
        self._timer.setInterval(10)
        self._timer.timeout.connect(self._look)
        self._waiting: list[str] = []
        self.read: list[str] = []

    def press(self, *captions: str) -> None:
        """Press these buttons, one in each dialog that opens from now on (mnemonics left out).
        What the dialogs said is kept in `read`."""
        self._waiting.extend(captions)
        self._timer.start()

    def done(self) -> bool:
        return not self._waiting

    def stop(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not self._waiting:
            return
        for button in dialog.findChildren(QPushButton):
            caption = button.text().partition("(&")[0]
            if caption == self._waiting[0] and button.isVisible() and button.isEnabled():
                self._waiting.pop(0)
                self.read.extend(w.text() for w in dialog.findChildren(QLabel) if w.text())
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                return


@pytest.fixture
def finger(qtbot: QtBot) -> Iterator[Finger]:
    made = Finger(qtbot)
    yield made
    made.stop()
    assert made.done(), "a dialog that should have been answered never opened"


@pytest.fixture(autouse=True)
def _asked_in_vain(qapp: QApplication) -> Iterator[None]:
    """A question about unsaved changes that a test does not answer fails it and does not hang."""
    seen: dict[int, int] = {}
    left: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, SaveQuestion):
            seen[id(dialog)] = seen.get(id(dialog), 0) + 1
            if seen[id(dialog)] > _PATIENCE:
                left.append(dialog.windowTitle())
                dialog.reject()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(500)
    yield
    timer.stop()
    assert not left, "a form was left with something typed in it, and no answer was given"


@pytest.fixture
def purpose(qapp: QApplication) -> Iterator[Callable[[str], None]]:
    """purpose("报街道"): the next dialog that asks what for is answered so and accepted, whenever
    it opens (a fixed pause is too short on a busy machine, and the dialog would wait for ever)."""
    waiting: list[str] = []
    timer = QTimer()
    timer.setInterval(10)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if waiting and isinstance(dialog, PurposeDialog):
            dialog.form.set_values({"purpose": waiting.pop(0)})
            (go,) = (b for b in dialog.findChildren(QPushButton) if b.isDefault())
            QTest.mouseClick(go, Qt.MouseButton.LeftButton)

    def run(words: str) -> None:
        waiting.append(words)
        timer.start()

    timer.timeout.connect(look)
    yield run
    timer.stop()
    assert not waiting, "nobody asked what for"


@dataclass
class FixedChooser:
    """Answers file dialogs: `answer` is what the person picks (None: they changed their mind)."""

    answer: Path | None = None
    asked: list[str] = field(default_factory=list)

    def open(self, parent: QWidget, title: str, filters: str) -> Path | None:
        del parent, filters
        self.asked.append(title)
        return self.answer

    def save(self, parent: QWidget, title: str, filters: str, name: str) -> Path | None:
        del parent, filters, name
        self.asked.append(title)
        return self.answer

    def folder(self, parent: QWidget, title: str) -> Path | None:
        del parent
        self.asked.append(title)
        return self.answer


@pytest.fixture
def chooser(monkeypatch: pytest.MonkeyPatch) -> FixedChooser:
    """Set chooser.answer to the file the person picks."""
    made = FixedChooser()
    monkeypatch.setattr(files, "chooser", made)
    return made


@pytest.fixture
def said(window: QWidget) -> Callable[[], str]:
    """Every text of the labels that are visible in the test's window (toasts included)."""

    def texts() -> str:
        return "\n".join(w.text() for w in window.findChildren(QLabel) if w.isVisible())

    return texts


@pytest.fixture
def home(office: Office) -> Office:
    """An office with one building, one household of one, and its leader."""
    office.households.add_place("兴新社区", "福锦苑", "1栋")
    building = office.households.buildings()[0]
    made = office.households.create(building.id, "1单元", "1102", "自有")
    head = Resident(0, made.ids[0], "何丽娟", relation="02", phone="13900000018")
    office.households.add_resident(made.ids[0], head)
    office.roster.create(Leader(0, "郑国强"), building.id, None)
    return office
