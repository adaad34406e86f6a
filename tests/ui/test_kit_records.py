"""Tables over records: sorting, filtering, rows on demand, keyboard, copying."""

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import (
    CHIP_ROLE,
    TONE_ROLE,
    Column,
    LazyRecordModel,
    RecordModel,
)

BIG = 6_000_000_000_000_000_000  # a 63-bit key


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    born: date | None
    score: float


COLUMNS = (
    Column[Person]("name", "姓名", lambda p: p.name, width=100),
    Column[Person]("born", "出生", lambda p: str(p.born or "—"), width=100, sort=lambda p: p.born),
    Column[Person](
        "score",
        "得分",
        lambda p: f"{p.score:.2f}",
        align="right",
        width=80,
        sort=lambda p: p.score,
        chip=lambda p: "red" if p.score < 60 else None,
        tone=lambda p: "muted",
    ),
)
PEOPLE = (
    Person(BIG + 1, "王芳", date(1980, 5, 1), 9.5),
    Person(BIG + 2, "李明", None, 100.0),
    Person(BIG + 3, "赵敏", date(1950, 1, 1), 88.25),
)


def names(model: RecordModel[Person]) -> list[str]:
    return [p.name for p in model.records()]


@pytest.fixture
def model(dressed: object) -> RecordModel[Person]:
    made = RecordModel(COLUMNS)
    made.set_records(PEOPLE)
    return made


@pytest.fixture
def table(model: RecordModel[Person], window: QWidget) -> RecordTable:
    made = RecordTable(model, "居民列表", parent=window)
    made.resize(600, 300)
    made.show()
    return made


def test_the_model_keeps_qts_rules(model: RecordModel[Person], qtbot: QtBot) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort(2)
    model.set_filter(lambda p: p.score > 50)
    model.set_records(PEOPLE[:1])
    model.set_filter(None)


def test_numbers_sort_as_numbers_and_what_is_missing_last(model: RecordModel[Person]) -> None:
    model.sort(model.section("score"), Qt.SortOrder.AscendingOrder)
    assert names(model) == ["王芳", "赵敏", "李明"]
    model.sort(model.section("born"), Qt.SortOrder.AscendingOrder)
    assert names(model) == ["赵敏", "王芳", "李明"]
    model.sort(model.section("born"), Qt.SortOrder.DescendingOrder)
    assert names(model) == ["王芳", "赵敏", "李明"]


def test_a_filter_stays_when_other_records_come(model: RecordModel[Person]) -> None:
    model.set_filter(lambda p: p.score > 50)
    assert names(model) == ["李明", "赵敏"]
    model.set_records(PEOPLE[::-1])
    assert names(model) == ["赵敏", "李明"]
    assert len(model.all_records()) == 3


def test_figures_stand_right_under_right_aligned_heads(model: RecordModel[Person]) -> None:
    role = Qt.ItemDataRole.TextAlignmentRole
    head = model.headerData(2, Qt.Orientation.Horizontal, role)
    assert head == model.index(0, 2).data(role)
    assert head & int(Qt.AlignmentFlag.AlignRight)
    assert model.index(0, 2).data(CHIP_ROLE) == "red"
    assert model.index(0, 2).data(TONE_ROLE) == "muted"
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "姓名 王芳"


