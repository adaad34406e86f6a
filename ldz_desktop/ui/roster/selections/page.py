"""The section 推选: the board at the left, the current building's step at the right."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QWidget
from typing_extensions import override

from ldz_desktop.domain.selections import STEPS, Step
from ldz_desktop.services.selections_reading import BoardRow, next_step
from ldz_desktop.services.selections_table import board_table
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.keys import page_keys
from ldz_desktop.ui.kit.leaving import may_leave
from ldz_desktop.ui.kit.panels import Panel, Panels
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.records import RecordModel
from ldz_desktop.ui.kit.search_field import SearchField
from ldz_desktop.ui.kit.takeaway import export_table, print_table
from ldz_desktop.ui.roster.person import past_text
from ldz_desktop.ui.roster.selections.appoint_page import CorrectPage
from ldz_desktop.ui.roster.selections.board import BoardTable, board_columns
from ldz_desktop.ui.roster.selections.narrowing import GROUPS, Narrow, View
from ldz_desktop.ui.roster.selections.pages import Read, StepPages
from ldz_desktop.ui.roster.selections.panel import Page, SelectionPanel
from ldz_desktop.ui.roster.selections.start_page import StartPage
from ldz_desktop.ui.roster.selections.step_page import Desk, StepPage

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.services.tables import Table
    from ldz_desktop.ui.kit.feature import Bench, Target

_TOPICS = frozenset({"leaders", "places", "households", "training", "settings"})


class SelectionsPage(QWidget):
    """Reads the board, keeps half-written forms from being lost, and goes on from step to step."""

    def __init__(self, bench: "Bench", go: Callable[[str], bool]) -> None:
        super().__init__()
        self._bench = bench
        self._read = False
        self._wanted = 0  # asked for before the board was read: a building or a selection
        self._shown: tuple[int, str] = (0, "")  # row and step on the panel
        self._looking = ""  # a step that is done and looked at: a refresh does not turn it away
        self._follow = False  # after a write the cursor goes to the next form
        self.model: RecordModel[BoardRow] = RecordModel(board_columns(), lambda r: r.id)
        self.table = BoardTable(self.model)
        self.panel = SelectionPanel()
        self.desk = Desk(bench, self, self._done, self._leave_page, self._show_current, go)
        self.pages = StepPages(self.desk, self._put)
        self.search = SearchField("楼栋、姓名、拼音", "筛选推选")
        self.community = PickEditor([("", "全部社区")])
        self.views: dict[View, QPushButton] = {}
        self._counts = label("", "muted")
        self.start = button("开始推选(&N)", self._start, role="primary")
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    @override
    def hasHeightForWidth(self) -> bool:
        """The forms scroll by themselves; the page need not grow with what is in them."""
        return False

    # -- the section's protocol ------------------------------------------------------------------

    def begin(self) -> None:
        """Shown: for the first time, or again."""
        self.refresh(None)

    def refresh(self, change: "Change | None") -> None:
        if change is not None and not (self._read and change.topics & _TOPICS):
            return
        office, finished = self._bench.office, self.view == "finished"
        self._bench.tasks.run(
            lambda progress: office.selections.board(finished=finished),
            self._show_rows,
            owner=self,
            key="selections.board",
        )

    def open(self, target: "Target") -> bool:
        """A building's or a selection's row."""
        if target.kind != "selection":
            return False
        self._wanted = target.id
        if self._read:
            self.refresh(None)
        return True

    def may_leave(self) -> bool:
        """True when the form would lose nothing, or the person gives it up."""
        page = self.panel.page
        if not isinstance(page, StepPage) or not page.edited():
            return True
        return may_leave(self._bench, page, page.accepted.emit, lambda: self.panel.page is not page)

    # -- the board -------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        return next((key for key, one in self.views.items() if one.isChecked()), "all")

    def current(self) -> BoardRow | None:
        """The row with the cursor."""
        found = self.model.row_of(self.table.current_id())
        return self.model.record(found) if found >= 0 else None

    def scope_text(self) -> str:
        view = "" if self.view == "all" else GROUPS[self.view]
        parts = (str(self.community.value() or ""), view, self.search.wanted())
        return " · ".join(part for part in parts if part)

    def _show_rows(self, rows: Sequence[BoardRow]) -> None:
        self._read = True
        kept = self.table.current_id()
        names = dict.fromkeys(r.building.community for r in rows)
        self.community.set_pairs([("", "全部社区"), *((n, n) for n in names)])
        for view, made in self.views.items():
            counted = sum(Narrow(view).keeps(r) for r in rows)
            known = view != "finished" or self.view == "finished"  # read on demand
            made.setText(f"{GROUPS[view]} {counted}" if known else GROUPS[view])
        wanted, self._wanted = self._wanted, 0
        with QSignalBlocker(self.table):
            self.model.set_records(rows)
            self._narrow_to(kept)
        if wanted:
            self._go_to(wanted)
        one = self.current()
        same = one is not None and one.id == self._shown[0] and not self._follow
        self._show_current(self._looking if same else "")

    def _go_to(self, wanted: int) -> None:
        """Give up filters that hide it."""
        every = self.model.all_records()
        found = next(
            (r for r in every if wanted in (r.building.id, r.selection and r.selection.id)), None
        )
        if found is None:
            return
        if self.model.row_of(found.id) < 0:
            self.clear_filters()
        with QSignalBlocker(self.table):
            self.table.select_id(found.id)
        self._follow = True

    def clear_filters(self) -> None:
        self.views["all"].setChecked(True)
        self.community.set_value("")
        self.search.clear()
        self.search.search_now()
        self._narrow()

    def _narrow(self) -> None:
        kept = self.table.current_id()
        with QSignalBlocker(self.table):
            self._narrow_to(kept)
        self._show_current()

    def _narrow_to(self, kept: int) -> None:
        narrow = Narrow(self.view, str(self.community.value() or ""), self.search.wanted())
        self.model.set_filter(narrow.keeps)
        shown = self.model.records()
        self._counts.setText(f"{len(shown)} 栋")
        self._stack.setCurrentIndex(0 if shown else 1)
        if not self.table.select_id(kept) and shown:
            self.table.select_id(shown[0].id)

    def _view_chosen(self) -> None:
        if self.view == "finished" or any(r.group == "finished" for r in self.model.all_records()):
            self.refresh(None)
        else:
            self._narrow()

    # -- the panel -------------------------------------------------------------------------------

    def _pick(self) -> None:
        """The cursor moved to another row: show it, unless a form must not be lost."""
        if self.table.current_id() == self._shown[0]:
            return
        if self.may_leave():
            self._show_current()
            return
        with QSignalBlocker(self.table):
            self.table.select_id(self._shown[0])

    def _show_current(self, step: str = "") -> None:
        """Read the current row's selection and show its step; "": the one at hand."""
        one = self.current()
        self.start.setEnabled(one is not None and one.selection is None)
        if one is None:
            self._shown = (0, "")
            self.panel.show_nothing()
            return
        page = self.panel.page
        if page is not None and page.edited() and self._shown[0] == one.id and not self._follow:
            return  # something else changed: what is being written stays
        office = self._bench.office
        if one.selection is None:
            self._bench.tasks.run(
                lambda progress: office.roster.former(one.building.id),
                lambda former: self._show_start(one, former),
                owner=self,
                key="selections.detail",
            )
            return
        key = one.selection.id
        self._bench.tasks.run(
            lambda progress: Read(office, key),
            lambda read: self._show_step(one, read, step),
            owner=self,
            key="selections.detail",
        )

    def _show_start(self, one: BoardRow, former: Sequence[tuple[str, object]]) -> None:
        past = ""
        if former:
            name, tenure = former[0]
            past = f"{name}，{past_text(tenure)}"  # type: ignore[arg-type]
        self.panel.show_row(one)
        self._put(StartPage(self.desk, one, past), "", one.id)

    def _show_step(self, one: BoardRow, read: Read, step: str) -> None:
        wanted = next((s for s in STEPS if s == step), None) or next_step(read.detail)
        self._looking = wanted if read.detail.state(wanted).state == "done" else ""
        self.panel.show_row(one)
        self.pages.fill_menu(self.panel.menu, read)
        self._put(self.pages.page(read, wanted), wanted, one.id)

    def _put(self, page: Page, step: str, row_id: int = 0) -> None:
        self._shown = (row_id or self._shown[0], step)
        self.panel.show_page(page, step)
        follow, self._follow = self._follow, False
        if follow or not row_id:
            self.panel.begin()

    def _open_cell(self, row_id: int, step: str) -> None:
        """Enter or a click on a cell: its step, with the cursor in the form."""
        one = self.current()
        if one is None or not self.may_leave():
            return
        self.panel.close_page()
        self._follow = True
        self._show_current(step)

    def _step_wanted(self, step: Step) -> None:
        if not self.may_leave():
            step = next((s for s in STEPS if s == self._shown[1]), step)
            self.panel.steps[step].setChecked(True)
            return
        self.panel.close_page()
        self._show_current(step)

    def _leave_page(self) -> None:
        """取消 or Esc on a form: back to the board, what was typed is given up."""
        if self.may_leave():
            self.panel.close_page()
            self._show_current()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _done(self) -> None:
        """A write is done, or was taken back; the board is being read again."""
        put_right = isinstance(self.panel.page, CorrectPage)
        self.panel.close_page()
        self._follow = not put_right
        self._looking = "appoint" if put_right else ""

    def _start(self) -> None:
        page = self.panel.page
        if isinstance(page, StartPage):
            page.save()

    # -- output ----------------------------------------------------------------------------------

    def _table(self) -> "Callable[[], Table]":
        core, rows, scope = self._bench.office.core, self.model.records(), self.scope_text()
        return lambda: board_table(core, rows, scope)

    def _print(self) -> None:
        print_table(self._bench, self, "楼栋长推选进度表", self._table())

    def _export(self) -> None:
        export_table(self._bench, self, "楼栋长推选进度表", "selections", self._table())

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        group = QButtonGroup(self)
        views = row(spacing=4)
        for view, title in GROUPS.items():
            made = button(title, role="quiet")
            made.setCheckable(True)
            group.addButton(made)
            views.addWidget(made)
            self.views[view] = made
        self.views["all"].setChecked(True)
        views.addStretch(1)
        self.search.setMinimumWidth(theme.px(120))
        self.search.setMaximumWidth(theme.px(260))
        self.community.setAccessibleName("社区")
        head = row(
            label("推选", "title"), self._counts, None, button("打印(&P)", self._print),
            button("导出(&E)", self._export), self.start,
        )  # fmt: skip
        views.addWidget(self.search)
        views.addWidget(self.community)
        nothing = EmptyState(
            "没有符合的楼栋",
            "每栋楼都有楼栋长、任期都没有将满时，这里是空的；也可能是筛选太窄。",
            button("去掉筛选", self.clear_filters),
            icon="people",
        )
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        body = column(head, views, spacing=8)
        body.addWidget(self._stack, 1)
        panels = (Panel(card(body), 938, 3), Panel(self.panel, 384, 1))
        self.setLayout(column(Panels("selections", panels, self._bench.preferences)))
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.table.current_changed.connect(lambda _: self._pick())
        self.table.cell_opened.connect(self._open_cell)
        self.panel.step_wanted.connect(self._step_wanted)
        self.search.searched.connect(self._narrow)
        self.community.changed.connect(self._narrow)
        for made in self.views.values():
            made.clicked.connect(lambda *_: self._view_chosen())
        page_keys(self, {"Ctrl+L": self.search.setFocus})
