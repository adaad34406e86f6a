"""How the demo's leaders came into office, with the evidence of every step; and three re-elections
under way for terms that end soon."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from ldz_desktop.domain.leaders import Leader, Tenure
from ldz_desktop.domain.places import Building
from ldz_desktop.domain.postings import Posting, PostingDraft, proposed_report
from ldz_desktop.domain.selections import (
    CRITERIA,
    TERM_YEARS,
    Candidate,
    Selection,
    Way,
    residence_refusal,
)
from ldz_desktop.domain.selections_evidence import Ballot, Review, Vote, years_after
from ldz_desktop.domain.training import certificate_number, counts_since, spell_begins
from ldz_desktop.domain.workdays import Calendar, Period, is_working, notice_period
from ldz_desktop.services.core import Core
from ldz_desktop.services.demo.places import PHONE
from ldz_desktop.services.postings import PostingService
from ldz_desktop.services.selections import SelectionService, notice_title
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.training import TrainingService
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.postings import PostingStore
from ldz_desktop.storage.selections import (
    CANDIDATE,
    SELECTION,
    SelectionStore,
    candidate_values,
    selection_values,
)

_DAYS_BACK = 365 * TERM_YEARS
_SOON = 92
_NOTICE_DAYS = 5
_NOMINATED = 0.25
_REVIEWERS = ("社区党委 何志强", "社区党委 罗敏", "街道组织办 周涛")
_PLACES = ("小区广场", "社区活动室", "单元门厅", "物业会议室")
_HUNG = "各单元门口、小区公告栏"
_BY = "由本楼居民代表会议和社区党支部共同推荐"
_WAIVED = "因病没有参加集中培训，由社区结对辅导"
_FEW = 2  # others who stood at most


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of a selection that ended with somebody taking office."""

    begun: date
    held: date
    reviewed: date
    posted: date
    period: Period
    appointed: date


class _Making:
    """Everything drawn with one pair of dice, so that the same seed makes the same."""

    def __init__(self, core: Core, ids: Iterator[int], seed: int, today: date) -> None:
        self.core = core
        self.ids = ids
        self.today = today
        self.dice = random.Random(f"ldz demo {seed} selections")
        self.calendar = SettingService(core).calendar()
        self.store = SelectionStore(core.database)
        self.homes = HouseholdStore(core.database)
        self.leaders = LeaderStore(core.database)
        self.training = TrainingService(core)
        self.buildings = {b.id: b for b in PlaceStore(core.database).buildings()}
        self.occupied = self.homes.occupied_by_building()
        self.documents: Counter[int] = Counter()
        self.certificates: Counter[int] = Counter()

    def others(self, building_id: int, apart: str | None) -> list[Leader]:
        """Neighbours who stood too; id: the resident's."""
        found: list[Leader] = []
        here = self.store.residents(building_id)
        wanted = self.dice.randint(0, _FEW)
        for resident_id, *_ in self.dice.sample(here, min(len(here), 12)):
            if len(found) == wanted:
                break
            home = self.store.at_home(resident_id)
            if home is None or home[0].id_number == apart:
                continue
            who, building, address = home
            if not residence_refusal(who, building, building_id, address, self.today):
                found.append(
                    Leader(
                        who.id, who.name, who.sex, who.id_number, who.birth, who.political,
                        who.education, who.phone,
                    )
                )  # fmt: skip
        return found

    def inducted(self, tenure: Tenure) -> bool:
        since = counts_since(spell_begins(self.leaders.tenures_of(tenure.leader_id)))
        return self.training.has_induction(tenure.leader_id, since)

    def resident(self, leader: Leader) -> int | None:
        found = self.homes.holder(leader.id_number) if leader.id_number else None
        return None if found is None else found.id

    def working_before(self, day: date, least: int) -> date:
        """The last working day at least so many days before."""
        day -= timedelta(least)
        while not is_working(day, self.calendar):
            day -= timedelta(1)
        return day


def write_selections(core: Core, ids: Iterator[int], seed: int, today: date) -> None:
    """Leaders who took office within the last three years have a selection on file; terms that end
    within three months have a re-election in one of three steps, at most one each."""
    making = _Making(core, ids, seed, today)
    held = [t for t in making.leaders.tenures() if t.ended_on is None]
    recent = [t for t in held if t.started_on and (today - t.started_on).days < _DAYS_BACK]
    with core.database.transaction():
        selections: list[Selection] = []
        postings = PostingStore(core.database)
        for tenure in sorted(recent, key=lambda t: (t.started_on or today, t.id)):
            selection, posting = _finished(making, tenure)
            selections.append(selection)
            postings.add(posting)
        _insert(core, selections)
    _running(making, [making.leaders.tenure(t.id) or t for t in recent])


