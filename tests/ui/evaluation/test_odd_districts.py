"""Districts that are not like the others: a building without leader, a leader of two buildings, a
community with one building, everybody equal. Ranking, explanation, notice and wall stay sensible.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.ui.honours import FEATURE
from ldz_desktop.ui.kit.feature import Bench

MONTH = "2026-10"
# Fixtures of conftest.py, whose classes a test cannot import.
Chooser = Any
Stage = Any
Show = Callable[[], Stage]


@pytest.fixture
def odd(office: Office) -> dict[str, int]:
    """空锦 has a building without leader, 双锦 a leader of two, 独锦 one building, 平锦 three that
    are equal in everything."""
    office.evaluation.open_month(MONTH)
    found: dict[str, int] = {}
    leaders: list[int] = []
    for community, count, grades in (
        ("空锦", 3, "254"), ("双锦", 3, "534"), ("独锦", 1, "3"), ("平锦", 3, "444"),
    ):  # fmt: skip
        for number, grade in zip(range(1, count + 1), grades, strict=True):
            place = (f"{community}社区", f"{community}苑", f"{number}栋")
            building = office.households.add_place(*place).ids[0]
            found[f"{community}{number}"] = building
            if (community, number) == ("双锦", 2):
                office.roster.start_tenure(leaders[-1], building, date(2020, 1, 1))
            elif (community, number) != ("空锦", 1):
                name = f"{community[0]}长{number}"
                change = office.roster.create(Leader(0, name), building, date(2020, 1, 1))
                leaders.append(change.ids[0])
            draft = Draft(Header(10, 6, 6, 0, 0), (grade * 8,) * 6)
            office.evaluation.save_draft(MONTH, building, draft)
            office.evaluation.commit_draft(MONTH, building)
            office.evaluation.save_stars(MONTH, building, {1: "444"})
    return found


def ranking_of(stage: Stage, community: str) -> list[list[str]]:
    """Rank, building, leader, score, remark as they stand in the table."""
    view = stage.tab.month_page.ranking
    view.groups.set_value(community)
    stage.settle()
    model = view.model
    keys = ("rank", "building", "leader", "score", "remark")
    return [
        [str(model.index(line, model.section(key)).data()) for key in keys]
        for line in range(model.rowCount())
    ]


def said(widget: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(w.text() for w in widget.findChildren(QLabel) if w.isVisible())


def notice_of(stage: Stage, chooser: Chooser, community: str, place: Path) -> str:
    stage.tab.month_page.ranking.groups.set_value(community)
    stage.tab.show_notice()
    stage.settle()
    chooser.answer = place / f"{community}.pdf"
    stage.tab.notice_page.save.click()
    stage.settle()
    document = pypdfium2.PdfDocument(chooser.answer)
    try:
        pages = [document[i].get_textpage().get_text_range() for i in range(len(document))]
    finally:
        document.close()
    stage.tab.notice_page.leave()
    stage.settle()
    return "".join("".join(pages).split())


def test_the_ranking(odd: dict[str, int], stage: Show) -> None:
    shown = stage()
    page = shown.tab.month_page
    assert ranking_of(shown, "空锦社区") == [
        ["1", "空锦苑 2栋", "空长2", "92.00", "红旗"],
        ["2", "空锦苑 3栋", "空长3", "80.00", "红旗"],
        ["3", "空锦苑 1栋", "暂缺", "56.00", "末位 1 月"],
    ]
    assert "3 栋楼、2 名楼栋长" in said(page.ranking)
    assert ranking_of(shown, "双锦社区")[2] == ["3", "双锦苑 2栋", "双长1", "68.00", "末位 1 月"]
    assert "3 栋楼 ·" in said(page.ranking), "nobody is counted twice"
    # The only building of a community is its best and not its last one.
    assert ranking_of(shown, "独锦社区") == [["1", "独锦苑 1栋", "独长1", "68.00", "红旗"]]
    # Where all are equal nobody is last, and who gets the flag is for people to decide.
    assert [line[0] + line[4] for line in ranking_of(shown, "平锦社区")] == ["1", "1", "1"]
    assert "红旗待定" in said(page.ranking)
    ranking_of(shown, "独锦社区")
    assert "红旗待定" not in said(page.ranking)
    page.ranking.show_building(odd["平锦2"])
    shown.settle()
    explained = said(page.explain)
    assert "与平锦苑1栋同为 80.00 分" in explained
    assert "名次并列" in explained
    page.ranking.show_building(odd["空锦1"])
    shown.settle()
    assert "空锦苑 1栋  楼栋长暂缺" in said(page.explain)


def test_the_notice(
    odd: dict[str, int], office: Office, stage: Show, chooser: Chooser, tmp_path: Path
) -> None:
    assert odd
    office.evaluation.close(MONTH)
    shown = stage()
    vacant = notice_of(shown, chooser, "空锦社区", tmp_path)
    assert "对空锦社区3栋楼、2名楼栋长进行了" in vacant
    assert "3空锦苑1栋空缺56.00" in vacant
    twice = notice_of(shown, chooser, "双锦社区", tmp_path)
    assert "对双锦社区3栋楼的楼栋长进行了" in twice
    assert "授予双锦苑1栋、双锦苑3栋。" in twice
    alone = notice_of(shown, chooser, "独锦社区", tmp_path)
    assert "对独锦社区1名楼栋长进行了" in alone
    assert "授予独锦苑1栋。" in alone
    equal = notice_of(shown, chooser, "平锦社区", tmp_path)
    assert "平锦苑1栋、平锦苑2栋、平锦苑3栋得分并列，流动红旗的归属由集体研究决定" in equal
    assert "授予" not in equal


def test_the_wall(
    odd: dict[str, int], office: Office, bench: Bench, window: QWidget, qtbot: QtBot
) -> None:
    assert odd
    office.evaluation.close(MONTH)
    tab = FEATURE.make(bench)
    QVBoxLayout(window).addWidget(tab.widget)
    tab.refresh(None)
    qtbot.waitUntil(bench.tasks.idle)
    wall = said(window)
    assert "5 面流动红旗" in wall
    assert "独长1 · 68.00 分" in wall
    assert "平锦苑1栋、平锦苑2栋、平锦苑3栋\n名次并列，归属待研究决定" in wall
    assert "空锦苑1栋" not in wall


def test_the_flag_of_a_building_without_leader(
    office: Office, bench: Bench, window: QWidget, qtbot: QtBot, stage: Show
) -> None:
    """It hangs in the building; nobody's name stands beside it, and no empty one either."""
    office.evaluation.open_month(MONTH)
    building = office.households.add_place("空锦社区", "空锦苑", "1栋").ids[0]
    draft = Draft(Header(10, 6, 6, 0, 0), ("5" * 8,) * 6)
    office.evaluation.save_draft(MONTH, building, draft)
    office.evaluation.commit_draft(MONTH, building)
    office.evaluation.save_stars(MONTH, building, {1: "444"})
    office.evaluation.close(MONTH)
    tab = FEATURE.make(bench)
    place = QWidget(window)
    place.resize(window.size())
    QVBoxLayout(place).addWidget(tab.widget)
    place.show()
    tab.refresh(None)
    qtbot.waitUntil(bench.tasks.idle)
    assert "楼栋长空缺 · 92.00 分" in said(place)
    place.hide()
    assert ranking_of(stage(), "空锦社区") == [["1", "空锦苑 1栋", "暂缺", "92.00", "红旗"]]
