"""Household archives: lists, cards, and every change to them.

The first window waits for this to be imported: what only writing needs is imported there.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.codes import TENURE
from ldz_desktop.domain.doors import door
from ldz_desktop.domain.households import (
    EVERYTHING,
    HEAD,
    Household,
    HouseholdFilter,
    HouseholdRow,
    Resident,
    computed_tags,
    ordered,
)
from ldz_desktop.domain.places import (
    ALL,
    Building,
    PlaceRef,
    building_name,
    place_name,
)
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import ConflictError, InputError
from ldz_desktop.services.closed import refuse_closed
from ldz_desktop.services.core import Core
from ldz_desktop.services.households_records import (
    BuildingNode,
    CommunityNode,
    CompoundNode,
    PlaceSummary,
    Totals,
)
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.places import PlaceStore

if TYPE_CHECKING:
    from ldz_desktop.storage.search import SearchStore
    from ldz_desktop.storage.search_words import Reading

CHECK_EVERY_DAYS = 365
_REVEALED = {"id_number": "证件号码", "phone": "电话", "health": "健康状况"}


class HouseholdService:
    """Verbs of the archives. Every write is one transaction."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = HouseholdStore(core.database)
        self._places = PlaceStore(core.database)

    @cached_property
    def _search(self) -> "SearchStore":
        from ldz_desktop.storage.search import SearchStore

        return SearchStore(self._core.database)

    # -- places and lists ------------------------------------------------------------------------

    def buildings(self) -> tuple[Building, ...]:
        return self._places.buildings()

    def tree(self) -> tuple[CommunityNode, ...]:
        """Communities, compounds and buildings with counts that agree with every list."""
        return self._tree(self._store.counts_by_building())

    def tree_and_ids(self) -> tuple[tuple[CommunityNode, ...], dict[int, list[int]]]:
        """The tree, and the ids of every building's households by address (buildings without any
        are left out): in half the time that tree() and ids() take."""
        found = self._store.all_by_building()
        tree = self._tree({building: counts[:2] for building, counts in found.items()})
        return tree, {building: ids for building, (_, _, ids) in found.items()}

    def _tree(self, counts: dict[int, tuple[int, int]]) -> tuple[CommunityNode, ...]:
        by_compound: dict[int, list[BuildingNode]] = {}
        for one in self._places.buildings():
            households, residents = counts.get(one.id, (0, 0))
            by_compound.setdefault(one.compound_id, []).append(
                BuildingNode(one.id, one.name, households, residents)
            )
        by_community: dict[int, list[CompoundNode]] = {}
        for compound, community, name in self._places.compounds():
            nodes = tuple(by_compound.get(compound, ()))
            by_community.setdefault(community, []).append(
                CompoundNode(compound, name, *_sums(nodes), nodes)
            )
        return tuple(
            CommunityNode(
                i, name, street, *_sums(by_community.get(i, ())), tuple(by_community.get(i, ()))
            )
            for i, name, street in self._places.communities()
        )

    def totals(self) -> Totals:
        tree = self.tree()
        compounds = [c for community in tree for c in community.compounds]
        from ldz_desktop.storage.leaders import LeaderStore

        offices = LeaderStore(self._core.database).tenures()
        return Totals(
            communities=len(tree),
            compounds=len(compounds),
            buildings=sum(len(c.buildings) for c in compounds),
            households=sum(c.households for c in tree),
            residents=sum(c.residents for c in tree),
            leaders=len({t.leader_id for t in offices if t.ended_on is None}),
        )

    def add_place(self, community: str, compound: str, building: str) -> Change:
        """A building, with compound and community where they are new. Raises InputError for an
        empty part; a building that is there already is returned as it is."""
        if not (community.strip() and compound.strip() and building.strip()):
            raise InputError("缺少名称", "社区、小区和楼栋都要填写。")
        names = (place_name(community), place_name(compound), building_name(building))
        with self._core.action("新建楼栋"):
            building_id, made = self._places.ensure(names, self._core.ids())
        found = self._places.building(building_id)
        title = "".join(names[1:]) if found is None else found.title
        what = "已新建" if made else "已有"
        return Change.of("places", what=f"{what}{title}", ids=(building_id,))

    def ids(
        self,
        place: PlaceRef = ALL,
        sort: str = "address",
        *,
        descending: bool = False,
        narrow: HouseholdFilter = EVERYTHING,
    ) -> list[int]:
        """All household ids of a place at once. sort: address, head, members, tenure, phone,
        checked or file_no."""
        return self._store.ids(place, sort, descending, narrow)

    def rows(self, ids: Sequence[int]) -> list[HouseholdRow]:
        """What a list shows of those households, in the order asked."""
        return self._store.rows(ids)

    def summary(self, place: PlaceRef = ALL) -> PlaceSummary:
        counts = self._store.counts(place, self.check_due())
        return PlaceSummary(
            households=sum(n for _, n, _, _ in counts),
            residents=sum(people for _, _, people, _ in counts),
            by_tenure={tenure or "": n for tenure, n, _, _ in counts},
            unchecked=sum(unchecked for _, _, _, unchecked in counts),
        )

    def check_due(self) -> date:
        """Households not checked since this day are due."""
        today = self._core.today()
        return date.fromordinal(today.toordinal() - CHECK_EVERY_DAYS)

    # -- one household ---------------------------------------------------------------------------

    def get(self, household_id: int) -> Household:
        """With members in the order they are printed. Raises InputError where it is gone."""
        found = self._store.get(household_id)
        if found is None:
            raise InputError("没有这一户", "这一户的档案已经不在了。", "请刷新列表。")
        return replace(found, members=ordered(found.members))

    def _open(self, household_id: int) -> Household:
        """Raises InputError where it is gone, RuleError where it is closed."""
        found = self.get(household_id)
        refuse_closed(found)
        return found

    def tags(self, household: Household) -> dict[int, tuple[str, ...]]:
        """Computed tags (高龄, 独居) by resident id."""
        return computed_tags(household, self._core.today())

    def create(self, building_id: int, unit: str, room: str, tenure: str | None = None) -> Change:
        """A new file, opened today (建档日期). Raises InputError without a room, or where the
        dwelling has one already."""
        building = self._places.building(building_id)
        if building is None:
            raise InputError("没有这栋楼", "这栋楼已经不在了。", "请刷新后再试。")
        unit, room = door(unit, room)
        if not room:
            raise InputError("缺少房号", "请填写房号。")
        if self._store.at(building_id, unit, room) is not None:
            raise InputError(
                "已有户档", f"{building.title}{unit}{room}已经有户档。", "请在列表里打开它。"
            )
        ids = self._core.ids()
        new = next(ids)
        with self._core.action("新建户档", about=f"household:{new}"):
            dwelling = self._store.dwelling(building_id, unit, room, ids)
            household = self._blank(new, dwelling, building, unit, room)
            self._store.add(household)
            self._store.save(replace(household, tenure=_tenure(tenure)), household.version)
        return Change.of(
            "households",
            "places",
            what=f"已新建{building.title}{unit}{room}户档",
            ids=(household.id,),
        )

    def _blank(
        self, household_id: int, dwelling_id: int, building: Building, unit: str, room: str
    ) -> Household:
        from ldz_desktop.services.file_numbers import file_number, free_number
        from ldz_desktop.storage.moves import MoveStore

        plain = file_number(building, unit, room)
        taken = MoveStore(self._core.database).is_number_taken
        return Household(
            id=household_id, dwelling_id=dwelling_id, building_id=building.id,
            street=building.street, community=building.community, compound=building.compound,
            building=building.name, unit=unit, room=room, tenure=None,
            file_no=free_number(plain, taken), note=None, checked_on=None, version=1,
            opened_on=self._core.today(),
        )  # fmt: skip

    def save(self, before: Household, after: Household) -> Change:
        """Note, check date, tenure, unit and room. The file number stays.

        Raises ConflictError where somebody saved it since `before` was read; InputError where
        another household lives at the new address, RuleError for a closed file.
        """
        unit, room = after.unit, after.room
        if (unit, room) != (before.unit, before.room):
            unit, room = door(unit, room)
        if not room:
            raise InputError("缺少房号", "请填写房号。")
        self._open(after.id)
        taken = self._store.at(after.building_id, unit, room)
        if taken not in (None, after.id):
            raise InputError("已有户档", f"{unit}{room}已经有另一份户档。", "请检查单元和房号。")
        with self._core.action("修改户档", about=f"household:{after.id}"):
            dwelling = self._store.dwelling(after.building_id, unit, room, self._core.ids())
            if dwelling == before.dwelling_id and (unit, room) != (before.unit, before.room):
                self._store.name_dwelling(dwelling, unit, room)
            wanted = replace(
                after, unit=unit, room=room, dwelling_id=dwelling, tenure=_tenure(after.tenure)
            )
            if not self._store.save(wanted, before.version):
                raise _conflict()
        return Change.of("households", what=f"{wanted.address}已保存", ids=(after.id,))

    def remove(self, household_id: int) -> Change:
        """Delete a file with its people (a wrong entry)."""
        household = self.get(household_id)
        with self._core.action("删除户档", about=f"household:{household_id}"):
            self._search.remove((m.id, _readings(m.name)) for m in household.members)
            self._store.remove(household_id)
            self._core.log("household.remove", f"household:{household_id}")
        return Change.of(
            "households", "places", what=f"已删除{household.address}", ids=(household_id,)
        )

    # -- people ----------------------------------------------------------------------------------

    def check(self, resident: Resident, household: Household) -> tuple[Problem, ...]:
        """Everything odd about a person, for the form to show beside the fields."""
        from ldz_desktop.domain.identity import check_id
        from ldz_desktop.domain.names import check_name
        from ldz_desktop.domain.plausible import check_days, check_kin, check_phone
        from ldz_desktop.services.codes import regions

        today = self._core.today()
        found = [*check_name(resident.name), *check_days(resident, today)]
        found += check_phone(resident.phone)
        found += check_kin(resident, self._kin(resident))
        if resident.id_number:
            identity = check_id(
                resident.id_number, today, regions=regions(),
                sex=resident.sex, birth=resident.birth, id_type=resident.id_type,
            )  # fmt: skip
            found += identity.problems
            holder = self._store.holder(identity.number or resident.id_number)
            if holder is not None and holder.id != resident.id:
                found.append(
                    Problem("refused", "id_number", "duplicate", "这个号码已经登记给另一位居民。")
                )
        if resident.relation == HEAD:
            found += self._check_head(resident, household)
        return tuple(found)

    def _check_head(self, resident: Resident, household: Household) -> list[Problem]:
        from ldz_desktop.domain.plausible import check_grown

        found = [*check_grown(resident, self._core.today())]
        head = household.head
        if head is not None and head.id != resident.id and resident.state == "present":
            found.append(
                Problem("refused", "relation", "two_heads", f"这一户已有户主{head.name}。")
            )
        return found

    def kin(self, household: Household) -> dict[int, Resident]:
        """Fathers, mothers and spouses whom members name and who are in another file."""
        inside = {m.id for m in household.members}
        named = {i for m in household.members for i in _named(m)} - inside
        return self._store.kin(named) if named else {}

    def _kin(self, resident: Resident) -> dict[int, Resident]:
        named = _named(resident)
        return self._store.kin(named) if named else {}

    def _marry(self, resident: Resident, before: int | None) -> None:
        """The spouse's own record says the same, and who was the spouse no longer does."""
        if resident.spouse_id == before:
            return
        for other in self._store.kin({i for i in (before, resident.spouse_id) if i}).values():
            if other.id == before and other.spouse_id == resident.id:
                self._store.set_spouse(other.id, None)
            elif other.id == resident.spouse_id and other.spouse_id is None:
                self._store.set_spouse(other.id, resident.id)

    def complete(self, resident: Resident) -> Resident:
        """What a valid identity number says fills what is empty: birth, sex, kind of document."""
        from ldz_desktop.domain.identity import check_id
        from ldz_desktop.domain.names import clean_name
        from ldz_desktop.services.codes import regions

        if not resident.id_number:
            return replace(resident, name=clean_name(resident.name))
        identity = check_id(
            resident.id_number, self._core.today(), regions=regions(), id_type=resident.id_type
        )
        if not identity.ok:
            return replace(resident, name=clean_name(resident.name))
        return replace(
            resident,
            name=clean_name(resident.name),
            id_number=identity.number,
            id_old=resident.id_old or identity.old,
            id_type=resident.id_type or identity.id_type,
            birth=resident.birth or identity.birth,
            sex=resident.sex or identity.sex,
        )

    def add_resident(self, household_id: int, resident: Resident) -> Change:
        """A new member. Raises InputError for what check() refuses, RuleError in a closed file."""
        household = self._open(household_id)
        new = self.complete(
            replace(
                resident,
                id=next(self._core.ids()),
                household_id=household_id,
                position=len(household.members),
                version=1,
            )
        )
        self._refuse(new, household)
        with self._core.action("新增成员", about=f"household:{household_id}"):
            self._insert(new)
            self._marry(new, None)
        return Change.of(
            "households", "places", what=f"已新增成员 {new.name}", ids=(household_id, new.id)
        )

    def save_resident(self, before: Resident, after: Resident) -> Change:
        """Raises ConflictError where somebody saved it since `before` was read; InputError for
        what check() refuses, RuleError in a closed file."""
        stored = self._resident(before.id)
        if stored.version != before.version:  # also who was moved to another file meanwhile
            raise _conflict()
        household = self._open(after.household_id)
        wanted = self.complete(after)
        self._refuse(wanted, household)
        with self._core.action("修改成员", about=f"household:{wanted.household_id}"):
            if not self._store.save_resident(wanted, before.version, _sort_key(wanted.name)):
                raise _conflict()
            self._marry(wanted, stored.spouse_id)
            self._search.remove([(wanted.id, _readings(before.name))])
            self._search.add([_indexed(wanted)])
        return Change.of(
            "households",
            "places",
            what=f"{wanted.name}已保存",
            ids=(wanted.household_id, wanted.id),
        )

    def remove_resident(self, resident_id: int) -> Change:
        """Delete a person entered by mistake (moving and dying keep the person in the file)."""
        resident = self._resident(resident_id)
        with self._core.action("删除成员", about=f"household:{resident.household_id}"):
            self._search.remove([(resident_id, _readings(resident.name))])
            self._store.remove_resident(resident_id)
            self._core.log("resident.remove", f"resident:{resident_id}")
        return Change.of(
            "households", "places", what=f"已删除成员 {resident.name}", ids=(resident.household_id,)
        )

    def resident(self, resident_id: int) -> Resident:
        """Raises InputError where the person is gone."""
        return self._resident(resident_id)

    def reveal(self, resident_id: int, field: str) -> str:
        """The unmasked value of id_number, phone or health; the look is logged."""
        resident = self._resident(resident_id)
        value = getattr(resident, field)
        with self._core.database.transaction():
            self._core.log("resident.reveal", f"resident:{resident_id}", _REVEALED[field])
        return value or ""

    def _resident(self, resident_id: int) -> Resident:
        found = self._store.resident(resident_id)
        if found is None:
            raise InputError("没有这个人", "这位居民的档案已经不在了。", "请刷新列表。")
        return found

    def _refuse(self, resident: Resident, household: Household) -> None:
        refused = [p for p in self.check(resident, household) if p.level == "refused"]
        if refused:
            raise InputError("不能保存", "".join(p.reason for p in refused), "请改正后再保存。")

    def _insert(self, resident: Resident) -> None:
        self._store.add_resident(resident, _sort_key(resident.name))
        self._search.add([_indexed(resident)])


def _sums(nodes: Sequence[BuildingNode | CompoundNode]) -> tuple[int, int]:
    return sum(n.households for n in nodes), sum(n.residents for n in nodes)


def _named(resident: Resident) -> set[int]:
    """Who is written down as father, mother and spouse."""
    links = (resident.father_id, resident.mother_id, resident.spouse_id)
    return {i for i in links if i is not None}


def _tenure(code: str | None) -> str | None:
    return TENURE.code(code) if code else None


def _readings(name: str) -> "list[Reading]":
    from ldz_desktop.services.codes import reader

    return [(r.full, r.initials) for r in reader().readings(name)]


def _sort_key(name: str) -> str:
    from ldz_desktop.services.codes import reader

    return reader().sort_key(name)


def _indexed(resident: Resident) -> tuple[int, str, str | None, str | None, "list[Reading]"]:
    return (
        resident.id, resident.name, resident.id_number, resident.phone, _readings(resident.name)
    )  # fmt: skip


def _conflict() -> ConflictError:
    return ConflictError(
        "已被别人改过",
        "在您编辑时，这份档案已被改动，这一步没有保存。",
        "请对照最新内容后再改一次。",
    )
