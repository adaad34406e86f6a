"""Which action Ctrl+Z takes back next, and which one Ctrl+Y brings again: read from the journal, so
that both outlast a locked window and know what was taken back elsewhere."""

from collections.abc import Collection
from functools import cache

from ldz_desktop.domain.moments import stamp
from ldz_desktop.services.core import Core
from ldz_desktop.storage.history import BatchRow, HistoryStore

_MOST = 20_000
"""Batches of one day. Keying duties writes one for each number."""


class UndoSteps:
    """The actions of the person at work since midnight, as an editor keeps them: undone in the
    opposite order, redone until something else is done. An action that took back an undo counts as
    the action itself, done again."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = HistoryStore(core.database)
        self._undoes = cache(self._undoes_of)

    def to_undo(self, passed: Collection[int] = ()) -> BatchRow | None:
        """passed: batches that turned out not to be undoable."""
        return self._next(passed, redo=False)

    def to_redo(self, passed: Collection[int] = ()) -> BatchRow | None:
        """The undo that is to be taken back."""
        return self._next(passed, redo=True)

    def root(self, batch: BatchRow) -> tuple[BatchRow, bool]:
        """The action that a chain of undo and redo is about; whether `batch` leaves it undone."""
        undone = False
        while batch.undoes:
            before = self._store.batch(batch.undoes)
            if before is None:
                break
            batch, undone = before, not undone
        return batch, undone

    def _next(self, passed: Collection[int], *, redo: bool) -> BatchRow | None:
        done, undone = self._stacks()
        found = [b for b in (undone if redo else done) if b.id not in passed]
        return found[-1] if found else None

    def _stacks(self) -> tuple[list[BatchRow], list[BatchRow]]:
        """What stands and what was taken back, the newest last."""
        midnight = self._core.clock().replace(hour=0, minute=0, second=0, microsecond=0)
        done: list[BatchRow] = []
        undone: list[BatchRow] = []
        for batch in reversed(self._store.batches(since=stamp(midnight), limit=_MOST)):
            mine = batch.actor == self._core.account
            if batch.undoes:
                done = [b for b in done if b.id != batch.undoes]
                undone = [b for b in undone if b.id != batch.undoes]
                if mine:
                    (undone if self._leaves_undone(batch) else done).append(batch)
            elif mine:
                done.append(batch)
                undone.clear()
        return done, undone

    def _leaves_undone(self, batch: BatchRow) -> bool:
        undone, at = False, batch.undoes
        while at:
            undone, at = not undone, self._undoes(at)
        return undone

    def _undoes_of(self, batch_id: int) -> int:
        batch = self._store.batch(batch_id)
        return 0 if batch is None else batch.undoes
