"""The people an order brings along."""

from dataclasses import replace

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.moves import Birth, MoveIn, NewTenants, Order


def newcomers(order: Order) -> tuple[Resident, ...]:
    """Those who come, on file already or not."""
    if isinstance(order, MoveIn):
        return order.arrivals
    if isinstance(order, NewTenants):
        return order.tenants
    return (order.child,) if isinstance(order, Birth) else ()


def with_newcomers(order: Order, people: tuple[Resident, ...]) -> Order:
    """The same order with these people; who is not on file gets -1, -2 … as id."""
    numbered = tuple(
        replace(p, id=-number) if p.id <= 0 else p for number, p in enumerate(people, 1)
    )
    if isinstance(order, MoveIn):
        return replace(order, arrivals=numbered)
    if isinstance(order, NewTenants):
        return replace(order, tenants=numbered)
    return replace(order, child=numbered[0]) if isinstance(order, Birth) else order
