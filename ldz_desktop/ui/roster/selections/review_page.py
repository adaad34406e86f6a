"""Step 2, 资格审查: every criterion with its verdict, for one candidate after the other."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget
from typing_extensions import override

from ldz_desktop.domain.selections import Candidate
from ldz_desktop.domain.selections_evidence import Review, review_problems
from ldz_desktop.services.selections_reading import SelectionDetail
from ldz_desktop.ui.kit.editors import DateEditor, NoteEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import column
from ldz_desktop.ui.roster.selections.step_page import Desk, StepPage

_RESULTS = ((None, "请选择"), (True, "通过"), (False, "不通过"))


class ChecksEditor(QWidget):
    """A tick for each criterion. value(): (criterion, whether it is met) in their order."""

    changed = Signal()

    def __init__(self, criteria: Sequence[str]) -> None:
        super().__init__()
        self.boxes = [QCheckBox(name) for name in criteria]
        self.setLayout(column(*self.boxes, spacing=6))
        for box in self.boxes:
            box.toggled.connect(self.changed)
        if self.boxes:
            self.setFocusProxy(self.boxes[0])

    def value(self) -> tuple[tuple[str, bool], ...]:
        return tuple((box.text(), box.isChecked()) for box in self.boxes)

    def set_value(self, checks: Sequence[tuple[str, bool]]) -> None:
        met = dict(checks)
        for box in self.boxes:
            box.setChecked(bool(met.get(box.text())))


class ReviewPage(StepPage):
    """The verdict on one candidate; the next one comes up when it is saved."""

    def __init__(
        self, desk: Desk, detail: SelectionDetail, criteria: Sequence[str], back: QWidget | None
    ) -> None:
        """back: the button that sends the selection back to the vote."""
        form = Form()
        super().__init__(desk, ("资格审查", _words(detail)), form, "保存审查结果", aside=back)
        self._detail = detail
        self._criteria = tuple(criteria)
        chosen = detail.selection.chosen
        form.add("candidate_id", "候选人", PickEditor([(c.id, _title(c)) for c in chosen]))
        form.add("checks", "条件", ChecksEditor(criteria))
        form.add("passed", "结果", PickEditor(_RESULTS))
        form.add("reviewer", "审查人", TextEditor(longest=30))
        form.add("reviewed_on", "审查日期", DateEditor())
        form.add("review_note", "意见", NoteEditor("不通过的要写明理由", lines=2))
        first = next((c for c in chosen if c.passed is None), chosen[0])
        self._load(first)
        who = form.editor("candidate_id")
        assert isinstance(who, PickEditor)
        who.changed.connect(self._other)

    def _load(self, candidate: Candidate) -> None:
        office = self.desk.bench.office
        fresh = candidate.passed is None
        self.form.set_values({
            "candidate_id": candidate.id, "checks": candidate.checks, "passed": candidate.passed,
            "reviewer": office.account if fresh else candidate.reviewer,
            "reviewed_on": office.today() if fresh else candidate.reviewed_on,
            "review_note": candidate.review_note,
        })  # fmt: skip

    def _other(self) -> None:
        wanted = self.form.values()["candidate_id"]
        found = next((c for c in self._detail.selection.chosen if c.id == wanted), None)
        if found is not None:
            self._load(found)

    @override
    def save(self) -> None:
        office, before = self.desk.bench.office, self._detail.selection
        review = Review(**self.form.values())
        problems = review_problems(review, before, self._criteria, office.today())
        if self.fits(problems):
            self.desk.run(self, lambda: office.selections.review(before, review))


def _title(candidate: Candidate) -> str:
    verdict = {None: "", True: "　已通过", False: "　没有通过"}[candidate.passed]
    return f"{candidate.name}{verdict}"


def _words(detail: SelectionDetail) -> str:
    notice = detail.facts.notice
    if notice is not None and notice.upheld:
        upheld = [o.matter for o in detail.postings[-1].objections if o.upheld]
        return f"异议成立：{'；'.join(upheld)}。重新审查后再公示。"
    if all(c.passed is False for c in detail.selection.chosen):
        return "没有人通过审查：请退回推选，另定人选。"
    return "每一条都要有结论，全部符合才能通过。"
