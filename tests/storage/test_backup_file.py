"""A backup that is not whole is never taken for one: every bit, every length, every other file."""

import hashlib
import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop.errors import OpenError, PasswordError
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import open_office
from ldz_desktop.services.restoring import accounts_in, by_password, restore
from ldz_desktop.services.settings import Profile
from ldz_desktop.storage import backup, backup_file, keyring
from ldz_desktop.storage.backup_file import read_head, unseal
from ldz_desktop.storage.folder import DataFolder

PASSWORD = "测试口令-2026"
PHONE = "0827-5260110"


@pytest.fixture
def made(office: Office, tmp_path: Path) -> Path:
    """A backup of a small office."""
    office.settings.save_profile(Profile("兴文街道办事处", phone=PHONE))
    office.households.add_place("兴新社区", "福锦苑", "1栋")
    return office.backups.make(tmp_path / "备份.ldzbackup").path


@pytest.fixture
def key(office: Office) -> bytes:
    ring = keyring.read(office.folder / "office.keys")
    return keyring.open_slot(ring.slots[0], keyring.password_bytes(PASSWORD))


def silent(*_: object) -> None:
    """Nobody watches."""


def whole(path: Path, key: bytes) -> None:
    backup.verify(path, key, silent)


def test_one_flipped_bit_is_found(made: Path, key: bytes) -> None:
    """Bits of the head and of the database (long form: every bit of the head): damaged, never
    another sentence, and never a wrong password."""
    content = made.read_bytes()
    start = read_head(made).start
    dice = random.Random(9)
    bits = [*range(start * 8), *(dice.randrange(start * 8, len(content) * 8) for _ in range(300))]
    if os.environ.get("LDZ_FAULTS") != "long":
        bits = [*range(640), *dice.sample(bits, 400)]
    for bit in bits:
        spoilt = bytearray(content)
        spoilt[bit // 8] ^= 1 << bit % 8
        made.write_bytes(spoilt)
        with pytest.raises(OpenError) as caught:
            whole(made, key)
        assert caught.value.title == "备份已损坏", bit
    made.write_bytes(content)
    whole(made, key)


def test_a_shorter_file_is_cut_short(made: Path, key: bytes) -> None:
    content = made.read_bytes()
    dice = random.Random(10)
    lengths = [1, 9, 10, 74, 75, 76, len(content) // 2, len(content) - 1]
    for length in [*lengths, *(dice.randrange(1, len(content)) for _ in range(50))]:
        made.write_bytes(content[:length])
        with pytest.raises(OpenError) as caught:
            whole(made, key)
        expected = "不是备份文件" if length < 10 else "备份不完整"
        assert caught.value.title == expected or length < 10, length
        assert caught.value.title in ("备份不完整", "不是备份文件")
    made.write_bytes(content + b"x")
    with pytest.raises(OpenError, match="备份已损坏"):
        whole(made, key)


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (lambda: b"", "文件是空的"),
        (lambda: os.urandom(5000), "不是备份文件"),
        (lambda: "张三,李四\n".encode() * 500, "不是备份文件"),
        (lambda: b"SQLite format 3\0" + bytes(4096), "不是备份文件"),
        (lambda: b"PK\x03\x04" + bytes(100), "不是备份文件"),
    ],
)
def test_what_is_no_backup_is_said(
    tmp_path: Path, content: Callable[[], bytes], title: str
) -> None:
    path = tmp_path / "x.ldzbackup"
    path.write_bytes(content())
    with pytest.raises(OpenError) as caught:
        accounts_in(path)
    assert caught.value.title == title
    assert caught.value.hint


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(OpenError, match="找不到备份"):
        accounts_in(tmp_path / "gone.ldzbackup")
    with pytest.raises(OpenError, match="不是备份文件"):
        accounts_in(tmp_path)


