"""The fields of a form: each has value(), set_value() and a bare changed signal.

An empty field is None, never "".
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from ldz_desktop.domain.typed import figures, narrow
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.line_editor import LineEditor


class TextEditor(LineEditor):
    """One line of text; blanks around it are dropped."""

    def value(self) -> str | None:
        return self.text().strip() or None

    def set_value(self, value: str | None) -> None:
        if (value or "") != self.text():
            self.setText(value or "")


class CodeEditor(TextEditor):
    """A telephone or document number: figures and Latin letters count as half-width. Characters
    are taken too: 转 of an extension, 字第 of a soldier's card."""

    @override
    def value(self) -> str | None:
        text = super().value()
        return narrow(text) if text else None


class PasswordEditor(TextEditor):
    """A password, hidden, kept exactly as typed, with a button that shows it.

    A hidden one is typed without an input method, which would show what is composed; where it is
    shown there is one, for passwords in characters.
    """

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(hint, longest=256, parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
        )
        self._show = self.addAction(
            theme.icon("eye", "muted"), QLineEdit.ActionPosition.TrailingPosition
        )
        self._show.setCheckable(True)
        self._show.setToolTip("显示密码；显示时可以输入汉字")
        self._show.toggled.connect(self._reveal)

    @override
    def value(self) -> str | None:
        return self.text() or None

    def _reveal(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.setEchoMode(mode.Normal if shown else mode.Password)
        QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImQueryAll)
        self._show.setIcon(theme.icon("eye-off" if shown else "eye", "muted"))


class NoteEditor(QPlainTextEdit):
    """Several lines of text. Tab leaves the field. Changed as LineEditor is: Qt says that a text
    changes with every letter that is composed."""

    changed = Signal()

    def __init__(self, hint: str = "", *, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme.px(22 * lines + 16))
        self.textChanged.connect(self._tell)

    def value(self) -> str | None:
        return self.toPlainText().strip() or None

    def set_value(self, value: str | None) -> None:
        if (value or "") != self.toPlainText():
            self.setPlainText(value or "")

    def _tell(self) -> None:
        if not self._composing:
            self.changed.emit()

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)  # its end is a change too, committed or not


_DAY = re.compile(r"(\d{4})\s*(?:年|[-.,/])\s*(\d{1,2})\s*(?:月|[-.,/])\s*(\d{1,2})\s*(?:日|号)?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})\s*(?:月|[-.,/])\s*(\d{1,2})\s*(?:日|号)?")


def parse_day(text: str, year: int | None = None) -> date | None:
    """2026年9月3日, 2026-9-3, 2026.9.3, 2026/09/03 or 20260903, and with a year also 9-3 and 9月3日
    of that year; None where it is no such day."""
    parts = _parts(text, year)
    try:
        return None if parts is None else date(*parts)
    except ValueError:
        return None


def _parts(text: str, this_year: int | None) -> tuple[int, int, int] | None:
    """Year, month and day as they are written, be there such a day or not."""
    plain = figures(text)
    match = _DAY.fullmatch(plain) or _DIGITS.fullmatch(plain)
    if match is not None:
        year, month, day = (int(part) for part in match.groups())
        return year, month, day
    short = _SHORT.fullmatch(plain) if this_year is not None else None
    if short is None or this_year is None:
        return None
    return this_year, int(short.group(1)), int(short.group(2))


def day_text(day: date | None) -> str:
    """2026年9月3日; empty for None."""
    return f"{day.year}年{day.month}月{day.day}日" if day is not None else ""


def _today() -> date:
    return datetime.now().astimezone().date()


class DateEditor(LineEditor):
    """A day, typed loosely (11-24 is this year's); written out as 2026年9月3日 when the field is
    left.

    value() is None both for an empty and for an unreadable field: ask problem() first.
    """

    example = ""
    """A day that fits the field, "" for today."""

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        """hint: in place of an example."""
        self._example = self.example or day_text(_today())
        super().__init__(hint or f"如 {self._example}", longest=20, parent=parent)

    def value(self) -> date | None:
        return parse_day(self.text(), self._year())

    def _year(self) -> int | None:
        """The year of a day that is written without one."""
        return _today().year

    def set_value(self, value: date | None) -> None:
        if value is None or value != self.value():
            self.setText(day_text(value))

    def problem(self) -> str:
        """A sentence where what stands there is no day; empty where all is well."""
        if not self.text().strip() or self.value() is not None:
            return ""
        parts = _parts(self.text(), self._year())
        if parts is not None:
            return "没有{}年{}月{}日这一天，请核对".format(*parts)
        short = "；今年的可以只写月日，如 11-24" if self._year() is not None else ""
        return f"日期要写全年月日，如 {self._example}{short}"

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        day = self.value()
        if day is not None and self.text() != day_text(day):
            self.setText(day_text(day))


