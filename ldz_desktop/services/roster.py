"""The leader roster: who leads which building, since when, and how it went."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.codes import is_party, upper_secondary
from ldz_desktop.domain.evaluation import group_of, half_up
from ldz_desktop.domain.identity import check_id
from ldz_desktop.domain.leaders import Leader, LeaderRow, RosterFigures, Tenure
from ldz_desktop.domain.names import check_name, clean_name
from ldz_desktop.domain.places import Building
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.terms import TOO_FAR, too_far
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.errors import ConflictError, InputError
from ldz_desktop.services.codes import reader, regions, search_text
from ldz_desktop.services.core import Core
from ldz_desktop.services.evaluation import EvaluationService
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore


@dataclass(frozen=True, slots=True)
class TenureRow:
    """A tenure with the building it was for."""

    tenure: Tenure
    building: Building


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """One closed month of a leader. rank None: unranked."""

    month: str
    building: str
    score: Decimal | None
    rank: int | None
    of: int
    flag: bool
    last: bool
    why_unranked: str | None
    building_id: int = 0


@dataclass(frozen=True, slots=True)
class LeaderDetail:
    """A leader with every tenure (the newest first) and closed month (the oldest first)."""

    leader: Leader
    tenures: tuple[TenureRow, ...]
    scores: tuple[ScorePoint, ...]


class RosterService:
    """Verbs of the roster. Every write is one transaction."""

    def __init__(self, core: Core, evaluation: EvaluationService) -> None:
        self._core = core
        self._evaluation = evaluation
        self._store = LeaderStore(core.database)
        self._places = PlaceStore(core.database)
        self._known: dict[str, tuple[str, list[tuple[int, ScorePoint]]]] = {}

    # -- lists -----------------------------------------------------------------------------------

    def rows(self, text: str = "") -> list[LeaderRow]:
        """One row a building, vacancies included; text narrows by name, pinyin or building."""
        households = HouseholdStore(self._core.database).counts_by_building()
        streaks = self._evaluation.streaks()
        leaders = {leader.id: leader for leader in self._store.leaders()}
        current = {t.building_id: t for t in self._store.tenures() if t.ended_on is None}
        rows = []
        for building in self._places.buildings():
            tenure = current.get(building.id)
            leader = leaders[tenure.leader_id] if tenure else _NOBODY
            row = LeaderRow(
                leader_id=leader.id,
                tenure_id=tenure.id if tenure else 0,
                building_id=building.id,
                street=building.street,
                community=building.community,
                compound=building.compound,
                building=building.name,
                name=leader.name,
                sex=leader.sex,
                birth=leader.birth,
                political=leader.political,
                education=leader.education,
                phone=leader.phone,
                started_on=tenure.started_on if tenure else None,
                households=households.get(building.id, (0, 0))[0],
                streak=streaks.get(tenure.id, 0) if tenure else 0,
            )
            if _matches(row, text.strip()):
                rows.append(row)
        return rows

    def figures(self) -> RosterFigures:
        """152 · 48 · 70 %: a person who leads two buildings counts once."""
        rows = self.rows()
        people = {r.leader_id: r for r in rows if r.leader_id}.values()
        schooled = sum(upper_secondary(p.education) for p in people)
        share = half_up(Fraction(100 * schooled, len(people) or 1), 0)
        return RosterFigures(
            leaders=len(people),
            party=sum(is_party(p.political) for p in people),
            upper_secondary=schooled,
            share=int(share),
            vacancies=sum(not r.leader_id for r in rows),
        )

    def get(self, leader_id: int) -> LeaderDetail:
        """Raises InputError where the leader is gone."""
        leader = self._leader(leader_id)
        buildings = {b.id: b for b in self._places.buildings()}
        tenures = self._store.tenures_of(leader_id)
        return LeaderDetail(
            leader,
            tuple(TenureRow(t, buildings[t.building_id]) for t in reversed(tenures)),
            self._scores({t.id for t in tenures}),
        )

    def _scores(self, tenures: set[int]) -> tuple[ScorePoint, ...]:
        return tuple(point for tenure, point in self._closed_months() if tenure in tenures)

    def _closed_months(self) -> list[tuple[int, ScorePoint]]:
        """Every tenure's closed months, the oldest first. Each is worked out once: as long as its
        hash stays, it stays (0.3 s for twelve months of 152, at each card else)."""
        lines: list[tuple[int, ScorePoint]] = []
        for info in reversed(self._evaluation.months()):
            if info.state == "open" or info.hash is None:
                continue
            kept = self._known.get(info.month)
            if kept is None or kept[0] != info.hash:
                kept = self._known[info.month] = info.hash, self._month(info.month)
            lines += kept[1]
        return lines

    def _month(self, month: str) -> list[tuple[int, ScorePoint]]:
        ranking = self._evaluation.ranking(month)
        standings, scope = ranking.standings, ranking.scope
        ranked = Counter(group_of(s.score, scope) for s in standings if s.rank is not None)
        return [
            (
                one.score.tenure_id,
                ScorePoint(
                    month, one.score.title, one.score.score, one.rank,
                    ranked[group_of(one.score, scope)], one.flag, one.last, one.score.why_unranked,
                    one.score.building_id,
                ),
            )
            for one in standings
        ]  # fmt: skip

    # -- writing ---------------------------------------------------------------------------------

    def check(self, leader: Leader) -> tuple[Problem, ...]:
        """Everything odd about a leader, for the form to show beside the fields."""
        found = [*check_name(leader.name)]
        if leader.id_number:
            found += check_id(
                leader.id_number, self._core.today(), regions=regions(),
                sex=leader.sex, birth=leader.birth,
            ).problems  # fmt: skip
        return tuple(found)

    def create(self, leader: Leader, building_id: int, started_on: date | None) -> Change:
        """A new leader for a building. Raises InputError for what check() refuses, or where
        somebody is in office."""
        self._refuse(leader)
        ids = self._core.ids()
        new = replace(self._complete(leader), id=next(ids), version=1)
        with self._core.action("登记楼栋长", about=f"leader:{new.id}"):
            self._vacant(building_id)
            self._free(building_id, started_on)
            self._store.add(new, search_text(new.name))
            self._store.add_tenure(Tenure(next(ids), new.id, building_id, started_on, None))
            self._core.log("leader.create", f"leader:{new.id}")
        return Change.of("leaders", what=f"{new.name}已登记为楼栋长", ids=(new.id,))

    def save(self, before: Leader, after: Leader) -> Change:
        """Raises ConflictError where somebody saved it since `before` was read."""
        self._refuse(after)
        wanted = self._complete(after)
        with self._core.action("修改楼栋长", about=f"leader:{wanted.id}"):
            if not self._store.save(wanted, before.version, search_text(wanted.name)):
                raise ConflictError(
                    "已被别人改过",
                    "在您编辑时，这份档案已被改动，这一步没有保存。",
                    "请重新打开后再改。",
                )
        return Change.of("leaders", what=f"{wanted.name}已保存", ids=(wanted.id,))

    def start_tenure(self, leader_id: int, building_id: int, on: date | None) -> Change:
        """A further tenure of somebody who is on the roster."""
        leader = self._leader(leader_id)
        with self._core.action("任职", about=f"leader:{leader_id}"):
            self._vacant(building_id)
            self._free(building_id, on)
            self._store.add_tenure(Tenure(next(self._core.ids()), leader_id, building_id, on, None))
            self._core.log("tenure.start", f"leader:{leader_id}")
        return Change.of("leaders", what=f"{leader.name}已任职", ids=(leader_id,))

    def end_tenure(self, tenure_id: int, on: date, reason: str) -> Change:
        """on: the last day in office. Raises InputError for a day before the first, or without a
        reason."""
        tenure = self._tenure(tenure_id)
        if not reason.strip():
            raise InputError("缺少原因", "请填写卸任原因。")
        if tenure.ended_on is not None:
            raise InputError("已经卸任", "这段任期已经结束。", "请刷新列表。")
        if tenure.started_on is not None and on < tenure.started_on:
            raise InputError("日期不对", "卸任日期早于任职日期。")
        self._near(on, "卸任日期")
        with self._core.action("卸任", about=f"leader:{tenure.leader_id}"):
            self._store.save_tenure(replace(tenure, ended_on=on, end_reason=reason.strip()))
            self._core.log("tenure.end", f"leader:{tenure.leader_id}")
        name = self._leader(tenure.leader_id).name
        return Change.of("leaders", what=f"{name}已卸任", ids=(tenure.leader_id,))

    def undo_end(self, tenure_id: int) -> Change:
        """Take an end back. Raises InputError where a successor is in office."""
        tenure = self._tenure(tenure_id)
        with self._core.action("恢复任职", about=f"leader:{tenure.leader_id}"):
            self._vacant(tenure.building_id)
            self._store.save_tenure(replace(tenure, ended_on=None, end_reason=None))
            self._core.log("tenure.undo_end", f"leader:{tenure.leader_id}")
        name = self._leader(tenure.leader_id).name
        return Change.of("leaders", what=f"{name}已恢复任职", ids=(tenure.leader_id,))

    def succeed(
        self, tenure_id: int, end: tuple[date, str], leader: Leader, started_on: date | None
    ) -> Change:
        """One leader leaves and another begins, in one transaction. end: last day in office and
        reason. Raises what end_tenure and create raise; ids of the Change: the new leader."""
        tenure = self._tenure(tenure_id)
        with self._core.action("换人", about=f"leader:{tenure.leader_id}"):
            self.end_tenure(tenure_id, *end)
            return self.create(leader, tenure.building_id, started_on)

    def names(self) -> dict[int, str]:
        """Everybody who is or was a leader: id → name."""
        return self._store.names()

    def leader_of(self, building_id: int) -> int:
        """Whoever is in office at a building; 0 for nobody."""
        current = self._store.current(building_id)
        return 0 if current is None else current.leader_id

    def former(self, building_id: int) -> tuple[tuple[str, Tenure], ...]:
        """Names and ended tenures of a building, the newest first."""
        names = self._store.names()
        ended = (t for t in self._store.tenures() if t.building_id == building_id and t.ended_on)
        newest = sorted(ended, key=lambda t: t.ended_on or date.min, reverse=True)
        return tuple((names[t.leader_id], t) for t in newest)

    def remove(self, leader_id: int) -> Change:
        """Delete a leader entered by mistake. Raises InputError for one with closed months."""
        leader = self._leader(leader_id)
        if self._store.has_results(leader_id):
            raise InputError("不能删除", "这位楼栋长已有封存的测评，只能卸任，不能删除。")
        with self._core.action("删除楼栋长", about=f"leader:{leader_id}"):
            self._store.remove(leader_id)
            self._core.log("leader.remove", f"leader:{leader_id}")
        return Change.of("leaders", what=f"已删除{leader.name}", ids=(leader_id,))

    def reveal(self, leader_id: int, field: str) -> str:
        """The unmasked value of id_number or phone; the look is logged."""
        value = getattr(self._leader(leader_id), field)
        with self._core.database.transaction():
            self._core.log("leader.reveal", f"leader:{leader_id}", field)
        return value or ""

    # -- inside ----------------------------------------------------------------------------------

    def _leader(self, leader_id: int) -> Leader:
        found = self._store.leader(leader_id)
        if found is None:
            raise InputError("没有这个人", "这位楼栋长的档案已经不在了。", "请刷新列表。")
        return found

    def _tenure(self, tenure_id: int) -> Tenure:
        found = self._store.tenure(tenure_id)
        if found is None:
            raise InputError("没有这段任期", "这段任期已经不在了。", "请刷新列表。")
        return found

    def _vacant(self, building_id: int) -> None:
        if self._store.current(building_id) is not None:
            raise InputError("已有楼栋长", "这栋楼已有在任的楼栋长。", "请先办理卸任。")

    def _free(self, building_id: int, on: date | None) -> None:
        """A term does not begin before the one before it has ended, nor far ahead."""
        if on is not None:
            self._near(on, "任职日期")
        ends = [t.ended_on for _, t in self.former(building_id) if t.ended_on is not None]
        if on is not None and ends and on < max(ends):
            raise InputError(
                "任期重叠",
                f"这栋楼上一任的任期到{date_text(max(ends))}，任职日期不能早于这一天。",
                "请核对任职日期，或先更正上一任的卸任日期。",
            )

    def _near(self, day: date, what: str) -> None:
        if too_far(day, self._core.today()):
            raise InputError("日期太远", f"{TOO_FAR.format(what)}。", "请核对日期，临近时再登记。")

    def _refuse(self, leader: Leader) -> None:
        refused = [p for p in self.check(leader) if p.level == "refused"]
        if refused:
            raise InputError("不能保存", "".join(p.reason for p in refused), "请改正后再保存。")

    def _complete(self, leader: Leader) -> Leader:
        leader = replace(leader, name=clean_name(leader.name))
        if not leader.id_number:
            return leader
        identity = check_id(leader.id_number, self._core.today(), regions=regions())
        return replace(
            leader,
            id_number=identity.number,
            birth=leader.birth or identity.birth,
            sex=leader.sex or identity.sex,
        )


_NOBODY = Leader(0, "")


def _matches(row: LeaderRow, text: str) -> bool:
    if not text:
        return True
    if text in row.name or text in row.compound + row.building or text in row.community:
        return True
    if not text.isascii() or not row.name:
        return False
    keys = (key for r in reader().readings(row.name) for key in (r.full, r.initials))
    return any(key.startswith(text.lower()) for key in keys)
