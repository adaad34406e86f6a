"""Changes of whole households: 换租, 分户, 并户, 搬家."""

from dataclasses import replace

from ldz_desktop.domain.households import HEAD, Resident
from ldz_desktop.domain.move_draft import Draft, to_place
from ldz_desktop.domain.moves import Home, Merge, NewTenants, Relocation, Split

LET = ("租赁", "群租", "借住")


def new_tenants(draft: Draft, order: NewTenants) -> None:
    old = draft.main
    leaving = draft.present(old.id)
    draft.check_stays(leaving)
    _check_tenants(draft, order)
    _let(draft, order)
    home = old
    if leaving:
        for person in leaving:
            draft.leave(person.id, "moved", "换租")
        draft.say(f"原住户{draft.names(leaving)}{draft.day_text()}迁出{to_place(order.goes_to)}。")
        draft.close(old.id)
        home = draft.open(old.dwelling_id)
        draft.say(f"{old.address}另立新档（{home.file_no}），房东信息留在房屋上。")
    left = {draft.bring(tenant, home.id, "换租") for tenant in order.tenants}
    for tenant in order.tenants:
        if tenant.id in draft.people:
            draft.change(tenant.id, relation=tenant.relation)
    coming = draft.present(home.id)
    if coming:
        draft.say(f"新租户{draft.names(coming)}{draft.day_text()}迁入。")
    for other in left:
        if other not in (None, old.id):
            draft.settle(other)


def _check_tenants(draft: Draft, order: NewTenants) -> None:
    heads = [t for t in order.tenants if t.relation == HEAD]
    if not order.tenants:
        draft.refuse("arrivals", "至少登记一位新租户。")
    elif len(heads) != 1:
        draft.refuse("arrivals", "新租户里要有一位户主，只能有一位。")
    else:
        head = draft.people.get(heads[0].id, heads[0])
        draft.check_head("arrivals", replace(head, state="present"))


def _let(draft: Draft, order: NewTenants) -> None:
    dwelling = draft.dwellings[draft.main.dwelling_id]
    draft.furnish(
        dwelling.id,
        order.tenure or (dwelling.tenure if dwelling.tenure in LET else LET[0]),
        (order.landlord_name, order.landlord_phone),
    )


def split(draft: Draft, order: Split) -> None:
    old = draft.main
    present = {p.id: p for p in draft.present(old.id)}
    going = [present[i] for i in order.member_ids if i in present]
    if not going:
        draft.refuse("member_ids", "请选择要分出去的成员。")
    elif len(going) == len(present):
        draft.refuse("member_ids", "全部成员一起走不是分户，请用“搬家”或“迁出”。")
    else:
        draft.check_stays(going)
        home = _room(draft) if order.door else draft.open(old.dwelling_id)
        if home is not None:
            _divide(draft, going, home, order.head_id)


def _divide(draft: Draft, going: list[Resident], home: Home, head_id: int | None) -> None:
    old = draft.main
    where = "同一套房屋" if home.dwelling_id == old.dwelling_id else home.address
    draft.say(f"{draft.names(going)}在{where}另立一户（{home.file_no}）。")
    for person in going:
        draft.come(person.id, home.id, "分户")
    head = next((draft.people[p.id] for p in going if p.id == head_id), None)
    if draft.check_head("head_id", head) and head is not None:
        draft.lead(home.id, head.id)
    draft.settle(old.id)


def _room(draft: Draft) -> Home | None:
    """The household to live in at the target: the empty file of that dwelling, or a new one."""
    target = draft.situation.target
    if target is None:
        draft.refuse("room", "请填写房屋。")
        return None
    if target.id == draft.main.dwelling_id:
        draft.refuse("room", "这就是原来的房屋。")
        return None
    draft.move_into(target.id)
    empty = [h for h in target.households if not any(m.state == "present" for m in h.members)]
    living = len(target.households) - len(empty)
    if living:
        draft.note("room", f"{target.address}已有 {living} 户，将成为同住的另一户。")
    if empty:
        home = replace(draft.homes[empty[0].id], opened_on=draft.order.day)
        draft.homes[home.id] = home
        return home
    return draft.open(target.id)


def merge(draft: Draft, order: Merge) -> None:
    home = draft.main
    other = draft.homes.get(order.other_id or 0)
    if other is None or other.id == home.id:
        draft.refuse("other_id", "请选择要并进来的另一户。")
        return
    coming = draft.present(other.id)
    draft.check_stays(coming)
    if coming and not draft.present(home.id):
        draft.move_into(home.dwelling_id)
    for person in coming:
        draft.come(person.id, home.id, "并户")
    if coming:
        draft.say(f"{draft.names(coming)}并入{home.address}（{home.file_no}）。")
    draft.close(other.id)
    draft.vacate(other)
    now = draft.people.get(order.head_id or 0) if order.head_id else _present_head(draft)
    if draft.check_head("head_id", now) and now is not None:
        draft.lead(home.id, now.id)


def _present_head(draft: Draft) -> Resident | None:
    """The head of the household that stays; of the one that comes where it has none."""
    heads = {p.id: p for p in draft.present(draft.main.id) if p.relation == HEAD}
    own = [p for p in draft.situation.main.members if p.id in heads]
    return heads[own[0].id] if own else next(iter(heads.values()), None)


def relocation(draft: Draft, order: Relocation) -> None:
    del order
    old = draft.main
    present = draft.present(old.id)
    if not present:
        draft.refuse("room", "这一户没有在册成员，不用搬家。")
        return
    draft.check_stays(present)
    for person in present:
        draft.depart(person.id, "搬家")
    home = _room(draft)
    if home is None:
        return
    draft.homes[old.id] = replace(old, dwelling_id=home.dwelling_id, address=home.address)
    draft.say(f"全户 {len(present)} 人搬到{home.address}，档案号 {old.file_no} 跟着走。")
    if home.id > 0:
        draft.close(home.id)
    else:
        del draft.homes[home.id]
    for person in present:
        draft.arrive(person.id, "搬家")
    draft.vacate(old)
