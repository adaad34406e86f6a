"""Closed months read as flags: who has one by the ranking, who by a recorded decision."""

from collections.abc import Mapping

from ldz_desktop.domain.evaluation import Standing, rank, undecided_flags
from ldz_desktop.domain.flags import Decision, Tie, holds
from ldz_desktop.record import record
from ldz_desktop.services.core import Core
from ldz_desktop.storage.evaluation import EvaluationStore
from ldz_desktop.storage.flags import FlagStore


@record
class FlagMonth:
    """A closed month. standings: building → its place in its community; clear: community → the
    buildings with a flag by the ranking, the best first; ties: community → what it leaves open."""

    month: str
    standings: Mapping[int, Standing]
    clear: Mapping[str, tuple[int, ...]]
    ties: Mapping[str, Tie]


class FlagReader:
    """Reads only. A closed month is ranked once for its hash."""

    def __init__(self, core: Core) -> None:
        self._evaluation = EvaluationStore(core.database)
        self._store = FlagStore(core.database)
        self._known: dict[str, tuple[str, FlagMonth]] = {}

    def months(self) -> tuple[str, ...]:
        """Closed months, the newest first."""
        rows = self._evaluation.months()
        return tuple(r.month for r in reversed(rows) if r.state != "open" and r.hash is not None)

    def every(self) -> dict[str, FlagMonth]:
        """All closed months, the oldest first."""
        found = {}
        for row in self._evaluation.months():
            if row.state == "open" or row.hash is None:
                continue
            known = self._known.get(row.month)
            if known is None or known[0] != row.hash:
                made = self._read(row.month, row.scheme_version)
                known = self._known[row.month] = (row.hash, made)
            found[row.month] = known[1]
        return found

    def decisions(self, months: Mapping[str, FlagMonth]) -> dict[str, dict[str, Decision]]:
        """Month → community → the decision that fits what the month left open."""
        found: dict[str, dict[str, Decision]] = {}
        for one in self._store.decisions():
            month = months.get(one.month)
            if month is not None and holds(one, month.ties.get(one.community)):
                found.setdefault(one.month, {})[one.community] = one
        return found

    def winners(self, months: Mapping[str, FlagMonth]) -> dict[str, dict[str, tuple[int, ...]]]:
        """Month → community → who gets a flag: by the ranking, then by decision."""
        decided = self.decisions(months)
        found = {}
        for name, month in months.items():
            own = dict(month.clear)
            for community, decision in decided.get(name, {}).items():
                own[community] = (*own.get(community, ()), *decision.buildings)
            found[name] = own
        return found

    def _read(self, month: str, version: int) -> FlagMonth:
        scheme = self._evaluation.scheme(version)
        scores = [line.score for line in self._evaluation.results(month)]
        standings = rank(scores, "社区", scheme)
        clear: dict[str, list[int]] = {}
        for one in standings:
            if one.flag:
                clear.setdefault(one.score.community, []).append(one.score.building_id)
        ties = {
            tied[0].community: Tie(
                month, tied[0].community, tuple(s.building_id for s in tied),
                scheme.flags - len(clear.get(tied[0].community, ())),
            )
            for tied in undecided_flags(scores, scheme)
        }  # fmt: skip
        return FlagMonth(
            month, {s.score.building_id: s for s in standings},
            {name: tuple(ids) for name, ids in clear.items()}, ties,
        )  # fmt: skip
