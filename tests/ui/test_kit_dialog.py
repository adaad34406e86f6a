"""Leaving a dialog while work runs in it: the work stops first, and what it was about to write is
not written; what it had written already is said."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.errors import Cancelled
from ldz_desktop.reports.spreadsheets import write
from ldz_desktop.services.progress import Part, Progress
from ldz_desktop.services.tables import Table, TableColumn
from ldz_desktop.ui.households.lists.output import TakeAwayDialog
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.progress_view import ProgressPanel, ProgressState
from tests.ui.conftest import FixedChooser

ROWS = 3_000


def people() -> Table:
    line = ("张建国", "福锦苑1栋")
    return Table("名单", (TableColumn("姓名", 6), TableColumn("楼栋", 8)), (line,) * ROWS)


class Export:
    """An export that is under way: the table is made once `gate` is set."""

    def __init__(
        self, bench: Bench, window: QWidget, chooser: FixedChooser, path: Path, qtbot: QtBot
    ) -> None:
        self.bench, self.qtbot, self.path = bench, qtbot, path
        self.gate = threading.Event()
        chooser.answer = path

        def make(purpose: str, full: bool, progress: Progress) -> Table:
            del purpose, full
            assert self.gate.wait(20)
            progress.report(1, 2, "整理")
            return people()

        self.dialog = TakeAwayDialog(bench, "名单", f"共 {ROWS} 人。", make, window)
        self.gone: list[int] = []
        self.dialog.finished.connect(self.gone.append)
        self.dialog.open()
        self.dialog.form.set_values({"purpose": "报街道"})
        QTest.mouseClick(self.dialog.export_button, Qt.MouseButton.LeftButton)

    def panel(self) -> ProgressPanel:
        found = lambda: self.dialog.findChild(ProgressPanel)  # noqa: E731
        self.qtbot.waitUntil(lambda: found() is not None)
        panel = found()
        assert isinstance(panel, ProgressPanel)
        return panel

    def finish(self) -> None:
        self.gate.set()
        self.qtbot.waitUntil(self.bench.tasks.idle)


@pytest.fixture
def export(
    bench: Bench, window: QWidget, chooser: FixedChooser, tmp_path: Path, qtbot: QtBot
) -> Iterator[Export]:
    made = Export(bench, window, chooser, tmp_path / "名单.xlsx", qtbot)
    yield made
    made.gate.set()


@pytest.mark.parametrize("way", ["Esc", "X", "取消"])
def test_leaving_an_export_writes_nothing(export: Export, window: QWidget, way: str) -> None:
    if way == "Esc":
        QTest.keyClick(export.dialog, Qt.Key.Key_Escape)
    elif way == "X":
        export.dialog.close()
    else:
        (cancel,) = (b for b in export.dialog.findChildren(QPushButton) if b.text() == "取消")
        QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert export.dialog.isVisible()  # until it has stopped
    assert export.gone == []
    export.finish()
    assert export.gone == [0]
    assert list(export.path.parent.glob("*名单*")) == []
    texts = [w.text() for w in window.findChildren(QLabel) if w.isVisible()]
    assert "已取消导出，没有写文件" in texts


def test_the_card_covers_nothing_and_its_button_cancels(export: Export) -> None:
    form, before = export.dialog.form, export.dialog.height()
    panel = export.panel()
    export.qtbot.waitUntil(lambda: panel.y() > 0)  # laid out
    top = panel.mapTo(export.dialog, QPoint(0, 0)).y()
    for one in (form, export.dialog.export_button):
        assert one.mapTo(export.dialog, QPoint(0, one.height())).y() <= top
    (cancel,) = panel.findChildren(QPushButton)
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    export.finish()
    assert not export.path.exists()
    assert export.gone == []  # only the work was cancelled
    assert export.dialog.export_button.isEnabled()
    assert export.dialog.height() == before


def test_an_export_that_was_written_says_so(export: Export, window: QWidget) -> None:
    export.finish()
    assert export.gone == [1]
    assert export.path.exists()
    texts = [w.text() for w in window.findChildren(QLabel) if w.isVisible()]
    assert f"已导出 {ROWS:,} 行到 名单.xlsx" in texts


class Stop:
    """Cancels at the n-th report; notes how far it was said to be."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.told: list[tuple[int, int]] = []

    def report(self, done: int, total: int, text: str = "") -> None:
        del text
        self.told.append((done, total))
        if len(self.told) == self.at:
            raise Cancelled


@pytest.mark.parametrize("name", ["名单.xlsx", "名单.csv"])
def test_a_table_is_cancelled_at_every_report_and_leaves_what_was_there(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"before")
    whole = Stop(0)
    write(people(), tmp_path / f"other{path.suffix}", whole)
    assert len(whole.told) > ROWS / 1000  # told on the way
    shares = [done / total for done, total in whole.told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    for at in range(1, len(whole.told) + 1):
        with pytest.raises(Cancelled):
            write(people(), path, Stop(at))
        assert path.read_bytes() == b"before"
    assert {one.name for one in tmp_path.iterdir()} == {name, f"other{path.suffix}"}


def test_a_step_counts_as_its_share_and_the_end_says_no_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    state = ProgressState()

    class Whole:
        def report(self, done: int, total: int, text: str = "") -> None:
            state.note(done, total, text)

    clock = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    state.begin()
    first, second = Part(Whole(), 0, 0.25), Part(Whole(), 0.25, 1)
    clock[0] += 10
    first.report(24_000, 24_000)
    assert state.seconds_left() == pytest.approx(30)  # a quarter took ten seconds
    clock[0] += 15
    second.report(1, 2)
    assert state.seconds_left() == pytest.approx(15)
    second.report(2, 2)
    assert state.seconds_left() is None  # never "1 秒" for ever
