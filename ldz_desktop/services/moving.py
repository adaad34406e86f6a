"""Bringing an office's data folder to this computer, from a stick or an old computer; moving it to
another place on this one."""

import contextlib
import filecmp
import os
import shutil
from datetime import datetime
from pathlib import Path

from ldz_desktop.errors import BusyError, OpenError, StorageError
from ldz_desktop.paths import APP_FOLDER, keep_data_in
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.storage import keyring
from ldz_desktop.storage.folder import DataFolder
from ldz_desktop.storage.replacing import put_in_place

_BLOCK = 1 << 20
_DRAFT = ".incoming-"
_GOES_ALONG = ("backups", "backups.json", "logs", "window.ini")
"""What a moved office takes along beside its database and keys. Sheets that were being typed and
what backups took the place of (恢复前-…) are in the database, or stay in the old place."""


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


def place_in(chosen: Path) -> Path:
    """The data folder that a choice means: the folder itself where it is empty or holds an office,
    else one of the program's name in it. Raises OpenError where no data may lie there."""
    itself = DataFolder(chosen)
    try:
        own = itself.holds_office() or not any(itself.path.iterdir())
    except OSError:
        own = True
    folder = itself if own else DataFolder(itself.path / APP_FOLDER)
    folder.check_place()
    if not folder.holds_office():
        folder.check_vacant()
    return folder.path


def move(source: Path, folder: Path, progress: Progress = SILENT) -> Path:
    """Copy everything of the office into `folder`, compare it, have the program look for it there
    from now on, and set the old files aside; returns where those lie.

    Until it is switched over nothing of the old has changed. Raises as bring_in.
    """
    origin, target = DataFolder(source), DataFolder(folder)
    if origin.path in target.path.parents:
        raise OpenError(
            "不能移到这里", "这个位置就在现在的数据文件夹里面。", "请换一个别的文件夹。"
        )
    target.check_vacant()
    target.prepare()
    origin.hold()
    made: list[Path] = []
    try:
        _bring(_files(origin), target.path, progress)
        made = [target.path / path.name for path in _files(origin)]
        for name in _GOES_ALONG:
            made.append(target.path / name)
            _copy(origin.path / name, target.path / name)
        for path in _files(origin):
            if not filecmp.cmp(path, target.path / path.name, shallow=False):
                raise OSError(0, "写好的文件和原来的不一样")
        keep_data_in(target.path)
    except BaseException as error:
        for path in made:
            _remove(path)
        if isinstance(error, OSError):
            raise StorageError(
                "没有移成",
                f"复制数据文件时出错：{error.strerror or '磁盘拒绝读写'}。数据还在原处，没有改动。",
                "请检查磁盘空间和写入权限后再试一次。",
            ) from None
        raise
    else:
        return _set_aside(origin)
    finally:
        origin.release()


def _set_aside(origin: DataFolder) -> Path:
    """Everything of the old folder into one below it; what the system does not let go stays."""
    aside = origin.path / f"已搬走-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    with contextlib.suppress(OSError):
        aside.mkdir()
    names = [path.name for path in _files(origin)]
    for name in (*reversed(names), *_GOES_ALONG):  # the database first: no office is left here
        with contextlib.suppress(OSError):
            (origin.path / name).rename(aside / name)
    return aside


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.exists():
        shutil.copy2(source, target)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


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
