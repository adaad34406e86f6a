"""Everybody's relation to a head, derived from parent and spouse links and from the old relations.

How (domain.md §2):
1. Stored links are facts. Where they are missing, the old relation codes say them: the head's 儿媳
   is the wife of a son of the head's. Exactly one person on file who fits: it is that one. Nobody
   fits: somebody who is not on file. Several fit: the possibilities stay open.
2. The relation to the new head is read off this family. Where the possibilities lead to different
   codes, or nothing leads anywhere (97 其他亲属, 99 beside 99), it is a Question, never a guess.
3. Children of the head: two or more sons (daughters) whose births are all known and different are
   numbered 22 长子, 23 次子 … (32, 33 …) in the order of age, the dead and moved and those of
   another household counted too; otherwise, and where the head's other children go without numbers,
   20 子 (30 女). A child keeps the code it had to the
   head's partner. Stepchildren are 27 and 37.
4. Somebody of whom only "no relative" is known (租户, 保姆: 99) stays 99; so is whoever was
   connected by a marriage that has just been divorced.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ldz_desktop.domain.family import Absent, Family, Key, Node, World, explore
from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.kin_claims import Claim, put_in
from ldz_desktop.domain.kin_codes import (
    CHILDREN,
    DAUGHTERS,
    FEMALE,
    HEAD,
    INVERSE,
    MALE,
    NO_RELATIVE,
    OTHER_RELATIVE,
    SONS,
    WAYS,
)
from ldz_desktop.domain.kin_open import possible_codes
from ldz_desktop.domain.kin_relation import relation

_MANY = 400


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can say. choices: codes of RELATION, the likely ones first; any other
    code may be right too. why: the Chinese sentence a clerk reads (without anybody's name)."""

    resident_id: int
    choices: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Links:
    """Who somebody's father, mother and spouse are, as far as certain."""

    father_id: int | None = None
    mother_id: int | None = None
    spouse_id: int | None = None


@dataclass(frozen=True, slots=True)
class Kinship:
    """relations: resident id → code, None where it is (still) unknown; questions: of people who are
    present; inferred: ids whose relation rests on old codes, not only on stored links; links: what
    is certain and not stored yet, by resident id."""

    relations: Mapping[int, str | None]
    questions: tuple[Question, ...] = ()
    inferred: frozenset[int] = frozenset()
    links: Mapping[int, Links] = field(default_factory=dict)


def derive(
    people: Iterable[Resident],
    head_id: int,
    wanted: Collection[int] | None = None,
    answers: Mapping[int, str] | None = None,
    parted: Collection[frozenset[int]] = (),
) -> Kinship:
    """Relations of `wanted` (default: everybody) to the new head.

    people: the household(s) as they are, the dead and moved too, and linked people of other
    households; each one's code is the relation to the head of their household. answers: codes a
    person has said, by resident id. parted: couples who have just divorced.
    """
    everybody = tuple(people)
    deriving = _Deriving(everybody, head_id, dict(answers or {}), parted)
    ids = [p.id for p in everybody if wanted is None or p.id in wanted]
    return deriving.result(ids)


def certain_links(
    people: Iterable[Resident], parted: Collection[frozenset[int]] = ()
) -> dict[int, Links]:
    """What the relation codes of households say for certain beyond the stored links."""
    everybody = tuple(people)
    deriving = _Deriving(everybody, 0, {}, parted)
    return deriving.links([p.id for p in everybody])


def head_of(members: Sequence[Resident]) -> Resident | None:
    """Whom the relations of a household refer to: the present head, or the last one there was."""
    heads = [m for m in members if m.relation == HEAD]
    present = [m for m in heads if m.state == "present"]
    dated = sorted(heads, key=lambda m: str(m.state_on or ""), reverse=True)
    return next(iter(present or dated), None)


