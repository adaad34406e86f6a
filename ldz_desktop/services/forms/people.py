"""Everything the archive knows about people, read at once for many, as forms ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ldz_desktop.domain.households import HEAD, age_on, print_position
from ldz_desktop.storage.form_people import FormPeopleStore

_AGED = 80
_MARRIED = frozenset({"10", "11", "12"})


class Person(NamedTuple):
    """A resident as stored (days as ISO text), in the order of FormPeopleStore.PERSON."""

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


class Home(NamedTuple):
    """A household with its place and its leader, in the order of FormPeopleStore.HOME."""

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
    living: int  # people who live in the dwelling
    leader_name: str | None
    leader_phone: str | None


@dataclass(frozen=True, slots=True)
class Filling:
    """Who fills in, where and when: the same for everybody on a form. kinds: tags that the office
    keeps at all; of others nobody can say 否."""

    today: date
    kinds: frozenset[str] = frozenset()
    account: str = ""
    unit: str = ""
    office: str = ""
    phone: str = ""


@dataclass(slots=True)
class Case:
    """One person of a form: what every field is worked out from."""

    person: Person
    home: Home
    members: Sequence[Person]
    tags: tuple[str, ...]
    filling: Filling
    seq: int = 0
    _kin: dict[str, Person | None] = field(default_factory=dict)

    @property
    def head(self) -> Person | None:
        return next((m for m in self.members if m.relation == HEAD), None)

    def kin(self, group: str) -> Person | None:
        """head, spouse, father or mother, as far as the household's file tells."""
        if group not in self._kin:
            self._kin[group] = self._found(group)
        return self._kin[group]

    def _found(self, group: str) -> Person | None:
        if group == "head":
            return self.head
        wanted = getattr(self.person, f"{group}_id")
        if wanted is not None:
            return next((m for m in self.members if m.id == wanted), None)
        return self._by_relation(group)

    def _by_relation(self, group: str) -> Person | None:
        """Without stored links: from the relations to the head, where they say it for certain."""
        relation = self.person.relation
        if relation == HEAD:
            codes = {"spouse": _MARRIED, "father": frozenset({"51"}), "mother": frozenset({"52"})}
            return self._only(codes[group])
        if group == "spouse" and relation in _MARRIED:
            return self.head
        return None

    def _only(self, codes: frozenset[str]) -> Person | None:
        found = [m for m in self.members if m.relation in codes]
        return found[0] if len(found) == 1 else None

    def others(self) -> list[Person]:
        """The other members of the household, in the order they are printed."""
        return [m for m in self.members if m.id != self.person.id]

    def of(self, person: Person) -> "Case":
        """The same case seen from another member of the household."""
        return Case(person, self.home, self.members, (), self.filling, self.seq)


class PeopleReader:
    """Reads the people of a form with everything around them."""

    def __init__(self, store: FormPeopleStore, filling: Filling) -> None:
        self._store = store
        self._filling = filling

    def cases(self, ids: Sequence[int]) -> list[Case]:
        """In the order asked; people who are gone are left out."""
        home_of = self._store.households_of(ids)
        households = list(dict.fromkeys(home_of.values()))
        homes = {row[0]: Home._make(row) for row in self._store.homes(households)}
        members: dict[int, list[Person]] = {}
        by_id: dict[int, Person] = {}
        for row in self._store.members(households):
            person = Person._make(row)
            members.setdefault(person.household_id, []).append(person)
            by_id[person.id] = person
        for group in members.values():
            if len(group) > 1:
                group.sort(key=_order)
        tags = self._tags(ids)
        return [
            Case(
                person,
                home := homes[person.household_id],
                members[person.household_id],
                computed(person, home, self._filling.today) + tags.get(i, ()),
                self._filling,
                number,
            )
            for number, i in enumerate((i for i in ids if i in by_id), start=1)
            if (person := by_id[i]).household_id in homes
        ]

    def _tags(self, ids: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
        found: dict[int, list[str]] = {}
        for resident, kind in self._store.tags(ids, self._filling.today.isoformat()):
            kinds = found.setdefault(resident, [])
            if kind not in kinds:
                kinds.append(kind)
        return {resident: tuple(kinds) for resident, kinds in found.items()}


def _order(person: Person) -> tuple[int, str, int]:
    return print_position(person.relation), person.birth or "9999", person.position


def computed(person: Person, home: Home, today: date) -> tuple[str, ...]:
    """高龄 and 独居 (domain.md §2), from the same definitions as everywhere."""
    if not person.lives_here:
        return ()
    found: tuple[str, ...] = ()
    if person.birth is not None and age_on(date.fromisoformat(person.birth), today) >= _AGED:
        found += ("高龄",)
    if home.living == 1 and home.tenure != "空置":
        found += ("独居",)
    return found
