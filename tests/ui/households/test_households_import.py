"""Imports through the window: the office's own files, from choosing to seeing them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.services.context import Office
from ldz_desktop.services.importing.records import ImportOptions
from ldz_desktop.ui.households.import_choose import ChoosePage
from ldz_desktop.ui.households.import_dialog import ImportDialog
from ldz_desktop.ui.kit.feature import Target

Desk = Any  # the fixtures of conftest.py
Chooser = Any
Typing = Callable[[QWidget, str], None]


@pytest.fixture
def begun(empty_desk: Desk) -> ImportDialog:
    """The import dialog of an empty office, opened by the big button."""
    empty_desk.qtbot.mouseClick(empty_desk.tab.empty.import_button, Qt.MouseButton.LeftButton)
    dialog = empty_desk.window.findChild(ImportDialog)
    assert dialog is not None
    empty_desk.settle()
    return dialog


def choose(desk: Desk, dialog: ImportDialog, chooser: Chooser, path: Path) -> None:
    """选择文件 …, and the file that is picked there."""
    chooser.answer = path
    desk.qtbot.mouseClick(dialog.choose.drop.button, Qt.MouseButton.LeftButton)
    desk.settle()


def press_next(desk: Desk, dialog: ImportDialog) -> None:
    desk.qtbot.mouseClick(dialog.next_button, Qt.MouseButton.LeftButton)
    desk.settle()


def write(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines), "utf-8")
    return path


def figures(dialog: ImportDialog) -> dict[str, str]:
    return {key: figure.text() for key, figure in dialog.dry_run.figures.items()}


def test_a_two_row_header_is_read_and_imported(
    empty_desk: Desk, begun: ImportDialog, chooser: Chooser, samples: Path, office: Office
) -> None:
    desk, dialog = empty_desk, begun
    choose(desk, dialog, chooser, samples / "东锦苑24栋居民信息登记表.xlsx")
    assert dialog.page is dialog.dry_run
    assert figures(dialog) == {
        "created": "400",
        "updated": "0",
        "unchanged": "0",
        "refused": "0",
        "notes": "0",
    }
    assert dialog.next_button.text().startswith("导入 400 人")
    assert office.households.totals().households == 0
    press_next(desk, dialog)
    assert dialog.page is dialog.done_page
    totals = office.households.totals()
    assert (totals.households, totals.residents) == (142, 400)
    assert dialog.done_page.show_button.text() == "查看 东锦苑24栋"
    desk.qtbot.mouseClick(dialog.done_page.show_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.tab.list.title == "东锦苑 24栋"
    assert len(desk.tab.list.ids()) == 142


def test_before_a_large_import_a_backup_is_made(
    empty_desk: Desk, begun: ImportDialog, chooser: Chooser, samples: Path, office: Office
) -> None:
    choose(empty_desk, begun, chooser, samples / "东锦苑24栋居民信息登记表.xlsx")
    assert office.backups.listed() == ()
    press_next(empty_desk, begun)
    assert begun.page is begun.done_page
    (before,) = office.backups.listed()
    assert (before.households, before.trouble) == (0, "")
    assert office.backups.due()


def test_the_log_of_the_import_does_not_stay_on_the_disk(
    empty_desk: Desk, begun: ImportDialog, chooser: Chooser, samples: Path, office: Office
) -> None:
    """It is folded into the file by the worker once everybody has read what is new."""
    choose(empty_desk, begun, chooser, samples / "东锦苑24栋居民信息登记表.xlsx")
    press_next(empty_desk, begun)
    assert begun.page is begun.done_page
    log = office.core.database.path.with_name("archive.db-wal")
    assert log.exists()
    assert log.stat().st_size == 0
    assert office.households.totals().residents == 400


def test_what_the_file_does_not_say_is_asked(
    empty_desk: Desk,
    begun: ImportDialog,
    chooser: Chooser,
    samples: Path,
    office: Office,
    typed: Typing,
) -> None:
    desk, dialog = empty_desk, begun
    choose(desk, dialog, chooser, samples / "福锦苑花名册.xls")
    assert dialog.page is dialog.mapping
    assert dialog.mapping.boxes.community.isVisible()
    assert not dialog.next_button.isEnabled()
    line = dialog.mapping.boxes.community.lineEdit()
    assert line is not None
    typed(line, "兴新社区")
    assert dialog.next_button.isEnabled()
    assert office.households.totals().buildings == 0
    press_next(desk, dialog)
    assert dialog.page is dialog.dry_run
    assert figures(dialog)["created"] == "425"
    press_next(desk, dialog)
    totals = office.households.totals()
    assert (totals.households, totals.residents, totals.buildings) == (144, 425, 3)
    assert dialog.done_page.show_button.text() == "查看 福锦苑"


def test_refused_rows_are_listed_filtered_and_saved(
    empty_desk: Desk,
    begun: ImportDialog,
    chooser: Chooser,
    samples: Path,
    office: Office,
    tmp_path: Path,
) -> None:
    desk, dialog = empty_desk, begun
    choose(desk, dialog, chooser, samples / "文锦苑12栋台账.xlsx")
    assert (figures(dialog)["created"], figures(dialog)["refused"]) == ("227", "8")
    problems = dialog.dry_run.problems
    assert len(problems.model.records()) == 11
    desk.qtbot.mouseClick(problems.pills.pill("refused"), Qt.MouseButton.LeftButton)
    assert [line.problem.row for line in problems.model.records()] == [
        *(45, 74, 86, 102, 103, 108, 151, 173)
    ]
    assert problems.pills.pill("note").text() == "备注 3"
    problems.search.setText("房号")
    desk.qtbot.keyClick(problems.search, Qt.Key.Key_Return)
    assert len(problems.model.records()) == 1
    assert dialog.page is dialog.dry_run
    assert office.households.totals().residents == 0
    shown = "\n".join(w.text() for w in dialog.findChildren(QWidget) if hasattr(w, "text"))
    assert "旧数据" in shown
    chooser.answer = tmp_path / "退回.xlsx"
    desk.qtbot.mouseClick(dialog.dry_run.save_button, Qt.MouseButton.LeftButton)
    desk.settle()
    again = office.importing.plan("households", chooser.answer, ImportOptions())
    assert again.result.files_rows == 8
    assert again.result.refused >= 7
    press_next(desk, dialog)
    assert dialog.page is dialog.done_page
    assert office.households.totals().residents == 227
    assert dialog.done_page.save_button.isVisible()


def test_the_same_file_again_changes_nothing(
    empty_desk: Desk, begun: ImportDialog, chooser: Chooser, samples: Path
) -> None:
    desk, dialog = empty_desk, begun
    file = samples / "西锦社区户档导出.csv"
    choose(desk, dialog, chooser, file)
    press_next(desk, dialog)
    desk.qtbot.mouseClick(dialog.done_page.more_button, Qt.MouseButton.LeftButton)
    choose(desk, dialog, chooser, file)
    assert figures(dialog)["unchanged"] == "341"
    assert dialog.next_button.text() == "没有要写入的内容"
    assert not dialog.next_button.isEnabled()


def test_unknown_headers_are_explained_by_the_clerk_and_remembered(
    empty_desk: Desk,
    begun: ImportDialog,
    chooser: Chooser,
    office: Office,
    tmp_path: Path,
) -> None:
    desk, dialog = empty_desk, begun
    lines = ("兴新社区福锦苑7栋,,,", "甲,乙,丙,丁", "1单元,101,王一,户主", "1单元,102,李二,户主")
    choose(desk, dialog, chooser, write(tmp_path, "福锦苑7栋.csv", *lines))
    assert dialog.page is dialog.mapping
    mapping = dialog.mapping
    mapping.header_row.set_value(2)
    desk.settle()
    assert dialog.page is mapping
    for title, field in (("甲", "unit"), ("乙", "room"), ("丙", "name")):
        mapping.grid.chooser(title).set_value(field)
    mapping.grid.chooser("丁").set_value("name")
    assert not dialog.next_button.isEnabled()
    assert mapping.problem() == "有两列都选了「姓名」，请改掉一列。"
    mapping.grid.chooser("丁").set_value("relation")
    press_next(desk, dialog)
    assert dialog.page is dialog.dry_run, dialog.trouble.text() or mapping.problem()
    assert figures(dialog)["created"] == "2"
    press_next(desk, dialog)
    found = office.households.rows(office.households.ids())
    assert [(r.compound, r.building, r.unit, r.room, r.head) for r in found] == [
        ("福锦苑", "7栋", "1单元", "101", "王一"),
        ("福锦苑", "7栋", "1单元", "102", "李二"),
    ]
    desk.qtbot.mouseClick(dialog.done_page.more_button, Qt.MouseButton.LeftButton)
    more = (*lines[:2], "1单元,103,赵三,户主")
    choose(desk, dialog, chooser, write(tmp_path, "福锦苑7栋-续.csv", *more))
    assert dialog.page is dialog.dry_run
    assert figures(dialog)["created"] == "1"


def test_a_column_is_corrected_before_anything_is_written(
    empty_desk: Desk, begun: ImportDialog, chooser: Chooser, office: Office, tmp_path: Path
) -> None:
    desk, dialog = empty_desk, begun
    file = write(
        tmp_path,
        "名册.csv",
        "社区,小区,楼栋,单元,房号,姓名,与户主关系,备注",
        "兴新社区,福锦苑,7栋,1单元,101,王一,户主,一中",
    )
    choose(desk, dialog, chooser, file)
    assert dialog.page is dialog.dry_run
    desk.qtbot.mouseClick(dialog.dry_run.mapping_button, Qt.MouseButton.LeftButton)
    dialog.mapping.grid.chooser("备注").set_value("workplace")
    press_next(desk, dialog)
    press_next(desk, dialog)
    household = office.households.get(office.households.ids()[0])
    assert (household.members[0].workplace, household.members[0].note) == ("一中", None)


@pytest.mark.parametrize(
    "case",
    [
        ("图片.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200), "表格"),
        ("空.csv", b"", "空"),
    ],
)
def test_what_cannot_be_read_is_said_in_its_place(
    empty_desk: Desk,
    begun: ImportDialog,
    chooser: Chooser,
    tmp_path: Path,
    case: tuple[str, bytes, str],
) -> None:
    name, content, words = case
    path = tmp_path / name
    path.write_bytes(content)
    choose(empty_desk, begun, chooser, path)
    assert begun.page is begun.choose
    assert begun.trouble.isVisible()
    assert words in begun.trouble.text()
    assert begun.trouble.text().count("\n") >= 1
    assert QApplication.activeModalWidget() is begun


def test_a_file_is_dragged_onto_the_dialog(
    empty_desk: Desk, begun: ImportDialog, samples: Path
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(samples / "西锦社区户档导出.csv"))])
    enter = QDragEnterEvent(
        QPoint(20, 20),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(begun.choose.drop, enter)
    assert enter.isAccepted()
    drop = QDropEvent(
        QPointF(20, 20),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(begun.choose.drop, drop)
    empty_desk.settle()
    assert begun.page is begun.dry_run
    assert figures(begun)["created"] == "341"


def test_leaders_sheets_and_stars_come_in_by_the_same_door(
    empty_desk: Desk, chooser: Chooser, samples: Path, office: Office
) -> None:
    desk = empty_desk
    desk.bench.show(Target("import", month="2026-10"))
    dialog = desk.window.findChild(ImportDialog)
    assert dialog is not None
    desk.settle()
    assert dialog.choose.kind == "sheets"
    assert dialog.choose.month_wanted() == "2026-10"
    choose(desk, dialog, chooser, samples / "2026年10月满意度调查汇总.xlsx")
    assert dialog.next_button.text().startswith("导入 4,031 张")
    press_next(desk, dialog)
    assert dialog.done_page.show_button.text() == "查看 2026年10月测评"
    desk.qtbot.mouseClick(dialog.done_page.more_button, Qt.MouseButton.LeftButton)
    dialog.choose.choose_kind("stars")
    choose(desk, dialog, chooser, samples / "2026年10月星级评分册.xlsx")
    press_next(desk, dialog)
    desk.qtbot.mouseClick(dialog.done_page.more_button, Qt.MouseButton.LeftButton)
    dialog.choose.choose_kind("leaders")
    choose(desk, dialog, chooser, samples / "楼栋长花名册.xlsx")
    assert dialog.next_button.text().startswith("导入 152 人")
    press_next(desk, dialog)
    assert office.roster.figures().leaders == 152
    overview = office.evaluation.overview("2026-10")
    assert (overview.returned, overview.with_stars) == (4031, 152)
    desk.qtbot.mouseClick(dialog.done_page.show_button, Qt.MouseButton.LeftButton)
    assert desk.targets[-1].kind == "leader"
    assert desk.targets[-1].id


def test_a_second_file_of_sheets_is_added_or_replaces_and_is_taken_back(
    empty_desk: Desk, chooser: Chooser, tmp_path: Path, office: Office
) -> None:
    desk = empty_desk
    desk.bench.show(Target("import", month="2026-10"))
    dialog = desk.window.findChild(ImportDialog)
    assert dialog is not None
    desk.settle()
    header = "社区,小区,楼栋,1,2,3,4,5,6,7,8"
    piles = {
        name: [f"兴新社区,福锦苑,1栋,{a},{b},{c},{d},5,4,3,2" for a in "12" for d in "123"]
        for name, b, c in (("一.csv", 1, 1), ("二.csv", 2, 2))
    }
    piles["三.csv"] = [*piles["一.csv"][:5], "兴新社区,福锦苑,1栋,5,5,5,5,5,5,5,5"]

    def returned() -> int:
        return office.evaluation.overview("2026-10").returned

    for name, total in (("一.csv", 6), ("二.csv", 12)):
        choose(desk, dialog, chooser, write(tmp_path, name, header, *piles[name]))
        assert dialog.dry_run.existing.isVisible() == (name == "二.csv")
        assert dialog.next_button.text().startswith("导入 6 张")
        press_next(desk, dialog)
        assert returned() == total
        if name == "一.csv":
            desk.qtbot.mouseClick(dialog.done_page.more_button, Qt.MouseButton.LeftButton)
    desk.qtbot.mouseClick(dialog.done_page.undo_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert returned() == 6
    assert not dialog.done_page.undo_button.isVisible()
    desk.qtbot.mouseClick(dialog.done_page.more_button, Qt.MouseButton.LeftButton)
    choose(desk, dialog, chooser, write(tmp_path, "三.csv", header, *piles["三.csv"]))
    assert not dialog.next_button.isEnabled()  # five of six agree: that has to be said
    desk.qtbot.mouseClick(dialog.dry_run.replace_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert "已导入的 6 张将被替换" in dialog.dry_run.existing.findChild(QLabel).text()
    press_next(desk, dialog)
    assert returned() == 6
    assert dialog.done_page.undo_button.isVisible()


def test_kind_and_month_are_taken_from_the_files_name(
    empty_desk: Desk, begun: ImportDialog, chooser: Chooser, samples: Path
) -> None:
    choose(empty_desk, begun, chooser, samples / "2026年10月星级评分册.xlsx")
    assert begun.choose.kind == "stars"
    assert begun.choose.month_wanted() == "2026-10"
    assert begun.next_button.text().startswith("导入 456 行")


def test_leaving_while_reading_writes_nothing(
    empty_desk: Desk, begun: ImportDialog, samples: Path, office: Office
) -> None:
    begun.read(samples / "东锦苑24栋居民信息登记表.xlsx")
    begun.reject()
    empty_desk.settle()
    assert office.households.totals().households == 0
    assert empty_desk.tab.empty.isVisible()


def test_the_arrow_keys_choose_what_is_imported(window: QWidget, qtbot: QtBot) -> None:
    """Tab goes to the kind that is chosen, not to another one, where the arrows do nothing."""
    page = ChoosePage(date(2026, 10, 5), "sheets", "2026-10")
    page.setParent(window)
    page.resize(800, 500)
    page.show()
    window.activateWindow()
    page.month.setFocus()
    qtbot.keyClick(page.month, Qt.Key.Key_Backtab)
    there = QApplication.focusWidget()
    assert isinstance(there, QRadioButton)
    assert there.isChecked()
    qtbot.keyClick(there, Qt.Key.Key_Down)
    assert page.kind == "stars"
