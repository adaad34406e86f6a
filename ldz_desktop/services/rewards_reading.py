"""Closed months read as flags, and rewards judged by them."""

from datetime import date

from ldz_desktop.domain.moments import local
from ldz_desktop.domain.places import Building
from ldz_desktop.domain.rewards import FLAG, Reward, RewardMonth, proposals, state_of
from ldz_desktop.domain.seal import printed_code
from ldz_desktop.services.core import Core
from ldz_desktop.services.flags_reading import FlagReader
from ldz_desktop.services.months import month_text
from ldz_desktop.services.rewards_records import RewardLine
from ldz_desktop.storage.evaluation import EvaluationStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.rewards import RewardStore
from ldz_desktop.storage.training import TrainingStore


class RewardReader:
    """Every reward as it stands now: the flags are those of the ledger (services.flags_reading)."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = RewardStore(core.database)
        self._evaluation = EvaluationStore(core.database)
        self._leaders = LeaderStore(core.database)
        self._flags = FlagReader(core)

    def months(self) -> dict[str, RewardMonth]:
        """The closed months, the oldest first, with the flags that the ranking gives and those
        that people decided where a tie left one open."""
        leaders = {t.id: t.leader_id for t in self._leaders.tenures()}
        months = self._flags.every()
        winners = self._flags.winners(months)
        rows = {row.month: row for row in self._evaluation.months()}
        found = {}
        for name, month in months.items():
            tenures = {
                building: month.standings[building].score.tenure_id
                for ids in winners[name].values()
                for building in ids
            }
            held = {b: leaders[t] for b, t in tenures.items() if t in leaders}
            row = rows[name]
            code, closed = printed_code(row.hash or ""), local(row.closed_at or "").date()
            found[name] = RewardMonth(name, code, closed, held)
        return found

    def lines(self, cents: int) -> list[RewardLine]:
        """Everything, proposals included; cents: what a new proposal comes to. The newest month
        first, within it door by door; then events, the newest first."""
        return self._judged(self._store.every(), self.months(), cents, 0)

    def of_leader(self, leader_id: int, cents: int) -> list[RewardLine]:
        """The same of one leader."""
        return self._judged(self._store.every(), self.months(), cents, leader_id)

    def _judged(
        self, stored: list[Reward], months: dict[str, RewardMonth], cents: int, leader_id: int
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


def _now(reward: Reward, month: RewardMonth | None, building: Building | None) -> str:
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
