"""Files that anyone may have written: whatever is in them, the clerk gets a sentence.

Long form (LDZ_FAULTS=long): some thousand of them.
"""

import base64
import contextlib
import hashlib
import hmac
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import apsw
import pytest

from ldz_desktop.errors import KnownError, OpenError
from ldz_desktop.services.backup_notes import read_notes
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import inspect_folder, open_office
from ldz_desktop.services.restoring import accounts_in, by_password, compare, restore
from ldz_desktop.storage import keyring
from ldz_desktop.storage.backup_file import (
    BACKUP,
    Keys,
    Manifest,
    Sealed,
    read_head,
    seal,
    unseal,
)
from ldz_desktop.storage.connections import set_key
from ldz_desktop.storage.folder import DataFolder
from ldz_desktop.storage.visit_pack import cut_out

PASSWORD = "测试口令-2026"
MANY = 5000 if os.environ.get("LDZ_FAULTS") == "long" else 120
DEEP = "[" * 20_000
WRONG: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 7.5, 1e300, 10**40, -(10**40), "", "x", "0" * 300, "\ud800",
    "../x", "2026-13-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", [], {}, [[]],
    ["x"], {"x": 1}, [None] * 300,
)  # fmt: skip
RAW = (
    b"", b"5", b"[]", b"null", b'"x"', b"{", b"{}", b"\xff\xfe", b"\x00" * 50, DEEP.encode(),
    (DEEP + "]" * 20_000).encode(), ('{"a":' * 5000 + "1" + "}" * 5000).encode(), b"NaN",
    b'{"form": 1e400, "bytes": 1e400}', b'{"form": 1, "bytes": Infinity}', b"9" * 6000,
    b'{"form": 1, "bytes": ' + b"9" * 6000 + b"}", b'{"ring": "\\ud800"}',
)  # fmt: skip


@pytest.fixture
def made(office: Office, tmp_path: Path) -> Path:
    return office.backups.make(tmp_path / "备份.ldzbackup").path


@pytest.fixture
def key(office: Office) -> bytes:
    ring = keyring.read(office.folder / "office.keys")
    return keyring.open_slot(ring.slots[0], keyring.password_bytes(PASSWORD))


def spoilt(values: object, dice: random.Random) -> object:
    """A copy with one value somewhere in it another, gone, or beside it one that is not known."""
    copy: Any = json.loads(json.dumps(values))
    at, places = [copy], list[tuple[Any, Any]]()
    while at:
        one = at.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one))
        for place in keys:
            places.append((one, place))
            if isinstance(one[place], dict | list):
                at.append(one[place])
    holder, place = dice.choice(places)
    way = dice.randrange(8)
    if way == 0:
        del holder[place]
    elif way == 1 and isinstance(holder, dict):
        holder["unknown"] = dice.choice(WRONG)
    else:
        holder[place] = dice.choice(WRONG)
    return copy


def lines(values: object) -> Iterator[bytes]:
    """RAW, then spoilt ones."""
    yield from RAW
    dice = random.Random(11)
    for _ in range(MANY):
        yield json.dumps(spoilt(values, dice)).encode()


def with_head(made: bytes, line: bytes) -> bytes:
    """A backup with another second line and a checksum that fits."""
    rest = made.split(b"\n", 2)[2]
    return b"\n".join((b"ldzbackup " + hashlib.sha256(line).hexdigest().encode(), line, rest))


def refused(work: Callable[[], object]) -> None:
    """It works or says a sentence; anything else is a crash."""
    with contextlib.suppress(KnownError):
        work()


def test_heads_of_backups(office: Office, made: Path, key: bytes, tmp_path: Path) -> None:
    content = made.read_bytes()
    values = json.loads(content.split(b"\n", 2)[1])
    path = office.folder / "backups" / "备份-20260101-0101.ldzbackup"
    for line in lines(values):
        path.write_bytes(with_head(content, line))
        refused(lambda: accounts_in(path))
        refused(lambda: unseal(read_head(path), key))
        refused(lambda: compare(path, by_password("", PASSWORD), office.folder.parent / "none"))
        assert any(b.path == path for b in office.backups.listed())


def test_one_of_them_does_not_stop_the_automatic_ones(office: Office) -> None:
    office.backups.automatic()
    (office.folder / "backups" / "备份-20260101-0101.ldzbackup").write_bytes(
        with_head(b"a\nb\n", b"[1]")
    )
    os.utime(office.folder / "backups" / "备份-20260101-0101.ldzbackup", (1e17, 1e17))
    office.households.add_place("兴新社区", "福锦苑", "1栋")
    assert office.backups.automatic() is not None
    state = office.backups.state()
    assert [b.trouble for b in state.backups].count("") >= 1
    assert state.trouble == ""
    office.backups.look_after()
    assert office.backups.faults()


def test_what_is_sealed(office: Office, made: Path, key: bytes, tmp_path: Path) -> None:
    """Whoever makes the ring can make the box: a backup somebody sends with a password of it."""
    head = read_head(made)
    sealed = unseal(head, key)
    database = made.read_bytes()[head.start :]
    inside = {
        "manifest": asdict(sealed.manifest), "key": sealed.key.hex(), "digest": sealed.digest,
    }  # fmt: skip
    path = tmp_path / "sealed.ldzbackup"
    for line in lines(inside):
        path.write_bytes(forged(head.ring, key, len(database), line) + database)
        refused(lambda: unseal(read_head(path), key))
        refused(lambda: compare(path, by_password("", PASSWORD), office.folder.parent / "none"))


