"""Where every selection stands: the board, one selection with its evidence, who may stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from ldz_desktop.domain.leaders import Leader, Tenure
from ldz_desktop.domain.places import Building
from ldz_desktop.domain.postings import days_left
from ldz_desktop.domain.selections import (
    Facts,
    NoticeState,
    Selection,
    Step,
    StepState,
    current_step,
    step_states,
)
from ldz_desktop.domain.training import counts_since, spell_begins
from ldz_desktop.domain.workdays import Calendar
from ldz_desktop.services.codes import reader
from ldz_desktop.services.settings import SettingService
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.scans import ScanStore
from ldz_desktop.storage.selections import SelectionStore

if TYPE_CHECKING:
    from ldz_desktop.domain.postings import Posting
    from ldz_desktop.services.core import Core
    from ldz_desktop.services.postings import PostingService
    from ldz_desktop.services.training import TrainingService

DUE_DAYS = 92
"""A term that ends within three months is listed: the re-election is due."""
FINISHED_DAYS = 365

Group = Literal["vacant", "running", "due", "finished"]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A building that needs a leader, or is getting one. selection: None where none has begun;
    leader: who is in office, "" for a vacancy; steps: () without a selection."""

    building: Building
    selection: Selection | None
    incumbent: Tenure | None
    leader: str
    households: int
    group: Group
    steps: tuple[StepState, ...] = ()

    @property
    def id(self) -> int:
        """The building; of what is finished the selection: a building may have several. Keys are
        unique over all tables."""
        finished = self.selection is not None and self.group == "finished"
        return self.selection.id if self.selection and finished else self.building.id

    @property
    def vacant(self) -> bool:
        return self.incumbent is None

    @property
    def current(self) -> StepState | None:
        """The first step that is not done."""
        return next((s for s in self.steps if s.state != "done"), None)


