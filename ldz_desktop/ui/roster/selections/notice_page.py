"""Step 3, 公示: the notice goes up; countdown and objections are kept by the notice keeper."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from ldz_desktop.domain.postings import LONGEST, Length, PostingDraft
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.selections_evidence import notice_problems
from ldz_desktop.domain.workdays import Calendar, notice_period, period_text
from ldz_desktop.services.selections_reading import SelectionDetail
from ldz_desktop.ui.kit.editors import DateEditor, NumberEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, label
from ldz_desktop.ui.roster.selections.step_page import Desk, StepPage

if TYPE_CHECKING:
    from collections.abc import Callable

_UNITS = (("working", "工作日"), ("calendar", "自然日"))


@dataclass(frozen=True, slots=True)
class NoticeDefaults:
    """What the office fills in: how long, whom to call, and the holidays it counts by."""

    length: Length
    contact: str
    calendar: Calendar


class NoticePage(StepPage):
    """预览 shows the paper; 登记张贴 says that it hangs."""

    def __init__(
        self,
        desk: Desk,
        detail: SelectionDetail,
        defaults: NoticeDefaults,
        preview: "Callable[[PostingDraft], None]",
    ) -> None:
        form = Form()
        see = button("预览、打印(&P) …", lambda: preview(self._draft()))
        words = "先打印公示，贴出去之后登记。公示期按工作日和调休计算。"
        super().__init__(desk, ("公示", words), form, "登记张贴", aside=see)
        self._detail = detail
        self._calendar = defaults.calendar
        form.add("posted_on", "张贴日期", DateEditor())
        form.add("days", "公示期", NumberEditor(1, LONGEST))
        form.add("day_unit", "单位", PickEditor(_UNITS))
        form.add("place", "张贴地点", TextEditor("如：单元门口、小区公告栏", longest=60))
        form.add("contact", "联系电话", TextEditor("向谁反映异议", longest=60))
        self.until = label("", "strong", wrap=True)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.count() - 1, self.until)  # above the verbs
        form.set_values({
            "posted_on": desk.bench.office.today(), "days": defaults.length.days,
            "day_unit": defaults.length.unit, "contact": defaults.contact,
        })  # fmt: skip
        form.changed.connect(self._count)
        self._count()

    def _draft(self) -> PostingDraft:
        """The notice as the form has it: what is printed is what will be registered."""
        return PostingDraft("candidates", "", **self.form.values())

    def _count(self) -> None:
        """What the period comes to, before anything is written."""
        values = self.form.values()
        if values["posted_on"] is None or values["days"] is None:
            self.until.setText("")
            return
        period = notice_period(
            values["posted_on"], values["days"], self._calendar, values["day_unit"]
        )
        self.until.setText(f"公示期：{period_text(period)}")

    @override
    def save(self) -> None:
        office, before, values = self.desk.bench.office, self._detail.selection, self.form.values()
        problems = []
        refusal = notice_problems(values["posted_on"], before, office.today())
        if refusal:
            problems.append(Problem("refused", "posted_on", "date", refusal))
        if values["days"] is None:
            problems.append(Problem("refused", "days", "missing", "请填写公示期"))
        if not values["place"]:
            problems.append(Problem("refused", "place", "missing", "请填写张贴在哪里"))
        if self.fits(problems):
            draft = self._draft()
            self.desk.run(self, lambda: office.selections.post_notice(before, draft))
