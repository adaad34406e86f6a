"""What the wall shows of one month, read in one go."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtGui import QImage

from ldz_desktop.services.context import Office
from ldz_desktop.services.honours import FlagHolder, HonouredLeader, TrendSeries
from ldz_desktop.services.months import month_text
from ldz_desktop.services.scans import PORTRAIT
from ldz_desktop.services.tables import Table, TableColumn

LEADERS = 30
LINES = 6
"""More lines than this cannot be told apart."""


@dataclass(frozen=True, slots=True)
class WallData:
    """months: closed ones, newest first; holders, undecided: of `month`; leaders: over all closed
    months; trends: community → its lines, "" for the whole district; faces: leader_id → portrait of
    the holders. Empty without closed months.
    """

    months: tuple[str, ...] = ()
    month: str = ""
    holders: tuple[FlagHolder, ...] = ()
    undecided: Mapping[str, tuple[str, ...]] | None = None
    leaders: tuple[HonouredLeader, ...] = ()
    trends: Mapping[str, tuple[TrendSeries, ...]] | None = None
    faces: Mapping[int, QImage] = field(default_factory=dict)


def read_wall(office: Office, month: str) -> WallData:
    """month: "" or one that is no longer closed stands for the newest."""
    months = office.honours.months()
    if not months:
        return WallData()
    month = month if month in months else months[0]
    holders = office.honours.flag_holders(month)
    leaders = office.honours.leaders(10_000)
    return WallData(
        months=months,
        month=month,
        holders=holders,
        undecided=office.honours.undecided(month),
        leaders=leaders[:LEADERS],
        trends=_trends(office, holders, leaders),
        faces=_faces(office, holders),
    )


def _faces(office: Office, holders: tuple[FlagHolder, ...]) -> dict[int, QImage]:
    """As small as they are kept for lists."""
    found = {}
    for leader in {h.leader_id for h in holders if h.leader_id}:
        scan = office.scans.newest("leader", leader, PORTRAIT)
        if scan is not None:
            found[leader] = QImage.fromData(scan.thumbnail)
    return found


def _trends(
    office: Office, holders: tuple[FlagHolder, ...], leaders: tuple[HonouredLeader, ...]
) -> dict[str, tuple[TrendSeries, ...]]:
    """For each community the buildings that hold a flag and those that held one longest."""
    chosen: dict[str, list[int]] = {"": [h.building_id for h in holders][:LINES]}
    for holder in holders:
        chosen.setdefault(holder.community, []).append(holder.building_id)
    for leader in leaders:
        chosen.setdefault(leader.community, []).append(leader.building_id)
    kept = {name: list(dict.fromkeys(ids))[:LINES] for name, ids in chosen.items()}
    wanted = list(dict.fromkeys(i for ids in kept.values() for i in ids))
    series = office.honours.trend(wanted)  # all of them have closed months: none is left out
    lines = dict(zip(wanted, series, strict=True))
    return {name: tuple(lines[i] for i in ids) for name, ids in kept.items()}


def wall_table(data: WallData, unit: str) -> Table:
    """The wall as a list for paper: who holds a flag, then who has held one longest."""
    month_name = month_text(data.month)
    columns = (
        TableColumn("荣誉", 8),
        TableColumn("社区", 8),
        TableColumn("楼栋", 8),
        TableColumn("楼栋长", 6),
        TableColumn("得分", 5, "number"),
        TableColumn("持旗月数", 5, "number"),
        TableColumn("说明", 16),
    )
    flags = [
        (
            "流动红旗", h.community, h.building, h.leader, str(h.score), str(h.months_held),
            f"连续 {h.months_in_row} 个月" if h.months_in_row > 1 else _from(h),
        )
        for h in data.holders
    ]  # fmt: skip
    tied = [
        ("红旗待定", community, "、".join(titles), "", "", "", "名次并列，归属待研究决定")
        for community, titles in (data.undecided or {}).items()
    ]
    leaders = [
        (
            "持旗较多", one.community, one.building, one.leader, "",
            str(one.months_flagged), f"平均 {one.average} 分。{one.sentence}",
        )
        for one in data.leaders
        if one.months_flagged
    ]  # fmt: skip
    note = (
        f"流动红旗和持旗月数截至{month_name}；持旗较多的楼栋长截至{month_text(data.months[0])}，"
        "平均分为参加排名各月得分的平均。"
    )
    return Table(f"{month_name}荣誉榜", columns, (*flags, *tied, *leaders), note, unit)


def _from(holder: FlagHolder) -> str:
    return f"接自{'、'.join(holder.handed_from)}" if holder.handed_from else ""
