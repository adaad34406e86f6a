"""Takes an action back, inside an action of its own; the search index follows."""

from collections.abc import Sequence

from ldz_desktop.services.core import Core
from ldz_desktop.services.person_index import PersonIndex
from ldz_desktop.services.progress import Progress
from ldz_desktop.services.undo_judge import PUT_AWAY, UndoJudge
from ldz_desktop.storage.history import BatchRow, Entry, HistoryStore
from ldz_desktop.storage.undoing import UndoStore


class UndoWriting:
    """One action, once."""

    def __init__(self, core: Core, batch: BatchRow) -> None:
        self._today = core.today().isoformat()
        self._judge = UndoJudge(core.database, batch)
        self._store = UndoStore(core.database)
        self._index = PersonIndex(core.database)
        self._size = batch.entries
        self._people = HistoryStore(core.database).size(batch.id, "resident")

    def write(self, progress: Progress) -> tuple[int, int]:
        """How many changes were taken back, and how many stay."""
        back = kept = 0
        for run, verdict in self._judge.runs(progress, "正在撤销", self._people):
            entries = [entry for entry, can in zip(run, verdict, strict=True) if can]
            back += len(entries)
            kept += len(run) - len(entries)
            if entries:
                self._index.before(entries[0].table, [e.row_id for e in entries])
                self._take_back(entries)
        total = self._size + self._people
        for done, some in self._index.touched():
            progress.report(self._size + done, total, "正在更新查找")
            self._index.renew(some)
        self._index.renew_leaders()
        return back, kept

    def _take_back(self, entries: Sequence[Entry]) -> None:
        """Entries of one kind in one table."""
        kind, table = entries[0].kind, entries[0].table
        if kind == "insert" and table in PUT_AWAY:
            self._store.put(table, "removed_on", [(self._today, e.row_id) for e in entries])
        elif kind == "insert":
            self._store.remove(table, [e.row_id for e in entries])
        elif kind == "delete":
            self._store.insert(table, [e.old for e in entries])
        else:
            for field in dict.fromkeys(e.field for e in entries):
                values = [(e.old, e.row_id) for e in entries if e.field == field]
                self._store.put(table, field, values)
