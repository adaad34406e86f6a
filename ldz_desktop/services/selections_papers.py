"""What the papers of a selection say: the candidates' notice, and the letter of appointment."""

from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.places import Building
from ldz_desktop.domain.postings import Length, PostingDraft
from ldz_desktop.domain.selections import Selection, Way
from ldz_desktop.domain.workdays import Period, notice_period
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.core import Core
from ldz_desktop.services.postings import PostingService
from ldz_desktop.services.selections import SelectionService
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.signers import SignerService
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore


@dataclass(frozen=True, slots=True)
class Nominee:
    """A candidate as a public notice may say (domain.md §6): never a number, telephone or room.
    sex, political, education: codes."""

    name: str
    sex: str | None
    birth: date | None
    political: str | None
    education: str | None


@dataclass(frozen=True, slots=True)
class CandidateNotice:
    """The candidates' notice of one building. how: what the vote came to, held_on and held_at
    included."""

    unit: str
    building: str
    way: Way
    held_on: date
    held_at: str
    eligible: int | None
    returned: int | None
    how: str
    nominees: tuple[Nominee, ...]
    posted: date
    period: Period
    phone: str


@dataclass(frozen=True, slots=True)
class Letter:
    """聘书. unit: who appoints; document_no, certificate_no: "" and term_end: None where they were
    never written down; selected: a selection led to it."""

    name: str
    building: str
    community: str
    started_on: date
    term_end: date | None
    document_no: str
    certificate_no: str
    unit: str
    day: date
    selected: bool


class SelectionPapers:
    """Reads only."""

    def __init__(self, core: Core, selections: SelectionService, postings: PostingService) -> None:
        self._core = core
        self._selections = selections
        self._postings = postings
        self._settings = SettingService(core)
        self._signers = SignerService(core)
        self._leaders = LeaderStore(core.database)

    def notice(self, selection_id: int, wanted: PostingDraft | None = None) -> CandidateNotice:
        """As it hangs, or as it will hang: as `wanted` says, else from today on for the usual time.
        It is printed before it is posted. Raises RuleError before the review is complete."""
        detail = self._selections.get(selection_id)
        selection = detail.selection
        if not selection.passed or any(c.passed is None for c in selection.chosen):
            raise RuleError(
                "还没有人选", "资格审查还没有完成，没有可以公示的人选。", "请先审查每一位候选人。"
            )
        posting, place = None, detail.building
        if detail.facts.notice is not None and not detail.facts.notice.withdrawn:
            posting = self._postings.get(detail.facts.notice.posting_id)
        if posting is None or posting.posted_on is None:
            posted, phone = self._core.today(), self._settings.profile().phone
            unit = self._signers.of_building("candidates", place)
            length = self._postings.usual()
            if wanted is not None:
                posted, phone = wanted.posted_on or posted, wanted.contact or ""
                unit = wanted.unit or unit
                length = Length(wanted.days or length.days, wanted.day_unit or length.unit)
            period = self._postings.period(posted, length)
        else:
            posted, phone, unit = posting.posted_on, posting.contact or "", posting.unit
            calendar = self._settings.calendar()
            period = notice_period(posted, posting.days, calendar, posting.day_unit)
        return CandidateNotice(
            unit, place.title, selection.way,
            selection.held_on or posted, selection.held_at or "", selection.eligible,
            selection.returned, selection.note or "",
            tuple(
                Nominee(c.name, c.sex, c.birth, c.political, c.education)
                for c in selection.passed
            ),
            posted, period, phone,
        )  # fmt: skip

    def notice_of_building(self, building: Building) -> CandidateNotice:
        """Of the building's newest selection. Raises InputError where there is none."""
        selections = self._selections.of_building(building.id)
        if not selections:
            raise InputError("还没有推选", "这栋楼还没有开始推选。", "请先在“推选”里开始。")
        return self.notice(selections[0].id)

    def letter(self, leader_id: int) -> Letter:
        """Of the leader's newest tenure. Raises what letter_of_tenure raises."""
        tenures = self._leaders.tenures_of(leader_id)
        return self.letter_of_tenure(tenures[-1].id if tenures else 0)

    def letter_of_tenure(self, tenure_id: int) -> Letter:
        """Numbers that are not on file (who was appointed before the office had this program) are
        left to the pen. Raises InputError without a tenure or its first day."""
        tenure = self._leaders.tenure(tenure_id)
        leader = None if tenure is None else self._leaders.leader(tenure.leader_id)
        if tenure is None or leader is None:
            raise InputError("没有任期", "这位楼栋长没有任期。", "请刷新列表。")
        if tenure.started_on is None:
            raise InputError(
                "没有任职日期",
                "这段任期没有任职日期，不能出聘书。",
                "请在任职经历里补上任职日期。",
            )
        building = PlaceStore(self._core.database).building(tenure.building_id)
        assert building is not None  # the database's reference holds it
        made = self._made(building.id, tenure.id)
        unit = self._signers.of_building("appointment", building)
        return Letter(
            leader.name, building.title, building.community, tenure.started_on, tenure.term_end,
            tenure.document_no or "", tenure.certificate_no or "", unit,
            made.appointed_on if made and made.appointed_on else tenure.started_on,
            selected=made is not None,
        )  # fmt: skip

    def _made(self, building_id: int, tenure_id: int) -> Selection | None:
        every = self._selections.of_building(building_id)
        return next((s for s in every if s.tenure_id == tenure_id), None)