def _insert(core: Core, selections: list[Selection]) -> None:
    rows = [tuple(selection_values(s).values()) for s in selections]
    core.database.insert_many("selection", SELECTION, rows)
    people = [tuple(candidate_values(c).values()) for s in selections for c in s.candidates]
    core.database.insert_many("candidate", CANDIDATE, people)


def _days(making: _Making, started: date) -> _Days:
    """Backwards from the first day in office: every step after the one before it."""
    appointed = making.working_before(started, making.dice.randint(2, 4))
    posted = making.working_before(appointed, _NOTICE_DAYS + 2)
    while (period := notice_period(posted, _NOTICE_DAYS, making.calendar)).last >= appointed:
        posted = making.working_before(posted, 1)
    reviewed = making.working_before(posted, making.dice.randint(1, 2))
    held = reviewed - timedelta(making.dice.randint(2, 6))
    begun = making.working_before(held, making.dice.randint(8, 14))
    return _Days(begun, held, reviewed, posted, period, appointed)


def _finished(making: _Making, tenure: Tenure) -> tuple[Selection, Posting]:
    """The selection that led to a tenure, and its notice; the tenure gets its numbers."""
    assert tenure.started_on is not None
    leader = making.leaders.leader(tenure.leader_id)
    assert leader is not None
    days, dice = _days(making, tenure.started_on), making.dice
    year = days.appointed.year
    making.certificates[year] += 1
    if not making.documents[year] or dice.random() < 0.3:  # one document appoints several
        making.documents[year] += 1
    number = certificate_number(f"聘字〔{year}〕", making.certificates[year])
    document = f"经开社〔{year}〕{making.documents[year] * 3 + 2}号"
    end = years_after(tenure.started_on, TERM_YEARS)
    making.leaders.save_tenure(
        replace(tenure, term_end=end, document_no=document, certificate_no=number)
    )
    key, way = next(making.ids), _way(dice)
    building = making.buildings[tenure.building_id]
    posting = _posting(making, building, key, days)
    eligible = max(making.occupied.get(building.id, 0), 1)
    returned = round(eligible * dice.uniform(0.55, 0.85)) if way == "election" else None
    selection = Selection(
        key, building.id, days.begun, way, days.held, _place(dice),
        eligible if returned is not None else None, returned, CRITERIA, posting.id,
        days.appointed, document, number, end, tenure.id,
        min(tenure.started_on + timedelta(dice.randint(12, 30)), making.today),
        None if making.inducted(tenure) else _WAIVED,
        _BY if way == "nomination" else None,
        candidates=_candidates(making, key, leader, tenure, returned, days),
    )  # fmt: skip
    return selection, posting


def _way(dice: random.Random) -> Way:
    return "nomination" if dice.random() < _NOMINATED else "election"


def _place(dice: random.Random) -> str:
    return dice.choice(_PLACES)


def _candidates(
    making: _Making, key: int, leader: Leader, tenure: Tenure, returned: int | None, days: _Days
) -> tuple[Candidate, ...]:
    """The one who won, reviewed; and those who had fewer votes."""
    rest = making.others(tenure.building_id, leader.id_number)
    votes = _votes(making.dice, returned, 1 + len(rest))
    won = Candidate(
        next(making.ids), key, making.resident(leader), leader.id, leader.name, leader.sex,
        leader.birth, leader.id_number, leader.political, leader.education, leader.phone,
        votes[0], chosen=True, checks=tuple((name, True) for name in CRITERIA),
        reviewer=making.dice.choice(_REVIEWERS), reviewed_on=days.reviewed, passed=True,
    )  # fmt: skip
    lost = [
        Candidate(
            next(making.ids), key, one.id, None, one.name, one.sex, one.birth, one.id_number,
            one.political, one.education, one.phone, count,
        )
        for one, count in zip(rest, votes[1:], strict=True)
    ]  # fmt: skip
    return (won, *lost)


