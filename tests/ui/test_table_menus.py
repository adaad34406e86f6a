"""The menus of tables, files that were written, and charts on their way."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.changes import Change
from ldz_desktop.services.context import Office
from ldz_desktop.ui.kit import files
from ldz_desktop.ui.kit.chart_view import ChartView
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.preferences import Preferences
from ldz_desktop.ui.kit.record_table import RecordTable, Words
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.kit.table_menus import column_menu, row_menu
from ldz_desktop.ui.kit.tasks import TaskRunner

COLUMNS = (
    Column[int]("name", "姓名", lambda n: f"人{n}", width=0),
    Column[int]("age", "年龄", str, "right", 60),
    Column[int]("phone", "电话", lambda n: "—", width=90),
)


def table(window: QWidget, folder: Path, *, several: bool = False) -> RecordTable:
    model = RecordModel(COLUMNS, lambda n: n)
    made = RecordTable(model, "名单", multiple=several, parent=window)
    made.choose_columns(Preferences(folder), "people")
    made.resize(400, 300)
    model.set_records([1, 2, 3])
    made.show()
    made.select_id(2)
    return made


def titles(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def press(menu: QMenu, start: str) -> None:
    next(a for a in menu.actions() if a.text().startswith(start)).trigger()


def test_a_row_offers_what_does_something(window: QWidget, tmp_path: Path) -> None:
    made = table(window, tmp_path, several=True)
    assert titles(row_menu(made)) == ["复制(&C)\tCtrl+C"]
    opened, removed = [], []
    made.opened.connect(opened.append)
    made.delete_wanted.connect(removed.append)
    made.words = Words(open="看户卡", remove="删除户档 …")
    made.offered = lambda: [("今日已核对(&H)", lambda: None)]
    menu = row_menu(made)
    assert titles(menu) == [
        "看户卡(&O)\tEnter", "今日已核对(&H)", "复制(&C)\tCtrl+C", "删除户档 …(&D)\tDel"
    ]  # fmt: skip
    press(menu, "看户卡")
    press(menu, "删除户档")
    assert (opened, removed) == ([2], [2])
    made.selectAll()
    press(row_menu(made), "复制 3 行")
    assert QGuiApplication.clipboard().text().count("\n") == 3


@pytest.mark.parametrize("by", ["key", "mouse"])
def test_the_menu_opens_by_key_and_by_mouse(
    window: QWidget, tmp_path: Path, qtbot: QtBot, by: str
) -> None:
    made = table(window, tmp_path)
    reason = QContextMenuEvent.Reason.Keyboard if by == "key" else QContextMenuEvent.Reason.Mouse
    row = made.visualRect(made.model().index(0, 0)).center()
    where = made.viewport().mapToGlobal(row)
    QApplication.sendEvent(made.viewport(), QContextMenuEvent(reason, row, where))
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()
    nowhere = QPoint(5, made.viewport().height() - 2)
    empty = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, nowhere, nowhere)
    QApplication.sendEvent(made.viewport(), empty)
    assert QApplication.activePopupWidget() is None


def test_columns_are_chosen_and_remembered(window: QWidget, tmp_path: Path) -> None:
    made = table(window, tmp_path)
    press(column_menu(made), "电话")
    assert made.isColumnHidden(2)
    made.selectAll()
    made.copy_rows()
    assert "电话" not in QGuiApplication.clipboard().text()
    again = table(window, tmp_path)
    assert [again.isColumnHidden(at) for at in range(3)] == [False, False, True]
    assert [a.isChecked() for a in column_menu(again).actions()][:3] == [True, True, False]
    press(column_menu(again), "显示全部列")
    assert not again.isColumnHidden(2)
    assert Preferences(tmp_path).unwanted("people") == frozenset()


def test_one_column_always_stays(window: QWidget, tmp_path: Path) -> None:
    made = table(window, tmp_path)
    for title in ("姓名", "电话"):
        press(column_menu(made), title)
    left = next(a for a in column_menu(made).actions() if a.text() == "年龄")
    assert not left.isEnabled()
    kept = Preferences(tmp_path)
    kept.set_unwanted("people", ("name", "age", "phone", "gone"))
    made.set_unwanted(kept.unwanted("people"))
    assert not any(made.isColumnHidden(at) for at in range(3))


def test_a_column_that_was_taken_away_stays_away_when_there_is_room_again(
    window: QWidget, tmp_path: Path
) -> None:
    made = table(window, tmp_path)
    made.setColumnHidden(1, True)  # noqa: FBT003 - Qt's signature; the page has no room
    assert "年龄（窗口太窄）" in titles(column_menu(made))
    press(column_menu(made), "电话")
    for at in (1, 2):
        made.setColumnHidden(at, False)  # noqa: FBT003
    assert [made.isColumnHidden(at) for at in range(3)] == [False, False, True]


# -- files that were written ---------------------------------------------------------------------


class Opened:
    """Stands where the system's programs would."""

    def __init__(self) -> None:
        self.what: list[tuple[str, Path]] = []

    def open(self, path: Path) -> None:
        self.what.append(("open", path))

    def show(self, path: Path) -> None:
        self.what.append(("show", path))


