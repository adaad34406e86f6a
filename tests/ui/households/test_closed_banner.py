"""A closed file on the card: it says so, leads on, can be taken back, and nothing is changed."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QPushButton

from ldz_desktop.domain.households import Household
from ldz_desktop.domain.moves import Merge
from ldz_desktop.services.context import Office
from ldz_desktop.ui.households.attachments.viewer import AttachmentViewer

Desk = Any  # the fixtures of conftest.py
Finger = Any


@pytest.fixture
def closed(desk: Desk, street: list[Household], office: Office) -> Household:
    """罗桂芳 of 2栋102 was merged into the family next door; the empty file of 102 was removed."""
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    desk.go(street[1])
    desk.tab.card.strip.paste()
    desk.settle()
    order = Merge(
        household_id=street[0].id, day=office.today(), other_id=street[1].id, reason="搬来同住",
        answers={street[1].members[0].id: "52"}, vacant=False,
    )  # fmt: skip
    desk.bench.publish(office.moves.apply(office.moves.plan(order)).change)
    desk.settle()
    desk.go(street[1])
    return office.households.get(street[1].id)


def press(desk: Desk, caption: str) -> None:
    """A button of the banner."""
    (found,) = [
        b for b in desk.tab.card.banner.findChildren(QPushButton)
        if b.isVisible() and b.text() == caption
    ]  # fmt: skip
    desk.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    desk.settle()


def test_it_says_when_why_and_where_they_are(
    desk: Desk, street: list[Household], closed: Household
) -> None:
    card = desk.tab.card
    assert card.household.id == closed.id
    assert card.banner.isVisible()
    day = closed.closed_on
    assert card.banner.texts() == (
        f"{day.year}年{day.month}月{day.day}日 · 并户 · 李敏办理",
        "罗桂芳 → 1单元101",
        "搬来同住",
    )
    assert card.head.chips() == ("已注销", "福锦苑2栋")
    press(desk, "打开")
    assert card.household.id == street[0].id
    assert not card.banner.isVisible()
    assert card.head.chips()[0] == "自有"
    desk.go(street[3])
    assert not card.banner.isVisible()


def test_it_can_be_taken_back_from_there(
    desk: Desk, closed: Household, office: Office, finger: Finger
) -> None:
    finger.press("撤销这一步")
    press(desk, "撤销 …")
    desk.qtbot.waitUntil(finger.done, timeout=5_000)
    desk.settle()
    assert office.households.get(closed.id).closed_on is None
    card = desk.tab.card
    assert card.household.id == closed.id
    assert not card.banner.isVisible()
    assert card.members.selected.name == "罗桂芳"
    assert card.members.edit_button.isVisible()
    assert card.head.moves_button.isVisible()
    assert "删除户档(&D)" in [a.text() for a in card.head.more_menu.actions()]


def test_nothing_of_it_is_changed(desk: Desk, closed: Household, office: Office) -> None:
    card = desk.tab.card
    before = office.history.today()
    hidden = (
        card.head.check_button, card.head.moves_button, card.head.change_button,
        card.members.add_button, card.members.edit_button, card.members.remove_button,
        card.foot.undo_button, card.tags.add_button, card.tags.visit_button,
    )  # fmt: skip
    assert [b.text() for b in hidden if b.isVisible()] == []
    offered = [a.text() for a in card.head.more_menu.actions()]
    assert offered == ["打印档案卡(&P) …", "变更历史(&H)"]
    desk.window.activateWindow()
    card.members.table.setFocus()
    for key in (Qt.Key.Key_F2, Qt.Key.Key_Delete):
        desk.qtbot.keyClick(card.members.table, key)
        desk.settle()
    for verb in (card.add_member, card.change_dwelling, card.remove_household, card.strip.paste):
        verb()
        desk.settle()
        assert not card.editing
    assert office.households.get(closed.id) == closed
    assert office.history.today() == before


def test_its_pictures_are_only_looked_at(desk: Desk, closed: Household, office: Office) -> None:
    strip = desk.tab.card.strip
    strip.list.setCurrentRow(0)
    desk.qtbot.keyClick(strip.list, Qt.Key.Key_Delete)
    desk.settle()
    strip.open_current()
    viewer = strip.findChild(AttachmentViewer)
    desk.settle()
    assert not any(w.isVisible() for w in (viewer.kind, viewer.save_button, viewer.remove_button))
    desk.qtbot.keyClick(viewer, Qt.Key.Key_Delete)
    desk.settle()
    viewer.reject()
    assert len(office.attachments.of_household(closed.id)) == 1
