"""A whole month without a mouse: begin, key every building, stars, close, publish, preview."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.services.context import Office

K = Qt.Key
# Fixtures of conftest.py, whose classes a test cannot import.
Stage = Any
Show = Callable[[], Stage]


def key_batch(stage: Stage, counts: tuple[int, ...], sheets: list[str]) -> None:
    """Header, sheets, hand over: what fingers do for one building."""
    for count in counts:
        stage.type(str(count))
        stage.press(K.Key_Return)
    for sheet in sheets:
        stage.type(sheet.replace("-", "0"))
    stage.settle()
    stage.press(K.Key_Return)  # nothing in hand: to 交批
    stage.press(K.Key_Return)


def key_stars(stage: Stage, buildings: int) -> None:
    """The first building takes the booklets up, the others take them over."""
    for number in ("", "2"):  # the next one without a word, or any by its number
        stage.press(K.Key_F7)
        stage.type(number)
        stage.press(K.Key_Return)
    stage.press(K.Key_Up)
    for number in range(buildings):
        stage.type("554343" if number else "555444")
        stage.settle()
        stage.press(K.Key_Return)


def key_dialog(stage: Stage, mnemonic: Qt.Key) -> None:
    """A button by its mnemonic, then the default answer of the dialog it opens."""
    stage.press(mnemonic, alt=True)
    stage.dialog()
    stage.press(K.Key_Return)


def test_a_month_by_keyboard_alone(office: Office, buildings: list[int], stage: Show) -> None:
    shown = stage()
    assert isinstance(shown.focus(), QPushButton)
    assert "开始" in shown.focus().text()
    shown.press(K.Key_Space)
    month = office.evaluation.months()[0].month

    shown.press(K.Key_Return)  # on the first building of the list
    assert shown.page() is shown.tab.entry_page
    keyed = ["55555555", "4444444-", "54545454", "55554444", "43434343"]
    for _ in buildings:
        key_batch(shown, (20, 7, 5, 1, 1), keyed)
    assert shown.page() is shown.tab.month_page  # all are in: back by itself
    for one in office.evaluation.progress(month):
        assert one.header == Header(20, 7, 5, 1, 1)
        assert (one.keyed_valid, one.drafted, one.problems) == (5, 0, ())
        office.evaluation.recall_batch(month, one.building.id)
        draft = office.evaluation.draft(month, one.building.id)
        assert sorted(draft.sheets) == sorted(keyed)
        office.evaluation.commit_draft(month, one.building.id)

    shown.press(K.Key_X, alt=True)
    shown.reach(shown.tab.stars_page)
    key_stars(shown, len(buildings))
    assert shown.page() is shown.tab.month_page
    assert office.evaluation.stars(month, buildings[0]) == {2: "444", 1: "555"}
    assert office.evaluation.stars(month, buildings[3]) == {2: "343", 1: "554"}

    key_dialog(shown, K.Key_F)
    assert office.evaluation.month(month).state == "closed"
    shown.press(K.Key_F, alt=True)  # the preview, where the day of posting is registered
    shown.reach(shown.tab.notice_page)
    key_dialog(shown, K.Key_F)
    info = office.evaluation.month(month)
    assert (info.state, info.published_on) == ("published", office.today())

    shown.press(K.Key_Escape)
    shown.reach(shown.tab.month_page)
    shown.press(K.Key_O, alt=True)
    shown.reach(shown.tab.notice_page)
    assert shown.tab.notice_page.view.page_count() >= 2
    shown.press(K.Key_Escape)
    assert shown.page() is shown.tab.month_page
