"""Closed months read as chains, and the steps that rest on them."""

from collections import Counter
from datetime import date

from ldz_desktop.domain.cautions import (
    Caution,
    Chain,
    MonthPlace,
    NextStep,
    StepKind,
    chains,
    left_open,
    next_step,
    void_reason,
)
from ldz_desktop.domain.evaluation import group_of, rank
from ldz_desktop.domain.leaders import Tenure
from ldz_desktop.domain.moments import local
from ldz_desktop.domain.places import Building
from ldz_desktop.domain.seal import printed_code
from ldz_desktop.services.cautions_records import Case, Judged
from ldz_desktop.services.core import Core
from ldz_desktop.storage.cautions import CautionStore
from ldz_desktop.storage.evaluation import EvaluationStore, MonthRow
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore


class CaseReader:
    """Every chain of every tenure. A closed month is ranked once for its hash."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._steps = CautionStore(core.database)
        self._evaluation = EvaluationStore(core.database)
        self._leaders = LeaderStore(core.database)
        self._known: dict[str, tuple[str, dict[int, MonthPlace]]] = {}

    def cases(self, days: int) -> tuple[Case, ...]:
        """What is due first, by its deadline, then the newest chains. days: that a step may take
        after the month was closed."""
        places = self._places()
        steps: dict[int, list[Caution]] = {}
        for caution in self._steps.every():
            steps.setdefault(caution.tenure_id, []).append(caution)
        names = self._leaders.names()
        buildings = {b.id: b for b in PlaceStore(self._core.database).buildings()}
        now = (self.newest(), days)
        found: list[Case] = []
        for tenure in self._leaders.tenures():
            mine, taken = places.get(tenure.id, []), steps.get(tenure.id, [])
            if tenure.building_id in buildings and (taken or any(p.last for p in mine)):
                about = (names[tenure.leader_id], buildings[tenure.building_id])
                found += _cases(tenure, about, mine, taken, now)
        found.sort(key=_order)
        return tuple(found)

    def newest(self) -> str:
        """The newest closed month; "" before the first."""
        closed = [row.month for row in self._evaluation.months() if row.state != "open"]
        return closed[-1] if closed else ""

    def _places(self) -> dict[int, list[MonthPlace]]:
        """Tenure id → its closed months, the oldest first; each month is ranked once for its
        hash."""
        found: dict[int, list[MonthPlace]] = {}
        for row in self._evaluation.months():
            if row.state == "open" or row.hash is None:
                continue
            known = self._known.get(row.month)
            if known is None or known[0] != row.hash:
                known = self._known[row.month] = (row.hash, self._ranked(row))
            for tenure_id, place in known[1].items():
                found.setdefault(tenure_id, []).append(place)
        return found

    def _ranked(self, row: MonthRow) -> dict[int, MonthPlace]:
        scheme = self._evaluation.scheme(row.scheme_version)
        scores = [line.score for line in self._evaluation.results(row.month)]
        standings = rank(scores, scheme.scope, scheme)
        sizes = Counter(group_of(s.score, scheme.scope) for s in standings if s.rank is not None)
        closed = local(row.closed_at or "").date()
        code = printed_code(row.hash or "")
        return {
            one.score.tenure_id: MonthPlace(
                row.month, code, closed, one.scope, one.score.building_id, one.rank,
                sizes[group_of(one.score, scheme.scope)], one.last, one.score.score,
                one.score.satisfaction, one.score.valid, one.score.why_unranked,
            )
            for one in standings
            if one.score.tenure_id
        }  # fmt: skip


def _cases(
    tenure: Tenure,
    about: tuple[str, Building],
    places: list[MonthPlace],
    taken: list[Caution],
    now: tuple[str, int],
) -> list[Case]:
    """about: the leader's name and the building; now: the newest closed month and the days a step
    may take."""
    newest, days = now
    every = chains(places, newest)
    left = [Judged(c, void_reason(c, places, every)) for c in taken]
    found = []
    for chain in every:
        months = {place.month for place in chain.lasts}
        mine = [j for j in left if months & {b.month for b in j.caution.months}]
        left = [j for j in left if j not in mine]
        valid = [j.caution for j in mine if not j.void]
        in_office = tenure.ended_on is None
        found.append(
            _case(
                tenure, about, chain, mine,
                next_step(chain, valid, days) if in_office else None,
                left_open(chain, valid) if not (chain.running and in_office) else None,
            )
        )  # fmt: skip
    if left:
        found.append(_case(tenure, about, None, left, None, None))
    return found


def _case(
    tenure: Tenure,
    about: tuple[str, Building],
    chain: Chain | None,
    steps: list[Judged],
    step: NextStep | None,
    void: StepKind | None,
) -> Case:
    return Case(
        tenure.id, tenure.leader_id, *about, chain, tuple(steps), step, void,
        tenure.started_on, tenure.ended_on, tenure.end_reason,
    )  # fmt: skip


def _order(case: Case) -> tuple[bool, date, int, str]:
    newest = case.months[-1]
    months = -(int(newest[:4]) * 12 + int(newest[5:7]))
    deadline = date.max if case.step is None else case.step.deadline
    return (case.step is None, deadline, months, case.building.title)
