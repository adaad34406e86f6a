"""What the papers of the warning chain say: plain records for reports.caution_papers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ldz_desktop.domain.cautions import Basis, Caution
from ldz_desktop.domain.rank_interval import RankInterval
from ldz_desktop.services.cautions import REMINDER, TALK, CautionService
from ldz_desktop.services.cautions_records import Case
from ldz_desktop.services.core import Core
from ldz_desktop.services.evaluation import EvaluationService
from ldz_desktop.services.evaluation_notice import NoticeData
from ldz_desktop.services.notices import NoticeService
from ldz_desktop.services.rank_intervals import RankIntervalService
from ldz_desktop.services.settings import SettingService


@dataclass(frozen=True, slots=True)
class MonthFact:
    """One last place as the notice printed it, and what the sheets can bear of it. rank None where
    the month was corrected since and says something else."""

    month: str
    code: str
    rank: int | None
    of: int
    score: Decimal | None
    valid: int
    interval: RankInterval | None


@dataclass(frozen=True, slots=True)
class CasePaper:
    """The head of every paper. unit: who signs; today: the day it is printed; void: why the step
    no longer holds."""

    unit: str
    today: date
    leader: str
    building: str
    community: str
    started_on: date | None
    months: tuple[MonthFact, ...]
    one_signer: bool
    void: str = ""


@dataclass(frozen=True, slots=True)
class ProposalPaper:
    """The page that proposes, and the notices it rests on. reminder, talk: what was done before."""

    head: CasePaper
    proposal: Caution
    reminder: Caution | None
    talk: Caution | None
    notices: tuple[NoticeData, ...]


@dataclass(frozen=True, slots=True)
class DecisionPaper:
    """The decision with the steps that led to it. ended_on: the last day in office, of a
    dismissal."""

    head: CasePaper
    decision: Caution
    talk: Caution | None
    ended_on: date | None


class CautionPaperService:
    """Reads only; that a paper about somebody is made is logged."""

    def __init__(
        self,
        core: Core,
        cautions: CautionService,
        intervals: RankIntervalService,
        notices: NoticeService,
        evaluation: EvaluationService,
    ) -> None:
        self._core = core
        self._cautions = cautions
        self._intervals = intervals
        self._notices = notices
        self._evaluation = evaluation
        self._settings = SettingService(core)

    def facts(self, case: Case) -> tuple[MonthFact, ...]:
        """The last places of a case, the oldest first."""
        codes = {b.month: b for one in case.steps for b in one.caution.months}
        bases = [codes.get(month, Basis(month, "")) for month in case.months]
        return self._facts(case, tuple(bases))

    def talk(self, caution_id: int) -> tuple[CasePaper, Caution]:
        """The filled record of a talk."""
        case, judged = self._cautions.case_of(caution_id)
        self._log("talk", case)
        return self._head(case, judged.caution.months, judged.void), judged.caution

    def blank_talk(self, tenure_id: int) -> CasePaper:
        """The form to be filled in by hand, with the facts of the running chain."""
        draft = self._cautions.draft(tenure_id, TALK)
        case = self._cautions.current(tenure_id)
        assert case is not None
        self._log("talk.blank", case)
        return self._head(case, draft.months, "")

    def empty(self) -> CasePaper:
        """The form with nothing in it."""
        profile = self._settings.profile()
        unit = profile.unit or profile.office
        one = self._settings.one_signer()
        return CasePaper(unit, self._core.today(), "", "", "", None, (), one)

    def proposal(self, caution_id: int) -> ProposalPaper:
        """The proposal with the notices of its months."""
        case, judged = self._cautions.case_of(caution_id)
        self._log("proposal", case)
        reminder, talk = case.newest(REMINDER), case.newest(TALK)
        return ProposalPaper(
            self._head(case, judged.caution.months, judged.void),
            judged.caution,
            None if reminder is None else reminder.caution,
            None if talk is None else talk.caution,
            tuple(n for b in judged.caution.months for n in self._notices_of(case, b.month)),
        )

    def decision(self, caution_id: int) -> DecisionPaper:
        case, judged = self._cautions.case_of(caution_id)
        self._log("decision", case)
        talk = case.newest(TALK)
        return DecisionPaper(
            self._head(case, judged.caution.months, judged.void),
            judged.caution,
            None if talk is None else talk.caution,
            case.ended_on,
        )

    # -- inside ----------------------------------------------------------------------------------

    def _head(self, case: Case, months: tuple[Basis, ...], void: str) -> CasePaper:
        empty = self.empty()
        return CasePaper(
            empty.unit, empty.today, case.leader, case.building.title, case.building.community,
            case.started_on, self._facts(case, months), empty.one_signer, void,
        )  # fmt: skip

    def _facts(self, case: Case, months: tuple[Basis, ...]) -> tuple[MonthFact, ...]:
        places = {} if case.chain is None else {p.month: p for p in case.chain.lasts}
        found = []
        for basis in months:
            place = places.get(basis.month)
            if place is None:
                found.append(MonthFact(basis.month, basis.code, None, 0, None, 0, None))
                continue
            interval = self._intervals.of_month(basis.month).get(place.building_id)
            found.append(
                MonthFact(
                    basis.month, place.code, place.rank, place.of, place.score, place.valid,
                    interval,
                )
            )  # fmt: skip
        return tuple(found)

    def _notices_of(self, case: Case, month: str) -> list[NoticeData]:
        """The notice that names the building in that month; none where it no longer does."""
        known = {info.month for info in self._evaluation.months()}
        every = self._notices.notices(month) if month in known else ()
        building = case.building.id
        return [n for n in every if any(row.score.building_id == building for row in n.rows)]

    def _log(self, kind: str, case: Case) -> None:
        with self._core.database.transaction():
            self._core.log(f"print.{kind}", f"tenure:{case.tenure_id}")
