"""Backups through the windows: made, tried, listed, missed, and restored from every door."""

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop import __main__, app, cli
from ldz_desktop.app import Program
from ldz_desktop.errors import Cancelled
from ldz_desktop.services.backup_notes import note
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office, inspect_folder, open_office
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.backup_keeper import BackupKeeper
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.passwords import PasswordBox
from ldz_desktop.ui.kit.progress_view import ProgressPanel
from ldz_desktop.ui.kit.status_line import StatusLine
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.main_window import MainWindow
from ldz_desktop.ui.settings.backup_page import BackupPage
from ldz_desktop.ui.settings.dialog import SettingsDialog
from ldz_desktop.ui.unlock.restore_page import RestorePage
from ldz_desktop.ui.unlock.unlock_window import UnlockWindow
from ldz_desktop.ui.unlock.wizard import FirstRun

PASSWORD = "测试口令-2026"


def press(widget: QWidget) -> None:
    assert widget.isEnabled()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def words(widget: QWidget) -> str:
    return "\n".join(w.text() for w in widget.findChildren(QLabel) if w.isVisible())


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


# -- the page of the settings ----------------------------------------------------------------------


@pytest.fixture
def dialog(bench: Bench, window: QWidget) -> SettingsDialog:
    made = SettingsDialog(bench, window, "backup")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    made.open()
    return made


@pytest.fixture
def page(dialog: SettingsDialog, bench: Bench, qtbot: QtBot) -> BackupPage:
    qtbot.waitUntil(bench.tasks.idle)
    found = dialog.page()
    assert isinstance(found, BackupPage)
    return found


def test_a_backup_to_a_stick_and_the_next_without_asking(
    page: BackupPage, bench: Bench, chooser: object, stick: Path, seen: object, qtbot: QtBot
) -> None:
    assert "还没有备份" in page.last.text()
    assert "没交批的调查表不在里面" in words(page), "one sentence about the drafts"
    chooser.answer = stick  # type: ignore[attr-defined]
    press(page.now)
    qtbot.waitUntil(bench.tasks.idle)
    assert len(chooser.asked) == 1  # type: ignore[attr-defined]
    (first,) = stick.iterdir()
    assert "今天" in page.last.text()
    assert page.place.text() == str(first)
    assert "同一块硬盘" in page.warning.text()
    assert "已备份并核对" in words(page.window())
    assert [c.what for c in seen.changes] == ["已备份"]  # type: ignore[attr-defined]
    press(page.now)
    qtbot.waitUntil(bench.tasks.idle)
    assert len(chooser.asked) == 1, "it knows where"  # type: ignore[attr-defined]
    assert len(list(stick.iterdir())) == 2
    shutil.rmtree(stick)
    chooser.answer = None  # type: ignore[attr-defined]
    press(page.now)
    qtbot.waitUntil(bench.tasks.idle)
    assert len(chooser.asked) == 2, "the stick is not in"  # type: ignore[attr-defined]


