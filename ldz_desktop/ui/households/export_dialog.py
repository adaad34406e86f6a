"""Saving the list of households as a spreadsheet: masked unless asked otherwise."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldz_desktop.ui.households.lists.output import TakeAwayDialog
from ldz_desktop.ui.kit.feature import Bench

if TYPE_CHECKING:
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.services.tables import Table


class ExportDialog(TakeAwayDialog):
    """A line for every person of the households."""

    full_words = "完整内容(&A)：证件号、电话、健康状况全部写出"

    def __init__(self, bench: Bench, title: str, ids: Sequence[int], parent: QWidget) -> None:
        """title: the place of the list; ids: its households."""
        wanted, office = list(ids), bench.office

        def make(purpose: str, full: bool, progress: "Progress") -> "Table":
            return office.exporting.households(purpose, ids=wanted, full=full, progress=progress)

        super().__init__(bench, "户档", _about(len(wanted)), make, parent)
        self.heading.setText(f"导出 {title}")
        self.export_button.setEnabled(bool(wanted))


def _about(households: int) -> str:
    return (
        f"当前列表的 {households:,} 户，一人一行。已故、已迁出的人注明状态，"
        "没有登记人的户留一行，都不计入人数。"
    )
