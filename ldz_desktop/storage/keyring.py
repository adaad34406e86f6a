"""Key slots: the database key, wrapped once for each person and once for the recovery code.

A slot derives a key from the password with Argon2id and opens a ChaCha20-Poly1305 box that holds
the database key (reliability.md §3.8). Changing a password rewrites this small file, never the
database. Two copies are kept; the newer readable one counts.
"""

import base64
import contextlib
import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Literal

from ldz_desktop.errors import InputError, OpenError, PasswordError, StorageError
from ldz_desktop.record import record
from ldz_desktop.storage.given import parsed, read_values, text_of, whole_of
from ldz_desktop.storage.replacing import put_in_place, sync_folder

SlotKind = Literal["password", "recovery"]
KEY_BYTES = 32
_GROUPS, _GROUP_DIGITS = 8, 6


@record
class Cost:
    """Argon2id: memory in KiB, passes, lanes. Kept in each slot, so it can grow."""

    memory: int = 131_072
    passes: int = 3
    lanes: int = 4


DEFAULT_COST = Cost()
_MOST = Cost(memory=1 << 18, passes=8, lanes=8)
"""More than any slot has asked for: a quarter of a gigabyte and about a second."""
_MOST_SLOTS = 200
_SIZES = (16, 12, KEY_BYTES + 16)  # of salt, nonce and box


@record
class Slot:
    """One way to the database key. Bytes are base64 text."""

    kind: SlotKind
    account: str
    cost: Cost
    salt: str
    nonce: str
    box: str


@record
class Event:
    """A change of the key file as the audit will tell it. at: UTC."""

    at: str
    account: str
    event: str
    subject: str


@record
class Keyring:
    """The key file. salt: the database's first bytes, base64; it tells a foreign file. events:
    changes that may not be in the audit yet."""

    office: str
    revision: int
    salt: str
    slots: tuple[Slot, ...]
    events: tuple[Event, ...] = ()

    def accounts(self) -> tuple[str, ...]:
        return tuple(s.account for s in self.slots if s.kind == "password")

    def slot(self, account: str) -> Slot:
        """The person's slot. Raises PasswordError where nobody has that name."""
        for slot in self.slots:
            if slot.kind == "password" and slot.account == account:
                return slot
        raise PasswordError("没有这个账号", "这个办公室没有这个账号。", "请检查账号名称。")

    def recovery_slot(self) -> Slot:
        """Raises PasswordError where there is none: a visit's data opens with its password only."""
        for slot in self.slots:
            if slot.kind == "recovery":
                return slot
        raise PasswordError(
            "没有恢复码",
            "这份数据没有恢复码，走访包只能用发出它时的密码打开。",
            "忘记了密码，请带回办公室：合并走访包时不用密码。",
        )


def password_bytes(password: str) -> bytes:
    """A password typed in full-width letters or with a space behind it is the same password."""
    return unicodedata.normalize("NFKC", _typed(password)).strip().encode("utf-8", "surrogatepass")


def _typed(password: str) -> str:
    """What was typed, where the system's locale (LC_ALL=C) did not know its letters and Python kept
    them as bytes."""
    try:
        password.encode()
    except UnicodeEncodeError:
        for encoding in ("utf-8", "gb18030"):
            with contextlib.suppress(UnicodeError):
                return os.fsencode(password).decode(encoding)
    return password


def new_database_key() -> bytes:
    return os.urandom(KEY_BYTES)


def make_slot(
    kind: SlotKind, account: str, secret: bytes, key: bytes, cost: Cost | None = None
) -> Slot:
    """Wrap the database key for one secret."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    cost = cost or DEFAULT_COST
    salt, nonce = os.urandom(16), os.urandom(12)
    box = ChaCha20Poly1305(_derive(secret, salt, cost)).encrypt(nonce, key, _label(kind, account))
    return Slot(kind, account, cost, _text(salt), _text(nonce), _text(box))


def open_slot(slot: Slot, secret: bytes) -> bytes:
    """The database key. Raises PasswordError where the secret does not fit."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    derived = _derive(secret, _bytes(slot.salt), slot.cost)
    try:
        return ChaCha20Poly1305(derived).decrypt(
            _bytes(slot.nonce), _bytes(slot.box), _label(slot.kind, slot.account)
        )
    except InvalidTag:
        what = "密码不正确" if slot.kind == "password" else "恢复码不正确"
        hint = (
            "请检查大写锁定和输入法后再输一次；忘记密码可用恢复码重设。"
            if slot.kind == "password"
            else "请对照封存的恢复码逐组核对。"
        )
        raise PasswordError(what, f"{what}，数据没有打开。", hint) from None