class _Deriving:
    """One derivation. People of different households have different heads (`refs`)."""

    def __init__(
        self,
        people: tuple[Resident, ...],
        head_id: int,
        answers: dict[int, str],
        parted: Collection[frozenset[int]],
    ) -> None:
        self._people = {p.id: p for p in people}
        self._head = head_id
        self._answers = {k: v for k, v in answers.items() if k != head_id}
        self._refs = _references(people)
        self._linked = Family(people, parted)
        self._family = Family(people, parted)
        put_in(self._family, self._claims())

    def _claims(self) -> list[Claim]:
        old = [
            Claim(self._refs[p.household_id], p.id, p.relation)
            for p in self._people.values()
            if p.relation not in (None, HEAD)
        ]
        return old + [Claim(self._head, k, code) for k, code in self._answers.items()]

    def result(self, wanted: list[int]) -> Kinship:
        relations: dict[int, str | None] = {}
        questions: list[Question] = []
        inferred: set[int] = set()
        for member in wanted:
            code, question, by_code = self._one(member, wanted)
            relations[member] = code
            if by_code:
                inferred.add(member)
            if question is not None and self._people[member].state == "present":
                questions.append(question)
        self._number(relations)
        return Kinship(relations, tuple(questions), frozenset(inferred), self.links(wanted))

    # -- one member ------------------------------------------------------------------------------

    def _one(
        self, member: int, wanted: Collection[int]
    ) -> tuple[str | None, Question | None, bool]:
        """(code, question, whether it rests on codes)."""
        person = self._people[member]
        if member == self._head:
            return HEAD, None, False
        if member in self._answers:
            return self._kept(person, self._answers[member]), None, False
        if self._ref(member) == self._head and person.relation is not None:
            return person.relation, None, False
        found, keys, many = self._worlds(member)
        codes = [c for c in found if c is not None]
        if many or not codes:
            return self._unconnected(member, wanted)
        if len(found) == 1:
            return self._kept(person, codes[0]), None, self._by_code(member)
        choices = tuple(sorted(codes, key=_likely))
        return None, Question(member, choices, _why(keys)), False

    def _worlds(self, member: int) -> tuple[list[str | None], set[str], bool]:
        """(the codes in all worlds, the kinds of choices that made them, whether too many)."""
        seen: dict[str | None, dict[Key, int]] = {}
        kinds: set[str] = set()
        count = 0
        for code, trail in explore(lambda w: relation(self._family, self._head, member, w)):
            count += 1
            chosen = dict(trail)
            for other, before in seen.items():
                if other != code:
                    kinds |= {str(k[0]) for k, v in chosen.items() if before.get(k, v) != v}
            seen.setdefault(code, chosen)
        return list(seen), kinds, count >= _MANY

    def _by_code(self, member: int) -> bool:
        """Whether links alone would not have told."""
        codes = {c for c, _ in explore(lambda w: relation(self._linked, self._head, member, w))}
        return codes == {None} or len(codes) > 1

    def _kept(self, person: Resident, code: str) -> str:
        """A child of the old head's partner keeps its number."""
        own = person.relation or ""
        return own if code in ("20", "30") and own in CHILDREN and _same_sex(own, code) else code

    # -- where nothing connects ------------------------------------------------------------------

    def _ref(self, member: int) -> Node:
        return self._refs[self._people[member].household_id]

    def _standing(self, member: int, ref: Node) -> str:
        """The code of `member` to a head: HEAD for the head, "" for unknown."""
        if member == ref:
            return HEAD
        if member in self._people and self._ref(member) == ref:
            return self._people[member].relation or ""
        if isinstance(ref, int) and member == self._head and ref in self._answers:
            code = self._answers[ref]
            return code if code == NO_RELATIVE else OTHER_RELATIVE
        return ""

    def _unconnected(
        self, member: int, wanted: Collection[int]
    ) -> tuple[str | None, Question | None, bool]:
        if self._family.is_parted(member) or self._family.is_parted(self._head):
            return NO_RELATIVE, None, True
        ref = self._ref(member)
        head, own = self._standing(self._head, ref), self._standing(member, ref)
        if member == ref and head in INVERSE:
            male = self._family.known_sex(member) != FEMALE
            return INVERSE[head][0 if male else 1], None, True
        if member != ref and self._waits(ref, wanted):
            return None, None, False
        if NO_RELATIVE in (head, own) and head != own:
            return NO_RELATIVE, None, True
        if _is_kin(head) and _is_kin(own):
            return OTHER_RELATIVE, None, True
        vague = _vaguest(head, own)
        choices = possible_codes(self._people[self._head], self._people[member], vague)
        return None, Question(member, choices, _WHY_OPEN[vague]), False

    def _waits(self, ref: Node, wanted: Collection[int]) -> bool:
        """Another household's people wait for what their head is to the new one."""
        if not isinstance(ref, int) or ref == self._head or self._ref(self._head) == ref:
            return False
        return ref in wanted and ref not in self._answers

    # -- children --------------------------------------------------------------------------------

    def _number(self, relations: dict[int, str | None]) -> None:
        for plain, numbered in (("20", SONS), ("30", DAUGHTERS)):
            members = [m for m, code in relations.items() if code == plain]
            if not any(self._ref(m) != self._head for m in members):
                continue
            if self._has_plain(plain):
                continue
            births = self._births(plain)
            if len(births) < 2 or len(set(births)) < len(births) or None in births:
                continue
            order = sorted(b for b in births if b is not None)
            for member in members:
                birth = self._people[member].birth
                if birth is not None and self._ref(member) != self._head:
                    place = order.index(birth) if birth in order else len(order)
                    relations[member] = numbered[min(place + 2, len(numbered) - 1)]

    def _has_plain(self, plain: str) -> bool:
        """The head's own children go without numbers: one who is born goes without, too."""
        return any(
            p.relation == plain and self._ref(p.id) == self._head for p in self._people.values()
        )

    def _births(self, plain: str) -> list[date | None]:
        sex = MALE if plain == "20" else FEMALE
        return [
            self._people[c].birth
            for c in self._family.children(self._head, sex)
            if isinstance(c, int) and c not in self._family.adopted
        ]

    # -- links -----------------------------------------------------------------------------------

    def links(self, wanted: Iterable[int]) -> dict[int, Links]:
        """What is the same in every world and not stored."""
        found: dict[int, Links] = {}
        for member in wanted:
            person = self._people[member]
            new = Links(
                self._sure(self._father, member, person.father_id),
                self._sure(self._mother, member, person.mother_id),
                self._sure(self._mate, member, person.spouse_id),
            )
            if new != Links():
                found[member] = new
        return found

    def _father(self, member: int, world: World) -> Node:
        return self._family.parents(member, world)[0]

    def _mother(self, member: int, world: World) -> Node:
        return self._family.parents(member, world)[1]

    def _mate(self, member: int, world: World) -> Node:
        partners = self._family.partners(member, world)
        return partners[0] if len(partners) == 1 else Absent("partner", member)

    def _sure(
        self, find: Callable[[int, World], Node], member: int, stored: int | None
    ) -> int | None:
        if stored is not None:
            return None
        found = {node for node, _ in explore(lambda world: find(member, world))}
        node = found.pop()
        return node if not found and isinstance(node, int) else None


