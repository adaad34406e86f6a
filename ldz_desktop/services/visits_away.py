"""On the laptop: what the data was taken along for, and what has not been brought back yet.

It stands in the settings, which stay on the laptop; what a visit changes is its journal.
"""

import json
from pathlib import Path

from ldz_desktop.domain import moments
from ldz_desktop.services.visits_changes import QUIET, net
from ldz_desktop.services.visits_records import Brought, Visiting
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.history import HistoryStore
from ldz_desktop.storage.settings import SettingStore

SETTING = "visit"
_BROUGHT = "visit.back"


def visiting(database: Database) -> Visiting | None:
    """What this data was taken along for, None in an office."""
    text = SettingStore(database).value(SETTING)
    if text is None:
        return None
    told = json.loads(text)
    made = moments.local(told["made_at"])
    return Visiting(made, told["made_by"], tuple(told["buildings"]), told["households"])


def changes(database: Database, after: int = 0) -> int:
    """How many values and rows the visit has changed, of what people change themselves; after:
    batches of its journal that do not count."""
    history = HistoryStore(database)
    batches = sorted((b for b in history.batches(limit=-1) if b.seq > after), key=lambda b: b.seq)
    return sum(
        key[2] not in QUIET for key in net(e for b in batches for e in history.entries(b.id))
    )


def unreturned(database: Database) -> int:
    """Those that no pack has brought back."""
    last = brought(database)
    return changes(database, 0 if last is None else last.upto)


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
