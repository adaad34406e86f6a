"""Keeps the search index (and pinyin) true while rows of people are written many at a time."""

from collections.abc import Iterable, Iterator, Sequence

from ldz_desktop.services.codes import reader, search_text
from ldz_desktop.storage import search_edition
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.search import Indexed, SearchStore
from ldz_desktop.storage.search_words import Reading
from ldz_desktop.storage.undoing import UndoStore

_AT_ONCE = 500
_MANY = 20_000  # the indexes are written fastest in long runs


class PersonIndex:
    """One piece of writing, once: before() ahead of each write, renew() at the end."""

    def __init__(self, database: Database) -> None:
        self._store = UndoStore(database)
        self._search = SearchStore(database)
        self._touched: dict[int, str] = {}  # resident → the name in the index, "" for none
        self._leaders: set[int] = set()

    def before(self, table: str, rows: Sequence[int]) -> None:
        """Remember the names people are indexed under, of rows about to be written. The index
        itself waits until all is written: each of the two fills the cache of pages."""
        if table == "leader":
            self._leaders.update(rows)
        if table != "resident":
            return
        new = list(set(rows) - self._touched.keys())
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
        self._search.add(indexed(now.items()))
        self._store.set_pinyin(
            "resident", [(reader().sort_key(row[0]), i) for i, row in now.items()]
        )

    def renew_leaders(self) -> None:
        """They are found by what stands in their own row."""
        now = self._store.values("leader", ("name",), sorted(self._leaders))
        self._store.set_pinyin("leader", [(search_text(row[0]), i) for i, row in now.items()])


def renew_all(database: Database) -> None:
    """Index everybody anew by today's rules, in one transaction. The sort keys, and what leaders
    are found by, go with it."""
    search, people = SearchStore(database), UndoStore(database)
    with database.transaction():
        search.clear()
        last = 0
        while rows := search.everybody(last, _MANY):
            last = rows[-1][0]
            search.add(indexed((i, (name, number, phone)) for i, name, number, phone, _ in rows))
            keys = [(reader().sort_key(name), i, old) for i, name, _, _, old in rows]
            people.set_pinyin("resident", [(new, i) for new, i, old in keys if new != old])
        leaders = [(search_text(name), i, old) for i, name, old in search.every_leader()]
        people.set_pinyin("leader", [(new, i) for new, i, old in leaders if new != old])
        search_edition.mark(database)


def indexed(
    people: Iterable[tuple[int, Sequence[str | None]]],
) -> Iterator[Indexed]:
    """For SearchStore.add, of (resident, (name, identity number, telephone))."""
    for ident, (name, number, phone) in people:
        yield ident, name or "", number, phone, readings(name or "")


def readings(name: str) -> list[Reading]:
    return [(r.full, r.initials) for r in reader().readings(name)]
