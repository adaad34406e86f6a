"""One worker: order, results on the window's thread, cancelling, superseding, owners that go."""

import gc
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from ldz_desktop.errors import Cancelled, InputError, KnownError
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit.crash import DefectDialog
from ldz_desktop.ui.kit.notices import ErrorDialog
from ldz_desktop.ui.kit.progress_view import ProgressPanel, ProgressState, left_text
from ldz_desktop.ui.kit.tasks import TaskRunner


def held(gate: threading.Event, value: str = "") -> Callable[[Progress], str]:
    """Work that waits for the gate."""

    def work(progress: Progress) -> str:
        assert gate.wait(10)
        progress.report(1, 1)
        return value

    return work


def test_results_come_in_order_on_the_windows_thread(
    tasks: TaskRunner, window: QWidget, qtbot: QtBot
) -> None:
    got: list[tuple[int, bool, bool]] = []
    here = threading.get_ident()

    def where(number: int) -> Callable[[Progress], tuple[int, int]]:
        return lambda progress: (number, threading.get_ident())

    for number in range(5):
        tasks.run(
            where(number),
            lambda pair: got.append((pair[0], pair[1] != here, threading.get_ident() == here)),
            owner=window,
        )
    assert not tasks.idle()
    qtbot.waitUntil(tasks.idle)
    assert got == [(n, True, True) for n in range(5)]


def test_a_known_error_is_shown_or_handed_over(
    tasks: TaskRunner, window: QWidget, qtbot: QtBot
) -> None:
    def refuse(progress: Progress) -> None:
        raise InputError("不能用", "这个文件不是表格。", "请另选一个。")

    tasks.run(refuse, lambda _: None, owner=window)
    qtbot.waitUntil(tasks.idle)
    shown = window.findChild(ErrorDialog)
    assert shown is not None
    assert "这个文件不是表格。" in [w.text() for w in shown.findChildren(QLabel)]
    shown.accept()

    failures: list[KnownError] = []
    tasks.run(refuse, lambda _: None, owner=window, failed=failures.append)
    qtbot.waitUntil(tasks.idle)
    assert [e.title for e in failures] == ["不能用"]


def test_a_defect_is_apologised_for_without_values(
    tasks: TaskRunner, window: QWidget, qtbot: QtBot
) -> None:
    def stumble(progress: Progress) -> None:
        raise ValueError("410123199001011234")

    failures: list[KnownError] = []
    tasks.run(stumble, lambda _: None, owner=window, failed=failures.append)
    qtbot.waitUntil(tasks.idle)
    shown = window.findChild(DefectDialog)
    assert shown is not None
    assert "builtins.ValueError" in shown.details()
    assert "stumble" in shown.details()
    assert "410123" not in shown.details()
    assert isinstance(failures[0], Cancelled)
    shown.accept()


def test_nothing_is_delivered_to_an_owner_that_is_gone(
    tasks: TaskRunner, window: QWidget, qtbot: QtBot
) -> None:
    got: list[str] = []
    gc.freeze()  # only what is made from here on is looked through thirty times
    try:
        for _ in range(30):
            gate = threading.Event()
            owner = QWidget(window)
            tasks.run(held(gate, "late"), got.append, owner=owner)
            owner.deleteLater()
            with qtbot.waitSignal(owner.destroyed):
                pass
            del owner
            gc.collect()
            gate.set()
            qtbot.waitUntil(tasks.idle)
    finally:
        gc.unfreeze()
    assert got == []


def test_a_newer_task_of_the_same_key_takes_the_place_of_older_ones(
    tasks: TaskRunner, window: QWidget, qtbot: QtBot
) -> None:
    gate = threading.Event()
    got: list[str] = []
    ran: list[str] = []

    def search(text: str) -> Callable[[Progress], str]:
        def work(progress: Progress) -> str:
            ran.append(text)
            return text

        return work

    tasks.run(held(gate, "running"), got.append, owner=window, key="search")
    tasks.run(search("old"), got.append, owner=window, key="search")
    tasks.run(search("other"), got.append, owner=window, key="tree")
    tasks.run(search("new"), got.append, owner=window, key="search")
    gate.set()
    qtbot.waitUntil(tasks.idle)
    assert got == ["other", "new"]
    assert ran == ["other", "new"]


def test_work_that_fails_because_it_was_superseded_says_nothing(
    tasks: TaskRunner, window: QWidget, qtbot: QtBot
) -> None:
    gate = threading.Event()
    failures: list[KnownError] = []
    tasks.run(held(gate), lambda _: None, owner=window, key="k", failed=failures.append)
    tasks.run(lambda progress: 1, lambda _: None, owner=window, key="k")
    gate.set()
    qtbot.waitUntil(tasks.idle)
    assert failures == []


