"""The members of a household in the order they are printed."""

from datetime import date

from ldz_desktop.domain import codes
from ldz_desktop.domain.households import Household, Resident, age_on
from ldz_desktop.domain.masks import mask_name, mask_phone
from ldz_desktop.record import record
from ldz_desktop.ui.households.details import CHILD_UNTIL, is_child
from ldz_desktop.ui.households.wording import STATES
from ldz_desktop.ui.kit.records import Column


@record
class Member:
    """A line of the table. hidden: a child whose record nobody asked to see."""

    id: int
    name: str
    relation: str
    age: str
    phone: str
    gone: bool
    hidden: bool


def member_lines(
    household: Household, today: date, revealed: "frozenset[int]"
) -> tuple[Member, ...]:
    """revealed: ids of children who may be shown in full."""
    return tuple(_line(m, today, shown=m.id in revealed) for m in household.members)


def _line(member: Resident, today: date, *, shown: bool) -> Member:
    hidden = is_child(member, today) and not shown
    gone = member.state != "present"
    return Member(
        id=member.id,
        name=mask_name(member.name) if hidden else member.name,
        relation=codes.RELATION.label(member.relation) or "—",
        age=_age(member, today, hidden=hidden),
        phone=STATES[member.state] if gone else _phone(member, hidden=hidden),
        gone=gone,
        hidden=hidden,
    )


def _age(member: Resident, today: date, *, hidden: bool) -> str:
    if member.birth is None:
        return "—"
    if hidden:
        return f"<{CHILD_UNTIL}"
    last = member.state_on if member.state == "dead" and member.state_on else today
    return str(age_on(member.birth, last))


def _phone(member: Resident, *, hidden: bool) -> str:
    if not member.phone:
        return "—"
    return "已隐藏" if hidden else mask_phone(member.phone)


def _tone(member: Member) -> str | None:
    return "faint" if member.gone else None


def _tip(member: Member) -> str:
    return (
        f"未满 {CHILD_UNTIL} 岁，信息已隐藏；在下面按「显示」查看，会记入日志"
        if member.hidden
        else ""
    )


MEMBER_COLUMNS = (
    Column[Member](
        "name", "姓名", lambda m: m.name, width=84, tone=_tone, tip=_tip, sortable=False
    ),
    Column[Member]("relation", "关系", lambda m: m.relation, width=68, tone=_tone, sortable=False),
    Column[Member]("age", "年龄", lambda m: m.age, "right", 48, tone=_tone, sortable=False),
    Column[Member]("phone", "电话", lambda m: m.phone, width=0, tone=_tone, sortable=False),
)
