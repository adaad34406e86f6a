"""Monthly duty sheet and figures, read back from the PDF; the chart says what the table says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ldz_desktop.domain.duties import Duty, DutyRecord, DutyTemplate
from ldz_desktop.reports import duty_paper, duty_sheet
from ldz_desktop.reports.duty_charts import duty_figure, month_labels
from ldz_desktop.reports.fonts import FontSet
from ldz_desktop.services.context import Office
from ldz_desktop.services.duties_records import (
    DutyFigures,
    DutyLine,
    DutySheet,
    LeaderFigures,
    MonthFigures,
)

if TYPE_CHECKING:
    from tests.reports.conftest import ReadPdf

Read = Callable[[bytes], "ReadPdf"]


@pytest.fixture
def sheet(office: Office) -> DutySheet:
    line = DutyLine(1, 2, 3, "兴新社区", "福锦苑1栋", "赵琴", "", {1: 86, 2: 2, 3: 0}, 2, 1)
    record = DutyRecord(4, 2, "2026-05", 1, 7, 1, date(2026, 5, 9), "楼上漏水，双方和解")
    return DutySheet(line, "2026-05", office.duties.template("2026-05"), {1: 86, 7: 2}, (record,))


def test_a_sheet_for_a_pen(sheet: DutySheet, read_pdf: Read, fonts: FontSet) -> None:
    paper = duty_sheet.render([sheet], "兴新社区居委会", filled=False, fonts=fonts)
    assert (paper.pages, paper.missing_glyphs) == (1, ())
    text = read_pdf(paper.pdf).flat()
    for part in ("2026年5月楼栋长履职月报表", "楼栋：兴新社区福锦苑1栋", "楼栋长：赵琴",
                 "政策宣讲“带头人”", "睦邻友好“守护人”", "服务民生“贴心人”",
                 "楼栋长签字：", "社区核对：", "职责清单第1版"):  # fmt: skip
        assert part in text
    numbered = [f"{n}{d.name}" for n, d in enumerate(sheet.template.duties, 1)]
    places = [text.index(part) for part in numbered]
    assert places == sorted(places), "in the order in which they are keyed back"
    assert "86" not in text
    assert "漏水" not in text


def test_a_sheet_with_what_was_written_down(
    sheet: DutySheet, read_pdf: Read, fonts: FontSet
) -> None:
    two = [sheet, replace(sheet, line=replace(sheet.line, name="徐杨"))]
    found = read_pdf(duty_sheet.render(two, "", filled=True, fonts=fonts).pdf)
    text = found.flat(1)
    assert "1政策宣传入户86" in text
    assert "9日楼上漏水，双方和解" in text
    assert "共86次" in text
    assert "徐杨" in found.flat(2)
    with pytest.raises(ValueError, match="somebody"):
        duty_sheet.render([], "", filled=True, fonts=fonts)


def test_a_long_list_of_duties_stays_on_one_page(
    sheet: DutySheet, read_pdf: Read, fonts: FontSet
) -> None:
    duties = tuple(Duty(n, (n - 1) // 14 + 1, f"第{n}项职责") for n in range(1, 41))  # type: ignore[arg-type]
    long = replace(sheet, template=DutyTemplate(2, "2026-05", duties), counts={40: 3})
    paper = duty_sheet.render([long], "", filled=True, fonts=fonts)
    assert paper.pages == 1
    text = read_pdf(paper.pdf).flat()
    assert "40第40项职责3" in text
    assert "楼栋长签字" in text


@pytest.fixture
def figures() -> DutyFigures:
    months = (
        MonthFigures("2025-12", {1: 1, 2: 2, 3: 3}, 1, 2),
        MonthFigures("2026-01", {1: 1234, 2: 0, 3: 0}, 2, 2),
    )
    leaders = (
        LeaderFigures(1, "赵琴", "兴新社区", "福锦苑1栋", {1: 1235, 2: 0, 3: 3}, 4, 2, 2),
        LeaderFigures(2, "徐杨", "兴新社区", "福锦苑2栋", {1: 0, 2: 2, 3: 0}, 1, 1, 2),
    )
    return DutyFigures("2025-12", "2026-01", "兴新社区", "兴新社区居委会", leaders, months)


def test_figures_on_paper(figures: DutyFigures, read_pdf: Read, fonts: FontSet) -> None:
    paper = duty_paper.render(figures, date(2026, 2, 1), fonts=fonts)
    assert (paper.pages, paper.missing_glyphs) == (1, ())
    text = read_pdf(paper.pdf).flat()
    for part in ("兴新社区2025年12月至2026年1月楼栋长履职统计", "2名楼栋长，共1,240次",
                 "2025年12月123612", "2026年1月123400123422", "合计1235231240",
                 "福锦苑1栋赵琴12350312384", "福锦苑2栋徐杨020211/2"):  # fmt: skip
        assert part in text, (part, text)
    assert text.count("1,234") == 1, "the bar bears its number"


def test_the_chart_has_the_same_figures(figures: DutyFigures) -> None:
    (axes,) = duty_figure(figures.months).axes
    heights = [[bar.get_height() for bar in bars] for bars in axes.containers]
    assert heights == [[1, 1234], [2, 0], [3, 0]]
    assert [t.get_text() for t in axes.texts] == ["6", "1,234"]
    assert month_labels(figures.months) == ["12月", "1月\n2026年"]
    assert month_labels(figures.months[:1]) == ["12月\n2025年"]
    assert duty_figure(()).axes
