"""How long a 学时 is, and how many a leader should have in a year."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.domain.training import MINUTES_PER_HOUR
from ldz_desktop.services.training_records import Rules
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import NumberEditor, PickEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row


class RulesDialog(Dialog):
    """Accepted: rules() is to be saved."""

    def __init__(self, rules: Rules, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle("学时设置")
        self.setMinimumWidth(theme.px(440))
        self.form = Form()
        lengths = [(minutes, f"{minutes} 分钟") for minutes in MINUTES_PER_HOUR]
        self.form.add(
            "per_hour", "一个学时(&H)", PickEditor(lengths),
            hint="培训时长按分钟保存，改了以后各处的学时一起换算。",
        )  # fmt: skip
        self.form.add(
            "yearly",
            "每年不少于(&Y)",
            NumberEditor(0, 999),
            hint="学时。少于这个数的列为学时不足。",
        )
        self.form.set_values({"per_hour": rules.per_hour, "yearly": rules.yearly})
        save = button("保存", self._accept, role="primary")
        save.setDefault(True)
        self.form.answers_enter(self._accept)
        layout = column(
            label("学时设置", "title"), self.form, row(None, button("取消", self.reject), save),
            spacing=16,
        )  # fmt: skip
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)

    def rules(self) -> Rules:
        values = self.form.values()
        return Rules(int(values["per_hour"]), int(values["yearly"]))

    @override
    def unsaved(self) -> bool:
        return self.form.edited()

    @override
    def save_changes(self) -> None:
        self._accept()

    def _accept(self) -> None:
        from ldz_desktop.domain.problems import Problem

        problems = list(self.form.unreadable())
        if self.form.values()["yearly"] is None and not problems:
            problems.append(Problem("refused", "yearly", "missing", "请填写学时数"))
        if self.form.set_problems(problems):
            self.accept()
