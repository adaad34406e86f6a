"""Papers of the warning chain and the hand-over, laid out on the worker."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldz_desktop.services.cautions import TALK
from ldz_desktop.ui.kit.papers import show_paper

if TYPE_CHECKING:
    from ldz_desktop.domain.cautions import Caution
    from ldz_desktop.domain.handover import Handover
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.ui.kit.feature import Bench


def show_blank_talk(bench: "Bench", owner: QWidget, tenure_id: int = 0) -> None:
    """The form to fill in by hand; tenure_id 0: with nothing in it."""
    papers = bench.office.caution_papers

    def paper(progress: "Progress") -> "Paper":
        from ldz_desktop.reports.caution_papers import render_talk

        head = papers.blank_talk(tenure_id) if tenure_id else papers.empty()
        progress.report(0, 0, "排版约谈记录")
        return render_talk(head, None)

    show_paper(bench, owner, paper, "空白约谈记录", "约谈记录（空白）.pdf")


def show_step(bench: "Bench", owner: QWidget, caution: "Caution") -> None:
    """The paper of a talk, a proposal with its notices, or a decision."""
    if caution.stage == TALK:
        _show_talk(bench, owner, caution)
    elif caution.decided:
        _show_decision(bench, owner, caution)
    else:
        show_proposal(bench, owner, caution)


def show_proposal(bench: "Bench", owner: QWidget, caution: "Caution") -> None:
    papers = bench.office.caution_papers

    def paper(progress: "Progress") -> "Paper":
        from ldz_desktop.reports.caution_papers import render_proposal

        found = papers.proposal(caution.id)
        progress.report(0, 0, "排版提请研究和所附公示")
        return render_proposal(found)

    show_paper(bench, owner, paper, "提请研究", "提请研究（附公示）.pdf")


def _show_talk(bench: "Bench", owner: QWidget, caution: "Caution") -> None:
    papers = bench.office.caution_papers

    def paper(progress: "Progress") -> "Paper":
        from ldz_desktop.reports.caution_papers import render_talk

        found = papers.talk(caution.id)
        progress.report(0, 0, "排版约谈记录")
        return render_talk(*found)

    show_paper(bench, owner, paper, "约谈记录", "约谈记录.pdf")


def _show_decision(bench: "Bench", owner: QWidget, caution: "Caution") -> None:
    papers = bench.office.caution_papers

    def paper(progress: "Progress") -> "Paper":
        from ldz_desktop.reports.caution_papers import render_decision

        found = papers.decision(caution.id)
        progress.report(0, 0, "排版处理决定")
        return render_decision(found)

    show_paper(bench, owner, paper, "处理决定", "处理决定.pdf")


def show_handover(bench: "Bench", owner: QWidget, handover: "Handover") -> None:
    """The form as it is on the screen."""
    office = bench.office

    def paper(progress: "Progress") -> "Paper":
        from ldz_desktop.reports.handover_paper import render

        found = office.handover.paper(handover)
        progress.report(0, 0, "排版交接表")
        return render(found)

    show_paper(bench, owner, paper, "离任交接表", "离任交接表.pdf")
