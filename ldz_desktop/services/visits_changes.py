"""What a pack's journal comes to: for every value and row, what it was and what it is now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ldz_desktop.record import record
from ldz_desktop.storage.history import Entry
from ldz_desktop.storage.journal import JOURNALLED

Key = tuple[str, int, str]
"""Table, row, field; field '' for the row itself."""
QUIET = frozenset(("position", "sort_key"))
"""Follow from what people typed: taken along where nothing stands against it, never asked about."""


@record
class Changed:
    """One value, or a row that came or went. base: before the visit (of a row that went, its
    columns in the order of JOURNALLED); theirs: after it."""

    table: str
    row_id: int
    field: str
    kind: Literal["insert", "update", "delete"]
    base: Any = None
    theirs: Any = None

    @property
    def key(self) -> Key:
        return (self.table, self.row_id, self.field)


@dataclass(slots=True)
class _Row:
    born: bool
    gone: str | None = None
    first: dict[str, Any] = field(default_factory=dict)
    last: dict[str, Any] = field(default_factory=dict)


def net(entries: Iterable[Entry]) -> Mapping[Key, Changed]:
    """What is left of changes in their order: what was changed back, or came and went again, is no
    change."""
    rows: dict[tuple[str, int], _Row] = {}
    for entry in entries:
        row = rows.setdefault((entry.table, entry.row_id), _Row(born=entry.kind == "insert"))
        if entry.kind == "insert":
            row.gone = None
        elif entry.kind == "delete":
            row.gone = entry.old
        else:
            row.first.setdefault(entry.field, entry.old)
            row.last[entry.field] = entry.new
    found = (one for (table, row_id), row in rows.items() for one in _of(table, row_id, row))
    return {one.key: one for one in found}


def _of(table: str, row_id: int, row: _Row) -> Iterable[Changed]:
    if row.born:
        return () if row.gone is not None else (Changed(table, row_id, "", "insert"),)
    if row.gone is not None:
        return (Changed(table, row_id, "", "delete", _before(table, row.gone, row.first)),)
    return (
        Changed(table, row_id, name, "update", row.first[name], value)
        for name, value in row.last.items()
        if row.first[name] != value
    )


def _before(table: str, gone: str, first: Mapping[str, Any]) -> tuple[Any, ...]:
    """A row that went, as it was before the visit changed it."""
    import json

    values = dict(zip(JOURNALLED[table], json.loads(gone), strict=False)) | dict(first)
    return tuple(values.get(column) for column in JOURNALLED[table])
