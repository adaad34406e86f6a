"""What can be done to leaders and terms: each write says what it did and can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.leaders import Leader, Tenure
from ldz_desktop.errors import KnownError
from ldz_desktop.services.context import Office
from ldz_desktop.services.undoable import Done as Made
from ldz_desktop.ui.kit.doing import say_done
from ldz_desktop.ui.kit.feature import Bench

Done = Callable[[], None]
Failed = Callable[[KnownError], None]
Step = Callable[[Office], Change]


@dataclass(frozen=True)
class Ending:
    """The end of a term. on: the last day in office."""

    tenure_id: int
    on: date
    reason: str


@dataclass(frozen=True)
class Beginning:
    """A term of somebody new."""

    leader: Leader
    building_id: int
    on: date


class RosterActions:
    """Runs writes on the database worker. done is called after the window has been told; failed
    gets what the services refused, so that a form can show it."""

    def __init__(self, bench: Bench, owner: QWidget) -> None:
        self._bench = bench
        self._owner = owner

    def save(self, before: Leader, after: Leader, done: Done, failed: Failed) -> None:
        self._run(lambda office: office.roster.save(before, after), done, failed)

    def appoint(self, begin: Beginning, done: Done, failed: Failed) -> None:
        def work(office: Office) -> Change:
            return office.roster.create(begin.leader, begin.building_id, begin.on)

        self._run(work, done, failed)

    def end(self, ending: Ending, done: Done, failed: Failed) -> None:
        def work(office: Office) -> Change:
            return office.roster.end_tenure(ending.tenure_id, ending.on, ending.reason)

        self._run(work, done, failed)

    def succeed(self, ending: Ending, begin: Beginning, done: Done, failed: Failed) -> None:
        def work(office: Office) -> Change:
            return office.roster.succeed(
                ending.tenure_id, (ending.on, ending.reason), begin.leader, begin.on
            )

        self._run(work, done, failed)

    def resume(self, ended: Tenure) -> None:
        """Take the end of a term back."""
        self._run(lambda office: office.roster.undo_end(ended.id), lambda: None, None)

    def remove(self, leader_id: int, done: Done) -> None:
        """A wrong entry."""
        self._run(lambda office: office.roster.remove(leader_id), done, None)

    def _run(self, step: Step, done: Done, failed: Failed | None) -> None:
        bench, history = self._bench, self._bench.office.history

        def told(made: Made) -> None:
            bench.publish(made.change)
            say_done(bench, self._owner, made)
            done()

        bench.tasks.run(
            lambda _: history.done(step(bench.office)), told, owner=self._owner, failed=failed
        )
