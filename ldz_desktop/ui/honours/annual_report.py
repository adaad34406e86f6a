"""年度报告: which year, then the paper as it will be printed."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.pieces import button
from ldz_desktop.ui.kit.year_dialog import YearDialog

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.ui.kit.feature import Bench

TITLE = "年度报告"
_WORDS = (
    "一年的楼栋长工作汇成一份，报给上级：基本情况、选任、培训和履职、测评、红旗和奖励、"
    "末位处置、户档和走访，每个数都写明来源。不含居民姓名、证件号码、电话和房号。"
)


def report_button(bench: "Bench", owner: QWidget) -> QPushButton:
    """Asks for the year where there are several."""
    return button(
        "年度报告(&Y)", lambda: ask_year(bench, owner), tip="全年的楼栋长工作，报送街道的一份公文"
    )


def ask_year(bench: "Bench", owner: QWidget) -> None:
    service = bench.office.annual_report

    def ask(found: tuple[tuple[int, ...], int]) -> None:
        years, usual = found
        if len(years) == 1:
            show_report(bench, owner, usual)
            return
        dialog = YearDialog(TITLE, _WORDS, years, owner, usual)
        dialog.accepted.connect(lambda: show_report(bench, owner, dialog.year()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    bench.tasks.run(
        lambda _: (service.years(), service.usual_year()), ask, owner=owner, key="report-years"
    )


def show_report(bench: "Bench", owner: QWidget, year: int) -> None:
    """Printing is logged."""
    office = bench.office

    def work(progress: "Progress") -> "Paper":
        from ldz_desktop.reports.annual_report import render

        report = office.annual_report.of(year, progress)
        progress.report(0, 0, "排版年度报告")
        paper = render(report)
        office.log("document.annual_report", "", str(year))
        return paper

    show_paper(bench, owner, work, f"{year}{TITLE}", f"{TITLE}-{year}.pdf")
