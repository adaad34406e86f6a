"""The window: brand, tabs, search over everything, the account menu, and the line at the bottom.

It knows no tab by name: it gets features, builds a tab when it is first shown, tells tabs what a
write changed, and takes people to the tab that knows a target.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QMainWindow,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.visits import is_pack
from ldz_desktop.errors import KnownError
from ldz_desktop.paths import shown
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench, Feature, Tab, Target, TargetKind
from ldz_desktop.ui.kit.history.window_undo import WindowUndo
from ldz_desktop.ui.kit.keys import has_cursor
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.preferences import Preferences
from ldz_desktop.ui.kit.read_only import ReadOnlyStrip
from ldz_desktop.ui.kit.status_line import Facts, StatusLine
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.kit.top_bar import TopBar

if TYPE_CHECKING:
    from pathlib import Path

    from ldz_desktop.services.context import Office
    from ldz_desktop.services.history import HistoryEvent
    from ldz_desktop.services.search import Hit
    from ldz_desktop.ui.honours.alone import WallAlone
    from ldz_desktop.ui.kit.hit_popup import HitPopup
    from ldz_desktop.ui.visits.strip import VisitStrip

BRAND = "楼栋长工作台"
_HITS = 50
_BLANK_MS = 400
_ICONS = {"resident": "person", "household": "home", "leader": "flag"}


@dataclass
class _Page:
    """One tab of the bar: its place in the stack and the tab once it is built, what it missed."""

    feature: Feature
    place: QScrollArea | None = None
    tab: Tab | None = None
    missed: Change | None = None


def _place() -> QScrollArea:
    """Room for a tab: one that needs more than the screen has gets scroll bars, and the window
    never grows out of the screen."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


