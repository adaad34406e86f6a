"""What an order and its outcome are called: in the journal, and in the status bar."""

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.moves import (
    CAUSES,
    HeadChange,
    MoveIn,
    MoveOut,
    MovePlan,
    NewTenants,
    Order,
)
from ldz_desktop.domain.workdays import date_text


def reason_words(order: Order) -> str:
    """Why, for the journal: the cause, the day, where to or from, what the person wrote."""
    parts = [_cause(order), date_text(order.day) if order.day else "", _where(order)]
    return "；".join(p for p in (*parts, order.reason.strip()) if p)


def _cause(order: Order) -> str:
    if isinstance(order, HeadChange):
        return CAUSES[order.cause]
    return "离婚" if isinstance(order, MoveOut) and order.divorced else ""


def _where(order: Order) -> str:
    if isinstance(order, HeadChange | MoveOut | NewTenants) and order.goes_to:
        return f"去向：{order.goes_to}"
    if isinstance(order, MoveIn) and order.came_from:
        return f"来自：{order.came_from}"
    return ""


def change_words(plan: MovePlan, touched: tuple[int, ...]) -> Change:
    """touched: the households, the one to look at next first."""
    address = plan.situation.main.address
    return Change.of("households", "places", what=f"{address}已{plan.title}", ids=touched)
