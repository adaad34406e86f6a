"""Putting a finished file or folder in its place.

Windows refuses to rename while anybody looks at either name: virus scanners and the search index
hold new files for a moment, so a refusal is final there only after a second.
"""

import contextlib
import os
import time
from pathlib import Path

_TRIES, _PAUSE = (20, 0.05) if os.name == "nt" else (0, 0.0)


def put_in_place(draft: Path, target: Path) -> None:
    """Rename draft to target, over what is there. Raises OSError where that stays impossible."""
    for _ in range(_TRIES):
        try:
            draft.replace(target)
        except PermissionError:
            time.sleep(_PAUSE)
        else:
            return
    draft.replace(target)


def sync_file(path: Path) -> None:
    """What was written through another handle is on the disk. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """A rename is on the disk only when its folder is (POSIX; Windows has no such call)."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
