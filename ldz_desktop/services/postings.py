"""The notice keeper (公示管家): every notice of every kind, from draft to reported result."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ldz_desktop.domain import postings as rules
from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.postings import (
    Decision,
    Length,
    Objection,
    Posting,
    PostingDraft,
    Report,
)
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import ConflictError, InputError, RuleError
from ldz_desktop.services.postings_reading import PostingReader
from ldz_desktop.services.undoable import Done, done


class PostingService(PostingReader):
    """Verbs on notices. Every write is one action and can be taken back."""

    # -- putting up ------------------------------------------------------------------------------

    def check(self, draft: PostingDraft) -> tuple[Problem, ...]:
        """What post() would refuse."""
        today, before = self._core.today(), self._before(draft)
        found = rules.draft_problems(draft, self._length(draft), today, before)
        return (*found, *self._double(draft))

    def post(self, draft: PostingDraft) -> Done:
        """Put a notice up. Raises InputError for what check() refuses; RuleError where one about
        the same hangs already."""
        with self._core.action("张贴公示", about=draft.about):
            posting = self.register(draft)
        return self._done("已登记张贴", posting.id)

    def register(self, draft: PostingDraft) -> Posting:
        """post() inside an action of another service: one action, one undo."""
        self._refuse(self.check(draft))
        posting = self._made(draft)
        posted = draft.posted_on or self._core.today()
        self._store.add(self._hung(posting, posted))
        return self.get(posting.id)

    def draft(self, draft: PostingDraft) -> Done:
        """Keep a notice that does not hang yet. Raises InputError for what check() refuses."""
        with self._core.action("拟公示", about=draft.about):
            posting = self.prepare(draft)
        return self._done("公示已存为拟稿", posting.id)

    def prepare(self, draft: PostingDraft) -> Posting:
        """draft() inside an action of another service: one action, one undo."""
        self._refuse(self.check(replace(draft, posted_on=None)))
        posting = self._made(draft)
        self._store.add(posting)
        return posting

    def edit(self, before: Posting, draft: PostingDraft) -> Done:
        """A draft, whole; of a notice that hangs only where it hangs, whom to call and the note:
        what people have read does not change. Raises ConflictError where somebody saved it since
        `before` was read."""
        if before.posted_on is None:
            self._refuse(rules.draft_problems(draft, self._length(draft), self._core.today()))
            new = self._made(draft)
            after = replace(new, id=before.id, drafted_on=before.drafted_on)
        else:
            after = replace(
                before, place=_kept(draft.place), contact=_kept(draft.contact),
                note=_kept(draft.note),
            )  # fmt: skip
        with self._core.action("修改公示", about=f"posting:{before.id}"):
            self._save(before, after)
        return self._done("公示已保存", before.id)

    def put_up(self, posting_id: int, on: date) -> Done:
        """A draft is hung. Raises InputError for a day in the future."""
        posting = self._draft(posting_id)
        draft = PostingDraft(
            posting.kind, posting.title, posting.about, posted_on=on,
            previous_id=posting.previous_id,
        )  # fmt: skip
        length = Length(posting.days, posting.day_unit)
        today, before = self._core.today(), self._before(draft)
        self._refuse(rules.draft_problems(draft, length, today, before))
        self._refuse(self._double(draft, apart=posting_id))
        with self._core.action("张贴公示", about=f"posting:{posting_id}"):
            self._save(posting, self._hung(posting, on))
        return self._done("已登记张贴", posting_id)

    def discard(self, posting_id: int) -> Done:
        """A draft is thrown away; what hung is withdrawn instead."""
        posting = self._draft(posting_id)
        with self._core.action("删除拟稿", about=f"posting:{posting.id}"):
            self._store.remove(posting.id)
        return self._done("拟稿已删除", posting.id)

    def check_repost(
        self, posting_id: int, draft: PostingDraft, reason: str
    ) -> tuple[Problem, ...]:
        """What repost() would refuse."""
        before, today = self.get(posting_id), self._core.today()
        found = rules.draft_problems(draft, self._length(draft), today, before)
        if not reason.strip():
            missing = "请写明为什么重新公示。"
            found = (*found, Problem("refused", "repost_reason", "missing", missing))
        return found

    def repost(self, posting_id: int, draft: PostingDraft, reason: str) -> Done:
        """A new notice that goes on from this one: an extension, or a corrected text. What still
        hangs or waits for its result is taken down for that reason. Raises InputError for what
        check_repost() refuses."""
        before = self.get(posting_id)
        if before.posted_on is None:
            raise RuleError("还没有张贴", "这份公示还是拟稿，直接张贴即可。")
        self._refuse(self.check_repost(posting_id, draft, reason))
        on = draft.posted_on or self._core.today()
        new = replace(draft, posted_on=on, about=before.about, previous_id=posting_id)
        with self._core.action("重新公示", about=f"posting:{posting_id}", reason=reason.strip()):
            if before.withdrawn_on is None and before.reported_on is None:
                self._take_down(before, on, reason)
            posting = self.register(new)
        return self._done("已登记重新公示", posting.id)

    def check_withdraw(
        self, posting_id: int, on: date | None, reason: str | None
    ) -> tuple[Problem, ...]:
        return rules.withdraw_problems(self.get(posting_id), on, reason, self._core.today())

    def withdraw(self, posting_id: int, on: date | None, reason: str) -> Done:
        """Taken down before its result. Raises InputError without a reason or a day."""
        posting = self.get(posting_id)
        with self._core.action("撤下公示", about=f"posting:{posting_id}", reason=reason.strip()):
            self._take_down(posting, on, reason)
        return self._done("公示已撤下", posting_id)

    def take_down(self, posting_id: int, reason: str) -> None:
        """withdraw() today, inside an action of another service."""
        self._take_down(self.get(posting_id), self._core.today(), reason)

    # -- objections ------------------------------------------------------------------------------

    def check_objection(self, posting_id: int, objection: Objection) -> tuple[Problem, ...]:
        return rules.objection_problems(self.get(posting_id), objection, self._core.today())

    def object(self, posting_id: int, objection: Objection) -> Done:
        """Somebody speaks against a notice. Raises InputError without a matter; RuleError for one
        that hangs no more or whose result is reported."""
        posting = self.get(posting_id)
        if posting.withdrawn_on is not None:
            raise RuleError("已经撤下", "这份公示已经撤下，异议请记在重新张贴的公示上。")
        if posting.reported_on is not None:
            raise RuleError(
                "结果已经报告", "这份公示的结果已经报告。", "确需受理的，先“重开”，写明原因。"
            )
        self._refuse(self.check_objection(posting_id, objection))
        new = replace(
            objection, id=next(self._core.ids()), posting_id=posting_id,
            matter=objection.matter.strip(), from_whom=_kept(objection.from_whom),
        )  # fmt: skip
        with self._core.action("登记异议", about=f"posting:{posting_id}"):
            self._store.add_objection(new)
        return self._done("异议已登记", posting_id, new.id)

    def decide(self, objection_id: int, decision: Decision) -> Done:
        """Raises InputError where anything is missing, above all the reason."""
        objection = self._objection(objection_id)
        self._refuse(rules.decision_problems(objection, decision, self._core.today()))
        self._refuse_reported(objection.posting_id)
        with self._core.action("答复异议", about=f"posting:{objection.posting_id}"):
            self._store.decide(objection_id, decision)
        return self._done("异议已答复", objection.posting_id, objection_id)

    def check_decision(self, objection_id: int, decision: Decision) -> tuple[Problem, ...]:
        return rules.decision_problems(self._objection(objection_id), decision, self._core.today())

    def remove_objection(self, objection_id: int) -> Done:
        """One entered by mistake. Raises RuleError for one that is decided."""
        objection = self._objection(objection_id)
        if not objection.open:
            raise RuleError("已经答复", "已经答复的异议不能删除。")
        with self._core.action("删除异议", about=f"posting:{objection.posting_id}"):
            self._store.remove_objection(objection_id)
        return self._done("异议已删除", objection.posting_id)

    def reveal(self, objection_id: int) -> str:
        """Who objected; the look is logged."""
        objection = self._objection(objection_id)
        with self._core.database.transaction():
            self._core.log("objection.reveal", f"objection:{objection_id}", "from_whom")
        return objection.from_whom or ""

    # -- the result ------------------------------------------------------------------------------

    def proposed_report(self, posting_id: int) -> Report:
        """Words to begin with."""
        return rules.proposed_report(self.chain(posting_id), self._core.today())

    def check_report(self, posting_id: int, report: Report) -> tuple[Problem, ...]:
        return rules.report_problems(self.chain(posting_id), report, self._core.today())

    def report(self, posting_id: int, report: Report) -> Done:
        """Close a notice with its result. Raises InputError before the period is over, while an
        objection is open, or without a conclusion or a next step."""
        chain = self.chain(posting_id)
        self._refuse(rules.report_problems(chain, report, self._core.today()))
        after = replace(
            chain[-1], reported_on=report.reported_on, conclusion=_kept(report.conclusion),
            next_step=_kept(report.next_step),
        )  # fmt: skip
        with self._core.action("报告公示结果", about=f"posting:{posting_id}"):
            self._save(chain[-1], after)
        return self._done("公示结果已报告", posting_id)

    def reopen(self, posting_id: int, reason: str) -> Done:
        """The result is taken back, because something came up after it."""
        posting = self.get(posting_id)
        if posting.reported_on is None:
            raise RuleError("还没有报告", "这份公示的结果还没有报告。")
        if not reason.strip():
            raise InputError("缺少原因", "请写明为什么重开。")
        after = replace(posting, reported_on=None, conclusion=None, next_step=None)
        with self._core.action("重开公示", about=f"posting:{posting_id}", reason=reason.strip()):
            self._save(posting, after)
        return self._done("公示已重开，可以受理异议", posting_id)

    # -- inside ----------------------------------------------------------------------------------

    def _length(self, draft: PostingDraft) -> Length:
        usual = self.usual()
        days = usual.days if draft.days is None else draft.days
        return Length(days, draft.day_unit or usual.unit)

    def _made(self, draft: PostingDraft) -> Posting:
        """The draft as a record, with what the office fills in."""
        profile = self._settings.profile()
        length = self._length(draft)
        return Posting(
            next(self._core.ids()), draft.kind, draft.title.strip(), draft.about,
            _kept(draft.unit) or profile.unit or profile.office, _kept(draft.place),
            _kept(draft.contact) or _kept(profile.phone), self._core.today(), None, length.days,
            length.unit, None, certain=True, content=_kept(draft.content), note=_kept(draft.note),
            previous_id=draft.previous_id,
        )  # fmt: skip

    def _hung(self, posting: Posting, on: date) -> Posting:
        period = self.period(on, Length(posting.days, posting.day_unit))
        return replace(posting, posted_on=on, last_on=period.last, certain=period.certain)

    def _before(self, draft: PostingDraft) -> Posting | None:
        return None if draft.previous_id is None else self._store.get(draft.previous_id)

    def _double(self, draft: PostingDraft, *, apart: int = 0) -> tuple[Problem, ...]:
        """Two notices of one kind about one thing do not hang side by side."""
        if not draft.about:
            return ()
        today = self._core.today()
        hangs = any(
            one.kind == draft.kind and one.state(today) in ("running", "full")
            for one in self._store.of(draft.about)
            if one.id != apart
        )
        why = "同一件事的公示还在张贴或等待结果，请先报告结果，或者用“重新公示”。"
        return (Problem("refused", "title", "double", why),) if hangs else ()

    def _take_down(self, posting: Posting, on: date | None, reason: str) -> None:
        self._refuse(rules.withdraw_problems(posting, on, reason, self._core.today()))
        self._save(posting, replace(posting, withdrawn_on=on, withdraw_reason=reason.strip()))

    def _draft(self, posting_id: int) -> Posting:
        posting = self.get(posting_id)
        if posting.posted_on is not None:
            raise RuleError("已经张贴", "这份公示已经张贴，不再是拟稿。", "可以撤下，写明原因。")
        return posting

    def _objection(self, objection_id: int) -> Objection:
        found = self._store.objection(objection_id)
        if found is None:
            raise InputError("没有这件异议", "这件异议已经不在了。", "请刷新列表。")
        return found

    def _refuse_reported(self, posting_id: int) -> None:
        if self.get(posting_id).reported_on is not None:
            raise RuleError(
                "结果已经报告", "结果已经报告，答复不能再改。", "确需更改的，先“重开”。"
            )

    def _save(self, before: Posting, after: Posting) -> None:
        if not self._store.save(after, before.version):
            raise ConflictError(
                "已被别人改过", "在您编辑时，这份公示已被改动，这一步没有保存。", "请刷新后再试。"
            )

    def _refuse(self, problems: Sequence[Problem]) -> None:
        refused = [p for p in problems if p.level == "refused"]
        if refused:
            raise InputError("不能这样登记", "".join(p.reason for p in refused), "请改正后再试。")

    def _done(self, what: str, *ids: int) -> Done:
        return done(self._core, Change.of("leaders", what=what, ids=ids))


def _kept(text: str | None) -> str | None:
    """Empty is None."""
    return (text or "").strip() or None
