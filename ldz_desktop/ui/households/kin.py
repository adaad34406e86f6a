"""A household as the card reads it, with those whom members name as father, mother or spouse."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.record import record
from ldz_desktop.ui.households.details import KIN

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office


@record
class Seen:
    """kin: those whom members name and who are in another file."""

    household: Household
    kin: Mapping[int, Resident]

    def everybody(self) -> tuple[Resident, ...]:
        """Members first, then their kin in other files."""
        return (*self.household.members, *self.kin.values())


def read(office: "Office", household_id: int) -> Seen:
    """On the worker. Raises InputError where the household is gone."""
    household = office.households.get(household_id)
    return Seen(household, office.households.kin(household))


def kin_names(member: Resident, people: Sequence[Resident]) -> dict[str, str]:
    """Link → the name of whom it names."""
    names = {one.id: one.name for one in people}
    found = {key: names.get(getattr(member, key) or 0, "") for key in KIN}
    return {key: name for key, name in found.items() if name}