def test_enter_and_double_click_open_with_the_whole_key(table: RecordTable, qtbot: QtBot) -> None:
    opened: list[int] = []
    table.opened.connect(opened.append)
    table.select_id(BIG + 2)
    QTest.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(2, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [BIG + 2, BIG + 3]


def test_the_cursor_stays_on_its_record(
    table: RecordTable, model: RecordModel[Person], qtbot: QtBot
) -> None:
    current: list[int] = []
    assert table.select_id(BIG + 3)
    table.current_changed.connect(current.append)
    model.set_records(PEOPLE[::-1])
    assert table.current_id() == BIG + 3
    assert table.currentIndex().row() == 0
    assert current == []
    model.set_records(PEOPLE[:2])
    assert current == [0]
    assert not table.select_id(BIG + 3)


def test_a_click_on_a_head_sorts(
    table: RecordTable, model: RecordModel[Person], qtbot: QtBot
) -> None:
    head = table.horizontalHeader()
    x = head.sectionViewportPosition(2) + head.sectionSize(2) // 2
    for expected in (["王芳", "赵敏", "李明"], ["李明", "赵敏", "王芳"]):
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
        assert names(model) == expected


def test_rows_are_copied_for_a_spreadsheet(table: RecordTable, qtbot: QtBot) -> None:
    table.select_id(BIG + 3)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text.splitlines() == ["姓名\t出生\t得分", "赵敏\t1950-01-01\t88.25"]


def test_delete_is_asked_for_the_record_with_the_cursor(table: RecordTable, qtbot: QtBot) -> None:
    wanted: list[int] = []
    table.delete_wanted.connect(wanted.append)
    table.select_id(BIG + 9)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    table.select_id(BIG + 2)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert wanted == [BIG + 2]


def test_tab_into_a_table_selects_the_row_under_the_cursor(
    table: RecordTable, window: QWidget, qtbot: QtBot
) -> None:
    other = QLineEdit(window)
    other.show()
    other.setFocus()
    table.setFocus(Qt.FocusReason.TabFocusReason)
    assert table.selected_ids() == [BIG + 1]
    assert table.current_id() == BIG + 1


def test_rows_are_as_high_as_the_design_says(table: RecordTable) -> None:
    assert table.rowHeight(0) == theme.px(34)


class Store:
    """Where a long list reads from: counts what was asked."""

    def __init__(self, count: int) -> None:
        self.rows = {BIG + i: Person(BIG + i, f"第{i}人", None, float(i)) for i in range(count)}
        self.asked: list[list[int]] = []

    def fetch(self, ids: list[int]) -> None:
        self.asked.append(ids)

    def answer(self, model: LazyRecordModel[Person]) -> None:
        model.deliver([self.rows[i] for i in self.asked[-1]])


@pytest.fixture
def store() -> Store:
    return Store(24_000)


@pytest.fixture
def lazy(store: Store, dressed: object) -> LazyRecordModel[Person]:
    made = LazyRecordModel(COLUMNS, store.fetch)
    made.set_ids(list(store.rows))
    return made


@pytest.fixture
def long_table(lazy: LazyRecordModel[Person], window: QWidget) -> RecordTable:
    made = RecordTable(lazy, "户档列表", parent=window)
    made.resize(600, 600)
    made.show()
    return made


def shown(table: RecordTable) -> str:
    row = table.rowAt(table.viewport().height() // 2)
    return str(table.model().index(row, 0).data())


def test_a_long_list_reads_only_what_is_on_screen(
    store: Store, lazy: LazyRecordModel[Person], long_table: RecordTable, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(store.asked) == 1)
    assert shown(long_table) == "…"
    assert 15 < len(store.asked[0]) < 400
    store.answer(lazy)
    assert shown(long_table).startswith("第")
    long_table.viewport().repaint()
    assert len(store.asked) == 1


def test_while_dragging_only_the_last_place_is_fetched(
    store: Store, lazy: LazyRecordModel[Person], long_table: RecordTable, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(store.asked) == 1)
    bar = long_table.verticalScrollBar()
    for part in (4, 3, 2, 1):
        bar.setValue(bar.maximum() // part)
        long_table.viewport().repaint()
    assert len(store.asked) == 1
    store.answer(lazy)
    qtbot.waitUntil(lambda: len(store.asked) == 2)
    assert store.asked[1][-1] == BIG + 23_999
    assert len(store.asked[1]) < 600
    store.answer(lazy)
    long_table.viewport().repaint()
    assert shown(long_table).startswith("第239")


def test_a_failed_fetch_may_be_tried_again(
    store: Store, lazy: LazyRecordModel[Person], long_table: RecordTable, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(store.asked) == 1)
    lazy.failed()
    long_table.viewport().repaint()
    qtbot.waitUntil(lambda: len(store.asked) == 2)


def test_records_that_are_gone_are_not_asked_for_for_ever(
    store: Store, lazy: LazyRecordModel[Person], long_table: RecordTable, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(store.asked) == 1)
    lazy.deliver([])
    long_table.viewport().repaint()
    qtbot.wait(50)
    assert len(store.asked) == 1
    lazy.forget()
    qtbot.waitUntil(lambda: len(store.asked) == 2)


def test_changed_records_are_read_again(
    store: Store, lazy: LazyRecordModel[Person], long_table: RecordTable, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(store.asked) == 1)
    store.answer(lazy)
    store.rows[BIG] = Person(BIG, "改名", None, 0.0)
    lazy.forget([BIG])
    long_table.viewport().repaint()
    qtbot.waitUntil(lambda: len(store.asked) == 2)
    assert store.asked[1] == [BIG]
    store.answer(lazy)
    assert lazy.index(0, 0).data() == "改名"


def test_a_long_list_asks_its_owner_for_the_order(
    store: Store, lazy: LazyRecordModel[Person], long_table: RecordTable
) -> None:
    wanted: list[tuple[str, bool]] = []
    lazy.sort_wanted.connect(lambda key, descending: wanted.append((key, descending)))
    long_table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert wanted == [("score", True)]


def test_memory_of_a_long_list_is_bounded(store: Store, lazy: LazyRecordModel[Person]) -> None:
    lazy.deliver(list(store.rows.values()))
    assert sum(lazy.record(row) is not None for row in range(lazy.rowCount())) == lazy.KEPT


def test_other_ids_may_come_while_rows_are_on_their_way(
    store: Store, lazy: LazyRecordModel[Person], long_table: RecordTable, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(store.asked) == 1)
    ids = list(store.rows)[:3]
    lazy.set_ids(ids)
    store.answer(lazy)
    assert lazy.rowCount() == 3
    assert lazy.index(2, 0).data() == "第2人"
    lazy.set_ids([])
    assert lazy.id_at(0) == 0
    assert not lazy.index(0, 0, QModelIndex()).isValid()


@pytest.mark.parametrize("both_ends", [True, False])
def test_of_an_address_too_long_for_its_cell_the_room_is_kept(
    both_ends: bool, window: QWidget
) -> None:
    column = Column[str]("address", "房屋", lambda a: a, width=110, both_ends=both_ends)
    model = RecordModel((column,), hash)
    model.set_records(("福锦苑小区12栋 1单元 1101", "福锦苑小区12栋 1单元 1102"))
    table = RecordTable(model, "户档列表", parent=window)
    table.resize(300, 200)
    table.show()
    first, second = (
        table.viewport().grab(table.visualRect(model.index(row, 0))).toImage() for row in (0, 1)
    )
    assert (first != second) == both_ends
