"""A row of small pictures: looked at, removed, pasted into."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import QFrame, QListView, QListWidget, QListWidgetItem
from typing_extensions import override

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.ui.kit import theme

_SMALL = 56
_ID = int(Qt.ItemDataRole.UserRole) + 1


class Picture(Protocol):
    """What is shown of a picture on file. thumbnail: a small JPEG."""

    @property
    def id(self) -> int: ...

    @property
    def title(self) -> str: ...

    @property
    def added_on(self) -> date: ...

    @property
    def thumbnail(self) -> bytes: ...


class Thumbnails(QListWidget):
    """One row of small pictures. Enter or double click: activated; Del: remove_wanted; Ctrl+V:
    paste_wanted."""

    remove_wanted = Signal()
    paste_wanted = Signal()

    def __init__(self, name: str) -> None:
        """name: what a screen reader calls it."""
        super().__init__()
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIconSize(QSize(theme.px(_SMALL), theme.px(_SMALL)))
        self.setSpacing(theme.px(4))
        self.setFixedHeight(theme.px(_SMALL + 14))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(False)

    def current_id(self) -> int:
        item = self.currentItem()
        return 0 if self.currentRow() < 0 else int(item.data(_ID))

    def fill(self, pictures: Sequence[Picture], current: int) -> None:
        """current: which one the cursor stands on, 0 for none."""
        self.clear()
        for one in pictures:
            picture = QPixmap()
            picture.loadFromData(one.thumbnail)
            item = QListWidgetItem(QIcon(picture), "")
            item.setData(_ID, str(one.id))  # 63 bits: a whole number of Qt is too short
            text = f"{one.title} · {date_text(one.added_on)}"
            item.setToolTip(text)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
            self.addItem(item)
            if one.id == current:
                self.setCurrentItem(item)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
