"""What somebody is to a head, in the codes of GB/T 4761, read off a family's graph."""

from itertools import product

from ldz_desktop.domain.family import Family, Node, World
from ldz_desktop.domain.kin_codes import FEMALE, HEAD, MALE, OTHER_RELATIVE, by_sex

_DEPTH = 3
_Blood = tuple[int, int, str, str]
"""Steps up from the head, steps down to the other, and the sexes on the way: of the head's
ancestors from the nearest, of the other's from the nearest."""


def relation(family: Family, head: Node, node: Node, world: World) -> str | None:
    """The code of `node` to `head`; None where nothing connects them.

    Children are 20 and 30 here (27 and 37: adopted, or the partner's); kinship.derive numbers them.
    """
    if node == head:
        return HEAD
    reading = _Reading(family, world)
    return (
        reading.partner(head, node)
        or reading.blood_code(head, node)
        or reading.through_own_partner(head, node)
        or reading.through_their_partner(head, node)
        or reading.step_sibling(head, node)
    )


class _Reading:
    """The questions in the order they are asked."""

    def __init__(self, family: Family, world: World) -> None:
        self._family = family
        self._world = world

    def partner(self, head: Node, node: Node) -> str | None:
        if node not in self._family.partners(head, self._world):
            return None
        return by_sex(self._family.known_sex(node), "11", "12", "10")

    def blood_code(self, head: Node, node: Node) -> str | None:
        blood = self._blood(head, node)
        return None if blood is None else self._own(head, node, blood)

    def through_own_partner(self, head: Node, node: Node) -> str | None:
        """Stepchildren, parents-in-law, and whoever else is of a partner's blood."""
        for partner in self._family.partners(head, self._world):
            blood = self._blood(partner, node)
            if blood is None:
                continue
            if blood[:2] == (0, 1):
                return self._sexed(node, "27", "37")
            if blood[0] == 0 or blood[:2] == (0, 0):
                return self._own(partner, node, blood)
            return self._in_law(partner, node, blood)
        return None

    def through_their_partner(self, head: Node, node: Node) -> str | None:
        """Children-in-law, siblings' partners, step-parents, uncles by marriage."""
        for partner in self._family.partners(node, self._world):
            if partner == head:
                continue
            blood = self._blood(head, partner)
            if blood is not None:
                return self._married_in(head, node, partner, blood)
            for own in self._family.partners(head, self._world):
                blood = self._blood(own, partner)
                if blood is not None and own != node:
                    return self._married_in(own, node, partner, blood, own=True)
        return None

    def step_sibling(self, head: Node, node: Node) -> str | None:
        """Children of a parent's partner."""
        theirs = self._family.parents(node, self._world)
        for parent in self._family.parents(head, self._world):
            for partner in self._family.partners(parent, self._world):
                if partner in theirs:
                    return self._sibling(head, node)
        return None

    # -- by blood --------------------------------------------------------------------------------

    def _ancestors(self, node: Node) -> dict[Node, str]:
        """Ancestors up to three generations, with the sexes of those on the way (the ancestor's own
        is the last)."""
        found: dict[Node, str] = {node: ""}
        level: list[tuple[Node, str]] = [(node, "")]
        for _ in range(_DEPTH):
            above: list[tuple[Node, str]] = []
            for one, way in level:
                father, mother = self._family.parents(one, self._world)
                above += [(father, way + MALE), (mother, way + FEMALE)]
            for one, way in above:
                found.setdefault(one, way)
            level = above
        return found

    def _blood(self, head: Node, node: Node) -> _Blood | None:
        own, theirs = self._ancestors(head), self._ancestors(node)
        both = [(len(way) + len(theirs[a]), len(way), way, theirs[a]) for a, way in own.items()
                if a in theirs]  # fmt: skip
        if not both:
            return None
        _, up, way, other = min(both)
        return up, len(other), way, other

    def _own(self, head: Node, node: Node, blood: _Blood) -> str:
        """The code by (steps up, steps down)."""
        up, down, way, other = blood
        near = _NEAR.get((up, down, *_nearest(up, down, way, other)))
        if near is not None:
            return self._sexed(node, *near)
        if (up, down) == (0, 1):
            adopted = self._family.is_adopted(node, self._world)
            return self._sexed(node, "27", "37") if adopted else self._sexed(node, "20", "30")
        if (up, down) == (1, 0):
            return self._parent(head, node)
        if (up, down) == (1, 1):
            return self._sibling(head, node)
        if (up, down) == (2, 1):
            return self._parents_sibling(head, node, way[0])
        return OTHER_RELATIVE

    def _parent(self, head: Node, node: Node) -> str:
        adopted = self._family.is_adopted(head, self._world)
        male, female = ("57", "58") if adopted else ("51", "52")
        return by_sex(self._family.known_sex(node), male, female, "50")

    def _sibling(self, head: Node, node: Node) -> str:
        sex = self._family.known_sex(node)
        if sex is None:
            return "70"
        elder = self._family.elder(node, head, self._world)
        return by_sex(sex, "71" if elder else "73", "75" if elder else "77", "70")

    def _parents_sibling(self, head: Node, node: Node, side: str) -> str:
        if side == FEMALE:
            return self._sexed(node, "85", "88")
        if self._family.sex(node, self._world) == FEMALE:
            return "90"
        father = self._family.parents(head, self._world)[0]
        return "81" if self._family.elder(node, father, self._world) else "83"

    # -- by marriage -----------------------------------------------------------------------------

    def _in_law(self, partner: Node, node: Node, blood: _Blood) -> str:
        """Of the partner's blood: parents and grandparents have codes, all others are 97."""
        up, down, way, _ = blood
        if down:
            return OTHER_RELATIVE
        if up == 1:
            male = self._family.sex(partner, self._world) == MALE
            codes = ("53", "54") if male else ("55", "56")
            return codes[0] if way == MALE else codes[1]
        return "65" if up == 2 else "68"

    def _married_in(
        self, head: Node, node: Node, partner: Node, blood: _Blood, *, own: bool = False
    ) -> str:
        """The partner of a relative. own: `head` is the head's partner."""
        up, down = blood[:2]
        if up == 0 and down:
            codes = {1: ("28", "38"), 2: ("46", "45")}.get(down, ("49", "49"))
            return self._sexed(node, *codes)
        if own or (up, down) not in ((1, 0), (2, 0), (1, 1), (2, 1)):
            return OTHER_RELATIVE
        if down == 0:
            return self._sexed(node, "57", "58") if up == 1 else "69"
        if up == 1:
            return _SIBLINGS_PARTNER.get(self._sibling(head, partner), "79")
        return _UNCLES_PARTNER[self._parents_sibling(head, partner, blood[2][0])]

    def _sexed(self, node: Node, male: str, female: str) -> str:
        if male == female:
            return male
        return male if self._family.sex(node, self._world) == MALE else female


