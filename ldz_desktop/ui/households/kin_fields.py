"""Father, mother and spouse of a member: whom they are chosen from."""

from collections.abc import Iterator, Sequence
from datetime import date

from ldz_desktop.domain.codes import RELATION
from ldz_desktop.domain.households import Resident, age_on
from ldz_desktop.domain.kin_codes import FEMALE, MALE
from ldz_desktop.domain.plausible import LEAST_GAP
from ldz_desktop.ui.households.details import KIN
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.forms import Form

Pair = tuple[object, str]
_MARRIED_FROM = 16
_NONE: Pair = (None, "没有登记")


def add_kin_fields(form: Form) -> None:
    """Three fields; offer() says whom they offer."""
    for key, caption in KIN.items():
        form.add(key, caption, PickEditor((_NONE,)))


def offer_kin(form: Form, member: Resident, people: Sequence[Resident], today: date) -> None:
    """Before set_values(): the people of the household who can be it, and who is it already."""
    for key in KIN:
        editor = form.editor(key)
        assert isinstance(editor, PickEditor)
        editor.set_pairs((_NONE, *_pairs(key, member, people, today)))


def _pairs(key: str, member: Resident, people: Sequence[Resident], today: date) -> Iterator[Pair]:
    named = getattr(member, key)
    if named is not None and all(one.id != named for one in people):
        yield named, "那份档案已经不在了"
    for one in people:
        if one.id == named or (one.id != member.id and _can_be(key, one, member, today)):
            yield one.id, _text(one, member, today)


def _can_be(key: str, one: Resident, member: Resident, today: date) -> bool:
    if one.household_id != member.household_id:
        return False
    if key == "spouse_id":
        ages = [age_on(p.birth, today) for p in (one, member) if p.birth is not None]
        same = one.sex == member.sex and one.sex in (MALE, FEMALE)
        return not same and all(age >= _MARRIED_FROM for age in ages)
    if one.sex == (FEMALE if key == "father_id" else MALE):
        return False
    both = one.birth is not None and member.birth is not None
    return not both or age_on(one.birth, member.birth) >= LEAST_GAP  # type: ignore[arg-type]


def _text(one: Resident, member: Resident, today: date) -> str:
    """张长子 · 长子 · 56 岁; who is in another file says so."""
    elsewhere = one.household_id != member.household_id
    parts = [one.name, "在另一户" if elsewhere else RELATION.label(one.relation)]
    if one.birth is not None:
        parts.append(f"{age_on(one.birth, today)} 岁")
    return " · ".join(p for p in parts if p)
