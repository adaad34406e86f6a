"""Tables over records: column descriptions, a model for short lists, one for long lists.

Ids are 63-bit: signals that carry one are declared with `object`, never `int` (32 bits in Qt).
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Generic, Literal, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from typing_extensions import override

from ldz_desktop.record import record

R = TypeVar("R")
Align = Literal["left", "right", "center"]
Index = QModelIndex | QPersistentModelIndex

SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
RECORD_ROLE = int(Qt.ItemDataRole.UserRole) + 2
ID_ROLE = int(Qt.ItemDataRole.UserRole) + 3
CHIP_ROLE = int(Qt.ItemDataRole.UserRole) + 4
TONE_ROLE = int(Qt.ItemDataRole.UserRole) + 5
STRONG_ROLE = int(Qt.ItemDataRole.UserRole) + 6
ENDS_ROLE = int(Qt.ItemDataRole.UserRole) + 7

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


@record
class Column(Generic[R]):
    """One column of a table.

    text: what stands in the cell; width: in pixels of the 14 px design (0: takes what is left);
    sort: what the column sorts by (None: by the text; values of one column must compare; a None
    sorts last); sortable=False: the head does nothing. chip: the tone of a pill drawn behind the
    text (amber blue green red grey), None: plain text; several chips: separate the texts by a
    single space and return the tones separated by a space. tone: a colour token for plain text
    (muted, faint, red, amber-ink, green …). strong: semi-bold. tip: a tool tip. picture: painted
    by a delegate of its own, and not copied. both_ends: where there is no room, the middle of the
    text goes (the room of an address stands at its end).
    """

    key: str
    title: str
    text: Callable[[R], str]
    align: Align = "left"
    width: int = 120
    sort: Callable[[R], Any] | None = None
    chip: Callable[[R], str | None] | None = None
    tone: Callable[[R], str | None] | None = None
    strong: Callable[[R], bool] | None = None
    tip: Callable[[R], str] | None = None
    sortable: bool = True
    picture: bool = False
    both_ends: bool = False


def cell(column: Column[R], record: R, role: int) -> Any:  # noqa: ANN401 - Qt's variant
    """What a model answers for a role."""
    maker = _CELLS.get(role)
    return None if maker is None else maker(column, record)


def _sort_value(column: Column[Any], record: Any) -> Any:  # noqa: ANN401
    return column.text(record) if column.sort is None else column.sort(record)


_CELLS: dict[int, Callable[[Column[Any], Any], Any]] = {
    int(Qt.ItemDataRole.DisplayRole): lambda c, r: c.text(r),
    int(Qt.ItemDataRole.TextAlignmentRole): lambda c, r: int(
        _ALIGN[c.align] | Qt.AlignmentFlag.AlignVCenter
    ),
    int(Qt.ItemDataRole.ToolTipRole): lambda c, r: c.tip(r) if c.tip else None,
    int(Qt.ItemDataRole.AccessibleTextRole): lambda c, r: f"{c.title} {c.text(r)}",
    SORT_ROLE: _sort_value,
    RECORD_ROLE: lambda c, r: r,
    CHIP_ROLE: lambda c, r: c.chip(r) if c.chip else None,
    TONE_ROLE: lambda c, r: c.tone(r) if c.tone else None,
    STRONG_ROLE: lambda c, r: bool(c.strong and c.strong(r)),
    ENDS_ROLE: lambda c, r: c.both_ends,
}


class _Columns(QAbstractTableModel, Generic[R]):
    """What both models share: the heads."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        ident: Callable[[R], int],
        parent: QObject | None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.unwanted: frozenset[str] = frozenset()
        """Keys of the columns that the person took away."""
        self._ident = ident

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter)
        return None

    def chosen(self) -> tuple[Column[R], ...]:
        """The columns that leave on paper, as a file and by copying: those that the person kept."""
        return tuple(c for c in self.columns if c.key not in self.unwanted)

    def section(self, key: str) -> int:
        """Where the column of that key stands."""
        return next(i for i, c in enumerate(self.columns) if c.key == key)

    def id_at(self, row: int) -> int:
        raise NotImplementedError

    def row_of(self, ident: int) -> int:
        raise NotImplementedError


class RecordModel(_Columns[R]):
    """Short lists, held whole: sorting and filtering happen here.

    model = RecordModel(COLUMNS, lambda r: r.leader_id); model.set_records(rows)
    """

    def __init__(
        self,
        columns: Sequence[Column[R]],
        ident: Callable[[R], int] = lambda record: int(getattr(record, "id", 0)),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, ident, parent)
        self._all: list[R] = []
        self._shown: list[R] = []
        self._keep: Callable[[R], bool] | None = None
        self._sorted: tuple[int, bool] | None = None

    def set_records(self, records: Sequence[R]) -> None:
        """Show other records, sorted and filtered as before."""
        self._all = list(records)
        self._rebuild()

    def set_filter(self, keep: Callable[[R], bool] | None) -> None:
        """Show only what `keep` wants; None: everything."""
        self._keep = keep
        self._rebuild()

    def records(self) -> list[R]:
        """What is shown, in the order it is shown (for printing and exporting)."""
        return list(self._shown)

    def all_records(self) -> list[R]:
        return list(self._all)

    def record(self, row: int) -> R:
        return self._shown[row]

    @override
    def id_at(self, row: int) -> int:
        """The id of the record in a row; 0 where there is none."""
        return self._ident(self._shown[row]) if 0 <= row < len(self._shown) else 0

    @override
    def row_of(self, ident: int) -> int:
        """Where that record is shown; -1 where it is not."""
        return next((i for i, r in enumerate(self._shown) if self._ident(r) == ident), -1)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        record = self._shown[index.row()]
        if role == ID_ROLE:
            return self._ident(record)
        return cell(self.columns[index.column()], record, role)

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.columns) and not self.columns[column].sortable:
            return
        wanted = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        if wanted != self._sorted:
            self._sorted = wanted
            self._rebuild()

    def _rebuild(self) -> None:
        self.beginResetModel()
        shown = [r for r in self._all if self._keep is None or self._keep(r)]
        if self._sorted is not None:
            section, descending = self._sorted
            column = self.columns[section]
            with_value = [(v, r) for r in shown if (v := _sort_value(column, r)) is not None]
            without = [r for r in shown if _sort_value(column, r) is None]
            with_value.sort(key=lambda pair: pair[0], reverse=descending)
            shown = [r for _, r in with_value] + without
        self._shown = shown
        self.endResetModel()


