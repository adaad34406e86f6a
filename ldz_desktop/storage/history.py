"""Reading the journal. Putting rows back to what they were: storage.undoing."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ldz_desktop.storage.database import Database
from ldz_desktop.storage.journal import JOURNALLED, SPAN, Action, chained, entry_text

_ENTRY = "batch_id, n, tbl, row_id, field, kind, old, new"
HANGING = {
    "building": (("dwelling", "building_id"), ("tenure", "building_id")),
    "dwelling": (("household", "dwelling_id"), ("stay", "dwelling_id")),
    "household": (
        ("resident", "household_id"), ("visit", "household_id"), ("attachment", "household_id"),
        ("stay", "household_id"),
    ),
    "resident": (
        ("tag", "resident_id"), ("stay", "resident_id"), ("visit", "resident_id"),
        ("attachment", "resident_id"), ("resident", "father_id"), ("resident", "mother_id"),
        ("resident", "spouse_id"),
    ),
    "leader": (
        ("tenure", "leader_id"), ("party_step", "leader_id"), ("commitment", "leader_id"),
        ("attendance", "leader_id"), ("reward", "leader_id"),
    ),
    "tenure": (("duty_record", "tenure_id"), ("caution", "tenure_id"), ("handover", "tenure_id")),
    "selection": (("candidate", "selection_id"),),
    "posting": (("objection", "posting_id"),),
    "flag": (("flag_holding", "flag_id"),),
    "course": (("attendance", "course_id"),),
}  # fmt: skip
"""Table → what refers to its rows: a row that others hang on cannot go."""
VERSIONED = frozenset((
    "household", "resident", "leader", "selection", "posting", "course", "caution", "handover",
    "reward",
))  # fmt: skip
_OF_LEADER = ("party_step", "commitment", "attendance", "reward", "candidate")
_OF_TENURE = ("selection", "duty_record", "caution", "handover")
_BATCH = "id, seq, at, actor, what, reason, about, undoes, entries, digest, hash"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One action as stored; at: UTC, ISO text."""

    id: int
    seq: int
    at: str
    actor: str
    what: str
    reason: str
    about: str
    undoes: int
    entries: int
    digest: str
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. field '' for a row that came or went; old of a deletion: the row as JSON."""

    batch_id: int
    n: int
    table: str
    row_id: int
    field: str
    kind: str
    old: Any
    new: Any


class HistoryStore:
    """One noun: what was changed, by whom, when."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def batches(self, *, since: str = "", limit: int = 500) -> list[BatchRow]:
        """Newest first; since: not before this UTC time."""
        return [
            BatchRow(*row)
            for row in self._database.rows(
                f"SELECT {_BATCH} FROM change_batch WHERE at >= ? ORDER BY seq DESC LIMIT ?",
                (since, limit),
            )
        ]

    def batch(self, batch_id: int) -> BatchRow | None:
        row = self._database.row(f"SELECT {_BATCH} FROM change_batch WHERE id = ?", (batch_id,))
        return None if row is None else BatchRow(*row)

    def undone_by(self, batch_ids: Iterable[int]) -> dict[int, int]:
        """Batch → the batch that took it back."""
        wanted = set(batch_ids)
        return {
            int(undoes): int(batch)
            for batch, undoes in self._database.rows(
                "SELECT id, undoes FROM change_batch WHERE undoes <> 0 ORDER BY seq"
            )
            if undoes in wanted
        }

    def entries(self, batch_id: int) -> list[Entry]:
        """One for each field or row, also where rows came in bulk."""
        return [one for stored in self._stored(batch_id) for one in _spread(stored)]

    def tables(self, batch_id: int) -> frozenset[str]:
        """The tables that an action changed."""
        rows = self._database.rows(
            "SELECT DISTINCT tbl FROM change_log WHERE batch_id = ?", (batch_id,)
        )
        return frozenset(str(row[0]) for row in rows)

    def crowded(self) -> frozenset[int]:
        """The buildings with more than one leader in office."""
        rows = self._database.rows(
            "SELECT building_id FROM tenure WHERE ended_on IS NULL "
            "GROUP BY building_id HAVING count(*) > 1"
        )
        return frozenset(int(row[0]) for row in rows)

    def size(self, batch_id: int, table: str) -> int:
        """How many of an action's entries are about one table."""
        rows = "CASE kind WHEN 'inserts' THEN new - row_id + 1 ELSE 1 END"
        return int(
            self._database.value(
                f"SELECT coalesce(sum({rows}), 0) FROM change_log WHERE batch_id = ? AND tbl = ?",
                (batch_id, table),
            )
        )

    def backwards(self, batch_id: int) -> Iterator[Entry]:
        """The same, the last one first."""
        for stored in reversed(self._stored(batch_id)):
            if stored.kind != SPAN:
                yield stored
                continue
            for row_id in range(stored.new, stored.row_id - 1, -1):
                yield _within(stored, row_id)

    def numbered(self, batch_id: int, numbers: Sequence[int]) -> list[Entry]:
        """Some of an action's entries by their numbers, in the order asked."""
        if not numbers:
            return []
        first = "SELECT max(n) FROM change_log WHERE batch_id = ? AND n <= ?"  # a span may begin it
        rows = self._database.rows(
            f"SELECT {_ENTRY} FROM change_log WHERE batch_id = ? AND n >= ({first}) AND n <= ? "
            "ORDER BY n",
            (batch_id, batch_id, min(numbers), max(numbers)),
        )
        wanted, found = set(numbers), dict[int, Entry]()
        for entry in (Entry(*row) for row in rows):
            last = entry.n + entry.new - entry.row_id if entry.kind == SPAN else entry.n
            for number in wanted.intersection(range(entry.n, last + 1)):
                row_id = entry.row_id + number - entry.n
                found[number] = _within(entry, row_id) if entry.kind == SPAN else entry
        return [found[number] for number in numbers]

    def _stored(self, batch_id: int) -> list[Entry]:
        return [
            Entry(*row)
            for row in self._database.rows(
                f"SELECT {_ENTRY} FROM change_log WHERE batch_id = ? ORDER BY n", (batch_id,)
            )
        ]

    def entries_of(self, row_ids: Sequence[int]) -> list[Entry]:
        """Every change of these rows, whatever their table."""
        marks = ",".join("?" * len(row_ids))
        found = [
            Entry(*row)
            for row in self._database.rows(
                f"SELECT {_ENTRY} FROM change_log WHERE row_id IN ({marks}) AND kind <> ?",
                (*row_ids, SPAN),
            )
        ]
        for row_id in row_ids:
            spans = self._database.rows(
                f"SELECT {_ENTRY} FROM change_log "
                "WHERE kind = 'inserts' AND row_id <= ? AND new >= ?",
                (row_id, row_id),
            )
            found += [_within(Entry(*row), row_id) for row in spans]
        return found

    def rows_of_household(self, household_id: int) -> list[int]:
        """The household's own key and those of everything that belongs to it, also what is gone."""
        gone = "CASE WHEN kind = 'delete' THEN json_extract(old, '$[1]') = ? END"
        found = self._database.rows(
            "SELECT id FROM resident WHERE household_id = :h UNION "
            "SELECT dwelling_id FROM household WHERE id = :h UNION "
            "SELECT id FROM visit WHERE household_id = :h UNION "
            "SELECT id FROM attachment WHERE household_id = :h UNION "
            "SELECT s.id FROM stay s JOIN household h ON h.dwelling_id = s.dwelling_id "
            "WHERE h.id = :h AND s.household_id = :h UNION "
            "SELECT t.id FROM tag t JOIN resident r ON r.id = t.resident_id "
            "WHERE r.household_id = :h".replace(":h", "?"),
            (household_id,) * 7,
        )
        removed = self._database.rows(
            "SELECT row_id FROM change_log WHERE batch_id IN "
            "(SELECT id FROM change_batch WHERE about = ?) AND tbl = 'resident' AND " + gone,
            (f"household:{household_id}", household_id),
        )
        return [household_id, *(int(row[0]) for row in (*found, *removed))]

    def rows_of_leader(self, leader_id: int) -> list[int]:
        """The leader's own key and those of everything that belongs to the leader or to one of the
        terms, also what is gone."""
        terms = self._belonging("tenure", "leader_id", [leader_id])
        found = [leader_id, *terms]
        for table in _OF_LEADER:
            found += self._belonging(table, "leader_id", [leader_id])
        for table in _OF_TENURE:
            found += self._belonging(table, "tenure_id", terms)
        return [*found, *self._belonging("scan", "owner_id", found)]

    def _belonging(self, table: str, column: str, owners: Sequence[int]) -> list[int]:
        """Rows whose column names one of the owners, or did when they went."""
        marks = ",".join("?" * len(owners))
        at = JOURNALLED[table].index(column)
        rows = self._database.rows(
            f"SELECT id FROM {table} WHERE {column} IN ({marks}) UNION "
            "SELECT row_id FROM change_log WHERE kind = 'delete' AND tbl = ? "
            f"AND json_extract(old, '$[{at}]') IN ({marks})",
            (*owners, table, *owners),
        )
        return [int(row[0]) for row in rows]

    # -- the chain -------------------------------------------------------------------------------

    def first_broken(self) -> BatchRow | None:
        """The first batch that is not what was written, None where the whole chain holds."""
        previous = ""
        rows = self._database.rows(f"SELECT {_BATCH} FROM change_batch ORDER BY seq")
        for number, row in enumerate(rows, 1):
            batch = BatchRow(*row)
            if batch.seq != number or not self._holds(batch, previous):
                return batch
            previous = batch.hash
        return None

    def _holds(self, batch: BatchRow, previous: str) -> bool:
        digest = hashlib.sha256()
        count = 0
        for entry in self._stored(batch.id):
            stored = (entry.table, entry.row_id, entry.field, entry.kind, entry.old, entry.new)
            digest.update(entry_text(entry.n, stored))
            count += entry.new - entry.row_id + 1 if entry.kind == SPAN else 1
        action = Action(batch.what, batch.actor, batch.at, batch.reason, batch.about, batch.undoes)
        return (
            count == batch.entries
            and digest.hexdigest() == batch.digest
            and chained(previous, batch.id, action, batch.digest) == batch.hash
        )


def _spread(entry: Entry) -> Iterator[Entry]:
    """A span of rows that came together as one entry for each of them."""
    if entry.kind != SPAN:
        yield entry
        return
    for row_id in range(entry.row_id, entry.new + 1):
        yield _within(entry, row_id)


def _within(span: Entry, row_id: int) -> Entry:
    """What a span says of one of its rows."""
    number = span.n + row_id - span.row_id
    return Entry(span.batch_id, number, span.table, row_id, "", "insert", None, None)
