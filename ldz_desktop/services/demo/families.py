"""Who lives together: the kinds of families of a resettled town, with relations to the head."""

import random
from collections.abc import Callable
from itertools import accumulate

from ldz_desktop.services.demo.kin import Kin
from ldz_desktop.services.demo.person import (
    DIVORCED,
    FEMALE,
    MALE,
    MARRIED,
    NEVER_MARRIED,
    REMARRIED,
    WIDOWED,
    YEAR,
    Person,
)

Family = list[Person]
Table = tuple[list[Callable[["Families"], Family]], list[float]]

_SON, _DAUGHTER = ("20", "22", "23", "24"), ("30", "32", "33", "34")
_OTHER = "99"
_GROWN = 18.3


class Families:
    """Draws families; the first member is the head."""

    def __init__(self, rng: random.Random, kin: Kin) -> None:
        self._rng = rng
        self._kin = kin
        self._kinds = {
            "自有": _kinds(_OWNERS),
            "租赁": _kinds(_TENANTS),
            "借住": _kinds(_GUESTS),
            "群租": _kinds(((Families.sharers, 1.0),)),
        }

    def of(self, tenure: str | None) -> Family:
        """The people of an occupied dwelling. tenure: a label of TENURE, None for not known."""
        kinds, weights = self._kinds[tenure or "自有"]
        family = self._rng.choices(kinds, cum_weights=weights)[0](self)
        taken: set[str] = set()
        for member in family:
            while member.name in taken:
                self._kin.rename(member)
            taken.add(member.name)
        return family

    def away_owner(self) -> Family:
        """The owner of a vacant dwelling, who lives elsewhere."""
        family = self.couple() if self._rng.random() < 0.3 else self.single_adult()
        for member in family:
            member.lives_here = False
        return family

    # -- kinds -----------------------------------------------------------------------------------

    def elder_alone(self) -> Family:
        age = self._kin.about(76, 7, 65, 99)
        sex = FEMALE if self._rng.random() < 0.68 else MALE
        marital = WIDOWED if self._rng.random() < 0.84 else DIVORCED
        elder = self._kin.single(age, sex, marital)
        family = [elder]
        if marital == WIDOWED and self._rng.random() < 0.2:
            family.append(self._late_spouse(elder))
        if age > 80 and self._rng.random() < 0.05:
            nanny = self._kin.single(self._kin.about(52, 5, 40, 62), FEMALE, MARRIED)
            nanny.note = "住家保姆"
            nanny.relation = _OTHER
            family.append(nanny)
        return family

    def single_adult(self) -> Family:
        age = self._kin.about(42, 12, 22, 64)
        chance = self._rng.random()
        marital = NEVER_MARRIED
        if age > 27 and chance < min(0.9, (age - 27) / 26):
            marital = DIVORCED if chance < 0.7 else WIDOWED
        return [self._kin.single(age, None, marital)]

    def elder_couple(self) -> Family:
        return self._wed(self._kin.couple(self._kin.about(72, 6.5, 61, 93)))

    def couple(self) -> Family:
        if self._rng.random() < 0.4:
            return self._wed(self._kin.couple(self._kin.about(29, 3.2, 22.2, 38)))
        return self.empty_nest()

    def empty_nest(self) -> Family:
        parents = self._kin.couple(self._kin.about(58, 5, 47, 68))
        family = self._wed(parents)
        if self._rng.random() < 0.06:
            for child in self._kin.children(parents, 1, (22.5, 38)):
                child.marital = MARRIED
                child.state = "moved"
                child.state_on = self._recently(700)
                family += self._as_children([child])
        return family

    def couple_with_child(self) -> Family:
        return self._nuclear(1)

    def couple_with_two(self) -> Family:
        return self._nuclear(2)

    def couple_with_three(self) -> Family:
        return self._nuclear(3)

    def single_parent(self) -> Family:
        parents = self._kin.couple(self._kin.about(40, 6, 27, 54))
        wanted = 1 if self._rng.random() < 0.75 else 2
        children = self._kin.children(parents, wanted, (0.3, 22))
        head = parents[1] if self._rng.random() < 0.72 else parents[0]
        head.marital = DIVORCED if self._rng.random() < 0.78 else WIDOWED
        return [head, *self._as_children(children)]

    def with_grown_child(self) -> Family:
        parents = self._kin.couple(self._kin.about(56, 5, 45, 70))
        children = self._kin.children(parents, 1, (19, 36))
        for child in children:
            if child.age > 26 and self._rng.random() < 0.2:
                child.marital = DIVORCED
        return [*self._wed(parents), *self._as_children(children)]

    def three_generations(self) -> Family:
        """Grandparents, a couple, and their children; the elder or the middle one is the head."""
        couple = self._kin.couple(self._kin.about(38, 6, 24, 53))
        wanted = 1 if self._rng.random() < 0.5 else 2
        children = self._kin.children(couple, wanted, (0.1, 20))
        through = couple[0] if self._rng.random() < 0.8 else couple[1]
        elders = self._left(self._kin.parents(through))
        if self._rng.random() < 0.45:
            return self._elder_heads(elders, couple, through, children)
        return self._middle_heads(elders, couple, through, children)

    def grandchildren(self) -> Family:
        """Grandparents with grandchildren; the parents work far away but belong to the file."""
        couple = self._kin.couple(self._kin.about(35, 4.5, 25, 46))
        wanted = 1 if self._rng.random() < 0.6 else 2
        children = self._kin.children(couple, wanted, (0.6, 16))
        elders = self._left(self._kin.parents(couple[0]))
        family = self._elder_heads(elders, couple, couple[0], children)
        for parent in couple:
            parent.lives_here = False
            parent.note = "外出务工"
        return family

    def siblings(self) -> Family:
        head = self._kin.single(self._kin.about(27, 4, 20, 38))
        other = self._kin.sibling(head)
        elder = other.birth < head.birth
        if other.male:
            other.relation = "71" if elder else "73"
        else:
            other.relation = "75" if elder else "77"
        return [head, other]

    def sharers(self) -> Family:
        """Tenants who are not related."""
        count = self._rng.choices((2, 3, 4, 5, 6), weights=(22, 32, 26, 14, 6))[0]
        family = [self._kin.single(self._kin.about(27, 6, _GROWN, 52)) for _ in range(count)]
        for member in family:
            if member.age > 28 and self._rng.random() < 0.5:
                member.marital = MARRIED
        for member in family[1:]:
            member.relation = _OTHER
        return family

    # -- relations -------------------------------------------------------------------------------

    def _nuclear(self, wanted: int) -> Family:
        age = self._kin.about(40 + wanted, 7, 24, 57)
        parents = self._kin.couple(age)
        children = self._kin.children(parents, wanted, (0.1, 23))
        if self._rng.random() < 0.04:
            parents[0].marital = parents[1].marital = REMARRIED
        return [*self._wed(parents), *self._as_children(children)]

    def _wed(self, couple: tuple[Person, Person]) -> Family:
        """The couple with its head first: mostly the husband."""
        husband, wife = couple
        if self._rng.random() < 0.82:
            wife.relation = "12"
            return [husband, wife]
        husband.relation = "11"
        return [wife, husband]

    def _as_children(self, children: list[Person]) -> Family:
        sons = [c for c in children if c.male]
        daughters = [c for c in children if not c.male]
        for group, codes in ((sons, _SON), (daughters, _DAUGHTER)):
            for index, child in enumerate(group):
                child.relation = codes[0] if len(group) == 1 else codes[index + 1]
        return children

    def _elder_heads(
        self, elders: Family, couple: tuple[Person, Person], through: Person, children: Family
    ) -> Family:
        head = elders[0]
        if len(elders) == 2:
            elders[1].relation = "12" if head.male else "11"
        husband, wife = couple
        if through is husband:
            husband.relation, wife.relation = "20", "38"
        else:
            wife.relation, husband.relation = "30", "28"
        for child in children:
            male_code, female_code = ("41", "42") if through is husband else ("43", "44")
            child.relation = male_code if child.male else female_code
        partner = wife if through is husband else husband
        return [*elders, through, partner, *children]

    def _middle_heads(
        self, elders: Family, couple: tuple[Person, Person], through: Person, children: Family
    ) -> Family:
        family = self._wed(couple)
        head = family[0]
        codes = ("55", "56") if head.male else ("53", "54")
        if through is head:
            codes = ("51", "52")
        for elder in elders:
            elder.relation = codes[0] if elder.male else codes[1]
        return [*family, *self._as_children(children), *elders]

    def _left(self, elders: tuple[Person, Person]) -> Family:
        """The grandparents who live in: both, or one of them."""
        father, mother = elders
        oldest = max(father.age, mother.age)
        if self._rng.random() < 0.72 - max(0, oldest - 65) * 0.018:
            return [father, mother]
        widow = mother if self._rng.random() < 0.72 else father
        widow.marital = WIDOWED
        return [widow]

    def _late_spouse(self, elder: Person) -> Person:
        """The husband or wife who died lately: kept in the file, never counted."""
        years = self._rng.uniform(-3, 4)
        birth = max(elder.birth + int(years * YEAR), self._kin.born(100))
        sex = FEMALE if elder.male else MALE
        late = self._kin.single((self._kin.anchor - birth) / YEAR, sex, MARRIED)
        late.relation = "12" if elder.male else "11"
        late.state = "dead"
        late.state_on = self._recently(900)
        return late

    def _recently(self, days: int) -> int:
        return self._kin.anchor - self._rng.randrange(10, days)


