"""Rows of a roster into leaders and tenures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ldz_desktop.domain.leaders import FACTS, Leader, Tenure
from ldz_desktop.services.core import Core
from ldz_desktop.services.importing.outcome import KeyRange, Outcome
from ldz_desktop.services.importing.placing import Placing
from ldz_desktop.storage.leaders import LeaderStore

_REPLACED = "交接"

Line = dict[str, Any]


class LeaderWriter:
    """Writes lines inside the caller's transaction; write=False only counts."""

    def __init__(self, core: Core, *, write: bool) -> None:
        self.outcome = Outcome()
        self._write = write
        self._ids = core.ids()
        self._store = LeaderStore(core.database)
        self._placing = Placing(core.database, KeyRange(core.ids()), write=write)
        self._leaders = {leader.id: leader for leader in self._store.leaders()}
        self._by_number = {x.id_number: x.id for x in self._leaders.values() if x.id_number}
        self._tenures: dict[int, list[Tenure]] = {}
        for tenure in self._store.tenures():
            self._tenures.setdefault(tenure.building_id, []).append(tenure)

    def take(self, lines: Sequence[Line]) -> None:
        """All accepted rows of a file, in order."""
        buildings = [
            self._placing.building(
                (line["street"], line["community"], line["compound"], line["building"])
            )
            for line in lines
        ]
        self._placing.flush()
        for line, building in zip(lines, buildings, strict=True):
            if line["name"] is not None:
                self._take(line, building)
        self.outcome.touched = self.outcome.touched or self._placing.changed
        self.outcome.buildings |= self._placing.used()

    def _take(self, line: Line, building: int) -> None:
        at = (line["table"], line["row"])
        leader = self._known(line, building)
        current = self._current(building)
        started = _day(line.get("started"))
        if leader is not None and self._is_over(leader, building, current, started):
            reason = "此人在这栋楼的任期已经结束，本表没有恢复它。"
            self.outcome.note(at, "name", "term_over", reason)
            self._save(leader, line, force=False)
            return
        if current is not None and (leader is None or current.leader_id != leader.id):
            if started is None or (current.started_on and started <= current.started_on):
                place = tuple(line[key] for key in ("street", "community", "compound", "building"))
                self.outcome.refuse(at, place, "building", "in_office", self._why(current, started))
                return
            self._end(current, started)
            reason = "这栋楼换了楼栋长，原任期到新任期前一天为止。"
            self.outcome.note(at, "name", "replaced", reason)
            current = None
        if leader is None:
            self._begin(self._add(line), building, started)
            self.outcome.created += 1
        elif current is None:
            self._begin(leader.id, building, started)
            self._save(leader, line, force=True)
        else:
            self._save(leader, line, force=self._restart(current, started))

    # -- who -------------------------------------------------------------------------------------

    def _known(self, line: Line, building: int) -> Leader | None:
        """By document number, else by name among those who serve or served at the building."""
        number = line["id_number"]
        if number in self._by_number:
            return self._leaders[self._by_number[number]]
        for tenure in reversed(self._tenures.get(building, [])):
            leader = self._leaders[tenure.leader_id]
            if leader.name == line["name"] and _may_be(line, leader):
                return leader
        return None

    def _current(self, building: int) -> Tenure | None:
        open_ones = [t for t in self._tenures.get(building, []) if t.ended_on is None]
        return open_ones[-1] if open_ones else None

    def _is_over(
        self, leader: Leader, building: int, current: Tenure | None, started: date | None
    ) -> bool:
        """Whether the row only repeats a term that has ended since the list was made."""
        if current is not None and current.leader_id == leader.id:
            return False
        past = [t for t in self._tenures.get(building, []) if t.leader_id == leader.id]
        return any(
            t.ended_on is not None and (started is None or started <= t.ended_on) for t in past
        )

    def _why(self, current: Tenure, started: date | None) -> str:
        name = self._leaders[current.leader_id].name
        if started is None:
            return f"这栋楼的在任楼栋长是{name}，本表没有写任职日期，无法判断何时交接，没有导入。"
        return f"这栋楼的在任楼栋长是{name}，任职日期不早于本表所写的日期，没有导入。"

    # -- writing ---------------------------------------------------------------------------------

    def _add(self, line: Line) -> int:
        leader = Leader(id=next(self._ids), **_values(line))
        self._leaders[leader.id] = leader
        if leader.id_number:
            self._by_number[leader.id_number] = leader.id
        self.outcome.touched = True
        if self._write:
            self._store.add(leader, line["pinyin"])
        return leader.id

    def _save(self, leader: Leader, line: Line, *, force: bool) -> None:
        """What the row says differently; an empty cell never erases. force: the tenure changed."""
        told = {key: value for key, value in _values(line).items() if value is not None}
        after = replace(leader, **told)
        if after == leader:
            self.outcome.updated += force
            self.outcome.unchanged += not force
            return
        self.outcome.updated += 1
        self.outcome.touched = True
        if self._write:
            self._store.save(after, leader.version, line["pinyin"])
        self._leaders[leader.id] = replace(after, version=leader.version + 1)
        if after.id_number:
            self._by_number[after.id_number] = leader.id

    def _begin(self, leader_id: int, building: int, started: date | None) -> None:
        tenure = Tenure(next(self._ids), leader_id, building, started, None)
        self._tenures.setdefault(building, []).append(tenure)
        self.outcome.touched = True
        if self._write:
            self._store.add_tenure(tenure)

    def _end(self, tenure: Tenure, successor: date) -> None:
        self._exchange(
            tenure, replace(tenure, ended_on=successor - timedelta(days=1), end_reason=_REPLACED)
        )

    def _restart(self, tenure: Tenure, started: date | None) -> bool:
        """A corrected first day; whether it differs."""
        if started is None or started == tenure.started_on:
            return False
        self._exchange(tenure, replace(tenure, started_on=started))
        return True

    def _exchange(self, old: Tenure, new: Tenure) -> None:
        tenures = self._tenures[old.building_id]
        tenures[tenures.index(old)] = new
        self.outcome.touched = True
        if self._write:
            self._store.save_tenure(new)


def _may_be(line: Line, leader: Leader) -> bool:
    """Whether somebody of that name may be this leader. Two different numbers: only with the same
    birth date (a corrected number)."""
    birth = _day(line.get("birth"))
    if line["id_number"] and leader.id_number and line["id_number"] != leader.id_number:
        return birth is not None and birth == leader.birth
    return birth is None or leader.birth is None or birth == leader.birth


def _values(line: Line) -> dict[str, Any]:
    values = {key: line.get(key) for key in FACTS}
    values["birth"] = _day(line.get("birth"))
    return values


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
