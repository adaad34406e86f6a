"""The wall that comes by itself: when nobody is there, and locks when somebody comes back."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office
from ldz_desktop.ui.honours import FEATURE
from ldz_desktop.ui.honours.alone import WallAlone
from ldz_desktop.ui.kit import idle, theme
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.preferences import Preferences
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from pathlib import Path

    from ldz_desktop.ui.kit.feature import Bench

Close = Callable[[str, dict[int, str]], None]


@pytest.fixture
def published(office: Office, close_month: Close) -> Office:
    building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    office.roster.create(Leader(0, "赵琴"), building, date(2020, 1, 1))
    close_month("2026-09", {building: "5"})
    office.evaluation.publish("2026-09", date(2026, 10, 20))
    return office


@pytest.fixture
def locked() -> list[bool]:
    return []


@pytest.fixture
def alone(
    published: Office, bench: "Bench", window: QWidget, locked: list[bool]
) -> Iterator[WallAlone]:
    del published
    made = WallAlone(bench, window, lambda: locked.append(True))
    yield made
    if made.screen is not None:
        made.screen.close()


def shown(alone: WallAlone, qtbot: QtBot, bench: "Bench") -> bool:
    alone.show_wall()
    qtbot.waitUntil(bench.tasks.idle)
    return alone.screen is not None and alone.screen.isFullScreen()


def test_the_wall_comes_and_locks_when_it_goes(
    alone: WallAlone, bench: "Bench", qtbot: QtBot, locked: list[bool]
) -> None:
    assert shown(alone, qtbot, bench)
    assert alone.screen is not None
    assert locked == []
    QTest.mouseClick(alone.screen, Qt.MouseButton.LeftButton)
    assert locked == [True]
    assert alone.screen is None


def test_it_never_comes_over_a_question(
    alone: WallAlone, bench: "Bench", window: QWidget, qtbot: QtBot
) -> None:
    dialog = QDialog(window)
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is dialog)
    assert not shown(alone, qtbot, bench)
    dialog.close()
    window.showMinimized()
    assert not shown(alone, qtbot, bench)
    window.showNormal()
    assert shown(alone, qtbot, bench)


def test_without_a_published_month_nothing_happens(
    bench: "Bench", window: QWidget, qtbot: QtBot, locked: list[bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    told: list[object] = []
    monkeypatch.setattr(bench.notices, "error", told.append)
    alone = WallAlone(bench, window, lambda: locked.append(True))
    assert not shown(alone, qtbot, bench)
    assert alone.screen is None
    assert (locked, told) == ([], [])


def test_the_preference_is_kept_and_used_at_the_next_start(
    published: Office, tasks: TaskRunner, notices: Notices, tmp_path: "Path", qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(idle, "_MINUTE", 300)
    kept = Preferences(tmp_path)
    kept.wall_after = 1
    kept.save()
    made = MainWindow(published, tasks, notices, (FEATURE,), Preferences(tmp_path))
    theme.dress(made)
    qtbot.addWidget(made, before_close_func=lambda w: w.leave())
    locks: list[bool] = []
    made.lock_wanted.connect(lambda: locks.append(True))
    made.show()

    def wall() -> QWidget | None:
        every = QApplication.topLevelWidgets()
        return next((w for w in every if w.windowTitle() == "荣誉墙" and w.isVisible()), None)

    qtbot.waitUntil(lambda: wall() is not None, timeout=10_000)
    found = wall()
    assert found is not None
    QTest.keyClick(found, Qt.Key.Key_Escape)
    assert locks == [True]
    made.set_wall_after(0)
    assert Preferences(tmp_path).wall_after == 0
