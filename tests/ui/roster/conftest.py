"""The roster tab in a window over a real office, and what a person does with it."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.leaders import Leader, LeaderRow
from ldz_desktop.services.context import Office
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.roster import FEATURE
from ldz_desktop.ui.roster.columns import VACANT
from ldz_desktop.ui.roster.tab import RosterTab

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldz_desktop.domain.changes import Change
    from tests.ui.conftest import Seen

ZHANG = Leader(0, "张建国", "1", "511902196707260018", None, "01", "60", "13900010001", "热心")
PEOPLE = (
    ZHANG,
    Leader(0, "曾秀英", "2", None, date(1970, 5, 6), "13", "30", "13900010002"),
    Leader(0, "王芳", "2", None, None, "13", "70", None),
)


@pytest.fixture
def buildings(office: Office) -> list[int]:
    """Four buildings of two communities; the last one has no leader."""
    places = (
        ("兴新社区", "福锦苑", "1栋"),
        ("兴新社区", "福锦苑", "2栋"),
        ("东锦社区", "东锦苑", "10栋"),
        ("东锦社区", "东锦苑", "9栋"),
    )
    ids = [office.households.add_place(*place).ids[0] for place in places]
    for leader, building in zip(PEOPLE, ids[:3], strict=True):
        office.roster.create(leader, building, date(2020, 3, 1))
    return ids


class Scene:
    """The tab in a window, refreshed by what it publishes, and what a person does with it."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot, seen: "Seen") -> None:
        self.office = bench.office
        self.seen = seen
        self._qtbot = qtbot
        self._tasks = bench.tasks
        self._window = window

        def publish(change: object) -> None:
            seen.changes.append(change)  # type: ignore[arg-type]
            self.tab.refresh(seen.changes[-1])

        made = FEATURE.make(replace(bench, publish=publish))
        assert isinstance(made, RosterTab)
        self.tab = made
        layout = QVBoxLayout(window)
        layout.addWidget(made.widget)

    def start(self) -> None:
        self.tab.refresh(None)
        self.settle()

    def settle(self) -> None:
        self._qtbot.waitUntil(self._tasks.idle, timeout=20_000)
        QApplication.processEvents()  # widgets put into a layout are shown by a queued call

    def names(self) -> list[str]:
        """The list, from top to bottom."""
        return [row.name or VACANT for row in self.tab.list.model.records()]

    def card(self) -> str:
        """Every word on the card."""
        return self.words(self.tab.card)

    def everything(self) -> str:
        """Every word in the window, toasts included."""
        return self.words(self._window)

    def words(self, widget: QWidget) -> str:
        """Every word a person reads there in labels."""
        labels = widget.findChildren(QLabel)
        return "\n".join(w.text() for w in labels if w.isVisible() and w.text())

    def press(self, caption: str, within: QWidget | None = None) -> None:
        """Press a button by its caption."""
        for button in (within or self._window).findChildren(QPushButton):
            if button.isVisible() and button.text().partition("(&")[0] == caption:
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                self.settle()
                return
        raise AssertionError(caption)

    def choose(self, caption: str, menu: QMenu) -> None:
        """Choose a line of a button's menu by its caption."""
        for action in menu.actions():
            if action.text().partition("(&")[0].rstrip(" …") == caption:
                action.trigger()
                self.settle()
                return
        raise AssertionError(caption)

    def write(self, **fields: object) -> None:
        """Fill fields of the card's form."""
        form = self.tab.card.form
        assert form is not None
        for key, value in fields.items():
            editor = form.form.editor(key)
            if isinstance(value, str) and hasattr(editor, "setText"):
                editor.setText(value)
            else:
                editor.set_value(value)  # type: ignore[attr-defined]

    def faults(self, field: str) -> tuple[str, ...]:
        form = self.tab.card.form
        assert form is not None
        return form.form.problem_texts(field)

    def tiles(self) -> list[str]:
        """The figures on top with their words."""
        return [tile.accessibleName() for tile in self.tab.list.figures.tiles.values()]

    def row(self, name: str) -> LeaderRow:
        """The row of a leader in office."""
        return next(r for r in self.tab.list.model.all_records() if r.name == name)

    def open_leader(self, name: str) -> int:
        """Go to a leader as the search does; the leader's id."""
        leader = self.row(name).leader_id
        assert self.tab.open(Target("leader", leader))
        self.settle()
        return leader

    def select_vacancy(self) -> int:
        """Put the cursor on the building without a leader; the building's id."""
        building = self.row("").building_id
        assert self.tab.list.select(building)
        self.settle()
        return building

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.tab.list.table, key)
        self.settle()


@pytest.fixture
def unread(bench: Bench, window: QWidget, qtbot: QtBot, seen: "Seen") -> Scene:
    """The tab before it has read anything: start() it when the office is as the test wants it."""
    return Scene(bench, window, qtbot, seen)


@pytest.fixture
def scene(unread: Scene, buildings: list[int]) -> Scene:
    """The tab over four buildings."""
    del buildings
    unread.start()
    return unread


class SectionScene:
    """A section of the tab in a window, over a real office; every change is told to it."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot) -> None:
        self.bench = replace(bench, publish=self._publish)
        self._published = bench.publish
        self._window = window
        self._qtbot = qtbot
        self._page: Any = None

    @property
    def office(self) -> Office:
        return self.bench.office

    def show(self, page: "Callable[[Bench, Callable[[str], object]], Any]") -> Any:  # noqa: ANN401
        """page: the section's class; what is made of it, shown and read."""
        made = self._page = page(self.bench, lambda folder: None)
        made.setParent(self._window)
        made.resize(self._window.size())
        made.show()
        self._window.activateWindow()
        made.begin()
        self.settle()
        made.setFocus()
        return made

    def settle(self) -> None:
        self._qtbot.wait(200)  # search fields wait for the next letter
        self._qtbot.waitUntil(self.bench.tasks.idle, timeout=20_000)

    def wait(self, until: "Callable[[], bool]") -> None:
        self._qtbot.waitUntil(until, timeout=10_000)

    def _publish(self, change: "Change") -> None:
        self._published(change)
        if self._page is not None:
            self._page.refresh(change)


@pytest.fixture
def section(bench: Bench, window: QWidget, qtbot: QtBot) -> SectionScene:
    return SectionScene(bench, window, qtbot)