def with_slot(ring: Keyring, slot: Slot) -> Keyring:
    """The ring with this slot in place of the person's (or the recovery code's) old one."""
    kept = tuple(s for s in ring.slots if (s.kind, s.account) != (slot.kind, slot.account))
    return replace(ring, slots=(*kept, slot))


def exchanged(ring: Keyring, slot: Slot) -> Keyring:
    """The ring with one slot exchanged in its place (the first account stays the first)."""
    return replace(
        ring,
        slots=tuple(
            slot if (s.kind, s.account) == (slot.kind, slot.account) else s for s in ring.slots
        ),
    )


def without_account(ring: Keyring, account: str) -> Keyring:
    """The ring without the person's slot. Raises InputError for the last account."""
    if ring.accounts() == (account,):
        raise InputError(
            "不能删除", "这是最后一个账号，删除后谁也打不开数据。", "请先新增别的账号。"
        )
    ring.slot(account)
    return replace(
        ring, slots=tuple(s for s in ring.slots if s.account != account or s.kind != "password")
    )


def salted(ring: Keyring, salt: bytes) -> Keyring:
    """The ring for a database file that begins with that salt."""
    return replace(ring, salt=_text(salt))


# -- the recovery code (BitLocker's format: 8 groups of 6 digits, each 16 bits × 11) --------------


def new_recovery_code() -> str:
    raw = os.urandom(2 * _GROUPS)
    groups = (int.from_bytes(raw[i : i + 2], "big") * 11 for i in range(0, len(raw), 2))
    return "-".join(f"{group:0{_GROUP_DIGITS}d}" for group in groups)


def wrong_groups(code: str) -> tuple[int, ...]:
    """Which groups (from 1) cannot be right: each group is checked as it is typed."""
    groups = _code_groups(code)
    bad = [
        number
        for number, group in enumerate(groups[:_GROUPS], 1)
        if len(group) != _GROUP_DIGITS or int(group) % 11 or int(group) // 11 > 0xFFFF
    ]
    return (*bad, *range(len(groups) + 1, _GROUPS + 1), *range(_GROUPS + 1, len(groups) + 1))


