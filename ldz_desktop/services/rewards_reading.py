"""Closed months read as flags, and rewards judged by them."""

from collections import Counter
from datetime import UTC, date, datetime

from ldz_desktop.domain.evaluation import rank, undecided_flags
from ldz_desktop.domain.flags import Tie, holds
from ldz_desktop.domain.places import Building
from ldz_desktop.domain.rewards import FLAG, FlagMonth, Reward, proposals, state_of
from ldz_desktop.domain.seal import printed_code
from ldz_desktop.record import record
from ldz_desktop.services.core import Core
from ldz_desktop.services.months import month_text
from ldz_desktop.services.rewards_records import RewardLine
from ldz_desktop.storage.evaluation import EvaluationStore, MonthRow
from ldz_desktop.storage.flags import FlagStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.rewards import RewardStore
from ldz_desktop.storage.training import TrainingStore


@record
class _Flags:
    """What a closed month says: buildings with the flag, ties that leave one open (by community),
    and the tenure that was evaluated for each building."""

    ranked: tuple[int, ...]
    ties: dict[str, Tie]
    tenures: dict[int, int]


class RewardReader:
    """Every reward as it stands now. A closed month is ranked once for its hash."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = RewardStore(core.database)
        self._evaluation = EvaluationStore(core.database)
        self._leaders = LeaderStore(core.database)
        self._known: dict[str, tuple[str, _Flags]] = {}

    def months(self) -> dict[str, FlagMonth]:
        """The closed months, the oldest first, with the flags that the ranking gives and those
        that people decided where a tie left one open."""
        leaders = {t.id: t.leader_id for t in self._leaders.tenures()}
        decisions = FlagStore(self._core.database).decisions()
        found = {}
        for row in self._evaluation.months():
            if row.state == "open" or row.hash is None:
                continue
            known = self._known.get(row.month)
            if known is None or known[0] != row.hash:
                known = self._known[row.month] = (row.hash, self._flagged(row))
            flags = known[1]
            decided = {
                b
                for one in decisions
                if one.month == row.month and holds(one, flags.ties.get(one.community))
                for b in one.buildings
            }
            held = {
                b: leaders[flags.tenures[b]]
                for b in (*flags.ranked, *decided)
                if flags.tenures[b] in leaders
            }
            closed = _local_day(row.closed_at or "")
            found[row.month] = FlagMonth(row.month, printed_code(row.hash), closed, held)
        return found

    def lines(self, cents: int) -> list[RewardLine]:
        """Everything, proposals included; cents: what a new proposal comes to. The newest month
        first, within it door by door; then events, the newest first."""
        return self._judged(self._store.every(), self.months(), cents, 0)

    def of_leader(self, leader_id: int, cents: int) -> list[RewardLine]:
        """The same of one leader."""
        return self._judged(self._store.every(), self.months(), cents, leader_id)

    def _judged(
        self, stored: list[Reward], months: dict[str, FlagMonth], cents: int, leader_id: int
    ) -> list[RewardLine]:
        every = [*stored, *proposals(months.values(), stored, cents)]
        wanted = [one for one in every if not leader_id or one.leader_id == leader_id]
        people = TrainingStore(self._core.database).people()
        newest = {t.leader_id: t.building_id for t in self._leaders.tenures()}
        buildings = {b.id: b for b in PlaceStore(self._core.database).buildings()}
        order = {key: at for at, key in enumerate(buildings)}
        lines = []
        for one in wanted:
            month = months.get(one.month or "")
            building = buildings.get(one.building_id or newest.get(one.leader_id, 0))
            name, pinyin = people.get(one.leader_id, ("", ""))
            state = state_of(one, month)
            now = _now(one, month, building) if state in ("moved", "withdrawn") else ""
            lines.append(RewardLine(one, state, name, pinyin, building, now))
        lines.sort(key=lambda x: order.get(x.building.id if x.building else 0, 0))
        lines.sort(key=_newest, reverse=True)
        return lines

    def _flagged(self, row: MonthRow) -> "_Flags":
        scheme = self._evaluation.scheme(row.scheme_version)
        scores = [line.score for line in self._evaluation.results(row.month)]
        flagged = [one.score for one in rank(scores, "社区", scheme) if one.flag]
        given = Counter(score.community for score in flagged)
        ties = {
            community: Tie(
                row.month, community, tuple(s.building_id for s in tied),
                scheme.flags - given[community],
            )
            for community, tied in undecided_flags(scores, scheme).items()
        }  # fmt: skip
        return _Flags(
            tuple(s.building_id for s in flagged),
            ties,
            {s.building_id: s.tenure_id for s in scores},
        )


def _now(reward: Reward, month: FlagMonth | None, building: Building | None) -> str:
    """Why money no longer rests on its month."""
    if month is None:
        return ""
    title = "" if building is None else building.title
    gone = (reward.building_id or 0) not in month.leaders
    what = f"{title}不再持有红旗" if gone else f"{title}参评的楼栋长不是本人"
    return f"按{month_text(month.month)}现在的结果（核验码 {month.code}），{what}"


def _newest(line: RewardLine) -> tuple[bool, str]:
    one = line.reward
    if one.kind == FLAG:
        return (True, one.month or "")
    return (False, (one.approved_on or date.min).isoformat())


def _local_day(stamp: str) -> date:
    """The day of a UTC time as the database keeps it, where the PC is."""
    moment = datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return moment.astimezone().date()