def test_a_drive_that_may_not_be_looked_into_is_asked_for(
    page: BackupPage, bench: Bench, chooser: object, stick: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    chooser.answer = stick  # type: ignore[attr-defined]
    page.make_elsewhere()
    qtbot.waitUntil(bench.tasks.idle)

    def locked(path: Path) -> bool:
        raise PermissionError(path)

    chooser.answer = None  # type: ignore[attr-defined]
    with monkeypatch.context() as patched:  # as of a drive that BitLocker has locked
        patched.setattr(Path, "is_dir", locked)
        page.make()
        qtbot.waitUntil(bench.tasks.idle)
    assert len(chooser.asked) == 2  # type: ignore[attr-defined]


def test_a_place_that_cannot_be_written_to_is_said(
    page: BackupPage, chooser: object, stick: Path, finger: object, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    chooser.answer = stick  # type: ignore[attr-defined]

    def full(handle: int) -> None:
        del handle
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    finger.press("知道了")  # type: ignore[attr-defined]
    press(page.elsewhere)
    qtbot.waitUntil(finger.done)  # type: ignore[attr-defined]
    assert "磁盘已满" in finger.read  # type: ignore[attr-defined]
    assert list(stick.iterdir()) == []
    assert page.now.isEnabled()
    assert "还没有备份" in page.last.text()


def test_the_data_folder_itself_is_no_place(
    page: BackupPage, bench: Bench, chooser: object, finger: object, qtbot: QtBot
) -> None:
    chooser.answer = bench.office.folder / "backups"  # type: ignore[attr-defined]
    finger.press("知道了")  # type: ignore[attr-defined]
    press(page.elsewhere)
    qtbot.waitUntil(finger.done)  # type: ignore[attr-defined]
    assert "这是数据文件夹自己，电脑坏了会一起丢。" in finger.read  # type: ignore[attr-defined]
    assert not (bench.office.folder / "backups").exists()


def test_the_list_tells_the_good_from_the_bad(
    page: BackupPage, dialog: SettingsDialog, bench: Bench, qtbot: QtBot
) -> None:
    office = bench.office
    assert "关闭程序时会做第一个" in page.rule.text()
    assert not page.table.isVisible()
    assert not page.restore.isVisible()
    made = office.backups.automatic()
    assert made is not None
    bad = made.path.with_name("备份-20250101-0900.ldzbackup")
    shutil.copy(made.path, bad)
    os.truncate(bad, 3000)
    dialog.show_page("about")
    bench.tasks.run(lambda _: office.backups.state(), page._show, owner=page)  # noqa: SLF001
    dialog.show_page("backup")
    qtbot.waitUntil(bench.tasks.idle)
    rows = [[page.model.index(r, c).data() for c in range(4)] for r in range(page.model.rowCount())]
    assert sorted(row[3] for row in rows) == ["备份不完整", "已核对"]
    chosen = next(b for b in page.model.records() if b.id == page.table.current_id())
    assert chosen.path == made.path, "the newest that can be used"
    press(page.trial)
    qtbot.waitUntil(bench.tasks.idle)
    assert "试恢复成功" in words(dialog)
    assert "试恢复完好" in "".join(
        str(page.model.index(r, 3).data()) for r in range(page.model.rowCount())
    )
    wanted: list[object] = []
    dialog.restore_wanted.connect(wanted.append)
    press(page.restore)
    assert wanted == [made.path]
    assert not dialog.isVisible()


# -- the reminder ----------------------------------------------------------------------------------


def test_the_line_at_the_bottom_reminds_after_a_week(
    program: Program, tmp_path: Path, stick: Path, qtbot: QtBot
) -> None:
    office, _ = create_office(tmp_path / "data", "兴文街道办事处", "李敏", PASSWORD)
    long_ago = office.core.clock() - timedelta(days=9)
    note(office.folder / "backups.json", first_at=f"{long_ago:%Y-%m-%dT%H:%M:%SZ}")
    window = program.open_window(office)
    line = window.findChildren(StatusLine)[0]
    link = line.findChildren(QPushButton)[0]
    qtbot.waitUntil(lambda: "9 天没有备份" in line.text())
    press(link)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SettingsDialog)
    assert isinstance(dialog.page(), BackupPage)
    office.backups.make(stick)
    window.read_facts()
    qtbot.waitUntil(link.isHidden)
    dialog.close()


# -- by itself -------------------------------------------------------------------------------------


@pytest.fixture
def program(tmp_path: Path, dressed: QApplication) -> Iterator[Program]:
    del dressed
    made = Program(tmp_path / "data")
    yield made
    made.end()


def test_closing_the_window_leaves_a_backup(
    program: Program, tmp_path: Path, qtbot: QtBot, qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    office, _ = create_office(tmp_path / "data", "兴文街道办事处", "李敏", PASSWORD)
    left: list[bool] = []
    monkeypatch.setattr(program, "_app", Quits(left))
    window = program.open_window(office)
    window.close()
    assert not window.isVisible(), "nobody waits for it"
    qtbot.waitUntil(lambda: left == [True])
    assert len(list((tmp_path / "data" / "backups").iterdir())) == 1


def test_what_still_ran_is_cancelled_and_then_backed_up(
    program: Program, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question whether to leave has promised it."""
    office, _ = create_office(tmp_path / "data", "兴文街道办事处", "李敏", PASSWORD)
    left: list[bool] = []
    ended: list[str] = []
    monkeypatch.setattr(program, "_app", Quits(left))
    window = program.open_window(office)
    started = threading.Event()

    def work(progress: Progress) -> None:
        for _ in range(300):
            started.set()
            progress.report(0, 0, "正在导入")
            time.sleep(0.01)
        ended.append("imported")

    program.tasks.run(
        work, lambda _: None, owner=window, failed=lambda e: ended.append(type(e).__name__)
    )
    assert started.wait(5)
    window.leave()
    qtbot.waitUntil(lambda: left == [True])
    assert ended == ["Cancelled"]
    assert len(list((tmp_path / "data" / "backups").iterdir())) == 1


class Quits:
    """Stands for the application, which must not end in a test."""

    def __init__(self, left: list[bool]) -> None:
        self._left = left

    def quit(self) -> None:
        self._left.append(True)


def test_an_idle_window_is_backed_up_and_a_touch_stops_it(
    office: Office, window: QWidget, tasks: TaskRunner, qtbot: QtBot
) -> None:
    field = QLineEdit(window)
    field.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    tried: list[int] = []
    keeper = BackupKeeper(office, tasks, window, lambda: tried.append(1))
    keeper.look()
    assert tasks.idle(), "not within the first half hour"
    begun: list[bool] = []

    class Busy:
        """Keeps the worker busy until the person has touched the window."""

        def report(self) -> None:
            while not begun:
                pass

    def pressed() -> None:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)

    def composed() -> None:  # not one key press reaches the window
        QApplication.sendEvent(field, QInputMethodEvent("xx", []))

    for number, touch in enumerate((pressed, composed), 1):
        begun.clear()
        tasks.run(lambda _: Busy().report(), lambda _: None, owner=window)
        keeper.make()
        touch()
        begun.append(True)
        qtbot.waitUntil(lambda n=number: len(tried) == n)
        assert office.backups.listed() == ()
        assert office.backups.reminder() == "", "that is no failure"
    keeper.make()
    qtbot.waitUntil(lambda: len(tried) == 3)
    assert len(office.backups.listed()) == 1


# -- restoring -------------------------------------------------------------------------------------


@pytest.fixture
def backup(tmp_path: Path, stick: Path) -> Path:
    """A backup of an office with one household, on a stick; its folder is `old`."""
    office, code = create_office(tmp_path / "old", "兴文街道办事处", "李敏", PASSWORD)
    place = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    office.households.create(place, "1", "101", "自住")
    made = office.backups.make(stick)
    office.close()
    (tmp_path / "code.txt").write_text(code)
    return made.path


@pytest.fixture
def opened() -> Iterator[list[Office]]:
    offices: list[Office] = []
    yield offices
    for office in offices:
        office.close()


@pytest.fixture
def wizard(tmp_path: Path, tasks: TaskRunner, notices: Notices, opened: list[Office],
           qtbot: QtBot) -> FirstRun:  # fmt: skip
    made = FirstRun(tmp_path / "data", tasks, notices)
    theme.dress(made)
    made.opened.connect(lambda office, _: opened.append(office))
    qtbot.addWidget(made)
    made.show()
    return made


def unlock_over(
    folder: Path, tasks: TaskRunner, notices: Notices, opened: list[Office], qtbot: QtBot
) -> UnlockWindow:
    made = UnlockWindow(folder, tasks, notices)
    theme.dress(made)
    made.opened.connect(opened.append)
    qtbot.addWidget(made)
    made.show()
    return made


def to_the_summary(page: RestorePage, tasks: TaskRunner, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.choose.names.count() > 0)
    page.choose.password.editor.setText(PASSWORD)
    QTest.keyClick(page.choose.password.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(page.summary.isVisible)
    qtbot.waitUntil(tasks.settled)


def test_the_first_run_restores_a_backup(
    wizard: FirstRun, backup: Path, chooser: object, opened: list[Office], tasks: TaskRunner,
    qtbot: QtBot,
) -> None:  # fmt: skip
    press(wizard.welcome.choices[3])
    page = wizard.restore
    assert page.isVisible()
    assert not page.choose.go.isEnabled()
    chooser.answer = backup  # type: ignore[attr-defined]
    press(page.choose.pick)
    to_the_summary(page, tasks, qtbot)
    assert "兴文街道办事处" in words(page.summary)
    assert "1 户 0 人" in words(page.summary)
    assert "还没有数据" in page.summary.words.text()
    press(page.summary.go)
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opened[0].folder.name == "data"
    assert opened[0].households.totals().households == 1
    assert backup.exists()


def test_each_wrong_file_and_password_is_said_in_place(
    wizard: FirstRun, backup: Path, chooser: object, tasks: TaskRunner, tmp_path: Path,
    qtbot: QtBot,
) -> None:  # fmt: skip
    page = wizard.restore
    wizard.ask_restore(None)
    (tmp_path / "名单.xlsx").write_bytes(b"PK" * 100)
    short = tmp_path / "short.ldzbackup"
    short.write_bytes(backup.read_bytes()[:-10])
    for file, title in ((tmp_path / "名单.xlsx", "不是备份文件"), (short, "备份不完整")):
        chooser.answer = file  # type: ignore[attr-defined]
        press(page.choose.pick)
        qtbot.waitUntil(lambda title=title: title in page.said())  # type: ignore[misc]
        assert not page.choose.go.isEnabled()
    chooser.answer = backup  # type: ignore[attr-defined]
    press(page.choose.pick)
    qtbot.waitUntil(lambda: page.choose.names.count() == 1)
    assert page.said() == ""
    page.choose.password.editor.setText("不是这个")
    press(page.choose.go)
    qtbot.waitUntil(lambda: "密码不正确" in page.said())
    assert page.choose.password.editor.property("state") == "refused"
    to_the_summary(page, tasks, qtbot)
    assert not inspect_folder(tmp_path / "data").exists


def test_damaged_data_gives_way_and_is_kept(
    backup: Path, tasks: TaskRunner, notices: Notices, opened: list[Office], tmp_path: Path,
    qtbot: QtBot,
) -> None:  # fmt: skip
    folder = tmp_path / "old"
    database = folder / "archive.db"
    os.truncate(database, database.stat().st_size // 2)
    half = database.read_bytes()
    (folder / "backups").mkdir(exist_ok=True)
    shutil.copy(backup, folder / "backups" / "备份-20261101-1730.ldzbackup")
    window = unlock_over(folder, tasks, notices, opened, qtbot)
    box = window.findChildren(PasswordBox)[0]
    box.editor.setText(PASSWORD)
    QTest.keyClick(box.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "数据库已损坏" in window.said())
    assert "备份恢复" in window.said()
    press(next(b for b in window.findChildren(QPushButton) if b.text().startswith("从备份恢复")))
    page = window.findChildren(RestorePage)[0]
    qtbot.waitUntil(lambda: page.choose.files.count() == 1)
    assert page.choose.files.currentText() == "2026年11月1日 17:30（自动备份）"
    to_the_summary(page, tasks, qtbot)
    assert "没有读出来（数据库已损坏）" in page.summary.words.text()
    assert "不会删除" in page.summary.words.text()
    qtbot.keyClick(page.summary.go, Qt.Key.Key_Return)
    qtbot.waitUntil(page.done.isVisible)
    aside = Path(page.done.place.text())
    assert (aside / "archive.db").read_bytes() == half
    assert "移回" in words(page.done)
    qtbot.keyClick(page.done.go, Qt.Key.Key_Return)
    assert opened[0].households.totals().households == 1


def test_newer_data_is_warned_about_and_one_can_go_back(
    backup: Path, tasks: TaskRunner, notices: Notices, opened: list[Office], tmp_path: Path,
    qtbot: QtBot,
) -> None:  # fmt: skip
    office = open_office(tmp_path / "old", "", PASSWORD)
    with office.core.database.transaction():
        office.core.database.execute(
            "INSERT INTO audit(at, account, event) VALUES('2099-01-01T00:00:00Z', '', 'x')"
        )
    office.close()
    window = unlock_over(tmp_path / "old", tasks, notices, opened, qtbot)
    window.ask_restore(backup)
    page = window.findChildren(RestorePage)[0]
    to_the_summary(page, tasks, qtbot)
    assert "现在的数据比这个备份新" in page.summary.warning.text()
    assert "2099年1月1日" in words(page.summary)
    for _ in range(2):
        press(next(b for b in page.findChildren(QPushButton)
                   if b.text().startswith("返回") and b.isVisible()))  # fmt: skip
    assert not page.isVisible()
    assert not list((tmp_path / "old").glob("恢复前*"))


def test_the_recovery_code_opens_a_backup_and_gives_a_new_password(
    wizard: FirstRun, backup: Path, tasks: TaskRunner, tmp_path: Path, qtbot: QtBot
) -> None:
    page = wizard.restore
    wizard.ask_restore(backup)
    qtbot.waitUntil(lambda: page.choose.names.count() == 1)
    press(page.choose.by_code)
    assert not page.choose.go.isEnabled()
    code = (tmp_path / "code.txt").read_text()
    for field, group in zip(page.choose.code.fields, code.split("-"), strict=True):
        QTest.keyClicks(field, group)
    press(page.choose.go)
    qtbot.waitUntil(page.summary.isVisible)
    with qtbot.waitSignal(wizard.brought_in, timeout=20_000):
        press(page.summary.go)
    assert inspect_folder(tmp_path / "data").accounts == ("李敏",)


def test_restoring_can_be_cancelled_and_changes_nothing(
    wizard: FirstRun, backup: Path, tasks: TaskRunner, tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from ldz_desktop.storage import backup as storage

    page = wizard.restore
    wizard.ask_restore(backup)
    to_the_summary(page, tasks, qtbot)
    look = storage.look_through

    def slow(connection: object, doing: str, report: Callable[..., None]) -> None:
        """As a large office on a slow disk."""
        try:
            while True:
                report(0, 0, doing)
        except Cancelled:
            look(connection, doing, report)  # type: ignore[arg-type]
            raise

    monkeypatch.setattr(storage, "look_through", slow)
    press(page.summary.go)
    qtbot.waitUntil(lambda: wizard.findChild(ProgressPanel) is not None)
    panel = wizard.findChild(ProgressPanel)
    assert panel is not None
    press(panel.findChildren(QPushButton)[0])
    qtbot.waitUntil(tasks.idle)
    assert page.summary.go.isEnabled()
    assert not (tmp_path / "data").exists()


# -- doors -----------------------------------------------------------------------------------------


def top(kind: type[QWidget]) -> QWidget | None:
    return next(
        (w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None
    )


def test_a_double_click_opens_the_page_with_the_file(
    program: Program, backup: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    program.begin(backup)
    wizard = top(FirstRun)
    assert isinstance(wizard, FirstRun)
    qtbot.waitUntil(lambda: wizard.restore.choose.names.count() == 1)
    assert wizard.restore.choose.files.value() == backup


def test_from_the_settings_to_the_page_and_back_into_the_window(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    office, _ = create_office(tmp_path / "data", "兴文街道办事处", "李敏", PASSWORD)
    assert office.backups.automatic() is not None
    office.close()

    def show(again: Office) -> None:
        program.open_window(again)

    program.tasks.run(lambda _: open_office(tmp_path / "data", "", PASSWORD), show, owner=program)
    qtbot.waitUntil(lambda: top(MainWindow) is not None)
    window = top(MainWindow)
    assert isinstance(window, MainWindow)
    window.open_settings("backup")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SettingsDialog)
    page = dialog.page()
    assert isinstance(page, BackupPage)
    qtbot.waitUntil(page.restore.isEnabled)
    press(page.restore)
    qtbot.waitUntil(lambda: top(UnlockWindow) is not None)
    unlock = top(UnlockWindow)
    assert unlock is not None
    restore = unlock.findChildren(RestorePage)[0]
    to_the_summary(restore, program.tasks, qtbot)
    press(restore.summary.go)
    qtbot.waitUntil(restore.done.isVisible)
    press(restore.done.go)
    qtbot.waitUntil(lambda: top(MainWindow) is not None)
    assert len(list((tmp_path / "data").glob("恢复前-*"))) == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["E:\\备份-20261124-1530.ldzbackup"],
            ("window", None, "E:\\备份-20261124-1530.ldzbackup"),
        ),
        (["--data", "D", "x.LDZBACKUP"], ("window", "D", "x.LDZBACKUP")),
        (["--data=D"], ("window", "D", None)),
        ([], ("window", None, None)),
        (["restore", "x.ldzbackup", "--into", "y"], ("command", None, None)),
        (["--data", "D", "backup", "x.ldzbackup"], ("command", None, None)),
        (["backup", "x.ldzbackup"], ("command", None, None)),
    ],
)
def test_window_or_command(
    arguments: list[str], expected: tuple[str, str | None, str | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    came: list[tuple[str, str | None, str | None]] = []

    def window(folder: Path | None = None, *, backup: Path | None = None) -> int:
        came.append(("window", str(folder) if folder else None, str(backup) if backup else None))
        return 0

    def command(given: list[str]) -> int:
        assert given == arguments
        came.append(("command", None, None))
        return 0

    monkeypatch.setattr(app, "run", window)
    monkeypatch.setattr(cli, "main", command)
    monkeypatch.setattr(sys, "argv", ["ldz-desktop", *arguments])
    assert __main__.main() == 0
    assert came == [expected]
