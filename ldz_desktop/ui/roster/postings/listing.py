"""The list at the left: every notice, narrowed by progress, kind and words."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from ldz_desktop.domain.postings import KINDS
from ldz_desktop.services.postings_records import PostingRow
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.holiday_warning import HolidayWarning
from ldz_desktop.ui.kit.keys import page_keys
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import RecordModel
from ldz_desktop.ui.kit.search_field import SearchField
from ldz_desktop.ui.roster.postings.columns import (
    COLUMNS,
    DISPENSABLE,
    EVERY,
    SCOPES,
    PostingFilter,
    in_order,
)

_AROUND = 60  # the panel's frame and margins, and the scroll bar
_TITLE = 210


class PostingList(QWidget):
    """picked: another notice has the cursor; opened: Enter or double click; the *_wanted signals:
    a button was pressed."""

    picked = Signal()
    opened = Signal()
    add_wanted = Signal()
    print_wanted = Signal()
    export_wanted = Signal()
    length_wanted = Signal()

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.warning = HolidayWarning(bench)
        self.search = SearchField("标题、单位、地点", "查找公示")
        self.scope = PickEditor(SCOPES)
        self.scope.setAccessibleName("进度")
        self.kind = PickEditor([(EVERY, "全部类别"), *KINDS.items()])
        self.kind.setAccessibleName("类别")
        self.model = RecordModel(COLUMNS, parent=self)
        self.table = RecordTable(self.model, "公示列表")
        self.table.choose_columns(bench.preferences, "postings")
        self._counts = label("", "muted")
        self._stack = QStackedWidget()
        self._build()
        self.setFocusProxy(self.table)
        self.search.searched.connect(self._narrow)
        self.scope.changed.connect(self._narrow)
        self.kind.changed.connect(self._narrow)
        self.table.current_changed.connect(lambda _: self.picked.emit())
        self.table.opened.connect(lambda _: self.opened.emit())

    def show_rows(self, rows: tuple[PostingRow, ...], wanted: int = 0) -> None:
        """wanted: the notice to put the cursor on, 0: the one it is on."""
        kept = wanted or self.table.current_id()
        with QSignalBlocker(self.table):
            self.model.set_records(in_order(rows))
        if wanted and self.model.row_of(wanted) < 0:
            self.clear_filters()
        self._narrow_to(self.wanted(), kept)

    def wanted(self) -> PostingFilter:
        """What the list is narrowed to."""
        scope, kind = str(self.scope.value() or ""), str(self.kind.value() or "")
        return PostingFilter(scope, kind, self.search.wanted())

    def current(self) -> PostingRow | None:
        """The row with the cursor."""
        found = self.model.row_of(self.table.current_id())
        return self.model.record(found) if found >= 0 else None

    def scope_text(self) -> str:
        """What the list shows, for the head of a print: 进行中 · 测评结果."""
        wanted = self.wanted()
        kinds: dict[str, str] = {str(key): words for key, words in KINDS.items()}
        scope = dict(SCOPES)[wanted.scope] if wanted.scope else ""
        return " · ".join(filter(None, (scope, kinds.get(wanted.kind, ""), wanted.text)))

    def clear_filters(self) -> None:
        with QSignalBlocker(self.scope), QSignalBlocker(self.kind):
            self.scope.set_value(EVERY)
            self.kind.set_value(EVERY)
        self.search.clear()
        self.search.search_now()
        self._narrow()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the list is narrow (large type), what the panel says anyway is left out."""
        super().resizeEvent(event)
        room = event.size().width() - theme.px(_AROUND)
        hidden: set[str] = set()
        for key in ("", *DISPENSABLE):
            hidden.add(key)
            shown = [c for c in self.model.columns if c.key not in hidden]
            if sum(theme.px(c.width or _TITLE) for c in shown) <= room:
                break
        for section, column_ in enumerate(self.model.columns):
            self.table.setColumnHidden(section, column_.key in hidden)

    def _build(self) -> None:
        self.search.setMinimumWidth(theme.px(200))
        self.search.setMaximumWidth(theme.px(320))
        head = row(
            label("公示管家", "title"),
            self._counts,
            None,
            button("打印(&P)", self.print_wanted.emit, tip="Ctrl+P"),
            button("导出(&E)", self.export_wanted.emit),
            button("新公示(&N)", self.add_wanted.emit, role="primary", tip="Ctrl+N"),
        )
        nothing = EmptyState(
            "没有符合的公示",
            "换几个字，或者去掉上面的筛选。",
            button("去掉筛选", self.clear_filters),
            icon="search",
        )
        empty = EmptyState(
            "还没有公示",
            "测评公示登记以后、候选人公示张贴以后，会自己出现在这里；别的公示在这里新建。"
            "截止日期按工作日和调休算好，到期提醒，异议和结果都记在一起。",
            button("新公示", self.add_wanted.emit),
            icon="paper",
        )
        for page in (self.table, nothing, empty):
            self._stack.addWidget(page)
        length = button("公示期(&L) …", self.length_wanted.emit, role="quiet", tip="默认几天")
        filters = row(self.search, self.scope, self.kind, None, length)
        body = column(head, filters, self.warning, spacing=8)
        body.addWidget(self._stack, 1)
        self.setLayout(column(card(body)))
        page_keys(self, {"Ctrl+L": self._find})

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _narrow(self) -> None:
        self._narrow_to(self.wanted(), self.table.current_id())

    def _narrow_to(self, wanted: PostingFilter, kept: int) -> None:
        every = self.model.all_records()
        with QSignalBlocker(self.table):
            self.model.set_filter(wanted.keeps if wanted.narrows else None)
            shown = self.model.records()
            self._counts.setText(_counts(shown, every))
            self._stack.setCurrentIndex(0 if shown else 1 if every else 2)
            self.setFocusProxy(self.table if shown else self.search)
            if not self.table.select_id(kept) and shown:
                self.table.select_id(shown[0].id)
        self.picked.emit()


def _counts(shown: Sequence[PostingRow], every: Sequence[PostingRow]) -> str:
    """12 份 · 1 份张贴中 · 1 份待出结果."""
    if not every:
        return ""
    hangs = sum(one.state == "running" for one in shown)
    full = sum(one.state == "full" for one in shown)
    text = f"{len(shown)} 份"
    text += f" · {hangs} 份张贴中" if hangs else ""
    text += f" · {full} 份待出结果" if full else ""
    return text if len(shown) == len(every) else f"{text} · 共 {len(every)} 份"
