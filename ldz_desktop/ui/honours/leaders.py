"""Leaders by the months their buildings held the flag, with one true sentence each."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ldz_desktop.services.honours import HonouredLeader
from ldz_desktop.ui.kit.pieces import card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel


@dataclass(frozen=True, slots=True)
class Placed:
    """A leader with the place in the list; equal months and averages share it."""

    place: int
    leader: HonouredLeader


COLUMNS: tuple[Column[Placed], ...] = (
    Column("place", "", lambda p: str(p.place), "right", 36, sort=lambda p: p.place),
    Column("leader", "楼栋长", lambda p: p.leader.leader, width=72, strong=lambda p: True),
    Column("building", "楼栋", lambda p: p.leader.building, width=112),
    Column(
        "flags",
        "持旗",
        lambda p: f"{p.leader.months_flagged}个月" if p.leader.months_flagged else "",
        width=68,
        sort=lambda p: p.leader.months_flagged,
        chip=lambda p: "red" if p.leader.months_flagged else None,
    ),
    Column(
        "average",
        "平均分",
        lambda p: str(p.leader.average),
        "right",
        64,
        sort=lambda p: p.leader.average,
    ),
    Column(
        "sentence",
        "事迹",
        lambda p: p.leader.sentence,
        width=0,
        sortable=False,
        tip=lambda p: p.leader.sentence,
    ),
)


def placed(leaders: Sequence[HonouredLeader]) -> list[Placed]:
    """Places 1, 1, 3 in the order given."""
    found: list[Placed] = []
    for index, leader in enumerate(leaders):
        before = found[-1] if found else None
        shared = before is not None and _merit(before.leader) == _merit(leader)
        found.append(Placed(before.place if before and shared else index + 1, leader))
    return found


def _merit(leader: HonouredLeader) -> tuple[int, object]:
    return leader.months_flagged, leader.average


class LeaderWall(QWidget):
    """The list of leaders in a card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RecordModel(COLUMNS, lambda p: p.leader.building_id, self)
        self.table = RecordTable(self.model, "持旗较多的楼栋长")
        self._span = label("", "muted")
        head = row(label("楼栋长风采", "title"), self._span, None)
        body = column(head, spacing=8)
        body.addWidget(self.table, 1)
        self.setLayout(column(card(body)))

    def show_leaders(self, leaders: Sequence[HonouredLeader], span: str) -> None:
        """span: which months are counted."""
        self._span.setText(span)
        self.model.set_records(placed(leaders))
