"""The form of a backup (.ldzbackup): one file from which an office can be put together again.

    ldzbackup SHA-256\\n      of the next line: a damaged head is told from a wrong password
    {"form", "bytes", "ring", "nonce", "box"}\\n
    `bytes` bytes            the database, encrypted page by page

ring: the key slots of office.keys, so a backup opens with the passwords (and the recovery code) of
the day it was made. The names of its accounts are all that can be read without one, as in the
window that asks for the password. box: sealed with a key derived from the office's data key,
together with the rest of its line; it holds the manifest, the copy's own key, and the SHA-256 of
the database.

The copy has a key of its own (reliability.md D5), drawn anew for each backup. Under the office's
key its pages would be at home in the working file: whoever has a stick and the folder, and no
password at all, could put single old pages back, and a page's MAC cannot tell (§3.3). The key
does not hide more than the data key does, which opens the box: who has a password of the office
reads the backup, and who once had one reads the backups of that time.
"""

import base64
import errno
import hashlib
import hmac
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ldz_desktop.domain.backups import ENDING
from ldz_desktop.errors import KnownError, OpenError, StorageError
from ldz_desktop.record import record
from ldz_desktop.storage import keyring
from ldz_desktop.storage.keyring import Keyring

FORM = 1
_MARK = b"ldzbackup "
_FIRST = len(_MARK) + 64 + 1
_LONGEST_HEAD = 1 << 20  # bytes; a slot is some three hundred
_STILL_OURS = 8  # bits of the mark that may have flipped
_NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NO_ROOM_WINDOWS = {39, 112}  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
_NO_RIGHT = {errno.EROFS, errno.EACCES, errno.EPERM}
_NO_RIGHT_WINDOWS = {19}  # ERROR_WRITE_PROTECT
_MEGABYTE = 1 << 20


@record
class Manifest:
    """What is in a backup, counted in the copy. made_at and changed_at (the last entry of journal
    or audit): UTC as YYYY-MM-DDTHH:MM:SSZ; schema: the database's form; batches, head: length and
    last hash of the journal; audited: length of the audit."""

    made_at: str
    program: str
    schema: int
    office: str
    households: int
    residents: int
    batches: int
    head: str
    audited: int
    changed_at: str


@record
class Head:
    """What can be read of a backup without a password. start: where the database begins."""

    path: Path
    ring: Keyring
    bytes: int
    start: int
    nonce: str
    box: str


@record
class Keys:
    """The office's data key, and the key slots that lead to it."""

    ring: Keyring
    key: bytes


@record
class Sealed:
    """What is in the box. key: of the copy; digest: SHA-256 of the database as it lies there."""

    manifest: Manifest
    key: bytes
    digest: str


def seal(keys: Keys, size: int, sealed: Sealed) -> bytes:
    """Both lines of a backup. size: of the database in bytes."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    open_part = _open_part(keys.ring, size)
    inside = {
        "manifest": asdict(sealed.manifest), "key": sealed.key.hex(), "digest": sealed.digest,
    }  # fmt: skip
    nonce = os.urandom(12)
    sealer = ChaCha20Poly1305(_box_key(keys.key))
    box = sealer.encrypt(nonce, _json(inside), _json(open_part))
    line = _json({**open_part, "nonce": _text(nonce), "box": _text(box)})
    return _MARK + hashlib.sha256(line).hexdigest().encode() + b"\n" + line + b"\n"


def read_head(path: Path) -> Head:
    """What needs no password; looks at the length of the file, not at the database in it.

    Raises OpenError: not there, empty, not a backup, cut short, damaged, of a newer program.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            first, line = file.read(_FIRST), file.readline(_LONGEST_HEAD)
    except OSError as error:
        raise unreadable(error) from None
    if not first:
        raise OpenError(
            "文件是空的", "这个文件的大小是 0，里面没有备份。", "请换一个备份，或重新复制一次。"
        )
    values = _checked(first, line)
    if values.get("form") != FORM:
        raise OpenError(
            "备份来自更新的版本",
            "这个备份由更新版本的程序做成，本程序读不了。",
            "请安装最新版本的程序再恢复。",
        )
    try:
        ring = keyring.from_values(values["ring"])
        head = Head(
            path, ring, int(values["bytes"]), _FIRST + len(line), values["nonce"], values["box"]
        )
    except (KeyError, TypeError, ValueError):
        raise damaged() from None
    if size < head.start + head.bytes:
        raise cut_short(size, head.start + head.bytes)
    if size > head.start + head.bytes:
        raise damaged()
    return head


