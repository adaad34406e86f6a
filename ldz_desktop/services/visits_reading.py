"""The journal of a pack, read with distrust: whoever makes a pack can make its hashes as well."""

from dataclasses import dataclass

from ldz_desktop.errors import OpenError
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.history import BatchRow, Entry, HistoryStore
from ldz_desktop.storage.journal import JOURNALLED, SPAN

_MOST = 1_000_000
"""Entries, rows that came in bulk counted one by one: a visit makes some thousand."""
_KINDS = ("insert", "update", "delete", SPAN)


@dataclass(frozen=True, slots=True)
class PackJournal:
    """Batches in their order, each with its entries."""

    batches: tuple[tuple[BatchRow, tuple[Entry, ...]], ...]


def read_journal(pack: Database) -> PackJournal:
    """Raises OpenError where it is not what this program writes."""
    _check_entries(pack)
    history = HistoryStore(pack)
    batches = history.batches(limit=-1)
    if not all(map(_plain, batches)) or history.first_broken() is not None:
        raise broken()
    batches.sort(key=lambda b: b.seq)
    return PackJournal(tuple((b, tuple(history.entries(b.id))) for b in batches))


def broken() -> OpenError:
    return OpenError(
        "走访包的改动记录不对",
        "走访包里的改动记录被改过或不完整，没有合并，没有改动任何数据。",
        "请从笔记本电脑上重新带回一次。",
    )


def _check_entries(pack: Database) -> None:
    """Before anything is worked out from them: how many they are, and of what kinds."""
    wrong = pack.value(
        "SELECT count(*) FROM change_log WHERE typeof(batch_id) <> 'integer' "
        "OR typeof(n) <> 'integer' OR typeof(row_id) <> 'integer' OR row_id < 1 "
        "OR typeof(tbl) <> 'text' OR typeof(field) <> 'text' OR typeof(kind) <> 'text' "
        f"OR kind = '{SPAN}' AND (typeof(new) <> 'integer' OR new <= row_id) "
        "OR kind = 'delete' AND NOT json_valid(old)"
    )
    spans = f"CASE kind WHEN '{SPAN}' THEN 1.0 + new - row_id ELSE 1 END"
    if wrong or pack.value(f"SELECT total({spans}) FROM change_log") > _MOST:
        raise broken()
    for table, field, kind in pack.rows("SELECT DISTINCT tbl, field, kind FROM change_log"):
        columns = JOURNALLED.get(table, ())
        named = field in columns[1:] if kind == "update" else field == ""
        if kind not in _KINDS or not columns or not named:
            raise broken()
    for table, columns in JOURNALLED.items():
        shortest = pack.value(
            "SELECT count(*) FROM change_log WHERE kind = 'delete' AND tbl = ? "
            "AND (json_type(old) <> 'array' OR json_array_length(old) > ?)",
            (table, len(columns)),
        )
        if shortest:
            raise broken()


def _plain(batch: BatchRow) -> bool:
    numbers = (batch.id, batch.seq, batch.undoes, batch.entries)
    texts = (batch.at, batch.actor, batch.what, batch.reason, batch.about, batch.digest, batch.hash)
    return all(type(n) is int for n in numbers) and all(isinstance(t, str) for t in texts)
