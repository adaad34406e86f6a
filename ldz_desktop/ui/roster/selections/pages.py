"""Which page of the panel belongs to a step as it stands, and what the menu offers."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QPushButton

from ldz_desktop.domain.selections import STEP_TITLES, Step
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.selections_reading import SelectionDetail
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.pieces import button
from ldz_desktop.ui.kit.scan_dialog import ScanDialog
from ldz_desktop.ui.roster.selections.appoint_page import AppointPage, CorrectPage, TrainingPage
from ldz_desktop.ui.roster.selections.letters import show_letter
from ldz_desktop.ui.roster.selections.notice_page import NoticeDefaults, NoticePage
from ldz_desktop.ui.roster.selections.panel import Page
from ldz_desktop.ui.roster.selections.review_page import ReviewPage
from ldz_desktop.ui.roster.selections.start_page import CriteriaPage
from ldz_desktop.ui.roster.selections.step_page import Desk, EvidencePage, ReasonPage, current
from ldz_desktop.ui.roster.selections.vote_page import VotePage
from ldz_desktop.ui.roster.selections.words import evidence, state_words

if TYPE_CHECKING:
    from ldz_desktop.domain.postings import PostingDraft
    from ldz_desktop.domain.selections_evidence import Appointment
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.progress import Progress


class Read:
    """A selection with what its forms begin with, read on the worker."""

    def __init__(self, office: "Office", selection_id: int) -> None:
        self.detail = office.selections.get(selection_id)
        rules = office.selections.rules
        self.criteria = rules.criteria(self.detail.selection)
        self.own, self.years = rules.own_criteria(), rules.term_years()
        self.proposed: Appointment = office.selections.propose(self.detail)
        profile, settings = office.settings.profile(), office.settings
        self.notice = NoticeDefaults(office.postings.usual(), profile.phone, settings.calendar())


class StepPages:
    """Makes pages. show: puts one on the panel."""

    def __init__(self, desk: Desk, show: Callable[[Page, str], None]) -> None:
        self._desk = desk
        self._show = show

    def page(self, read: Read, step: Step) -> Page:
        """The form where the step is at hand, else what is on record of it."""
        detail = read.detail
        state = detail.state(step)
        desk = self._desk
        if current(detail, step):
            if step == "vote":
                return VotePage(desk, detail, desk.owner)
            if step == "review":
                back = self._verb("退回推选 …", lambda: self.send_back(detail))
                blocked = state.state == "blocked"
                return ReviewPage(desk, detail, read.criteria, back if blocked else None)
            if step == "notice" and state.state == "now":
                return NoticePage(desk, detail, read.notice, partial(self.print_notice, detail))
            if step == "appoint" and state.state == "now":
                return AppointPage(desk, detail, read.proposed, read.years)
            if step == "training":
                learn = self._verb("去培训登记", lambda: desk.go("training"))
                return TrainingPage(desk, detail, None if detail.facts.inducted else learn)
        made = EvidencePage(
            STEP_TITLES[step], self._words(detail, step), evidence(detail, step),
            self._verbs(detail, step),
        )  # fmt: skip
        made.cancelled.connect(desk.leave)
        return made

    def _words(self, detail: SelectionDetail, step: Step) -> str:
        """Why there is no form."""
        state = detail.state(step)
        first = next((s.step for s in detail.steps if s.state != "done"), None)
        if state.state == "later" and first is not None:
            return f"先完成“{STEP_TITLES[first]}”。"
        if step == "appoint" and state.state == "waiting" and state.on is not None:
            day = date_text(state.on)
            return f"现任的任期还没有届满。新任期从届满次日开始，{day}起可以登记任命。"
        if step == "appoint" and state.state == "blocked":
            return "现任没有登记届满日期：请先在花名册办理卸任，再任命新人。"
        if step == "notice" and state.state == "blocked":
            return "有异议还没有答复：请在“公示”里作出决定。"
        return state_words(state)

    def _verbs(self, detail: SelectionDetail, step: Step) -> list[QPushButton]:
        verbs = []
        if step == "notice" and detail.postings:
            newest = detail.postings[-1].id
            verbs.append(self._verb("打印公示", lambda: self.print_notice(detail)))
            target = Target("posting", newest)
            verbs.append(self._verb("到公示", lambda: self._desk.bench.show(target)))
        if step == "appoint" and detail.tenure is not None:
            verbs.append(self._verb("更正 …", lambda: self.correct(detail)))
            gone = _gone(detail)
            if gone:
                target = Target("handover", gone)
                verbs.append(self._verb("离任交接", lambda: self._desk.bench.show(target)))
            verbs.append(self._verb("打印聘书", lambda: self.print_letter(detail)))
        return verbs

    def _verb(self, caption: str, act: Callable[[], object]) -> QPushButton:
        return button(caption, act)

    def fill_menu(self, menu: QMenu, read: Read) -> None:
        """What can be done to a selection besides its current step."""
        menu.clear()
        detail = read.detail
        one = detail.selection
        appointed = one.tenure_id is not None
        lines: list[tuple[str, Callable[[], object], bool]] = [
            ("打印候选人公示", lambda: self.print_notice(detail), bool(one.passed)),
            ("打印聘书", lambda: self.print_letter(detail), appointed),
            ("更正任命 …", lambda: self.correct(detail), detail.tenure is not None),
            ("签字材料 …", lambda: self.papers(detail), True),
            ("审查条件和任期 …", lambda: self.criteria(read), one.running),
            (
                "退回推选 …", lambda: self.send_back(detail),
                one.running and bool(one.chosen) and not appointed,
            ),
            ("终止推选 …", lambda: self.abandon(detail), one.running and not appointed),
        ]  # fmt: skip
        for caption, act, offered in lines:
            action = menu.addAction(caption)
            action.triggered.connect(partial(_call, act))
            action.setEnabled(offered)

    def send_back(self, detail: SelectionDetail) -> None:
        office = self._desk.bench.office
        words = "回到第一步，另定人选或重新推选；张贴着的公示同时撤下。"
        page = ReasonPage(
            self._desk, ("退回推选", words), "退回推选",
            lambda reason: office.selections.send_back(detail.selection, reason),
        )  # fmt: skip
        self._show(page, "")

    def correct(self, detail: SelectionDetail) -> None:
        """A number or a day of the appointment was written down wrong."""
        if detail.tenure is not None:
            self._show(CorrectPage(self._desk, detail, detail.tenure), "")

    def abandon(self, detail: SelectionDetail) -> None:
        office = self._desk.bench.office
        words = "这次推选不再进行，记录保留；张贴着的公示同时撤下。"
        page = ReasonPage(
            self._desk, ("终止推选", words), "终止推选",
            lambda reason: office.selections.abandon(detail.selection, reason),
        )  # fmt: skip
        self._show(page, "")

    def papers(self, detail: SelectionDetail) -> None:
        """Photos and scans of minutes, ballots and forms that people signed."""
        owner = ("selection", detail.selection.id)
        title = f"{detail.building.title}推选签字材料"
        ScanDialog(self._desk.bench, owner, title, self._desk.owner, self._desk.look_again).open()

    def criteria(self, read: Read) -> None:
        self._show(CriteriaPage(self._desk, read.own, read.years), "")

    def print_notice(self, detail: SelectionDetail, wanted: "PostingDraft | None" = None) -> None:
        """wanted: as the form has it, where it does not hang yet."""
        office, key = self._desk.bench.office, detail.selection.id

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports.candidate_notice import render

            progress.report(0, 0, "排版公示")
            return render(office.selection_papers.notice(key, wanted))

        name = f"候选人公示-{detail.building.title}.pdf"
        show_paper(self._desk.bench, self._desk.owner, work, "候选人公示", name)

    def print_letter(self, detail: SelectionDetail) -> None:
        show_letter(self._desk.bench, self._desk.owner, detail.selection.tenure_id or 0)


def _gone(detail: SelectionDetail) -> int:
    """The tenure that the appointment took the place of, where it is somebody else's; 0 for none.
    `former` is the newest first, and may hold the new tenure too."""
    new = detail.tenure
    if new is None:
        return 0
    before = next((t for t in detail.earlier if t.id != new.id), None)
    return 0 if before is None or before.leader_id == new.leader_id else before.id


def _call(act: Callable[[], object], *_: object) -> None:
    act()
