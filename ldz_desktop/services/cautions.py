"""The warning chain: who stands where, what is due, and the steps people take (domain.md §7)."""

from dataclasses import replace
from datetime import date

from ldz_desktop.domain import caution_rules as checks
from ldz_desktop.domain.cautions import (
    DAYS,
    DISMISS,
    PROPOSE_AFTER,
    STAGES,
    TALK_AFTER,
    Basis,
    Caution,
    Stage,
)
from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.leaders import Tenure
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import ConflictError, InputError, RuleError
from ldz_desktop.services.cautions_reading import CaseReader
from ldz_desktop.services.cautions_records import Case, Judged
from ldz_desktop.services.core import Core
from ldz_desktop.services.months import month_text
from ldz_desktop.services.roster import RosterService
from ldz_desktop.services.settings import NOBODY, SECOND_SIGNATURE, SettingService
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.cautions import CautionStore
from ldz_desktop.storage.evaluation import EvaluationStore
from ldz_desktop.storage.leaders import LeaderStore

CAUTION_DAYS = "caution_days"
ENDED = "末位淘汰"
Ended = tuple[date | None, str | None]
"""The last day in office and the reason, as a form has them."""
REMINDER: Stage = 1
TALK: Stage = 2
PROPOSAL: Stage = 3
_LEAST: dict[Stage, int] = {REMINDER: 1, TALK: TALK_AFTER, PROPOSAL: PROPOSE_AFTER}


