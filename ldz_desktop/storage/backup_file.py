"""The form of a backup (.ldzbackup): one file from which an office can be put together again. A
visit pack (.ldzvisit) has the same form around the files of a few buildings (storage.visit_pack).

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
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from ldz_desktop.domain import backups, moments, visits
from ldz_desktop.errors import KnownError, OpenError, StorageError
from ldz_desktop.paths import NotAFileError, open_file
from ldz_desktop.record import record
from ldz_desktop.storage import keyring
from ldz_desktop.storage.given import parsed, text_of, whole_of
from ldz_desktop.storage.keyring import Keyring

FORM = 1
_DIGEST = 64 + 1  # hex digits and the end of the line
_LONGEST_HEAD = 1 << 20  # bytes; a slot is some three hundred
_STILL_OURS = 8  # bits of the mark that may have flipped
_NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NO_ROOM_WINDOWS = {39, 112}  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
_NO_RIGHT = {errno.EROFS, errno.EACCES, errno.EPERM}
_NO_RIGHT_WINDOWS = {19}  # ERROR_WRITE_PROTECT
_MEGABYTE = 1 << 20


@record
class Kind:
    """What a file of this form is for. mark: it begins with; noun, ending: what the clerk calls it,
    and how its name ends; lost: what did not happen where it is damaged; again: what to do then."""

    mark: bytes
    noun: str
    ending: str
    lost: str
    again: str

    @property
    def first(self) -> int:
        """Bytes of the first line."""
        return len(self.mark) + _DIGEST

    @property
    def kept(self) -> str:
        """What is safe where a new one could not be written."""
        return f"以前的{self.noun}没有动。"


BACKUP = Kind(
    b"ldzbackup ", "备份", backups.ENDING, "不能用它恢复。没有改动任何数据。",
    "请换另一个备份；U 盘上的备份坏了，可以试同一天的另一份。",
)  # fmt: skip
VISIT = Kind(
    b"ldzvisit ", "走访包", visits.ENDING, "没有用它。没有改动任何数据。",
    "请从发出它的电脑上再存一次，换一个 U 盘试试。",
)  # fmt: skip
_KINDS = (BACKUP, VISIT)


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

    kind: Kind
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


def seal(kind: Kind, keys: Keys, size: int, sealed: Sealed) -> bytes:
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
    return kind.mark + hashlib.sha256(line).hexdigest().encode() + b"\n" + line + b"\n"


def read_head(path: Path, wanted: Kind | None = None) -> Head:
    """What needs no password; looks at the length of the file, not at the database in it.

    wanted: the kind it has to be (None: any). Raises OpenError: not there, empty, not of that kind,
    cut short, damaged, of a newer program, without an account.
    """
    meant = wanted or next((k for k in _KINDS if path.suffix.lower() == k.ending), BACKUP)
    try:
        with open_file(path) as file:
            size = os.fstat(file.fileno()).st_size
            start = file.read(max(len(k.mark) for k in _KINDS))
            kind = _kind(start) or meant
            file.seek(0)
            first, line = file.read(kind.first), file.readline(_LONGEST_HEAD)
    except OSError as error:
        raise unreadable(error, meant) from None
    if not first:
        raise OpenError(
            "文件是空的",
            f"这个文件的大小是 0，里面没有{meant.noun}。",
            f"请换一个{meant.noun}，或重新复制一次。",
        )
    if wanted not in (None, kind):
        raise OpenError(
            f"不是{meant.noun}文件",
            f"选中的文件是{kind.noun}，不是{meant.noun}。",
            f"{meant.noun}文件的名字以 {meant.ending} 结尾，请重新选择。",
        )
    values = _checked(kind, first, line)
    if values.get("form") != FORM:
        raise OpenError(
            f"{kind.noun}来自更新的版本",
            f"这个{kind.noun}由更新版本的程序做成，本程序读不了。",
            "请安装最新版本的程序再试。",
        )
    try:
        head = _head(kind, path, values, kind.first + len(line))
    except (KeyError, ValueError):
        raise damaged(kind) from None
    ring = head.ring
    if not ring.accounts():
        raise OpenError(
            f"{kind.noun}没有账号",
            f"这个{kind.noun}里没有账号，谁也打不开。没有改动任何数据。",
            f"请换另一个{kind.noun}。",
        )
    if size < head.start + head.bytes:
        raise cut_short(kind, size, head.start + head.bytes)
    if size > head.start + head.bytes:
        raise damaged(kind)
    return head


def _head(kind: Kind, path: Path, values: Mapping[str, Any], begin: int) -> Head:
    """Raises KeyError or ValueError where the values are no head's."""
    ring = values["ring"]
    if not isinstance(ring, dict):
        raise ValueError("ring")
    size, nonce = whole_of(values, "bytes"), text_of(values, "nonce")
    box = text_of(values, "box", _LONGEST_HEAD)
    return Head(kind, path, keyring.from_values(ring), size, begin, nonce, box)


