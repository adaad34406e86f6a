"""Files the office takes away: their names, and writing them whole or not at all."""

import os
from pathlib import Path

from ldz_desktop.errors import StorageError
from ldz_desktop.storage import drafts
from ldz_desktop.storage.replacing import put_in_place, sync_folder

_LONGEST = 80  # characters of a name, without its ending
_FORBIDDEN = str.maketrans('\\/:*?"<>|', "＼／：＊？”＜＞｜")  # by Windows


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half of it, and beside
    it at most a draft that the next start removes.

    Raises StorageError: open in another program, no right to write, disk full.
    """
    try:
        with drafts.beside(path) as draft:
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            put_in_place(draft, path)
            sync_folder(path.parent)
    except OSError as error:
        raise cannot_write(error) from None


def check_writable(path: Path) -> None:
    """Before work that ends in write_whole and must not be done in vain: whether it could write.
    Raises StorageError as write_whole does."""
    try:
        if path.exists():
            path.open("r+b").close()
        with drafts.beside(path) as probe:
            probe.touch()
    except OSError as error:
        raise cannot_write(error) from None


def file_name(text: str) -> str:
    """What of a text can stand in the name of a file on every system; may be empty."""
    shown = "".join(c for c in text.translate(_FORBIDDEN) if c.isprintable())
    return shown[:_LONGEST].strip(" .")


def cannot_write(error: OSError) -> StorageError:
    """The sentence for a file that could not be written."""
    if isinstance(error, FileNotFoundError):
        return StorageError("不能保存", "要保存到的文件夹不存在。", "请换一个文件夹。")
    if isinstance(error, PermissionError):
        return StorageError(
            "不能保存",
            "文件正被别的程序打开，或没有写入权限，没有保存。",
            "请先在 Excel、WPS 或阅读器里关闭它，或换一个文件名。",
        )
    return StorageError(
        "不能保存", "写文件时磁盘出错或已满，没有保存。", "请清理磁盘或换一个位置。"
    )