@dataclass(frozen=True, slots=True)
class SelectionDetail:
    """One selection with everything its steps are judged by. occupied: households that live in the
    building, None where none is on file; former: the building's ended tenures with names, newest
    first; leader: who is in office; papers: photos and scans of what was signed."""

    selection: Selection
    building: Building
    facts: Facts
    steps: tuple[StepState, ...]
    occupied: int | None
    leader: Leader | None
    former: tuple[tuple[str, Tenure], ...]
    postings: "tuple[Posting, ...]"
    papers: int

    def state(self, step: str) -> StepState:
        return next(s for s in self.steps if s.step == step)

    @property
    def tenure(self) -> Tenure | None:
        """What the selection led to."""
        every = [*self.earlier, *([self.facts.incumbent] if self.facts.incumbent else [])]
        return next((t for t in every if t.id == self.selection.tenure_id), None)

    @property
    def earlier(self) -> tuple[Tenure, ...]:
        return tuple(tenure for _, tenure in self.former)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody a candidate may be picked from. here: lives in the building in question."""

    resident_id: int
    name: str
    address: str
    here: bool


class SelectionReader:
    """Reads only. postings and training: the services that keep the third and fifth evidence."""

    def __init__(
        self, core: "Core", postings: "PostingService", training: "TrainingService"
    ) -> None:
        self._core = core
        self._postings = postings
        self._training = training
        self._store = SelectionStore(core.database)
        self._leaders = LeaderStore(core.database)
        self._places = PlaceStore(core.database)

    def board(self, *, finished: bool = False) -> tuple[BoardRow, ...]:
        """Vacancies first, then what is running, then terms that end soon; finished: also what was
        closed within a year."""
        today = self._core.today()
        names = self._leaders.names()
        held = {t.building_id: t for t in self._leaders.tenures() if t.ended_on is None}
        running = {s.building_id: s for s in self._store.running()}
        homes = HouseholdStore(self._core.database).counts_by_building()
        calendar = SettingService(self._core).calendar()
        buildings = {b.id: b for b in self._places.buildings()}

        def row(building: Building, selection: Selection | None, group: Group) -> BoardRow:
            tenure = held.get(building.id)
            facts = None if selection is None else self._facts(selection, tenure, calendar)
            return BoardRow(
                building, selection, tenure, names[tenure.leader_id] if tenure else "",
                homes.get(building.id, (0, 0))[0], group,
                () if selection is None or facts is None else step_states(selection, facts),
            )  # fmt: skip

        rows = []
        for building in buildings.values():
            selection = running.get(building.id)
            group = _group(selection, held.get(building.id), today)
            if group is not None:
                rows.append(row(building, selection, group))
        rows.sort(key=lambda r: (_ORDER[r.group], r.selection is not None))
        if finished:
            since = today - timedelta(days=FINISHED_DAYS)
            closed = self._store.closed_since(since)
            rows += [row(buildings[s.building_id], s, "finished") for s in closed]
        return tuple(rows)

    def detail(self, selection: Selection) -> SelectionDetail:
        """What a selection is judged by today."""
        building = self._places.building(selection.building_id)
        assert building is not None  # the database's reference holds it
        tenure = self._leaders.current(building.id)
        names = self._leaders.names()
        ended = [t for t in self._leaders.tenures() if t.building_id == building.id and t.ended_on]
        ended.sort(key=lambda t: t.ended_on or date.min, reverse=True)
        facts = self._facts(selection, tenure, SettingService(self._core).calendar())
        occupied = HouseholdStore(self._core.database).occupied(building.id)
        return SelectionDetail(
            selection, building, facts, step_states(selection, facts), occupied,
            None if tenure is None else self._leaders.leader(tenure.leader_id),
            tuple((names[t.leader_id], t) for t in ended),
            self._postings.of(f"selection:{selection.id}"),
            len(ScanStore(self._core.database).of("selection", selection.id)),
        )  # fmt: skip

    def _facts(self, selection: Selection, tenure: Tenure | None, calendar: Calendar) -> Facts:
        today = self._core.today()
        return Facts(today, self._notice(selection, calendar), tenure, self._inducted(selection))

    def _notice(self, selection: Selection, calendar: Calendar) -> NoticeState | None:
        """The newest notice since the candidates were last reviewed; it goes on from the others."""
        if selection.posting_id is None:
            return None
        since = _from(self._postings.of(f"selection:{selection.id}"), selection.posting_id)
        if not since or since[-1].posted_on is None:
            return None
        newest, today = since[-1], self._core.today()
        posted, last = newest.posted_on or today, newest.last_on or today
        return NoticeState(
            newest.id, posted, last, newest.certain,
            over=newest.ended(today),
            left=days_left(newest, today, calendar) or 0,
            undecided=sum(len(p.open_objections) for p in since),
            upheld=any(o.upheld for o in newest.objections),
            withdrawn=newest.withdrawn_on is not None,
        )  # fmt: skip

    def _inducted(self, selection: Selection) -> bool:
        """An induction before or in this spell in office: who goes on needs no second one."""
        tenure = self._leaders.tenure(selection.tenure_id) if selection.tenure_id else None
        if tenure is None:
            return False
        since = counts_since(spell_begins(self._leaders.tenures_of(tenure.leader_id)))
        return self._training.has_induction(tenure.leader_id, since)

    def neighbours(self, building_id: int, text: str, limit: int = 12) -> tuple[Neighbour, ...]:
        """Residents of a building by a part of the name, pinyin, initials or room; "": the first
        ones, door by door."""
        wanted = text.strip().lower()
        found = []
        for resident_id, name, unit, room in self._store.residents(building_id):
            if not wanted or _fits(name, unit + room, wanted):
                found.append(Neighbour(resident_id, name, unit + room, here=True))
                if len(found) == limit:
                    break
        return tuple(found)


_ORDER: dict[Group, int] = {"vacant": 0, "running": 1, "due": 2, "finished": 3}


def _group(selection: Selection | None, tenure: Tenure | None, today: date) -> Group | None:
    """None: nothing to do for that building."""
    if tenure is None:
        return "vacant"
    if selection is not None:
        return "running"
    end = tenure.term_end
    return "due" if end is not None and end <= today + timedelta(days=DUE_DAYS) else None


def _from(postings: "Sequence[Posting]", first: int) -> "list[Posting]":
    """That notice and those that go on from it, one after the other."""
    found = [p for p in postings if p.id == first]
    while found:
        following = next((p for p in postings if p.previous_id == found[-1].id), None)
        if following is None:
            break
        found.append(following)
    return found


def next_step(detail: SelectionDetail) -> Step:
    """The key of the step to be worked on; the last one where all are done."""
    return current_step(detail.steps) or detail.steps[-1].step


def _fits(name: str, room: str, wanted: str) -> bool:
    if wanted in name.lower() or wanted in room.lower():
        return True
    return wanted.isascii() and any(key.startswith(wanted) for key in _pinyin(name))


@lru_cache(maxsize=8192)
def _pinyin(name: str) -> tuple[str, ...]:
    return tuple(key for one in reader().readings(name) for key in (one.full, one.initials))


def match_leader(
    leaders: Sequence[Leader], tenures: Sequence[Tenure], candidate: Leader, building_id: int
) -> int | None:
    """Who of the roster a candidate is: by identity number; where one side has none, by name and
    birth, or by name among those who led this building. None: somebody new."""
    at_building = {t.leader_id for t in tenures if t.building_id == building_id}
    for leader in leaders:
        if leader.id_number and candidate.id_number:
            if leader.id_number == candidate.id_number:
                return leader.id
        elif leader.name == candidate.name:
            same_birth = leader.birth is not None and leader.birth == candidate.birth
            unknown = leader.birth is None or candidate.birth is None
            if same_birth or (unknown and leader.id in at_building):
                return leader.id
    return None
