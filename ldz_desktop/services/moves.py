"""Guided changes: plan (what will change, in words, with questions), then one action of it all."""

from dataclasses import replace
from datetime import date

from ldz_desktop.domain.households import Resident, print_position
from ldz_desktop.domain.move_rules import plan as make_plan
from ldz_desktop.domain.moves import MovePlan, Order
from ldz_desktop.domain.stays import lived_on, spans
from ldz_desktop.errors import ConflictError, InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.households import HouseholdService
from ldz_desktop.services.moves_closing import ClosingReading
from ldz_desktop.services.moves_people import newcomers, with_newcomers
from ldz_desktop.services.moves_reading import MoveReading
from ldz_desktop.services.moves_records import Closing, Lived, Residence
from ldz_desktop.services.moves_words import change_words, reason_words
from ldz_desktop.services.moves_writing import MoveWriting
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.stays import Inhabitant, StayStore


class MoveService:
    """换户主, 换租, 分户, 并户, 迁入, 迁出, 出生, 死亡, 搬家; and who lived where on any day."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._households = HouseholdService(core)
        self._reading = MoveReading(core)
        self._stays = StayStore(core.database)

    def plan(self, order: Order) -> MovePlan:
        """What the order will do; nothing is written.

        What cannot be stands in the plan's problems (field: the order's field, or arrivals.0.name
        for a new person). Raises InputError where a household is gone or closed.
        """
        people = tuple(self._households.complete(p) for p in newcomers(order))
        order = with_newcomers(order, people)
        situation = self._reading.situation(order)
        made = make_plan(situation, order)
        blank = replace(situation.main, members=())
        found = tuple(
            replace(problem, field=f"arrivals.{number}.{problem.field}")
            for number, person in enumerate(newcomers(order))
            if person.id < 0
            for problem in self._households.check(replace(person, id=0), blank)
            if problem.field != "relation"
        )
        return replace(made, problems=(*made.problems, *found))

    def apply(self, shown: MovePlan) -> Done:
        """Do what was shown, as one action.

        Raises ConflictError where somebody changed one of the files since; InputError where the
        plan has problems or open questions.
        """
        about = f"household:{shown.order.household_id}"
        with self._core.action(shown.title, about=about, reason=reason_words(shown.order)):
            made = self.plan(shown.order)
            if made.seen != shown.seen:
                raise _conflict()
            _refuse(made)
            touched = MoveWriting(self._core).write(made)
            for person in made.removed:
                self._core.log("resident.remove", f"resident:{person.id}")
        return done(self._core, change_words(made, touched))

    def closing(self, household_id: int) -> Closing | None:
        """Why a file is closed, where its people are; None for an open one. Raises InputError where
        it is gone."""
        household = self._households.get(household_id)
        if household.closed_on is None:
            return None
        reading = ClosingReading(self._core)
        return reading.read(household, household.closed_on)

    # -- who lived where -------------------------------------------------------------------------

    def who_lived(self, dwelling_id: int, day: date) -> tuple[Lived, ...]:
        """Who lived in a dwelling on a day, also before the program's first record. On the day of
        a change the newcomers live there, those who left do not."""
        people = self._stays.inhabitants(dwelling_id)
        stays = self._stays.of(p.resident.id for p in people)
        numbers = self._stays.file_numbers(
            [p.resident.household_id for p in people]
            + [s.household_id for rows in stays.values() for s in rows]
        )
        found = []
        for person in people:
            rows = stays.get(person.resident.id, ())
            span = lived_on(person.resident, spans(person.resident, person.dwelling_id, rows), day)
            if span is not None and span.dwelling_id == dwelling_id:
                found.append(
                    Lived(
                        person.resident, span.household_id, numbers.get(span.household_id, ""),
                        span.from_on, span.to_on, span.why, span.certain,
                    )
                )  # fmt: skip
        return tuple(sorted(found, key=_order))

    def residence_of(self, resident_id: int) -> tuple[Residence, ...]:
        """Where somebody has lived, oldest first. Raises InputError where the person is gone."""
        home = self._home(resident_id)
        rows = self._stays.of([resident_id]).get(resident_id, ())
        found = spans(home.resident, home.dwelling_id, rows)
        addresses = self._stays.addresses(s.dwelling_id for s in found)
        numbers = self._stays.file_numbers(s.household_id for s in found)
        return tuple(
            Residence(
                s.dwelling_id, addresses.get(s.dwelling_id, ""), s.household_id,
                numbers.get(s.household_id, ""), s.from_on, s.to_on, s.why, s.certain,
            )
            for s in found
        )  # fmt: skip

    def _home(self, resident_id: int) -> Inhabitant:
        home = self._stays.home_of(resident_id)
        if home is None:
            raise InputError("没有这个人", "这位居民的档案已经不在了。", "请刷新列表。")
        return home


def _order(lived: Lived) -> tuple[int, int, str, int]:
    person: Resident = lived.resident
    return (
        lived.household_id, print_position(person.relation), str(person.birth or "9999"),
        person.position,
    )  # fmt: skip


def _refuse(made: MovePlan) -> None:
    refused = [p.reason for p in made.problems if p.level == "refused"]
    if refused:
        raise InputError("不能办理", "".join(dict.fromkeys(refused)), "请改正后再办理。")
    if not made.ready:
        raise InputError(
            "还有没有回答的问题", "有成员的关系还没有选定，这一步没有办理。", "请逐一选择后再办理。"
        )


def _conflict() -> ConflictError:
    return ConflictError(
        "已被别人改过",
        "在您办理时，这份户档已被改动，这一步没有办理。",
        "请关闭后重新打开，对照最新内容再办。",
    )
