"""Before a list leaves the program: what for, and whether with full numbers. Both are logged."""

from PySide6.QtWidgets import QDialog, QWidget

from ldz_desktop.domain.problems import Problem
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import CheckEditor, TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row


class ExportDialog(QDialog):
    """Accepted: purpose() is written down."""

    def __init__(self, lines: int, scope: str, parent: QWidget) -> None:
        """lines: how many rows leave; scope: what the list is narrowed to, empty for everything."""
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle("导出花名册")
        self.setMinimumWidth(theme.px(480))
        self.form = Form()
        self.form.add(
            "purpose",
            "用途(&Y)",
            TextEditor("例如：报街道党建办核对", longest=200),
            hint="用途会记入日志。",
        )
        self.form.add("full", "", CheckEditor("包含完整的证件号码和电话(&F)"))
        part = f"{scope}，" if scope else ""
        go = button("选择文件并导出", self._accept, role="primary")
        go.setDefault(True)
        layout = column(
            label("导出花名册", "title"),
            label(f"{part}共 {lines} 栋。电话和证件号码默认隐去中间几位。", "muted", wrap=True),
            self.form,
            row(None, button("取消", self.reject), go),
            spacing=16,
        )
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)

    def purpose(self) -> str:
        return str(self.form.values()["purpose"] or "")

    def full(self) -> bool:
        return bool(self.form.values()["full"])

    def _accept(self) -> None:
        if not self.purpose():
            self.form.set_problems(
                [Problem("refused", "purpose", "missing", "请写明用途，例如：报街道党建办核对")]
            )
            return
        self.accept()
