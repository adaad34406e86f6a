"""Beside a rank: what the collected sheets can bear. Closed months only, each computed once."""

from collections.abc import Mapping

from ldz_desktop.domain.evaluation import SHOWN_FROM, BuildingMonth, Scheme, group_of, rank
from ldz_desktop.domain.pooling import Past, pool
from ldz_desktop.domain.rank_interval import RankInterval, Sample, rank_intervals, sample
from ldz_desktop.services.core import Core
from ldz_desktop.services.evaluation_papers import closed_papers, past_months
from ldz_desktop.storage.evaluation import EvaluationStore


class RankIntervalService:
    """Reads only; call it on the worker: a month of 152 buildings takes a tenth of a second."""

    def __init__(self, core: Core) -> None:
        self._store = EvaluationStore(core.database)
        self._known: dict[str, tuple[str, dict[int, RankInterval]]] = {}

    def of_month(self, month: str) -> dict[int, RankInterval]:
        """Building id → its interval within the group it was ranked in; {} for an open month.

        A building without one was not ranked. Kept as long as the month's hash stays.
        """
        row = self._store.month(month)
        if row is None or row.state == "open" or row.hash is None:
            return {}
        known = self._known.get(month)
        if known is None or known[0] != row.hash:
            known = self._known[month] = (row.hash, self._compute(month, row.scheme_version))
        return known[1]

    def _compute(self, month: str, version: int) -> dict[int, RankInterval]:
        scheme = self._store.scheme(version)
        own = Past(month, scheme, closed_papers(self._store, month, scheme))
        months = (own, *past_months(self._store, month, scheme))
        groups: dict[tuple[str, ...], list[Sample]] = {}
        scores = [line.score for line in self._store.results(month)]
        for one in rank(scores, scheme.scope, scheme):
            if one.rank is None:
                continue
            building, tenure = one.score.building_id, one.score.tenure_id
            drawn = sample(
                building,
                [
                    (_counted(papers, past.scheme), (papers.marks or {}).values(), past.scheme)
                    for past in months
                    if (papers := past.papers.get(building)) and papers.tenure_id == tenure
                ],
            )
            if drawn is not None:
                groups.setdefault(group_of(one.score, scheme.scope), []).append(drawn)
        found: dict[int, RankInterval] = {}
        weights = (float(scheme.satisfaction_weight), float(scheme.stars_weight))
        for group, members in groups.items():
            found |= rank_intervals(members, weights, " ".join((month, *group)))
        return found


def _counted(papers: BuildingMonth, scheme: Scheme) -> Mapping[str, int]:
    """A month's sheets, unless they are too few to count in a window (domain.pooling)."""
    return papers.sheets or {} if pool(papers, scheme).valid >= SHOWN_FROM else {}
