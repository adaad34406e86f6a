"""The 图表 page by keyboard: every kind of chart, its numbers, as files and on paper."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton

from ldz_desktop.ui.evaluation.chart_kinds import KINDS
from ldz_desktop.ui.evaluation.month_page import CHARTS
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.kit.record_table import RecordTable

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import FixedChooser
    from tests.ui.evaluation.conftest import Month, Stage

Show = Callable[[], "Stage"]


@pytest.fixture
def shown(month: "Month", stage: Show) -> "Stage":
    """Two closed months alike."""
    month.fill("2026-09")
    month.office.evaluation.close("2026-09")
    month.fill("2026-10")
    month.office.evaluation.close("2026-10")
    found = stage()
    found.tab.month_page.show_view(CHARTS)
    found.settle()
    return found


def numbers(shown: "Stage") -> list[list[str]]:
    """The table behind the chart, heads first."""
    chart = shown.tab.month_page.charts.chart
    table = chart.findChild(RecordTable)
    assert table is not None
    model = table.model()
    across = range(model.columnCount())
    heads = [str(model.headerData(i, Qt.Orientation.Horizontal)) for i in across]
    rows = [[str(model.index(r, c).data()) for c in across] for r in range(model.rowCount())]
    return [heads, *rows]


def test_every_kind_is_drawn_with_its_numbers(shown: "Stage", qtbot: "QtBot") -> None:
    page = shown.tab.month_page
    charts = page.charts
    charts.kinds.setFocus()
    wanted = {
        "building": ["2026年9月", "100.00", "100.00", "100.00", "1", "3"],
        "all": ["西锦苑1栋", "100.00", "100.00"],
        "bump": ["西锦苑1栋", "1", "1"],
        "heat": ["西锦苑1栋", "100.00", "100.00"],
        "questions": ["政策、通知及时传达到户", "6", "0", "0", "0", "0", "5.00"],  # of the building
        "stars": ["政策宣讲", "5.00", "4.00"],
    }
    for kind, _ in KINDS[1:]:
        shown.press(Qt.Key.Key_Down)
        assert charts.kind() == kind
        shown.settle()
        qtbot.waitUntil(charts.chart.has_picture, timeout=20_000)
        assert numbers(shown)[1] == wanted[kind]
        assert not page.explain.isVisible()
    for _ in KINDS[1:]:
        shown.press(Qt.Key.Key_Up)
    assert charts.kind() == "month"
    assert page.explain.isVisible()


def test_a_compound_and_a_building_narrow_what_is_drawn(shown: "Stage") -> None:
    charts = shown.tab.month_page.charts
    charts.kinds.set_value("bump")
    shown.settle()
    places = [charts.places.itemText(i).strip() for i in range(charts.places.count())]
    assert places == ["西锦社区", "西锦苑", "金桂苑", "东锦社区", "东锦苑"]
    charts.places.set_value(("西锦社区", "金桂苑"))
    shown.settle()
    assert [line[0] for line in numbers(shown)[1:]] == ["金桂苑1栋"]
    assert numbers(shown)[1][1:] == ["3", "3"]  # of the community, as it was printed
    charts.kinds.set_value("building")
    charts.places.set_value(("西锦社区", ""))
    shown.settle()
    charts.buildings.setFocus()
    shown.press(Qt.Key.Key_Down)
    shown.settle()
    assert numbers(shown)[2] == ["2026年10月", "80.00", "80.00", "80.00", "2", "3"]


def test_without_a_closed_month_it_says_what_to_do(month: "Month", stage: Show) -> None:
    month.fill()
    found = stage()
    found.tab.month_page.show_view(CHARTS)
    charts = found.tab.month_page.charts
    charts.kinds.set_value("heat")
    found.settle()
    assert not charts.chart.isVisible()
    assert not charts.save_button.isEnabled()
    charts.kinds.set_value("month")
    assert charts.month.isVisible()


def test_the_chart_is_saved_in_three_kinds(
    shown: "Stage", chooser: "FixedChooser", tmp_path: Path, qtbot: "QtBot"
) -> None:
    charts = shown.tab.month_page.charts
    charts.kinds.set_value("heat")
    shown.settle()
    for ending, start in ((".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")):
        chooser.answer = tmp_path / f"热力图{ending}"
        qtbot.mouseClick(charts.save_button, Qt.MouseButton.LeftButton)
        shown.settle()
        assert chooser.answer.read_bytes().startswith(start)
    assert QImage(str(tmp_path / "热力图.png")).width() == 1800


def test_the_chart_is_printed_over_its_numbers(
    shown: "Stage", chooser: "FixedChooser", tmp_path: Path, qtbot: "QtBot"
) -> None:
    charts = shown.tab.month_page.charts
    charts.kinds.set_value("questions")
    shown.settle()
    button: QPushButton = charts.print_button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    shown.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaperDialog)
    chooser.answer = tmp_path / "图.pdf"
    dialog.save()
    dialog.close()
    document = pypdfium2.PdfDocument(chooser.answer)
    text = document[0].get_textpage().get_text_range()
    document.close()
    for words in ("西锦社区2026年10月各题满意度", "有效表 18 张", "代办服务与服务态度", "4.00"):
        assert words in text
