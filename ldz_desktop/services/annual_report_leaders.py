"""The parts of the year's report that are about leaders: who is in office, who came and went, what
they learned and did, and what came of last places."""

from collections.abc import Iterable
from datetime import date, timedelta

from ldz_desktop.domain.cautions import DISMISS, STAGES, Caution, Stage
from ldz_desktop.domain.codes import is_party, upper_secondary
from ldz_desktop.domain.duties import CLASSES, DutyTemplate, in_force
from ldz_desktop.domain.leaders import Tenure, days_in_office, month_days
from ldz_desktop.domain.selections import WAYS
from ldz_desktop.domain.training import COURSE_KINDS
from ldz_desktop.services.annual_report_records import (
    Base,
    Cautions,
    Changes,
    CommunityLine,
    Duties,
    DutyCount,
    KindOfCourse,
    Training,
)
from ldz_desktop.services.cautions_records import Case
from ldz_desktop.services.core import Core
from ldz_desktop.services.duties import DutyService
from ldz_desktop.services.households_records import CommunityNode
from ldz_desktop.services.training import TrainingService
from ldz_desktop.storage.cautions import CautionStore
from ldz_desktop.storage.duties import DutyStore
from ldz_desktop.storage.handover import HandoverStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.selections import SelectionStore

EXPIRED, RESIGNED, DISMISSED, OTHER = "任期届满", "本人辞任", "末位处置", "其他原因"
_WORDS = {DISMISSED: ("末位",), EXPIRED: ("届满", "换届"), RESIGNED: ("辞",)}


