"""What an action hands back so that a screen can offer 撤销 beside it."""

from dataclasses import dataclass

from ldz_desktop.domain.changes import Change
from ldz_desktop.services.core import Core
from ldz_desktop.storage.history import HistoryStore


@dataclass(frozen=True, slots=True)
class Done:
    """change: for bench.publish; batch_id: for office.history.undo."""

    change: Change
    batch_id: int


def done(core: Core, change: Change) -> Done:
    """To be called right after the action that made `change`: its batch is the newest one."""
    return Done(change, HistoryStore(core.database).batches(limit=1)[0].id)
