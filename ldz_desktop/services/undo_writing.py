"""Takes an action back, inside an action of its own; the search index follows."""

from collections.abc import Iterable, Iterator, Sequence

from ldz_desktop.services.codes import reader, search_text
from ldz_desktop.services.core import Core
from ldz_desktop.services.progress import Progress
from ldz_desktop.services.undo_judge import PUT_AWAY, UndoJudge
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.history import BatchRow, Entry, HistoryStore
from ldz_desktop.storage.search import Indexed, SearchStore
from ldz_desktop.storage.search_words import Reading
from ldz_desktop.storage.undoing import UndoStore

_AT_ONCE = 500


class UndoWriting:
    """One action, once."""

    def __init__(self, core: Core, batch: BatchRow) -> None:
        self._today = core.today().isoformat()
        self._judge = UndoJudge(core.database, batch)
        self._store = UndoStore(core.database)
        self._index = _Index(core.database)
        self._size = batch.entries
        self._people = HistoryStore(core.database).size(batch.id, "resident")

    def write(self, progress: Progress) -> None:
        for run, verdict in self._judge.runs(progress, "正在撤销", self._people):
            entries = [entry for entry, can in zip(run, verdict, strict=True) if can]
            if entries:
                self._index.before(entries)
                self._take_back(entries)
        total = self._size + self._people
        for done, some in self._index.touched():
            progress.report(self._size + done, total, "正在更新查找")
            self._index.renew(some)
        self._index.renew_leaders()

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


class _Index:
    """Keeps the search index true while rows are put back."""

    def __init__(self, database: Database) -> None:
        self._store = UndoStore(database)
        self._search = SearchStore(database)
        self._touched: dict[int, str] = {}  # resident → the name in the index, "" for none
        self._leaders: set[int] = set()

    def before(self, entries: Sequence[Entry]) -> None:
        """Remember the names people are indexed under. The index itself waits until all is put
        back: each of the two fills the cache of pages."""
        if entries[0].table == "leader":
            self._leaders.update(entry.row_id for entry in entries)
        if entries[0].table != "resident":
            return
        new = list({entry.row_id for entry in entries} - self._touched.keys())
        names = self._store.values("resident", ("name",), new)
        self._touched.update((i, names[i][0] if i in names else "") for i in new)

    def touched(self) -> Iterator[tuple[int, list[int]]]:
        """Everybody of these changes, some at a time, and how many came before."""
        people = sorted(self._touched)
        for start in range(0, len(people), _AT_ONCE):
            yield start, people[start : start + _AT_ONCE]

    def renew(self, people: Sequence[int]) -> None:
        """Out under the old name, and in again who is there."""
        old = ((i, self._touched[i]) for i in people)
        self._search.remove((i, readings(name)) for i, name in old if name)
        now = self._store.values("resident", ("name", "id_number", "phone"), people)
        self._search.add(_indexed(now.items()))
        self._store.set_pinyin(
            "resident", [(reader().sort_key(row[0]), i) for i, row in now.items()]
        )

    def renew_leaders(self) -> None:
        """They are found by what stands in their own row."""
        now = self._store.values("leader", ("name",), sorted(self._leaders))
        self._store.set_pinyin("leader", [(search_text(row[0]), i) for i, row in now.items()])


def _indexed(people: Iterable[tuple[int, tuple[str, str | None, str | None]]]) -> Iterator[Indexed]:
    for ident, (name, number, phone) in people:
        yield ident, name, number, phone, readings(name)


def readings(name: str) -> list[Reading]:
    return [(r.full, r.initials) for r in reader().readings(name)]
