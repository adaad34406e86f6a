"""The window over a real office: tabs on demand, search, changes, lock, large type, leaving."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.app import Program
from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.places import ALL
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office
from ldz_desktop.ui.features import FEATURES
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench, Feature, Target, TargetKind
from ldz_desktop.ui.kit.hit_popup import HitPopup
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.passwords import PasswordBox
from ldz_desktop.ui.kit.preferences import Preferences
from ldz_desktop.ui.kit.search_field import SearchField
from ldz_desktop.ui.kit.status_line import StatusLine
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.kit.top_bar import TopBar
from ldz_desktop.ui.main_window import MainWindow, month_text
from ldz_desktop.ui.unlock.unlock_window import UnlockWindow
from ldz_desktop.ui.unlock.wizard import FirstRun

PASSWORD = "测试口令-2026"


class Page:
    """A tab that notes what the window tells it."""

    def __init__(self, bench: Bench, key: str, kinds: frozenset[TargetKind]) -> None:
        self.bench = bench
        self.key = key
        self.kinds = kinds
        self.heard: list[Change | None] = []
        self.opened: list[Target] = []
        self.stays = False
        self.knows = True
        self._widget = QWidget()
        self._widget.setObjectName("page")
        inner = QVBoxLayout(self._widget)
        inner.addWidget(QLabel(key))
        self.field = QLineEdit()
        inner.addWidget(self.field)

    @property
    def widget(self) -> QWidget:
        return self._widget

    def refresh(self, change: Change | None) -> None:
        self.heard.append(change)

    def open(self, target: Target) -> bool:
        self.opened.append(target)
        return self.knows

    def take_focus(self) -> None:
        self.field.setFocus()

    def may_close(self) -> bool:
        return not self.stays


class Desk:
    """Features whose tabs can be looked at."""

    def __init__(self) -> None:
        self.built: dict[str, Page] = {}
        self.times: list[str] = []

    def feature(self, key: str, title: str, *kinds: TargetKind) -> Feature:
        def make(bench: Bench) -> Page:
            self.times.append(key)
            self.built[key] = Page(bench, key, frozenset(kinds))
            return self.built[key]

        return Feature(key, title, frozenset(kinds), make)

    def features(self) -> tuple[Feature, ...]:
        return (
            self.feature("households", "户档", "resident", "household", "building", "import"),
            self.feature("roster", "楼栋长", "leader"),
            self.feature("evaluation", "测评", "month"),
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path)


@pytest.fixture
def window(
    home: Office,
    desk: Desk,
    tasks: TaskRunner,
    notices: Notices,
    preferences: Preferences,
    qtbot: QtBot,
) -> MainWindow:
    made = MainWindow(home, tasks, notices, desk.features(), preferences)
    theme.dress(made)
    qtbot.addWidget(made, before_close_func=lambda w: w.leave())
    made.show()
    qtbot.waitUntil(tasks.idle)
    return made


@pytest.fixture
def notices(dressed: QApplication) -> Notices:
    del dressed
    return Notices(None)


T = TypeVar("T", bound=QWidget)


def part(window: QWidget, kind: type[T]) -> T:
    found = window.findChild(kind)
    assert isinstance(found, kind)
    return found


def search(window: MainWindow) -> SearchField:
    return part(window, TopBar).search


def type_text(window: MainWindow, text: str) -> HitPopup:
    """Type into the search field and wait for answers."""
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search(window).insert(text)
    return part(window, HitPopup)


# -- tabs ----------------------------------------------------------------------------------------


def test_a_tab_is_built_when_it_is_first_shown(window: MainWindow, desk: Desk) -> None:
    assert desk.times == ["households"]
    assert desk.built["households"].heard == [None]
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert desk.times == ["households", "roster"]
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert desk.times == ["households", "roster"]
    assert window.current_tab() is desk.built["roster"]
    assert desk.built["roster"].widget.isVisible()


def test_a_change_reaches_the_shown_tab_now_and_others_when_shown(
    window: MainWindow, desk: Desk, tasks: TaskRunner, qtbot: QtBot
) -> None:
    window.tab("roster")
    first = Change.of("households", what="已改电话", ids=(7,))
    second = Change.of("leaders", what="已任命", ids=(8,))
    window.publish(first)
    window.publish(second)
    assert desk.built["roster"].heard == [None, first, second]
    assert desk.built["households"].heard == [None]
    window.tab("households")
    merged = desk.built["households"].heard[-1]
    assert merged is not None
    assert merged.topics == {"households", "leaders"}
    assert merged.ids == (7, 8)
    window.tab("roster")
    window.tab("households")
    assert len(desk.built["households"].heard) == 2
    qtbot.waitUntil(tasks.idle)
    assert "已任命" in part(window, StatusLine).text()


def test_a_bulk_change_stays_a_bulk_change(window: MainWindow, desk: Desk) -> None:
    window.tab("roster")
    window.publish(Change.of("households", what="", ids=(7,)))
    window.publish(Change.of("households", what="已导入"))
    window.tab("households")
    merged = desk.built["households"].heard[-1]
    assert merged is not None
    assert merged.ids == ()


def test_a_target_is_shown_by_the_tab_that_knows_it(window: MainWindow, desk: Desk) -> None:
    window.show_target(Target("month", month="2026-10"))
    assert desk.built["evaluation"].opened == [Target("month", month="2026-10")]
    assert window.current_tab() is desk.built["evaluation"]


def test_a_record_that_is_gone_is_said(window: MainWindow, desk: Desk) -> None:
    desk.built["households"].knows = False
    window.show_target(Target("household", 99))
    texts = [w.text() for w in window.findChildren(QLabel) if w.isVisible()]
    assert "这条记录已经不在了" in texts


def test_the_last_tab_comes_back(
    window: MainWindow, home: Office, desk: Desk, tasks: TaskRunner, tmp_path: Path, qtbot: QtBot
) -> None:
    window.tab("evaluation")
    again = MainWindow(home, tasks, window.notices, desk.features(), Preferences(tmp_path))
    qtbot.addWidget(again, before_close_func=lambda w: w.leave())
    assert again.current_tab() is desk.built["evaluation"]


# -- search --------------------------------------------------------------------------------------


def test_people_households_and_leaders_are_found_and_opened(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    popup = type_text(window, "hlj")
    qtbot.waitUntil(popup.isVisible)
    assert [a.title for a in popup.answers()] == ["何丽娟"]
    QTest.keyClick(search(window), Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert desk.built["households"].opened[0].kind == "resident"
    popup = type_text(window, "郑国强")
    qtbot.waitUntil(lambda: [a.title for a in popup.answers()] == ["郑国强 楼栋长"])
    QTest.keyClick(search(window), Qt.Key.Key_Return)
    assert desk.built["roster"].opened[0].kind == "leader"


def test_arrows_walk_the_answers_while_the_field_keeps_the_focus(
    window: MainWindow, home: Office, desk: Desk, qtbot: QtBot
) -> None:
    household = home.households.rows(home.households.ids(ALL))[0].id
    home.households.add_resident(household, Resident(0, household, "何建国", relation="10"))
    popup = type_text(window, "何")
    qtbot.waitUntil(lambda: popup.isVisible() and len(popup.answers()) == 2)
    first = popup.current()
    QTest.keyClick(search(window), Qt.Key.Key_Down)
    second = popup.current()
    assert first is not second
    QTest.keyClick(search(window), Qt.Key.Key_Down)
    assert popup.current() is second
    QTest.keyClick(search(window), Qt.Key.Key_Up)
    assert popup.current() is first
    assert search(window).hasFocus()
    QTest.keyClick(search(window), Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert search(window).text() == "何"
    QTest.keyClick(search(window), Qt.Key.Key_Escape)
    assert search(window).text() == ""


def test_enter_before_the_answers_opens_the_best_one_when_they_come(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    type_text(window, "何丽娟")
    QTest.keyClick(search(window), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.built["households"].opened) == 1)


def test_nothing_found_says_what_else_to_try(window: MainWindow, qtbot: QtBot) -> None:
    popup = type_text(window, "没有这个人")
    qtbot.waitUntil(popup.isVisible)
    assert popup.answers() == []
    assert any("没有找到" in w.text() for w in popup.findChildren(QLabel))


def test_no_search_while_an_input_method_composes(
    window: MainWindow, qtbot: QtBot, tasks: TaskRunner
) -> None:
    popup = type_text(window, "何")
    qtbot.waitUntil(popup.isVisible)
    QApplication.sendEvent(search(window), QInputMethodEvent("li", []))
    QTest.keyClick(search(window), Qt.Key.Key_Down)
    qtbot.wait(300)
    assert [a.title for a in popup.answers()] == ["何丽娟"]
    event = QInputMethodEvent("", [])
    event.setCommitString("小明")
    QApplication.sendEvent(search(window), event)
    qtbot.waitUntil(lambda: popup.answers() == [])


def test_leaving_the_field_closes_the_answers(window: MainWindow, qtbot: QtBot) -> None:
    popup = type_text(window, "何")
    qtbot.waitUntil(popup.isVisible)
    search(window).clearFocus()
    assert not popup.isVisible()


def test_the_answers_stay_inside_the_window(window: MainWindow, qtbot: QtBot) -> None:
    popup = type_text(window, "何")
    qtbot.waitUntil(popup.isVisible)
    assert window.rect().contains(popup.geometry())


# -- the line at the bottom, the menu ------------------------------------------------------------


def test_the_line_tells_office_counts_and_month(
    window: MainWindow, home: Office, tasks: TaskRunner, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: "兴文街道办事处" in part(window, StatusLine).text())
    qtbot.waitUntil(tasks.idle)
    assert "1 户 · 1 人" in part(window, StatusLine).text()
    assert "还没有测评月份" in part(window, StatusLine).text()
    home.evaluation.open_month("2026-11")
    window.publish(Change.of("evaluation", what="已开始"))
    qtbot.waitUntil(tasks.idle)
    assert "2026年11月 录入中" in part(window, StatusLine).text()
    assert window.windowTitle().startswith("兴文街道办事处")


def test_months_in_words() -> None:
    assert month_text("2026-09", "closed") == "2026年9月 已封月"


def test_large_type_is_switched_and_remembered(
    window: MainWindow, desk: Desk, tmp_path: Path, tasks: TaskRunner, qtbot: QtBot
) -> None:
    before = part(window, TopBar).height()
    try:
        window.set_large(True)
        assert theme.is_large()
        qtbot.waitUntil(tasks.idle)
        bars = [b for b in window.findChildren(TopBar) if b.isVisible()]
        assert bars[-1].height() > before
        assert desk.times == ["households", "households"]
        assert Preferences(tmp_path).large_type
    finally:
        window.set_large(False)
    assert not theme.is_large()


def test_unsaved_work_keeps_the_type_size(window: MainWindow, desk: Desk) -> None:
    desk.built["households"].stays = True
    window.set_large(True)
    assert not theme.is_large()
    desk.built["households"].stays = False


def test_help_and_settings_open_from_the_keyboard(
    window: MainWindow, tasks: TaskRunner, qtbot: QtBot
) -> None:
    from ldz_desktop.ui.settings.dialog import SettingsDialog
    from ldz_desktop.ui.settings.keys import KeysDialog

    QTest.keyClick(window, Qt.Key.Key_F1)
    part(window, KeysDialog).close()
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(tasks.idle)
    part(window, SettingsDialog).close()


def test_everything_that_can_be_pressed_has_a_name(window: MainWindow) -> None:
    for press in part(window, TopBar).findChildren(QPushButton):
        assert press.accessibleName() or press.text()
    assert search(window).accessibleName()


# -- leaving -------------------------------------------------------------------------------------


def test_unsaved_work_keeps_the_window_open(window: MainWindow, desk: Desk) -> None:
    desk.built["households"].stays = True
    window.close()
    assert window.isVisible()
    desk.built["households"].stays = False
    left: list[bool] = []
    window.closed.connect(lambda: left.append(True))
    window.close()
    assert left == [True]


def test_running_work_is_asked_about(
    window: MainWindow, tasks: TaskRunner, finger: object, qtbot: QtBot
) -> None:
    import threading

    gate = threading.Event()
    tasks.run(lambda progress: gate.wait(10), lambda _: None, owner=window, title="正在导入")
    finger.press("继续等待")  # type: ignore[attr-defined]
    window.close()
    assert window.isVisible()
    gate.set()
    qtbot.waitUntil(tasks.idle)


# -- the program ---------------------------------------------------------------------------------


@pytest.fixture
def program(tmp_path: Path, dressed: QApplication) -> Iterator[Program]:
    del dressed
    made = Program(tmp_path / "data")
    yield made
    made.end()


def top(kind: type[QWidget]) -> QWidget | None:
    """The visible window of that kind."""
    return next(
        (w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None
    )


def test_an_empty_folder_begins_with_the_first_run(program: Program) -> None:
    program.begin()
    assert top(FirstRun) is not None


def test_unlock_window_lock_and_unlock_again(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    office, _ = create_office(tmp_path / "data", "兴文街道办事处", "李敏", PASSWORD)
    office.close()
    program.begin()
    for _ in range(2):
        unlock = top(UnlockWindow)
        assert unlock is not None
        box = unlock.findChildren(PasswordBox)[0]
        box.editor.setText(PASSWORD)
        QTest.keyClick(box.editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: top(MainWindow) is not None, timeout=20_000)
        window = top(MainWindow)
        assert isinstance(window, MainWindow)
        assert top(UnlockWindow) is None
        window.lock()
        qtbot.waitUntil(lambda: top(UnlockWindow) is not None, timeout=20_000)
        assert top(MainWindow) is None


def test_the_first_paint_is_told_once(tmp_path: Path, dressed: QApplication, qtbot: QtBot) -> None:
    del dressed
    office, _ = create_office(tmp_path / "data", "兴文街道办事处", "李敏", PASSWORD)
    ready: list[MainWindow] = []
    program = Program(tmp_path / "data", ready.append)
    window = program.open_window(office)
    qtbot.waitUntil(lambda: bool(ready), timeout=20_000)
    window.tab("roster")
    qtbot.wait(50)
    assert ready == [window]
    program.end()


def test_a_window_that_does_not_fit_its_screen_fills_it(
    tmp_path: Path, dressed: QApplication
) -> None:
    office, _ = create_office(tmp_path / "data", "兴文街道办事处", "李敏", PASSWORD)
    room = dressed.primaryScreen().availableSize()
    program = Program(tmp_path / "data")
    window = program.open_window(office)
    fits = room.width() > 1400 and room.height() > 830
    assert window.isMaximized() is not fits
    program.end()


def test_every_real_tab_opens_on_an_empty_office(
    tmp_path: Path, dressed: QApplication, qtbot: QtBot
) -> None:
    del dressed
    office, _ = create_office(tmp_path / "data", "兴文街道办事处", "李敏", PASSWORD)
    ready: list[MainWindow] = []
    program = Program(tmp_path / "data", ready.append)
    window = program.open_window(office)
    for feature in FEATURES:
        tab = window.tab(feature.key)
        assert tab.widget.isVisible()
        assert tab.may_close()
    qtbot.waitUntil(lambda: bool(ready), timeout=30_000)
    assert window.width() <= 1366
    program.end()
