"""Duties: the list in its editions, what was done by whom, when and how often, and the figures."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.duties import (
    MOST_TIMES,
    Duty,
    DutyClass,
    DutyRecord,
    DutyTemplate,
    by_class,
    check_duties,
    check_entry,
    in_force,
)
from ldz_desktop.domain.leaders import Tenure, days_in_office, month_days
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.core import Core
from ldz_desktop.services.duties_records import (
    DutyFigures,
    DutyLine,
    DutySheet,
    LeaderFigures,
    LeaderMonth,
    MonthFigures,
    no_times,
)
from ldz_desktop.services.months import checked_month, month_text
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.duties import DutyStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.training import TrainingStore

if TYPE_CHECKING:
    from ldz_desktop.domain.places import Building


class DutyService:
    """Verbs of duties. Every write is one action."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = DutyStore(core.database)
        self._leaders = LeaderStore(core.database)
        self._places = PlaceStore(core.database)

    # -- the list --------------------------------------------------------------------------------

    def templates(self) -> tuple[DutyTemplate, ...]:
        """Every edition, the oldest first."""
        return self._store.templates()

    def template(self, month: str) -> DutyTemplate:
        """The edition of a month."""
        return in_force(self._store.templates(), month)

    def earliest_edition(self) -> str:
        """The first month that a new edition is proposed from: this month, or after everything
        that was written down."""
        newest = self._store.templates()[-1].from_month
        written = self._store.newest_month()
        after = newest if written is None else _next(written)
        return max(newest, after, f"{self._core.today():%Y-%m}")

    def save_template(self, duties: Sequence[Duty], from_month: str) -> Done:
        """A new edition from a month on; months before keep theirs. Duties with key 0 are new.

        An edition that begins in the same month as the newest takes its place. Raises InputError
        for a list check_duties refuses or that changes nothing, RuleError where an edition begins
        later or something was already written down for that month.
        """
        problems = [p.reason for p in check_duties(duties)]
        if problems:
            raise InputError("不能保存", "；".join(problems) + "。", "请改正后再保存。")
        month = checked_month(from_month)
        editions = self._store.templates()
        fresh = 1 + max(d.key for e in editions for d in e.duties)
        keyed = []
        for duty in by_class(duties):
            keyed.append(replace(duty, key=duty.key or fresh, name=duty.name.strip()))
            fresh += duty.key == 0
        if tuple(keyed) == editions[-1].duties:
            raise InputError("没有改动", "职责清单和现在的一样，不用另存一版。")
        self._refuse_edition(month, editions)
        new = DutyTemplate(editions[-1].edition + 1, month, tuple(keyed))
        key = next(self._core.ids())
        with self._core.action("修改职责清单", about=f"duty_template:{key}"):
            self._store.add_template(key, new)
        return self._done(f"职责清单第 {new.edition} 版从 {month_text(month)}起使用")

    def _refuse_edition(self, month: str, editions: Sequence[DutyTemplate]) -> None:
        if month < editions[-1].from_month:
            raise RuleError(
                "启用月份太早",
                f"现在这一版从 {month_text(editions[-1].from_month)}起使用，新版不能比它早。",
                "请改启用月份。",
            )
        written = self._store.newest_month()
        if written is not None and month <= written:
            raise RuleError(
                "启用月份太早",
                f"{month_text(written)}已有按现在的清单登记的履职记录，登记过的月份保持原来的清单。",
                f"请从 {month_text(_next(written))}或以后起使用。",
            )

    # -- a month ---------------------------------------------------------------------------------

    def month(self, month: str) -> tuple[DutyLine, ...]:
        """One line for each leader in office on a day of the month, in the order of the buildings
        (two where the leader changed), and one for each building that had nobody."""
        records: dict[int, list[DutyRecord]] = {}
        for record in self._store.of_months(month, month):
            records.setdefault(record.tenure_id, []).append(record)
        template = self.template(month)
        people = TrainingStore(self._core.database).people()
        held: dict[int, list[Tenure]] = {}
        for tenure in self._leaders.tenures():
            if days_in_office(tenure, *month_days(month)) or tenure.id in records:
                held.setdefault(tenure.building_id, []).append(tenure)
        lines = []
        for building in self._places.buildings():
            tenures = held.get(building.id, [])
            for tenure in tenures:
                lines.append(
                    _line(
                        building, tenure, people[tenure.leader_id],
                        (template, records.get(tenure.id, [])),
                    )
                )  # fmt: skip
            if not tenures:
                lines.append(_vacant(building))
        return tuple(lines)

    def sheet(self, tenure_id: int, month: str) -> DutySheet:
        """Raises InputError for a tenure that is gone."""
        (found,) = self.sheets(month, (tenure_id,))
        return found

    def sheets(self, month: str, tenure_ids: Iterable[int]) -> tuple[DutySheet, ...]:
        """Several, in the order asked for. Raises InputError for a tenure that is gone, or was
        not in office that month."""
        lines = {line.tenure_id: line for line in self.month(month) if line.tenure_id}
        template = self.template(month)
        made = []
        for tenure_id in tenure_ids:
            if tenure_id not in lines:
                raise InputError("没有这段任期", "这位楼栋长这个月不在任。", "请刷新列表。")
            records = self._store.of_sheet(tenure_id, month)
            counts: dict[int, int] = {}
            for record in records:
                counts[record.duty] = counts.get(record.duty, 0) + record.times
            dated = tuple(r for r in records if r.done_on is not None)
            made.append(DutySheet(lines[tenure_id], month, template, counts, dated))
        return tuple(made)

    # -- writing ---------------------------------------------------------------------------------

    def set_count(self, tenure_id: int, month: str, duty: int, times: int) -> Done:
        """How often a duty was done in the month, single entries included; 0: not at all.

        Raises InputError for what check_entry refuses, RuleError for fewer times than the single
        entries already have.
        """
        records = self._store.of_sheet(tenure_id, month)
        mine = [r for r in records if r.duty == duty]
        dated = sum(r.times for r in mine if r.done_on is not None)
        whole = next((r for r in mine if r.done_on is None), None)
        if not 0 <= times <= MOST_TIMES:
            raise InputError("次数不对", f"次数要在 0 到 {MOST_TIMES} 之间。", "请改正后再保存。")
        if times < dated:
            raise RuleError(
                "次数太少",
                f"这项职责当月已有逐条登记 {dated} 次，合计不能比它少。",
                "请先删除逐条登记。",
            )
        template = self.template(month)
        rest = times - dated
        new = DutyRecord(
            whole.id if whole else next(self._core.ids()), tenure_id, month,
            whole.edition if whole else template.edition, duty, rest,
        )  # fmt: skip
        tenure = self._check(new if rest else replace(new, times=1), template)
        with self._core.action("登记履职", about=f"leader:{tenure.leader_id}"):
            if whole is None and rest:
                self._store.add(new)
            elif whole is not None and rest:
                self._store.save(new)
            elif whole is not None:
                self._store.remove(whole.id)
            else:
                raise InputError("没有改动", "次数和原来一样。")
        return self._done(f"{self._name(template, duty)}：{times} 次", tenure_id)

    def add(self, record: DutyRecord) -> Done:
        """A single entry with its day. Raises InputError for what check_entry refuses."""
        template = self.template(record.month)
        new = replace(record, id=next(self._core.ids()), edition=template.edition)
        tenure = self._check(new, template)
        with self._core.action("登记履职", about=f"leader:{tenure.leader_id}"):
            self._store.add(new)
        return self._done(f"已登记：{self._name(template, new.duty)}", record.tenure_id)

    def save(self, record: DutyRecord) -> Done:
        """An entry as it is after editing; its tenure and month stay."""
        before = self._record(record.id)
        after = replace(
            record, tenure_id=before.tenure_id, month=before.month, edition=before.edition
        )
        template = self.template(after.month)
        tenure = self._check(after, template)
        with self._core.action("修改履职记录", about=f"leader:{tenure.leader_id}"):
            self._store.save(after)
        return self._done(f"已保存：{self._name(template, after.duty)}", after.tenure_id)

    def remove(self, record_id: int) -> Done:
        before = self._record(record_id)
        tenure = self._tenure(before.tenure_id)
        with self._core.action("删除履职记录", about=f"leader:{tenure.leader_id}"):
            self._store.remove(record_id)
        return self._done("已删除履职记录", before.tenure_id)

    # -- reading ---------------------------------------------------------------------------------

    def of_tenure(self, tenure_id: int) -> tuple[DutyRecord, ...]:
        """Everything written down for a tenure, the earliest month first."""
        return self._store.of_tenure(tenure_id)

    def of_leader(self, leader_id: int) -> tuple[LeaderMonth, ...]:
        """Every month with something in it, the newest first."""
        buildings = {b.id: b.title for b in self._places.buildings()}
        editions = self._store.templates()
        found = []
        for tenure in self._leaders.tenures_of(leader_id):
            months: dict[str, list[DutyRecord]] = {}
            for record in self._store.of_tenure(tenure.id):
                months.setdefault(record.month, []).append(record)
            for month, records in months.items():
                times, kinds = _counted(in_force(editions, month), records)
                title = buildings[tenure.building_id]
                found.append(LeaderMonth(tenure.id, month, title, times, kinds))
        return tuple(sorted(found, key=lambda m: m.month, reverse=True))

    def figures(self, first: str, last: str, community: str = "") -> DutyFigures:
        """What was done in these months, by leader and class and by month and class. Raises
        InputError where they are the wrong way round."""
        months = tuple(_months(checked_month(first), checked_month(last)))
        profile = SettingService(self._core).profile()
        lines = {
            month: [one for one in self.month(month) if not community or one.community == community]
            for month in months
        }
        return DutyFigures(
            months[0], months[-1], community, profile.unit or profile.office,
            self._by_leader(lines, months), tuple(_of_month(m, lines[m]) for m in months),
        )  # fmt: skip

    def _by_leader(
        self, lines: dict[str, list[DutyLine]], months: Sequence[str]
    ) -> tuple[LeaderFigures, ...]:
        """In the order of the buildings of the newest month somebody was in office."""
        mine: dict[int, dict[str, list[DutyLine]]] = {}
        for month in reversed(months):
            for line in lines[month]:
                if line.tenure_id:
                    mine.setdefault(line.leader_id, {}).setdefault(month, []).append(line)
        done_duties: dict[int, set[int]] = {}
        tenures = {line.tenure_id: line.leader_id for every in lines.values() for line in every}
        for record in self._store.of_months(months[0], months[-1]):
            if record.tenure_id in tenures:
                done_duties.setdefault(tenures[record.tenure_id], set()).add(record.duty)
        found = []
        for leader_id, by_month in mine.items():
            every = [line for some in by_month.values() for line in some]
            times = no_times()
            for line in every:
                for group, count in line.by_class.items():
                    times[group] += count
            found.append(
                LeaderFigures(
                    leader_id, every[0].name, every[0].community,
                    "、".join(dict.fromkeys(line.building for line in every)), times,
                    len(done_duties.get(leader_id, ())),
                    sum(any(line.total for line in some) for some in by_month.values()),
                    len(by_month),
                )
            )  # fmt: skip
        return tuple(found)

    # -- inside ------------------------------------------------------------------------------------

    def _check(self, record: DutyRecord, template: DutyTemplate) -> Tenure:
        """The record's tenure. Raises InputError for what the rules refuse."""
        tenure = self._tenure(record.tenure_id)
        problems = [p.reason for p in check_entry(record, template, self._core.today())]
        if not days_in_office(tenure, *month_days(record.month)):
            problems.append("这位楼栋长这个月不在任")
        elif record.done_on is not None and not days_in_office(
            tenure, record.done_on, record.done_on
        ):
            problems.append("这一天这位楼栋长不在任")
        if problems:
            raise InputError("不能保存", "；".join(problems) + "。", "请改正后再保存。")
        return tenure

    def _tenure(self, tenure_id: int) -> Tenure:
        found = self._leaders.tenure(tenure_id)
        if found is None:
            raise InputError("没有这段任期", "这段任期已经不在了。", "请刷新列表。")
        return found

    def _record(self, record_id: int) -> DutyRecord:
        found = self._store.get(record_id)
        if found is None:
            raise InputError("没有这条记录", "这条履职记录已经不在了。", "请刷新列表。")
        return found

    def _name(self, template: DutyTemplate, key: int) -> str:
        duty = template.duty(key)
        return duty.name if duty else "履职记录"

    def _done(self, what: str, tenure_id: int = 0) -> Done:
        ids = (tenure_id,) if tenure_id else ()
        return done(self._core, Change.of("duties", what=what, ids=ids))


