"""The guided changes of a household: what is ordered, and the plan a person looks at before.

One order is one change of one day. Everything here is a value; domain.move_rules makes the plan,
services.moves reads what is needed and writes what was planned.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ldz_desktop.domain.households import Household, Resident, State, age_on
from ldz_desktop.domain.kinship import Question
from ldz_desktop.domain.masks import mask_name
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.stays import Stay

Cause = Literal["death", "moved", "divorce", "agreement"]
CAUSES: Mapping[Cause, str] = {
    "death": "原户主去世", "moved": "原户主迁出", "divorce": "离婚", "agreement": "家庭商定",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What all changes have. answers: relation codes a person said, by resident id; successors: who
    becomes head of those who stay, by household id. New people have negative ids: -1, -2 … in the
    order given. tenure: of the dwelling somebody comes to, None: as it is. vacant: a dwelling that
    nobody is left in gets an empty file of its own (空置)."""

    household_id: int
    day: date | None
    reason: str = ""
    answers: Mapping[int, str] = field(default_factory=dict)
    successors: Mapping[int, int] = field(default_factory=dict)
    tenure: str | None = None
    vacant: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadChange(Order):
    """换户主. goes_to: where a head who moves out goes; stays: the head stays after a divorce."""

    new_head_id: int | None
    cause: Cause = "agreement"
    goes_to: str = ""
    stays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadRemoval(Order):
    """删除户主: a head entered by mistake is deleted, and one of the others becomes head. The
    record of a head who died or moved away stays: that is a HeadChange."""

    resident_id: int
    new_head_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTenants(Order):
    """换租: everybody of the household leaves, others come. The landlord stays with the dwelling
    unless another is named."""

    tenants: tuple[Resident, ...]
    goes_to: str = ""
    landlord_name: str | None = None
    landlord_phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A dwelling by its address; `building_id` must exist, unit and room as people write them."""

    building_id: int
    unit: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Order):
    """分户. door None: in the same dwelling."""

    member_ids: tuple[int, ...]
    head_id: int | None
    door: Door | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Order):
    """并户: everybody of the other household comes in; its file is closed. head_id None: the head
    stays."""

    other_id: int | None
    head_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveIn(Order):
    """迁入. Somebody with an id is on file (elsewhere in the office, or moved out before) and keeps
    the record; relation None: derived."""

    arrivals: tuple[Resident, ...]
    came_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOut(Order):
    """迁出, out of what the office keeps. divorced: the one who leaves and the spouse."""

    member_ids: tuple[int, ...]
    goes_to: str = ""
    divorced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth(Order):
    """出生. The day of the order is the day of birth; father_id and mother_id stand in the child's
    record."""

    child: Resident


@dataclass(frozen=True, slots=True, kw_only=True)
class Death(Order):
    """死亡. Of the head: somebody else becomes head in the same action."""

    resident_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relocation(Order):
    """搬家: the whole household to another dwelling of the office; its file number goes along."""

    door: Door | None


CHILD_UNTIL = 14
"""Everything about children younger than this is sensitive by law (PIPL art. 28)."""


def shown_name(person: Resident, today: date) -> str:
    """The name as a screen may show it unasked: that of a child on file is masked."""
    known = person.id > 0 and person.birth is not None
    child = known and person.birth is not None and age_on(person.birth, today) < CHILD_UNTIL
    return mask_name(person.name) if child else person.name


TITLES: Mapping[type[Order], str] = {
    HeadChange: "换户主", HeadRemoval: "删除户主", NewTenants: "换租", Split: "分户",
    Merge: "并户", MoveIn: "迁入", MoveOut: "迁出", Birth: "出生", Death: "死亡",
    Relocation: "搬家",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """The dwelling an order leads to. id 0: not on file yet; households: the open ones in it."""

    id: int
    door: Door
    address: str
    tenure: str | None
    landlord_name: str | None = None
    landlord_phone: str | None = None
    households: tuple[Household, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """What is on file before. households: those involved, the order's first; linked: people of
    other households who are parents, children or spouses; closed: which of the households are
    closed already; shared: dwellings that other open households live in too; numbers: a free file
    number by dwelling; target: where the order leads to, None for nowhere else."""

    today: date
    households: tuple[Household, ...]
    linked: tuple[Resident, ...] = ()
    stays: Mapping[int, tuple[Stay, ...]] = field(default_factory=dict)
    closed: Mapping[int, date] = field(default_factory=dict)
    shared: frozenset[int] = frozenset()
    numbers: Mapping[int, str] = field(default_factory=dict)
    target: Target | None = None

    @property
    def main(self) -> Household:
        return self.households[0]

    def household(self, household_id: int) -> Household:
        return next(h for h in self.households if h.id == household_id)


@dataclass(frozen=True, slots=True)
class Home:
    """A household as it will be. id negative: new."""

    id: int
    dwelling_id: int
    address: str
    file_no: str
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A dwelling as it will be. id 0: the situation's target, which is not on file yet."""

    id: int
    address: str
    tenure: str | None
    landlord_name: str | None = None
    landlord_phone: str | None = None


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One line of the preview. before, after: as on file and as planned; before None: not on file.
    home_before, home_after: 本户 (the order's), 新户, or an address. inferred: the relation rests
    on the old one, not on stored links."""

    before: Resident | None
    after: Resident
    home_before: str
    home_after: str
    inferred: bool = False

    @property
    def id(self) -> int:
        return self.after.id

    @property
    def relation_before(self) -> str | None:
        return self.before.relation if self.before else None

    @property
    def state_before(self) -> State | None:
        return self.before.state if self.before else None

    @property
    def shown(self) -> bool:
        """Counted before or afterwards."""
        return "present" in (self.state_before, self.after.state)

    @property
    def changed(self) -> bool:
        """Something a person sees differs."""
        if self.before is None:
            return True
        names = ("household_id", "relation", "state", "marital")
        return any(getattr(self.before, n) != getattr(self.after, n) for n in names)


@dataclass(frozen=True, slots=True)
class HeadNeed:
    """A household whose members stay behind without a head: somebody has to be chosen."""

    household_id: int
    address: str
    candidates: tuple[Resident, ...]
    chosen: int | None


@dataclass(frozen=True, slots=True)
class StayChange:
    """Somebody leaves (home: the household left) or comes (home: the household come to)."""

    resident_id: int
    home: int
    leaves: bool
    day: date | None
    why: str


@dataclass(frozen=True, slots=True)
class MovePlan:
    """What an order will do. people: everybody of the households involved; households, residents:
    how much the counts change; vacates: a dwelling is left empty; seen: what the plan rests on
    (compared again when it is done); removed: records that are deleted."""

    order: Order
    situation: Situation
    people: tuple[PersonChange, ...]
    homes: tuple[Home, ...]
    dwellings: tuple[Dwelling, ...]
    stays: tuple[StayChange, ...]
    sentences: tuple[str, ...]
    questions: tuple[Question, ...]
    needs: tuple[HeadNeed, ...]
    problems: tuple[Problem, ...]
    households: int
    residents: int
    vacates: bool = False
    seen: tuple[tuple[int, int], ...] = ()
    removed: tuple[Resident, ...] = ()

    @property
    def title(self) -> str:
        return TITLES[type(self.order)]

    @property
    def ready(self) -> bool:
        """It can be done."""
        refused = any(p.level == "refused" for p in self.problems)
        waiting = any(n.chosen is None and n.candidates for n in self.needs)
        return not (refused or waiting or self.questions)
