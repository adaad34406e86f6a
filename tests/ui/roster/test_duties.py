"""The section 履职 by keyboard: numbers in the order of the sheet, entries, figures, the list."""

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton

from ldz_desktop.domain.duties import DutyRecord
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.roster.duties.month_list import months_before
from ldz_desktop.ui.roster.duties.page import DutiesPage
from ldz_desktop.ui.roster.duties.section import DutySection

if TYPE_CHECKING:
    from tests.ui.conftest import Finger, Seen
    from tests.ui.roster.conftest import SectionScene


@pytest.fixture
def month(office: Office) -> str:
    """The last full month."""
    return months_before(office.today())[1]


@pytest.fixture
def tenures(office: Office, month: str) -> list[int]:
    """Three buildings, the second without a leader."""
    for number, name in ((1, "赵琴"), (2, ""), (3, "徐杨")):
        place = office.households.add_place("兴新社区", "福锦苑", f"{number}栋").ids[0]
        if name:
            office.roster.create(Leader(0, name), place, date(2020, 1, 1))
    return [line.tenure_id for line in office.duties.month(month) if line.tenure_id]


@pytest.fixture
def page(section: "SectionScene", tenures: list[int], month: str) -> DutiesPage:
    del tenures
    shown = section.show(DutiesPage)
    shown.entry.list.month.set_value(month)
    section.settle()
    assert isinstance(shown, DutiesPage)
    return shown


def _press(*keys: Qt.Key | str) -> None:
    """At wherever the cursor is."""
    for key in keys:
        widget = QApplication.focusWidget()
        if isinstance(key, str):
            QTest.keyClicks(widget, key)
        else:
            QTest.keyClick(widget, key)


def test_numbers_are_keyed_in_the_order_of_the_paper(
    section: "SectionScene", page: DutiesPage, tenures: list[int], month: str
) -> None:
    _press(Qt.Key.Key_Return)  # from the list into the sheet
    _press("3", Qt.Key.Key_Return, Qt.Key.Key_Return, "12", Qt.Key.Key_Down)
    section.settle()
    duties = section.office.duties
    assert duties.sheet(tenures[0], month).counts == {1: 3, 3: 12}
    assert page.entry.grid.editors[4].hasFocus()
    for _ in range(15):
        _press(Qt.Key.Key_Return)
    assert page.entry.grid.editors[19].hasFocus()
    _press("2", Qt.Key.Key_Return)
    section.settle()
    assert duties.sheet(tenures[0], month).counts == {1: 3, 3: 12, 19: 2}
    # Past the empty building to the next leader, on whose sheet nothing stands yet.
    assert page.entry.list.current().name == "徐杨"
    first = page.entry.grid.editors[1]
    assert first.hasFocus()
    assert first.text() == ""
    _press("7", Qt.Key.Key_PageUp)
    section.settle()
    assert duties.sheet(tenures[1], month).counts == {1: 7}
    assert page.entry.grid.editors[1].text() == "3"


