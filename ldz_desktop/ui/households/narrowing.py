"""The pills over the list: what each narrows it to, and how many households that are."""

from datetime import date
from typing import TYPE_CHECKING

from ldz_desktop.domain.households import EVERYTHING, HouseholdFilter
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.ui.households.columns import AGED, tenure_tone
from ldz_desktop.ui.kit.pieces import Tone

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office

TENURES = ("自有", "租赁", "群租", "借住", "空置")
_TITLES = {"自有": "自住"}
UNKNOWN, DUE = "unknown", "due"
PILLS: list[tuple[str, str, Tone]] = [
    ("all", "全部", "grey"),
    *((tenure, _TITLES.get(tenure, tenure), tenure_tone(tenure)) for tenure in TENURES),
    (UNKNOWN, "未登记", "grey"),
    ("aged", "高龄", "amber"),
    ("alone", "独居", "amber"),
    (DUE, "待访", "amber"),
    ("unchecked", "待核", "red"),
]
TIPS: dict[str, str] = {
    **{tenure: f"房屋性质为「{tenure}」的户" for tenure in TENURES},
    UNKNOWN: "房屋性质还没有登记的户",
    "aged": "有 80 岁以上的人住着的户",
    "alone": "只有一个人住的户",
    DUE: "有人到了走访日期的户",
    "unchecked": "一年内没有核对过的户",
}
MAYBE = frozenset({UNKNOWN, DUE})
"""Pills that are there only where somebody is behind them."""


def narrowed_ids(
    office: "Office", place: PlaceRef, pill: str, order: tuple[str, bool] = ("address", False)
) -> list[int]:
    """The households of a place that a pill lets through (on the worker). order: sort key, and
    whether descending."""
    sort, descending = order
    if pill == DUE:
        due = {row.id for row in office.tags.due(place).rows}
        every = office.households.ids(place, sort, descending=descending)
        return [household for household in every if household in due]
    return office.households.ids(place, sort, descending=descending, narrow=narrowing(office, pill))


def pill_counts(office: "Office", place: PlaceRef) -> dict[str, int]:
    """How many households each pill would show, by its key (on the worker)."""
    summary = office.households.summary(place)
    counts = {tenure: summary.by_tenure.get(tenure, 0) for tenure in TENURES}
    counts["unchecked"] = summary.unchecked
    counts[UNKNOWN] = summary.by_tenure.get("", 0)
    for pill in ("aged", "alone", DUE):
        counts[pill] = len(narrowed_ids(office, place, pill))
    return counts


def narrowing(office: "Office", pill: str) -> HouseholdFilter:
    """A pill as the service understands it."""
    if pill == "aged":
        return HouseholdFilter(born_by=years_before(office.today(), AGED))
    if pill == "alone":
        return HouseholdFilter(alone=True)
    if pill == "unchecked":
        return HouseholdFilter(unchecked_since=office.households.check_due())
    if pill == UNKNOWN:
        return HouseholdFilter(tenure="")
    return EVERYTHING if pill == "all" else HouseholdFilter(tenure=pill)


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; 29 February becomes 28 where it does not exist."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
