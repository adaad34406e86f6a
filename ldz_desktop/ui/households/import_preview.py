"""The first rows of a table as the file shows them, a field chooser above each column."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from ldz_desktop.services.importing.fields import FIELD_TITLES, KIND_FIELDS
from ldz_desktop.services.importing.records import ColumnPlan, Kind, TablePlan
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.pieces import clear, label, restyle

NOT_TAKEN = "不导入"
_COLUMN = 148
_ROWS = 9
_GROUPS = {"head": "户主"}


def field_title(key: str | None) -> str:
    """A field in words; 户主·姓名 for a field of another person in the same row."""
    if key is None:
        return NOT_TAKEN
    if key in FIELD_TITLES:
        return FIELD_TITLES[key]
    group, _, field = key.rpartition(".")
    return f"{_GROUPS.get(group, group)}·{FIELD_TITLES.get(field, field)}"


class PreviewGrid(QScrollArea):
    """changed: another field was chosen for a column."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("表格开头几行和各列的意思")
        self._inside = QWidget()
        self._inside.setObjectName("plain")
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(0)
        self.setWidget(self._inside)
        self._choosers: list[tuple[ColumnPlan, PickEditor]] = []

    def show_table(self, kind: Kind, table: TablePlan) -> None:
        """Show another table; each chooser stands on what was recognised."""
        clear(self._grid)
        self._choosers = []
        for column in table.columns:
            chooser = self._chooser(kind, column)
            self._choosers.append((column, chooser))
            self._grid.addWidget(chooser, 0, column.index + 1)
        rows = table.preview[:_ROWS]
        first = table.header_rows[0] if table.header_rows else table.first_row
        for at, cells in enumerate(rows, start=1):
            number = first + at - 1
            heads = number in table.header_rows
            self._grid.addWidget(_number(number), at, 0)
            for index, text in enumerate(cells[: len(table.columns)]):
                self._grid.addWidget(_cell(text, heads=heads), at, index + 1)
        self._grid.setColumnStretch(len(table.columns) + 1, 1)
        self._grid.setRowStretch(len(rows) + 1, 1)
        self.horizontalScrollBar().setValue(0)
        self._mark()

    def chooser(self, title: str) -> PickEditor:
        """The chooser above the column with that header."""
        return next(chooser for column, chooser in self._choosers if column.title == title)

    def decided(self) -> Mapping[str, str | None]:
        """Header → field, for columns that were changed or that the program was not sure of."""
        return {
            column.title: _key(chooser)
            for column, chooser in self._choosers
            if _key(chooser) != column.field or not column.sure
        }

    def chosen(self) -> tuple[str, ...]:
        """The fields of all columns that are taken."""
        return tuple(key for _, chooser in self._choosers if (key := _key(chooser)) is not None)

    def twice(self) -> str | None:
        """A field that two columns have."""
        keys = self.chosen()
        return next((key for key in keys if keys.count(key) > 1), None)

    def unsure(self) -> Sequence[str]:
        """Headers the program was not sure of."""
        return tuple(column.title for column, _ in self._choosers if not column.sure)

    def _chooser(self, kind: Kind, column: ColumnPlan) -> PickEditor:
        keys = list(KIND_FIELDS[kind])
        if column.field is not None and column.field not in keys:
            keys.append(column.field)
        pairs: list[tuple[object, str]] = [("", NOT_TAKEN)]
        pairs += [(key, field_title(key)) for key in keys]
        chooser = PickEditor(pairs)
        chooser.set_value(column.field or "")
        chooser.setFixedWidth(theme.px(_COLUMN))
        chooser.setAccessibleName(f"{column.title or '没有表头的列'} 导入为")
        chooser.changed.connect(self._changed)
        return chooser

    def _changed(self) -> None:
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        """Amber: the program was not sure; red: two columns are the same field."""
        twice = self.twice()
        for column, chooser in self._choosers:
            state = "" if column.sure else "note"
            if twice is not None and _key(chooser) == twice:
                state = "refused"
            restyle(chooser, "state", state)
            tips = {"note": "程序拿不准，请核对", "refused": "有两列选了同一项"}
            chooser.setToolTip(tips.get(state, ""))


def _key(chooser: PickEditor) -> str | None:
    value = chooser.value()
    return str(value) if value else None


def _number(number: int) -> QLabel:
    made = label(str(number), "small")
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    made.setMinimumWidth(theme.px(28))
    return made


def _cell(text: str, *, heads: bool) -> QLabel:
    shown = " ".join(text.split())
    made = label("", "strong" if heads else "")
    made.ensurePolished()
    room = theme.px(_COLUMN) - theme.px(16)
    metrics = QFontMetrics(made.font())
    made.setText(metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room))
    made.setFixedSize(theme.px(_COLUMN), theme.px(28))
    made.setToolTip(shown)
    made.setContentsMargins(theme.px(10), 0, 0, 0)
    ground = theme.tokens()["ground" if heads else "paper"]
    made.setStyleSheet(
        f"background: {ground}; border-bottom: 1px solid {theme.tokens()['row-line']};"
    )
    return made
