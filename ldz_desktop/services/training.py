"""Training: courses, attendance by ticking a list, certificates, and who lacks what."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.leaders import Tenure, days_in_office
from ldz_desktop.domain.training import (
    COURSE_KINDS,
    DEFAULT_MINUTES,
    DEFAULT_YEARLY_HOURS,
    MINUTES_PER_HOUR,
    Attendance,
    Course,
    CourseKind,
    certificate_number,
    check_course,
    completed,
    counts_since,
    hours_text,
    next_number,
    spell_begins,
)
from ldz_desktop.domain.training_lists import Known, ListLine, read_list
from ldz_desktop.errors import ConflictError, InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.training_lists import sheets_of
from ldz_desktop.services.training_records import (
    Attended,
    CourseRow,
    LeaderYear,
    Rules,
    Trainee,
)
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.settings import SettingStore
from ldz_desktop.storage.training import TrainingStore

if TYPE_CHECKING:
    from ldz_desktop.domain.places import Building

_PER_HOUR = "training_hour_minutes"
_YEARLY = "training_yearly_hours"
_LONGEST_YEAR = 999


class TrainingService:
    """Verbs of training. Every write is one action."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = TrainingStore(core.database)
        self._leaders = LeaderStore(core.database)
        self._settings = SettingStore(core.database)

    # -- settings --------------------------------------------------------------------------------

    def rules(self) -> Rules:
        per_hour = self._settings.value(_PER_HOUR)
        yearly = self._settings.value(_YEARLY)
        return Rules(
            DEFAULT_MINUTES if per_hour is None else int(per_hour),
            DEFAULT_YEARLY_HOURS if yearly is None else int(yearly),
        )

    def save_rules(self, rules: Rules) -> Change:
        """Raises InputError for a 学时 that is neither 45 nor 60 minutes, or an impossible year."""
        if rules.per_hour not in MINUTES_PER_HOUR or not 0 <= rules.yearly <= _LONGEST_YEAR:
            raise InputError("不能保存", "学时只能是 45 或 60 分钟，每年学时在 0 到 999 之间。")
        with self._core.database.transaction():
            self._settings.put(_PER_HOUR, str(rules.per_hour))
            self._settings.put(_YEARLY, str(rules.yearly))
            self._core.log("settings.training", detail=f"{rules.per_hour}/{rules.yearly}")
        return Change.of("training", what="学时设置已保存")

    def unit(self) -> str:
        """Who signs the papers of training."""
        profile = SettingService(self._core).profile()
        return profile.unit or profile.office

    # -- courses ---------------------------------------------------------------------------------

    def courses(self) -> tuple[CourseRow, ...]:
        """Every course, the newest first."""
        counts: dict[int, list[int]] = {}
        for course, one in self._store.all_attended():
            count = counts.setdefault(course.id, [0, 0])
            count[0] += 1
            count[1] += one.certificate_no is not None
        return tuple(
            CourseRow(course, *counts.get(course.id, (0, 0))) for course in self._store.courses()
        )

    def course(self, course_id: int) -> Course:
        """Raises InputError where it is gone."""
        found = self._store.course(course_id)
        if found is None:
            raise InputError("没有这次培训", "这次培训已经不在了。", "请刷新列表。")
        return found

    def create(self, course: Course) -> Done:
        """The new course's id is the Change's. Raises InputError for what check_course refuses."""
        self._refuse(course)
        new = replace(course, id=next(self._core.ids()), version=1)
        with self._core.action("登记培训", about=f"course:{new.id}"):
            self._store.add(new)
        return self._done(f"已登记培训：{new.title}", new.id)

    def save(self, before: Course, after: Course) -> Done:
        """Who attended all of it goes on having attended all of it where the length changes.

        Raises InputError for a length below somebody's, ConflictError where it was saved since.
        """
        self._refuse(after)
        if self.course(before.id).version != before.version:
            raise _changed_since()
        attendances = self._store.attendances(before.id)
        partial = [a for a in attendances if a.minutes != before.minutes]
        if any(a.minutes > after.minutes for a in partial):
            raise InputError(
                "学时太少", "有人实到的学时比改后的总学时还多。", "请先改正签到里的学时。"
            )
        if attendances and after.held_on > self._core.today():
            raise InputError("日期不对", "已经有人签到，培训日期不能改到今天之后。")
        with self._core.action("修改培训", about=f"course:{before.id}"):
            if not self._store.save(after, before.version):
                raise _changed_since()
            for one in attendances:
                if one.minutes == before.minutes != after.minutes:
                    self._store.set_minutes(one.id, after.minutes)
        return self._done(f"已保存：{after.title}", before.id)

    def remove(self, course_id: int) -> Done:
        """The course with its attendance."""
        course = self.course(course_id)
        with self._core.action("删除培训", about=f"course:{course_id}"):
            self._store.remove(course_id)
        return self._done(f"已删除培训：{course.title}", course_id)

    # -- attendance ------------------------------------------------------------------------------

    def trainees(self, course_id: int) -> tuple[Trainee, ...]:
        """Everybody who may be ticked: those in office door by door, then who was, by name."""
        attended = {a.leader_id: a for a in self._store.attendances(course_id)}
        offices = self._offices(self._core.today(), self._core.today())
        people = self._store.people()
        rows = [
            Trainee(
                key, *people[key], community, buildings, in_office=True,
                attendance=attended.get(key),
            )
            for key, (community, buildings) in offices.items()
        ]  # fmt: skip
        rest = sorted((p for p in people.items() if p[0] not in offices), key=lambda p: p[1][1])
        rows += [
            Trainee(key, name, pinyin, "", "", in_office=False, attendance=attended.get(key))
            for key, (name, pinyin) in rest
        ]
        return tuple(rows)

    def attend(self, course_id: int, leader_ids: Iterable[int], minutes: int | None = None) -> Done:
        """Tick leaders; minutes: of each, None for the whole course.

        Raises InputError for a course still to come, somebody who is ticked already or twice, or a
        length beyond the course's.
        """
        return self._attend(course_id, [(key, minutes) for key in leader_ids])

    def attend_list(self, course_id: int, lines: Iterable[ListLine]) -> Done:
        """Tick those whom a list names, each for as long as it says. Raises as attend does, and
        where the list has nobody."""
        wanted = [(line.leader_id, line.minutes) for line in lines if line.leader_id]
        if not wanted:
            raise InputError("没有可签到的人", "名单里没有能对上花名册的人。", "请核对姓名和楼栋。")
        return self._attend(course_id, wanted)

    def _attend(self, course_id: int, wanted: Sequence[tuple[int, int | None]]) -> Done:
        course = self.course(course_id)
        keys = tuple(key for key, _ in wanted)
        self._check_attending(course, keys)
        lengths = [self._length(course, course.minutes if m is None else m) for _, m in wanted]
        ids = self._core.ids()
        with self._core.action("培训签到", about=self._about(course_id, keys)):
            for key, length in zip(keys, lengths, strict=True):
                self._store.add_attendance(Attendance(next(ids), course_id, key, length))
        return self._done(f"{course.title}：已签到 {len(keys)} 人", course_id)

    def read_list(self, course_id: int, rows: Sequence[Sequence[str]]) -> tuple[ListLine, ...]:
        """A list of names (domain.training_lists) matched with the roster."""
        course = self.course(course_id)
        people = [
            Known(t.id, t.name, t.buildings, t.in_office, here=t.attendance is not None)
            for t in self.trainees(course_id)
        ]
        return read_list(rows, people, self.rules().per_hour, course.minutes)

    def read_list_file(self, course_id: int, path: Path) -> tuple[ListLine, ...]:
        """The sheet of a spreadsheet or text file that knows most people. Raises InputError where
        the file cannot be read."""
        found = [self.read_list(course_id, rows) for rows in sheets_of(path)]
        return max(found, key=lambda lines: sum(line.leader_id > 0 for line in lines), default=())

    def absent(self, course_id: int, leader_ids: Iterable[int]) -> Done:
        """Take ticks away, certificates with them."""
        wanted = tuple(leader_ids)
        there = {a.leader_id: a for a in self._store.attendances(course_id)}
        course = self.course(course_id)
        with self._core.action("取消签到", about=self._about(course_id, wanted)):
            for key in wanted:
                if key in there:
                    self._store.remove_attendance(there[key].id)
        return self._done(f"{course.title}：已取消签到 {len(wanted)} 人", course_id)

    def set_minutes(self, course_id: int, leader_id: int, minutes: int) -> Done:
        """How long one was there. Raises InputError for one who is not ticked, who holds a
        certificate of the whole course, or a length beyond the course's."""
        course = self.course(course_id)
        one = next(
            (a for a in self._store.attendances(course_id) if a.leader_id == leader_id), None
        )
        if one is None:
            raise InputError("没有签到", "这位楼栋长没有签到，不能填学时。", "请先打勾。")
        length = self._length(course, minutes)
        if one.certificate_no is not None and length < course.minutes:
            raise InputError(
                "已经发证", "已编发合格证的人要学满全部学时。", "请先取消签到收回证书，再重新签到。"
            )
        with self._core.action("修改培训学时", about=f"leader:{leader_id}"):
            self._store.set_minutes(one.id, length)
        return self._done(f"{course.title}：学时已保存", course_id)

    def issue(self, course_id: int) -> Done:
        """Number the certificates of everybody who attended all of it and has none yet, in the
        order of the list. Raises InputError without a series, or where there is nobody."""
        course = self.course(course_id)
        if not course.certificate:
            raise InputError(
                "没有证书字号", "这次培训没有填证书字号。", "请在“修改”里填写，如 岗培〔2026〕。"
            )
        waiting = [
            t.attendance
            for t in self.trainees(course_id)
            if t.attendance is not None
            and t.attendance.certificate_no is None
            and t.attendance.minutes >= course.minutes
        ]
        if not waiting:
            raise InputError("没有要发证的人", "学满全部学时的人都有证书了。")
        first = next_number(course.certificate, self._store.certificates())
        with self._core.action("编发培训证书", about=f"course:{course_id}"):
            for number, one in enumerate(waiting, first):
                self._store.set_certificate(one.id, certificate_number(course.certificate, number))
        return self._done(f"{course.title}：已编发 {len(waiting)} 份证书", course_id)

    # -- what a leader has and lacks ---------------------------------------------------------------

    def of_leader(self, leader_id: int) -> tuple[Attended, ...]:
        """A leader's courses, the newest first."""
        per_hour = self.rules().per_hour
        return tuple(
            Attended(course, one, hours_text(one.minutes, per_hour))
            for course, one in self._store.attended(leader_id)
        )

    def has_induction(self, leader_id: int, since: date) -> bool:
        """Whether an induction course (岗前) that ended on or after `since` was attended in full.

        For somebody about to take office: since the day the selection began. For one in office,
        see domain.training.counts_since.
        """
        return completed(self._store.attended(leader_id), since)

    def inducted(self, leader_id: int) -> bool:
        """Whether the induction for the leader's present office was attended in full."""
        begins = spell_begins(self._leaders.tenures_of(leader_id))
        return completed(self._store.attended(leader_id), counts_since(begins))

    def year(self, year: int) -> tuple[LeaderYear, ...]:
        """Everybody in office on a day of that year up to today, door by door."""
        first, last = date(year, 1, 1), min(date(year, 12, 31), self._core.today())
        rules = self.rules()
        attended: dict[int, list[tuple[Course, Attendance]]] = {}
        for course, one in self._store.all_attended():
            attended.setdefault(one.leader_id, []).append((course, one))
        tenures: dict[int, list[Tenure]] = {}
        for tenure in self._leaders.tenures():
            tenures.setdefault(tenure.leader_id, []).append(tenure)
        people = self._store.people()
        still = self._offices(last, last)
        rows = []
        for key, (community, buildings) in self._offices(first, last).items():
            mine = attended.get(key, [])
            minutes = _by_kind(mine, year)
            begins = spell_begins(tenures[key])
            rows.append(
                LeaderYear(
                    key, *people[key], community, buildings, begins, minutes,
                    lacks_induction=key in still and not completed(mine, counts_since(begins)),
                    short=key in still and sum(minutes.values()) < rules.yearly * rules.per_hour,
                )
            )  # fmt: skip
        return tuple(rows)

    # -- inside ------------------------------------------------------------------------------------

    def _offices(self, first: date, last: date) -> dict[int, tuple[str, str]]:
        """Who is in office on one of these days, in the order of the buildings: leader_id →
        community and buildings."""
        buildings = {b.id: b for b in PlaceStore(self._core.database).buildings()}
        held: dict[int, list[Building]] = {}
        tenures = [t for t in self._leaders.tenures() if days_in_office(t, first, last)]
        order = {key: at for at, key in enumerate(buildings)}
        for tenure in sorted(tenures, key=lambda t: order[t.building_id]):
            mine = held.setdefault(tenure.leader_id, [])
            if buildings[tenure.building_id] not in mine:
                mine.append(buildings[tenure.building_id])
        return {
            key: (mine[0].community, "、".join(b.title for b in mine)) for key, mine in held.items()
        }

    def _refuse(self, course: Course) -> None:
        problems = [p.reason for p in check_course(course)]
        if problems:
            raise InputError("不能保存", "；".join(problems) + "。", "请改正后再保存。")

    def _check_attending(self, course: Course, wanted: tuple[int, ...]) -> None:
        if course.held_on > self._core.today():
            raise InputError("还没有开始", "培训日期在今天之后，不能签到。", "请等开课后再打勾。")
        there = {a.leader_id for a in self._store.attendances(course.id)}
        people = self._store.people()
        twice = [key for key in wanted if key in there]
        if twice or len(set(wanted)) != len(wanted):
            names = "、".join(people[key][0] for key in twice[:5])
            raise InputError("重复签到", f"{names or '同一个人'}已经签到，一次培训只记一次。")
        if any(key not in people for key in wanted):
            raise InputError("没有这个人", "名单里有人已经不在花名册上。", "请刷新列表。")

    def _length(self, course: Course, minutes: int) -> int:
        if not 0 < minutes <= course.minutes:
            whole = hours_text(course.minutes, self.rules().per_hour)
            raise InputError(
                "学时不对", f"实到学时要大于 0，不超过全部 {whole} 学时。", "请改正后再保存。"
            )
        return minutes

    def _about(self, course_id: int, leaders: tuple[int, ...]) -> str:
        """A single tick belongs to the leader's history, a list of them to the course."""
        return f"leader:{leaders[0]}" if len(leaders) == 1 else f"course:{course_id}"

    def _done(self, what: str, course_id: int) -> Done:
        return done(self._core, Change.of("training", what=what, ids=(course_id,)))


def _by_kind(attended: list[tuple[Course, Attendance]], year: int) -> dict[CourseKind, int]:
    """Minutes of the courses that ended in that year."""
    found: dict[CourseKind, int] = dict.fromkeys(COURSE_KINDS, 0)
    for course, one in attended:
        if course.last_on.year == year:
            found[course.kind] += one.minutes
    return found


def _changed_since() -> ConflictError:
    return ConflictError(
        "已被别人改过", "在您编辑时，这次培训已被改动，这一步没有保存。", "请重新打开后再改。"
    )
