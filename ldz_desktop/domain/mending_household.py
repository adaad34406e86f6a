"""What is odd about a household as a whole: its head, its dwelling, its last check."""

from collections.abc import Iterator
from datetime import date

from ldz_desktop.domain.codes import RELATION
from ldz_desktop.domain.duplicates import score
from ldz_desktop.domain.households import HEAD, Resident, age_on
from ldz_desktop.domain.kin_codes import CHILDREN, SPOUSES, by_sex
from ldz_desktop.domain.likeness import Facts, Person, Place, person
from ldz_desktop.domain.mending_records import Case, Finding, Fix, Repair, change
from ldz_desktop.domain.workdays import date_text

ADULT = 18
CHECK_EVERY_DAYS = 365


def adult(member: Resident, today: date) -> bool:
    """Whoever has no birth on file counts as one."""
    return member.birth is None or age_on(member.birth, today) >= ADULT


def linked_relation(member: Resident, head: Resident) -> str | None:
    """What a member is to the head by the links between the two alone; None where they tell
    nothing."""
    if head.id == member.spouse_id or member.id == head.spouse_id:
        return by_sex(member.sex, "11", "12", "10")
    if head.id in (member.father_id, member.mother_id):
        return by_sex(member.sex, "20", "30", "97")
    if member.id == head.father_id:
        return "51"
    return "52" if member.id == head.mother_id else None


def check_heads(case: Case) -> Iterator[Finding]:
    present = case.present
    heads = [m for m in present if m.relation == HEAD]
    adults = [m for m in present if adult(m, case.today)]
    if len(heads) > 1:
        yield case.found("two_heads", None, _many(heads), _one_head(case, heads))
    elif present and not heads:
        yield case.found("no_head", None, _why_none(case), _only_adult(present, adults))
    if present and not adults:
        yield case.found("no_adult", None, f"{_names(present)}都未成年，户内没有成年人。")
    elif len(heads) == 1 and not adult(heads[0], case.today):
        yield _child_head(case, heads[0], adults)


def _names(members: list[Resident]) -> str:
    return "、".join(m.name for m in members)


def _many(heads: list[Resident]) -> str:
    return f"{_names(heads)}都登记为户主，一户只能有一个户主。"


def _one_head(case: Case, heads: list[Resident]) -> Repair | None:
    """The first grown-up who lives here stays; the others become what the links say."""
    able = [m for m in heads if adult(m, case.today)]
    if not able:
        return None
    kept = min(able, key=lambda m: (not m.lives_here, m.position, m.id))
    words, fixes = [], []
    for other in (m for m in heads if m is not kept):
        relation = linked_relation(other, kept)
        fixes.append(change(other, "relation", relation))
        label = f"改为“{RELATION.label(relation)}”" if relation else "清空待填"
        words.append(f"{other.name}的关系{label}")
    return Repair(f"{kept.name}仍为户主，{'，'.join(words)}。", tuple(fixes))


def _why_none(case: Case) -> str:
    for state, words in (("dead", "已去世"), ("moved", "已迁出")):
        for member in case.household.members:
            if member.relation == HEAD and member.state == state:
                return f"户主{member.name}{words}，还没有换户主。"
    return "在册成员中没有户主。"


def _only_adult(present: list[Resident], adults: list[Resident]) -> Repair | None:
    """Alone there is nothing to ask, and a couple's children stay children; every other relation
    to a new head is for 换户主."""
    if len(adults) != 1:
        return None
    new = adults[0]
    others = [m.relation for m in present if m is not new]
    if others and not (new.relation in SPOUSES and CHILDREN.issuperset(filter(None, others))):
        return None
    return Repair(f"{new.name}登记为户主。", (change(new, "relation", HEAD),))


def _child_head(case: Case, head: Resident, adults: list[Resident]) -> Finding:
    assert head.birth is not None  # whoever has none counts as grown up
    age = age_on(head.birth, case.today)
    sentence = f"户主{head.name}只有{age}岁，户主必须是成年人。"
    repair = None
    if len(adults) == 1 and len(case.present) == 2 and adults[0].relation in ("51", "52"):
        child = by_sex(head.sex, "20", "30", "97")
        repair = Repair(
            f"{adults[0].name}改为户主，{head.name}的关系改为“{RELATION.label(child)}”。",
            (change(adults[0], "relation", HEAD), change(head, "relation", child)),
        )
    return case.found("child_head", head, sentence, repair)


def check_dwelling(case: Case) -> Iterator[Finding]:
    home = case.household
    if not home.room.strip():
        yield case.found("room_missing", None, "这一户没有房号。")
    living = [m for m in case.present if m.lives_here]
    if home.tenure == "空置" and living:
        sentence = f"房屋登记为空置，却有{len(living)}人登记住在这里：{_names(living)}。"
        yield case.found("vacant_lived", None, sentence, _not_vacant(case, living))
    head = home.head
    if head is not None and not (head.phone or "").strip():
        yield case.found("phone_missing", head, f"户主{head.name}没有登记电话。")
    yield from _unchecked(case)


def _not_vacant(case: Case, living: list[Resident]) -> Repair | None:
    home = case.household
    if home.landlord_name or home.landlord_phone:
        tenure = "租赁"
    elif any(m.relation == HEAD and m.registered_here for m in living):
        tenure = "自有"
    else:
        return None
    return Repair(
        f"居住情况由“空置”改为“{tenure}”。", (Fix("dwelling", home.dwelling_id, "tenure", tenure),)
    )


def _unchecked(case: Case) -> Iterator[Finding]:
    home, today = case.household, case.today
    last = home.checked_on
    if last is not None and (today - last).days <= CHECK_EVERY_DAYS:
        return
    sentence = f"上次核对是{date_text(last)}。" if last else "这一户还没有核对过。"
    repair = Repair(
        f"核对日期记为今天（{date_text(today)}）。请确实核对过再点。",
        (Fix("household", home.id, "checked_on", today),),
    )
    yield case.found("unchecked", None, sentence, repair)


def check_twice(case: Case) -> Iterator[Finding]:
    """Members that are surely or likely one person; one finding for each that is too many."""
    by_name: dict[str, list[Resident]] = {}
    for member in case.household.members:
        by_name.setdefault(member.name, []).append(member)
    if len(by_name) == len(case.household.members):
        return
    for same in by_name.values():
        kept = same[0]
        for other in same[1:]:
            match = score(_compared(case, kept), _compared(case, other))
            if match is not None and match.strength != "possible":
                sentence = f"{kept.name}在这一户登记了两次：{match.sentence}"
                repair = Repair(
                    f"{kept.name}的两份档案合成一份，空着的项用另一份的补上。",
                    merge=(kept.id, other.id),
                )
                yield case.found("twice", other, sentence, repair)


def _compared(case: Case, member: Resident) -> Person:
    home = case.household
    place = Place(home.id, home.dwelling_id, home.building_id)
    facts = Facts(
        member.name, "", member.id_number, member.birth, member.sex, member.phone,
        member.relation,
    )  # fmt: skip
    return person(member.id, place, facts)
