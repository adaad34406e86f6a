"""推选: from a vacancy to a leader who is appointed and trained, each step with its evidence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.leaders import Leader, Tenure
from ldz_desktop.domain.postings import PostingDraft
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.selections import (
    Candidate,
    Selection,
    Way,
    may_begin,
    residence_refusal,
)
from ldz_desktop.domain.selections_evidence import (
    Appointment,
    Ballot,
    Review,
    Vote,
    appointment_problems,
    notice_problems,
    review_problems,
    vote_problems,
    years_after,
)
from ldz_desktop.domain.training import certificate_number, next_number
from ldz_desktop.errors import ConflictError, InputError, RuleError
from ldz_desktop.services.codes import search_text
from ldz_desktop.services.selections_reading import (
    SelectionDetail,
    SelectionReader,
    match_leader,
)
from ldz_desktop.services.selections_rules import SelectionRules
from ldz_desktop.services.signers import SignerService
from ldz_desktop.services.undoable import Done, done

if TYPE_CHECKING:
    from ldz_desktop.domain.places import Building
    from ldz_desktop.services.core import Core
    from ldz_desktop.services.postings import PostingService
    from ldz_desktop.services.training import TrainingService

_REELECTED, _EXPIRED = "任期届满，连任", "任期届满"


class SelectionService(SelectionReader):
    """Verbs of a selection. Every write is one action and can be taken back. `before`: the
    selection as it was read; ConflictError where somebody saved it since."""

    def __init__(
        self, core: "Core", postings: "PostingService", training: "TrainingService"
    ) -> None:
        super().__init__(core, postings, training)
        self.rules = SelectionRules(core)

    # -- reading ---------------------------------------------------------------------------------

    def get(self, selection_id: int) -> SelectionDetail:
        """Raises InputError where it is gone."""
        return self.detail(self._selection(selection_id))

    def of_building(self, building_id: int) -> tuple[Selection, ...]:
        """Every selection for a building, the newest first."""
        return self._store.of_building(building_id)

    def of_leader(self, leader_id: int) -> tuple[Selection, ...]:
        """Those the leader stood in or was appointed by, the newest first."""
        return self._store.of_leader(leader_id)

    # -- step by step ----------------------------------------------------------------------------

    def begin(self, building_id: int, way: Way = "election") -> Done:
        """Raises RuleError where one is running, or the term in office ends too far ahead."""
        if any(s.running for s in self._store.of_building(building_id)):
            raise RuleError("已经在推选", "这栋楼的推选已经开始，请在推选表里继续办理。")
        refusal = may_begin(self._leaders.current(building_id), self._core.today())
        if refusal:
            raise RuleError("还不能推选", refusal)
        new = Selection(next(self._core.ids()), building_id, self._core.today(), way)
        with self._core.action("开始推选", about=f"building:{building_id}"):
            self._store.add(new)
        return self._done("推选已开始", new.id)

    def check_vote(self, vote: Vote, *, closing: bool) -> tuple[Problem, ...]:
        return vote_problems(vote, self._core.today(), closing=closing)

    def vote(self, before: Selection, vote: Vote, *, closing: bool) -> Done:
        """Keep the first step, or close it: the chosen candidates go on to the review.

        Raises InputError for figures that contradict each other, for somebody who does not live in
        the building and, when closing, for whatever is missing.
        """
        self._open(before)
        if before.chosen:
            raise RuleError("推选已经完成", "推选这一步已经完成。", "确需更正的，请先退回推选。")
        vote = replace(vote, ballots=tuple(self._named(b, before) for b in vote.ballots))
        _refuse(self.check_vote(vote, closing=closing))
        after = replace(
            before, way=vote.way, held_on=vote.held_on, held_at=vote.held_at, note=vote.note,
            eligible=vote.eligible, returned=vote.returned,
        )  # fmt: skip
        what = "完成推选" if closing else "登记推选"
        with self._core.action(what, about=f"building:{before.building_id}"):
            self._save(after)
            self._keep_candidates(before, vote.ballots, closing=closing)
        return self._done("推选这一步已完成" if closing else "推选记录已保存", before.id)

    def check_candidate(self, building_id: int, resident_id: int) -> Ballot:
        """A line for that resident. Raises InputError for one who cannot stand there."""
        return self._named(Ballot(resident_id), Selection(0, building_id, date.min, "election"))

    def review(self, before: Selection, review: Review) -> Done:
        """Keep the verdict on one candidate. After an upheld objection this takes the notice down:
        the candidates are reviewed and posted anew. Raises InputError for missing evidence."""
        self._open(before)
        detail = self.detail(before)
        notice = detail.facts.notice
        settled = notice is not None and not notice.withdrawn and not notice.upheld
        if before.tenure_id is not None or settled:
            raise RuleError(
                "已经公示", "候选人已经公示，审查结果不能再改。", "异议成立时才重新审查。"
            )
        candidate = next((c for c in before.chosen if c.id == review.candidate_id), None)
        if candidate is None:
            raise InputError("没有这个候选人", "这个人不在入选名单里。", "请刷新后再试。")
        criteria = self.rules.criteria(before)
        _refuse(review_problems(review, before, criteria, self._core.today()))
        verdicts = dict(review.checks)
        reviewed = replace(
            candidate, checks=tuple((c, bool(verdicts.get(c))) for c in criteria),
            reviewer=review.reviewer, reviewed_on=review.reviewed_on, passed=review.passed,
            review_note=review.review_note,
        )  # fmt: skip
        with self._core.action("资格审查", about=f"building:{before.building_id}"):
            self._take_down(detail, "异议成立，候选人重新审查")
            self._save(replace(before, criteria=criteria, posting_id=None))
            self._store.save_candidate(reviewed)
        return self._done("审查结果已保存", before.id)

    def post_notice(self, before: Selection, draft: PostingDraft) -> Done:
        """Put the candidates' notice up; kind, about and title are filled in here. Raises RuleError
        before the review is complete, InputError for a date that cannot be."""
        self._open(before)
        detail = self.detail(before)
        if detail.state("review").state != "done" or detail.state("notice").state != "now":
            raise RuleError("还不能公示", "资格审查完成之后才能公示。", "请先审查每一位候选人。")
        refusal = notice_problems(draft.posted_on, before, self._core.today())
        if refusal:
            raise InputError("不能公示", refusal)
        previous = detail.postings[-1].id if detail.postings else None
        signer = SignerService(self._core).of_building("candidates", detail.building)
        with self._core.action("公示候选人", about=f"building:{before.building_id}"):
            posting = self._postings.register(
                replace(
                    draft, kind="candidates", about=f"selection:{before.id}",
                    unit=draft.unit or signer,
                    title=notice_title(detail.building), previous_id=previous,
                )
            )  # fmt: skip
            self._save(replace(before, posting_id=posting.id))
        return self._done("候选人公示已登记张贴", before.id)

    def propose(self, detail: SelectionDetail) -> Appointment:
        """What the appointment's form begins with: the candidate with most votes, the next numbers,
        today, and the usual term."""
        today, held = self._core.today(), detail.facts.incumbent
        start = today
        if held is not None and held.term_end is not None:
            start = held.term_end + timedelta(days=1)
        elif held is None:  # who went may be in office until a day to come
            last = max((t.ended_on for t in detail.earlier if t.ended_on), default=date.min)
            start = max(today, last + timedelta(days=1)) if last >= today else today
        series = f"聘字〔{today.year}〕"
        number = certificate_number(series, next_number(series, self._store.certificates()))
        best = detail.selection.passed[0].id if detail.selection.passed else 0
        return Appointment(
            best, self._store.newest_document(), number, min(today, start), start,
            years_after(start, self.rules.term_years()),
        )  # fmt: skip

    def check_appointment(
        self, detail: SelectionDetail, wanted: Appointment
    ) -> tuple[Problem, ...]:
        candidate = _candidate(detail.selection, wanted.candidate_id)
        found = appointment_problems(wanted, candidate, detail.facts, detail.earlier)
        if wanted.certificate_no in self._store.certificates():
            text = "这个证书编号已经用过，请换一个"
            return (*found, Problem("refused", "certificate_no", "taken", text))
        return found

    def appoint(self, before: Selection, wanted: Appointment) -> Done:
        """The candidate becomes the building's leader: somebody new, or a further tenure of
        somebody the roster knows. The tenure of whoever is in office ends the day before.

        Raises InputError before the notice is over or with objections undecided, while somebody
        else is in office with no end written down, where tenures overlap, or where a number or
        date is missing.
        """
        self._open(before)
        detail = self.detail(before)
        if detail.state("appoint").state == "done":
            raise RuleError("已经任命", "这次推选已经任命了楼栋长。")
        _refuse(self.check_appointment(detail, wanted))
        candidate = _candidate(before, wanted.candidate_id)
        assert candidate is not None
        assert wanted.started_on is not None
        ids = self._core.ids()
        leader_id = candidate.leader_id or next(ids)
        tenure = Tenure(
            next(ids), leader_id, before.building_id, wanted.started_on, None,
            term_end=wanted.term_end, document_no=wanted.document_no,
            certificate_no=wanted.certificate_no,
        )  # fmt: skip
        with self._core.action("任命楼栋长", about=f"leader:{leader_id}"):
            if candidate.leader_id is None:
                self._leaders.add(_leader(candidate, leader_id), search_text(candidate.name))
                self._store.save_candidate(replace(candidate, leader_id=leader_id))
            held = detail.facts.incumbent
            if held is not None:
                last = wanted.started_on - timedelta(days=1)
                why = _REELECTED if held.leader_id == leader_id else _EXPIRED
                self._leaders.save_tenure(replace(held, ended_on=last, end_reason=why))
            self._leaders.add_tenure(tenure)
            self._save(
                replace(
                    before, appointed_on=wanted.appointed_on, document_no=wanted.document_no,
                    certificate_no=wanted.certificate_no, term_end=wanted.term_end,
                    tenure_id=tenure.id,
                )
            )  # fmt: skip
            self._core.log("selection.appoint", f"leader:{leader_id}")
        what = f"{candidate.name}已任命为楼栋长"
        return done(self._core, Change.of("leaders", what=what, ids=(before.id, leader_id)))

    def finish(self, before: Selection, waived: str = "") -> Done:
        """Close a selection after the training. waived: why there was none. Raises RuleError before
        the appointment, InputError without training and without a reason."""
        self._open(before)
        detail = self.detail(before)
        if before.tenure_id is None:
            raise RuleError("还没有任命", "任命之后才能办结；不再推选的，请用“终止推选”。")
        if not detail.facts.inducted and not waived.strip():
            raise InputError(
                "还没有岗前培训",
                "没有这位楼栋长完成岗前培训的记录。",
                "请先登记培训，或写明免培训的原因。",
            )
        reason = None if detail.facts.inducted else waived.strip()
        after = replace(before, closed_on=self._core.today(), close_reason=reason)
        about = f"building:{before.building_id}"
        with self._core.action("办结推选", about=about, reason=reason or ""):
            self._save(after)
        return self._done("推选已办结", before.id)

    def abandon(self, before: Selection, reason: str) -> Done:
        """Give a selection up. Raises InputError without a reason, RuleError after the appointment.
        A notice that hangs is taken down."""
        self._open(before)
        if not reason.strip():
            raise InputError("缺少原因", "请写明终止推选的原因。")
        if before.tenure_id is not None:
            raise RuleError("已经任命", "已经任命了楼栋长，推选不能终止，只能办结。")
        after = replace(before, closed_on=self._core.today(), close_reason=reason.strip())
        about = f"building:{before.building_id}"
        with self._core.action("终止推选", about=about, reason=reason.strip()):
            self._take_down(self.detail(before), f"推选终止：{reason.strip()}")
            self._save(after)
        return self._done("推选已终止", before.id)

    def send_back(self, before: Selection, reason: str) -> Done:
        """Back to the vote: others are chosen, or it is held anew; votes and verdicts stay on file
        until they are overwritten. Raises InputError without a reason."""
        self._open(before)
        if not reason.strip():
            raise InputError("缺少原因", "请写明退回推选的原因。")
        if before.tenure_id is not None:
            raise RuleError("已经任命", "已经任命了楼栋长，不能再退回。")
        about = f"building:{before.building_id}"
        with self._core.action("退回推选", about=about, reason=reason.strip()):
            self._take_down(self.detail(before), f"退回推选：{reason.strip()}")
            self._save(replace(before, posting_id=None))
            for candidate in before.chosen:
                self._store.save_candidate(replace(candidate, chosen=False))
        return self._done("已退回推选", before.id)

    # -- inside ----------------------------------------------------------------------------------

    def _selection(self, selection_id: int) -> Selection:
        found = self._store.get(selection_id)
        if found is None:
            raise InputError("没有这次推选", "这次推选已经不在了。", "请刷新列表。")
        return found

    def _open(self, selection: Selection) -> None:
        if not selection.running:
            raise RuleError("已经结束", "这次推选已经办结或终止，不能再改。")

    def _save(self, after: Selection) -> None:
        if not self._store.save(after):
            raise ConflictError(
                "已被别人改过", "在您编辑时，这次推选已被改动，这一步没有保存。", "请刷新后再试。"
            )

    def _named(self, ballot: Ballot, selection: Selection) -> Ballot:
        """The line with its name; refused for one who cannot stand. Who stands already stays."""
        known = _standing(selection, ballot.resident_id)
        if known is not None:
            return replace(ballot, name=known.name)
        found = self._store.at_home(ballot.resident_id)
        if found is None:
            raise InputError("没有这个人", "档案里找不到这位居民。", "请重新查找。")
        resident, home, address = found
        refusal = residence_refusal(
            resident, home, selection.building_id, address, self._core.today()
        )
        if refusal:
            raise InputError("不能作为候选人", refusal)
        return replace(ballot, name=resident.name)

    def _keep_candidates(
        self, before: Selection, ballots: Sequence[Ballot], *, closing: bool
    ) -> None:
        """closing: the chosen ones are marked and wait for their review."""
        ids = self._core.ids()
        wanted = {b.resident_id for b in ballots}
        for candidate in before.candidates:
            if candidate.resident_id not in wanted:
                self._store.remove_candidate(candidate.id)
        for ballot in ballots:
            known = _standing(before, ballot.resident_id)
            candidate = known or self._new_candidate(next(ids), before, ballot.resident_id)
            after = replace(candidate, votes=ballot.votes)
            if closing and ballot.chosen:
                after = replace(
                    after, chosen=True, checks=(), reviewer=None, reviewed_on=None, passed=None,
                    review_note=None,
                )  # fmt: skip
            if known is None:
                self._store.add_candidate(after)
            elif after != known:
                self._store.save_candidate(after)

    def _new_candidate(self, key: int, selection: Selection, resident_id: int) -> Candidate:
        found = self._store.at_home(resident_id)
        assert found is not None  # _named() has looked
        who = found[0]
        same = Leader(
            0, who.name, who.sex, who.id_number, who.birth, who.political, who.education, who.phone
        )
        leader_id = match_leader(
            self._leaders.leaders(), self._leaders.tenures(), same, selection.building_id
        )
        return Candidate(
            key, selection.id, who.id, leader_id, who.name, who.sex, who.birth, who.id_number,
            who.political, who.education, who.phone,
        )  # fmt: skip

    def _take_down(self, detail: SelectionDetail, reason: str) -> None:
        """The notice that hangs, or waits for its result."""
        today = self._core.today()
        for posting in detail.postings:
            if posting.state(today) in ("running", "full"):
                self._postings.withdraw(posting.id, today, reason)

    def _done(self, what: str, *ids: int) -> Done:
        return done(self._core, Change.of("leaders", what=what, ids=ids))


def notice_title(building: "Building") -> str:
    """福锦苑1栋楼栋长候选人公示."""
    return f"{building.title}楼栋长候选人公示"


def _standing(selection: Selection, resident_id: int) -> Candidate | None:
    return next((c for c in selection.candidates if c.resident_id == resident_id), None)


def _candidate(selection: Selection, candidate_id: int) -> Candidate | None:
    return next((c for c in selection.candidates if c.id == candidate_id), None)


def _leader(candidate: Candidate, leader_id: int) -> Leader:
    return Leader(
        leader_id, candidate.name, candidate.sex, candidate.id_number, candidate.birth,
        candidate.political, candidate.education, candidate.phone,
    )  # fmt: skip


def _refuse(problems: Sequence[Problem]) -> None:
    refused = [p.reason for p in problems if p.level == "refused"]
    if refused:
        raise InputError("不能这样登记", f"{'；'.join(refused)}。", "请改正后再试。")
