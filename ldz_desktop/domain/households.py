"""Households and residents: one file per household (一户一档).

Two axes are kept apart: registered here (户籍) and living here (居住). Tenure belongs to the
dwelling. An empty value is None, never "0", "无" or "-".
"""

from datetime import date
from typing import Literal

from ldz_desktop.record import record

State = Literal["present", "moved", "dead"]
"""present: counted; moved (迁出) and dead (死亡): kept in the file, never counted."""


@record
class Resident:
    """One person of a household. Codes are those of domain.codes; id 0 means not yet stored.

    id_old: the 15-digit number a current number was upgraded from. registered_here: None where
    nobody said. version: counts saves, so that two people who edit the same record notice.
    """

    id: int
    household_id: int
    name: str
    relation: str | None = None
    id_type: str | None = None
    id_number: str | None = None
    id_old: str | None = None
    sex: str | None = None
    birth: date | None = None
    ethnic: str | None = None
    education: str | None = None
    occupation: str | None = None
    workplace: str | None = None
    health: str | None = None
    political: str | None = None
    marital: str | None = None
    phone: str | None = None
    registered_here: bool | None = None
    lives_here: bool = True
    registered_address: str | None = None
    state: State = "present"
    state_on: date | None = None
    note: str | None = None
    position: int = 0
    version: int = 1
    father_id: int | None = None
    mother_id: int | None = None
    spouse_id: int | None = None


@record
class Household:
    """A household with its dwelling and its members in the order they are printed.

    tenure and landlord belong to the dwelling; tenure is a code of TENURE. file_no stays for life.
    contact: whom to call in an emergency. opened_on: None where the file is older than the program.
    closed_on: since when the file (注销) is only looked at.
    """

    id: int
    dwelling_id: int
    building_id: int
    street: str
    community: str
    compound: str
    building: str
    unit: str
    room: str
    tenure: str | None
    file_no: str
    note: str | None
    checked_on: date | None
    version: int
    opened_on: date | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    contact_relation: str | None = None
    landlord_name: str | None = None
    landlord_phone: str | None = None
    members: tuple[Resident, ...] = ()
    closed_on: date | None = None

    @property
    def address(self) -> str:
        return f"{self.compound}{self.building}{self.unit}{self.room}"

    @property
    def head(self) -> Resident | None:
        return next((m for m in self.members if m.relation == HEAD and m.state == "present"), None)


@record
class HouseholdRow:
    """What a list shows of a household. members: present residents (neither dead nor moved)."""

    id: int
    building: str
    compound: str
    unit: str
    room: str
    tenure: str | None
    head: str | None
    members: int
    phone: str | None
    oldest: date | None
    checked_on: date | None
    file_no: str


@record
class HouseholdFilter:
    """What a list is narrowed to. tenure: its code, '' for not written down; born_by: somebody born
    on that day or before; alone: one person lives in the dwelling; unchecked_since: not checked
    since that day."""

    tenure: str | None = None
    born_by: date | None = None
    alone: bool = False
    unchecked_since: date | None = None


EVERYTHING = HouseholdFilter()
HEAD = "02"
SELF = "01"  # 本人: the person that a list is about

# domain.md §2: head, spouse, children, grandchildren, parents, grandparents, siblings, others.
_PRINT_ORDER = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")


def print_position(relation: str | None) -> int:
    """Where a member stands on the card, by the relation's code (GB/T 4761 groups by tens)."""
    if relation is None:
        return 99
    group = relation[0]
    return _PRINT_ORDER.index(group) if group in _PRINT_ORDER else 99


def age_on(birth: date, day: date) -> int:
    """Completed years on that day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def ordered(members: tuple[Resident, ...]) -> tuple[Resident, ...]:
    """Members as they are printed: by relation, then elder first, then as entered."""
    return tuple(
        sorted(
            members,
            key=lambda m: (
                m.state != "present",
                print_position(m.relation),
                m.birth or date.max,
                m.position,
            ),
        )
    )


def computed_tags(household: Household, today: date) -> dict[int, tuple[str, ...]]:
    """Tags that are computed, never typed (domain.md §2): 高龄 from 80, 独居 alone in the dwelling.

    Returns the tags by resident id. `household` must hold everybody of the dwelling.
    """
    living = [m for m in household.members if m.state == "present" and m.lives_here]
    tags: dict[int, tuple[str, ...]] = {}
    for member in living:
        found: list[str] = []
        if member.birth is not None and age_on(member.birth, today) >= 80:
            found.append("高龄")
        if len(living) == 1 and household.tenure != "空置":
            found.append("独居")
        if found:
            tags[member.id] = tuple(found)
    return tags
