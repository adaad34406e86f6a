"""What a program that was killed left in the data folder: all of it encrypted, none of it needed.

The next start removes it, so that nothing of an office, a visit or a restored backup lies where
nobody looks for it, and no disk fills up.
"""

import contextlib
from pathlib import Path

from ldz_desktop.storage import drafts
from ldz_desktop.storage.folder import DataFolder

AMONG_BACKUPS = (".visit", ".trial", ".backup-copy*", ".before-upgrade")
"""A pack being made or merged, a backup on trial, a copy for a backup, one before an upgrade."""
IN_FOLDER = (".restoring", ".incoming-*")
"""A backup being restored, an office being brought here."""


def clear(data: DataFolder) -> None:
    """Remove it; hold the folder. What cannot be removed now is tried again at the next start."""
    found = [path for pattern in AMONG_BACKUPS for path in data.backups.glob(pattern)]
    found += [path for pattern in IN_FOLDER for path in data.path.glob(pattern)]
    for path in found:
        with contextlib.suppress(OSError):
            _remove(path)
    drafts.clear(data.drafts)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        import shutil  # whoever opens a data folder waits for what is imported here

        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
