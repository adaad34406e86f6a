"""What the board is narrowed to: a group, a community, and words that were typed."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ldz_desktop.services.codes import reader
from ldz_desktop.services.selections_reading import BoardRow

View = Literal["all", "vacant", "running", "due", "finished"]
GROUPS: dict[View, str] = {
    "all": "待办", "vacant": "空缺", "running": "推选中", "due": "即将届满",
    "finished": "一年内办结",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Narrow:
    """view: one of the buttons on top; community: its name, "" for all; text: as typed."""

    view: View = "all"
    community: str = ""
    text: str = ""

    def keeps(self, row: BoardRow) -> bool:
        """Every word must fit somewhere: the building, who is in office, or a candidate."""
        if not self._in_view(row):
            return False
        if self.community and row.building.community != self.community:
            return False
        return all(_fits(row, word) for word in self.text.lower().split())

    def _in_view(self, row: BoardRow) -> bool:
        if self.view == "running":
            return row.selection is not None and row.selection.running
        if self.view == "all":
            return row.group != "finished"
        return row.group == self.view


def _fits(row: BoardRow, word: str) -> bool:
    people = [row.leader] if row.leader else []
    if row.selection is not None:
        people += [candidate.name for candidate in row.selection.candidates]
    place = f"{row.building.community}{row.building.title}".lower()
    if word in place or any(word in name.lower() for name in people):
        return True
    return any(key.startswith(word) for name in people for key in _pinyin(name))


@lru_cache(maxsize=2048)
def _pinyin(name: str) -> tuple[str, ...]:
    return tuple(key for one in reader().readings(name) for key in (one.full, one.initials))