def recovery_secret(code: str) -> bytes:
    """The code's 128 bits. Raises PasswordError naming the groups that were mistyped."""
    wrong = wrong_groups(code)
    if wrong:
        named = "、".join(f"第 {n} 组" for n in wrong)
        raise PasswordError(
            "恢复码有误", f"恢复码的{named}不对。", "恢复码是 8 组、每组 6 位数字。"
        )
    return b"".join((int(g) // 11).to_bytes(2, "big") for g in _code_groups(code))


def _code_groups(code: str) -> list[str]:
    text = unicodedata.normalize("NFKC", code)
    digits = "".join(c if c.isdecimal() else " " for c in text)
    groups = digits.split()
    if len(groups) == 1 and len(groups[0]) == _GROUPS * _GROUP_DIGITS:
        whole = groups[0]
        return [whole[i : i + _GROUP_DIGITS] for i in range(0, len(whole), _GROUP_DIGITS)]
    return groups


# -- the file -------------------------------------------------------------------------------------


def read(path: Path) -> Keyring:
    """The newer readable copy. Raises OpenError where neither can be read."""
    rings = [ring for ring in map(_read_one, _copies(path)) if ring is not None]
    if rings:
        return max(rings, key=lambda ring: ring.revision)
    if any(copy.exists() for copy in _copies(path)):
        raise OpenError(
            "钥匙文件已损坏", "office.keys 读不出来，两份都已损坏。", "请用“从备份恢复”。"
        )
    raise OpenError(
        "钥匙文件不见了",
        "数据文件夹里没有 office.keys，没有它数据库打不开。",
        "请在回收站里找回它，或用“从备份恢复”。",
    )


def unreadable_copies(path: Path) -> tuple[str, ...]:
    """Names of the copies that are missing or damaged; read() takes the other one."""
    return tuple(copy.name for copy in _copies(path) if _read_one(copy) is None)


def write(path: Path, ring: Keyring) -> Keyring:
    """Write both copies, each whole or not at all; returns the ring with its new revision.

    The first one decides: once it is in place the ring is in force, and a second one that could not
    be written is behind until mend(). Raises StorageError where nothing is changed.
    """
    ring = replace(ring, revision=ring.revision + 1)
    first, second = _copies(path)
    try:
        _put(first, ring)
    except OSError:
        raise StorageError(
            "钥匙文件写不进去",
            "数据文件夹写不进去，账号和密码没有改动。",
            "请检查磁盘空间和文件夹的权限后再试。",
        ) from None
    with contextlib.suppress(OSError):
        _put(second, ring)
    sync_folder(path.parent)
    return ring


def mend(path: Path) -> None:
    """Bring a copy that is behind up to date: it still opens with what was changed since. Never
    raises; a copy that cannot be read is left for people to see."""
    ring = read(path)
    for copy in _copies(path):
        found = _read_one(copy)
        if found is not None and found.revision < ring.revision:
            with contextlib.suppress(OSError):
                _put(copy, ring)


def _put(copy: Path, ring: Keyring) -> None:
    body = json.dumps(as_values(ring), ensure_ascii=False, sort_keys=True)
    text = json.dumps({"sha256": hashlib.sha256(body.encode()).hexdigest(), "ring": body})
    draft = copy.with_name(copy.name + ".new")
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(draft, copy)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def _copies(path: Path) -> tuple[Path, Path]:
    return path, path.with_name(path.name + ".2")


def _read_one(path: Path) -> Keyring | None:
    try:
        outer = read_values(path)
        body = text_of(outer, "ring", 1 << 20)
        if hashlib.sha256(body.encode()).hexdigest() != outer["sha256"]:
            return None
        ring = from_values(parsed(body))
        return ring if ring.accounts() else None  # nobody could open anything with it
    except (OSError, ValueError, KeyError):
        return None


def as_values(ring: Keyring) -> dict[str, Any]:
    """The ring as JSON holds it: in the key file and in every backup."""
    return asdict(ring)


def from_values(values: Mapping[str, Any]) -> Keyring:
    """The ring again. Raises KeyError or ValueError where the values are no ring's, or ask for more
    work than any ring does: a backup may come from anywhere."""
    slots = values["slots"]
    if not isinstance(slots, list) or len(slots) > _MOST_SLOTS:
        raise ValueError("slots")
    office = text_of(values, "office")
    if not re.fullmatch(r"[\w.-]*", office):  # names of files are made of it
        raise ValueError("office")
    ring = Keyring(
        office,
        whole_of(values, "revision"),
        text_of(values, "salt"),
        tuple(map(_slot, slots)),
        _events(values.get("events", [])),
    )
    base64.b64decode(ring.salt)
    return ring


def _events(values: object) -> tuple[Event, ...]:
    """None in the files of earlier programs."""
    if not isinstance(values, list) or not all(isinstance(one, Mapping) for one in values):
        raise ValueError("events")
    names = ("at", "account", "event", "subject")
    return tuple(Event(*(text_of(one, name) for name in names)) for one in values)


def _slot(values: object) -> Slot:
    if not isinstance(values, Mapping) or not isinstance(values["cost"], Mapping):
        raise ValueError("slot")
    kinds: dict[str, SlotKind] = {"password": "password", "recovery": "recovery"}
    kind = kinds[text_of(values, "kind")]
    names = ("salt", "nonce", "box")
    sealed = [text_of(values, name) for name in names]
    if tuple(len(_bytes(one)) for one in sealed) != _SIZES:
        raise ValueError("sizes")
    return Slot(kind, text_of(values, "account"), _cost(values["cost"]), *sealed)


def _cost(values: Mapping[str, Any]) -> Cost:
    """What Argon2 itself asks for, and no more than _MOST."""
    cost = Cost(
        whole_of(values, "memory", _MOST.memory),
        whole_of(values, "passes", _MOST.passes),
        whole_of(values, "lanes", _MOST.lanes),
    )
    if cost.passes < 1 or cost.lanes < 1 or cost.memory < 8 * cost.lanes:
        raise ValueError("cost")
    return cost


def _derive(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    try:
        return hash_secret_raw(
            secret, salt, cost.passes, cost.memory, cost.lanes, KEY_BYTES, Type.ID
        )
    except HashingError:
        raise StorageError(
            "内存不足", "这台电脑现在的内存不够核对密码。", "请关掉几个别的程序，再试一次。"
        ) from None


def _label(kind: SlotKind, account: str) -> bytes:
    return f"ldz-desktop key slot\0{kind}\0{account}".encode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
