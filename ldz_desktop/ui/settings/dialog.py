"""The settings dialog: pages at the left, built when they are first shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.leaving import may_leave
from ldz_desktop.ui.kit.pieces import button, row, size_to
from ldz_desktop.ui.settings.about_page import AboutPage
from ldz_desktop.ui.settings.accounts_page import AccountsPage
from ldz_desktop.ui.settings.backup_page import BackupPage
from ldz_desktop.ui.settings.display_page import DisplayPage
from ldz_desktop.ui.settings.holidays_page import HolidaysPage
from ldz_desktop.ui.settings.office_page import OfficePage
from ldz_desktop.ui.settings.plate_page import PlatePage
from ldz_desktop.ui.settings.signers_page import SignersPage

if TYPE_CHECKING:
    from collections.abc import Callable
_ON_A_VISIT = ("backup", "display", "about")
"""The rest is the office's, and is not brought back."""


class SettingsDialog(Dialog):
    """large_wanted(bool): switch the type size; wall_wanted(minutes): see DisplayPage;
    restore_wanted(Path): see BackupPage; move_wanted: see DisplayPage; the dialog has closed."""

    large_wanted = Signal(bool)
    wall_wanted = Signal(int)
    restore_wanted = Signal(object)
    move_wanted = Signal()

    def __init__(self, bench: Bench, parent: QWidget, page: str = "", wall_after: int = 0) -> None:
        """page: the key of one of the pages below; empty: the first one."""
        super().__init__(parent)
        self._bench = bench
        self._wall_after = wall_after
        self.setWindowTitle("设置")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._makers: dict[str, tuple[str, Callable[[], QWidget]]] = {
            "office": ("办公室", lambda: OfficePage(bench)),
            "accounts": ("账号与恢复码", lambda: AccountsPage(bench)),
            "backup": ("备份", lambda: self._backup(bench)),
            "holidays": ("节假日", lambda: HolidaysPage(bench)),
            "signers": ("署名单位", lambda: SignersPage(bench)),
            "plate": ("公示牌", lambda: PlatePage(bench)),
            "display": ("显示与数据", lambda: self._display(bench)),
            "about": ("关于", lambda: AboutPage(bench)),
        }
        if bench.office.visiting is not None:
            self._makers = {key: self._makers[key] for key in _ON_A_VISIT}
        self._built: dict[str, QWidget] = {}
        self._list = QListWidget()
        self._list.setObjectName("nav")
        self._list.setAccessibleName("设置的页面")
        self._list.setFixedWidth(theme.px(168))
        self._list.addItems([title for title, _ in self._makers.values()])
        self._list.currentRowChanged.connect(self._show)
        self._stack = QStackedWidget()
        self._lay_out()
        size_to(self, 820, 600)
        keys = list(self._makers)
        self._list.setCurrentRow(keys.index(page) if page in keys else 0)

    def page(self) -> QWidget:
        """The page that is shown."""
        area = self._stack.currentWidget()
        inner = area.widget() if isinstance(area, QScrollArea) else area
        return inner if inner is not None else self

    @override
    def may_leave(self) -> bool:
        """What was typed on any of the pages, one after another."""
        areas = (a.widget() if isinstance(a, QScrollArea) else a for a in self._built.values())
        forms = (one for one in areas if isinstance(one, (OfficePage, PlatePage, SignersPage)))
        return all(self._may_leave_page(one) for one in forms)

    def _may_leave_page(self, page: OfficePage | PlatePage | SignersPage) -> bool:
        return not page.form.edited() or may_leave(
            self._bench, self, page.keep, lambda: not page.form.edited()
        )

    def show_page(self, key: str) -> None:
        self._list.setCurrentRow(list(self._makers).index(key))

    def _lay_out(self) -> None:
        paper = QFrame()
        paper.setProperty("role", "card")
        inner = QVBoxLayout(paper)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self._stack)
        columns = QHBoxLayout()
        columns.setSpacing(theme.px(16))
        columns.addWidget(self._list)
        columns.addWidget(paper, 1)
        close = button("关闭(&C)", self.close)
        layout = QVBoxLayout(self)
        margin = theme.px(16)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(12))
        layout.addLayout(columns, 1)
        layout.addLayout(row(None, close))

    def _backup(self, bench: Bench) -> QWidget:
        page = BackupPage(bench)
        page.restore_wanted.connect(self._restore)
        return page

    def _restore(self, path: object) -> None:
        self.close()
        self.restore_wanted.emit(path)

    def _move(self) -> None:
        self.close()
        self.move_wanted.emit()

    def _display(self, bench: Bench) -> QWidget:
        page = DisplayPage(bench.office, self._wall_after)
        page.large_wanted.connect(self.large_wanted)
        page.wall_wanted.connect(self.wall_wanted)
        page.move_wanted.connect(self._move)
        return page

    def _show(self, index: int) -> None:
        if index < 0:
            return
        key = list(self._makers)[index]
        if key not in self._built:
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            page = self._makers[key][1]()
            page.setObjectName("plain")
            area.setWidget(page)
            self._built[key] = area
            self._stack.addWidget(area)
        self._stack.setCurrentWidget(self._built[key])
