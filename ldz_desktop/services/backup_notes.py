"""What the data folder remembers of its backups (backups.json): when, where, whether it failed.

Not in the database: a backup must not change what it backs up, and a restored database must not
forget what happened after its day. Nothing about residents is in it.
"""

import contextlib
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ldz_desktop.errors import KnownError
from ldz_desktop.record import record
from ldz_desktop.services.files import write_whole
from ldz_desktop.storage.given import read_values, text_of


@record
class BackupNotes:
    """Times: UTC as YYYY-MM-DDTHH:MM:SSZ, "" for never. first_at: the first backup of all;
    outside_*: the last one outside the data folder and where it went; tried_*: the last that was
    restored on trial; trouble: why the last automatic one failed."""

    first_at: str = ""
    outside_at: str = ""
    outside_file: str = ""
    tried_at: str = ""
    tried_file: str = ""
    trouble: str = ""


def read_notes(path: Path) -> BackupNotes:
    """What is not there, or cannot be read, is not remembered."""
    try:
        values = read_values(path)
        known = {key: text_of(values, key, 5000) for key in asdict(BackupNotes()) if key in values}
        return BackupNotes(**known)
    except (OSError, ValueError):
        return BackupNotes()


def note(path: Path, **changes: Any) -> None:  # noqa: ANN401 - fields of BackupNotes
    """Remember these; a folder that cannot be written to only means that it is not remembered."""
    text = json.dumps(asdict(replace(read_notes(path), **changes)), ensure_ascii=False, indent=1)
    with contextlib.suppress(KnownError):
        write_whole(path, text.encode())
