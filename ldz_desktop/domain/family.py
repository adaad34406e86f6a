"""A family as a graph: stored parent and spouse links, then what the relation codes say.

Where codes leave several possibilities (whose wife is the daughter-in-law?), the graph keeps them
all: a World is one way to choose, explore() walks through the worlds that make a difference.
Where exactly one person on file fits, it is that person; where nobody fits, somebody is Absent.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from typing_extensions import override

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.kin_codes import FEMALE, MALE, sex_of_code

T = TypeVar("T")
Key = tuple[Hashable, ...]

_PARENT_DAYS = 14 * 365
"""Nobody is a parent of somebody less than fourteen years younger."""
_MOST_WORLDS = 400


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who must exist and is not on file: the father of, a partner of, a brother of."""

    kind: str
    of: "Node"
    tag: int = 0


Node = int | Absent


@dataclass(frozen=True, slots=True)
class Child:
    """Child of that parent, and of whoever that parent had it with."""

    parent: Node
    adopted: bool = False


@dataclass(frozen=True, slots=True)
class Same:
    """Child of the same parents as that sibling."""

    sibling: Node


Origin = Child | Same

_ABSENT_SEX = {
    "father": MALE, "son": MALE, "brother": MALE, "mother": FEMALE, "daughter": FEMALE,
    "sister": FEMALE,
}  # fmt: skip


class World:
    """One way to settle everything that is open; what is asked first is settled first."""

    def __init__(self, plan: Sequence[int] = ()) -> None:
        self.trail: list[tuple[Key, int, int]] = []
        self.memo: dict[Key, Any] = {}
        self.busy: set[Node] = set()
        self._plan = plan

    def choose(self, key: Key, options: Sequence[T]) -> T | None:
        """The option of this world; None only in a Certain one."""
        if key in self.memo:
            known: T = self.memo[key]
            return known
        picked = options[0] if len(options) == 1 else self._pick(key, options)
        self.memo[key] = picked
        return picked

    def _pick(self, key: Key, options: Sequence[T]) -> T | None:
        place = len(self.trail)
        index = self._plan[place] if place < len(self._plan) else 0
        self.trail.append((key, index, len(options)))
        return options[index]


class Certain(World):
    """Only what is the same in every world."""

    @override
    def choose(self, key: Key, options: Sequence[T]) -> T | None:
        return options[0] if len(options) == 1 else None


def explore(run: Callable[[World], T]) -> Iterator[tuple[T, tuple[tuple[Key, int], ...]]]:
    """What `run` finds in every world that makes a difference to it, with what was chosen."""
    plan: list[int] = []
    for _ in range(_MOST_WORLDS):
        world = World(plan)
        found = run(world)
        yield found, tuple((key, index) for key, index, _ in world.trail)
        while world.trail and world.trail[-1][1] == world.trail[-1][2] - 1:
            world.trail.pop()
        if not world.trail:
            return
        plan = [index for _, index, _ in world.trail]
        plan[-1] += 1


