"""Somebody says that a published score is wrong: an objection to the month's notice, with the
building it is about."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.postings import CHANNELS, Objection, Posting
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import KnownError
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.editors import DateEditor, NoteEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row

if TYPE_CHECKING:
    from datetime import date

    from ldz_desktop.services.undoable import Done

_LONG = 400
_THREE_LINES = 84


class AppealDialog(Dialog):
    """Accepted once the objection is on file; `owner` offers 撤销 afterwards."""

    def __init__(
        self, bench: Bench, owner: QWidget, month: str, buildings: list[str], hung: Posting
    ) -> None:
        """buildings: titles to choose from, the one under the cursor first; hung: the notice that
        the appeal is made against."""
        super().__init__(owner.window())
        self.setObjectName("plain")
        self.setWindowTitle("申诉")
        self.setMinimumWidth(theme.px(520))
        self._bench = bench
        self._owner = owner
        self._hung = hung
        self._noted: tuple[Problem, ...] = ()
        self._today = bench.office.today()
        self.form = _form(buildings, self._today)
        self.trouble = label("", "error", wrap=True)
        self.trouble.hide()
        self.yes = button("登记申诉(&F)", self.submit, role="primary")
        layout = column(
            label(f"对{month_text(month)}测评结果的申诉", "title"),
            label(
                "登记在本月公示下面，在“公示管家”里答复；认定成立的，可以重开本月更正。",
                "muted", wrap=True,
            ),
            self.form, self.trouble, row(None, button("取消", self.reject), self.yes),
            spacing=12,
        )  # fmt: skip
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        self.form.editor("matter").setMinimumHeight(theme.px(_THREE_LINES))
        self.form.editor("matter").setFocus()

    def submit(self) -> None:
        """Check on the worker; a note is shown once, and the second press goes on."""
        if not self.form.set_problems(self.form.unreadable()):
            return
        postings, hung, objection = self._bench.office.postings, self._hung.id, self._objection()
        if not (self.form.values()["matter"] or "").strip():
            missing = Problem("refused", "matter", "missing", "请写明申诉的内容。")
            self.form.set_problems((missing,))
            return
        self.yes.setEnabled(False)
        self._bench.tasks.run(
            lambda progress: postings.check_objection(hung, objection),
            lambda found: self._checked(objection, found),
            owner=self,
            failed=self._failed,
        )

    def _objection(self) -> Objection:
        values = self.form.values()
        matter = f"{values['building']}：{(values['matter'] or '').strip()[:_LONG]}"
        on = values["received_on"] or self._today
        return Objection(0, 0, on, matter, values["channel"], values["from_whom"])

    def _checked(self, objection: Objection, found: tuple[Problem, ...]) -> None:
        if not self.form.set_problems(found) or (found and found != self._noted):
            self._noted = found
            self.yes.setEnabled(True)
            return
        postings, hung = self._bench.office.postings, self._hung.id

        def work() -> "Done":
            return postings.object(hung, objection)

        do(self._bench, self._owner, work, self._written, self._failed)

    def _written(self) -> None:
        if self.isVisible():
            self.accept()

    def _failed(self, error: KnownError) -> None:
        self.yes.setEnabled(True)
        self.trouble.setText(f"{error.message}{error.hint}")
        self.trouble.show()


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