def _nearest(up: int, down: int, way: str, other: str) -> tuple[str, ...]:
    """The sexes that tell a code: of the head's parent, of the other's parent."""
    if (up, down) == (2, 0):
        return (way,)
    if up == 0 and down == 2:
        return (other[0],)
    if (up, down) == (1, 2):
        return (other[0],)
    if (up, down) == (2, 2):
        return (way[0], other[0])
    return ()


_NEAR: dict[tuple[object, ...], tuple[str, str]] = {
    (0, 2, MALE): ("41", "42"), (0, 2, FEMALE): ("43", "44"), (0, 3): ("47", "48"),
    (3, 0): ("66", "67"), (1, 2, MALE): ("93", "94"), (1, 2, FEMALE): ("95", "96"),
    (2, 2, MALE, MALE): ("91", "91"),
}  # fmt: skip
_NEAR.update(
    {(2, 2, *sexes): ("92", "92") for sexes in product((MALE, FEMALE), repeat=2)
     if sexes != (MALE, MALE)}
)  # fmt: skip
_NEAR.update(
    {(2, 0, way): (code, code) for way, code in
     ((MALE * 2, "61"), (MALE + FEMALE, "62"), (FEMALE + MALE, "63"), (FEMALE * 2, "64"))}
)  # fmt: skip
_SIBLINGS_PARTNER = {"71": "72", "73": "74", "75": "76", "77": "78"}
_UNCLES_PARTNER = {"81": "82", "83": "84", "90": "89", "85": "86", "88": "87"}
