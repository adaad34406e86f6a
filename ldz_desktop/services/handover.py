"""Hand-overs: what is open when a leader goes, who takes it, and who signed for it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.handover import (
    BY_OFFICE,
    TO_RECEIVER,
    Handover,
    Item,
    Setting,
    check_draft,
    check_finish,
    open_now,
)
from ldz_desktop.domain.leaders import Tenure
from ldz_desktop.domain.places import Building
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import ConflictError, InputError, RuleError
from ldz_desktop.services.core import Core
from ldz_desktop.services.evaluation import EvaluationService
from ldz_desktop.services.handover_items import OpenItems
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.handover import HandoverStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore

CHASED = 365
"""Days after the end of a term for which a hand-over that nobody began is asked for."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A term that ended (or is about to) with its hand-over. handover: the newest one, None where
    nobody began; successor: who leads the building now, "" for nobody; passed_on: the office has
    given on what it had kept, or had nothing to keep."""

    tenure_id: int
    leader_id: int
    leader: str
    building: Building
    started_on: date | None
    ended_on: date | None
    end_reason: str | None
    handover: Handover | None
    successor: str
    successor_tenure: int
    passed_on: bool

    @property
    def id(self) -> int:
        return self.tenure_id

    @property
    def state(self) -> str:
        """在任 (being prepared), 待交接, 交接中, 办公室代管 or 已交接."""
        if self.handover is None:
            return "在任" if self.ended_on is None else "待交接"
        if not self.handover.finished:
            return "交接中"
        return "已交接" if self.passed_on else "办公室代管"


@dataclass(frozen=True, slots=True)
class HandoverPaper:
    """What the form says. unit: the office; today: the day it is printed."""

    unit: str
    today: date
    leaving: Leaving
    handover: Handover
    one_signer: bool


class HandoverService:
    """Reads, and writes that are one action each."""

    def __init__(self, core: Core, evaluation: EvaluationService) -> None:
        self._core = core
        self._store = HandoverStore(core.database)
        self._leaders = LeaderStore(core.database)
        self._settings = SettingService(core)
        self._items = OpenItems(core, evaluation)

    # -- reading ---------------------------------------------------------------------------------

    def open_items(self, tenure_id: int) -> tuple[Item, ...]:
        """What is open with a leader now: () once a finished hand-over named everything."""
        tenure = self._tenure(tenure_id)
        finished = [h for h in self._store.of_tenure(tenure_id) if h.finished]
        return open_now(self._items.of(tenure), finished, building_handed_over=bool(finished))

    def leavings(self) -> tuple[Leaving, ...]:
        """Terms that ended within a year or have a hand-over; those not finished first, then the
        newest."""
        since = self._core.today() - timedelta(CHASED)
        begun: dict[int, list[Handover]] = {}
        for one in self._store.every():
            begun.setdefault(one.tenure_id, []).append(one)
        every = self._leaders.tenures()
        names = self._leaders.names()
        buildings = {b.id: b for b in PlaceStore(self._core.database).buildings()}
        found = [
            self._leaving(tenure, begun.get(tenure.id, []), every, (names, buildings))
            for tenure in every
            if tenure.building_id in buildings
            and (tenure.id in begun or (tenure.ended_on is not None and tenure.ended_on >= since))
        ]
        order = ("在任", "待交接", "交接中", "办公室代管", "已交接")
        found.sort(key=lambda one: one.ended_on or date.max, reverse=True)
        found.sort(key=lambda one: order.index(one.state))
        return tuple(found)

    def leaving(self, tenure_id: int) -> Leaving:
        """One term, whether it is listed or not. Raises InputError where it is gone."""
        tenure = self._tenure(tenure_id)
        buildings = {b.id: b for b in PlaceStore(self._core.database).buildings()}
        begun = self._store.of_tenure(tenure_id)
        about = (self._leaders.names(), buildings)
        return self._leaving(tenure, begun, self._leaders.tenures(), about)

    def of_leader(self, leader_id: int) -> tuple[Leaving, ...]:
        """The leader's terms with a hand-over begun or due, the newest first."""
        return tuple(one for one in self.leavings() if one.leader_id == leader_id)

    def get(self, handover_id: int) -> Handover:
        """Raises InputError where it is gone."""
        found = self._store.get(handover_id)
        if found is None:
            raise InputError("没有这份交接", "这份交接记录已经不在了。", "请刷新列表。")
        return found

    def draft(self, tenure_id: int) -> Handover:
        """The unfinished hand-over of a term with what came up since, or a new one: to the
        successor, or to the office until there is one. After the office received everything: what
        it gives on. Raises RuleError where everything is handed over."""
        leaving = self.leaving(tenure_id)
        before = leaving.handover
        if before is not None and not before.finished:
            if before.giver is not None:
                return before
            return replace(before, items=_merged(before.items, self.open_items(tenure_id)))
        if before is None:
            to = leaving.successor_tenure or None
            receiver = leaving.successor or self._unit()
            return Handover(0, tenure_id, to, receiver, None, self.open_items(tenure_id))
        if leaving.passed_on or not leaving.successor_tenure:
            raise RuleError("已经交接", "这位楼栋长的交接已经办结。", "请查看交接表。")
        kept = tuple(
            replace(item, way=TO_RECEIVER)
            for item in before.items
            if item.way in (TO_RECEIVER, BY_OFFICE) and item.kind != "reward"  # the office pays
        )
        to, receiver = leaving.successor_tenure, leaving.successor
        return Handover(0, tenure_id, to, receiver, None, kept, giver=self._unit())

    def check(self, handover: Handover, *, finishing: bool) -> tuple[Problem, ...]:
        """Everything wrong with it, for the form to show."""
        check = check_finish if finishing else check_draft
        return check(handover, self._setting(handover.tenure_id))

    def paper(self, handover: Handover) -> HandoverPaper:
        """The form of a hand-over as it is on the screen; that it is printed is logged."""
        with self._core.database.transaction():
            self._core.log("print.handover", f"tenure:{handover.tenure_id}")
        return HandoverPaper(
            self._unit(), self._core.today(), self.leaving(handover.tenure_id), handover,
            self._settings.one_signer(),
        )  # fmt: skip

    # -- writing ---------------------------------------------------------------------------------

    def save(self, handover: Handover) -> Done:
        """Keep it as far as it has come. Raises InputError for what check() refuses."""
        return self._write(handover, "登记离任交接", finishing=False)

    def finish(self, handover: Handover) -> Done:
        """Both signed, everything is settled: promises given to a successor become the
        successor's. Raises InputError for what check() refuses."""
        return self._write(handover, "办结离任交接", finishing=True)

    def remove(self, handover_id: int) -> Done:
        """One that was begun by mistake. Raises RuleError for a finished one."""
        one = self.get(handover_id)
        if one.finished:
            raise RuleError("已经办结", "办结的交接不能删除。", "可以在“今日操作”里撤销。")
        tenure = self._tenure(one.tenure_id)
        with self._core.action("删除离任交接", about=f"leader:{tenure.leader_id}"):
            self._store.remove(handover_id)
            self._core.log("handover.remove", f"tenure:{tenure.id}")
        return self._told("已删除没有办结的离任交接", tenure)

    # -- inside ----------------------------------------------------------------------------------

    def _write(self, handover: Handover, what: str, *, finishing: bool) -> Done:
        refused = [p for p in self.check(handover, finishing=finishing) if p.level == "refused"]
        if refused:
            raise InputError(
                "不能保存", "".join(f"{p.reason}。" for p in refused), "请改正后再试。"
            )
        tenure = self._tenure(handover.tenure_id)
        if handover.id and self.get(handover.id).finished:
            raise RuleError("已经办结", "这份交接已经办结，不能再改。")
        with self._core.action(what, about=f"leader:{tenure.leader_id}"):
            last = self._core.today() if finishing else None
            wanted = replace(handover, finished_on=last)
            if not handover.id:
                self._refuse_second(handover)
                self._store.add(replace(wanted, id=next(self._core.ids())))
            elif not self._store.save(wanted, handover.version):
                raise ConflictError(
                    "已被别人改过", "在您填写时，这份交接已被改动，这一步没有保存。",
                    "请重新打开后再改。",
                )  # fmt: skip
            if finishing:
                self._move(wanted)
                self._core.log("handover.finish", f"tenure:{tenure.id}")
        words = "已办结" if finishing else "已保存"
        name = self._leaders.names()[tenure.leader_id]
        return self._told(f"{name}的离任交接{words}", tenure)

    def _refuse_second(self, handover: Handover) -> None:
        if any(not h.finished for h in self._store.of_tenure(handover.tenure_id)):
            raise ConflictError(
                "已经开始", "这位楼栋长的交接已经由别人开始登记。", "请重新打开后接着填。"
            )

    def _move(self, handover: Handover) -> None:
        if handover.to_tenure_id is None:
            return
        successor = self._tenure(handover.to_tenure_id)
        for item in handover.items:
            if item.kind == "commitment" and item.way == TO_RECEIVER:
                key = int(item.key.partition(":")[2])
                self._store.move_promise(key, successor.leader_id)

    def _leaving(
        self,
        tenure: Tenure,
        begun: list[Handover],
        every: tuple[Tenure, ...],
        about: tuple[dict[int, str], dict[int, Building]],
    ) -> Leaving:
        names, buildings = about
        now = next(
            (t for t in every if t.building_id == tenure.building_id and t.ended_on is None), None
        )
        successor = None if now is None or now.id == tenure.id else now
        newest = begun[-1] if begun else None
        return Leaving(
            tenure.id, tenure.leader_id, names[tenure.leader_id], buildings[tenure.building_id],
            tenure.started_on, tenure.ended_on, tenure.end_reason, newest,
            names[successor.leader_id] if successor else "", successor.id if successor else 0,
            newest is not None and newest.finished and _passed_on(newest),
        )  # fmt: skip

    def _setting(self, tenure_id: int) -> Setting:
        tenure = self._tenure(tenure_id)
        return Setting(
            self._core.today(), self._leaders.names()[tenure.leader_id], tenure.started_on,
            tenure.ended_on, self._settings.one_signer(),
        )  # fmt: skip

    def _tenure(self, tenure_id: int) -> Tenure:
        found = self._leaders.tenure(tenure_id)
        if found is None:
            raise InputError("没有这段任期", "这段任期已经不在了。", "请刷新列表。")
        return found

    def _unit(self) -> str:
        profile = self._settings.profile()
        return profile.unit or profile.office

    def _told(self, what: str, tenure: Tenure) -> Done:
        return done(self._core, Change.of("leaders", what=what, ids=(tenure.leader_id,)))


def _passed_on(handover: Handover) -> bool:
    """A successor has it, or the office keeps nothing that a successor would take."""
    if handover.to_tenure_id is not None:
        return True
    return not any(item.way == TO_RECEIVER for item in handover.items)


def _merged(kept: tuple[Item, ...], now: tuple[Item, ...]) -> tuple[Item, ...]:
    """What was written down, with the counts of today, and what came up since; free lines last."""
    known = {item.key: item for item in kept}
    fresh = [
        replace(item, way=known[item.key].way, note=known[item.key].note)
        if item.key in known
        else item
        for item in now
    ]
    return (*fresh, *(item for item in kept if item.kind == "free"))
