"""Somebody says that a published score is wrong: an objection to the month's notice, with the
building it is about."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.postings import CHANNELS, Objection, Posting
from ldz_desktop.domain.problems import Problem
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit.editors import DateEditor, NoteEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.form_dialog import FormDialog, Values
from ldz_desktop.ui.kit.forms import Form

if TYPE_CHECKING:
    from datetime import date

_LONG = 400


class AppealDialog(FormDialog):
    """Accepted once the objection is on file; `owner` offers 撤销 afterwards."""

    def __init__(
        self, bench: Bench, owner: QWidget, month: str, buildings: list[str], hung: Posting
    ) -> None:
        """buildings: titles to choose from, the one under the cursor first; hung: the notice that
        the appeal is made against."""
        self._today = bench.office.today()
        titles = (
            f"对{month_text(month)}测评结果的申诉",
            "登记在本月公示下面，在“公示管家”里答复；认定成立的，可以重开本月更正。",
        )
        super().__init__(bench, owner, titles, _form(buildings, self._today), "登记申诉(&F)")
        self.setWindowTitle("申诉")
        postings = bench.office.postings

        def check(values: Values) -> tuple[Problem, ...]:
            if not (values["matter"] or "").strip():
                return (Problem("refused", "matter", "missing", "请写明申诉的内容。"),)
            return postings.check_objection(hung.id, self._objection(values))

        self.writes(
            lambda values: postings.object(hung.id, self._objection(values)), check, lambda: None
        )
        self.form.editor("matter").setFocus()

    def _objection(self, values: Values) -> Objection:
        matter = f"{values['building']}：{(values['matter'] or '').strip()[:_LONG]}"
        on = values["received_on"] or self._today
        return Objection(0, 0, on, matter, values["channel"], values["from_whom"])


def _form(buildings: list[str], today: "date") -> Form:
    form = Form()
    form.add("building", "楼栋(&B)", PickEditor([(title, title) for title in buildings]))
    form.add(
        "matter", "内容(&N)", NoteEditor("如 认为漏计了调查表", lines=3),
        hint="会印在结果报告上：写事情，不写姓名、电话和房号。",
    )  # fmt: skip
    form.add("received_on", "收到日期(&D)", DateEditor())
    form.add("channel", "方式(&C)", PickEditor([(way, way) for way in CHANNELS]))
    form.add(
        "from_whom", "申诉人(&W)", TextEditor("可以不填（匿名）", longest=50),
        hint="屏幕上和结果报告里都遮住。",
    )  # fmt: skip
    form.set_values({"received_on": today})
    return form
