"""The public honour wall, for the hall's television and the poster: what has been published, and of
that only names, buildings, printed scores and what leaders did. No number, telephone or room, no
month that is not published yet, no award whose notice was not posted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ldz_desktop.domain.awards import KINDS, Award
from ldz_desktop.domain.evaluation import Standing, half_up, previous_month
from ldz_desktop.domain.training import hours_text
from ldz_desktop.domain.wall import Deeds, sentence
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.flags_reading import FlagMonth, FlagReader
from ldz_desktop.services.honours import TrendSeries
from ldz_desktop.services.months import checked_month, month_text
from ldz_desktop.services.scans import PORTRAIT, ScanService
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.training import TrainingService
from ldz_desktop.storage.awards import AwardStore
from ldz_desktop.storage.duties import DutyStore
from ldz_desktop.storage.evaluation import EvaluationStore
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.postings import PostingStore

_LINES = 6
"""Lines of the trend: more cannot be told apart across a hall."""
_FACES = 6
"""Leaders of the year that are shown."""


@dataclass(frozen=True, slots=True)
class Honoured:
    """Somebody on the wall. leader "", leader_id 0: the office was vacant; merit: what they stand
    there for, 第 1 名 · 92.35 分; held: months with the flag, "" for none; said: one true sentence.
    """

    community: str
    building: str
    leader: str
    leader_id: int
    merit: str
    held: str
    said: str


@dataclass(frozen=True, slots=True)
class Streak:
    """Months in a row, up to the wall's, that a building has the flag."""

    building: str
    leader: str
    months: int


