"""What can be done to notices: each verb asks in its own form and is one action."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.form_dialog import FormDialog, Values
from ldz_desktop.ui.roster.postings import forms

if TYPE_CHECKING:
    from ldz_desktop.domain.postings import Length, Posting, PostingDraft, Report
    from ldz_desktop.domain.workdays import Calendar
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench
    from ldz_desktop.ui.kit.forms import Form


class PostingVerbs:
    """Opens the forms. then: called after something was written or taken back; jump: shows a
    notice that was made just now."""

    def __init__(
        self,
        bench: "Bench",
        owner: QWidget,
        then: Callable[[], None],
        jump: Callable[[int], None],
    ) -> None:
        self._bench = bench
        self._owner = owner
        self._then = then
        self._jump = jump
        self._made = 0

    # -- a notice --------------------------------------------------------------------------------

    def add(self) -> None:
        """A new one: put up now, or kept as a draft where no day is given."""
        office, today = self._bench.office, self._bench.office.today()

        def show(known: "tuple[Length, Calendar]") -> None:
            form = forms.posting_form(known[0], posted=today)
            about = "张贴日期清空，就先存为拟稿，以后再登记张贴。"
            dialog = self._dialog(("新公示", about), form, "保存(&S)")
            dialog.put_below(forms.period_words(form, known[1]))

            def write(values: Values) -> "Done":
                draft = forms.draft_of(values)
                put_up = draft.posted_on is not None
                made = office.postings.post(draft) if put_up else office.postings.draft(draft)
                self._made = made.change.ids[0]
                return made

            dialog.writes(
                write, lambda values: office.postings.check(forms.draft_of(values)), self._show_made
            ).open()

        self._known(show)

    def _show_made(self) -> None:
        """Also called once it is taken back: then there is nothing to show."""
        made, self._made = self._made, 0
        if made:
            self._jump(made)
        else:
            self._then()

    def edit(self, posting: "Posting") -> None:
        """A draft, whole; of one that hangs, what people have not read."""
        if posting.posted_on is not None:
            self._edit_place(posting)
            return
        office = self._bench.office

        def show(known: "tuple[Length, Calendar]") -> None:
            form = forms.posting_form(known[0], posted=None)
            form.set_values(forms.values_of(posting))
            form.show_field("kind", visible=posting.kind in forms.FREE)

            def draft(values: Values) -> "PostingDraft":
                return forms.draft_of(values, posting)

            self._dialog(("编辑拟稿", ""), form, "保存(&S)").writes(
                lambda values: office.postings.edit(posting, draft(values)),
                lambda values: office.postings.check(draft(values)),
                self._then,
            ).open()

        self._known(show)

    def _edit_place(self, posting: "Posting") -> None:
        office = self._bench.office
        titles = ("修改公示", "已经张贴的公示，标题、正文和日期不能再改；有误的，撤下重新公示。")
        self._dialog(titles, forms.place_form(posting), "保存(&S)").writes(
            lambda values: office.postings.edit(posting, forms.draft_of(values, posting)),
            lambda values: (),
            self._then,
        ).open()

    def put_up(self, posting: "Posting") -> None:
        office, today = self._bench.office, self._bench.office.today()

        def show(known: "tuple[Length, Calendar]") -> None:
            form = forms.put_up_form(posting, today)
            dialog = self._dialog(("登记张贴", posting.title), form, "登记张贴(&S)")
            dialog.put_below(forms.period_words(form, known[1]))
            dialog.writes(
                lambda values: office.postings.put_up(posting.id, values["posted_on"] or today),
                lambda values: forms.needs_day(values, "posted_on", "请填写张贴日期。"),
                self._then,
            ).open()

        self._known(show)

    def repost(self, posting: "Posting") -> None:
        office, today = self._bench.office, self._bench.office.today()

        def show(known: "tuple[Length, Calendar]") -> None:
            form = forms.repost_form(posting, known[0], today)
            dialog = self._dialog(("重新公示", posting.title), form, "登记张贴(&S)")
            dialog.put_below(forms.period_words(form, known[1]))

            def draft(values: Values) -> "PostingDraft":
                return forms.draft_of({**forms.values_of(posting), **values}, posting)

            dialog.writes(
                lambda values: office.postings.repost(
                    posting.id, draft(values), values["repost_reason"] or ""
                ),
                lambda values: (
                    *forms.needs_day(values, "posted_on", "请填写张贴日期。"),
                    *office.postings.check_repost(
                        posting.id, draft(values), values["repost_reason"] or ""
                    ),
                ),
                self._then,
            ).open()

        self._known(show)

    def withdraw(self, posting: "Posting") -> None:
        """A draft is thrown away at once: undo brings it back."""
        office, today = self._bench.office, self._bench.office.today()
        if posting.posted_on is None:
            do(self._bench, self._owner, lambda: office.postings.discard(posting.id), self._then)
            return
        form = forms.withdraw_form(today)
        self._dialog(("撤下公示", posting.title), form, "撤下(&S)").writes(
            lambda values: office.postings.withdraw(
                posting.id, values["withdrawn_on"], values["withdraw_reason"] or ""
            ),
            lambda values: office.postings.check_withdraw(
                posting.id, values["withdrawn_on"], values["withdraw_reason"]
            ),
            self._then,
        ).open()

    # -- objections and the result ---------------------------------------------------------------

    def object(self, posting: "Posting") -> None:
        office, today = self._bench.office, self._bench.office.today()
        form = forms.objection_form(today)
        self._dialog(("登记异议", posting.title), form, "登记(&S)").writes(
            lambda values: office.postings.object(posting.id, forms.objection_of(values, today)),
            lambda values: office.postings.check_objection(
                posting.id, forms.objection_of(values, today)
            ),
            self._then,
        ).open()

    def decide(self, posting: "Posting", objection_id: int) -> None:
        office, today = self._bench.office, self._bench.office.today()
        matter = next(o.matter for o in posting.objections if o.id == objection_id)
        form = forms.decision_form(today, posting.unit)
        self._dialog(("答复异议", matter), form, "答复(&S)").writes(
            lambda values: office.postings.decide(objection_id, forms.decision_of(values)),
            lambda values: office.postings.check_decision(objection_id, forms.decision_of(values)),
            self._then,
        ).open()

    def remove_objection(self, objection_id: int) -> None:
        office = self._bench.office
        do(
            self._bench, self._owner, lambda: office.postings.remove_objection(objection_id),
            self._then,
        )  # fmt: skip

    def report(self, posting: "Posting") -> None:
        office = self._bench.office

        def show(proposed: "Report") -> None:
            about = "下面的话是按记录拟的，请核对、修改。"
            self._dialog(("报告公示结果", about), forms.report_form(proposed), "报告(&S)").writes(
                lambda values: office.postings.report(posting.id, forms.report_of(values)),
                lambda values: office.postings.check_report(posting.id, forms.report_of(values)),
                self._then,
            ).open()

        self._bench.tasks.run(
            lambda progress: office.postings.proposed_report(posting.id), show, owner=self._owner
        )

    def reopen(self, posting: "Posting") -> None:
        office = self._bench.office
        about = "结果报告收回，可以再受理异议；原因记入历史。"
        self._dialog(("重开公示", about), forms.reason_form(), "重开(&S)").writes(
            lambda values: office.postings.reopen(posting.id, values["reason"] or ""),
            lambda values: (),
            self._then,
        ).open()

    # -- how long --------------------------------------------------------------------------------

    def length(self) -> None:
        """How long a notice runs where nothing else is said."""
        office = self._bench.office

        def show(known: "tuple[Length, Calendar]") -> None:
            about = "新公示先用这个长度，每一份都可以另改。测评公示的长度由当月的测评方案决定。"
            form = forms.length_form(known[0])
            self._dialog(("默认公示期", about), form, "保存(&S)").keeps(
                lambda values: office.postings.save_usual(forms.length_of(values))
            ).open()

        self._known(show)

    # -- inside ----------------------------------------------------------------------------------

    def _known(self, show: "Callable[[tuple[Length, Calendar]], None]") -> None:
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: (office.postings.usual(), office.settings.calendar()),
            show,
            owner=self._owner,
        )

    def _dialog(self, titles: tuple[str, str], form: "Form", verb: str) -> FormDialog:
        return FormDialog(self._bench, self._owner, titles, form, verb)
