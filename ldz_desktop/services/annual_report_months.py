"""The parts of the year's report that closed months say: the evaluation, the flags, and what
followed from them. A month that is not closed has no numbers here."""

from collections.abc import Iterable
from fractions import Fraction

from ldz_desktop.domain.awards import KINDS
from ldz_desktop.domain.evaluation import Header, Scheme, Standing
from ldz_desktop.domain.rewards import EVENTS
from ldz_desktop.services.annual_report_records import (
    Evaluation,
    FlagLine,
    Granted,
    Honours,
    MonthLine,
    Opinion,
)
from ldz_desktop.services.awards import AwardService
from ldz_desktop.services.awards_records import AwardLine
from ldz_desktop.services.core import Core
from ldz_desktop.services.flags_reading import FlagReader
from ldz_desktop.services.rewards import RewardService
from ldz_desktop.storage.evaluation import EvaluationStore, MonthRow
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.postings import PostingStore


class MonthParts:
    """Reads only. months: those of the report (YYYY-MM), the oldest first."""

    def __init__(self, core: Core, months: tuple[str, ...]) -> None:
        self._database = core.database
        self._store = EvaluationStore(core.database)
        self._flags = FlagReader(core)
        self._months = months

    def evaluation(self) -> Evaluation:
        rows = {row.month: row for row in self._store.months()}
        lines = tuple(
            self._line(rows[m]) if m in rows else MonthLine(m, None) for m in self._months
        )
        about = {f"month:{month}" for month in self._months}
        objections = [
            one for posting in PostingStore(self._database).every() if posting.about in about
            for one in posting.objections
        ]  # fmt: skip
        return Evaluation(
            lines, sum(one.upheld is True for one in objections),
            sum(one.upheld is False for one in objections), sum(one.open for one in objections),
        )  # fmt: skip

    def _line(self, row: MonthRow) -> MonthLine:
        month = self._flags.every().get(row.month)
        if month is None:
            return MonthLine(row.month, "open", row.edition)
        scheme = self._store.scheme(row.scheme_version)
        standings = [*month.standings.values()]
        headers = [header for _, header in self._store.counts(row.month).values()]
        return MonthLine(
            row.month, row.state, row.edition, len(standings),
            sum(s.rank is not None for s in standings), _issued(headers),
            sum(h.returned for h in headers), sum(h.valid for h in headers),
            _opinion(standings, scheme), scheme.rolling,
        )  # fmt: skip

    def honours(self, year: int, rewards: RewardService, awards: AwardService) -> Honours:
        every = self._flags.every()
        winners, decided = self._flags.winners(every), self._flags.decisions(every)
        closed = [m for m in self._months if m in every]
        held: dict[int, int] = {}
        for month in closed:
            for ids in winners[month].values():
                for building in ids:
                    held[building] = held.get(building, 0) + 1
        undecided = sum(
            tie.places for month in closed for community, tie in every[month].ties.items()
            if community not in decided.get(month, {})
        )  # fmt: skip
        money = rewards.year(year)
        events = [x.reward for x in rewards.events()]
        return Honours(
            flags=self._flag_lines(held), held=sum(held.values()), undecided=undecided,
            rewards=sum(len(row.months) for row in money), people=len(money),
            paid=sum(row.paid for row in money), approved=sum(row.approved for row in money),
            proposed=sum(row.proposed for row in money),
            events={
                kind: sum(
                    one.kind == kind and one.approved_on is not None
                    and one.approved_on.year == year for one in events
                )
                for kind in EVENTS
            },
            awards=self._granted(year, awards),
        )  # fmt: skip

    def _flag_lines(self, held: dict[int, int]) -> tuple[FlagLine, ...]:
        """Community after community, most months first, buildings door by door."""
        found: dict[tuple[str, int], list[str]] = {}
        order: dict[str, int] = {}
        for building in PlaceStore(self._database).buildings():
            order.setdefault(building.community, len(order))
            if building.id in held:
                key = (building.community, held[building.id])
                found.setdefault(key, []).append(building.title)
        lines = [FlagLine(name, months, tuple(x)) for (name, months), x in found.items()]
        return tuple(sorted(lines, key=lambda x: (order[x.community], -x.months)))

    def _granted(self, year: int, awards: AwardService) -> tuple[Granted, ...]:
        shown = awards.year(year)
        lines = {kind: shown.granted(kind) if shown.year == year else () for kind in KINDS}
        hung = {
            p.id for p in PostingStore(self._database).of(f"award:{year}")
            if p.posted_on is not None and p.withdrawn_on is None
        }  # fmt: skip
        return tuple(
            Granted(kind, len(mine), tuple(_who(x) for x in mine if hung and _noticed(x)))
            for kind, mine in lines.items()
        )


def _issued(headers: Iterable[Header]) -> int | None:
    found = [header.issued for header in headers]
    return None if None in found else sum(n for n in found if n is not None)


def _opinion(standings: Iterable[Standing], scheme: Scheme) -> Opinion:
    ranked = [s.score for s in standings if s.rank is not None]
    return Opinion(
        sheets=sum(s.valid for s in ranked),
        weighted=sum((Fraction(s.satisfaction or 0) * s.valid for s in ranked), Fraction()),
        answers=sum(sum(s.grades) for s in ranked),
        satisfied=sum(sum(s.grades[scheme.satisfied_from - 1 :]) for s in ranked),
        stars=sum((Fraction(s.stars or 0) for s in ranked), Fraction()),
        buildings=len(ranked),
    )


def _noticed(line: AwardLine) -> bool:
    return line.award is not None and line.award.posting_id is not None


def _who(line: AwardLine) -> str:
    by_building = line.merit.kind == "building"
    return f"{line.community}{line.name}" if by_building else f"{line.name}（{line.where}）"