def _checked(first: bytes, line: bytes) -> dict[str, Any]:
    mark = first[: len(_MARK)]
    flipped = sum((a ^ b).bit_count() for a, b in zip(mark, _MARK, strict=False))
    if flipped > (_STILL_OURS if len(mark) == len(_MARK) else 0):
        raise OpenError(
            "不是备份文件",
            "选中的文件不是楼栋长工作台的备份。",
            f"备份文件的名字以 {ENDING} 结尾，请重新选择。",
        )
    if len(first) < _FIRST or not (line.endswith(b"\n") or len(line) == _LONGEST_HEAD):
        raise cut_short(len(first) + len(line))
    line = line.removesuffix(b"\n")
    if first != _MARK + hashlib.sha256(line).hexdigest().encode() + b"\n":
        raise damaged()
    values: dict[str, Any] = json.loads(line)
    return values


def may_be_replaced(path: Path) -> bool:
    """Whether a new backup may take this name: nothing is there, or nothing but a backup."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MARK)) in (_MARK, b"")
    except FileNotFoundError:
        return True
    except OSError:
        return False


def unseal(head: Head, key: bytes) -> Sealed:
    """What is in the box. key: the office's data key. Raises OpenError where the box is damaged
    or belongs to another ring."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    open_part = _json(_open_part(head.ring, head.bytes))
    try:
        nonce, box = base64.b64decode(head.nonce), base64.b64decode(head.box)
        inside = json.loads(ChaCha20Poly1305(_box_key(key)).decrypt(nonce, box, open_part))
    except (InvalidTag, TypeError, ValueError):
        raise damaged() from None
    return Sealed(Manifest(**inside["manifest"]), bytes.fromhex(inside["key"]), inside["digest"])


def _open_part(ring: Keyring, size: int) -> dict[str, Any]:
    return {"form": FORM, "bytes": size, "ring": keyring.as_values(ring)}


def _box_key(key: bytes) -> bytes:
    """The data key encrypts pages; what seals boxes is another."""
    return hmac.digest(key, b"ldz-desktop backup box", "sha256")


def _json(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, sort_keys=True).encode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


# -- in the clerk's words -------------------------------------------------------------------------


def damaged() -> OpenError:
    return OpenError(
        "备份已损坏",
        "这个备份的内容有损坏，不能用它恢复。没有改动任何数据。",
        "请换另一个备份；U 盘上的备份坏了，可以试同一天的另一份。",
    )


def cut_short(size: int, whole: int = 0) -> OpenError:
    """size, whole: bytes that are there and that there should be (0: not known)."""
    should = f"，应有 {megabytes(whole)}" if whole else ""
    return OpenError(
        "备份不完整",
        f"这个备份只有 {megabytes(size)}{should}，是没有复制完的。没有改动任何数据。",
        "请把它重新复制一次，或换另一个备份。",
    )


def unreadable(error: OSError) -> KnownError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return OpenError(
            "找不到备份", "这个备份文件不在了，U 盘可能已经拔出。", "请插好 U 盘，重新选择文件。"
        )
    return StorageError(
        "备份读不出来", "读备份文件时出错。没有改动任何数据。", "请检查 U 盘是否松动，再试一次。"
    )


KEPT, NOT_TOUCHED = "以前的备份没有动。", "原有数据没有改动。"


def unwritable(error: OSError, size: int = 0, comfort: str = KEPT) -> StorageError:
    """The sentence for what could not be written. size: bytes it needs; comfort: what is safe."""
    code, windows = error.errno, getattr(error, "winerror", None)
    if code in _NO_ROOM or windows in _NO_ROOM_WINDOWS:
        return no_room(size, comfort)
    if code == errno.EFBIG:
        return StorageError(
            "文件太大",
            f"这个磁盘或 U 盘的格式放不下这么大的文件（FAT32 最多 4 GB），没有写成。{comfort}",
            "请换一个格式为 exFAT 或 NTFS 的 U 盘，或换一个位置。",
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError) or code == errno.ENODEV:
        return StorageError(
            "位置不在了",
            f"要写到的文件夹找不到，U 盘可能已经拔出，没有写成。{comfort}",
            "请插好 U 盘再试一次，或换一个位置。",
        )
    if code in _NO_RIGHT or windows in _NO_RIGHT_WINDOWS:
        return StorageError(
            "不能写入",
            f"这个位置不能写入，没有写成。{comfort}",
            "请检查 U 盘的写保护开关，或换一个位置。",
        )
    return StorageError(
        "写入出错",
        f"写文件时磁盘出错，没有写成。{comfort}",
        "请检查 U 盘是否松动，再试一次，或换一个位置。",
    )


def no_room(size: int, comfort: str = KEPT, disk: str = "磁盘") -> StorageError:
    need = f"需要 {megabytes(size)}，" if size else ""
    return StorageError(
        "磁盘已满",
        f"{need}{disk}上放不下，没有写成。{comfort}",
        "请删去不要的文件，或换一个位置再试。",
    )


def megabytes(size: int) -> str:
    """49.4 MB, 0.3 MB, 120 字节."""
    if size < _MEGABYTE // 20:
        return f"{size} 字节"
    return f"{size / _MEGABYTE:,.1f} MB"
