"""An operating system that refuses a call: for files that do not go through the database's disk.

Renames, deletions, new folders, syncs and writes below one folder are counted together with what
the database does on tests.helpers.faulty_disk; one of all of them is refused, or each from there
on.
"""

import builtins
import contextlib
import errno
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.faulty_disk import DISK, faulty_disk

_CODES = {"full": errno.ENOSPC, "io": errno.EIO}


@contextlib.contextmanager
def refusing(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Calls below the folder count, and are refused where the disk refuses them."""

    def inside(path: object) -> bool:
        return isinstance(path, str | os.PathLike) and folder in Path(path).absolute().parents

    def refuse(kind: str) -> None:
        if DISK.refuses(kind):
            raise OSError(_CODES[DISK.refusal], os.strerror(_CODES[DISK.refusal]))

    def guarded(call: Callable[..., Any], kind: str) -> Callable[..., Any]:
        def run(path: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401 - the system's calls
            if kind == "sync" or inside(path):
                refuse(kind)
            return call(path, *rest, **named)

        return run

    def opened(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:  # noqa: ANN401
        writes = inside(file) and set(mode) & set("wax+")
        if writes:
            refuse("write")
        handle = real_open(file, mode, *rest, **named)
        return _Refusing(handle, refuse) if writes else handle

    real_open = io.open
    with faulty_disk(), patch.context() as now:
        for name, kind in (
            ("replace", "rename"), ("rename", "rename"), ("unlink", "delete"), ("mkdir", "write"),
            ("fsync", "sync"),
        ):  # fmt: skip
            now.setattr(os, name, guarded(getattr(os, name), kind))
        now.setattr(io, "open", opened)
        now.setattr(builtins, "open", opened)
        yield


class _Refusing:
    """A file whose writes can be refused."""

    def __init__(self, handle: Any, refuse: Callable[[str], None]) -> None:  # noqa: ANN401
        self._handle = handle
        self._refuse = refuse

    def write(self, content: Any) -> int:  # noqa: ANN401
        self._refuse("write")
        return int(self._handle.write(content))

    def __enter__(self) -> "_Refusing":
        return self

    def __exit__(self, *_: object) -> None:
        self._handle.close()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._handle)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._handle, name)