def _kind(start: bytes) -> Kind | None:
    """Whose mark a file begins with, also one with a few flipped bits or cut short in it."""

    def flipped(kind: Kind) -> int:
        pairs = zip(start, kind.mark, strict=False)
        wrong = sum((a ^ b).bit_count() for a, b in pairs)
        return wrong if len(start) >= len(kind.mark) or not wrong else _STILL_OURS + 1

    best = min(_KINDS, key=flipped)
    return best if flipped(best) <= _STILL_OURS else None


def _checked(kind: Kind, first: bytes, line: bytes) -> dict[str, Any]:
    if _kind(first) is None:
        raise OpenError(
            f"不是{kind.noun}文件",
            f"选中的文件不是楼栋长工作台的{kind.noun}。",
            f"{kind.noun}文件的名字以 {kind.ending} 结尾，请重新选择。",
        )
    if len(first) < kind.first or not (line.endswith(b"\n") or len(line) == _LONGEST_HEAD):
        raise cut_short(kind, len(first) + len(line))
    line = line.removesuffix(b"\n")
    if first != kind.mark + hashlib.sha256(line).hexdigest().encode() + b"\n":
        raise damaged(kind)
    try:
        return parsed(line)
    except ValueError:
        raise damaged(kind) from None


def may_be_replaced(path: Path, kind: Kind = BACKUP) -> bool:
    """Whether a new one may take this name: nothing is there, or nothing but one of its kind."""
    try:
        with open_file(path) as file:
            return file.read(len(kind.mark)) in (kind.mark, b"")
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
        inside = parsed(ChaCha20Poly1305(_box_key(key)).decrypt(nonce, box, open_part))
        return _sealed(inside)
    except (InvalidTag, KeyError, TypeError, ValueError):
        raise damaged(head.kind) from None


def _sealed(inside: Mapping[str, Any]) -> Sealed:
    """Raises KeyError, TypeError or ValueError where it is not what seal() has sealed: a box opens
    with the key of the ring beside it, and anyone can make both."""
    manifest = Manifest(**inside["manifest"])
    values = asdict(manifest)
    for field in fields(Manifest):
        (text_of if field.type is str else whole_of)(values, field.name)
    for stamp in filter(None, (manifest.made_at, manifest.changed_at)):
        try:
            moments.local(stamp)
        except OverflowError:
            raise ValueError(stamp) from None
    key = bytes.fromhex(text_of(inside, "key"))
    if len(key) != keyring.KEY_BYTES:
        raise ValueError("key")
    return Sealed(manifest, key, text_of(inside, "digest"))


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


def damaged(kind: Kind = BACKUP) -> OpenError:
    return OpenError(
        f"{kind.noun}已损坏", f"这个{kind.noun}的内容有损坏，{kind.lost}", kind.again
    )  # fmt: skip


def cut_short(kind: Kind, size: int, whole: int = 0) -> OpenError:
    """size, whole: bytes that are there and that there should be (0: not known)."""
    should = f"，应有 {megabytes(whole)}" if whole else ""
    return OpenError(
        f"{kind.noun}不完整",
        f"这个{kind.noun}只有 {megabytes(size)}{should}，是没有复制完的。没有改动任何数据。",
        f"请把它重新复制一次，或换另一个{kind.noun}。",
    )


def unreadable(error: OSError, kind: Kind = BACKUP) -> KnownError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return OpenError(
            f"找不到{kind.noun}",
            f"这个{kind.noun}文件不在了，U 盘可能已经拔出。",
            "请插好 U 盘，重新选择文件。",
        )
    if isinstance(error, NotAFileError | IsADirectoryError):
        return OpenError(
            f"不是{kind.noun}文件",
            f"选中的不是一个文件，里面没有{kind.noun}。",
            f"{kind.noun}文件的名字以 {kind.ending} 结尾，请重新选择。",
        )
    return StorageError(
        f"{kind.noun}读不出来",
        f"读{kind.noun}文件时出错。没有改动任何数据。",
        "请检查 U 盘是否松动，再试一次。",
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
