"""How the last closed month would have come out: the ranks old and new side by side."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldz_desktop.domain.evaluation import Standing
from ldz_desktop.domain.places import natural_key
from ldz_desktop.services.months import month_text
from ldz_desktop.services.schemes import Preview, PreviewRow
from ldz_desktop.ui.evaluation.month_data import figure
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import label
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

_ASK = "改好左边的方案，点“预览上个月”，看上一个封存的月份按改后的方案会怎样。不改动任何结果。"
_MOST_NAMED = 6


def _rank(standing: Standing) -> str:
    return "—" if standing.rank is None else str(standing.rank)


def _move(row: PreviewRow) -> str:
    if row.moved is None:
        if row.old.rank is None and row.new.rank is None:
            return ""
        return row.new.score.why_unranked or "" if row.new.rank is None else "新排名"
    return f"↑{row.moved}" if row.moved > 0 else f"↓{-row.moved}" if row.moved else "不变"


def _flag(row: PreviewRow) -> str:
    return {(True, True): "红旗", (False, True): "得红旗", (True, False): "失红旗"}.get(
        (row.old.flag, row.new.flag), ""
    )


_COLUMNS = (
    Column[PreviewRow]("scope", "范围", lambda r: r.new.scope, width=82,
                       sort=lambda r: natural_key(r.new.scope)),
    Column[PreviewRow]("new", "改后", lambda r: _rank(r.new), align="right", width=50,
                       sort=lambda r: r.new.rank, strong=lambda r: r.new.rank is not None),
    Column[PreviewRow]("old", "原来", lambda r: _rank(r.old), align="right", width=50,
                       sort=lambda r: r.old.rank),
    Column[PreviewRow]("moved", "升降", _move, width=70, sort=lambda r: r.moved),
    Column[PreviewRow]("building", "楼栋", lambda r: r.title, width=0,
                       sort=lambda r: natural_key(r.title),
                       tip=lambda r: f"{r.new.scope}，{r.leader or '楼栋长暂缺'}"),
    Column[PreviewRow]("score", "改后得分", lambda r: figure(r.new.score.score, r.new),
                       align="right", width=76, sort=lambda r: r.new.score.score),
    Column[PreviewRow]("before", "原得分", lambda r: figure(r.old.score.score, r.old),
                       align="right", width=66, sort=lambda r: r.old.score.score),
    Column[PreviewRow]("flag", "红旗", _flag, width=62, sort=_flag,
                       tone=lambda r: "red" if r.new.flag else "muted"),
)  # fmt: skip


class PreviewView(QWidget):
    """show_preview(), forget(): what was computed is out of date."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = label(_ASK, "muted", wrap=True)
        self.flags = label("", wrap=True)
        self.model: RecordModel[PreviewRow] = RecordModel(
            _COLUMNS, lambda r: r.new.score.building_id, parent=self
        )
        self.table = RecordTable(self.model, "改后和原来的名次")
        self.table.setColumnHidden(self.model.section("scope"), theme.is_large())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.words)
        layout.addWidget(self.flags)
        layout.addWidget(self.table, 1)
        layout.addStretch(0)
        self.forget()

    def forget(self) -> None:
        if self.table.isHidden() and self.words.text() == _ASK:
            return
        self.words.setText(_ASK)
        self.flags.hide()
        self.table.hide()
        self.model.set_records(())

    def show_preview(self, found: Preview) -> None:
        """The table, or why there is none."""
        moved = sum(1 for row in found.rows if row.moved)
        head = f"{month_text(found.month)}按改后的方案：{moved} 栋名次有变。" if found.rows else ""
        self.words.setText(found.why_not or head + "".join(found.notes))
        parts = [
            f"{what}：{_named(names)}"
            for what, names in (("得到红旗", found.won), ("失去红旗", found.lost))
            if names
        ]
        self.flags.setText("；".join(parts) or "红旗归属不变")
        self.flags.setVisible(bool(found.rows))
        self.model.set_records(found.rows)
        self.table.setVisible(bool(found.rows))


def _named(names: tuple[str, ...]) -> str:
    more = f"等 {len(names)} 栋" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more
