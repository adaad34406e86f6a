"""A disk that fails below the encryption: SQLite's files go through it, as other files do not.

With DISK as the driver's default every write, sync, truncation and deletion of the database and its
log is counted. One of them can be refused, or be the last one before the power is cut.
"""

import contextlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import apsw
from typing_extensions import override

Refusal = Literal["full", "io", "cut"]
_SECTOR = 512


@dataclass
class _Op:
    """A write or truncation that was not synced yet, and what it took the place of."""

    at: int
    old: bytes
    new: bytes | None
    size: int


@dataclass
class Disk:
    """refuse_at: the number of the operation that is refused, 0 for none; lasting: and everything
    that comes after it ("full": what writes)."""

    refuse_at: int = 0
    refusal: Refusal = "io"
    lasting: bool = False
    count: int = 0
    fired: bool = False
    dead: bool = False
    unsynced: dict[str, list[_Op]] = field(default_factory=dict)

    def begin(self, refuse_at: int = 0, refusal: Refusal = "io", *, lasting: bool = False) -> None:
        """Count from the beginning."""
        self.__init__(refuse_at, refusal, lasting)  # type: ignore[misc]

    def refuses(self, kind: str) -> bool:
        """Count an operation; whether it is refused."""
        self.count += 1
        hit = self.count == self.refuse_at or (self.lasting and 0 < self.refuse_at < self.count)
        if not hit or (self.refusal == "full" and kind != "write"):
            return False
        self.fired = True
        return True

    def step(self, kind: str) -> None:
        if self.dead:
            raise apsw.IOError("the power is off")
        if not self.refuses(kind):
            return
        self.dead = self.refusal == "cut"
        raise apsw.FullError("full") if self.refusal == "full" else apsw.IOError(kind)

    def cut(self, chance: random.Random) -> None:
        """Leave of the files what a disk may hold after the power was cut: everything that was
        synced, and of what came later any part, whole or torn."""
        for name, ops in self.unsynced.items():
            path = Path(name)
            if not path.exists():
                continue
            content = bytearray(path.read_bytes())
            for op in reversed(ops):
                content[op.at : op.at + len(op.new or b"")] = op.old
                del content[op.size :]
            for op in ops:
                _let_through(content, op, chance.random())
            path.write_bytes(content)


def _let_through(content: bytearray, op: _Op, luck: float) -> None:
    if luck < 0.45:
        return
    if op.new is None:
        del content[op.at :]
        return
    part = op.new if luck < 0.9 else op.new[: _SECTOR * (1 + int(luck * 1000) % 7)]
    content.extend(bytes(max(0, op.at - len(content))))
    content[op.at : op.at + len(part)] = part


DISK = Disk()


class _File(apsw.VFSFile):
    def __init__(self, inherit: str, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__(inherit, name, flags)
        self._name = name.filename() if isinstance(name, apsw.URIFilename) else name

    def _note(self, at: int, new: bytes | None) -> None:
        if self._name:
            size = super().xFileSize()
            reach = size - at if new is None else min(len(new), size - at)
            old = super().xRead(reach, at) if reach > 0 else b""
            DISK.unsynced.setdefault(self._name, []).append(_Op(at, bytes(old), new, size))

    @override
    def xWrite(self, data: bytes, offset: int) -> None:
        DISK.step("write")
        self._note(offset, bytes(data))
        super().xWrite(data, offset)

    @override
    def xTruncate(self, size: int) -> None:
        DISK.step("truncate")
        self._note(size, None)
        super().xTruncate(size)

    @override
    def xSync(self, flags: int) -> None:
        DISK.step("sync")
        super().xSync(flags)
        DISK.unsynced.pop(self._name, None)


class _Vfs(apsw.VFS):
    def __init__(self) -> None:
        super().__init__("faulty", "unix")

    @override
    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> _File:
        if DISK.dead:
            raise apsw.CantOpenError("the power is off")
        return _File("unix", name, flags)

    @override
    def xDelete(self, filename: str, syncdir: bool) -> None:
        DISK.step("delete")
        DISK.unsynced.pop(filename, None)
        super().xDelete(filename, syncdir)


_VFS: list[_Vfs] = []


@contextlib.contextmanager
def faulty_disk() -> Iterator[Disk]:
    """Databases that are opened meanwhile lie on the disk."""
    if not _VFS:
        _VFS.append(_Vfs())
        apsw.Connection("", vfs="multipleciphers-faulty").close()  # makes the cipher's own over it
    before = apsw.vfs_names()[0]
    apsw.set_default_vfs("multipleciphers-faulty")
    DISK.begin()
    try:
        yield DISK
    finally:
        DISK.begin()
        apsw.set_default_vfs(before)
