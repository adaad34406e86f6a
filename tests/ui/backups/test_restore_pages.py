"""From a backup to an open office, page by page."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from ldz_desktop.errors import Cancelled, StorageError
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import inspect_folder, open_office
from ldz_desktop.storage.database import Database
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.passwords import PasswordBox
from ldz_desktop.ui.kit.progress_view import ProgressPanel
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.unlock.restore_page import RestorePage
from ldz_desktop.ui.unlock.wizard import FirstRun

if TYPE_CHECKING:
    from tests.ui.backups.conftest import Hand, Over
    from tests.ui.conftest import FixedChooser

PASSWORD = "测试口令-2026"


def forge(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Another ring in a backup's head, with a checksum that fits."""
    _, line, database = path.read_bytes().split(b"\n", 2)
    head = json.loads(line)
    change(head["ring"])
    line = json.dumps(head, ensure_ascii=False, sort_keys=True).encode()
    first = b"ldzbackup " + hashlib.sha256(line).hexdigest().encode()
    path.write_bytes(b"\n".join((first, line, database)))


def test_the_first_run_restores_a_backup(
    wizard: FirstRun, backup: Path, chooser: "FixedChooser", opened: list[Office],
    tasks: TaskRunner, hand: "Hand",
) -> None:  # fmt: skip
    hand.press(wizard.welcome.choices[3])
    page = wizard.restore
    assert page.isVisible()
    assert not page.choose.go.isEnabled()
    chooser.answer = backup
    hand.press(page.choose.pick)
    hand.to_the_summary(page, tasks)
    assert "兴文街道办事处" in hand.words(page.summary)
    assert "1 户 0 人" in hand.words(page.summary)
    assert "还没有数据" in page.summary.words.text()
    hand.press(page.summary.go)
    hand.wait(lambda: len(opened) == 1)
    assert opened[0].folder.name == "data"
    assert opened[0].households.totals().households == 1
    assert backup.exists()


def test_each_wrong_file_and_password_is_said_in_place(
    wizard: FirstRun, backup: Path, chooser: "FixedChooser", tasks: TaskRunner, tmp_path: Path,
    hand: "Hand",
) -> None:  # fmt: skip
    page = wizard.restore
    wizard.ask_restore(None)
    (tmp_path / "名单.xlsx").write_bytes(b"PK" * 100)
    short = tmp_path / "short.ldzbackup"
    short.write_bytes(backup.read_bytes()[:-10])
    nobody = tmp_path / "nobody.ldzbackup"
    nobody.write_bytes(backup.read_bytes())
    forge(nobody, lambda ring: ring.update(slots=[]))
    said = {"不是备份文件": tmp_path / "名单.xlsx", "备份不完整": short, "备份没有账号": nobody}
    for title, file in said.items():
        chooser.answer = file
        hand.press(page.choose.pick)
        hand.wait(lambda title=title: title in page.said())  # type: ignore[misc]
        assert not page.choose.go.isEnabled()
    chooser.answer = backup
    hand.press(page.choose.pick)
    hand.wait(lambda: page.choose.names.count() == 1)
    assert page.said() == ""
    page.choose.password.editor.setText("不是这个")
    hand.press(page.choose.go)
    hand.wait(lambda: "密码不正确" in page.said())
    assert page.choose.password.editor.property("state") == "refused"
    hand.to_the_summary(page, tasks)
    assert not inspect_folder(tmp_path / "data").exists


