"""One instance at a time: a lock of the operating system on a file of its own.

It ends with the process that holds it, however that ends. The file stays behind, empty.
"""

import os
import sys
import time
from pathlib import Path

_AGAIN_S = 0.05


class InstanceLock:
    """Held from acquire() to release()."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    @property
    def held(self) -> bool:
        return self._file is not None

    def acquire(self, wait: float = 0) -> bool:
        """False where another instance still holds it after `wait` seconds. Raises OSError where
        the file cannot be written."""
        until = time.monotonic() + wait
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            while not _lock(file):
                if time.monotonic() >= until:
                    os.close(file)
                    return False
                time.sleep(_AGAIN_S)
        except BaseException:
            os.close(file)
            raise
        self._file = file
        return True

    def release(self) -> None:
        """Let the next one in."""
        if self._file is not None:
            os.close(self._file)  # which gives up the lock
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:  # another handle has it
            return False
        return True
else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
