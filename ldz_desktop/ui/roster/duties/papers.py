"""Papers of duties, laid out on the worker."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit.papers import show_paper

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.duties_records import DutyFigures
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.ui.kit.feature import Bench


def show_sheets(
    bench: "Bench", owner: QWidget, month: str, tenures: Sequence[int], *, filled: bool
) -> None:
    """The monthly sheet of each of them, in that order."""
    office = bench.office

    def paper(progress: "Progress") -> "Paper":
        from ldz_desktop.errors import InputError
        from ldz_desktop.reports.duty_sheet import render

        progress.report(0, 0, "排版月报表")
        if not tenures:
            raise InputError("没有人", "列出的楼栋这个月都没有楼栋长在任。")
        sheets = office.duties.sheets(month, tenures)
        office.log("print.duty_sheets", f"month:{month}", str(len(sheets)))
        return render(sheets, office.training.unit(), filled=filled)

    title = f"{month_text(month)}楼栋长履职月报表"
    show_paper(bench, owner, paper, title)


def show_figures(bench: "Bench", owner: QWidget, figures: "DutyFigures") -> None:
    """The chart and both tables."""
    office = bench.office

    def paper(progress: "Progress") -> "Paper":
        from ldz_desktop.reports.duty_paper import render

        progress.report(0, 0, "排版履职统计")
        office.log("print.duties", f"months:{figures.first}/{figures.last}")
        return render(figures, office.today())

    show_paper(bench, owner, paper, "楼栋长履职统计")
