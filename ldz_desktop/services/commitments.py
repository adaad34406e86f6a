"""What leaders promised: written down, corrected, marked as kept, and taken back."""

from dataclasses import dataclass, replace
from datetime import date

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.commitments import Commitment, check_commitment
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.commitments import CommitmentStore
from ldz_desktop.storage.leaders import LeaderStore


@dataclass(frozen=True, slots=True)
class CommitmentDraft:
    """What a form says of a promise; id 0: a new one."""

    leader_id: int
    matter: str | None
    made_on: date | None
    due_on: date | None = None
    kept_on: date | None = None
    note: str | None = None
    id: int = 0


class CommitmentService:
    """Verbs of commitments. Every write is one action about the leader."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = CommitmentStore(core.database)
        self._leaders = LeaderStore(core.database)

    def of(self, leader_id: int) -> tuple[Commitment, ...]:
        """The newest first."""
        return self._store.of(leader_id)

    def check(self, draft: CommitmentDraft) -> tuple[Problem, ...]:
        """Everything odd about a promise, for the form to show beside the fields."""
        return check_commitment(
            draft.matter, draft.made_on, draft.due_on, draft.kept_on, today=self._core.today()
        )

    def save(self, draft: CommitmentDraft) -> Done:
        """Write a promise down, or correct one. Raises InputError for what check() refuses, or
        where the promise or the leader is gone."""
        refused = [p for p in self.check(draft) if p.level == "refused"]
        if refused or draft.made_on is None or draft.matter is None:
            raise InputError("不能保存", "".join(p.reason for p in refused), "请改正后再保存。")
        if self._leaders.leader(draft.leader_id) is None:
            raise InputError("没有这个人", "这位楼栋长的档案已经不在了。", "请刷新列表。")
        if draft.id:
            self._one(draft.id)
        one = Commitment(
            draft.id or next(self._core.ids()), draft.leader_id, draft.made_on,
            draft.matter.strip(), draft.due_on, draft.kept_on, draft.note,
        )  # fmt: skip
        what = "修改承诺" if draft.id else "登记承诺"
        with self._core.action(what, about=f"leader:{draft.leader_id}"):
            (self._store.save if draft.id else self._store.add)(one)
        return self._done("承诺已保存", draft.leader_id)

    def keep(self, commitment_id: int, on: date | None) -> Done:
        """Mark as kept on that day; None: it is open again. Raises InputError for a day before the
        promise or one to come."""
        one = self._one(commitment_id)
        after = replace(one, kept_on=on)
        problems = check_commitment(
            one.matter, one.made_on, one.due_on, on, today=self._core.today()
        )
        refused = [p.reason for p in problems if p.field == "kept_on"]
        if refused:
            raise InputError("日期不对", "".join(refused) + "。")
        with self._core.action("承诺兑现" if on else "承诺未兑现", about=f"leader:{one.leader_id}"):
            self._store.save(after)
        return self._done("承诺已标为兑现" if on else "承诺已标为未兑现", one.leader_id)

    def remove(self, commitment_id: int) -> Done:
        one = self._one(commitment_id)
        with self._core.action("删除承诺", about=f"leader:{one.leader_id}"):
            self._store.remove(commitment_id)
        return self._done("承诺已删除", one.leader_id)

    def _one(self, commitment_id: int) -> Commitment:
        found = self._store.get(commitment_id)
        if found is None:
            raise InputError("没有这条承诺", "这条承诺已经不在了。", "请刷新后再试。")
        return found

    def _done(self, what: str, leader_id: int) -> Done:
        return done(self._core, Change.of("leaders", what=what, ids=(leader_id,)))
