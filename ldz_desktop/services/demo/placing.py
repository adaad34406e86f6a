"""Building in a hidden folder and putting it in place at the end: all of it or nothing.

Where the data folder is new or empty, the hidden folder lies beside it and is renamed. Where other
things lie in it already (settings of the window, logs), the hidden folder lies inside, and the
database is moved last: before that moment there is no office.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from ldz_desktop.errors import BusyError, StorageError
from ldz_desktop.storage.folder import DataFolder
from ldz_desktop.storage.replacing import put_in_place

_HIDDEN = ".building"


@contextlib.contextmanager
def building_place(folder: Path) -> Iterator[Path]:
    """A folder to build in; when the block ends well, `folder` holds what was built.

    Raises OpenError where `folder` cannot take an office, StorageError where the result cannot be
    put in place.
    """
    target = DataFolder(folder)
    _clear_leftovers(target)
    existed = target.path.exists()
    target.prepare()
    beside = not any(target.path.iterdir()) and not os.path.ismount(target.path)
    hidden = target.path / f"{_HIDDEN}-{os.getpid()}"
    if beside:
        hidden = target.path.with_name(f".{target.path.name}{hidden.name}")
    try:
        yield hidden
        _put(hidden, target, beside=beside)
    except BaseException:
        if not existed:
            with contextlib.suppress(OSError):
                target.path.rmdir()
        raise
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _clear_leftovers(target: DataFolder) -> None:
    """Take away what killed runs left behind; runs that still go on keep theirs."""
    if not target.path.parent.is_dir():
        return
    beside = target.path.parent.glob(f".{target.path.name}{_HIDDEN}-*")
    inside = target.path.glob(f"{_HIDDEN}-*")
    for hidden in (*beside, *inside):
        leftover = DataFolder(hidden)
        try:
            leftover.hold()
        except BusyError:
            continue
        leftover.release()
        _discard_copies(target, leftover)
        shutil.rmtree(hidden, ignore_errors=True)


def _put(hidden: Path, target: DataFolder, *, beside: bool) -> None:
    try:
        if beside:
            if os.name == "nt":  # where a folder cannot replace an empty one
                target.path.rmdir()
            put_in_place(hidden, target.path)
        else:
            _move_inside(DataFolder(hidden), target)
    except OSError:
        raise StorageError(
            "不能写入", "演示数据已生成，但放不进数据文件夹，没有保存。", "请换一个文件夹再试。"
        ) from None


def _move_inside(built: DataFolder, target: DataFolder) -> None:
    keys = [copy for copy in _key_files(built) if copy.exists()]
    try:
        for copy in keys:
            shutil.copy2(copy, target.path / copy.name)
        put_in_place(built.database, target.database)
    except BaseException:
        for copy in keys:
            (target.path / copy.name).unlink(missing_ok=True)
        raise


def _discard_copies(target: DataFolder, built: DataFolder) -> None:
    """Key files that a run copied before it was killed: the same bytes still lie beside the
    database that was never moved."""
    if target.database.exists() or not built.database.exists():
        return
    for copy in _key_files(built):
        placed = target.path / copy.name
        if placed.exists() and copy.exists() and placed.read_bytes() == copy.read_bytes():
            placed.unlink()


def _key_files(data: DataFolder) -> tuple[Path, Path]:
    return data.keys, data.keys.with_name(data.keys.name + ".2")
