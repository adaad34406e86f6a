"""The letter of appointment, from wherever a leader is shown."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldz_desktop.ui.kit.papers import show_paper

if TYPE_CHECKING:
    from ldz_desktop.domain.leaders import LeaderRow
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.services.roster import LeaderDetail
    from ldz_desktop.ui.kit.feature import Bench


def show_letter(bench: "Bench", owner: QWidget, tenure_id: int) -> None:
    """Of one tenure; where it has no numbers, a sentence says so. Printing is logged."""
    office = bench.office

    def work(progress: "Progress") -> "Paper":
        from ldz_desktop.reports.appointment import render

        progress.report(0, 0, "排版聘书")
        paper = render(office.selection_papers.letter_of_tenure(tenure_id))
        office.log("document.appointment", f"tenure:{tenure_id}")
        return paper

    show_paper(bench, owner, work, "聘书")


def from_menu(
    bench: "Bench", owner: QWidget, detail: "LeaderDetail", row: "LeaderRow | None"
) -> None:
    """The newest tenure's letter."""
    del row
    newest = detail.tenures[0].tenure.id if detail.tenures else 0
    show_letter(bench, owner, newest)