@dataclass(frozen=True, slots=True)
class AwardGroup:
    """What a year granted of one kind: 2025年度 最美楼栋 and whom."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WallShow:
    """Everything of the wall for a month. flags: community → who has one; undecided: community →
    buildings that wait for a decision; best: of the month; year: who had the flag most months of
    the year; faces: leader_id → scan id of the portrait."""

    month: str
    unit: str
    day: date
    flags: Mapping[str, tuple[Honoured, ...]]
    undecided: Mapping[str, tuple[str, ...]]
    best: tuple[Honoured, ...]
    year: tuple[Honoured, ...]
    streaks: tuple[Streak, ...]
    awards: tuple[AwardGroup, ...]
    trend: tuple[TrendSeries, ...]
    faces: Mapping[int, int]

    @property
    def flag_count(self) -> int:
        return sum(map(len, self.flags.values()))


@dataclass(frozen=True, slots=True)
class _Record:
    """Read once for a show. leaders: tenure → leader; flags: month → building → its place."""

    every: Mapping[str, FlagMonth]
    flags: Mapping[str, Mapping[int, Standing]]
    leaders: Mapping[int, int]
    households: Mapping[int, tuple[int, int]]
    duties: Mapping[int, int]
    hours: Mapping[int, str]


class WallService:
    """Reads only."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._flags = FlagReader(core)
        self._evaluation = EvaluationStore(core.database)
        self._scans = ScanService(core)

    def months(self) -> tuple[str, ...]:
        """Published months, the newest first."""
        rows = self._evaluation.months()
        return tuple(row.month for row in reversed(rows) if row.state == "published")

    def show(self, month: str | None = None) -> WallShow:
        """The wall of a month (None: the newest published one). Raises InputError before there is
        one."""
        published = self.months()
        if not published:
            raise InputError(
                "还没有公示的月份", "荣誉墙对外展示只用公示过的测评，现在还没有。",
                "请先在“测评”里封月并登记公示。",
            )  # fmt: skip
        month = published[0] if month is None else checked_month(month)
        if month not in published:
            raise InputError(
                "还没有公示",
                f"{month_text(month)}的测评还没有公示，不能对外展示。",
                "请先登记公示。",
            )
        record = self._record(month)
        now = record.every[month]
        decided = self._flags.decisions(record.every).get(month, {})
        titles = {b: s.score.title for b, s in now.standings.items()}
        year = self._year(record, month)
        best = tuple(
            self._honoured(record, month, one, _merit(one), building)
            for building, one in now.standings.items()
            if one.rank == 1
        )
        profile = SettingService(self._core).profile()
        flags: dict[str, list[Honoured]] = {}
        for building, one in _by_place(record.flags[month]):
            found = self._honoured(record, month, one, _merit(one), building)
            flags.setdefault(one.score.community, []).append(found)
        return WallShow(
            month=month,
            unit=profile.unit or profile.office,
            day=self._core.today(),
            flags={name: tuple(people) for name, people in flags.items()},
            undecided={
                name: tuple(titles[b] for b in tie.buildings)
                for name, tie in now.ties.items()
                if name not in decided
            },
            best=best,
            year=year,
            streaks=_streaks(record, month),
            awards=self._awards(),
            trend=self._trend(record, month),
            faces=self._faces((*best, *year, *(p for some in flags.values() for p in some))),
        )

    def portrait(self, scan_id: int) -> bytes:
        """A JPEG. Raises InputError where it is gone."""
        return self._scans.body(scan_id)

    # -- what is on record -----------------------------------------------------------------------

    def _record(self, month: str) -> _Record:
        every = {m: one for m, one in self._flags.every().items() if m <= month}
        won = self._flags.winners(every)
        database = self._core.database
        leaders = {t.id: t.leader_id for t in LeaderStore(database).tenures()}
        duties: dict[int, int] = {}
        for done in DutyStore(database).of_months(f"{month[:4]}-01", f"{month[:4]}-12"):
            who = leaders.get(done.tenure_id, 0)
            duties[who] = duties.get(who, 0) + done.times
        training = TrainingService(self._core)
        per_hour = training.rules().per_hour
        year = int(month[:4])
        return _Record(
            every,
            {m: {b: every[m].standings[b] for ids in won[m].values() for b in ids} for m in every},
            leaders,
            HouseholdStore(database).counts_by_building(),
            duties,
            {one.leader_id: hours_text(one.total, per_hour) for one in training.year(year)},
        )

    def _honoured(
        self, record: _Record, month: str, one: Standing, merit: str, building: int
    ) -> Honoured:
        score = one.score
        leader = record.leaders.get(score.tenure_id, 0)
        run = run_of(building, month, record.flags)
        deeds = Deeds(
            month, run, _flagged(building, month, record.flags),
            record.households.get(building, (0, 0))[0],
            record.duties.get(leader, 0), record.hours.get(leader, "0"),
        )  # fmt: skip
        total = sum(building in held for held in record.flags.values())
        held = f"累计持旗 {total} 个月" if total else ""
        if run > 1:
            held = f"连续持旗 {run} 个月 · 累计 {total} 个月"
        return Honoured(
            score.community, score.title, score.leader, leader, merit, held,
            sentence(deeds) if leader else "",
        )  # fmt: skip

    def _year(self, record: _Record, month: str) -> tuple[Honoured, ...]:
        """Leaders by months of this year that they were in office at a building with the flag, the
        mean of their printed scores deciding; equal ones are all shown or none."""
        months = [m for m in record.every if m[:4] == month[:4]]
        flagged: dict[int, int] = {}
        scores: dict[int, list[Decimal]] = {}
        newest: dict[int, Standing] = {}
        for m in months:
            for building, one in record.every[m].standings.items():
                leader = record.leaders.get(one.score.tenure_id, 0)
                if not leader or one.rank is None or one.score.score is None:
                    continue
                newest[leader] = one
                scores.setdefault(leader, []).append(one.score.score)
                flagged[leader] = flagged.get(leader, 0) + (building in record.flags[m])
        order = {who: (-flagged[who], -_mean(scores[who])) for who in flagged if flagged[who]}
        ranked = sorted(order, key=order.__getitem__)
        found = [who for who in ranked if sum(order[o] <= order[who] for o in ranked) <= _FACES]
        return tuple(
            self._honoured(
                record, month, newest[who],
                f"持旗 {flagged[who]} 个月 · 平均 {_mean(scores[who])} 分",
                newest[who].score.building_id,
            )
            for who in found
        )  # fmt: skip

    def _trend(self, record: _Record, month: str) -> tuple[TrendSeries, ...]:
        """The month's flag buildings, the longest holders first, over the last twelve months."""
        months = [m for m in record.every if m <= month][-12:]
        held = record.flags[month]
        chosen = sorted(held, key=lambda b: -run_of(b, month, record.flags))[:_LINES]
        return tuple(
            TrendSeries(
                held[building].score.title,
                tuple((m, _score(record.every[m].standings.get(building))) for m in months),
            )
            for building in chosen
        )

    def _awards(self) -> tuple[AwardGroup, ...]:
        """Of the newest year whose awards were posted."""
        store = PostingStore(self._core.database)
        public: list[Award] = []
        for award in AwardStore(self._core.database).every():
            posting = store.get(award.posting_id) if award.posting_id else None
            if (
                award.state == "granted"
                and posting is not None
                and posting.posted_on is not None
                and posting.withdrawn_on is None
            ):
                public.append(award)
        if not public:
            return ()
        year = max(award.year for award in public)
        buildings = {b.id: b.title for b in PlaceStore(self._core.database).buildings()}
        names = LeaderStore(self._core.database).names()
        groups = []
        for kind, title in KINDS.items():
            known = buildings if kind == "building" else names
            mine = [a.key for a in public if a.year == year and a.kind == kind]
            whom = tuple(known[key] for key in mine if key in known)
            if whom:
                groups.append(AwardGroup(f"{year}年度{title}", whom))
        return tuple(groups)

    def _faces(self, people: Iterable[Honoured]) -> dict[int, int]:
        found = {}
        for leader in {one.leader_id for one in people if one.leader_id}:
            scan = self._scans.newest("leader", leader, PORTRAIT)
            if scan is not None:
                found[leader] = scan.id
        return found


def run_of(building: int, month: str, flags: Mapping[str, Mapping[int, Standing]]) -> int:
    """Months in a row with the flag that end with `month`."""
    count = 0
    while building in flags.get(month, {}):
        count, month = count + 1, previous_month(month)
    return count


def _flagged(building: int, month: str, flags: Mapping[str, Mapping[int, Standing]]) -> int:
    return sum(building in held for m, held in flags.items() if m[:4] == month[:4])


def _by_place(flags: Mapping[int, Standing]) -> list[tuple[int, Standing]]:
    return sorted(flags.items(), key=lambda item: (item[1].score.community, item[1].rank or 0))


def _merit(one: Standing) -> str:
    return f"第 {one.rank} 名 · {one.score.score} 分"


def _mean(scores: Iterable[Decimal]) -> Decimal:
    every = [Fraction(s) for s in scores]
    return half_up(sum(every, Fraction()) / len(every))


def _score(one: Standing | None) -> Decimal | None:
    return None if one is None or one.rank is None else one.score.score


def _streaks(record: _Record, month: str) -> tuple[Streak, ...]:
    found = [
        Streak(one.score.title, one.score.leader, run_of(building, month, record.flags))
        for building, one in _by_place(record.flags[month])
    ]
    long = [one for one in found if one.months > 1]
    return tuple(sorted(long, key=lambda one: -one.months))
