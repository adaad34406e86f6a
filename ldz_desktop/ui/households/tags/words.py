"""How tags and visits are said on screen."""

from datetime import date

from ldz_desktop.domain.tags import PERIODS, Tag
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.tag_records import HouseholdTags, TaggedPerson, VisitDue
from ldz_desktop.ui.households.columns import room_title

HIDDEN_KIND = "敏感标签"
HIDDEN = "已隐藏"
COMPUTED = "按档案算出"
NEVER = "从未走访"


def period(days: int) -> str:
    """每月; 每 45 天."""
    return PERIODS.get(days, f"每 {days} 天")


def span(tag: Tag | TaggedPerson) -> str:
    """2025年3月1日起; …止; "" where no day is known."""
    begun = f"{date_text(tag.from_on)}起" if tag.from_on else ""
    return begun + (f"，{date_text(tag.to_on)}止" if tag.to_on else "")


def address(row: TaggedPerson | VisitDue) -> str:
    return f"{row.compound}{row.building} {room_title(row.unit, row.room)}"


def visit_line(tags: HouseholdTags) -> str:
    """上次走访 2026年10月3日 · 每月一次；"" where nobody asks for visits and nobody was there."""
    last = f"上次走访 {date_text(tags.last_visit)}" if tags.last_visit else NEVER
    if not tags.every:
        return last if tags.last_visit else ""
    return f"{last} · {period(tags.every)}"


def overdue(row: VisitDue, today: date) -> str:
    """已过 12 天; 今天到期; 从未走访."""
    if row.since is None:
        return NEVER
    days = (today - row.since).days
    return "今天到期" if days == 0 else f"已过 {days} 天"
