"""Before the roster leaves the program: what for, and whether with full numbers."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.ui.kit.editors import CheckEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.purpose import PurposeDialog


class ExportDialog(PurposeDialog):
    """full(): unmasked numbers are wanted."""

    example = "例如：报街道党建办核对"
    hint = "用途会记入日志。"
    missing = "请写明用途，例如：报街道党建办核对"
    least_width = 480

    def __init__(self, lines: int, scope: str, parent: QWidget) -> None:
        """lines: how many rows leave; scope: what the list is narrowed to, empty for everything."""
        part = f"{scope}，" if scope else ""
        about = f"{part}共 {lines} 栋。电话和证件号码默认隐去中间几位。"
        super().__init__("导出花名册", about, parent)

    @override
    def ask_more(self, form: Form) -> None:
        form.add("full", "", CheckEditor("包含完整的证件号码和电话(&F)"))

    def full(self) -> bool:
        return bool(self.form.values()["full"])
