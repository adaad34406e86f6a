"""How far the month is, building by building, and what is still missing."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldz_desktop.domain.places import natural_key
from ldz_desktop.services.evaluation_records import BuildingProgress
from ldz_desktop.ui.evaluation.finding import matches
from ldz_desktop.ui.evaluation.month_data import CHECKED, keyings, missing, state_of
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import CheckEditor, PickEditor
from ldz_desktop.ui.kit.pieces import button, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.kit.search_field import SearchField

EVERY = ""
_ORDER = ("未录", "录入中", "不平", "缺星级", CHECKED)


def _count(value: int | None) -> str:
    return "—" if value is None else str(value)


def _left(one: BuildingProgress) -> str:
    """What is missing, then what a person should look at."""
    return "、".join((*missing(one), *(odd.rstrip("。") for odd in one.oddities)))


COLUMNS: tuple[Column[BuildingProgress], ...] = (
    Column("building", "楼栋", lambda p: f"{p.building.compound} {p.building.name}", width=140,
           sort=lambda p: natural_key(p.building.title)),
    Column("leader", "楼栋长", lambda p: p.leader or "暂缺", width=84,
           tone=lambda p: None if p.leader else "faint"),
    Column("issued", "发出", lambda p: _count(p.header.issued if p.header else p.given),
           align="right", width=60, sort=lambda p: p.header.issued if p.header else p.given),
    Column("returned", "收回", lambda p: _count(p.header.returned if p.header else None),
           align="right", width=60, sort=lambda p: p.header.returned if p.header else None),
    Column("valid", "有效", lambda p: str(p.keyed_valid), align="right", width=60,
           sort=lambda p: p.keyed_valid,
           tone=lambda p: "amber-ink" if p.header and p.keyed_valid < p.minimum else None,
           tip=lambda p: f"排名所需 {p.minimum} 张"),
    Column("stars", "评分人", lambda p: str(p.assessors), align="right", width=72,
           sort=lambda p: p.assessors, tone=lambda p: None if p.assessors else "amber-ink"),
    Column("state", "核对", lambda p: state_of(p)[0], width=84,
           sort=lambda p: _ORDER.index(state_of(p)[0]), chip=lambda p: state_of(p)[1]),
    Column("again", "复录", keyings, width=72, tone=lambda p: "muted"),
    Column("missing", "还缺、待核实", _left, width=0,
           tone=lambda p: "amber-ink" if p.oddities else "muted",
           tip=lambda p: "\n".join((*p.problems, *p.oddities))),
)  # fmt: skip


class ProgressView(QWidget):
    """The table, and the tools that belong above it.

    chosen(building_id or 0); opened(building_id): Enter or double click; enter_wanted,
    stars_wanted, import_wanted, print_wanted, export_wanted: the buttons.
    """

    chosen = Signal(object)
    opened = Signal(object)
    enter_wanted = Signal()
    stars_wanted = Signal()
    import_wanted = Signal()
    print_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RecordModel(COLUMNS, lambda p: p.building.id)
        self.table = RecordTable(self.model, "录入进度", parent=self)
        self.model.setParent(self.table)
        self.table.current_changed.connect(self.chosen)
        self.table.opened.connect(self.opened)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self.print = button("打印清单(&T)", self.print_wanted.emit, role="link")
        self.export = button("导出清单(&E)", self.export_wanted.emit, role="link")
        self.groups = PickEditor([(EVERY, "全部社区")])
        self.groups.setAccessibleName("看哪个社区")
        self.groups.setMinimumWidth(theme.px(128))
        self.unfinished = CheckEditor("只看没完成的(&U)")
        self._counts = label("", "muted")
        self._known: Mapping[int, str] = {}
        self.search = SearchField("找楼栋", "在进度里找")
        self.search.setMaximumWidth(theme.px(170))
        self.search.setMinimumWidth(theme.px(76))
        self.search.searched.connect(self._filter)
        self.enter = button("录入(&N)", self.enter_wanted.emit, icon="edit")
        self.stars = button("评星(&X)", self.stars_wanted.emit, icon="star")
        self.imports = button(
            "导入(&I)", self.import_wanted.emit, icon="import", tip="导入满意度调查表或星级评分册"
        )
        self.tools = QWidget()
        tools = row(self.groups, self.search, None, self.enter, self.stars, self.imports)
        tools.setStretchFactor(self.search, 1)
        self.tools.setLayout(tools)
        self.groups.changed.connect(self._filter)
        self.unfinished.changed.connect(self._filter)
        layout.addLayout(
            row(self.unfinished, self._counts, None, self.print, self.export, spacing=16)
        )

    def show_progress(
        self,
        progress: tuple[BuildingProgress, ...],
        known: Mapping[int, str],
        *,
        is_open: bool,
    ) -> None:
        """Another month or other counts; stays on the building it was on. known: what buildings
        are found by."""
        self._known = known
        communities = dict.fromkeys(p.building.community for p in progress)
        self.groups.set_pairs([(EVERY, "全部社区"), *((c, c) for c in communities)])
        for tool in (self.enter, self.stars, self.imports):
            tool.setVisible(is_open)
        kept = self.table.current_id()
        self.model.set_records(progress)
        self._filter(kept)

    def show_building(self, building_id: int) -> bool:
        if self.table.select_id(building_id):
            return True
        self.groups.set_value(EVERY)
        self.unfinished.set_value(False)
        self.search.clear()
        self.search.search_now()
        return self.table.select_id(building_id)

    def show_unfinished(self) -> None:
        """Only the buildings where something is missing."""
        self.unfinished.set_value(True)

    def current(self) -> BuildingProgress | None:
        index = self.table.currentIndex()
        return self.model.record(index.row()) if index.isValid() else None

    def _filter(self, kept: int = 0) -> None:
        kept = kept or self.table.current_id()
        community, unfinished = self.groups.value(), self.unfinished.value()
        wanted = self.search.wanted()

        def keep(one: BuildingProgress) -> bool:
            return (
                community in (EVERY, one.building.community)
                and not (unfinished and state_of(one)[0] == CHECKED)
                and (not wanted or matches(one.building.id, wanted, self._known))
            )

        self.model.set_filter(keep)
        every = [p for p in self.model.all_records() if community in (EVERY, p.building.community)]
        finished = sum(state_of(p)[0] == CHECKED for p in every)
        self._counts.setText(f"{finished}/{len(every)} 栋已核，列出 {self.model.rowCount()} 栋")
        if not (kept and self.table.select_id(kept)) and self.model.rowCount():
            self.table.select_id(self.model.id_at(0))
