"""What taking an action back asks of the tables and writes into them, many rows at a time."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from ldz_desktop.storage.database import Database
from ldz_desktop.storage.history import HANGING, VERSIONED
from ldz_desktop.storage.journal import JOURNALLED

_AT_ONCE = 500
Link = tuple[str, str]
"""A table and the column by which it names a row of another one."""


class UndoStore:
    """Every question is about some hundred rows of one table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- what refers to what ---------------------------------------------------------------------

    @cached_property
    def _foreign(self) -> Mapping[str, Mapping[str, str]]:
        """Table → column → the table it must name a row of, as the schema has it."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        rows = self._database.rows(
            'SELECT m.name, f."from", f."table" FROM sqlite_schema m '
            "JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'"
        )
        for table, column, parent in rows:
            found[table][column] = parent
        return found

    @cached_property
    def _children(self) -> Mapping[str, tuple[Link, ...]]:
        found: dict[str, dict[Link, None]] = defaultdict(dict)
        for table, columns in self._foreign.items():
            for column, parent in columns.items():
                found[parent][table, column] = None
        for parent, links in HANGING.items():
            found[parent].update(dict.fromkeys(links))
        return {parent: tuple(links) for parent, links in found.items()}

    def children(self, table: str) -> tuple[Link, ...]:
        """What may name a row of this table: it cannot go while something does."""
        return self._children.get(table, ())

    def parents(self, table: str) -> Mapping[str, str]:
        """Columns of this table that must name a row → of which table."""
        return self._foreign.get(table, {})

    # -- asking ----------------------------------------------------------------------------------

    def there(self, table: str, ids: Sequence[int]) -> set[int]:
        """Those of the rows that exist."""
        rows = self._database.rows(f"SELECT id FROM {table} WHERE id IN ({_marks(ids)})", ids)
        return {int(row[0]) for row in rows}

    def values(
        self, table: str, columns: Sequence[str], ids: Sequence[int]
    ) -> dict[int, tuple[Any, ...]]:
        """Row → its values in those columns; rows that are gone are left out."""
        rows = self._database.rows(
            f"SELECT id, {','.join(columns)} FROM {table} WHERE id IN ({_marks(ids)})", ids
        )
        return {int(row[0]): row[1:] for row in rows}

    def changed_after(self, seq: int) -> frozenset[int]:
        """Every row that an action after that one changed, without those actions that were taken
        back since."""
        rows = self._database.rows(
            "SELECT id, undoes FROM change_batch WHERE seq > ? ORDER BY seq DESC", (seq,)
        )
        later = {int(batch) for batch, _ in rows}
        void: set[int] = set()
        for batch, undoes in rows:
            if batch not in void and undoes in later:
                void |= {batch, undoes}
        found: set[int] = set()
        standing = sorted(later - void)
        for start in range(0, len(standing), _AT_ONCE):
            some = standing[start : start + _AT_ONCE]
            changed = self._database.rows(
                f"SELECT DISTINCT row_id FROM change_log WHERE batch_id IN ({_marks(some)})", some
            )
            found.update(int(row[0]) for row in changed)
        return frozenset(found)

    def came_with(self, batch_id: int) -> frozenset[int]:
        """Every row that came with an action."""
        rows = self._database.rows(
            "SELECT row_id, CASE kind WHEN 'inserts' THEN new ELSE row_id END FROM change_log "
            "WHERE batch_id = ? AND kind IN ('insert', 'inserts')",
            (batch_id,),
        )
        return frozenset(row for first, last in rows for row in range(first, last + 1))

    def named_by(self, batch_id: int) -> dict[tuple[int, str], int]:
        """(row, column) → which row an action had it name."""
        columns = {column for links in self._children.values() for _, column in links}
        rows = self._database.rows(
            "SELECT row_id, field, new FROM change_log WHERE batch_id = ? AND kind = 'update' "
            f"AND new IS NOT NULL AND field IN ({','.join('?' * len(columns))}) ORDER BY n",
            (batch_id, *columns),
        )
        return {(int(row), str(field)): int(new) for row, field, new in rows}

    def naming(self, link: Link, ids: Sequence[int]) -> list[tuple[int, int]]:
        """(row, which of `ids` it names) of everything that names one of them; row 0 in tables that
        the journal leaves out."""
        table, column = link
        key = "id" if table in JOURNALLED else "0"
        return [
            (int(row), int(parent))
            for row, parent in self._database.rows(
                f"SELECT {key}, {column} FROM {table} WHERE {column} IN ({_marks(ids)})", ids
            )
        ]

    # -- putting back ----------------------------------------------------------------------------

    def put(self, table: str, column: str, values: Iterable[tuple[Any, int]]) -> None:
        """(value, row): in this order; each counts as a save where the record counts them."""
        counted = ", version = version + 1" if table in VERSIONED else ""
        self._database.connection().executemany(
            f"UPDATE {table} SET {column} = ?{counted} WHERE id = ?", values
        )

    def set_pinyin(self, table: str, keys: Iterable[tuple[str, int]]) -> None:
        """(key of the name, resident or leader): derived, so that it counts as no save."""
        self._database.connection().executemany(f"UPDATE {table} SET pinyin = ? WHERE id = ?", keys)

    def remove(self, table: str, ids: Sequence[int]) -> None:
        self._database.execute(f"DELETE FROM {table} WHERE id IN ({_marks(ids)})", ids)

    def insert(self, table: str, olds: Iterable[str]) -> None:
        """Rows that deletions kept, under their own keys. A row that went before a table grew has
        no value for the newer columns, which stand last."""
        by_length: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for old in olds:
            row = tuple(json.loads(old))
            by_length[len(row)].append(row)
        for length, rows in by_length.items():
            self._database.insert_many(table, JOURNALLED[table][:length], rows)


def _marks(values: Sequence[int]) -> str:
    return ",".join("?" * len(values))
