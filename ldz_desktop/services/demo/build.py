"""Making the demo office: a new data folder with the whole district in it."""

import time
from dataclasses import dataclass, replace
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path

from ldz_desktop.domain.places import Building
from ldz_desktop.services.core import Clock, Core
from ldz_desktop.services.demo.cautions import write_cautions, write_handover
from ldz_desktop.services.demo.district import BuildingPlan, build_district
from ldz_desktop.services.demo.duties import write_duties
from ldz_desktop.services.demo.flags import write_flags
from ldz_desktop.services.demo.months import MonthModel, change_of_leader, month_name
from ldz_desktop.services.demo.officers import appoint
from ldz_desktop.services.demo.persons import write_persons
from ldz_desktop.services.demo.places import ADDRESS, DISTRICT, HOUSEHOLDS, OFFICE, PHONE, UNIT
from ldz_desktop.services.demo.placing import building_place
from ldz_desktop.services.demo.postings import write_postings
from ldz_desktop.services.demo.rewards import write_rewards
from ldz_desktop.services.demo.selections import write_selections
from ldz_desktop.services.demo.tagging import write_tags
from ldz_desktop.services.demo.training import write_training
from ldz_desktop.services.demo.writing import (
    write_households,
    write_leaders,
    write_month,
    write_places,
)
from ldz_desktop.services.evaluation import EvaluationService
from ldz_desktop.services.opening import create_office
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.settings import Profile, SettingService

_PEOPLE_SHARE, _WRITING_SHARE = 0.2, 0.4  # of the whole time, for the progress bar
_STEPS = 1000
_CLOSED_ON, _POSTED_ON = 2, 3  # days of the month after


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What was made. residents: present ones, as everywhere; leaders: those in office."""

    communities: int
    compounds: int
    buildings: int
    households: int
    residents: int
    leaders: int
    seconds: float
    recovery_code: str


def build_demo(  # noqa: PLR0913 - everything the command takes, each by its name
    folder: Path,
    account: str,
    password: str,
    *,
    seed: int = 1,
    months: int = 12,
    households: int = HOUSEHOLDS,
    today: date,
    progress: Progress = SILENT,
) -> DemoResult:
    """A new data folder with the demo district of domain.md §1, `months` closed months that end
    with the last full one, and today's month open. households: a smaller district for what does
    not ask for its size (6,500 and more: its 152 buildings still look built).

    The same seed makes the same people, sheets and rankings within one calendar month. Cancelled
    or killed, nothing is left that could be mistaken for an office. Raises OpenError where the
    folder cannot be used, Cancelled.
    """
    started = time.perf_counter()
    with building_place(folder) as place:
        office, code = create_office(place, OFFICE, account, password, clock=_morning(today))
        try:
            district = build_district(
                seed, today, households=households, progress=_Part(progress, 0, _PEOPLE_SHARE)
            )
            _fill(office.core, district, seed=seed, months=months, today=today, progress=progress)
        finally:
            office.close()
    return DemoResult(
        communities=len({b.community for b in district}),
        compounds=len({(b.community, b.compound) for b in district}),
        buildings=len(district),
        households=sum(len(b.households) for b in district),
        residents=sum(
            m.state == "present" for b in district for h in b.households for m in h.members
        ),
        leaders=len(district),
        seconds=round(time.perf_counter() - started, 2),
        recovery_code=code,
    )


def _fill(
    core: Core,
    district: tuple[BuildingPlan, ...],
    *,
    seed: int,
    months: int,
    today: date,
    progress: Progress,
) -> None:
    """The district in an office that is still empty."""
    model = MonthModel(seed, district)
    change = change_of_leader(model.cast, today, months)
    terms = appoint(seed, district, _before(today, months), change)
    ids = core.ids()
    writing = _Part(progress, _PEOPLE_SHARE, _WRITING_SHARE)
    SettingService(core).save_profile(Profile(OFFICE, UNIT, PHONE, ADDRESS, DISTRICT))
    with core.database.transaction():
        buildings = write_places(core.database, district, ids)
        write_households(core.database, district, buildings, ids, writing)
        write_leaders(core.database, terms, buildings, ids)
        write_tags(core.database, ids, seed, today)
        write_training(core.database, ids, seed, today)
        write_duties(core.database, ids, seed, today)
        core.log("demo.build", detail=f"seed {seed}")
    share = 1 - _PEOPLE_SHARE - _WRITING_SHARE
    rest = _Part(progress, 1 - share, share)
    _Months(core, model, buildings, today).write(months, rest)
    write_postings(replace(core, clock=_morning(today)), today)
    write_cautions(core, ids, seed, today)
    write_handover(core, ids, today)
    write_flags(core, ids, seed, today)
    write_rewards(core, ids, seed, today)
    write_selections(core, ids, seed, today)
    write_persons(core, ids, seed, today)
    progress.report(_STEPS, _STEPS, "演示小区已建好")


class _Months:
    """Closed months through the real service, then the open one."""

    def __init__(
        self, core: Core, model: MonthModel, buildings: tuple[Building, ...], today: date
    ) -> None:
        self._core = core
        self._model = model
        self._buildings = buildings
        self._today = today

    def write(self, months: int, progress: Progress) -> None:
        for age in range(months, 0, -1):
            progress.report(months - age, months + 1, "正在生成历月测评")
            self._closed(age)
        current = month_name(self._today, 0)
        self._service(_morning(self._today)).open_month(current)
        with self._core.database.transaction():
            plan = self._model.current(current)
            write_month(self._core.database, plan, self._buildings)

    def _closed(self, age: int) -> None:
        """age: 1 for the newest closed month, which waits to be published."""
        month = month_name(self._today, age)
        service = self._service(self._clock(age, _CLOSED_ON))
        service.open_month(month)
        with self._core.database.transaction():
            plan = self._model.closed(month, age)
            write_month(self._core.database, plan, self._buildings)
        service.close(month)
        if age > 1:
            self._service(self._clock(age, _POSTED_ON)).publish(month)

    def _clock(self, age: int, day: int) -> Clock:
        """That day of the month after, or today where it is still to come."""
        year, month = map(int, month_name(self._today, age - 1).split("-"))
        return _morning(min(date(year, month, day), self._today))

    def _service(self, clock: Clock) -> EvaluationService:
        return EvaluationService(replace(self._core, clock=clock))


class _Part:
    """A part of the whole progress: from `start`, for `share` of it."""

    def __init__(self, whole: Progress, start: float, share: float) -> None:
        self._whole = whole
        self._start = start
        self._share = share

    def report(self, done: int, total: int, text: str = "") -> None:
        part = self._start + self._share * done / max(total, 1)
        self._whole.report(int(part * _STEPS), _STEPS, text)


def _morning(day: date) -> Clock:
    moment = datetime.combine(day, time_of_day(9, 30)).astimezone()

    def clock() -> datetime:
        return moment

    return clock


def _before(today: date, months: int) -> date:
    """The first day of the first month that is evaluated."""
    year, month = map(int, month_name(today, months).split("-"))
    return date(year, month, 1)
