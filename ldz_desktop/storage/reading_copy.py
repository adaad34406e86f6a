"""Data that can be read and not written: a locked stick, a disc, a folder without the right to it.

SQLite reads a database with a log only where it may write beside it. So the files are copied, as
they are and encrypted, into a folder of this computer, and the copy is opened; the person's saves
are refused (Database.refuse_writes), and the copy goes away when it is closed. What a program that
was killed left goes away the next time.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from ldz_desktop.errors import BusyError, StorageError
from ldz_desktop.storage.folder import COMPANIONS, DataFolder

_PREFIX = "ldz-reading-"
_COPIED = (
    *(name for name in COMPANIONS if not name.endswith("-shm")), "archive.db", "office.keys",
    "office.keys.2",
)  # fmt: skip
_LOCK = "lock"


class ReadingCopy:
    """A copy of a data folder's database, until close()."""

    def __init__(self, data: DataFolder) -> None:
        """Raises BusyError while somebody writes there; StorageError where there is no room."""
        _clear_leftovers()
        self._place = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock = FileLock(self._place / _LOCK)
        self._lock.acquire()
        self.database = self._place / data.database.name
        try:
            with _nobody_writes(data):
                self._copy(data)
        except OSError:
            self.close()
            raise StorageError(
                "没有打开",
                "数据文件夹不能写入，要先复制一份才能查看，但没有复制成。",
                "请在这台电脑的磁盘上留出数据文件夹一样大的空间，或把整个数据文件夹复制到硬盘上再打开。",
            ) from None
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Remove the copy; close the database first."""
        self._lock.release()
        _remove(self._place)

    def _copy(self, data: DataFolder) -> None:
        import shutil

        for name in _COPIED:
            source = data.path / name
            if source.exists():
                shutil.copyfile(source, self._place / name)


@contextlib.contextmanager
def _nobody_writes(data: DataFolder) -> Iterator[None]:
    """Another user of this computer may, where this one may not."""
    if os.name != "posix":
        yield
        return
    import fcntl

    try:
        handle = os.open(data.path / "instance.lock", os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BusyError(
            "数据正在使用", data.holder(), "请先关闭那个窗口；如果看不到，请重新启动电脑。"
        ) from None
    finally:
        os.close(handle)


def _clear_leftovers() -> None:
    for place in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        lock = FileLock(place / _LOCK, timeout=0)
        with contextlib.suppress(OSError, Timeout):
            lock.acquire()
            lock.release()
            _remove(place)


def _remove(place: Path) -> None:
    import shutil

    shutil.rmtree(place, ignore_errors=True)
