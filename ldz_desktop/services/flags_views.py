"""Flags as the window and the papers see them."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from ldz_desktop.domain import flags as rules
from ldz_desktop.domain.evaluation import Standing
from ldz_desktop.domain.flags import Decision, Flag, Move, Run
from ldz_desktop.domain.places import Building
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.flags_reading import FlagReader
from ldz_desktop.services.flags_records import (
    FlagLine,
    MonthFlags,
    MoveLine,
    RunLine,
    Slip,
    TieLine,
)
from ldz_desktop.services.months import month_text
from ldz_desktop.services.signers import SignerService
from ldz_desktop.storage.flags import FlagStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.scans import ScanStore

OWNER, HANDED = "flag_holding", "交接照片"
"""Photos of a hand-over, in the words of services.scans."""


class FlagViews:
    """Reads only."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = FlagStore(core.database)
        self._places = PlaceStore(core.database)
        self._leaders = LeaderStore(core.database)
        self._reader = FlagReader(core)

    def register_lines(self) -> tuple[FlagLine, ...]:
        """Every flag and where it is, by community and number; those out of use last."""
        titles = {b.id: b.title for b in self._places.buildings()}
        names, stays = self._in_office(), rules.runs(self._store.holdings())
        found = []
        for flag in self._store.flags():
            mine = [run for run in stays if run.flag_id == flag.id]
            moves = max(len(mine) - 1, 0)
            here = mine[0] if mine and mine[0].last.to_on is None else None
            if here is None:
                found.append(FlagLine(flag, moves=moves))
                continue
            place = titles.get(here.building_id, "")
            leader = names.get(here.building_id, "")
            since = here.first.from_on
            found.append(FlagLine(flag, place, leader, since, here.months, moves))
        return tuple(sorted(found, key=lambda x: x.flag.retired_on is not None))

    def communities(self) -> tuple[str, ...]:
        """Those with buildings, in the order of the tree."""
        return tuple(dict.fromkeys(b.community for b in self._places.buildings()))

    def lacking(self) -> tuple[Flag, ...]:
        """What a register begins with: the flags that are lacking to two in each community."""
        today = self._core.today()
        return tuple(rules.default_flags(self.communities(), self._store.flags(), today))

    def month(self, month: str = "") -> MonthFlags:
        """What a closed month asks for and what is written down. month: "" or one that is not
        closed stands for the newest."""
        every = self._reader.every()
        months = tuple(reversed(every))
        flags = self._store.flags()
        if not months:
            return MonthFlags(flags=len(flags))
        month = month if month in every else months[0]
        moves = self._moves(month)
        return MonthFlags(months, month, self._lines(month, moves), self.ties(month), len(flags))

    def ties(self, month: str) -> tuple[TieLine, ...]:
        """Ties past the last flag, with what was decided."""
        every = self._reader.every()
        if month not in every:
            return ()
        decided = self._reader.decisions(every).get(month, {})
        standings = every[month].standings
        return tuple(
            TieLine(
                tie, tuple(standings[b].score.title for b in tie.buildings), decided.get(community)
            )
            for community, tie in every[month].ties.items()
        )

    def ledger(self) -> tuple[RunLine, ...]:
        """Who had which flag when, the newest stay first."""
        buildings = {b.id: b for b in self._places.buildings()}
        flags = {f.id: f for f in self._store.flags()}
        every, photos = self._reader.every(), self._photos()
        found = []
        stays = rules.runs(self._store.holdings())
        for run in stays:
            standing = every[run.last.month].standings if run.last.month in every else {}
            one = standing.get(run.building_id)
            flag = flags[run.flag_id]
            found.append(
                RunLine(
                    run, flag.number, flag.scope, _title(buildings, run.building_id),
                    _title(buildings, _origin(run, stays)), one.score.leader if one else "",
                    sum(photos.get(h.id, 0) for h in run.holdings),
                )
            )  # fmt: skip
        return tuple(found)

    def slips(self, month: str, ids: Collection[int] = ()) -> tuple[Slip, ...]:
        """One for each flag that moves in a month. ids: of those flags alone. Raises InputError
        where none moves."""
        every = self._reader.every()
        moving = [
            line for line in self.month(month).moves
            if line.move.state in ("todo", "done") and (not ids or line.move.flag_id in ids)
        ]  # fmt: skip
        if month not in every or not moving:
            raise InputError("没有交接单", "这个月没有要交接的红旗。", "留在原楼的红旗不用交接单。")
        decisions = self._reader.decisions(every).get(month, {})
        signers = SignerService(self._core)
        return tuple(
            _slip(
                line,
                every[month].standings,
                decisions,
                signers.of("flag", community=line.move.community),
            )
            for line in moving
        )

    def _moves(self, month: str) -> list[Move]:
        won = self._reader.winners(self._reader.every())
        return rules.propose(month, won, self._store.flags(), self._store.holdings())

    def _lines(self, month: str, moves: Iterable[Move]) -> tuple[MoveLine, ...]:
        every, names = self._reader.every(), self._in_office()
        winners, photos = self._reader.winners(every), self._photos()
        numbers = {f.id: f.number for f in self._store.flags()}
        buildings = {b.id: b for b in self._places.buildings()}
        decided = {
            b for one in self._reader.decisions(every).get(month, {}).values()
            for b in one.buildings
        }  # fmt: skip
        held: dict[int, int] = {}
        for name, won in winners.items():
            for building in (b for ids in won.values() for b in ids if name <= month):
                held[building] = held.get(building, 0) + 1
        return tuple(
            MoveLine(
                one, numbers.get(one.flag_id, ""), _title(buildings, one.from_building),
                _title(buildings, one.to_building), names.get(one.from_building, ""),
                names.get(one.to_building, ""), held.get(one.to_building, 0),
                one.to_building in decided, photos.get(one.holding.id, 0) if one.holding else 0,
            )
            for one in moves
        )  # fmt: skip

    def _in_office(self) -> dict[int, str]:
        """Building → who leads it now."""
        names = self._leaders.names()
        return {
            t.building_id: names[t.leader_id] for t in self._leaders.tenures() if not t.ended_on
        }

    def _photos(self) -> dict[int, int]:
        return ScanStore(self._core.database).counts(OWNER)


def _title(buildings: Mapping[int, Building], key: int) -> str:
    found = buildings.get(key)
    return "" if found is None else found.title


def _origin(run: Run, stays: Sequence[Run]) -> int:
    """Where a stay's flag came from; 0: from the office."""
    before = [r for r in stays if r.flag_id == run.flag_id and r.last.month < run.first.month]
    newest = max(before, key=lambda r: r.last.month, default=None)
    if newest is None or newest.last.to_on != run.first.from_on:
        return 0
    return newest.building_id


def _slip(
    line: MoveLine,
    standings: Mapping[int, Standing],
    decisions: Mapping[str, Decision],
    unit: str,
) -> Slip:
    move, score = line.move, standings[line.move.to_building].score
    written, decision = move.holding, decisions.get(move.community)
    by = decision.decided_by if line.decided and decision is not None else ""
    return Slip(
        unit=unit,
        community=move.community,
        number=line.number,
        month=month_text(move.month),
        origin=line.origin,
        place=line.place,
        giver=(written.handed_by or "") if written else line.giver,
        taker=(written.received_by or "") if written else line.taker,
        score=str(score.score),
        months=move.months,
        held=line.held,
        on=written.from_on if written else None,
        decided=by,
    )