class CautionService:
    """Reads closed months and the steps; every write is one action and can be taken back."""

    def __init__(self, core: Core, roster: RosterService) -> None:
        self._core = core
        self._roster = roster
        self._store = CautionStore(core.database)
        self._leaders = LeaderStore(core.database)
        self._settings = SettingService(core)
        self._reader = CaseReader(core)
        self._evaluation = EvaluationStore(core.database)

    # -- reading ---------------------------------------------------------------------------------

    def cases(self) -> tuple[Case, ...]:
        """Every chain there is or was, and steps whose months were corrected: what is due first by
        its deadline, then the newest chains."""
        return self._reader.cases(self.days())

    def due(self) -> tuple[Case, ...]:
        """Who stands in the chain with something to be done, the most urgent first."""
        return tuple(case for case in self.cases() if case.step is not None)

    def of_leader(self, leader_id: int) -> tuple[Case, ...]:
        """The leader's cases, the newest first."""
        mine = [case for case in self.cases() if case.leader_id == leader_id]
        return tuple(sorted(mine, key=lambda case: case.months[-1], reverse=True))

    def case_of(self, caution_id: int) -> tuple[Case, Judged]:
        """Raises InputError where the step is gone."""
        for case in self.cases():
            for one in case.steps:
                if one.caution.id == caution_id:
                    return case, one
        raise _gone()

    def current(self, tenure_id: int) -> Case | None:
        """The chain of a tenure that reaches the newest closed month."""
        return next((c for c in self.cases() if c.tenure_id == tenure_id and c.running), None)

    def days(self) -> int:
        """How many days after the closing a step should be taken."""
        return int(self._settings.value(CAUTION_DAYS, str(DAYS)))

    def months_closed(self) -> bool:
        """Whether there is anything to judge by."""
        return bool(self._reader.newest())

    # -- writing ---------------------------------------------------------------------------------

    def draft(self, tenure_id: int, stage: Stage) -> Caution:
        """A step to be filled in, resting on the chain as it is. Raises RuleError where the chain
        does not bear it, or the tenure has ended."""
        self._refuse_ended(tenure_id)
        case = self.current(tenure_id)
        count = 0 if case is None else case.count
        least = _LEAST[stage]
        if case is None or case.chain is None or count < least:
            raise RuleError(
                f"还不到{STAGES[stage]}",
                f"到最近一个封存月，连续末位 {count} 个月，满 {least} 个月才{STAGES[stage]}。",
                "请刷新列表。",
            )
        if stage == PROPOSAL:
            self._refuse_proposal([one.caution for one in case.steps if not one.void], count)
        used = case.chain.lasts if stage == PROPOSAL else case.chain.lasts[:least]
        return Caution(0, tenure_id, stage, tuple(Basis(p.month, p.code) for p in used))

    def check(self, caution: Caution) -> tuple[Problem, ...]:
        """Everything wrong with a reminder, a talk or a proposal as it was filled in, for the form
        to show beside the fields."""
        setting = self._setting(caution.tenure_id)
        if caution.stage == REMINDER:
            return checks.check_reminder(caution, setting)
        if caution.stage == PROPOSAL:
            return (*checks.check_proposal(caution, setting), *self._objectionable(caution))
        talk = checks.check_talk(caution, setting)
        reviewed = caution.reviewed_on is not None or caution.review_note is not None
        return (*talk, *(checks.check_review(caution, setting) if reviewed else ()))

    def check_decision(self, caution: Caution, ended: Ended | None) -> tuple[Problem, ...]:
        """Everything wrong with a decision. ended: see decide()."""
        found = checks.check_decision(caution, ended, self._setting(caution.tenure_id))
        return (*found, *self._objectionable(caution))

    def check_review(self, caution: Caution) -> tuple[Problem, ...]:
        """What is missing of a talk's review."""
        return checks.check_review(caution, self._setting(caution.tenure_id))

    def take(self, caution: Caution) -> Done:
        """Write a reminder, a talk or a proposal down: a draft that was filled in, or one that is
        there with other words. Raises InputError for what check() refuses, RuleError where the
        chain no longer bears a new one."""
        what = f"登记{STAGES[caution.stage]}"
        if caution.id:
            return self._save(caution, f"修改{STAGES[caution.stage]}记录")
        if self.draft(caution.tenure_id, caution.stage).months != caution.months:
            raise ConflictError(
                "月份有变化", "填写期间封存的月份有变化，这一步没有保存。", "请重新打开再填写。"
            )
        self._refuse(self.check(caution))
        new = replace(caution, id=next(self._core.ids()))
        tenure = self._tenure(caution.tenure_id)
        with self._core.action(what, about=f"leader:{tenure.leader_id}"):
            self._store.add(new)
            self._core.log(f"caution.stage{new.stage}", f"tenure:{tenure.id}")
        return self._told(f"已{what}：{self._name(tenure)}", tenure, new.id)

    def review(self, caution: Caution) -> Done:
        """What became of a talk's promises. Raises InputError for what check() refuses."""
        self._refuse(self.check_review(caution))
        return self._save(caution, "登记约谈复查")

    def decide(self, caution: Caution, ended: Ended | None = None) -> Done:
        """People decided a proposal and signed. ended: last day in office and reason, where they
        dismiss; the tenure ends with it, in the same action.

        Raises InputError for what check() refuses (no reason, one person twice, a day before the
        last month's end), RuleError where the months no longer bear it, fewer than three are there,
        or the tenure has ended.
        """
        case, stored = self.case_of(caution.id)
        tenure = self._tenure(caution.tenure_id)
        self._refuse_ended(tenure.id)
        if stored.caution.decided:
            raise RuleError("已有决定", "这次提请已经作出决定。", "需要改动时，请先撤销原决定。")
        if stored.caution.stage != PROPOSAL or len(stored.caution.months) < PROPOSE_AFTER:
            raise RuleError(
                "不能作决定", f"连续末位不满 {PROPOSE_AFTER} 个月，不能据此作出处理决定。"
            )
        if stored.void:
            raise RuleError("提请已失效", f"{stored.void}，这次提请已失效。", "请不要据此作决定。")
        if caution.months != stored.caution.months:
            raise _changed()
        self._refuse(self.check_decision(caution, ended))
        about = f"leader:{tenure.leader_id}"
        with self._core.action("末位处理决定", about=about, reason=caution.reason or ""):
            if not self._store.save(caution, caution.version):
                raise _changed()
            if caution.decision == DISMISS and ended is not None and ended[0] is not None:
                self._roster.end_tenure(tenure.id, ended[0], ended[1] or ENDED)
            self._core.log("caution.decide", f"tenure:{tenure.id}", caution.decision or "")
        words = f"{case.leader}：{caution.decision}"
        return self._told(words, tenure, caution.id)

    def remove(self, caution_id: int) -> Done:
        """A step entered by mistake. Raises RuleError for a proposal that was decided."""
        caution = self._store.get(caution_id)
        if caution is None:
            raise _gone()
        if caution.decided:
            raise RuleError("已有决定", "已经作出决定的提请不能删除。", "可以在“今日操作”里撤销。")
        tenure = self._tenure(caution.tenure_id)
        what = f"删除{STAGES[caution.stage]}记录"
        with self._core.action(what, about=f"leader:{tenure.leader_id}"):
            self._store.remove(caution_id)
            self._core.log("caution.remove", f"tenure:{tenure.id}")
        return self._told(f"已{what}", tenure, caution_id)

    # -- settings --------------------------------------------------------------------------------

    def set_rules(self, days: int, *, one_signer: bool) -> Change:
        """Days a step may take after the month was closed, and who can sign."""
        with self._core.database.transaction():
            self._settings.set_value(CAUTION_DAYS, str(days))
            self._settings.set_value(SECOND_SIGNATURE, NOBODY if one_signer else "")
            self._core.log("settings.cautions", detail=f"{days} {one_signer}")
        return Change.of("settings", "leaders", what="末位处置设置已保存")

    def rules(self) -> tuple[int, bool]:
        """Days and whether there is one signer only."""
        return self.days(), self._settings.one_signer()

    # -- inside ----------------------------------------------------------------------------------

    def _save(self, caution: Caution, what: str) -> Done:
        self._refuse(self.check(caution))
        tenure = self._tenure(caution.tenure_id)
        with self._core.action(what, about=f"leader:{tenure.leader_id}"):
            if not self._store.save(caution, caution.version):
                raise _changed()
        return self._told(f"已{what}：{self._name(tenure)}", tenure, caution.id)

    def _told(self, what: str, tenure: Tenure, caution_id: int) -> Done:
        ids = (tenure.leader_id, caution_id)
        return done(self._core, Change.of("leaders", what=what, ids=ids))

    def _objectionable(self, caution: Caution) -> tuple[Problem, ...]:
        """A note where the newest month may still be appealed: the rank is not final."""
        month = caution.months[-1].month
        row = self._evaluation.month(month)
        if row is None or row.state == "open":
            return ()
        day = caution.signed_on or caution.done_on or self._core.today()
        field = "signed_on" if caution.decided else "done_on"
        if row.notice_end is None:
            words = f"{month_text(month)}的排名还没有公示，公示期间可能有异议"
        elif day <= date.fromisoformat(row.notice_end):
            words = f"{month_text(month)}的公示期到{row.notice_end}才满，期间可能有异议"
        else:
            return ()
        return (Problem("note", field, "notice_running", words),)

    def _setting(self, tenure_id: int) -> checks.Setting:
        tenure = self._tenure(tenure_id)
        return checks.Setting(
            self._core.today(), self._name(tenure), tenure.started_on, self._settings.one_signer()
        )

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        refused = [p for p in problems if p.level == "refused"]
        if refused:
            sentences = "".join(f"{p.reason}。" for p in refused)
            raise InputError("不能保存", sentences, "请改正后再保存。")

    def _refuse_ended(self, tenure_id: int) -> None:
        if self._tenure(tenure_id).ended_on is not None:
            raise RuleError("已经卸任", "这段任期已经结束，末位连续随任期终止。", "请刷新列表。")

    def _refuse_proposal(self, taken: list[Caution], count: int) -> None:
        if not any(c.stage == TALK for c in taken):
            raise RuleError(
                "还没有约谈记录", "连续两个月末位应先约谈，还没有约谈记录。", "请先补录约谈。"
            )
        proposals = [c for c in taken if c.stage == PROPOSAL]
        if any(not c.decided or len(c.months) >= count for c in proposals):
            raise RuleError("已经提请", "这几个月已经提请研究。", "请在列表里查看或作出决定。")

    def _tenure(self, tenure_id: int) -> Tenure:
        found = self._leaders.tenure(tenure_id)
        if found is None:
            raise InputError("没有这段任期", "这段任期已经不在了。", "请刷新列表。")
        return found

    def _name(self, tenure: Tenure) -> str:
        return self._leaders.names().get(tenure.leader_id, "")


def _gone() -> InputError:
    return InputError("没有这份记录", "这份记录已经不在了。", "请刷新列表。")


def _changed() -> ConflictError:
    return ConflictError(
        "已被别人改过", "在您填写时，这份记录已被改动，这一步没有保存。", "请重新打开后再改。"
    )
