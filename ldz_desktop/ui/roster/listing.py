"""The list at the left: every building with its leader, narrowed by figures and words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.leaders import LeaderRow, RosterFigures
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.keys import page_keys
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.records import RecordModel
from ldz_desktop.ui.kit.search_field import SearchField
from ldz_desktop.ui.roster.columns import roster_columns
from ldz_desktop.ui.roster.faces import Faces
from ldz_desktop.ui.roster.figures import FigureStrip, figures_of
from ldz_desktop.ui.roster.filters import DEFINITIONS, GROUP_NAMES, RosterFilter, in_group

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Bench

_DISPENSABLE = ("phone", "sex", "households", "education", "age", "political")


class RosterList(QWidget):
    """Figures and list. picked: another building is current (read it with current()); opened: it
    was opened with Enter or a double click; the *_wanted signals: a button was pressed."""

    picked = Signal()
    opened = Signal()
    appoint_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, bench: "Bench", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = FigureStrip()
        self.figures.chosen.connect(self._narrow)
        self.model = RecordModel(roster_columns(bench.office.today), lambda r: r.building_id, self)
        self.table = NarrowTable(self.model, "楼栋长列表", _DISPENSABLE)
        self.table.choose_columns(bench.preferences, "roster")
        self.faces = Faces(bench, self.table)
        self.table.setItemDelegateForColumn(self.model.section("face"), self.faces)
        self.table.current_changed.connect(lambda _: self.picked.emit())
        self.table.opened.connect(lambda _: self.opened.emit())
        self.search = SearchField("姓名、拼音首字母、楼栋、电话", "筛选楼栋长")
        self.search.searched.connect(self._narrow)
        self.community = PickEditor([("", "全部社区")])
        self.community.setAccessibleName("社区")
        self.community.changed.connect(self._narrow)
        self._counts = label("", "muted")
        self.print_button = button("打印(&P)")
        self.appoint = button("新任(&N)", self.appoint_wanted.emit, role="primary")
        self._stack = QStackedWidget()
        self._build()

    def show_rows(self, rows: Sequence[LeaderRow], figures: RosterFigures) -> None:
        """Show other rows; the cursor stays on its building."""
        kept = self.table.current_id()
        names = dict.fromkeys(r.community for r in rows)
        self.community.set_pairs([("", "全部社区"), *((n, n) for n in names)])
        self.figures.show_figures(figures_of(figures, in_group(list(rows), "last")))
        self.appoint.setEnabled(figures.vacancies > 0)
        self.appoint.setToolTip(
            "" if figures.vacancies else "每栋楼都有楼栋长；换人请用右边的“换人”"
        )
        self.faces.read()
        with QSignalBlocker(self.table):
            self.model.set_records(rows)
            self._narrow_to(self.wanted(), kept)

    def wanted(self) -> RosterFilter:
        """What the list is narrowed to."""
        community = str(self.community.value() or "")
        return RosterFilter(self.figures.group, community, self.search.wanted())

    def current(self) -> LeaderRow | None:
        """The row with the cursor."""
        found = self.model.row_of(self.table.current_id())
        return self.model.record(found) if found >= 0 else None

    def select(self, building_id: int) -> bool:
        """Put the cursor on a building, giving up filters that hide it."""
        if self.model.row_of(building_id) < 0 and self.wanted().narrows:
            self.clear_filters()
        return self.table.select_id(building_id)

    def row_of_leader(self, leader_id: int) -> LeaderRow | None:
        """The row of a leader in office, whether it is shown at present or not."""
        return next((r for r in self.model.all_records() if r.leader_id == leader_id), None)

    def clear_filters(self) -> None:
        self.figures.clear()
        self.community.set_value("")
        self.search.clear()
        self.search.search_now()
        self._narrow()

    def definition(self) -> str:
        """What the figure counts that the list is narrowed to; empty for none."""
        return DEFINITIONS[self.wanted().group]

    def counts_text(self) -> str:
        """12 栋 · 12 名在任: of what is shown."""
        shown = self.model.records()
        return _counts(shown, len(shown))

    def scope_text(self) -> str:
        """What the list shows, for the head of a print: 西锦社区 · 中共党员."""
        wanted = self.wanted()
        parts = (wanted.community, GROUP_NAMES[wanted.group], wanted.text)
        return " · ".join(part for part in parts if part)

    def _build(self) -> None:
        self.search.setMinimumWidth(theme.px(280))
        self.search.setMaximumWidth(theme.px(360))
        head = row(
            label("楼栋长", "title"),
            self._counts,
            None,
            button("导入花名册(&I)", self.import_wanted.emit),
            self.print_button,
            button("导出(&E)", self.export_wanted.emit),
            self.appoint,
        )
        nothing = EmptyState(
            "没有符合的楼栋",
            "换几个字，或者去掉上面的筛选。",
            button("去掉筛选", self.clear_filters),
            icon="search",
        )
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        filters = row(self.search, self.community, None)
        body = column(head, filters, spacing=8)
        body.addWidget(self._stack, 1)
        panel = card(body)
        layout = column(self.figures, spacing=12)
        layout.addWidget(panel, 1)
        self.setLayout(layout)
        page_keys(self, {"Ctrl+L": self._find})

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _narrow(self) -> None:
        self._narrow_to(self.wanted(), self.table.current_id())

    def _narrow_to(self, wanted: RosterFilter, kept: int) -> None:
        self.model.set_filter(wanted.keeps if wanted.narrows else None)
        shown = self.model.records()
        self._counts.setText(_counts(shown, len(self.model.all_records())))
        self._stack.setCurrentIndex(0 if shown else 1)
        if not self.table.select_id(kept) and shown:
            self.table.select_id(shown[0].building_id)


def _counts(shown: Sequence[LeaderRow], every: int) -> str:
    in_office = in_group(list(shown), "leaders")
    text = f"{len(shown)} 栋 · {in_office} 名在任"
    return text if len(shown) == every else f"{text} · 共 {every} 栋"
