"""Writes what a pack brings back: all of it in one action that can be undone, or nothing."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ldz_desktop.services.core import Core
from ldz_desktop.services.person_index import PersonIndex
from ldz_desktop.services.progress import Progress
from ldz_desktop.services.visits_changes import QUIET, Changed, Key, net
from ldz_desktop.services.visits_judging import Asked, Verdicts, VisitJudge
from ldz_desktop.services.visits_reading import read_journal
from ldz_desktop.services.visits_scope import VisitScope
from ldz_desktop.services.visits_words import household_of
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.history import Entry
from ldz_desktop.storage.journal import JOURNALLED
from ldz_desktop.storage.undoing import UndoStore
from ldz_desktop.storage.visit_pack import TABLES, check_shape, columns, distrusted
from ldz_desktop.storage.visits import DifferenceRow, MergeRow, PackRow, VisitStore

_AT_ONCE = 500


class VisitMerging:
    """One pack, once. What it comes to can be read before anything is written. households: the
    files that what is written is about."""

    def __init__(self, core: Core, row: PackRow, pack: Database) -> None:
        """row: what the office knows of the pack. Raises OpenError where the pack is not what this
        program writes."""
        self._core, self._pack_id, self._pack = core, row.id, pack
        self._store = VisitStore(core.database)
        with distrusted():
            check_shape(pack, core.database)
            batches = read_journal(pack).batches
            known = self._store.merged(row.id)
            seen = next(
                (n for n, (b, _) in enumerate(batches) if b.hash not in known), len(batches)
            )
            self._hashes = tuple(batch.hash for batch, _ in batches[seen:])
            self.left_out = _others(e for _, some in batches for e in some)
            every = _held(net(e for _, some in batches for e in some))
            fresh = _held(net(e for _, some in batches[seen:] for e in some))
            self._fresh = {key for key in fresh if key[2] not in QUIET}
            self._settled = {key for key in every if key[2] not in QUIET} - self._fresh
            scope = VisitScope(core.database, row)
            self.verdicts = VisitJudge(core, pack, scope).judge(fresh.values())
        self._check()
        self._sort_out(fresh)
        self.households = self._households()

    def _sort_out(self, fresh: Mapping[Key, Changed]) -> None:
        """What is asked beside what was open before. A change that goes on from what a question is
        about is of the same journal: it takes the question's place, or answers it. One of another
        laptop is a question of its own."""
        undone = self._store.differences(self._pack_id, undone=True)
        standing = self._store.differences(self._pack_id)
        before: dict[Key, list[DifferenceRow]] = defaultdict(list)
        for one in (*standing, *undone):
            before[_key(one)].append(one)
        new = []
        for one in (self._row(asked) for asked in self.verdicts.asked):
            same = next((d for d in before[_key(one)] if d.theirs in (one.base, one.theirs)), None)
            new.append(one if same is None else replace(one, id=same.id, base=same.base))
        self._new = tuple(new)
        asked = {one.id for one in new}
        self._forgotten = [one.id for one in undone if one.id not in asked]
        left = [one for one in standing if one.id not in asked]
        self._answered = [
            one.id for one in left if _key(one) in fresh and fresh[_key(one)].base == one.theirs
        ]
        self._open = tuple(one for one in left if one.id not in self._answered)

    @property
    def differences(self) -> tuple[DifferenceRow, ...]:
        """Those still open from before, and the new ones."""
        return (*self._open, *self._new)

    @property
    def already_there(self) -> int:
        """Changes the office has: merged before and not in question, or made here as well."""
        return self.verdicts.there + len(self._settled - {_key(one) for one in self._open})

    @property
    def changes(self) -> int:
        return self.verdicts.applied() + self.already_there + len(self.differences)

    def _check(self) -> None:
        """Nothing may be lost on the way: a change is taken, there already, or asked about."""
        verdicts = self.verdicts
        told = verdicts.applied() + verdicts.there + len(verdicts.asked)
        if told != len(self._fresh) + verdicts.extra:
            raise AssertionError(told, len(self._fresh), verdicts.extra)

    def _households(self) -> set[int]:
        """The files that what is written is about; to be asked before it is written."""
        verdicts = self.verdicts
        found = {row["id"] for row in verdicts.inserts["household"]}
        for table in ("resident", "visit", "attachment"):
            found.update(row["household_id"] for row in verdicts.inserts[table])
        for tags in ("tag", "stay"):
            people = [row["resident_id"] for row in verdicts.inserts[tags]]
            found.update(self._named("resident", "household_id", people))
        rows: dict[str, set[int]] = defaultdict(set)
        for table, row_id, name in verdicts.updates:
            if name not in QUIET:
                rows[table].add(row_id)
        for table, gone in verdicts.deletes.items():
            rows[table].update(gone)
        found |= rows["household"]
        people = [*self._named("tag", "resident_id", rows["tag"])]
        people += self._named("stay", "resident_id", rows["stay"])
        found.update(self._named("resident", "household_id", {*people, *rows["resident"]}))
        for table in ("visit", "attachment"):
            found.update(self._named(table, "household_id", rows[table]))
        for row_id in rows["dwelling"]:
            of = DifferenceRow(0, self._pack_id, "dwelling", row_id, "", None, None, "")
            found.add(household_of(self._core.database, of))
        return found - {0}

    def _named(self, table: str, column: str, ids: Collection[int]) -> Iterator[int]:
        """What rows of the office name in a column."""
        rows = UndoStore(self._core.database)
        for some in _chunks(sorted(ids)):
            yield from (int(v[0]) for v in rows.values(table, (column,), some).values() if v[0])

    def write(self, progress: Progress) -> int:
        """Inside a transaction under an action: everything that was judged. Returns the batch."""
        progress.report(0, 0, "正在合并")
        index = PersonIndex(self._core.database)
        write_verdicts(self._core.database, self.verdicts, columns_of(self._pack), index)
        for done, some in index.touched():
            progress.report(done, 0, "正在更新查找")
            index.renew(some)
        stamp = (self._core.stamp(), self._core.account)
        batch = self._core.database.batch_id()
        merge = self._store.add_merge(MergeRow(self._pack_id, self._hashes, batch, *stamp))
        self._store.keep(merge, self._new)
        self._store.decide(self._answered, "ours", 0, stamp)  # the visit itself took it back
        self._store.forget(self._forgotten)
        return batch

    def _row(self, one: Asked) -> DifferenceRow:
        change = one.change
        theirs = change.theirs
        if one.row is not None:
            plain = {k: v for k, v in one.row.items() if k in JOURNALLED[change.table]}
            theirs = json.dumps(plain, ensure_ascii=False)
        base = json.dumps(change.base) if change.kind == "delete" else change.base
        return DifferenceRow(
            0, self._pack_id, change.table, change.row_id, change.field, base, theirs, one.why
        )


def write_verdicts(
    database: Database,
    verdicts: Verdicts,
    names: Mapping[str, Sequence[str]],
    index: PersonIndex,
) -> None:
    """Rows that come, values, rows that go. names: table → the columns of a row that comes."""
    rows = UndoStore(database)
    for table in TABLES:
        new = verdicts.inserts[table]
        for some in _chunks([row["id"] for row in new]):
            index.before(table, some)
        if new:
            wanted = names[table]
            database.insert_many(table, wanted, [tuple(r[c] for c in wanted) for r in new])
    for (table, column), values in _by_column(verdicts.updates.values()).items():
        for some in _chunks(values):
            index.before(table, [row_id for _, row_id in some])
            rows.put(table, column, some)
    for table in reversed(TABLES):
        for some in _chunks(sorted(verdicts.deletes[table])):
            index.before(table, some)
            rows.remove(table, some)


def _key(one: DifferenceRow) -> Key:
    return (one.table, one.row_id, one.field)


def columns_of(pack: Database) -> dict[str, tuple[str, ...]]:
    return {table: columns(pack, table) for table in TABLES}


def _by_column(
    changes: Iterable[Changed],
) -> dict[tuple[str, str], list[tuple[Any, int]]]:
    found: dict[tuple[str, str], list[tuple[Any, int]]] = {}
    for change in changes:
        place = (change.table, change.field)
        found.setdefault(place, []).append((change.theirs, change.row_id))
    return found


def _held(changes: Mapping[Key, Changed]) -> dict[Key, Changed]:
    """Of the tables a pack holds."""
    return {key: change for key, change in changes.items() if key[0] in TABLES}


def _others(entries: Iterable[Entry]) -> int:
    return sum(key[0] not in TABLES for key in net(entries))


def _chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))
