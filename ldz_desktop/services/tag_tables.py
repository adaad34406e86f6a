"""Care tags and visits as tables for paper and spreadsheets, masked unless asked otherwise."""

from datetime import date

from ldz_desktop.domain.codes import SEX
from ldz_desktop.domain.households import age_on
from ldz_desktop.domain.masks import mask_name, mask_phone
from ldz_desktop.domain.tags import PERIODS, is_sensitive
from ldz_desktop.services.tables import TableColumn
from ldz_desktop.services.tag_records import TaggedPerson, VisitDue

KIND_COLUMNS = (
    TableColumn("序号", 4, "number"),
    TableColumn("住址", 12),
    TableColumn("姓名", 7),
    TableColumn("性别", 4),
    TableColumn("年龄", 4, "number"),
    TableColumn("联系电话", 9),
    TableColumn("开始", 8),
    TableColumn("依据", 12),
    TableColumn("上次走访", 8),
)
DUE_COLUMNS = (
    TableColumn("序号", 4, "number"),
    TableColumn("住址", 12),
    TableColumn("居民", 7),
    TableColumn("标签", 10),
    TableColumn("周期", 5),
    TableColumn("上次走访", 8),
    TableColumn("应走访日期", 8),
    TableColumn("走访情况", 14),
)


def kind_row(
    number: int, one: TaggedPerson, today: date, *, full: bool, revealed: bool
) -> tuple[str, ...]:
    """A sensitive tag hides name, room and basis unless revealed. full: telephones too."""
    hidden = not revealed and is_sensitive(one.kind, one.birth, today)
    place = f"{one.compound}{one.building}"
    return (
        str(number),
        place if hidden else f"{place}{one.unit}{one.room}",
        mask_name(one.name) if hidden else one.name,
        SEX.label(one.sex),
        "" if one.birth is None else str(age_on(one.birth, today)),
        (one.phone or "") if full else mask_phone(one.phone) if one.phone else "",
        _day(one.from_on) if one.tag_id else "按档案算出",
        "" if hidden else one.basis or "",
        _day(one.last_visit),
    )


def due_row(number: int, one: VisitDue, *, full: bool) -> tuple[str, ...]:
    """Sensitive reasons stand as one word; the last column is for a pen."""
    kinds = [kind for kind in one.kinds if full or kind not in one.sensitive]
    if len(kinds) < len(one.kinds):
        kinds.append("其他")
    return (
        str(number),
        f"{one.compound}{one.building}{one.unit}{one.room}",
        mask_name(one.name) if one.child and not full else one.name,
        "、".join(kinds),
        PERIODS.get(one.every, f"每 {one.every} 天"),
        _day(one.last) or "从未走访",
        _day(one.since) or "现在",
        "",
    )


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
