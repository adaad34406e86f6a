"""Before the work list leaves the program as a spreadsheet: what for."""

from PySide6.QtWidgets import QDialog, QWidget

from ldz_desktop.domain.problems import Problem
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row


class PurposeDialog(QDialog):
    """Accepted: purpose() is written down."""

    def __init__(self, lines: int, parent: QWidget) -> None:
        """lines: how many leave."""
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle("导出核实清单")
        self.setMinimumWidth(theme.px(480))
        self.form = Form()
        self.form.add(
            "purpose",
            "用途(&U)",
            TextEditor("例如：交各楼栋长核实", longest=200),
            hint="导出会记入日志：谁、什么时候、为什么。",
        )
        go = button("选择位置并导出(&E) …", self._accept, role="primary")
        go.setDefault(True)
        layout = column(
            label("导出核实清单", "title"),
            label(f"当前列表的 {lines:,} 条，不含证件号码和电话。", "muted", wrap=True),
            self.form,
            row(None, button("取消", self.reject), go),
            spacing=16,
        )
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)

    def purpose(self) -> str:
        return str(self.form.values()["purpose"] or "")

    def _accept(self) -> None:
        if self.purpose():
            self.accept()
            return
        self.form.set_problems((Problem("refused", "purpose", "required", "请写明用途"),))
        self.adjustSize()
