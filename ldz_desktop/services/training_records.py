"""What the use cases of training hand out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.training import (
    DEFAULT_MINUTES,
    DEFAULT_YEARLY_HOURS,
    Attendance,
    Course,
    CourseKind,
)


@dataclass(frozen=True, slots=True)
class Rules:
    """per_hour: minutes of a 学时; yearly: how many 学时 a leader should have in a year."""

    per_hour: int = DEFAULT_MINUTES
    yearly: int = DEFAULT_YEARLY_HOURS


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course as the list shows it."""

    course: Course
    attended: int
    certificates: int

    @property
    def id(self) -> int:
        return self.course.id


@dataclass(frozen=True, slots=True)
class Trainee:
    """A leader as the ticking list shows one. buildings: where in office, "" for nowhere;
    attendance: None for who is not ticked."""

    leader_id: int
    name: str
    pinyin: str
    community: str
    buildings: str
    in_office: bool
    attendance: Attendance | None

    @property
    def id(self) -> int:
        return self.leader_id


@dataclass(frozen=True, slots=True)
class Attended:
    """A course in a leader's record. hours: 学时 as written, by the office's setting."""

    course: Course
    attendance: Attendance
    hours: str


@dataclass(frozen=True, slots=True)
class LeaderYear:
    """A leader's training in a year. minutes: by kind; total: all of them; begins: since when in
    office; lacks_induction, short: what is missing, of those in office at the year's end."""

    leader_id: int
    name: str
    pinyin: str
    community: str
    buildings: str
    begins: date | None
    minutes: Mapping[CourseKind, int]
    lacks_induction: bool
    short: bool

    @property
    def id(self) -> int:
        return self.leader_id

    @property
    def total(self) -> int:
        return sum(self.minutes.values())
