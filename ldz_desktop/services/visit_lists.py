"""The sheet somebody takes along from door to door (走访名单).

It is seen in stairwells and lifts, and it may be lost there, so it says less than the screen and
less than what the office prints for itself: room and head, because one has to ring and greet; when
somebody was there last, and how long a visit is overdue; which fields of the file to ask for. It
does not say why a household is visited: no tag, not even as a code (what a whole office can read is
no secret), no age, no telephone, no rhythm and no next date (every week means, by default, an old
person who lives alone), not how many people live there; of a vacant dwelling only the name is
blank. Whoever needs the reason has it on the screen.
"""

from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.households import age_on
from ldz_desktop.domain.masks import mask_name
from ldz_desktop.domain.mending_records import Case
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.domain.tags import CHILD_BELOW
from ldz_desktop.domain.visit_gaps import gaps
from ldz_desktop.services.core import Core
from ldz_desktop.services.lists import ListService
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.tags import TagService
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.mending import MendingStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.tags import TagStore

_REPORT_EVERY = 200


@dataclass(frozen=True, slots=True)
class Door:
    """One household. head: "" where nobody is on file; last: None: nobody was ever there; due: a
    visit is due today; overdue: since how many days, 0 also where nobody was ever there; gaps:
    names of the fields to ask for."""

    unit: str
    room: str
    head: str
    last: date | None
    due: bool
    overdue: int
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stairs:
    """One building. leader: "" where there is none; households: on file, listed or not; doors: in
    walking order, unit by unit from the ground up."""

    community: str
    building: str
    leader: str
    households: int
    doors: tuple[Door, ...]

    @property
    def due(self) -> int:
        return sum(door.due for door in self.doors)


@dataclass(frozen=True, slots=True)
class VisitList:
    """title: of the place; everybody: every household, not only those that are due; stairs: in the
    order of the tree. Buildings with nothing to list are left out, unless one was asked for."""

    title: str
    unit: str
    today: date
    everybody: bool
    stairs: tuple[Stairs, ...]

    @property
    def doors(self) -> int:
        return sum(len(one.doors) for one in self.stairs)


class VisitListService:
    """Reads only."""

    def __init__(self, core: Core, tags: TagService) -> None:
        self._core = core
        self._tags = tags
        self._visits = TagStore(core.database)
        self._cases = MendingStore(core.database)
        self._places = PlaceStore(core.database)

    def of(
        self, place: PlaceRef, *, everybody: bool = False, progress: Progress = SILENT
    ) -> VisitList:
        """The open households of a place that are due for a visit today, or all of them, for
        paper; logged. Raises InputError where the place is gone; may be cancelled."""
        title = ListService(self._core).place_title(place)
        doors, households = self._doors(place, everybody, progress)
        leaders = LeaderStore(self._core.database).leading()
        stairs = tuple(
            Stairs(
                building.community, building.title, leaders.get(building.id, ""),
                households.get(building.id, 0), tuple(doors.get(building.id, ())),
            )
            for building in self._places.buildings()
            if building.id in doors or place == PlaceRef("building", building.id)
        )  # fmt: skip
        profile = SettingService(self._core).profile()
        unit = profile.unit or profile.office
        made = VisitList(title, unit, self._core.today(), everybody, stairs)
        with self._core.database.transaction():
            which = "全部" if everybody else "到期"
            about = f"{place.kind}:{place.id}"
            self._core.log("print.visit_list", about, f"{which} {made.doors} 户")
        return made

    def _doors(
        self, place: PlaceRef, everybody: bool, progress: Progress
    ) -> tuple[dict[int, list[Door]], dict[int, int]]:
        """By building: what is listed, and how many households there are."""
        progress.report(0, 0, "读取户档")
        today = self._core.today()
        since = {row.id: row.since or today for row in self._tags.due(place).rows}
        last = self._visits.last_visits()
        total, cases = self._cases.cases(place, today)
        doors: dict[int, list[Door]] = {}
        households: dict[int, int] = {}
        for number, case in enumerate(cases):
            if number % _REPORT_EVERY == 0:
                progress.report(number, total, "整理走访名单")
            home = case.household
            households[home.building_id] = households.get(home.building_id, 0) + 1
            due = home.id in since
            if everybody or due:
                overdue = (today - since.get(home.id, today)).days
                door = Door(
                    home.unit, home.room, _head(case), last.get(home.id), due, overdue, gaps(case)
                )
                doors.setdefault(home.building_id, []).append(door)
        return doors, households


def _head(case: Case) -> str:
    """A child's name is never written out (PIPL art. 28)."""
    head = case.household.head
    if head is None:
        return ""
    child = head.birth is not None and age_on(head.birth, case.today) < CHILD_BELOW
    return mask_name(head.name) if child else head.name
