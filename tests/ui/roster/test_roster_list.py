"""The roster's figures and list."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ldz_desktop.services.context import Office
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.roster.columns import VACANT

if TYPE_CHECKING:
    from tests.ui.roster.conftest import Scene


def test_figures_and_list_say_the_same(scene: "Scene") -> None:
    assert scene.tiles() == [
        "3 名楼栋长",
        "1 名党员",
        "67 % 高中及以上",
        "1 个空缺",
        "0 名上月末位",
    ]
    assert sorted(scene.names()) == sorted(["张建国", "曾秀英", "王芳", VACANT])
    shown = scene.tab.list.model
    phones = [shown.index(r, shown.section("phone")).data() for r in range(shown.rowCount())]
    assert "139****0001" in phones
    assert not any("13900010001" in phone for phone in phones)


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("leaders", {"张建国", "曾秀英", "王芳"}),
        ("party", {"张建国"}),
        ("schooling", {"张建国", "曾秀英"}),
        ("vacant", {VACANT}),
        ("last", set()),
    ],
)
def test_a_figure_narrows_the_list(scene: "Scene", group: str, names: set[str]) -> None:
    tile = scene.tab.list.figures.tiles[group]  # type: ignore[index]
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert set(scene.names()) == names
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert len(scene.names()) == 4


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("建国", {"张建国"}),
        ("zjg", {"张建国"}),
        ("zengxiu", {"曾秀英"}),
        ("010001", {"张建国"}),
        ("福锦苑 2", {"曾秀英"}),
        ("东锦", {"王芳", VACANT}),
        ("没有这个人", set()),
    ],
)
def test_words_narrow_the_list(scene: "Scene", typed: str, names: set[str]) -> None:
    scene.tab.list.search.setText(typed)
    QTest.keyClick(scene.tab.list.search, Qt.Key.Key_Return)
    scene.tab.list.search.search_now()
    assert set(scene.names()) == names


def test_nothing_found_offers_everything_again(scene: "Scene") -> None:
    scene.tab.list.search.setText("没有这个人")
    scene.tab.list.search.search_now()
    scene.press("去掉筛选")
    assert len(scene.names()) == 4
    assert scene.tab.list.search.text() == ""


def test_a_community_narrows_the_list(scene: "Scene") -> None:
    scene.tab.list.community.set_value("东锦社区")
    assert set(scene.names()) == {"王芳", VACANT}


def test_buildings_sort_by_number(scene: "Scene") -> None:
    table = scene.tab.list.table
    table.sortByColumn(scene.tab.list.model.section("building"), Qt.SortOrder.AscendingOrder)
    titles = [row.compound + row.building for row in scene.tab.list.model.records()]
    assert titles.index("东锦苑9栋") < titles.index("东锦苑10栋")


def test_without_leaders_the_first_step_is_the_import(unread: "Scene") -> None:
    scene = unread
    scene.start()
    assert not scene.tab.list.isVisible()
    scene.press("导入花名册")
    assert scene.seen.targets == [Target("import")]


def test_without_leaders_buildings_can_be_listed_one_by_one(
    office: Office, unread: "Scene"
) -> None:
    office.households.add_place("兴新社区", "福锦苑", "1栋")
    scene = unread
    scene.start()
    scene.press("逐栋登记")
    assert scene.tab.list.isVisible()
    assert scene.names() == [VACANT]