class LazyRecordModel(_Columns[R]):
    """Long lists: all ids at once, rows on demand in blocks with read-ahead.

    model = LazyRecordModel(COLUMNS, self._fetch); model.set_ids(ids)
    fetch(ids) must lead to exactly one deliver(rows) — also with () when it failed. One fetch is
    under way at a time; while somebody drags the scroll bar, only what is on screen then is
    fetched next. sort_wanted(key, descending) is emitted when a head is clicked: the owner asks
    the service for the ids in that order and calls set_ids.
    """

    sort_wanted = Signal(str, bool)

    BLOCK = 128
    KEPT = 4096

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: Callable[[list[int]], None],
        ident: Callable[[R], int] = lambda record: int(getattr(record, "id", 0)),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, ident, parent)
        self._fetch = fetch
        self._ids: list[int] = []
        self._rows: OrderedDict[int, R] = OrderedDict()
        self._places: dict[int, int] | None = None
        self._wanted: list[int] = []
        self._asked: tuple[int, ...] = ()
        self._gone: set[int] = set()  # asked for and not there: asked for again only after forget
        self._sorted: tuple[int, bool] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)

    def set_ids(self, ids: Sequence[int], *, keep_rows: bool = True) -> None:
        """Show these records in this order. keep_rows: what is already read stays valid. The first
        ones are asked for at once, before anything is painted."""
        self.beginResetModel()
        self._ids = list(ids)
        self._places = None
        self._wanted = []
        self._asked = ()
        self._gone.clear()
        if not keep_rows:
            self._rows.clear()
        self.endResetModel()
        if self._ids:
            self._wanted += [0, self.BLOCK // 4]  # a screenful
            self._ask()

    def ids(self) -> list[int]:
        """Every id in the order shown."""
        return list(self._ids)

    def deliver(self, rows: Sequence[R]) -> None:
        """The answer to fetch; rows of records that are no longer shown are welcome too. What was
        asked for and is not among them is gone, and not asked for again."""
        for row in rows:
            ident = self._ident(row)
            self._rows[ident] = row
            self._rows.move_to_end(ident)
        while len(self._rows) > self.KEPT:
            self._rows.popitem(last=False)
        asked, self._asked = self._asked, ()
        self._gone.update(i for i in asked if i not in self._rows)
        places = [p for p in (self.row_of(i) for i in asked) if p >= 0]
        if places:
            last = len(self.columns) - 1
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), last))
        if self._wanted:
            self._soon.start()

    def failed(self) -> None:
        """The answer to fetch where it failed: what is painted next asks again."""
        self._asked = ()

    def forget(self, ids: Sequence[int] = ()) -> None:
        """These records changed (none named: all did): read them again when next shown."""
        if ids:
            for ident in ids:
                self._rows.pop(ident, None)
        else:
            self._rows.clear()
        self._gone.clear()
        if self._ids:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1)
            )

    def record(self, row: int) -> R | None:
        """The record in a row; None while it has not been read."""
        return self._rows.get(self.id_at(row))

    @override
    def id_at(self, row: int) -> int:
        """The id in a row; 0 where there is none."""
        return self._ids[row] if 0 <= row < len(self._ids) else 0

    @override
    def row_of(self, ident: int) -> int:
        """Where that record stands; -1 where it is not in the list."""
        if self._places is None and ident in self._ids[: self.BLOCK]:
            return self._ids.index(ident)  # most often, and long before all places are known
        if self._places is None:
            self._places = {key: row for row, key in enumerate(self._ids)}
        return self._places.get(ident, -1)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._ids)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        ident = self._ids[index.row()]
        if role == ID_ROLE:
            return ident
        column = self.columns[index.column()]
        record = self._rows.get(ident)
        if record is not None:
            return cell(column, record, role)
        if role == Qt.ItemDataRole.DisplayRole:
            if ident not in self._gone:
                self._want(index.row())
            return "…"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter)
        return "faint" if role == TONE_ROLE else None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.columns) or not self.columns[column].sortable:
            return
        wanted = (column, order == Qt.SortOrder.DescendingOrder)
        if wanted != self._sorted:
            self._sorted = wanted
            self.sort_wanted.emit(self.columns[column].key, wanted[1])

    def _want(self, row: int) -> None:
        self._wanted.append(row)
        if not self._asked and not self._soon.isActive():
            self._soon.start()

    def _ask(self) -> None:
        """Ask for the blocks around what was wanted last, a screenful ahead both ways."""
        if self._asked or not self._wanted:
            return
        recent = self._wanted[-self.BLOCK * len(self.columns) :]
        newest = recent[-1]
        near = [row for row in recent if abs(row - newest) <= self.BLOCK]
        self._wanted = []
        start = max(0, min(near) - self.BLOCK // 4)
        stop = min(len(self._ids), max(near) + self.BLOCK)
        missing = [i for i in self._ids[start:stop] if i not in self._rows and i not in self._gone]
        if missing:
            self._asked = tuple(missing)
            self._fetch(missing)
