"""The files and dwellings of a plan in the making, and what the plan says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.domain.moves import Dwelling, Home, Order, Situation, Target, shown_name
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.workdays import date_text

VACANT = "空置"


class Files:
    """Which household files open, close and move; what becomes of their dwellings."""

    def __init__(self, situation: Situation, order: Order) -> None:
        self.situation = situation
        self.order = order
        self.homes: dict[int, Home] = {
            h.id: _home(h, situation.closed.get(h.id)) for h in situation.households
        }
        self.dwellings = {h.dwelling_id: _dwelling(h) for h in situation.households}
        self.sentences: list[str] = []
        self.vacates = False
        self.problems: list[Problem] = []
        if situation.target is not None:
            self._add_target(situation.target)

    def _add_target(self, target: Target) -> None:
        self.dwellings.setdefault(
            target.id,
            Dwelling(
                target.id, target.address, target.tenure, target.landlord_name,
                target.landlord_phone,
            ),
        )  # fmt: skip

    @property
    def main(self) -> Home:
        return self.homes[self.situation.main.id]

    def name(self, person: Resident) -> str:
        return shown_name(person, self.situation.today) or "新成员"

    def names(self, people: Sequence[Resident]) -> str:
        """甲、乙、丙等 5 人."""
        shown = "、".join(self.name(p) for p in people[:3])
        return shown if len(people) <= 3 else f"{shown}等 {len(people)} 人"

    def day_text(self) -> str:
        return date_text(self.order.day) if self.order.day else ""

    # -- saying ----------------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        self.sentences.append(sentence)

    def refuse(self, field: str, reason: str) -> None:
        self.problems.append(Problem("refused", field, "move", reason))

    def note(self, field: str, reason: str) -> None:
        self.problems.append(Problem("note", field, "move", reason))

    # -- households ------------------------------------------------------------------------------

    def close(self, home: int) -> None:
        one = self.homes[home]
        self.homes[home] = replace(one, closed_on=self.order.day)
        self.say(f"{one.address}的户档（{one.file_no}）注销，留存可查，不再计入户数。")

    def vacate(self, home: Home) -> None:
        """The dwelling that a household left: where nobody is in it any more, an empty file of its
        own, if wanted."""
        dwelling = self.dwellings[home.dwelling_id]
        lived_in = {h.dwelling_id for h in self.homes.values() if not h.closed_on}
        if dwelling.id in self.situation.shared | lived_in:
            return
        self.vacates = True
        self.furnish(dwelling.id, VACANT)
        if self.order.vacant:
            empty = self.open(dwelling.id)
            self.say(f"{dwelling.address}无人居住，按空置另立新档（{empty.file_no}）。")
        else:
            self.say(f"{dwelling.address}无人居住，居住情况改为空置。")

    def open(self, dwelling_id: int) -> Home:
        """A new household in a dwelling."""
        made = Home(
            min((0, *self.homes)) - 1,
            dwelling_id,
            self.dwellings[dwelling_id].address,
            self.situation.numbers[dwelling_id],
            opened_on=self.order.day,
        )
        self.homes[made.id] = made
        return made

    def furnish(
        self,
        dwelling_id: int,
        tenure: str | None,
        landlord: tuple[str | None, str | None] = (None, None),
    ) -> None:
        """Change what is known of a dwelling; landlord: name and telephone, where given."""
        one = self.dwellings[dwelling_id]
        name, phone = landlord
        self.dwellings[dwelling_id] = replace(
            one,
            tenure=tenure,
            landlord_name=name or one.landlord_name,
            landlord_phone=phone or one.landlord_phone,
        )

    def move_into(self, dwelling_id: int) -> None:
        """Somebody comes to live there: an empty dwelling has to be told how."""
        tenure = self.order.tenure
        if self.dwellings[dwelling_id].tenure == VACANT and tenure in (None, VACANT):
            self.refuse("tenure", "房屋登记为空置，请选择入住后的居住情况。")
        elif tenure is not None:
            self.furnish(dwelling_id, tenure)


def _home(household: Household, closed_on: date | None) -> Home:
    return Home(
        household.id,
        household.dwelling_id,
        household.address,
        household.file_no,
        household.opened_on,
        closed_on,
    )


def _dwelling(household: Household) -> Dwelling:
    return Dwelling(
        household.dwelling_id,
        household.address,
        household.tenure,
        household.landlord_name,
        household.landlord_phone,
    )
