"""Star booklets through the real page."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from ldz_desktop.services.context import Office

MONTH = "2026-10"
K = Qt.Key
# Fixtures of conftest.py, whose classes a test cannot import.
Month = Any
Stage = Any
Show = Callable[[], Stage]


@pytest.fixture
def starring(office: Office, buildings: list[int], stage: Show) -> Stage:
    """The booklet of the first building, nobody in it yet."""
    office.evaluation.open_month(MONTH)
    shown = stage()
    shown.tab.enter_stars(buildings[0])
    shown.settle()
    return shown


def test_marks_are_stored_as_they_are_given(
    starring: Stage,
    office: Office,
    buildings: list[int],
) -> None:
    page = starring.tab.stars_page
    assert starring.focus() is page.panel.number  # none yet: a number first
    starring.type("3")
    starring.press(K.Key_Return)
    assert starring.focus() is page.pad
    starring.type("54")
    starring.settle()
    assert office.evaluation.stars(MONTH, buildings[0]) == {3: "54-"}
    assert page.panel.score() == "90.00"
    starring.press(K.Key_Return)  # not complete: stays, and goes to what is missing
    assert page.building_id() == buildings[0]
    assert "没评" in page.told()
    starring.type("3")
    starring.press(K.Key_Left, K.Key_0)
    starring.settle()
    assert office.evaluation.stars(MONTH, buildings[0]) == {3: "5-3"}
    starring.press(K.Key_Tab)
    assert page.grid().column == 2
    starring.press(K.Key_Backspace)
    assert office.evaluation.stars(MONTH, buildings[0]) == {3: "5--"}


def test_the_same_booklets_go_on_to_the_next_building(
    starring: Stage,
    office: Office,
    buildings: list[int],
) -> None:
    page = starring.tab.stars_page
    starring.type("3")
    starring.press(K.Key_Return)
    starring.type("555")
    starring.press(K.Key_Return)
    assert page.building_id() != buildings[0]
    assert page.grid().numbers == (3,)
    assert starring.focus() is page.pad
    assert office.evaluation.overview(MONTH).with_stars == 1
    starring.press(K.Key_Escape)
    assert starring.page() is starring.tab.month_page
    assert office.evaluation.overview(MONTH).with_stars == 1  # a number alone is no booklet
    assert any("星级已保存" in change.what for change in starring.changes)


def test_as_many_booklets_as_last_month_are_offered(
    office: Office,
    month: Month,
    stage: Show,
    buildings: list[int],
) -> None:
    month.fill()
    office.evaluation.close(MONTH)
    office.evaluation.open_month("2026-11")
    shown = stage()
    shown.tab.enter_stars(buildings[2])
    shown.settle()
    assert shown.tab.stars_page.grid().numbers == (1, 2)
    assert shown.tab.stars_page.grid().marks == {}


def test_a_block_is_pasted(starring: Stage, office: Office, buildings: list[int]) -> None:
    QGuiApplication.clipboard().setText(
        "评分人\t政策宣讲\t睦邻友好\t服务民生\n第2册\t5\t4\t五星\n4\t★★★\t4\t4\n5\t9\t4\t4"
    )
    page = starring.tab.stars_page
    page.panel.paste.click()
    starring.settle()
    assert office.evaluation.stars(MONTH, buildings[0]) == {2: "545", 4: "344"}
    assert "第 4 行" in page.told()
    starring.press(K.Key_V, control=True)
    assert page.grid().numbers == (2, 4)  # nobody is there twice


def test_a_booklet_is_removed_and_comes_back(
    starring: Stage,
    office: Office,
    buildings: list[int],
    said: Callable[[], str],
) -> None:
    from PySide6.QtWidgets import QPushButton

    page = starring.tab.stars_page
    starring.type("3")
    starring.press(K.Key_Return)
    starring.type("555")
    starring.press(K.Key_Delete, control=True)
    assert office.evaluation.stars(MONTH, buildings[0]) == {}
    assert "已移除第 3 册" in said()
    undo = next(b for b in starring.window.findChildren(QPushButton) if "撤销" in b.text())
    undo.click()
    starring.settle()
    assert office.evaluation.stars(MONTH, buildings[0]) == {3: "555"}
    assert page.grid().numbers == (3,)


def test_the_duties_beside_the_stars_are_those_of_the_month(
    starring: Stage, office: Office, buildings: list[int]
) -> None:
    page = starring.tab.stars_page
    words = [w.text() for w in page.duties.findChildren(QLabel)]
    assert "政策宣讲“带头人”" in words
    assert words.index("政策宣传入户") < words.index("流动人口与出租房信息更新")
    newest = office.duties.templates()[-1]
    renamed = (replace(newest.duties[0], name="入户宣讲"), *newest.duties[1:])
    office.duties.save_template(renamed, MONTH)
    page.go(buildings[1])
    starring.settle()

    def shown() -> list[str]:
        return [w.text() for w in page.duties.findChildren(QLabel) if not w.isHidden()]

    starring.qtbot.waitUntil(lambda: "入户宣讲" in shown())  # laid out when the loop comes to it
    assert "政策宣传入户" not in shown()
