"""The honour wall: who holds the red flag, who stands out, how buildings went. From closed months
only, so that the wall and the published notices always agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ldz_desktop.domain.evaluation import Score, Standing, half_up, previous_month
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.evaluation import EvaluationService
from ldz_desktop.services.flags_reading import FlagReader
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.leaders import LeaderStore


@dataclass(frozen=True, slots=True)
class FlagHolder:
    """A building with the flag. months_held: closed months with the flag up to this one;
    months_in_row: of those, the unbroken run that ends here; handed_from: who gave the flags up
    (buildings of the community that held one the month before and no longer do); decided:
    by a recorded decision of a tie, not by the ranking alone; leader_id 0: the office was vacant.
    """

    month: str
    community: str
    building_id: int
    building: str
    leader: str
    score: Decimal
    months_held: int
    months_in_row: int
    handed_from: tuple[str, ...]
    decided: bool = False
    leader_id: int = 0


@dataclass(frozen=True, slots=True)
class HonouredLeader:
    """A leader on the wall, by tenure. average: mean of the printed scores of ranked months."""

    leader: str
    community: str
    building_id: int
    building: str
    months_flagged: int
    months_ranked: int
    best_rank: int
    average: Decimal
    households: int
    sentence: str


@dataclass(frozen=True, slots=True)
class TrendSeries:
    """A building's printed scores over months; None: unranked or not evaluated."""

    building: str
    points: tuple[tuple[str, Decimal | None], ...]


class HonourService:
    """Reads only."""

    def __init__(self, core: Core, evaluation: EvaluationService) -> None:
        self._core = core
        self._evaluation = evaluation
        self._flags = FlagReader(core)

    def months(self) -> tuple[str, ...]:
        """Closed months, newest first."""
        return tuple(m.month for m in self._evaluation.months() if m.state != "open")

    def flag_holders(self, month: str | None = None) -> tuple[FlagHolder, ...]:
        """Who holds the flag after `month` (None: the newest closed one); () before the first."""
        closed = self.months()
        if not closed:
            return ()
        month = month or closed[0]
        if month not in closed:
            raise InputError("还没有封月", "这个月还没有封存，没有流动红旗。")
        flags = self._flagged(month)
        before = flags.get(previous_month(month), {})
        leaders = {t.id: t.leader_id for t in LeaderStore(self._core.database).tenures()}
        return tuple(
            FlagHolder(
                month=month,
                community=one.score.community,
                building_id=building,
                building=one.score.title,
                leader=one.score.leader,
                score=one.score.score or Decimal(),
                months_held=sum(building in held for held in flags.values()),
                months_in_row=_row(building, month, flags),
                handed_from=tuple(
                    old.score.title
                    for b, old in before.items()
                    if old.score.community == one.score.community and b not in flags[month]
                )
                if building not in before
                else (),
                decided=not one.flag,
                leader_id=leaders.get(one.score.tenure_id, 0),
            )
            for building, one in sorted(
                flags[month].items(), key=lambda item: (item[1].score.community, item[1].rank)
            )
        )

    def undecided(self, month: str | None = None) -> dict[str, tuple[str, ...]]:
        """Community → buildings whose tie leaves a flag to a recorded decision that nobody made."""
        every = self._flags.every()
        if not every:
            return {}
        month = month or next(reversed(every))
        if month not in every:
            ties = self._evaluation.ranking(month, "社区").undecided
            return {tied[0].community: tuple(s.title for s in tied) for tied in ties}
        decided = self._flags.decisions(every).get(month, {})
        standings = every[month].standings
        return {
            community: tuple(standings[b].score.title for b in tie.buildings)
            for community, tie in every[month].ties.items()
            if community not in decided
        }

    def _flagged(self, until: str) -> dict[str, dict[int, Standing]]:
        """Month → building → its place, of those with a flag, decided ones included."""
        every = self._flags.every()
        won = self._flags.winners(every)
        return {
            m: {b: every[m].standings[b] for ids in won[m].values() for b in ids}
            for m in every
            if m <= until
        }

    def leaders(self, limit: int = 20) -> tuple[HonouredLeader, ...]:
        """Leaders by months with the flag (decided ones included), then by average score."""
        every = self._flags.every()
        flags = self._flagged(next(reversed(every), ""))
        by_tenure: dict[int, list[tuple[Standing, bool]]] = {}
        for month in reversed(every):
            for building, one in every[month].standings.items():
                if one.score.tenure_id and one.rank is not None:
                    flagged = building in flags[month]
                    by_tenure.setdefault(one.score.tenure_id, []).append((one, flagged))
        households = HouseholdStore(self._core.database).counts_by_building()
        found = [_honoured(months, households) for months in by_tenure.values()]
        found.sort(key=lambda one: (-one.months_flagged, -one.average, one.best_rank))
        return tuple(found[:limit])

    def trend(self, building_ids: Iterable[int]) -> tuple[TrendSeries, ...]:
        """Scores of these buildings over all closed months, oldest first."""
        every = self._flags.every()
        series = []
        for building in building_ids:
            mine = {m: one.standings.get(building) for m, one in every.items()}
            known = [one.score for one in mine.values() if one is not None]
            if known:
                points = tuple(
                    (m, None if one is None else _ranked(one.score)) for m, one in mine.items()
                )
                series.append(TrendSeries(known[-1].title, points))
        return tuple(series)


def _ranked(score: Score) -> Decimal | None:
    return None if score.why_unranked else score.score


def _row(building: int, month: str, flags: dict[str, dict[int, Standing]]) -> int:
    count = 0
    while building in flags.get(month, {}):
        count += 1
        month = previous_month(month)
    return count


def _honoured(
    months: list[tuple[Standing, bool]], households: dict[int, tuple[int, int]]
) -> HonouredLeader:
    """months: the newest first, each with whether it brought the flag."""
    standings = [one for one, _ in months]
    newest = standings[0].score
    scores = [s.score.score for s in standings if s.score.score is not None]
    flagged = sum(flag for _, flag in months)
    homes = households.get(newest.building_id, (0, 0))[0]
    parts = [f"参加排名 {len(standings)} 个月"]
    if flagged:
        parts.append(f"持流动红旗 {flagged} 个月")
    if homes:
        parts.append(f"服务 {homes} 户")
    return HonouredLeader(
        leader=newest.leader,
        community=newest.community,
        building_id=newest.building_id,
        building=newest.title,
        months_flagged=flagged,
        months_ranked=len(standings),
        best_rank=min(s.rank or 0 for s in standings),
        average=half_up(sum(map(Fraction, scores), Fraction()) / (len(scores) or 1)),
        households=homes,
        sentence="，".join(parts) + "。",
    )