class LeaderParts:
    """Reads only. first, until: the days of the report."""

    def __init__(self, core: Core, first: date, until: date) -> None:
        self._database = core.database
        self._today = core.today()
        self._first, self._until = first, until
        self._tenures = LeaderStore(core.database).tenures()

    def base(self, tree: Iterable[CommunityNode]) -> Base:
        held = self._held()
        people = {t.leader_id for t in held.values()}
        leaders = [x for x in LeaderStore(self._database).leaders() if x.id in people]
        lines = []
        for community in tree:
            buildings = [b.id for compound in community.compounds for b in compound.buildings]
            lines.append(
                CommunityLine(
                    community.name, len(community.compounds), len(buildings),
                    sum(b in held for b in buildings), community.households, community.residents,
                )
            )  # fmt: skip
        return Base(
            tuple(lines), self._until, len(people), sum(is_party(x.political) for x in leaders),
            sum(upper_secondary(x.education) for x in leaders),
        )  # fmt: skip

    def _held(self) -> dict[int, Tenure]:
        """Building → who is in office at the end: today as the roster has it, before by the days
        of the term (the later one where one term ends on the day the next begins)."""
        if self._until == self._today:
            return {t.building_id: t for t in self._tenures if t.ended_on is None}
        return {
            t.building_id: t for t in self._tenures if days_in_office(t, self._until, self._until)
        }

    def _in(self, day: date | None) -> bool:
        return day is not None and self._first <= day <= self._until

    # -- coming and going ------------------------------------------------------------------------

    def changes(self) -> Changes:
        store = SelectionStore(self._database)
        every = [*store.running(), *store.closed_since(self._first)]
        begun = [s for s in every if self._in(s.begun_on)]
        started = [t for t in self._tenures if self._in(t.started_on)]
        renewed = sum(self._before(t) is not None for t in started)
        left = [t for t in self._tenures if self._in(t.ended_on) and not self._goes_on(t)]
        dismissed = {c.tenure_id for c in CautionStore(self._database).every() if _dismisses(c)}
        reasons = dict.fromkeys((EXPIRED, RESIGNED, DISMISSED, OTHER), 0)
        for tenure in left:
            reasons[DISMISSED if tenure.id in dismissed else _why(tenure.end_reason or "")] += 1
        finished = {h.tenure_id for h in HandoverStore(self._database).every() if h.finished}
        next_year = date(self._until.year + 1, 12, 31)
        return Changes(
            begun={way: sum(s.way == way for s in begun) for way in WAYS},
            appointed=sum(self._in(s.appointed_on) for s in every),
            given_up=sum(self._in(s.closed_on) and s.tenure_id is None for s in every),
            running=sum(
                s.begun_on <= self._until and (s.closed_on is None or s.closed_on > self._until)
                for s in every
            ),
            fresh=len(started) - renewed,
            renewed=renewed,
            left=reasons,
            left_buildings=len({t.building_id for t in left}),
            handed_over=sum(t.id in finished for t in left),
            expiring=sum(
                t.term_end is not None and t.term_end <= next_year for t in self._held().values()
            ),
        )

    def _before(self, tenure: Tenure) -> Tenure | None:
        """The term that this one goes on from: the same person, the same building, no gap."""
        return next((t for t in self._tenures if _follows(tenure, t)), None)

    def _goes_on(self, tenure: Tenure) -> bool:
        return any(_follows(t, tenure) for t in self._tenures)

    # -- learning and doing ----------------------------------------------------------------------

    def training(self, service: TrainingService) -> Training:
        year, rules = self._until.year, service.rules()
        rows = [
            row for row in service.courses()
            if row.course.last_on.year == year and row.course.held_on <= self._today
        ]  # fmt: skip
        kinds = []
        for kind in COURSE_KINDS:
            mine = [row for row in rows if row.course.kind == kind]
            attended, numbered = sum(r.attended for r in mine), sum(r.certificates for r in mine)
            kinds.append(KindOfCourse(kind, len(mine), attended, numbered))
        people = service.year(year)
        return Training(
            tuple(kinds), len(people), sum(p.total for p in people), rules.per_hour, rules.yearly,
            sum(p.lacks_induction for p in people), sum(p.short for p in people),
        )  # fmt: skip

    def duties(self, service: DutyService) -> Duties:
        """From the records themselves, read once: DutyService.figures() says the same, leader by
        leader, and takes three times as long."""
        months = [f"{self._until.year}-{n:02d}" for n in range(1, self._until.month + 1)]
        editions = service.templates()
        newest = in_force(editions, months[-1])
        times = {(duty.group, duty.key): 0 for duty in newest.duties}
        leaders = {t.id: t.leader_id for t in self._tenures}
        reported: dict[str, set[int]] = {month: set() for month in months}
        by_month = {month: in_force(editions, month) for month in months}
        for record in DutyStore(self._database).of_months(months[0], months[-1]):
            done = by_month[record.month].duty(record.duty)
            if done is not None:
                key = (done.group, done.key)
                times[key] = times.get(key, 0) + record.times
            reported[record.month].add(leaders[record.tenure_id])
        asked = {
            month: {t.leader_id for t in self._tenures if days_in_office(t, *month_days(month))}
            for month in months
        }
        known = [newest, *reversed(editions)]
        counts = [DutyCount(group, _name(known, key), n) for (group, key), n in times.items()]
        return Duties(
            months[0], months[-1],
            tuple(x for group in CLASSES for x in counts if x.group == group),
            sum(len(asked[month] | reported[month]) for month in months),
            sum(map(len, reported.values())),
        )  # fmt: skip

    # -- last places -----------------------------------------------------------------------------

    def cautions(self, cases: Iterable[Case]) -> Cautions:
        every = tuple(cases)
        year = f"{self._until.year}-"
        lasts = [
            (case.leader_id, place.month) for case in every if case.chain is not None
            for place in case.chain.lasts if place.month.startswith(year)
        ]  # fmt: skip
        steps = [one for case in every for one in case.steps]
        taken = [one for one in steps if self._in(one.caution.done_on)]
        stages: dict[Stage, int] = {
            stage: sum(one.caution.stage == stage for one in taken) for stage in STAGES
        }
        decided = [x.caution for x in steps if x.caution.decided and self._in(x.caution.signed_on)]
        dismissed = sum(_dismisses(c) for c in decided)
        this_year = self._until.year == self._today.year
        return Cautions(
            last=len(lasts), people=len({leader for leader, _ in lasts}),
            reminders=stages[1], talks=stages[2], proposals=stages[3],
            dismissed=dismissed, kept=len(decided) - dismissed,
            void=sum(bool(one.void) for one in taken),
            waiting=sum(case.step is not None for case in every) if this_year else None,
        )  # fmt: skip


def _follows(after: Tenure, before: Tenure) -> bool:
    if (after.leader_id, after.building_id) != (before.leader_id, before.building_id):
        return False
    start, end = after.started_on, before.ended_on
    if after.id == before.id or start is None or end is None:
        return False
    return end <= start <= end + timedelta(days=1)


def _dismisses(caution: Caution) -> bool:
    return caution.decision == DISMISS


def _why(reason: str) -> str:
    """The kind of a reason as it was written: a free text may tell of somebody's illness, and has
    no place in a report."""
    return next((kind for kind, words in _WORDS.items() if any(w in reason for w in words)), OTHER)


def _name(editions: Iterable[DutyTemplate], key: int) -> str:
    return next(found.name for found in (e.duty(key) for e in editions) if found is not None)
