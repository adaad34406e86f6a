"""Actions of the journal in the words of the screen."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from ldz_desktop.ui.kit.records import Column

if TYPE_CHECKING:
    from ldz_desktop.services.history import HistoryEvent
    from ldz_desktop.services.history_words import HistoryLine

EMPTY = "（空）"
_FIRST_YEAR = 2000  # what was written without a time bears an older one


def when(at: datetime, today: date) -> str:
    """今天 09:12, 昨天 18:40, 10月12日 09:12, 2025年3月1日 09:12."""
    if at.year < _FIRST_YEAR:
        return "—"
    clock = f"{at:%H:%M}"
    days = (today - at.date()).days
    if days in (0, 1):
        return f"{'今天' if days == 0 else '昨天'} {clock}"
    year = "" if at.year == today.year else f"{at.year}年"
    return f"{year}{at.month}月{at.day}日 {clock}"


def may_be_undone(event: "HistoryEvent") -> bool:
    """Not what was taken back already, nor what set the office up."""
    return not event.undone and bool(event.actor)


def outcome(event: "HistoryEvent") -> str:
    """What became of an action."""
    if event.undone:
        return "已撤销"
    if event.redoes:
        return "重做了一步"
    return "撤销了一步" if event.undoes else ""


def gist(event: "HistoryEvent") -> str:
    """An action in a few words: what was changed, of whom."""
    lines = event.lines
    if not lines:
        return f"{event.entries:,} 处改动" if event.entries else ""
    first = lines[0]
    words = f"{first.subject} {sentence(first)}"
    return words if len(lines) == 1 else f"{words} 等 {len(lines)} 处"


def sentence(line: "HistoryLine") -> str:
    """电话：139****0018 → 138****2207; 新增标签."""
    if line.field in ("新增", "删除"):
        return f"{line.field}{line.after or line.before}"
    return f"{line.field}：{line.before or EMPTY} → {line.after or EMPTY}"


def event_columns(today: date, *, whose: bool) -> "tuple[Column[HistoryEvent], ...]":
    """One line an action. whose: say which household or leader each is about."""
    about: tuple[Column[HistoryEvent], ...] = (
        Column("whose", "谁家 / 谁的", lambda e: e.whose or "—", width=190, tone=_tone,
               tip=lambda e: e.whose),
    )  # fmt: skip
    return (
        Column("at", "时间", lambda e: when(e.at, today), width=128, sort=lambda e: e.at),
        Column("actor", "谁", lambda e: e.actor or "—", width=84),
        Column("what", "做了什么", lambda e: e.what, width=128, tone=_tone, tip=lambda e: e.what),
        *(about if whose else ()),
        Column("gist", "内容", gist, width=0, tone=_tone, tip=gist, sortable=False),
        Column("reason", "原因", lambda e: e.reason or "—", width=120, tip=lambda e: e.reason),
        Column("outcome", "状态", outcome, width=92, tone=lambda e: "muted"),
    )


def _tone(event: "HistoryEvent") -> str | None:
    return "faint" if event.undone else None
