"""On the laptop: what the data was taken along for, and what has not been brought back yet.

It stands in the settings, which stay on the laptop; what a visit changes is its journal.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from ldz_desktop.domain import moments
from ldz_desktop.services.visits_changes import QUIET, net
from ldz_desktop.services.visits_records import Brought, Visiting
from ldz_desktop.storage.backup_file import VISIT, damaged
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.given import parsed, text_of, whole_of
from ldz_desktop.storage.history import Entry, HistoryStore
from ldz_desktop.storage.settings import SettingStore

SETTING = "visit"
_BROUGHT = "visit.back"


def visiting(database: Database) -> Visiting | None:
    """What this data was taken along for, None in an office. Raises OpenError where what is written
    there is none of this program's: a pack may come from anywhere."""
    text = SettingStore(database).value(SETTING)
    if text is None:
        return None
    try:
        told = parsed(text)
        made, by = moments.local(text_of(told, "made_at")), text_of(told, "made_by")
        buildings = tuple(map(str, told["buildings"]))
        return Visiting(made, by, buildings, whole_of(told, "households"))
    except (KeyError, OverflowError, TypeError, ValueError):
        raise damaged(VISIT) from None


def counted(database: Database, last: Brought | None) -> tuple[int, int]:
    """How many values and rows the visit has changed, of what people change themselves; and how
    many since the last pack that was brought back."""
    history, after = HistoryStore(database), 0 if last is None else last.upto
    batches = sorted(history.batches(limit=-1), key=lambda b: b.seq)
    entries = [(b.seq, history.entries(b.id)) for b in batches]
    total = _count(e for _, some in entries for e in some)
    return total, total if not after else _count(
        e for n, some in entries if n > after for e in some
    )


def _count(entries: Iterable[Entry]) -> int:
    return sum(key[2] not in QUIET for key in net(entries))


def unreturned(database: Database) -> int:
    """Those that no pack has brought back."""
    return counted(database, brought(database))[1]


def brought(database: Database) -> Brought | None:
    """The last pack that was brought back from here, None where none was."""
    text = SettingStore(database).value(_BROUGHT)
    if text is None:
        return None
    told = json.loads(text)
    return Brought(moments.local(told["at"]), Path(told["file"]), int(told["upto"]))


def remember(database: Database, stamp: str, file: Path, upto: int) -> None:
    """A pack was written. stamp: UTC; upto: how many batches are in it."""
    told = {"at": stamp, "file": str(file), "upto": upto}
    with database.transaction():
        SettingStore(database).put(_BROUGHT, json.dumps(told, ensure_ascii=False))
