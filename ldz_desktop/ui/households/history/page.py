"""今日操作: what everybody at this office did today, each to be taken back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.history.event_list import EventList
from ldz_desktop.ui.kit.pieces import EmptyState, button, label, row

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.domain.places import PlaceRef
    from ldz_desktop.ui.kit.feature import Bench


class HistoryPage(QWidget):
    """Stands in the tab's area until the person goes back."""

    def __init__(self, bench: "Bench", leave: Callable[[], None]) -> None:
        super().__init__()
        self._leave = leave
        office = bench.office
        nothing = EmptyState(
            "今天还没有操作", "新建、修改、导入之后，每一步都会列在这里，可以撤销。", icon="undo"
        )
        self.list = EventList(bench, office.history.today, nothing, whose=True)
        back = button("返回", leave, icon="back", tip="Esc")
        day = label(date_text(office.today()), "muted")
        frame = QFrame()
        frame.setProperty("role", "card")
        inside = QVBoxLayout(frame)
        margin = theme.px(16)
        inside.setContentsMargins(margin, theme.px(12), margin, theme.px(12))
        inside.setSpacing(theme.px(12))
        inside.addLayout(row(back, label("今日操作", "title"), day, None))
        inside.addWidget(self.list, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)

    def begin(self, place: "PlaceRef") -> None:
        """The place does not matter: it is the whole office's day."""
        del place
        self.list.reload()
        self.list.table.setFocus()

    def refresh(self, change: "Change | None") -> None:
        del change
        self.list.reload()

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