def _votes(dice: random.Random, returned: int | None, people: int) -> list[int | None]:
    """One ballot, one name; a few are blank. None: nobody counted."""
    if returned is None:
        return [None] * people
    counted = returned - round(returned * dice.uniform(0.01, 0.05))
    if people == 1:
        return [counted]
    first = round(counted * dice.uniform(0.52, 0.75))
    left = counted - first
    second = left if people == 2 else round(left * dice.uniform(0.55, 0.8))
    found: list[int | None] = [first, second, left - second]
    return found[:people]


def _posting(making: _Making, building: Building, selection_id: int, days: _Days) -> Posting:
    """It hung without objections, and its result was reported on the day of the appointment."""
    hung = Posting(
        next(making.ids), "candidates", notice_title(building), f"selection:{selection_id}",
        f"{building.community}居民委员会", _HUNG, PHONE, days.posted, days.posted, _NOTICE_DAYS,
        "working", days.period.last, days.period.certain,
    )  # fmt: skip
    words = proposed_report((hung,), days.appointed)
    return replace(
        hung, reported_on=days.appointed, conclusion=words.conclusion, next_step=words.next_step
    )


def _running(making: _Making, recent: list[Tenure]) -> None:
    """A plan, a vote that is counted, and a notice that hangs; through the real service."""
    soon = making.today + timedelta(_SOON)
    due = sorted(
        (t for t in recent if t.term_end is not None and t.term_end <= soon),
        key=lambda t: (t.term_end, t.id),
    )
    steps: tuple[Callable[[_Making, int, list[int]], object], ...] = (
        _notice_hangs, _vote_counted, _planned,
    )  # fmt: skip
    for tenure, step in zip(due, steps, strict=False):
        leader = making.leaders.leader(tenure.leader_id)
        resident = None if leader is None else making.resident(leader)
        if leader is not None and resident is not None:
            rest = making.others(tenure.building_id, leader.id_number)
            step(making, tenure.building_id, [resident, *(one.id for one in rest)])


def _at(making: _Making, day: date) -> SelectionService:
    """The service as it was on that day."""
    core = replace(making.core, clock=lambda: datetime.combine(day, time(10)).astimezone())
    return SelectionService(core, PostingService(core), TrainingService(core))


def _planned(making: _Making, building_id: int, people: list[int]) -> None:
    service = _at(making, making.working_before(making.today, 1))
    made = service.begin(building_id).change.ids[0]
    held = making.today + timedelta(9)
    plan = Vote(
        "election", held, _place(making.dice), making.occupied.get(building_id),
        ballots=tuple(map(Ballot, people)),
    )  # fmt: skip
    service.vote(service.get(made).selection, plan, closing=False)


def _vote_counted(making: _Making, building_id: int, people: list[int], back: int = 3) -> int:
    """The selection's id; the vote was held so many days before today, or a few more."""
    held = making.working_before(making.today, back)
    begun = making.working_before(held, 9)
    made = _at(making, begun).begin(building_id).change.ids[0]
    eligible = max(making.occupied.get(building_id, 0), 4)
    returned = round(eligible * making.dice.uniform(0.6, 0.8))
    votes = _votes(making.dice, returned, len(people))
    ballots = [
        Ballot(who, count, chosen=not number)
        for number, (who, count) in enumerate(zip(people, votes, strict=True))
    ]
    vote = Vote("election", held, _place(making.dice), eligible, returned, ballots=tuple(ballots))
    service = _at(making, held)
    service.vote(service.get(made).selection, vote, closing=True)
    return made


def _notice_hangs(making: _Making, building_id: int, people: list[int]) -> None:
    made = _vote_counted(making, building_id, people, back=9)
    posted = _two_working_days_back(making.today, making.calendar)
    service = _at(making, posted)
    before = service.get(made).selection
    criteria = service.rules.criteria(before)
    review = Review(
        before.chosen[0].id, tuple((name, True) for name in criteria),
        making.dice.choice(_REVIEWERS), posted, passed=True,
    )  # fmt: skip
    service.review(before, review)
    draft = PostingDraft("candidates", "", place=_HUNG, posted_on=posted)
    service.post_notice(service.get(made).selection, draft)


def _two_working_days_back(today: date, calendar: Calendar) -> date:
    day, left = today, 2
    while left:
        day -= timedelta(1)
        left -= is_working(day, calendar)
    return day