class Family:
    """Who is whose parent, partner and sibling, in a world."""

    def __init__(self, people: Iterable[Resident], parted: Collection[frozenset[int]] = ()) -> None:
        """parted: couples who are divorced, whatever links and codes say."""
        self.people: Mapping[int, Resident] = {p.id: p for p in people}
        self.above: dict[Node, dict[str, Node]] = {}
        self.origins: dict[Node, tuple[Origin, ...]] = {}
        self.partner_options: dict[Node, tuple[Node, ...]] = {}
        self.adopted: set[Node] = set()
        self.elders: set[tuple[Node, Node]] = set()
        self._linked: dict[int, list[int]] = {}
        self._sexes: dict[Node, str] = {}
        self._parted = parted
        for person in self.people.values():
            self._note(person)

    def _note(self, person: Resident) -> None:
        own = person.sex if person.sex in (MALE, FEMALE) else sex_of_code(person.relation)
        if own is not None:
            self._sexes.setdefault(person.id, own)
        for sex, parent in ((MALE, person.father_id), (FEMALE, person.mother_id)):
            if parent in self.people and parent is not None and parent != person.id:
                self.above.setdefault(person.id, {})[sex] = parent
                self._sexes.setdefault(parent, sex)
        spouse = person.spouse_id
        if spouse in self.people and spouse is not None and not self.are_parted(person.id, spouse):
            self.link(person.id, spouse)

    def link(self, first: int, second: int) -> None:
        """These two are a couple."""
        for one, other in ((first, second), (second, first)):
            found = self._linked.setdefault(one, [])
            if other not in found and other != one:
                found.append(other)

    def are_parted(self, first: Node, second: Node) -> bool:
        return frozenset((first, second)) in self._parted

    def is_linked(self, node: Node) -> bool:
        """Has a partner by a link."""
        return node in self._linked

    def is_parted(self, node: Node) -> bool:
        """One of a couple that has just divorced."""
        return any(node in couple for couple in self._parted)

    # -- in a world ------------------------------------------------------------------------------

    def sex(self, node: Node, world: World) -> str | None:
        """None only where nothing tells, in a Certain world."""
        if node in self._sexes:
            return self._sexes[node]
        if isinstance(node, Absent):
            if node.kind in _ABSENT_SEX:
                return _ABSENT_SEX[node.kind]
            return opposite(self.sex(node.of, world))
        return world.choose(("sex", node), (MALE, FEMALE))

    def known_sex(self, node: Node) -> str | None:
        """As written down or as a code or a link tells."""
        return self.sex(node, Certain())

    def parents(self, node: Node, world: World) -> tuple[Node, Node]:
        """Father and mother, on file or absent."""
        key = ("parents", node)
        if key in world.memo:
            known: tuple[Node, Node] = world.memo[key]
            return known
        if node in world.busy:
            return Absent("father", node), Absent("mother", node)
        world.busy.add(node)
        found = dict(self.above.get(node, {}))
        if len(found) < 2:
            self._by_origin(node, found, world)
        if len(found) == 1:
            ((sex, parent),) = found.items()
            found[opposite(sex) or FEMALE] = self._co_parent(parent, node, world)
        pair = (
            found.get(MALE, Absent("father", node)),
            found.get(FEMALE, Absent("mother", node)),
        )
        world.busy.discard(node)
        if not isinstance(world, Certain):
            world.memo[key] = pair
        return pair

    def _by_origin(self, node: Node, found: dict[str, Node], world: World) -> None:
        options = self.origins.get(node, ())
        if len(options) > 1 and found:
            (parent,) = found.values()
            known = (parent, *self.partners(parent, world))
            fit = tuple(o for o in options if isinstance(o, Child) and o.parent in known)
            options = fit[:1] or options
        if not options:
            return
        origin = world.choose(("origin", node), options)
        if isinstance(origin, Same):
            father, mother = self.parents(origin.sibling, world)
            found.setdefault(MALE, father)
            found.setdefault(FEMALE, mother)
        elif isinstance(origin, Child):
            found.setdefault(self.sex(origin.parent, world) or MALE, origin.parent)

    def is_adopted(self, node: Node, world: World) -> bool:
        """Adopted by both parents (in that world)."""
        origin = world.memo.get(("origin", node))
        return node in self.adopted or (isinstance(origin, Child) and origin.adopted)

    def _co_parent(self, parent: Node, child: Node, world: World) -> Node:
        """The other parent: the partner, or one of an earlier marriage."""
        mates = [m for m in self.partners(parent, world) if self.fits_parent(m, child)]
        if any(self._remarried(n) for n in (parent, *mates)) and mates:
            mates.append(Absent("partner", parent, 1))
        options = tuple(mates) or (Absent("partner", parent),)
        return world.choose(("co-parent", child), options) or Absent("partner", child, 2)

    def partners(self, node: Node, world: World) -> list[Node]:
        """Husbands or wives, the living first."""
        found: list[Node] = list(self._linked.get(node, ())) if isinstance(node, int) else []
        if node in self.partner_options:
            found.append(self._partner(node, world))
        for other, options in self.partner_options.items():
            if node in options and other != node and self._partner(other, world) == node:
                found.append(other)
        found = [n for n in dict.fromkeys(found) if not self.are_parted(node, n)]
        return sorted(found, key=self.is_dead)

    def _partner(self, node: Node, world: World) -> Node:
        options = self.partner_options[node]
        if len(options) > 1:
            taken = {v for k, v in world.memo.items() if k[0] == "partner" and k[1] != node}
            options = tuple(o for o in options if o not in taken)
        if not options:
            return Absent("partner", node)
        return world.choose(("partner", node), options) or Absent("partner", node, 2)

    def elder(self, first: Node, second: Node, world: World) -> bool | None:
        """Whether the first is the elder; None only in a Certain world."""
        for one, other, answer in ((first, second, True), (second, first, False)):
            if self._before(one, other):
                return answer
            known = world.memo.get(("elder", one, other))
            if known is not None:
                return bool(known) is answer
        return world.choose(("elder", first, second), (True, False))

    def _before(self, first: Node, second: Node) -> bool:
        if self._directly_before(first, second):
            return True
        return any(
            self._directly_before(first, p) and self._directly_before(p, second)
            for p in self.people
        )

    def _directly_before(self, first: Node, second: Node) -> bool:
        births = [self.people[n].birth for n in (first, second) if isinstance(n, int)]
        if len(births) == 2 and births[0] is not None and births[1] is not None:
            return births[0] < births[1]
        return (first, second) in self.elders

    # -- what is certain -------------------------------------------------------------------------

    def parent(self, node: Node, sex: str) -> Node:
        """Father (1) or mother (2) as far as certain."""
        return self.parents(node, Certain())[0 if sex == MALE else 1]

    def partner(self, node: Node) -> Node:
        """The living partner before a dead one; absent where none is certain."""
        found = self.partners(node, Certain())
        return found[0] if found else Absent("partner", node)

    def children(self, node: Node, sex: str = "") -> list[Node]:
        """Those on file who are certainly children of that person."""
        return [
            p
            for p in self.people
            if (not sex or self.known_sex(p) in (sex, None)) and node in self.parents(p, Certain())
        ]

    def possible_children(self, node: Node, sex: str = "") -> list[Node]:
        """Those too who may be somebody else's."""
        maybe = [
            p
            for p in self.people
            if (not sex or self.known_sex(p) in (sex, None))
            and any(isinstance(o, Child) and o.parent == node for o in self.origins.get(p, ()))
        ]
        return list(dict.fromkeys((*self.children(node, sex), *maybe)))

    def siblings(self, node: Node, sex: str = "", elder: bool | None = None) -> list[Node]:
        """Those on file who share a parent with that person."""
        own = set(self.parents(node, Certain()))
        return [
            p
            for p in self.people
            if p != node
            and (not sex or self.known_sex(p) in (sex, None))
            and own & set(self.parents(p, Certain()))
            and (elder is None or self.elder(p, node, Certain()) in (elder, None))
        ]

    # -- what cannot be --------------------------------------------------------------------------

    def fits_parent(self, parent: Node, child: Node) -> bool:
        """False where the births forbid it."""
        if not (isinstance(parent, int) and isinstance(child, int)):
            return True
        early, late = self.people[parent].birth, self.people[child].birth
        return early is None or late is None or (late - early).days >= _PARENT_DAYS

    def may_be_married(self, first: Node, second: Node) -> bool:
        """False where marital status or death forbids it."""
        return self._may_have(first, second) and self._may_have(second, first)

    def _may_have(self, person: Node, partner: Node) -> bool:
        if not isinstance(person, int) or self.are_parted(person, partner):
            return isinstance(person, Absent)
        marital = self.people[person].marital
        if marital in ("10", "40"):
            return False
        if not isinstance(partner, int) or marital is None:
            return True
        dead = self.is_dead(partner)
        return dead if marital == "30" else not (dead and marital != "90")

    def has_other_partner(self, node: Node, than: Node) -> bool:
        """Somebody else on file is certainly the (living) partner."""
        return any(
            isinstance(n, int) and n != than and not self.is_dead(n)
            for n in self.partners(node, Certain())
        )

    def is_unmarried(self, node: Node) -> bool:
        return isinstance(node, int) and self.people[node].marital == "10"

    def _remarried(self, node: Node) -> bool:
        return isinstance(node, int) and self.people[node].marital == "22"

    def is_dead(self, node: Node) -> bool:
        return isinstance(node, int) and self.people[node].state == "dead"


def opposite(sex: str | None) -> str | None:
    return {MALE: FEMALE, FEMALE: MALE}.get(sex or "")
