"""What relation codes say, put into a family's graph."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ldz_desktop.domain.family import Absent, Child, Family, Node, Origin, Same
from ldz_desktop.domain.kin_codes import FEMALE, MALE, ORDER, SONS, WAYS, Step, Way


@dataclass(frozen=True, slots=True)
class Claim:
    """`member` is `code` to `ref`, a head."""

    ref: Node
    member: int
    code: str


def put_in(family: Family, claims: Sequence[Claim]) -> None:
    """Later claims about the same person outweigh earlier ones where both cannot be."""
    writer = _Writer(family)
    for step in ORDER:
        for claim in claims:
            way = WAYS.get(claim.code)
            if way is not None and way.step == step:
                writer.write(claim, way)
        if step in ("parent", "partners_parent", "grandparent"):
            writer.marry_parents()
    writer.settle_partners()


class _Writer:
    """One handler a step."""

    def __init__(self, family: Family) -> None:
        self._family = family
        self._spare: dict[Node, Node] = {}
        self._ranked: dict[tuple[Node, bool], list[tuple[str, int]]] = {}
        self._steps: Mapping[Step, Callable[[Claim, Way], None]] = {
            "partner": self._partner,
            "parent": self._parent,
            "partners_parent": self._partners_parent,
            "grandparent": self._grandparent,
            "child": self._child,
            "adopted": self._adopted,
            "sibling": self._sibling,
            "parents_sibling": self._parents_sibling,
            "childs_partner": self._childs_partner,
            "grandchild": self._grandchild,
            "great_grandchild": self._great_grandchild,
            "grandchilds_partner": self._grandchilds_partner,
            "siblings_partner": self._siblings_partner,
            "siblings_child": self._siblings_child,
            "parents_siblings_partner": self._parents_siblings_partner,
            "cousin": self._cousin,
        }

    def write(self, claim: Claim, way: Way) -> None:
        if way.step.endswith("partner") and self._family.is_parted(claim.member):
            return  # a divorced daughter-in-law is not the other son's wife
        self._steps[way.step](claim, way)

    # -- the handlers ----------------------------------------------------------------------------

    def _partner(self, claim: Claim, way: Way) -> None:
        del way
        self._mates(claim.member, [claim.ref])

    def _parent(self, claim: Claim, way: Way) -> None:
        self._above(claim.ref, way.sex or self._family.known_sex(claim.member), claim.member)

    def _partners_parent(self, claim: Claim, way: Way) -> None:
        self._above(self._family.partner(claim.ref), way.sex, claim.member)

    def _grandparent(self, claim: Claim, way: Way) -> None:
        self._above(self._family.parent(claim.ref, way.via), way.sex, claim.member)

    def _child(self, claim: Claim, way: Way) -> None:
        del way
        self._origin(claim.member, [Child(claim.ref)])
        self._rank(claim)

    def _adopted(self, claim: Claim, way: Way) -> None:
        """养子或继子: adopted by both, or the partner's own."""
        del way
        family, ref = self._family, claim.ref
        if ref in family.above.get(claim.member, {}).values():
            family.adopted.add(claim.member)
            return
        partner = family.partner(ref)
        options: list[Origin] = [Child(ref, adopted=True)]
        if isinstance(partner, int) and family.fits_parent(partner, claim.member):
            options.append(Child(partner))
        self._origin(claim.member, options)

    def _sibling(self, claim: Claim, way: Way) -> None:
        self._origin(claim.member, [Same(claim.ref)])
        self._elder(claim.member, claim.ref, way.elder)

    def _parents_sibling(self, claim: Claim, way: Way) -> None:
        parent = self._family.parent(claim.ref, way.via)
        self._origin(claim.member, [Same(parent)])
        self._elder(claim.member, parent, way.elder)

    def _childs_partner(self, claim: Claim, way: Way) -> None:
        kind = "son" if way.sex == MALE else "daughter"
        self._mates(
            claim.member,
            self._family.possible_children(claim.ref, way.sex),
            self._unknown(kind, claim, Child(claim.ref)),
        )

    def _grandchild(self, claim: Claim, way: Way) -> None:
        kind = "daughter" if way.via == FEMALE else "son"
        self._child_of(
            claim.member,
            self._family.possible_children(claim.ref, way.via),
            [self._unknown(kind, claim, Child(claim.ref))],
        )

    def _grandchildren(self, ref: Node, sex: str = "") -> list[Node]:
        children = self._family.possible_children(ref)
        return [g for c in children for g in self._family.possible_children(c, sex)]

    def _great_grandchild(self, claim: Claim, way: Way) -> None:
        del way
        self._child_of(claim.member, self._grandchildren(claim.ref), [self._grandson(claim, "son")])

    def _grandchilds_partner(self, claim: Claim, way: Way) -> None:
        kind = "son" if way.sex == MALE else "daughter"
        self._mates(
            claim.member,
            self._grandchildren(claim.ref, way.sex),
            self._grandson(claim, kind),
        )

    def _siblings_partner(self, claim: Claim, way: Way) -> None:
        brother = self._unknown("brother" if way.sex == MALE else "sister", claim, Same(claim.ref))
        self._elder(brother, claim.ref, way.elder)
        self._mates(claim.member, self._family.siblings(claim.ref, way.sex, way.elder), brother)

    def _siblings_child(self, claim: Claim, way: Way) -> None:
        kind = "brother" if way.sex == MALE else "sister"
        self._child_of(
            claim.member,
            self._family.siblings(claim.ref, way.sex),
            [self._unknown(kind, claim, Same(claim.ref))],
        )

    def _parents_siblings_partner(self, claim: Claim, way: Way) -> None:
        parent = self._family.parent(claim.ref, way.via)
        uncle = self._unknown("brother" if way.sex == MALE else "sister", claim, Same(parent))
        self._elder(uncle, parent, way.elder)
        self._mates(claim.member, self._family.siblings(parent, way.sex, way.elder), uncle)

    def _cousin(self, claim: Claim, way: Way) -> None:
        """堂: a brother of the father's is the parent; 表: any other sibling of a parent's."""
        sides = [(MALE, MALE)] if way.via else [(FEMALE, MALE), (FEMALE, FEMALE), (MALE, FEMALE)]
        found: list[Node] = []
        absent: list[Node] = []
        for number, (via, sex) in enumerate(sides):
            parent = self._family.parent(claim.ref, via)
            found += self._family.siblings(parent, sex)
            kind = "brother" if sex == MALE else "sister"
            absent.append(self._unknown(kind, claim, Same(parent), number))
        self._child_of(claim.member, found, absent)

    # -- writing ---------------------------------------------------------------------------------

    def _unknown(self, kind: str, claim: Claim, origin: Origin, number: int = 0) -> Node:
        """Somebody between who is not on file."""
        node = Absent(kind, claim.member, number)
        self._family.origins[node] = (origin,)
        return node

    def _grandson(self, claim: Claim, kind: str) -> Node:
        child = self._unknown("son", claim, Child(claim.ref), 1)
        return self._unknown(kind, claim, Child(child))

    def _above(self, child: Node, sex: str | None, parent: int) -> None:
        if sex is not None and parent != child:
            self._family.above.setdefault(child, {}).setdefault(sex, parent)

    def _child_of(self, member: int, candidates: Iterable[Node], absent: list[Node]) -> None:
        family = self._family
        fit = [c for c in dict.fromkeys(candidates) if family.fits_parent(c, member)]
        fit = [c for c in fit if c != member]
        married = [c for c in fit if not family.is_unmarried(c)]
        self._origin(member, [Child(c) for c in married or fit or absent])

    def _origin(self, node: Node, options: Sequence[Origin]) -> None:
        before = self._family.origins.get(node, ())
        both = tuple(o for o in options if o in before)
        self._family.origins[node] = both or self._narrower(before, tuple(options))

    def _narrower(
        self, before: tuple[Origin, ...], after: tuple[Origin, ...]
    ) -> tuple[Origin, ...]:
        """The surer of two claims; the later where both are equally sure."""
        return before if before and len(before) < len(after) else after

    def _mates(self, member: Node, candidates: Iterable[Node], spare: Node | None = None) -> None:
        if self._family.is_linked(member):
            return
        options = tuple(dict.fromkeys(c for c in candidates if c != member))
        before = self._family.partner_options.get(member, ())
        both = tuple(o for o in options if o in before)
        if spare is not None:
            self._spare[member] = spare
            options = both or options
            if len(before) == 1 and not both:
                return
        self._family.partner_options[member] = options

    def _elder(self, node: Node, ref: Node, elder: bool | None) -> None:
        if elder is not None:
            self._family.elders.add((node, ref) if elder else (ref, node))

    def _rank(self, claim: Claim) -> None:
        """22 长子 is elder than 23 次子."""
        if claim.code in ("20", "21", "29", "30", "31", "39"):
            return
        known = self._ranked.setdefault((claim.ref, claim.code in SONS), [])
        for code, other in known:
            if code != claim.code:
                self._elder(claim.member, other, claim.code < code)
        known.append((claim.code, claim.member))

    # -- couples ---------------------------------------------------------------------------------

    def marry_parents(self) -> None:
        """Father and mother of the same child are a couple unless something speaks against it."""
        family = self._family
        for pair in list(family.above.values()):
            father, mother = pair.get(MALE), pair.get(FEMALE)
            if not (isinstance(father, int) and isinstance(mother, int)):
                continue
            taken = family.has_other_partner(father, mother) or family.has_other_partner(
                mother, father
            )
            if not taken and family.may_be_married(father, mother):
                family.link(father, mother)

    def settle_partners(self) -> None:
        """Leave out who cannot be, until nothing changes any more."""
        family = self._family
        for member, spare in self._spare.items():
            options = family.partner_options[member]
            fit = tuple(o for o in options if family.may_be_married(member, o))
            fit = fit or tuple(o for o in options if family.is_dead(o))
            parents = tuple(o for o in fit if self._have_child(member, o))
            family.partner_options[member] = parents or fit or (spare,)
        changed = True
        while changed:
            changed = False
            for member, spare in self._spare.items():
                options = family.partner_options[member]
                free = tuple(o for o in options if not self._is_taken(o, member)) or (spare,)
                if len(options) > 1 and free != options:
                    family.partner_options[member] = free
                    changed = True

    def _is_taken(self, candidate: Node, member: Node) -> bool:
        return self._family.has_other_partner(candidate, member)

    def _have_child(self, first: Node, second: Node) -> bool:
        return any({first, second} <= set(p.values()) for p in self._family.above.values())
