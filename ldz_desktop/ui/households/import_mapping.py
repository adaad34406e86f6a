"""The mapping page of an import: what each column means, and what the file does not say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ldz_desktop.domain.places import Building
from ldz_desktop.services.importing.records import ImportOptions, ImportPlan, TablePlan
from ldz_desktop.ui.households.import_preview import PreviewGrid, field_title
from ldz_desktop.ui.households.place_fields import PlaceBoxes
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import column, label, row

_HEADER_ROWS = 30
_MOST_LEVELS = 4
_ASKED = "表里没有写明在哪里，请选择或填写："
_OFFERED = "下面几项没有单独的列，程序按表的标题、工作表名或文件名认；不对就在这里改："
NEEDS = {"社区": "community", "小区": "compound", "楼栋": "building"}


class MappingPage(QWidget):
    """again(ImportOptions): the header is elsewhere, plan anew and come back here;
    ready_changed: whether go_on() would work may have changed."""

    again = Signal(object)
    ready_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: ImportPlan | None = None
        self._table: TablePlan | None = None
        self._filling = False
        self._notice = QFrame()
        self._notice.setProperty("role", "notice")
        self._message = label("", wrap=True)
        inside = column(self._message)
        inside.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self._notice.setLayout(inside)
        self.boxes = PlaceBoxes()
        self.places = Form(columns=3)
        for key, caption, box in (
            ("community", "社区(&C)", self.boxes.community),
            ("compound", "小区(&K)", self.boxes.compound),
            ("building", "楼栋(&B)", self.boxes.building),
        ):
            self.places.add(key, caption, box)
        self.places.changed.connect(self._changed)
        self._asked = label("", "strong", wrap=True)
        self.sheet = PickEditor()
        self.sheet.setMinimumWidth(theme.px(160))
        self.sheet.changed.connect(self._sheet_chosen)
        self.header_row = PickEditor([(n, f"第 {n} 行") for n in range(1, _HEADER_ROWS + 1)])
        self.header_rows = PickEditor([(n, f"共 {n} 行") for n in range(1, _MOST_LEVELS + 1)])
        for editor in (self.header_row, self.header_rows):
            editor.changed.connect(self._header_moved)
        self._skipped = label("", "muted", wrap=True)
        self._problem = label("", "error", wrap=True)
        self.grid = PreviewGrid()
        self.grid.changed.connect(self._changed)
        sheets = row(
            label("工作表", "muted"),
            self.sheet,
            label("表头从", "muted"),
            self.header_row,
            self.header_rows,
            None,
            label("每列上方选它是什么，琥珀色边框的请核对", "muted"),
        )
        layout = column(
            self._notice,
            self._asked,
            self.places,
            sheets,
            self.grid,
            self._problem,
            self._skipped,
            spacing=12,
        )
        layout.setStretchFactor(self.grid, 1)
        self.setLayout(layout)

    # -- filling ---------------------------------------------------------------------------------

    def know(self, buildings: Sequence[Building]) -> None:
        """The places to offer."""
        self.boxes.know(buildings)

    def show_plan(self, plan: ImportPlan) -> None:
        """Ask about this plan."""
        self._filling = True
        self._plan = plan
        self._notice.setVisible(bool(plan.message) and plan.unclear)
        self._message.setText(f"{plan.message}请在各列上方选出它是什么；表头不在这里就改行号。")
        self._show_needs(plan)
        names = [(at, table.sheet) for at, table in enumerate(plan.tables)]
        self.sheet.set_pairs(names)
        kept = self._table.sheet if self._table is not None else ""
        at = next((i for i, table in enumerate(plan.tables) if table.sheet == kept), 0)
        self.sheet.set_value(at)
        skipped = "；".join(f"「{sheet}」{why.rstrip('。')}" for sheet, why in plan.skipped)
        self._skipped.setText(f"不导入的工作表：{skipped}。" if skipped else "")
        self._skipped.setVisible(bool(skipped))
        self._show_table(plan.tables[at] if plan.tables else None)
        self._filling = False
        self._changed()

    def _show_needs(self, plan: ImportPlan) -> None:
        """Places are asked for where they are missing, and offered where no column has them."""
        options = plan.options
        missing = {NEEDS[need] for need in plan.needs if need in NEEDS}
        columns = {c.field for table in plan.tables for c in table.columns}
        offered = {key for key in NEEDS.values() if key not in columns or getattr(options, key)}
        known = plan.kind == "households" and not plan.unclear
        wanted = missing | (offered if known else set())
        self._asked.setText(_ASKED if missing else _OFFERED)
        self._asked.setVisible(bool(wanted))
        self.places.setVisible(bool(wanted))
        self.boxes.start((options.community, options.compound, options.building))
        for key in NEEDS.values():
            self.places.show_field(key, visible=key in wanted)
            empty = "请选择或填写" if key in missing else "不填就按标题或表名"
            self.boxes.box(key).hint(empty)

    def _show_table(self, table: TablePlan | None) -> None:
        self._table = table
        if table is None:
            return
        first = table.header_rows[0] if table.header_rows else 1
        self.header_row.set_value(first)
        self.header_rows.set_value(max(1, len(table.header_rows)))
        assert self._plan is not None
        self.grid.show_table(self._plan.kind, table)

    def _sheet_chosen(self) -> None:
        if not self._filling and self._plan is not None:
            at = self.sheet.value()
            assert isinstance(at, int)
            self._filling = True
            self._show_table(self._plan.tables[at])
            self._filling = False
            self._changed()

    def _header_moved(self) -> None:
        """The clerk pointed at another header: read the table again from there."""
        if not self._filling and self._table is not None:
            first, levels = self.header_row.value(), self.header_rows.value()
            assert self._plan is not None
            assert isinstance(first, int)
            assert isinstance(levels, int)
            rows = tuple(range(first, first + levels))
            there = replace(self._table, header_rows=rows)
            self.again.emit(_with_rule(self._plan.options, there, {}))

    # -- the answer ------------------------------------------------------------------------------

    def ready(self) -> bool:
        """Everything asked for is answered."""
        return not self.problem() and all(self._missing_place(key) is None for key in self._keys())

    def problem(self) -> str:
        """Why it cannot go on; empty where it can."""
        twice = self.grid.twice()
        return f"有两列都选了「{field_title(twice)}」，请改掉一列。" if twice else ""

    def options(self) -> ImportOptions:
        """What was decided, for planning again."""
        assert self._plan is not None
        community, compound, building = self.boxes.values()
        options = replace(
            self._plan.options, community=community, compound=compound, building=building
        )
        table, decided = self._table, self.grid.decided()
        if table is None or not decided:
            return options
        for same in self._plan.tables:
            if same.fingerprint == table.fingerprint:
                options = _with_rule(options, same, decided)
        return options

    def _keys(self) -> tuple[str, ...]:
        assert self._plan is not None
        return tuple(NEEDS[need] for need in self._plan.needs if need in NEEDS)

    def _missing_place(self, key: str) -> str | None:
        return None if self.places.values()[key] else key

    def _changed(self) -> None:
        if not self._filling:
            self._problem.setText(self.problem())
            self._problem.setVisible(bool(self.problem()))
            self.ready_changed.emit()


def _with_rule(
    options: ImportOptions, table: TablePlan, columns: Mapping[str, str | None]
) -> ImportOptions:
    """The options with one table's rule set anew; rules of other tables stay. No columns: the
    header stands elsewhere, nothing is decided about it yet."""
    old = (options.mapping or {}).get("tables", ())
    rule: dict[str, Any] = {"sheet": table.sheet, "columns": dict(columns)}
    if table.header_rows:
        rule |= {"header_row": table.header_rows[0], "header_rows": len(table.header_rows)}
    before = next((r for r in old if r.get("sheet") == table.sheet), None)
    if before is not None and columns:
        rule["columns"] = {**before.get("columns", {}), **columns}
    others = [r for r in old if r.get("sheet") != table.sheet]
    return replace(options, mapping={"tables": [*others, rule]})
