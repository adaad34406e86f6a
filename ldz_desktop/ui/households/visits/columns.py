"""What the lists of 走访包 tell."""

from collections.abc import Iterable

from ldz_desktop.domain.moments import moment_text
from ldz_desktop.domain.places import natural_key
from ldz_desktop.record import record
from ldz_desktop.services.visits_records import Difference, PackInfo
from ldz_desktop.ui.kit.records import Column

HIDDEN_APART = "遮住的部分不同。"


@record
class PackLine:
    """A pack with a number of its own, for the table."""

    number: int
    pack: PackInfo


def _buildings(line: PackLine) -> str:
    return "、".join(line.pack.buildings) or "（恢复备份以前发出的）"


PACK_COLUMNS = (
    Column[PackLine](
        "made", "发出时间", lambda p: moment_text(p.pack.made_at), width=172,
        sort=lambda p: p.pack.made_at,
    ),
    Column[PackLine]("by", "谁", lambda p: p.pack.made_by, width=100),
    Column[PackLine]("buildings", "哪几栋", _buildings, width=0, tip=_buildings),
    Column[PackLine](
        "households", "户数", lambda p: f"{p.pack.households:,}", "right", 84,
        sort=lambda p: p.pack.households,
    ),
    Column[PackLine](
        "merged", "合并于",
        lambda p: "还没有带回" if p.pack.merged_at is None else moment_text(p.pack.merged_at),
        width=172, sort=lambda p: p.pack.merged_at,
        tone=lambda p: "muted" if p.pack.merged_at is None else None,
    ),
    Column[PackLine](
        "open", "待定", lambda p: f"{p.pack.differences} 处" if p.pack.differences else "",
        width=84, sort=lambda p: p.pack.differences or None, chip=lambda _: "amber",
    ),
)  # fmt: skip


def alike(one: Difference) -> bool:
    """Nothing to be seen of what differs: it is masked."""
    return one.ours == one.theirs and masked(one)


def masked(one: Difference) -> bool:
    return any("*" in text or "已隐藏" in text for text in (one.base, one.ours, one.theirs))


def said(one: Difference) -> str:
    """Why somebody is asked, what is most needed first: there may be no room for all of it."""
    return f"{HIDDEN_APART}{one.why}" if alike(one) else one.why


def value(text: str) -> str:
    """What stands for nothing."""
    return text or "（空）"


def in_order(differences: Iterable[Difference]) -> list[Difference]:
    """House by house, person by person."""
    return sorted(differences, key=lambda d: (natural_key(d.whose), d.file_no, d.subject, d.field))


DIFFERENCE_COLUMNS = (
    Column[Difference](
        "whose", "户", lambda d: d.whose or "（不属于某一户）", width=176, tip=lambda d: d.whose,
        sort=lambda d: natural_key(d.whose), both_ends=True,
    ),
    Column[Difference](
        "file_no", "档案号", lambda d: d.file_no, width=132, tone=lambda _: "muted",
        tip=lambda d: d.file_no, sort=lambda d: natural_key(d.file_no), both_ends=True,
    ),
    Column[Difference]("subject", "谁", lambda d: d.subject, width=84, strong=lambda _: True),
    Column[Difference]("field", "项目", lambda d: d.field, width=104),
    Column[Difference](
        "ours", "办公室的", lambda d: value(d.ours), width=176, tip=lambda d: d.ours,
        tone=lambda d: None if d.ours else "faint",
    ),
    Column[Difference](
        "base", "走访前的", lambda d: value(d.base), width=140, tip=lambda d: d.base,
        tone=lambda d: "muted" if d.base else "faint",
    ),
    Column[Difference](
        "theirs", "走访的", lambda d: value(d.theirs), width=176, tip=lambda d: d.theirs,
        tone=lambda d: None if d.theirs else "faint",
    ),
    Column[Difference](
        "why", "说明", said, width=0, tip=said,
        tone=lambda d: "muted" if d.may_take else "amber-ink",
    ),
)  # fmt: skip
SPARED = ("file_no", "base", "why")
"""Columns that give way where there is no room, the first ones first: what they tell stands below
the list as well."""