Kinds = tuple[tuple[Callable[[Families], Family], float], ...]


def _kinds(kinds: Kinds) -> Table:
    return [kind for kind, _ in kinds], list(accumulate(share for _, share in kinds))


_OWNERS: Kinds = (
    (Families.elder_alone, 8.0),
    (Families.single_adult, 4.0),
    (Families.elder_couple, 13.0),
    (Families.couple, 5.0),
    (Families.empty_nest, 6.0),
    (Families.couple_with_child, 15.0),
    (Families.couple_with_two, 13.0),
    (Families.couple_with_three, 1.5),
    (Families.single_parent, 4.0),
    (Families.with_grown_child, 10.0),
    (Families.three_generations, 16.5),
    (Families.grandchildren, 3.0),
)
_TENANTS: Kinds = (
    (Families.single_adult, 30.0),
    (Families.couple, 22.0),
    (Families.couple_with_child, 22.0),
    (Families.couple_with_two, 10.0),
    (Families.single_parent, 5.0),
    (Families.siblings, 6.0),
    (Families.elder_alone, 3.0),
    (Families.three_generations, 2.0),
)
_GUESTS: Kinds = (
    (Families.elder_couple, 30.0),
    (Families.elder_alone, 15.0),
    (Families.couple_with_child, 20.0),
    (Families.single_adult, 20.0),
    (Families.grandchildren, 10.0),
    (Families.couple, 5.0),
)
