"""Which changes of an action can be taken back. Changes that somebody made since stay, and so does
every row that something still names."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ldz_desktop.services.progress import Progress
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.history import BatchRow, Entry, HistoryStore
from ldz_desktop.storage.journal import JOURNALLED
from ldz_desktop.storage.undoing import Link, UndoStore

PUT_AWAY = frozenset(("attachment", "scan"))
"""Their picture is nowhere else: taking back the adding removes them from sight, not for good."""
_AT_ONCE = 500

Run = Sequence[Entry]
Verdict = Sequence[bool]


class UndoJudge:
    """Goes through an action the last change first, as it is taken back.

    What it has let go is remembered, so that its answers are the same whether the changes are taken
    back meanwhile (undo) or only looked at (the preview).
    """

    def __init__(self, database: Database, batch: BatchRow) -> None:
        self._batch = batch
        self._history = HistoryStore(database)
        self._store = UndoStore(database)
        self._later = self._store.changed_after(batch.seq)
        self._own = self._store.came_with(batch.id)
        self._set = self._store.named_by(batch.id)
        self._gone: set[int] = set()
        self._kept: set[int] = set()
        self._again: dict[int, dict[str, Any]] = {}
        self._back: dict[tuple[int, str], Any] = {}
        self._named: dict[Link, dict[int, Any]] = defaultdict(dict)

    def runs(self, progress: Progress, text: str, more: int = 0) -> Iterator[tuple[Run, Verdict]]:
        """Changes of one kind in one table at a time, and for each whether it can be taken back.
        text: what the person is told meanwhile; more: work that comes after all the changes."""
        done = 0
        for run in self._runs():
            progress.report(done, self._batch.entries + more, text)
            yield run, self._verdict(run)
            done += len(run)

    def _runs(self) -> Iterator[list[Entry]]:
        """No run speaks of one value twice: the earlier change is judged after the later one."""
        run: list[Entry] = []
        seen: set[tuple[int, str]] = set()
        for entry in self._history.backwards(self._batch.id):
            value = (entry.row_id, entry.field)
            alike = bool(run) and (entry.kind, entry.table) == (run[0].kind, run[0].table)
            if run and (not alike or len(run) >= _AT_ONCE or value in seen):
                yield run
                run, seen = [], set()
            run.append(entry)
            seen.add(value)
        if run:
            yield run

    def _verdict(self, run: Run) -> Verdict:
        judges = {"insert": self._inserted, "delete": self._deleted, "update": self._updated}
        return judges[run[0].kind](run[0].table, run)

    # -- rows that came --------------------------------------------------------------------------

    def _inserted(self, table: str, run: Run) -> Verdict:
        ids = [entry.row_id for entry in run]
        stand = (self._store.there(table, ids) | (self._again.keys() & set(ids))) - self._gone
        held = self._held(table, ids)
        going = stand - held
        self._kept |= stand & held
        if table not in PUT_AWAY:
            self._gone |= going
        return [row in going for row in ids]

    def _held(self, table: str, ids: Sequence[int]) -> set[int]:
        """Those of the rows that were changed since, or that something which stays names."""
        held = set(self._later.intersection(ids))
        among: list[tuple[int, int]] = []  # rows of this run may name each other: spouses
        for link in self._store.children(table):
            must = self._store.parents(link[0]).get(link[1]) == table
            for row, parent in self._naming(link, ids):
                if must or self._stays(row, link[1], parent):
                    held.add(parent)
                among.append((row, parent))
        while more := {parent for row, parent in among if row in held} - held:
            held |= more
        return held

    def _naming(self, link: Link, ids: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Rows that name one of `ids` once everything judged so far is taken back."""
        for row, parent in self._store.naming(link, ids):
            if row not in self._gone and self._back.get((row, link[1]), parent) == parent:
                yield row, parent
        for row, parent in self._named.get(link, {}).items():
            if row not in self._gone and parent is not None:
                yield row, parent

    def _stays(self, row: int, column: str, parent: int) -> bool:
        """Whether a row that may name nobody goes on naming that one: not where this very action
        made the row or wrote the name, which then goes back too, be it judged already or not."""
        if self._set.get((row, column)) == parent:
            return False
        return row not in self._own or row in self._later or row in self._kept

    # -- rows that went --------------------------------------------------------------------------

    def _deleted(self, table: str, run: Run) -> Verdict:
        ids = [entry.row_id for entry in run]
        there = self._store.there(table, ids) - self._gone
        rows = [dict(zip(JOURNALLED[table], json.loads(entry.old), strict=False)) for entry in run]
        verdict = [
            row["id"] not in there and not lacking
            for row, lacking in zip(rows, self._lacking(table, rows), strict=True)
        ]
        for row, can in zip(rows, verdict, strict=True):
            if can:
                self._gone.discard(row["id"])
                self._again[row["id"]] = row
                for link in self._links(table):
                    self._named[link][row["id"]] = row.get(link[1])
        return verdict

    def _lacking(self, table: str, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
        """For each of these values whether a row that they must name is gone."""
        lacking = [False] * len(rows)
        for column, parent in self._store.parents(table).items():
            wanted = list({row[column] for row in rows if row.get(column) is not None})
            if not wanted:
                continue
            stand = (self._store.there(parent, wanted) | self._again.keys()) - self._gone
            for at, row in enumerate(rows):
                lacking[at] |= row.get(column) is not None and row[column] not in stand
        return lacking

    def _links(self, table: str) -> list[Link]:
        return [(table, column) for column in self._store.parents(table)]

    # -- values ----------------------------------------------------------------------------------

    def _updated(self, table: str, run: Run) -> Verdict:
        columns = sorted({entry.field for entry in run})
        ids = list(dict.fromkeys(entry.row_id for entry in run))
        at = {column: index for index, column in enumerate(columns)}
        stored = self._store.values(table, columns, ids)
        lacking = self._lacking(table, [{entry.field: entry.old} for entry in run])
        parents = self._store.parents(table)
        verdict = []
        for entry, missing in zip(run, lacking, strict=True):
            value = (entry.row_id, entry.field)
            now = self._now(value, stored, at)
            can = now == (entry.new,) and not missing
            verdict.append(can)
            if can:
                self._back[value] = entry.old
                if entry.field in parents:
                    self._named[table, entry.field][entry.row_id] = entry.old
        return verdict

    def _now(
        self,
        value: tuple[int, str],
        stored: Mapping[int, tuple[Any, ...]],
        at: Mapping[str, int],
    ) -> tuple[Any, ...]:
        """What stands there: one value, none where the row is gone."""
        row, column = value
        if row in self._gone:
            return ()
        if value in self._back:
            return (self._back[value],)
        if row in self._again:
            return (self._again[row].get(column),)
        return (stored[row][at[column]],) if row in stored else ()
