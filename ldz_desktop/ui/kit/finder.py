"""A list that is found through by typing: letters go to the search field, Enter and the arrow go
back to the list."""

from collections.abc import Iterable

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from typing_extensions import override

from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.search_field import SearchField

_PLAIN = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def fits(text: str, texts: Iterable[str], pinyin: str) -> bool:
    """Whether every word that was typed is part of one of the texts, or begins the name's pinyin
    or its initials. pinyin: both, separated by spaces, as the roster keeps them."""
    parts = [part.lower() for part in texts]
    keys = pinyin.split()
    return all(
        any(word in part for part in parts) or any(key.startswith(word) for key in keys)
        for word in text.lower().split()
    )


class FinderField(SearchField):
    """entered: Enter or the arrow down was pressed; the list takes over."""

    entered = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.composing() and event.key() in (
            Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter,
        ):  # fmt: skip
            self.search_now()
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def begin(self, text: str) -> None:
        """Go on typing here, with what was typed in the list."""
        self.setText(text)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.end(False)  # noqa: FBT003 - Qt's parameter


class FinderTable(RecordTable):
    """typed(text): a letter or a figure was typed in the list. spaced: the space bar was."""

    typed = Signal(str)
    spaced = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() == Qt.Key.Key_Space:
            self.spaced.emit()
        elif text.isprintable() and text and event.modifiers() in (_PLAIN, _SHIFT):
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def found_by(self, field: FinderField) -> None:
        """What is typed in the list goes on in the field; Enter there comes back to the list."""
        self.typed.connect(field.begin)
        field.entered.connect(self.take_over)

    def picks_several(self) -> None:
        """The space bar adds the row with the cursor to what is selected, or takes it away."""
        self.spaced.connect(self._flip)
        every = QShortcut(QKeySequence.StandardKey.SelectAll, self, self.selectAll)
        every.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _flip(self) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(self.currentIndex(), flags.Toggle | flags.Rows)

    def take_over(self) -> None:
        """The cursor goes to the first row, unless it stands on one."""
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.selectRow(0)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
