"""变更历史: everything that happened to one household."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.history.event_list import EventList
from ldz_desktop.ui.kit.pieces import EmptyState, button, column, label, row, size_to

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Bench


class HistoryDialog(Dialog):
    """Who changed what, when, from what to what, why; each can be taken back."""

    def __init__(
        self, bench: "Bench", household_id: int, parent: QWidget, title: str = "这一户"
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle("变更历史")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        size_to(self, 940, 640)
        office = bench.office
        nothing = EmptyState("还没有改动", "这一户的档案从建立以来没有改过。", icon="undo")
        self.list = EventList(bench, lambda: office.history.of_household(household_id), nothing)
        close = button("关闭", self.accept)
        hint = label("证件号码、电话、健康状况只显示掩码。", "muted")
        layout = column(
            label(f"{title}的变更历史", "title"), self.list, row(hint, None, close), spacing=12
        )
        margin = theme.px(16)
        layout.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(layout)
        self.list.reload()
        self.list.table.setFocus()