def forged(path: Path, **changes: object) -> None:
    """Another head, with a checksum that fits: what somebody may make, not what a disk does."""
    first, line, rest = path.read_bytes().split(b"\n", 2)
    values = json.loads(line)
    values.update(changes)
    line = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    first = b"ldzbackup " + hashlib.sha256(line).hexdigest().encode()
    path.write_bytes(b"\n".join((first, line, rest)))


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": "!"}, {"box": ""}, {"box": 5}, {"nonce": "AAAA"}, {"ring": {}}, {"ring": None},
        {"bytes": "many"}, {"bytes": -5}, {"bytes": 0}, {"form": 0},
    ],
)  # fmt: skip
def test_a_forged_head_is_refused(made: Path, key: bytes, changes: dict[str, object]) -> None:
    forged(made, **changes)
    with pytest.raises(OpenError):
        whole(made, key)


def ring_of(path: Path) -> dict[str, Any]:
    ring: dict[str, Any] = json.loads(path.read_bytes().split(b"\n", 2)[1])["ring"]
    return ring


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("memory", 1 << 32), ("memory", 0), ("memory", -8), ("memory", 8192.5), ("passes", 0),
        ("lanes", 0), ("lanes", True), ("salt", "AAAA"), ("kind", "key"), ("account", 5),
    ],
)  # fmt: skip
def test_a_forged_slot_asks_for_nothing(made: Path, part: str, value: object) -> None:
    """Neither for all the memory there is, nor for what Argon2 does not do."""
    ring = ring_of(made)
    slot = ring["slots"][0]
    (slot["cost"] if part in slot["cost"] else slot)[part] = value
    forged(made, ring=ring)
    with pytest.raises(OpenError, match="备份已损坏"):
        accounts_in(made)


def test_a_backup_without_an_account_opens_for_nobody(made: Path) -> None:
    ring = ring_of(made)
    for slots in ([s for s in ring["slots"] if s["kind"] == "recovery"], []):
        forged(made, ring={**ring, "slots": slots})
        with pytest.raises(OpenError, match="备份没有账号"):
            accounts_in(made)


def test_a_newer_form_of_the_file(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_file, "FORM", 0)  # a program of before
    with pytest.raises(OpenError, match="备份来自更新的版本"):
        accounts_in(made)


def test_a_newer_form_of_the_database(office: Office, tmp_path: Path) -> None:
    office.core.database.execute("PRAGMA user_version = 99")
    path = office.backups.make(tmp_path / "later.ldzbackup").path
    office.core.database.execute("PRAGMA user_version = 8")
    with pytest.raises(OpenError, match="更新的版本"):
        restore(path, by_password("", PASSWORD), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_wrong_password_is_another_sentence(made: Path, tmp_path: Path) -> None:
    with pytest.raises(PasswordError, match="密码不正确"):
        restore(made, by_password("李敏", "不是这个口令"), tmp_path / "new")
    with pytest.raises(PasswordError, match="没有这个账号"):
        restore(made, by_password("王五", PASSWORD), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_nothing_is_readable_but_who_may_open_it(made: Path, key: bytes) -> None:
    content = made.read_bytes()
    for secret in ("兴文街道", "福锦苑", "兴新社区", PHONE, "SQLite format", key.hex()):
        assert secret.encode() not in content
    assert "李敏".encode() in content, "as in the window that asks for the password"
    assert key not in content
    assert accounts_in(made) == ("李敏",)


def test_pages_of_a_backup_are_not_at_home_in_the_working_file(made: Path, key: bytes) -> None:
    """Its own key, another for each backup: old pages cannot be put back by who has no password."""
    head = read_head(made)
    sealed = unseal(head, key)
    assert sealed.key != key
    assert len(sealed.key) == 32
    folder = DataFolder(made.parent / "office")
    before = bytearray(folder.database.read_bytes())
    page = slice(2 * 4096, 3 * 4096)
    spliced = made.read_bytes()[head.start :][page]
    assert len(spliced) == 4096
    before[page] = spliced
    other = made.parent / "spliced"
    other.mkdir()
    for name in ("office.keys", "office.keys.2"):
        (other / name).write_bytes((folder.path / name).read_bytes())
    (other / "archive.db-wal").touch()
    (other / "archive.db").write_bytes(before)
    with pytest.raises(OpenError, match="已损坏"):
        open_office(other, "", PASSWORD)


def test_another_offices_box_does_not_fit(made: Path) -> None:
    with pytest.raises(OpenError, match="备份已损坏"):
        unseal(read_head(made), keyring.new_database_key())
