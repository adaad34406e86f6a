"""Everything the archive knows about people, read at once for many, as forms ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ldz_desktop.domain import kinship
from ldz_desktop.domain.households import HEAD, Resident, print_position
from ldz_desktop.domain.tags import in_order
from ldz_desktop.storage.form_people import FormPeopleStore
from ldz_desktop.storage.tags import TagStore

_DEAD = "dead"
_PRESENT = "present"


class Person(NamedTuple):
    """A resident as stored (days as ISO text), in the order of FormPeopleStore.residents."""

    id: int
    household_id: int
    name: str
    relation: str | None
    id_type: str | None
    id_number: str | None
    sex: str | None
    birth: str | None
    ethnic: str | None
    education: str | None
    occupation: str | None
    workplace: str | None
    health: str | None
    political: str | None
    marital: str | None
    phone: str | None
    registered_here: int | None
    lives_here: int
    registered_address: str | None
    note: str | None
    position: int
    father_id: int | None
    mother_id: int | None
    spouse_id: int | None
    state: str

    def as_resident(self) -> Resident:
        """What the rules of kinship look at."""
        return Resident(
            self.id,
            self.household_id,
            self.name,
            relation=self.relation,
            sex=self.sex,
            birth=None if self.birth is None else date.fromisoformat(self.birth),
            state=self.state,  # type: ignore[arg-type]  # one of the three
            father_id=self.father_id,
            mother_id=self.mother_id,
            spouse_id=self.spouse_id,
            position=self.position,
        )


class Home(NamedTuple):
    """A household with its place, in the order of FormPeopleStore.homes. people: who counts."""

    id: int
    building_id: int
    street: str
    community: str
    compound: str
    building: str
    unit: str
    room: str
    tenure: str | None
    file_no: str
    checked_on: str | None
    opened_on: str | None
    contact_name: str | None
    contact_phone: str | None
    contact_relation: str | None
    landlord_name: str | None
    landlord_phone: str | None
    people: int


@dataclass(frozen=True, slots=True)
class Filling:
    """Who fills in, where and when: the same for everybody on a form. kinds: tags that the office
    keeps at all; of others nobody can say 否. leaders: building → name and telephone."""

    today: date
    kinds: frozenset[str] = frozenset()
    leaders: Mapping[int, tuple[str, str | None]] = field(default_factory=dict)
    account: str = ""
    unit: str = ""
    office: str = ""
    phone: str = ""


@dataclass(slots=True)
class Family:
    """Everybody on a household's file, the dead and the moved too; members: who counts, in the
    order they are printed."""

    everybody: list[Person] = field(default_factory=list)
    members: list[Person] = field(default_factory=list)
    _residents: tuple[Resident, ...] | None = None
    _links: Mapping[int, kinship.Links] | None = None

    @property
    def head(self) -> Person | None:
        return next((m for m in self.members if m.relation == HEAD), None)

    def kin(self, person: Person, group: str) -> Person | None:
        """The spouse, father or mother: as stored, else as the relations say it for certain."""
        wanted = getattr(person, f"{group}_id")
        if wanted is None:
            if self._links is None:
                self._links = kinship.certain_links(self.residents())
            links = self._links.get(person.id)
            wanted = None if links is None else getattr(links, f"{group}_id")
        found = next((p for p in self.everybody if p.id == wanted), None)
        gone = found is not None and group == "spouse" and found.state == _DEAD
        return None if gone else found

    def relations_to(self, person: Person) -> Mapping[int, str | None]:
        """What everybody is to that person, as codes; None where it is not certain."""
        if person.relation == HEAD:
            return {member.id: member.relation for member in self.everybody}
        return kinship.derive(self.residents(), person.id).relations

    def residents(self) -> tuple[Resident, ...]:
        if self._residents is None:
            self._residents = tuple(person.as_resident() for person in self.everybody)
        return self._residents


@dataclass(slots=True)
class Case:
    """One person of a form: what every field is worked out from."""

    person: Person
    home: Home
    family: Family
    tags: tuple[str, ...]
    filling: Filling
    seq: int = 0
    _relations: Mapping[int, str | None] | None = None

    @property
    def members(self) -> Sequence[Person]:
        return self.family.members

    def kin(self, group: str) -> Person | None:
        """head, spouse, father or mother, as far as the household's file tells."""
        return self.family.head if group == "head" else self.family.kin(self.person, group)

    def relation_of(self, member: Person) -> str | None:
        """What a member of the family is to this person, as a code."""
        if self._relations is None:
            self._relations = self.family.relations_to(self.person)
        return self._relations.get(member.id)

    def others(self) -> list[Person]:
        """The other members of the household, in the order they are printed."""
        return [m for m in self.members if m.id != self.person.id]

    def of(self, person: Person) -> "Case":
        """The same case seen from another member of the household."""
        return Case(person, self.home, self.family, (), self.filling, self.seq)


class PeopleReader:
    """Reads the people of a form with everything around them."""

    def __init__(self, people: FormPeopleStore, tags: TagStore, filling: Filling) -> None:
        self._people = people
        self._tags = tags
        self._filling = filling

    def cases(
        self, ids: Sequence[int], *, families: bool = True, computed_tags: bool = True
    ) -> list[Case]:
        """In the order asked; people who are gone are left out. families, computed_tags: whether
        the form asks for other members of the households, and for tags that nobody typed."""
        by_id = {row[0]: Person._make(row) for row in self._people.residents(ids)}
        present = [by_id[i] for i in ids if i in by_id]
        wanted = list(dict.fromkeys(person.household_id for person in present))
        homes = {row[0]: Home._make(row) for row in self._people.homes(wanted)}
        there = [person for person in present if person.household_id in homes]
        households = [household for household in wanted if household in homes]
        found = self._families(households) if families else {}
        alone = Family()
        tags = self._tags.held(tuple(by_id), self._filling.today, computed=computed_tags)
        return [
            Case(
                person,
                homes[person.household_id],
                found.get(person.household_id, alone),
                in_order(tags[person.id]) if person.id in tags else (),
                self._filling,
                number,
            )
            for number, person in enumerate(there, start=1)
        ]

    def _families(self, households: Sequence[int]) -> dict[int, Family]:
        found: dict[int, Family] = {}
        for row in self._people.members(households):
            person = Person._make(row)
            family = found.setdefault(person.household_id, Family())
            family.everybody.append(person)
            if person.state == _PRESENT:
                family.members.append(person)
        for family in found.values():
            family.members.sort(key=_order)
        return found


def _order(person: Person) -> tuple[int, str, int]:
    return print_position(person.relation), person.birth or "9999", person.position
