"""A plan in the making: who leaves, who comes, who becomes head, which files open and close."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from ldz_desktop.domain.households import (
    HEAD,
    Resident,
    State,
    age_on,
    print_position,
)
from ldz_desktop.domain.kinship import Question, certain_links, derive
from ldz_desktop.domain.move_files import Files
from ldz_desktop.domain.moves import (
    HeadNeed,
    MovePlan,
    Order,
    PersonChange,
    Situation,
    StayChange,
)

ADULT = 18
_PARENT = 14
_MARRIED = (None, "20", "21", "22", "23")
_WIDOWED, _DIVORCED = "30", "40"
_LINKS = ("father_id", "mother_id", "spouse_id")
_OWN_FRAME = -1_000


class Draft(Files):
    """Collects what an order does. Everything asked for is answered from the plan so far."""

    def __init__(self, situation: Situation, order: Order) -> None:
        super().__init__(situation, order)
        self._before = {m.id: m for h in situation.households for m in h.members}
        self.people: dict[int, Resident] = dict(self._before)
        self._evidence = {p.id: p for p in (*self._before.values(), *situation.linked)}
        self._stays: list[StayChange] = []
        self._questions: list[Question] = []
        self._needs: list[HeadNeed] = []
        self._inferred: set[int] = set()
        self._parted: set[frozenset[int]] = set()
        self._removed: list[Resident] = []
        self._told: dict[int, str] = dict(order.answers)

    # -- reading ---------------------------------------------------------------------------------

    def present(self, home: int) -> list[Resident]:
        return [p for p in self.people.values() if p.household_id == home and p.state == "present"]

    def head(self, home: int) -> Resident | None:
        return next((p for p in self.present(home) if p.relation == HEAD), None)

    def spouse(self, ident: int) -> Resident | None:
        """The living spouse, by link or by the old relation."""
        known = self._linked()
        own = known[ident].spouse_id
        found = [p for p in known.values() if own == p.id or p.spouse_id == ident]
        living = [p for p in found if p.state != "dead" and p.id in self.people]
        return self.people[living[0].id] if living else None

    def _linked(self) -> dict[int, Resident]:
        """Everybody as before, with the links that the old relations tell."""
        everybody = dict(self._evidence)
        for ident, links in certain_links(everybody.values()).items():
            if ident in self._before:
                told = {n: getattr(links, n) for n in _LINKS if getattr(links, n) is not None}
                everybody[ident] = replace(everybody[ident], **told)
        return everybody

    def is_adult(self, person: Resident) -> bool:
        """Somebody whose birth nobody knows may be."""
        day = self.order.day or self.situation.today
        return person.birth is None or age_on(person.birth, day) >= ADULT

    def adults(self, home: int) -> list[Resident]:
        """Who could be head: the spouse of the old one first, as the card lists them."""
        found = [p for p in self.present(home) if self.is_adult(p)]
        return sorted(
            found, key=lambda p: (print_position(p.relation), str(p.birth or ""), p.position)
        )

    # -- checking --------------------------------------------------------------------------------

    def check_stays(self, leaving: Iterable[Resident]) -> None:
        """Nobody leaves before having come or been born."""
        day = self.order.day
        for person in leaving:
            rows = self.situation.stays.get(person.id, ())
            known = (person.birth, *(r.from_on for r in rows), *(r.to_on for r in rows))
            if day is not None and any(k is not None and k > day for k in known):
                self.refuse("day", f"日期早于{self.name(person)}出生或迁入的日期。")
                return

    def check_head(self, field: str, person: Resident | None) -> bool:
        """Says why somebody cannot be head; True where there is nothing to say."""
        if person is None:
            self.refuse(field, "请选择户主。")
        elif person.state != "present":
            self.refuse(field, "户主必须是在册成员。")
        elif not self.is_adult(person):
            self.refuse(field, "户主必须是成年人。")
        else:
            return True
        return False

    def can_be_parent(self, parent: int, child: Resident) -> bool:
        """Somebody on file whose birth allows it."""
        known = self._evidence.get(parent)
        if known is None or known.birth is None or child.birth is None:
            return known is not None
        return age_on(known.birth, child.birth) >= _PARENT

    # -- people ----------------------------------------------------------------------------------

    def change(self, ident: int, **values: Any) -> None:  # noqa: ANN401 - fields of a resident
        self.people[ident] = replace(self.people[ident], **values)

    def add(self, person: Resident, home: int) -> None:
        """Somebody who is not on file yet (a negative id)."""
        self.people[person.id] = replace(person, household_id=home, state="present")
        alone = replace(person, household_id=_OWN_FRAME + person.id, relation=None)
        self._evidence[person.id] = alone

    def leave(self, ident: int, state: State, why: str) -> None:
        """Out of everybody's counts; the record stays in the file."""
        self.depart(ident, why)
        self.change(ident, state=state, state_on=self.order.day)

    def remove(self, ident: int) -> None:
        """Delete a record entered by mistake, and what others say about it."""
        self._removed.append(self._before[ident])
        self._questions = [q for q in self._questions if q.resident_id != ident]
        del self.people[ident]
        for other, person in tuple(self.people.items()):
            named = {n: None for n in _LINKS if getattr(person, n) == ident}
            if named:
                self.change(other, **named)

    def depart(self, ident: int, why: str) -> None:
        """Does not live in the household's dwelling any more."""
        home = self.people[ident].household_id
        self._stays.append(StayChange(ident, home, leaves=True, day=self.order.day, why=why))

    def arrive(self, ident: int, why: str) -> None:
        """Lives in the household's dwelling from the day on."""
        home = self.people[ident].household_id
        self._stays.append(StayChange(ident, home, leaves=False, day=self.order.day, why=why))

    def bring(self, person: Resident, home: int, why: str) -> int | None:
        """Somebody comes: new (a negative id), or on file in a household of the situation, from
        where the record moves over. Returns the household left, None where there is none."""
        if person.id < 0:
            self.add(person, home)
            self.come(person.id, home, why)
            return None
        known = self.people.get(person.id)
        if known is None or known.state == "dead":
            self.refuse("arrivals", "已登记去世或已删除的人不能迁入。")
            return None
        if known.household_id == home and known.state == "present":
            self.refuse("arrivals", f"{self.name(known)}已经在这一户。")
            return None
        left = known.household_id if known.state == "present" else None
        self.come(person.id, home, why)
        return left

    def come(self, ident: int, home: int, why: str) -> None:
        """Into a household: from elsewhere, or from another one of the office."""
        person = self.people[ident]
        if person.id > 0 and person.state == "present":
            self.depart(ident, why)
        there = [p.position for p in self.people.values() if p.household_id == home]
        position = max(there, default=-1) + 1
        self.change(ident, household_id=home, state="present", state_on=None, position=position)
        self.arrive(ident, why)

    def widow(self, ident: int) -> None:
        """The spouse of somebody who died."""
        spouse = self.spouse(ident)
        if spouse is not None and spouse.state == "present" and spouse.marital in _MARRIED:
            self.change(spouse.id, marital=_WIDOWED)
            self.say(f"{self.name(spouse)}的婚姻状况改为丧偶。")

    def part(self, first: int, second: int) -> None:
        """Divorce: both are divorced, neither is the other's spouse any more; what the marriage
        told about the children's parents is written down before it ends."""
        self._parted.add(frozenset((first, second)))
        self._evidence = self._linked()
        for ident in self._before:
            for name in ("father_id", "mother_id"):
                known = getattr(self._evidence[ident], name)
                if known is not None and getattr(self.people[ident], name) is None:
                    self.change(ident, **{name: known})
        for ident in (first, second):
            self.change(ident, marital=_DIVORCED, spouse_id=None)
        names = self.names([self.people[i] for i in (first, second)])
        self.say(f"{names}的婚姻状况改为离婚。")

    # -- relations -------------------------------------------------------------------------------

    def forget(self, ident: int) -> None:
        """What somebody was to the head of another household says nothing here."""
        if ident in self.people:
            self.change(ident, relation=None)

    def tell(self, ident: int, code: str) -> None:
        """What a person is to the head, as somebody said."""
        self._told.setdefault(ident, code)

    def lead(self, home: int, head_id: int) -> None:
        """Somebody becomes head: everybody of the household, the gone too, is derived anew."""
        members = [p.id for p in self.people.values() if p.household_id == home]
        self.relate(head_id, members)

    def relate(self, head_id: int, members: Collection[int]) -> None:
        """The relations of these members to a head, with what is certain about parents."""
        found = derive(self._evidence.values(), head_id, members, self._told, self._parted)
        for ident in members:
            links = {n: self._link(ident, n, found.links.get(ident)) for n in _LINKS}
            self.change(ident, relation=found.relations[ident], **links)
        gone = {i for i in members if self.people[i].state != "present"}
        self._questions += [q for q in found.questions if q.resident_id not in gone]
        self._inferred |= found.inferred

    def _link(self, ident: int, name: str, told: object) -> int | None:
        own: int | None = getattr(self.people[ident], name)
        if own is not None or (name == "spouse_id" and self._is_parted(ident)):
            return own
        known: int | None = getattr(self._evidence[ident], name) or getattr(told, name, None)
        return known

    def _is_parted(self, ident: int) -> bool:
        return any(ident in couple for couple in self._parted)

    def settle(self, home: int) -> None:
        """After people left: an empty household is closed, one without a head gets one."""
        present = self.present(home)
        if not present:
            self.close(home)
            self.vacate(self.homes[home])
            return
        if self.head(home) is not None:
            return
        candidates = self.adults(home)
        wanted = self.order.successors.get(home)
        only = candidates[0].id if len(candidates) == 1 else None
        chosen = wanted if wanted in {c.id for c in candidates} else only
        address = self.homes[home].address
        self._needs.append(HeadNeed(home, address, tuple(candidates), chosen))
        if chosen is not None:
            self.say(f"{address}的户主换为{self.name(self.people[chosen])}，成员关系随之改写。")
            self.lead(home, chosen)
        elif not candidates:
            self.note(
                "successor",
                f"{address}留下的都是未成年人，不能任户主：请再办监护人迁入，或并入亲属的户。",
            )

    # -- the plan --------------------------------------------------------------------------------

    def finish(self) -> MovePlan:
        everybody = (*self._before.values(), *(p for p in self.people.values() if p.id < 0))
        people = tuple(self._line(p.id) for p in everybody if p.id in self.people)
        opened = sum(h.id < 0 for h in self.homes.values())
        already = self.situation.closed
        closed = sum(h.closed_on is not None and h.id not in already for h in self.homes.values())
        after = sum(p.state == "present" for p in self.people.values())
        before = sum(p.state == "present" for p in self._before.values())
        return MovePlan(
            order=self.order,
            situation=self.situation,
            people=people,
            homes=tuple(self.homes.values()),
            dwellings=tuple(self.dwellings.values()),
            stays=tuple(self._stays),
            sentences=tuple(self.sentences),
            questions=_once(self._questions),
            needs=tuple(self._needs),
            problems=tuple(self.problems),
            households=opened - closed,
            residents=after - before,
            vacates=self.vacates,
            seen=self._seen(),
            removed=tuple(self._removed),
        )

    def _line(self, ident: int) -> PersonChange:
        before, after = self._before.get(ident), self.people[ident]
        return PersonChange(
            before,
            after,
            self._home_title(before.household_id) if before else "",
            self._home_title(after.household_id),
            ident in self._inferred,
        )

    def _home_title(self, home: int) -> str:
        """本户, 新户, or the address of another household."""
        if home == self.main.id:
            return "本户"
        return "新户" if home < 0 else self.homes[home].address

    def _seen(self) -> tuple[tuple[int, int], ...]:
        households = ((h.id, h.version) for h in self.situation.households)
        return tuple(sorted((*households, *((p.id, p.version) for p in self._before.values()))))


def _once(questions: Iterable[Question]) -> tuple[Question, ...]:
    return tuple({q.resident_id: q for q in questions}.values())


def to_place(place: str) -> str:
    """（去向：巴州区）, nothing where it is not known."""
    return f"（去向：{place}）" if place else ""
