"""Every door to the pages that restore, and from the command line to a window."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from ldz_desktop import __main__, app, cli
from ldz_desktop.app import Program
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office, open_office
from ldz_desktop.ui.main_window import MainWindow
from ldz_desktop.ui.settings.backup_page import BackupPage
from ldz_desktop.ui.settings.dialog import SettingsDialog
from ldz_desktop.ui.unlock.restore_page import RestorePage
from ldz_desktop.ui.unlock.unlock_window import UnlockWindow
from ldz_desktop.ui.unlock.wizard import FirstRun

if TYPE_CHECKING:
    from tests.ui.backups.conftest import Hand

PASSWORD = "测试口令-2026"


def top(kind: type[QWidget]) -> QWidget | None:
    return next(
        (w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None
    )


def test_a_double_click_opens_the_page_with_the_file(
    program: Program, backup: Path, tmp_path: Path, hand: "Hand"
) -> None:
    program.begin(backup)
    wizard = top(FirstRun)
    assert isinstance(wizard, FirstRun)
    hand.wait(lambda: wizard.restore.choose.names.count() == 1)
    assert wizard.restore.choose.files.value() == backup


def test_from_the_settings_to_the_page_and_back_into_the_window(
    program: Program, tmp_path: Path, hand: "Hand"
) -> None:
    office, _ = create_office(tmp_path / "data", "兴文街道办事处", "李敏", PASSWORD)
    assert office.backups.automatic() is not None
    office.close()

    def show(again: Office) -> None:
        program.open_window(again)

    program.tasks.run(lambda _: open_office(tmp_path / "data", "", PASSWORD), show, owner=program)
    hand.wait(lambda: top(MainWindow) is not None)
    window = top(MainWindow)
    assert isinstance(window, MainWindow)
    window.open_settings("backup")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SettingsDialog)
    page = dialog.page()
    assert isinstance(page, BackupPage)
    hand.wait(page.restore.isEnabled)
    hand.press(page.restore)
    hand.wait(lambda: top(UnlockWindow) is not None)
    unlock = top(UnlockWindow)
    assert unlock is not None
    restore = unlock.findChildren(RestorePage)[0]
    hand.to_the_summary(restore, program.tasks)
    hand.press(restore.summary.go)
    hand.wait(restore.done.isVisible)
    hand.wait(restore.done.go.isEnabled)
    hand.press(restore.done.go)
    hand.wait(lambda: top(MainWindow) is not None)
    assert len(list((tmp_path / "data").glob("恢复前-*"))) == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["E:\\备份-20261124-1530.ldzbackup"],
            ("window", None, "E:\\备份-20261124-1530.ldzbackup"),
        ),
        (["--data", "D", "x.LDZBACKUP"], ("window", "D", "x.LDZBACKUP")),
        (["E:\\走访-20261124-1530.ldzvisit"], ("window", None, "E:\\走访-20261124-1530.ldzvisit")),
        (["--data=D"], ("window", "D", None)),
        ([], ("window", None, None)),
        (["restore", "x.ldzbackup", "--into", "y"], ("command", None, None)),
        (["--data", "D", "backup", "x.ldzbackup"], ("command", None, None)),
        (["backup", "x.ldzbackup"], ("command", None, None)),
        (["visit", "merge", "x.ldzvisit"], ("command", None, None)),
    ],
)
def test_window_or_command(
    arguments: list[str], expected: tuple[str, str | None, str | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    came: list[tuple[str, str | None, str | None]] = []

    def window(folder: Path | None = None, *, file: Path | None = None) -> int:
        came.append(("window", str(folder) if folder else None, str(file) if file else None))
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
