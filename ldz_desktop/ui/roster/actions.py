"""What can be done to leaders and terms: each write says what it did and can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.leaders import Leader, Tenure
from ldz_desktop.errors import KnownError
from ldz_desktop.services.context import Office
from ldz_desktop.ui.kit.feature import Bench

if TYPE_CHECKING:
    from ldz_desktop.services.roster import LeaderDetail

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
        def undo(office: Office) -> Change:
            now = office.roster.get(before.id).leader
            return office.roster.save(now, replace(before, version=now.version))

        self._run(lambda office: office.roster.save(before, after), undo, done, failed)

    def appoint(self, begin: Beginning, done: Done, failed: Failed) -> None:
        made: list[int] = []

        def work(office: Office) -> Change:
            change = office.roster.create(begin.leader, begin.building_id, begin.on)
            made.extend(change.ids)
            return change

        self._run(work, lambda office: office.roster.remove(made[0]), done, failed)

    def end(self, ending: Ending, done: Done, failed: Failed) -> None:
        def work(office: Office) -> Change:
            return office.roster.end_tenure(ending.tenure_id, ending.on, ending.reason)

        self._run(work, lambda office: office.roster.undo_end(ending.tenure_id), done, failed)

    def succeed(self, ending: Ending, begin: Beginning, done: Done, failed: Failed) -> None:
        made: list[int] = []

        def work(office: Office) -> Change:
            change = office.roster.succeed(
                ending.tenure_id, (ending.on, ending.reason), begin.leader, begin.on
            )
            made.extend(change.ids)
            return change

        self._run(
            work, lambda office: office.roster.undo_succeed(made[0], ending.tenure_id), done, failed
        )

    def resume(self, ended: Tenure) -> None:
        """Take the end of a term back."""

        def undo(office: Office) -> Change:
            day = ended.ended_on or office.today()
            return office.roster.end_tenure(ended.id, day, ended.end_reason or "卸任")

        self._run(lambda office: office.roster.undo_end(ended.id), undo, lambda: None, None)

    def remove(self, leader_id: int, done: Done) -> None:
        """A wrong entry."""
        kept: list[LeaderDetail] = []

        def work(office: Office) -> Change:
            kept.append(office.roster.get(leader_id))
            return office.roster.remove(leader_id)

        self._run(work, lambda office: office.roster.restore(kept[0]), done, None)

    def _run(self, step: Step, undo: Step, done: Done, failed: Failed | None) -> None:
        bench = self._bench

        def told(change: Change) -> None:
            bench.publish(change)
            bench.notices.info(change.what, undo=lambda: self._undo(undo))
            done()

        bench.tasks.run(lambda _: step(bench.office), told, owner=self._owner, failed=failed)

    def _undo(self, undo: Step) -> None:
        bench = self._bench
        bench.tasks.run(lambda _: undo(bench.office), bench.publish, owner=self._owner)
