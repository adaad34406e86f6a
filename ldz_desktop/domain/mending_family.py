"""What is odd between members: links that lead nowhere or back, parents younger than children."""

from collections.abc import Iterator
from datetime import date

from ldz_desktop.domain.codes import RELATION
from ldz_desktop.domain.gb11643 import read as read_number
from ldz_desktop.domain.households import Resident, age_on
from ldz_desktop.domain.kin_codes import CHILDREN, by_sex
from ldz_desktop.domain.mending_household import linked_relation
from ldz_desktop.domain.mending_records import Case, Finding, Fix, Kin, Repair, change
from ldz_desktop.domain.plausible import LEAST_GAP
from ldz_desktop.domain.workdays import date_text

_LINKS = (("father_id", "父亲"), ("mother_id", "母亲"), ("spouse_id", "配偶"))
_PARENTS = frozenset(("50", "51", "52"))


def check_links(case: Case, member: Resident) -> Iterator[Finding]:
    """Father, mother and spouse of one member, whatever the member's state."""
    if member.father_id is None and member.mother_id is None and member.spouse_id is None:
        return
    for link, title in _LINKS:
        other_id = getattr(member, link)
        if other_id is None:
            continue
        clear = Repair(f"清空{member.name}的“{title}”。", (change(member, link, None),))
        other = case.kin.get(other_id)
        if other_id == member.id:
            sentence = f"{member.name}的{title}登记成了本人。"
            yield case.found("own_relative", member, sentence, clear)
        elif other is None:
            sentence = f"{member.name}的{title}登记的那份档案已经不在了。"
            yield case.found("link_lost", member, sentence, clear)
        elif link == "spouse_id":
            yield from _spouse(case, member, other, clear)
        else:
            yield from _parent(case, member, (other, title), clear)


def _spouse(case: Case, member: Resident, other: Kin, clear: Repair) -> Iterator[Finding]:
    if other.spouse_id == member.id:
        return
    if other.spouse_id is None:
        sentence = f"{member.name}的配偶登记为{other.name}，{other.name}没有登记配偶。"
        repair = Repair(
            f"{other.name}的“配偶”登记为{member.name}。",
            (Fix("resident", other.id, "spouse_id", member.id),),
        )
        yield case.found("spouse_one_way", member, sentence, repair)
        return
    third = case.kin.get(other.spouse_id)
    name = third.name if third else "另一个人"
    sentence = f"{member.name}的配偶登记为{other.name}，{other.name}的配偶却是{name}。"
    mutual = third is not None and third.spouse_id == other.id
    yield case.found("spouse_one_way", member, sentence, clear if mutual else None)


def _parent(
    case: Case, member: Resident, parent: tuple[Kin, str], clear: Repair
) -> Iterator[Finding]:
    other, title = parent
    if member.birth is None or other.birth is None or _doubted(member):
        return
    gap = age_on(other.birth, member.birth)
    if gap < LEAST_GAP:
        sentence = f"{member.name}的{title}{other.name}{_younger(other.birth, member.birth, gap)}。"
        yield case.found("parent_younger", member, sentence, clear)


def _doubted(member: Resident) -> bool:
    """Whether the number tells another birth: that is a finding of its own."""
    said = read_number(member.id_number or "")
    return said is not None and said[0] != member.birth


def _younger(parent: date, child: date, gap: int) -> str:
    if parent >= child:
        return "比本人还年轻" if parent > child else "与本人同一天出生"
    return f"只比本人大{gap}岁" if gap > 0 else "比本人大不到一岁"


def check_relations(case: Case) -> Iterator[Finding]:
    """Relations to the head: missing ones, and generations that cannot be."""
    head = case.household.head
    if head is None:
        return
    for member in case.present:
        if member.relation is None:
            yield _missing(case, member, head)
        elif member.birth is not None and head.birth is not None:
            yield from _generation(case, member, head)


def _missing(case: Case, member: Resident, head: Resident) -> Finding:
    relation = linked_relation(member, head)
    repair = None
    if relation is not None:
        repair = Repair(
            f"按已登记的亲属关系填为“{RELATION.label(relation)}”。",
            (change(member, "relation", relation),),
        )
    sentence = f"{member.name}与户主{head.name}的关系没有填。"
    return case.found("relation_missing", member, sentence, repair)


def _generation(case: Case, member: Resident, head: Resident) -> Iterator[Finding]:
    """A child of the head who is older, a parent who is younger. Where the birth dates fit the
    other way round, the relation was written the wrong way round."""
    assert member.birth is not None
    assert head.birth is not None
    if member.relation in CHILDREN and head.id not in (member.father_id, member.mother_id):
        elder, younger, code = head.birth, member.birth, by_sex(member.sex, "51", "52", "50")
    elif member.relation in _PARENTS and member.id not in (head.father_id, head.mother_id):
        elder, younger, code = member.birth, head.birth, by_sex(member.sex, "20", "30", "97")
    else:
        return
    if age_on(elder, younger) >= LEAST_GAP or _doubted(member) or _doubted(head):
        return
    label = RELATION.label(member.relation)
    sentence = (
        f"{member.name}登记为户主{head.name}的“{label}”，两人的出生日期却是"
        f"{date_text(member.birth)}和{date_text(head.birth)}。"
    )
    repair = None
    if age_on(younger, elder) >= LEAST_GAP:
        repair = Repair(f"关系改为“{RELATION.label(code)}”。", (change(member, "relation", code),))
    yield case.found("parent_younger", member, sentence, repair)