class BirthEditor(DateEditor):
    """The day of a birth: never this year's for want of a year."""

    example = "1962年7月5日"

    @override
    def _year(self) -> int | None:
        return None


class NumberEditor(LineEditor):
    """A whole number between two bounds."""

    def __init__(
        self, lowest: int = 0, highest: int = 99999, parent: QWidget | None = None
    ) -> None:
        super().__init__(longest=len(str(highest)) + 1, keys_only=True, parent=parent)
        self._bounds = (lowest, highest)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def value(self) -> int | None:
        text = figures(self.text())
        if not text.isascii() or not text.removeprefix("-").isdigit():
            return None
        number = int(text)
        return number if self._bounds[0] <= number <= self._bounds[1] else None

    def set_value(self, value: int | None) -> None:
        if value is None or value != self.value():
            self.setText("" if value is None else str(value))

    def problem(self) -> str:
        if not self.text().strip() or self.value() is not None:
            return ""
        return f"请填 {self._bounds[0]} 到 {self._bounds[1]} 之间的整数"


class CodeRow(Protocol):
    """One line of a code table."""

    @property
    def code(self) -> str: ...

    @property
    def label(self) -> str: ...


class Codes(Protocol):
    """What a choice needs of a code table (domain.codes.CodeTable)."""

    @property
    def entries(self) -> Sequence[CodeRow]: ...

    @property
    def common(self) -> Sequence[str]: ...


_MORE = "更多 …"


class ChoiceEditor(QComboBox):
    """One of a code table's entries, or none. A long table shows its common codes first and the
    rest under 更多. A code the table does not know is kept and shown as it is."""

    changed = Signal()

    def __init__(self, codes: Codes, *, empty: str = "未填", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = {entry.code: entry.label for entry in codes.entries}
        self._common = tuple(c for c in codes.common if c in self._labels)
        self._empty = empty
        self._more = False
        self.setMaxVisibleItems(16)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._fill(None)
        self.activated.connect(self._activated)
        self.currentIndexChanged.connect(self._index_changed)

    def value(self) -> str | None:
        code = self.currentData()
        return str(code) if isinstance(code, str) and code != _MORE else None

    def set_value(self, value: str | None) -> None:
        if value == self.value():
            return
        if value is not None and self.findData(value) < 0:
            self._fill(value)
        self.setCurrentIndex(0 if value is None else self.findData(value))

    def _fill(self, extra: str | None) -> None:
        with QSignalBlocker(self):
            self._list(extra)

    def _list(self, extra: str | None) -> None:
        self.clear()
        self.addItem(self._empty, None)
        short = bool(self._common) and not self._more
        shown = list(self._common if short else self._labels)
        if extra is not None and extra not in shown:
            shown.append(extra)
        for code in shown:
            self.addItem(self._labels.get(code, code), code)
        if short and len(self._common) < len(self._labels):
            self.addItem(_MORE, _MORE)

    def _activated(self, index: int) -> None:
        if self.itemData(index) == _MORE:
            self._more = True
            self._fill(None)
            self.setCurrentIndex(0)
            self.showPopup()

    def _index_changed(self, index: int) -> None:
        if self.itemData(index) != _MORE:
            self.changed.emit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a form must not change what is in it."""
        event.ignore()


class PickEditor(QComboBox):
    """One of some things that are not a code table: (value, text) pairs."""

    changed = Signal()

    def __init__(
        self, pairs: Sequence[tuple[object, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setMaxVisibleItems(16)
        self.set_pairs(pairs)
        self.currentIndexChanged.connect(lambda _: self.changed.emit())

    def set_pairs(self, pairs: Sequence[tuple[object, str]]) -> None:
        """Offer other things; stays on the same value where it is still offered."""
        kept = self.value()
        with QSignalBlocker(self):
            self.clear()
            self._values = [value for value, _ in pairs]
            self.addItems([text for _, text in pairs])
            self.setCurrentIndex(self._values.index(kept) if kept in self._values else 0)

    def value(self) -> object | None:
        index = self.currentIndex()
        return self._values[index] if 0 <= index < self.count() else None

    def set_value(self, value: object) -> None:
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CheckEditor(QCheckBox):
    """Yes or no."""

    changed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.toggled.connect(lambda _: self.changed.emit())

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: bool | None) -> None:
        self.setChecked(bool(value))
