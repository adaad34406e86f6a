"""What each guided change does: 换户主, 迁入, 迁出, 出生, 死亡; whole households: move_homes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ldz_desktop.domain.households import HEAD, Resident, age_on
from ldz_desktop.domain.move_draft import Draft, to_place
from ldz_desktop.domain.move_homes import merge, new_tenants, relocation, split
from ldz_desktop.domain.moves import (
    CAUSES,
    Birth,
    Death,
    HeadChange,
    HeadRemoval,
    Merge,
    MoveIn,
    MoveOut,
    MovePlan,
    NewTenants,
    Order,
    Relocation,
    Situation,
    Split,
)

_RARELY_A_MOTHER = 50


def plan(situation: Situation, order: Order) -> MovePlan:
    """What the order will do; nothing is written. Impossible orders come back with problems."""
    draft = Draft(situation, order)
    if order.day is None:
        draft.refuse("day", "请填写日期。")
    elif order.day > situation.today:
        draft.refuse("day", "日期不能晚于今天。")
    _RULES[type(order)](draft, order)
    return draft.finish()


def _head_change(draft: Draft, order: HeadChange) -> None:
    home = draft.main.id
    old = draft.head(home)
    new = draft.people.get(order.new_head_id or 0)
    new = new if new is not None and new.household_id == home else None
    if old is not None and new is not None and old.id == new.id:
        draft.refuse("new_head_id", f"{draft.name(new)}已经是户主。")
        return
    if old is not None and not _old_head(draft, order, old):
        return
    if not draft.check_head("new_head_id", new) or new is None:
        return
    was = f"由{draft.name(old)}" if old else ""
    draft.say(f"户主{was}换为{draft.name(new)}，其他成员的关系随之改写；档案号不变。")
    draft.lead(home, new.id)


def _old_head(draft: Draft, order: HeadChange, old: Resident) -> bool:
    """What becomes of the old head; False where it cannot be."""
    if order.cause == "divorce":
        spouse = draft.spouse(old.id)
        if spouse is None:
            draft.refuse("cause", "没有登记户主的配偶，不能按离婚办理。")
            return False
        draft.part(old.id, spouse.id)
    if order.cause == "death":
        _die(draft, old)
    elif order.cause == "moved" or (order.cause == "divorce" and not order.stays):
        draft.check_stays([old])
        draft.leave(old.id, "moved", CAUSES[order.cause])
        draft.say(
            f"{draft.name(old)}{draft.day_text()}迁出{to_place(order.goes_to)}，不再计入人数。"
        )
    return True


def _head_removal(draft: Draft, order: HeadRemoval) -> None:
    home = draft.main.id
    old = draft.head(home)
    new = draft.people.get(order.new_head_id or 0)
    if old is None or old.id != order.resident_id:
        draft.refuse("new_head_id", "这一户的户主已经变了，请重新打开。")
        return
    if new is not None and (new.household_id != home or new.id == old.id):
        new = None
    if not draft.check_head("new_head_id", new) or new is None:
        return
    draft.say(f"{draft.name(old)}的记录从户档里删除。")
    draft.say(f"户主换为{draft.name(new)}，其他成员的关系随之改写；档案号不变。")
    draft.lead(home, new.id)
    draft.remove(old.id)


def _die(draft: Draft, person: Resident) -> None:
    draft.check_stays([person])
    draft.leave(person.id, "dead", "死亡")
    draft.say(f"{draft.name(person)}{draft.day_text()}去世，记录留在户档里，不再计入人数。")
    draft.widow(person.id)


def _death(draft: Draft, order: Death) -> None:
    person = draft.people.get(order.resident_id or 0)
    if person is None or person.household_id != draft.main.id or person.state != "present":
        draft.refuse("resident_id", "请选择去世的成员。")
        return
    _die(draft, person)
    draft.settle(draft.main.id)


def _move_out(draft: Draft, order: MoveOut) -> None:
    home = draft.main.id
    going = [p for p in draft.present(home) if p.id in order.member_ids]
    if not going:
        draft.refuse("member_ids", "请选择迁出的成员。")
        return
    draft.check_stays(going)
    if order.divorced:
        spouse = draft.spouse(going[0].id) if len(going) == 1 else None
        if spouse is None:
            draft.refuse("divorced", "因离婚迁出只能选一位，并要登记有配偶。")
        else:
            draft.part(going[0].id, spouse.id)
    for person in going:
        draft.leave(person.id, "moved", "离婚迁出" if order.divorced else "迁出")
    where = to_place(order.goes_to)
    draft.say(f"{draft.names(going)}{draft.day_text()}迁出{where}，记录留在户档里，不再计入人数。")
    draft.settle(home)


def _move_in(draft: Draft, order: MoveIn) -> None:
    home = draft.main
    if not order.arrivals:
        draft.refuse("arrivals", "请登记迁入的人。")
        return
    if not draft.present(home.id):
        draft.move_into(home.dwelling_id)
    head = draft.head(home.id)
    left = {draft.bring(a, home.id, "迁入") for a in order.arrivals}
    coming = [draft.people[a.id] for a in order.arrivals if a.id in draft.people]
    draft.say(f"{draft.names(coming)}{draft.day_text()}迁入{_from(order.came_from)}。")
    draft.check_stays([p for p in coming if p.id > 0])
    _place(draft, order, head)
    for other in left:
        if other not in (None, home.id):
            draft.settle(other)


def _from(place: str) -> str:
    return f"（来自：{place}）" if place else ""


def _place(draft: Draft, order: MoveIn, head: Resident | None) -> None:
    """The relations of those who came: as said, or derived."""
    home = draft.main.id
    heads = [a.id for a in order.arrivals if a.relation == HEAD]
    if len(heads) > 1 or (heads and head is not None):
        draft.refuse(
            "arrivals", f"这一户已有户主{draft.name(head)}。" if head else "只能有一位户主。"
        )
        return
    for arrival in order.arrivals:
        draft.forget(arrival.id)
        if arrival.relation not in (None, HEAD):
            draft.tell(arrival.id, arrival.relation or "")
    if head is not None:
        draft.relate(head.id, [a.id for a in order.arrivals if a.id in draft.people])
    elif heads and draft.check_head("arrivals", draft.people.get(heads[0])):
        draft.lead(home, heads[0])
    elif not heads:
        draft.settle(home)


def _birth(draft: Draft, order: Birth) -> None:
    home = draft.main.id
    if not order.child.name:
        draft.refuse("name", "请填写姓名。")
    parents = [p for p in (order.child.father_id, order.child.mother_id) if p]
    if not parents:
        draft.refuse("mother_id", "请选择父亲或母亲，至少一位。")
    child = replace(order.child, id=-1, birth=order.day, relation=None)
    if any(not draft.can_be_parent(p, child) for p in parents):
        draft.refuse("mother_id", "父母的年龄与出生日期不符。")
    mother = draft.people.get(child.mother_id or 0)
    if mother is not None and mother.birth and order.day:
        age = age_on(mother.birth, order.day)
        if age >= _RARELY_A_MOTHER:
            draft.note("mother_id", f"母亲出生时 {age} 岁，请核对是不是选错了人。")
    draft.bring(child, home, "出生")
    draft.say(f"{child.name or '新生儿'}{draft.day_text()}出生，登记在本户，父母一并登记。")
    head = draft.head(home)
    if head is None:
        draft.settle(home)
    elif parents:  # nothing is asked of somebody whose parents are still to be chosen
        draft.relate(head.id, [child.id])


_RULES: Mapping[type[Order], Callable[[Draft, Any], None]] = {
    HeadChange: _head_change, HeadRemoval: _head_removal, NewTenants: new_tenants, Split: split,
    Merge: merge, MoveIn: _move_in, MoveOut: _move_out, Birth: _birth, Death: _death,
    Relocation: relocation,
}  # fmt: skip
