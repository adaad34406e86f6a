"""The small line of scores."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldz_desktop.ui.roster.score_line import ScoreLine, Spot, last_months, spot_text

POINTS = (
    Spot("2026-01", Decimal("90.10"), 3),
    Spot("2026-03", Decimal("95.00"), 1, flag=True),
    Spot("2026-04", Decimal("70.00"), 9, last=True),
)


def test_gaps_are_months_without_a_result() -> None:
    months = last_months(POINTS, 4)
    assert [spot.month for spot in months] == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert months[1].score is None


def test_a_year_goes_back_over_new_year() -> None:
    months = last_months(POINTS)
    assert (len(months), months[0].month) == (12, "2025-05")
    assert last_months(()) == ()


@pytest.mark.parametrize(
    ("spot", "text"),
    [
        (POINTS[1], "2026年3月 · 95.00 分 · 第 1 名 · 红旗"),
        (POINTS[2], "2026年4月 · 70.00 分 · 第 9 名 · 末位"),
        (Spot("2026-05"), "2026年5月 · 没有得分"),
        (
            Spot("2026-05", Decimal("80.00"), why="样本不足"),
            "2026年5月 · 80.00 分 · 不排名（样本不足）",
        ),
    ],
)
def test_a_month_in_words(spot: Spot, text: str) -> None:
    assert spot_text(spot) == text


def test_arrows_walk_along_the_months(dressed: QApplication, qtbot: QtBot) -> None:
    del dressed
    line = ScoreLine()
    qtbot.addWidget(line)
    line.resize(300, 92)
    line.set_spots(POINTS)
    line.show()
    line.setFocus()
    assert line.chosen == POINTS[2]
    QTest.keyClick(line, Qt.Key.Key_Left)
    assert line.chosen == POINTS[1]
    QTest.keyClick(line, Qt.Key.Key_Right)
    QTest.keyClick(line, Qt.Key.Key_Right)
    assert line.chosen == POINTS[2]
    assert "2026年3月 · 95.00 分" in line.accessibleDescription()


def test_flag_months_are_red_and_last_places_amber(dressed: QApplication, qtbot: QtBot) -> None:
    del dressed
    from ldz_desktop.ui.kit import theme

    line = ScoreLine()
    qtbot.addWidget(line)
    line.resize(300, 92)
    line.set_spots(POINTS)
    line.show()
    image = line.grab().toImage()
    colors = {
        image.pixelColor(x, y).rgb() for x in range(image.width()) for y in range(image.height())
    }
    assert theme.color("red").rgb() in colors
    assert theme.color("amber").rgb() in colors
