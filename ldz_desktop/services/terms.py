"""Terms of office in the personal record: earlier ones written down, mistakes corrected."""

from dataclasses import replace
from datetime import date

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.leaders import Tenure
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.terms import check_term
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.selections import SelectionStore


class TermService:
    """Verbs on terms that are no appointment and no dismissal. A term is a Tenure; id 0: a new
    one. Every write is one action about the leader."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = LeaderStore(core.database)
        self._selections = SelectionStore(core.database)

    def check(self, term: Tenure) -> tuple[Problem, ...]:
        """Everything odd about a term, for the form to show beside the fields."""
        found = list(
            check_term(term, self._store.tenures(), self._store.names(), self._core.today())
        )
        before = self._store.tenure(term.id) if term.id else None
        if before is not None and before.building_id != term.building_id:
            found += self._moved(term.id)
        number = term.certificate_no
        if number and any(
            t.certificate_no == number and t.id != term.id for t in self._store.tenures()
        ):
            reason = "这个证书编号已经用过，请换一个"
            found.append(Problem("refused", "certificate_no", "taken", reason))
        return tuple(found)

    def _moved(self, tenure_id: int) -> tuple[Problem, ...]:
        if not self._store.tenure_has_results(tenure_id):
            return ()
        reason = "这段任期已有封存的测评，楼栋不能再改"
        return (Problem("refused", "building_id", "closed", reason),)

    def save(self, term: Tenure, appointed_on: date | None = None) -> Done:
        """Raises InputError for what check() refuses, or where the term is gone. The selection that
        led to it says the same afterwards; appointed_on: another day of the document, None: as it
        was."""
        refused = [p for p in self.check(term) if p.level == "refused"]
        if refused:
            raise InputError("不能保存", "。".join(p.reason for p in refused) + "。")
        reason = (term.end_reason or "").strip() or None
        wanted = replace(term, end_reason=reason if term.ended_on else None)
        if term.id:
            self._term(term.id)
        what = "修改任期" if term.id else "补登任期"
        with self._core.action(what, about=f"leader:{term.leader_id}"):
            if term.id:
                self._store.save_tenure(wanted)
                self._keep_selection(wanted, appointed_on)
            else:
                self._store.add_tenure(replace(wanted, id=next(self._core.ids())))
            self._core.log("tenure.save", f"leader:{term.leader_id}")
        return self._done("任期已保存", term.leader_id)

    def _keep_selection(self, term: Tenure, appointed_on: date | None) -> None:
        made = self._selections.of_tenure(term.id)
        if made is None:
            return
        after = replace(
            made, document_no=term.document_no, certificate_no=term.certificate_no,
            term_end=term.term_end, appointed_on=appointed_on or made.appointed_on,
        )  # fmt: skip
        if after != made:
            self._selections.save(after)

    def remove(self, tenure_id: int) -> Done:
        """A term entered by mistake. Raises InputError for one that a closed month speaks of, the
        one in office, or where duties, cautions or a hand-over were written down."""
        term = self._term(tenure_id)
        if term.ended_on is None:
            raise InputError("不能删除", "这是现在的任期。", "任期结束请办理卸任。")
        if self._store.tenure_has_results(tenure_id) or self._store.tenure_is_used(tenure_id):
            raise InputError(
                "不能删除", "这段任期已有测评、履职、末位处置或交接记录。", "日期有误请修改。"
            )
        with self._core.action("删除任期", about=f"leader:{term.leader_id}"):
            self._store.remove_tenure(tenure_id)
            self._core.log("tenure.remove", f"leader:{term.leader_id}")
        return self._done("任期已删除", term.leader_id)

    def _term(self, tenure_id: int) -> Tenure:
        found = self._store.tenure(tenure_id)
        if found is None:
            raise InputError("没有这段任期", "这段任期已经不在了。", "请刷新后再试。")
        return found

    def _done(self, what: str, leader_id: int) -> Done:
        return done(self._core, Change.of("leaders", what=what, ids=(leader_id,)))
