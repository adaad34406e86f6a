"""The page of the settings: backups made, tried, listed."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.settings.backup_page import BackupPage
from ldz_desktop.ui.settings.dialog import SettingsDialog

if TYPE_CHECKING:
    from tests.ui.backups.conftest import Hand
    from tests.ui.conftest import Finger, FixedChooser, Seen


@pytest.fixture
def dialog(bench: Bench, window: QWidget) -> SettingsDialog:
    made = SettingsDialog(bench, window, "backup")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    made.open()
    return made


@pytest.fixture
def page(dialog: SettingsDialog, bench: Bench, hand: "Hand") -> BackupPage:
    hand.wait(bench.tasks.idle)
    found = dialog.page()
    assert isinstance(found, BackupPage)
    return found


def test_a_backup_to_a_stick_and_the_next_without_asking(
    page: BackupPage, bench: Bench, chooser: "FixedChooser", stick: Path, seen: "Seen", hand: "Hand"
) -> None:
    assert "还没有备份" in page.last.text()
    assert "没交批的调查表不在里面" in hand.words(page), "one sentence about the drafts"
    chooser.answer = stick
    hand.press(page.now)
    hand.wait(bench.tasks.idle)
    assert len(chooser.asked) == 1
    (first,) = stick.iterdir()
    assert "今天" in page.last.text()
    assert page.place.text() == str(first)
    assert "同一块硬盘" in page.warning.text()
    assert "已备份并核对" in hand.words(page.window())
    assert [c.what for c in seen.changes] == ["已备份"]
    hand.press(page.now)
    hand.wait(bench.tasks.idle)
    assert len(chooser.asked) == 1, "it knows where"
    assert len(list(stick.iterdir())) == 2
    shutil.rmtree(stick)
    chooser.answer = None
    hand.press(page.now)
    hand.wait(bench.tasks.idle)
    assert len(chooser.asked) == 2, "the stick is not in"


def test_a_drive_that_may_not_be_looked_into_is_asked_for(
    page: BackupPage, bench: Bench, chooser: "FixedChooser", stick: Path, hand: "Hand",
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    chooser.answer = stick
    page.make_elsewhere()
    hand.wait(bench.tasks.idle)

    def locked(path: Path) -> bool:
        raise PermissionError(path)

    chooser.answer = None
    with monkeypatch.context() as patched:  # as of a drive that BitLocker has locked
        patched.setattr(Path, "is_dir", locked)
        page.make()
        hand.wait(bench.tasks.idle)
    assert len(chooser.asked) == 2


def test_a_place_that_cannot_be_written_to_is_said(
    page: BackupPage, chooser: "FixedChooser", stick: Path, finger: "Finger", hand: "Hand",
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    chooser.answer = stick

    def full(handle: int) -> None:
        del handle
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    finger.press("知道了")
    hand.press(page.elsewhere)
    hand.wait(finger.done)
    assert "磁盘已满" in finger.read
    assert list(stick.iterdir()) == []
    assert page.now.isEnabled()
    assert "还没有备份" in page.last.text()


def test_the_data_folder_itself_is_no_place(
    page: BackupPage, bench: Bench, chooser: "FixedChooser", finger: "Finger", hand: "Hand"
) -> None:
    chooser.answer = bench.office.folder / "backups"
    finger.press("知道了")
    hand.press(page.elsewhere)
    hand.wait(finger.done)
    assert "这是数据文件夹自己，电脑坏了会一起丢。" in finger.read
    assert not (bench.office.folder / "backups").exists()


def test_the_list_tells_the_good_from_the_bad(
    page: BackupPage, dialog: SettingsDialog, bench: Bench, hand: "Hand"
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
    hand.wait(bench.tasks.idle)
    rows = [[page.model.index(r, c).data() for c in range(4)] for r in range(page.model.rowCount())]
    assert sorted(row[3] for row in rows) == ["备份不完整", "已核对"]
    chosen = next(b for b in page.model.records() if b.id == page.table.current_id())
    assert chosen.path == made.path, "the newest that can be used"
    hand.press(page.trial)
    hand.wait(bench.tasks.idle)
    assert "试恢复成功" in hand.words(dialog)
    assert "试恢复完好" in "".join(
        str(page.model.index(r, 3).data()) for r in range(page.model.rowCount())
    )
    wanted: list[object] = []
    dialog.restore_wanted.connect(wanted.append)
    hand.press(page.restore)
    assert wanted == [made.path]
    assert not dialog.isVisible()
