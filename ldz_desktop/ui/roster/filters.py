"""What the roster's list is narrowed to: a figure, a community, and words that were typed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ldz_desktop.domain.codes import is_party, upper_secondary
from ldz_desktop.domain.leaders import LeaderRow
from ldz_desktop.services.codes import reader

Group = Literal["all", "leaders", "party", "schooling", "vacant", "last"]

_GROUPS: dict[Group, Callable[[LeaderRow], bool]] = {
    "all": lambda row: True,
    "leaders": lambda row: bool(row.leader_id),
    "party": lambda row: bool(row.leader_id) and is_party(row.political),
    "schooling": lambda row: bool(row.leader_id) and upper_secondary(row.education),
    "vacant": lambda row: not row.leader_id,
    "last": lambda row: row.streak >= 1,
}

GROUP_NAMES: dict[Group, str] = {
    "all": "",
    "leaders": "在任",
    "party": "中共党员",
    "schooling": "高中及以上",
    "vacant": "空缺",
    "last": "上月末位",
}

DEFINITIONS: dict[Group, str] = {
    "all": "",
    "leaders": "现在任职的楼栋长，一人负责几栋楼只算一名",
    "party": "在任楼栋长中政治面貌为中共党员或预备党员的，一人只算一名",
    "schooling": "在任楼栋长中文化程度为高中、中职、大专、本科、研究生的，占全部在任楼栋长的百分比",
    "vacant": "没有在任楼栋长的楼栋",
    "last": "在任楼栋长中，最近一个封月的排名为末位的",
}
"""What each figure counts: on the tile, and on paper."""


@dataclass(frozen=True, slots=True)
class RosterFilter:
    """group: one of the figures on top; community: its name, empty for all; text: as typed."""

    group: Group = "all"
    community: str = ""
    text: str = ""

    def keeps(self, row: LeaderRow) -> bool:
        """Whether the list shows that row. Every word must fit somewhere: a part of the building
        or the name, the name's pinyin or initials from the start, a part of the phone number."""
        if not _GROUPS[self.group](row):
            return False
        if self.community and row.community != self.community:
            return False
        return all(_fits(row, word) for word in self.text.lower().split())

    @property
    def narrows(self) -> bool:
        return self != RosterFilter()


def in_group(rows: list[LeaderRow], group: Group) -> int:
    """How many a figure stands for: people, each once, and vacant buildings."""
    return len({row.leader_id or -row.building_id for row in rows if _GROUPS[group](row)})


def _fits(row: LeaderRow, word: str) -> bool:
    if word in f"{row.community}{row.compound}{row.building}".lower() or word in row.name.lower():
        return True
    if word.isdigit():
        return len(word) >= 3 and word in (row.phone or "")
    return any(key.startswith(word) for key in _pinyin(row.name))


@lru_cache(maxsize=4096)
def _pinyin(name: str) -> tuple[str, ...]:
    keys = (key for one in reader().readings(name) for key in (one.full, one.initials))
    return tuple(keys) if name else ()
