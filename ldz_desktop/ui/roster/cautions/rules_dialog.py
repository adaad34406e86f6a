"""How soon a step is to be taken, and whether somebody can sign second."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.domain.problems import Problem
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import CheckEditor, NumberEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row


class RulesDialog(Dialog):
    """Accepted: days() and one_signer() are to be saved."""

    def __init__(self, days: int, parent: QWidget, *, one_signer: bool) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle("末位处置设置")
        self.setMinimumWidth(theme.px(480))
        self.form = Form()
        self.form.add(
            "days", "办理期限(&D)", NumberEditor(1, 60),
            hint="封月以后多少天内办，过了列为逾期。",
        )  # fmt: skip
        self.form.add(
            "one_signer", "", CheckEditor("本办公室只有一名签字人(&S)"),
            hint="第二签字和监交人无法办理时选上，处理决定和离任交接表上会印明。",
        )  # fmt: skip
        self.form.set_values({"days": days, "one_signer": one_signer})
        save = button("保存", self._accept, role="primary")
        save.setDefault(True)
        self.form.answers_enter(self._accept)
        layout = column(
            label("末位处置设置", "title"), self.form,
            row(None, button("取消", self.reject), save), spacing=16,
        )  # fmt: skip
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)

    def days(self) -> int:
        return int(self.form.values()["days"])

    def one_signer(self) -> bool:
        return bool(self.form.values()["one_signer"])

    @override
    def unsaved(self) -> bool:
        return self.form.edited()

    @override
    def save_changes(self) -> None:
        self._accept()

    def _accept(self) -> None:
        problems = list(self.form.unreadable())
        if self.form.values()["days"] is None and not problems:
            problems.append(Problem("refused", "days", "missing", "请填写天数"))
        if self.form.set_problems(problems):
            self.accept()