def forged(ring: keyring.Keyring, key: bytes, size: int, inside: bytes) -> bytes:
    """Both lines around whatever is in the box."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    box_key = hmac.digest(key, b"ldz-desktop backup box", "sha256")
    open_part = {"form": 1, "bytes": size, "ring": keyring.as_values(ring)}
    dumped = json.dumps(open_part, ensure_ascii=False, sort_keys=True).encode()
    box = ChaCha20Poly1305(box_key).encrypt(bytes(12), inside, dumped)
    texts = {"nonce": bytes(12), "box": box}
    values = open_part | {k: base64.b64encode(v).decode() for k, v in texts.items()}
    line = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    return b"ldzbackup " + hashlib.sha256(line).hexdigest().encode() + b"\n" + line + b"\n"


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE setting", "DROP TABLE household", "DROP TABLE audit",
        "UPDATE setting SET value = '[]' WHERE key = 'profile'",
        "UPDATE setting SET value = 5 WHERE key = 'profile'",
        "UPDATE setting SET value = x'ff' WHERE key = 'profile'",
        "INSERT INTO audit(at, account, event, subject, detail) VALUES(x'00', '', '', '', '')",
    ],
)  # fmt: skip
def test_databases_of_another_make(office: Office, key: bytes, tmp_path: Path, sql: str) -> None:
    """The database in a backup is not the office's, its digest and its key are right."""
    room, path = tmp_path / "room", tmp_path / "other.ldzbackup"
    room.mkdir()
    copy, own = room / "copy", keyring.new_database_key()
    cut_out(office.core.database, copy, own, [0], lambda *_: None).close()
    connection = apsw.Connection(str(copy))
    set_key(connection, own)
    connection.execute("DELETE FROM setting; INSERT INTO setting VALUES('profile', '{}')")
    connection.execute(sql)
    connection.pragma("journal_mode", "delete")
    connection.close()
    content = copy.read_bytes()
    manifest = Manifest("2026-11-24T07:30:00Z", "0.1.0", 9, "", 0, 0, 0, "", 0, "")
    sealed = Sealed(manifest, own, hashlib.sha256(content).hexdigest())
    ring = keyring.read(office.folder / "office.keys")
    path.write_bytes(seal(BACKUP, Keys(ring, key), len(content), sealed) + content)
    with pytest.raises(OpenError, match="已损坏"):
        restore(path, by_password("", PASSWORD), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_key_files(office: Office, tmp_path: Path) -> None:
    folder = office.folder
    office.close()
    good = (folder / "office.keys").read_bytes()
    ring = json.loads(json.loads(good)["ring"])
    for line in lines(ring):
        body = line.decode("utf-8", "replace")
        digest = hashlib.sha256(body.encode()).hexdigest()
        for text in (line, json.dumps({"sha256": digest, "ring": body}).encode()):
            for name in ("office.keys", "office.keys.2"):
                (folder / name).write_bytes(text)
            refused(lambda: inspect_folder(folder))
            refused(lambda: keyring.unreadable_copies(folder / "office.keys"))
    for name in ("office.keys", "office.keys.2"):
        (folder / name).write_bytes(good)
    open_office(folder, "", PASSWORD).close()


def test_notes(office: Office) -> None:
    values = dict.fromkeys(asdict(read_notes(Path("none"))), "2026-11-24T07:30:00Z")
    for line in lines(values):
        (office.folder / "backups.json").write_bytes(line)
        office.backups.state()
        office.backups.reminder()
        (office.folder / "instance.json").write_bytes(line)
        with pytest.raises(KnownError, match="数据正在使用"):
            DataFolder(office.folder).hold()


@pytest.mark.parametrize(
    ("part", "value"), [("memory", 1 << 20), ("passes", 16), ("lanes", 16), ("memory", 1 << 19)]
)
def test_no_more_work_than_any_slot_asks_for(made: Path, part: str, value: int) -> None:
    content = made.read_bytes()
    values = json.loads(content.split(b"\n", 2)[1])
    values["ring"]["slots"][0]["cost"][part] = value
    made.write_bytes(with_head(content, json.dumps(values).encode()))
    with pytest.raises(OpenError, match="备份已损坏"):
        accounts_in(made)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices have no such names there")
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_no_file(office: Office, tmp_path: Path, kind: str) -> None:
    """Neither waited for nor read without an end."""
    path = tmp_path / "x.ldzbackup"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    with pytest.raises(OpenError, match="不是备份文件"):
        accounts_in(path)
    (office.folder / "backups").mkdir()
    path.rename(office.folder / "backups" / path.name)
    office.backups.state()
    folder = office.folder
    office.close()
    (folder / "office.keys").unlink()
    if kind == "pipe":
        os.mkfifo(folder / "office.keys")
    elif kind == "device":
        (folder / "office.keys").symlink_to("/dev/zero")
    else:
        (folder / "office.keys").mkdir()
    open_office(folder, "", PASSWORD).close()  # the second copy counts


def test_a_name_no_file_can_have(tmp_path: Path) -> None:
    for name in ("长" * 300, "x" * 300, "/".join(["x" * 200] * 30)):
        with pytest.raises(KnownError, match="路径太长"):
            DataFolder(tmp_path / name)


@pytest.mark.skipif(sys.platform == "win32", reason="locales of POSIX")
def test_a_password_in_a_locale_without_its_letters(office: Office) -> None:
    folder = office.folder
    office.close()
    said = subprocess.run(
        [sys.executable, "-m", "ldz_desktop", "--data", str(folder), "check"],
        env=os.environ
        | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LDZ_PASSWORD": PASSWORD},
        capture_output=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr.decode()
