"""The forms of the steps: a reminder, a talk and its review, a proposal, a decision."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.cautions import DISMISS, KEEP, WAYS, Caution, months_words
from ldz_desktop.services.cautions import ENDED, PROPOSAL, REMINDER, TALK, Ended
from ldz_desktop.ui.kit.editors import DateEditor, NoteEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.form_dialog import FormDialog, Values
from ldz_desktop.ui.kit.forms import Form

if TYPE_CHECKING:
    from ldz_desktop.domain.cautions import Stage
    from ldz_desktop.ui.kit.feature import Bench

_REVIEW_AFTER = 30
_TITLES: "dict[Stage, str]" = {REMINDER: "提醒", TALK: "约谈", PROPOSAL: "提请研究"}


class Steps:
    """Opens the forms. owner: the page that offers 撤销; after: a write is done or taken back."""

    def __init__(self, bench: "Bench", owner: QWidget, after: Callable[[], None]) -> None:
        self._bench = bench
        self._owner = owner
        self._after = after

    def take(self, tenure_id: int, stage: "Stage", leader: str) -> None:
        """A new step, resting on the chain as it is now."""
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.cautions.draft(tenure_id, stage),
            lambda draft: self._open(draft, leader),
            owner=self._owner,
        )

    def edit(self, caution: Caution, leader: str) -> None:
        """Other words for a step that is on record."""
        self._open(caution, leader)

    def review(self, talk: Caution, leader: str) -> None:
        """What became of the promises."""
        form = Form()
        form.add("reviewed_on", "复查日期(&D)", DateEditor())
        form.add("review_note", "复查情况(&N)", NoteEditor("承诺兑现了哪些，居民怎么说", lines=4))
        today = self._bench.office.today()
        form.set_values({"reviewed_on": talk.reviewed_on or today, "review_note": talk.review_note})
        office = self._bench.office
        dialog = self._dialog((f"约谈复查 · {leader}", f"本人承诺：{talk.promised}"), form, "保存")
        dialog.writes(
            lambda values: office.cautions.review(replace(talk, **values)),
            lambda values: office.cautions.check_review(replace(talk, **values)),
            self._after,
        ).open()

    def decide(self, proposal: Caution, leader: str, after: Callable[[], None]) -> None:
        """Two people sign what was decided. after: instead of the usual one."""
        form = decision_form(self._bench.office.today())
        office = self._bench.office
        about = (
            f"依据 {months_words([b.month for b in proposal.months])} 的公示。程序只提请，"
            "由集体研究决定；在纸上签好字以后再登记。"
        )
        dialog = self._dialog((f"处理决定 · {leader}", about), form, "登记决定")
        dialog.writes(
            lambda values: office.cautions.decide(*_decided(proposal, values)),
            lambda values: office.cautions.check_decision(*_decided(proposal, values)),
            after,
        ).open()

    def _open(self, draft: Caution, leader: str) -> None:
        form = _FORMS[draft.stage](self._bench.office.today())
        if draft.id:
            form.set_values({key: getattr(draft, key) for key in form.values()})
        office = self._bench.office
        verb = "保存" if draft.id else "登记"
        months = months_words([b.month for b in draft.months])
        title = f"{_TITLES[draft.stage]} · {leader}"
        dialog = self._dialog((title, f"依据 {months} 的排名末位"), form, verb)
        dialog.writes(
            lambda values: office.cautions.take(replace(draft, **values)),
            lambda values: office.cautions.check(replace(draft, **values)),
            self._after,
        ).open()

    def _dialog(self, titles: tuple[str, str], form: Form, verb: str) -> FormDialog:
        return FormDialog(self._bench, self._owner, titles, form, verb)


def _reminder_form(today: date) -> Form:
    form = Form()
    form.add("done_on", "提醒日期(&D)", DateEditor())
    form.add("done_by", "由谁提醒(&W)", TextEditor("姓名", longest=40))
    form.add("way", "方式(&F)", PickEditor([(way, way) for way in WAYS]))
    form.add("note", "情况(&N)", NoteEditor("说了哪些低分的题目，本人怎么说", lines=3))
    form.set_values({"done_on": today, "way": WAYS[0]})
    return form


def _talk_form(today: date) -> Form:
    form = Form()
    form.add("done_on", "约谈日期(&D)", DateEditor())
    form.add("place", "地点(&P)", TextEditor("如 社区党群服务中心", longest=60))
    form.add("done_by", "约谈人(&W)", TextEditor("姓名，两人以上用顿号隔开", longest=60))
    form.add("said", "谈话内容(&T)", NoteEditor("指出了什么问题，有什么要求", lines=5))
    form.add("promised", "本人承诺(&C)", NoteEditor("本人表态和改进承诺", lines=3))
    form.add("review_on", "复查日期(&R)", DateEditor())
    form.set_values({"done_on": today, "review_on": today + timedelta(_REVIEW_AFTER)})
    return form


def _proposal_form(today: date) -> Form:
    form = Form()
    form.add("done_on", "提请日期(&D)", DateEditor())
    form.add("done_by", "提请人(&W)", TextEditor("姓名", longest=40))
    form.add("note", "说明(&N)", NoteEditor("报给哪个会议研究等", lines=3))
    form.set_values({"done_on": today})
    return form


def decision_form(today: date) -> Form:
    """Decision and reason, two signers with their days, and the end of the term."""
    form = Form(columns=2)
    pairs = [(None, "请选择"), (DISMISS, DISMISS), (KEEP, KEEP)]
    decision = PickEditor(pairs)
    reason = NoteEditor("必须写明理由；名次只是依据之一", lines=4)
    form.add("decision", "决定(&J)", decision, wide=True)
    form.add("reason", "理由(&L)", reason, wide=True)
    form.add("first_signer", "签字人一(&A)", TextEditor("姓名", longest=40))
    form.add("signed_on", "签字日期(&D)", DateEditor())
    form.add("second_signer", "签字人二(&B)", TextEditor("姓名，不能是同一个人", longest=40))
    form.add("second_signed_on", "签字日期(&E)", DateEditor())
    form.add("ended_on", "卸任日期(&R)", DateEditor(), hint="任期到这一天为止")
    form.add("end_reason", "卸任原因(&Y)", TextEditor(longest=60))
    form.set_values(
        {"signed_on": today, "second_signed_on": today, "ended_on": today, "end_reason": ENDED}
    )

    def show() -> None:
        for key in ("ended_on", "end_reason"):
            form.show_field(key, visible=decision.value() == DISMISS)

    decision.changed.connect(show)
    show()
    return form


def _decided(proposal: Caution, values: Values) -> tuple[Caution, Ended | None]:
    own: dict[str, Any] = dict(values)
    ended = (own.pop("ended_on"), own.pop("end_reason"))
    if not own["second_signer"]:
        own["second_signed_on"] = None
    return replace(proposal, **own), ended if own["decision"] == DISMISS else None


_FORMS: "dict[Stage, Callable[[date], Form]]" = {
    REMINDER: _reminder_form, TALK: _talk_form, PROPOSAL: _proposal_form,
}  # fmt: skip