def test_long_titled_work_shows_a_bar_and_can_be_cancelled(
    tasks: TaskRunner, window: QWidget, qtbot: QtBot, said: Callable[[], str]
) -> None:
    steps: list[int] = []
    go_on = threading.Event()

    def work(progress: Progress) -> None:
        for step in range(1_000_000):
            progress.report(step, 1_000_000, "正在写入第 2 张表")
            steps.append(step)
            go_on.wait(0.005)

    tasks.run(work, lambda _: pytest.fail("not cancelled"), owner=window, title="正在导入")
    qtbot.waitUntil(lambda: window.findChild(ProgressPanel) is not None, timeout=3000)
    panel = window.findChild(ProgressPanel)
    assert panel is not None
    qtbot.waitUntil(lambda: "正在写入第 2 张表" in said())
    bar, cancel = panel.findChild(QProgressBar), panel.findChild(QPushButton)
    assert bar is not None
    assert bar.maximum() == 1000
    assert cancel is not None
    cancel.click()
    qtbot.waitUntil(tasks.idle)
    qtbot.waitUntil(lambda: window.findChild(ProgressPanel) is None)
    assert "已取消" in said()
    assert len(steps) < 1_000_000


def test_short_or_untitled_work_shows_no_bar(
    tasks: TaskRunner, window: QWidget, qtbot: QtBot
) -> None:
    gate = threading.Event()
    tasks.run(held(gate), lambda _: None, owner=window)
    QTimer.singleShot(700, gate.set)
    qtbot.waitUntil(tasks.idle)
    assert window.findChild(ProgressPanel) is None


def test_what_nobody_waits_for_gives_way(tasks: TaskRunner, window: QWidget, qtbot: QtBot) -> None:
    gate = threading.Event()
    got: list[str] = []
    tasks.run(held(gate, "running"), got.append, owner=window)
    tasks.run_later(lambda progress: "counts", got.append, owner=window)
    tasks.run(lambda progress: "search", got.append, owner=window)
    gate.set()
    qtbot.waitUntil(lambda: got[:2] == ["running", "search"])
    qtbot.waitUntil(tasks.idle)
    assert got == ["running", "search", "counts"]


def test_settled_does_not_wait_for_it(tasks: TaskRunner, window: QWidget, qtbot: QtBot) -> None:
    gate = threading.Event()
    tasks.run_later(held(gate), lambda _: None, owner=window)
    assert tasks.settled()
    assert not tasks.idle()
    gate.set()
    qtbot.waitUntil(tasks.idle)


def test_an_error_in_a_receiver_does_not_lose_the_next_result(
    tasks: TaskRunner, window: QWidget, qtbot: QtBot
) -> None:
    got: list[int] = []

    def break_down(value: int) -> None:
        raise RuntimeError(str(value))

    with capture_exceptions() as caught:
        tasks.run(lambda progress: 1, break_down, owner=window)
        tasks.run(lambda progress: 2, got.append, owner=window)
        qtbot.waitUntil(lambda: got == [2])
    assert [kind for kind, *_ in caught] == [RuntimeError]


def test_stopping_cancels_and_ends_the_worker(
    tasks: TaskRunner, window: QWidget, qtbot: QtBot
) -> None:
    got: list[int] = []

    def endless(progress: Progress) -> int:
        while True:
            progress.report(0, 0)

    tasks.run(endless, got.append, owner=window)
    tasks.run(lambda progress: 2, got.append, owner=window)
    assert tasks.stop(10)
    qtbot.wait(20)
    assert got == []
    tasks.run(lambda progress: 3, got.append, owner=window)
    assert tasks.idle()


def test_owners_may_be_plain_objects(tasks: TaskRunner, qtbot: QtBot) -> None:
    owner = QObject()
    got: list[int] = []
    tasks.run(lambda progress: 1, got.append, owner=owner)
    qtbot.waitUntil(tasks.idle)
    assert got == [1]


def test_time_left_is_said_roughly() -> None:
    assert left_text(None) == ""
    assert left_text(3.4) == "约还需 3 秒"
    assert left_text(42.0) == "约还需 40 秒"
    assert left_text(170.0) == "约还需 3 分钟"
    early = ProgressState()
    early.begin()
    early.note(1, 10, "")
    assert early.seconds_left() is None
