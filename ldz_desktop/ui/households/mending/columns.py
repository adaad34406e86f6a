"""What the two lists of the page show: kinds with counts, and the lines of one kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ldz_desktop.domain.mending_records import KINDS, SEVERITIES, Severity
from ldz_desktop.domain.places import natural_key
from ldz_desktop.services.mending_records import MendingLine
from ldz_desktop.ui.kit.pieces import Tone
from ldz_desktop.ui.kit.records import Column

SEVERITY_TONES: Mapping[Severity, Tone] = {"wrong": "red", "missing": "amber", "due": "grey"}
EVERY = ""

_ADVICE: Mapping[str, str] = {
    **dict.fromkeys(
        ("no_head", "child_head", "no_adult"),
        "打开户档，用“换户主”重新确定户主和各人的关系。",
    ),
    **dict.fromkeys(
        ("name_missing", "room_missing", "relation_missing", "phone_missing"), "打开户档补上。"
    ),
    "vacant_lived": "打开户档，改房屋性质，或者把各人改成“不住这里”。",
}


def advice(code: str) -> str:
    """What to do about a finding that no button mends."""
    return _ADVICE.get(code, "要先了解情况，请打开户档核实后修改。")


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of finding and how many there are. code: EVERY for the first line."""

    number: int
    code: str
    title: str
    count: int
    severity: Severity | None


def kind_rows(counts: Mapping[str, int]) -> list[KindRow]:
    """Kinds that there are, contradictions first; all of them together above."""
    rows = [KindRow(1, EVERY, "全部", sum(counts.values()), None)]
    rows += [
        KindRow(number, kind.code, kind.title, counts[kind.code], kind.severity)
        for number, kind in enumerate(KINDS, 2)
        if counts.get(kind.code)
    ]
    return rows


KIND_COLUMNS: tuple[Column[KindRow], ...] = (
    Column(
        "severity", "类别", lambda r: SEVERITIES[r.severity] if r.severity else "", width=62,
        chip=lambda r: SEVERITY_TONES[r.severity] if r.severity else None, sortable=False,
    ),
    Column("title", "问题", lambda r: r.title, width=0, sortable=False),
    Column("count", "条数", lambda r: f"{r.count:,}", "right", 62, sortable=False),
)  # fmt: skip


@lru_cache(maxsize=32_768)
def _address_key(building: str, room: str) -> tuple[str, str]:
    """Kept, because a click on the head asks for it twice a line."""
    return natural_key(building), natural_key(room)


LINE_COLUMNS: tuple[Column[MendingLine], ...] = (
    Column("place", "房屋", lambda r: f"{r.building} {r.room}", width=188,
           sort=lambda r: _address_key(r.building, r.room)),
    Column("name", "姓名", lambda r: r.name or "（整户）", width=84,
           tone=lambda r: None if r.name else "muted"),
    Column("sentence", "问题", lambda r: r.finding.sentence, width=0,
           tip=lambda r: r.finding.sentence),
    Column("leader", "楼栋长", lambda r: r.leader or "暂缺", width=84,
           tone=lambda r: "muted" if r.leader else "faint"),
    Column("repair", "修复", lambda r: "可修复" if r.finding.repair else "", width=76,
           chip=lambda r: "green" if r.finding.repair else None,
           sort=lambda r: r.finding.repair is None),
)  # fmt: skip


def counted(lines: Sequence[MendingLine], attribute: str, nobody: str) -> list[tuple[object, str]]:
    """Choices for a filter: every value of the lines with its count, in the order of the lines."""
    counts: dict[str, int] = {}
    for line in lines:
        value = getattr(line, attribute)
        counts[value] = counts.get(value, 0) + 1
    return [(value, f"{value or nobody}（{count:,}）") for value, count in counts.items()]