@pytest.mark.parametrize(("verb", "does"), [("打开", "open"), ("打开所在文件夹", "show")])
def test_a_file_that_was_written_can_be_opened(  # noqa: PLR0913 - fixtures
    notices: Notices, window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path, verb: str, does: str,
) -> None:  # fmt: skip
    opened = Opened()
    monkeypatch.setattr(files, "opener", opened)
    notices.written("已存为 花名册.xlsx", tmp_path / "花名册.xlsx")
    shown = [b for b in window.findChildren(QPushButton) if b.isVisible()]
    assert [b.text() for b in shown] == ["打开", "打开所在文件夹"]
    button = next(b for b in shown if b.text() == verb)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.what == [(does, tmp_path / "花名册.xlsx")]
    assert not any(b.isVisible() for b in window.findChildren(QPushButton))


def test_file_dialogs_begin_in_the_documents_when_the_last_folder_is_gone(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from PySide6.QtWidgets import QFileDialog

    stick = tmp_path / "U盘"
    stick.mkdir()
    asked: list[str] = []

    def answer(parent: QWidget, title: str, start: str, filters: str) -> tuple[str, str]:
        del parent, title, filters
        asked.append(start)
        return str(stick / "表.xlsx"), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    monkeypatch.setattr(files, "_documents", lambda: tmp_path)
    chooser = files.SystemChooser()
    chooser.open(window, "导入", files.SPREADSHEETS)
    chooser.open(window, "导入", files.SPREADSHEETS)
    stick.rmdir()
    chooser.open(window, "导入", files.SPREADSHEETS)
    assert asked == [str(tmp_path), str(stick), str(tmp_path)]


def test_documents_that_are_not_there_are_the_home(monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtCore import QStandardPaths

    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: "/not/there/文档")
    assert files._documents() == Path.home()  # noqa: SLF001


# -- charts --------------------------------------------------------------------------------------


def test_a_chart_says_that_it_is_being_drawn(
    window: QWidget, tasks: TaskRunner, qtbot: QtBot
) -> None:
    from threading import Event

    from matplotlib.figure import Figure

    go = Event()

    def slow() -> Figure:
        assert go.wait(30)
        return Figure()

    view = ChartView("得分走势", tasks, window)
    view.resize(500, 300)
    view.show()
    view.set_chart(slow, ("月份",), (("10月",),))
    words = view.findChild(QLabel, "drawing")
    assert words is not None
    qtbot.waitUntil(words.isVisible)
    assert words.text() == "正在画图 …"
    go.set()
    qtbot.waitUntil(view.has_picture)
    assert not words.isVisible()


def test_the_list_of_households_does_several_at_once(
    office: Office, window: QWidget, tasks: TaskRunner, bench: Bench, qtbot: QtBot
) -> None:
    from ldz_desktop.ui.households.tab import HouseholdsTab

    place = office.households.add_place("兴新社区", "福锦苑", "2栋")
    for room in ("101", "102", "103"):
        office.households.create(place.ids[0], "1单元", room, "自有")

    def publish(change: Change) -> None:
        tab.refresh(change)

    tab = HouseholdsTab(replace(bench, publish=publish))
    tab.setParent(window)
    tab.resize(window.size())
    tab.show()
    tab.refresh(None)
    qtbot.waitUntil(tasks.idle)
    tab.list.table.selectAll()
    menu = row_menu(tab.list.table)
    assert "今日已核对（3 户）(&H)" in titles(menu)
    press(menu, "今日已核对")
    qtbot.waitUntil(tasks.idle)
    assert {office.households.get(i).checked_on for i in tab.list.ids()} == {office.today()}
    toast = [b for b in window.findChildren(QPushButton) if b.property("role") == "toast"]
    (back,) = (b for b in toast if b.isVisible())
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(tasks.idle)
    assert {office.households.get(i).checked_on for i in tab.list.ids()} == {None}
    tab.list.table.selectAll()
    tab.list.table.delete_wanted.emit(tab.list.table.current_id())
    assert len(tab.list.ids()) == 3
