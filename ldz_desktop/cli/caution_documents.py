"""Papers of the warning chain and the hand-over for the command `document`: talk, proposal,
decision, handover, each of one leader (--leader)."""

from typing import TYPE_CHECKING

from ldz_desktop.domain.cautions import STAGES, Stage
from ldz_desktop.errors import InputError
from ldz_desktop.services.cautions import PROPOSAL, TALK
from ldz_desktop.services.context import Office

if TYPE_CHECKING:
    from ldz_desktop.domain.cautions import Caution
    from ldz_desktop.reports.paper import Paper


def talk(office: Office, leader_id: int) -> "Paper":
    """The newest talk on record, or the form to fill in where one is due."""
    from ldz_desktop.reports.caution_papers import render_talk

    papers = office.caution_papers
    for case in office.cautions.of_leader(leader_id):
        judged = case.newest(TALK)
        if judged is not None:
            return render_talk(*papers.talk(judged.caution.id))
        if case.running and case.count > 1:
            return render_talk(papers.blank_talk(case.tenure_id), None)
    raise _nothing(TALK)


def proposal(office: Office, leader_id: int) -> "Paper":
    """With the notices of its months."""
    from ldz_desktop.reports.caution_papers import render_proposal

    found = _proposal(office, leader_id)
    return render_proposal(office.caution_papers.proposal(found.id))


def decision(office: Office, leader_id: int) -> "Paper":
    from ldz_desktop.reports.caution_papers import render_decision

    found = _proposal(office, leader_id)
    if not found.decided:
        raise InputError("还没有决定", "这位楼栋长的提请还没有作出决定。", "请先登记处理决定。")
    return render_decision(office.caution_papers.decision(found.id))


def handover(office: Office, leader_id: int) -> "Paper":
    """Of the newest term: as it was signed, or with what is open now."""
    from ldz_desktop.reports.handover_paper import render

    tenures = office.roster.get(leader_id).tenures
    if not tenures:
        raise InputError("没有任期", "这位楼栋长没有任期，没有要交接的。")
    leaving = office.handover.leaving(tenures[0].tenure.id)
    wanted = leaving.handover or office.handover.draft(leaving.tenure_id)
    return render(office.handover.paper(wanted))


def _proposal(office: Office, leader_id: int) -> "Caution":
    for case in office.cautions.of_leader(leader_id):
        judged = case.newest(PROPOSAL)
        if judged is not None:
            return judged.caution
    raise _nothing(PROPOSAL)


def _nothing(stage: Stage) -> InputError:
    what = STAGES[stage]
    return InputError(f"没有{what}", f"这位楼栋长没有{what}记录。", "请在“末位”里查看。")
