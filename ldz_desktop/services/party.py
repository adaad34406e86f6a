"""A leader's way into the party: steps recorded, corrected and taken back."""

from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.party import STAGES, PartyStep, check_step, political_of
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.party import PartyStore


@dataclass(frozen=True, slots=True)
class StepDraft:
    """What a form says of a step; step_id 0: a new one."""

    leader_id: int
    stage: str | None
    happened_on: date | None
    note: str | None = None
    step_id: int = 0


class PartyService:
    """Verbs of the party track. Every write is one action about the leader."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = PartyStore(core.database)
        self._leaders = LeaderStore(core.database)

    def of(self, leader_id: int) -> tuple[PartyStep, ...]:
        """By stage."""
        return self._store.of(leader_id)

    def furthest(self) -> dict[int, PartyStep]:
        """leader_id → the furthest stage reached, of everybody on the way."""
        return self._store.furthest()

    def check(self, draft: StepDraft) -> tuple[Problem, ...]:
        """Everything odd about a step, for the form to show beside the fields."""
        leader = self._leader(draft.leader_id)
        return check_step(
            draft.stage, draft.happened_on, self._others(draft), today=self._core.today(),
            birth=leader.birth,
        )  # fmt: skip

    def political_after(self, draft: StepDraft) -> str | None:
        """The code the leader's 政治面貌 should have after the step; None where it has it already
        or the step says nothing of it (an earlier stage, or a later one is known)."""
        stage = draft.stage or ""
        code = political_of(stage)
        if code is None or self._leader(draft.leader_id).political == code:
            return None
        at = STAGES.index(stage)
        later = any(STAGES.index(o.stage) > at for o in self._others(draft))
        return None if later else code

    def save(self, draft: StepDraft, *, political: bool = False) -> Done:
        """Record or correct a step; political: the leader's 政治面貌 follows (political_after).

        Raises InputError for what check() refuses, or where step or leader are gone.
        """
        refused = [p for p in self.check(draft) if p.level == "refused"]
        if refused or draft.happened_on is None or draft.stage is None:
            raise InputError("不能保存", "".join(p.reason for p in refused), "请改正后再保存。")
        code = self.political_after(draft) if political else None
        step = PartyStep(
            draft.step_id or next(self._core.ids()), draft.leader_id, draft.stage,
            draft.happened_on, draft.note,
        )  # fmt: skip
        if draft.step_id:
            self._step(draft.step_id)
        what = "修改党员发展" if draft.step_id else f"登记{draft.stage}"
        with self._core.action(what, about=f"leader:{draft.leader_id}"):
            if draft.step_id:
                self._store.save(step)
            else:
                self._store.add(step)
            if code is not None:
                self._leaders.set_political(draft.leader_id, code)
        return self._done(f"“{draft.stage}”已保存", draft.leader_id)

    def remove(self, step_id: int) -> Done:
        """The leader's 政治面貌 stays as it is."""
        step = self._step(step_id)
        with self._core.action("删除党员发展", about=f"leader:{step.leader_id}"):
            self._store.remove(step_id)
        return self._done(f"已删除“{step.stage}”", step.leader_id)

    def _others(self, draft: StepDraft) -> tuple[PartyStep, ...]:
        return tuple(s for s in self._store.of(draft.leader_id) if s.id != draft.step_id)

    def _step(self, step_id: int) -> PartyStep:
        found = self._store.get(step_id)
        if found is None:
            raise InputError("没有这一条", "这条记录已经不在了。", "请刷新后再试。")
        return found

    def _leader(self, leader_id: int) -> Leader:
        found = self._leaders.leader(leader_id)
        if found is None:
            raise InputError("没有这个人", "这位楼栋长的档案已经不在了。", "请刷新列表。")
        return found

    def _done(self, what: str, leader_id: int) -> Done:
        return done(self._core, Change.of("leaders", what=what, ids=(leader_id,)))
