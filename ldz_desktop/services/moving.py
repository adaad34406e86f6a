"""Bringing an office's data folder to this computer: from a stick, or from an old computer."""

import contextlib
import os
from pathlib import Path

from ldz_desktop.errors import BusyError, OpenError, StorageError
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.storage import keyring
from ldz_desktop.storage.folder import DataFolder
from ldz_desktop.storage.replacing import put_in_place

_BLOCK = 1 << 20
_DRAFT = ".incoming-"


def bring_in(source: Path, folder: Path, progress: Progress = SILENT) -> None:
    """Copy the office in `source` into `folder`, all of it or nothing; `source` stays as it is.

    Raises OpenError where there is no office in `source`, its key file is damaged, or `folder`
    holds one already; BusyError while somebody works in it; StorageError where the disk refuses;
    Cancelled.
    """
    origin, target = DataFolder(source), DataFolder(folder)
    if not origin.database.exists():
        origin.check_files(None)
    keyring.read(origin.keys)
    target.prepare()
    try:
        origin.hold()
    except BusyError:
        raise
    except OpenError:  # a stick that cannot be written to: nobody can be working on it either
        pass
    try:
        _bring(_files(origin), target.path, progress)
    except OSError as error:
        raise StorageError(
            "没有复制成",
            f"复制数据文件时出错：{error.strerror or '磁盘拒绝读写'}。原来的数据没有改动。",
            "请检查 U 盘或磁盘空间后再试一次。",
        ) from None
    finally:
        origin.release()


def _files(origin: DataFolder) -> list[Path]:
    """In the order they are put in place: the database last, as before it there is no office."""
    keys = origin.keys
    log = origin.database.with_name(origin.database.name + "-wal")
    mark = origin.database.with_suffix(".mark")
    wanted = (log, mark, keys.with_name(keys.name + ".2"), keys, origin.database)
    return [path for path in wanted if path.exists()]


def _bring(files: list[Path], folder: Path, progress: Progress) -> None:
    made: list[Path] = []
    total = sum(path.stat().st_size for path in files)
    done = 0
    try:
        for path in files:
            draft = folder / (_DRAFT + path.name)
            made.append(draft)
            with path.open("rb") as read, draft.open("wb") as write:
                while block := read.read(_BLOCK):
                    write.write(block)
                    done += len(block)
                    progress.report(done, total, "正在复制数据文件")
                write.flush()
                os.fsync(write.fileno())
        for path in files:
            put_in_place(folder / (_DRAFT + path.name), folder / path.name)
            made.append(folder / path.name)
    except BaseException:
        for path in made:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        raise