def _line(
    building: "Building",
    tenure: Tenure,
    person: tuple[str, str],
    done_under: tuple[DutyTemplate, list[DutyRecord]],
) -> DutyLine:
    template, records = done_under
    times, kinds = _counted(template, records)
    return DutyLine(
        building.id, tenure.id, tenure.leader_id, building.community, building.title, *person,
        times, kinds, sum(r.done_on is not None for r in records),
    )  # fmt: skip


def _counted(
    template: DutyTemplate, records: Iterable[DutyRecord]
) -> tuple[dict[DutyClass, int], int]:
    """Times by class, and how many different duties."""
    groups = {d.key: d.group for d in template.duties}
    times = no_times()
    for record in records:
        times[groups[record.duty]] += record.times
    return times, len({record.duty for record in records})


def _vacant(building: "Building") -> DutyLine:
    return DutyLine(building.id, 0, 0, building.community, building.title, "", "", no_times(), 0, 0)


def _of_month(month: str, lines: list[DutyLine]) -> MonthFigures:
    times = no_times()
    for line in lines:
        for group, count in line.by_class.items():
            times[group] += count
    leaders = {line.leader_id for line in lines if line.leader_id}
    reported = {line.leader_id for line in lines if line.total}
    return MonthFigures(month, times, len(reported), len(leaders))


def _months(first: str, last: str) -> list[str]:
    if first > last:
        raise InputError("月份不对", "开始月份晚于结束月份。")
    found = [first]
    while found[-1] < last:
        found.append(_next(found[-1]))
    return found


def _next(month: str) -> str:
    _, last = month_days(month)
    following: date = last + timedelta(days=1)
    return f"{following:%Y-%m}"
