"""Lists by rules: kept ones at the left, the rules on top, who they apply to below."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.errors import KnownError
from ldz_desktop.services.households_records import CommunityNode
from ldz_desktop.services.lists import DEFINITION, SavedList
from ldz_desktop.ui.households.heading import GivingLabel
from ldz_desktop.ui.households.lists.builder import Builder
from ldz_desktop.ui.households.lists.columns import Veil, person_columns
from ldz_desktop.ui.households.lists.listed import Listed
from ldz_desktop.ui.households.lists.output import TakeAwayDialog, show_table
from ldz_desktop.ui.households.lists.saved import NameDialog, SavedLists
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import LazyRecordModel

if TYPE_CHECKING:
    from ldz_desktop.services.list_columns import PersonRow

_LEFT = 200
_LEAST_ADDRESS = 170
_GIVING_WAY = ("checked", "political", "education", "occupation", "relation")
"""Columns that are hidden where there is no room, in this order."""


@dataclass(frozen=True)
class _Begun:
    """What the page needs first."""

    tree: tuple[CommunityNode, ...]
    saved: tuple[SavedList, ...]


class ListsPage(QWidget):
    """begin() shows it for a place; refresh() tells it what a write changed; leave goes back.
    fill_wanted(Listed): 替我填表 for everybody on the list."""

    fill_wanted = Signal(object)

    def __init__(self, bench: Bench, leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._bench = bench
        self._leave = leave
        self._rules = PersonFilter()
        self._sort, self._descending = "address", False
        self._veil = Veil(bench.office.today())
        self.saved = SavedLists()
        self.saved.applied.connect(self._apply)
        self.saved.rename_wanted.connect(self._rename)
        self.saved.delete_wanted.connect(self._delete)
        self.builder = Builder()
        self.builder.changed.connect(self._load)
        self._model: LazyRecordModel[PersonRow] = LazyRecordModel(
            person_columns(self._veil), self._fetch, parent=self
        )
        self._model.sort_wanted.connect(self._sorted)
        self.table = RecordTable(self._model, "名单")
        self.table.choose_columns(bench.preferences, "people")
        self.table.opened.connect(self._open)
        self._counted = label("", "strong")
        self._counted.setToolTip(DEFINITION)
        self._said = GivingLabel("muted")
        self._nothing = EmptyState(
            "没有符合条件的人", "放宽一两个条件，或者按“清除条件”重新来。", icon="search"
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        self.save_button = button("保存名单(&S) …", self._save)
        self.show_button = button("显示(&V)", self._reveal, icon="eye")
        self.show_button.setToolTip("显示儿童资料、敏感标签和被遮盖的姓名，会记入日志")
        self.fill_button = button(
            "替我填表(&F) …", self._fill_in, tip="把别的部门的空白表填上这些人"
        )
        self.label_button = button("地址标签(&L) …", self._labels)
        self.export_button = button("导出(&E) …", self._export)
        self.print_button = button("打印(&P)", self._print)
        self._lay_out()

    def _lay_out(self) -> None:
        told = QWidget()
        told.setLayout(column(self._counted, self._said, spacing=0))
        head = row(
            button("返回(&Q)", self._leave, icon="back", tip="回到户档（Esc）"),
            label("名单", "title"),
            told,
            None,
            self.builder.clear_button,
            self.save_button,
            self.show_button,
            self.fill_button,
            self.label_button,
            self.export_button,
            self.print_button,
        )
        main = column(self.builder, self._stack, spacing=12)
        main.setStretch(1, 1)
        self.saved.setFixedWidth(theme.px(_LEFT))
        body = row(self.saved, spacing=12)
        right: QFrame = card(main)
        body.addWidget(right, 1)
        layout = column(card(head), body, spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    # -- the protocol of a page ------------------------------------------------------------------

    def begin(self, place: PlaceRef) -> None:
        office = self._bench.office

        def begun(found: _Begun) -> None:
            self.builder.offer(found.tree)
            self.saved.show_lists(found.saved)
            self.builder.set_rules(PersonFilter(place=place))

        self._bench.tasks.run(
            lambda progress: _Begun(office.households.tree(), office.lists.saved()),
            begun,
            owner=self,
            key="lists.begin",
        )
        self.builder.place.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, change: Change | None) -> None:
        if change is None or change.topics & {"households", "places"}:
            self._model.forget()
            self._load()

    # -- reading ---------------------------------------------------------------------------------

    @property
    def rules(self) -> PersonFilter:
        return self._rules

    def ids(self) -> list[int]:
        """Every resident of the list, in the order shown."""
        return self._model.ids()

    def count_text(self) -> str:
        return self._counted.text()

    def _load(self) -> None:
        problem = self.builder.problem()
        if problem:
            self._said.say(problem)
            self._said.setVisible(True)
            return
        self._rules = self.builder.rules()
        self._veil.names = self._rules.names_hidden
        self._veil.lifted = False
        current = self.saved.current()
        if current is not None and current.rules != self._rules:
            self.saved.mark(0)
        office, rules, sort, down = self._bench.office, self._rules, self._sort, self._descending
        self._bench.tasks.run(
            lambda progress: office.lists.ids(rules, sort, descending=down),
            self._show,
            owner=self,
            key="lists.ids",
        )

    def _show(self, ids: list[int]) -> None:
        self._model.set_ids(ids)
        self._stack.setCurrentWidget(self.table if ids else self._nothing)
        self._counted.setText(f"{len(ids):,} 人")
        words = "，".join(self._rules.words())
        self._said.say(words)
        self._said.setVisible(bool(words))
        for one in (
            self.show_button, self.fill_button, self.label_button, self.export_button,
            self.print_button,
        ):  # fmt: skip
            one.setEnabled(bool(ids))

    def _fetch(self, ids: list[int]) -> None:
        office, model = self._bench.office, self._model

        def failed(error: KnownError) -> None:
            model.failed()
            self._bench.notices.error(error)

        self._bench.tasks.run(
            lambda progress: office.lists.rows(ids), model.deliver, owner=model, failed=failed
        )

    def _sorted(self, key: str, descending: bool) -> None:
        self._sort, self._descending = key, descending
        self._load()

    def _open(self, resident_id: int) -> None:
        self._leave()
        self._bench.show(Target("resident", resident_id))

    def _reveal(self) -> None:
        """Show what is hidden until the rules change; the look is logged."""
        office, count = self._bench.office, len(self.ids())
        place = f"{self._rules.place.kind}:{self._rules.place.id}"

        def shown(_: None) -> None:
            self._veil.lifted = True
            self.table.viewport().update()

        self._bench.tasks.run(
            lambda progress: office.log("list.reveal", place, f"{count} 人"), shown, owner=self
        )

    # -- kept lists ------------------------------------------------------------------------------

    def _apply(self, one: SavedList) -> None:
        self.builder.set_rules(one.rules)

    def _save(self) -> None:
        current = self.saved.current()
        dialog = NameDialog(
            "保存名单",
            current.name if current is not None else "",
            "保存的是条件：下次打开时按最新档案重新列出。",
            self,
        )
        dialog.named.connect(self._save_as)
        dialog.open()

    def _save_as(self, name: str) -> None:
        office, rules = self._bench.office, self._rules
        before = {one.name: one for one in self.saved.lists()}.get(name)

        def taken_back(ident: int) -> None:
            if before is None:
                office.lists.delete(ident)
            else:
                office.lists.restore(before)

        def back(ident: int) -> None:
            self._bench.tasks.run(
                lambda progress: taken_back(ident), lambda _: self._reread(), owner=self
            )

        def saved(change: Change) -> None:
            self._bench.notices.info(change.what, undo=lambda: back(change.ids[0]))
            self._reread(change.ids[0])

        self._bench.tasks.run(lambda progress: office.lists.save(name, rules), saved, owner=self)

    def _rename(self, one: SavedList) -> None:
        dialog = NameDialog("名单改名", one.name, "", self)
        dialog.named.connect(lambda name: self._rename_to(one, name))
        dialog.open()

    def _rename_to(self, one: SavedList, name: str) -> None:
        office = self._bench.office

        def renamed(change: Change) -> None:
            self._bench.notices.info(change.what, undo=lambda: self._bring_back(one))
            self._reread(one.id)

        self._bench.tasks.run(
            lambda progress: office.lists.rename(one.id, name), renamed, owner=self
        )

    def _delete(self, one: SavedList) -> None:
        office = self._bench.office

        def gone(kept: SavedList) -> None:
            self._bench.notices.info(
                f"已删除名单“{kept.name}”", undo=lambda: self._bring_back(kept)
            )
            self._reread()

        self._bench.tasks.run(lambda progress: office.lists.delete(one.id), gone, owner=self)

    def _bring_back(self, one: SavedList) -> None:
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.lists.restore(one), lambda _: self._reread(one.id), owner=self
        )

    def _reread(self, mark: int = 0) -> None:
        office = self._bench.office

        def read(saved: tuple[SavedList, ...]) -> None:
            self.saved.show_lists(saved)
            self.saved.mark(mark)

        self._bench.tasks.run(lambda progress: office.lists.saved(), read, owner=self)

    # -- what leaves -----------------------------------------------------------------------------

    def title(self) -> str:
        """The kept list's name, or the place's."""
        current = self.saved.current()
        if current is not None and current.rules == self._rules:
            return current.name
        where = "" if self._rules.place == ALL else self.builder.place.title
        return f"{where}居民名单"

    def _print(self) -> None:
        """As it is shown: what 显示 uncovered is printed too."""
        office, ids, title, rules = self._bench.office, self.ids(), self.title(), self._rules
        open_ = self._veil.lifted
        show_table(
            self._bench,
            self,
            title,
            lambda progress: office.lists.printed(
                ids, title, rules=rules, revealed=open_, progress=progress
            ),
        )

    def _export(self) -> None:
        office, ids, title, rules = self._bench.office, self.ids(), self.title(), self._rules
        TakeAwayDialog(
            self._bench,
            title,
            f"当前名单的 {len(ids):,} 人，一人一行。",
            lambda purpose, full, progress: office.lists.export(
                ids, title, purpose, rules=rules, full=full, progress=progress
            ),
            self,
        ).open()

    def _fill_in(self) -> None:
        self.fill_wanted.emit(Listed(tuple(self.ids()), self.title(), self._rules))

    def _labels(self) -> None:
        from ldz_desktop.ui.households.lists.labels_dialog import LabelsDialog

        LabelsDialog(self._bench, self.ids(), self).open()

    # -- room ------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Columns that there is no room for are hidden, one after the other."""
        room = self.table.viewport().width()
        columns = self._model.columns
        needed = sum(theme.px(c.width or _LEAST_ADDRESS) for c in columns)
        for key in _GIVING_WAY:
            section = self._model.section(key)
            self.table.setColumnHidden(section, needed > room)
            needed -= theme.px(columns[section].width) if needed > room else 0

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
