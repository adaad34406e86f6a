"""Two records field by field: what is the same is quiet, what differs is chosen between."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget
from typing_extensions import override

from ldz_desktop.services.duplicates_records import Choice, MergeField
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import clear, label, row

EMPTY = "（空）"


class ValueCell(QWidget):
    """One record's value beside a round button; a click anywhere on it chooses it."""

    def __init__(self, text: str, places: Sequence[int], name: str) -> None:
        """places: characters (from 1) to set in red; name: for screen readers."""
        super().__init__()
        self.button = QRadioButton()
        self.button.setAccessibleName(f"{name} {text or EMPTY}")
        self._words = row(spacing=0)
        layout = row(spacing=2)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._words, 1)
        self.setLayout(layout)
        self.show_text(text, places)

    def show_text(self, text: str, places: Sequence[int]) -> None:
        clear(self._words)
        if not text:
            self._words.addWidget(label(EMPTY, "muted"))
        elif places and "*" not in text and max(places) <= len(text):
            for start, part in _parts(text, places):
                words = label(part)
                if start in places:
                    words.setStyleSheet(f"color: {theme.color('red').name()}; font-weight: 600;")
                self._words.addWidget(words)
            self._words.addStretch(1)
        else:
            self._words.addWidget(label(text, wrap=True), 1)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.button.setChecked(True)
        self.button.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)


def _parts(text: str, places: Sequence[int]) -> list[tuple[int, str]]:
    """Runs of characters that differ or do not, each with its first place."""
    parts: list[tuple[int, str]] = []
    for place, char in enumerate(text, 1):
        if parts and (place in places) == (parts[-1][0] in places):
            parts[-1] = (parts[-1][0], parts[-1][1] + char)
        else:
            parts.append((place, char))
    return parts


class MergeGrid(QWidget):
    """changed: another value was chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, theme.px(8), 0)
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._groups: dict[str, QButtonGroup] = {}
        self._cells: dict[tuple[str, Choice], ValueCell] = {}
        self._fields: dict[str, MergeField] = {}

    def show_fields(self, fields: Sequence[MergeField]) -> None:
        """Differences first; what is the same stands below for comparison."""
        clear(self._grid)
        self._groups.clear()
        self._cells.clear()
        self._fields = {field.key: field for field in fields}
        line = 0
        for field in sorted(fields, key=lambda f: f.same):
            self._title(field, line)
            if field.same:
                quiet = label(field.keep, "muted", wrap=True)
                self._grid.addWidget(quiet, line, 1, 1, 2, Qt.AlignmentFlag.AlignTop)
            else:
                self._choice(field, line)
            line += 1
        self._grid.setRowStretch(line, 1)

    def choices(self) -> dict[str, Choice]:
        """What was chosen of every field in which the two differ."""
        return {
            key: "drop" if self._cells[key, "drop"].button.isChecked() else "keep"
            for key in self._groups
        }

    def cell(self, key: str, side: Choice) -> ValueCell:
        return self._cells[key, side]

    def reveal(self, values: Mapping[tuple[str, Choice], str]) -> None:
        """Show the unmasked values of secret fields in which the two differ."""
        for (key, side), text in values.items():
            cell = self._cells.get((key, side))
            if cell is not None:
                cell.show_text(text, self._fields[key].places)

    def texts(self) -> tuple[str, ...]:
        """Titles from top to bottom."""
        found = []
        for line in range(self._grid.rowCount()):
            item = self._grid.itemAtPosition(line, 0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                found.append(str(widget.property("text")))
        return tuple(found)

    def _title(self, field: MergeField, line: int) -> None:
        title = label(field.title, "muted" if field.same else "strong")
        if field.places:
            where = "、".join(map(str, field.places))
            title.setToolTip(f"第{where}位不同")
        self._grid.addWidget(title, line, 0, Qt.AlignmentFlag.AlignTop)

    def _choice(self, field: MergeField, line: int) -> None:
        group = QButtonGroup(self)
        sides: tuple[tuple[Choice, str], ...] = (("keep", field.keep), ("drop", field.drop))
        for column, (side, text) in enumerate(sides, 1):
            which = "第一份" if side == "keep" else "第二份"
            cell = ValueCell(text, field.places, f"{field.title} {which}")
            cell.button.setChecked(field.chosen == side)
            group.addButton(cell.button)
            self._cells[field.key, side] = cell
            self._grid.addWidget(cell, line, column, Qt.AlignmentFlag.AlignTop)
        group.buttonToggled.connect(lambda _, on: self.changed.emit() if on else None)
        self._groups[field.key] = group
