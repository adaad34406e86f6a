"""Building leaders and their tenures: the office is held by a person for a time."""

from datetime import date, timedelta

from ldz_desktop.record import record

END_REASONS = (
    "任期届满", "本人辞任", "搬离本楼", "身体原因", "工作调整", "末位淘汰", "考核不合格", "不作为",
    "其他",
)  # fmt: skip
"""Why a term ends, as the form offers it; 其他 is written in words."""
AHEAD_DAYS = 31
"""A term's first or last day may be written down so many days ahead: offices sign in advance."""


@record
class Leader:
    """A person who is or was a building leader. id 0 means not yet stored. branch: 所在党支部;
    former_work: 原职业; service: 服役经历, as the office writes it."""

    id: int
    name: str
    sex: str | None = None
    id_number: str | None = None
    birth: date | None = None
    political: str | None = None
    education: str | None = None
    phone: str | None = None
    note: str | None = None
    branch: str | None = None
    former_work: str | None = None
    service: str | None = None
    version: int = 1


FACTS = (
    "name", "sex", "id_number", "birth", "political", "education", "phone", "note", "branch",
    "former_work", "service",
)  # fmt: skip
"""Attributes of a Leader that the office writes down: columns of the table and of imports."""


@record
class Tenure:
    """One term at one building. started_on None: before anybody wrote it down; ended_on None: in
    office. The elimination streak belongs to a tenure, so a successor starts at 0. term_end: the
    last day it was given for; document_no, certificate_no: of the appointment."""

    id: int
    leader_id: int
    building_id: int
    started_on: date | None
    ended_on: date | None
    end_reason: str | None = None
    term_end: date | None = None
    document_no: str | None = None
    certificate_no: str | None = None


@record
class LeaderRow:
    """What the roster lists: a building with its leader in office (leader_id 0: a vacancy)."""

    leader_id: int
    tenure_id: int
    building_id: int
    street: str
    community: str
    compound: str
    building: str
    name: str
    sex: str | None
    birth: date | None
    political: str | None
    education: str | None
    phone: str | None
    started_on: date | None
    households: int
    streak: int


@record
class RosterFigures:
    """The figures the street reports. share: percent of leaders with upper-secondary schooling or
    more, rounded half up."""

    leaders: int
    party: int
    upper_secondary: int
    share: int
    vacancies: int


def days_in_office(tenure: Tenure, first: date, last: date) -> int:
    """Days of [first, last] on which the tenure ran, both ends counted."""
    start = max(first, tenure.started_on or first)
    end = min(last, tenure.ended_on or last)
    return max(0, (end - start).days + 1)


def month_days(month: str) -> tuple[date, date]:
    """First and last day of YYYY-MM."""
    first = date(int(month[:4]), int(month[5:7]), 1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def in_office(tenures: tuple[Tenure, ...], month: str) -> dict[int, Tenure]:
    """Who is evaluated for each building: the one in office for more days of the month.

    domain.md §7. With equal days the later tenure counts: it is the one that goes on.
    """
    first, last = month_days(month)
    best: dict[int, tuple[int, date, Tenure]] = {}
    for tenure in tenures:
        days = days_in_office(tenure, first, last)
        if days == 0:
            continue
        rank = (days, tenure.started_on or date.min, tenure)
        known = best.get(tenure.building_id)
        if known is None or rank[:2] > known[:2]:
            best[tenure.building_id] = rank
    return {building: entry[2] for building, entry in best.items()}