def test_damaged_data_gives_way_and_is_kept(
    backup: Path, tasks: TaskRunner, unlock_over: "Over",
    opened: list[Office], tmp_path: Path, hand: "Hand",
) -> None:  # fmt: skip
    folder = tmp_path / "old"
    database = folder / "archive.db"
    os.truncate(database, database.stat().st_size // 2)
    half = database.read_bytes()
    (folder / "backups").mkdir(exist_ok=True)
    shutil.copy(backup, folder / "backups" / "备份-20261101-1730.ldzbackup")
    window = unlock_over(folder)
    box = window.findChildren(PasswordBox)[0]
    box.editor.setText(PASSWORD)
    QTest.keyClick(box.editor, Qt.Key.Key_Return)
    hand.wait(lambda: "数据库已损坏" in window.said())
    assert "备份恢复" in window.said()
    links = window.findChildren(QPushButton)
    hand.press(next(b for b in links if b.text().startswith("从备份恢复")))
    page = window.findChildren(RestorePage)[0]
    hand.wait(lambda: page.choose.files.count() == 1)
    assert page.choose.files.currentText() == "2026年11月1日 17:30（自动备份）"
    hand.to_the_summary(page, tasks)
    assert "没有读出来（数据库已损坏）" in page.summary.words.text()
    assert "不会删除" in page.summary.words.text()
    QTest.keyClick(page.summary.go, Qt.Key.Key_Return)
    hand.wait(page.done.isVisible)
    hand.wait(page.done.go.isEnabled)
    aside = Path(page.done.place.toolTip())
    assert page.done.place.text().replace("\u200b", "") == str(aside)
    assert page.done.go.hasFocus(), "Enter opens"
    assert (aside / "archive.db").read_bytes() == half
    assert "移回" in hand.words(page.done)
    QTest.keyClick(page.done.go, Qt.Key.Key_Return)
    assert opened[0].households.totals().households == 1


def test_newer_data_is_warned_about_and_one_can_go_back(
    backup: Path, tasks: TaskRunner, unlock_over: "Over",
    opened: list[Office], tmp_path: Path, hand: "Hand",
) -> None:  # fmt: skip
    office = open_office(tmp_path / "old", "", PASSWORD)
    with office.core.database.transaction():
        office.core.database.execute(
            "INSERT INTO audit(at, account, event) VALUES('2099-01-01T00:00:00Z', '', 'x')"
        )
    office.close()
    window = unlock_over(tmp_path / "old")
    window.ask_restore(backup)
    page = window.findChildren(RestorePage)[0]
    hand.to_the_summary(page, tasks)
    assert "现在的数据比这个备份新" in page.summary.warning.text()
    assert "2099年1月1日" in hand.words(page.summary)
    for _ in range(2):
        hand.press(next(b for b in page.findChildren(QPushButton)
                   if b.text().startswith("返回") and b.isVisible()))  # fmt: skip
    assert not page.isVisible()
    assert not list((tmp_path / "old").glob("恢复前*"))


def test_the_recovery_code_opens_a_backup_and_gives_a_new_password(
    wizard: FirstRun, backup: Path, tasks: TaskRunner, tmp_path: Path, hand: "Hand", qtbot: QtBot
) -> None:
    page = wizard.restore
    wizard.ask_restore(backup)
    hand.wait(lambda: page.choose.names.count() == 1)
    hand.press(page.choose.by_code)
    assert not page.choose.go.isEnabled()
    code = (tmp_path / "code.txt").read_text()
    for field, group in zip(page.choose.code.fields, code.split("-"), strict=True):
        QTest.keyClicks(field, group)
    hand.press(page.choose.go)
    hand.wait(page.summary.isVisible)
    with qtbot.waitSignal(wizard.brought_in, timeout=20_000):
        hand.press(page.summary.go)
    assert inspect_folder(tmp_path / "data").accounts == ("李敏",)


def test_restoring_can_be_cancelled_and_changes_nothing(
    wizard: FirstRun, backup: Path, tasks: TaskRunner, tmp_path: Path, hand: "Hand",
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from ldz_desktop.storage import backup as storage

    page = wizard.restore
    wizard.ask_restore(backup)
    hand.to_the_summary(page, tasks)
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
    hand.press(page.summary.go)
    hand.wait(lambda: wizard.findChild(ProgressPanel) is not None)
    panel = wizard.findChild(ProgressPanel)
    assert panel is not None
    hand.press(panel.findChildren(QPushButton)[0])
    hand.wait(tasks.idle)
    assert page.summary.go.isEnabled()
    assert not (tmp_path / "data").exists()


def test_restored_and_not_opened_says_both_and_opens_again(
    backup: Path, tasks: TaskRunner, unlock_over: "Over", opened: list[Office], hand: "Hand",
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The exchange is done: only the opening is tried again."""
    folder = backup.parent.parent / "old"
    window = unlock_over(folder)
    window.ask_restore(backup)
    page = window.findChildren(RestorePage)[0]
    hand.to_the_summary(page, tasks)
    with monkeypatch.context() as then:
        then.setattr(Database, "open", full)
        hand.press(page.summary.go)
        hand.wait(lambda: "磁盘已满" in window.said())
    assert page.done.isVisible()
    assert page.done.heading.text() == "已经恢复，还没有打开"
    said = hand.words(page.done)
    assert "恢复了 1 户。原来的数据整个移到了这个文件夹" in said
    assert "请清理磁盘。然后再按“打开”，不用再恢复一次。" in said
    (aside,) = folder.glob("恢复前-*")
    assert page.done.place.toolTip() == str(aside)
    assert (aside / "archive.db").exists()
    assert not opened
    QTest.keyClick(page.done.go, Qt.Key.Key_Return)
    hand.wait(lambda: len(opened) == 1)
    assert opened[0].households.totals().households == 1
    assert list(folder.glob("恢复前-*")) == [aside], "not restored again"


def test_on_a_new_computer_too(
    wizard: FirstRun, backup: Path, opened: list[Office], tasks: TaskRunner, hand: "Hand",
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    wizard.ask_restore(backup)
    page = wizard.restore
    hand.to_the_summary(page, tasks)
    with monkeypatch.context() as then:
        then.setattr(Database, "open", full)
        hand.press(page.summary.go)
        hand.wait(page.done.isVisible)
    assert "磁盘已满" in page.said()
    assert not page.done.place.isVisible(), "nothing was here"
    hand.press(page.done.go)
    hand.wait(lambda: len(opened) == 1)


def full(*_: object, **__: object) -> Database:
    raise StorageError("磁盘已满", "磁盘空间不足。", "请清理磁盘。")


@pytest.mark.parametrize("size", [(1366, 768), (700, 360)])
def test_the_card_stands_in_the_middle_and_can_be_scrolled_to(
    wizard: FirstRun, backup: Path, hand: "Hand", size: tuple[int, int]
) -> None:
    """Neither stretched over a large window nor cut off by a low screen (1366 × 768 at 200 %)."""
    wizard.resize(*size)
    wizard.ask_restore(backup)
    page = wizard.restore
    hand.wait(lambda: page.choose.names.count() == 1)
    left = page.mapTo(wizard, page.rect().topLeft()).x()
    right = wizard.width() - page.mapTo(wizard, page.rect().topRight()).x()
    assert abs(left - right) <= theme.px(16), "a scroll bar's width at most"
    assert page.width() < theme.px(520)
    room = next(a for a in wizard.findChildren(QScrollArea) if a.isAncestorOf(page))
    room.ensureWidgetVisible(page.choose.go)
    corner = page.choose.go.mapTo(room.viewport(), page.choose.go.rect().bottomRight())
    assert room.viewport().rect().contains(corner)
