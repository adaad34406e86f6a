"""The dossier of a year, from wherever a leader is shown."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.year_dialog import YearDialog

if TYPE_CHECKING:
    from ldz_desktop.domain.leaders import LeaderRow
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.services.roster import LeaderDetail
    from ldz_desktop.ui.kit.feature import Bench

_MOST_YEARS = 10
_WORDS = "推选与任命、培训、履职、测评、末位处置、奖励、承诺、交接汇成一份，每个数都写明来源。"


def from_menu(
    bench: "Bench", owner: QWidget, detail: "LeaderDetail", row: "LeaderRow | None"
) -> None:
    """Ask for the year where there are several, then show the paper."""
    del row
    this_year = bench.office.today().year
    starts = [t.tenure.started_on for t in detail.tenures]
    known = [day.year for day in starts if day is not None]
    first = min(known) if known and None not in starts else this_year - 1
    first = max(min(first, this_year), this_year - _MOST_YEARS + 1)
    years = range(this_year, first - 1, -1)
    dialog = YearDialog("履职档案袋", _WORDS, years, owner)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    year = dialog.year()
    dialog.deleteLater()
    if accepted:
        show_dossier(bench, owner, detail.leader.id, year)


def show_dossier(bench: "Bench", owner: QWidget, leader_id: int, year: int) -> None:
    """Printing is logged."""
    office = bench.office

    def work(progress: "Progress") -> "Paper":
        from ldz_desktop.reports.dossier import render

        progress.report(0, 0, "汇总履职档案")
        paper = render(office.dossier.of(leader_id, year))
        office.log("document.dossier", f"leader:{leader_id}", str(year))
        return paper

    show_paper(bench, owner, work, f"履职档案袋 {year}年", f"履职档案袋-{year}.pdf")
