"""What the care tags of people tell."""

from datetime import date

from ldz_desktop.domain.tags import Tag
from ldz_desktop.record import record


@record
class HouseholdTags:
    """tags: all of a household's people, computed ones (id 0) included, ended ones last; sensitive:
    the (resident, kind) pairs that are hidden until 显示; last_visit: when somebody was there;
    every: days between visits, 0 for none; due: since when the next visit is due."""

    tags: tuple[Tag, ...]
    sensitive: frozenset[tuple[int, str]]
    last_visit: date | None
    every: int
    due: bool
    due_since: date | None


@record
class TaggedPerson:
    """One line of a list by tag. tag_id 0: computed."""

    id: int
    household_id: int
    name: str
    sex: str | None
    birth: date | None
    phone: str | None
    community: str
    compound: str
    building: str
    unit: str
    room: str
    kind: str
    tag_id: int
    from_on: date | None
    to_on: date | None
    basis: str | None
    last_visit: date | None


@record
class VisitDue:
    """A household that is visited by the rhythm. id: the household; resident: whose tags ask for
    it most often; kinds: all tags of the household that ask for visits; sensitive: those among them
    that are hidden; last: None: nobody was ever there; since: when the visit falls due, None where
    nobody was ever there."""

    id: int
    resident_id: int
    name: str
    child: bool
    community: str
    compound: str
    building: str
    unit: str
    room: str
    kinds: tuple[str, ...]
    sensitive: frozenset[str]
    every: int
    last: date | None
    since: date | None

    def due_on(self, day: date) -> bool:
        return self.since is None or self.since <= day


@record
class DueList:
    """rows: longest waiting first. in_rhythm: households that are visited at all."""

    rows: tuple[VisitDue, ...]
    in_rhythm: int

    @property
    def never(self) -> int:
        return sum(row.last is None for row in self.rows)


@record
class Visit:
    id: int
    day: date
    visitor: str | None
    note: str | None
