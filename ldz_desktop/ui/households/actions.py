"""What can be done to a household: each runs on the worker, tells every tab, and can be undone."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import ConflictError, InputError
from ldz_desktop.record import record
from ldz_desktop.ui.households.details import EVERY_FIELD
from ldz_desktop.ui.kit.doing import say_done

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ldz_desktop.domain.changes import Change
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench


@record
class Saved:
    """How saving went. made None: nothing was written, because of refused problems or because
    somebody else was faster (theirs: what stands there now)."""

    problems: tuple[Problem, ...] = ()
    made: "Done | None" = None
    theirs: Resident | Household | None = None


class HouseholdActions:
    """Verbs of the card. owner: the widget whose end also ends what still runs."""

    def __init__(self, bench: "Bench", owner: "QWidget") -> None:
        self._bench = bench
        self._owner = owner

    # -- members ---------------------------------------------------------------------------------

    def save_member(
        self,
        before: Resident,
        after: Resident,
        household: Household,
        done: Callable[[Saved], None],
    ) -> None:
        """Check, then add (id 0) or save; done gets what happened."""
        office = self._bench.office

        def told(saved: Saved) -> None:
            done(saved)
            if saved.made is not None:
                notes = [p for p in saved.problems if _touched(before, after, p.field)]
                self._tell(saved.made, notes)

        self._bench.tasks.run(
            lambda progress: _save_member(office, before, after, household),
            told,
            owner=self._owner,
        )

    def remove_member(self, resident: Resident) -> None:
        """Take out somebody entered by mistake."""
        self._write(lambda office: office.households.remove_resident(resident.id))

    def reveal(self, resident: Resident, field: str, done: Callable[[], None]) -> None:
        """Log that a hidden value is looked at, then show it."""
        office = self._bench.office

        def work(progress: object) -> None:
            if field == EVERY_FIELD:
                office.log("resident.reveal", f"resident:{resident.id}", "未满14岁，全部信息")
            else:
                office.households.reveal(resident.id, field)

        self._bench.tasks.run(work, lambda _: done(), owner=self._owner)

    def reveal_phone(self, household: Household, field: str, done: Callable[[], None]) -> None:
        """Log that the emergency contact's or the landlord's telephone is looked at."""
        office = self._bench.office
        what = "紧急联系人电话" if field == "contact_phone" else "房东电话"
        self._bench.tasks.run(
            lambda progress: office.log("household.reveal", f"household:{household.id}", what),
            lambda _: done(),
            owner=self._owner,
        )

    # -- households ------------------------------------------------------------------------------

    def save_household(
        self,
        before: Household,
        after: Household,
        done: Callable[[Saved], None],
    ) -> None:
        """Unit, room, tenure, check date, note."""
        office = self._bench.office

        def told(saved: Saved) -> None:
            done(saved)
            if saved.made is not None:
                self._tell(saved.made)

        self._bench.tasks.run(
            lambda progress: _save_household(office, before, after),
            told,
            owner=self._owner,
        )

    def remove_household(self, household: Household) -> None:
        """Delete the file of a household."""
        self._write(lambda office: office.households.remove(household.id))

    # -- telling ---------------------------------------------------------------------------------

    def _write(self, verb: Callable[["Office"], "Change"]) -> None:
        """Run a write, tell every tab, offer to take it back."""
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.history.done(verb(office)), self._tell, owner=self._owner
        )

    def _tell(self, made: "Done", notes: Sequence[Problem] = ()) -> None:
        text = "；".join((made.change.what, *(p.reason.rstrip("。") for p in notes)))
        say_done(self._bench, self._owner, made, words=text)
        self._bench.publish(made.change)


def _touched(before: Resident, after: Resident, field: str) -> bool:
    """A remark about what nobody changed need not be made again."""
    return bool(getattr(before, field, None) != getattr(after, field, None))


def _save_member(
    office: "Office", before: Resident, after: Resident, household: Household
) -> Saved:
    problems = office.households.check(after, household)
    if any(p.level == "refused" for p in problems):
        return Saved(problems)
    try:
        if before.id == 0:
            change = office.households.add_resident(household.id, after)
        else:
            change = office.households.save_resident(before, after)
    except ConflictError:
        return Saved(theirs=office.households.resident(before.id))
    return Saved(problems, office.history.done(change))


def _save_household(office: "Office", before: Household, after: Household) -> Saved:
    try:
        return Saved(made=office.history.done(office.households.save(before, after)))
    except ConflictError:
        return Saved(theirs=office.households.get(before.id))
    except InputError as error:
        return Saved((Problem("refused", "room", "input", error.message),))
