"""The house's table view: 34 px rows, thin lines, chips, keyboard, copying."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.records import (
    CHIP_ROLE,
    ENDS_ROLE,
    STRONG_ROLE,
    TONE_ROLE,
    Column,
    Index,
    LazyRecordModel,
    RecordModel,
)

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.preferences import Preferences

ROW_PX = 34
_PAD = 8
_HEAD_LINE = 18
_RIGHT = Qt.TextElideMode.ElideRight


class RecordDelegate(QStyledItemDelegate):
    """Paints a cell: white, or the selection (grey while the focus is elsewhere), the text or its
    chips, and the line below."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: Any = option.widget
        rect: QRect = option.rect
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        focused = view is not None and view.hasFocus()
        chosen = "select" if focused else "select-off"
        painter.fillRect(rect, theme.color(chosen if selected else "paper"))
        painter.setPen(theme.color("row-line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        text = str(index.data() or "")
        pad = theme.px(_PAD)
        inner = rect.adjusted(pad, 0, -pad, -1)
        chips = index.data(CHIP_ROLE)
        font = QFont(option.font)
        if text and chips:
            self._chips(
                painter, inner, font, tuple(zip(text.split(" "), chips.split(" "), strict=False))
            )
        elif text:
            if index.data(STRONG_ROLE):
                font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(theme.color(index.data(TONE_ROLE) or "ink"))
            align = index.data(Qt.ItemDataRole.TextAlignmentRole) or int(
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            )
            cut = Qt.TextElideMode.ElideMiddle if index.data(ENDS_ROLE) else _RIGHT
            shown = QFontMetrics(font).elidedText(text.replace("\n", " "), cut, inner.width())
            painter.drawText(inner, align, shown)
        if focused and index.row() == view.currentIndex().row():
            self._focus(painter, rect)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> Any:
        hint = super().sizeHint(option, index)
        hint.setHeight(theme.px(ROW_PX))
        return hint

    def _chips(
        self, painter: QPainter, rect: QRect, font: QFont, chips: Sequence[tuple[str, str]]
    ) -> None:
        font.setPixelSize(theme.px(12))
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = theme.px(20)
        x = rect.left()
        for text, tone in chips:
            ground, ink = theme.TONES.get(tone, theme.TONES["grey"])
            width = min(metrics.horizontalAdvance(text) + theme.px(16), rect.right() - x)
            if width <= theme.px(16):
                return
            pill = QRect(x, rect.center().y() - height // 2 + 1, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(pill, height / 2, height / 2)
            painter.setPen(theme.color(ink))
            inner = width - theme.px(12)
            shown = metrics.elidedText(text, _RIGHT, inner)
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)
            x += width + theme.px(4)

    def _focus(self, painter: QPainter, rect: QRect) -> None:
        """An edge above and below the current row: focus is always visible."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)  # chips set it
        painter.setPen(QPen(theme.color("focus"), 1))
        painter.drawLine(rect.topLeft(), rect.topRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())


Verbs = Sequence[tuple[str, Callable[[], object]]]


@dataclass(frozen=True)
class Words:
    """What Enter and Del do with a row, as its menu says it."""

    open: str = "打开"
    remove: str = "删除 …"


class RecordTable(QTableView):
    """A table of records. Enter or double click: opened(id). The row with the cursor changes:
    current_changed(id), 0 for none. Del: delete_wanted(id). Ctrl+C copies rows for a spreadsheet.
    The menu key or the right button opens what can be done; on the head, which columns are shown.
    """

    opened = Signal(object)
    current_changed = Signal(object)
    delete_wanted = Signal(object)

    def __init__(
        self,
        model: RecordModel[Any] | LazyRecordModel[Any],
        name: str,
        *,
        multiple: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """name: what a screen reader calls the table (户档列表). multiple: several rows at once."""
        super().__init__(parent)
        self._records = model
        self.setAccessibleName(name)
        self.setItemDelegate(RecordDelegate(self))
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if multiple else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSortIndicatorClearable(False)
        self._measure()
        if any(c.sortable for c in model.columns):
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)
        self._kept_id = 0
        self.words = Words()
        self.offered: Callable[[], Verbs] = tuple
        """What the menu of the rows offers beside opening, copying and removing."""
        self._cut: set[str] = set()  # columns that the page hides: there is no room for them
        self._preferences: Preferences | None = None
        self._key = ""
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._find_place)
        self.doubleClicked.connect(self._open)

    def current_id(self) -> int:
        """The id of the row with the cursor; 0 for none."""
        index = self.currentIndex()
        return self._records.id_at(index.row()) if index.isValid() else 0

    def selected_ids(self) -> list[int]:
        """Ids of the selected rows, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._records.id_at(row) for row in rows]

    def select_id(self, ident: int) -> bool:
        """Put the cursor on that record and bring it into view; False where it is not listed."""
        row = self._records.row_of(ident)
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return False
        index = self._records.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    # -- which columns are shown -----------------------------------------------------------------

    def choose_columns(self, preferences: "Preferences", key: str) -> None:
        """Let the person choose columns by the head's menu; remembered under the key."""
        self._preferences, self._key = preferences, key
        head = self.horizontalHeader()
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._open_column_menu)
        self._show_but(preferences.unwanted(key))

    def columns(self) -> Sequence[Column[Any]]:
        return self._records.columns

    def unwanted(self) -> frozenset[str]:
        """Keys of the columns that the person took away."""
        return self._records.unwanted

    def set_unwanted(self, keys: frozenset[str]) -> None:
        """Take these columns away, and show the others again."""
        self._show_but(keys)
        if self._preferences is not None:
            self._preferences.set_unwanted(self._key, keys)

    def is_cut(self, key: str) -> bool:
        """Whether the page has no room for that column."""
        return key in self._cut

    @override
    def setColumnHidden(self, column: int, hide: bool) -> None:
        """What the page hides. A column that the person took away stays away."""
        key = self._records.columns[column].key
        (self._cut.add if hide else self._cut.discard)(key)
        super().setColumnHidden(column, hide or key in self._records.unwanted)

    def _show_but(self, keys: frozenset[str]) -> None:
        known = {column.key for column in self._records.columns}
        self._records.unwanted = keys & known if keys & known != known else frozenset()
        for section, column in enumerate(self._records.columns):
            gone = column.key in self._records.unwanted or column.key in self._cut
            super().setColumnHidden(section, gone)

    def _open_column_menu(self, where: QPoint) -> None:
        from ldz_desktop.ui.kit.table_menus import column_menu

        column_menu(self).popup(self.horizontalHeader().mapToGlobal(where))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from ldz_desktop.ui.kit.table_menus import place_of, row_menu

        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        if by_key and not self.current_id():
            return
        if not by_key and not self.indexAt(event.pos()).isValid():
            return
        menu = row_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place_of(self) if by_key else event.globalPos())

    def copy_rows(self) -> None:
        """The selected rows as tab-separated lines under the column titles, without pictures."""
        model = self._records
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        if not rows:
            return
        told = [model.section(column.key) for column in model.chosen() if not column.picture]
        lines = ["\t".join(model.columns[i].title.replace("\n", "") for i in told)]
        for row in rows:
            texts = (str(model.index(row, i).data() or "") for i in told)
            lines.append("\t".join(t.replace("\t", " ").replace("\n", " ") for t in texts))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _keep_place(self) -> None:
        self._kept_id = self.current_id()

    def _find_place(self) -> None:
        """After other records came in the cursor stays on its record; gone: current_changed(0)."""
        if not self._kept_id:
            return
        row = self._records.row_of(self._kept_id)
        if row < 0:
            self.current_changed.emit(0)
            return
        flags = QItemSelectionModel.SelectionFlag
        with QSignalBlocker(self):
            self.selectionModel().setCurrentIndex(
                self._records.index(row, 0), flags.ClearAndSelect | flags.Rows
            )

    def _measure(self) -> None:
        head = self.horizontalHeader()
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(theme.px(24))
        rows.setDefaultSectionSize(theme.px(ROW_PX))
        head.setMinimumSectionSize(theme.px(32))
        lines = 1 + max(c.title.count("\n") for c in self._records.columns)
        head.setFixedHeight(theme.px(ROW_PX + _HEAD_LINE * (lines - 1)))
        for section, column in enumerate(self._records.columns):
            if column.width:
                self.setColumnWidth(section, theme.px(column.width))
            mode = QHeaderView.ResizeMode
            head.setSectionResizeMode(section, mode.Interactive if column.width else mode.Stretch)

    def _open(self, index: QModelIndex) -> None:
        ident = self._records.id_at(index.row()) if index.isValid() else 0
        if ident:
            self.opened.emit(ident)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not current.isValid() or current.row() != previous.row():
            self.current_changed.emit(self.current_id())
        QWidget.update(self)  # with the viewport; asking for that looks at every class of Qt

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and self.current_id():
            self.delete_wanted.emit(self.current_id())
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Reached by Tab, the cursor stands on a selected row; reached by a click, on that one."""
        if event.reason() == Qt.FocusReason.MouseFocusReason:
            QAbstractScrollArea.focusInEvent(self, event)
            return
        super().focusInEvent(event)
        index = self.currentIndex()
        if index.isValid() and not self.selectionModel().hasSelection():
            self.selectRow(index.row())

    @override
    def keyboardSearch(self, search: str) -> None:
        """Typing ahead would read a long list from end to end: only short ones do it."""
        if isinstance(self._records, RecordModel):
            super().keyboardSearch(search)

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        QWidget.update(self)  # with the viewport; asking for that looks at every class of Qt

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.model() is not None:
            self._measure()