def _references(people: Iterable[Resident]) -> dict[int, Node]:
    """Household → whom its relations refer to."""
    by_household: dict[int, list[Resident]] = {}
    for person in people:
        by_household.setdefault(person.household_id, []).append(person)
    return {
        household: head.id if (head := head_of(members)) else Absent("head", household)
        for household, members in by_household.items()
    }


def _is_kin(code: str) -> bool:
    return code == HEAD or code in WAYS


def _vaguest(head: str, own: str) -> str:
    """Why nothing can be derived: "" unknown, 99 strangers, 97 relatives nobody knows how."""
    if "" in (head, own):
        return ""
    return NO_RELATIVE if head == own == NO_RELATIVE else OTHER_RELATIVE


def _same_sex(first: str, second: str) -> bool:
    return (first in SONS) == (second in SONS)


def _likely(code: str) -> tuple[bool, str]:
    return code in (OTHER_RELATIVE, NO_RELATIVE), code


_WHY = (
    ("origin", "没有登记父母，家里可能是父亲或母亲的不止一位。"),
    ("partner", "没有登记配偶，家里可能是配偶的不止一位。"),
    ("co-parent", "父母一方登记为再婚，可能是亲生，也可能是继子女。"),
    ("elder", "缺少出生日期，分不出长幼。"),
    ("sex", "没有登记性别。"),
)
_WHY_OPEN = {
    "": "彼此的关系没有登记。",
    OTHER_RELATIVE: "原来只登记为“其他亲属”一类，推不出对新户主的关系。",
    NO_RELATIVE: "与新户主原来都登记为“非亲属”，彼此的关系没有登记。",
}


def _why(kinds: set[str]) -> str:
    return next((words for kind, words in _WHY if kind in kinds), _WHY_OPEN[""])
