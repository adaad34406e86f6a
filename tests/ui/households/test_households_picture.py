"""The building picture in the tab: drawn, walked through, narrowed, printed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.households import Household
from ldz_desktop.domain.places import Building
from ldz_desktop.services.context import Office
from ldz_desktop.services.pictures import Room, arranged
from ldz_desktop.ui.households.picture.view import PictureView
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.paper_view import PaperDialog

Desk = Any  # the fixtures of conftest.py
HERE = Building(1, 1, 1, "兴文街道", "西锦社区", "锦绣华庭", "3栋")


def _room(key: int, unit: str, room: str, tenure: str = "自住") -> Room:
    return Room(key, unit, room, tenure, "王芳", 2, unchecked=False, overdue=False, due=False)


@pytest.fixture
def pictured(desk: Desk, street: list[Household]) -> Desk:
    """2栋 as a picture: 101 a family, 102 an old woman alone."""
    desk.window.activateWindow()
    desk.go(street[0])
    desk.qtbot.mouseClick(desk.tab.list.bar.picture_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.tab.list.picture.isVisible()
    return desk


def _click(desk: Desk, household: Household) -> None:
    view = desk.tab.list.picture
    point = view.rect_of(household.id).center()
    desk.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    desk.settle()


def test_the_switch_is_there_for_a_building_only(desk: Desk, street: list[Household]) -> None:
    bar = desk.tab.list.bar
    assert not bar.picture_button.isVisible()
    desk.go(street[0])
    assert bar.picture_button.isVisible()
    desk.window.activateWindow()
    desk.tab.list.table.setFocus()
    desk.qtbot.keyClick(desk.tab.list.table, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    desk.qtbot.waitUntil(bar.picture_button.isChecked)
    desk.qtbot.waitUntil(lambda: desk.tasks.idle() and desk.tab.list.picture.isVisible())
    compound = next(n.place for n in desk.tab.tree.nodes() if n.place.kind == "compound")
    desk.tab.tree.select_place(compound)
    desk.settle()
    assert desk.tab.list.table.isVisible()
    assert not bar.picture_button.isVisible()
    desk.go(street[3])
    assert desk.tab.list.picture.isVisible()


def test_a_click_shows_the_card_and_the_list_follows(
    pictured: Desk, street: list[Household]
) -> None:
    assert pictured.tab.list.picture.current_id() == street[0].id
    _click(pictured, street[1])
    assert pictured.tab.card.household.id == street[1].id
    assert pictured.tab.list.table.current_id() == street[1].id


def test_the_arrows_walk_and_enter_goes_to_the_card(
    pictured: Desk, street: list[Household]
) -> None:
    view = pictured.tab.list.picture
    view.setFocus()
    pictured.qtbot.keyClick(view, Qt.Key.Key_Right)
    pictured.settle()
    assert view.current_id() == pictured.tab.card.household.id == street[1].id
    assert "罗桂芳" in view.accessibleDescription()
    pictured.qtbot.keyClick(view, Qt.Key.Key_Home)
    pictured.settle()
    assert pictured.tab.card.household.id == street[0].id
    pictured.qtbot.keyClick(view, Qt.Key.Key_Return)
    pictured.qtbot.waitUntil(pictured.tab.card.members.table.hasFocus)


def test_a_pill_dims_what_it_leaves_out_and_counts_the_same(
    pictured: Desk, street: list[Household]
) -> None:
    page = pictured.tab.list
    before = _color(page.picture, street[0])
    assert page.pills.pill("aged").text() == "高龄 1"
    page.pills.pill("aged").click()
    pictured.settle()
    assert page.ids() == [street[1].id]
    assert _color(page.picture, street[0]).lightness() > before.lightness()
    _click(pictured, street[0])
    assert pictured.tab.card.household.id == street[0].id


def _color(view: PictureView, household: Household) -> QColor:
    image: QImage = view.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    rect = view.rect_of(household.id)
    point = rect.topLeft() + QPoint(theme.px(3), rect.height() // 2)
    return image.pixelColor(round(point.x() * ratio), round(point.y() * ratio))


def test_a_room_that_was_checked_changes_its_colour(
    pictured: Desk, street: list[Household], office: Office
) -> None:
    view = pictured.tab.list.picture
    rooms = {r.household_id: r for r in view.picture.rooms()}
    assert rooms[street[0].id].state == "自住"  # never checked: no alarm
    home = office.households.get(street[0].id)
    long_ago = office.today() - timedelta(days=400)
    change = office.households.save(home, replace(home, checked_on=long_ago))
    pictured.bench.publish(change)
    pictured.settle()
    rooms = {r.household_id: r for r in view.picture.rooms()}
    assert rooms[street[0].id].state == "待核"
    pictured.qtbot.mouseClick(pictured.tab.card.head.check_button, Qt.MouseButton.LeftButton)
    pictured.settle()
    rooms = {r.household_id: r for r in view.picture.rooms()}
    assert rooms[street[0].id].state == "自住"
    assert view.current_id() == street[0].id
    assert office.pictures.building(street[0].building_id).counts["待核"] == 1


def test_a_tip_tells_who_lives_there(pictured: Desk, street: list[Household]) -> None:
    view = pictured.tab.list.picture
    point = view.rect_of(street[1].id).center()
    where = view.viewport().mapToGlobal(point)
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, where))
    assert "1单元 102" in QToolTip.text()
    assert "罗桂芳 · 1 人" in QToolTip.text()


@pytest.mark.parametrize(("sheet", "width"), [("A4", 842), ("A3", 1191)])
def test_it_is_printed_with_the_counts_of_the_list(
    pictured: Desk, said: Callable[[], str], sheet: str, width: int
) -> None:
    del said
    pictured.tab.print_list()
    menu = next(m for m in pictured.tab.findChildren(QMenu) if m.isVisible())
    next(a for a in menu.actions() if sheet in a.text()).trigger()
    menu.close()
    pictured.settle()
    dialog = pictured.tab.findChild(PaperDialog)
    assert dialog is not None
    assert dialog.view.page_count() == 1
    assert round(dialog.view._sizes[0][0]) == width  # noqa: SLF001 - the sheet itself
    dialog.reject()
    assert pictured.audit("print.picture")[0][1] == "2"


def test_thirty_three_storeys_are_walked_by_keyboard(window: QWidget, qtbot: QtBot) -> None:
    rooms = [_room(floor * 10 + d, "", f"{floor}{d:02d}") for floor in range(1, 34) for d in (1, 2)]
    view = PictureView(window)
    view.resize(640, 420)
    view.show()
    window.activateWindow()
    view.show_picture(arranged(HERE, rooms))
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    assert view.current_id() == 331
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current_id() == 321
    for _ in range(5):
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.current_id() == 11
    assert view.viewport().rect().contains(view.rect_of(11))
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current_id() == 22


def test_odd_rooms_are_all_there_and_reached(window: QWidget, qtbot: QtBot) -> None:
    rooms = [_room(key, "", f"门面{key}") for key in range(1, 143)]
    view = PictureView(window)
    view.resize(640, 300)
    view.show()
    view.show_picture(arranged(HERE, rooms))
    assert view.select_id(142)
    assert view.viewport().rect().contains(view.rect_of(142))
    assert all(not view.rect_of(key).isEmpty() for key in range(1, 143))
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.current_id() == 141


def test_large_type_keeps_names_readable(window: QWidget, qapp: QApplication) -> None:
    theme.prepare(qapp, large=True)
    try:
        view = PictureView(window)
        view.resize(640, 300)
        view.show()
        units = [_room(u * 10 + d, f"{u}单元", f"10{d}") for u in (1, 2, 3) for d in range(1, 7)]
        view.show_picture(arranged(HERE, units))
        assert view.rect_of(11).width() >= theme.px(44)
        assert view.horizontalScrollBar().maximum() > 0
        view.select_id(36)
        assert view.viewport().rect().contains(view.rect_of(36))
    finally:
        theme.prepare(qapp, large=False)


def test_paper_of_the_picture_is_read_back() -> None:
    from datetime import date

    from ldz_desktop.reports.building_picture import render

    rooms = [_room(n, "1单元", f"{n}01", "空置" if n == 1 else "租赁") for n in range(1, 34)]
    paper = render(arranged(HERE, rooms), sheet="A4", unit="兴文街道", today=date(2026, 11, 24))
    document = pypdfium2.PdfDocument(paper.pdf)
    page = document[0].get_textpage()
    text = page.get_text_range()
    page.close()
    document.close()
    assert paper.pages == 1
    for words in ("锦绣华庭3栋楼栋图", "33层", "1层", "租赁 32", "空置 1", "33 户"):
        assert words in text, words
