"""The board as a table, for paper and for a file."""

from collections.abc import Sequence

from ldz_desktop.domain.selections import STEP_TITLES, STEPS
from ldz_desktop.services.core import Core
from ldz_desktop.services.selections_reading import BoardRow
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.tables import Table, TableColumn

_COLUMNS = (
    TableColumn("社区", 7),
    TableColumn("楼栋", 8),
    TableColumn("户数", 4, "number"),
    TableColumn("现任", 6),
    TableColumn("任期届满", 8),
    *(TableColumn(STEP_TITLES[step], 7) for step in STEPS),
    TableColumn("说明", 8),
)
_MARKS = {"done": "✓ ", "now": "", "waiting": "", "blocked": "！", "later": ""}


def board_table(core: Core, rows: Sequence[BoardRow], scope: str) -> Table:
    """As listed. scope: what the list is narrowed to."""
    profile = SettingService(core).profile()
    counted = f"共 {len(rows)} 栋；✓ 已完成，！ 需要处理"
    return Table(
        "楼栋长推选进度表", _COLUMNS, tuple(map(_cells, rows)),
        f"{scope}，{counted}" if scope else counted, profile.unit or profile.office,
    )  # fmt: skip


def _cells(row: BoardRow) -> tuple[str, ...]:
    end = row.incumbent.term_end if row.incumbent is not None else None
    steps = [f"{_MARKS[s.state]}{s.text}" for s in row.steps] or [""] * len(STEPS)
    return (
        row.building.community, row.building.title, str(row.households or ""),
        row.leader or "空缺", "" if end is None else end.isoformat(), *steps, remark(row),
    )  # fmt: skip


def remark(row: BoardRow) -> str:
    """Why a row without running steps is listed, or how it ended."""
    if row.group == "finished" and row.selection is not None:
        ended = "已办结" if row.selection.tenure_id is not None else "已终止"
        reason = row.selection.close_reason
        return f"{ended}：{reason}" if reason else ended
    if row.selection is None:
        return "待开始推选" if row.vacant else "待换届"
    return ""
