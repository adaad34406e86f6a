"""A list that is found through by typing: letters go to the search field, Enter and the arrow go
back to the list."""

import re
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.search_field import SearchField

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
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


def spelled(text: str) -> tuple[str, str]:
    """A place in letters: 西锦苑1栋 is xijinyuan1dong and xjy1d. For the worker: the table of
    pinyin is read the first time."""
    from ldz_desktop.services.codes import reader

    read = reader().readings
    full = _HAN.sub(lambda m: read(m.group())[0].full, text)
    return full, _HAN.sub(lambda m: read(m.group())[0].initials, text)


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
    """typed(text): a letter or a figure was typed in the list. spaced: the space bar was.

    With a field, Pinyin may be begun in the list too. The field shows what is composed and takes
    it, but gets the focus only afterwards: a change of focus ends every composition.
    """

    typed = Signal(str)
    spaced = Signal()
    _field: FinderField | None = None

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if self._field is None:
            return
        composed = event.commitString()
        if composed and not composed.strip():  # the space bar of a full-width keyboard
            self.spaced.emit()
            return
        if (composed or event.preeditString()) and not self._field.composing():
            self._field.clear()
        QApplication.sendEvent(self._field, event)
        if composed and not event.preeditString():
            self._field.begin(self._field.text())

    @override
    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        """The candidates are shown where the letters are."""
        if self._field is None or query != Qt.InputMethodQuery.ImCursorRectangle:
            return super().inputMethodQuery(query)
        corner = self._field.mapTo(self.window(), QPoint()) - self.mapTo(self.window(), QPoint())
        return self._field.inputMethodQuery(query).translated(corner)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)  # which takes the input method away: nothing can be edited
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, self._field is not None)

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
        self._field = field
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
