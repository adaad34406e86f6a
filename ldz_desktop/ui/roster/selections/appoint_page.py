"""Steps 4 and 5: the appointment with its numbers and dates, and the training that closes it."""

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.selections_evidence import (
    Appointment,
    appointment_problems,
    correction_problems,
    years_after,
)
from ldz_desktop.services.selections_reading import SelectionDetail
from ldz_desktop.ui.kit.editors import DateEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.roster.selections.step_page import Desk, StepPage

if TYPE_CHECKING:
    from ldz_desktop.domain.leaders import Tenure


class AppointPage(StepPage):
    """任命: somebody who passed becomes the building's leader."""

    def __init__(
        self, desk: Desk, detail: SelectionDetail, proposed: Appointment, years: int
    ) -> None:
        """years: how long a term is where nobody says otherwise."""
        form = Form()
        words = "公示期满、没有未答复的异议才能任命。登记后可打印聘书。"
        super().__init__(desk, ("任命", words), form, "登记任命")
        self._detail = detail
        self._years = years
        people = [(c.id, c.name) for c in detail.selection.passed]
        form.add("candidate_id", "人选", PickEditor(people))
        _add_paper(form)
        form.set_values(asdict(proposed))
        start = form.editor("started_on")
        assert isinstance(start, DateEditor)
        start.changed.connect(self._move_end)

    def _move_end(self) -> None:
        """The end follows the first day."""
        first = self.form.values()["started_on"]
        end = self.form.editor("term_end")
        assert isinstance(end, DateEditor)
        if first is not None:
            end.set_value(years_after(first, self._years))

    @override
    def save(self) -> None:
        office, detail = self.desk.bench.office, self._detail
        wanted = Appointment(**self.form.values())
        candidate = next((c for c in detail.selection.passed if c.id == wanted.candidate_id), None)
        if self.fits(appointment_problems(wanted, candidate, detail.facts, detail.earlier)):
            self.desk.run(self, lambda: office.selections.appoint(detail.selection, wanted))


class CorrectPage(StepPage):
    """更正任命: a number or a day that was written down wrong; the history keeps both."""

    def __init__(self, desk: Desk, detail: SelectionDetail, tenure: "Tenure") -> None:
        """tenure: what the selection led to."""
        form = Form()
        words = "改正登记错的编号或日期，改前改后都留在历史里。聘书改好后重新打印。"
        super().__init__(desk, ("更正任命", words), form, "保存更正")
        self._facts = detail.facts
        self._tenure = tenure
        _add_paper(form)
        form.set_values({
            "document_no": tenure.document_no, "certificate_no": tenure.certificate_no,
            "appointed_on": detail.selection.appointed_on, "started_on": tenure.started_on,
            "term_end": tenure.term_end,
        })  # fmt: skip

    @override
    def save(self) -> None:
        office, wanted = self.desk.bench.office, Appointment(0, **self.form.values())
        if self.fits(correction_problems(wanted, self._facts)):
            term = replace(
                self._tenure, document_no=wanted.document_no, term_end=wanted.term_end,
                certificate_no=wanted.certificate_no, started_on=wanted.started_on,
            )  # fmt: skip
            self.desk.run(self, lambda: office.terms.save(term, wanted.appointed_on))


def _add_paper(form: Form) -> None:
    """What stands on the letter of appointment."""
    form.add("document_no", "任命文号", TextEditor("如：兴街发〔2026〕18号", longest=40))
    form.add("certificate_no", "证书编号", TextEditor("如：聘字〔2026〕001号", longest=40))
    form.add("appointed_on", "任命日期", DateEditor("文件上的日期"))
    form.add("started_on", "任职日期", DateEditor("任期的第一天"))
    form.add("term_end", "任期届满", DateEditor("任期的最后一天"))


class TrainingPage(StepPage):
    """岗前培训: closed by a course on record, or by the reason why there is none."""

    def __init__(self, desk: Desk, detail: SelectionDetail, aside: QWidget | None) -> None:
        """aside: the button that leads to the training."""
        form = Form()
        self._detail = detail
        self._inducted = detail.facts.inducted
        words = (
            "岗前培训已经登记，可以办结。"
            if self._inducted
            else "在“培训”里登记岗前培训后即可办结；不培训的，写明原因。"
        )
        super().__init__(desk, ("岗前培训", words), form, "办结", aside=aside)
        form.add("waived", "免培训", TextEditor("原因，如：连任", longest=60))
        form.show_field("waived", visible=not self._inducted)

    @override
    def begin(self) -> None:
        if self._inducted:
            self.yes.setFocus()
        else:
            super().begin()

    @override
    def save(self) -> None:
        office, before = self.desk.bench.office, self._detail.selection
        reason = str(self.form.values()["waived"] or "")
        missing: tuple[Problem, ...] = ()
        if not self._inducted and not reason:
            text = "还没有岗前培训的记录，请先登记培训，或写明免培训的原因"
            missing = (Problem("refused", "waived", "missing", text),)
        if self.fits(missing):
            self.desk.run(self, lambda: office.selections.finish(before, reason))
