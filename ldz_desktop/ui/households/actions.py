"""What can be done to a household: each runs on the worker, tells every tab, and can be undone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import ConflictError, InputError
from ldz_desktop.record import record
from ldz_desktop.ui.households.details import EVERY_FIELD

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ldz_desktop.domain.changes import Change
    from ldz_desktop.services.context import Office
    from ldz_desktop.ui.kit.feature import Bench


@record
class Saved:
    """How saving went. change None: nothing was written, because of refused problems or because
    somebody else was faster (theirs: what stands there now)."""

    problems: tuple[Problem, ...] = ()
    change: "Change | None" = None
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
            if saved.change is not None:
                notes = [p for p in saved.problems if _touched(before, after, p.field)]
                self._tell(saved.change, self._undo_member(before, saved.change), notes)

        self._bench.tasks.run(
            lambda progress: _save_member(office, before, after, household),
            told,
            owner=self._owner,
        )

    def _undo_member(self, before: Resident, change: "Change") -> Callable[["Office"], "Change"]:
        if before.id == 0:
            return lambda office: office.households.remove_resident(change.ids[-1])

        def back(office: "Office") -> "Change":
            now = office.households.resident(before.id)
            saved = replace(now, version=before.version + 1)
            return office.households.save_resident(saved, before)

        return back

    def remove_member(self, resident: Resident) -> None:
        """Take out somebody entered by mistake."""
        self._write(
            lambda office: office.households.remove_resident(resident.id),
            lambda office: office.households.restore_resident(resident),
        )

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
            if saved.change is not None:
                self._tell(saved.change, lambda office: _undo_household(office, before))

        self._bench.tasks.run(
            lambda progress: _save_household(office, before, after),
            told,
            owner=self._owner,
        )

    def remove_household(self, household: Household) -> None:
        """Delete the file of a household."""
        self._write(
            lambda office: office.households.remove(household.id),
            lambda office: office.households.restore(household),
        )

    # -- telling ---------------------------------------------------------------------------------

    def _write(
        self, verb: Callable[["Office"], "Change"], undo: Callable[["Office"], "Change"] | None
    ) -> None:
        """Run a write, tell every tab, offer to take it back."""
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: verb(office),
            lambda change: self._tell(change, undo),
            owner=self._owner,
        )

    def _tell(
        self,
        change: "Change",
        undo: Callable[["Office"], "Change"] | None,
        notes: Sequence[Problem] = (),
    ) -> None:
        text = "；".join((change.what, *(p.reason.rstrip("。") for p in notes)))
        back = None if undo is None else (lambda: self._write(undo, None))
        self._bench.notices.info(text, undo=back)
        self._bench.publish(change)


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
    return Saved(problems, change)


def _save_household(office: "Office", before: Household, after: Household) -> Saved:
    try:
        return Saved(change=office.households.save(before, after))
    except ConflictError:
        return Saved(theirs=office.households.get(before.id))
    except InputError as error:
        return Saved((Problem("refused", "room", "input", error.message),))


def _undo_household(office: "Office", before: Household) -> "Change":
    now = office.households.get(before.id)
    saved = replace(now, version=before.version + 1)
    return office.households.save(saved, replace(before, members=now.members))