def test_arrows_go_from_class_to_class(section: "SectionScene", page: DutiesPage) -> None:
    editors = page.entry.grid.editors
    _press(Qt.Key.Key_Return, Qt.Key.Key_Right)
    assert editors[7].hasFocus()
    _press(*[Qt.Key.Key_Down] * 6, Qt.Key.Key_Right)
    assert editors[19].hasFocus()  # the third class is a line shorter
    _press(Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert editors[6].hasFocus()
    _press(Qt.Key.Key_Up)
    assert editors[5].hasFocus()


def test_a_number_is_taken_back_and_no_number_is_refused(
    section: "SectionScene", page: DutiesPage, tenures: list[int], month: str
) -> None:
    duties = section.office.duties
    _press(Qt.Key.Key_Return, "3", Qt.Key.Key_Return)
    section.settle()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    section.settle()
    assert duties.sheet(tenures[0], month).counts == {}
    assert page.entry.grid.editors[1].text() == ""
    page.entry.grid.begin()
    for wrong in ("-3", "x", "1000"):
        _press(wrong, Qt.Key.Key_Return)
        section.settle()
        assert page.entry.grid.editors[1].hasFocus(), "the cursor stays where it is wrong"
        assert "0 到 999" in page.entry.trouble.text()
    page.entry.grid.editors[2].setFocus()
    assert page.entry.grid.editors[1].text() == ""
    assert duties.sheet(tenures[0], month).counts == {}


def test_single_entries(
    section: "SectionScene", page: DutiesPage, tenures: list[int], month: str
) -> None:
    entries, duties = page.entry.entries, section.office.duties
    entries.day.setFocus()
    _press("3", Qt.Key.Key_Return)
    assert "日期要写全" in entries.trouble.text()
    entries.day.set_value(date(int(month[:4]), int(month[5:]), 3))
    entries.duty.set_value(7)
    entries.note.set_value("三楼漏水")
    entries.times.setFocus()
    _press("2", Qt.Key.Key_Return)
    section.settle()
    (record,) = duties.sheet(tenures[0], month).records
    assert (record.duty, record.times, record.note) == (7, 2, "三楼漏水")
    assert page.entry.grid.editors[7].text() == "2"
    assert not entries.edited()
    page.entry.grid.editors[7].setFocus()
    _press("1", Qt.Key.Key_Return)
    section.settle()
    assert "逐条登记 2 次" in page.entry.trouble.text()
    assert page.entry.grid.editors[7].text() == "2"
    entries.table.setFocus()
    entries.table.select_id(record.id)
    _press(Qt.Key.Key_Return)
    entries.day.set_value(date(1999, 1, 1))
    _press(Qt.Key.Key_Return)
    section.settle()
    assert "不在这个月里" in entries.trouble.text()
    entries.cancel.click()
    entries.table.setFocus()
    _press(Qt.Key.Key_Delete)
    section.settle()
    assert duties.sheet(tenures[0], month).counts == {}


def test_who_reported_nothing_and_the_sheets(
    section: "SectionScene", page: DutiesPage, tenures: list[int], month: str
) -> None:
    section.office.duties.set_count(tenures[0], month, 1, 1)
    page.refresh(None)
    section.settle()
    listed = page.entry.list
    listed.table.select_id(tenures[1])
    listed.who.set_value("silent")
    section.settle()
    names = [(x.building, x.name) for x in listed.model.records()]
    assert names == [("福锦苑3栋", "徐杨")]  # a building without a leader reports nothing
    assert "1 栋未填报。" in page.entry.shown_table().note
    listed.who.set_value("all")
    assert "1 栋未填报，1 栋空缺。" in page.entry.shown_table().note
    listed.table.select_id(listed.model.id_at(1))
    listed.who.set_value("vacant")
    assert [x.building for x in listed.model.records()] == ["福锦苑2栋"]
    listed.who.set_value("silent")
    listed.sheets_wanted.emit(False)  # noqa: FBT003 - the menu's 空白表
    window = page.window()
    section.wait(lambda: window.findChild(PaperDialog) is not None)
    window.findChild(PaperDialog).close()


def test_figures(section: "SectionScene", page: DutiesPage, tenures: list[int], month: str) -> None:
    office = section.office
    office.duties.set_count(tenures[0], month, 1, 4)
    day = date(int(month[:4]), int(month[5:]), 2)
    office.duties.add(DutyRecord(0, tenures[1], month, 0, 19, 1, day))
    page.show_view("figures")
    section.settle()
    figures = page.figures
    assert [(x.name, x.total, x.months) for x in figures.model.records()] == [
        ("赵琴", 4, 1), ("徐杨", 1, 1),
    ]  # fmt: skip
    section.wait(figures.chart.has_picture)
    (switch,) = [b for b in figures.chart.findChildren(QPushButton) if "看数字" in b.text()]
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    (table,) = figures.chart.findChildren(RecordTable)
    model = table.model()
    last = model.rowCount() - 1
    assert [model.index(last, n).data() for n in range(5)] == ["合计", "4", "0", "1", "5"]


def test_a_new_edition_of_the_list(
    section: "SectionScene", page: DutiesPage, finger: "Finger"
) -> None:
    page.show_view("template")
    section.settle()
    view = page.template
    view.table.setFocus()
    view.table.select_id(2)
    _press(Qt.Key.Key_Return)
    view.name.selectAll()
    view.name.setText("通知送达")
    _press(Qt.Key.Key_Return)
    assert [d.name for d in view.duties[:2]] == ["政策宣传入户", "通知送达"]
    QTest.keyClick(view.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [d.name for d in view.duties[:2]] == ["通知送达", "政策宣传入户"]
    view.table.select_id(19)
    _press(Qt.Key.Key_Delete)
    view.group.set_value(3)
    view.name.setText("助餐登记")
    view.verbs["add"].click()
    assert (len(view.duties), view.duties[-1].name) == (19, "助餐登记")
    finger.press("取消")
    assert not page.may_leave()
    view.save.click()
    section.settle()
    newest = section.office.duties.templates()[-1]
    assert (newest.edition, newest.duties[0].name, newest.duties[0].key) == (2, "通知送达", 2)
    assert newest.duties[-1].key == 20
    assert not view.edited()
    assert isinstance(view.edition, QComboBox)
    assert view.edition.currentText().startswith("第 2 版")
    view.edition.set_value(1)
    assert [d.name for d in view.duties][1] == "通知上传下达"
    assert not view.save.isEnabled()


def test_the_personal_record_lists_the_months_and_leads_to_the_sheet(
    section: "SectionScene", page: DutiesPage, tenures: list[int], month: str, seen: "Seen"
) -> None:
    office = section.office
    office.duties.set_count(tenures[1], month, 1, 4)
    leader = next(x.leader_id for x in office.duties.month(month) if x.tenure_id == tenures[1])
    shown = DutySection(section.bench)
    shown.setParent(page.window())
    shown.show_leader(leader)
    section.settle()
    assert [(m.done.building, m.done.total) for m in shown.model.records()] == [("福锦苑3栋", 4)]
    shown.table.select_id(1)
    QTest.keyClick(shown.table, Qt.Key.Key_Return)
    assert seen.targets == [Target("duties", tenures[1], month)]
    shown.hide()
    page.entry.list.month.set_value(months_before(office.today())[0])
    section.settle()
    assert page.open(seen.targets[0])
    section.settle()
    assert page.entry.list.month_key() == month
    assert page.entry.list.current().name == "徐杨"
    assert page.entry.grid.editors[1].text() == "4"


def test_an_office_without_buildings(section: "SectionScene") -> None:
    shown = section.show(DutiesPage)
    words = [w.text() for w in shown.findChildren(QLabel) if w.isVisible()]
    assert "还没有楼栋" in words
    assert "没有选中楼栋长" in words
    shown.show_view("figures")
    section.settle()
    assert shown.figures.model.records() == []
