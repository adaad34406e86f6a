"""Lists and statistics through the widgets, on a real office."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.households import Household
from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.domain.tags import Tag
from ldz_desktop.reports.labels import SHEETS
from ldz_desktop.storage.settings import AuditStore
from ldz_desktop.ui.households.lists.labels_dialog import LabelsDialog
from ldz_desktop.ui.households.lists.output import TakeAwayDialog
from ldz_desktop.ui.households.lists.page import ListsPage
from ldz_desktop.ui.households.lists.papers import CardPaperDialog, print_roster
from ldz_desktop.ui.households.lists.saved import NameDialog
from ldz_desktop.ui.households.statistics import StatisticsPage
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.paper_view import PaperDialog

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def settle(bench: Bench, qtbot: QtBot) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(bench.tasks.idle, timeout=20_000)


def page_left(page: QWidget) -> None:
    page.hide()


@pytest.fixture
def page(
    street: list[Household], bench: Bench, window: QWidget, settle: Callable[[], None]
) -> ListsPage:
    del street
    made = ListsPage(bench, lambda: page_left(made))
    QVBoxLayout(window).addWidget(made)
    made.begin(ALL)
    settle()
    return made


def shown(page: ListsPage, settle: Callable[[], None], column: int = 0) -> list[str]:
    """A column of the list, once it was read."""
    model = page.table.model()
    for _ in range(2):
        texts = [str(model.index(row, column).data()) for row in range(model.rowCount())]
        QApplication.processEvents()
        settle()
    return texts


def press(window: QWidget, text: str, qtbot: QtBot) -> None:
    found = [
        b for b in window.findChildren(QPushButton) if b.text().startswith(text) and b.isVisible()
    ]
    qtbot.mouseClick(found[-1], LEFT)


def test_everybody_then_narrower_with_a_live_count(
    page: ListsPage, bench: Bench, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    total = bench.office.households.totals().residents
    assert page.count_text() == f"{total} 人" == "6 人"
    qtbot.keyClicks(page.builder.age_from, "50")
    qtbot.waitUntil(lambda: page.count_text() == "3 人")
    assert shown(page, settle) == ["陈志远", "何丽娟", "罗桂芳"]
    page.builder.tags.action("独居").trigger()
    qtbot.waitUntil(lambda: page.count_text() == "1 人")
    assert page.builder.tags.text().startswith("标签 独居")
    qtbot.mouseClick(page.builder.clear_button, LEFT)
    qtbot.waitUntil(lambda: page.count_text() == "6 人")


def test_contradictions_are_said_and_nothing_is_listed_wrongly(
    page: ListsPage, qtbot: QtBot, said: Callable[[], str], settle: Callable[[], None]
) -> None:
    qtbot.keyClicks(page.builder.age_from, "80")
    qtbot.waitUntil(lambda: page.count_text() == "1 人")
    qtbot.keyClicks(page.builder.age_to, "70")
    qtbot.waitUntil(lambda: "年龄范围前大后小" in said())
    settle()
    assert page.count_text() == "1 人"


def test_nobody_fits(page: ListsPage, qtbot: QtBot, said: Callable[[], str]) -> None:
    page.builder.text.setText("宇航员")
    qtbot.waitUntil(lambda: "没有符合条件的人" in said())
    assert not page.print_button.isEnabled()


def test_a_list_is_kept_applied_renamed_and_deleted_with_undo(
    page: ListsPage, bench: Bench, window: QWidget, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    rules = PersonFilter(age_from=80, tags=("高龄", "独居"), tenure=("自有",))
    page.builder.set_rules(rules)
    settle()
    qtbot.mouseClick(page.save_button, LEFT)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, NameDialog)
    press(dialog, "保存", qtbot)
    assert dialog.form.problem_texts("name") == ("请起个名称",)
    dialog.form.set_values({"name": "高龄独居"})
    press(dialog, "保存", qtbot)
    settle()
    assert [one.name for one in page.saved.lists()] == ["高龄独居"]
    qtbot.mouseClick(page.builder.clear_button, LEFT)
    settle()
    assert page.saved.current() is None
    page.saved.table.select_id(page.saved.lists()[0].id)
    page.saved.table.opened.emit(page.saved.lists()[0].id)
    settle()
    assert page.rules == rules
    assert page.title() == "高龄独居"
    qtbot.mouseClick(page.saved.rename_button, LEFT)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, NameDialog)
    dialog.form.set_values({"name": "独居老人"})
    press(dialog, "保存", qtbot)
    settle()
    assert [one.name for one in bench.office.lists.saved()] == ["独居老人"]
    qtbot.mouseClick(page.saved.delete_button, LEFT)
    settle()
    assert bench.office.lists.saved() == ()
    press(window, "撤销", qtbot)
    settle()
    assert [one.rules for one in bench.office.lists.saved()] == [rules]


def test_a_telling_list_hides_names_until_shown(
    page: ListsPage, street: list[Household], bench: Bench, qtbot: QtBot,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    page.refresh(bench.office.tags.add(Tag(0, street[0].members[0].id, "残疾")).change)
    page.builder.set_rules(PersonFilter(tags=("残疾",)))
    settle()
    assert shown(page, settle) == ["陈*远"]
    assert shown(page, settle, 4) == ["福锦苑2栋"]
    assert "残疾" not in shown(page, settle, 8)[0]
    qtbot.mouseClick(page.show_button, LEFT)
    settle()
    assert shown(page, settle) == ["陈志远"]
    assert shown(page, settle, 4) == ["福锦苑2栋1单元101"]
    assert "残疾" in shown(page, settle, 8)[0]
    logged = [e for _, _, e, _, _ in AuditStore(bench.office.core.database).rows(5)]
    assert "list.reveal" in logged


def test_children_are_veiled(page: ListsPage, settle: Callable[[], None]) -> None:
    page.builder.set_rules(PersonFilter(age_from=5, age_to=20))
    settle()
    assert shown(page, settle) == ["陈*诺"]  # the list says no more than the household card
    assert shown(page, settle, 3) == ["<14"]
    assert shown(page, settle, 9) == ["已隐藏"]


def test_print_and_export(
    page: ListsPage, bench: Bench, chooser: object, tmp_path: Path, qtbot: QtBot,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    qtbot.mouseClick(page.print_button, LEFT)
    settle()
    paper = QApplication.activeModalWidget()
    assert isinstance(paper, PaperDialog)
    assert paper.windowTitle() == "居民名单"
    paper.close()
    path = tmp_path / "名单.xlsx"
    chooser.answer = path  # type: ignore[attr-defined]
    qtbot.mouseClick(page.export_button, LEFT)
    away = QApplication.activeModalWidget()
    assert isinstance(away, TakeAwayDialog)
    assert away.masked.isChecked()
    away.form.editor("purpose").setText("报街道")  # type: ignore[attr-defined]
    away.full.setChecked(True)
    qtbot.mouseClick(away.export_button, LEFT)
    settle()
    sheet = openpyxl.load_workbook(path).active
    cells = [str(c.value) for row in sheet.iter_rows() for c in row]
    assert "511902196707260018" in cells
    rows = AuditStore(bench.office.core.database).rows(3)
    assert ("export.full", "报街道") in [(event, detail) for _, _, event, _, detail in rows]


def test_labels_from_the_fifth_place(
    page: ListsPage, bench: Bench, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    qtbot.mouseClick(page.label_button, LEFT)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LabelsDialog)
    dialog.sheet.set_value(SHEETS[1])
    dialog.picker.setFocus()
    qtbot.keyClick(dialog.picker, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.picker, Qt.Key.Key_Right)
    assert dialog.picker.start == 5
    qtbot.mouseClick(dialog.make_button, LEFT)
    settle()
    paper = QApplication.activeModalWidget()
    assert isinstance(paper, PaperDialog)
    assert paper.view.page_count() == 1
    paper.close()
    assert "print.labels" in [e for _, _, e, _, _ in AuditStore(bench.office.core.database).rows(3)]


def test_a_change_elsewhere_is_seen_and_a_person_opened(
    page: ListsPage, street: list[Household], bench: Bench, seen: object,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    change = bench.office.households.remove_resident(street[3].members[1].id)
    page.refresh(change)
    settle()
    assert page.count_text() == "5 人"
    page.table.opened.emit(page.ids()[0])
    assert [t.kind for t in seen.targets] == ["resident"]  # type: ignore[attr-defined]
    assert not page.isVisible()


def test_sorting_by_a_head(page: ListsPage, settle: Callable[[], None]) -> None:
    page.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    settle()
    assert shown(page, settle)[0] == "陈*诺"


@pytest.fixture
def statistics(
    street: list[Household], bench: Bench, window: QWidget, settle: Callable[[], None]
) -> StatisticsPage:
    del street
    made = StatisticsPage(bench, lambda: page_left(made))
    QVBoxLayout(window).addWidget(made)
    made.begin(ALL)
    settle()
    return made


def last_row(page: StatisticsPage) -> list[str]:
    assert page.table is not None
    model = page.table.model()
    row = model.rowCount() - 1
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_every_table_ends_in_the_counts_of_the_tree(
    statistics: StatisticsPage, bench: Bench, settle: Callable[[], None]
) -> None:
    totals = bench.office.households.totals()
    for key in ("age", "education", "occupation", "political", "axes"):
        statistics.pills.pill(key).click()
        settle()
        assert last_row(statistics)[:2] == ["合计", str(totals.residents)], key
    statistics.pills.pill("tenure").click()
    assert last_row(statistics)[:2] == ["合计", str(totals.households)]
    statistics.pills.pill("below").click()
    assert last_row(statistics)[:3] == ["合计", str(totals.households), str(totals.residents)]


def test_the_chart_is_drawn_and_its_numbers_are_the_tables(
    statistics: StatisticsPage, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    qtbot.waitUntil(statistics.chart.has_picture, timeout=30_000)
    settle()


def test_down_to_a_building_and_on_to_its_list(
    statistics: StatisticsPage, street: list[Household], seen: object, settle: Callable[[], None]
) -> None:
    statistics.pills.pill("below").click()
    for kind in ("community", "compound"):
        assert statistics.table is not None
        statistics.table.opened.emit(statistics.table.model().id_at(0))  # type: ignore[attr-defined]
        settle()
        assert statistics.place.place.kind == kind
    assert statistics.figures is not None
    assert [one.name for one in statistics.figures.below] == ["2栋", "10栋"]
    statistics.place.set_value(PlaceRef("building", street[0].building_id))
    settle()
    assert statistics.figures.residents == 4
    assert statistics.table is not None
    statistics.table.opened.emit(street[0].building_id)
    assert [t.kind for t in seen.targets] == ["building"]  # type: ignore[attr-defined]


def test_statistics_are_printed_and_taken_away(
    statistics: StatisticsPage, chooser: object, tmp_path: Path, qtbot: QtBot,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    qtbot.mouseClick(statistics.print_button, LEFT)
    settle()
    paper = QApplication.activeModalWidget()
    assert isinstance(paper, PaperDialog)
    assert paper.windowTitle() == "全区居民统计表"
    paper.close()
    path = tmp_path / "s.xlsx"
    chooser.answer = path  # type: ignore[attr-defined]
    qtbot.mouseClick(statistics.export_button, LEFT)
    away = QApplication.activeModalWidget()
    assert isinstance(away, TakeAwayDialog)
    away.form.editor("purpose").setText("报街道")  # type: ignore[attr-defined]
    qtbot.mouseClick(away.export_button, LEFT)
    settle()
    values = [c.value for row in openpyxl.load_workbook(path).active.iter_rows() for c in row]
    assert 6 in values


def test_cards_and_rosters_are_previewed(
    page: ListsPage, street: list[Household], bench: Bench, qtbot: QtBot,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    dialog = CardPaperDialog(bench, [h.id for h in street], page)
    dialog.open()
    qtbot.mouseClick(dialog.make_button, LEFT)
    settle()
    paper = QApplication.activeModalWidget()
    assert isinstance(paper, PaperDialog)
    assert paper.view.page_count() == 4
    paper.close()
    print_roster(bench, page, PlaceRef("building", street[0].building_id), "福锦苑2栋")
    settle()
    paper = QApplication.activeModalWidget()
    assert isinstance(paper, PaperDialog)
    assert paper.windowTitle() == "福锦苑2栋住户花名册"
    paper.close()
