"""Before a list leaves the program: what for. It is written down in the log."""

from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.problems import Problem
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row


class PurposeDialog(Dialog):
    """Accepted: purpose() is written down. A kind of list says its own words."""

    caption = "用途(&Y)"
    example = ""
    hint = "导出会记入日志：谁、什么时候、为什么。"
    missing = "请写明用途"
    go = "选择文件并导出"
    least_width = 460

    def __init__(self, title: str, about: str, parent: QWidget) -> None:
        """about: what leaves, and what is left out of it."""
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(self.least_width))
        self.form = Form()
        self.form.add(
            "purpose", self.caption, TextEditor(self.example, longest=200), hint=self.hint
        )
        self.ask_more(self.form)
        go = button(self.go, self._accept, role="primary")
        go.setDefault(True)
        self.form.answers_enter(self._accept)
        layout = column(
            label(title, "title"),
            label(about, "muted", wrap=True),
            self.form,
            row(None, button("取消", self.reject), go),
            spacing=16,
        )
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        self.form.editor("purpose").setFocus()

    def ask_more(self, form: Form) -> None:
        """Further fields of a kind of list, below the purpose."""

    def purpose(self) -> str:
        return str(self.form.values()["purpose"] or "")

    def _accept(self) -> None:
        if self.purpose():
            self.accept()
            return
        self.form.set_problems((Problem("refused", "purpose", "required", self.missing),))
        self.adjustSize()