class MainWindow(QMainWindow):
    """One open office. lock_wanted: the person wants the data closed until the password is typed
    again; restore_wanted(Path): closed for a backup to take its place; wipe_wanted: closed and
    deleted, as the visit is over; move_wanted(Path): closed and moved to that folder; closed: the
    window went away for good. may_close() has said yes each time."""

    lock_wanted = Signal()
    restore_wanted = Signal(object)
    wipe_wanted = Signal()
    move_wanted = Signal(object)
    closed = Signal()
    first_shown = Signal()
    """The first tab has read its data and everything has been painted."""

    def __init__(
        self,
        office: "Office",
        tasks: TaskRunner,
        notices: Notices,
        features: Sequence[Feature],
        preferences: Preferences,
    ) -> None:
        super().__init__()
        self._office = office
        self._tasks = tasks
        self._preferences = preferences
        self.notices = notices
        notices.speak_over(self)
        self.bench = Bench(office, tasks, notices, self.show_target, self.publish, preferences)
        self.undoing = WindowUndo(self.bench, self)
        self._pages = [_Page(feature) for feature in features]
        self._announced = self._painted = False
        self._leaving = False
        self._wall: WallAlone | None = None
        self.setUpdatesEnabled(False)  # nothing is painted before it is there (or long in coming)
        QTimer.singleShot(_BLANK_MS, self, self._let_paint)
        self.setWindowTitle(BRAND)
        self._build()
        self._shortcuts()
        self.resize(1366, 768)
        if not preferences.geometry.isEmpty():
            self.restoreGeometry(preferences.geometry)
        self._bar.tabs.setCurrentIndex(self._index_of(preferences.last_tab))
        self._bar.tabs.currentChanged.connect(self._show_page)
        self._show_page(self._bar.tabs.currentIndex())

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        self._stack = QStackedWidget()
        whole = QWidget()
        whole.setObjectName("page")
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        titles = [page.feature.title for page in self._pages]
        self._strip = self._visit_strip()
        self._account_menu = self._menu()
        self._name_undo("", "")
        self._bar = TopBar(BRAND, titles, self._office.account, self._account_menu, self._strip)
        self._bar.search.searched.connect(self._find)
        layout.addWidget(self._bar)
        if self._office.read_only:
            layout.addWidget(ReadOnlyStrip())
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(whole)
        self._popup: HitPopup | None = None
        self._bar.search.textChanged.connect(lambda _: self._hits())
        self._line = StatusLine()
        self._line.backup_wanted.connect(lambda: self.open_settings("backup"))
        self._line.newer_wanted.connect(lambda: self.open_settings("about"))
        self.setStatusBar(self._line)

    def _visit_strip(self) -> "VisitStrip | None":
        """On a visit: what was taken along, and the way back."""
        if self._office.visiting is None:
            return None
        from ldz_desktop.ui.visits.strip import VisitStrip

        strip = VisitStrip(self.bench, self._office.visiting, self._may_leave_tabs)
        strip.wipe_wanted.connect(self._wipe)
        return strip

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(theme.icon("undo"), "").triggered.connect(self.undoing.undo)
        menu.addAction("").triggered.connect(self.undoing.redo)
        menu.addSeparator()
        settings = menu.addAction(theme.icon("settings"), "设置(&S) …")
        settings.setShortcut(QKeySequence("Ctrl+,"))
        settings.triggered.connect(functools.partial(self.open_settings, ""))
        self._large = menu.addAction("大字模式(&L)")
        self._large.setCheckable(True)
        self._large.setChecked(theme.is_large())
        self._large.triggered.connect(self.set_large)
        menu.addSeparator()
        lock = menu.addAction(theme.icon("lock"), "锁定(&K)")
        lock.setShortcut(QKeySequence("Ctrl+Shift+L"))
        lock.triggered.connect(self.lock)
        menu.addSeparator()
        menu.addAction("键盘操作(&H)\tF1").triggered.connect(self.open_help)
        menu.addAction(theme.icon("info"), "关于(&A)").triggered.connect(
            lambda: self.open_settings("about")
        )
        return menu

    def menu_of_account(self) -> QMenu:
        """The menu at the top right."""
        return self._account_menu

    def _name_undo(self, undo: str, redo: str) -> None:
        """What the menu offers to take back and to do again, "" for nothing."""
        actions = self._account_menu.actions()  # a kept one was found to be invalid later
        for action, verb, mnemonic, keys, label in (
            (actions[0], "撤销", "Z", "Ctrl+Z", undo),
            (actions[1], "重做", "Y", "Ctrl+Y", redo),
        ):
            name = f" {label.replace('&', '&&')}" if label else ""
            action.setText(f"{verb}{name}(&{mnemonic})\t{keys}")
            action.setEnabled(bool(label))

    def _shortcuts(self) -> None:
        for number in range(len(self._pages)):
            QShortcut(
                QKeySequence(f"Ctrl+{number + 1}"), self, functools.partial(self._go_to, number)
            )
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._focus_search)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self.open_help)

    def _go_to(self, index: int) -> None:
        self._bar.tabs.setCurrentIndex(index)

    def _focus_search(self) -> None:
        self._bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bar.search.selectAll()

    # -- tabs ------------------------------------------------------------------------------------

    def current_tab(self) -> Tab | None:
        """The tab that is shown."""
        index = self._bar.tabs.currentIndex()
        return self._pages[index].tab if 0 <= index < len(self._pages) else None

    def tab(self, key: str) -> Tab:
        """The tab of that key, shown (and built where it was not)."""
        index = self._index_of(key)
        self._bar.tabs.setCurrentIndex(index)
        tab = self._pages[index].tab
        if tab is None:
            raise LookupError(key)
        return tab

    def _index_of(self, key: str) -> int:
        return next((i for i, p in enumerate(self._pages) if p.feature.key == key), 0)

    def _show_page(self, index: int) -> None:
        if not 0 <= index < len(self._pages):
            return
        page = self._pages[index]
        if page.place is None:
            page.place = _place()
            self._stack.addWidget(page.place)
        self._stack.setCurrentWidget(page.place)
        self._preferences.last_tab = page.feature.key
        if page.tab is None:
            page.tab = page.feature.make(self.bench)
            page.place.setWidget(page.tab.widget)
            page.tab.refresh(None)
        elif page.missed is not None:
            missed, page.missed = page.missed, None
            page.tab.refresh(missed)
        if not self._announced:
            self._announce()
        elif not self._bar.tabs.hasFocus():  # where the arrow keys walk from tab to tab
            self._enter(page)

    def _enter(self, page: _Page) -> None:
        """The keyboard works in a tab from the moment it is seen."""
        if page.tab is not None and not has_cursor(page.tab.widget):
            page.tab.take_focus()

    def _announce(self) -> None:
        """Say once that the first tab has read its data and has been painted."""
        if self._announced:
            return
        if not (self.isVisible() and self._tasks.settled()):
            self._painted = False
            QTimer.singleShot(2, self, self._announce)
        elif not self._painted:
            self._painted = True
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            self._let_paint()
            self.repaint()
            QTimer.singleShot(0, self, self._announce)  # painting may ask for more
        else:
            self._announced = True
            self.read_facts()
            if not self._bar.search.text():
                self._enter(self._pages[self._bar.tabs.currentIndex()])
            if self._preferences.wall_after and self._office.visiting is None:
                self.set_wall_after(self._preferences.wall_after)
            self.first_shown.emit()

    def _let_paint(self) -> None:
        if not self.updatesEnabled():
            self.setUpdatesEnabled(True)

    def show_target(self, target: Target) -> None:
        """Go to a record, a building or a month in whatever tab knows it; a dialog opens over the
        tab that is shown."""
        for page in self._pages:
            if target.kind in page.feature.over:
                page.feature.over[target.kind](self.bench, self, target)
                return
        for index, page in enumerate(self._pages):
            if target.kind not in page.feature.targets:
                continue
            if self._bar.tabs.currentIndex() != index:
                self._bar.tabs.setCurrentIndex(index)
            if page.tab is not None and page.tab.open(target):
                self._enter(page)
                return
        self.notices.info("这条记录已经不在了")

    def publish(self, change: Change) -> None:
        """Tell every tab what a write changed; tabs that are not shown hear of it when they are."""
        shown = self._bar.tabs.currentIndex()
        for index, page in enumerate(self._pages):
            if page.tab is None:
                continue
            if index == shown:
                page.tab.refresh(change)
            else:
                page.missed = change if page.missed is None else _both(page.missed, change)
        self._line.show_done(change.what)
        self.read_facts()
        if self._strip is not None:
            self._strip.refresh()

    # -- search ----------------------------------------------------------------------------------

    def _find(self) -> None:
        text = self._bar.search.wanted()
        if not text:
            self._hits().dismiss()
            return
        office = self._office
        self._tasks.run(
            lambda progress: office.search.find(text, limit=_HITS),
            lambda hits: self._show_hits(text, hits),
            owner=self._bar.search,
            key="search",
        )

    def _show_hits(self, text: str, hits: "Sequence[Hit]") -> None:
        if text == self._bar.search.wanted():
            from ldz_desktop.ui.kit.hit_popup import Answer

            answers = [Answer(_ICONS[hit.kind], hit.title, hit.address, hit) for hit in hits]
            self._hits().show_answers(text, answers)

    def _hits(self) -> "HitPopup":
        """The answers below the field; built with the first letter that is typed."""
        if self._popup is None:
            from ldz_desktop.ui.kit.hit_popup import HitPopup

            self._popup = HitPopup(self._bar.search, self)
            self._popup.chosen.connect(self._open_hit)
        return self._popup

    def _open_hit(self, value: object) -> None:
        hit = cast("Hit", value)
        self.show_target(Target(cast("TargetKind", hit.kind), hit.id))

    # -- the line at the bottom ------------------------------------------------------------------

    def read_facts(self) -> None:
        """Read again what the line at the bottom says."""
        office = self._office

        def read(progress: object) -> Facts:
            del progress
            totals, history = office.households.totals(), office.history
            return Facts(
                office.settings.profile().office,
                totals.households,
                totals.residents,
                _newest_month(office) if office.visiting is None else "",
                office.backups.reminder(),
                *(_label(step) for step in (history.next_undo(), history.next_redo())),
            )

        self._tasks.run_later(
            read, self._show_facts, owner=self, key="facts", failed=self._line.show_trouble
        )

    def look_for_setup(self) -> None:
        """Say in the line at the bottom whether a newer version lies on a stick."""

        def look(progress: object) -> str:
            from ldz_desktop.services.newer_setup import newer_setup

            del progress
            found = newer_setup()
            return "" if found is None else found.version

        self._tasks.run_later(look, self._line.show_newer, owner=self, key="newer setup")

    def _show_facts(self, facts: Facts) -> None:
        visit = "走访" if self._office.visiting is not None else ""
        self.setWindowTitle(" · ".join(filter(None, (visit, facts.office, BRAND))))
        self._line.show_facts(facts)
        self._name_undo(facts.undo, facts.redo)

    # -- the account menu ------------------------------------------------------------------------

    def open_settings(self, page: str = "") -> None:
        """The settings, at one of their pages."""
        from ldz_desktop.ui.settings.dialog import SettingsDialog

        dialog = SettingsDialog(self.bench, self, page, self._preferences.wall_after)
        dialog.large_wanted.connect(self.set_large)
        dialog.wall_wanted.connect(self.set_wall_after)
        dialog.restore_wanted.connect(self._restore)
        dialog.move_wanted.connect(self._move)
        dialog.open()

    def open_help(self) -> None:
        """What the keyboard can do."""
        from ldz_desktop.ui.settings.keys import KeysDialog

        KeysDialog(self).open()

    def set_large(self, large: bool) -> None:
        """Switch the type size now and for the next time. Tabs are built anew in the new size."""
        if large == theme.is_large():
            return
        if not self._may_leave_tabs():
            self._large.setChecked(theme.is_large())
            return
        self._preferences.large_type = large
        app = cast("QApplication", QApplication.instance())
        theme.prepare(app, large=large)
        self._rebuild()

    def set_wall_after(self, minutes: int) -> None:
        """The honour wall fills the screen when nobody has touched the window for so long."""
        self._preferences.wall_after = minutes
        if self._wall is None:
            from ldz_desktop.ui.honours.alone import WallAlone

            self._wall = WallAlone(self.bench, self, self.lock)
        self._wall.watch(minutes)

    def lock(self) -> None:
        """Close the data until the password is typed again."""
        if self._may_leave_tabs() and self._may_stop_work():
            self._remember()
            self.lock_wanted.emit()

    def take(self, file: "Path") -> bool:
        """A backup or a visit pack was double-clicked while the office is open."""
        if is_pack(file) and self._office.visiting is None:
            from ldz_desktop.ui.households.visits import show_pack

            show_pack(self.show_target, file)
        elif self.notices.ask(
            f"打开“{file.name}”？",
            "先锁定现在的数据，再看这个文件里有什么。看过以后才决定，现在的数据不会丢失。",
            "锁定并查看",
        ):
            self._restore(file)
        return True

    def _restore(self, path: object) -> None:
        if self._may_leave_tabs() and self._may_stop_work():
            self._remember()
            self.restore_wanted.emit(path)

    def _move(self) -> None:
        """Keep the data somewhere else: ask where, then close it for that."""
        from ldz_desktop.services.moving import place_in
        from ldz_desktop.ui.kit import files

        chosen = files.ask_folder(self, "把数据移到哪里（例如 D 盘，不要选 U 盘、网络盘）")
        if chosen is None:
            return
        try:
            folder = place_in(chosen)
        except KnownError as error:
            self.notices.error(error)
            return
        question = (
            f"新的位置：{shown(folder)}。先复制、核对，再换过去；"
            "原来的文件留在原处的“已搬走-日期”文件夹里，不删除。换好以后要重新输入密码。"
        )
        asked = self.notices.ask("移动数据文件夹？", question, "移动")
        if asked and self._may_leave_tabs() and self._may_stop_work():
            self._remember()
            self.move_wanted.emit(folder)

    def _wipe(self) -> None:
        if self._may_leave_tabs() and self._may_stop_work():
            self._remember()
            self.wipe_wanted.emit()

    # -- leaving ---------------------------------------------------------------------------------

    def _may_leave_tabs(self) -> bool:
        return all(page.tab.may_close() for page in self._pages if page.tab is not None)

    def _may_stop_work(self) -> bool:
        return not self._tasks.watched() or self.notices.ask(
            "还有操作没有完成",
            "现在离开会取消正在进行的操作，已保存的数据不受影响。",
            "取消操作并离开",
            "继续等待",
            danger=True,
        )

    def leave(self) -> None:
        """Close without asking: everything has been asked."""
        self._leaving = True
        self.close()

    def _remember(self) -> None:
        self._preferences.geometry = self.saveGeometry()
        self._preferences.save()

    def _rebuild(self) -> None:
        """Bar, status and tabs again, in another type size."""
        index = self._bar.tabs.currentIndex()
        for page in self._pages:
            page.place, page.tab, page.missed = None, None, None
        self.setStyleSheet("")
        old = self.takeCentralWidget()
        if self._popup is not None:
            self._popup.deleteLater()
        self._build()
        if old is not None:
            old.deleteLater()
        self._bar.tabs.setCurrentIndex(index)
        self._bar.tabs.currentChanged.connect(self._show_page)
        self._show_page(index)
        self.read_facts()
        theme.dress(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the search field, when there is nothing left to empty: back to work."""
        if event.key() == Qt.Key.Key_Escape and self._bar.search.hasFocus():
            self._enter(self._pages[self._bar.tabs.currentIndex()])
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        asked = self._leaving or (self._may_leave_tabs() and self._may_stop_work())
        if not asked:
            event.ignore()
            return
        self._remember()
        event.accept()
        self.closed.emit()


_STATES = {"open": "录入中", "closed": "已封月", "published": "已公示"}


def _label(step: "HistoryEvent | None") -> str:
    return "" if step is None else step.label


def _newest_month(office: "Office") -> str:
    month = next(iter(office.evaluation.months()), None)
    return month_text(month.month, month.state) if month else "还没有测评月份"


def month_text(month: str, state: str) -> str:
    """2026-11 and open are 2026年11月 录入中."""
    return f"{int(month[:4])}年{int(month[5:7])}月 {_STATES.get(state, '')}".strip()


def _both(first: Change, second: Change) -> Change:
    """Two changes as one. Where either touched many records (no ids), so does the sum."""
    ids = (*first.ids, *second.ids) if first.ids and second.ids else ()
    return Change(first.topics | second.topics, second.what, ids)
