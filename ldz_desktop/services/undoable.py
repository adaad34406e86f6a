"""What an action hands back so that a screen can offer 撤销 beside it."""

from dataclasses import dataclass

from ldz_desktop.domain.changes import Change
from ldz_desktop.services.core import Core


@dataclass(frozen=True, slots=True)
class Done:
    """change: for bench.publish; batch_id: for office.history.undo, 0 where nothing was written."""

    change: Change
    batch_id: int


def done(core: Core, change: Change) -> Done:
    """To be called right after the action that made `change`. An action that changed nothing has no
    batch: to take back the newest one would take back the action before it."""
    return Done(change, core.database.last_batch)
