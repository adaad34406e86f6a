"""Before the work list leaves the program as a spreadsheet: what for."""

from PySide6.QtWidgets import QWidget

from ldz_desktop.ui.kit.purpose import PurposeDialog


class WorkListDialog(PurposeDialog):
    """What a work list says of itself."""

    caption = "用途(&U)"
    example = "例如：交各楼栋长核实"
    go = "选择位置并导出(&E) …"
    least_width = 480

    def __init__(self, lines: int, parent: QWidget) -> None:
        """lines: how many leave."""
        super().__init__("导出核实清单", f"当前列表的 {lines:,} 条，不含证件号码和电话。", parent)
